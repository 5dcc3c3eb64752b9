"""The multiplicities of the Hessian's spectrum add up to the number of weights.

For layers W_i of size d_i x d_(i-1), i = 1, ..., L, and r active indices, the spectrum at a
minimizer has

    r ((L-1) + 1)                                 one active index: 4c and the top value
    r (r-1)/2 ((L-1) + (L-1) + 2)                 two: 0, 4c and 2G + 2c (1 -+ T)
    2 r sum_(i=1)^(L-1) (d_i - r)                 active and hidden inactive: 0 and 4c
    r (2 min + |d_0 - d_L| - 2r)                  active and inactive at the ends, min(d_0, d_L)
    sum_(i=1)^L (d_i - r) (d_(i-1) - r)           two inactive indices: the rest

eigenvalues, which is sum_(i=1)^L d_i d_(i-1) in all; for any L >= 1, widths d_i and r.  At
L = 2 the rest is 2 (d_1 - r) (min - r) values 2c -+ 2 m_k and (d_1 - r) |d_0 - d_2| values 2c.
Sums are sequences of partial sums: N of d_i d_(i-1), H of d_i - r, R of the rest; s and z are
min(d_0, d_L) and |d_0 - d_L|, in the statements about the ends those of p and q.
Sources: derived here.

Idea: induction on the number of layers, and 2 min(p, q) + |p - q| = p + q:
neither |p - q| nor p + q - 2 min(p, q) is negative, and they have the same square.
"""

from symfact.prover import Proof, forall, product
from symfact.theorems import run

WEIGHTS = ["N[0] = 0", forall("k", ["k >= 0"], "N[k+1] = N[k] + d[k+1]*d[k]")]
HIDDEN = ["H[0] = 0", forall("k", ["k >= 0"], "H[k+1] = H[k] + (d[k+1] - r)")]
REST = ["R[0] = 0", forall("k", ["k >= 0"], "R[k+1] = R[k] + (d[k+1] - r)*(d[k] - r)")]
LEAST = ["s <= p", "s <= q", "(p - s)*(q - s) = 0"]
DISTANCE = ["z >= 0", "z^2 = (p - q)^2"]


def total(layers, ends):
    """The sum of the multiplicities; r times `ends` between active and outer inactive indices."""
    one, two = f"r*(({layers}-1) + 1)", f"r*(r-1)/2*(({layers}-1) + ({layers}-1) + 2)"
    return f"{one} + {two} + 2*r*H[{layers}-1] + r*({ends}) + R[{layers}]"


def prove():
    p = Proof(
        "dimension",
        "The multiplicities add up to the number of weights",
        real="p q s z r h",
        integer="k n L",
        sequence="d N H R",
    )
    ends = _ends(p)
    p.state("ends", ends)
    rest = "2*(h - r)*(s - r) + (h - r)*z = (h - r)*(p - r) + (q - r)*(h - r)"
    p.state("rest, L = 2", p.combine(rest, ("h - r", ends)))
    counted = p.apply(_count(p), {"n": "L"}, p.assume("L >= 1"))
    at_ends = p.apply(ends, {"p": "d[0]", "q": "d[L]"})
    goal = f"N[L] = {total('L', '2*s + z - 2*r')}"
    p.state("sum", p.combine(goal, (1, counted), ("-r", at_ends)))
    return p


def _ends(p):
    """Both z and p + q - 2s are not negative and have the same square."""
    least, other, either, size, square = map(p.assume, [*LEAST, *DISTANCE])
    above, below = p.assume("z > p + q - 2*s"), p.assume("z < p + q - 2*s")
    spread = p.combine("p + q - 2*s >= 0", least, other)
    parts = product((above, 2)), product(spread, above, c=2), (-1, square), (4, either)
    high = p.absurd(p.combine("0 > 0", *parts), "z = p + q - 2*s")
    parts = product((below, 2)), product(size, below, c=2), (1, square), (-4, either)
    low = p.absurd(p.combine("0 > 0", *parts), "z = p + q - 2*s")
    equal = p.assume("z = p + q - 2*s")
    distance = p.cases("z - (p + q - 2*s)", gt=high, eq=equal, lt=low)
    return p.combine("2*s + z - 2*r = p + q - 2*r", distance)


def _count(p):
    (n0, n_next), (h0, h_next), (r0, r_next) = (map(p.assume, s) for s in (WEIGHTS, HIDDEN, REST))
    zero, at_least = p.combine("0 >= 0"), p.assume("n >= 1")
    first = [(1, n0), (1, p.apply(n_next, {"k": 0}, zero))]
    first += [(-1, r0), (-1, p.apply(r_next, {"k": 0}, zero)), ("-2*r", h0)]
    start = p.combine(f"N[1] = {total('1', 'd[0] + d[1] - 2*r')}", *first)
    natural, before = p.combine("n >= 0", at_least, product()), p.combine("n - 1 >= 0", at_least)
    hidden = p.apply(h_next, {"k": "n-1"}, before, goal="H[n] = H[n-1] + (d[n] - r)")
    goal = f"N[n] = {total('n', 'd[0] + d[n] - 2*r')}"
    grown = p.combine(
        f"N[n+1] = {total('(n+1)', 'd[0] + d[n+1] - 2*r')}",
        (1, p.assume(goal)),
        (1, p.apply(n_next, {"k": "n"}, natural)),
        (-1, p.apply(r_next, {"k": "n"}, natural)),
        ("-2*r", hidden),
    )
    return p.induction(goal, "n", 1, start, grown)


if __name__ == "__main__":
    raise SystemExit(run(prove))
