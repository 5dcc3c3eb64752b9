"""The regime is exact, w and rho are right to the last digit, w^2 is exact where rational."""

import time
from fractions import Fraction
from itertools import product
from math import isqrt

import mpmath
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from symfact.minimizer import exact_w_squared, minimizer, regime

DEPTHS = [2, 3, 5, 10, 50, 1000, 10**6]
TARGETS = [Fraction(2), Fraction(-7, 3), Fraction(10) ** 300, Fraction(-1, 10**300)]
POSITIVE = st.fractions(0, 100, max_denominator=1000).map(lambda q: q + Fraction(1, 1000))
NONZERO = st.builds(lambda q, sign: q * sign, POSITIVE, st.sampled_from([1, -1]))


def critical_lam(target, depth, digits):
    """A rational next to the critical lam, for depth >= 3, by the formula A4."""
    with mpmath.workdps(digits + 20):
        size = abs(mpmath.mpf(target.numerator) / target.denominator)
        ratio = mpmath.mpf(depth - 2) / (depth - 1)
        power = ratio ** (mpmath.mpf(depth - 2) / depth) * size ** (2 - mpmath.mpf(2) / depth)
        return Fraction(mpmath.nstr(power * depth / (depth - 1), digits))


def tie(w_squared, depth):
    """The (target, lam) with a tie at this w^2, W = w^L rational."""
    root = Fraction(isqrt(w_squared.numerator), isqrt(w_squared.denominator))
    power = w_squared ** (depth // 2) * (root if depth % 2 else 1)
    target = power * Fraction(depth - 1, depth - 2)
    return target, depth * (target - power) * power / w_squared


@given(st.fractions(-50, 50, max_denominator=60), POSITIVE, st.integers(2, 9))
@example(Fraction(2), Fraction(3), 3)
@example(Fraction(0), Fraction(3), 3)
@example(Fraction(2), Fraction(4), 2)
def test_regime_is_the_comparison_of_integers(target, lam, depth):
    left = lam**depth * (depth - 1) ** (2 * depth - 2)
    right = depth**depth * (depth - 2) ** (depth - 2) * target ** (2 * depth - 2)
    expected = "nonzero" if left < right else "zero" if left > right or depth == 2 else "tie"
    assert regime(target, lam, depth) == expected


@pytest.mark.parametrize(
    ("w_squared", "depth"),
    [
        (Fraction(1), 10**6),
        *product([Fraction(1), Fraction(9, 4), Fraction(4, 25)], [3, 4, 5, 10, 51, 1000]),
    ],
)
def test_ties_are_found_and_left_at_every_distance(w_squared, depth):
    target, lam = tie(w_squared, depth)
    assert regime(target, lam, depth) == regime(-target, lam, depth) == "tie"
    assert exact_w_squared(target, lam, depth) == w_squared
    for distance in (1, 50, 2000):
        nudge = 1 + Fraction(1, 10**distance)
        assert regime(target, lam * nudge, depth) == "zero"
        assert regime(target, lam / nudge, depth) == "nonzero"


@pytest.mark.parametrize("depth", [3, 10, 1000, 10**6, 10**18])
def test_regime_of_long_numbers_is_fast(depth):
    long = Fraction(10**300 + 7, 10**299 + 3)
    start = time.perf_counter()
    assert regime(long, Fraction(1, 3**600), depth) == "nonzero"
    assert regime(long, long**5, depth) == "zero"
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize("target", TARGETS, ids=float)
@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("part", [Fraction(1, 10**6), Fraction(1, 3), 1 - Fraction(1, 10**50)])
@pytest.mark.parametrize("dps", [9, 50, 300])
def test_w_and_rho_are_right_to_the_last_digit(target, depth, part, dps):
    exact = 2 * abs(target) if depth == 2 else critical_lam(target, depth, 100)
    lam = exact * part
    found = minimizer(target, lam, depth, dps)
    better = minimizer(target, lam, depth, dps + 30)
    with mpmath.workdps(2 * dps + 150):
        size = abs(mpmath.mpf(target.numerator) / target.denominator)
        c = mpmath.mpf(lam.numerator) / lam.denominator / depth

        def p(w):
            return w ** (2 * depth - 2) - size * w ** (depth - 2) + c

        half = mpmath.mpf(10) ** -dps / 2
        assert p(found.w * (1 - half)) < 0 < p(found.w * (1 + half))
        assert abs(found.rho / better.rho - 1) < half
        assert (2 * depth - 2) * found.w**depth > (depth - 2) * size * (1 - depth * half)
        assert mpmath.sign(found.rho) == (1 if target > 0 else -1)


@pytest.mark.parametrize("depth", [3, 1000, 10**6, 10**9, 10**18])
@pytest.mark.parametrize("dps", [1, 2, 5, 10])
def test_few_digits_at_great_depth(depth, dps):
    for target in (Fraction(2), Fraction(1, 7), Fraction(10) ** 300):
        lam = critical_lam(target, depth, 30) / 3
        found, better = (minimizer(target, lam, depth, digits) for digits in (dps, dps + 40))
        with mpmath.workdps(dps + 50):
            assert abs(found.w / better.w - 1) < mpmath.mpf(10) ** -dps / 2
            assert abs(found.rho / better.rho - 1) < mpmath.mpf(10) ** -dps / 2


@given(NONZERO, POSITIVE, st.integers(2, 30), st.integers(5, 60))
@example(Fraction(148003, 3000), Fraction(1, 1000), 5, 5)
def test_the_minimizer_has_the_least_reduced_loss(target, lam, depth, dps):
    found = minimizer(target, lam, depth, dps)
    with mpmath.workdps(100):
        m, penalty = (mpmath.mpf(q.numerator) / q.denominator for q in (target, lam))

        def g(w):
            return (abs(m) - w**depth) ** 2 + penalty * w**2

        # an error e of w changes g by about (w e)^2 g''/2, w^2 g'' <= 4 L^2 m^2 where w^L <= m
        least = g(found.w) - 10 * (depth * m / mpmath.mpf(10) ** dps) ** 2
        top = abs(m) ** (mpmath.mpf(1) / depth)
        assert all(g(top * k / 50) >= least for k in range(61))


def test_zero_regime_and_target_zero():
    assert minimizer(Fraction(1), Fraction(2), 3, 20) == (0, 0)
    assert minimizer(Fraction(0), Fraction(1, 10**9), 7, 20) == (0, 0)
    assert minimizer(Fraction(-3), Fraction(6), 2, 20) == (0, 0)


def test_at_a_tie_the_nonzero_minimizer_is_returned():
    assert minimizer(Fraction(-2), Fraction(3), 3, 30) == (1, -1)


def test_the_precision_of_mpmath_is_left_alone_and_does_not_matter():
    before = mpmath.mp.dps
    found = minimizer(Fraction(2), Fraction(1, 10), 5, 80)
    assert mpmath.mp.dps == before
    with mpmath.workdps(3):
        again = minimizer(Fraction(2), Fraction(1, 10), 5, 80)
    assert found == again
    assert isinstance(found.w, mpmath.mpf)
    assert type(found.w) is type(mpmath.mpf(1))


@given(POSITIVE, POSITIVE)
def test_depth_two_in_closed_form(target, lam):
    found = exact_w_squared(target, lam, 2)
    assert found == (target - lam / 2 if lam < 2 * target else None)


@given(st.integers(1, 60), st.integers(1, 60), st.integers(3, 12), st.integers(1, 5))
def test_a_rational_square_is_found(numerator, denominator, depth, excess):
    w_squared = Fraction(numerator, denominator) ** (2 if depth % 2 else 1)
    tied, _ = tie(w_squared, depth)
    power = tied * Fraction(depth - 2, depth - 1)
    target = power + (tied - power) / (excess + 1)
    lam = depth * (target - power) * power / w_squared
    assert regime(target, lam, depth) == "nonzero"
    assert exact_w_squared(target, lam, depth) == w_squared
    assert exact_w_squared(target, lam * (1 - Fraction(1, 10**40)), depth) is None


@given(NONZERO, POSITIVE, st.integers(3, 40))
def test_an_exact_square_is_a_root_and_it_is_the_larger_one(target, lam, depth):
    x = exact_w_squared(target, lam, depth)
    if x is not None:
        assert (x ** (depth - 1) + lam / depth) ** 2 == target**2 * x ** (depth - 2)
        w = minimizer(target, lam, depth, 30).w
        assert abs(w**2 * x.denominator / x.numerator - 1) < 1e-12


def test_a_smaller_root_with_rational_square_is_not_taken():
    target, lam = Fraction(3, 2), Fraction(285, 256)  # p(1/4) = 0 at depth 3
    assert exact_w_squared(target, lam, 3) is None


def test_no_square_is_searched_at_great_cost():
    start = time.perf_counter()
    assert exact_w_squared(Fraction(10**300, 7), Fraction(1, 3), 1000) is None
    assert exact_w_squared(Fraction(2), Fraction(1, 10), 10**9) is None
    assert time.perf_counter() - start < 1
