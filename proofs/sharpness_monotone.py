"""The eigenvalue of an active pair increases with its singular values.

For the layers' diagonal entries x, y > 0 at two singular values, and with the sums G and T of
geometric.py, the Hessian of deep matrix factorization has the eigenvalue

    mu(x, y) = 2 G(x, y) + 2 c (1 + T(x/y)),    c = lam/L >= 0.

For L >= 2 and y <= x:

    in the larger     mu(x, y) <= mu(z, y) for x <= z
    in both           mu(x, y) <= mu(z, w) for x <= z and y <= w, if (L-2) c <= y^(2L-2)
    in the smaller    mu(x, y) <= mu(x, w) for y <= w, if (L-2) c <= y^(2L-2)

Every non-zero minimizer has (L-2) c <= y^(2L-2): see sharpness.py.  So among all active pairs
the two largest singular values have the largest eigenvalue.

Idea: T(x/y) decreases in y, but G makes up for it: the term i of G and the term L-i of T, whose sum
is f(y) = x^(2(L-1-i)) y^(2i) + c (x/y)^(L-2i), increase together, since f' has the sign of
2 i x^(L-2) y^L - c (L-2i) >= y^(2L-2) - c (L-2) >= 0.  In x each term of G increases, and so does
each pair of terms of T.  Hence f_i + f_{L-i} increases in both.
"""

from symfact.prover import Proof, product
from symfact.theorems import load, proved, run

sums, power_order = load("pair_sums"), load("geometric").power_order


def pair_sums(first, second, x, y):
    """The definitions of G(x, y) and T(x/y) by partial sums of these names."""
    return [*sums.sum_g(first, x, y), *sums.sum_t(second, x, y)]


def mu(first, second):
    """The eigenvalue of an active pair, from the names of its two sums."""
    return f"2*{first}[L] + 2*c*(1 + {second}[L-1])"


GIVEN = ["L >= 2", "c >= 0", "x > 0", "y > 0", "z > 0", "y <= x", "x <= z"]
SMALLER = ["w > 0", "y <= w", "(L-2)*c <= y^(2*L-2)"]
RISES = f"{mu('G', 'T')} <= {mu('H', 'S')}"
SMALL, LARGE = pair_sums("G", "T", "x", "y"), pair_sums("H", "S", "z", "w")
BOTH = [
    f"{g}[j+1] + {g}[L] - {g}[L-j] + c*({t}[j] + {t}[L-1] - {t}[L-1-j])" for g, t in ("GT", "HS")
]


def prove():
    p = Proof(
        "sharpness_monotone",
        "The eigenvalue of an active pair increases with its singular values",
        real="c x y z w q s t",
        integer="L N n k j i",
        sequence="G H T S A B",
    )
    _depth, c, *_ = map(p.assume, [*GIVEN, *SMALLER, "q > 0", "y < q"])
    given, at_ratio = [*GIVEN, *SMALL], _at_ratio(p)
    ratio = {"t": "x/y", "s": "z/y"}
    g, t = (p.use(proved("geometric"), name) for name in ("G increases", "T increases"))
    parts = product(g, c=2), product(c, p.apply(t, ratio, *at_ratio), c=2)
    rises = p.combine(RISES, *parts)
    p.claim("in the larger", rises, *given, *pair_sums("H", "S", "z", "y"), then=RISES)

    pairs = p.apply(p.use(proved("geometric"), "pair"), {**ratio, "j": "L-2*i"}, *at_ratio)
    both = _both(p, pairs, _rise(p))
    p.claim("in both", both, *given, *SMALLER, *LARGE, then=RISES)
    smaller = p.apply(both, {"z": "x"}, p.combine("x <= x"))
    given = [h for h in given if h not in ("z > 0", "x <= z")]
    p.claim("in the smaller", smaller, *given, *SMALLER, *pair_sums("H", "S", "x", "w"), then=RISES)
    return p


def _at_ratio(p):
    """1 <= x/y <= z/y."""
    inverse = p.assume("y > 0"), -1
    one = p.combine("x/y >= 1", product(inverse, p.assume("y <= x")), using=[p.assume("x > 0")])
    order = p.combine("x/y <= z/y", product(inverse, p.assume("x <= z")))
    return one, p.combine("z/y > 0", product(inverse, p.assume("z > 0"))), order


