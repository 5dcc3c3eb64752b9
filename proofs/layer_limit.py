"""A diagonal entry of the layers for lam -> 0, with its rate.

Let X > 0, the target of a scalar problem being X^L, and x > 0 stationary, x^(2L-2) + c =
X^L x^(L-2), with c > 0, L >= 2.  Then

    x <= X                                      below
    X^(L-2) <= 2 x^(L-2)                        half     if 2 x^L >= X^L
    (1 - d) X^L <= x^L,  (1 - d) X^2 <= x^2,    power, square and lower power
    (1 - d) X^(L-2) <= x^(L-2)                  if 2 x^L >= X^L and 2 c <= d X^(2L-2)

2 x^L >= X^L holds at scalar minimizers x > 0 for L >= 3, and for L = 2 where lam <= X^2
(largest.py).  d = 2 c X^(2-2L) tends to zero with c, and x to X.

Idea: x^(L-2) (X^L - x^L) = c.  The larger the exponent, the smaller a power of x/X <= 1.
"""

from symfact.prover import Proof, product
from symfact.theorems import proved, run

STATIONARY, HALF, CLOSE = "x^(2*L-2) + c = X^L*x^(L-2)", "2*x^L >= X^L", "2*c <= d*X^(2*L-2)"
GIVEN = ["L >= 2", "x > 0", "X > 0", "c > 0", STATIONARY]


def prove():
    p = Proof("layer_limit", "The entries of the layers for lam -> 0", real="x X c d", integer="L")
    depth, x, X, c, stationary = map(p.assume, GIVEN)
    half, close = p.assume(HALF), p.assume(CLOSE)
    gap = p.combine("x^L <= X^L", c, (-1, stationary), scale=[(x, "L-2")])
    order, one = p.use(proved("powers"), "order"), p.combine("L >= 1", depth, product())
    below = p.apply(order, {"y": "X", "n": "L"}, x, X, one, gap)
    p.claim("below", below, *GIVEN, then="x <= X")

    ratio = half, product(below, X, (X, "L-2")), product(below, x, (X, "L-2"))
    ratio = p.combine("X^(L-2) <= 2*x^(L-2)", *ratio, scale=[(x, 2)])
    p.claim("half", ratio, *GIVEN, HALF, then=ratio.conclusion)

    rate = p.combine("d > 0", product(c, c=2), close, scale=[(X, "2*L-2")])
    parts = product(rate, (X, "L"), ratio, c="1/2"), product(close, c="1/2"), (1, stationary)
    power = p.combine("x^L >= (1 - d)*X^L", *parts, scale=[(x, "L-2")])
    given = [*GIVEN, HALF, CLOSE]
    p.claim("power", power, *given, then=power.conclusion)
    monotone, natural = p.use(proved("powers"), "monotone"), p.combine("L - 2 >= 0", depth)
    lower = p.apply(monotone, {"y": "X", "n": "L-2"}, x, X, below, natural)
    square = p.combine("x^2 >= (1 - d)*X^2", power, product(lower, (x, 2)), scale=[(X, "L-2")])
    p.claim("square", square, *given, then=square.conclusion)
    wide = product(below, X, (x, "L-2")), product(below, x, (x, "L-2"))
    lower = p.combine("x^(L-2) >= (1 - d)*X^(L-2)", power, *wide, scale=[(X, 2)])
    p.claim("lower power", lower, *given, then=lower.conclusion)
    return p


if __name__ == "__main__":
    raise SystemExit(run(prove))
