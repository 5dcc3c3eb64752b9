"""The first terms of the series for rho* in lam, with their errors, at any depth L.

With u^L = mu, r = w/u and e = lam/L u^(2-2L), stationarity p(w) = 0 reads
e = r^(L-2) - r^(2L-2), and then, for 0 < r <= 1 and y = 1 - r^L = 1 - |rho*|/mu,

    e <= y <= e + 4 e^2                    (the upper bound where 2 r^L >= 1)
    e + (L-2)/L e^2 <= y,

so mu (1 - e) and mu (1 - e - (L-2)/L e^2) are upper bounds of |rho*|.  Longer partial sums, at a
given depth, are proved by symfact.series.

Idea: with v = r^(L-2), e = v y: so y - e = (1 - v) y, and e + 4 e^2 - y =
y (v - r^L) + y^2 (4 v^2 - 1).  The second order is y times a function of r that falls to 0 at 1.
"""

from symfact.prover import Proof, product
from symfact.theorems import load, proved, run

STATIONARY = load("uniqueness").STATIONARY
E, Y = "(r^(L-2) - r^(2*L-2))", "(1 - r^L)"


def prove():
    p = Proof("series", "The first terms of the series in lam", real="mu lam u w r t", integer="L")
    depth, _u, _w, r, below = (p.assume(h) for h in ("L >= 2", "u > 0", "w > 0", "r > 0", "r <= 1"))
    top, stationary = p.assume("u^L = mu"), p.assume(STATIONARY)
    scaled = p.combine(
        "lam/L*u^(2-2*L) = (w/u)^(L-2) - (w/u)^(2*L-2)",
        ("u^(2-2*L)", stationary),
        ("-u^(2-2*L)*w^(L-2)", top),
    )
    p.claim(
        "scaled", scaled, "L >= 2", "u > 0", "w > 0", "u^L = mu", STATIONARY, then=scaled.conclusion
    )

    steps = {"L-2": p.combine("L - 2 >= 0", depth), "L": p.combine("L >= 0", depth, product(c=2))}
    small = {n: _at_most_1(p, "r", r, below, n, steps[n]) for n in steps}
    first = p.combine(f"{E} <= {Y}", product(small["L-2"], small["L"]))
    p.state("first term", first)

    half = p.assume("2*r^L >= 1")
    square = p.combine("r^2 <= 1", below, product(r, below))
    v = p.combine("r^(L-2) >= r^L", product((r, "L-2"), square))
    more = p.combine("2*r^(L-2) >= 1", product(v, c=2), half)
    gains = (
        product(small["L"], v),
        product((small["L"], 2), more, (r, "L-2"), c=2),
        product((small["L"], 2), more),
    )
    p.state("first error", p.combine(f"{Y} <= {E} + 4*{E}^2", *gains))

    second = p.combine(
        f"L*{E} + (L-2)*{E}^2 <= L*{Y}", product(small["L"], _falls(p, depth, r, below, steps))
    )
    p.state("second term", second)
    return p


def _at_most_1(p, name, positive, below, n, natural):
    """A power of a number in (0, 1] is at most 1."""
    monotone, one = p.use(proved("powers"), "monotone"), p.combine("1 > 0", product())
    return p.apply(monotone, {"x": name, "y": 1, "n": n}, positive, one, below, natural)


def _falls(p, depth, r, below, steps):
    """L - L v - (L-2) y v^2 >= 0, as it falls to 0 at r = 1."""
    t, inside = p.assume("t > 0"), p.combine("t <= 1", p.assume("t < 1"))
    rest, layers = (
        p.combine("2*L - 2 >= 0", product(depth, c=2), product(c=2)),
        p.combine("L > 0", depth, product(c=2)),
    )
    large = _at_most_1(p, "t", t, inside, "2*L-2", rest)
    power = _at_most_1(p, "t", t, inside, "L", steps["L"])
    k = "-(L - L*t^(L-2) - (L-2)*(1 - t^L)*t^(2*L-4))"
    slope = p.combine(
        f"diff({k}, t) >= 0",
        product(depth, layers, (t, "L-3"), large),
        product((depth, 2), (t, "2*L-5"), power, c=2),
    )
    rise = p.monotone(k, "t", slope, p.combine("1 >= r", below), r)
    return p.combine("L - L*r^(L-2) - (L-2)*(1 - r^L)*r^(2*L-4) >= 0", rise)


if __name__ == "__main__":
    raise SystemExit(run(prove))
