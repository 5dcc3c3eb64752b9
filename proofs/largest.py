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
BULK, TOP = load("spectrum").BULK, load("spectrum").TOP


def prove():
    p = Proof(
        "largest",
        "The largest eigenvalue (18), positive definiteness",
        real="mu lam w",
        integer="L",
    )
    depth, deep, w, lam, mu = (
        p.assume(h) for h in ("L >= 2", "L >= 3", "w > 0", "lam > 0", "mu > 0")
    )
    branch, stationary = p.assume(BRANCH), p.assume(STATIONARY)
    layers, spare = p.combine("L > 0", deep, product(c=3)), p.combine("L - 1 > 0", depth, product())
    spare_3 = p.combine("L - 1 > 0", deep, product(c=2))

    # 2 w^L >= mu: from (L-1) (2 w^L - mu) = 2 ((L-1) w^L - (L-2) mu) + (L-3) mu.
    half = p.combine("2*w^L >= mu", product(branch, c=2), product(deep, mu), scale=[spare_3])
    gap = ("-2*L", stationary)
    first = p.combine(f"{TOP} >= {BULK}", product(layers, half, (w, "L-2"), c=2), gap)
    at_3 = p.combine("L >= 2", deep, product())
    first = p.apply(first, {}, at_3)
    given = ["w > 0", STATIONARY]
    p.claim(
        "first branch",
        first,
        "L >= 3",
        "mu > 0",
        *given,
        BRANCH,
        then=f"{TOP} >= {BULK}",
        reference="(18)",
    )
    below, deeper = BRANCH.replace(">=", ">"), "L > 3"
    at_4 = p.combine("L >= 3", p.assume(deeper))
    strictly = {
        "strictly below lam_c": (
            ["L >= 3", below],
            [product(p.assume(below), c=2), product(deep, mu)],
        ),
        "strictly for L > 3": (
            [deeper, BRANCH],
            [product(branch, c=2), product(p.assume(deeper), mu)],
        ),
    }
    goal = f"{TOP} > {BULK}"
    for name, (hypotheses, parts) in strictly.items():
        more = p.combine("2*w^L > mu", *parts, scale=[spare_3])
        strict = p.combine(goal, product(layers, more, (w, "L-2"), c=2), gap)
        strict = p.apply(strict, {}, at_3)
        strict = p.apply(strict, {}, at_4) if deeper in hypotheses else strict
        p.claim(name, strict, "mu > 0", *given, *hypotheses, then=goal, reference="(18)")
    equation = f"subs({TOP}, L=2) - subs({BULK}, L=2) = 4*(mu - lam)"
    shallow = f"subs({STATIONARY.removesuffix(' = 0')}, L=2) = 0"
    two = p.combine(equation, (4, p.assume(shallow)))
    p.claim("depth two", two, "w > 0", shallow, then=equation, reference="(18)")

    bulk = p.combine(
        f"{BULK} > 0", product(lam, (p.combine("L > 0", depth, product(c=2)), -1), c=4)
    )
    p.claim("bulk is positive", bulk, "L >= 2", "lam > 0", then=f"{BULK} > 0")
    power = product(spare, (w, "2*L-2"), c=2)
    top = p.combine(f"{TOP} > 0", power, product(branch, (w, "L-2"), c=2), ("-2*(L-2)", stationary))
    p.claim(
        "top is positive",
        top,
        "L >= 2",
        *given,
        BRANCH,
        then=f"{TOP} > 0",
        reference="Section 3, full rank",
    )
    return p


if __name__ == "__main__":
    raise SystemExit(run(prove))
