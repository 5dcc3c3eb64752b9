"""The product of diagonal matrices in which two entries have moved, for any sizes.

Let e[0] = 1 and e[k] = 0 for k /= 0, so that e[s-t] are the entries of the identity and
e[s-p] e[t-q] those of the matrix unit E_pq.  The entry (s, t) of C (Y + z E_PQ) B (X + y E_pq) A is

    e[s-t] D_s + y e[s-p] e[t-q] C_p Y_p B_p A_q + z e[s-P] e[t-Q] C_P B_Q X_Q A_Q
               + y z e[s-P] e[Q-p] e[t-q] C_P B_p A_q

with diagonal matrices A, X, B, Y, C, where p is a row of X and Q a column of Y: s >= 1, p <= N,
1 <= Q <= N, N being the number of rows or of columns of B, whichever is larger (B_k = 0 beyond
the smaller one).  Here D_s = h[N-s] C_s Y_s B_s X_s A_s with the unit step h,
h[k] = 1 for k >= 0 and 0 for k < 0, written as the sums of the e[i], i <= k.  The sum over
the index between Y and B is a sequence S of partial sums.  decoupling.py differentiates this.
Sources: derived here.

Idea: S[n] = h[n-s] Y_s G_s + z h[n-Q] e[s-P] G_Q by induction, G_k being the entry (k, t) of
B (X + y E_pq); then substitution.
"""

from symfact.prover import Proof, forall, product
from symfact.theorems import load, proved, run

UNIT, STEP = load("kronecker").UNIT, load("kronecker").STEP
INSIDE = ["s >= 1", "p <= N", "Q >= 1", "Q <= N"]


EARLY, LATE = "C[p]*Y[p]*B[p]*A[q]", "C[P]*B[Q]*X[Q]*A[Q]"
BOTH = "e[s-P]*e[Q-p]*e[t-q]*C[P]*B[p]*A[q]"
ENTRY = (
    "e[s-t]*h[N-s]*C[s]*Y[s]*B[s]*X[s]*A[s]"
    f" + y*e[s-p]*e[t-q]*{EARLY} + z*e[s-P]*e[t-Q]*{LATE} + y*z*{BOTH}"
)


def right(k):
    """The entry (k, t) of B (X + y E_pq)."""
    return f"(B[{k}]*(e[{k}-t]*X[{k}] + y*e[{k}-p]*e[t-q]))"


SUM = [
    "S[0] = 0",
    forall("k", ["k >= 0"], f"S[k+1] = S[k] + (e[k+1-s]*Y[s] + z*e[s-P]*e[k+1-Q])*{right('k+1')}"),
]


def prove():
    p = Proof(
        "matrix_units",
        "The product of diagonal matrices with two entries moved",
        real="y z",
        integer="j k l n a N s t p q P Q",
        sequence="h e F A B C X Y S",
    )
    substitution = p.use(proved("kronecker"), "substitution")
    step = p.use(proved("kronecker"), "step")
    total = _sum(p, substitution, step)
    p.state("product", _product(p, total, substitution, step))
    return p


def _sum(p, substitution, step):
    """The sum over the rows of B."""
    none, next_, s_0, s_next = map(p.assume, [*STEP, *SUM])
    row, _, first, last = map(p.assume, INSIDE)
    goal = "S[n] = h[n-s]*Y[s]*{} + h[n-Q]*z*e[s-P]*{}".format(right("s"), right("Q"))
    factors = {"s": f"Y[s]*{right('s')}", "Q": f"z*e[s-P]*{right('Q')}"}
    moved = {"s": "Y[s]", "Q": "z*e[s-P]"}
    start, grown = [(1, s_0)], [(1, p.assume(goal))]
    grown.append((1, p.apply(s_next, {"k": "n"}, p.assume("n >= 0"))))
    for at, inside in (("s", row), ("Q", first)):
        negative = p.combine(f"-{at} < 0", inside, product())
        start.append((f"-{factors[at]}", p.apply(none, {"k": f"-{at}"}, negative)))
        entry = {"k": "n+1", "a": at, "F": ("j", right("j"))}
        grown.append((moved[at], p.apply(substitution, entry)))
        grown.append((f"-{factors[at]}", p.apply(next_, {"k": f"n-{at}"})))
    start = p.combine(goal.replace("n", "0"), *start)
    grown = p.combine(goal.replace("n", "(n+1)"), *grown)
    size = p.combine("N >= 0", first, last, product())
    total = p.apply(p.induction(goal, "n", 0, start, grown), {"n": "N"}, size)
    inside = p.apply(step, {"k": "N-Q"}, p.combine("N - Q >= 0", last))
    goal = f"S[N] = h[N-s]*{factors['s']} + {factors['Q']}"
    return p.combine(goal, (1, total), (factors["Q"], inside))


def _product(p, total, substitution, step):
    def put(k, a, sequence):
        """In a product with e[k-a] the entry k of a sequence is the entry a."""
        return p.apply(substitution, {"k": k, "a": a, "F": ("j", sequence)})

    ends = {at: put("t", at, "A[j]") for at in ("q", "Q")}
    inside = p.apply(step, {"k": "N-p"}, p.combine("N - p >= 0", p.assume(INSIDE[1])))
    still = p.combine(
        "h[N-s]*Y[s]*B[s]*e[s-t]*X[s]*C[s]*A[t] = e[s-t]*h[N-s]*C[s]*Y[s]*B[s]*X[s]*A[s]",
        ("-h[N-s]*Y[s]*B[s]*X[s]*C[s]", put("s", "t", "A[j]")),
    )
    first = p.combine(
        f"h[N-s]*Y[s]*B[s]*e[s-p]*e[t-q]*C[s]*A[t] = e[s-p]*e[t-q]*{EARLY}",
        ("e[t-q]*A[t]", put("s", "p", "h[N-j]*Y[j]*B[j]*C[j]")),
        ("e[t-q]*e[s-p]*Y[p]*B[p]*C[p]*A[t]", inside),
        ("e[s-p]*Y[p]*B[p]*C[p]", ends["q"]),
    )
    row, turned = (
        put("s", "P", "C[j]"),
        p.apply(p.use(proved("kronecker"), "symmetric"), {"k": "t-Q"}),
    )
    second = p.combine(
        f"e[s-P]*B[Q]*e[Q-t]*X[Q]*C[s]*A[t] = e[s-P]*e[t-Q]*{LATE}",
        ("B[Q]*e[Q-t]*X[Q]*A[t]", row),
        ("e[s-P]*C[P]*B[Q]*X[Q]*A[t]", turned),
        ("e[s-P]*C[P]*B[Q]*X[Q]", ends["Q"]),
    )
    both = p.combine(
        f"e[s-P]*B[Q]*e[Q-p]*e[t-q]*C[s]*A[t] = {BOTH}",
        ("B[Q]*e[Q-p]*e[t-q]*A[t]", row),
        ("e[s-P]*C[P]*e[t-q]*A[t]", put("Q", "p", "B[j]")),
        ("e[s-P]*e[Q-p]*C[P]*B[p]", ends["q"]),
    )
    goal = f"C[s]*S[N]*A[t] = {ENTRY}"
    return p.combine(
        goal, ("C[s]*A[t]", total), (1, still), ("y", first), ("z", second), ("y*z", both)
    )


if __name__ == "__main__":
    raise SystemExit(run(prove))
