"""The eigenvectors of a pair of active singular values that are orthogonal to each other.

In the notation of pair.py and pair_hidden.py, for every number of layers L and all x, y > 0,
also x = y, these vectors (u, v) are orthogonal:

    (g, h) and (g, -h);
    (g, f h) for any f, and u_i = y K[i] - x K[i-1], v_i = e (x K[i] - y K[i-1]) for any e
    with K[0] = K[L] = 0: so (g, h) and (g, -h) to all that stem from hidden layers;
    the last one for e = 1, and u_i = y J[i] - x J[i-1], v_i = -(x J[i] - y J[i-1]):
    symmetric and antisymmetric matrices in any two hidden layers.

Scalar products are E[L], where E is a sequence of partial sums.

Idea: the product of (g, h) and (g, -h) is the sum of g_i^2 less that of h_i^2, and both are G.
The others telescope: to (x^(L-n) y^n + e f y^(L-n) x^n) K[n] and (y^2 - x^2) K[n] J[n].
"""

from symfact.prover import Proof, forall, product
from symfact.theorems import load, proved, run

SUMS = load("pair_sums")
POSITIVE, ENDS = load("pair_row").POSITIVE, load("pair_hidden").ENDS
G_NEXT, H_NEXT = "x^(L-1-i)*y^i", "y^(L-1-i)*x^i"


def dot(u, v, other_u, other_v):
    """The scalar product of two vectors whose entries i + 1 are given."""
    step = f"E[i+1] = E[i] + ({u})*({other_u}) + ({v})*({other_v})"
    return ["E[0] = 0", forall("i", ["i >= 0", "i < L"], step)]


def hidden(k, e):
    """Entries i + 1 of a vector that stems from the hidden layers."""
    return f"y*{k}[i+1] - x*{k}[i]", f"{e}*(x*{k}[i+1] - y*{k}[i])"


PRODUCTS = {
    "(g, f h) and hidden layers": (
        dot(*hidden("K", "e"), G_NEXT, f"f*{H_NEXT}"),
        "(x^(L-{0})*y^{0} + e*f*y^(L-{0})*x^{0})*K[{0}]",
        POSITIVE,
    ),
    "symmetric and antisymmetric": (
        dot(*hidden("K", "1"), *hidden("J", "-1")),
        "(y^2 - x^2)*K[{0}]*J[{0}]",
        [],
    ),
}


def prove():
    p = Proof(
        "pair_orthogonal",
        "Orthogonal eigenvectors of a pair of active singular values",
        real="x y e f",
        integer="L n i k",
        sequence="K J E G H",
    )
    for guard in POSITIVE:
        p.assume(guard)
    pair = dot(G_NEXT, H_NEXT, G_NEXT, f"-{H_NEXT}")
    none = _pair(p, pair)
    given = [*POSITIVE, "L >= 0", *SUMS.sum_g(), *pair]
    p.claim("(g, h) and (g, -h)", none, *given, then="E[L] = 0")
    for name, (sums, value, guards) in PRODUCTS.items():
        none = _telescoped(p, sums, value.format)
        p.claim(name, none, *guards, "L >= 0", *ENDS, *sums, then="E[L] = 0")
    return p


def _pair(p, pair):
    """The sum of g_i^2 less that of h_i^2."""
    (g0, g_next), (e0, e_next) = map(p.assume, SUMS.sum_g()), map(p.assume, pair)
    i0, inside = p.assume("i >= 0"), p.assume("i < L")
    start = p.combine("G[0] - E[0] = 0", (1, g0), (-1, e0))
    step = f"G[i+1] - E[i+1] = G[i] - E[i] + ({H_NEXT})^2"
    terms = (1, p.apply(g_next, {}, i0, inside)), (-1, p.apply(e_next, {}, i0, inside))
    step = p.generalize(p.combine(step, *terms), "i", ["i >= 0", "i < L"])
    reversed_ = p.use(proved("pair_sums"), "G reversed")
    same = p.apply(reversed_, {"H": ("k", "G[k] - E[k]")}, start, step)
    return p.combine("E[L] = 0", (-1, same))


def _telescoped(p, sums, value):
    """E[n] = value(n), which vanishes for n = 0 and n = L with K."""
    (start, end), (e0, e_next) = map(p.assume, ENDS), map(p.assume, sums)
    more, n0 = p.assume("n + 1 <= L"), p.assume("n >= 0")
    known = forall("", ["n <= L"], f"E[n] = {value('n')}")
    before = p.apply(p.assume(known), {}, p.combine("n <= L", more, product()))
    term = p.apply(e_next, {"i": "n"}, n0, p.combine("n < L", more, product()))
    grown = p.combine(f"E[n+1] = {value('(n+1)')}", (1, before), (1, term))
    start = p.generalize(p.combine(f"E[0] = {value(0)}", (1, e0), start), "", ["0 <= L"])
    total = p.induction(known, "n", 0, start, p.generalize(grown, "", ["n + 1 <= L"]))
    total = p.apply(total, {"n": "L"}, p.assume("L >= 0"), p.combine("L <= L"))
    return p.combine("E[L] = 0", (1, total), end)


if __name__ == "__main__":
    raise SystemExit(run(prove))
