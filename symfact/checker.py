"""Check certificates: `python checker.py FILE...` needs Python and nothing else.

Exit code 0: every file is valid; 1: some file is not valid, and its line says which claim;
2: some file cannot be read.  Nothing here is shared with the code that finds evidence.

What a certificate says
-----------------------
For a rational m (the target), a rational lam > 0 and an integer L >= 2 (the depth), let

    loss(w_1, ..., w_L) = (m - rho)^2 + lam R,   rho = w_1 ... w_L,   R = (1/L) sum w_i^2.

Claimed are: the regime of its global minimizers (rho "nonzero", "zero", or both: a "tie"); how
many there are ("2^4", "1", "2^4 + 1"); and for each branch of them (the non-zero one
first) their number, w = |w_i|, rho, the loss, the data term (m - rho)^2, the regularization R, and
the eigenvalues of the Hessian in decreasing order, with multiplicities.  A real number v is
given as a pair: the largest decimal <= v and the smallest decimal >= v of exactly
`evidence.digits` significant digits (0 is written "0").

m or lam may be a pair ["19/10", "21/10"]: a box.  Then the certificate holds for every real m and
lam in it, ends included, and a pair of decimals is the largest one below and the smallest one
above all values that v takes in the box.

Why the check is enough
-----------------------
Let c = lam/L and p(w) = w^(2L-2) - |m| w^(L-2) + c.  The theorems, for every L, and their proofs:

1. At a minimizer all |w_i| are the same w, and rho = 0 or sign(rho) = sign(m).  If w > 0 then
   p(w) = 0, w is the larger of at most two positive roots, and 2^(L-1) sign patterns have it
   (proofs/balance.py, uniqueness.py, minimum.py, zero_minimum.py).
2. L = 2: non-zero if lam < 2|m|, else zero.  L >= 3: let x = m^2 L (L-2) / (lam (L-1)^2) and
   W = |m| (L-2)/(L-1).  Non-zero if x^L > W^2, zero if x^L < W^2 or m = 0, else a tie
   (critical.py, critical_value.py, above.py).
3. p falls while w^L < |m| (L-2)/(2L-2) and rises from there.  If a is past that point and
   p(a) <= 0 <= p(b), a < b, then the larger root lies in [a, b] (turn.py).  Past it,
   b (p(b) - p(a)) >= a^(L-2) ((2L-2) a^L - (L-2) |m|) (b - a) (turn.py).
4. b^k <= a^k (1 + 2z) for k <= L, if z = L (b - a)/a <= 1/2 (growth.py).
5. The Hessian has at w > 0 the eigenvalues 2L w^(2L-2) - 2(L-2)c (once) and 4c (L-1 times); by
   p(w) = 0 the first is 2L |m| w^(L-2) - (4L-4)c, and w^(2L) = |m| w^L - c w^2, so that the data
   term is |m| (|m| - w^L) - c w^2.  At w = 0 and L >= 3 it has 2c (L times); at
   w = 0 and L = 2, lam + 2|m| and lam - 2|m| (spectrum.py, spectrum_at_zero.py).
6. In a box without a change of regime every v above, and the difference of the two
   eigenvalues, is monotone in |m| and in lam, so its extremes lie at corners.  If the regime is
   the same at the corners, it is so in the box (flattening.py, box.py, critical_value.py).

The evidence for a branch w > 0 is {"w": "1.14..."}, a decimal; a and b are one unit in its last
place below and above.  Where w^2 is rational it may be {"w_squared": "p/q", "w": "1.14..."}:
then w^2 is put into p, and its root is compared with a and b.  For w = 0 it is {}; in a
box there is a list of evidence, a corner each: smallest |m| first, there smallest lam first.  The
regime is decided from the problem alone; every claim is recomputed, in rational arithmetic from
w^2, in interval arithmetic (decimals rounded outward) from a, p(a) and 4., and must agree to
the letter.  What the evidence does not fix is refused.
"""

from __future__ import annotations

import decimal
import json
import re
import sys
from collections.abc import Callable
from decimal import Context, Decimal
from fractions import Fraction
from math import gcd, lcm
from typing import Any

