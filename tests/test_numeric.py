"""The spectrum in float64: sums without cancellation, roots from logarithms, a compact mapping."""

import math
from collections.abc import Mapping
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symfact import ScalarFactorization
from symfact.blocks import count_blocks
from symfact.minimizer import minimizer
from symfact.numeric import (
    Diagonal,
    NumericSpectrum,
    check_range,
    critical_value,
    eigenvalues,
    layer_logs,
    log_of,
    max_eigenvalue,
    minimal_loss,
    to_float,
    trace,
)

TENTH = Fraction(1, 10)


def sums(logs, c, depth):
    """2 G and 2 c T term by term with 50 digits, from the logarithms of x^L and y^L."""
    with mpmath.workdps(50):
        x, y = (mpmath.exp(mpmath.mpf(float(log)) / depth) for log in logs)
        G = mpmath.fsum(x ** (2 * (depth - 1 - k)) * y ** (2 * k) for k in range(depth))
        T = mpmath.fsum((x / y) ** (2 * k - depth) for k in range(1, depth))
        size = mpmath.mpf(c.numerator) / c.denominator
        return 2 * G, 2 * size * T


def pair_error(log, gap, depth, lam):
    logs = np.array([log, log - gap])
    diagonal = Diagonal(np.exp(logs), logs, lam, depth)
    found = [float(part[0]) for part in diagonal.pairs(0, slice(1, 2))]
    expected = sums(logs, lam / depth, depth)
    return max(abs(a - b) / b for a, b in zip(found, expected, strict=True))


GAPS = [0.0, 1e-300, 1e-17, 1e-16, 1e-15, 1e-12, 1e-9, 1e-8, 1e-6, 1e-3, 0.1, 1.0, 5.0]


@pytest.mark.parametrize("depth", [2, 3, 4, 5, 17, 100])
@pytest.mark.parametrize("gap", GAPS)
def test_sums_of_nearly_equal_entries_are_accurate(depth, gap):
    assert pair_error(0.7, gap, depth, TENTH) < 1e-13


@settings(max_examples=60, deadline=None)
@given(
    st.floats(-20, 20),
    st.floats(0, 20) | st.floats(-40, 0).map(lambda e: 10.0**e),
    st.integers(2, 60),
    st.fractions(Fraction(1, 10**6), 10**6, max_denominator=10**6),
)
def test_sums_are_accurate(log, gap, depth, lam):
    assert pair_error(log, gap, depth, lam) < 1e-13


def test_the_quotients_of_powers_would_not_be_accurate():
    """The plain formula (x^2L - y^2L)/(x^2 - y^2), which the comparison refuses."""
    logs = np.array([0.7, 0.7 - 1e-12])
    x, y = np.exp(logs / 5)
    plain = 2 * (x**10 - y**10) / (x**2 - y**2)
    assert abs(plain / float(sums(logs, TENTH / 5, 5)[0]) - 1) > 1e-9


def test_one_term_more_or_less_is_noticed():
    logs = np.array([0.7, 0.3])
    diagonal = Diagonal(np.exp(logs), logs, TENTH, 6)
    for depth in (5, 7):
        other = Diagonal(np.exp(logs), logs * depth / 6, TENTH * depth / 6, depth)
        for mine, wrong in zip(
            diagonal.pairs(0, slice(1, 2)), other.pairs(0, slice(1, 2)), strict=True
        ):
            assert abs(mine[0] / wrong[0] - 1) > 1e-2


# -- the layers --------------------------------------------------------------------------


def log_error(m, lam, depth):
    """The error of log x^L for the target that float64 holds; it is a relative one of x^L."""
    found = float(layer_logs(np.array([float(m)]), lam, depth)[0])
    with mpmath.workdps(40):
        exact = mpmath.log(minimizer(Fraction(float(m)), lam, depth, 30).rho)
        return float(abs(found - exact))


@pytest.mark.parametrize("depth", [2, 3, 4, 7, 50, 1000])
@pytest.mark.parametrize("lam", ["1e-30", "1/10", "1", "1.18"])
@pytest.mark.parametrize("m", [1, 2.5, 40])
def test_layer_logs_are_those_of_the_minimizer(m, lam, depth):
    assert log_error(m, Fraction(lam), depth) < 2e-15 * max(1, math.log(m))


