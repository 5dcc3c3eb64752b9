"""The global minimizer of the scalar problem, to any number of digits.

With balanced weights, every |w_i| = w, the loss is a function of one number,

    g(w) = (|m| - w^L)^2 + lam w^2,        g'(w) = 2 L w p(w),
    p(w) = w^(2L-2) - |m| w^(L-2) + lam/L,

for target m, regularization lam and depth L.  On w > 0 the polynomial p falls, turns
where w^L = |m| (L-2)/(2L-2), and rises; only its larger root can be a minimum.

Targets and lam enter as exact ``Fraction``; nothing here reads or changes the
precision of ``mpmath.mp``.
"""

from __future__ import annotations

import math
import sys
from fractions import Fraction
from typing import Any, Literal, NamedTuple

import mpmath
from mpmath import libmp

__all__ = ["Minimizer", "Regime", "exact_w_squared", "float_log", "minimizer", "regime"]

Regime = Literal["nonzero", "tie", "zero"]

_Mpf = Any  # a number of libmp: (sign, mantissa, exponent, bits)

_GUARD_BITS = 12
_START_BITS = 40


class Minimizer(NamedTuple):
    """A minimizer of the reduced problem: ``w`` = |w_i| and ``rho`` = w_1 ... w_L."""

    w: mpmath.mpf
    rho: mpmath.mpf


def regime(target: Fraction, lam: Fraction, depth: int) -> Regime:
    """Say which end-to-end weights rho minimize the loss, decided exactly.

    "nonzero": the minimizers have rho != 0; "zero": the only minimizer is 0; "tie": both
    kinds are global minimizers.  For L >= 3 the sign of lam_c - lam is that of

        L^L (L-2)^(L-2) m^(2L-2) - lam^L (L-1)^(2L-2),

    and for L = 2 the minimizers are non-zero exactly when lam < 2|m|.  With
    x = m^2 L(L-2) / (lam (L-1)^2) and W = |m| (L-2)/(L-1), the w^2 and w^L of a tie, the
    comparison is that of x^L with W^2.  Floats decide it unless they are too close.  (Derived
    here; the paper assumes "nonzero".)

    >>> regime(Fraction(2), Fraction(1, 10), 5)
    'nonzero'
    >>> regime(Fraction(2), Fraction(3), 3), regime(Fraction(2), Fraction(31, 10), 3)
    ('tie', 'zero')
    """
    if depth == 2:
        return "nonzero" if lam < 2 * abs(target) else "zero"
    if target == 0:
        return "zero"
    excess, error = _log_excess(target, lam, depth)
    if abs(excess) > error:
        return "nonzero" if excess > 0 else "zero"
    w_squared = _tie_w_squared(target, lam, depth)
    product = abs(target) * Fraction(depth - 2, depth - 1)
    if _power_equals(w_squared, depth, product**2):
        return "tie"
    return "nonzero" if _power_exceeds(w_squared, depth, product**2) else "zero"


def _log_excess(target: Fraction, lam: Fraction, depth: int) -> tuple[float, float]:
    """Return log(lam_c^L / lam^L) in floats, and more than its rounding error.

    The error of the sum is a few units of 2^-53 of the sum of the absolute values.
    """
    m, L = abs(target), depth
    raising = [(L, L), (L - 2, L - 2), (L, lam.denominator), (2 * L - 2, m.numerator)]
    lowering = [(2 * L - 2, L - 1), (L, lam.numerator), (2 * L - 2, m.denominator)]
    gain, loss = (
        math.fsum(times * math.log(base) for times, base in terms) for terms in (raising, lowering)
    )
    return gain - loss, (gain + loss) * 2.0**-40


def _tie_w_squared(target: Fraction, lam: Fraction, depth: int) -> Fraction:
    """Return W / w^(L-2) from W = |m| (L-2)/(L-1) and w^(L-2) = (lam/L) / (|m| - W)."""
    return target**2 * depth * (depth - 2) / (lam * (depth - 1) ** 2)


def _power_equals(base: Fraction, exponent: int, value: Fraction) -> bool:
    """Decide base**exponent == value for positive numbers at the cost of writing `value`.

    Both sides are in lowest terms, so numerators and denominators must agree, and
    a^n >= 2^(n (bits(a) - 1)) rules out every a whose power is longer than `value`.
    """
    pairs = [(base.numerator, value.numerator), (base.denominator, value.denominator)]
    return all(
        exponent * (a.bit_length() - 1) < v.bit_length() and a**exponent == v for a, v in pairs
    )


