"""Certificates: numbers about a scalar problem that anyone can check without symfact.

`certify_scalar` finds the evidence, decimals of w, with mpmath; the claims that follow
from it are worked out by `symfact.checker`, as for any certificate.  What the fields mean,
and why the evidence is enough, is the docstring of that module, which shares no code with
this one.
"""

from __future__ import annotations

import json
import math
import os
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mpmath
from mpmath import libmp

from symfact import checker, matrix_checker
from symfact.errors import CertificateError
from symfact.files import write_text
from symfact.minimizer import exact_w_squared, minimizer, regime
from symfact.notebook import InNotebooks
from symfact.parameters import (
    enclose_lam,
    enclose_target,
    format_rational,
    is_exact_real,
    parse_depth,
    parse_dps,
)
from symfact.stages import stage

if TYPE_CHECKING:
    from symfact.notebook import Table

__all__ = ["NOT_CLAIMED", "Certificate", "certify_scalar", "decimal_of"]

_Ends = tuple[Fraction, ...]  # a number, or the two ends of an interval

_MAX_DEPTH = 10**9
_MAX_DIGITS = 2_500_000
_MAX_CHARACTERS = 20_000
_EXTRA_DIGITS = [12 * 2**attempt for attempt in range(13)]
_MAX_NARROWING = 100
NOT_CLAIMED = [
    "saddle points",
    "local minimizers that are not global",
    "the path of any optimizer",
]


class _WideBoxError(ValueError):
    """A box that no single certificate covers; the message says how to split it."""


