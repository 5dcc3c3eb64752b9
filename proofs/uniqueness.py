"""Uniqueness in one variable: the minimizer of (6), for L >= 2 and 0 < lam < lam_c.

Let mu = |m| > 0, g(x) = (mu - x^L)^2 + lam x^2, and let w > 0 be a zero of
p(x) = x^(2L-2) - mu x^(L-2) + lam/L with (L-1) w^L > (L-2) mu.  Then

    g(x) > g(w) for every x > 0, x /= w,    g(x) >= g(w) for every x > 0,    g(0) = mu^2 > g(w).

Such a w exists exactly when lam < lam_c: see critical.py.

Idea: g' = 2 x q with q = L p, which falls to its turn and then rises (turn.py).  Beyond w,
q > 0.  Below w, where q(x) <= 0 it stays negative up to w, so g falls from x to w.  Where
q(x) > 0, x lies left of the turn, and g(x) - mu^2 =
x^2 (q(x) + x^(L-2) ((L-2) mu - (L-1) x^L)) > 0, while mu^2 - g(w) = w^L ((L-1) w^L - (L-2) mu).
"""

from symfact.prover import Proof, product
from symfact.theorems import load, proved, run

q, turn = load("turn").q, load("turn").turn

STATIONARY = "w^(2*L-2) - mu*w^(L-2) + lam/L = 0"
BRANCH = "(L-1)*w^L > (L-2)*mu"
GIVEN = ["L >= 2", "mu > 0", "w > 0", STATIONARY, BRANCH]


def g(x):
    return f"((mu - {x}^L)^2 + lam*{x}^2)"


def prove():
    p = Proof("uniqueness", "Uniqueness for 0 < lam < lam_c", real="mu lam w x y a b", integer="L")
    depth, mu, w, _ = (p.assume(h) for h in ("L >= 2", "mu > 0", "w > 0", "x > 0"))
    stationary, branch = p.assume(STATIONARY), p.assume(BRANCH)

    below = f"{g('w')} < mu^2"
    zero = p.combine(below, product((w, "L"), branch), ("-L*w^2", stationary))
    p.claim("better than zero", zero, *GIVEN[:1], *GIVEN[2:], then=below)

    rising, falling = (p.use(proved("turn"), name) for name in ("rising", "falling"))
    at_w = p.combine(f"{q('w')} = 0", ("L", stationary))
    past = p.combine(f"{turn('w')} >= 0", product(branch, c=2), product(depth, mu))
    goal = f"{g('x')} > {g('w')}"
    above = _above(p, goal, rising, at_w, past)
    under = _under(p, goal, rising, falling, at_w, zero)
    far, equal = p.assume("x != w"), p.assume("x - w = 0")
    same = p.absurd(p.combine("0 != 0", product(far), (-1, equal)), goal)
    unique = p.cases("x - w", gt=above, eq=same, lt=under)
    p.claim("unique", unique, *GIVEN, "x > 0", "x != w", then=goal, reference="Theorem 2")
    weak = f"{g('x')} >= {g('w')}"
    p.claim("least", _least(p, weak, above, under), *GIVEN, "x > 0", then=weak)
    return p


def _above(p, goal, rising, at_w, past):
    """For x > w: q is positive between."""
    w, y = p.assume("w > 0"), p.assume("y > 0")
    up = p.apply(rising, {"a": "w", "b": "y"}, w, p.assume("y > w"), past)
    slope = p.combine(f"diff({g('y')}, y) > 0", product(y, up, c=2), ("2*y", at_w))
    rise = p.monotone(g("y"), "y", slope, p.assume("x > w"), w)
    return p.combine(goal, rise)


def _under(p, goal, rising, falling, at_w, zero):
    """For x < w: either q <= 0 at x, and then up to w, or x is no better than zero."""
    x, y, w, less = (p.assume(h) for h in ("x > 0", "y > 0", "w > 0", "x < w"))
    to_w = p.assume("y < w")
    negative = f"{q('y')} < 0"
    right = p.apply(rising, {"a": "y", "b": "w"}, y, w, to_w)
    right = p.combine(negative, right, (-1, at_w))
    left = p.apply(falling, {"a": "x", "b": "y"}, x, y)
    left = p.combine(negative, left, p.assume(f"{q('x')} <= 0"))
    left = p.apply(left, {}, p.combine(f"{turn('y')} <= 0", p.assume(f"{turn('y')} < 0")))
    between = p.cases(turn("y"), ge=right, lt=left)
    slope = p.combine(f"diff(-{g('y')}, y) > 0", product(y, between, c=2))
    fall = p.combine(goal, p.monotone(f"-{g('y')}", "y", slope, less, x))

    steep, turned = p.assume(f"{q('x')} > 0"), p.assume(f"{turn('x')} >= 0")
    climb = p.apply(rising, {"a": "x", "b": "w"}, x, w, less, turned)
    clash = p.absurd(p.combine("0 > 0", climb, steep, (-1, at_w)), f"{turn('x')} < 0")
    before = p.cases(turn("x"), ge=clash, lt=p.assume(f"{turn('x')} < 0"))
    spare = p.combine("L - 1 > 0", p.assume("L >= 2"), product())
    far = p.combine(
        goal, product((x, 2), steep), product((x, "L"), before), product((x, "2*L"), spare), zero
    )
    return p.cases(q("x"), gt=far, le=fall)


def _least(p, goal, above, under):
    depth, x, w, equal = (p.assume(h) for h in ("L >= 2", "x > 0", "w > 0", "x = w"))
    at_least = p.combine("L >= 0", depth, product(c=2))
    power = p.apply(
        p.use(proved("powers"), "congruence"), {"y": "w", "n": "L"}, x, w, equal, at_least
    )
    same = p.combine(goal, ("x^L + w^L - 2*mu", power), ("lam*(x + w)", equal))
    same = p.apply(same, {}, p.combine("x = w", (1, p.assume("x - w = 0"))))
    return p.cases("x - w", gt=p.combine(goal, above), eq=same, lt=p.combine(goal, under))


if __name__ == "__main__":
    raise SystemExit(run(prove))
