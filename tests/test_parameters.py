"""Every number is taken at its exact value; everything else gets one line that says why."""

import math
from decimal import Decimal
from fractions import Fraction

import gmpy2
import mpmath
import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st
from sympy import I, Rational, Symbol, exp, oo, pi, sqrt

from symfact.parameters import (
    enclose_lam,
    enclose_target,
    format_rational,
    parse_depth,
    parse_dps,
    parse_lam,
    parse_rational,
    parse_target,
)


@given(st.fractions())
def test_text_of_a_rational_is_read_back(value):
    assert parse_target(format_rational(value)) == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_its_exact_binary_value(value):
    assert parse_target(value) == Fraction(value)


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_a_decimal_and_its_text_are_the_same_number(value):
    assert parse_target(value) == parse_target(str(value)) == Fraction(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1/10", Fraction(1, 10)),
        (" -0.1 ", Fraction(-1, 10)),
        ("+.5e-3", Fraction(1, 2000)),
        ("2.", Fraction(2)),
        ("6/4", Fraction(3, 2)),
        (Decimal("1e400"), Fraction(10) ** 400),
        (sympy.Rational(2, 3), Fraction(2, 3)),
        (sympy.Integer(-4), Fraction(-4)),
        (sympy.Float("0.5"), Fraction(1, 2)),
        (gmpy2.mpq(2, 3), Fraction(2, 3)),
        (gmpy2.mpz(7), Fraction(7)),
        (mpmath.mpf(-3) / 8, Fraction(-3, 8)),
    ],
)
def test_numbers_of_other_libraries_are_exact(value, expected):
    assert parse_rational(value, "x") == expected


def test_an_mpf_keeps_all_its_digits():
    with mpmath.workdps(60):
        third = mpmath.mpf(1) / 3
    assert abs(parse_target(third) - Fraction(1, 3)) < Fraction(1, 10**59)


def test_numpy_numbers_are_exact():
    numpy = pytest.importorskip("numpy")
    assert parse_target(numpy.float32(0.1)) == Fraction(float(numpy.float32(0.1)))
    assert parse_depth(numpy.int64(5)) == 5
    tiny = numpy.longdouble(1) + numpy.finfo(numpy.longdouble).eps
    assert parse_target(tiny) == 1 + Fraction(*map(int, (tiny - 1).as_integer_ratio()))


def test_long_numbers_pass_the_interpreters_limit_on_digits():
    text = "7" * 20_000
    assert format_rational(parse_target(text)) == text
    assert format_rational(parse_target(f"-1/{text}")) == f"-1/{text}"


@pytest.mark.parametrize(
    "value",
    ["", " ", "nan", "inf", "1/0", "0/0", "1//2", "1/2/3", "--1", "1e", "0x10", "1_000", "１",
     "1e9999999", "1 2", "one", "1/0.5", math.nan, math.inf, -math.inf, Decimal("NaN"),
     Decimal("sNaN"), Decimal("Infinity"), Decimal("1e9999999"), mpmath.inf, mpmath.nan,
     pytest.param(mpmath.mpf(2) ** (10**8), id="huge"), pytest.param("1" * 100_001, id="long")],
)  # fmt: skip
def test_not_a_finite_rational(value):
    with pytest.raises(ValueError, match=r"^target: .*(allowed)") as error:
        parse_target(value)
    assert "\n" not in str(error.value)
    assert len(str(error.value)) < 300


