"""The Hessian between an active index a and an inactive index b, in any two layers i < j.

At a minimizer of ||M - W_L ... W_1||^2 + c sum ||W_k||^2 with diagonal layers, x > 0 at (a, a),

    x^(2L-2) + c = m x^(L-2),    m and n the singular values of M of the indices a and b,

move W_k[a, b] by u_k and W_k[b, a] by v_k for k = i, j, 1 <= i < j <= L.  With the product of
mixed_product.py, e[0] = 1 and e[k] = 0 for k >= 1, the second derivatives of the loss at
u = v = 0 are

    u_i u_i  2 e[i-1] x^(2L-2) + 2c    u_j v_i  -2c e[j-i-1]    (neighbours j = i + 1 only)
    v_j v_j  2 e[L-j] x^(2L-2) + 2c    u_i v_j  -2n e[i-1] e[L-j] x^(L-2)     (both ends only)
    v_i v_i  2c                        u_j u_j  2c        and 0 for the other pairs.

Where a layer has no index b its entries u or v stay 0; this holds for any widths and L >= 2.
Sources: derived here.

Idea: differentiate, with e[k]^2 = e[k] by induction; stationarity turns (m - x^L) x^(L-2) into c.
"""

from symfact.prover import Proof
from symfact.theorems import load, run

STATIONARY = "x^(2*L-2) + c = m*x^(L-2)"
IDENTITY = load("mixed_product").IDENTITY
REAL = "c m n x u_i v_i u_j v_j"
NAMES = ["u_i", "v_i", "u_j", "v_j"]
ORIGIN = ", ".join(f"{name}=0" for name in NAMES)


def loss(before="i-1", between="j-i-1", after="L-j", entries=NAMES):
    """The loss when two layers are moved, with so many layers before, between and after them."""
    u_i, v_i, u_j, v_j = entries
    a_a = f"(m - (x^L + e[{between}]*x^(L-2)*{u_j}*{v_i}))^2"
    sides = f"(e[{before}]*x^(L-1)*{u_i})^2 + (e[{after}]*x^(L-1)*{v_j})^2"
    b_b = f"(n - e[{before}]*e[{after}]*x^(L-2)*{u_i}*{v_j})^2"
    squares = " + ".join(f"{entry}^2" for entry in entries)
    return f"({a_a} + {sides} + {b_b} + c*(L*x^2 + {squares}))"


def second(row, column):
    """The second derivative of the loss by two of the entries that moved."""
    return f"subs(diff(diff({loss()}, {row}), {column}), {ORIGIN})"


def moved(names, direction, absent=()):
    """The entries s p + t q for a given direction p, and any q with the names of the entries."""
    given = [f"s*({direction[name]})" if name in direction else "" for name in names]
    others = ["" if name in absent else f"t*{name}" for name in names]
    return [f"({' + '.join(filter(None, pair)) or 0})" for pair in zip(given, others, strict=True)]


def form(moved_loss):
    """The Hessian at zero on p and q, from the loss at s p + t q."""
    return f"subs(diff(diff({moved_loss}, s), t), s=0, t=0)"


def prove():
    p = Proof(
        "mixed",
        "The Hessian between an active and an inactive index, layer by layer",
        real=REAL,
        integer="L i j k",
        sequence="e",
    )
    p.abbreviate(Loss=loss())
    p.assume("x > 0")
    squares = _squares(p)
    first, last = (p.assume(given) for given in ("1 <= i", "j <= L"))
    first = p.apply(squares, {"k": "i-1"}, p.combine("i - 1 >= 0", first))
    last = p.apply(squares, {"k": "L-j"}, p.combine("L - j >= 0", last))
    _entries(p, first, last)
    return p


def _squares(p):
    one, none = map(p.assume, IDENTITY)
    none = p.apply(none, {"k": "k"}, p.assume("k >= 0"))
    start, following = p.combine("e[0]^2 = e[0]", one), p.combine("e[k+1]^2 = e[k+1]", none)
    squares = p.induction("e[k]^2 = e[k]", "k", 0, start, following)
    p.state("e[k]^2", squares)
    return squares


def _entries(p, first, last):
    balance = ("2*e[j-i-1]", p.assume(STATIONARY))
    for row, column, value, *parts in (
        ("u_i", "u_i", "2*e[i-1]*x^(2*L-2) + 2*c", first),
        ("v_i", "v_i", "2*c"),
        ("u_j", "u_j", "2*c"),
        ("v_j", "v_j", "2*e[L-j]*x^(2*L-2) + 2*c", last),
        ("u_j", "v_i", "-2*c*e[j-i-1]", balance),
        ("u_i", "v_j", "-2*n*e[i-1]*e[L-j]*x^(L-2)"),
        ("u_i", "v_i", "0"),
        ("u_i", "u_j", "0"),
        ("v_i", "v_j", "0"),
        ("u_j", "v_j", "0"),
    ):
        entry = p.combine(f"{second(row, column)} = {value}", *parts)
        p.state(f"entry {row} {column}", entry)


if __name__ == "__main__":
    raise SystemExit(run(prove))
