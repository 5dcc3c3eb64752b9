"""The global minimum of the loss at and above the critical lam: the loss at zero, m^2.

Let m = sigma mu with mu > 0.  For all weights v[1], ..., v[L] that are not zero

    L >= 3, lam > lam_c:  Loss(v) > m^2          L >= 3, lam = lam_c:  Loss(v) >= m^2 (a tie)
    L  = 2, lam >= 2 mu:  Loss(v) > m^2          m = 0:                Loss(v) >= lam/L sum v^2

and Loss(v) >= m^2 if some weight is zero (reduction.py).  At the tie both 0 and the
balanced weights of size z are global minimizers, with different D and R: Theorem 2 of the
paper fails there.

Idea: reduction to one variable, then above.py.
"""

from symfact.prover import Proof, product
from symfact.theorems import load, proved, run

reduction, critical = load("reduction"), load("critical")
SUM, PRODUCT, NONZERO, SIGN = (getattr(reduction, n) for n in ("SUM", "PRODUCT", "NONZERO", "SIGN"))
LOSS, CRITICAL, g = reduction.LOSS, critical.CRITICAL, load("uniqueness").g
WEIGHTS = [*SUM, *PRODUCT, NONZERO]


def prove():
    p = Proof(
        "zero_minimum",
        "The global minimum at and above lam_c",
        real="m mu sigma lam x z",
        integer="j k L",
        sequence="v T R",
    )
    depth, x, z = p.assume("L >= 3"), p.assume("x > 0"), p.assume("z > 0")
    m, sigma, _ = map(p.assume, SIGN)
    size = [("-m - sigma*mu", m), ("-mu^2", sigma)]  # mu^2 - m^2
    reduced = p.use(proved("reduction"), "no weight zero")
    deep = p.apply(reduced, {}, p.combine("L >= 2", depth, product()))
    known, given = p.assume(f"{LOSS} >= {g('x')}"), [*critical.GIVEN, *SIGN[:2], *WEIGHTS]

    better = p.use(proved("above"), "above")
    strict = p.obtain(deep, p.combine(f"{LOSS} > m^2", known, better, *size))
    p.claim("above", strict, *given, "lam > 0", f"lam > {CRITICAL}", then=strict.conclusion)

    best = _tie(p, x, z, depth)
    tie = p.obtain(deep, p.combine(f"{LOSS} >= m^2", known, best, *size))
    p.claim("tie", tie, *given, "lam > 0", f"lam = {CRITICAL}", then=tie.conclusion)

    two = p.apply(reduced, {"L": 2}, p.combine("2 >= 2"))
    loss, known = (
        "(m - R[2])^2 + lam/2*T[2] {} {}",
        p.assume("(m - R[2])^2 + lam/2*T[2] >= (mu - x^2)^2 + lam*x^2"),
    )
    strict = p.combine(loss.format(">", "m^2"), known, p.use(proved("above"), "depth two"), *size)
    strict = p.obtain(two, strict)
    p.claim("depth two", strict, *SIGN, *WEIGHTS, "lam > 0", "lam >= 2*mu", then=strict.conclusion)

    loss = "(0 - R[L])^2 + lam/L*T[L] >= lam/L*T[L]"
    nothing = p.combine(loss, product(root="R[L]"), using=[p.assume("L >= 2")])
    p.claim("target zero", nothing, "L >= 2", then=loss, reference="(7)")
    return p


def _tie(p, x, z, depth):
    """g(x) >= mu^2 for every x > 0 where lam = lam_c."""
    goal, far = f"{g('x')} >= mu^2", p.use(proved("above"), "tie")
    level = p.use(proved("above"), "level")
    equal = p.combine("x = z", (1, p.assume("x - z = 0")))
    layers = p.combine("L >= 0", depth, product(c=3))
    power = p.apply(
        p.use(proved("powers"), "congruence"), {"y": "z", "n": "L"}, x, z, equal, layers
    )
    return p.cases(
        "x - z",
        gt=p.combine(goal, p.apply(far, {}, p.combine("x != z", product(p.assume("x > z"))))),
        eq=p.combine(goal, (1, level), ("x^L + z^L - 2*mu", power), ("lam*(x + z)", equal)),
        lt=p.combine(goal, p.apply(far, {}, p.combine("x != z", product(p.assume("x < z"), c=-1)))),
    )


if __name__ == "__main__":
    raise SystemExit(run(prove))
