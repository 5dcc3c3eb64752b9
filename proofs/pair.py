"""The two eigenvalues of a pair of active singular values that depend on both of them.

In the notation of pair_hessian.py, for every number of layers L >= 1 and all x, y > 0, also
x = y: with g_i = x^(L-i) y^(i-1), h_i = y^(L-i) x^(i-1) and

    G = sum_{k=0}^{L-1} x^(2(L-1-k)) y^(2k),    T = sum_{k=1}^{L-1} (x/y)^(2k-L),

the Hessian has the eigenvectors and eigenvalues

    (u, v) = (g, -h):  2G + 2c (1 + T),      (u, v) = (g, h):  2G + 2c (1 - T).

More generally it maps (a g, b h) to (2 (a G + a c - b c T) g, 2 (b G + b c - a c T) h).

R[L] is row j of the Hessian, with entries A and B, times (u, v); see pair_row.py.

Idea: the sum of (y/x)^(j-i-1) h_i over i < j and that of (x/y)^(i-j-1) h_i over i > j are g_j
times the terms k < j and k >= j of T, so no geometric sum has to be evaluated.  The row of v_j
is the row of u_j with x and y, u and v exchanged, which only reverses the order of both sums.
"""

from symfact.prover import Proof, forall, product
from symfact.theorems import load, proved, run

ROW, SUMS = load("pair_row"), load("pair_sums")
GIVEN = [*ROW.POSITIVE, *ROW.LAYER, *SUMS.sum_g(), *SUMS.sum_t()]
EIGENVALUES = {"-": "(2*G[L] + 2*c*(1 + T[L-1]))", "": "(2*G[L] + 2*c*(1 - T[L-1]))"}


def vector(a, b):
    """(u, v) = (a g, b h)."""
    return [
        forall("i", ["i >= 1"], f"u[i] = {a}{ROW.g('i')}"),
        forall("i", ["i >= 1"], f"v[i] = {b}{ROW.g('i', 'y', 'x')}"),
    ]


def prove():
    p = Proof(
        "pair",
        "The eigenvalues of a pair of active singular values",
        real="x y c a b",
        integer="L n i j k",
        sequence="u v A B R G T",
    )
    for guard in ROW.POSITIVE:
        p.assume(guard)
    row_u = _row_u(p)
    for letter, row_j, entries, part in (
        ("u", row_u, ROW.row(), 0),
        ("v", _row_v(p, row_u), ROW.row("y", "x", "v", "u"), 1),
    ):
        given = [*GIVEN, *vector("a*", "b*"), *entries]
        name = f"row of {letter}_j"
        p.claim(f"(a g, b h), {name}", row_j, *given, then=row_j.conclusion)
        for sign, value in EIGENVALUES.items():
            moved = vector("", sign)
            at_j = p.apply(p.assume(moved[part]), {"i": "j"}, p.assume("1 <= j"))
            at_1 = p.apply(row_j, {"a": 1, "b": f"{sign}1"})
            goal = f"R[L] = {value}*{letter}[j]"
            fact = p.combine(goal, (1, at_1), (f"-{value}", at_j))
            p.claim(f"(g, {sign}h), {name}", fact, *GIVEN, *moved, *entries, then=goal)
    return p


