"""The exact trace of the whole Hessian of deep matrix factorization.

At layers W_i = X, diagonal with entries x_k >= 0, moving the entry (p, q) of W_i by z moves that
of the product W_L...W_1, and no other entry, by z g with g = x_p^(L-i) x_q^(i-1), 0^0 = 1.  So
the second derivative of ||M - W_L...W_1||^2 + c sum ||W_i||^2 is 2 g^2 + 2c, and the trace of the
Hessian is, whatever M is,

    2c W + 2 sum over i of (sum_(p <= d_i) x_p^(2(L-i))) (sum_(q <= d_(i-1)) x_q^(2(i-1))),

W = sum of d_i d_(i-1) being the number of weights.  Inactive indices, x_p = 0, add nothing to a
sum of powers, but to those of x_p^0 = 1, which are d_L (for i = L) and d_0 (for i = 1).

    derivative    2 g^2 + 2c, with e the entry of M minus the product, h that of W_i
    entries       of one layer, a[p] = x_p^(2(L-i)) and b[q] = x_q^(2(i-1)), d_i rows and n columns
                  (entry (p, q) is at p*N+q, as in double_sum.py): 2 A[d_i] B[n] + 2c d_i n in all
    total         t[L] = 2c W[L] + 2 S[L] where layer i has 2 P[i] Q[i] + 2c d[i] d[i-1]
    inactive      A[d_i] = A[r] if a[p] = 0 for p > r, d_i >= r
    ends          A[d_i] = d_i if every a[p] = 1

Idea: sums by induction.
"""

from symfact.prover import Proof, forall, product
from symfact.theorems import run


def partial_sums(name, term, index="k"):
    """The definition of name[n] as the sum of the first n terms."""
    grown = f"{name}[{index}+1] = {name}[{index}] + {term}"
    return [f"{name}[0] = 0", forall(index, [f"{index} >= 0"], grown)]


A, B = partial_sums("A", "a[k+1]"), partial_sums("B", "b[k+1]")
ROW = [
    forall("p", ["p >= 1"], "R[p*N] = 0"),
    forall(
        "p q",
        ["p >= 1", "q >= 0", "q < n"],
        "R[p*N+q+1] = R[p*N+q] + (2*a[p]*b[q+1] + 2*c)",
    ),
]
LAYER = partial_sums("T", "R[(p+1)*N+n]", "p")
TRACE = partial_sums("t", "(2*P[k+1]*Q[k+1] + 2*c*d[k+1]*d[k])")
POWERS, WEIGHTS = partial_sums("S", "P[k+1]*Q[k+1]"), partial_sums("W", "d[k+1]*d[k]")


def prove():
    p = Proof(
        "trace_total",
        "The exact trace of the Hessian of deep matrix factorization",
        real="c e g h z",
        integer="L N d_i n k p q r",
        sequence="a b d t A B P Q R S T W",
    )
    moved = "diff(diff((e - z*g)^2 + c*(h + z)^2, z), z) = 2*g^2 + 2*c"
    p.claim("derivative", p.combine(moved), then=moved)
    natural, (t0, t_next) = p.assume("p >= 0"), map(p.assume, LAYER)
    (a0, a_next) = map(p.assume, A)
    row = p.apply(_row(p), {"p": "p+1"}, p.combine("p + 1 >= 1", natural))
    goal = "T[p] = 2*A[p]*B[n] + 2*c*p*n"
    start = p.combine("T[0] = 2*A[0]*B[n] + 2*c*0*n", (1, t0), ("-2*B[n]", a0))
    grown = p.combine(
        "T[p+1] = 2*A[p+1]*B[n] + 2*c*(p+1)*n",
        (1, p.assume(goal)),
        (1, p.apply(t_next, {}, natural)),
        ("-2*B[n]", p.apply(a_next, {"k": "p"}, natural)),
        (1, row),
    )
    layer = p.apply(p.induction(goal, "p", 0, start, grown), {"p": "d_i"})
    given = [*A, *B, *ROW, *LAYER, "n >= 0", "d_i >= 0"]
    p.claim("entries", layer, *given, then="T[d_i] = 2*A[d_i]*B[n] + 2*c*d_i*n")
    _total(p)
    _sums_of_powers(p, a0, a_next)
    return p