@dataclass(frozen=True)
class Certificate(InNotebooks):
    """A certificate, as the text of its file; equal if the texts are equal.

    >>> certificate = certify_scalar("2", "1/10", 5, dps=10)
    >>> certificate
    Certificate(target=2, lam=1/10, depth=5, regime=nonzero, digits=10)
    >>> certificate.data["claims"]["branches"][0]["rho"]
    ['1.986752199', '1.986752200']
    >>> certificate.check()
    """

    text: str

    @property
    def data(self) -> dict[str, Any]:
        """The certificate as plain data, read from its text."""
        data: dict[str, Any] = json.loads(self.text)
        return data

    def check(self) -> None:
        """Run the independent checker; raise ``CertificateError`` naming the claim it refuses.

        >>> Certificate("{}").check()
        Traceback (most recent call last):
        ...
        symfact.errors.CertificateError: certificate: missing key 'claims'
        """
        try:
            matrix_checker.check_certificate(self.text)
        except checker.Refused as refusal:
            raise CertificateError(str(refusal)) from None

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the file, whole or not at all; raise ``ValueError`` where that is impossible."""
        write_text(Path(path), self.text, "path")

    @classmethod
    def load(cls, path: str | os.PathLike[str]) -> Certificate:
        """Read a file without checking its claims; raise ``ValueError`` if it is not JSON."""
        try:
            text = Path(path).read_bytes().decode("utf-8")
            data = json.loads(text)
        except OSError as error:
            raise ValueError(f"path: {path} cannot be read ({error.strerror})") from None
        except (ValueError, RecursionError) as error:
            reason = str(error).splitlines()[0]
            raise ValueError(f"path: {path} is not JSON in UTF-8 ({reason})") from None
        if not isinstance(data, dict):
            raise ValueError(f"path: {path} holds a {type(data).__name__}; allowed is an object")
        return cls(text)

    def _tables(self) -> list[Table]:
        """Nothing, so that the text is shown, if this is no certificate."""
        from symfact.displays import read_certificate  # noqa: PLC0415

        try:
            return read_certificate(self.data)
        except (
            ArithmeticError,
            AttributeError,
            LookupError,
            RecursionError,
            TypeError,
            ValueError,
        ):
            return []

    def __repr__(self) -> str:
        try:
            data = self.data
            fields = dict(data["problem"])
            if data["kind"] == "matrix":
                rows, columns = len(fields["target"]), len(fields["target"][0])
                fields["target"] = f"<{rows} x {columns} target>"
                fields["regime"] = " ".join(data["claims"]["regimes"])
            else:
                fields["regime"] = data["claims"]["regime"]
            fields["digits"] = data["evidence"]["digits"]
        except (LookupError, RecursionError, TypeError, ValueError):
            return f"Certificate(<{len(self.text)} characters without a problem and claims>)"
        return f"Certificate({', '.join(f'{key}={value}' for key, value in fields.items())})"


def certify_scalar(target: Any, lam: Any, depth: Any, dps: Any = 50) -> Certificate:
    """Certify the global minimizers of (m - w_1 ... w_L)^2 + (lam/L) sum w_i^2.

    Parameters
    ----------
    target, lam
        m and lam > 0: rationals as in `symfact.parameters`, or pairs [lo, hi] of them, for a
        certificate that holds for every m and lam between.  A real SymPy number such as
        sqrt(2) is put into such an interval, narrow enough for the digits.  A rational has
        at most 20 000 characters.
    depth
        L, an integer from 2 to 10^9.
    dps
        The number of significant decimal digits of every enclosure, at most 2 500 000.

    Raises ``ValueError`` or ``TypeError`` for other input, and for a box in which the regime
    or the order of the eigenvalues changes.  Sources: (6) to (10) for the minimizers, (17)
    for the spectrum; regimes, ties, w = 0 and boxes are derived here.

    >>> certify_scalar(2, 3, 3).data["claims"]["minimizer_count"]
    '2^2 + 1'
    >>> box = certify_scalar(["19/10", "21/10"], "1/10", 5, dps=4)
    >>> box.data["claims"]["branches"][0]["rho"]
    ['1.886', '2.088']
    """
    L, digits = parse_depth(depth), parse_dps(dps)
    for name, number, most in (("depth", L, _MAX_DEPTH), ("dps", digits, _MAX_DIGITS)):
        if number > most:
            raise ValueError(f"{name}: {number} is too large; a certificate allows {most}")
    reals = is_exact_real(target) or is_exact_real(lam)
    for extra in _EXTRA_DIGITS:
        ends = enclose_target(target, digits + extra), enclose_lam(lam, digits + extra)
        try:
            document = _document(*ends, L, digits, extra)
        except checker.TooCoarse:
            continue
        except _WideBoxError:
            if reals and extra < _MAX_NARROWING:
                continue
            raise
        if not reals or extra >= _MAX_NARROWING or _is_tight(document["claims"], digits):
            return Certificate(json.dumps(document, indent=1) + "\n")
    raise CertificateError(f"claims: {digits} digits stayed undecided with {extra} more digits")


def _document(targets: _Ends, lams: _Ends, L: int, digits: int, extra: int) -> dict[str, Any]:
    """Return a certificate, its evidence of `digits` + `extra` digits or more."""
    problem = {"target": _text(targets, "target"), "lam": _text(lams, "lam"), "depth": L}
    least, most = max(targets[0], -targets[-1], Fraction(0)), max(-targets[0], targets[-1])
    corners = [(m, lam) for m in sorted({least, most}) for lam in lams]
    kinds = [regime(m, lam, L) for m, lam in corners]
    if len(set(kinds)) > 1:
        raise _WideBoxError(_how_to_split(least, most, L))
    witnesses = [] if kinds[0] == "zero" else [_witness(*c, L, digits + extra) for c in corners]
    nonzero = [witnesses[0] if len(corners) == 1 else witnesses] if witnesses else []
    stage("working out the claims")
    evidence = {"digits": digits, "branches": nonzero + ([] if kinds[0] == "nonzero" else [{}])}
    try:
        claims = checker.conclude(problem, evidence, checker.MAX_BYTES)
    except checker.WideBox as refusal:
        raise _WideBoxError(str(refusal).replace("problem", "target, lam", 1)) from None
    return {
        "format": "symfact-certificate",
        "version": 1,
        "kind": "scalar",
        "problem": problem,
        "claims": claims,
        "evidence": evidence,
        "not_claimed": NOT_CLAIMED,
    }


def _text(ends: _Ends, name: str) -> str | list[str]:
    """Return a number, or both ends of an interval, as a certificate writes them."""
    texts = [format_rational(end) for end in ends]
    longest = max(map(len, texts))
    if longest > _MAX_CHARACTERS:
        raise ValueError(
            f"{name}: a number of {longest} characters; a certificate allows {_MAX_CHARACTERS}"
        )
    return texts if len(texts) > 1 else texts[0]


def _how_to_split(least: Fraction, most: Fraction, L: int) -> str:
    """Say where the critical lam lies in a box: L/(L-1) ((L-2)/(L-1))^((L-2)/L) m^((2L-2)/L)."""
    ctx, places = mpmath.MPContext(), []
    for m in sorted({least, most}):
        size, ratio = ctx.mpf(m.numerator) / m.denominator, ctx.mpf(L - 2) / (L - 1)
        critical = ratio ** (ctx.mpf(L - 2) / L) * size ** (ctx.mpf(2 * L - 2) / L) * L / (L - 1)
        places.append(f"{ctx.nstr(critical, 6)} at |m| = {ctx.nstr(size, 6)}")
    return (
        "target, lam: the box meets lam = lam_c(m), where the regime changes; lam_c is "
        f"{' and '.join(places)}; certify the parts below and above separately"
    )


def _witness(m: Fraction, lam: Fraction, L: int, digits: int) -> dict[str, str]:
    """Return the evidence for w > 0, enough for `digits` digits of everything.

    The data term (|m| - w^L)^2, where |m| - w^L = lam/(L w^(L-2)) >= (lam/L) |m|^(2/L - 1), is
    worked out as a difference of numbers near m^2: w needs as many digits more as it has zeros.
    """
    square = exact_w_squared(m, lam, L)
    stage(f"finding w to {digits} digits")
    if square is not None:
        working = digits + len(str(L))
        n, d = math.isqrt(square.numerator), math.isqrt(square.denominator)
        if Fraction(n, d) ** 2 == square:
            w = _context(working).divide(Decimal(n), Decimal(d))
        else:
            prec = libmp.dps_to_prec(working + 3)
            value = libmp.from_rational(square.numerator, square.denominator, prec)
            w = _decimal(libmp.mpf_sqrt(value, prec), working)
        return {"w_squared": format_rational(square), "w": _written(w)}
    zeros = _magnitude(L / lam) - (-(2 * L - 2) * _magnitude(m) // L)
    working = digits + len(str(L)) + 2 * max(0, zeros) * 302 // 1000 + 1
    return {"w": decimal_of(minimizer(m, lam, L, working + 3).w, working)}


def _magnitude(value: Fraction) -> int:
    """Return an e with value < 2^e."""
    return value.numerator.bit_length() - value.denominator.bit_length() + 1


def _context(digits: int) -> Context:
    return Context(digits, ROUND_HALF_EVEN, MIN_EMIN, MAX_EMAX, 1, 0, [], [])


def _decimal(value: Any, digits: int) -> Decimal:
    """Return the decimal of `digits` digits that is nearest to a number of libmp > 0."""
    _, text, exponent = libmp.to_digits_exp(value, digits + 3)
    return _context(digits).create_decimal(f"{text[0]}.{text[1:]}E{exponent}")


def decimal_of(value: mpmath.mpf, digits: int) -> str:
    """Return the text of the decimal of `digits` digits nearest to a number > 0."""
    return _written(_decimal(value._mpf_, digits))


def _written(number: Decimal) -> str:
    return _context(1).to_sci_string(number)


def _is_tight(claims: dict[str, Any], digits: int) -> bool:
    """Say whether the ends of all enclosures are adjacent decimals, or equal."""
    context = _context(digits)
    return all(
        context.next_plus(Decimal(low)) >= Decimal(high)
        for branch in claims["branches"]
        for low, high in _enclosures(branch)
    )


def _enclosures(branch: dict[str, Any]) -> Iterator[list[str]]:
    yield from (value for value in branch.values() if isinstance(value[0], str) and len(value) == 2)
    yield from (entry["enclosure"] for entry in branch["eigenvalues"])
