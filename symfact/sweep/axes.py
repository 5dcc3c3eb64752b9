"""Axes of a grid: a range, described by its ends, or the values themselves.

The values are float64, computed with sums, products and quotients, tables from
``decimal``, and nothing whose rounding depends on the machine: every worker has the same ones.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from decimal import Context, Decimal
from functools import lru_cache
from itertools import accumulate, repeat
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from symfact.parameters import parse_rational

__all__ = ["Axis", "Listed", "Range", "read_depth_axis", "read_lam_axis", "read_target_axis"]

Array: TypeAlias = NDArray[np.float64]
Axis: TypeAlias = "Range | Listed"

_ALLOWED = "allowed are a number, a list a,b,c, or a range a:b:n or a:b:n:log"
_INTEGER = re.compile(r"\s*\d{1,15}\s*", re.ASCII)
_DIGITS = Context(prec=40)
_FINE, _FINE_LOG = 1024, Decimal(277)  # powers in a table: so many, and below 2^400
_UP = 2.0**600
_CACHED = 2**17
_DEEPEST = 10**9


@dataclass(frozen=True)
class Range:
    """The numbers from `start` to `stop`, both included, in equal steps or (log) equal ratios.

    >>> Range(1.0, 100.0, 3, log=True).values(np.arange(3)).tolist()
    [1.0, 10.0, 100.0]
    """

    start: float
    stop: float
    size: int
    log: bool = False

    def values(self, indices: NDArray[np.int64]) -> Array:
        """Return the values with these indices."""
        if self.size > _CACHED:
            return _range_values(self, indices)
        return _all_values(self)[indices]

    def describe(self) -> dict[str, Any]:
        """Return plain data that say which values these are."""
        spacing = "log" if self.log else "linear"
        return {"from": self.start, "to": self.stop, "points": self.size, "spacing": spacing}


@lru_cache(8)
def _all_values(axis: Range) -> Array:
    return _range_values(axis, np.arange(axis.size))


def _range_values(axis: Range, indices: NDArray[np.int64]) -> Array:
    values = _equal_ratios(axis, indices) if axis.log else _equal_steps(axis, indices)
    values[indices == 0] = axis.start
    values[indices == axis.size - 1] = axis.stop
    return np.clip(values, axis.start, axis.stop, out=values)


def _equal_steps(axis: Range, indices: NDArray[np.int64]) -> Array:
    """Return (a (n-1-i) + b i) / (n-1), scaled where that would overflow."""
    scale = 2.0**-60 if max(-axis.start, axis.stop) > 2.0**960 else 1.0
    last, up = axis.size - 1, indices.astype(np.float64)
    down = last - up
    return (axis.start * scale * down + axis.stop * scale * up) / last / scale


def _equal_ratios(axis: Range, indices: NDArray[np.int64]) -> Array:
    """Return a q^i = (a q^(n j)) q^k for i = n j + k, k < n, either factor from `decimal`.

    A first factor below 1 is multiplied by 2^600 meanwhile: it may be less than a normal float.
    """
    powers = _fine_powers(axis)
    coarse, fine = np.divmod(indices, len(powers))
    used, places = np.unique(coarse, return_inverse=True)
    start, exact = Decimal(axis.start), _DIGITS.multiply
    high = [exact(start, _power(axis, len(powers) * int(j))) for j in used]
    scale = np.array([_UP if each < 1 else 1.0 for each in high])
    scaled = np.array([float(exact(*each)) for each in zip(high, map(Decimal, scale), strict=True)])
    with np.errstate(over="ignore", under="ignore"):
        values: Array = scaled[places] * powers[fine] / scale[places]
    return values


@lru_cache(8)
def _fine_powers(axis: Range) -> Array:
    """Return q^k for k < 1024, or as long as it is below 2^400; products of 40 digits, rounded."""
    below = int(_DIGITS.divide(_FINE_LOG, _logarithm(axis, 1)))
    ratios = repeat(_power(axis, 1), min(_FINE - 1, axis.size - 1, below))
    return np.array([*map(float, accumulate(ratios, _DIGITS.multiply, initial=Decimal(1)))])


def _power(axis: Range, exponent: int) -> Decimal:
    """Return q^exponent = (stop/start)^(exponent/(size-1)), to 40 digits."""
    return _DIGITS.exp(_logarithm(axis, exponent))


def _logarithm(axis: Range, exponent: int) -> Decimal:
    log = _DIGITS.subtract(*_logarithms(axis))
    return _DIGITS.divide(_DIGITS.multiply(log, Decimal(exponent)), Decimal(axis.size - 1))


@lru_cache(8)
def _logarithms(axis: Range) -> tuple[Decimal, Decimal]:
    return _DIGITS.ln(Decimal(axis.stop)), _DIGITS.ln(Decimal(axis.start))


@dataclass(frozen=True, eq=False)
class Listed:
    """Values as they were given."""

    array: Array

    @property
    def size(self) -> int:
        """The number of values."""
        return len(self.array)

    def values(self, indices: NDArray[np.int64]) -> Array:
        """Return the values with these indices."""
        return self.array[indices]

    def describe(self) -> dict[str, Any]:
        """Return plain data that tell these values from all others."""
        digest = hashlib.sha256(self.array.astype("<f8").tobytes()).hexdigest()
        return {"points": self.size, "sha256": digest}


def read_target_axis(value: Any, name: str = "target") -> Axis:
    """Return the targets m of a sweep.

    A number, a list of numbers or an array of them, or a text: ``"0.1:10:1000"`` for 1000
    numbers in equal steps, ``"0.1:10:1000:log"`` in equal ratios, ``"1,2,5"``, ``"2"``.  Each
    number is rounded to float64 once.  Raises ``ValueError`` or ``TypeError`` for other input.

    >>> read_target_axis("0:1:11").values(np.arange(4)).tolist()
    [0.0, 0.1, 0.2, 0.3]
    """
    axis = _read(value, name)
    if isinstance(axis, Listed):
        _check_finite(axis.array, name)
    return axis


def read_lam_axis(value: Any, name: str = "lam") -> Axis:
    """Return the lambda > 0 of a sweep, given as targets are.

    >>> read_lam_axis("-1:1:3")
    Traceback (most recent call last):
    ...
    ValueError: lam: -1.0 is not > 0; allowed are numbers > 0
    """
    axis = read_target_axis(value, name)
    least = axis.start if isinstance(axis, Range) else axis.array.min()
    if not least > 0:
        raise ValueError(f"{name}: {float(least)!r} is not > 0; allowed are numbers > 0")
    return axis


def read_depth_axis(value: Any, name: str = "depth") -> Listed:
    """Return the depths of a sweep: one, a list, or a range in equal steps.

    >>> read_depth_axis("2:10:5").array.tolist()
    [2.0, 4.0, 6.0, 8.0, 10.0]
    """
    axis = _read(value, name)
    depths = axis.values(np.arange(axis.size)) if axis.size <= _CACHED else np.empty(0)
    if not len(depths) or not np.all((depths >= 2) & (depths <= _DEEPEST) & (depths % 1 == 0)):
        raise ValueError(
            f"{name}: {_shown(value)} given; allowed are integers from 2 to {_DEEPEST}"
        )
    return Listed(np.array(depths))


def _read(value: Any, name: str) -> Axis:
    if isinstance(value, str):
        parts = value.split(":")
        return (
            _read_range(parts, value, name)
            if len(parts) > 1
            else _read_list(value.split(","), name)
        )
    if isinstance(value, np.ndarray):
        return _read_array(value, name)
    several = isinstance(value, (list, tuple, range))
    return _read_list(list(value) if several else [value], name)


def _read_range(parts: list[str], text: str, name: str) -> Range:
    log = len(parts) == 4 and parts[3].strip() == "log"
    if not (len(parts) == 3 or log) or not _INTEGER.fullmatch(parts[2]):
        raise ValueError(f"{name}: {_shown(text)} given; {_ALLOWED}")
    (start, stop), size = (_float(part, name) for part in parts[:2]), int(parts[2])
    if size < 2:
        kind = "an empty range" if size == 0 else "a range of one point"
        raise ValueError(f"{name}: {_shown(text)} is {kind}; allowed are at least two")
    if not start < stop:
        raise ValueError(f"{name}: {_shown(text)} does not increase; allowed is a:b:n with a < b")
    if log and not start > 0:
        raise ValueError(f"{name}: {_shown(text)} is not > 0; a logarithmic range allows 0 < a < b")
    return Range(start, stop, size, log)


def _read_list(values: list[Any], name: str) -> Listed:
    if not values:
        raise ValueError(f"{name}: nothing given; {_ALLOWED}")
    return Listed(np.array([_float(value, name) for value in values]))


def _read_array(value: NDArray[Any], name: str) -> Listed:
    if value.ndim > 1 or value.dtype.kind not in "iuf" or isinstance(value, np.ma.MaskedArray):
        raise TypeError(
            f"{name}: a {type(value).__name__} of {value.dtype} and shape {value.shape} given;"
            " allowed are real numbers in one axis"
        )
    if not value.size:
        raise ValueError(f"{name}: an empty array given; {_ALLOWED}")
    with np.errstate(over="ignore"):  # what becomes infinite is refused
        return Listed(np.array(value, dtype=np.float64).reshape(-1))


def _float(value: Any, name: str) -> float:
    try:
        number = float(parse_rational(value, name))
    except OverflowError:
        raise ValueError(f"{name}: {_shown(value)} is beyond float64; allowed is less") from None
    return number


def _check_finite(values: Array, name: str) -> None:
    if not np.isfinite(values).all():
        first = float(values[~np.isfinite(values)][0])
        raise ValueError(f"{name}: {first} given; allowed are finite numbers within float64")


def _shown(value: Any) -> str:
    text = " ".join(str(value).split())
    return repr(text if len(text) <= 60 else text[:57] + "...")
