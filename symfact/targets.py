"""Reading the target matrix, its singular values and the widths of a matrix problem."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from tokenize import TokenError
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, MatrixBase, Rational, Symbol

from symfact.parameters import parse_rational

__all__ = [
    "parse_matrix",
    "parse_shape",
    "parse_singular_values",
    "parse_widths",
    "refuse_reserved",
]

Array: TypeAlias = NDArray[np.float64]
Entries: TypeAlias = list[list[Fraction]]

_MAX_SHOWN = 200
_RESERVED = re.compile(r"x_\d+")  # names in the results
_ALLOWED = "allowed is a matrix of finite real numbers, or the path of a .npy file with one"


def parse_matrix(value: Any) -> tuple[Array, Entries | None]:
    """Return the target as float64, and the exact entries of what is not an array of floats.

    An array of float64 is not copied.

    >>> parse_matrix([["1/2", 1]])
    (array([[0.5, 1. ]]), [[Fraction(1, 2), Fraction(1, 1)]])
    """
    if isinstance(value, (str, Path)):
        value = _load(Path(value))
    elif isinstance(value, MatrixBase):
        value = value.tolist()
    if isinstance(value, np.ma.MaskedArray):
        raise TypeError(f"target: a masked array given; {_ALLOWED}")
    if isinstance(value, np.ndarray):
        if value.dtype.kind not in "iuf":
            raise TypeError(f"target: an array of {value.dtype} given; {_ALLOWED}")
        exact, array = None, value
    else:
        exact, array = _read_rows(value)
    if array.ndim != 2 or not array.size:
        raise ValueError(f"target: an array of shape {array.shape} given; {_ALLOWED}")
    with np.errstate(over="ignore"):  # what becomes infinite is refused
        array = np.asarray(array, dtype=float)
    if not np.isfinite(array).all():
        raise ValueError(f"target: a number that is not finite, or beyond float64; {_ALLOWED}")
    return array, exact


def _load(path: Path) -> NDArray[Any]:
    shown = ascii(str(path))
    name = shown if len(shown) <= _MAX_SHOWN else f"'...{shown[-_MAX_SHOWN:]}"
    try:
        with path.open("rb") as file:
            return np.lib.format.read_array(file, allow_pickle=False)
    except OSError as error:
        raise ValueError(f"target: {name} cannot be read ({error.strerror})") from None
    except (ValueError, EOFError, SyntaxError, TokenError):
        raise ValueError(f"target: {name} is not a .npy file of numbers; {_ALLOWED}") from None


def _read_rows(value: Any) -> tuple[Entries | None, NDArray[Any]]:
    """Read a nested list: of floats as an array, of other numbers exactly as well."""
    try:
        if isinstance(value, Mapping) or any(isinstance(row, str) for row in value):
            raise TypeError
        rows = [list(row) for row in value]
    except TypeError:
        raise TypeError(f"target: a {type(value).__name__} given; {_ALLOWED}") from None
    if len({len(row) for row in rows}) > 1:
        raise ValueError(f"target: rows of different lengths given; {_ALLOWED}")
    if all(isinstance(entry, float) for row in rows for entry in row):
        return None, np.array(rows)
    exact = [[parse_rational(entry, "target") for entry in row] for row in rows]
    try:
        return exact, np.array([[float(entry) for entry in row] for row in exact])
    except OverflowError:
        raise ValueError(f"target: a number beyond float64 given; {_ALLOWED}") from None


def parse_singular_values(values: Any) -> tuple[Expr, ...]:
    """Return singular values as SymPy rationals in decreasing order; symbols as they come.

    >>> parse_singular_values([1, "5/2", 2])
    (5/2, 2, 1)
    """
    if isinstance(values, str | Mapping) or not isinstance(values, Iterable):
        raise TypeError(f"singular_values: {values!r} given; allowed is a list of numbers >= 0")
    found: list[Expr] = []
    for value in values:
        if isinstance(value, Symbol):
            if not value.is_positive:
                raise ValueError(
                    f"singular_values: {value} is not positive; allowed is"
                    " Symbol(..., positive=True)"
                )
            refuse_reserved(value, "singular_values")
            found.append(value)
            continue
        number = parse_rational(value, "singular_values")
        if number < 0:
            raise ValueError(f"singular_values: {number} is < 0; allowed are numbers >= 0")
        found.append(Rational(number.numerator, number.denominator))
    if not found:
        raise ValueError("singular_values: none given; allowed is at least one")
    numbers = all(value.is_Rational for value in found)
    order = (lambda value: -value) if numbers else (lambda value: value.is_zero)
    return tuple(sorted(found, key=order))


def refuse_reserved(symbol: Symbol, name: str) -> None:
    """Refuse a symbol that the results use for an entry of the layers."""
    if _RESERVED.fullmatch(symbol.name):
        raise ValueError(
            f"{name}: the symbol {symbol} has a name that the results use;"
            " allowed is any other name"
        )


def parse_shape(shape: Any, least: int) -> tuple[int, int]:
    """Return (d_L, d_0), both at least the number of singular values."""
    if shape is None:
        return least, least
    sizes = _read_sizes(shape, "shape")
    if len(sizes) != 2 or min(sizes) < least:
        raise ValueError(f"shape: {shape!r} given; allowed are two integers >= {least}")
    return sizes[0], sizes[1]


def parse_widths(widths: Any, depth: int, shape: tuple[int, int]) -> tuple[int, ...]:
    """Return the hidden widths d_1, ..., d_{L-1}.

    >>> parse_widths(8, 4, (2, 2)), parse_widths(None, 3, (5, 2))
    ((8, 8, 8), (2, 2))
    """
    hidden = depth - 1
    if widths is None:
        return (min(shape),) * hidden
    if isinstance(widths, (int, np.integer)) and not isinstance(widths, bool):
        widths = (widths,) * hidden
    sizes = _read_sizes(widths, "widths")
    if len(sizes) != hidden:
        raise ValueError(f"widths: {len(sizes)} given; allowed are the {hidden} hidden ones")
    return sizes


def _read_sizes(values: Any, name: str) -> tuple[int, ...]:
    allowed = "allowed are integers >= 1"
    if isinstance(values, str) or not isinstance(values, Sequence | np.ndarray):
        raise TypeError(f"{name}: {values!r} given; {allowed}")
    if any(isinstance(value, bool | np.bool_) for value in values):
        raise TypeError(f"{name}: {values!r} given; {allowed}")
    try:
        sizes = tuple(operator.index(value) for value in values)
    except TypeError:
        raise TypeError(f"{name}: {values!r} given; {allowed}") from None
    if any(size < 1 for size in sizes):
        raise ValueError(f"{name}: {values!r} given; {allowed}")
    return sizes
