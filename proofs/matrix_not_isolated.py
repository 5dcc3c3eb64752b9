"""Minimizers of deep matrix factorization are not isolated: rotations of a hidden layer.

Let v = W_(i+1), w = W_i be two consecutive layers, a and b two indices of the hidden layer
between them, and p^2 + q^2 = 1.  Rotating the rows a, b of W_i and the columns a, b of W_(i+1),

    w_a, w_b -> p w_a - q w_b, q w_a + p w_b        in every column of W_i,
    v_a, v_b -> p v_a - q v_b, q v_a + p v_b        in every row of W_(i+1),

changes neither an entry of the product W_(i+1) W_i, and so the data term, nor the norm of W_i
or W_(i+1): the loss is the same, whatever M and the other layers are.

At layers that are diagonal with the entries x, y there, the point moves by the squared distance
2 (2 - 2p) (x^2 + y^2) exactly; and for x > 0 and every eps > 0 there are p, q for which this
is > 0 and <= eps.  So a minimizer with such layers is not isolated if a hidden layer has an
active index a, x = x_a > 0, and a second index b, active or not (y = x_b or 0): if r >= 2, or if
a hidden width exceeds r >= 1.  (That every minimizer has such layers in suitable orthonormal
bases is not proved here.)  So what the paper's conclusion says of scalar problems, that all
minimizers are isolated, does not carry over to matrices.

Idea: p^2 + q^2 = 1, in each claim.  Put p = 2/b - 1, q = 2 s/b with b = 1 + s^2 and s small.
"""

from symfact.prover import Proof, exists, forall, product
from symfact.theorems import run

UNIT, ISOLATED = "p^2 + q^2 = 1", "Section 3"


def rotated(first, second):
    return f"(p*{first} - q*{second})", f"(q*{first} + p*{second})"


def squares(name, first, second):
    """The norm of two rows of any length, as partial sums."""
    term = f"{first}^2 + {second}^2"
    return [f"{name}[0] = 0", forall("k", ["k >= 0"], f"{name}[k+1] = {name}[k] + {term}")]


(V_A, V_B), (W_A, W_B) = rotated("v_a", "v_b"), rotated("w_a", "w_b")
NORM, TURNED = squares("N", "u[k+1]", "w[k+1]"), squares("R", *rotated("u[k+1]", "w[k+1]"))
SIZE = "(x^2 + y^2)"
ONE_LAYER = "(p*x - x)^2 + (-q*y)^2 + (q*x)^2 + (p*y - y)^2"
DISTANCE = f"(({ONE_LAYER}) + ((p*x - x)^2 + (q*x)^2 + (-q*y)^2 + (p*y - y)^2))"
NEAR = exists("p q", [UNIT, f"{DISTANCE} > 0", f"{DISTANCE} <= eps"])


def prove():
    p = Proof(
        "matrix_not_isolated",
        "Minimizers are not isolated in deep matrix factorization",
        real="p q v_a v_b w_a w_b P m x y eps s b D",
        integer="n k",
        sequence="N R u w",
    )
    unit, n0 = p.assume(UNIT), p.assume("n >= 0")
    entry, pair = f"P + {V_A}*{W_A} + {V_B}*{W_B}", "P + v_a*w_a + v_b*w_b"
    same = p.combine(f"{entry} = {pair}", ("v_a*w_a + v_b*w_b", unit))
    p.claim("product", same, UNIT, then=same.conclusion, reference=ISOLATED)
    same = p.combine(f"(m - ({entry}))^2 = (m - ({pair}))^2", (f"({entry}) + ({pair}) - 2*m", same))
    p.claim("data term", same, UNIT, then=same.conclusion, reference=ISOLATED)

    (n_0, n_next), (r_0, r_next) = map(p.assume, NORM), map(p.assume, TURNED)
    grown = p.combine(
        "R[n+1] = N[n+1]",
        (1, p.assume("R[n] = N[n]")),
        (1, p.apply(r_next, {"k": "n"}, n0)),
        (-1, p.apply(n_next, {"k": "n"}, n0)),
        ("u[n+1]^2 + w[n+1]^2", unit),
    )
    norm = p.combine("R[0] = N[0]", (1, r_0), (-1, n_0))
    norm = p.induction("R[n] = N[n]", "n", 0, norm, grown)
    given = [UNIT, *NORM, *TURNED, "n >= 0"]
    p.claim("norm", norm, *given, then="R[n] = N[n]", reference=ISOLATED)

    moved = p.combine(f"{DISTANCE} = 2*(2 - 2*p)*{SIZE}", (f"2*{SIZE}", unit))
    p.claim("distance", moved, UNIT, then=moved.conclusion, reference=ISOLATED)
    near = _near(p, moved)
    p.claim("not isolated", near, "x > 0", "eps > 0", then=NEAR, reference=ISOLATED)
    return p


def _near(p, moved):
    """With s = eps/D, D = eps + 8 (x^2 + y^2), the squared distance is small, but not zero."""
    names = "x > 0", "eps > 0", "s > 0", "b > 0", "D > 0"
    x, eps, s, b, D = map(p.assume, names)
    b_is, s_is, D_is = map(p.assume, ("b = 1 + s^2", "s = eps/D", f"D = eps + 8*{SIZE}"))
    size = p.combine(f"{SIZE} > 0", product((x, 2)), product(root="y"))
    share = p.combine("s*D = eps", ("D", s_is))
    small = p.combine(
        f"8*s^2*{SIZE} <= eps",
        product(eps, root="1 - s/2"),
        product(eps, root="s", c="3/4"),
        ("-s", share),
        ("s^2", D_is),
    )
    values = {"p": "2/b - 1", "q": "2*s/b"}
    unit = p.combine("(2/b - 1)^2 + (2*s/b)^2 = 1", ("-4/b^2", b_is))
    at = p.apply(moved, values, unit)
    far = f"subs({DISTANCE}, p=2/b - 1, q=2*s/b)"
    positive = p.combine(
        f"{far} > 0", product(size, (s, 2), (b, -1), c=8), (1, at), (f"8*{SIZE}/b", b_is)
    )
    rest = product(size, (s, 4), (b, -1), c=8)
    at_most = p.combine(f"{far} <= eps", small, rest, (-1, at), (f"8*{SIZE}*(s^2/b - 1/b)", b_is))
    near = p.exhibit(NEAR, values, unit, positive, at_most)
    near = p.define("b", "1 + s^2", near, p.combine("1 + s^2 > 0", product(), product((s, 2))))
    near = p.define("s", "eps/D", near, p.combine("eps/D > 0", product(eps, (D, -1))))
    total = f"eps + 8*{SIZE}"
    return p.define("D", total, near, p.combine(f"{total} > 0", eps, product(size, c=8)))


if __name__ == "__main__":
    raise SystemExit(run(prove))
