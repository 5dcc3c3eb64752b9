"""Boxes of mu = |m| and lam: every value at the minimizer has its extremes at corners.

Let 0 < mu < nu, and let x, w > 0 be the zeros of p of uniqueness.py for (mu, lam) and (nu, lam),
past the turn as there.  Then

    x < w,  the least loss rises,  the data term (mu - w^L)^2 does not rise,
    top(w) = 2 L w^(2L-2) + 4 lam/L - 2 lam rises, and so does top(w) - 4 lam/L.

With what flattening.py says of lam, each of them, and each power of w, is monotone in mu and
in lam.  The regime is the same in the whole box if it is at the corners: critical_value.py.

Idea: the zero of p moves since p falls with mu.  For the loss, the point y with
mu - y^L = nu - w^L is no better than x for mu, nor than w for nu.
"""

from symfact.prover import Proof, exists, product
from symfact.theorems import load, proved, run

unique, turn, q = load("uniqueness"), load("turn").turn, load("turn").q
g, TOP, DIFFERENCE = unique.g, load("spectrum").TOP, load("flattening").DIFFERENCE


def of_nu(text):
    """Put nu for mu."""
    return text.replace("mu", "nu")


AT_X, PAST_X = (h.replace("w", "x") for h in (unique.STATIONARY, unique.BRANCH))
AT_W, PAST_W = map(of_nu, (unique.STATIONARY, unique.BRANCH))
RANGE = ["L >= 2", "mu > 0", "x > 0", "w > 0", "mu < nu"]
GIVEN = [*RANGE, AT_X, AT_W, PAST_W]


def prove():
    p = Proof("box", "Boxes of m and lam", real="mu nu lam x w y t", integer="L")
    depth, _mu, x, w, _order, at_x, at_w, _past = map(p.assume, GIVEN)
    larger = _larger(p)
    p.claim("minimizer", larger, *GIVEN, then="x < w")

    layers, increasing = (
        p.combine("L > 0", depth, product(c=2)),
        p.use(proved("powers"), "increasing"),
    )
    two = p.combine("2*L - 2 >= 1", product(depth, c=2), product())
    power = p.apply(increasing, {"y": "w", "n": "2*L-2"}, x, w, larger, two)
    for name, value in (("largest eigenvalue", TOP), ("difference of the eigenvalues", DIFFERENCE)):
        goal = f"{value} > {value.replace('w', 'x')}"
        p.claim(name, p.combine(goal, product(layers, power, c=2)), *GIVEN, then=goal)

    lam, order = p.assume("lam > 0"), (p.combine("x <= w", larger), p.combine("L - 2 >= 0", depth))
    small = p.apply(p.use(proved("powers"), "monotone"), {"y": "w", "n": "L-2"}, x, w, *order)
    gap_x = p.combine("mu - x^L > 0", lam, ("-L", at_x), scale=[layers, (x, "L-2")])
    gap_w = p.combine("nu - w^L > 0", lam, ("-L", at_w), scale=[layers, (w, "L-2")])
    less = p.combine(
        "nu - w^L <= mu - x^L", product(small, gap_x), (-1, at_x), (1, at_w), scale=[(w, "L-2")]
    )
    goal = "(nu - w^L)^2 <= (mu - x^L)^2"
    falls = p.combine(goal, product(less, gap_x), product(less, gap_w))
    p.claim("data term", falls, *GIVEN, "lam > 0", then=goal)

    goal = f"{of_nu(g('w'))} >= {g('x')}"
    p.claim("loss", _loss(p, goal), *RANGE, AT_X, PAST_X, "lam > 0", then=goal)
    return p


def _larger(p):
    """Otherwise w <= x; but q for nu is negative at x, and rises from its zero w on."""
    depth, mu, x, w, order, at_x, at_w, past = map(p.assume, GIVEN)
    layers, nu = p.combine("L > 0", depth, product(c=2)), p.combine("nu > 0", order, mu)
    past = p.combine(f"{of_nu(turn('w'))} >= 0", product(past, c=2), product(depth, nu))
    at, negative = {"a": "w", "b": "x", "mu": "nu"}, product(order, layers, (x, "L-2"))
    stationary = [("-L", at_x), ("L", at_w)]
    rise = p.apply(p.use(proved("turn"), "rising"), at, w, x, p.assume("w < x"), past)
    equal = p.combine("w = x", (1, p.assume("w - x = 0")))
    equal = p.apply(p.use(proved("turn"), "equal"), at, w, x, equal)
    over = p.combine("0 > 0", rise, negative, *stationary)
    same = p.combine("0 > 0", negative, (-1, equal), *stationary)
    goal = "x < w"
    return p.cases("w - x", gt=p.assume(goal), eq=p.absurd(same, goal), lt=p.absurd(over, goal))


def _loss(p, goal):
    """Compare w with y, mu - y^L = nu - w^L, where there is such a y > 0, and with 0 elsewhere."""
    depth, mu, _x, w, order = map(p.assume, RANGE)
    lam, flat = p.assume("lam > 0"), p.assume("w^L - nu + mu <= 0")
    zero = p.apply(p.use(proved("uniqueness"), "better than zero"), {"w": "x"})
    zero = p.combine(goal, zero, product(flat, mu, c=2), product(flat, flat), product(lam, (w, 2)))

    y, t, root = p.assume("y > 0"), "w^L - nu + mu", p.assume("y^L = t")
    root = p.combine(f"y^L = {t}", (1, root), (1, p.assume(f"t = {t}")))
    one, below = p.combine("L >= 1", depth, product()), p.combine("y^L <= w^L", order, (-1, root))
    at = {"x": "y", "y": "w", "n": "L"}
    below = p.apply(p.use(proved("powers"), "order"), at, y, w, one, below)
    less = [product(lam, below, y), product(lam, below, w), ("nu - w^L + mu - y^L", root)]
    least = p.apply(p.use(proved("uniqueness"), "least"), {"w": "x", "x": "y"}, y)
    reached = p.combine(goal, least, *less)
    found = p.apply(p.use(proved("powers"), "root"), {"n": "L"}, p.assume("t > 0"), one)
    named = exists("y", ["y > 0", "y^L = t"])
    named = p.exhibit(named, {"y": "x"}, p.assume("x > 0"), p.assume("x^L = t"))
    reached = p.obtain(p.obtain(found, named), reached)
    positive = p.define("t", t, reached, p.assume(f"{t} > 0"))
    return p.cases(t, gt=positive, le=zero)


if __name__ == "__main__":
    raise SystemExit(run(prove))
