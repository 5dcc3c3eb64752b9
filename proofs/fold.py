"""The fold: up to lam_f a non-zero local minimum survives, for L >= 3.

Let y > 0 have (2L-2) y^L = (L-2) mu, the turn of q(x) = L x^(2L-2) - L mu x^(L-2) + lam, and
lam_f = L (mu y^(L-2) - y^(2L-2)).  Then g'(x) = 2 x q(x) has

    lam > lam_f: no zero x > 0            lam = lam_f: the double zero y, q(y) = q'(y) = 0
    lam < lam_f: a zero w > y, where q' > 0: a local minimum of g

and lam_f = lam_c L 2^(2/L-2): see fold_value.py.

Idea: q is least at its turn, q(x) >= q(y) = lam - lam_f, and q(u) = lam > 0 where u^L = mu.
"""

from symfact.prover import Proof, exists, product
from symfact.theorems import load, proved, run

q, turn = load("turn").q, load("turn").turn
TURN, FOLD = "(2*L-2)*y^L = (L-2)*mu", "L*(mu*y^(L-2) - y^(2*L-2))"
GIVEN = ["L >= 3", "mu > 0", "y > 0", TURN]


def prove():
    p = Proof("fold", "The fold lam_f", real="mu lam w x y", integer="L")
    depth, _, _, at_turn = map(p.assume, GIVEN)
    for guard in ("x > 0", "w > 0", "lam > 0"):
        p.assume(guard)
    two = p.combine("L >= 2", depth, product())
    at_y = p.combine(f"{q('y')} = lam - {FOLD}")

    least = _least(p, at_turn, two)
    above = p.assume(f"lam > {FOLD}")
    empty = p.combine(f"{q('x')} > 0", least, above, (1, at_y))
    needed = [h for h in GIVEN if h != "mu > 0"]
    p.claim("no zero above", empty, *needed, f"lam > {FOLD}", "x > 0", then=empty.conclusion)

    equal = p.assume(f"lam = {FOLD}")
    p.state("zero at the fold", p.combine(f"{q('y')} = 0", (1, equal)))
    flat = p.combine(f"diff({q('y')}, y) = 0", ("L*y^(L-3)", at_turn))
    p.claim("double zero", flat, "y > 0", TURN, then=flat.conclusion)
    found = _minimum(p, at_turn, at_y, two)
    given = [*GIVEN, "lam > 0", f"lam < {FOLD}"]
    p.claim("local minimum below", found, *given, then=found.conclusion)
    return p


def _least(p, at_turn, two):
    """q(x) >= q(y): q rises from y, and falls towards it."""
    goal, turns = f"{q('x')} >= {q('y')}", proved("turn")
    x, y = p.assume("x > 0"), p.assume("y > 0")
    here = (
        p.combine(f"{turn('y')} >= 0", (1, at_turn)),
        p.combine(f"{turn('y')} <= 0", (-1, at_turn)),
    )
    rise = p.apply(
        p.use(turns, "rising"), {"a": "y", "b": "x"}, two, y, x, p.assume("y < x"), here[0]
    )
    fall = p.apply(
        p.use(turns, "falling"), {"a": "x", "b": "y"}, two, x, y, p.assume("x < y"), here[1]
    )
    equal = p.combine("x = y", (1, p.assume("x - y = 0")))
    same = p.combine(
        goal, (1, p.apply(p.use(turns, "equal"), {"a": "x", "b": "y"}, two, x, y, equal))
    )
    return p.cases("x - y", gt=p.combine(goal, rise), eq=same, lt=p.combine(goal, fall))


def _minimum(p, at_turn, at_y, two):
    """Between y and x with x^L = mu there is a zero w of q; there q rises, as w > y."""
    depth, mu, y, x, w = (p.assume(h) for h in ("L >= 3", "mu > 0", "y > 0", "x > 0", "w > 0"))
    lam, below, top = p.assume("lam > 0"), p.assume(f"lam < {FOLD}"), p.assume("x^L = mu")
    one = p.combine("L >= 1", depth, product(c=2))
    spare, layers = (
        p.combine("2*L - 2 > 0", product(depth, c=2), product(c=4)),
        p.combine("L > 0", depth, product(c=3)),
    )
    order, increasing = (p.use(proved("powers"), name) for name in ("order", "increasing"))
    inside = p.combine(
        "y^L <= x^L", product(layers, mu), (-1, at_turn), ("2*L-2", top), scale=[spare]
    )
    inside = p.apply(order, {"x": "y", "y": "x", "n": "L"}, y, x, one, inside)
    low = p.combine(f"-{q('y')} >= 0", below, (-1, at_y))
    high = p.combine(f"{q('x')} >= 0", lam, ("L*x^(L-2)", top))
    bracket = p.intermediate(q("w"), "w", p.combine("x >= y", inside), low, high, y)

    root, rises = p.assume(f"{q('w')} = 0"), f"diff({q('w')}, w) > 0"
    beyond = p.apply(increasing, {"x": "y", "y": "w", "n": "L"}, y, w, p.assume("y < w"), one)
    strict = p.combine(rises, product(layers, (w, "L-3"), spare, beyond), ("L*w^(L-3)", at_turn))
    equal = p.combine("w = y", (1, p.assume("w - y = 0")))
    equal = p.apply(p.use(proved("turn"), "equal"), {"a": "w", "b": "y"}, two, w, y, equal)
    at_w = p.absurd(p.combine("0 > 0", below, (-1, at_y), (1, root), (-1, equal)), rises)
    under = p.absurd(p.combine("0 > 0", p.assume("w - y < 0"), p.assume("w >= y")), rises)
    rise = p.cases("w - y", gt=strict, eq=at_w, lt=under)
    goal = exists("w", ["w > 0", f"{q('w')} = 0", rises])
    found = p.obtain(bracket, p.exhibit(goal, {"w": "w"}, w, root, rise))
    return p.obtain(p.apply(p.use(proved("powers"), "root"), {"t": "mu", "n": "L"}, mu, one), found)


if __name__ == "__main__":
    raise SystemExit(run(prove))
