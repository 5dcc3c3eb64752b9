"""The reduction of deep matrix factorization to one scalar problem for each singular value.

Cited, not proved here: the singular value decomposition, and that orthogonal matrices change no
norm.  That <M, P> <= sum m[k] p[k] for the singular values m[k] of M and p[k] of P, both in
decreasing order, is proved in trace_inequality.py.

Let M have singular values m[1], ..., m[N], and let n <= N be the least width.  Layers that are
aligned, W_i = Q_i X Q_(i-1)^T with orthogonal Q_i, those of M at the ends, and X diagonal with
entries s[k] >= 0, s[k] = 0 for k > n, have a product with singular values p[k] = s[k]^L (0 where
s[k] = 0).  So their loss, ||M - W_L...W_1||^2 + c sum ||W_i||^2, is

    D[N] + c F[L],   D[N] = sum of (m[k] - p[k])^2,  F[L] = R[n] for each of the L layers,

R[n] being the sum of s[k]^2.  With g_k = (m[k] - p[k])^2 + L c s[k]^2, the scalar loss,

    aligned    D[N] + c F[L] = V[n] + B[N], where V[n] = g_1 + ... + g_n, and B[N] is the
               sum of m[k]^2 for n < k <= N
    least      if g_k >= J[k] for every k: the loss is >= S[n] + B[N], S[n] = J[1] + ... + J[n]
    attained   if g_k = J[k] for every k: the loss is S[n] + B[N]
    excess     it exceeds this by at least g_j - J[j], for every j <= n: aligned layers of least
               loss consist of scalar minimizers
    balanced   layers with W_i W_i^T = W_(i+1)^T W_(i+1) share their singular values s[k], those of
               their product P are p[k] = s[k]^L.  With q = <M, P>, A[N] = ||M||^2, E[N] = ||P||^2
               their loss is A[N] - 2q + E[N] + c F[L], and it is >= S[n] + B[N] as well

scalar_losses.py has the lower bounds J[k], and that scalar minimizers attain them.

Idea: sums over the singular values and over the layers, term by term.
"""

from symfact.prover import Proof, forall, product
from symfact.theorems import run


def partial_sums(name, term, first="0"):
    """The definition of name[n] as the sum of the terms with k = first, ..., n-1."""
    grown = forall("k", [f"k >= {first}"], f"{name}[k+1] = {name}[k] + {term}")
    return [f"{name}[{first}] = 0", grown]


SCALAR = "(m[{0}] - p[{0}])^2 + L*c*s[{0}]^2"
DATA, NORM = partial_sums("D", "(m[k+1] - p[k+1])^2"), partial_sums("R", "s[k+1]^2")
LAYERS, TAIL = partial_sums("F", "R[n]"), partial_sums("B", "m[k+1]^2", first="n")
LOSSES, BOUNDS = partial_sums("V", SCALAR.format("k+1")), partial_sums("S", "J[k+1]")
TARGET, OVERLAP = partial_sums("A", "m[k+1]^2"), partial_sums("C", "m[k+1]*p[k+1]")
PRODUCT, BEYOND = partial_sums("E", "p[k+1]^2"), forall("k", ["k > n"], "p[k] = 0")
LEAST = forall("k", ["k >= 1"], f"{SCALAR.format('k')} >= J[k]")
EQUAL = forall("k", ["k >= 1"], f"{SCALAR.format('k')} = J[k]")
SUMS = [*DATA, *NORM, *LAYERS, *TAIL, BEYOND, "n >= 0", "N >= n", "L >= 0"]
LOSS, BALANCED, LOWER = "D[N] + c*F[L]", "A[N] - 2*q + E[N] + c*F[L]", "S[n] + B[N]"


