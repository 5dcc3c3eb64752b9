"""What is constant on the solution set, and what depends on it: D*, R*, J*; the jump at lam_c.

At the minimizers with |w_i| = w > 0 and product of signs sigma, m = sigma mu, rho* = sigma w^L:

    D* = (m - rho*)^2 = (mu - w^L)^2,    R* = (1/L) sum w_i^2 = w^2,    J* = D* + lam R*,

functions of rho* and L alone.  At lam = lam_c (the tie, w = z) the minimum is also attained at
0, with D = m^2, R = 0, and the smallest eigenvalue falls from 4 lam/L or more to 2 lam/L; D
itself is m^2/(L-1)^2 at the other minimizers.

Idea: the sums of balanced.py; and (L-1) z^L = (L-2) mu.
"""

from symfact.prover import Proof, product
from symfact.theorems import load, proved, run

balanced, critical, largest = load("balanced"), load("critical"), load("largest")
BULK, TOP = load("spectrum").BULK, load("spectrum").TOP


def prove():
    p = Proof(
        "values",
        "D*, R*, J*, and the jump at lam_c",
        real="m mu sigma lam w z",
        integer="n k L",
        sequence="v s T R U",
    )
    depth, deep = p.assume("L >= 2"), p.assume("L >= 3")
    layers = p.combine("L >= 0", depth, product(c=2))
    product_ = p.apply(p.use(proved("balanced"), "product"), {"n": "L"}, layers)
    sum_ = p.apply(p.use(proved("balanced"), "sum"), {"n": "L"}, layers)
    m, sigma = p.assume("m = sigma*mu"), p.assume("sigma^2 = 1")
    sign = p.assume("U[L] = sigma")
    rho = p.combine("R[L] = sigma*w^L", (1, product_), ("w^L", sign))
    p.state("rho*", rho, "Theorem 2")
    data = [
        ("R[L] + sigma*w^L - 2*m", rho),
        ("m + sigma*mu - 2*sigma*w^L", m),
        ("(mu - w^L)^2", sigma),
    ]
    p.state("D*", p.combine("(m - R[L])^2 = (mu - w^L)^2", *data), "(5)")
    p.state("R*", p.combine("1/L*T[L] = w^2", ("1/L", sum_)), "(5)")
    p.state(
        "J*",
        p.combine("(m - R[L])^2 + lam/L*T[L] = (mu - w^L)^2 + lam*w^2", *data, ("lam/L", sum_)),
        "(4)",
    )

    weight = p.combine(
        "(mu - w^L)^2 + lam*w^2 > 0",
        product(root="mu - w^L"),
        product(p.assume("lam > 0"), (p.assume("w > 0"), 2)),
    )
    p.state("J* is positive", weight, "Section 2.1")

    z, radius, mu = p.assume("z > 0"), p.assume(critical.RADIUS), p.assume("mu > 0")
    at_tie = p.combine("(L-1)^2*(mu - z^L)^2 = mu^2", ("(L-1)*z^L - L*mu", radius), using=[deep])
    p.state("D at the tie", at_tie, "(5)")
    spare = p.combine("L - 1 > 0", deep, product(c=2))
    inside = p.combine("mu - z^L > 0", mu, (-1, radius), scale=[spare])
    less = p.combine("(mu - z^L)^2 < mu^2", product((z, "L"), mu), product((z, "L"), inside))
    p.state("D takes two values", p.combine("(mu - z^L)^2 != mu^2", product(less, c=-1)), "(5)")

    lam = p.assume("lam > 0")
    share = (p.combine("L > 0", deep, product(c=3)), -1)
    jump = p.combine(f"{BULK} > 2*lam/L", product(lam, share, c=2), using=[deep])
    p.state("bulk jumps", jump, "Theorem 3")
    first = p.use(proved("largest"), "first branch")
    top = p.combine(f"{TOP} > 2*lam/L", first, jump)
    p.state("top jumps", top, "Theorem 3")
    return p


if __name__ == "__main__":
    raise SystemExit(run(prove))
