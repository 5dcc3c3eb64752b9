"""Rigorous enclosures of everything at the global minimizers, for many points, in float64.

For arrays of targets m and lam > 0, every entry being exactly that binary number, and one depth
L, `enclose_in_floats` returns floats that provably lie below and above w, rho, the loss, the
eigenvalues of the Hessian and the largest stable step.  What float64 cannot decide is
marked, and left to `symfact.sweep.undecided`.  Write m for |m|, c = lam/L, u = 2^-53.

What is used
------------
Of the mathematics: theorems 1, 2 and 5 of `symfact.checker`.  Of the arithmetic: the sums,
differences, products, quotients and square roots of IEEE 754 binary64, rounded to nearest, of
numbers between 2^-1022 and 2^1022.  Then fl(x) = x (1 + e) and x = fl(x) (1 + e') with
|e|, |e'| <= u.  Powers are repeated products.  ``numpy.power``, ``log`` and ``exp`` give
starting points only.

(a) *Counting.*  If y comes from numbers > 0 by +, *, / and each path from an input to y has
    at most k roundings, n-fold for what enters to the n-th power, the true value x has
    y (1 - u)^k <= x <= y / (1 - u)^k, by 1 + u <= 1/(1 - u).  A product of n equal factors,
    however it is arranged, has n - 1 roundings.
(b) *Widening.*  1 - j u and, for even j, 1 + j u are floats.  For j >= k + 2 and
    j (k + 1) u <= 1, by (1 - u)^n >= 1 - n u,

        (1 - j u) (1 + u) <= (1 - u)^k   and   (1 + j u) (1 - u) >= 1/(1 - u)^k,

    so that fl(y (1 - j u)) <= x <= fl(y (1 + j u)).
(c) *Steps.*  fl(y (1 - u)) is the float before y > 0, and fl(y (1 + 2u)) is not below the
    next one; they enclose whatever rounds to y, a difference of floats in particular.

The regime
----------
For L = 2 it is the sign of 2m - lam, which floats compare exactly.  For L >= 3 let
x = m^2 L (L-2) / (lam (L-1)^2) and W = m (L-2)/(L-1).  Non-zero if x^L > W^2, zero if x^L < W^2.
x has four roundings (that of the constant is one), x^L has 5L - 1, and W^2 three, 5L + 2
together.  So by (b), where the float x^L is above fl(W^2 (1 + j u)) or below fl(W^2 (1 - j u))
with an even j >= 5L + 6, so are the numbers themselves.

The root
--------
Let A = w^(L-2) and s(w) = w^L + c/A, so that p(w) = A (s(w) - m).  For w > 0, s is convex, and
the minimizer is its larger root of s = m.  If 0 < a < b and s(a) <= m <= s(b), that root
lies in [a, b]: a lies between the roots, so b, beyond a, is not before the larger one.  A power
w^(L-2) has L - 3 roundings, c has one, c/A therefore L - 1, w^L as many, and s has L.  By (b)

    s(a) <= m if the float s is at most fl(m (1 - (L+2) u)),
    s(b) >= m if the float s is at least fl(m (1 + j u)), the even j = L + 2 or L + 3.

A root of s is well-conditioned: w s'(w) = L w^L - (L-2) c/A is between (L-2) m and L m, so that
[a, b] is a few units wide at every depth.  Newton's method finds w, from a polynomial in
lam/lam_c for w/m^(1/L); the radius is (L + 5) u m / (w s'(w)) + 2u w, doubled up to three
times where a test fails.  A point at which the tests still fail is undecided.

What follows
------------
From a <= w <= b, in an order that keeps every enclosure about as narrow as that of w:

    rho  = m - c/A                        c/A with k = L - 1, a difference
    loss = c w^2 (m/rho + L - 1)          k = 6
    top  = 2L (rho/w)^2 - 2 (L-2) c       k = 5 and k = 3, counting the constants; a difference
    bulk = 4c                             (c)

By p(w) = 0: m - w^L = c/A, w^(2L-2) = (rho/w)^2, and with the gap h = m - rho = c w^2/rho,
lam w^2 = L rho h, the loss h^2 + L rho h is h (m + (L-1) rho).  Little is lost in the two
differences, since (L-2) c <= w^(2L-2), and c/A <= rho/(L-2), in this regime.  The top
eigenvalue is the largest for L >= 3, and the largest stable step is 2 over it.  For L = 2,
rho = m - c (c), w = sqrt(rho) (c), loss = c (m + rho) with k = 2, top = 4 rho, bulk = 2 lam.

At w = 0: w = rho = 0, loss = m^2; for L >= 3 top = bulk = 2c.

Range
-----
Points with |m| (unless it is 0) or lam outside [2^-300, 2^300], or with a depth beyond 2^20, are
left undecided.  Then c is in [2^-320, 2^300], and in (b), where j <= 5L + 8, j (k + 2) u <= 1.
Of the powers x^k, k <= L, those that leave the range of floats do so on the same side as x^L;
then the comparison is right, since W^2 is in [2^-602, 2^600].  The floats a and b may
be anything; so it is also tested that 0 < a < b <= fl(a (1 + 2^-20)) and fl(a^L) >= m/4.  Since
the float s(a) is at most m, every power of a that occurs lies between 1 and a^L, which is in
[m/4, m], and c/A <= m - a^L <= 3m/4, nearly; the powers of b are at most three times as large.
Hence the lower bounds of both differences are positive, and every number is in
[2^-1000, 2^1000].
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

import numpy as np
from numpy.polynomial import Chebyshev, Polynomial
from numpy.typing import NDArray

__all__ = [
    "BOUNDS",
    "QUANTITIES",
    "REGIMES",
    "UNDECIDED",
    "Enclosures",
    "enclose_in_floats",
]

Array: TypeAlias = NDArray[np.float64]
Mask: TypeAlias = NDArray[np.bool_]

QUANTITIES = (
    "w",
    "rho",
    "loss",
    "eigenvalue_bulk",
    "eigenvalue_top",
    "max_eigenvalue",
    "stable_step",
)
BOUNDS = tuple(f"{name}_{side}" for name in QUANTITIES for side in ("lower", "upper"))
REGIMES = ("zero", "nonzero", "tie", "undecided")
ZERO, NONZERO, TIE, UNDECIDED = range(len(REGIMES))
_W, _RHO, _LOSS, _BULK, _TOP, _MAX, _STABLE = range(len(QUANTITIES))

_U = 2.0**-53
_SMALLEST, _LARGEST = 2.0**-300, 2.0**300
_MAX_DEPTH, _MOST_LAYERS = 2**20, 10**9  # in floats, in a certificate
_BLOCK = 16_384  # points, so that what is worked on stays in the cache
_KEPT = 2**23  # bytes
_SHORT, _SHORT_DEPTH = (1e-30, 1e30), 1000  # what roots are found for by way of float32
_DEGREE = 10  # of the polynomial for the start
_ROOM = 5  # units by which the sum s misses its error bound only once in 10^5 or so
_WIDENINGS, _WIDEST = 4, 1 + 2.0**-20


@dataclass(frozen=True, eq=False)
class Enclosures:
    """Regimes and bounds of n points.

    Attributes
    ----------
    regime
        An index into `REGIMES` for each point.
    bounds
        A float64 array of 14 rows, named by `BOUNDS`, and n columns.  Where the regime is
        "undecided" it holds NaN.

    With s the signs of the weights of a minimizer, ``eigenvalue_top`` belongs to the
    direction s and ``eigenvalue_bulk`` to the L - 1 directions across it; at w = 0 and
    L = 2, s = (1, sign m), so that both are continuous in lam: they are lam - 2|m| and lam + 2|m|.
    At w = 0 and L >= 3 they are equal.  ``max_eigenvalue`` is the larger one, and
    ``stable_step`` = 2/max_eigenvalue.  At a tie everything is that of the minimizers with
    w != 0; the other one has w = rho = 0, the same loss, and all eigenvalues 2 lam/L.

    >>> found = enclose_in_floats(np.array([2.0]), np.array([0.1]), 5)
    >>> found["w_lower"], found["w_upper"]
    (array([1.14717253]), array([1.14717253]))
    >>> found.regimes()
    array(['nonzero'], dtype='<U9')
    """

    regime: NDArray[np.int8]
    bounds: Array

    def __getitem__(self, name: str) -> Array:
        """Return the column of one of the names in `BOUNDS`."""
        row: Array = self.bounds[BOUNDS.index(name)]
        return row

    def part(self, start: int, stop: int) -> Enclosures:
        """Return the points from `start` to `stop`, in the same memory."""
        return Enclosures(self.regime[start:stop], self.bounds[:, start:stop])

    def regimes(self) -> NDArray[np.str_]:
        """Return the names of the regimes."""
        return np.array(REGIMES)[self.regime]


def _below(j: int) -> float:
    """Return 1 - j u of (b)."""
    return 1 - j * _U


def _above(j: int) -> float:
    """Return 1 + j u of (b), for the next even j."""
    return 1 + (j + j % 2) * _U


_OUTWARD, _INWARD, _STEP = (_below, _above), (_above, _below), (1 - _U, 1 + 2 * _U)  # by side


def enclose_in_floats(
    target: Array, lam: Array, depth: int, out: Enclosures | None = None
) -> Enclosures:
    """Enclose what holds at the global minimizers of each point, as far as float64 decides it.

    Parameters
    ----------
    target, lam
        m and lam > 0: float64 arrays of one axis and the same length, of finite numbers.
    depth
        L, from 2 to 10^9.
    out
        Where to put the result, of the same length; left out, into new arrays.

    Raises ``ValueError`` for other input.

    >>> found = enclose_in_floats(np.array([2.0, 2.0, 2.0]), np.array([2.9, 3.0, 3.1]), 3)
    >>> found.regimes().tolist()
    ['nonzero', 'undecided', 'zero']
    >>> bool(found["eigenvalue_top_lower"][0] < found["eigenvalue_top_upper"][0])
    True
    """
    _check(target, lam, depth)
    n = len(target)
    found = out or Enclosures(np.empty(n, np.int8), np.empty((len(BOUNDS), n)))
    if depth > _MAX_DEPTH:
        found.regime.fill(UNDECIDED)
        found.bounds.fill(np.nan)
        return found
    table = found.bounds.reshape(len(QUANTITIES), 2, n)
    np.empty(_KEPT, np.uint8)  # once as much was freed, the C library keeps what is freed
    with np.errstate(all="ignore"):
        for start in range(0, n, _BLOCK):
            part = slice(start, start + _BLOCK)
            _enclose_block(target[part], lam[part], depth, found.regime[part], table[:, :, part])
    return found


def _check(target: Array, lam: Array, depth: int) -> None:
    for name, values in (("target", target), ("lam", lam)):
        if values.ndim != 1:
            axes = values.ndim
            raise ValueError(f"{name}: an array with {axes} axes; allowed is one with 1 axis")
        if not (finite := np.isfinite(values)).all():
            wrong = values[~finite][0]
            raise ValueError(f"{name}: {wrong} is not finite; allowed are finite numbers")
    if len(target) != len(lam):
        raise ValueError(f"lam: {len(lam)} entries; allowed are {len(target)}, as in the target")
    if not (lam > 0).all():
        raise ValueError(f"lam: {lam.min()} is not > 0; allowed are numbers > 0")
    if not 2 <= depth <= _MOST_LAYERS:
        size = "small; allowed is an integer >= 2" if depth < 2 else "large; allowed is 10^9"
        raise ValueError(f"depth: {depth} is too {size}")


def _enclose_block(
    target: Array, lam: Array, depth: int, regime: NDArray[np.int8], table: Array
) -> None:
    """Write the regimes and the bounds, by quantity and side, of a few thousand points."""
    m = np.abs(target)
    inside = (lam >= _SMALLEST) & (lam <= _LARGEST) & (m <= _LARGEST)
    inside &= (m >= _SMALLEST) | (m == 0)
    nonzero, zero = _decide(m, lam, depth)
    nonzero &= inside
    zero &= inside
    if nonzero.any():
        if depth == 2:
            _at_root_of_two(m, lam, table)
        else:
            nonzero &= _at_root(m, lam, depth, nonzero, table)
        if target.min() < 0:
            _turn(table[_RHO], target < 0)
    if zero.any():
        _at_zero(m, lam, depth, zero, table)
    np.copyto(regime, nonzero, casting="unsafe")
    if not (decided := nonzero | zero).all():
        regime[~decided] = UNDECIDED
        table[:, :, ~decided] = np.nan


def _turn(rho: Array, negative: Mask) -> None:
    """Give rho, as worked out for |m|, the sign of m."""
    lower = rho[0].copy()
    np.negative(rho[1], out=rho[0], where=negative)
    np.negative(lower, out=rho[1], where=negative)


def _decide(m: Array, lam: Array, depth: int) -> tuple[Mask, Mask]:
    """Return where the regime is proved to be "nonzero", and where "zero"."""
    if depth == 2:
        nonzero = lam < 2 * m
        return nonzero, ~nonzero
    L, j = depth, 5 * depth + 6
    square = m * m
    x = square * (L * (L - 2) / (L - 1) ** 2)
    x /= lam
    power = _power(x, L)
    square *= (L - 2) ** 2 / (L - 1) ** 2
    return power > square * _above(j), (power < square * _below(j)) | (m == 0)


def _power(base: Array, exponent: int) -> Array:
    """Return a power by squaring and multiplying, for an exponent >= 1."""
    result = base
    for bit in f"{exponent:b}"[1:]:
        result = result * result
        if bit == "1":
            result *= base
    return result


def _powers(w: Array, L: int) -> tuple[Array, Array, Array]:
    """Return w^2, w^(L-2) and w^L for L >= 3."""
    square = w * w
    half, odd = divmod(L - 2, 2)
    power = _power(square, half) if half else w
    if half and odd:
        power = power * w
    return square, power, power * square


def _at_root(m: Array, lam: Array, L: int, where: Mask, table: Array) -> Mask:
    """Write the bounds at w > 0 for L >= 3, and return at which points `where` they are proved."""
    c = lam / L
    center, radius = _near_root(m, lam, c, L)
    for _ in range(_WIDENINGS):
        np.subtract(center, radius, out=table[_W, 0])
        np.add(center, radius, out=table[_W, 1])
        squares, gaps, proved = _test(m, c, L, table[_W])
        proved &= where
        if not (failed := where & ~proved).any():
            break
        radius[failed] *= 2
    _consequences(m, c, L, squares, gaps, table)
    return proved


def _test(m: Array, c: Array, L: int, w: Array) -> tuple[list[Array], list[Array], Mask]:
    """Return w^2 and c/w^(L-2) at both ends, and where they are proved to enclose the root."""
    low, high = w
    (low_square, low_power, below), (high_square, high_power, above) = (_powers(v, L) for v in w)
    proved = (low > 0) & (low < high) & (high <= low * _WIDEST)
    proved &= below >= m * 0.25
    gaps = [c / low_power, c / high_power]
    below += gaps[0]
    above += gaps[1]
    proved &= below <= m * _below(L + 2)
    proved &= above >= m * _above(L + 2)
    return [low_square, high_square], gaps, proved


def _consequences(
    m: Array, c: Array, L: int, squares: list[Array], gaps: list[Array], table: Array
) -> None:
    """Write the bounds of everything that follows from those of w > 0, for L >= 3."""
    w, rho, loss, bulk, top, largest, stable = table
    for side in (0, 1):
        gaps[side] *= _INWARD[side](L + 1)
        np.multiply(m - gaps[side], _STEP[side], out=rho[side])
    for side in (0, 1):
        value = m / rho[1 - side]
        value += L - 1
        value *= c
        value *= squares[side]
        np.multiply(value, _OUTWARD[side](8), out=loss[side])
        np.multiply(c, 4 * _STEP[side], out=bulk[side])
        value = rho[side] / w[1 - side]
        value *= value
        value *= 2 * L * _OUTWARD[side](8)
        value -= c * (2 * (L - 2) * _INWARD[side](6))
        value *= _STEP[side]
        top[side] = largest[side] = value
        np.divide(2, value, out=value)
        np.multiply(value, _STEP[1 - side], out=stable[1 - side])


def _near_root(m: Array, lam: Array, c: Array, L: int) -> tuple[Array, Array]:
    """Return floats close to the minimizer w, and how close they should be; nothing is proved."""
    w = _guess(m, lam, L)
    for _ in range(1 if L >= 5 else 2):
        _, power, value = _powers(w, L)
        gap = c / power
        slope = value * L
        value += gap
        value -= m
        gap *= L - 2
        slope -= gap
        scale = np.divide(w, slope, out=slope)
        value *= scale
        w -= value
    scale *= m
    scale *= (L + _ROOM) * _U
    scale += w * (2 * _U)
    return w, scale


def _guess(m: Array, lam: Array, L: int) -> Array:
    """Return floats that are so close to w that one or two steps of Newton's method are enough."""
    inverse, (first, *others, last) = _start(L)
    w = _root(m, L)
    t = w / m
    t *= t
    t *= lam
    t *= inverse
    np.minimum(t, 1.0, out=t)
    factor = t * first
    for coefficient in others:
        factor += coefficient
        factor *= t
    factor += last
    w *= factor
    return w


