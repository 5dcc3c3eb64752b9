"""The action of alpha I + beta s s^T of any size L on a vector u.

    sum_k H[k] u[k] = alpha u[j] + beta s[j] (s . u)

where H is row j of the matrix: H[j] = alpha + beta, H[k] = beta s[j] s[k] for k /= j, and
s[k]^2 = 1.  Hence u = s has eigenvalue alpha + beta L, and every u orthogonal to s, a space
of dimension L - 1, has eigenvalue alpha; for beta = 0 as well (compare (30)-(34)).

Idea: partial sums A of s . u and B of the row, by induction: B[n] = beta s[j] A[n] before
j, and B[n] = alpha u[j] + beta s[j] A[n] from j on.
"""

from symfact.prover import Proof, forall, product
from symfact.theorems import run

DOT = ["A[0] = 0", forall("k", ["k >= 0"], "A[k+1] = A[k] + s[k+1]*u[k+1]")]
ROW = ["B[0] = 0", forall("k", ["k >= 0"], "B[k+1] = B[k] + H[k+1]*u[k+1]")]
ENTRIES = ["H[j] = alpha + beta", forall("k", ["k != j"], "H[k] = beta*s[j]*s[k]")]
SIGNS = forall("k", ["k >= 1"], "s[k]^2 = 1")
GIVEN = [*DOT, *ROW, *ENTRIES, SIGNS, "1 <= j", "j <= L"]
BEFORE = forall("", ["n < j"], "B[n] = beta*s[j]*A[n]")
FROM = "B[n] = alpha*u[j] + beta*s[j]*A[n]"


def prove():
    p = Proof(
        "rows",
        "The action of alpha I + beta s s^T (28)-(34)",
        real="alpha beta e",
        integer="n k j L",
        sequence="s u A B H",
    )
    (a0, a_next), (b0, b_next), (diagonal, off) = (map(p.assume, s) for s in (DOT, ROW, ENTRIES))
    signs, lower, upper, n0 = map(p.assume, (SIGNS, "1 <= j", "j <= L", "n >= 0"))
    a, b = p.apply(a_next, {"k": "n"}, n0), p.apply(b_next, {"k": "n"}, n0)
    sums = [("-beta*s[j]", a), (1, b)]

    start = p.combine("B[0] = beta*s[j]*A[0]", (1, b0), ("-beta*s[j]", a0))
    start = p.generalize(start, "", ["0 < j"])
    less = p.assume("n + 1 < j")
    entry = p.apply(off, {"k": "n+1"}, p.combine("n + 1 != j", product(less, c=-1)))
    entry = ("u[n+1]", entry)
    known = p.apply(p.assume(BEFORE), {}, p.combine("n < j", less, product()))
    grown = p.combine("B[n+1] = beta*s[j]*A[n+1]", (1, known), *sums, entry)
    before = p.induction(BEFORE, "n", 0, start, p.generalize(grown, "", ["n + 1 < j"]))

    last = p.combine("j - 1 >= 0", lower)
    a_j = p.apply(a_next, {"k": "j-1"}, last, goal="A[j] = A[j-1] + s[j]*u[j]")
    b_j = p.apply(b_next, {"k": "j-1"}, last, goal="B[j] = B[j-1] + H[j]*u[j]")
    just = p.apply(before, {"n": "j-1"}, last, p.combine("j - 1 < j", product()))
    unit = p.apply(signs, {"k": "j"}, lower)
    parts = [(1, just), (1, b_j), ("-beta*s[j]", a_j), ("u[j]", diagonal), ("-beta*u[j]", unit)]
    at_j = p.combine("B[j] = alpha*u[j] + beta*s[j]*A[j]", *parts)
    past, n_j = p.assume("n >= j"), p.combine("n >= 0", p.assume("n >= j"), lower, product())
    a, b = p.apply(a, {}, n_j), p.apply(b, {}, n_j)
    entry = p.apply(
        off, {"k": "n+1"}, p.combine("n + 1 != j", product(p.combine("n + 1 > j", past, product())))
    )
    parts = [(1, p.assume(FROM)), ("-beta*s[j]", a), (1, b), ("u[n+1]", entry)]
    grown = p.combine("B[n+1] = alpha*u[j] + beta*s[j]*A[n+1]", *parts)
    row = p.apply(p.induction(FROM, "n", "j", at_j, grown), {"n": "L"}, upper)
    p.claim("row", row, *GIVEN, then="B[L] = alpha*u[j] + beta*s[j]*A[L]", reference="(28)")

    eigen = p.assume("B[L] = e*u[j]")
    moved = p.combine("u[j]*(e - alpha) = beta*s[j]*A[L]", (1, row), (-1, eigen))
    p.claim("rearranged", moved, *GIVEN, eigen.conclusion, then=moved.conclusion, reference="(30)")
    orthogonal = p.combine("B[L] = alpha*u[j]", (1, row), ("beta*s[j]", p.assume("A[L] = 0")))
    p.claim(
        "orthogonal to s",
        orthogonal,
        *GIVEN,
        "A[L] = 0",
        then="B[L] = alpha*u[j]",
        reference="(34)",
    )
    _along(p, row)
    return p


def _along(p, row):
    """For u = s: s . s = L."""
    same, signs, n0 = (
        p.assume(forall("k", ["k >= 1"], "u[k] = s[k]")),
        p.assume(SIGNS),
        p.assume("n >= 0"),
    )
    a0, a_next = map(p.assume, DOT)
    at = {"k": "n+1"}
    one = p.combine("n + 1 >= 1", n0)
    parts = [
        (1, p.apply(a_next, {"k": "n"}, n0)),
        ("s[n+1]", p.apply(same, at, one)),
        (1, p.apply(signs, at, one)),
    ]
    grown = p.combine("A[n+1] = n + 1", (1, p.assume("A[n] = n")), *parts)
    norm = p.induction("A[n] = n", "n", 0, a0, grown)
    lower, upper = p.assume("1 <= j"), p.assume("j <= L")
    norm = p.apply(norm, {"n": "L"}, p.combine("L >= 0", lower, upper, product()))
    value = "B[L] = (alpha + beta*L)*s[j]"
    at_j = p.apply(same, {"k": "j"}, lower)
    along = p.combine(value, (1, row), ("beta*s[j]", norm), ("alpha", at_j))
    p.claim(
        "along s",
        along,
        *GIVEN,
        forall("k", ["k >= 1"], "u[k] = s[k]"),
        then=value,
        reference="(34)",
    )


if __name__ == "__main__":
    raise SystemExit(run(prove))
