"""Which eigenvalue is the largest, (18), and positive definiteness, at w /= 0.

Let w > 0, p(w) = 0 and (L-1) w^L >= (L-2) mu, that is 0 < lam <= lam_c.  With bulk = 4 lam/L
and top = 2 L w^(2L-2) + 4 lam/L - 2 lam:

    L >= 3: top >= bulk, and top > bulk unless L = 3 and lam = lam_c
    L  = 2: top - bulk = 4 (mu - lam), so top is the larger one exactly for lam <= mu
    bulk > 0 and top > 0: the Hessian is positive definite

Idea: lam/L = w^(L-2) (mu - w^L), so top - bulk = 2 L w^(L-2) (2 w^L - mu), and
(L-2) lam/L <= w^(2L-2), so top = 2 L w^(2L-2) - 2 (L-2) lam/L >= 2 (L-1) w^(2L-2) > 0.
"""

from symfact.prover import Proof, product
from symfact.theorems import load, run

STATIONARY, BRANCH = load("uniqueness").STATIONARY, "(L-1)*w^L >= (L-2)*mu"
GIVEN = ["w > 0", STATIONARY, BRANCH]
BULK, TOP = load("spectrum").BULK, load("spectrum").TOP


def prove():
    p = Proof(
        "largest",
        "The largest eigenvalue (18), positive definiteness",
        real="mu lam w",
        integer="L",
    )
    equation = f"subs({TOP}, L=2) - subs({BULK}, L=2) = 4*(mu - lam)"
    shallow = f"subs({STATIONARY.removesuffix(' = 0')}, L=2) = 0"
    depth, _w = p.assume("L >= 2"), p.assume("w > 0")
    p.state("depth two", p.combine(equation, (4, p.assume(shallow))), "(18)")

    lam, layers, spare = (
        p.assume("lam > 0"),
        p.combine("L > 0", depth, product(c=2)),
        p.combine("L > 1", depth, product()),
    )
    bulk = p.combine(f"{BULK} > 0", product(lam, (layers, -1), c=4))
    p.claim("bulk is positive", bulk, "L >= 2", "lam > 0", then=f"{BULK} > 0")
    w, stationary, branch = map(p.assume, GIVEN)
    power = product(spare, (w, "2*L-2"), c=2)
    parts = power, product(branch, (w, "L-2"), c=2), ("-2*(L-2)", stationary)
    top, where = p.combine(f"{TOP} > 0", *parts), "Section 3, full rank"
    p.claim("top is positive", top, "L >= 2", *GIVEN, then=f"{TOP} > 0", reference=where)
    _first(p)
    return p


def _first(p):
    """2 w^L >= mu: from (L-1) (2 w^L - mu) = 2 ((L-1) w^L - (L-2) mu) + (L-3) mu."""
    deep, mu, w, stationary, branch = map(p.assume, ["L >= 3", "mu > 0", *GIVEN])
    inside, deeper = p.assume(BRANCH.replace(">=", ">")), p.assume("L > 3")
    layers, spare = p.combine("L > 0", deep, product(c=3)), p.combine("L > 1", deep, product(c=2))
    for name, relation, depth, strict in (
        ("first branch", ">=", deep, branch),
        ("strictly below lam_c", ">", deep, inside),
        ("strictly for L > 3", ">", deeper, branch),
    ):
        half = p.combine(
            f"2*w^L {relation} mu", product(strict, c=2), product(depth, mu), scale=[spare]
        )
        goal = f"{TOP} {relation} {BULK}"
        first = p.combine(goal, product(layers, half, (w, "L-2"), c=2), ("-2*L", stationary))
        first = p.apply(first, {}, p.combine("L >= 2", deep, product()))
        first = p.apply(first, {}, p.combine("L >= 3", deeper)) if depth is deeper else first
        given = [depth.conclusion, "mu > 0", "w > 0", STATIONARY, strict.conclusion]
        p.claim(name, first, *given, then=goal, reference="(18)")


if __name__ == "__main__":
    raise SystemExit(run(prove))
