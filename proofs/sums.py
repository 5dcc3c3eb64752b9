"""Finite sums are compared term by term.

For sequences A, B of partial sums and N >= 0: if A[k+1] - A[k] <= B[k+1] - B[k] for
0 <= k < N, then A[N] - A[0] <= B[N] - B[0].

Idea: induction on the number n of terms, as long as n <= N.
"""

from symfact.prover import Proof, forall, product
from symfact.theorems import run

TERMS = forall("k", ["k >= 0", "k < N"], "A[k+1] - A[k] <= B[k+1] - B[k]")
UNTIL = forall("", ["n < N + 1"], "A[n] - A[0] <= B[n] - B[0]")


def prove():
    p = Proof("sums", "Finite sums, term by term", integer="N n k", sequence="A B")
    inside = p.assume("n < N")
    before = p.apply(p.assume(UNTIL), {}, p.combine("n < N + 1", inside, product()))
    term = p.apply(p.assume(TERMS), {"k": "n"}, p.assume("n >= 0"), inside)
    grown = p.combine("A[n+1] - A[0] <= B[n+1] - B[0]", before, term)
    start = p.generalize(p.combine("A[0] - A[0] <= B[0] - B[0]"), "", ["0 < N + 1"])
    sums = p.induction(UNTIL, "n", 0, start, p.generalize(grown, "", ["n + 1 < N + 1"]))
    sums = p.apply(sums, {"n": "N"}, p.combine("N < N + 1", product()))
    p.claim("sums", sums, TERMS, "N >= 0", then="A[N] - A[0] <= B[N] - B[0]")
    return p


if __name__ == "__main__":
    raise SystemExit(run(prove))
