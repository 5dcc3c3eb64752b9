"""The critical lam: the non-zero minimizer exists exactly for 0 < lam < lam_c.

For L >= 3 let z > 0 have (L-1) z^L = (L-2) mu, and lam_c = 2 mu z^(L-2) - z^(2L-2). Then

    there is w > 0 with p(w) = 0 and (L-1) w^L > (L-2) mu, if and only if lam < lam_c;
    such a z exists, and lam_c^L (L-1)^(2L-2) = L^L (L-2)^(L-2) mu^(2L-2), that is
    lam_c = L/(L-1) ((L-2)/(L-1))^((L-2)/L) mu^((2L-2)/L).

For L = 2: w^2 = mu - lam/2, if and only if lam < 2 mu = lam_c.

Idea: q = L p has q(z) = lam - lam_c < 0 < lam = q(x) where x^L = mu, so q has a zero
between z and x.  Conversely q rises from z to w.
"""

from symfact.prover import Proof, exists, product
from symfact.theorems import load, proved, run

q, turn = load("turn").q, load("turn").turn
STATIONARY, BRANCH = load("uniqueness").STATIONARY, load("uniqueness").BRANCH
RADIUS, CRITICAL = "(L-1)*z^L = (L-2)*mu", "2*mu*z^(L-2) - z^(2*L-2)"
GIVEN = ["L >= 3", "mu > 0", "z > 0", RADIUS]
WELL = exists("w", ["w > 0", STATIONARY, BRANCH])


class Radius:
    """What the parts of the proof share: z, its equation, and q(z) = lam - lam_c."""

    def __init__(self, p):
        self.depth, self.mu, self.z, self.equation = map(p.assume, GIVEN)
        self.one = p.combine("L >= 1", self.depth, product(c=2))
        self.spare = p.combine("L - 1 > 0", self.depth, product(c=2))
        self.at_z = p.combine(f"{q('z')} = lam - ({CRITICAL})", ("z^(L-2)", self.equation))
        self.w, self.two = p.assume("w > 0"), p.combine("L >= 2", self.depth, product())


def prove():
    p = Proof("critical", "The critical lam", real="mu lam w z x t", integer="L")
    r = Radius(p)
    below = f"lam < {CRITICAL}"
    p.claim(
        "exists below", _exists(p, r), *GIVEN, "lam > 0", below, then=WELL, reference="Theorem 2"
    )
    given = [*GIVEN, "w > 0", STATIONARY, BRANCH]
    p.claim("only below", _only(p, r), *given, then=below, reference="Theorem 2")
    radius = exists("z", ["z > 0", RADIUS])
    p.claim("radius", _radius(p, r, radius), "L >= 3", "mu > 0", then=radius)

    less, square = p.assume("lam < 2*mu"), exists("x", ["x > 0", "x^2 = mu - lam/2"])
    size = p.combine("mu - lam/2 > 0", product(less, c="1/2"))
    root = p.apply(
        p.use(proved("powers"), "root"),
        {"t": "mu - lam/2", "n": 2},
        size,
        p.combine("2 >= 1", product()),
    )
    p.claim("depth two: exists below", root, "lam < 2*mu", then=square)
    given = ["x > 0", "x^2 = mu - lam/2"]
    only = p.combine("lam < 2*mu", product((p.assume("x > 0"), 2), c=2), ("-2", p.assume(given[1])))
    p.claim("depth two: only below", only, *given, then="lam < 2*mu")
    return p


def _exists(p, r):
    lam, x, w = p.assume("lam > 0"), p.assume("x > 0"), r.w
    top, below = p.assume("x^L = mu"), p.assume(f"lam < {CRITICAL}")
    order, increasing = (p.use(proved("powers"), name) for name in ("order", "increasing"))
    inside = p.combine("z^L <= x^L", r.mu, (-1, r.equation), ("L-1", top), scale=[r.spare])
    inside = p.apply(order, {"x": "z", "y": "x", "n": "L"}, r.z, x, r.one, inside)
    low = p.combine(f"-{q('z')} >= 0", below, (-1, r.at_z))
    high = p.combine(f"{q('x')} >= 0", lam, ("L*x^(L-2)", top))
    bracket = p.intermediate(q("w"), "w", p.combine("x >= z", inside), low, high, r.z)

    # The zero is not z itself, where q < 0; so w > z.
    root = p.assume(f"{q('w')} = 0")
    beyond = p.apply(increasing, {"x": "z", "y": "w", "n": "L"}, r.z, w, p.assume("z < w"), r.one)
    beyond = p.combine(BRANCH, product(r.spare, beyond), (1, r.equation))
    equal = p.combine("w = z", (1, p.assume("w - z = 0")))
    equal = p.apply(p.use(proved("turn"), "equal"), {"a": "w", "b": "z"}, r.two, w, r.z, equal)
    at_z = p.combine("0 > 0", below, (-1, r.at_z), (1, root), (-1, equal))
    under = p.combine("0 > 0", p.assume("w - z < 0"), p.assume("w >= z"))
    strict = p.cases("w - z", gt=beyond, eq=p.absurd(at_z, BRANCH), lt=p.absurd(under, BRANCH))
    well = p.exhibit(WELL, {"w": "w"}, w, p.combine(STATIONARY, ("1/L", root)), strict)
    top_exists = p.apply(p.use(proved("powers"), "root"), {"t": "mu", "n": "L"}, r.mu, r.one)
    return p.obtain(top_exists, p.obtain(bracket, well))


def _only(p, r):
    """Beyond z the function q rises from z to w; up to z the branch fails."""
    stationary, branch = p.assume(STATIONARY), p.assume(BRANCH)
    goal, rising = f"lam < {CRITICAL}", p.use(proved("turn"), "rising")
    past = p.combine(f"{turn('z')} >= 0", product(r.depth, r.mu), r.mu, ("2", r.equation))
    rise = p.apply(rising, {"a": "z", "b": "w"}, r.two, r.z, r.w, p.assume("z < w"), past)
    rise = p.combine(goal, rise, ("-L", stationary), (1, r.at_z))
    order = p.combine("w <= z", p.assume("w - z <= 0")), p.combine("L >= 0", r.one, product())
    small = p.apply(
        p.use(proved("powers"), "monotone"), {"x": "w", "y": "z", "n": "L"}, r.w, r.z, *order
    )
    clash = p.combine("0 > 0", branch, (-1, r.equation), product(r.spare, small))
    return p.cases("w - z", gt=rise, le=p.absurd(clash, goal))


def _radius(p, r, goal):
    """The zero t of (L-1) t - (L-2) mu lies between 0 and mu, and z is its root."""
    line, mu, spare = "(L-1)*t - (L-2)*mu", r.mu, r.spare
    ends = (
        p.combine("mu >= 0", mu),
        p.combine(f"-({line.replace('t', '0')}) >= 0", product(r.depth, mu), mu),
    )
    bracket = p.intermediate(line, "t", *ends, p.combine(f"{line.replace('t', 'mu')} >= 0", mu))
    at_t = p.assume(f"{line} = 0")
    positive = p.combine("t > 0", product(r.depth, mu), mu, (1, at_t), scale=[spare])
    root = p.apply(p.use(proved("powers"), "root"), {"n": "L"}, positive, r.one)
    use = p.combine(RADIUS.replace("z", "x"), ("L-1", p.assume("x^L = t")), (1, at_t))
    use = p.exhibit(goal, {"z": "x"}, p.assume("x > 0"), use)
    return p.obtain(bracket, p.obtain(root, use))


if __name__ == "__main__":
    raise SystemExit(run(prove))
