"""The minimizer in radicals, for L = 2, 3 and 4.

    L = 2: w = sqrt(mu - lam/2)
    L = 3: w = (sqrt(y) + sqrt(2 mu/sqrt(y) - y))/2,  y = s + t,  s t = 4 lam/9,
           s^3, t^3 = mu^2/2 +- sqrt(mu^4/4 - (4 lam/9)^3)
    L = 4: w^2 = 2 Re of the cube root of -lam/8 + i sqrt(mu^3/27 - lam^2/64)

(for L = 4 the cubic has three real roots up to the fold, so that no real radicals can do).

Idea: L = 3 is Ferrari's: with r^2 = y > 0 and y^3 - 4 c y - mu^2 = 0, c = lam/3,
w^4 - mu w + c = (w^2 + r w + y/2 + mu/(2r)) (w^2 - r w + y/2 - mu/(2r)); and y is Cardano's.
L = 4 is Cardano's with (a + i b)^3 = a^3 - 3 a b^2 + ..., w^2 = 2*a and a^2 + b^2 = mu/3.
"""

from symfact.prover import Proof
from symfact.theorems import load, run

STATIONARY = load("uniqueness").STATIONARY.removesuffix(" = 0")


def prove():
    p = Proof(
        "radicals",
        "The minimizer in radicals, L = 2, 3, 4",
        real="mu lam w r y s t d a b",
        integer="L",
    )
    p.assume("w > 0")
    two = p.assume("w^2 = mu - lam/2")
    p.state("L = 2", p.combine(f"subs({STATIONARY}, L=2) = 0", (1, two)))

    # L = 3: the resolvent y = s + t, and the quadratic factor that vanishes at w.
    p.assume("r > 0")
    cubes = [p.assume("s^3 = mu^2/2 + d"), p.assume("t^3 = mu^2/2 - d")]
    product_, sum_ = p.assume("s*t = 4*lam/9"), p.assume("y = s + t")
    resolvent = p.combine(
        "y^3 - 4/3*lam*y - mu^2 = 0",
        ("y^2 + y*(s+t) + (s+t)^2 - 4/3*lam", sum_),
        ("3*(s+t)", product_),
        *((1, cube) for cube in cubes),
    )
    p.state("L = 3: resolvent", resolvent)
    root, square = p.assume("r^2 = y"), p.assume("(2*w - r)^2 = 2*mu/r - y")
    factor = p.combine("w^2 - r*w + y/2 - mu/(2*r) = 0", ("1/4", square), ("-1/4", root))
    p.state("L = 3: factor", factor)
    quartic = p.combine(
        f"subs({STATIONARY}, L=3) = 0",
        ("w^2 + r*w + y/2 + mu/(2*r)", factor),
        ("w^2 - (y^2 - 4/3*lam)/(4*r^2)", root),
        ("-1/(4*r^2)", resolvent),
    )
    p.state("L = 3", quartic)

    # L = 4: the cube root a + i b, of modulus sqrt(mu/3).
    square, cube, modulus = (
        p.assume(h) for h in ("w^2 = 2*a", "a^3 - 3*a*b^2 = -lam/8", "a^2 + b^2 = mu/3")
    )
    cubic = [("w^4 + 2*a*w^2 + 4*a^2 - mu", square), (2, cube), ("6*a", modulus)]
    p.state("L = 4", p.combine(f"subs({STATIONARY}, L=4) = 0", *cubic))
    return p


if __name__ == "__main__":
    raise SystemExit(run(prove))
