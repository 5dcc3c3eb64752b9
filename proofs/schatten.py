"""Weight decay is a penalty on the product: the scalar case of the Schatten-2/L equivalence.

For all weights with product R[n] /= 0, and x = |R[n]|^(1/n) > 0,

    (1/n) sum v[k]^2 >= x^2 = |R[n]|^(2/n),

and balanced weights of size x attain it (balanced.py).  So minimizing the loss over the weights
is minimizing (m - rho)^2 + lam |rho|^(2/L) over rho: (6).

Idea: x^(2n) = R[n]^2 <= b^n for the mean b of the squares; powers are monotone.
"""

from symfact.prover import Proof, product
from symfact.theorems import load, proved, run

means = load("means")


def prove():
    p = Proof(
        "schatten",
        "Weight decay as a penalty on the product",
        real="b x",
        integer="n k",
        sequence="v T R",
    )
    n1, x, b = p.assume("n >= 1"), p.assume("x > 0"), p.assume("b > 0")
    root, mean = p.assume("x^(2*n) = R[n]^2"), p.assume("n*b = T[n]")
    bound = p.apply(p.use(proved("means"), "means"), {"a": "b"}, b, mean)
    bound = p.combine("x^(2*n) <= b^n", bound, (-1, root))
    square = p.combine("x^2 > 0", product((x, 2)))
    size = p.apply(p.use(proved("powers"), "order"), {"x": "x^2", "y": "b"}, square, b, n1, bound)
    least = p.combine("T[n]/n >= x^2", size, ("-1/n", mean))
    least = p.obtain(p.use(proved("means"), "mean exists"), least)
    given = [*means.SUM, *means.PRODUCT, means.NONZERO, "n >= 1", "x > 0", root.conclusion]
    p.claim("penalty", least, *given, then="T[n]/n >= x^2", reference="Section 2.1, (6)")
    return p


if __name__ == "__main__":
    raise SystemExit(run(prove))