def _power_exceeds(base: Fraction, exponent: int, value: Fraction) -> bool:
    """Decide base**exponent > value, for positive numbers that are known to differ.

    Logarithms are compared with growing precision until they differ by more than 2^12 times
    the rounding error that mpmath, correct to a few units, can make.
    """
    prec = 64
    while True:
        left = libmp.mpf_mul(_logarithm(base, prec), libmp.from_int(exponent), prec)
        right = _logarithm(value, prec)
        gap = libmp.mpf_abs(libmp.mpf_sub(left, right, prec))
        sizes = libmp.mpf_add(libmp.mpf_abs(left), libmp.mpf_abs(right), prec)
        sizes = libmp.mpf_add(sizes, libmp.from_int(exponent), prec)
        if libmp.mpf_gt(gap, libmp.mpf_shift(sizes, 12 - prec)):
            return bool(libmp.mpf_gt(left, right))
        prec *= 2


def _logarithm(value: Fraction, prec: int) -> _Mpf:
    return libmp.mpf_log(_rounded(value, prec), prec)


def minimizer(target: Fraction, lam: Fraction, depth: int, dps: int) -> Minimizer:
    """Return the global minimizer of the reduced problem to `dps` significant digits.

    `w` >= 0 is the magnitude of every layer and `rho` = sign(m) w^L the end-to-end weight,
    as ordinary ``mpmath.mpf`` that carry `dps` digits whatever ``mpmath.mp.dps`` is.  Both are 0
    in the regime "zero".  At a tie the non-zero minimizer is returned; (0, 0) is the other.

    For L = 2, w^2 = |m| - lam/2 exactly.  For L >= 3, Newton's method on p, which is convex
    and increasing near and beyond its larger root, from a start close to it.  (Derived here.)

    >>> mpmath.nstr(minimizer(Fraction(2), Fraction(1, 10), 5, 30).w, 30)
    '1.14717253422391763429036374201'
    """
    if regime(target, lam, depth) == "zero":
        return Minimizer(mpmath.mpf(0), mpmath.mpf(0))
    bits = libmp.dps_to_prec(dps)
    prec = max(bits + _GUARD_BITS + depth.bit_length(), _START_BITS + 3 * depth.bit_length())
    size = abs(target)
    if depth == 2:
        rho = _rounded(size - lam / 2, prec)
        w = libmp.mpf_sqrt(rho, prec)
    else:
        w, rho = _newton(size, lam / depth, depth, prec)
    rho = libmp.mpf_neg(rho) if target < 0 else rho
    return Minimizer(*(mpmath.mp.make_mpf(libmp.mpf_pos(v, bits, "n")) for v in (w, rho)))


