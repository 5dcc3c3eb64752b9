"""Check certificates: `python checker.py FILE...` needs Python and nothing else.

Exit code 0: every file is valid; 1: some file is not valid, and its line says which claim;
2: some file cannot be read.  Nothing here is shared with the code that finds certificates.

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
   p(a) <= 0 <= p(b), a < b, then the larger root lies in [a, b] (uniqueness.py).
4. The Hessian has at w > 0 the eigenvalues 2L w^(2L-2) - 2(L-2)c (once) and 4c (L-1 times); at
   w = 0 and L >= 3, 2c (L times); at w = 0 and L = 2, lam + 2|m| and lam - 2|m|
   (spectrum.py, spectrum_at_zero.py).

The evidence for a branch w > 0 is {"w": "1.14..."}, a decimal; a and b are one unit in its last
place below and above.  Where w^2 is rational it may be {"w_squared": "p/q", "w": "1.14..."}:
then w^2 is put into p, and its root is compared with a and b.  For w = 0 it is {}.  The regime is
decided from the problem alone; then every claim is recomputed, in rational arithmetic from w^2, in
interval arithmetic (decimals rounded outward) from [a, b], and must agree to the letter.  What the
evidence does not fix is refused.
"""

from __future__ import annotations

import decimal
import json
import re
import sys
from decimal import Context, Decimal
from fractions import Fraction
from math import gcd, lcm
from typing import TypeVar

HEADER = {"format": "symfact-certificate", "version": 1, "kind": "scalar"}
PARTS = {*HEADER, "problem", "claims", "evidence", "not_claimed"}
NOT_CLAIMED = ["saddle points", "local minimizers that are not global", "the path of any optimizer"]
BRANCHES = {"nonzero": ["nonzero"], "tie": ["nonzero", "zero"], "zero": ["zero"]}
MAX_BYTES, MAX_COMMAS, MAX_RATIONAL, MAX_DEPTH = 50_000_000, 1000, 20_000, 10**9
RATIONAL = re.compile(r"(0|-?[1-9][0-9]*)(?:/([1-9][0-9]*))?")
DECIMAL = re.compile(r"[0-9]+(\.[0-9]+)?(E[+-][0-9]{1,9})?")
TRAPS = [decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow, decimal.Underflow]


class Refused(Exception):  # noqa: N818
    """The certificate is not valid; the message names the claim."""


# ---- arithmetic


class Rounding:
    """Decimal arithmetic of a fixed number of digits, rounded `down` or `up`."""

    def __init__(self, digits: int) -> None:
        least, most = decimal.MIN_EMIN, decimal.MAX_EMAX
        self.down = Context(digits, decimal.ROUND_FLOOR, least, most, 1, 0, [], TRAPS)
        self.up = Context(digits, decimal.ROUND_CEILING, least, most, 1, 0, [], TRAPS)

    def interval(self, value: Fraction | int) -> Interval:
        """Return the adjacent decimals around a rational number."""
        n, d = Decimal(value.numerator), Decimal(value.denominator)
        return Interval(self.down.divide(n, d), self.up.divide(n, d), self)


class Interval:
    """The numbers between two decimals; every operation rounds outward."""

    def __init__(self, low: Decimal, high: Decimal, rounding: Rounding) -> None:
        self.low, self.high, self.rounding = low, high, rounding
        self.down, self.up = rounding.down, rounding.up

    def __add__(self, other: Interval) -> Interval:
        low, high = self.down.add(self.low, other.low), self.up.add(self.high, other.high)
        return Interval(low, high, self.rounding)

    def __sub__(self, other: Interval) -> Interval:
        return self + -other

    def __neg__(self) -> Interval:
        return Interval(self.high.copy_negate(), self.low.copy_negate(), self.rounding)

    def __mul__(self, other: Interval) -> Interval:
        if self.low < 0 or other.low < 0:
            raise Refused("internal: a product of intervals below 0")
        low, high = self.down.multiply(self.low, other.low), self.up.multiply(self.high, other.high)
        return Interval(low, high, self.rounding)

    def __rmul__(self, factor: int) -> Interval:
        return self.rounding.interval(factor) * self

    def __truediv__(self, other: Interval) -> Interval:
        if self.low < 0 or other.low <= 0:
            raise Refused("internal: a quotient of intervals below 0")
        low, high = self.down.divide(self.low, other.high), self.up.divide(self.high, other.low)
        return Interval(low, high, self.rounding)

    def __gt__(self, other: Interval) -> bool:  # every number here is above every number there
        return self.low > other.high

    def power(self, exponent: int) -> Interval:
        """Return the power, by repeated squaring."""
        result = self.rounding.interval(1)
        for bit in f"{exponent:b}":
            result = result * result
            result = result * self if bit == "1" else result
        return result


