"""Von Neumann's trace inequality: <M, P> <= sum m[k] p[k].

Let M = U diag(m) V^T and P = U' diag(p) V'^T be real matrices with singular values m[k] and p[k],
k = 1, ..., n, in decreasing order, and a = U^T U', b = V^T V' with entries at k*N+i, N > n.  Then
<M, P> is the sum of m[k] p[i] a[k,i] b[k,i], and a and b have rows and columns of norm at most
one.  Of the orthogonal matrices only this is used: with partial sums, and F = (a^2 + b^2)/2,

    R[k,n] <= 1,  R[k,i] = sum over j <= i of F[k,j],
    K[n,i] <= 1,  K[k,i] = sum over j <= k of F[j,i],

    Q[n] = sum of m[k] O[k,n] = <M, P>,  O[k,i] = sum over j <= i of a[k,j] b[k,j] p[j],

    Q[n] <= C[n] = sum of m[k] p[k].

The sums h[k] = m[k] (p[k] - p[k+1]) + ... + m[n] (p[n] - p[n+1]), p[n+1] = 0, their sum W[n], and
S[k,i], the sum over j <= i of h[j] K[k,j], are only defined for the proof.

Idea: m[k] p[i] <= (m[k] p[k] - h[k]) + h[i], a dual solution of the assignment problem.  So
m[k] p[i] a b <= (m[k] p[k] - h[k]) F + h[i] F, and the sums of F in rows and columns are <= 1.
"""

from symfact.prover import Proof, forall, product
from symfact.theorems import run

SQUARES = "(a[{0}]^2 + b[{0}]^2)/2"
WITHIN = ["i >= 0", "i < n"]


def over(condition, name, term):
    """The partial sums name[k*N+i], i = 0, ..., n, of a term at k*N+i+1, in every row k."""
    step = f"{name}[k*N+i+1] = {name}[k*N+i] + {term}"
    return [
        forall("k", [condition], f"{name}[k*N] = 0"),
        forall("k i", [condition, *WITHIN], step),
    ]


def partial_sums(name, term):
    return [f"{name}[0] = 0", forall("k", ["k >= 0"], f"{name}[k+1] = {name}[k] + {term}")]


def each(body):
    return forall("k", ["k >= 1"], body)


ORDER = [each("m[k+1] <= m[k]"), each("p[k+1] <= p[k]"), each("m[k] >= 0"), "p[n+1] = 0"]
ROWS = [*over("k >= 1", "R", SQUARES.format("k*N+i+1")), each("R[k*N+n] <= 1")]
COLUMNS = [
    forall("i", WITHIN, "K[i+1] = 0"),
    forall(
        "k i",
        ["k >= 0", *WITHIN],
        f"K[(k+1)*N+i+1] = K[k*N+i+1] + {SQUARES.format('(k+1)*N+i+1')}",
    ),
    forall("i", WITHIN, "K[n*N+i+1] <= 1"),
]
OVERLAP = over("k >= 1", "O", "a[k*N+i+1]*b[k*N+i+1]*p[i+1]")
TRACE, BOUND = partial_sums("Q", "m[k+1]*O[(k+1)*N+n]"), partial_sums("C", "m[k+1]*p[k+1]")
DUAL = [each("h[k] = h[k+1] + m[k]*(p[k] - p[k+1])"), "h[n+1] = 0"]
WEIGHTED, TOTAL = over("k >= 0", "S", "h[i+1]*K[k*N+i+1]"), partial_sums("W", "h[k+1]")
GIVEN = [*ORDER, *ROWS, *COLUMNS, *OVERLAP, *TRACE, *BOUND, *DUAL, *WEIGHTED, *TOTAL, "n >= 0"]


