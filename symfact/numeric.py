"""The Hessian spectrum of deep matrix factorization in float64, from the singular values.

Everything is worked out from logarithms, so that no power overflows before the result
does.  For an active pair with layer entries x >= y > 0, t = log(x/y) >= 0 and c = lambda/L,

    G = sum_{k=0}^{L-1} x^(2(L-1-k)) y^(2k)  =  x^(2L-2) expm1(-2 L t) / expm1(-2 t),
    T = sum_{k=1}^{L-1} (x/y)^(2k-L)  =  exp((L-2) t) expm1(-2 (L-1) t) / expm1(-2 t),

which is accurate for nearly equal x and y as well, and at any depth.  Source: derived here.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from symfact.blocks import Blocks
from symfact.minimizer import float_log
from symfact.notebook import InNotebooks

if TYPE_CHECKING:
    from symfact.notebook import Table

__all__ = [
    "Diagonal",
    "NumericSpectrum",
    "critical_value",
    "eigenvalues",
    "in_range",
    "layer_logs",
    "max_eigenvalue",
    "minimal_loss",
    "trace",
]

Array: TypeAlias = NDArray[np.float64]

_SMALLEST, _LARGEST_LOG = sys.float_info.min, 709.0
_MOST = 2**53  # so that float64 holds every count
_RESCALE = "allowed is to divide the target by s and lam by s^(2-2/L)"
_TINY = 1e-300  # expm1(-2 L t)/expm1(-2 t) is L there, where 0/0 would be nothing


class NumericSpectrum(InNotebooks, Mapping[float, int]):
    """Eigenvalue -> multiplicity for float64 numbers: two arrays, in increasing order.

    The attributes `eigenvalues` (float64) and `multiplicities` (int64) are what is stored; as
    a mapping it reads like ``Matrix.eigenvals()``.  Equal floats are merged.

    >>> spectrum = NumericSpectrum(np.array([2.0, 8.0]), np.array([3, 1]))
    >>> spectrum
    NumericSpectrum({2.0: 3, 8.0: 1})
    >>> spectrum.max_eigenvalue(), spectrum.trace(), spectrum[2.0]
    (8.0, 14.0, 3)
    """

    def __init__(self, eigenvalues: Array, multiplicities: NDArray[np.int64]) -> None:
        self.eigenvalues, self.multiplicities = eigenvalues, multiplicities

    def __getitem__(self, value: float) -> int:
        index = int(np.searchsorted(self.eigenvalues, value))
        if index < len(self.eigenvalues) and self.eigenvalues[index] == value:
            return int(self.multiplicities[index])
        raise KeyError(value)

    def __iter__(self) -> Iterator[float]:
        return map(float, self.eigenvalues)

    def __len__(self) -> int:
        return len(self.eigenvalues)

    def __repr__(self) -> str:
        if len(self) > 20:
            ends = f"{self.eigenvalues[0]} to {self.eigenvalues[-1]}"
            return f"NumericSpectrum(<{len(self)} eigenvalues from {ends}>)"
        return f"NumericSpectrum({dict(self.items())})"

    def size(self) -> int:
        """Return the number of eigenvalues, counted with multiplicity."""
        return int(self.multiplicities.sum())

    def max_eigenvalue(self) -> float:
        """Return the largest eigenvalue, the sharpness."""
        return float(self.eigenvalues[-1])

    def stable_step(self) -> float:
        """Return 2 / lambda_max: gradient descent is linearly stable below this step size."""
        return 2 / self.max_eigenvalue()

    def condition_number(self) -> float:
        """Return lambda_max over the smallest eigenvalue that is not 0."""
        positive = self.eigenvalues[np.searchsorted(self.eigenvalues, 0, side="right") :]
        return self.max_eigenvalue() / float(positive[0])

    def trace(self) -> float:
        """Return the trace of the Hessian, the sum of all eigenvalues."""
        return math.fsum(self.eigenvalues * self.multiplicities)

    def _tables(self) -> list[Table]:
        from symfact.displays import numeric_spectrum  # noqa: PLC0415

        return [numeric_spectrum(self)]


class Diagonal:
    """The minimizer's diagonal, as logarithms: log x_k^L for the active ones, and log c.

    `values` are the singular values, decreasing; the first len(`logs`) of them are active.
    """

    def __init__(self, values: Array, logs: Array, lam: Fraction, depth: int) -> None:
        self.values, self.logs, self.depth = values, logs, depth
        self.log_c, self.c = float_log(lam / depth), in_range(lam / depth, "lam")

    def power(self, exponent: float) -> Array:
        """Return x_k^exponent for the active indices."""
        return np.asarray(np.exp(exponent / self.depth * self.logs))

    def own(self) -> Array:
        """Return the eigenvalue 2 L x^(2L-2) + 4 c - 2 lambda of each block a = b."""
        L = self.depth
        return 2 * L * self.power(2 * L - 2) + (4 - 2 * L) * self.c

    def pairs(self, a: int, b: slice) -> tuple[Array, Array]:
        """Return 2 G and 2 c T for the pairs {a, b}, where x_a >= x_b (a counts from 0)."""
        L = self.depth
        t = np.maximum((self.logs[a] - self.logs[b]) / L, _TINY)
        narrow = np.expm1(-2 * t)
        G = np.exp((2 - 2 / L) * self.logs[a]) * np.expm1(-2 * L * t) / narrow
        T = np.exp(self.log_c + (L - 2) * t) * np.expm1(-2 * (L - 1) * t) / narrow
        return 2 * G, 2 * T


def in_range(value: float | Fraction, name: str) -> float:
    """Return a number > 0 in float64; raise ``ValueError`` where it has no full precision there."""
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not _SMALLEST <= number < math.inf:
        raise ValueError(f"{name}: the result is beyond float64; {_RESCALE}")
    return number


def critical_value(lam: Fraction, depth: int) -> float:
    """Return m_c: singular values above m_c are active, those below are not.

    lambda = L/(L-1) ((L-2)/(L-1))^((L-2)/L) m_c^((2L-2)/L), where 0^0 = 1.

    >>> round(critical_value(Fraction(3), 3), 12)
    2.0
    """
    L = depth
    shrink = (L - 2) / L * math.log((L - 2) / (L - 1)) if L > 2 else 0.0
    log = (float_log(lam) - math.log(L / (L - 1)) - shrink) * L / (2 * L - 2)
    return math.exp(log) if log < _LARGEST_LOG else math.inf


def layer_logs(values: Array, lam: Fraction, depth: int) -> Array:
    """Return log x_k^L for active singular values m_k: the larger root of (7).

    With x^L = u m it is u - 1 + b u^(2/L-1) = 0, b = c m^(2/L-2), convex in u and increasing from
    its larger root to u = 1, where Newton's method starts.
    """
    L, logs = depth, np.log(values)
    b = np.exp(float_log(lam / L) + (2 / L - 2) * logs)
    u, exponent = np.ones_like(values), 2 / L - 1
    for _ in range(100):
        power = b * u**exponent
        step = (u - 1 + power) / (1 + exponent * power / u)
        u = u - step
        if not np.any(np.abs(step) > 4e-16 * u):
            break
    return np.asarray(logs + np.log(u))


def eigenvalues(diagonal: Diagonal, blocks: Blocks, tolerance: float) -> NumericSpectrum:
    """Return the spectrum; numbers near 0 that `tolerance` in a singular value leaves open are 0.

    The cost is that of one pass over the pairs of singular values.
    """
    if blocks.total() > _MOST:
        raise ValueError(
            f"widths: {blocks.total():.3e} weights; allowed are {_MOST} in float64, and any number"
            " with singular_values"
        )
    single, weighted = _simple(diagonal, blocks, tolerance), _repeated(diagonal, blocks, tolerance)
    single.sort()
    special = np.array(sorted((value, count) for value, count in weighted if count))
    places = np.searchsorted(single, special[:, 0])
    values = np.insert(single, places, special[:, 0])
    numbers = np.ones(len(values), dtype=np.int64)
    numbers[places + np.arange(len(places))] = special[:, 1]
    return _merged(values, numbers)


def _simple(diagonal: Diagonal, blocks: Blocks, tolerance: float) -> Array:
    """Return the eigenvalues that come once each."""
    r, m, c = blocks.active, diagonal.values, diagonal.c
    values = np.empty(r + r * (r - 1) + 2 * r * blocks.inactive)
    values[:r], end = diagonal.own(), r
    for a in range(r - 1):
        G, T = diagonal.pairs(a, slice(a + 1, r))
        middle, size = end + len(G), 2 * len(G)
        values[end:middle], values[middle : end + size] = (G + 2 * c) - T, (G + 2 * c) + T
        end += size
    weights = 2 * diagonal.power(diagonal.depth - 2)
    for a in range(r):
        difference = m[a] - m[r:]
        difference[difference <= tolerance] = 0
        for part in (weights[a] * difference, weights[a] * (m[a] + m[r:])):
            values[end : end + len(part)] = part
            end += len(part)
    return values


def _repeated(diagonal: Diagonal, blocks: Blocks, tolerance: float) -> list[tuple[float, int]]:
    """Return the eigenvalues that may come more than once, with their numbers."""
    r, m, c = blocks.active, diagonal.values, diagonal.c
    singles = 2 * diagonal.power(diagonal.depth - 2) * m[:r]
    found: list[tuple[Any, int]] = [(0.0, blocks.zero), (4 * c, blocks.bulk), (2 * c, blocks.free)]
    found += [(value, blocks.single) for value in singles]
    if blocks.coupled:
        difference = np.where(abs(c - m[r:]) <= tolerance, 0, c - m[r:])
        found += [(2 * value, blocks.coupled) for value in (*(c + m[r:]), *difference)]
    return [(float(value), count) for value, count in found]


def _merged(values: Array, numbers: NDArray[np.int64]) -> NumericSpectrum:
    differ = values[1:] != values[:-1]
    if differ.all():
        return NumericSpectrum(values, numbers)
    first = np.concatenate([[0], np.flatnonzero(differ) + 1])
    return NumericSpectrum(values[first], np.add.reduceat(numbers, first))


def max_eigenvalue(diagonal: Diagonal, blocks: Blocks) -> float:
    """Return the largest eigenvalue in closed form: no pair but {1, 2} can have it."""
    L, m, c, r = diagonal.depth, diagonal.values, diagonal.c, blocks.active
    if r == 0:
        return 2 * c + 2 * float(m[0]) * (L == 2)
    candidates = [float(diagonal.own()[0])]
    if r > 1:
        G, T = diagonal.pairs(0, slice(1, 2))
        candidates.append(float(G[0] + 2 * c + T[0]))
    elif blocks.inactive:
        candidates.append(2 * float(diagonal.power(L - 2)[0] * (m[0] + m[1])))
    if L == 2:
        candidates.append(4 * c)
    return max(candidates)


def trace(diagonal: Diagonal, blocks: Blocks) -> float:
    """Return the trace of the Hessian, exact but for rounding, from its diagonal entries.

    2 c N + 2 sum_{i=1}^{L} ||W_L ... W_{i+1}||_F^2 ||W_{i-1} ... W_1||_F^2, an empty product
    being the identity of size d_L or d_0: with S = sum x_a^(2L-2) and d = d_0 + d_L,
    2 c N + 2 (sum_{a,b <= r} G_ab + (d - 2 r) S).
    """
    L, r = diagonal.depth, blocks.active
    power = diagonal.power(2 * L - 2)
    ends = blocks.single + 2 * blocks.inactive  # d_0 + d_L - 2 r
    pairs = sum(float(diagonal.pairs(a, slice(a + 1, r))[0].sum()) for a in range(r - 1))
    return 2 * diagonal.c * blocks.total() + 2 * ((L + ends) * float(power.sum()) + pairs)


def minimal_loss(diagonal: Diagonal) -> float:
    """Return the sum of (c x^(2-L))^2 + lambda x^2, and of m^2 for inactive singular values."""
    L, r, logs = diagonal.depth, len(diagonal.logs), diagonal.logs
    residual = np.exp(2 * diagonal.log_c + (4 / L - 2) * logs)
    active = residual + diagonal.c * L * np.exp(2 / L * logs)
    return float(active.sum() + (diagonal.values[r:] ** 2).sum())
