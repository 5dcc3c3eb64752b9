"""The inequality of the arithmetic and geometric mean, for any number n >= 1 of squares.

    R[n]^2 <= a^n    where n a = T[n],  T[n] = sum v[k]^2,  R[n] = prod v[k],  all v[k] /= 0

Sums and products are sequences of partial ones: T[0] = 0, T[k+1] = T[k] + v[k+1]^2 and
R[0] = 1, R[k+1] = R[k] v[k+1].

Idea: induction.  With a the mean of n + 1 squares and b that of n of them,
R[n+1]^2 <= b^n v[n+1]^2 = b^n ((n+1) a - n b) <= a^(n+1): the tangent of a^(n+1) at b.
"""

from symfact.prover import Proof, exists, forall, product
from symfact.theorems import proved, run

SUM = ["T[0] = 0", forall("k", ["k >= 0"], "T[k+1] = T[k] + v[k+1]^2")]
PRODUCT = ["R[0] = 1", forall("k", ["k >= 0"], "R[k+1] = R[k]*v[k+1]")]
NONZERO = forall("k", ["k >= 1"], "v[k] != 0")
MEANS = forall("a", ["a > 0", "n*a = T[n]"], "R[n]^2 <= a^n")


def prove():
    p = Proof(
        "means",
        "Arithmetic and geometric mean of n squares",
        real="a b",
        integer="n k",
        sequence="v T R",
    )
    n0, n1 = p.assume("n >= 0"), p.assume("n >= 1")
    (t0, t_next), (r0, r_next) = map(p.assume, SUM), map(p.assume, PRODUCT)
    nonzero, zero = p.assume(NONZERO), p.combine("0 >= 0")
    weight = p.apply(nonzero, {"k": "n+1"}, p.combine("n + 1 >= 1", n0))
    sum_, product_ = p.apply(t_next, {"k": "n"}, n0), p.apply(r_next, {"k": "n"}, n0)

    grown = p.combine("T[n+1] >= 0", p.assume("T[n] >= 0"), product(root="v[n+1]"), (1, sum_))
    squares = p.induction("T[n] >= 0", "n", 0, p.combine("T[0] >= 0", (1, t0)), grown)
    p.claim("sum of squares", squares, *SUM, "n >= 0", then="T[n] >= 0")

    unit = p.combine("R[0] != 0", product(), (1, r0))
    grown = p.combine("R[n+1] != 0", product(p.assume("R[n] != 0"), weight), (1, product_))
    rho = p.induction("R[n] != 0", "n", 0, unit, grown)
    p.claim("product is not zero", rho, *PRODUCT, NONZERO, "n >= 0", then="R[n] != 0")

    # The mean b = T[n]/n is positive.
    first = p.combine("T[1] = v[1]^2", (1, p.apply(t_next, {"k": 0}, zero)), (1, t0))
    at_1 = p.combine(
        "T[1] > 0", product((p.apply(nonzero, {"k": 1}, p.combine("1 >= 1")), 2)), (1, first)
    )
    to_0 = p.combine("n >= 0", n1, product())
    grown = p.combine(
        "T[n+1] > 0",
        p.assume("T[n] > 0"),
        product((p.apply(weight, {}, to_0), 2)),
        (1, p.apply(sum_, {}, to_0)),
    )
    positive = p.induction("T[n] > 0", "n", 1, at_1, grown)
    size = p.combine("T[n]/n > 0", product(positive, (p.combine("n > 0", n1, product()), -1)))
    mean = exists("b", ["b > 0", "n*b = T[n]"])
    there_is = p.exhibit(mean, {"b": "T[n]/n"}, size, p.combine("n*(T[n]/n) = T[n]"))
    p.claim("mean exists", there_is, *SUM, NONZERO, "n >= 1", then=mean)

    means = _means(p, first, weight, sum_, product_, there_is, to_0)
    p.claim("means", means, *SUM, *PRODUCT, NONZERO, "n >= 1", then=MEANS, reference="AM-GM")
    return p


def _means(p, first, weight, sum_, product_, there_is, to_0):
    r0, r_next = map(p.assume, PRODUCT)
    a, at_1 = p.assume("a > 0"), p.assume("1*a = T[1]")
    start = p.combine(
        "R[1] = v[1]", (1, p.apply(r_next, {"k": 0}, p.combine("0 >= 0"))), ("v[1]", r0)
    )
    case_1 = p.combine("R[1]^2 <= a^1", ("-R[1] - v[1]", start), (1, at_1), (1, first))
    case_1 = p.generalize(case_1, "a", ["a > 0", "1*a = T[1]"])

    b, a_is, b_is = p.assume("b > 0"), p.assume("(n+1)*a = T[n+1]"), p.assume("n*b = T[n]")
    before = p.apply(p.assume(MEANS), {"a": "b"}, b, b_is)
    tangent = p.apply(p.use(proved("powers"), "tangent"), {"x": "a", "a": "b"}, a, b)
    following = p.combine(
        "R[n+1]^2 <= a^(n+1)",
        tangent,
        product(before, (weight, 2)),
        ("-R[n+1] - R[n]*v[n+1]", product_),
        ("b^n", a_is),
        ("b^n", sum_),
        ("-b^n", b_is),
    )
    following = p.obtain(p.apply(there_is, {}), following)
    following = p.generalize(following, "a", ["a > 0", "(n+1)*a = T[n+1]"])
    following = p.apply(following, {}, to_0, goal=following.conclusion)
    return p.induction(MEANS, "n", 1, case_1, following)


if __name__ == "__main__":
    raise SystemExit(run(prove))