def f(i, x, y):
    return f"({x}^(2*(L-1-({i})))*{y}^(2*({i})) + c*({x}/{y})^(L-2*({i})))"


def _rise(p):
    """f_i(y) <= f_i(w) at z, for i >= 1: the slope at q between them is not negative."""
    depth, c, y, z, q = map(p.assume, ("L >= 2", "c >= 0", "y > 0", "z > 0", "q > 0"))
    active, first = p.assume(SMALLER[2]), p.assume("i >= 1")
    natural = p.combine("L - 2 >= 0", depth)
    tall = power_order(p, "y", "q", "L", p.combine("L >= 0", depth, product(c=2)))
    tall = p.apply(tall, {}, p.combine("y <= q", p.assume("y < q")))
    size = (z, "L-2*i"), (q, "2*i-L-1")
    parts = [
        product(*size, (z, "L-2"), (q, "L"), first, c=2),
        product(*size, (z, "L-2"), (q, "L")),
        product(*size, (q, "L"), power_order(p, "x", "z", "L-2", natural)),
        product(*size, (q, "L"), power_order(p, "y", "x", "L-2", natural)),
        product(*size, (y, "L-2"), tall),
        product(*size, active),
        product(*size, c, first, c=2),
    ]
    slope = p.combine(f"diff({f('i', 'z', 'q')}, q) >= 0", *parts)
    return p.monotone(f("i", "z", "q"), "q", slope, p.assume("y <= w"), y)


def _both(p, pairs, rise):
    """Compare the sums of f_i + f_{L-i} for i = 1, ..., k."""
    depth, c, y, k0, inside = map(p.assume, ("L >= 2", "c >= 0", "y > 0", "k >= 0", "k < L - 1"))
    left = p.integer(p.combine("L - 1 - k > 0", inside), "L - 2 - k >= 0")
    larger = [product(c, p.apply(pairs, {"i": "k+1"}))]
    for i, before, after in (("k+1", k0, left), ("L-1-k", left, k0)):
        n = p.combine(f"2*(L-1-({i})) >= 0", product(after, c=2))
        larger.append(product((y, f"2*({i})"), power_order(p, "x", "z", f"2*(L-1-({i}))", n)))
        larger.append(p.apply(rise, {"i": i}, p.combine(f"{i} >= 1", before)))

    change = [f"subs({both}, j=k+1) - subs({both}, j=k)" for both in BOTH]
    term = p.combine(" <= ".join(change), *larger, *_steps(p, k0, inside, left))
    terms = p.generalize(term, "k", ["k >= 0", "k < L - 1"])
    values = {"A": ("j", BOTH[0]), "B": ("j", BOTH[1]), "N": "L-1"}
    one = p.combine("L - 1 >= 0", depth, product())
    both = p.apply(p.use(proved("sums"), "sums"), values, terms, one)

    first = power_order(p, "x", "z", "2*L-2", p.combine("2*L - 2 >= 0", product(one, c=2)))
    at_0, ends = (p.combine("0 >= 0"), p.combine("0 < L", depth, product(c=2))), []
    for sign, (g0, g_next, t0, _) in ((-2, SMALL), (2, LARGE)):
        ends += [(sign, p.assume(g0)), (sign, p.apply(p.assume(g_next), {"i": 0}, *at_0))]
        ends += [(f"{sign}*c", p.assume(t0))]
    return p.combine(RISES, both, product(first, c=2), *ends)


def _steps(p, k0, inside, left):
    """The terms of G and T, of H and S, by which the two sums grow."""
    fits = {
        "k+1": (p.combine("k + 1 >= 0", k0, product()), p.combine("k + 1 < L", inside)),
        "L-1-k": (
            p.combine("L - 1 - k >= 0", left, product()),
            p.combine("L - 1 - k < L", k0, product()),
        ),
    }
    t_fits = {"k": (k0, inside), "L-2-k": (left, p.combine("L - 2 - k < L - 1", k0, product()))}
    steps = []
    for sign, (_, g_next, _, t_next) in ((-1, SMALL), (1, LARGE)):
        steps += [(sign, p.apply(p.assume(g_next), {"i": i}, *fits[i])) for i in fits]
        steps += [(f"{sign}*c", p.apply(p.assume(t_next), {"i": i}, *t_fits[i])) for i in t_fits]
    return steps


if __name__ == "__main__":
    raise SystemExit(run(prove))
