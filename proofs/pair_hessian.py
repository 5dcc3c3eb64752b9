"""The Hessian of deep matrix factorization between two active singular values.

At a minimizer of ||M - W_L...W_1||^2 + c sum ||W_i||^2, c = lam/L, in the bases in which its
layers are diagonal, take two indices with diagonal entries x > 0 and y > 0 of every layer and
singular values m and n of M.  For them the layers are D = diag(x, y), and stationarity is

    x^(2L-2) + c = m x^(L-2),    y^(2L-2) + c = n y^(L-2).

Let layer i become [[x, u_i], [v_i, y]].  With g_i = x^(L-i) y^(i-1) and h_i = y^(L-i) x^(i-1)
the second derivatives of the loss at u = v = 0 are, for layers i < j,

    (u_i, u_j):  2 g_i g_j      (u_i, u_i):  2 g_i^2 + 2c      (u_j, v_i):  -2c (y/x)^(j-i-1)
    (v_i, v_j):  2 h_i h_j      (v_i, v_i):  2 h_i^2 + 2c      (v_j, u_i):  -2c (x/y)^(j-i-1)

and (u_i, v_i): 0, also when x = y.  Only the last column needs stationarity.

Idea: with two layers moved the product is D^(L-j) [[x, u_j], [v_j, y]] D^(j-i-1)
[[x, u_i], [v_i, y]] D^(i-1), four polynomials in u and v, and with one layer moved
D^(L-i) [[x, u_i], [v_i, y]] D^(i-1).  The off-diagonal entries are of first order and give
squares; u_j v_i and v_j u_i are in its diagonal entries, which differ from m and n by
c x^(2-L) and c y^(2-L).
"""

from symfact.prover import Proof
from symfact.theorems import run

D = ("x", "y")
POSITIVE = ("x > 0", "y > 0")
STATIONARY = ("x^(2*L-2) + c = m*x^(L-2)", "y^(2*L-2) + c = n*y^(L-2)")


def moved(layer):
    return (("x", f"u_{layer}"), (f"v_{layer}", "y"))


def one_moved(row, column):
    """An entry of D^(L-i) [[x, u_i], [v_i, y]] D^(i-1)."""
    return f"{D[row]}^(L-i)*{moved('i')[row][column]}*{D[column]}^(i-1)"


def two_moved(row, column):
    """An entry of D^(L-j) [[x, u_j], [v_j, y]] D^(j-i-1) [[x, u_i], [v_i, y]] D^(i-1)."""
    later, earlier = moved("j")[row], [entries[column] for entries in moved("i")]
    between = (f"{later[k]}*{d}^(j-i-1)*{earlier[k]}" for k, d in enumerate(D))
    return f"{D[row]}^(L-j)*({' + '.join(between)})*{D[column]}^(i-1)"


def loss(entry, norms):
    squares = f"(m - {entry(0, 0)})^2 + ({entry(0, 1)})^2 + ({entry(1, 0)})^2"
    return f"({squares} + (n - {entry(1, 1)})^2 + c*(L*x^2 + L*y^2 + {norms}))"


ONE_MOVED = loss(one_moved, "u_i^2 + v_i^2")
TWO_MOVED = loss(two_moved, "u_i^2 + v_i^2 + u_j^2 + v_j^2")


def g(i):
    return f"x^(L-{i})*y^({i}-1)"


def h(i):
    return f"y^(L-{i})*x^({i}-1)"


ONE_LAYER = {
    ("u_i", "u_i"): f"2*({g('i')})^2 + 2*c",
    ("v_i", "v_i"): f"2*({h('i')})^2 + 2*c",
    ("u_i", "v_i"): "0",
}
TWO_LAYERS = {
    ("u_i", "u_j"): f"2*{g('i')}*{g('j')}",
    ("v_i", "v_j"): f"2*{h('i')}*{h('j')}",
}


def second_derivative(function, first, second, at_zero):
    return f"subs(diff(diff({function}, {first}), {second}), {at_zero})"


def prove():
    p = Proof(
        "pair_hessian",
        "The Hessian between two active singular values",
        real="x y c m n u_i v_i u_j v_j",
        integer="L i j",
    )
    p.abbreviate(Loss_i=ONE_MOVED, Loss_ij=TWO_MOVED)
    for guard in POSITIVE:
        p.assume(guard)
    one, two = (ONE_MOVED, "u_i=0, v_i=0"), (TWO_MOVED, "u_i=0, v_i=0, u_j=0, v_j=0")
    for (function, at_zero), entries in ((one, ONE_LAYER), (two, TWO_LAYERS)):
        for (first, second), value in entries.items():
            goal = f"{second_derivative(function, first, second, at_zero)} = {value}"
            p.claim(f"{first} and {second}", p.combine(goal), *POSITIVE, then=goal)
    function, at_zero = two
    for first, second, ratio, stationary in (
        ("u_j", "v_i", "(y/x)^(j-i-1)", STATIONARY[0]),
        ("v_j", "u_i", "(x/y)^(j-i-1)", STATIONARY[1]),
    ):
        goal = f"{second_derivative(function, first, second, at_zero)} = -2*c*{ratio}"
        fact = p.combine(goal, (f"2*{ratio}", p.assume(stationary)))
        p.claim(f"{first} and {second}", fact, *POSITIVE, stationary, then=goal)
    return p


if __name__ == "__main__":
    raise SystemExit(run(prove))
