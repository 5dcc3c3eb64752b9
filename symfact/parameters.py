"""Reading the parameters of a problem: exact rationals, depths and digits.

Every number that enters symfact passes through here, and leaves as an exact
``Fraction`` or a plain ``int``.  A float stands for its exact binary value.
"""

from __future__ import annotations

import numbers
import re
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

__all__ = [
    "enclose_lam",
    "enclose_target",
    "format_rational",
    "is_exact_real",
    "parse_depth",
    "parse_dps",
    "parse_lam",
    "parse_order",
    "parse_rational",
    "parse_target",
]

_TEXT = re.compile(
    r"\s*([+-]?)(?:(\d+)/(\d+)|((?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,6})?))\s*\Z", re.ASCII
)
_PAIR = re.compile(r"\s*\[([^\[\],]*),([^\[\],]*)\]\s*\Z")
_ALLOWED = (
    "an int, Fraction, Decimal, finite float, SymPy Rational, or a string like '1/10' or '0.1'"
)
_MAX_CHARACTERS = 100_000
_MAX_EXPONENT = 1_000_000


def parse_rational(value: Any, name: str) -> Fraction:
    """Return `value` as an exact rational; `name` is the argument to blame.

    Numbers of other libraries (NumPy, mpmath, gmpy2, SymPy) are taken at their exact value.
    Texts have at most 100 000 characters and decimal exponents at most six digits.
    Raises ``TypeError`` for a type that is not a rational number, ``ValueError`` for a
    number that is not finite or a text that is not a number.

    >>> parse_rational("1/10", "lam"), parse_rational(0.5, "lam")
    (Fraction(1, 10), Fraction(1, 2))
    """
    if isinstance(value, str):
        return _parse_text(value, name)
    if isinstance(value, (bool, type)):
        raise _not_a_number(value, name)
    if isinstance(value, numbers.Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    if hasattr(value, "_mpf_"):
        return _parse_binary(value, name)
    if isinstance(value, Decimal) and abs(value.adjusted()) > _MAX_EXPONENT:
        raise ValueError(f"{name}: {value} has an exponent beyond 10^6; allowed is {_ALLOWED}")
    if not hasattr(value, "as_integer_ratio"):
        raise _not_a_number(value, name)
    try:
        numerator, denominator = value.as_integer_ratio()
    except (OverflowError, ValueError):
        raise ValueError(
            f"{name}: {_shown(value)} is not a finite number; allowed is {_ALLOWED}"
        ) from None
    return Fraction(int(numerator), int(denominator))


def _not_a_number(value: Any, name: str) -> TypeError:
    kind = type(value).__name__
    return TypeError(
        f"{name}: {_shown(value)} of type {kind} is not a rational number; allowed is {_ALLOWED}"
    )


def _shown(value: Any) -> str:
    """Return `value` on one line, shortened, whatever it is."""
    try:
        text = repr(value) if isinstance(value, str) else str(value)
    except ValueError:  # an int beyond the interpreter's limit on digits
        return "a number of more than 4000 digits"
    text = " ".join(text.split())
    return text if len(text) <= 80 else text[:77] + "..."


def _parse_text(text: str, name: str) -> Fraction:
    if len(text) > _MAX_CHARACTERS:
        raise ValueError(
            f"{name}: {_shown(text)} has {len(text)} characters; allowed are {_MAX_CHARACTERS}"
        )
    match = _TEXT.match(text)
    if not match:
        raise ValueError(f"{name}: {_shown(text)} is not a rational number; allowed is {_ALLOWED}")
    sign, numerator, denominator, decimal = match.groups()
    if decimal:
        size = Fraction(Decimal(decimal))
    elif not int(Decimal(denominator)):
        raise ValueError(f"{name}: {_shown(text)} divides by zero; allowed is {_ALLOWED}")
    else:
        size = Fraction(int(Decimal(numerator)), int(Decimal(denominator)))
    return -size if sign == "-" else size


def _parse_binary(value: Any, name: str) -> Fraction:
    """Read a binary number, mpmath's mpf or SymPy's Float: sign, mantissa, exponent of 2."""
    sign, mantissa, exponent, _ = value._mpf_
    if (exponent and not mantissa) or abs(exponent) > 4 * _MAX_EXPONENT:
        raise ValueError(f"{name}: {_shown(value)} is not a finite number; allowed is {_ALLOWED}")
    size: Fraction = int(mantissa) * Fraction(2) ** int(exponent)
    return -size if sign else size


def parse_target(value: Any) -> Fraction:
    """Return the target m: any rational.

    >>> parse_target("-3/2")
    Fraction(-3, 2)
    """
    return parse_rational(value, "target")


def parse_lam(value: Any) -> Fraction:
    """Return the regularization parameter lambda: a rational > 0.

    >>> parse_lam(0)
    Traceback (most recent call last):
    ...
    ValueError: lam: 0 is not > 0; at lambda = 0 see Remark 4, the limit lambda -> 0
    """
    lam = parse_rational(value, "lam")
    if lam == 0:
        raise ValueError(
            f"lam: {_shown(value)} is not > 0; at lambda = 0 see Remark 4, the limit lambda -> 0"
        )
    if lam < 0:
        raise ValueError(f"lam: {_shown(value)} is not > 0; allowed is any rational > 0")
    return lam


def is_exact_real(value: Any) -> bool:
    """Say whether `value` is a real SymPy number that is not rational, or not known to be.

    >>> from sympy import pi
    >>> is_exact_real(pi / 4), is_exact_real("1/4")
    (True, False)
    """
    return (
        getattr(value, "is_number", False)
        and bool(getattr(value, "is_real", False))
        and not value.is_Rational
        and not value.is_Float
    )


def enclose_target(value: Any, digits: int) -> tuple[Fraction, ...]:
    """Return the target m as (m,), or the ends (lo, hi) of an interval of targets.

    An interval is a pair [lo, hi], or a text "[lo, hi]".  A real SymPy number is put between
    two decimals of `digits` significant digits, of which `evalf` gives ten more.

    >>> from sympy import sqrt
    >>> enclose_target(sqrt(2), 3)
    (Fraction(141, 100), Fraction(71, 50))
    >>> enclose_target("[19/10, 21/10]", 3)
    (Fraction(19, 10), Fraction(21, 10))
    """
    return _parse_ends(value, "target", digits)


def enclose_lam(value: Any, digits: int) -> tuple[Fraction, ...]:
    """Return lambda > 0 as (lam,), or the ends (lo, hi) of an interval, as for the target.

    >>> enclose_lam(["1/10", "1/5"], 3)
    (Fraction(1, 10), Fraction(1, 5))
    """
    ends = _parse_ends(value, "lam", digits)
    parse_lam(ends[0])
    return ends


def _parse_ends(value: Any, name: str, digits: int) -> tuple[Fraction, ...]:
    if isinstance(value, str) and value.strip().startswith("["):
        match = _PAIR.match(value)
        if not match:
            raise ValueError(f"{name}: {_shown(value)} is not a pair; allowed is '[lo, hi]'")
        value = match.groups()
    if not isinstance(value, (list, tuple)):
        return _parse_real(value, name, digits)
    if len(value) != 2:
        raise ValueError(f"{name}: {len(value)} entries; allowed is a number or a pair [lo, hi]")
    low, high = (_parse_real(end, name, digits) for end in value)
    if low[0] > high[-1]:
        raise ValueError(f"{name}: {_shown(value)} is empty; allowed is [lo, hi] with lo <= hi")
    return (low[0], high[-1]) if low[0] < high[-1] else low


def _parse_real(value: Any, name: str, digits: int) -> tuple[Fraction, ...]:
    """Read a rational; put another real SymPy number between two decimals."""
    if not is_exact_real(value):
        return (parse_rational(value, name),)
    try:
        near = _parse_binary(value.evalf(digits + 10, strict=True), name)
    except ArithmeticError:
        raise ValueError(
            f"{name}: {_shown(value)} cannot be told from 0 by evalf; allowed is {_ALLOWED}"
        ) from None
    size = Context(1, Emin=-_MAX_EXPONENT, Emax=_MAX_EXPONENT).divide(
        Decimal(near.numerator), Decimal(near.denominator)
    )
    unit = Fraction(10) ** (size.adjusted() - digits + 1)
    low = near // unit * unit
    return low, low + unit


def parse_depth(value: Any) -> int:
    """Return the depth L: an integer >= 2 (the number of layers).

    >>> parse_depth("5")
    5
    """
    return _parse_integer(value, "depth", 2)


def parse_dps(value: Any) -> int:
    """Return a precision in significant decimal digits: an integer >= 1.

    >>> parse_dps(50)
    50
    """
    return _parse_integer(value, "dps", 1)


def parse_order(value: Any) -> int:
    """Return the order of a series: an integer >= 1.

    >>> parse_order(3)
    3
    """
    return _parse_integer(value, "order", 1)


def _parse_integer(value: Any, name: str, least: int) -> int:
    allowed = f"allowed is an integer >= {least}"
    if isinstance(value, str):
        if not re.fullmatch(r"\s*[+-]?\d{1,18}\s*", value, re.ASCII):
            raise ValueError(f"{name}: {_shown(value)} is not an integer; {allowed}")
        number = int(value)
    elif isinstance(value, bool) or not isinstance(value, numbers.Rational):
        kind = type(value).__name__
        raise TypeError(f"{name}: {_shown(value)} of type {kind} is not an integer; {allowed}")
    elif value.denominator != 1:
        raise ValueError(f"{name}: {_shown(value)} is not an integer; {allowed}")
    else:
        number = int(value.numerator)
    if number < least:
        raise ValueError(f"{name}: {_shown(number)} is too small; {allowed}")
    return number


def format_rational(value: Fraction) -> str:
    """Return the canonical text of a rational: "p" or "p/q" in lowest terms.

    >>> format_rational(Fraction(-3, 6))
    '-1/2'
    """
    numerator = str(Decimal(value.numerator))  # str(int) stops at 4300 digits
    return numerator if value.denominator == 1 else f"{numerator}/{Decimal(value.denominator)}"
