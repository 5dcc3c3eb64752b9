"""The Hessian between inactive indices: 2c throughout for L >= 3; for L = 2 it sees the target.

At a minimizer of ||M - W_L ... W_1||^2 + c sum ||W_k||^2 with diagonal layers take two inactive
indices, with singular values m and n of M.  In their rows and columns every layer is zero.
Move all entries of two layers i < j there, W_k = [[a_k, u_k], [v_k, b_k]] for k = i, j.  The
powers of a zero layer are e[k] I with e[0] = 1 and e[k] = 0 for k >= 1, and the product is
e[L-j] e[j-i-1] e[i-1] W_j W_i.  On a direction q with these entries the Hessian is

    L >= 3    H(q, q) = 2c q.q                       so all eigenvalues are 2c;
    L = 2     H(q, q) = 2c q.q - 4m (a_j a_i + u_j v_i) - 4n (v_j u_i + b_j b_i):

an entry of W_1 in column k interacts only with the transposed entry of W_2, by -2 m_k.  Such
a pair has the eigenvalues 2c - 2 m_k on p = (1, 1) and 2c + 2 m_k on p = (1, -1): H(p, q) is
that multiple of p.q for every q.  Where the first index belongs to only one of d_0 and d_2 its
entries in the other layer do not exist, and those that do have 2c.
For L >= 3 the loss is even m^2 + n^2 + c (sum of the squares of the entries).
Two layers, hidden and outer indices are what a second derivative contains: any widths.
Sources: derived here.

Idea: i-1, j-i-1, L-j add up to L-2 >= 1, so that one of them is at least 1; L = 2: multiply out.
"""

from symfact.prover import Proof
from symfact.theorems import load, run

mixed = load("mixed")
POWERS = "e[L-j]*e[j-i-1]*e[i-1]*"
NAMES = [f"{letter}_{k}" for k in "ij" for letter in "auvb"]


def loss(powers="", entries=NAMES):
    """The loss in the rows and columns of two inactive indices; the product is `powers` W_j W_i."""
    a_i, u_i, v_i, b_i, a_j, u_j, v_j, b_j = entries
    ends = (
        f"(m - {powers}({a_j}*{a_i} + {u_j}*{v_i}))^2 + (n - {powers}({v_j}*{u_i} + {b_j}*{b_i}))^2"
    )
    across = f"({powers}({a_j}*{u_i} + {u_j}*{b_i}))^2 + ({powers}({v_j}*{a_i} + {b_j}*{v_i}))^2"
    return f"({ends} + {across} + c*({squares(entries)}))"


def squares(entries):
    return " + ".join(f"{entry}^2" for entry in entries)


def quadratic(powers="", absent=()):
    """The quadratic form of the Hessian at zero, on the direction that the weights name."""
    entries = ["0" if name in absent else f"(s*{name})" for name in NAMES]
    return f"subs(diff(diff({loss(powers, entries)}, s), s), s=0)"


def prove():
    p = Proof(
        "inactive",
        "The Hessian between inactive indices",
        real=f"c m n s t {' '.join(NAMES)}",
        integer="L i j k",
        sequence="e",
    )
    none = _powers(p)
    flat = f"{loss(POWERS)} = m^2 + n^2 + c*({squares(NAMES)})"
    p.state("loss, L >= 3", p.combine(flat, none))
    p.state("L >= 3", p.combine(f"{quadratic(POWERS)} = 2*c*({squares(NAMES)})", none))

    first, second = "4*m*(a_j*a_i + u_j*v_i)", "4*n*(v_j*u_i + b_j*b_i)"
    goal = f"{quadratic()} = 2*c*({squares(NAMES)}) - {first} - {second}"
    p.state("L = 2", p.combine(goal))
    for sign, value in ((1, "2*c - 2*m"), (-1, "2*c + 2*m")):
        form = mixed.form(loss(entries=mixed.moved(NAMES, {"a_j": 1, "a_i": sign})))
        p.state(f"L = 2, (1, {sign})", p.combine(f"{form} = ({value})*(a_j + ({sign})*a_i)"))
    for name, absent in (("d_0", ("a_j", "u_j")), ("d_2", ("a_i", "v_i"))):
        there = squares(name for name in NAMES if name not in absent)
        goal = f"{quadratic(absent=absent)} = 2*c*({there}) - {second}"
        p.state(f"L = 2, first index in {name} only", p.combine(goal))
    return p


def _powers(p):
    """One of the three powers is a power k + 1 of the zero layer."""
    none, goal = p.assume(mixed.IDENTITY[1]), f"{POWERS}1 = 0"

    def vanishing(index, at_least_one):
        gap = p.combine(f"({index}) - 1 >= 0", at_least_one)
        return p.combine(goal, p.apply(none, {"k": f"({index})-1"}, gap, goal=f"e[{index}] = 0"))

    first, between = p.assume("i >= 2"), p.assume("j - i - 1 >= 1")
    not_first = p.integer(p.combine("2 - i > 0", p.assume("i < 2")), "1 - i >= 0")
    near = p.integer(p.combine("1 - (j-i-1) > 0", p.assume("j - i - 1 < 1")), "i + 1 - j >= 0")
    last = p.combine("L - j >= 1", p.assume("L >= 3"), not_first, near)
    rest = p.cases("j - i - 1 - 1", ge=vanishing("j-i-1", between), lt=vanishing("L-j", last))
    return p.cases("i - 2", ge=vanishing("i-1", first), lt=rest)


if __name__ == "__main__":
    raise SystemExit(run(prove))
