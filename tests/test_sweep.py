"""Every true value lies in its enclosure: decided with rational numbers, not with floats.

SYMFACT_SWEEP_POINTS sets how many points of each kind and depth are checked (default 12).
"""

import math
import os
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from gmpy2 import isqrt, mpq
from hypothesis import given, settings
from hypothesis import strategies as st

from symfact.certify import certify_scalar
from symfact.sweep import BOUNDS, QUANTITIES, REGIMES, Enclosures, enclose, enclosures
from symfact.sweep.enclosures import UNDECIDED, enclose_in_floats

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
    for bits in (120, 1600, 3500):  # lam may be smaller than m by so many
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
    special = [0.0, 5e-324, 2.0**-1022, 2.0**-300, 1.0, 3.0, 2.0**300, 1e308]
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


FLOATS = st.floats(allow_nan=False, allow_infinity=False)
USUAL = st.floats(1e-6, 1e6)


@settings(deadline=None, max_examples=100)
@given(FLOATS | USUAL, (FLOATS | USUAL).map(abs).filter(bool), st.sampled_from(DEPTHS))
def test_any_point(m, lam, L):
    assert outside(enclose([m], [lam], L), 0, m, lam, L) == []


@settings(deadline=None, max_examples=100)
@given(st.floats(1e-3, 1e3), st.integers(-60, 60), st.sampled_from(DEPTHS[1:]))
def test_any_point_near_a_tie(m, step, L):
    lam = nudged(critical(np.array([m]), L), step)
    assert outside(enclose([m], lam, L), 0, m, float(lam[0]), L) == []


@pytest.mark.parametrize("name", BOUNDS)
def test_a_false_bound_is_outside(name):
    """Each bound is moved over the true value, by half the width and a little more."""
    found = enclose([2.0], [0.1], 5)
    quantity, side = name.rsplit("_", 1)
    ends = [found[f"{quantity}_{s}"][0] for s in ("lower", "upper")]
    found[name][0] = ends[1] * 1.0001 if side == "lower" else ends[0] * 0.9999
    assert outside(found, 0, 2.0, 0.1, 5) == [quantity]


def test_a_false_regime_is_outside():
    found = enclose([2.0], [3.0], 3)
    assert outside(found, 0, 2.0, 3.0, 3) == []
    found.regime[0] = REGIMES.index("nonzero")
    assert outside(found, 0, 2.0, 3.0, 3) == ["regime"]


@pytest.mark.parametrize("L", DEPTHS)
def test_without_the_error_bounds_true_values_lie_outside(L, monkeypatch):
    def same(_):
        return 1.0

    monkeypatch.setattr(enclosures, "_OUTWARD", (same, same))
    monkeypatch.setattr(enclosures, "_INWARD", (same, same))
    monkeypatch.setattr(enclosures, "_STEP", (1.0, 1.0))
    wrong, _ = all_wrong(plain, L, 15)
    names = {name for *_, bad in wrong for name in bad}
    assert {"eigenvalue_bulk"} <= names if L in {3, 5, 10} else "loss" in names


def test_a_wrong_candidate_is_not_accepted(monkeypatch):
    """The smaller root, a bracket without a root, one turned round, one that is too wide."""
    m, lam = np.array([2.0]), np.array([0.1])
    a, b = (float(v) for v in bracket(mpq(2), mpq(0.1), 5, 30))
    smaller = float(mpmath.findroot(lambda w: w**8 - 2 * w**3 + 0.02, 0.2))
    good = (a + b) / 2, 1e-9
    for center, radius, regime in (
        (*good, "nonzero"),
        (smaller, 1e-9, "undecided"),
        (a + 1e-6, 1e-9, "undecided"),
        (good[0], -1e-9, "undecided"),
        (good[0], 0.01, "undecided"),
        (math.nan, 1e-9, "undecided"),
    ):
        guess = np.array([center]), np.array([radius])
        monkeypatch.setattr(enclosures, "_near_root", lambda *_, guess=guess: guess)
        found = enclose_in_floats(m, lam, 5)
        assert found.regimes().tolist() == [regime]
        assert np.isnan(found.bounds).all() == (regime == "undecided")


