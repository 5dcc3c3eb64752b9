"""The two sums in the eigenvalues of a pair of active singular values.

For every number of layers L >= 1 and x, y > 0 let

    G = sum_{k=0}^{L-1} x^(2(L-1-k)) y^(2k),    T = sum_{k=1}^{L-1} (x/y)^(2k-L).

    reversed   with x and y exchanged both sums are the same
    ties       for x = y: G = L x^(2L-2) and T = L - 1
    two        for L = 2: T = 1

G[n] and T[n] are the sums of the first n terms.

Idea: the first n terms of one sum are the last n terms of the other, by induction; for x = y
every term of G is x^(2L-2) and every term of T is 1.
"""

from symfact.prover import Proof, forall, product
from symfact.theorems import proved, run

POSITIVE = ["x > 0", "y > 0"]


def sum_g(name="G", x="x", y="y"):
    term = f"{x}^(2*(L-1-i))*{y}^(2*i)"
    return [f"{name}[0] = 0", forall("i", ["i >= 0", "i < L"], f"{name}[i+1] = {name}[i] + {term}")]


def sum_t(name="T", x="x", y="y", depth="L"):
    step = f"{name}[i+1] = {name}[i] + ({x}/{y})^(2*(i+1)-{depth})"
    return [f"{name}[0] = 0", forall("i", ["i >= 0", f"i < {depth}-1"], step)]


def prove():
    p = Proof(
        "pair_sums",
        "The sums in the eigenvalues of a pair of active singular values",
        real="x y",
        integer="L n i",
        sequence="G T H U",
    )
    for guard in POSITIVE:
        p.assume(guard)
    other_g, other_t = sum_g("H", "y", "x"), sum_t("U", "y", "x")
    same = _reversed(p, "GH", sum_g(), other_g, "L")
    p.claim("G reversed", same, *POSITIVE, *sum_g(), *other_g, "L >= 0", then="H[L] = G[L]")
    same = _reversed(p, "TU", sum_t(), other_t, "(L-1)")
    p.claim("T reversed", same, *POSITIVE, *sum_t(), *other_t, "L >= 1", then="U[L-1] = T[L-1]")

    given = [*POSITIVE, "x = y", "L >= 1"]
    p.claim("G at x = y", _tied_g(p), *given, *sum_g(), then="G[L] = L*x^(2*L-2)")
    p.claim("T at x = y", _tied_t(p), *given, *sum_t(), then="T[L-1] = L - 1")

    start, following = map(p.assume, sum_t(depth="2"))
    first = p.apply(following, {"i": 0}, p.combine("0 >= 0"), p.combine("0 < 2 - 1", product()))
    two = p.combine("T[1] = 1", (1, first), (1, start))
    p.claim("T for L = 2", two, *POSITIVE, *sum_t(depth="2"), then="T[1] = 1")
    return p


def _reversed(p, names, sums, reversed_, count):
    """The first n terms of one sum are the last n of the other: H[n] = G[L] - G[L-n]."""
    (first, step), (start, other) = map(p.assume, sums), map(p.assume, reversed_)
    a, b = names
    n0, more = p.assume("n >= 0"), p.assume(f"n + 1 <= {count}")
    known = forall("", [f"n <= {count}"], f"{b}[n] = {a}[{count}] - {a}[{count}-n]")
    parts = [
        (1, p.apply(p.assume(known), {}, p.combine(f"n <= {count}", more, product()))),
        (1, p.apply(other, {"i": "n"}, n0, p.combine(f"n < {count}", more, product()))),
        (
            -1,
            p.apply(
                step,
                {"i": f"{count}-1-n"},
                p.combine(f"{count} - 1 - n >= 0", more),
                p.combine(f"{count} - 1 - n < {count}", n0, product()),
            ),
        ),
    ]
    grown = p.combine(f"{b}[n+1] = {a}[{count}] - {a}[{count}-n-1]", *parts)
    start = p.combine(f"{b}[0] = {a}[{count}] - {a}[{count}]", (1, start))
    start = p.generalize(start, "", [f"0 <= {count}"])
    grown = p.generalize(grown, "", [f"n + 1 <= {count}"])
    sums = p.induction(known, "n", 0, start, grown)
    natural, all_ = p.assume(f"{count} >= 0"), p.combine(f"{count} <= {count}")
    whole = p.apply(sums, {"n": count}, natural, all_)
    return p.combine(f"{b}[{count}] = {a}[{count}]", (1, whole), (-1, first))


def _tied_g(p):
    (start, step), n0, more = map(p.assume, sum_g()), p.assume("n >= 0"), p.assume("n + 1 <= L")
    known = forall("", ["n <= L"], "G[n] = n*x^(2*L-2)")
    parts = [
        (1, p.apply(p.assume(known), {}, p.combine("n <= L", more, product()))),
        (1, p.apply(step, {"i": "n"}, n0, p.combine("n < L", more, product()))),
        _equal(p, "2*n", p.combine("2*n >= 0", product(n0, c=2))),
    ]
    grown = p.generalize(p.combine("G[n+1] = (n+1)*x^(2*L-2)", *parts), "", ["n + 1 <= L"])
    start = p.generalize(p.combine("G[0] = 0*x^(2*L-2)", (1, start)), "", ["0 <= L"])
    total = p.induction(known, "n", 0, start, grown)
    natural = p.combine("L >= 0", p.assume("L >= 1"), product())
    return p.apply(total, {"n": "L"}, natural, p.combine("L <= L"))


def _tied_t(p):
    (start, step), n0, depth = map(p.assume, sum_t()), p.assume("n >= 0"), p.assume("L >= 1")
    more = p.assume("n + 1 <= L - 1")
    known = forall("", ["n <= L - 1"], "T[n] = n")
    natural = p.combine("2*(n + 1) >= 0", product(n0, c=2), product(c=2))
    parts = [
        (1, p.apply(p.assume(known), {}, p.combine("n <= L - 1", more, product()))),
        (1, p.apply(step, {"i": "n"}, n0, p.combine("n < L - 1", more, product()))),
        ("x^(-L)*y^(L-2*n-2)", _equal(p, "2*(n+1)", natural)),
        ("-x^(-L)", _equal(p, "L", p.combine("L >= 0", depth, product()))),
    ]
    grown = p.generalize(p.combine("T[n+1] = n + 1", *parts), "", ["n + 1 <= L - 1"])
    total = p.induction(known, "n", 0, p.generalize(start, "", ["0 <= L - 1"]), grown)
    natural = p.combine("L - 1 >= 0", depth)
    return p.apply(total, {"n": "L-1"}, natural, p.combine("L - 1 <= L - 1"))


def _equal(p, exponent, natural):
    """x^n = y^n for x = y."""
    given = map(p.assume, (*POSITIVE, "x = y"))
    return p.apply(p.use(proved("powers"), "congruence"), {"n": exponent}, *given, natural)


if __name__ == "__main__":
    raise SystemExit(run(prove))
