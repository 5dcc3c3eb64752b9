"""The closed form of the critical lam, for every L >= 3.

With (L-1) z^L = (L-2) mu and lam_c = 2 mu z^(L-2) - z^(2L-2):

    lam_c^L (L-1)^(2L-2) = L^L (L-2)^(L-2) mu^(2L-2),

that is lam_c = L/(L-1) ((L-2)/(L-1))^((L-2)/L) mu^((2L-2)/L), and the regime of rational
m and lam is decided by comparing integers.  (The bases L-1 and L-2 are named d and e.)  Where
these say lam < lam_c, they say so for every larger mu and smaller lam; and likewise lam > lam_c.

Idea: (L-1) lam_c = L mu z^(L-2).  Its L-th power contains z^(L(L-2)) = (z^L)^(L-2), and
(L-1) z^L = (L-2) mu.
"""

from symfact.prover import Proof, product
from symfact.theorems import load, proved, run

RADIUS, CRITICAL = load("critical").RADIUS, load("critical").CRITICAL
NAMES = [f"c = {CRITICAL}", "d = L - 1", "e = L - 2"]
GIVEN = ["L >= 3", "mu > 0", "z > 0", RADIUS, "c > 0", "d > 0", "e > 0", *NAMES]


def prove():
    p = Proof(
        "critical_value",
        "The critical lam in closed form",
        real="mu nu lam kappa z c d e",
        integer="L",
    )
    _regime(p)  # before L >= 3 is assumed
    depth, mu, z, radius, c, d, e, c_is, d_is, e_is = map(p.assume, GIVEN)
    congruence = p.use(proved("powers"), "congruence")
    layers = p.combine("L > 0", depth, product(c=3))

    small = [("d", c_is), (CRITICAL, d_is), ("-z^(L-2)", radius)]
    first = p.apply(
        congruence,
        {"x": "d*c", "y": "L*mu*z^(L-2)", "n": "L"},
        p.combine("d*c > 0", product(d, c)),
        p.combine("L*mu*z^(L-2) > 0", product(layers, mu, (z, "L-2"))),
        p.combine("d*c = L*mu*z^(L-2)", *small),
        p.combine("L >= 0", layers),
    )
    turn = [("z^L", d_is), ("-mu", e_is), (1, radius)]
    second = p.apply(
        congruence,
        {"x": "d*z^L", "y": "e*mu", "n": "L-2"},
        p.combine("d*z^L > 0", product(d, (z, "L"))),
        p.combine("e*mu > 0", product(e, mu)),
        p.combine("d*z^L = e*mu", *turn),
        p.combine("L - 2 >= 0", depth, product()),
    )
    goal = "c^L*d^(2*L-2) = L^L*e^(L-2)*mu^(2*L-2)"
    closed = p.combine(goal, ("d^(L-2)", first), ("L^L*mu^L", second))
    p.claim("closed form", closed, *GIVEN, then=goal)
    return p


def _regime(p):
    """For L >= 2, mu <= nu and kappa <= lam."""
    signs = [f"{name} > 0" for name in ("mu", "nu", "kappa", "lam", "d", "e")]
    given = ["L >= 2", "mu <= nu", "kappa <= lam", *signs]
    depth, wider, weaker, mu, nu, kappa, lam, d, e = map(p.assume, given)
    monotone, layers = p.use(proved("powers"), "monotone"), p.combine("L > 0", depth, product(c=2))
    natural = p.combine("L >= 0", layers)
    low = p.apply(monotone, {"x": "kappa", "y": "lam", "n": "L"}, kappa, lam, weaker, natural)
    natural = p.combine("2*L - 2 >= 0", product(depth, c=2), product(c=2))
    high = p.apply(monotone, {"x": "mu", "y": "nu", "n": "2*L-2"}, mu, nu, wider, natural)
    spread = product(low, (d, "2*L-2")), product(high, (layers, "L"), (e, "L-2"))

    near = "lam^L*d^(2*L-2) {} L^L*e^(L-2)*mu^(2*L-2)"
    far = near.replace("lam", "kappa").replace("mu", "nu")
    for name, known, goal in (
        ("below stays below", near.format("<"), far.format("<")),
        ("above stays above", far.format(">"), near.format(">")),
    ):
        p.claim(name, p.combine(goal, p.assume(known), *spread), *given, known, then=goal)


if __name__ == "__main__":
    raise SystemExit(run(prove))
