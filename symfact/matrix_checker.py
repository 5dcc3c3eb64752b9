"""Check certificates for matrices: `python matrix_checker.py FILE...`, with Python alone.

Beside this file it needs `checker.py`, whose arithmetic and scalar theorems it uses (so Python's
option -I, which hides that file from it, cannot be given; -E -s -S can); files of kind "scalar"
are handed to that.  Exit codes are the same.

What a certificate says
-----------------------
For a rational d_L x d_0 matrix M (the target), a rational lam > 0, an integer L >= 2 (the depth)
and hidden widths d_1, ..., d_{L-1}, let c = lam/L and

    loss(W_1, ..., W_L) = ||M - W_L ... W_1||^2 + c sum ||W_i||^2    (Frobenius norms).

Claimed are, at all its global minimizers: enclosures of the singular values m_k of M, in
decreasing order; for each k the regime ("nonzero" or "zero": whether the minimizers have
x_k > 0; it is "zero" beyond the narrowest layer); enclosures of the x_k > 0, of the loss, of the
trace of the Hessian and of its largest eigenvalue; and its spectrum as a list of clusters in
decreasing order: exactly `multiplicity` eigenvalues lie in the `enclosure`, none outside all of
them.  An enclosure is a pair of decimals of `evidence.digits` digits, rounded outward.

Why the check is enough
-----------------------
1. The evidence has matrices U, S = diag(s), V near a singular value decomposition, integers over
   10^places.  With e = ||U^T U - I|| + ||V^T V - I|| and R = M - U S V^T, s decreasing,
   s_k (1 - e) - ||R|| <= m_k <= s_k (1 + e/2) + ||R||:  the singular values of U lie between
   sqrt(1 -+ ||U^T U - I||), those of a product are at most the product of a norm and those of
   the other factor, and a change by R moves them by at most ||R|| (Weyl).  Norms are bounded by
   sums of absolute values.
2. The minimizers are W_i = Q_i X_i Q_{i-1}^T, X_i diagonal with entries x_k >= 0: x_k is the w of
   the scalar problem with target m_k for k up to the narrowest layer, else 0
   (proofs/matrix_reduction.py, trace_inequality.py; the singular value decomposition is taken
   from the literature).  w is monotone in m (proofs/box.py), so that the
   scalar problems at both ends of an enclosure of m_k enclose x_k.  Let r be the number of x_k > 0.
3. In these bases the Hessian splits into blocks (proofs/pair.py and others), with eigenvalues:
   a = b <= r:      4c (L-1 times), 2L x^(2L-2) + 4c - 2 lam
   a < b <= r:      0, 4c (L-1 times each), 2G + 2c -+ 2cT, where G = sum x_a^(2(L-1-k)) x_b^(2k)
                    over 0 <= k < L, and T = sum (x_a/x_b)^(2k-L) over 1 <= k < L
   a <= r < b:      0, 4c for each hidden layer with d_i >= b; 2 x_a^(L-2) (m_a -+ m_b) if
                    b <= min(d_0, d_L), 2 x_a^(L-2) m_a if b is at most one of them
   r < a, b:        2c; at L = 2 also 2c -+ 2 m_b for each hidden a and each b <= min(d_0, d_2)
   None is negative, because the minimizers are global.
4. sum over k < n of s^(n-1-k) t^k, called S(n), obeys S(2n) = S(n) (s^n + t^n) and
   S(n+1) = s S(n) + t^n; and T = S(L-1) / (x_a x_b)^(L-2) at s = x_a^2, t = x_b^2.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, pairwise
from typing import NamedTuple

if __package__:
    from symfact import checker
    from symfact.checker import Interval, Refused
else:  # run by its path
    import checker  # type: ignore[import-not-found,no-redef]
    from checker import Interval, Refused  # type: ignore[no-redef]

HEADER = {"format": "symfact-certificate", "version": 1, "kind": "matrix"}
EVIDENCE = {"digits", "places", "left", "values", "right", "layers"}
MAX_COMMAS, MAX_PRODUCTS, MAX_DIGITS, MAX_WIDTH = 50_000, 1_000_000, 10_000, 10**9
MAX_INTEGER = 24  # digits of a multiplicity, at most 3 * 50_000 * 10**18
INTEGER = re.compile(r"0|-?[1-9][0-9]*")

Numbers = list[list[int]]
Box = tuple[Fraction, Fraction]
Pairs = list[tuple[Interval, int]]  # eigenvalues and their numbers


class Entry(NamedTuple):
    """x = x_k > 0, x^2, x^(L-2), x^L, and its singular value."""

    x: Interval
    square: Interval
    power: Interval
    product: Interval
    m: Interval


# ---- arithmetic of numbers >= 0


def times(a: Interval, b: Interval) -> Interval:
    """Return the product of numbers >= 0."""
    return Interval(a.down.multiply(a.low, b.low), a.up.multiply(a.high, b.high), a.digits)


def over(a: Interval, b: Interval) -> Interval:
    """Return the quotient of numbers >= 0, b > 0."""
    return Interval(a.down.divide(a.low, b.high), a.up.divide(a.high, b.low), a.digits)


def geometric(s: Interval, t: Interval, n: int) -> Interval:
    """Return the sum of s^(n-1-k) t^k over 0 <= k < n (theorem 4)."""
    one = checker.rational(1, s.digits)
    total, s_power, t_power = checker.rational(0, s.digits), one, one
    for bit in f"{n:b}":
        total = times(total, s_power + t_power)
        s_power, t_power = times(s_power, s_power), times(t_power, t_power)
        if bit == "1":
            total = times(s, total) + t_power
            s_power, t_power = times(s, s_power), times(t, t_power)
    return total


# ---- mathematics


def singular_value_boxes(
    target: Sequence[Sequence[Fraction]],
    left: Numbers,
    values: list[int],
    right: Numbers,
    places: int,
) -> list[Box]:
    """Return enclosures of the singular values, decimals of `places` places (theorem 1)."""
    unit = 10**places
    square, cube = unit**2, unit**3
    error = deviation(left, square) + deviation(right, square)
    rest = 0
    for row, entries in zip(left, target, strict=True):
        scaled = [u * s for u, s in zip(row, values, strict=True)]
        for column, entry in zip(right, entries, strict=True):
            near = sum(a * b for a, b in zip(scaled, column, strict=True))
            rest += abs(entry.numerator * cube - entry.denominator * near) // entry.denominator + 1
    boxes = []
    for value in values:
        low = (value * (square - error) - rest) // square
        high = -(-(value * (2 * square + error) + 2 * rest) // (2 * square))
        boxes.append((Fraction(max(low, 0), unit), Fraction(high, unit)))
    return boxes


def deviation(matrix: Numbers, one: int) -> int:
    """Return the sum of the absolute values of A^T A - I, where 1 is written as `one`."""
    columns = list(zip(*matrix, strict=True))
    total = 0
    for i, a in enumerate(columns):
        for j, b in enumerate(columns):
            product = sum(x * y for x, y in zip(a, b, strict=True))
            total += abs(product - one if i == j else product)
    return total


def active_number(boxes: list[Box], lam: Fraction, L: int) -> int:
    """Return r: the regime is "nonzero" in the first r boxes, and "zero" in the others.

    Both ends of the boxes decrease, so that the boxes next to the change decide for all.
    """
    r = bisect_left(boxes, True, key=lambda box: checker.decide_regime(box[0], lam, L) != "nonzero")
    if r < len(boxes) and checker.decide_regime(boxes[r][1], lam, L) != "zero":
        where = f"claims.singular_values[{r}]"
        raise checker.TooCoarse(f"{where}: the enclosure meets lam = lam_c(m), or touches it")
    return r


def entry(box: Box, lam: Fraction, L: int, given: object, where: str) -> Entry:
    """Return x_k and its powers, from decimals of it at both ends of the enclosure of m_k."""
    ends = [
        checker.at_root(m, lam, L, checker.read_decimal(text, f"{where}[{i}]", 20_000), where)
        for i, (m, text) in enumerate(zip(box, checker.read_list(given, where, 2), strict=True))
    ]
    digits = min(value.digits for value in ends[0])
    x, square, power, product = (
        Interval(low.low, high.high, digits) for low, high in zip(*ends, strict=True)
    )
    return Entry(x, square, power, product, interval(box, digits))


def interval(box: Box, digits: int) -> Interval:
    """Return an enclosure of a box."""
    low, high = (checker.rational(end, digits) for end in box)
    return Interval(low.low, high.high, digits)


def spectrum(
    active: list[Entry], others: list[Interval], c: Fraction, dimensions: list[int], digits: int
) -> Pairs:
    """Return all eigenvalues (theorem 3); `others` are the singular values m_b with b > r."""
    L, r, ends = len(dimensions) - 1, len(active), (dimensions[0], dimensions[-1])
    hidden, pairs = sum(d - r for d in dimensions[1:-1]), r * (r - 1) // 2
    two_c, single = checker.rational(2 * c, digits), abs(ends[0] - ends[1])
    found = [(own(x, c, L), 1) for x in active]
    for x, y in combinations(active, 2):
        low, high = pair(x, y, c, L)
        found += [(low, 1), (high, 1)]
    for x in active:
        weighted = times(x.power, x.m)
        found += [(2 * (weighted + -times(x.power, m)), 1) for m in others]
        found += [(2 * (weighted + times(x.power, m)), 1) for m in others]
        found.append((2 * weighted, single))
    free = sum((d - r) * (e - r) for d, e in pairwise(dimensions))
    if L == 2:
        for m in others:
            found += [(two_c + 2 * m, dimensions[1] - r), (two_c + -(2 * m), dimensions[1] - r)]
        free = (dimensions[1] - r) * single
    found.append((two_c, free))
    found.append((checker.rational(4 * c, digits), (r + pairs) * (L - 1) + r * hidden))
    found.append((checker.rational(0, digits), pairs * (L - 1) + r * hidden))
    return [(not_negative(value), count) for value, count in found if count]


def not_negative(value: Interval) -> Interval:
    """Return the numbers >= 0 of an interval."""
    return Interval(max(value.low, Decimal(0)), value.high, value.digits)


def own(x: Entry, c: Fraction, L: int) -> Interval:
    """Return 2L x^(2L-2) + 4c - 2 lam."""
    return 2 * L * times(x.power, x.product) - (2 * L - 4) * c


def pair(x: Entry, y: Entry, c: Fraction, L: int) -> tuple[Interval, Interval]:
    """Return 2G + 2c - 2cT and 2G + 2c + 2cT."""
    G = 2 * geometric(x.square, y.square, L) + checker.rational(2 * c, x.x.digits)
    T = over(geometric(x.square, y.square, L - 1), times(x.power, y.power))
    return G + -(2 * c * T), G + 2 * c * T


def minimal_loss(
    active: list[Entry], others: list[Interval], c: Fraction, L: int, digits: int
) -> Interval:
    """Return the sum of (m - x^L)^2 + lam x^2, where m - x^L = c/x^(L-2), and of m^2 elsewhere."""
    total = checker.rational(0, digits)
    for x in active:
        gap = over(checker.rational(c, digits), x.power)
        total = total + times(gap, gap) + L * c * x.square
    for m in others:
        total = total + times(m, m)
    return total


def trace(active: list[Entry], c: Fraction, dimensions: list[int], digits: int) -> Interval:
    """Return 2cN + 2 sum G_ab + 2 (d_0 + d_L - 2r) sum x_a^(2L-2), over all a, b <= r."""
    L, ends = len(dimensions) - 1, dimensions[0] + dimensions[-1] - 2 * len(active)
    weights = sum(d * e for d, e in pairwise(dimensions))
    total = checker.rational(2 * c * weights, digits)
    for x in active:
        total = total + 2 * (L + ends) * times(x.power, x.product)
    for x, y in combinations(active, 2):
        total = total + 4 * geometric(x.square, y.square, L)
    return total


def clusters(eigenvalues: Pairs) -> Pairs:
    """Return the eigenvalues in decreasing order, those that may be equal as one interval."""
    merged: Pairs = []
    for value, count in sorted(eigenvalues, key=lambda item: item[0].low):
        last, number = merged[-1] if merged else (value, 0)
        if merged and value.low <= last.high:
            high = max(last.high, value.high)
            merged[-1] = (Interval(last.low, high, value.digits), number + count)
        else:
            merged.append((value, count))
    return merged[::-1]


def rounded(value: Interval, digits: int) -> Interval:
    """Round the ends outward, to `digits` digits."""
    wide = Interval(value.low, value.high, digits)
    return Interval(wide.down.plus(value.low), wide.up.plus(value.high), digits)


def shown(value: Interval, digits: int) -> list[str]:
    """Return the ends, rounded outward, as decimals of `digits` digits."""
    wide = rounded(value, digits)
    return [checker.written(wide.low, digits), checker.written(wide.high, digits)]


# ---- certificates


def check_certificate(data: bytes | str) -> None:
    """Return if `data` is a valid certificate of either kind; raise `Refused` if it is not.

    >>> check_certificate('{"kind": "matrix"}')
    Traceback (most recent call last):
    ...
    symfact.checker.Refused: certificate: missing key 'claims'
    """
    parsed = checker.parse(data, MAX_COMMAS, MAX_INTEGER)
    if not isinstance(parsed, dict) or parsed.get("kind") != "matrix":
        return checker.check_certificate(data)
    given = checker.read_object(parsed, "certificate", checker.PARTS)
    for name, value in HEADER.items():
        checker.same(given[name], value, name)
    checker.same(given["not_claimed"], checker.NOT_CLAIMED, "not_claimed")
    claims = conclude(given["problem"], given["evidence"], len(data))
    checker.same(given["claims"], claims, "claims")
    return None


def conclude(problem: object, evidence: object, size: int) -> dict[str, object]:
    """Return what a certificate of `size` bytes has to claim."""
    given = checker.read_object(problem, "problem", {"target", "lam", "depth", "widths"})
    target = read_matrix(given["target"])
    lam = checker.read_rational(given["lam"], "problem.lam")
    if lam <= 0:
        raise Refused(
            f"problem.lam: {checker.shown(given['lam'])} given; a rational > 0 is expected"
        )
    L = checker.read_integer(given["depth"], "problem.depth", 2, MAX_COMMAS)
    widths = [
        checker.read_integer(width, f"problem.widths[{i}]", 1, MAX_WIDTH)
        for i, width in enumerate(checker.read_list(given["widths"], "problem.widths", L - 1))
    ]
    dimensions = [len(target[0]), *widths, len(target)]
    fields = checker.read_object(evidence, "evidence", EVIDENCE)
    boxes = read_boxes(target, fields)
    digits = checker.read_integer(fields["digits"], "evidence.digits", 1, MAX_DIGITS)
    r = active_number(boxes[: min(dimensions)], lam, L)
    layers = checker.read_list(fields["layers"], "evidence.layers", r)
    active = [entry(boxes[k], lam, L, layers[k], f"evidence.layers[{k}]") for k in range(r)]
    return statement(boxes, active, lam / L, dimensions, digits, size)


def statement(
    boxes: list[Box],
    active: list[Entry],
    c: Fraction,
    dimensions: list[int],
    digits: int,
    size: int,
) -> dict[str, object]:
    """Return the claims."""
    working = min([x.x.digits for x in active], default=digits + 10)
    r, values = len(active), [interval(box, working) for box in boxes]
    found = [
        (rounded(value, digits), count)
        for value, count in spectrum(active, values[r:], c, dimensions, working)
    ]
    if (len(merged := clusters(found)) + len(boxes)) * digits > size:
        raise Refused(f"evidence.digits: {digits} given; the file is too short for so many")
    low, high = max(value.low for value, _ in found), max(value.high for value, _ in found)
    loss = minimal_loss(active, values[r:], c, len(dimensions) - 1, working)
    return {
        "singular_values": [shown(value, digits) for value in values],
        "regimes": ["nonzero"] * r + ["zero"] * (len(boxes) - r),
        "layers": [shown(x.x, digits) for x in active],
        "loss": shown(loss, digits),
        "trace": shown(trace(active, c, dimensions, working), digits),
        "max_eigenvalue": shown(Interval(low, high, digits), digits),
        "spectrum": [
            {"enclosure": shown(value, digits), "multiplicity": count} for value, count in merged
        ],
    }


# ---- data


def read_matrix(given: object) -> list[list[Fraction]]:
    """Return the target, a list of rows of the same length."""
    rows = given if isinstance(given, list) and given else []
    length = len(rows[0]) if rows and isinstance(rows[0], list) else 0
    if not length:
        raise Refused("problem.target: no matrix given; a list of rows is expected")
    return [
        [
            checker.read_rational(number, f"problem.target[{i}][{j}]")
            for j, number in enumerate(checker.read_list(row, f"problem.target[{i}]", length))
        ]
        for i, row in enumerate(rows)
    ]


def read_boxes(target: list[list[Fraction]], fields: dict[str, object]) -> list[Box]:
    """Return the enclosures of the singular values that the evidence proves."""
    rows, columns = len(target), len(target[0])
    count = min(rows, columns)
    if rows * columns * count > MAX_PRODUCTS:
        raise Refused(f"problem.target: {rows} x {columns} given; it is too large to check here")
    places = checker.read_integer(fields["places"], "evidence.places", 0, MAX_DIGITS + 200)
    values = read_row(fields["values"], "evidence.values", count, places)
    if any(a < b for a, b in pairwise([*values, 0])):
        raise Refused("evidence.values: not decreasing numbers >= 0")
    left, right = (
        [
            read_row(row, f"evidence.{name}[{i}]", count, places)
            for i, row in enumerate(checker.read_list(fields[name], f"evidence.{name}", size))
        ]
        for name, size in (("left", rows), ("right", columns))
    )
    return singular_value_boxes(target, left, values, right, places)


def read_row(given: object, where: str, length: int, places: int) -> list[int]:
    """Return integers of at most 400 digits more than `places`."""
    numbers = []
    for i, text in enumerate(checker.read_list(given, where, length)):
        if not (isinstance(text, str) and len(text) <= places + 400 and INTEGER.fullmatch(text)):
            raise Refused(f"{where}[{i}]: {checker.shown(text)} given; an integer is expected")
        numbers.append(int(Decimal(text)))
    return numbers


if __name__ == "__main__":
    sys.exit(checker.main(sys.argv[1:], check_certificate))