def _row_u(p):
    """For (u, v) = (a g, b h), row u_j gives 2 g_j (a G + a c - b c T)."""
    (lower, _), (g0, g_next) = map(p.assume, ROW.LAYER), map(p.assume, SUMS.sum_g())
    (t0, t_next), (u, v) = map(p.assume, SUMS.sum_t()), map(p.assume, vector("a*", "b*"))
    (g_j, b), at = (ROW.g("j"), f"b*{ROW.g('j')}"), {"i": "i+1"}
    i0, inside = p.assume("i >= 0"), p.assume("i < L")
    one = p.combine("i + 1 >= 1", i0)
    u_next, v_next = p.apply(u, at, one), p.apply(v, at, one)

    goal = "a*G[i+1] = a*G[i] + x^(L-1-i)*y^i*u[i+1]"
    term = p.combine(goal, ("a", p.apply(g_next, {}, i0, inside)), ("-x^(L-1-i)*y^i", u_next))
    with_u = p.combine("a*G[0] = 0", ("a", g0)), p.generalize(term, "i", ["i >= 0", "i < L"])

    # Before layer j.
    less, upper = p.assume("i < j - 1"), p.assume("j <= L")
    t = p.apply(t_next, {}, i0, p.combine("i < L - 1", less, upper))
    goal = f"{b}*T[i+1] = {b}*T[i] + (y/x)^(j-i-2)*v[i+1]"
    term = p.combine(goal, (b, t), ("-(y/x)^(j-i-2)", v_next))
    before = p.combine(f"{b}*T[0] = 0", (b, t0)), p.generalize(term, "i", ["i >= 0", "i < j-1"])

    # Behind it.
    past = p.assume("i >= j")
    natural, to_0 = (
        p.combine("i - 1 >= 0", past, lower),
        p.combine("i >= 0", past, lower, product()),
    )
    t = p.apply(t_next, {"i": "i-1"}, natural, p.combine("i - 1 < L - 1", inside))
    goal = f"{b}*(T[i] - T[j-1]) = {b}*(T[i-1] - T[j-1]) + (x/y)^(i-j)*v[i+1]"
    term = p.combine(goal, (b, t), ("-(x/y)^(i-j)", p.apply(v_next, {}, to_0)))
    start = p.combine(f"{b}*(T[j-1] - T[j-1]) = 0")
    behind = start, p.generalize(term, "i", ["i >= j", "i < L"])

    sums = {"P": ("k", "a*G[k]"), "Q": ("k", f"{b}*T[k]"), "S": ("k", f"{b}*(T[k-1] - T[j-1])")}
    row_j = p.apply(p.use(proved("pair_row"), "row"), sums, *with_u, *before, *behind)
    goal = f"R[L] = 2*{g_j}*(a*G[L] + a*c - b*c*T[L-1])"
    return p.combine(goal, (1, row_j), ("2*c", p.apply(u, {"i": "j"}, lower)))


def _row_v(p, row_u):
    """For (u, v) = (a g, b h), row v_j gives 2 h_j (b G + b c - a c T): exchange and reverse."""
    (g0, g_next), (t0, t_next) = map(p.assume, SUMS.sum_g()), map(p.assume, SUMS.sum_t())
    i0, inside, less = map(p.assume, ("i >= 0", "i < L", "i < L - 1"))
    layer = p.integer(p.combine("L - i > 0", inside), "L - 1 - i >= 0")
    term = p.apply(g_next, {"i": "L-1-i"}, layer, p.combine("L - 1 - i < L", i0, product()))
    goal = "G[L] - G[L-i-1] = G[L] - G[L-i] + y^(2*(L-1-i))*x^(2*i)"
    g_terms = p.generalize(p.combine(goal, (1, term)), "i", ["i >= 0", "i < L"])
    layer = p.integer(p.combine("L - 1 - i > 0", less), "L - 2 - i >= 0")
    term = p.apply(t_next, {"i": "L-2-i"}, layer, p.combine("L - 2 - i < L - 1", i0, product()))
    goal = "T[L-1] - T[L-1-i-1] = T[L-1] - T[L-1-i] + (y/x)^(2*(i+1)-L)"
    t_terms = p.generalize(p.combine(goal, (1, term)), "i", ["i >= 0", "i < L-1"])

    letters = {"x": "y", "y": "x", "a": "b", "b": "a", "u": ("k", "v[k]"), "v": ("k", "u[k]")}
    sums = {"G": ("k", "G[L] - G[L-k]"), "T": ("k", "T[L-1] - T[L-1-k]")}
    starts = p.combine("G[L] - G[L] = 0"), p.combine("T[L-1] - T[L-1] = 0")
    row_j = p.apply(row_u, letters | sums, *starts, g_terms, t_terms)
    h_j = ROW.g("j", "y", "x")
    goal = f"R[L] = 2*{h_j}*(b*G[L] + b*c - a*c*T[L-1])"
    return p.combine(goal, (1, row_j), (f"-2*{h_j}*b", g0), (f"2*{h_j}*a*c", t0))


if __name__ == "__main__":
    raise SystemExit(run(prove))