HEADER = {"format": "symfact-certificate", "version": 1, "kind": "scalar"}
PARTS = {*HEADER, "problem", "claims", "evidence", "not_claimed"}
NOT_CLAIMED = ["saddle points", "local minimizers that are not global", "the path of any optimizer"]
BRANCHES = {"nonzero": ["nonzero"], "tie": ["nonzero", "zero"], "zero": ["zero"]}
MAX_BYTES, MAX_COMMAS, MAX_RATIONAL, MAX_DEPTH = 50_000_000, 1000, 20_000, 10**9
RATIONAL = re.compile(r"(0|-?[1-9][0-9]*)(?:/([1-9][0-9]*))?")
DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?(E[+-][0-9]{1,9})?")
TRAPS = [decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow, decimal.Underflow]

Corner = tuple[Fraction, Fraction]  # |m| and lam
Values = dict[str, Any]  # of Fraction or Interval


class Refused(Exception):  # noqa: N818
    """The certificate is not valid; the message names the claim."""


class TooCoarse(Refused):
    """The evidence does not fix what is claimed; more digits of w would."""


class WideBox(Refused):
    """No statement holds in the whole box; smaller ones would do."""


# ---- arithmetic


def context(digits: int, rounding: str) -> Context:
    """Return decimal arithmetic of `digits` digits that does not depend on the surroundings."""
    return Context(digits, rounding, decimal.MIN_EMIN, decimal.MAX_EMAX, 1, 0, [], TRAPS)


FEW = context(20, decimal.ROUND_CEILING)


class Interval:
    """The numbers from `low` to `high`; every operation rounds outward, to `digits` digits."""

    def __init__(self, low: Decimal, high: Decimal, digits: int) -> None:
        self.low, self.high, self.digits = low, high, digits
        self.down = context(digits, decimal.ROUND_FLOOR)
        self.up = context(digits, decimal.ROUND_CEILING)

    def __add__(self, other: Interval) -> Interval:
        low, high = self.down.add(self.low, other.low), self.up.add(self.high, other.high)
        return Interval(low, high, self.digits)

    def __neg__(self) -> Interval:
        return Interval(self.high.copy_negate(), self.low.copy_negate(), self.digits)

    def __sub__(self, other: Fraction) -> Interval:
        return self + -rational(other, self.digits)

    def __rsub__(self, other: Fraction) -> Interval:
        return rational(other, self.digits) + -self

    def __mul__(self, other: Interval) -> Interval:
        """Multiply once: (a + r)(b + s) = a b + (a + r) s + b r."""
        if self.low <= 0 or other.low <= 0:
            raise TooCoarse("evidence.branches: too coarse for a product of numbers > 0")
        low = self.down.multiply(self.low, other.low)
        spread = FEW.multiply(self.high, FEW.subtract(other.high, other.low))
        spread = FEW.add(spread, FEW.multiply(other.low, FEW.subtract(self.high, self.low)))
        return Interval(low, self.up.add(self.down.next_plus(low), spread), self.digits)

    def __rmul__(self, factor: Fraction | int) -> Interval:  # by a number > 0
        n, d = Decimal(factor.numerator), Decimal(factor.denominator)
        low = self.down.divide(self.down.multiply(self.low, n), d)
        return Interval(low, self.up.divide(self.up.multiply(self.high, n), d), self.digits)

    def power(self, exponent: int) -> Interval:
        """Return the power, by repeated squaring."""
        result = rational(Fraction(1), self.digits)
        for bit in f"{exponent:b}":
            result = result * result
            result = result * self if bit == "1" else result
        return result

    def short(self) -> Interval:
        """Return 20 digits of it."""
        return Interval(Decimal(0), Decimal(0), 20) + self

    def grown(self, part: Decimal) -> Interval:
        """Return the products with all numbers from 1 to 1 + `part`, of numbers > 0."""
        high = self.up.add(self.high, FEW.multiply(self.high, part))
        return Interval(self.low, high, self.digits)


def rational(value: Fraction | int, digits: int) -> Interval:
    """Return the adjacent decimals around a rational number."""
    n, d = Decimal(value.numerator), Decimal(value.denominator)
    down, up = context(digits, decimal.ROUND_FLOOR), context(digits, decimal.ROUND_CEILING)
    return Interval(down.divide(n, d), up.divide(n, d), digits)


def enclosure(value: Fraction | Interval, digits: int, where: str) -> tuple[Decimal, Decimal]:
    """Return the decimals of `digits` digits next to `value`, below and above."""
    if isinstance(value, Fraction):
        exact = rational(value, digits)
        return exact.low, exact.high
    down, up = context(digits, decimal.ROUND_FLOOR), context(digits, decimal.ROUND_CEILING)
    low, high = down.plus(value.low), up.plus(value.high)
    if (low, high) != (down.plus(value.high), up.plus(value.low)):
        raise TooCoarse(f"{where}: the evidence is too coarse to fix {digits} digits")
    return low, high


