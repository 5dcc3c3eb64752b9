"""The Hessian for generic indices j /= k, at any depth L: equations (22) and (24).

    diagonal       2 (rho/w_j)^2 + 2 lam/L
    off-diagonal   2 rho^2/(w_j w_k) - 2 (m - rho) rho/(w_j w_k)

Idea: as in the gradient, rho = w_j w_k P with P free of w_j and w_k.  Without division by
weights the entries are 2 (w_k P)^2 + 2 lam/L and 2 P (2 rho - m): these hold at w = 0 too.
At a balanced point w_i = s_i w, with P = sigma s_j s_k w^(L-2) and sigma the product of all
signs, the entries are those of (24) with C = 4 rho^2 - 2 m rho.
"""

from symfact.prover import Proof
from symfact.theorems import load, run

LOSS, RHO, REAL = load("gradient").LOSS, load("gradient").RHO, load("gradient").REAL
BALANCED = "w_j=s_j*w, w_k=s_k*w, P=sigma*s_j*s_k*w^(L-2)"
DIAGONAL, OFF_DIAGONAL = f"diff(diff({LOSS}, w_j), w_j)", f"diff(diff({LOSS}, w_j), w_k)"


def prove():
    real = f"{REAL} w s_j s_k sigma"
    p = Proof("hessian", "The Hessian for generic indices (22), (24)", real=real, integer="L")
    p.abbreviate(Loss=LOSS)
    for guard in ("L >= 2", "w_j != 0", "w_k != 0", "w > 0"):
        p.assume(guard)

    for name, entry, value in (
        ("diagonal entry", DIAGONAL, "2*(w_k*P)^2 + 2*lam/L"),
        ("off-diagonal entry", OFF_DIAGONAL, f"2*P*(2*{RHO} - m)"),
    ):
        p.claim(
            name,
            p.combine(f"{entry} = {value}"),
            "L >= 2",
            then=f"{entry} = {value}",
            reference="(22)",
        )

    nonzero = ("L >= 2", "w_j != 0", "w_k != 0")
    diagonal = f"{DIAGONAL} = 2*({RHO}/w_j)^2 + 2*lam/L"
    p.claim("diagonal", p.combine(diagonal), *nonzero[:2], then=diagonal, reference="(22)")
    off_diagonal = f"{OFF_DIAGONAL} = 2*({RHO})^2/(w_j*w_k) - 2*(m - {RHO})*({RHO}/(w_j*w_k))"
    p.claim("off-diagonal", p.combine(off_diagonal), *nonzero, then=off_diagonal, reference="(22)")

    # At a balanced point rho = sigma w^L and signs square to 1.
    signs = ("s_j^2 = 1", "s_k^2 = 1")
    j, k = map(p.assume, signs)
    product = f"subs({RHO}, {BALANCED}) = sigma*w^L"
    rho = p.combine(product, ("sigma*w^L*s_k^2", j), ("sigma*w^L", k))
    p.claim("product", rho, "w > 0", *signs, then=product)
    diagonal = f"subs({DIAGONAL}, {BALANCED}) = 2*(sigma*w^L)^2/w^2 + 2*lam/L"
    power = "2*w^(2*L-2)"
    fact = p.combine(diagonal, (f"{power}*sigma^2*s_k^4", j), (f"{power}*sigma^2*(s_k^2 + 1)", k))
    p.claim("balanced diagonal", fact, "L >= 2", "w > 0", *signs, then=diagonal, reference="(24)")
    off = f"subs({OFF_DIAGONAL}, {BALANCED}) = (4*(sigma*w^L)^2 - 2*m*(sigma*w^L))/w^2*s_j*s_k"
    power = "4*w^(2*L-2)*sigma^2*s_j*s_k"
    fact = p.combine(off, (f"{power}*s_k^2", j), (power, k))
    p.claim("balanced off-diagonal", fact, "L >= 2", "w > 0", *signs, then=off, reference="(24)")
    return p


if __name__ == "__main__":
    raise SystemExit(run(prove))
