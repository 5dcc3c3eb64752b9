"""The reduced loss phi(rho) = (m - rho)^2 + lam rho^(2/L), m, rho > 0: (11)-(15) and convexity.

With rho = x^L, so that d/drho = x^(1-L)/L d/dx, and q = 2/L:

    phi' = -2 (m - rho) + lam q x^(2-L),  phi'' = 2 + lam q (q-1) x^(2-2L),
    phi''' = lam q (q-1) (q-2) x^(2-3L) > 0 for L >= 3: phi' is strictly convex,

and the limits (12)-(14), each with the neighbourhood in which phi is within eps of its limit,
or beyond K.  For L = 1 and L = 2 (|rho| = r, r >= 0, r^2 = rho^2) phi is strictly convex.

Idea: differentiate, and solve the inequality for the power of x.
"""

from symfact.prover import Proof, product
from symfact.theorems import load, run

PHI = load("uniqueness").g("x").replace("mu", "m")


def slope(f):
    return f"(diff({f}, x)*x^(1-L)/L)"


FIRST, SECOND, THIRD = slope(PHI), slope(slope(PHI)), slope(slope(slope(PHI)))


def prove():
    p = Proof(
        "reduced", "The reduced loss (11)-(15)", real="m lam x K eps a b f g h s t", integer="L"
    )
    x, deep, lam, m = (p.assume(h) for h in ("x > 0", "L >= 3", "lam > 0", "m > 0"))
    layers = p.combine("L > 0", deep, product(c=3))
    for name, derivative, value in (
        ("first derivative", FIRST, "-2*(m - x^L) + lam*(2/L)*x^(2-L)"),
        ("second derivative", SECOND, "2 + lam*(2/L)*(2/L - 1)*x^(2-2*L)"),
        ("third derivative", THIRD, "lam*(2/L)*(2/L - 1)*(2/L - 2)*x^(2-3*L)"),
    ):
        fact = p.combine(f"{derivative} = {value}", using=[p.assume("L >= 1")])
        p.claim(name, fact, "L >= 1", "x > 0", then=fact.conclusion, reference="(15)")

    spare = [
        p.combine(f"{t} > 0", product(c=c), product(deep, c=d))
        for t, c, d in (("L-2", 1, 1), ("2*L-2", 4, 2))
    ]
    convex = p.combine(f"{THIRD} > 0", product(lam, *spare, (layers, -3), (x, "2-3*L"), c=2))
    given = ["L >= 3", "x > 0", "lam > 0"]
    p.claim("phi' strictly convex", convex, *given, then=convex.conclusion, reference="(15)")
    _limits(p, x, lam, m, layers, spare[0])
    _convex(p, lam)
    return p


def _limits(p, x, lam, m, layers, spare):
    """Each limit with its neighbourhood `near`: the goal is `near` times a factor, and more."""
    K = p.assume("K > 0")
    flat, steep = product((x, "2*L")), product(lam, (x, 2))
    for name, reference, near, goal, factor, more in (
        (
            "phi above m^2 - eps near 0",
            "(12)",
            "2*m*x^L <= eps",
            f"{PHI} >= m^2 - eps",
            [],
            [flat, steep],
        ),
        (
            "phi below m^2 + eps near 0",
            "(12)",
            "x^(2*L) + lam*x^2 <= eps",
            f"{PHI} <= m^2 + eps",
            [],
            [product(m, (x, "L"), c=2)],
        ),
        (
            "phi' to infinity near 0",
            "(13)",
            "L*(K + 2*m)*x^(L-2) <= 2*lam",
            f"{FIRST} >= K",
            [(layers, -1), (x, "2-L")],
            [product((x, "L"), c=2)],
        ),
        (
            "phi' to infinity",
            "(13)",
            "2*x^L >= 2*m + K",
            f"{FIRST} >= K",
            [],
            [product(lam, (layers, -1), (x, "2-L"), c=2)],
        ),
        (
            "phi'' to -infinity near 0",
            "(14)",
            "(K+2)*L^2*x^(2*L-2) <= 2*lam*(L-2)",
            f"{SECOND} <= -K",
            [(layers, -2), (x, "2-2*L")],
            [],
        ),
        (
            "phi'' to 2",
            "(14)",
            "eps*L^2*x^(2*L-2) >= 2*lam*(L-2)",
            f"{SECOND} >= 2 - eps",
            [(layers, -2), (x, "2-2*L")],
            [],
        ),
    ):
        fact = p.combine(goal, product(p.assume(near), *factor), *more)
        p.state(name, fact, reference)
    over = p.assume("x^L >= m + K")
    far = p.combine(f"{PHI} >= K^2", product((over, 2)), product(over, K, c=2), steep)
    p.state("phi to infinity", far, "(12)")
    below = p.combine(f"{SECOND} <= 2", product(lam, spare, (layers, -2), (x, "2-2*L"), c=2))
    p.state("phi'' below 2", below, "(14)")


def _convex(p, lam):
    """Values at a, b and s a + t b, with s + t = 1; f, g, h are the absolute values for L = 2."""
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


if __name__ == "__main__":
    raise SystemExit(run(prove))
