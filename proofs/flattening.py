"""Regularization flattens: the minimizer and its largest eigenvalue decrease in lam.

Let 0 < c < e be two values of lam, and x, w > 0 the zeros of p of uniqueness.py for them,
both with (L-1) x^L > (L-2) mu.  Then

    w < x,    and    top(e) < top(c),    top(lam) = 2 L w^(2L-2) + 4 lam/L - 2 lam.

For L >= 3 top is the largest eigenvalue (largest.py), so it decreases strictly on
(0, lam_c).  For L = 2 it is so for lam <= mu only: beyond, the largest one is 2 lam.

Idea: at w the function q for c has the value c - e < 0, while it vanishes at x and rises
from there on; so w < x.  And 4 lam/L - 2 lam does not increase.
"""

from symfact.prover import Proof, product
from symfact.theorems import load, proved, run

unique, TOP = load("uniqueness"), load("spectrum").TOP


def at(text, w, lam):
    """Put other names for w and lam."""
    return text.replace("lam", "#").replace("w", w).replace("#", lam)


LESS = [at(h, "x", "c") for h in (unique.STATIONARY, unique.BRANCH)]
MORE = [at(h, "w", "e") for h in (unique.STATIONARY, unique.BRANCH)]
GIVEN = ["L >= 2", "mu > 0", "x > 0", "w > 0", "c < e", *LESS, *MORE[:1]]


def prove():
    p = Proof(
        "flattening", "The largest eigenvalue decreases in lam", real="mu c e x w", integer="L"
    )
    depth, mu, x, w, order, *stationary = (p.assume(h) for h in [*GIVEN[:5], LESS[0], MORE[0]])
    branch = p.assume(LESS[1])
    _q, turn = unique.q, unique.turn
    spare = p.combine("L - 1 > 0", depth, product())

    goal = "w < x"
    past = p.combine(f"{turn('x')} >= 0", product(branch, c=2), product(depth, mu))
    rise = p.apply(
        p.use(proved("uniqueness"), "rising"),
        {"a": "x", "b": "w", "lam": "c"},
        x,
        w,
        p.assume("x < w"),
        past,
    )
    over = p.absurd(
        p.combine("0 > 0", rise, order, ("-L", stationary[1]), ("L", stationary[0])), goal
    )
    same = _equal(p, order, stationary, x, w, depth, spare, goal)
    smaller = p.cases("x - w", gt=p.assume(goal), eq=same, lt=over)
    p.claim("minimizer", smaller, *GIVEN, then=goal)

    two = p.combine("2*L - 2 >= 1", product(depth, c=2), product())
    increasing = p.use(proved("powers"), "increasing")
    power = p.apply(increasing, {"x": "w", "y": "x", "n": "2*L-2"}, w, x, smaller, two)
    layers = p.combine("L > 0", depth, product(c=2))
    lower = p.combine(
        f"{at(TOP, 'w', 'e')} < {at(TOP, 'x', 'c')}",
        product(layers, power, c=2),
        product(order, depth, (layers, -1), c=2),
    )
    p.claim("largest eigenvalue", lower, *GIVEN, then=lower.conclusion)
    return p


def _equal(p, order, stationary, x, w, depth, spare, goal):
    """At x = w the two stationarity equations would differ by c - e."""
    equal = p.combine("x = w", (1, p.assume("x - w = 0")))
    small, large = p.combine("L - 2 >= 0", depth), p.combine("2*L - 2 >= 0", product(spare, c=2))
    congruence = p.use(proved("powers"), "congruence")
    first = p.apply(congruence, {"y": "w", "n": "L-2"}, x, w, equal, small)
    second = p.apply(congruence, {"y": "w", "n": "2*L-2"}, x, w, equal, large)
    terms = [("L", stationary[0]), ("-L", stationary[1]), ("-L", second), ("L*mu", first)]
    return p.absurd(p.combine("0 > 0", order, *terms), goal)


if __name__ == "__main__":
    raise SystemExit(run(prove))
