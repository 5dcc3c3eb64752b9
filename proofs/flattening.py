"""Regularization flattens: what rises and what falls with lam, at the minimizer.

Let 0 < c < e be two values of lam, and x, w > 0 the zeros of p of uniqueness.py for them,
both with (L-1) x^L > (L-2) mu.  Then

    w < x,    top(e) < top(c),    top(lam) = 2 L w^(2L-2) + 4 lam/L - 2 lam,

and so falls top(lam) - 4 lam/L, while the data term (mu - w^L)^2 and the least loss rise.

For L >= 3 top is the largest eigenvalue (largest.py), so it decreases strictly on
(0, lam_c).  For L = 2 it is so for lam <= mu only: beyond, the largest one is 2 lam.

Idea: at w the function q for c has the value c - e < 0, while it vanishes at x and rises
from there on; so w < x.  And 4 lam/L - 2 lam does not increase.  The loss for c is least at x.
"""

from symfact.prover import Proof, product
from symfact.theorems import load, proved, run

unique, turn, TOP = load("uniqueness"), load("turn").turn, load("spectrum").TOP
DIFFERENCE = "2*L*w^(2*L-2) - 2*lam"


def at(text, w, lam):
    """Put other names for w and lam."""
    return text.replace("lam", "#").replace("w", w).replace("#", lam)


LESS = [at(h, "x", "c") for h in (unique.STATIONARY, unique.BRANCH)]
MORE = at(unique.STATIONARY, "w", "e")
GIVEN = ["L >= 2", "mu > 0", "x > 0", "w > 0", "c < e", *LESS, MORE]


def prove():
    p = Proof(
        "flattening", "The largest eigenvalue decreases in lam", real="mu c e x w", integer="L"
    )
    depth, _mu, x, w, order, at_x, *_ = map(p.assume, GIVEN)
    smaller = _smaller(p)
    p.claim("minimizer", smaller, *GIVEN, then="w < x")

    layers, increasing = (
        p.combine("L > 0", depth, product(c=2)),
        p.use(proved("powers"), "increasing"),
    )
    two = p.combine("2*L - 2 >= 1", product(depth, c=2), product())
    power = p.apply(increasing, {"x": "w", "y": "x", "n": "2*L-2"}, w, x, smaller, two)
    for name, value, rest in (
        ("largest eigenvalue", TOP, product(order, depth, (layers, -1), c=2)),
        ("difference of the eigenvalues", DIFFERENCE, product(order, c=2)),
    ):
        goal = f"{at(value, 'w', 'e')} < {at(value, 'x', 'c')}"
        p.claim(name, p.combine(goal, product(layers, power, c=2), rest), *GIVEN, then=goal)

    lam, one = p.assume("c > 0"), p.combine("L >= 1", depth, product())
    power = p.apply(increasing, {"x": "w", "y": "x", "n": "L"}, w, x, smaller, one)
    gap = p.combine("mu - x^L > 0", lam, ("-L", at_x), scale=[layers, (x, "L-2")])
    goal = "(mu - w^L)^2 > (mu - x^L)^2"
    rises = p.combine(goal, product(power, gap, c=2), product(power, power))
    p.claim("data term", rises, *GIVEN, "c > 0", then=goal)

    least = p.apply(p.use(proved("uniqueness"), "least"), {"x": "w", "w": "x", "lam": "c"})
    goal = f"{at(unique.g('w'), 'w', 'e')} > {at(unique.g('x'), 'x', 'c')}"
    p.claim("loss", p.combine(goal, least, product(order, (w, 2))), *GIVEN[:-1], then=goal)
    return p


def _smaller(p):
    """Otherwise x <= w, and q for c would not be less at w than at x."""
    depth, mu, x, w, order, at_x, branch, at_w = map(p.assume, GIVEN)
    past = p.combine(f"{turn('x')} >= 0", product(branch, c=2), product(depth, mu))
    at, stationary = {"a": "x", "b": "w", "lam": "c"}, [("L", at_x), ("-L", at_w)]
    rise = p.apply(p.use(proved("turn"), "rising"), at, x, w, p.assume("x < w"), past)
    equal = p.combine("x = w", (1, p.assume("x - w = 0")))
    equal = p.apply(p.use(proved("turn"), "equal"), at, x, w, equal)
    over = p.combine("0 > 0", rise, order, *stationary)
    same = p.combine("0 > 0", order, (-1, equal), *stationary)
    goal = "w < x"
    return p.cases("x - w", gt=p.assume(goal), eq=p.absurd(same, goal), lt=p.absurd(over, goal))


if __name__ == "__main__":
    raise SystemExit(run(prove))
