"""Balanced weights attain the reduced loss, exactly for the right product of signs.

For v[k] = s[k] w with signs s[k]^2 = 1, U[n] = s[1] ... s[n] and m = sigma mu:

    Loss(v) = (m - U[L] w^L)^2 + lam w^2,
    which is g(w) = (mu - w^L)^2 + lam w^2 if U[L] = sigma, and larger if U[L] = -sigma.

Idea: R[n] = U[n] w^n and T[n] = n w^2 by induction; (m + sigma w^L)^2 - (m - sigma w^L)^2 =
4 mu w^L > 0 for the wrong sign.
"""

from symfact.prover import Proof, forall, product
from symfact.theorems import load, run

SUM, PRODUCT, LOSS = load("means").SUM, load("means").PRODUCT, load("reduction").LOSS
SIGN = load("reduction").SIGN
BALANCED = forall("k", ["k >= 1"], "v[k] = s[k]*w")
SIGNS = forall("k", ["k >= 1"], "s[k]^2 = 1")
SIGN_PRODUCT = ["U[0] = 1", forall("k", ["k >= 0"], "U[k+1] = U[k]*s[k+1]")]
VALUE = "(mu - w^L)^2 + lam*w^2"


def prove():
    p = Proof(
        "balanced",
        "Balanced weights attain the reduced loss",
        real="m mu sigma lam w",
        integer="n k L",
        sequence="v s T R U",
    )
    depth, _w = p.assume("L >= 2"), p.assume("w > 0")
    at_L = p.combine("L >= 0", depth, product(c=2))
    rho, total = (p.apply(fact, {"n": "L"}, at_L) for fact in _partial(p))
    given = ["L >= 2", "w > 0", *SUM, *PRODUCT, *SIGN_PRODUCT, BALANCED, SIGNS]
    loss = f"{LOSS} = (m - U[L]*w^L)^2 + lam*w^2"
    loss = p.combine(loss, ("R[L] + U[L]*w^L - 2*m", rho), ("lam/L", total))
    p.claim("loss", loss, *given, then=loss.conclusion)

    m, sigma, mu = map(p.assume, SIGN)
    right, wrong = p.assume("U[L] = sigma"), p.assume("U[L] = -sigma")
    size, gain = ("w^(2*L) + mu^2", sigma), product(mu, (p.assume("w > 0"), "L"), c=4)
    parts = [("(U[L] + sigma)*w^(2*L) - 2*m*w^L", right), ("m + sigma*mu - 2*sigma*w^L", m)]
    best = p.combine(f"{LOSS} = {VALUE}", (1, loss), size, *parts, ("-2*mu*w^L", sigma))
    given += SIGN[:2]
    p.claim("attained", best, *given, "U[L] = sigma", then=best.conclusion, reference="(6)")
    parts = [("(U[L] - sigma)*w^(2*L) - 2*m*w^L", wrong), ("m + sigma*mu + 2*sigma*w^L", m)]
    worse = p.combine(f"{LOSS} > {VALUE}", gain, (1, loss), size, *parts, ("2*mu*w^L", sigma))
    given += SIGN[2:]
    p.claim("wrong sign", worse, *given, "U[L] = -sigma", then=worse.conclusion, reference="(10)")
    return p


def _partial(p):
    """Prove the partial product R[n] = U[n] w^n and the partial sum T[n] = n w^2."""
    n0 = p.assume("n >= 0")
    (t0, t_next), (r0, r_next), (u0, u_next) = (
        map(p.assume, s) for s in (SUM, PRODUCT, SIGN_PRODUCT)
    )
    one = p.combine("n + 1 >= 1", n0)
    weight = p.apply(p.assume(BALANCED), {"k": "n+1"}, one)
    sign = p.apply(p.assume(SIGNS), {"k": "n+1"}, one)
    t, r, u = (p.apply(fact, {"k": "n"}, n0) for fact in (t_next, r_next, u_next))

    goal = "R[n] = U[n]*w^n"
    start = p.combine("R[0] = U[0]*w^0", (1, r0), (-1, u0))
    parts = [(1, r), ("v[n+1]", p.assume(goal)), ("U[n]*w^n", weight), ("-w^(n+1)", u)]
    rho = p.induction(goal, "n", 0, start, p.combine("R[n+1] = U[n+1]*w^(n+1)", *parts))
    given = [*PRODUCT, *SIGN_PRODUCT, BALANCED, "w > 0", "n >= 0"]
    p.claim("product", rho, *given, then=goal)

    goal = "T[n] = n*w^2"
    start = p.combine("T[0] = 0*w^2", (1, t0))
    parts = [(1, t), (1, p.assume(goal)), ("v[n+1] + s[n+1]*w", weight), ("w^2", sign)]
    total = p.induction(goal, "n", 0, start, p.combine("T[n+1] = (n+1)*w^2", *parts))
    p.claim("sum", total, *SUM, SIGNS, BALANCED, "n >= 0", then=goal)
    return rho, total


if __name__ == "__main__":
    raise SystemExit(run(prove))
