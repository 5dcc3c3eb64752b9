"""Without regularization: the Hessian at a global minimum has rank one, lam = 0 and m /= 0.

At lam = 0 a global minimum has rho = m, and then every entry of the Hessian, diagonal or not, is
2 (m/w_j) (m/w_k): it is 2 a a^T with a_j = m/w_j, so L - 1 of its L eigenvalues, the fraction
1 - 1/L, are zero, and the other one is its trace 2 m^2 sum 1/w_j^2.

Idea: put lam = 0 and m = w_j w_k P into (22).
"""

from symfact.prover import Proof
from symfact.theorems import load, run

hessian = load("hessian")
MINIMUM = "w_j*w_k*P = m"


def prove():
    p = Proof("unregularized", "Rank one at lam = 0", real=hessian.REAL, integer="L")
    p.abbreviate(Loss=hessian.LOSS)
    for guard in ("L >= 2", "w_j != 0", "w_k != 0"):
        p.assume(guard)
    rho = p.assume(MINIMUM)
    diagonal = f"subs({hessian.DIAGONAL}, lam=0) = 2*(m/w_j)^2"
    fact = p.combine(diagonal, ("2*w_k*P/w_j + 2*m/w_j^2", rho))
    p.state("diagonal", fact, "Section 3")
    off = f"subs({hessian.OFF_DIAGONAL}, lam=0) = 2*(m/w_j)*(m/w_k)"
    fact = p.combine(off, ("4*P + 2*m/(w_j*w_k)", rho))
    p.state("off-diagonal", fact, "Section 3")
    return p


if __name__ == "__main__":
    raise SystemExit(run(prove))
