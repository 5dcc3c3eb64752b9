"""Two layers are moved between an active index a and an inactive index b: the product.

Where a minimizer of deep matrix factorization has diagonal layers, x > 0 at (a, a) and 0 at
(b, b), a layer is D = diag(x, 0) in the rows and columns a, b.  Move layers i < j of L:

    W_k = [[x, u_k], [v_k, 0]] for k = i, j,    u_k = dW_k[a, b],    v_k = dW_k[b, a].

D^k = diag(x^k, e[k]) with e[0] = 1 and e[k] = 0 for k >= 1.  Then W_L ... W_1 has the entries

    (a, a)  x^L + e[j-i-1] x^(L-2) u_j v_i        (a, b)  e[i-1] x^(L-1) u_i
    (b, a)  e[L-j] x^(L-1) v_j                    (b, b)  e[i-1] e[L-j] x^(L-2) u_i v_j

for 1 <= i < j <= L.  Where a layer has no index b its entries u or v stay 0.
Sources: derived here.

Idea: multiply out D^(L-j) W_j D^(j-i-1) W_i D^(i-1), with e[k] x^k = e[k] by induction.
"""

from symfact.prover import Proof, forall
from symfact.theorems import run

IDENTITY = ["e[0] = 1", forall("k", ["k >= 0"], "e[k+1] = 0")]
MOVED = {k: [["x", f"u_{k}"], [f"v_{k}", "0"]] for k in "ij"}


def times(left, right):
    """The product of two matrices of texts."""

    def entry(s, t):
        pairs = [(left[s][k], right[k][t]) for k in (0, 1)]
        return " + ".join(f"{one}*({two})" for one, two in pairs if "0" not in (one, two)) or "0"

    return [[entry(s, t) for t in (0, 1)] for s in (0, 1)]


def power(k):
    """The matrix D^k."""
    return [[f"x^({k})", "0"], ["0", f"e[{k}]"]]


def prove():
    p = Proof(
        "mixed_product",
        "Two layers moved between an active and an inactive index",
        real="x u_i v_i u_j v_j",
        integer="L i j k",
        sequence="e",
    )
    p.assume("x > 0")
    none = p.apply(p.assume(IDENTITY[1]), {"k": "k"}, p.assume("k >= 0"))
    start = p.combine("e[0]*x^0 = e[0]")
    grown = p.combine("e[k+1]*x^(k+1) = e[k+1]", none)
    absorbs = p.induction("e[k]*x^k = e[k]", "k", 0, start, grown)
    p.state("e[k] x^k", absorbs)

    between = p.integer(p.combine("j - i > 0", p.assume("i < j")), "j - i - 1 >= 0")
    between = p.apply(absorbs, {"k": "j-i-1"}, between)
    first = p.apply(absorbs, {"k": "i-1"}, p.combine("i - 1 >= 0", p.assume("1 <= i")))
    last = p.apply(absorbs, {"k": "L-j"}, p.combine("L - j >= 0", p.assume("j <= L")))
    matrix = times(power("j-i-1"), times(MOVED["i"], power("i-1")))
    matrix = times(power("L-j"), times(MOVED["j"], matrix))
    for name, entry, value, absorbs in (
        ("a, a", matrix[0][0], "x^L + e[j-i-1]*x^(L-2)*u_j*v_i", between),
        ("a, b", matrix[0][1], "e[i-1]*x^(L-1)*u_i", first),
        ("b, a", matrix[1][0], "e[L-j]*x^(L-1)*v_j", last),
    ):
        p.state(f"product ({name})", p.combine(f"{entry} = {value}", absorbs))
    both = ("-e[L-j]*x^(L-i-1)*u_i*v_j", first)
    corner = p.combine(f"{matrix[1][1]} = e[i-1]*e[L-j]*x^(L-2)*u_i*v_j", both, last)
    p.state("product (b, b)", corner)
    return p


if __name__ == "__main__":
    raise SystemExit(run(prove))
