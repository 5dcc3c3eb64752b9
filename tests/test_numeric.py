"""The float64 formulas against mpmath with 50 digits, and the spectrum as a mapping."""

from fractions import Fraction

import mpmath
import numpy as np
import pytest

from symfact.numeric import Diagonal, NumericSpectrum, critical_value


@pytest.mark.parametrize("depth", [2, 3, 4, 7, 50, 1000])
@pytest.mark.parametrize("gap", [0, 1e-15, 1e-9, 1e-4, 0.3, 2])
def test_the_sums_of_a_pair_are_accurate_for_nearly_equal_entries(depth, gap):
    logs = np.array([0.7 + gap, 0.7])
    diagonal = Diagonal(np.exp(logs), logs, Fraction(1, 10), depth)
    G, T = (float(value[0]) for value in diagonal.pairs(0, slice(1, 2)))
    with mpmath.workdps(50):
        x, y = (mpmath.exp(mpmath.mpf(float(log)) / depth) for log in logs)
        c = mpmath.mpf(1) / 10 / depth
        exact_G = 2 * sum(x ** (2 * (depth - 1 - k)) * y ** (2 * k) for k in range(depth))
        exact_T = 2 * c * sum((x / y) ** (2 * k - depth) for k in range(1, depth))
        assert abs(G / exact_G - 1) < 1e-13
        assert abs(T / exact_T - 1) < 1e-13


@pytest.mark.parametrize("depth", [2, 3, 5, 100])
def test_the_critical_value_is_where_the_regime_changes(depth):
    m = critical_value(Fraction(3, 7), depth)
    L, lam = depth, 3 / 7
    shrink = ((L - 2) / (L - 1)) ** ((L - 2) / L) if L > 2 else 1
    assert L / (L - 1) * shrink * m ** (2 - 2 / L) == pytest.approx(lam, rel=1e-13)


def test_a_spectrum_is_a_mapping():
    spectrum = NumericSpectrum(np.array([0.0, 2.0, 8.0]), np.array([5, 3, 1]))
    assert dict(spectrum) == {0.0: 5, 2.0: 3, 8.0: 1}
    assert (len(spectrum), spectrum.size(), spectrum.trace()) == (3, 9, 14.0)
    assert (spectrum.max_eigenvalue(), spectrum.condition_number()) == (8.0, 4.0)
    with pytest.raises(KeyError):
        spectrum[1.0]


def test_a_long_spectrum_is_shown_by_its_ends():
    spectrum = NumericSpectrum(np.arange(30.0), np.ones(30, dtype=np.int64))
    assert repr(spectrum) == "NumericSpectrum(<30 eigenvalues from 0.0 to 29.0>)"
