"""Reduction to one variable: no weights do better than balanced ones (6).

Let v[1], ..., v[L] be any weights, m = sigma mu with sigma^2 = 1 and mu > 0.  There is
x > 0 with

    Loss(v) >= (mu - x^L)^2 + lam x^2     if no weight is zero,
    Loss(v) >= m^2                        if some weight is zero.

Sums and products over the layers are written as sequences of partial ones, T[0] = 0,
T[k+1] = T[k] + v[k+1]^2 and R[0] = 1, R[k+1] = R[k] v[k+1]: Loss = (m - R[L])^2 + lam/L T[L].

Idea: x = |R[L]|^(1/L) has x^2 <= T[L]/L by the inequality of the means, and then
(m - R[L])^2 >= (mu - x^L)^2.
"""

from symfact.prover import Proof, exists, product
from symfact.theorems import load, proved, run

SUM, PRODUCT, NONZERO = (getattr(load("means"), name) for name in ("SUM", "PRODUCT", "NONZERO"))
LOSS, REDUCED = "(m - R[L])^2 + lam/L*T[L]", "(mu - x^L)^2 + lam*x^2"
SIGN = ["m = sigma*mu", "sigma^2 = 1", "mu > 0"]


def prove():
    p = Proof(
        "reduction",
        "Reduction to one variable (6)",
        real="lam m mu sigma x y b",
        integer="j n k L",
        sequence="v T R",
    )
    given = ["L >= 2", "lam > 0"]
    goal = exists("x", ["x > 0", f"{LOSS} >= {REDUCED}"])
    p.claim(
        "no weight zero",
        _nonzero(p, goal),
        *given,
        *SIGN,
        *SUM,
        *PRODUCT,
        NONZERO,
        then=goal,
        reference="(6)",
    )
    some = ["1 <= j", "j <= L", "v[j] = 0"]
    p.claim(
        "some weight zero",
        _zero(p),
        *given,
        *SUM,
        PRODUCT[1],
        *some,
        then=f"{LOSS} >= m^2",
        reference="(6)",
    )
    return p


def _nonzero(p, goal):
    depth, lam, x, b = (p.assume(h) for h in ("L >= 2", "lam > 0", "x > 0", "b > 0"))
    one = p.combine("L >= 1", depth, product())
    means = p.apply(p.use(proved("means"), "means"), {"n": "L"}, one)
    rho = p.apply(
        p.use(proved("means"), "product is not zero"),
        {"n": "L"},
        p.combine("L >= 0", one, product()),
    )
    root, mean = p.assume("x^(2*L) = R[L]^2"), p.assume("L*b = T[L]")
    bound = p.apply(means, {"a": "b"}, b, mean)
    bound = p.combine("x^(2*L) <= b^L", bound, (-1, root))
    order = p.use(proved("powers"), "order")
    size = p.apply(
        order,
        {"x": "x^2", "y": "b", "n": "L"},
        p.combine("x^2 > 0", product((x, 2))),
        b,
        one,
        bound,
    )

    # |R| = x^L, so sigma R <= x^L: else t = sigma R - x^L > 0 would give t^2 + 2 t x^L = 0.
    m, sigma, mu = map(p.assume, SIGN)
    over, goal_sign = p.assume("sigma*R[L] > x^L"), "sigma*R[L] <= x^L"
    clash = p.combine(
        "0 > 0", product((over, 2)), product(over, (x, "L"), c=2), (1, root), ("-R[L]^2", sigma)
    )
    sign = p.cases("sigma*R[L] - x^L", gt=p.absurd(clash, goal_sign), le=p.assume(goal_sign))
    better = p.combine(
        f"{LOSS} >= {REDUCED}",
        product(mu, sign, c=2),
        product(lam, size),
        ("m + sigma*mu - 2*R[L]", m),
        ("mu^2", sigma),
        (-1, root),
        ("-lam/L", mean),
    )
    found = p.exhibit(goal, {"x": "x"}, x, better)
    positive = p.combine("R[L]^2 > 0", product((rho, 2)))
    even = p.combine("2*L >= 1", one, product(one), product())
    there_is = p.apply(p.use(proved("powers"), "root"), {"t": "R[L]^2", "n": "2*L"}, positive, even)
    found = p.obtain(there_is, found)
    return p.obtain(p.apply(p.use(proved("means"), "mean exists"), {"n": "L"}, one), found)


def _zero(p):
    """R[n] = 0 from the first zero weight on, and T[n] >= 0."""
    next_ = p.assume(PRODUCT[1])
    lower, upper, zero = (p.assume(h) for h in ("1 <= j", "j <= L", "v[j] = 0"))
    at_j = p.apply(next_, {"k": "j-1"}, p.combine("j - 1 >= 0", lower), goal="R[j] = R[j-1]*v[j]")
    at_j = p.combine("R[j] = 0", (1, at_j), ("R[j-1]", zero))
    beyond = p.combine("n >= 0", p.assume("n >= j"), lower, product())
    following = p.combine(
        "R[n+1] = 0", (1, p.apply(next_, {"k": "n"}, beyond)), ("v[n+1]", p.assume("R[n] = 0"))
    )
    vanishes = p.apply(p.induction("R[n] = 0", "n", "j", at_j, following), {"n": "L"}, upper)
    depth, lam = p.assume("L >= 2"), p.assume("lam > 0")
    layers = p.combine("L > 0", depth, product(c=2))
    squares = p.use(proved("means"), "sum of squares")
    squares = p.apply(squares, {"n": "L"}, p.combine("L >= 0", layers))
    return p.combine(
        f"{LOSS} >= m^2", product(lam, (layers, -1), squares), ("R[L] - 2*m", vanishes)
    )


if __name__ == "__main__":
    raise SystemExit(run(prove))