@pytest.mark.parametrize(
    "value",
    [None, True, 1j, b"1", [1], int, sympy.I, sympy.sqrt(2), sympy.Symbol("x"), sympy.oo,
     sympy.nan, mpmath.mpc(1, 1), sympy.eye(3)],
)  # fmt: skip
def test_not_a_number_at_all(value):
    with pytest.raises(TypeError, match=r"^target: .*; allowed is an int") as error:
        parse_target(value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("value", [0, "0", 0.0, Decimal(0), "0/5"])
def test_lam_zero_points_to_remark_4(value):
    with pytest.raises(ValueError, match=r"^lam: .* is not > 0; .*Remark 4"):
        parse_lam(value)


@pytest.mark.parametrize("value", [-1, "-1/10", pytest.param(-(10**5000), id="long")])
def test_lam_is_positive(value):
    with pytest.raises(ValueError, match=r"^lam: .* is not > 0; allowed is any rational > 0"):
        parse_lam(value)


@pytest.mark.parametrize(
    "value", [1, 0, -3, "1", "2.5", "", "x", Fraction(5, 2), pytest.param(-(10**5000), id="long")]
)
def test_depth_is_at_least_two(value):
    with pytest.raises(ValueError, match=r"^depth: .*; allowed is an integer >= 2"):
        parse_depth(value)


@pytest.mark.parametrize("value", [2.0, None, True, 1j, sympy.Symbol("L")])
def test_depth_of_another_type(value):
    with pytest.raises(TypeError, match=r"^depth: .*; allowed is an integer >= 2"):
        parse_depth(value)


def test_depth_and_dps_of_every_integer_type():
    assert parse_depth(" 5 ") == parse_depth(Fraction(5)) == parse_depth(sympy.Integer(5)) == 5
    assert parse_dps(1) == 1
    with pytest.raises(ValueError, match=r"^dps: 0 is too small"):
        parse_dps(0)


# ---- boxes and real numbers


@pytest.mark.parametrize("value", [("19/10", 2), ["1.9", "2"], "[19/10, 2]", " [ 1.9 ,2 ] "])
def test_an_interval_is_a_pair(value):
    assert enclose_target(value, 5) == (Fraction(19, 10), Fraction(2))
    assert enclose_lam(value, 5) == (Fraction(19, 10), Fraction(2))


def test_an_interval_of_one_point_is_the_point():
    assert enclose_target(["1/2", 0.5], 5) == enclose_target("1/2", 5) == (Fraction(1, 2),)


@pytest.mark.parametrize("digits", [1, 2, 30, 400])
@pytest.mark.parametrize(
    "value", [sqrt(2), -pi / 4, exp(-500), exp(500), sqrt(2) - Rational(14142135623731, 10**13)]
)
def test_a_real_number_lies_between_decimals_of_so_many_digits(value, digits):
    low, high = enclose_target(value, digits)
    assert low < parse_rational(value.evalf(digits + 60), "target") < high
    assert high - low <= abs(low + high) / 2 * Fraction(10) ** (1 - digits) * 2


def test_ends_of_an_interval_may_be_real_numbers():
    low, high = enclose_target([sqrt(2), pi], 3)
    assert (low, high) == (Fraction(141, 100), Fraction(315, 100))


@pytest.mark.parametrize(
    ("value", "kind", "message"),
    [
        ("[1, 2", ValueError, ".* is not a pair; allowed is '\\[lo, hi\\]'"),
        ("[1; 2]", ValueError, ".* is not a pair"),
        ("[[1, 2], 3]", ValueError, ".* is not a pair"),
        ("[1, 2, 3]", ValueError, ".* is not a pair"),
        ("[1, x]", ValueError, "'? ?x'? is not a rational number"),
        ([1, 2, 3], ValueError, "3 entries; allowed is a number or a pair"),
        ([], ValueError, "0 entries; allowed"),
        ([[1, 2], 3], TypeError, r"\[1, 2\] of type list is not a rational number"),
        ([3, 2], ValueError, r"\[3, 2\] is empty; allowed is \[lo, hi\] with lo <= hi"),
        (Symbol("x"), TypeError, "x of type Symbol is not a rational number"),
        (I, TypeError, "I of type ImaginaryUnit"),
        (oo, TypeError, "oo of type Infinity"),
        (sqrt(2) + sqrt(3) - sqrt(5 + 2 * sqrt(6)), ValueError, ".* cannot be told from 0"),
    ],
    ids=str,
)
def test_what_is_no_number_and_no_interval_is_refused(value, kind, message):
    with pytest.raises(kind, match=f"^target: {message}") as error:
        enclose_target(value, 20)
    assert "\n" not in str(error.value)


def test_lam_is_positive_in_all_of_an_interval():
    for value in ([0, 1], "[-1, 1]", -sqrt(2)):
        with pytest.raises(ValueError, match=r"^lam: .* is not > 0"):
            enclose_lam(value, 10)
