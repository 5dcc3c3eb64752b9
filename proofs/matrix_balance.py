"""Matrix layers are balanced at every critical point (Theorem 1): any widths, any depth L >= 2.

For Loss = ||M - W_L ... W_1||^2 + c sum_i ||W_i||^2 and two layers in a row, W = W_i, Z = W_{i+1},

    (dLoss/dW) W^T - Z^T (dLoss/dZ) = 2 c (W W^T - Z^T Z)

at every point; so W W^T = Z^T Z where both derivatives are zero and c /= 0.  Here is the entry of
two units j, k (which may be equal) of the hidden layer between W and Z.  Let n units feed W, and Z
feed m.  The entry (p, i) of a matrix is at p*N + i, with any integer N (for N > n, m and the
width of the hidden layer different entries have different places).  Let E be the d entries of
M - W_L ... W_1 in some order and, for the one in row r and column s, a[p] row r of W_L ... W_{i+2}
and b[p] column s of W_{i-1} ... W_1 (of the identity for i + 1 = L or i = 1).  Then

    X[p,m] = sum_g a[p,g] Z[g,j]      is the entry of W_L ... W_{i+1} in row r at unit j
    Y[p,n] = sum_i b[p,i] W[k,i]      is the entry of W_i ... W_1 in column s at unit k
    -2 G[d,i] + 2 c W[j,i]            is dLoss/dW[j,i], by matrix_gradient.py
    -2 H[d,g] + 2 c Z[g,k]            is dLoss/dZ[g,k], by matrix_gradient.py

where G[p,i] = sum_{q <= p} E[q] X[q,m] b[q,i], H[p,g] = sum_{q <= p} E[q] Y[q,n] a[q,g].  With
S[p,n] = sum_i G[p,i] W[k,i] and T[p,m] = sum_g H[p,g] Z[g,j]

    double sums   S[d,n] = T[d,m]
    balance       A[n] - B[m] = 2 c (P[n] - Q[m]), the identity above, with
                  A[n] = sum_i dLoss/dW[j,i] W[k,i]      P[n] = sum_i W[j,i] W[k,i]
                  B[m] = sum_g Z[g,j] dLoss/dZ[g,k]      Q[m] = sum_g Z[g,j] Z[g,k]
    critical      P[n] = Q[m] if c /= 0 and row j of dLoss/dW and column k of dLoss/dZ are zero

Nothing is used of E: so all this holds for any data term, with -2 E its gradient.

Idea: both double sums are sum_{q <= d} E[q] X[q,m] Y[q,n], by double_sum.py.
"""

from symfact.prover import Proof, forall
from symfact.theorems import load, proved, run

SUMS = load("double_sum")
GRADIENT_W = "(-2*G[d*N+i+1] + 2*c*W[j*N+i+1])"
GRADIENT_Z = "(-2*H[d*N+i+1] + 2*c*Z[(i+1)*N+k])"
LAYERS = [
    *SUMS.row_sums("X", "a[p*N+i+1]*Z[(i+1)*N+j]", "m"),
    *SUMS.row_sums("Y", "b[p*N+i+1]*W[k*N+i+1]"),
    *SUMS.column_sums("G", "E[p+1]*X[(p+1)*N+m]*b[(p+1)*N+i+1]"),
    *SUMS.column_sums("H", "E[p+1]*Y[(p+1)*N+n]*a[(p+1)*N+i+1]", "m"),
]
DOUBLE_W = SUMS.row_sums("S", "G[p*N+i+1]*W[k*N+i+1]")
DOUBLE_Z = SUMS.row_sums("T", "H[p*N+i+1]*Z[(i+1)*N+j]", "m")
GRAM_W = SUMS.sum_over("P", "W[j*N+i+1]*W[k*N+i+1]")
GRAM_Z = SUMS.sum_over("Q", "Z[(i+1)*N+j]*Z[(i+1)*N+k]", "m")
LEFT_W = SUMS.sum_over("A", f"{GRADIENT_W}*W[k*N+i+1]")
LEFT_Z = SUMS.sum_over("B", f"Z[(i+1)*N+j]*{GRADIENT_Z}", "m")
CRITICAL_W = forall("i", ["i >= 0", "i < n"], f"{GRADIENT_W} = 0")
CRITICAL_Z = forall("i", ["i >= 0", "i < m"], f"{GRADIENT_Z} = 0")


