"""At and above the critical lam: zero is the minimizer, although m /= 0.

With (L-1) z^L = (L-2) mu, lam_c = 2 mu z^(L-2) - z^(2L-2), g(x) = (mu - x^L)^2 + lam x^2:

    lam > lam_c, L >= 3:   g(x) > mu^2 = g(0) for every x > 0
    lam = lam_c, L >= 3:   g(z) = mu^2, and g(x) > mu^2 for every x > 0, x /= z  (a tie)
    lam >= 2 mu, L = 2:    g(x) > mu^2 for every x > 0  (no tie)
    m = 0, any L:          x^(2L) + lam x^2 > 0

Idea: g(x) - mu^2 = x^2 (lam - h(x)) with h = 2 mu x^(L-2) - x^(2L-2), and h rises up to
z, where it is lam_c, and falls beyond: h' = 2 x^(L-3) ((L-2) mu - (L-1) x^L).
"""

from symfact.prover import Proof, product
from symfact.theorems import load, proved, run

critical = load("critical")
GIVEN, CRITICAL, g = critical.GIVEN, critical.CRITICAL, load("uniqueness").g
NEEDED = [h for h in GIVEN if h != "mu > 0"]
BETTER = f"{g('x')} > mu^2"


def h(x):
    return CRITICAL.replace("z", x)


def prove():
    p = Proof("above", "Zero is the minimizer at and above lam_c", real="mu lam x y z", integer="L")
    depth, _, z, radius = map(p.assume, GIVEN)
    x, lam = p.assume("x > 0"), p.assume("lam > 0")
    spare = p.combine("L - 1 > 0", depth, product(c=2))
    most = _most(p, radius, spare)

    equal, far = p.assume("x - z = 0"), p.assume("x != z")
    same = [_power(p, x, z, n, spare, depth) for n in ("L-2", "2*L-2")]
    at_z = p.combine(f"{h('z')} >= {h('x')}", ("-2*mu", same[0]), (1, same[1]))
    at_most = p.cases(
        "x - z", eq=at_z, **{side: p.combine(at_z.conclusion, fact) for side, fact in most.items()}
    )
    above = p.assume(f"lam > {CRITICAL}")
    better = p.combine(BETTER, product((x, 2), above), product((x, 2), at_most))
    p.claim("above", better, *NEEDED, f"lam > {CRITICAL}", "x > 0", then=BETTER)

    tie = p.assume(f"lam = {CRITICAL}")
    clash = p.absurd(p.combine("0 != 0", product(far), (-1, equal)), BETTER)
    strict = {
        side: p.combine(BETTER, product((x, 2), fact), ("x^2", tie)) for side, fact in most.items()
    }
    best = p.cases("x - z", eq=clash, **strict)
    p.claim("tie", best, *NEEDED, f"lam = {CRITICAL}", "x > 0", "x != z", then=BETTER)
    level = f"{g('z')} = mu^2"
    p.claim("level", p.combine(level, ("z^2", tie)), "z > 0", f"lam = {CRITICAL}", then=level)

    small = "(mu - x^2)^2 + lam*x^2 > mu^2"
    two = p.combine(small, product((x, 4)), product((x, 2), p.assume("lam >= 2*mu")))
    p.claim("depth two", two, "x > 0", "lam >= 2*mu", then=small)
    nothing = p.combine("x^(2*L) + lam*x^2 > 0", product((x, "2*L")), product(lam, (x, 2)))
    p.claim(
        "target zero", nothing, "x > 0", "lam > 0", then="x^(2*L) + lam*x^2 > 0", reference="(7)"
    )
    return p


def _power(p, x, z, n, spare, depth):
    equal = p.combine("x = z", (1, p.assume("x - z = 0")))
    positive = (
        p.combine(f"{n} >= 0", depth, product())
        if n == "L-2"
        else p.combine(f"{n} >= 0", product(spare, c=2))
    )
    return p.apply(p.use(proved("powers"), "congruence"), {"y": "z", "n": n}, x, z, equal, positive)


def _most(p, radius, spare):
    """h(z) > h(x) for x > z and for x < z, as h falls beyond z and rises before it."""
    x, y, z = (p.assume(f"{name} > 0") for name in "xyz")
    increasing, one = p.use(proved("powers"), "increasing"), p.combine("L >= 1", spare)
    beyond, before = p.assume("y > z"), p.assume("y < z")
    beyond = p.apply(increasing, {"x": "z", "n": "L"}, z, y, beyond, one)
    before = p.apply(increasing, {"x": "y", "y": "z", "n": "L"}, y, z, before, one)
    cofactor = "2*y^(L-3)"
    fall = p.combine(
        f"diff(-({h('y')}), y) > 0", product(spare, beyond, (y, "L-3"), c=2), (cofactor, radius)
    )
    rise = p.combine(
        f"diff({h('y')}, y) > 0", product(spare, before, (y, "L-3"), c=2), (f"-{cofactor}", radius)
    )
    right = p.monotone(f"-({h('y')})", "y", fall, p.assume("x > z"), z)
    left = p.monotone(h("y"), "y", rise, p.assume("x < z"), x)
    return {"gt": p.combine(f"{h('z')} > {h('x')}", right), "lt": left}


if __name__ == "__main__":
    raise SystemExit(run(prove))
