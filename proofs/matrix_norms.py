"""Balanced layers have the same Frobenius norm: ||W_1|| = ... = ||W_L||, for any L.

Where W_l W_l^T and W_{l+1}^T W_{l+1} have the same diagonal for 1 <= l < L, as they do at every
critical point of the matrix loss (matrix_balance.py),

    two layers   ||W_{l+1}||^2 = ||W_l||^2
    all layers   ||W_l||^2 = ||W_1||^2  for 1 <= l <= L
    regularizer  sum_l ||W_l||^2 = L ||W_1||^2

All layers are n x n, smaller ones with rows and columns of zeros added.  As in network.py the
entry (p, i) of W_l is W[(p*N+i)*K+l], and an entry p of layer l is at p*K + l.  In partial sums

    U_l[p,i] = sum_{k <= i} W_l[p,k]^2      U_l[p,n] is the diagonal of W_l W_l^T
    C_l[p,i] = sum_{q <= p} W_l[q,i]^2      C_l[n,i] is the diagonal of W_l^T W_l
    T_l[p]   = sum_{q <= p} U_l[q,n]        T_l[n] = ||W_l||^2, row by row
    S_l[p,i] = sum_{k <= i} C_l[p,k]        S_l[n,n] = ||W_l||^2, column by column

Idea: both sides are the same double sum, by double_sum.py: that of U_l[p,n] over p.
"""

from symfact.prover import Proof, forall, product
from symfact.theorems import load, proved, run

SUMS, NETWORK = load("double_sum"), load("network")
VALUES = {"v": "1", "w": "1", "F": "W[s*K+l+1]^2", "R": "U[s*K+l+1]"}
VALUES |= {name: f"{name}[s*K+l+1]" for name in "CST"}
LAYER, HIDDEN, WITHIN = ["l >= 0", "l < L"], ["l >= 1", "l < L"], ["i >= 0", "i < n"]
ROWS = [
    forall("p", [], "U[p*N*K+l+1] = 0"),
    forall("p i", WITHIN, "U[(p*N+i+1)*K+l+1] = U[(p*N+i)*K+l+1] + W[(p*N+i+1)*K+l+1]^2"),
    "T[l+1] = 0",
    forall("p", ["p >= 0"], "T[(p+1)*K+l+1] = T[p*K+l+1] + U[((p+1)*N+n)*K+l+1]"),
]
COLUMN, SQUARE = "C[(({0})*N+i+1)*K+l+1]", "W[((p+1)*N+i+1)*K+l+1]^2"
COLUMNS = [
    forall("i", WITHIN, "C[(i+1)*K+l+1] = 0"),
    forall("p i", ["p >= 0", *WITHIN], f"{COLUMN.format('p+1')} = {COLUMN.format('p')} + {SQUARE}"),
    forall("p", [], "S[p*N*K+l+1] = 0"),
    forall("p i", WITHIN, "S[(p*N+i+1)*K+l+1] = S[(p*N+i)*K+l+1] + C[(p*N+i+1)*K+l+1]"),
]
DIAGONAL = forall("i", WITHIN, "U[((i+1)*N+n)*K+l] = C[(n*N+i+1)*K+l+1]")
LAYERS = [NETWORK.each_layer(formula, *LAYER) for formula in ROWS]
LAYERS += [NETWORK.each_layer(formula, *HIDDEN) for formula in [*COLUMNS, DIAGONAL]]
SAME = forall("", ["l <= L"], "T[n*K+l] = T[n*K+1]")
ALL_SAME = forall("i", ["i >= 0", "i < L"], "T[n*K+i+1] = T[n*K+1]")
TOTAL = SUMS.sum_over("r", "T[n*K+i+1]", "L")


def prove():
    p = Proof(
        "matrix_norms",
        "Balanced layers have the same norm",
        integer="n N K L l p i s",
        sequence="W U C T S r",
    )
    step, given = _two_layers(p), [*LAYERS, "n >= 0"]
    p.claim("two layers", step, *given, *HIDDEN, then="T[n*K+l+1] = T[n*K+l]")

    short = p.assume("l + 1 <= L")
    inner = p.combine("l < L", short, product())
    known = p.apply(p.assume(SAME), {}, p.combine("l <= L", inner))
    grown = p.combine("T[n*K+l+1] = T[n*K+1]", (1, known), (1, p.apply(step, {}, inner)))
    start = p.generalize(p.combine("T[n*K+1] = T[n*K+1]"), "", ["1 <= L"])
    same = p.induction(SAME, "l", 1, start, p.generalize(grown, "", ["l + 1 <= L"]))
    same = p.apply(same)
    p.claim("all layers", same, *given, "l >= 1", "l <= L", then="T[n*K+l] = T[n*K+1]")

    index = p.combine("i + 1 >= 1", p.assume("i >= 0")), p.integer(p.assume("i < L"), "i + 1 <= L")
    all_same = p.generalize(p.apply(same, {"l": "i+1"}, *index), "i", ["i >= 0", "i < L"])
    total = SUMS.up_to(p, "r[{0}] = {0}*T[n*K+1]", "L", [(1, TOTAL, 0)], (1, ALL_SAME, 0))
    total = p.apply(total, {}, all_same)
    p.claim("regularizer", total, *given, *TOTAL, "L >= 0", then="r[L] = L*T[n*K+1]")
    return p


def _two_layers(p):
    hidden, inner = map(p.assume, HIDDEN)
    first = p.combine("l >= 0", hidden, product())
    rows = [NETWORK.at_layer(p, formula, first, inner) for formula in LAYERS[:4]]
    *columns, diagonal = (NETWORK.at_layer(p, formula, hidden, inner) for formula in LAYERS[4:])
    values = {name: ("s", entry) for name, entry in VALUES.items()} | {"d": "n"}
    above = p.apply(p.use(proved("double_sum"), "double sum"), values, *rows, *columns)

    below = p.combine("l - 1 >= 0", hidden), p.combine("l - 1 < L", inner, product())
    zero, following = map(p.assume, LAYERS[2:4])
    zero = p.apply(zero, {"l": "l-1"}, *below)
    following = p.apply(following, {"l": "l-1", "p": "i"}, *below, p.assume("i >= 0"))
    norm = zero, p.generalize(following, "i", WITHIN)
    sums = [(1, COLUMNS[2:], "n"), (-1, [fact.conclusion for fact in norm], "n")]
    goal = "S[(n*N+{0})*K+l+1] = T[{0}*K+l]"
    below = SUMS.up_to(p, goal, "n", sums, (-1, DIAGONAL, "n"))
    below = p.apply(below, {}, *columns[2:], *norm, diagonal)
    return p.combine("T[n*K+l+1] = T[n*K+l]", (1, above), (1, below))


if __name__ == "__main__":
    raise SystemExit(run(prove))
