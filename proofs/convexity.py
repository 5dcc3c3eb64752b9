"""For L = 1 and L = 2 the reduced loss (6) is strictly convex.

phi(rho) = (m - rho)^2 + lam rho^2 for L = 1, and (m - rho)^2 + lam |rho| for L = 2: for a /= b,
s, t > 0 and s + t = 1,

    s phi(a) + t phi(b) > phi(s a + t b).

The absolute values of a, b and s a + t b are f, g, h >= 0, with f^2 = a^2 and so on.

Idea: the square gains s t (a - b)^2.  And h <= s f + t g: else e = h - s f - t g > 0 would
give e^2 + 2 e (s f + t g) + 2 s t (f g - a b) = 0.
"""

from symfact.prover import Proof, product
from symfact.theorems import run


def prove():
    p = Proof("convexity", "Strict convexity at L = 1 and L = 2", real="m lam a b f g h s t")
    lam = p.assume("lam > 0")
    s, t, apart, unit = (p.assume(h) for h in ("s > 0", "t > 0", "a != b", "s + t = 1"))
    one = "s*((m-a)^2 + lam*a^2) + t*((m-b)^2 + lam*b^2) > (m-s*a-t*b)^2 + lam*(s*a+t*b)^2"
    one = p.combine(one, product(s, t, (apart, 2)), product(lam, s, t, (apart, 2)), unit)
    p.state("strictly convex, L = 1", one, "Theorem 2")

    f, g, _h = (p.assume(f"{name} >= 0") for name in "fgh")
    f_is, g_is, h_is = [p.assume(e) for e in ("f^2 = a^2", "g^2 = b^2", "h^2 = (s*a + t*b)^2")]
    less, over = "a*b <= f*g", p.assume("a*b > f*g")
    clash = p.combine(
        "0 > 0", product((over, 2)), product(over, f, g, c=2), ("b^2", f_is), ("f^2", g_is)
    )
    less = p.cases("a*b - f*g", gt=p.absurd(clash, less), le=p.assume(less))
    triangle, over = "h <= s*f + t*g", p.assume("h > s*f + t*g")
    gains = (
        product((over, 2)),
        product(over, s, f, c=2),
        product(over, t, g, c=2),
        product(s, t, less, c=2),
    )
    clash = p.combine("0 > 0", *gains, (-1, h_is), ("s^2", f_is), ("t^2", g_is))
    triangle = p.cases("h - s*f - t*g", gt=p.absurd(clash, triangle), le=p.assume(triangle))
    two = "s*((m-a)^2 + lam*f) + t*((m-b)^2 + lam*g) > (m-s*a-t*b)^2 + lam*h"
    two = p.combine(two, product(s, t, (apart, 2)), product(lam, triangle), unit)
    p.state("strictly convex, L = 2", two, "Theorem 2")
    return p


if __name__ == "__main__":
    raise SystemExit(run(prove))
