"""The spectrum for any data term f(rho), at balanced critical points with w /= 0.

For f(w_1 ... w_L) + lam/L sum w_i^2, with F and G the values of f' and f'' at rho, the chain
rule gives, since drho/dw_j = rho/w_j and drho/dw_j does not contain w_j,

    gradient  F rho/w_j + 2 lam/L w_j,    Hessian  G (rho/w_j)^2 + 2 lam/L  on the diagonal,
    G rho^2/(w_j w_k) + F rho/(w_j w_k)  off it.

At w_i = s_i w, rho = sigma w^L, where the gradient vanishes, this is alpha I + beta s s^T with
alpha = 4 lam/L and beta = G w^(2L-2) - 2 lam/L: the eigenvalues are 4 lam/L (L - 1 times) and
L G w^(2L-2) + 4 lam/L - 2 lam.  For the squared error F = 2 (rho - m), G = 2: equation (17).

Idea: as in spectrum.py; stationarity is F rho = -2 lam/L w^2.
"""

from symfact.prover import Proof
from symfact.theorems import load, run

AT = "w_j=s_j*w, w_k=s_k*w, rho=sigma*w^L"
GRADIENT = "F*rho/w_j + 2*lam/L*w_j"
DIAGONAL, OFF_DIAGONAL = "G*(rho/w_j)^2 + 2*lam/L", "G*rho^2/(w_j*w_k) + F*rho/(w_j*w_k)"
BETA = "(G*w^(2*L-2) - 2*lam/L)"


def prove():
    p = Proof(
        "data_term",
        "The spectrum for any data term",
        real="F G rho lam w w_j w_k s_j s_k sigma",
        integer="L",
    )
    for guard in ("L >= 2", "w > 0"):
        p.assume(guard)
    j, k, sigma = p.assume("s_j^2 = 1"), p.assume("s_k^2 = 1"), p.assume("sigma^2 = 1")
    zero = p.assume(f"subs({GRADIENT}, {AT}) = 0")
    stationary = p.combine("F*sigma*w^L = -2*lam/L*w^2", ("s_j*w", zero), ("-2*lam/L*w^2", j))

    diagonal = f"subs({DIAGONAL}, {AT}) = 4*lam/L + {BETA}"
    power = "G*w^(2*L-2)"
    fact = p.combine(diagonal, (f"{power}/s_j^2", sigma), (f"-{power}/s_j^2", j))
    p.state("diagonal", fact)
    off = f"subs({OFF_DIAGONAL}, {AT}) = {BETA}*s_j*s_k"
    signs = p.combine("1/(s_j*s_k) = s_j*s_k", ("-s_k/s_j", j), ("-1/(s_j*s_k)", k))
    parts = [(f"{power}/(s_j*s_k)", sigma), ("w^(-2)/(s_j*s_k)", stationary), (BETA, signs)]
    p.state("off-diagonal", p.combine(off, *parts))
    top = f"4*lam/L + {BETA}*L = L*G*w^(2*L-2) + 4*lam/L - 2*lam"
    p.state("along s", p.combine(top))
    squared = p.assume("G = 2")
    same = load("spectrum").TOP
    p.state(
        "squared error",
        p.combine(f"L*G*w^(2*L-2) + 4*lam/L - 2*lam = {same}", ("L*w^(2*L-2)", squared)),
        "(17)",
    )
    return p


if __name__ == "__main__":
    raise SystemExit(run(prove))