Number = TypeVar("Number", Fraction, Interval)
Values = dict[str, Fraction | Interval]
Eigenvalues = list[tuple[Fraction | Interval, int]]


def enclosure(value: Fraction | Interval, digits: int, where: str) -> list[str]:
    """Return the decimals next to `value`, below and above, of exactly `digits` digits."""
    rounding = Rounding(digits)
    down, up = rounding.down.plus, rounding.up.plus
    if isinstance(value, Fraction):
        exact = rounding.interval(value)
        low, high = exact.low, exact.high
    else:
        low, high = down(value.low), up(value.high)
        if (low, high) != (down(value.high), up(value.low)):
            raise Refused(f"{where}: the evidence is too coarse to fix {digits} digits")
    return [written(end, digits, rounding.down) for end in (low, high)]


def written(number: Decimal, digits: int, context: Context) -> str:
    """Write a decimal of at most `digits` digits with exactly that many."""
    if not number:
        return "0"
    last_place = Decimal((0, (1,), number.adjusted() - digits + 1))
    return context.to_sci_string(context.quantize(number, last_place))


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
        rounding = Rounding(digits)
        left, right = rounding.interval(x).power(L), rounding.interval(square)
        if left > right or right > left:
            return "nonzero" if left > right else "zero"
        digits *= 2


def power_is(base: int, exponent: int, value: int) -> bool:
    """Decide base^exponent == value for positive integers; no long power is computed."""
    return exponent * (base.bit_length() - 1) < value.bit_length() and base**exponent == value


def at_zero(m: Fraction, lam: Fraction, L: int) -> tuple[Values, Eigenvalues]:
    """Return what holds at w = 0."""
    values: Values = {name: Fraction(0) for name in ("w", "rho", "regularization")}
    values |= {"loss": m * m, "data_term": m * m}
    if L > 2:
        return values, [(2 * lam / L, L)]
    return values, [(lam + 2 * m, 1), (lam - 2 * m, 1)] if m else [(lam, 2)]


def at_rational_square(
    m: Fraction, lam: Fraction, L: int, x: Fraction, given: Decimal, where: str
) -> tuple[Values, Eigenvalues]:
    """Return what holds at w = sqrt(x); p(w) = 0 makes w^(L-2) = (x^(L-1) + c)/|m| rational."""
    c = lam / L
    d = lcm(m.denominator, c.denominator)
    if x <= 0 or not (  # every root meets the first two lines, and they make the third cheap
        L * (x.denominator.bit_length() - 1) < 2 * d.bit_length()
        and (L - 2) * (x.numerator.bit_length() - 1) < 2 * (d * c).numerator.bit_length()
        and (x ** (L - 1) + c) ** 2 == m**2 * x ** (L - 2)
    ):
        raise Refused(f"{where}.w_squared: not the square of a positive root of p")
    power = (x ** (L - 1) + c) / m
    if (2 * L - 2) * x * power < (L - 2) * m:
        raise Refused(f"{where}.w_squared: not past the turning point (the smaller root of p)")
    exact = Rounding(2 * len(given.as_tuple().digits) + MAX_RATIONAL + 2)
    n, w = exact.interval(x.numerator), Interval(given, given, exact)
    square = x.denominator * (w * w)
    if not square.low == square.high == n.low == n.high:
        a, b = neighbours(given, exact, where)
        if not (n > x.denominator * (a * a) and x.denominator * (b * b) > n):
            raise Refused(f"{where}.w: not within one unit of the square root of w_squared")
        w = Interval(a.low, b.high, exact)
    values, eigenvalues = conclusions(c, lam, L, x, power)
    return {"w": w} | values, eigenvalues


