"""Powers with a symbolic exponent n: the facts about x^n that the other proofs rest on.

For x, y, a > 0 and an integer n:

    positive     x^n > 0
    increasing   x < y and n >= 1 imply x^n < y^n
    order        x^n <= y^n and n >= 1 imply x <= y
    tangent      x^(n+1) >= a^(n+1) + (n+1) a^n (x - a) for n >= 0  (Bernoulli's inequality)
    monotone     x <= y and n >= 0 imply x^n <= y^n
    congruence   x = y and n >= 0 imply x^n = y^n
    root         t > 0 and n >= 1: there is x > 0 with x^n = t

Idea: x^n increases since its slope n x^(n-1) is positive; the tangent is an induction in
which the error is multiplied by x and gains (n+1) a^n (x-a)^2; the root lies between
1/(1+1/t) and 1+t by the intermediate value theorem.
"""

from symfact.prover import Proof, exists, product
from symfact.theorems import run


def prove():
    p = Proof("powers", "Powers x^n with symbolic n", real="x y a t q b", integer="n")
    x, y, a = p.assume("x > 0"), p.assume("y > 0"), p.assume("a > 0")
    n0, n1 = p.assume("n >= 0"), p.assume("n >= 1")

    positive = p.combine("x^n > 0", product((x, "n")))
    p.claim("positive", positive, "x > 0", then="x^n > 0")

    # Increasing: the slope at q between x and y is n q^(n-1) > 0.
    q, ordered = p.assume("q > 0"), p.assume("x < y")
    slope = p.combine("diff(q^n, q) > 0", product(n1, (q, "n-1")), product((q, "n-1")))
    increasing = p.monotone("q^n", "q", slope, ordered, x)
    p.claim("increasing", increasing, "x > 0", "y > 0", "x < y", "n >= 1", then="x^n < y^n")

    # Order: otherwise y < x, and then y^n < x^n.
    at_most, above = p.assume("x^n <= y^n"), p.assume("x > y")
    reversed_ = p.apply(increasing, {"x": "y", "y": "x"}, y, above)
    clash = p.combine("0 > 0", at_most, reversed_)
    order = p.cases("x - y", gt=p.absurd(clash, "x <= y"), le=p.assume("x <= y"))
    p.claim("order", order, "x > 0", "y > 0", "n >= 1", "x^n <= y^n", then="x <= y")

    # Monotone: y^(n+1) - x^(n+1) = y (y^n - x^n) + x^n (y - x), and so for equality.
    at_most = p.assume("x <= y")
    grown = p.combine(
        "x^(n+1) <= y^(n+1)", product(y, p.assume("x^n <= y^n")), product((x, "n"), at_most)
    )
    monotone = p.induction("x^n <= y^n", "n", 0, p.combine("x^0 <= y^0"), grown)
    p.claim("monotone", monotone, "x > 0", "y > 0", "x <= y", "n >= 0", then="x^n <= y^n")

    # Congruence: x^(n+1) - y^(n+1) = x (x^n - y^n) + y^n (x - y).
    same = p.assume("x = y")
    following = p.combine("x^(n+1) = y^(n+1)", ("x", p.assume("x^n = y^n")), ("y^n", same))
    congruence = p.induction("x^n = y^n", "n", 0, p.combine("x^0 = y^0"), following)
    p.claim("congruence", congruence, "x > 0", "y > 0", "x = y", "n >= 0", then="x^n = y^n")

    # Tangent: the error E(n) satisfies E(0) = 0, E(n+1) = x E(n) + (n+1) a^n (x-a)^2.
    error = "x^(n+1) >= a^(n+1) + (n+1)*a^n*(x - a)"
    first = p.combine("x >= a + (x - a)")
    grown = [
        product(x, p.assume(error)),
        product(n0, (a, "n"), root="x - a"),
        product((a, "n"), root="x - a"),
    ]
    following = p.combine("x^(n+2) >= a^(n+2) + (n+2)*a^(n+1)*(x - a)", *grown)
    tangent = p.induction(error, "n", 0, first, following)
    p.claim("tangent", tangent, "x > 0", "a > 0", "n >= 0", then=error, reference="Bernoulli")

    root = _root(p, tangent)
    p.claim("root", root, "t > 0", "n >= 1", then=exists("x", ["x > 0", "x^n = t"]))
    return p


def _root(p, tangent):
    """Bracket the root of x^n = t by 1/q and b, where q = 1 + 1/t and b = 1 + t."""
    n1, t, b, q = (p.assume(h) for h in ("n >= 1", "t > 0", "b > 0", "q > 0"))
    b_is, q_is = p.assume("b = 1 + t"), p.assume("q = 1 + 1/t")
    one, n, inverse = p.combine("1 > 0", product()), p.combine("n - 1 >= 0", n1), product((t, -1))
    b_steep = p.apply(tangent, {"x": "b", "a": 1, "n": "n-1"}, b, one, n, goal="b^n >= 1 + n*(b-1)")
    q_steep = p.apply(tangent, {"x": "q", "a": 1, "n": "n-1"}, q, one, n, goal="q^n >= 1 + n*(q-1)")
    high = p.combine("b^n - t >= 0", b_steep, ("n", b_is), product(n1, t), product())
    low = p.combine("q^n >= 1/t", q_steep, ("n", q_is), product(n1, (t, -1)), product())
    low = p.combine("t - q^(-n) >= 0", product(low, t), scale=[(q, "n")])
    ordered = p.combine(
        "b >= 1/q", product(t), inverse, product(), ("1+t", q_is), ("q", b_is), scale=[q]
    )
    positive = p.combine("1/q > 0", product((q, -1)))
    found = p.intermediate("x^n - t", "x", ordered, low, high, positive)

    is_root = p.combine("x^n = t", (1, p.assume("x^n - t = 0")))
    goal = exists("x", ["x > 0", "x^n = t"])
    root = p.obtain(found, p.exhibit(goal, {"x": "x"}, p.assume("x > 0"), is_root))
    for name, value, size in (("b", "1 + t", t), ("q", "1 + 1/t", inverse)):
        positive = p.combine(f"{value} > 0", product(), size)
        root = p.define(name, value, root, positive)
    return root


if __name__ == "__main__":
    raise SystemExit(run(prove))
