"""The gradient of the matrix loss in one entry of a layer, for any widths and any depth.

Loss = ||M - W_L ... W_1||^2 + c sum_i ||W_i||^2 as a function of one row w of one layer W_i, that
of a hidden unit with n inputs.  The entries p = 1 ... d of the residual are (any N; N > n keeps
the entries (p, i) of b and R apart)

    E_p = m[p] - l[p] R[p,n],    R[p,i] = sum_{k <= i} b[p,k] w[k],

where b[p] is a column of W_{i-1} ... W_1, l[p] the entry of W_L ... W_{i+1} in a row and in the
column of the unit, and m[p] the entry of M in that row and column, less what the other units
contribute to the product.  With A[d] = sum E_p^2, X[n] = sum w[i]^2 and r the sum of squares of
all other weights, Loss = A[d] + c (X[n] + r).  Let w[k] move to u[k] = w[k] + t, all else fixed:

    moved output  R[p,n] becomes Q[p,n] = R[p,n] + t b[p,k]
    moved loss    Loss becomes Loss + t (-2 G[d] + 2 c w[k]) + t^2 (H[d] + c), where
                  G[d] = sum E_p l[p] b[p,k] and H[d] = sum (l[p] b[p,k])^2 do not contain t
    gradient      so that dLoss/dw[k] = -2 G[d] + 2 c w[k]; for all entries at once
                  dLoss/dW_i = -2 (W_L ... W_{i+1})^T E (W_{i-1} ... W_1)^T + 2 c W_i
    minimizer     where no move lowers Loss, dLoss/dw[k] = 0

By transposition the same holds for a column of W_i: then b[p] is a row of W_L ... W_{i+1} and
l[p] an entry of W_{i-1} ... W_1.

Idea: changed_term.py for R and X; then induction on p.  A parabola g t + h t^2 >= 0 has g = 0:
let t = -g/(h^2 + 1).
"""

from symfact.prover import Proof, forall, product
from symfact.theorems import load, proved, run

sum_over, row_sums = load("double_sum").sum_over, load("double_sum").row_sums
MOVE = load("changed_term").MOVE
OUTPUT = [*row_sums("R", "b[p*N+i+1]*w[i+1]"), *row_sums("Q", "b[p*N+i+1]*u[i+1]")]
NORMS = [*sum_over("X", "w[i+1]^2"), *sum_over("Y", "u[i+1]^2")]
ERROR, MOVED_ERROR = "(m[p+1] - l[p+1]*R[(p+1)*N+n])", "(m[p+1] - l[p+1]*Q[(p+1)*N+n])"
ENTRY_SUMS = {
    "A": f"{ERROR}^2",
    "B": f"{MOVED_ERROR}^2",
    "G": f"{ERROR}*l[p+1]*b[(p+1)*N+k]",
    "H": "(l[p+1]*b[(p+1)*N+k])^2",
}
ZEROS = [f"{name}[0] = 0" for name in ENTRY_SUMS]
NEXT = [forall("p", ["p >= 0"], f"{s}[p+1] = {s}[p] + {term}") for s, term in ENTRY_SUMS.items()]
MOVED_DATA = "B[{0}] = A[{0}] - 2*t*G[{0}] + t^2*H[{0}]"
LOSS, MOVED_LOSS = "A[d] + c*(X[n] + r)", "B[d] + c*(Y[n] + r)"
GRADIENT, CURVATURE = "(-2*G[d] + 2*c*w[k])", "(H[d] + c)"
PARABOLA = f"{LOSS} + t*{GRADIENT} + t^2*{CURVATURE}"


def prove():
    p = Proof(
        "matrix_gradient",
        "The gradient of the matrix loss",
        real="c r t z g h",
        integer="d n N k p i s",
        sequence="b w u R Q m l A B G H X Y",
    )
    p.abbreviate(Loss=LOSS)
    output, goal = _moved_output(p), "Q[p*N+n] = R[p*N+n] + t*b[p*N+k]"
    p.claim("moved output", output, *OUTPUT, *MOVE, then=goal)

    data = _moved_data(p, output)
    values = {"A": ("s", "X[s]"), "B": ("s", "Y[s]")}
    norm = p.apply(p.use(proved("changed_term"), "changed square"), values)
    moved = p.combine(f"{MOVED_LOSS} = {PARABOLA}", (1, data), ("c", norm))
    given = [*OUTPUT, *MOVE, *ZEROS, *NEXT, *NORMS, "d >= 0"]
    p.claim("moved loss", moved, *given, then=f"{MOVED_LOSS} = {PARABOLA}")

    slope = f"subs(diff({PARABOLA}, t), t=0) = {GRADIENT}"
    p.claim("gradient", p.combine(slope), then=slope)
    least, flat = forall("t", [], f"{PARABOLA} >= {LOSS}"), f"{GRADIENT} = 0"
    critical = p.apply(_least_at_zero(p), {"g": GRADIENT, "h": CURVATURE}, goal=flat)
    p.claim("minimizer", critical, least, then=flat)
    return p


def _moved_output(p):
    """In each row p of R and Q, changed_term.py."""
    within, cuts = [p.assume("i >= 0"), p.assume("i < n")], []
    for zero, following in (OUTPUT[:2], OUTPUT[2:]):
        row = p.apply(p.assume(following), {}, *within)
        cuts += [p.apply(p.assume(zero)), p.generalize(row, "i", ["i >= 0", "i < n"])]
    names = {"b": "b", "A": "R", "B": "Q"}
    values = {name: ("s", f"{row}[p*N+s]") for name, row in names.items()}
    return p.apply(p.use(proved("changed_term"), "changed product"), values, *cuts)


def _moved_data(p, output):
    zeros, following = map(p.assume, ZEROS), [p.apply(p.assume(f), {"p": "d"}) for f in NEXT]
    cofactors = ["-1", "1", "2*t", "-t^2"]
    start = p.combine(MOVED_DATA.format(0), *zip(cofactors, zeros, strict=True))
    known = (1, p.assume(MOVED_DATA.format("d"))), *zip(cofactors, following, strict=True)
    moved = p.apply(output, {"p": "d+1"})
    grown = p.combine(MOVED_DATA.format("(d+1)"), *known, moved)
    return p.induction(MOVED_DATA.format("d"), "d", 0, start, grown)


def _least_at_zero(p):
    least, z = p.assume(forall("t", [], "g*t + h*t^2 >= 0")), p.assume("z > 0")
    moved = p.apply(p.apply(least), {"t": "-g/z"}, goal="g*(-g/z) + h*(-g/z)^2 >= 0")
    z_is = ("g^2", p.assume("z = h^2 + 1"))
    moved = p.combine("(h - h^2 - 1)*g^2 >= 0", product(moved, (z, 2)), z_is)
    sides = {}
    for case, sign in (("gt", ">"), ("lt", "<")):
        side = (p.assume(f"g {sign} 0"), 2)
        clash = p.combine("0 > 0", moved, product(side, root="h - 1/2"), product(side, c="3/4"))
        sides[case] = p.absurd(clash, "g = 0")
    flat = p.cases("g", eq=p.assume("g = 0"), **sides)
    return p.define("z", "h^2 + 1", flat, p.combine("h^2 + 1 > 0", product(root="h"), product()))


if __name__ == "__main__":
    raise SystemExit(run(prove))