def at_root(
    m: Fraction, lam: Fraction, L: int, given: Decimal, where: str
) -> tuple[Values, Eigenvalues]:
    """Return what holds at the larger root of p, within one unit of `given`."""
    rounding = Rounding(len(given.as_tuple().digits) + 2 * len(str(L)) + 10)
    size, c, lambda_ = (rounding.interval(q) for q in (m, lam / L, lam))
    a, b = neighbours(given, rounding, where)
    power_a, power_b = a.power(L - 2), b.power(L - 2)
    product_a, product_b = power_a * a * a, power_b * b * b
    if L > 2 and not (2 * L - 2) * product_a > (L - 2) * size:
        raise Refused(f"{where}.w: not past the turning point of p (the smaller root?)")
    if (power_a * product_a - size * power_a + c).high > 0:
        raise Refused(f"{where}.w: p(w) <= 0 one unit below does not hold")
    if (power_b * product_b - size * power_b + c).low < 0:
        raise Refused(f"{where}.w: p(w) >= 0 one unit above does not hold")
    w = Interval(a.low, b.high, rounding)
    power = Interval(power_a.low, power_b.high, rounding)
    values, eigenvalues = conclusions(c, lambda_, L, w * w, power)
    if not eigenvalues:
        raise Refused(f"{where}.w: too coarse to tell the eigenvalues apart")
    return {"w": w} | values, eigenvalues


def neighbours(given: Decimal, rounding: Rounding, where: str) -> tuple[Interval, Interval]:
    """Return the decimals that are one unit in the last place below and above."""
    unit = Decimal((0, (1,), int(given.as_tuple().exponent)))
    a, b = rounding.down.subtract(given, unit), rounding.up.add(given, unit)
    if a <= 0:
        raise Refused(f"{where}.w: {shown(str(given))} is not more than one unit")
    return Interval(a, a, rounding), Interval(b, b, rounding)


def conclusions(
    c: Number, lam: Number, L: int, square: Number, power: Number
) -> tuple[Values, Eigenvalues]:
    """Return what follows at a root w > 0 of p from square = w^2 and power = w^(L-2)."""
    gap = c / power  # |m| - w^L, because p(w) = 0
    values: Values = {"rho": power * square, "loss": gap * gap + lam * square}
    values |= {"data_term": gap * gap, "regularization": square}
    along, across = (2 * L) * (power * power * square) - (2 * (L - 2)) * c, 4 * c
    if along > across:
        return values, [(along, 1), (across, L - 1)]
    if across > along:
        return values, [(across, L - 1), (along, 1)]
    return values, [(across, L)] if isinstance(across, Fraction) else []


# ---- certificates


def check_certificate(data: bytes | str) -> None:
    """Return if `data` is a valid certificate; raise `Refused` if it is not.

    >>> check_certificate('{"format": "symfact-certificate"}')
    Traceback (most recent call last):
    ...
    symfact.checker.Refused: certificate: missing key 'claims'
    """
    try:
        check(parse(data), len(data))
    except decimal.DecimalException as error:
        raise Refused(f"problem: beyond the range of decimals ({type(error).__name__})") from None


def check(certificate: object, size: int) -> None:
    """Recompute all that a certificate says from its problem and its evidence."""
    given = read_object(certificate, "certificate", PARTS)
    for name, value in HEADER.items():
        same(given[name], value, name)
    same(given["not_claimed"], NOT_CLAIMED, "not_claimed")
    problem = read_object(given["problem"], "problem", {"target", "lam", "depth"})
    target, lam = (read_rational(problem[name], f"problem.{name}") for name in ("target", "lam"))
    if lam <= 0:
        raise Refused(f"problem.lam: {shown(problem['lam'])} given; a rational > 0 is expected")
    L = read_integer(problem["depth"], "problem.depth", 2, MAX_DEPTH)
    claims = read_object(given["claims"], "claims", {"regime", "minimizer_count", "branches"})
    evidence = read_object(given["evidence"], "evidence", {"digits", "branches"})
    digits = read_integer(evidence["digits"], "evidence.digits", 1, size)
    regime, counts = decide_regime(abs(target), lam, L), {"nonzero": f"2^{L - 1}", "zero": "1"}
    same(claims["regime"], regime, "claims.regime")
    kinds = BRANCHES[regime]
    count = " + ".join(counts[kind] for kind in kinds)
    same(claims["minimizer_count"], count, "claims.minimizer_count")
    branches = read_list(claims["branches"], "claims.branches", len(kinds))
    witnesses = read_list(evidence["branches"], "evidence.branches", len(kinds))
    for i, kind in enumerate(kinds):
        found = evaluate(abs(target), lam, L, kind, witnesses[i], f"evidence.branches[{i}]")
        expected = statement(target < 0, *found, digits, f"claims.branches[{i}]")
        expected = {"minimizer_count": counts[kind]} | expected
        same(branches[i], expected, f"claims.branches[{i}]")