def _root(m: Array, L: int) -> Array:
    """Return floats within 1e-5/L of m^(1/L), relatively.

    From float32, by a step of Newton's method: in half the time, where that is accurate enough.
    """
    if L > _SHORT_DEPTH:
        return _power_of(m, L)
    short = np.log(m, dtype=np.float32, casting="same_kind")
    short /= L
    w = np.exp(short, out=short).astype(np.float64)
    error = _power(w, L)
    error /= m
    error -= 1
    error *= -1 / L
    error += 1
    w *= error
    if (beyond := (m < _SHORT[0]) | (m > _SHORT[1])).any():
        w[beyond] = _power_of(m[beyond], L)
    return w


def _power_of(m: Array, L: int) -> Array:
    power: Array = m ** (1 / L)
    return power


@lru_cache(maxsize=64)
def _start(L: int) -> tuple[float, tuple[float, ...]]:
    """Return 1/lam_c at m = 1, and w at m = 1 as a polynomial in lam/lam_c, highest power first.

    To about 1e-5; w^L is the larger root u of u - 1 + b u^(2/L - 1), b = lam/L.
    """
    ratio, exponent = (L - 2) / (L - 1), 2 / L - 1
    critical = L / (L - 1) * ratio ** ((L - 2) / L)

    def root(t: Array) -> Array:
        u = np.ones_like(t)
        for _ in range(12):
            power = t * critical / L * u**exponent
            u -= (u - 1 + power) / (1 + exponent * power / u)
        w: Array = u ** (1 / L)
        return w

    series = Chebyshev.interpolate(root, _DEGREE, (0, 1)).convert(kind=Polynomial)
    return 1 / critical, tuple(map(float, series.coef[::-1]))


