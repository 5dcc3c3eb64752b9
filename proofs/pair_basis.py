"""The eigenvectors of a pair of active singular values are a basis: the multiplicities.

In the notation of pair.py and pair_hidden.py, for every number of layers L >= 1 and all
x, y > 0, also x = y, the block of a pair has the 2L eigenvectors

    (g, h) and (g, -h):   eigenvalues 2G + 2c (1 - T) and 2G + 2c (1 + T),
    u_i = y K[i] - x K[i-1], v_i =   x K[i] - y K[i-1],  K[0] = K[L] = 0:  eigenvalue 4c,
    u_i = y J[i] - x J[i-1], v_i = -(x J[i] - y J[i-1]), J[0] = J[L] = 0:  eigenvalue 0,

L - 1 in each of the last two lines, one for each hidden layer.  They are linearly independent:
if a (g, h) + b (g, -h) + (a vector of the third line) + (one of the fourth) = 0, then
a = b = 0 and all K[n] = J[n] = 0.  So they are a basis, and the multiplicities of the
eigenvalues are 1, 1, L - 1 and L - 1, added where eigenvalues coincide.

Idea: the sum and the difference of the equations u = 0 and v = 0 contain only K + J and a + b, or
K - J and a - b.  From a g_i + y K[i] - x K[i-1] = 0 follows a K[n] <= 0 by induction, then
a^2 g_L <= 0 since K[L] = 0, and with a = 0 every K[n] = 0.
"""

from symfact.prover import Proof, forall, product
from symfact.theorems import load, run

ROW = load("pair_row")
POSITIVE, G, H = ROW.POSITIVE, ROW.g("i"), ROW.g("i", "y", "x")
ENDS = ["K[0] = 0", "K[L] = 0", "J[0] = 0", "J[L] = 0"]


def in_every_layer(equation):
    return forall("i", ["i >= 1", "i <= L"], equation)


ONE_SUM = in_every_layer(f"a*{G} + y*K[i] - x*K[i-1] = 0")
VANISHING = [
    in_every_layer(f"a*{G} + b*{G} + (y*K[i] - x*K[i-1]) + (y*J[i] - x*J[i-1]) = 0"),
    in_every_layer(f"a*{H} - b*{H} + (x*K[i] - y*K[i-1]) - (x*J[i] - y*J[i-1]) = 0"),
]


def prove():
    p = Proof(
        "pair_basis",
        "The eigenvectors of a pair of active singular values are a basis",
        real="x y a b",
        integer="L n i k",
        sequence="K J",
    )
    for guard in POSITIVE:
        p.assume(guard)
    _independent(p)
    return p


def _independent(p):
    k0, k_end, j0, j_end = map(p.assume, ENDS)
    sums, differences = (
        (
            p.combine(f"K[0] {sign} J[0] = 0", (1, k0), j0),
            p.combine(f"K[L] {sign} J[L] = 0", (1, k_end), j_end),
        )
        for sign in "+-"
    )
    in_u = {"a": "a + b", "K": ("k", "K[k] + J[k]")}
    in_v = {"x": "y", "y": "x", "a": "a - b", "K": ("k", "K[k] - J[k]")}
    given = [*POSITIVE, "L >= 1", *ENDS, *VANISHING]
    for fact, names, layers in zip(
        _one_sum(p), (("a", "b"), ("K[n]", "J[n]")), ([], ["n >= 0", "n <= L"]), strict=True
    ):
        u, v = p.apply(fact, in_u, *sums), p.apply(fact, in_v, *differences)
        for name, half in zip(names, ("1/2", "-1/2"), strict=True):
            zero = p.combine(f"{name} = 0", ("1/2", u), (half, v))
            p.claim(f"{name} vanishes", zero, *given, *layers, then=f"{name} = 0")


def _one_sum(p):
    """From a g_i + y K[i] - x K[i-1] = 0 for all layers i: a = 0 and K[n] = 0."""
    x, y, depth, vanishing = map(p.assume, (*POSITIVE, "L >= 1", ONE_SUM))
    start, end, n0, more = map(p.assume, (*ENDS[:2], "n >= 0", "n + 1 <= L"))
    at = p.apply(vanishing, {"i": "n+1"}, p.combine("n + 1 >= 1", n0), more)
    inside = p.combine("n <= L", more, product())

    known = forall("", ["n <= L"], "a*K[n] <= 0")
    before = p.apply(p.assume(known), {}, inside)
    parts = product(x, before), product((x, "L-n-1"), (y, "n"), root="a"), ("-a", at)
    grown = p.generalize(p.combine("a*K[n+1] <= 0", *parts, scale=[y]), "", ["n + 1 <= L"])
    first = p.generalize(p.combine("a*K[0] <= 0", ("-a", start)), "", ["0 <= L"])
    sign = p.induction(known, "n", 0, first, grown)
    last = p.combine("L - 1 >= 0", depth)
    sign = p.apply(sign, {"n": "L-1"}, last, p.combine("L - 1 <= L", product()))
    at_end = p.apply(vanishing, {"i": "L"}, depth, p.combine("L <= L"))
    parts = product(x, sign), ("-a", at_end), ("a*y", end)
    square = p.combine("a^2 <= 0", *parts, scale=[(y, "L-1")])
    cases = {"eq": p.assume("a = 0")}
    for case, side in (("gt", "a > 0"), ("lt", "a < 0")):
        clash = p.combine("0 > 0", square, product((p.assume(side), 2)))
        cases[case] = p.absurd(clash, "a = 0")
    zero = p.cases("a", **cases)

    known = forall("", ["n <= L"], "K[n] = 0")
    parts = (1, at), ("x", p.apply(p.assume(known), {}, inside)), (f"-{ROW.g('(n+1)')}", zero)
    grown = p.generalize(p.combine("K[n+1] = 0", *parts, scale=[y]), "", ["n + 1 <= L"])
    all_zero = p.induction(known, "n", 0, p.generalize(start, "", ["0 <= L"]), grown)
    return zero, p.apply(all_zero, {}, p.assume("n <= L"))


if __name__ == "__main__":
    raise SystemExit(run(prove))