def brackets_near_the_root(monkeypatch, L):
    """Try brackets of two units that are up to three units off, and return the names outside."""
    near_root_of = enclosures._near_root

    def shifted(m, *others):
        w, _ = near_root_of(m, *others)
        return w * (
            1 + np.random.default_rng(len(m)).integers(-3, 4, len(m)) * 2.0**-52
        ), w * 2**-52

    monkeypatch.setattr(enclosures, "_near_root", shifted)
    monkeypatch.setattr(enclosures, "_WIDENINGS", 1)
    target, lam = plain(np.random.default_rng(5), 600, L)
    found = enclose_in_floats(target, lam, L)
    points = np.flatnonzero(found.regime == REGIMES.index("nonzero"))
    return len(points), {n for i in points for n in outside(found, i, target[i], lam[i], L)}


@pytest.mark.parametrize("L", [3, 5, 50])
def test_only_brackets_of_the_root_are_accepted(L, monkeypatch):
    accepted, wrong = brackets_near_the_root(monkeypatch, L)
    assert accepted > 20
    assert wrong == set()


@pytest.mark.parametrize("L", [3, 5, 50])
def test_without_the_margins_of_the_tests_false_brackets_and_regimes_pass(L, monkeypatch):
    for name in ("_below", "_above"):
        monkeypatch.setattr(enclosures, name, lambda _: 1.0)
    wrong, _ = all_wrong(near_ties, L, 900)
    assert {name for *_, bad in wrong for name in bad} == {"regime"}
    assert "w" in brackets_near_the_root(monkeypatch, L)[1]


# ---- ties, and what floats leave undecided


@pytest.mark.parametrize(("L", "m", "lam"), [(L, m, x) for L in (3, 4, 5, 10) for m, x in ties(L)])
def test_a_tie_is_named_and_its_columns_are_those_of_the_nonzero_minimizers(L, m, lam):
    targets, lams = np.array([m, m, m]), np.array([math.nextafter(lam, 0), lam, lam * (1 + 2e-16)])
    assert set(enclose_in_floats(targets, lams, L).regime) == {UNDECIDED}
    found = enclose(targets, lams, L)
    assert found.regimes().tolist() == ["nonzero", "tie", "zero"]
    assert found["rho_lower"][1] <= m * (L - 2) / (L - 1) <= found["rho_upper"][1]
    assert found["loss_lower"][1] <= m * m <= found["loss_upper"][1]


def test_at_depth_2_there_is_no_tie():
    found = enclose([0.5, 0.5, -0.5], [1.0, math.nextafter(1, 0), 1.0], 2)
    assert found.regimes().tolist() == ["zero", "nonzero", "zero"]
    assert found["eigenvalue_top_lower"][0] == found["eigenvalue_top_upper"][0] == 0
    assert found["eigenvalue_bulk_lower"][0] <= 2 <= found["eigenvalue_bulk_upper"][0]


@pytest.mark.parametrize("L", [3, 1000, 2**20, 2**20 + 1, 10**9])
def test_great_depths(L):
    """By certificates, which are checked on their own."""
    m, lam = np.array([2.0, 2.0]), np.array([0.25, 1e6])
    found = enclose(m, lam, L)
    assert found.regimes().tolist() == ["nonzero", "zero"]
    assert_agrees_with_certificate(found, 0, 2.0, 0.25, L)
    assert (found.bounds[1::2, 0] <= found.bounds[::2, 0] * (1 + 1e-13)).all()


def assert_agrees_with_certificate(found, i, m, lam, L):
    branch = certify_scalar(m, lam, L, dps=25).data["claims"]["branches"][0]
    spectrum = [entry["enclosure"] for entry in branch["eigenvalues"]]
    claims = {name: branch[name] for name in ("w", "rho", "loss", "max_eigenvalue")}
    claims |= {"eigenvalue_top": spectrum[0], "eigenvalue_bulk": spectrum[-1]}
    for name, (low, high) in claims.items():
        assert Fraction(found[f"{name}_lower"][i]) <= Fraction(high), name
        assert Fraction(low) <= Fraction(found[f"{name}_upper"][i]), name


