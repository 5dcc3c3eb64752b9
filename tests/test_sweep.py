"""Every true value lies in its enclosure: decided with rational numbers, not with floats.

SYMFACT_SWEEP_POINTS sets how many points of each kind and depth are checked (default 12).
"""

import math
import os

import mpmath
import numpy as np
import pytest
from gmpy2 import isqrt, mpq
from hypothesis import given, settings
from hypothesis import strategies as st

import symfact.sweep
from symfact.certify import certify_scalar
from symfact.sweep import BOUNDS, QUANTITIES, REGIMES, Enclosures, enclose
from symfact.sweep.enclosures import UNDECIDED, enclose_in_floats
from symfact.sweep.exact import enclose_exactly

POINTS = int(os.environ.get("SYMFACT_SWEEP_POINTS", "12"))
DEPTHS = [2, 3, 4, 5, 10, 50]


# ---- the truth, from the definitions


def true_regime(m, lam, L):
    """Compare lam^L (L-1)^(2L-2) with L^L (L-2)^(L-2) m^(2L-2)."""
    left = lam**L * (L - 1) ** (2 * L - 2)
    right = L**L * (L - 2) ** (L - 2) * m ** (2 * L - 2)
    return "nonzero" if left < right else "tie" if left == right and L > 2 else "zero"


def bracket(m, lam, L, bits):
    """Return rationals a <= w <= b around the minimizer, b - a about 2^-bits of it.

    A float of mpmath proposes them; the signs of p are those of rational numbers.
    """
    c = lam / L
    middle = rational(near_root(m, lam, L, bits))
    unit = mpq(2) ** (magnitude(middle) - bits)
    a, b = middle - unit, middle + unit
    assert (2 * L - 2) * a**L >= (L - 2) * m  # past the point where p turns
    p = [v ** (2 * L - 2) - m * v ** (L - 2) + c for v in (a, middle, b)]
    assert p[0] <= 0 <= p[2]
    return (a, b) if p[1] else (middle, middle)


