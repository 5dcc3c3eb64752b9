"""Certificates for matrices: enclosures of the whole spectrum that anyone can check.

`certify_matrix` finds a singular value decomposition with mpmath, and decimals of the layer
entries at both ends of each singular value; what follows from them is worked out by
`symfact.matrix_checker`, whose docstring says what the fields mean and why it is enough.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import mpmath

from symfact import checker, matrix_checker
from symfact.certify import NOT_CLAIMED, Certificate, decimal_of
from symfact.errors import CertificateError
from symfact.minimizer import minimizer, regime
from symfact.parameters import format_rational
from symfact.stages import stage

__all__ = ["certify_matrix"]

_EXTRA_DIGITS = (10, 30, 90)


def certify_matrix(
    target: Sequence[Sequence[Fraction]], lam: Fraction, depth: int, widths: Sequence[int], dps: int
) -> Certificate:
    """Certify singular values, layers and Hessian spectrum at the global minimizers.

    Parameters
    ----------
    target
        M, rows of rationals; at most 10^6 products d_L d_0 min(d_L, d_0).
    lam, depth, widths
        lambda > 0, L >= 2 and the hidden widths d_1, ..., d_{L-1}.
    dps
        Decimal digits of every enclosure, at most 10 000; the last one or two may be open.

    Raises ``ValueError`` for a target too large, and where a singular value cannot be told
    from one with lambda = lambda_c.  Source: derived here.

    >>> certificate = certify_matrix([[Fraction(3)]], Fraction(1, 2), 3, (2, 2), dps=10)
    >>> certificate.data["claims"]["max_eigenvalue"]
    ['24.28487899', '24.28487900']
    >>> certificate.check()
    """
    rows, columns = len(target), len(target[0])
    if rows * columns * min(rows, columns) > matrix_checker.MAX_PRODUCTS:
        raise ValueError(
            f"target: {rows} x {columns}, too large; a certificate allows"
            f" {matrix_checker.MAX_PRODUCTS} products d_L d_0 min(d_L, d_0)"
        )
    if dps > matrix_checker.MAX_DIGITS:
        raise ValueError(f"dps: {dps} given; a certificate allows {matrix_checker.MAX_DIGITS}")
    for name, value, most in (
        ("depth", depth, matrix_checker.MAX_COMMAS),
        ("widths", max(widths), matrix_checker.MAX_WIDTH),
    ):
        if value > most:
            raise ValueError(f"{name}: {value} given; a certificate allows {most}")
    problem = {
        "target": [[format_rational(entry) for entry in row] for row in target],
        "lam": format_rational(lam),
        "depth": depth,
        "widths": list(widths),
    }
    for extra in _EXTRA_DIGITS:
        try:
            evidence = _evidence(target, lam, (columns, *widths, rows), dps, dps + extra)
            stage("working out the claims")
            claims = matrix_checker.conclude(problem, evidence, checker.MAX_BYTES)
        except checker.TooCoarse as refusal:
            reason = str(refusal)
            continue
        except checker.Refused as refusal:
            raise ValueError(f"target: too large, too small or too long ({refusal})") from None
        document = {**matrix_checker.HEADER, "problem": problem, "claims": claims}
        document |= {"evidence": evidence, "not_claimed": NOT_CLAIMED}
        certificate = Certificate(json.dumps(document, indent=1) + "\n")
        if certificate.text.count(",") > matrix_checker.MAX_COMMAS:
            raise ValueError(
                f"depth: {depth} with {rows} x {columns}: a certificate allows"
                f" {matrix_checker.MAX_COMMAS} values"
            )
        return certificate
    if "lam_c" in reason:
        raise ValueError(f"lam: {reason}; allowed is a lam that is farther from it")
    raise CertificateError(f"claims: {dps} digits stayed undecided ({reason})")


def _evidence(
    target: Sequence[Sequence[Fraction]],
    lam: Fraction,
    dimensions: Sequence[int],
    digits: int,
    working: int,
) -> dict[str, Any]:
    """Return a decomposition to `working` digits of the largest singular value, and layers."""
    stage(f"decomposing the target to {working} digits")
    context = mpmath.MPContext()
    context.dps = working + 10
    matrix = context.matrix([[context.mpf(e.numerator) / e.denominator for e in r] for r in target])
    wide = matrix.rows < matrix.cols  # there mpmath is slow
    left, values, right = context.svd_r(matrix.T if wide else matrix)
    if wide:
        left, right = right.T, left.T
    places = working + max(0, -_exponent(context, values[0]))
    columns, rows = (_integers(context, m, places) for m in (right.T, left))
    numbers = _integers(context, values.T, places)[0]
    stage("enclosing the singular values")
    boxes = matrix_checker.singular_value_boxes(target, rows, numbers, columns, places)
    return {
        "digits": digits,
        "places": places,
        "left": _texts(rows),
        "values": _texts(numbers),
        "right": _texts(columns),
        "layers": _layers(boxes[: min(dimensions)], lam, len(dimensions) - 1, working),
    }


def _exponent(context: Any, value: Any) -> int:
    """Return about the decimal exponent of a number >= 0."""
    return int(context.floor(context.log10(value))) if value else 0


def _integers(context: Any, matrix: Any, places: int) -> list[list[int]]:
    scale = context.mpf(10) ** places
    return [[int(context.nint(entry * scale)) for entry in row] for row in matrix.tolist()]


def _texts(numbers: Any) -> Any:
    """Return nested integers as texts."""
    if isinstance(numbers, list):
        return [_texts(value) for value in numbers]
    return format_rational(Fraction(numbers))


def _layers(
    boxes: Sequence[matrix_checker.Box], lam: Fraction, depth: int, digits: int
) -> list[list[str]]:
    """Return x_k > 0 at both ends of each enclosure."""
    return [
        [decimal_of(minimizer(end, lam, depth, digits + 3).w, digits) for end in box]
        for box in boxes
        if regime(box[0], lam, depth) == "nonzero"
    ]
