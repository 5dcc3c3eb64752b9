"""How much a power grows over a narrow interval: a bound that certificates use.

For n >= 1, 0 < a < b and 2 n (b - a) <= a:

    a b^n <= a^n (a + 2 n (b - a))

Idea: Bernoulli's inequality at b gives b a^n >= b^n (b - z) with z = n (b - a); and
(b - z) (a + 2 z) >= a b since 2 z <= a < b.
"""

from symfact.prover import Proof, product
from symfact.theorems import proved, run

GIVEN = ["n >= 1", "a > 0", "b > 0", "a < b", "2*n*(b - a) <= a"]
GOAL = "a*b^n <= a^n*(a + 2*n*(b - a))"


def prove():
    p = Proof("growth", "The growth of a power over a narrow interval", real="a b", integer="n")
    at_least, a, b, order, short = map(p.assume, GIVEN)
    n, natural = p.combine("n > 0", at_least, product()), p.combine("n - 1 >= 0", at_least)
    tangent = p.use(proved("powers"), "tangent")
    tangent = p.apply(tangent, {"x": "a", "a": "b", "n": "n-1"}, a, b, natural)
    wide = p.combine("a + 2*n*(b - a) > 0", a, product(n, order, c=2))
    room = product(n, order, short, (b, "n")), product(n, order, order, (b, "n"), c=2)
    grows = p.combine(GOAL, product(tangent, wide, b), *room, scale=[b])
    p.claim("growth", grows, *GIVEN, then=GOAL)
    return p


if __name__ == "__main__":
    raise SystemExit(run(prove))