def prove():
    p = Proof(
        "trace_inequality",
        "Von Neumann's trace inequality",
        integer="n N k i",
        sequence="m p a b h C K O Q R S W",
    )
    dual = _dual(p)
    given = [*ORDER[:2], DUAL[0], "i >= 1", "k >= 1"]
    p.claim("dual", dual, *given, then=dual.conclusion)
    n0, k0, within = map(p.assume, ("n >= 0", "k >= 0", "k + 1 <= n"))
    row = _row(p, dual)
    last, first = p.combine("n + 1 >= 1", n0), p.combine("k + 1 >= 1", k0)
    share = p.apply(dual, {"i": "n+1", "k": "k+1"}, last, first)
    share = p.combine(
        "m[k+1]*p[k+1] - h[k+1] >= 0",
        share,
        ("m[k+1]", p.assume(ORDER[3])),
        (-1, p.assume(DUAL[1])),
    )
    unit = p.apply(p.assume(ROWS[2]), {"k": "k+1"}, first)

    until = forall("", ["k <= n"], "Q[k] <= C[k] - W[k] + S[k*N+n]")
    terms, start = [], []
    for cofactor, (zero, following) in ((-1, TRACE), (1, BOUND), (-1, TOTAL)):
        start.append((cofactor, p.assume(zero)))
        terms.append((cofactor, p.apply(p.assume(following), {}, k0)))
    parts = row, product(share, unit), *terms
    before = p.apply(p.assume(until), {}, p.combine("k <= n", within, product()))
    grown = p.combine("Q[k+1] <= C[k+1] - W[k+1] + S[(k+1)*N+n]", before, *parts)
    grown = p.generalize(grown, "", [within.conclusion])
    start = p.combine("Q[0] <= C[0] - W[0] + S[n]", *start, (1, _no_row(p)))
    whole = p.induction(until, "k", 0, p.generalize(start, "", ["0 <= n"]), grown)
    whole = p.apply(whole, {"k": "n"}, n0, p.combine("n <= n"))
    fact = p.combine("Q[n] <= C[n]", whole, _columns(p, dual))
    p.claim("trace inequality", fact, *GIVEN, then="Q[n] <= C[n]", reference="von Neumann")
    return p


def _decreasing(p, name):
    """The entry k of a decreasing sequence is at most the entry i, for k >= i >= 1."""
    step, first, later = (p.assume(ORDER["mp".index(name)]), p.assume("i >= 1"), p.assume("k >= i"))
    next_ = p.apply(step, {}, p.combine("k >= 1", first, later))
    grown = p.combine(f"{name}[k+1] <= {name}[i]", next_, p.assume(f"{name}[k] <= {name}[i]"))
    start = p.combine(f"{name}[i] <= {name}[i]")
    return p.induction(f"{name}[k] <= {name}[i]", "k", "i", start, grown)


def _dual(p):
    """m[k] p[i] <= m[k] p[k] - h[k] + h[i]: by induction on the larger index."""
    goal, (falls, drops, *_) = "m[k]*p[i] <= m[k]*p[k] - h[k] + h[i]", map(p.assume, ORDER)
    known, step, swap = p.assume(goal), p.assume(DUAL[0]), {"k": "i", "i": "k"}
    i1, k1, after, before = map(p.assume, ("i >= 1", "k >= 1", "k >= i", "i >= k"))
    large = p.apply(_decreasing(p, "m"), swap, k1, before)
    at_i = p.combine("i >= 1", k1, before)
    drop, change = p.apply(drops, {"k": "i"}, at_i), p.apply(step, {"k": "i"}, at_i)
    grown = "m[k]*p[i+1] <= m[k]*p[k] - h[k] + h[i+1]"
    grown = p.combine(grown, known, product(large, drop), (-1, change))
    start = p.combine("m[k]*p[k] <= m[k]*p[k] - h[k] + h[k]")
    right = p.induction(goal, "i", "k", start, grown)

    at_k, past = p.combine("k >= 1", i1, after), p.combine("k + 1 >= i", after, product())
    small = p.apply(_decreasing(p, "p"), {"k": "k+1"}, i1, past)
    fall, change = p.apply(falls, {}, at_k), p.apply(step, {}, at_k)
    grown = "m[k+1]*p[i] <= m[k+1]*p[k+1] - h[k+1] + h[i]"
    grown = p.combine(grown, known, product(fall, small), (1, change))
    start = p.combine("m[i]*p[i] <= m[i]*p[i] - h[i] + h[i]")
    left = p.induction(goal, "k", "i", start, grown)
    right = p.apply(right, {}, p.combine("i >= k", p.assume("k < i")))
    return p.cases("k - i", ge=left, lt=right)


