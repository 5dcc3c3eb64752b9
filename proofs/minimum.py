"""The global minimum of the loss for 0 < lam < lam_c: existence, value, uniqueness.

Let L >= 2, m = sigma mu /= 0, and let w > 0 be the zero of p of uniqueness.py.  For all
weights v[1], ..., v[L]:

    Loss(v) >= g(w) = (mu - w^L)^2 + lam w^2,    and > if some weight is zero.

and balanced weights with |v[i]| = w and product of signs sigma attain it (balanced.py).  Every
minimizer is critical, hence balanced with some size x (balance.py), and then

    (m - tau x^L)^2 + lam x^2 > g(w)    unless x = w and tau = sigma,

tau being the product of its signs.  So the minimizers are exactly the balanced weights of
size w with sign product sigma, rho* = sigma w^L, and D, R are constant on them.

Idea: reduction to one variable, then uniqueness there.  The minimum is exhibited, so its
existence needs no appeal to compactness.
"""

from symfact.prover import Proof, product
from symfact.theorems import load, proved, run

unique, reduction = load("uniqueness"), load("reduction")
SUM, PRODUCT, NONZERO, SIGN = (getattr(reduction, n) for n in ("SUM", "PRODUCT", "NONZERO", "SIGN"))
LOSS, LEAST = reduction.LOSS, unique.g("w")
GIVEN, BETTER = [*unique.GIVEN, "lam > 0"], f"{reduction.LOSS} >= {unique.g('w')}"


def prove():
    p = Proof(
        "minimum",
        "The global minimum for 0 < lam < lam_c",
        real="m mu sigma tau lam w x",
        integer="j k L",
        sequence="v T R",
    )
    for guard in ("L >= 2", "x > 0"):
        p.assume(guard)
    least = p.use(proved("uniqueness"), "least")
    weights = p.combine(BETTER, p.assume(f"{LOSS} >= {unique.g('x')}"), least)
    weights = p.obtain(p.use(proved("reduction"), "no weight zero"), weights)
    given = [*GIVEN, *SIGN[:2], *SUM]
    p.claim(
        "no weight zero", weights, *given, *PRODUCT, NONZERO, then=BETTER, reference="Theorem 2"
    )

    m, sigma, mu = map(p.assume, SIGN)
    zero, some = (
        p.use(proved("uniqueness"), "better than zero"),
        p.use(proved("reduction"), "some weight zero"),
    )
    strict = p.combine(f"{LOSS} > {LEAST}", some, zero, ("m + sigma*mu", m), ("mu^2", sigma))
    given = [*(h for h in given if h != "mu > 0"), PRODUCT[1], "1 <= j", "j <= L", "v[j] = 0"]
    p.claim("some weight zero", strict, *given, then=strict.conclusion, reference="Theorem 2")

    # Balanced weights of size x, with the product tau of their signs.
    other = f"(m - tau*x^L)^2 + lam*x^2 > {LEAST}"
    square = "tau^2 = 1"
    right, wrong, tau = p.assume("tau = sigma"), p.assume("tau = -sigma"), p.assume(square)
    size = p.use(proved("uniqueness"), "unique")
    shift, unit = ("m + sigma*mu - 2*tau*x^L", m), ("mu^2", sigma)
    size = p.combine(
        other, size, shift, unit, ("x^(2*L)", tau), ("-2*mu*sigma*x^L", right), ("-2*mu*x^L", sigma)
    )
    given = [*unique.GIVEN, *SIGN[:2], square, "x > 0"]
    p.claim("other size", size, *given, "x != w", "tau = sigma", then=other, reference="Theorem 2")
    gain = product(mu, (p.assume("x > 0"), "L"), c=4)
    sign = p.combine(
        other,
        gain,
        least,
        shift,
        unit,
        ("x^(2*L)", tau),
        ("-2*mu*sigma*x^L", wrong),
        ("2*mu*x^L", sigma),
    )
    p.claim("wrong sign", sign, *given, "tau = -sigma", then=other, reference="(10)")
    return p


if __name__ == "__main__":
    raise SystemExit(run(prove))
