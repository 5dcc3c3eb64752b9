"""The Hessian spectrum at a minimizer with w /= 0: Theorem 3, equation (17).

At balanced weights w_i = s_i w, w > 0, with product of signs sigma, m = sigma mu and
p(w) = w^(2L-2) - mu w^(L-2) + lam/L = 0, the Hessian is alpha I + beta s s^T with

    alpha = 4 lam/L,    beta = 2 w^(2L-2) - 2 lam/L.

Every vector orthogonal to s has eigenvalue 4 lam/L (multiplicity L - 1), and s has
eigenvalue alpha + beta L = 2 L w^(2L-2) + 4 lam/L - 2 lam; also when beta = 0, the case that
(32) leaves out.

Idea: put balance into the entries (24), then stationarity, then use rows.py.
"""

from symfact.prover import Proof, forall
from symfact.theorems import load, proved, run

BULK, TOP = "4*lam/L", "2*L*w^(2*L-2) + 4*lam/L - 2*lam"
BETA = "(2*w^(2*L-2) - 2*lam/L)"
STATIONARY = load("uniqueness").STATIONARY
SIGNS = ["s_j^2 = 1", "s_k^2 = 1", "sigma^2 = 1"]
ROWS = load("rows")
HESSIAN = [f"H[j] = {BULK} + {BETA}", forall("k", ["k != j"], f"H[k] = {BETA}*s[j]*s[k]")]


def prove():
    hessian = load("hessian")
    p = Proof(
        "spectrum",
        "The Hessian spectrum at w /= 0 (17)",
        real=f"{hessian.REAL} w s_j s_k sigma mu alpha beta",
        integer="L n k j",
        sequence="s u A B H",
    )
    p.abbreviate(Loss=load("gradient").LOSS)
    for guard in ("L >= 2", "w > 0"):
        p.assume(guard)
    *_, sigma = map(p.assume, SIGNS)

    diagonal = f"subs({hessian.DIAGONAL}, {hessian.BALANCED}) = {BULK} + {BETA}"
    entry = p.use(proved("hessian"), "balanced diagonal")
    fact = p.combine(diagonal, (1, entry), ("2*w^(2*L-2)", sigma))
    p.claim("diagonal", fact, "L >= 2", "w > 0", *SIGNS, then=diagonal, reference="(35), (36)")

    stationary, m = p.assume(STATIONARY), p.assume("m = sigma*mu")
    off = f"subs({hessian.OFF_DIAGONAL}, {hessian.BALANCED}) = {BETA}*s_j*s_k"
    entry = p.use(proved("hessian"), "balanced off-diagonal")
    fact = p.combine(
        off,
        (1, entry),
        ("(4*w^(2*L-2) - 2*mu*w^(L-2))*s_j*s_k", sigma),
        ("-2*sigma*w^(L-2)*s_j*s_k", m),
        ("2*s_j*s_k", stationary),
    )
    given = ["L >= 2", "w > 0", *SIGNS, "m = sigma*mu", STATIONARY]
    p.claim("off-diagonal", fact, *given, then=off, reference="(37)")

    values = {"alpha": BULK, "beta": BETA}
    given = ["L >= 2", "w > 0", *ROWS.DOT, *ROWS.ROW, *HESSIAN, ROWS.SIGNS, "1 <= j", "j <= L"]
    bulk = p.apply(p.use(proved("rows"), "orthogonal to s"), values, goal=f"B[L] = {BULK}*u[j]")
    bulk = p.combine(bulk.conclusion, (1, bulk), using=[p.assume("w > 0")])
    p.claim(
        "orthogonal to s", bulk, *given, "A[L] = 0", then=f"B[L] = {BULK}*u[j]", reference="(17)"
    )
    top = p.apply(p.use(proved("rows"), "along s"), values, goal=f"B[L] = ({TOP})*s[j]")
    along = forall("k", ["k >= 1"], "u[k] = s[k]")
    p.claim("along s", top, *given, along, then=f"B[L] = ({TOP})*s[j]", reference="(17)")
    return p


if __name__ == "__main__":
    raise SystemExit(run(prove))