def prove():
    p = Proof(
        "matrix_reduction",
        "Deep matrix factorization reduces to scalar problems",
        real="c q",
        integer="k i j n N L",
        sequence="m p s A B C D E F J R S V",
    )
    n0, lower, upper = map(p.assume, ("n >= 0", "j >= 1", "j <= n"))
    aligned = _aligned(p, n0)
    p.claim("aligned", aligned, *SUMS, *LOSSES, then=aligned.conclusion)

    (v0, v_next), (s0, s_next) = map(p.assume, LOSSES), map(p.assume, BOUNDS)
    v, s = p.apply(v_next, {"k": "n"}, n0), p.apply(s_next, {"k": "n"}, n0)
    bounded, one = p.assume(LEAST), p.combine("n + 1 >= 1", n0)
    sums, bound = [(1, v), (-1, s)], p.apply(bounded, {"k": "n+1"}, one)
    start = p.combine("V[0] >= S[0]", (1, v0), (-1, s0))
    least = p.combine("V[n+1] >= S[n+1]", p.assume("V[n] >= S[n]"), bound, *sums)
    least = p.induction("V[n] >= S[n]", "n", 0, start, least)
    fact = p.combine(f"{LOSS} >= {LOWER}", least, (1, aligned))
    given = [*LOSSES, *BOUNDS, LEAST]
    p.claim("least", fact, *SUMS, *given, then=fact.conclusion)

    start = p.combine("V[0] = S[0]", (1, v0), (-1, s0))
    same = ("1", p.apply(p.assume(EQUAL), {"k": "n+1"}, one))
    same = p.combine("V[n+1] = S[n+1]", (1, p.assume("V[n] = S[n]")), same, *sums)
    same = p.induction("V[n] = S[n]", "n", 0, start, same)
    same = p.combine(f"{LOSS} = {LOWER}", (1, aligned), (1, same))
    p.claim("attained", same, *SUMS, *LOSSES, *BOUNDS, EQUAL, then=same.conclusion)

    more, last = f"V[n] - S[n] >= {SCALAR.format('j')} - J[j]", p.combine("j - 1 >= 0", lower)
    at_j = p.combine(
        more.replace("[n]", "[j]"),
        p.apply(least, {"n": "j-1"}, last),
        (1, p.apply(v_next, {"k": "j-1"}, last)),
        (-1, p.apply(s_next, {"k": "j-1"}, last)),
    )
    to_0 = p.combine("n >= 0", p.assume("n >= j"), lower, product())
    grown = p.combine(more.replace("[n]", "[n+1]"), p.assume(more), bound, *sums)
    more = p.induction(more, "n", "j", at_j, p.apply(grown, {}, to_0))
    more = p.combine(f"{LOSS} - ({LOWER}) >= {SCALAR.format('j')} - J[j]", more, (1, aligned))
    indices = [lower.conclusion, upper.conclusion]
    p.claim("excess", more, *SUMS, *given, *indices, then=more.conclusion)

    fact = p.combine(f"{BALANCED} >= {LOWER}", _overlap(p), fact)
    sums = [*TARGET, *OVERLAP, *PRODUCT, "q <= C[N]"]
    p.claim("balanced", fact, *SUMS, *sums, *given, then=fact.conclusion)
    return p


def _aligned(p, n0):
    """D[N] = D[n] + B[N], D[n] + L c R[n] = V[n] and F[L] = L R[n]."""
    sums = (DATA, NORM, LOSSES, LAYERS, TAIL)
    (d0, d_next), (r0, r_next), (v0, v_next), (f0, f_next), (b0, b_next) = (
        map(p.assume, s) for s in sums
    )
    d, r, v = (p.apply(f, {"k": "n"}, n0) for f in (d_next, r_next, v_next))
    losses = p.combine("D[0] + L*c*R[0] = V[0]", (1, d0), ("L*c", r0), (-1, v0))
    known = (1, p.assume("D[n] + L*c*R[n] = V[n]"))
    grown = p.combine("D[n+1] + L*c*R[n+1] = V[n+1]", known, (1, d), ("L*c", r), (-1, v))
    losses = p.induction("D[n] + L*c*R[n] = V[n]", "n", 0, losses, grown)

    known, f = p.assume("F[i] = i*R[n]"), p.apply(f_next, {"k": "i"}, p.assume("i >= 0"))
    grown = p.combine("F[i+1] = (i+1)*R[n]", (1, known), (1, f))
    norms = p.induction("F[i] = i*R[n]", "i", 0, p.combine("F[0] = 0*R[n]", (1, f0)), grown)
    norms = p.apply(norms, {"i": "L"}, p.assume("L >= 0"))

    above = p.assume("i >= n")
    to_0, past = p.combine("i >= 0", above, n0), p.combine("i + 1 > n", above, product())
    parts = [
        (1, p.assume("D[i] = D[n] + B[i]")),
        (1, p.apply(d_next, {"k": "i"}, to_0)),
        (-1, p.apply(b_next, {"k": "i"}, above)),
        ("p[i+1] - 2*m[i+1]", p.apply(p.assume(BEYOND), {"k": "i+1"}, past)),
    ]
    grown = p.combine("D[i+1] = D[n] + B[i+1]", *parts)
    start = p.combine("D[n] = D[n] + B[n]", (-1, b0))
    tail = p.induction("D[i] = D[n] + B[i]", "i", "n", start, grown)
    tail = p.apply(tail, {"i": "N"}, p.assume("N >= n"))
    return p.combine(f"{LOSS} = V[n] + B[N]", (1, tail), (1, losses), ("c", norms))


def _overlap(p):
    """A[N] - 2 q + E[N] >= D[N], by q <= C[N]."""
    sums = [[*map(p.assume, s)] for s in (TARGET, OVERLAP, PRODUCT, DATA)]
    natural, cofactors = p.assume("i >= 0"), (1, -2, 1, -1)
    goal = "A[i] - 2*C[i] + E[i] = D[i]"
    start = [(q, first) for q, (first, _) in zip(cofactors, sums, strict=True)]
    grown = [
        (q, p.apply(step, {"k": "i"}, natural))
        for q, (_, step) in zip(cofactors, sums, strict=True)
    ]
    start = p.combine(goal.replace("[i]", "[0]"), *start)
    grown = p.combine(goal.replace("[i]", "[i+1]"), (1, p.assume(goal)), *grown)
    natural = p.combine("N >= 0", p.assume("N >= n"), p.assume("n >= 0"))
    square = p.apply(p.induction(goal, "i", 0, start, grown), {"i": "N"}, natural)
    trace = p.assume("q <= C[N]")
    return p.combine("A[N] - 2*q + E[N] >= D[N]", product(trace, c=2), (1, square))


if __name__ == "__main__":
    raise SystemExit(run(prove))
