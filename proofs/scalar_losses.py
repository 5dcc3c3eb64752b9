"""The scalar losses of deep matrix factorization: lower bounds, and who attains them.

For every singular value m[k] of the target and s[k] >= 0 let p[k] = s[k]^L (0 for s[k] = 0), and

    g_k = (m[k] - p[k])^2 + L c s[k]^2.

For every k let v[k] > 0 be stationary, v[k]^(2L-2) - m[k] v[k]^(L-2) + c = 0, with
(L-1) v[k]^L > (L-2) m[k], and J[k] = (m[k] - v[k]^L)^2 + L c v[k]^2; or let v[k] = 0 be a scalar
minimizer, (m[k] - t^L)^2 + L c t^2 >= m[k]^2 for every t > 0, and J[k] = m[k]^2.  (critical.py
and above.py say when there is which.)  Then, with c > 0 and L >= 2,

    lower bound    g_k >= J[k] for every k >= 1
    attained       g_k = J[k] for every k >= 1 if s[k] = v[k]

which are the hypotheses on the scalar losses in matrix_reduction.py.

Idea: uniqueness.py with lam = L c, in the four cases of s[k] and v[k] zero or positive.
"""

from symfact.prover import Proof, forall, product
from symfact.theorems import load, proved, run

LOSS, LEAST, EQUAL = (getattr(load("matrix_reduction"), n) for n in ("SCALAR", "LEAST", "EQUAL"))


def for_each(condition, body):
    return forall("k", ["k >= 1", condition], body)


def g(x):
    return f"(m[k] - {x}^L)^2 + L*c*{x}^2"


SIZE, LEVEL = (forall("k", ["k >= 1"], f"{name}[k] >= 0") for name in "sv")
POWER = [for_each("s[k] > 0", "p[k] = s[k]^L"), for_each("s[k] = 0", "p[k] = 0")]
STATIONARY = for_each("v[k] > 0", "v[k]^(2*L-2) - m[k]*v[k]^(L-2) + c = 0")
BRANCH = for_each("v[k] > 0", "(L-1)*v[k]^L > (L-2)*m[k]")
VALUE = [for_each("v[k] > 0", f"J[k] = {g('v[k]')}"), for_each("v[k] = 0", "J[k] = m[k]^2")]
ZERO = forall("k t", ["k >= 1", "v[k] = 0", "t > 0"], f"{g('t')} >= m[k]^2")
AT_MINIMIZER = [
    forall("k", ["k >= 1"], "s[k] = v[k]"),
    for_each("v[k] > 0", "p[k] = v[k]^L"),
    for_each("v[k] = 0", "p[k] = 0"),
]


def prove():
    p = Proof(
        "scalar_losses",
        "The scalar losses of deep matrix factorization",
        real="c t",
        integer="k L",
        sequence="m p s v J",
    )
    for guard in ("L >= 2", "c > 0", "k >= 1", "s[k] > 0", "v[k] > 0"):
        p.assume(guard)
    index, no_size = p.assume("k >= 1"), p.assume("s[k] = 0")
    power, no_power, value, no_value = (p.apply(p.assume(f), {}, index) for f in (*POWER, *VALUE))
    best, zero = _active(p, index)
    other = p.apply(p.assume(ZERO), {"t": "s[k]"}, index)
    goal, nothing = f"{LOSS.format('k')} >= J[k]", [("L*c*s[k]", no_size), no_power]
    with_v = [
        p.combine(goal, best, (-1, value), power),
        p.combine(goal, zero, (-1, value), *nothing),
    ]
    without = [
        p.combine(goal, other, (-1, no_value), power),
        p.combine(goal, (-1, no_value), *nothing),
    ]
    with_v, without = (_by_sign(p, "s", SIZE, *both) for both in (with_v, without))
    fact = p.generalize(_by_sign(p, "v", LEVEL, with_v, without), "k", ["k >= 1"])
    given = ["L >= 2", "c > 0", SIZE, LEVEL, *POWER, STATIONARY, BRANCH, *VALUE, ZERO]
    p.claim("lower bound", fact, *given, then=LEAST)

    same, power, no_power = (p.apply(p.assume(f), {}, index) for f in AT_MINIMIZER)
    goal = f"{LOSS.format('k')} = J[k]"
    same = ("L*c*(s[k] + v[k])", same)
    with_v = p.combine(goal, same, (-1, value), power)
    without = [same, ("L*c*v[k]", p.assume("v[k] = 0")), (-1, no_value)]
    without = p.combine(goal, *without, no_power)
    fact = p.generalize(_by_sign(p, "v", LEVEL, with_v, without), "k", ["k >= 1"])
    p.claim("attained", fact, LEVEL, *AT_MINIMIZER, *VALUE, then=EQUAL)
    return p


def _active(p, index):
    """For v[k] > 0: g_k >= J[k] for s[k] > 0, and m[k]^2 > J[k]."""
    depth, c, size, level = map(p.assume, ("L >= 2", "c > 0", "s[k] > 0", "v[k] > 0"))
    root, right = (p.apply(p.assume(f), {}, index) for f in (STATIONARY, BRANCH))
    target = [product((level, "2*L-2")), c, (-1, root)]
    target = p.combine("m[k] > 0", *target, scale=[(level, "L-2")])
    at = {"mu": "m[k]", "lam": "L*c", "w": "v[k]"}
    best, zero = (p.use(proved("uniqueness"), name) for name in ("least", "better than zero"))
    best = p.apply(best, {**at, "x": "s[k]"}, depth, target, level, root, right, size)
    return best, p.apply(zero, at, depth, level, root, right)


def _by_sign(p, name, natural, positive, zero):
    """What holds where an entry, which is >= 0, is positive and where it is zero."""
    natural = p.apply(p.assume(natural), {}, p.assume("k >= 1"))
    clash = p.combine("0 > 0", natural, p.assume(f"{name}[k] < 0"))
    clash = p.absurd(clash, positive.conclusion)
    return p.cases(f"{name}[k]", gt=positive, eq=zero, lt=clash)


if __name__ == "__main__":
    raise SystemExit(run(prove))