def _row(p):
    """The sum of row p is 2 a[p] B[n] + 2c n."""
    natural, within, first = map(p.assume, ("q >= 0", "q + 1 <= n", "p >= 1"))
    (r0, r_next), (b0, b_next) = map(p.assume, ROW), map(p.assume, B)
    goal = forall("", ["q <= n"], "R[p*N+q] = 2*a[p]*B[q] + 2*c*q")
    start = p.combine("R[p*N] = 2*a[p]*B[0] + 2*c*0", (1, p.apply(r0, {}, first)), ("-2*a[p]", b0))
    grown = p.combine(
        "R[p*N+q+1] = 2*a[p]*B[q+1] + 2*c*(q+1)",
        (1, p.apply(p.assume(goal), {}, p.combine("q <= n", within, product()))),
        (1, p.apply(r_next, {}, first, natural, p.combine("q < n", within, product()))),
        ("-2*a[p]", p.apply(b_next, {"k": "q"}, natural)),
    )
    start, grown = p.generalize(start, "", ["0 <= n"]), p.generalize(grown, "", ["q + 1 <= n"])
    row = p.induction(goal, "q", 0, start, grown)
    return p.apply(row, {"q": "n"}, p.assume("n >= 0"), p.combine("n <= n"))


def _total(p):
    natural, start, terms = p.assume("k >= 0"), [], []
    for cofactor, (first, following) in ((1, TRACE), ("-2*c", WEIGHTS), (-2, POWERS)):
        start.append((cofactor, p.assume(first)))
        terms.append((cofactor, p.apply(p.assume(following), {}, natural)))
    goal = "t[k] = 2*c*W[k] + 2*S[k]"
    start, terms = p.combine(goal.replace("[k]", "[0]"), *start), [(1, p.assume(goal)), *terms]
    grown = p.combine(goal.replace("[k]", "[k+1]"), *terms)
    total = p.apply(p.induction(goal, "k", 0, start, grown), {"k": "L"})
    p.claim("total", total, *TRACE, *WEIGHTS, *POWERS, "L >= 0", then=total.conclusion)


def _sums_of_powers(p, a0, a_next):
    """The sums of powers of the entries: inactive ones, and the power 0."""
    zeros, ones = forall("p", ["p > r"], "a[p] = 0"), forall("p", ["p >= 1"], "a[p] = 1")
    above, r0, natural = p.assume("k >= r"), p.assume("r >= 0"), p.assume("k >= 0")
    following = p.apply(a_next, {}, p.combine("k >= 0", above, r0))
    zero = p.apply(p.assume(zeros), {"p": "k+1"}, p.combine("k + 1 > r", above, product()))
    grown = p.combine("A[k+1] = A[r]", (1, p.assume("A[k] = A[r]")), (1, following), (1, zero))
    same = p.induction("A[k] = A[r]", "k", "r", p.combine("A[r] = A[r]"), grown)
    same = p.apply(same, {"k": "d_i"})
    p.claim("inactive", same, A[1], zeros, "r >= 0", "d_i >= r", then="A[d_i] = A[r]")
    one = p.apply(p.assume(ones), {"p": "k+1"}, p.combine("k + 1 >= 1", natural))
    following = (1, p.apply(a_next, {}, natural))
    grown = p.combine("A[k+1] = k + 1", (1, p.assume("A[k] = k")), following, (1, one))
    count = p.apply(p.induction("A[k] = k", "k", 0, a0, grown), {"k": "d_i"})
    p.claim("ends", count, *A, ones, "d_i >= 0", then="A[d_i] = d_i")


if __name__ == "__main__":
    raise SystemExit(run(prove))