def evaluate(
    m: Fraction, lam: Fraction, L: int, kind: str, witness: object, where: str
) -> tuple[Values, Eigenvalues]:
    """Return the values of a branch, proved by its evidence."""
    if kind == "zero":
        same(witness, {}, where)
        return at_zero(m, lam, L)
    exact = isinstance(witness, dict) and "w_squared" in witness
    fields = read_object(witness, where, {"w", "w_squared"} if exact else {"w"})
    w = read_decimal(fields["w"], f"{where}.w")
    if not exact:
        return at_root(m, lam, L, w, where)
    x = read_rational(fields["w_squared"], f"{where}.w_squared")
    return at_rational_square(m, lam, L, x, w, where)


def statement(
    negative: bool, values: Values, eigenvalues: Eigenvalues, digits: int, where: str
) -> dict[str, object]:
    """Return a branch as its certificate has to state it, but for the number of minimizers."""
    if negative:
        values = values | {"rho": -values["rho"]}
    pairs = {name: enclosure(v, digits, f"{where}.{name}") for name, v in values.items()}
    spectrum = [
        {"enclosure": enclosure(v, digits, f"{where}.eigenvalues[{i}]"), "multiplicity": n}
        for i, (v, n) in enumerate(eigenvalues)
    ]
    return {**pairs, "max_eigenvalue": spectrum[0]["enclosure"], "eigenvalues": spectrum}


# ---- data


def parse(data: bytes | str) -> object:
    """Read JSON without duplicate keys, floats, NaN, long integers or deep nesting."""
    if len(data) > MAX_BYTES:
        raise Refused(f"certificate: longer than {MAX_BYTES} bytes")
    try:
        text = data if isinstance(data, str) else data.decode("utf-8")
        if text.count(",") > MAX_COMMAS:
            raise Refused(f"certificate: more than {MAX_COMMAS} values")
        hooks = {"parse_int": integer_token, "parse_float": no_token, "parse_constant": no_token}
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


def integer_token(text: str) -> int:
    """Refuse an integer that is longer than any field allows."""
    return int(text) if len(text) <= 10 else no_token(text)


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


def read_rational(given: object, where: str) -> Fraction:
    """Return a rational that is written in lowest terms."""
    text = given if isinstance(given, str) and len(given) <= MAX_RATIONAL else ""
    if match := RATIONAL.fullmatch(text):
        n, d = (int(Decimal(part)) for part in match.groups("1"))  # int(str) has a limit
        if gcd(n, d) == 1 and match[2] != "1":
            return Fraction(n, d)
    raise Refused(f"{where}: {shown(given)} given; a rational in lowest terms is expected")


def read_decimal(given: object, where: str) -> Decimal:
    """Return a decimal that is written as Python writes it."""
    if isinstance(given, str) and DECIMAL.fullmatch(given):
        number = Decimal(given)
        if Rounding(1).down.to_sci_string(number) == given:
            return number
    raise Refused(f"{where}: {shown(given)} given; a decimal is expected")


# ---- command line


def verdict(path: str) -> tuple[int, str]:
    """Return the exit code for a file and the line that says why."""
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
        check_certificate(data)
    except OSError as error:
        return 2, f"{path}: cannot be read ({error.strerror})"
    except Refused as refusal:
        return 1, f"{path}: not valid: {refusal}"
    return 0, f"{path}: valid"


def main(paths: list[str]) -> int:
    """Check every file, print a line for each, and return the largest exit code."""
    if not paths:
        print("usage: python checker.py FILE...", file=sys.stderr)
        return 2
    verdicts = [verdict(path) for path in paths]
    for _, line in verdicts:
        print(line.encode("ascii", "backslashreplace").decode("ascii"))
    return max(code for code, _ in verdicts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
