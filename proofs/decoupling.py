"""Entries of the weights with different index pairs do not interact in the Hessian.

At a point whose layers are diagonal move the entry (p, q) of layer i by y and the entry
(P, Q) of layer j > i by z.  With diagonal matrices A = W_(i-1) ... W_1, B = W_(j-1) ... W_(i+1),
C = W_L ... W_(j+1), W_i = X, W_j = Y and D = C Y B X A, the product C (Y + z E_PQ) B (X + y E_pq) A
has the entry (s, t), as matrix_units.py proves,

    e[s-t] D_s + y e[s-p] e[t-q] C_p Y_p B_p A_q + z e[s-P] e[t-Q] C_P B_Q X_Q A_Q
               + y z e[s-P] e[Q-p] e[t-q] C_P B_p A_q,

where e[0] = 1 and e[k] = 0 for k /= 0; in one layer, C (X + y E_pq + z E_PQ) A has

    e[s-t] D_s + y e[s-p] e[t-q] C_p A_q + z e[s-P] e[t-Q] C_P A_Q.

The target has the entry e[s-t] m_s.  Each entry (s, t) of the data term contributes to the
mixed second derivative at y = z = 0

    two layers, {p, q} and {P, Q} different pairs    0
    one layer, (p, q) /= (P, Q)                      0
    two layers, (P, Q) = (p, q), p /= q              2 (C_p Y_p B_p A_q) (C_p B_q X_q A_q) at (p, q)
    two layers, (P, Q) = (q, p), p /= q              -2 (m_q - D_q) C_q B_p A_q at (q, q)

(the last two times e[s-p]^2 e[t-q]^2 and e[s-t] e[s-q] e[t-q], so 0 at the other (s, t)), and the
regularizer nothing.  Nothing is assumed about the diagonal matrices: any depth, any widths.
That the pairs differ means (p-P)^2 + (q-Q)^2 > 0 and (p-Q)^2 + (q-P)^2 > 0.
Sources: derived here.

Idea: the mixed derivative has the factor e[s-p] e[s-P] e[t-q] e[t-Q] or
e[s-t] e[s-P] e[Q-p] e[t-q]; one of the differences in it is not zero.
"""

from symfact.prover import Proof, product
from symfact.theorems import load, proved, run

UNIT = load("kronecker").UNIT
matrix_units = load("matrix_units")
EARLY, LATE, BOTH = matrix_units.EARLY, matrix_units.LATE, matrix_units.BOTH
DIFFERENT, NOT_TRANSPOSED = "(p - P)^2 + (q - Q)^2 > 0", "(p - Q)^2 + (q - P)^2 > 0"


def mixed(early, late, both="0"):
    """The mixed second derivative of the part (s, t) of the data term."""
    moved = f"y*e[s-p]*e[t-q]*{early} + z*e[s-P]*e[t-Q]*{late} + y*z*{both}"
    part = f"(e[s-t]*m[s] - (e[s-t]*D[s] + {moved}))^2"
    return f"subs(diff(diff({part}, y), z), y=0, z=0)"


TWO_LAYERS, ONE_LAYER = mixed(EARLY, LATE, BOTH), mixed("C[p]*A[q]", "C[P]*A[Q]")


def prove():
    p = Proof(
        "decoupling",
        "Entries with different index pairs do not interact",
        real="y z",
        integer="j k l a s t p q P Q",
        sequence="e h F m A B C D X Y",
    )
    pair, triple = (p.use(proved("kronecker"), name) for name in ("two", "three"))
    first, second = _first(p, pair), _second(p, triple)
    p.state("one layer", p.combine(f"{ONE_LAYER} = 0", first))
    factor = f"2*{EARLY}*{LATE}"
    p.state("two layers", p.combine(f"{TWO_LAYERS} = 0", (factor, first), second))

    _coupled(p, pair)
    return p


def _coupled(p, pair):
    """The pair itself and the transposed one, of two different indices p and q."""
    one, apart = p.assume(UNIT[0]), p.assume("p != q")
    off = p.combine("q - p != 0", product(apart, c=-1))
    off = p.apply(p.assume(UNIT[1]), {"k": "q-p"}, off)
    value = f"2*(e[s-p]*e[t-q])^2*{EARLY}*C[p]*B[q]*X[q]*A[q]"
    p.state("same pair", p.combine(f"subs({TWO_LAYERS}, P=p, Q=q) = {value}", off))
    rows = p.combine("s - p != s - q", product(apart, c=-1))
    rows = p.apply(pair, {"k": "s-p", "l": "s-q"}, rows)
    value = "-2*e[s-t]*e[s-q]*e[t-q]*(m[s] - D[s])*C[q]*B[p]*A[q]"
    parts = (f"2*e[t-q]*e[t-p]*{EARLY}*C[q]*B[p]*X[p]*A[p]", rows), one
    p.state("transposed pair", p.combine(f"subs({TWO_LAYERS}, P=q, Q=p) = {value}", *parts))


def _first(p, pair):
    """The factor of the product of two first derivatives."""
    none = "e[s-p]*e[t-q]*e[s-P]*e[t-Q] = 0"
    rows = p.combine("s - p != s - P", product(p.assume("p - P != 0"), c=-1))
    rows = p.apply(pair, {"k": "s-p", "l": "s-P"}, rows)
    columns = p.combine("t - q != t - Q", product(p.assume("q - Q != 0"), c=-1))
    columns = p.apply(pair, {"k": "t-q", "l": "t-Q"}, columns)
    rows, columns = p.combine(none, rows), p.combine(none, columns)
    return _either(p, "p - P", "q - Q", DIFFERENT, rows, columns)


def _second(p, triple):
    """The factor of the residual: it is diagonal, and E_PQ B E_pq is a multiple of E_Pq."""
    none = "e[s-t]*e[s-P]*e[Q-p]*e[t-q] = 0"
    outer = p.combine("s - t + (t - q) != s - P", product(p.assume("q - P != 0"), c=-1))
    outer = p.apply(triple, {"j": "s-t", "k": "t-q", "l": "s-P"}, outer)
    inner = p.combine("Q - p != 0", product(p.assume("p - Q != 0"), c=-1))
    inner = p.apply(p.assume(UNIT[1]), {"k": "Q-p"}, inner)
    inner, outer = p.combine(none, inner), p.combine(none, outer)
    return _either(p, "p - Q", "q - P", NOT_TRANSPOSED, inner, outer)


def _either(p, one, two, given, if_one, if_two):
    """What holds if one or the other is not zero, from a sum of squares > 0."""
    both = p.assume(f"{one} = 0"), p.assume(f"{two} = 0")
    parts = p.assume(given), (f"-({one})", both[0]), (f"-({two})", both[1])
    clash = p.absurd(p.combine("0 > 0", *parts), if_one.conclusion)
    rest = p.cases(two, eq=clash, ne=if_two)
    return p.cases(one, eq=rest, ne=if_one)


if __name__ == "__main__":
    raise SystemExit(run(prove))
