"""The eigenvalues between an active index a and an inactive index b.

In the notation of mixed.py (x > 0 at the active index, m and n the singular values, e[0] = 1
and e[k] = 0 for k >= 1) the block of the pair {a, b} falls apart into

    u_(i+1), v_i for each hidden layer i (1 <= i <= L-1) that has the index b:
                 [[2c, -2c], [-2c, 2c]],           0 on (1, 1) and 4c on (1, -1);
    u_1, v_L     if b <= min(d_0, d_L):
                 2 x^(L-2) [[m, -n], [-n, m]],     2 x^(L-2) (m -+ n) on (1, 1), (1, -1);
    u_1 or v_L   if b belongs to only one of d_0, d_L:   2 x^(L-2) m,

for every L >= 2.  A vector p is stated to be an eigenvector by H(p, q) = value * p.q for every
direction q = (u_i, v_i, u_j, v_j) of its two layers.  In other layers it meets 0: the second
derivatives by u_j, v_i with j >= i+2 and by u_i, v_j with i >= 2 or j <= L-1 vanish, and the
other ones of different entries do so always (mixed.py).
Sources: derived here.

Idea: the loss of mixed.py with j = i+1, or with i = 1 and j = L, where x^(2L-2) + c = m x^(L-2).
"""

from symfact.prover import Proof
from symfact.theorems import load, proved, run

mixed = load("mixed")


def action(direction, absent=(), **layers):
    """H(p, q) for a given direction p and any q, in which `absent` entries do not exist."""
    entries = mixed.moved(mixed.NAMES, direction, absent)
    return mixed.form(mixed.loss(**layers, entries=entries))


def prove():
    p = Proof(
        "mixed_spectrum",
        "The spectrum between an active and an inactive index",
        real=f"{mixed.REAL} s t",
        integer="L i j k",
        sequence="e",
    )
    p.assume("x > 0")
    one, none = map(p.assume, mixed.IDENTITY)
    stationary = p.assume(mixed.STATIONARY)
    for sign, hidden, ends in ((1, "0", "m - n"), (-1, "4*c", "m + n")):
        for name, value, (u, v), layers, share in (
            (
                "hidden layer",
                hidden,
                ("u_j", "v_i"),
                {"between": "0", "after": "L-i-1"},
                f"2*(v_i + ({sign})*u_j)",
            ),
            (
                "both ends",
                f"2*x^(L-2)*({ends})",
                ("u_i", "v_j"),
                {"before": "0", "between": "L-2", "after": "0"},
                f"2*(u_i + ({sign})*v_j)",
            ),
        ):
            goal = f"{action({u: 1, v: sign}, **layers)} = ({value})*({u} + ({sign})*{v})"
            p.state(f"{name}, (1, {sign})", p.combine(goal, (share, stationary), one))
    for name, entry, absent, layers in (
        ("first layer only", "u_i", "v_j", {"before": "0", "between": "j-2"}),
        ("last layer only", "v_j", "u_i", {"between": "L-i-1", "after": "0"}),
    ):
        goal = f"{action({entry: 1}, [absent], **layers)} = 2*x^(L-2)*m*{entry}"
        p.state(name, p.combine(goal, (f"2*{entry}", stationary), one))
    _elsewhere(p, none)
    return p


def _elsewhere(p, none):
    """Layers that are not neighbours, or not the first and the last."""
    for name, row, column, index, given in (
        ("not neighbours", "u_j", "v_i", "j-i-1", "i + 2 <= j"),
        ("not from the first layer", "u_i", "v_j", "i-1", "2 <= i"),
        ("not to the last layer", "u_i", "v_j", "L-j", "j <= L - 1"),
    ):
        gap = p.combine(f"{index} - 1 >= 0", p.assume(given))
        away = p.apply(none, {"k": f"{index}-1"}, gap, goal=f"e[{index}] = 0")
        entry = p.use(proved("mixed"), f"entry {row} {column}")
        zero = p.combine(f"{mixed.second(row, column)} = 0", (1, entry), away)
        p.state(name, zero)


if __name__ == "__main__":
    raise SystemExit(run(prove))