def pair(values: list[Fraction | Interval], digits: int, where: str) -> list[str]:
    """Return the decimals below the smallest and above the largest of the values at corners."""
    ends = [enclosure(value, digits, where) for value in values]
    low, high = min(low for low, _ in ends), max(high for _, high in ends)
    return [written(low, digits), written(high, digits)]


def written(number: Decimal, digits: int) -> str:
    """Write a decimal of at most `digits` digits with exactly that many."""
    if not number:
        return "0"
    exact = context(digits, decimal.ROUND_FLOOR)
    last_place = Decimal((0, (1,), number.adjusted() - digits + 1))
    return exact.to_sci_string(exact.quantize(number, last_place))


# ---- mathematics


def decide_regime(m: Fraction, lam: Fraction, L: int) -> str:
    """Decide the regime for m >= 0 (theorem 2)."""
    if L == 2:
        return "nonzero" if lam < 2 * m else "zero"
    if m == 0:
        return "zero"
    x, square = m**2 * L * (L - 2) / (lam * (L - 1) ** 2), (m * (L - 2) / (L - 1)) ** 2
    n, d = (x.numerator, square.numerator), (x.denominator, square.denominator)
    if power_is(n[0], L, n[1]) and power_is(d[0], L, d[1]):
        return "tie"
    digits = 50
    while True:  # ends, because the two sides are now known to differ
        difference = rational(x, digits).power(L) - square
        if difference.low > 0 or difference.high < 0:
            return "nonzero" if difference.low > 0 else "zero"
        digits *= 2


def power_is(base: int, exponent: int, value: int) -> bool:
    """Decide base^exponent == value for positive integers; no long power is computed."""
    return exponent * (base.bit_length() - 1) < value.bit_length() and base**exponent == value


def at_zero(m: Fraction, lam: Fraction, L: int) -> Values:
    """Return what holds at w = 0."""
    zero, spread = Fraction(0), 2 * m if L == 2 else Fraction(0)
    values = {"w": zero, "rho": zero, "loss": m * m, "data_term": m * m, "regularization": zero}
    return values | {"along": 2 * lam / L + spread, "across": 2 * lam / L - spread}


def at_rational_square(
    m: Fraction, lam: Fraction, L: int, x: Fraction, given: Decimal, where: str
) -> Values:
    """Return what holds at w = sqrt(x); p(w) = 0 makes w^(L-2) = (x^(L-1) + c)/m rational."""
    c = lam / L
    d = lcm(m.denominator, c.denominator)
    if (
        m == 0
        or x <= 0
        or not (  # every root meets the next two lines; they make the third cheap
            L * (x.denominator.bit_length() - 1) < 2 * d.bit_length()
            and (L - 2) * (x.numerator.bit_length() - 1) < 2 * (d * c).numerator.bit_length()
            and (x ** (L - 1) + c) ** 2 == m**2 * x ** (L - 2)
        )
    ):
        raise Refused(f"{where}.w_squared: not the square of a positive root of p")
    power = (x ** (L - 1) + c) / m
    if (2 * L - 2) * x * power < (L - 2) * m:
        raise Refused(f"{where}.w_squared: not past the turning point (the smaller root of p)")
    w = square_root(x, given, f"{where}.w")
    return {"w": w, **conclusions(m, lam, L, x, power, x * power)}


def square_root(x: Fraction, given: Decimal, where: str) -> Fraction | Interval:
    """Return sqrt(x), from |given^2 - x| < given unit, for then |given - sqrt(x)| < unit."""
    exact = context(2 * places(given)[0] + MAX_RATIONAL, decimal.ROUND_FLOOR)
    d = Decimal(x.denominator)
    error = exact.subtract(exact.multiply(d, exact.multiply(given, given)), Decimal(x.numerator))
    if not error:
        return Fraction(given)
    a, b = neighbours(given, where)
    if error.copy_abs() >= exact.multiply(exact.multiply(d, given), exact.subtract(b, given)):
        raise Refused(f"{where}: not within one unit of the square root of w_squared")
    return Interval(a, b, exact.prec)


