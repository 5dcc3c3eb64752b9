"""LayerMagnitude: an algebraic number with any number of correct digits."""

import pickle
from fractions import Fraction

import mpmath
import pytest
from sympy import Eq, Float, Max, Rational, Symbol, lambdify, latex, pretty, sqrt, srepr

from symfact.magnitude import LayerMagnitude

CASES = [
    (2, "1/10", 5),
    ("1/3", "1/1000", 3),
    (-7, 2, 4),
    (2, "2.9999999999999999999999999999999999999999", 3),  # just below the tie
    ("123456789/1000", "1e-30", 6),
    (2, "1/10", 48),
    (3, "1e-3", 1000),
]


def reference(target: object, lam: object, depth: int, digits: int) -> mpmath.mpf:
    """The larger root of w^(2L-2) - |m| w^(L-2) + lambda/L, by bisection alone."""
    with mpmath.workdps(digits + 20):
        m, c = abs(Fraction(target)), Fraction(lam) / depth
        m, c = (mpmath.mpf(x.numerator) / x.denominator for x in (m, c))
        low = mpmath.root(m * (depth - 2) / (2 * depth - 2), depth)
        high = mpmath.root(m, depth)
        for _ in range(int(3.33 * (digits + 20)) + 20):
            middle = (low + high) / 2
            if middle ** (2 * depth - 2) - m * middle ** (depth - 2) + c > 0:
                high = middle
            else:
                low = middle
        return high


@pytest.mark.parametrize("digits", [15, 50, 1000])
@pytest.mark.parametrize("case", CASES)
def test_evalf_gives_n_correct_digits(case: tuple, digits: int) -> None:
    value = LayerMagnitude(*case).evalf(digits)
    exact = reference(*case, digits)
    with mpmath.workdps(digits + 20):
        assert abs(value._to_mpmath(value._prec) - exact) < exact * mpmath.mpf(10) ** -digits


@pytest.mark.parametrize("digits", [15, 50])
def test_evalf_survives_cancellation(digits: int) -> None:
    """4 rho - 2 m is about 1e-20 just below the tie of L = 3: the digits are still right."""
    lam = Fraction(3) - Fraction(1, 10**20)
    difference = 4 * LayerMagnitude(2, lam, 3) ** 3 - 4
    w = reference(2, lam, 3, 100)
    with mpmath.workdps(120):
        exact = 4 * w**3 - 4
        assert exact < mpmath.mpf(10) ** -19
        value = difference.evalf(digits)._to_mpmath(400)
        assert abs(value - exact) < exact * mpmath.mpf(10) ** -digits


def test_evalf_leaves_the_precision_of_mpmath_alone() -> None:
    before = mpmath.mp.prec
    LayerMagnitude(2, "1/10", 5).evalf(200)
    assert mpmath.mp.prec == before


def test_rational_squares_are_exact() -> None:
    assert LayerMagnitude(2, 3, 3) == 1
    assert LayerMagnitude(2, 1, 2) == sqrt(Rational(3, 2))
    assert LayerMagnitude(-2, 1, 2) == sqrt(Rational(3, 2))
    # w = 2/3 at L = 4: m = W + c w^2/W with c = 1/100
    target = Fraction(2, 3) ** 4 + Fraction(1, 100) / Fraction(2, 3) ** 2
    assert LayerMagnitude(target, Fraction(4, 100), 4) == Rational(2, 3)


def test_comparisons_are_decided() -> None:
    w = LayerMagnitude(2, "1/10", 5)
    assert w > 1
    assert w < Rational(115, 100)
    assert Max(w, 1) == w
    assert Rational("1.147172534223917634290363742008") < w
    assert w < Rational("1.147172534223917634290363742009")
    assert w.is_positive
    assert w.is_irrational
    assert w.is_real
    assert Eq(w, Rational(3, 2)) == False  # noqa: E712 (SymPy's false)


def test_identity_is_that_of_the_problem() -> None:
    w = LayerMagnitude(2, "1/10", 5)
    assert w == LayerMagnitude("2.0", Fraction(1, 10), "5")
    assert w == LayerMagnitude(-2, "1/10", 5), "the magnitude only depends on |m|"
    assert w - LayerMagnitude(2, "1/10", 5) == 0
    for other in [(3, "1/10", 5), (2, "1/11", 5), (2, "1/10", 6)]:
        assert w != LayerMagnitude(*other)
        assert (w - LayerMagnitude(*other)).evalf() != 0
    assert len({w, LayerMagnitude(2, "1/10", 5)}) == 1
    assert w != Symbol("w", positive=True)
    assert pickle.loads(pickle.dumps(w)) == w
    assert eval(srepr(w), {"LayerMagnitude": LayerMagnitude}) == w


def test_behaves_as_a_number() -> None:
    w, x = LayerMagnitude(2, "1/10", 5), Symbol("x")
    assert w.free_symbols == set()
    assert (x * w).subs(x, 2) == 2 * w
    assert w.diff(x) == 0
    assert float(w) == pytest.approx(1.1471725342239176, rel=1e-15)
    assert isinstance((w + Float(1)).evalf(), Float)


def test_prints_as_w() -> None:
    w = LayerMagnitude(2, "1/10", 5)
    assert (str(w**8), latex(w**8), pretty(w)) == ("w**8", "w^{8}", "w")


@pytest.mark.parametrize("modules", ["math", "mpmath", "sympy"])
def test_lambdify(modules: str) -> None:
    x = Symbol("x")
    function = lambdify(x, x * LayerMagnitude(2, "1/10", 5) ** 2, modules)
    assert float(function(1)) == pytest.approx(1.31600482327773, rel=1e-14)


def test_lambdify_for_mpmath_keeps_the_working_precision() -> None:
    w = LayerMagnitude(2, "1/10", 5)
    with mpmath.workdps(60):
        value = lambdify([], w, "mpmath")()
        assert abs(value - reference(2, "1/10", 5, 70)) < mpmath.mpf(10) ** -60


@pytest.mark.parametrize("case", [(2, 4, 2), (0, 1, 3), (1, 2, 3)])
def test_no_magnitude_where_every_minimizer_is_zero(case: tuple) -> None:
    with pytest.raises(ValueError, match=r"^lam: .* has w = 0; allowed is lam <= critical_lam"):
        LayerMagnitude(*case)