def _at_root_of_two(m: Array, lam: Array, table: Array) -> None:
    """Write the bounds at w > 0 for L = 2; lam/2 and 2 lam are floats."""
    w, rho, loss, bulk, top, largest, stable = table
    c = lam / 2
    exact = m - c
    for side in (0, 1):
        np.multiply(exact, _STEP[side], out=rho[side])
        np.multiply(np.sqrt(rho[side]), _STEP[side], out=w[side])
        np.multiply(c * (m + rho[side]), _OUTWARD[side](4), out=loss[side])
        np.multiply(lam, 2, out=bulk[side])
        np.multiply(rho[side], 4, out=top[side])
        np.maximum(top[side], bulk[side], out=largest[side])
        np.multiply(2 / largest[side], _STEP[1 - side], out=stable[1 - side])


def _at_zero(m: Array, lam: Array, L: int, where: Mask, table: Array) -> None:
    """Write the bounds at w = 0 for the points `where`."""
    points = slice(None) if where.all() else np.flatnonzero(where)
    m, lam = m[points], lam[points]
    bulk = lam + 2 * m if L == 2 else lam / L * 2
    top = lam - 2 * m if L == 2 else bulk
    square = m * m
    table[_W, :, points] = table[_RHO, :, points] = 0
    for side in (0, 1):
        largest = bulk * _STEP[side]
        table[_LOSS, side, points] = square * _STEP[side]
        table[_BULK, side, points] = table[_MAX, side, points] = largest
        table[_TOP, side, points] = top * _STEP[side]
        table[_STABLE, 1 - side, points] = 2 / largest * _STEP[1 - side]