def at_root(
    m: Fraction, lam: Fraction, L: int, given: Decimal, where: str
) -> tuple[Interval, Interval, Interval, Interval]:
    """Return w, w^2, w^(L-2) and w^L at the larger root of p, for w within one unit of `given`.

    By theorems 3 and 4.
    """
    digits = places(given)[0] + 2 * len(str(L)) + 10
    a, b = neighbours(given, where)
    at_a, step = Interval(a, a, digits), FEW.subtract(b, a)
    square = at_a * at_a
    power = square.power((L - 2) // 2)
    power = power * at_a if L % 2 else power
    product = power * square
    turn = (2 * L - 2) * product - (L - 2) * m
    if turn.low < 0:
        raise Refused(f"{where}: not past the turning point of p (the smaller root?)")
    # with W = a^L, a^2 p(a) = W^2 - |m| W + c a^2 is -drop, and positive for W >= |m|
    if product.low >= m or (drop := m * product + -(product * product + lam / L * square)).low < 0:
        raise Refused(f"{where}: p(w) <= 0 one unit below does not hold")
    rise = product.short() * turn.short() * Interval(step, step, 20)
    if rise.low < FEW.multiply(drop.high, b):
        raise Refused(f"{where}: p(w) >= 0 one unit above does not hold")
    growth = FEW.divide(FEW.multiply(2 * L, step), a)
    if growth > 1:
        raise TooCoarse(f"{where}: the evidence is too coarse")
    square, power, product = (v.grown(growth) for v in (square, power, product))
    return Interval(a, b, digits), square, power, product


def neighbours(given: Decimal, where: str) -> tuple[Decimal, Decimal]:
    """Return the decimals that are one unit in the last place below and above."""
    digits, last = places(given)
    exact, unit = context(digits + 1, decimal.ROUND_FLOOR), Decimal((0, (1,), last))
    if given <= unit:
        raise Refused(f"{where}: {shown(str(given))} is not more than one unit")
    return exact.subtract(given, unit), exact.add(given, unit)


def places(number: Decimal) -> tuple[int, int]:
    """Return how many digits a decimal > 0 is written with, and the exponent of the last one."""
    digits = len(FEW.to_sci_string(number).partition("E")[0].replace(".", "").lstrip("0"))
    return digits, number.adjusted() - digits + 1


def conclusions(
    m: Fraction, lam: Fraction, L: int, square: Any, power: Any, product: Any
) -> Values:
    """Return what follows at a root w > 0 of p from w^2, w^(L-2) and w^L."""
    gap, c = m - product, lam / L
    values = {"rho": product, "loss": m * gap + (lam - c) * square}
    values |= {"data_term": m * gap + -(c * square), "regularization": square}
    return values | {"along": (2 * L * m) * power - (4 * L - 4) * c, "across": 4 * c}


# ---- certificates


def check_certificate(data: bytes | str) -> None:
    """Return if `data` is a valid certificate; raise `Refused` if it is not.

    >>> check_certificate('{"format": "symfact-certificate"}')
    Traceback (most recent call last):
    ...
    symfact.checker.Refused: certificate: missing key 'claims'
    """
    given = read_object(parse(data), "certificate", PARTS)
    for name, value in HEADER.items():
        same(given[name], value, name)
    same(given["not_claimed"], NOT_CLAIMED, "not_claimed")
    same(given["claims"], conclude(given["problem"], given["evidence"], len(data)), "claims")


def conclude(problem: object, evidence: object, size: int) -> dict[str, object]:
    """Return what a certificate of `size` bytes has to claim."""
    given = read_object(problem, "problem", {"target", "lam", "depth"})
    targets, lams = (read_ends(given[name], f"problem.{name}") for name in ("target", "lam"))
    if lams[0] <= 0:
        raise Refused(f"problem.lam: {shown(given['lam'])} given; a rational > 0 is expected")
    L = read_integer(given["depth"], "problem.depth", 2, MAX_DEPTH)
    least, most = max(targets[0], -targets[-1], Fraction(0)), max(-targets[0], targets[-1])
    corners = [(m, lam) for m in sorted({least, most}) for lam in lams]
    fields = read_object(evidence, "evidence", {"digits", "branches"})
    digits = read_integer(fields["digits"], "evidence.digits", 1, size // 8)
    regimes = [decide_regime(*corner, L) for corner in corners]
    if len(set(regimes)) > 1:
        raise WideBox("problem: the box meets lam = lam_c(m), where the regime changes; split it")
    kinds, counts = BRANCHES[regimes[0]], {"nonzero": f"2^{L - 1}", "zero": "1"}
    witnesses = read_list(fields["branches"], "evidence.branches", len(kinds))
    branches = []
    for i, kind in enumerate(kinds):
        values = evaluate(corners, L, kind, witnesses[i], digits, f"evidence.branches[{i}]")
        found = statement(targets[-1] < 0, values, L, digits, f"claims.branches[{i}]")
        branches.append({"minimizer_count": counts[kind], **found})
    count = " + ".join(counts[kind] for kind in kinds)
    return {"regime": regimes[0], "minimizer_count": count, "branches": branches}


def evaluate(
    corners: list[Corner], L: int, kind: str, witness: object, digits: int, where: str
) -> list[Values]:
    """Return the values of a branch at every corner, proved by the evidence."""
    if kind == "zero":
        same(witness, {}, where)
        return [at_zero(m, lam, L) for m, lam in corners]
    if len(corners) == 1:
        return [at_nonzero(*corners[0], L, witness, digits, where)]
    witnesses = read_list(witness, where, len(corners))
    return [
        at_nonzero(m, lam, L, witnesses[i], digits, f"{where}[{i}]")
        for i, (m, lam) in enumerate(corners)
    ]


def at_nonzero(
    m: Fraction, lam: Fraction, L: int, witness: object, digits: int, where: str
) -> Values:
    """Return what the evidence for w > 0 proves."""
    exact = isinstance(witness, dict) and "w_squared" in witness
    fields = read_object(witness, where, {"w", "w_squared"} if exact else {"w"})
    w = read_decimal(fields["w"], f"{where}.w", digits + 5 * MAX_RATIONAL)
    if not exact:
        root, *powers = at_root(m, lam, L, w, f"{where}.w")
        return {"w": root, **conclusions(m, lam, L, *powers)}
    x = read_rational(fields["w_squared"], f"{where}.w_squared")
    return at_rational_square(m, lam, L, x, w, where)


def statement(
    negative: bool, values: list[Values], L: int, digits: int, where: str
) -> dict[str, object]:
    """Return a branch as its certificate has to state it, but for the number of minimizers."""
    column = {name: [v[name] for v in values] for name in values[0]}
    along, across = column.pop("along"), column.pop("across")
    if negative:
        column["rho"] = [-rho for rho in column["rho"]]
    found = {name: pair(ends, digits, f"{where}.{name}") for name, ends in column.items()}
    spectrum = [
        {"enclosure": pair(ends, digits, f"{where}.eigenvalues[{i}]"), "multiplicity": n}
        for i, (ends, n) in enumerate(ordered(along, across, L, f"{where}.eigenvalues"))
    ]
    return {**found, "max_eigenvalue": spectrum[0]["enclosure"], "eigenvalues": spectrum}


def ordered(along: list[Any], across: list[Any], L: int, where: str) -> list[tuple[list[Any], int]]:
    """Return the eigenvalues in decreasing order, with their multiplicities."""
    signs = {sign(x - y, where) for x, y in zip(along, across, strict=True)}
    if signs == {0}:
        return [(along, L)]
    if signs == {1, -1}:
        raise WideBox("problem: the eigenvalues change places in the box, at lam = |m|; split it")
    return [(along, 1), (across, L - 1)] if 1 in signs else [(across, L - 1), (along, 1)]


def sign(difference: Fraction | Interval, where: str) -> int:
    """Return the sign of a number."""
    if isinstance(difference, Fraction):
        return (difference > 0) - (difference < 0)
    if difference.low <= 0 <= difference.high:
        raise TooCoarse(f"{where}: the evidence is too coarse to tell them apart")
    return 1 if difference.low > 0 else -1


# ---- data


def parse(data: bytes | str, commas: int = MAX_COMMAS, digits: int = 10) -> object:
    """Read JSON without duplicate keys, floats, NaN, long integers or deep nesting."""
    if len(data) > MAX_BYTES:
        raise Refused(f"certificate: longer than {MAX_BYTES} bytes")
    try:
        text = data if isinstance(data, str) else data.decode("utf-8")
        if text.count(",") > commas:
            raise Refused(f"certificate: more than {commas} values")
        hooks = {"parse_int": lambda text: integer_token(text, digits)}
        hooks |= {"parse_float": no_token, "parse_constant": no_token}
        return json.loads(text, object_pairs_hook=unique, **hooks)  # type: ignore[arg-type]
    except UnicodeDecodeError:
        raise Refused("certificate: not UTF-8") from None
    except json.JSONDecodeError as error:
        raise Refused(f"certificate: not JSON: {error}") from None
    except RecursionError:
        raise Refused("certificate: nested too deeply") from None


def unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse an object that has a key twice."""
    result: dict[str, object] = {}
    for key, value in pairs:
        if key in result:
            raise Refused(f"certificate: duplicate key {shown(key)}")
        result[key] = value
    return result


def integer_token(text: str, digits: int) -> int:
    """Refuse an integer that is longer than any field allows."""
    return int(text) if len(text) <= digits else no_token(text)


def no_token(text: str) -> int:
    """Refuse floats, NaN and Infinity."""
    raise Refused(f"certificate: the number {shown(text)} is not an integer of at most 10 digits")


def shown(value: object) -> str:
    """Return a short text on one line."""
    if isinstance(value, (dict, list)):
        return "an object" if isinstance(value, dict) else "a list"
    return f"{value[:50]!a}..." if isinstance(value, str) and value[50:] else ascii(value)


def same(given: object, expected: object, where: str) -> None:
    """Refuse anything but `expected`, naming the first difference."""
    if isinstance(expected, dict):
        fields = read_object(given, where, set(expected))
        for key, value in expected.items():
            same(fields[key], value, f"{where}.{key}")
    elif isinstance(expected, list):
        for i, item in enumerate(read_list(given, where, len(expected))):
            same(item, expected[i], f"{where}[{i}]")
    elif type(given) is not type(expected) or given != expected:
        raise Refused(f"{where}: {shown(given)} given; {shown(expected)} is expected")


def read_object(given: object, where: str, keys: set[str]) -> dict[str, object]:
    """Return an object that has exactly these keys."""
    if not isinstance(given, dict):
        raise Refused(f"{where}: {shown(given)} given; an object is expected")
    for key in sorted(keys ^ set(given)):
        problem = "missing" if key in keys else "unknown"
        raise Refused(f"{where}: {problem} key {shown(key)}")
    return given


def read_list(given: object, where: str, length: int) -> list[object]:
    """Return a list of this length."""
    if not isinstance(given, list) or len(given) != length:
        number = len(given) if isinstance(given, list) else "no list of"
        raise Refused(f"{where}: {number} entries given; a list of {length} is expected")
    return given


def read_integer(given: object, where: str, least: int, most: int) -> int:
    """Return an integer between `least` and `most`."""
    if type(given) is int and least <= given <= most:
        return given
    raise Refused(f"{where}: {shown(given)} given; an integer in [{least}, {most}] is expected")


def read_ends(given: object, where: str) -> list[Fraction]:
    """Return a rational, or the two ends of an interval of them, in a list."""
    if not isinstance(given, list):
        return [read_rational(given, where)]
    ends = [read_rational(end, f"{where}[{i}]") for i, end in enumerate(read_list(given, where, 2))]
    if ends[0] < ends[1]:
        return ends
    raise Refused(f"{where}: the first end is not less than the second")


def read_rational(given: object, where: str) -> Fraction:
    """Return a rational that is written in lowest terms."""
    text = given if isinstance(given, str) and len(given) <= MAX_RATIONAL else ""
    if match := RATIONAL.fullmatch(text):
        n, d = (int(Decimal(part)) for part in match.groups("1"))  # int(str) has a limit
        if gcd(n, d) == 1 and match[2] != "1":
            return Fraction(n, d)
    raise Refused(f"{where}: {shown(given)} given; a rational in lowest terms is expected")


def read_decimal(given: object, where: str, most: int) -> Decimal:
    """Return a decimal of at most `most` characters that is written as Python writes it."""
    if isinstance(given, str) and len(given) <= most and DECIMAL.fullmatch(given):
        number = Decimal(given)
        if FEW.to_sci_string(number) == given:
            return number
    raise Refused(f"{where}: {shown(given)} given; a decimal is expected")


# ---- command line


def verdict(path: str, check: Callable[[bytes], None] = check_certificate) -> tuple[int, str]:
    """Return the exit code for a file and the line that says why."""
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
        check(data)
    except OSError as error:
        return 2, f"{path}: cannot be read ({error.strerror})"
    except Refused as refusal:
        return 1, f"{path}: not valid: {refusal}"
    return 0, f"{path}: valid"


def main(paths: list[str], check: Callable[[bytes], None] = check_certificate) -> int:
    """Check every file, print a line for each, and return the largest exit code."""
    if not paths:
        print("usage: python checker.py FILE...", file=sys.stderr)
        return 2
    verdicts = [verdict(path, check) for path in paths]
    for _, line in verdicts:
        print(line.encode("ascii", "backslashreplace").decode("ascii"))
    return max(code for code, _ in verdicts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
