"""The numbers of a picture: exact, and of a size that its axes can show."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

import numpy as np
from sympy import Expr

from symfact.parameters import parse_depth, parse_lam, parse_target
from symfact.scalar import ScalarFactorization

__all__ = ["fold_lam", "read_depths", "read_lam", "read_lams", "read_target"]

_LEAST, _MOST = Fraction(1, 10**50), Fraction(10**50)
_DEEPEST = 1000


def read_target(value: Any) -> Fraction:
    """Return a target to draw: a rational, 0 or of a size from 1e-50 to 1e50.

    >>> read_target("-3/2")
    Fraction(-3, 2)
    """
    return _in_picture(parse_target(value), "target")


def read_lam(value: Any) -> Fraction:
    """Return a lambda > 0 to draw, from 1e-50 to 1e50.

    >>> read_lam("1e60")
    Traceback (most recent call last):
    ...
    ValueError: lam: 1.00E+60 is out of the picture; allowed are sizes from 1e-50 to 1e50
    """
    return _in_picture(parse_lam(value), "lam")


def _in_picture(value: Fraction, name: str) -> Fraction:
    if value and not _LEAST <= abs(value) <= _MOST:
        shown = Context(3).divide(Decimal(value.numerator), Decimal(value.denominator))
        raise ValueError(
            f"{name}: {shown} is out of the picture; allowed are sizes from 1e-50 to 1e50"
        )
    return value


def read_lams(value: Any) -> list[Fraction]:
    """Return one lambda or several, each once, in the order given.

    >>> read_lams(["1/10", 3, "0.1"])
    [Fraction(1, 10), Fraction(3, 1)]
    """
    return list(dict.fromkeys(map(read_lam, _listed(value, "lam"))))


def read_depths(value: Any) -> list[int]:
    """Return one depth or several, each once, increasing; at most 1000.

    >>> read_depths((5, 2)), read_depths(3)
    ([2, 5], [3])
    """
    depths = sorted({parse_depth(depth) for depth in _listed(value, "depth")})
    if depths[-1] > _DEEPEST:
        raise ValueError(f"depth: {depths[-1]} given; allowed in a picture are 2 to {_DEEPEST}")
    return depths


def _listed(value: Any, name: str) -> list[Any]:
    """Return one value or several as a list of at most seven: as many dashes there are."""
    if isinstance(value, np.ndarray):
        value = value.tolist()
    several = isinstance(value, Sequence) and not isinstance(value, str)
    values = list(value) if several else [value]
    if not 1 <= len(values) <= 7:
        raise ValueError(f"{name}: {len(values)} given; allowed in a picture are 1 to 7")
    return values


def fold_lam(target: Fraction, depth: int) -> Expr:
    """Return lambda_f = L 2^(2/L-2) lambda_c, up to which a non-zero local minimum survives.

    It is L lambda_c(m/2), for lambda_c grows as |m|^(2-2/L).  Source: derived here, see the
    theorem scripts fold and fold_value.

    >>> fold_lam(Fraction(2), 2), fold_lam(Fraction(1), 3).evalf(6)
    (4, 1.41741)
    """
    return depth * ScalarFactorization(target / 2, depth=depth).critical_lam()
