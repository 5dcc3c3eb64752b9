"""Reading the parameters of a problem: exact rationals, depths and digits.

Every number that enters symfact passes through here, and leaves as an exact
``Fraction`` or a plain ``int``.  A float stands for its exact binary value.
"""

from __future__ import annotations

import math
import numbers
import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

__all__ = ["format_rational", "parse_depth", "parse_dps", "parse_lam", "parse_rational", "parse_target"]

_RATIONAL = re.compile(r"\s*[+-]?(\d+(/\d+)?|(\d+\.\d*|\.\d+|\d+)([eE][+-]?\d{1,6})?)\s*\Z", re.ASCII)
_ALLOWED = "an int, Fraction, Decimal, finite float, SymPy Rational, or a string like '1/10' or '0.1'"


def parse_rational(value: Any, name: str) -> Fraction:
    """Return `value` as an exact rational; `name` is the argument to blame.

    Raises ``TypeError`` for a type that is not a real number, ``ValueError`` for a
    number that is not a finite rational.

    >>> parse_rational("1/10", "lam"), parse_rational(0.5, "lam")
    (Fraction(1, 10), Fraction(1, 2))
    """
    if isinstance(value, str):
        return _parse_text(value, name)
    if isinstance(value, bool) or not isinstance(value, (numbers.Real, Decimal)):
        return _parse_foreign(value, name)
    if isinstance(value, numbers.Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    if not math.isfinite(value):
        raise ValueError(f"{name}: {value!r} is not a finite number; allowed is {_ALLOWED}")
    return Fraction(value) if isinstance(value, Decimal) else Fraction(float(value))


def _parse_text(text: str, name: str) -> Fraction:
    if not _RATIONAL.match(text):
        raise ValueError(f"{name}: {text!r} is not a rational number; allowed is {_ALLOWED}")
    try:
        return Fraction(text.strip())
    except ZeroDivisionError:
        raise ValueError(f"{name}: {text!r} divides by zero; allowed is {_ALLOWED}") from None


def _parse_foreign(value: Any, name: str) -> Fraction:
    """Numbers of other libraries: mpmath's mpf (a dyadic rational), SymPy's Float."""
    parts = getattr(value, "_mpf_", None)
    if parts is not None and not isinstance(value, type):
        sign, mantissa, exponent, _ = parts
        if mantissa or not exponent:
            scaled = Fraction(int(mantissa)) * Fraction(2) ** exponent
            return -scaled if sign else scaled
        raise ValueError(f"{name}: {value} is not a finite number; allowed is {_ALLOWED}")
    kind = type(value).__name__
    raise TypeError(f"{name}: {value!r} of type {kind} is not a real number; allowed is {_ALLOWED}")


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
        raise ValueError(f"lam: {value} is not > 0; at lambda = 0 see Remark 4, the limit lambda -> 0")
    if lam < 0:
        raise ValueError(f"lam: {value} is not > 0; allowed is any rational > 0")
    return lam


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


def _parse_integer(value: Any, name: str, least: int) -> int:
    allowed = f"allowed is an integer >= {least}"
    if isinstance(value, str):
        if not re.fullmatch(r"\s*[+-]?\d{1,18}\s*", value, re.ASCII):
            raise ValueError(f"{name}: {value!r} is not an integer; {allowed}")
        number = int(value)
    elif isinstance(value, bool) or not isinstance(value, numbers.Rational):
        kind = type(value).__name__
        raise TypeError(f"{name}: {value!r} of type {kind} is not an integer; {allowed}")
    elif value.denominator != 1:
        raise ValueError(f"{name}: {value} is not an integer; {allowed}")
    else:
        number = int(value)
    if number < least:
        raise ValueError(f"{name}: {value} is too small; {allowed}")
    return number


def format_rational(value: Fraction) -> str:
    """Return the canonical text of a rational: "p" or "p/q" in lowest terms.

    >>> format_rational(Fraction(-3, 6))
    '-1/2'
    """
    return str(value)
