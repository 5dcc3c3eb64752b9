"""A row of the Hessian between two active singular values, as three sums.

In the notation of pair_hessian.py, for every number of layers L and all x, y > 0, also x = y,
let R[L] be row j of the Hessian, the row of u_j with entries A for the u_i and B for the v_i,
times a vector (u, v).  With g_i = x^(L-i) y^(i-1),

    R[L] = 2 g_j P[L] + 2c u_j - 2c Q[j-1] - 2c S[L],

    P[L] = sum_{i=1}^{L} g_i u_i,   Q[j-1] = sum_{i<j} (y/x)^(j-i-1) v_i,
    S[L] = sum_{i>j} (x/y)^(i-j-1) v_i,

where R, P, Q and S are sequences of partial sums.  The row of v_j is the same with x and y, u
and v exchanged.

Idea: induction, up to layer j - 1 without u_j and S, from layer j on with them.
"""

from symfact.prover import Proof, forall, product
from symfact.theorems import run

POSITIVE = ["x > 0", "y > 0"]
LAYER = ["1 <= j", "j <= L"]


def g(i, x="x", y="y"):
    return f"{x}^(L-{i})*{y}^({i}-1)"


def row(x="x", y="y", u="u", v="v"):
    """Row u_j of the Hessian times (u, v); with the letters exchanged, row v_j."""
    return [
        "R[0] = 0",
        forall("i", ["i >= 0"], f"R[i+1] = R[i] + A[i+1]*{u}[i+1] + B[i+1]*{v}[i+1]"),
        f"A[j] = 2*({g('j', x, y)})^2 + 2*c",
        forall("i", ["i != j"], f"A[i] = 2*{g('i', x, y)}*{g('j', x, y)}"),
        "B[j] = 0",
        forall("i", ["i < j"], f"B[i] = -2*c*({y}/{x})^(j-i-1)"),
        forall("i", ["i > j"], f"B[i] = -2*c*({x}/{y})^(i-j-1)"),
    ]


GJ = g("j")
SUMS = [
    "P[0] = 0",
    forall("i", ["i >= 0", "i < L"], "P[i+1] = P[i] + x^(L-1-i)*y^i*u[i+1]"),
    "Q[0] = 0",
    forall("i", ["i >= 0", "i < j-1"], "Q[i+1] = Q[i] + (y/x)^(j-i-2)*v[i+1]"),
    "S[j] = 0",
    forall("i", ["i >= j", "i < L"], "S[i+1] = S[i] + (x/y)^(i-j)*v[i+1]"),
]


def before(n):
    return f"R[{n}] = 2*{GJ}*P[{n}] - 2*c*Q[{n}]"


def from_j(n):
    return f"R[{n}] = 2*{GJ}*P[{n}] + 2*c*u[j] - 2*c*Q[j-1] - 2*c*S[{n}]"


BEFORE, FROM = forall("", ["n < j"], before("n")), forall("", ["n <= L"], from_j("n"))


def prove():
    p = Proof(
        "pair_row",
        "A row of the Hessian between two active singular values",
        real="x y c",
        integer="L n i j",
        sequence="u v A B R P Q S",
    )
    for guard in POSITIVE:
        p.assume(guard)
    fact = _from_layer_j(p, _before_layer_j(p))
    given = [*POSITIVE, *LAYER, *row(), *SUMS]
    p.claim("row", fact, *given, then=from_j("L"))
    return p


def _before_layer_j(p):
    r0, r_next, _, off, _, entry, _ = map(p.assume, row())
    p0, p_next, q0, q_next, *_ = map(p.assume, SUMS)
    n0, less, upper = map(p.assume, ("n >= 0", "n + 1 < j", "j <= L"))
    known = p.apply(p.assume(BEFORE), {}, p.combine("n < j", less, product()))
    at, following = {"i": "n"}, {"i": "n+1"}
    parts = [
        (1, known),
        (1, p.apply(r_next, at, n0)),
        ("u[n+1]", p.apply(off, following, p.combine("n + 1 != j", product(less, c=-1)))),
        ("v[n+1]", p.apply(entry, following, less)),
        (f"-2*{GJ}", p.apply(p_next, at, n0, p.combine("n < L", less, upper, product()))),
        ("2*c", p.apply(q_next, at, n0, p.combine("n < j - 1", less))),
    ]
    grown = p.combine(before("n+1"), *parts)
    start = p.combine(before(0), (1, r0), (f"-2*{GJ}", p0), ("2*c", q0))
    start, grown = p.generalize(start, "", ["0 < j"]), p.generalize(grown, "", ["n + 1 < j"])
    return p.induction(BEFORE, "n", 0, start, grown)


def _from_layer_j(p, known):
    _, r_next, diagonal, off, none, _, entry = map(p.assume, row())
    _, p_next, _, _, s_start, s_next = map(p.assume, SUMS)
    lower, upper = map(p.assume, LAYER)
    last, at = p.combine("j - 1 >= 0", lower), {"i": "j-1"}
    parts = [
        (1, p.apply(known, {"n": "j-1"}, last, p.combine("j - 1 < j", product()))),
        (1, p.apply(r_next, at, last)),
        ("u[j]", diagonal),
        ("v[j]", none),
        (f"-2*{GJ}", p.apply(p_next, at, last, p.combine("j - 1 < L", upper, product()))),
        ("2*c", s_start),
    ]
    start = p.combine(from_j("j"), *parts)

    past, more = p.assume("n >= j"), p.assume("n + 1 <= L")
    n0, inside = p.combine("n >= 0", past, lower, product()), p.combine("n < L", more, product())
    after = p.combine("n + 1 > j", past, product())
    at, following = {"i": "n"}, {"i": "n+1"}
    parts = [
        (1, p.apply(p.assume(FROM), {}, p.combine("n <= L", more, product()))),
        (1, p.apply(r_next, at, n0)),
        ("u[n+1]", p.apply(off, following, p.combine("n + 1 != j", product(after)))),
        ("v[n+1]", p.apply(entry, following, after)),
        (f"-2*{GJ}", p.apply(p_next, at, n0, inside)),
        ("2*c", p.apply(s_next, at, past, inside)),
    ]
    start = p.generalize(start, "", ["j <= L"])
    grown = p.generalize(p.combine(from_j("n+1"), *parts), "", ["n + 1 <= L"])
    row_j = p.induction(FROM, "n", "j", start, grown)
    return p.apply(row_j, {"n": "L"}, upper, p.combine("L <= L"))


if __name__ == "__main__":
    raise SystemExit(run(prove))
