"""Bounds of the sharpness of deep matrix factorization by the largest singular value alone.

In the notation of sharpness.py let r >= 1: x > 0 is the diagonal entry of the layers at the
largest singular value m_x.  For every L >= 2 the largest eigenvalue of the Hessian satisfies

    2 L m_x x^(L-2) - 4 (L-1) c  <=  lam_max  <=  2 L m_x x^(L-2),

whatever the other singular values and the widths; the largest stable step 2/lam_max is at least
1/(L m_x x^(L-2)).  The lower bound is diagonal(x); the upper one is attained where the two
largest singular values tie and are active.  Of the values whose maximum sharpness.py takes:

    pair          mu(y, w) <= 2 L m_x x^(L-2) for w <= y <= x and (L-2) c <= w^(2L-2)
    tie           mu(x, y)  = 2 L m_x x^(L-2) for x = y
    diagonal      diagonal(x) = 2 L m_x x^(L-2) - 4 (L-1) c
    one active    2 x^(L-2) (m_x + s) <= 2 L m_x x^(L-2) for s <= m_x
    bulk          4 c <= 2 L m_x x^(L-2)

Idea: mu(y, w) increases to mu(x, x) = 2 L x^(2L-2) + 2 L c, where x^(2L-2) + c = m_x x^(L-2).
"""

from symfact.prover import Proof, product
from symfact.theorems import load, proved, run

sharpness = load("sharpness")
MU, SUMS, X = sharpness.MU, sharpness.SUMS, sharpness.X
BOUND = "2*L*m_x*x^(L-2)"
GIVEN = ["L >= 2", "c >= 0", "x > 0", X]
PAIR = ["y > 0", "w > 0", "w <= y", "y <= x", "(L-2)*c <= w^(2*L-2)"]
PAIR_SUMS = load("sharpness_monotone").pair_sums("G", "T", "y", "w")


def prove():
    p = Proof(
        "sharpness_bound",
        "Bounds of the largest eigenvalue by the largest singular value",
        real="c m_x s x y z w q t",
        integer="L N n k j i",
        sequence="G H T S A B U",
    )
    depth, c, x, x_is = map(p.assume, GIVEN)
    layers, given = p.combine("L > 0", depth, product(c=2)), [*GIVEN, *PAIR, *PAIR_SUMS]
    at_most = p.combine(f"{MU} <= {BOUND}", _largest(p), ("-2*L", x_is))
    p.claim("pair", at_most, *given, then=f"{MU} <= {BOUND}")

    one = p.combine("L >= 1", depth, product())
    sums = (p.use(proved("pair_sums"), f"{name} at x = y") for name in "GT")
    g, t = (p.apply(fact, {}, one) for fact in sums)
    tie = p.combine(f"{MU} = {BOUND}", (2, g), ("2*c", t), ("2*L", x_is))
    p.claim("tie", tie, "L >= 2", "x > 0", X, "y > 0", "x = y", *SUMS, then=f"{MU} = {BOUND}")

    diagonal = f"{sharpness.diagonal('x')} = {BOUND} - 4*(L-1)*c"
    p.claim("diagonal", p.combine(diagonal, ("2*L", x_is)), "x > 0", X, then=diagonal)

    goal, power = f"2*x^(L-2)*(m_x + s) <= {BOUND}", product(depth, (x, "2*L-2"), c=2)
    parts = power, product(depth, c, c=2), product(p.assume("s <= m_x"), (x, "L-2"), c=2)
    fact = p.combine(goal, *parts, ("4-2*L", x_is))
    p.claim("one active", fact, *GIVEN, "s <= m_x", then=goal)
    parts = product(layers, (x, "2*L-2"), c=2), product(depth, c, c=2)
    fact = p.combine(f"4*c <= {BOUND}", *parts, ("-2*L", x_is))
    p.claim("bulk", fact, *GIVEN, then=f"4*c <= {BOUND}")
    return p


def _largest(p):
    """mu(y, w) <= mu(x, x), whose sums have the partial sums j x^(2L-2) and j."""
    _y, _w, below, least, _active = map(p.assume, PAIR)
    same, order = p.combine("0 = 0"), p.combine("w <= x", below, least)
    steps = (p.generalize(same, "i", ["i >= 0", f"i < {count}"]) for count in ("L", "L-1"))
    values = {"x": "y", "y": "w", "z": "x", "w": "x"}
    values |= {"H": ("j", "j*x^(2*L-2)"), "S": ("j", "j")}
    return p.apply(p.use(proved("sharpness_monotone"), "in both"), values, order, same, *steps)


if __name__ == "__main__":
    raise SystemExit(run(prove))
