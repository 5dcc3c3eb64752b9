"""The eigenvectors of a pair of active singular values that stem from the hidden layers.

In the notation of pair_hessian.py, for every number of layers L and all x, y > 0, also x = y:
let K_i = [[0, K[i]], [e K[i], 0]] act on the space between the layers i and i + 1, and move
the layers by

    dW_i = K_i D - D K_{i-1},  K_0 = K_L = 0:    u_i = y K[i] - x K[i-1],
                                                 v_i = e (x K[i] - y K[i-1]).

For antisymmetric matrices, e = -1, which are rotations, the Hessian maps this direction to 0;
for symmetric ones, e = 1, it multiplies it by 4c.  The numbers K[1], ..., K[L-1] are arbitrary:
with only K[i] /= 0 hidden layer i alone changes, and gives one eigenvector of each kind.

R[L] is row j of the Hessian, with entries A and B, times (u, v); see pair_row.py.

Idea: the three sums in the row telescope, to x^(L-n) y^n K[n], (y/x)^(j-n-1) e x K[n] and
(x/y)^(n-j) e y K[n] - e y K[j], and K[0] = K[L] = 0.  The row of v_j is the row of u_j with x and
y, u and v exchanged and e K in the place of K.
"""

from symfact.prover import Proof, forall, product
from symfact.theorems import load, proved, run

ROW = load("pair_row")
ENDS = ["K[0] = 0", "K[L] = 0"]
GIVEN = [*ROW.POSITIVE, *ROW.LAYER, *ENDS]
EIGENVALUES = {"symmetric": ("", "4*c"), "antisymmetric": ("-", "0")}


def direction(sign):
    return [
        forall("i", ["i >= 1"], "u[i] = y*K[i] - x*K[i-1]"),
        forall("i", ["i >= 1"], f"v[i] = {sign}(x*K[i] - y*K[i-1])"),
    ]


def with_u(n):
    return f"x^(L-{n})*y^{n}*K[{n}]"


def before(n):
    return f"e*x*(y/x)^(j-{n}-1)*K[{n}]"


def behind(n):
    return f"e*y*((x/y)^({n}-j)*K[{n}] - K[j])"


def prove():
    p = Proof(
        "pair_hidden",
        "The hidden layers' eigenvectors of a pair of active singular values",
        real="x y c e",
        integer="L n i j k",
        sequence="u v A B R K",
    )
    for guard in ROW.POSITIVE:
        p.assume(guard)
    row_u = _row_u(p)
    for name, (sign, value) in EIGENVALUES.items():
        moved, fact = direction(sign), p.apply(row_u, {"e": f"{sign}1"})
        for letter, row_j, entries, part in (
            ("u", fact, ROW.row(), 0),
            ("v", _row_v(p, fact, sign), ROW.row("y", "x", "v", "u"), 1),
        ):
            at_j = p.apply(p.assume(moved[part]), {"i": "j"}, p.assume("1 <= j"))
            goal = f"R[L] = {value}*{letter}[j]"
            given = [*GIVEN, *moved, *entries]
            fact_j = p.combine(goal, (1, row_j), (f"-{value}", at_j))
            p.claim(f"{name}, row of {letter}_j", fact_j, *given, then=goal)
    return p


def _row_v(p, row_u, sign):
    """Row v_j: exchange x and y, u and v, and put e K for K."""
    letters = {
        "x": "y",
        "y": "x",
        "u": ("k", "v[k]"),
        "v": ("k", "u[k]"),
        "K": ("k", f"{sign}K[k]"),
    }
    ends = (p.combine(f"{sign}{known}", p.assume(known)) for known in ENDS)
    return p.apply(row_u, letters, *ends)


def _row_u(p):
    """Row u_j gives 2c (1 + e) u_j."""
    (lower, _), (start, end) = map(p.assume, ROW.LAYER), map(p.assume, ENDS)
    u, v = map(p.assume, direction("e*"))
    one = p.combine("i + 1 >= 1", p.assume("i >= 0"))
    u_next, v_next = p.apply(u, {"i": "i+1"}, one), p.apply(v, {"i": "i+1"}, one)
    to_0 = p.combine("i >= 0", p.assume("i >= j"), lower, product())

    goal = f"{with_u('(i+1)')} = {with_u('i')} + x^(L-1-i)*y^i*u[i+1]"
    term = p.generalize(p.combine(goal, u_next), "i", ["i >= 0", "i < L"])
    sums = [p.combine(f"{with_u(0)} = 0", start), term]
    goal = f"{before('(i+1)')} = {before('i')} + (y/x)^(j-i-2)*v[i+1]"
    term = p.generalize(p.combine(goal, v_next), "i", ["i >= 0", "i < j-1"])
    sums += [p.combine(f"{before(0)} = 0", start), term]
    goal = f"{behind('(i+1)')} = {behind('i')} + (x/y)^(i-j)*v[i+1]"
    term = p.generalize(p.combine(goal, p.apply(v_next, {}, to_0)), "i", ["i >= j", "i < L"])
    sums += [p.combine(f"{behind('j')} = 0"), term]

    values = {"P": ("k", with_u("k")), "Q": ("k", before("k")), "S": ("k", behind("k"))}
    row_j = p.apply(p.use(proved("pair_row"), "row"), values, *sums)
    at_j = p.apply(u, {"i": "j"}, lower)
    return p.combine("R[L] = 2*c*(1 + e)*(y*K[j] - x*K[j-1])", (1, row_j), ("2*c", at_j), end)


if __name__ == "__main__":
    raise SystemExit(run(prove))