@pytest.mark.parametrize("depth", [3, 4, 7, 50, 1000])
@pytest.mark.parametrize("gap", ["1e-15", "1e-12", "1e-6", "1e-2"])
def test_layer_logs_close_to_the_critical_lam(depth, gap):
    critical = Fraction(str(ScalarFactorization(3, depth=depth).critical_lam().evalf(40)))
    lam = critical * (1 - Fraction(gap))
    assert log_error(3, lam, depth) < 1e-14
    found = math.exp(layer_logs(np.array([3.0]), lam, depth)[0])
    assert found == pytest.approx(
        3 * (depth - 2) / (depth - 1), rel=30 * float(Fraction(gap)) ** 0.5
    )
    wrong = lam * (1 - Fraction(1, 10**10))
    assert abs(layer_logs(np.array([3.0]), wrong, depth)[0] - math.log(found)) > 1e-12


def test_layer_logs_at_a_tie_are_those_of_the_nonzero_branch():
    assert layer_logs(np.array([2.0]), Fraction(3), 3)[0] == pytest.approx(0, abs=1e-14)


@pytest.mark.parametrize("power", [-280, -100, 100, 280])
@pytest.mark.parametrize("depth", [2, 3, 4])
def test_layer_logs_of_huge_and_tiny_targets(power, depth):
    scale = Fraction(10) ** (power * (2 * depth - 2) // depth)
    found = layer_logs(np.array([3 * 10.0**power]), TENTH * scale, depth)[0]
    assert power * (2 * depth - 2) % depth == 0 or depth == 3
    if power * (2 * depth - 2) % depth == 0:
        plain = layer_logs(np.array([3.0]), TENTH, depth)[0] + power * math.log(10)
        assert found == pytest.approx(plain, rel=1e-14)


def test_layer_logs_of_none_are_none():
    assert layer_logs(np.array([]), TENTH, 5).shape == (0,)


@pytest.mark.parametrize("depth", [2, 3, 4, 10, 1000, 10**6])
def test_the_critical_value_is_where_the_regime_turns(depth):
    lam = Fraction(7, 5)
    found = Fraction(critical_value(lam, depth))
    for step, regime in [(1, "nonzero"), (-1, "zero")]:
        target = found * (1 + step * Fraction(1, 10**13))
        assert ScalarFactorization(target, lam, depth).regime() == regime


@pytest.mark.parametrize("value", [Fraction(10) ** 5000, Fraction(1, 10**5000), Fraction(2, 3)])
def test_logarithms_of_any_rational(value):
    with mpmath.workdps(30):
        exact = mpmath.log(mpmath.mpf(value.numerator)) - mpmath.log(value.denominator)
    assert log_of(value) == pytest.approx(float(exact), rel=1e-14)
    assert log_of(value) != pytest.approx(float(exact) + 1e-9, rel=1e-14)


# -- the mapping -------------------------------------------------------------------------

SPECTRUM = NumericSpectrum(np.array([0.0, 2.0, 8.0]), np.array([4, 3, 1]))


def test_a_spectrum_is_a_mapping():
    assert isinstance(SPECTRUM, Mapping)
    assert dict(SPECTRUM) == {0.0: 4, 2.0: 3, 8.0: 1}
    assert SPECTRUM == {0.0: 4, 2.0: 3, 8.0: 1}
    assert SPECTRUM != {0.0: 4, 2.0: 2, 8.0: 1}
    assert list(SPECTRUM) == [0.0, 2.0, 8.0]
    assert list(SPECTRUM.items()) == [(0.0, 4), (2.0, 3), (8.0, 1)]
    assert (len(SPECTRUM), SPECTRUM.size()) == (3, 8)
    assert (SPECTRUM[2.0], SPECTRUM[2], SPECTRUM.get(3.0, 0)) == (3, 3, 0)
    assert 8.0 in SPECTRUM
    assert all(type(key) is float and type(count) is int for key, count in SPECTRUM.items())


@pytest.mark.parametrize("value", [-1.0, 1.0, 8.000001, 9.0, math.inf, math.nan])
def test_what_is_no_eigenvalue_is_no_key(value):
    assert value not in SPECTRUM
    with pytest.raises(KeyError):
        SPECTRUM[value]


def test_extremes_step_condition_and_trace():
    assert (SPECTRUM.max_eigenvalue(), SPECTRUM.stable_step()) == (8.0, 0.25)
    assert (SPECTRUM.condition_number(), SPECTRUM.trace()) == (4.0, 14.0)
    assert NumericSpectrum(np.array([2.0, 8.0]), np.array([1, 1])).condition_number() == 4


def test_repr_is_short():
    assert repr(SPECTRUM) == "NumericSpectrum({0.0: 4, 2.0: 3, 8.0: 1})"
    many = NumericSpectrum(np.arange(21.0), np.ones(21, dtype=np.int64))
    assert repr(many) == "NumericSpectrum(<21 eigenvalues from 0.0 to 20.0>)"


# -- from blocks to spectrum -------------------------------------------------------------


def setting(values, dimensions, active, lam=TENTH):
    depth, m = len(dimensions) - 1, np.array(values)
    diagonal = Diagonal(m, layer_logs(m[:active], lam, depth), lam, depth)
    return diagonal, count_blocks(active, dimensions)


@pytest.mark.parametrize(
    "arguments",
    [
        ((3.0, 2.0), (2, 3, 2), 2),
        ((3.0, 2.0), (2, 3, 4, 2), 2),
        ((3.0, 2.0, 1.0), (3, 1, 4, 5), 1),
        ((3.0, 2.0), (4, 3, 2), 1),
        ((3.0, 2.0), (4, 3, 3, 2), 0, Fraction(100)),
        ((3.0, 2.0), (4, 3, 2), 0, Fraction(100)),
        ((3.0,), (1, 1, 1, 1, 1), 1),
        ((3.0, 3.0, 3.0), (3, 3, 3, 3), 3),
    ],
    ids=str,
)
def test_sizes_traces_and_sharpness_agree_with_the_spectrum(arguments):
    diagonal, blocks = setting(*arguments)
    spectrum = eigenvalues(diagonal, blocks)
    assert spectrum.size() == blocks.total()
    assert spectrum.trace() == pytest.approx(trace(diagonal, blocks), rel=1e-14)
    assert spectrum.max_eigenvalue() == max_eigenvalue(diagonal, blocks)
    assert (np.diff(spectrum.eigenvalues) > 0).all()
    assert (spectrum.multiplicities > 0).all()
    fewer = blocks._replace(bulk=blocks.bulk + 1)
    assert eigenvalues(diagonal, fewer).trace() != pytest.approx(spectrum.trace(), rel=1e-14)


def test_a_scalar_problem_has_the_scalar_spectrum():
    expected = ScalarFactorization(3, TENTH, 4).spectrum()
    found = eigenvalues(*setting((3.0,), (1,) * 5, 1))
    pairs = sorted((float(value.evalf()), count) for value, count in expected.items())
    assert list(found.values()) == [count for _, count in pairs]
    assert list(found) == pytest.approx([value for value, _ in pairs], rel=1e-14)


def test_equal_eigenvalues_merge_and_near_singular_values_count_as_equal():
    exactly = eigenvalues(*setting((3.0, 3.0), (2, 1, 1, 2), 1))
    near = setting((3.0, 3.0 - 1e-14), (2, 1, 1, 2), 1)
    assert eigenvalues(*near, tolerance=1e-13)[0.0] == exactly[0.0] == 1 + 2
    assert 0 < eigenvalues(*near)[0.0] < exactly[0.0]
    assert eigenvalues(*setting((3.0, 3.0 - 1e-9), (2, 1, 1, 2), 1), tolerance=1e-13)[0.0] == 2


def test_minimal_loss_is_the_sum_of_the_scalar_losses():
    diagonal, _ = setting((3.0, 2.0, 1.0), (3, 2, 2, 3), 2)
    expected = 1.0
    for m in (3, 2):
        rho = float(minimizer(Fraction(m), TENTH, 3, 20).rho)
        expected += (m - rho) ** 2 + 0.1 * rho ** (2 / 3)
    assert minimal_loss(diagonal) == pytest.approx(expected, rel=1e-13)


# -- the range of float64 ----------------------------------------------------------------


@pytest.mark.parametrize("exponent", [-400, -310, 310, 400])
def test_a_constant_beyond_float64_is_refused(exponent):
    value = Fraction(10) ** exponent
    with pytest.raises(
        ValueError, match=r"^lam: .* beyond float64; allowed is to divide"
    ) as caught:
        to_float(value, "lam")
    assert "\n" not in str(caught.value)
    assert to_float(Fraction(1, 3), "lam") == 1 / 3


@pytest.mark.parametrize("largest", [math.inf, 1e-291, 0.0])
def test_a_spectrum_beyond_float64_is_refused(largest):
    spectrum = NumericSpectrum(np.array([0.0, largest]), np.array([1, 1]))
    with pytest.raises(ValueError, match=r"^target: the eigenvalues are beyond float64; allowed"):
        check_range(spectrum, "target")
    assert check_range(SPECTRUM, "target") is SPECTRUM