# ---- the shape of the answer


def test_rows_do_not_depend_on_the_others():
    m, lam = plain(np.random.default_rng(1), 3 * enclosures._BLOCK + 5, 5)
    m[::3] *= -1
    whole = enclose(m, lam, 5)
    parts = [enclose(m[i : i + 9999], lam[i : i + 9999], 5) for i in range(0, len(m), 9999)]
    assert np.concatenate([f.bounds for f in parts], axis=1).tobytes() == whole.bounds.tobytes()
    assert np.concatenate([f.regime for f in parts]).tobytes() == whole.regime.tobytes()


def test_the_sign_of_the_target_is_that_of_rho_alone():
    m, lam = plain(np.random.default_rng(2), 200, 4)
    right, left = enclose(m, lam, 4), enclose(-m, lam, 4)
    for name in BOUNDS:
        if not name.startswith("rho"):
            np.testing.assert_array_equal(right[name], left[name])
    np.testing.assert_array_equal(right["rho_lower"], -left["rho_upper"])
    np.testing.assert_array_equal(right["rho_upper"], -left["rho_lower"])


@pytest.mark.parametrize("L", DEPTHS)
def test_enclosures_are_narrow(L):
    m, lam = plain(np.random.default_rng(3), 2000, L)
    found = enclose_in_floats(m, lam, L)
    assert np.count_nonzero(found.regime == UNDECIDED) == 0
    for name, units in zip(QUANTITIES, (10, 8, 40, 5, 60, 60, 60), strict=True):
        lower, upper = found[f"{name}_lower"], found[f"{name}_upper"]
        assert ((upper - lower) / np.spacing(lower)).mean() < units


def test_no_points():
    found = enclose([], [], 3)
    assert found.bounds.shape == (len(BOUNDS), 0)
    assert found.regimes().tolist() == []


def test_integers_and_narrow_floats_are_taken_exactly():
    found = enclose(np.array([2], np.int32), np.array([0.1], np.float32), 5)
    assert outside(found, 0, 2.0, float(np.float32(0.1)), 5) == []


@pytest.mark.parametrize(
    ("target", "lam", "depth", "error", "message"),
    [
        ([1.0], [0.0], 3, ValueError, "lam: 0.0 is not > 0; allowed are numbers > 0"),
        ([1.0], [-1.0], 3, ValueError, "lam: -1.0 is not > 0; allowed are numbers > 0"),
        ([math.nan], [1.0], 3, ValueError, "target: nan is not finite; allowed are finite numbers"),
        ([1.0], [math.inf], 3, ValueError, "lam: inf is not finite; allowed are finite numbers"),
        ([1.0, 2.0], [1.0], 3, ValueError, "lam: 1 entries; allowed are 2, as in the target"),
        (1.0, [1.0], 3, ValueError, "target: an array with 0 axes; allowed is one with 1 axis"),
        ([1.0], [[1.0]], 3, ValueError, "lam: an array with 2 axes; allowed is one with 1 axis"),
        (["1"], [1.0], 3, TypeError, "target: an array of <U1; allowed are floats or integers"),
        ([2**53 + 1], [1.0], 3, ValueError, "target: 9007199254740993 is no float64; allowed"),
        ([1.0], [1.0], 1, ValueError, "depth: 1 is too small; allowed is an integer >= 2"),
        ([1.0], [1.0], 10**9 + 1, ValueError, "depth: 1000000001 is too large"),
    ],
)
def test_mistakes_are_named(target, lam, depth, error, message):
    with pytest.raises(error) as raised:
        enclose(target, lam, depth)
    assert str(raised.value).startswith(message)
    assert "\n" not in str(raised.value)
