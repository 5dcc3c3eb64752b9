"""Where q = L p falls and where it rises: the turn of the stationarity equation.

For L >= 2, q(x) = L x^(2L-2) - L mu x^(L-2) + lam and a, b > 0:

    rising     a < b and (2L-2) a^L >= (L-2) mu imply q(a) < q(b)
    falling    a < b and (2L-2) b^L <= (L-2) mu imply q(a) > q(b)
    equal      a = b implies q(a) = q(b)
    steep      a < b and turn(a) = (2L-2) a^L - (L-2) mu >= 0 imply
               b (q(b) - q(a)) >= L a^(L-2) turn(a) (b - a)

Idea: x q'(x) = L x^(L-2) turn(x) has the sign of turn(x), which increases; and past the turn
x q'(x) increases as well, so that b q(x) - L a^(L-2) turn(a) x increases from a to b.
"""

from symfact.prover import Proof, product
from symfact.theorems import proved, run

RANGE = ["L >= 2", "a > 0", "b > 0", "a < b"]


def q(x):
    return f"(L*{x}^(2*L-2) - L*mu*{x}^(L-2) + lam)"


def turn(x):
    return f"(2*L-2)*{x}^L - (L-2)*mu"


PAST, BEFORE = f"{turn('a')} >= 0", f"{turn('b')} <= 0"


def prove():
    p = Proof("turn", "Where q falls and where it rises", real="mu lam a b y", integer="L")
    depth, a, _b, order = map(p.assume, RANGE)
    y, after, before = map(p.assume, ("y > 0", "y > a", "y < b"))
    past, until = p.assume(PAST), p.assume(BEFORE)
    layers, spare = p.combine("L > 0", depth, product(c=2)), p.combine("L > 1", depth, product())
    increasing, at_least = p.use(proved("powers"), "increasing"), p.combine("L >= 1", spare)
    lower = p.apply(increasing, {"x": "a", "n": "L"}, a, after, at_least)
    upper = p.apply(increasing, {"x": "y", "y": "b", "n": "L"}, y, before, at_least)

    parts = product(layers, (y, "L-3"), spare, lower, c=2), product(layers, (y, "L-3"), past)
    rise = p.monotone(q("y"), "y", p.combine(f"diff({q('y')}, y) > 0", *parts), order, a)
    p.claim("rising", rise, *RANGE, PAST, then=f"{q('a')} < {q('b')}")

    parts = product(layers, (y, "L-3"), spare, upper, c=2), product(layers, (y, "L-3"), until)
    fall = p.monotone(f"-{q('y')}", "y", p.combine(f"diff(-{q('y')}, y) > 0", *parts), order, a)
    fall = p.combine(f"{q('a')} > {q('b')}", fall)
    p.claim("falling", fall, *RANGE, BEFORE, then=fall.conclusion)

    p.claim("equal", _equal(p, spare), *RANGE[:3], "a = b", then=f"{q('a')} = {q('b')}")
    goal = f"b*({q('b')} - {q('a')}) >= L*a^(L-2)*({turn('a')})*(b - a)"
    p.claim("steep", _steep(p, goal, layers, spare, lower), *RANGE, PAST, then=goal)
    return p


def _equal(p, spare):
    depth, a, b, same = map(p.assume, [*RANGE[:3], "a = b"])
    natural = {"L-2": p.combine("L - 2 >= 0", depth)}
    natural["2*L-2"] = p.combine("2*L - 2 >= 0", product(spare, c=2))
    congruence = p.use(proved("powers"), "congruence")
    small, large = (
        p.apply(congruence, {"x": "a", "y": "b", "n": n}, a, b, same, natural[n]) for n in natural
    )
    return p.combine(f"{q('a')} = {q('b')}", ("-L*mu", small), ("L", large))


def _steep(p, goal, layers, spare, lower):
    """Let b q(y) - L a^(L-2) turn(a) y increase from a to b; `lower` is a^L < y^L."""
    depth, a, _b, order = map(p.assume, RANGE)
    y, before, past = map(p.assume, ("y > 0", "y < b", PAST))
    at_least = p.combine("a <= y", p.assume("y > a")), p.combine("L - 2 >= 0", depth)
    small = p.apply(p.use(proved("powers"), "monotone"), {"x": "a", "n": "L-2"}, a, y, *at_least)
    line = f"b*{q('y')} - L*a^(L-2)*({turn('a')})*y"
    steeper = [
        product(layers, (y, "L-3"), before, past),
        product(layers, (y, "L-3"), before, spare, lower, c=2),
        product(layers, (y, "L-2"), spare, lower, c=2),
        product(layers, small, past),
    ]
    slope = p.combine(f"diff({line}, y) > 0", *steeper)
    return p.combine(goal, p.monotone(line, "y", slope, order, a))


if __name__ == "__main__":
    raise SystemExit(run(prove))