def _newton(size: Fraction, c: Fraction, depth: int, prec: int) -> tuple[_Mpf, _Mpf]:
    """Return the larger root w of w^(2L-2) - size w^(L-2) + c, and w^L, to `prec` bits.

    The precision doubles from rung to rung, so that everything costs about two evaluations
    of p at full precision.  After a step of relative size e the error is at most
    about (w p''/2p') e^2 <= (3/2)(L-1) e^2, by w^L >= size (L-2)/(L-1); a rung is
    finished by a step with 2^8 L^2 e^2 below a unit of its precision; every rung has
    _START_BITS/2 bits or so more than such a step needs.  That step e changes
    w^L by the factor 1 - L e, up to (L e)^2: no second power is needed.
    """
    guard = _GUARD_BITS + depth.bit_length()
    ladder = [prec]
    while ladder[-1] > 2 * (_START_BITS + depth.bit_length()):
        ladder.append(ladder[-1] // 2 + guard)
    w, m, constant = _start(size, c, depth), _rounded(size, prec), _rounded(c, prec)
    for rung in reversed(ladder):
        half, finished = rung // 2 + guard, False
        while not finished:
            step, product = _newton_step(w, m, constant, depth, rung, half)
            finished = _magnitude(step) <= -(rung // 2 + depth.bit_length() + 4)
            w = libmp.mpf_sub(w, libmp.mpf_mul(step, w, half), rung)
    change = libmp.mpf_mul_int(libmp.mpf_mul(step, libmp.mpf_pos(product, half), half), depth, half)
    return w, libmp.mpf_sub(product, change, prec)


def _start(size: Fraction, c: Fraction, depth: int) -> _Mpf:
    """Return the root to about 40 bits, in floats that hold logarithms of what may be huge.

    With u = w^L/size the equation is f(u) = u - 1 + b u^(2/L - 1) = 0, b = c size^(2/L - 2):
    f is convex, and rises from its larger root to u = 1, where Newton's method starts.
    """
    exponent, log_size = 2 / depth - 1, float_log(size)
    b = math.exp(float_log(c) + (2 / depth - 2) * log_size)
    u, step = 1.0, 1.0
    while step > 1e-9:
        power = b * u**exponent
        step = (u - 1 + power) / (1 + exponent * power / u)
        u -= step
    log_w = libmp.mpf_div(
        libmp.from_float(log_size + math.log(u)), libmp.from_int(depth), _START_BITS
    )
    return libmp.mpf_exp(log_w, _START_BITS + depth.bit_length())


def float_log(value: Fraction) -> float:
    """Return the logarithm of a rational > 0, however large or small it is, as a float.

    >>> round(float_log(Fraction(10) ** 1000), 6)
    2302.585093
    """
    try:
        number = float(value)
    except OverflowError:
        number = 0.0
    if number >= sys.float_info.min:
        return math.log(number)
    return math.log(value.numerator) - math.log(value.denominator)


def _newton_step(w: _Mpf, m: _Mpf, c: _Mpf, depth: int, prec: int, half: int) -> tuple[_Mpf, _Mpf]:
    """Return p/(w p') at w to `half` bits, and W = w^L to `prec` bits.

    p = A (W - m) + c and w p' = A ((2L-2) W - (L-2) m) with A = w^(L-2).
    """
    square = libmp.mpf_mul(w, w, prec)
    power = libmp.mpf_pow_int(square, (depth - 2) // 2, prec)
    power = libmp.mpf_mul(power, w, prec) if depth % 2 else power
    product = libmp.mpf_mul(power, square, prec)
    value = libmp.mpf_mul(power, libmp.mpf_sub(product, m, prec), prec)
    value = libmp.mpf_add(value, c, prec)
    turn = libmp.mpf_sub(
        libmp.mpf_mul_int(product, 2 * depth - 2, half),
        libmp.mpf_mul_int(m, depth - 2, half),
        half,
    )
    slope = libmp.mpf_mul(libmp.mpf_pos(power, half), turn, half)
    return libmp.mpf_div(value, slope, half), product


def _magnitude(value: _Mpf) -> int | float:
    """Return the least e with |value| < 2^e."""
    _, mantissa, exponent, bits = value
    return exponent + bits if mantissa else -math.inf


def _rounded(value: Fraction, prec: int) -> _Mpf:
    return libmp.from_rational(libmp.MPZ(value.numerator), value.denominator, prec)


def exact_w_squared(target: Fraction, lam: Fraction, depth: int) -> Fraction | None:
    """Return x = w^2 for the non-zero minimizer when it is rational, else ``None``.

    Also ``None`` in the regime "zero".  For L = 2, x = |m| - lam/2; at a tie
    x = m^2 L(L-2) / (lam (L-1)^2).  Otherwise p(w) = 0 reads, squared (both sides > 0),

        (x^(L-1) + c)^2 = m^2 x^(L-2),        c = lam/L.

    Let d be a common denominator of m and c, and q^e the power of a prime in the denominator
    b of x.  In p(w) = 0 the first term has q to the power -e(L-1), the second at least
    -d_q - e(L-2)/2, the third at least -d_q, where q^d_q is the power in d.  No term can have
    the least power alone, so 2 d_q >= e L: hence b^L divides d^2, and b <= d^(2/L).
    Two rationals with such denominators are no closer than b^-2,
    so the one nearest to a numerical x with enough digits is the only candidate, and the
    equation is tested exactly.  The cost is that of a few operations on m and lam at
    every depth.  (Derived here.)

    >>> exact_w_squared(Fraction(2), Fraction(3), 3)
    Fraction(1, 1)
    >>> exact_w_squared(Fraction(2), Fraction(1, 10), 5) is None
    True
    """
    kind = regime(target, lam, depth)
    if kind == "zero":
        return None
    if depth == 2:
        return abs(target) - lam / 2
    if kind == "tie":
        return _tie_w_squared(target, lam, depth)
    candidate = _nearest_candidate(target, lam, depth)
    return candidate if _is_root(candidate, target, lam / depth, depth) else None


def _nearest_candidate(target: Fraction, lam: Fraction, depth: int) -> Fraction | None:
    """Return the rational with a possible denominator that agrees with w^2, if there is one."""
    common = math.lcm(target.denominator, (lam / depth).denominator)
    bound = 1 << (2 * common.bit_length() // depth + 1)
    size = abs(target.numerator // target.denominator).bit_length() // depth
    dps = 30 + (size + bound.bit_length()) * 2
    w: mpmath.mpf = minimizer(target, lam, depth, dps).w
    _, mantissa, exponent, _ = w._mpf_
    x = (int(mantissa) * Fraction(2) ** exponent) ** 2
    candidate = x.limit_denominator(bound)
    return candidate if abs(candidate - x) * 10 ** (dps - 2) < x else None


def _is_root(x: Fraction | None, target: Fraction, c: Fraction, depth: int) -> bool:
    """Test (x^(L-1) + c)^2 == m^2 x^(L-2), first whether the powers are short enough.

    With d and x = a/b as in `exact_w_squared`, b^L divides d^2, and a^L is about b^L W^2, which
    is less than b^L m^2.
    """
    common = math.lcm(target.denominator, c.denominator)
    if x is None or depth * (x.denominator.bit_length() - 1) >= 2 * common.bit_length():
        return False
    return bool((x ** (depth - 1) + c) ** 2 == target**2 * x ** (depth - 2))
