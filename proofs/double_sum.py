"""A double sum may be taken in either order: v^T (F w) = (v^T F) w, for any size.

The entry (p, i) of a d x n matrix F is F[p*N+i], with any integer N (for N > n different entries
have different places).  Sums are sequences of partial ones, for rows p >= 0 and columns i <= n:

    R[p,i] = sum_{k <= i} F[p,k] w[k]        T[p]   = sum_{q <= p} v[q] R[q,n]
    C[p,i] = sum_{q <= p} v[q] F[q,i]        S[p,i] = sum_{k <= i} C[p,k] w[k]

so that T[d] = v^T (F w) and S[d,n] = (v^T F) w.  For d, n >= 0:

    no row         S[0,n] = 0
    one row more   S[d+1,n] = S[d,n] + v[d+1] R[d+1,n]
    double sum     T[d] = S[d,n]

With v = w = 1 this is sum_p sum_i F[p,i] = sum_i sum_p F[p,i]; with v a row of A and w a column
of B it is A (F B) = (A F) B, the associativity of the matrix product.

Idea: row d + 1 adds v[d+1] F[d+1,i] to each column sum, and so v[d+1] R[d+1,i] to S[d,i]: by
induction on i.  Then induction on d.
"""

from symfact.prover import Proof, forall, product
from symfact.theorems import run


def sum_over(name, term, size="n"):
    """What defines the sum of the first i <= size terms; `term` is the one at i + 1."""
    following = forall("i", ["i >= 0", f"i < {size}"], f"{name}[i+1] = {name}[i] + {term}")
    return [f"{name}[0] = 0", following]


def row_sums(name, term, size="n"):
    """The same in each row p."""
    first, following = f"{name}[p*N] = 0", f"{name}[p*N+i+1] = {name}[p*N+i] + {term}"
    return [forall("p", [], first), forall("p i", ["i >= 0", f"i < {size}"], following)]


def column_sums(name, term, size="n"):
    """What defines the sum of the first p rows in each column; `term` is the one at p + 1."""
    within, following = ["i >= 0", f"i < {size}"], f"{name}[(p+1)*N+i+1] = {name}[p*N+i+1] + {term}"
    return [forall("i", within, f"{name}[i+1] = 0"), forall("p i", ["p >= 0", *within], following)]


def up_to(p, goal, size, sums, *terms):
    """Prove a linear relation between sums of i = 0 ... size terms, by induction; for i = size.

    `goal` is its text with {0} for i; `sums` are the definitions and `terms` what is known of
    the terms at i + 1, each with its cofactor and its row p.
    """
    short = p.assume(f"i + 1 <= {size}")
    within = p.assume("i >= 0"), p.combine(f"i < {size}", short, product())
    known, start = forall("", [f"i <= {size}"], goal.format("i")), []
    parts = [(1, p.apply(p.assume(known), {}, p.combine(f"i <= {size}", within[1])))]
    for factor, (zero, following), row in sums:
        start.append((factor, p.apply(p.assume(zero), {"p": row})))
        parts.append((factor, p.apply(p.assume(following), {"p": row}, *within)))
    parts += [(q, p.apply(p.assume(term), {"p": row}, *within)) for q, term, row in terms]
    start = p.generalize(p.combine(goal.format(0), *start), "", [f"0 <= {size}"])
    grown = p.generalize(p.combine(goal.format("(i+1)"), *parts), "", [f"i + 1 <= {size}"])
    whole = p.induction(known, "i", 0, start, grown)
    return p.apply(whole, {"i": size}, p.assume(f"{size} >= 0"), p.combine(f"{size} <= {size}"))


ROWS = row_sums("R", "F[p*N+i+1]*w[i+1]")
COLUMNS = column_sums("C", "v[p+1]*F[(p+1)*N+i+1]")
BY_COLUMNS = row_sums("S", "C[p*N+i+1]*w[i+1]")
BY_ROWS = ["T[0] = 0", forall("p", ["p >= 0"], "T[p+1] = T[p] + v[p+1]*R[(p+1)*N+n]")]


def prove():
    p = Proof(
        "double_sum",
        "The order of a double sum",
        integer="d n N p i",
        sequence="v F w R C S T",
    )
    empty = up_to(p, "S[{0}] = 0", "n", [(1, BY_COLUMNS, 0)], ("w[i+1]", COLUMNS[0], 0))
    p.claim("no row", empty, COLUMNS[0], *BY_COLUMNS, "n >= 0", then="S[n] = 0")

    goal = "S[(d+1)*N+{0}] = S[d*N+{0}] + v[d+1]*R[(d+1)*N+{0}]"
    sums = [(1, BY_COLUMNS, "d+1"), (-1, BY_COLUMNS, "d"), ("-v[d+1]", ROWS, "d+1")]
    more = up_to(p, goal, "n", sums, ("w[i+1]", COLUMNS[1], "d"))
    given = [*ROWS, COLUMNS[1], *BY_COLUMNS, "n >= 0", "d >= 0"]
    p.claim("one row more", more, *given, then=goal.format("n"))

    (zero, following), known = map(p.assume, BY_ROWS), p.assume("T[d] = S[d*N+n]")
    start = p.combine("T[0] = S[n]", (1, zero), (-1, empty))
    parts = (1, known), (1, p.apply(following, {"p": "d"})), (-1, more)
    grown = p.combine("T[d+1] = S[(d+1)*N+n]", *parts)
    both = p.induction("T[d] = S[d*N+n]", "d", 0, start, grown)
    given = [*ROWS, *COLUMNS, *BY_COLUMNS, *BY_ROWS, "n >= 0", "d >= 0"]
    p.claim("double sum", both, *given, then="T[d] = S[d*N+n]")
    return p


if __name__ == "__main__":
    raise SystemExit(run(prove))
