"""One point of a sweep, settled exactly: its regime, and the floats next to every quantity.

For what float64 leaves undecided.  Regimes and everything at w = 0 or L = 2 are worked out in
rational arithmetic; at w > 0 and L >= 3 the decimals of a certificate are rounded outward.
"""

from __future__ import annotations

import math
import sys
from fractions import Fraction
from typing import TypeAlias

import numpy as np

from symfact.certify import certify_scalar
from symfact.minimizer import regime
from symfact.sweep.enclosures import QUANTITIES, REGIMES, UNDECIDED, Array, Enclosures

__all__ = ["enclose_exactly", "settle"]

_DIGITS = 20  # more than the 17 that tell all floats apart
_ROOT_BITS = 128

_Ends: TypeAlias = tuple[Fraction, Fraction]


def settle(target: Array, lam: Array, depth: int, found: Enclosures) -> None:
    """Decide, in place, every point that `found` holds as "undecided".

    >>> from symfact.sweep.enclosures import enclose_in_floats
    >>> target, lam = np.array([2.0, 1e-300]), np.array([3.0, 5e-324])
    >>> found = enclose_in_floats(target, lam, 3)
    >>> settle(target, lam, 3, found)
    >>> found.regimes().tolist(), found["w_lower"].tolist()
    (['tie', 'zero'], [1.0, 0.0])
    """
    for i in np.flatnonzero(found.regime == UNDECIDED):
        point = Fraction(float(target[i])), Fraction(float(lam[i]))
        kind, bounds = enclose_exactly(*point, depth)
        found.regime[i] = REGIMES.index(kind)
        found.bounds[:, i] = bounds


def enclose_exactly(target: Fraction, lam: Fraction, depth: int) -> tuple[str, list[float]]:
    """Return the regime and the bounds, in the order of `symfact.sweep.enclosures.BOUNDS`.

    What is beyond the largest float has it as lower bound and infinity as upper bound.

    >>> kind, bounds = enclose_exactly(Fraction(2), Fraction(3), 3)
    >>> kind, bounds[:6]
    ('tie', [1.0, 1.0, 1.0, 1.0, 4.0, 4.0])
    """
    kind, m = regime(target, lam, depth), abs(target)
    if kind == "zero":
        values = _at_zero(m, lam, depth)
    else:
        values = _at_root_of_two(m, lam) if depth == 2 else _certified(m, lam, depth)
    (low, high), (rho_low, rho_high) = values["max_eigenvalue"], values["rho"]
    values["stable_step"] = 2 / high, 2 / low
    if target < 0:
        values["rho"] = -rho_high, -rho_low
    floats = (
        (_float_below(low), 0.0 - _float_below(-high))  # 0.0 - 0.0 is no -0.0
        for low, high in map(values.__getitem__, QUANTITIES)
    )
    return kind, [bound for pair in floats for bound in pair]


def _at_zero(m: Fraction, lam: Fraction, L: int) -> dict[str, _Ends]:
    spread = 2 * m if L == 2 else Fraction(0)
    bulk, top = 2 * lam / L + spread, 2 * lam / L - spread
    return _of_points(Fraction(0), m * m, bulk, top) | {"w": (Fraction(0), Fraction(0))}


def _at_root_of_two(m: Fraction, lam: Fraction) -> dict[str, _Ends]:
    rho = m - lam / 2
    return _of_points(rho, lam / 2 * (m + rho), 2 * lam, 4 * rho) | {"w": _square_root(rho)}


def _of_points(rho: Fraction, loss: Fraction, bulk: Fraction, top: Fraction) -> dict[str, _Ends]:
    """Return what is rational as enclosures without a width, in the order of the quantities."""
    values = (rho, loss, bulk, top, max(bulk, top))
    return {name: (value, value) for name, value in zip(QUANTITIES[1:-1], values, strict=True)}


def _square_root(value: Fraction) -> _Ends:
    """Return rationals around the square root of a rational > 0, equal if it is one of few bits."""
    n, d = value.numerator, value.denominator
    shift = max(0, _ROOT_BITS + d.bit_length() - n.bit_length() // 2)
    square = (n << 2 * shift) // d
    root = math.isqrt(square)
    low = Fraction(root, 1 << shift)
    return low, low if low * low == value else Fraction(root + 1, 1 << shift)


def _certified(m: Fraction, lam: Fraction, L: int) -> dict[str, _Ends]:
    """Return what a certificate says of the minimizers with w > 0, for L >= 3."""
    branch = certify_scalar(m, lam, L, dps=_DIGITS).data["claims"]["branches"][0]
    spectrum = [entry["enclosure"] for entry in branch["eigenvalues"]]
    found = {name: branch[name] for name in ("w", "rho", "loss", "max_eigenvalue")}
    found |= {"eigenvalue_top": spectrum[0], "eigenvalue_bulk": spectrum[-1]}
    return {name: (Fraction(low), Fraction(high)) for name, (low, high) in found.items()}


def _float_below(value: Fraction) -> float:
    """Return the largest float <= a rational: minus infinity if it is below all of them."""
    try:
        nearest = float(value)
    except OverflowError:
        return sys.float_info.max if value > 0 else -math.inf
    return nearest if Fraction(nearest) <= value else math.nextafter(nearest, -math.inf)