def _row(p, dual):
    """Row k + 1 adds at least m O - (m p - h) R to the sum of h K."""
    n0, k0, i0, inside = map(p.assume, ("n >= 0", "k >= 0", "i >= 0", "i + 1 <= n"))
    within = i0, p.combine("i < n", inside, product())
    first, next_ = p.combine("k + 1 >= 1", k0), {"k": "k+1"}
    column, after = p.combine("i + 1 >= 1", i0), p.combine("k + 1 >= 0", k0, product())
    (s0, s_next), (r0, r_next, _), (o0, o_next) = (
        map(p.assume, f) for f in (WEIGHTED, ROWS, OVERLAP)
    )
    share, at = "(m[k+1]*p[k+1] - h[k+1])", "(k+1)*N+i+1"
    body = "S[(k+1)*N+{0}] - S[k*N+{0}] >= m[k+1]*O[(k+1)*N+{0}] - " + share + "*R[(k+1)*N+{0}]"
    goal = forall("", ["i <= n"], body.format("i"))
    bound = p.apply(dual, {"k": "k+1", "i": "i+1"}, first, column)
    m = p.apply(p.assume(ORDER[2]), next_, first)
    size = _natural(p, column, p.combine("i + 1 <= n + 1", inside, product()))
    grown = p.combine(
        body.format("i+1"),
        p.apply(p.assume(goal), {}, p.combine("i <= n", inside, product())),
        product(bound, root=f"a[{at}]", c="1/2"),
        product(bound, root=f"b[{at}]", c="1/2"),
        product(m, size, root=f"a[{at}] - b[{at}]", c="1/2"),
        (1, p.apply(s_next, next_, after, *within)),
        (-1, p.apply(s_next, {}, k0, *within)),
        ("h[i+1]", p.apply(p.assume(COLUMNS[1]), {}, k0, *within)),
        ("-m[k+1]", p.apply(o_next, next_, first, *within)),
        (share, p.apply(r_next, next_, first, *within)),
    )
    parts = [(1, p.apply(s0, next_, after)), (-1, p.apply(s0, {}, k0))]
    parts += [("-m[k+1]", p.apply(o0, next_, first)), (share, p.apply(r0, next_, first))]
    start = p.combine(body.format("0"), *parts)
    grown = p.generalize(grown, "", [inside.conclusion])
    row = p.induction(goal, "i", 0, p.generalize(start, "", ["0 <= n"]), grown)
    return p.apply(row, {"i": "n"}, n0)  # n <= n, that is 0 >= 0, is proved once, in prove()


def _natural(p, column, last):
    """p[i+1] >= p[n+1] = 0."""
    above, at = p.combine("n + 1 >= i + 1", last), {"k": "n+1", "i": "i+1"}
    small = p.apply(_decreasing(p, "p"), at, column, above)
    return p.combine("p[i+1] >= 0", small, (1, p.assume(ORDER[3])))


def _no_row(p):
    """S[n] = 0: without rows there are no sums of columns; 0 >= 0 is proved in prove()."""
    n0, i0, inside = map(p.assume, ("n >= 0", "i >= 0", "i + 1 <= n"))
    within = i0, p.combine("i < n", inside, product())
    goal, (start, following) = forall("", ["i <= n"], "S[i] = 0"), map(p.assume, WEIGHTED)
    grown = p.combine(
        "S[i+1] = 0",
        (1, p.apply(p.assume(goal), {}, p.combine("i <= n", inside, product()))),
        (1, p.apply(following, {"k": 0}, *within)),
        ("h[i+1]", p.apply(p.assume(COLUMNS[0]), {}, *within)),
    )
    start = p.generalize(p.apply(start, {"k": 0}), "", ["0 <= n"])
    row = p.induction(goal, "i", 0, start, p.generalize(grown, "", [inside.conclusion]))
    return p.apply(row, {"i": "n"}, n0)


def _columns(p, dual):
    """S[n,n] <= W[n], as h >= 0 and the sums of columns are at most one."""
    n0, i0, inside = map(p.assume, ("n >= 0", "i >= 0", "i + 1 <= n"))
    within, column = (i0, p.combine("i < n", inside, product())), p.combine("i + 1 >= 1", i0)
    size = _natural(p, column, p.combine("i + 1 <= n + 1", inside, product()))
    last = p.combine("n + 1 >= 1", n0)
    level = p.apply(dual, {"k": "n+1", "i": "i+1"}, last, column)
    m = product(p.apply(p.assume(ORDER[2]), {"k": "n+1"}, last), size)
    zero = ("-m[n+1]", p.assume(ORDER[3])), (1, p.assume(DUAL[1]))
    level = p.combine("h[i+1] >= 0", level, m, *zero)
    goal, (start, following) = forall("", ["i <= n"], "S[n*N+i] <= W[i]"), map(p.assume, WEIGHTED)
    total, more = map(p.assume, TOTAL)
    grown = p.combine(
        "S[n*N+i+1] <= W[i+1]",
        p.apply(p.assume(goal), {}, p.combine("i <= n", inside, product())),
        product(level, p.apply(p.assume(COLUMNS[2]), {}, *within)),
        (-1, p.apply(following, {"k": "n"}, n0, *within)),
        (1, p.apply(more, {"k": "i"}, i0)),
    )
    start = p.combine("S[n*N] <= W[0]", (-1, p.apply(start, {"k": "n"}, n0)), (1, total))
    start = p.generalize(start, "", ["0 <= n"])
    row = p.induction(goal, "i", 0, start, p.generalize(grown, "", [inside.conclusion]))
    return p.apply(row, {"i": "n"}, n0, p.combine("n <= n"))


if __name__ == "__main__":
    raise SystemExit(run(prove))