def near_root(m, lam, L, bits):
    with mpmath.workprec(bits + 40):
        size, c = (mpmath.mpf(v.numerator) / v.denominator for v in (m, lam / L))
        w, step = size ** (mpmath.mpf(1) / L), mpmath.inf
        while abs(step) > w * mpmath.mpf(2) ** (-bits // 2 - 20):
            power, product = w ** (L - 2), w**L
            slope = power * ((2 * L - 2) * product - (L - 2) * size) / w
            step = (power * (product - size) + c) / slope
            w -= step
    with mpmath.workprec(bits):
        return +w


def rational(number):
    _, mantissa, exponent, _ = number._mpf_
    return int(mantissa) * mpq(2) ** exponent


def magnitude(value):
    return value.numerator.bit_length() - value.denominator.bit_length()


def square_root(x, bits):
    """Return rationals around the root, the same twice if it is rational."""
    shift = max(0, bits - magnitude(x) // 2)
    n = isqrt(x.numerator * x.denominator << 2 * shift)
    a, b = (mpq(k, x.denominator << shift) for k in (n, n + 1))
    return (a, a) if a * a == x else (a, b)


def true_values(m, lam, L, kind, bits):
    """Return each quantity as rationals that lie around it, closely; m >= 0."""
    c = lam / L
    if kind == "zero":
        bulk, top = (lam + 2 * m, lam - 2 * m) if L == 2 else (2 * c, 2 * c)
        ends = [(v, v) for v in (0, 0, m * m, bulk, top, max(bulk, top))]
    else:
        if L == 2 or kind == "tie":  # w^2 and w^L are rational
            square = m - c if L == 2 else m**2 * L * (L - 2) / (lam * (L - 1) ** 2)
            product = m - c if L == 2 else m * (L - 2) / (L - 1)
            assert square ** (L - 1) - m * product / square + c == 0
            w, squares, products = square_root(square, bits), [square] * 2, [product] * 2
        else:
            w = bracket(m, lam, L, bits)
            squares, products = [v * v for v in w], [v**L for v in w]
        (a, b), (A, B) = squares, products
        top = [2 * L * W * W / v - 2 * (L - 2) * c for v, W in ((a, A), (b, B))]
        loss = [(m - B) ** 2 + lam * a, (m - A) ** 2 + lam * b]
        ends = [w, products, loss, (4 * c, 4 * c), top, [max(v, 4 * c) for v in top]]
    low, high = map(mpq, ends[-1])
    return dict(zip(QUANTITIES, [*ends, (2 / high, 2 / low)], strict=True))


def outside(found: Enclosures, i: int, target: float, lam: float, L: int) -> list[str]:
    """Return the names of what is not proved to lie in its enclosure at the point i."""
    m, exact_lam = mpq(target), mpq(lam)
    kind = true_regime(abs(m), exact_lam, L)
    if REGIMES[found.regime[i]] != kind:
        return ["regime"]
    for bits in (120, 3500):  # lam may be smaller than m by so many
        values = true_values(abs(m), exact_lam, L, kind, bits)
        if m < 0:
            values["rho"] = -values["rho"][1], -values["rho"][0]
        wrong = [name for name in QUANTITIES if not within(found, name, i, values[name])]
        if not wrong:
            break
    return wrong


def within(found, name, i, ends):
    lower, upper = (float(found[f"{name}_{side}"][i]) for side in ("lower", "upper"))
    below = lower == -math.inf or (math.isfinite(lower) and mpq(lower) <= ends[0])
    return below and (upper == math.inf or ends[1] <= mpq(upper))


# ---- points


def plain(rng, n, L):
    return 10 ** rng.uniform(-1, 1, n), 10 ** rng.uniform(-3, 0.7, n)


def wide(rng, n, L):
    m = 10 ** rng.uniform(-30, 30, n) * rng.choice([-1, 1], n)
    return m, critical(m, L) * 10 ** rng.uniform(-20, 1, n)


def near_ties(rng, n, L):
    m = 10 ** rng.uniform(-3, 3, n)
    return m, nudged(critical(m, L), rng.integers(-40, 41, n))


def any_bits(rng, n, L):
    """Floats of all sizes, a third of them denormal or nearly so."""
    targets, lams = rng.integers(0, 0x7FF << 52, (2, n), dtype=np.int64)
    third = rng.integers(0, 3, (2, n)) == 0
    small = rng.integers(1, 1 << 53, (2, n))
    m, lam = np.where(third, small, [targets, lams]).view(np.float64)
    return m * rng.choice([-1, 1], n), np.maximum(lam, 5e-324)


def edges(rng, n, L):
    """Ties, what is next to them, the ends of the range, and 0."""
    special = [0.0, 5e-324, 2.0**-1022, 2.0**-200, 1.0, 3.0, 2.0**200, 1e308]
    pairs = [(m, lam) for m in special for lam in special if lam]
    pairs += ties(L)
    m, lam = np.array(pairs).T
    steps = rng.integers(-2, 3, (2, 3, len(m)))
    targets = np.concatenate([m, -m, *nudged(m, steps[0])])
    return targets, np.maximum(np.concatenate([lam, lam, *nudged(lam, steps[1])]), 5e-324)


def critical(m, L):
    ratio = (L - 2) / (L - 1)
    return L / (L - 1) * ratio ** ((L - 2) / L) * np.abs(m) ** ((2 * L - 2) / L)


def nudged(values, steps):
    return np.maximum(values.view(np.int64) + steps, 0).view(np.float64)


def ties(L):
    """Return floats (m, lam) at which the comparison of the regime is an equality."""
    roots = {2: [], 3: [0.5, 1, 3, 7], 4: [2, 6, 20], 5: [3, 12, 0.75], 10: [2, 4, 0.5], 50: []}
    pairs = [(w**L * (L - 1) / (L - 2), L * w ** (2 * L - 2) / (L - 2)) for w in roots[L] if L > 2]
    if L == 4:
        pairs += [(1.5 * x * x, 2 * x**3) for x in (3.0, 5.0, 0.375)]  # w = sqrt(x)
    return [(lam / 2, lam) for lam in (0.1, 1.0, 7.3)] if L == 2 else pairs


def all_wrong(kind, L, n):
    target, lam = kind(np.random.default_rng([n, L]), n, L)
    found = enclose(target, lam, L)
    points = enumerate(zip(target.tolist(), lam.tolist(), strict=True))
    return [(m, x, L, bad) for i, (m, x) in points if (bad := outside(found, i, m, x, L))], found


@pytest.mark.parametrize("L", DEPTHS)
@pytest.mark.parametrize("kind", [plain, wide, near_ties, any_bits, edges])
def test_every_true_value_lies_in_its_enclosure(kind, L):
    wrong, found = all_wrong(kind, L, POINTS)
    assert not wrong
    assert (found.regime != UNDECIDED).all()
    assert not np.isnan(found.bounds).any()
