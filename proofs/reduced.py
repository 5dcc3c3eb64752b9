"""The reduced loss phi(rho) = (m - rho)^2 + lam rho^(2/L), m, rho > 0: (11)-(15).

With rho = x^L, so that d/drho = x^(1-L)/L d/dx, and q = 2/L:

    phi' = -2 (m - rho) + lam q x^(2-L),  phi'' = 2 + lam q (q-1) x^(2-2L),
    phi''' = lam q (q-1) (q-2) x^(2-3L) > 0 for L >= 3: phi' is strictly convex,

and the limits (12)-(14), each with the neighbourhood in which phi is within eps of its limit,
or beyond K.

Idea: differentiate, and solve the inequality for the power of x.
"""

from symfact.prover import Proof, product
from symfact.theorems import load, run

PHI = load("uniqueness").g("x").replace("mu", "m")


def slope(f):
    return f"(diff({f}, x)*x^(1-L)/L)"


FIRST, SECOND, THIRD = slope(PHI), slope(slope(PHI)), slope(slope(slope(PHI)))


def prove():
    p = Proof("reduced", "The reduced loss (11)-(15)", real="m lam x K eps", integer="L")
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
    return p


def _limits(p, x, lam, m, layers, spare):
    """Each limit with its neighbourhood `near`, times a factor, and what else is added."""
    K, share = p.assume("K > 0"), (layers, -1)
    flat, steep, slow = (
        product((x, "2*L")),
        product(lam, (x, 2)),
        product(lam, share, (x, "2-L"), c=2),
    )

    def limit(name, reference, near, goal, factor, *more):
        p.state(name, p.combine(goal, product(p.assume(near), *factor), *more), reference)

    above, below = f"{PHI} >= m^2 - eps", f"{PHI} <= m^2 + eps"
    limit("phi above m^2 - eps near 0", "(12)", "2*m*x^L <= eps", above, [], flat, steep)
    near = "x^(2*L) + lam*x^2 <= eps"
    limit("phi below m^2 + eps near 0", "(12)", near, below, [], product(m, (x, "L"), c=2))
    near, goal, power = "L*(K + 2*m)*x^(L-2) <= 2*lam", f"{FIRST} >= K", product((x, "L"), c=2)
    limit("phi' to infinity near 0", "(13)", near, goal, [share, (x, "2-L")], power)
    limit("phi' to infinity", "(13)", "2*x^L >= 2*m + K", goal, [], slow)
    near, curved = "(K+2)*L^2*x^(2*L-2) <= 2*lam*(L-2)", [(layers, -2), (x, "2-2*L")]
    limit("phi'' to -infinity near 0", "(14)", near, f"{SECOND} <= -K", curved)
    near = "eps*L^2*x^(2*L-2) >= 2*lam*(L-2)"
    limit("phi'' to 2", "(14)", near, f"{SECOND} >= 2 - eps", curved)

    over = p.assume("x^L >= m + K")
    far = p.combine(f"{PHI} >= K^2", product((over, 2)), product(over, K, c=2), steep)
    p.state("phi to infinity", far, "(12)")
    p.state("phi'' below 2", p.combine(f"{SECOND} <= 2", product(lam, spare, *curved, c=2)), "(14)")


if __name__ == "__main__":
    raise SystemExit(run(prove))