def prove():
    p = Proof(
        "matrix_balance",
        "Balanced matrix layers at every critical point (Theorem 1)",
        real="c",
        integer="d n m N j k p i s",
        sequence="W Z a b E X Y G H S T A B P Q",
    )
    same, given = _double_sums(p), [*LAYERS, *DOUBLE_W, *DOUBLE_Z, "d >= 0", "n >= 0", "m >= 0"]
    p.claim("double sums", same, *given, then="S[d*N+n] = T[d*N+m]")

    sums = [(1, LEFT_W, "d"), (2, DOUBLE_W, "d"), ("-2*c", GRAM_W, "d")]
    left = SUMS.up_to(p, "A[{0}] = -2*S[d*N+{0}] + 2*c*P[{0}]", "n", sums)
    sums = [(1, LEFT_Z, "d"), (2, DOUBLE_Z, "d"), ("-2*c", GRAM_Z, "d")]
    right = SUMS.up_to(p, "B[{0}] = -2*T[d*N+{0}] + 2*c*Q[{0}]", "m", sums)
    goal, given = "A[n] - B[m] = 2*c*(P[n] - Q[m])", [*given, *GRAM_W, *GRAM_Z]
    balance = p.combine(goal, (1, left), (-1, right), (-2, same))
    p.claim("balance", balance, *given, *LEFT_W, *LEFT_Z, then=goal)

    sums, flat = [(1, DOUBLE_W, "d"), ("-c", GRAM_W, "d")], ("-W[k*N+i+1]/2", CRITICAL_W, "d")
    left = SUMS.up_to(p, "S[d*N+{0}] = c*P[{0}]", "n", sums, flat)
    sums, flat = [(1, DOUBLE_Z, "d"), ("-c", GRAM_Z, "d")], ("-Z[(i+1)*N+j]/2", CRITICAL_Z, "d")
    right = SUMS.up_to(p, "T[d*N+{0}] = c*Q[{0}]", "m", sums, flat)
    parts, nonzero = ((1, same), (-1, left), (1, right)), p.assume("c != 0")
    equal = p.combine("P[n] = Q[m]", *parts, scale=[nonzero])
    given += [CRITICAL_W, CRITICAL_Z, "c != 0"]
    p.claim("critical", equal, *given, then="P[n] = Q[m]", reference="Theorem 1; (3)")
    return p


def _double_sums(p):
    """Row by row, by induction on d."""
    below = {"F": "b[s]", "w": "W[k*N+s]", "v": "E[s]*X[s*N+m]", "R": "Y[s]", "C": "G[s]"}
    above = {"F": "a[s]", "w": "Z[s*N+j]", "v": "E[s]*Y[s*N+n]", "R": "X[s]", "C": "H[s]"}
    below = {name: ("s", entry) for name, entry in below.items()}
    above = {name: ("s", entry) for name, entry in (above | {"S": "T[s]"}).items()} | {"n": "m"}

    empty, more = (p.use(proved("double_sum"), claim) for claim in ("no row", "one row more"))
    start = (1, p.apply(empty, below)), (-1, p.apply(empty, above))
    start = p.combine("S[n] = T[m]", *start)
    known = p.assume("S[d*N+n] = T[d*N+m]")
    parts = (1, known), (1, p.apply(more, below)), (-1, p.apply(more, above))
    grown = p.combine("S[(d+1)*N+n] = T[(d+1)*N+m]", *parts)
    return p.induction(known.conclusion, "d", 0, start, grown)


if __name__ == "__main__":
    raise SystemExit(run(prove))
