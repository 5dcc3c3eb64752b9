"""The sharpness of deep matrix factorization with at most one active singular value.

In the notation of sharpness.py, let only the largest singular value m_x have a positive entry x,
or none.  The other eigenvalues, compared with those of which sharpness.py takes the maximum:

    r = 1, L >= 3    0, 2 c, 4 c and 2 x^(L-2) m_x are at most diagonal(x)
    r = 1, L = 2     2 m_x is at most diagonal(x) or 4 c: it is their mean
    r = 1, any L     2 x^(L-2) (m_x + s) <= 2 x^(L-2) (m_x + m_y) for s <= m_y
    any r, L = 2     2 c + 2 s <= 4 c for s <= c
    r = 0, L = 2     2 c + 2 s <= lam + 2 m for s <= m

Here s = n, -n or 0 for an inactive singular value n.  With the active one it has the eigenvalues
2 x^(L-2) (m_x +- n), or 2 x^(L-2) m_x if only one of d_0, d_L is so large.  Two inactive ones have
2 c for L >= 3, and 2 c +- 2 n or 2 c for L = 2, where n <= c; for r = 0 there is nothing else.

Idea: beyond the turn c <= (L-2) c <= x^(2L-2) for L >= 3.
"""

from symfact.prover import Proof, product
from symfact.theorems import load, run

sharpness = load("sharpness")
X, DIAGONAL = sharpness.X, sharpness.diagonal("x")
GIVEN = ["L >= 3", "c >= 0", "x > 0", sharpness.ACTIVE]


def prove():
    p = Proof(
        "sharpness_single",
        "The largest eigenvalue with at most one active singular value",
        real="c lam m m_x m_y s x top",
        integer="L",
    )
    deep, c, x, active = map(p.assume, GIVEN)
    x_is = p.assume(X)
    layers, spare = p.combine("L > 0", deep, product(c=3)), p.combine("L > 1", deep, product(c=2))
    size = p.combine("c <= x^(2*L-2)", active, product(deep, c))
    bulk = p.combine(f"4*c <= {DIAGONAL}", product(layers, size, c=2))
    for name, value, rest in (("bulk", "4*c", []), ("inactive", "2*c", [2]), ("zero", 0, [4])):
        goal = f"{value} <= {DIAGONAL}"
        fact = p.combine(goal, bulk, *(product(c, c=number) for number in rest))
        p.claim(name, fact, *GIVEN, then=goal)
    goal = f"2*x^(L-2)*m_x <= {DIAGONAL}"
    one = p.combine(goal, product(spare, size, c=2), (2, x_is))
    p.claim("one end", one, *GIVEN, X, then=goal)

    goal = "2*x^(L-2)*(m_x + s) <= 2*x^(L-2)*(m_x + m_y)"
    fact = p.combine(goal, product(p.assume("s <= m_y"), (x, "L-2"), c=2))
    p.claim("both ends", fact, "x > 0", "s <= m_y", then=goal)
    _depth_two(p)
    return p


def _depth_two(p):
    """L = 2, where diagonal(x) = 4 x^2 and m_x = x^2 + c."""
    left, right = (f"subs({side}, L=2)" for side in X.split(" = "))
    x_is = p.assume(f"{left} = {right}")
    above = [f"subs({DIAGONAL}, L=2) <= top", "4*c <= top"]
    parts = [product(p.assume(bound), c="1/2") for bound in above]
    fact = p.combine("2*m_x <= top", *parts, (2, x_is))
    p.claim("depth two: one end", fact, "x > 0", x_is.conclusion, *above, then="2*m_x <= top")

    goal = "2*c + 2*s <= 4*c"
    fact = p.combine(goal, product(p.assume("s <= c"), c=2))
    p.claim("depth two: inactive", fact, "s <= c", then=goal)
    goal = "2*c + 2*s <= lam + 2*m"
    fact = p.combine(goal, product(p.assume("s <= m"), c=2), (1, p.assume("lam = 2*c")))
    p.claim("depth two: none active", fact, "lam = 2*c", "s <= m", then=goal)


if __name__ == "__main__":
    raise SystemExit(run(prove))
