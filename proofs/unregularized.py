"""Without regularization: the Hessian at a global minimum has rank at most one.

At lam = 0 a global minimum has rho = m, and then every entry of the Hessian, diagonal or not, is
2 a_j a_k with a_j the product of the other weights: it is 2 a a^T, so at least L - 1 of its L
eigenvalues, the fraction 1 - 1/L, are zero, and the other one is its trace 2 sum a_j^2.

Idea: put lam = 0 and rho = m into (22), without dividing by weights, so for m = 0 as well.
"""

from symfact.prover import Proof
from symfact.theorems import load, run

hessian = load("hessian")
MINIMUM = f"{hessian.RHO} = m"


def prove():
    p = Proof("unregularized", "Rank one at lam = 0", real=hessian.REAL, integer="L")
    p.abbreviate(Loss=hessian.LOSS)
    p.assume("L >= 2")
    rho = p.assume(MINIMUM)
    diagonal = p.combine(f"subs({hessian.DIAGONAL}, lam=0) = 2*(w_k*P)*(w_k*P)")
    p.state("diagonal", diagonal, "Section 3")
    off = p.combine(f"subs({hessian.OFF_DIAGONAL}, lam=0) = 2*(w_k*P)*(w_j*P)", ("2*P", rho))
    p.state("off-diagonal", off, "Section 3")
    return p


if __name__ == "__main__":
    raise SystemExit(run(prove))
