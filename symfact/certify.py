"""Certificates: numbers about a scalar problem that anyone can check without symfact.

`certify_scalar` finds the minimizers, their loss and their Hessian spectrum with mpmath and
rational arithmetic, rounds everything to decimals and writes the evidence down.  What
the fields mean, and why the evidence is enough, is the docstring of `symfact.checker`,
which shares no code with this module and has to accept each certificate before it is returned.
"""

from __future__ import annotations

import json
import math
import os
from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import mpmath

from symfact import checker
from symfact.errors import CertificateError
from symfact.files import write_text
from symfact.minimizer import exact_w_squared, minimizer, regime
from symfact.parameters import format_rational, parse_depth, parse_dps, parse_lam, parse_target

__all__ = ["Certificate", "certify_scalar"]

_MAX_DEPTH = 10**9
_MAX_CHARACTERS = 9000
_EXTRA_DIGITS = [12 * 2**attempt for attempt in range(16)]
_NOT_CLAIMED = [
    "saddle points",
    "local minimizers that are not global",
    "the path of any optimizer",
]


class _TooCoarseError(Exception):
    """A number lies too close to a decimal, at the present precision."""


@dataclass(frozen=True)
class Certificate:
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
            checker.check_certificate(self.text)
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

    def __repr__(self) -> str:
        try:
            data = self.data
            fields = {
                **data["problem"],
                "regime": data["claims"]["regime"],
                "digits": data["evidence"]["digits"],
            }
        except (KeyError, TypeError, ValueError):
            return f"Certificate(<{len(self.text)} characters without a problem and claims>)"
        return f"Certificate({', '.join(f'{key}={value}' for key, value in fields.items())})"


def certify_scalar(target: Any, lam: Any, depth: Any, dps: Any = 50) -> Certificate:
    """Certify the global minimizers of (m - w_1 ... w_L)^2 + (lam/L) sum w_i^2.

    Parameters
    ----------
    target, lam
        m and lam > 0: rationals as in `symfact.parameters`, each at most 9000 characters long.
    depth
        L, an integer from 2 to 10^9.
    dps
        The number of significant decimal digits of every enclosure.

    Raises ``ValueError`` or ``TypeError`` for other input.  Sources: (6) to (10) for the
    minimizers, (17) for the spectrum; regimes, ties and w = 0 are derived here.

    >>> certify_scalar(2, 3, 3).data["claims"]["minimizer_count"]
    '2^2 + 1'
    """
    m, penalty = parse_target(target), parse_lam(lam)
    L, digits = parse_depth(depth), parse_dps(dps)
    problem = {"target": format_rational(m), "lam": format_rational(penalty), "depth": L}
    _require_size(problem)
    kind, square = regime(m, penalty, L), exact_w_squared(m, penalty, L)
    for extra in _EXTRA_DIGITS:
        find = _Finder(m, penalty, L, digits, digits + extra + len(str(L)))
        try:
            nonzero = [] if kind == "zero" else [find.nonzero_branch(square)]
            branches = nonzero + ([] if kind == "nonzero" else [find.zero_branch()])
        except _TooCoarseError:
            continue
        certificate = _certificate(problem, kind, digits, branches)
        certificate.check()
        return certificate
    raise CertificateError(f"claims: {digits} digits stayed undecided with {extra} more digits")


def _require_size(problem: dict[str, Any]) -> None:
    if problem["depth"] > _MAX_DEPTH:
        raise ValueError(f"depth: {problem['depth']} is too large; a certificate allows 10^9")
    for name in ("target", "lam"):
        if len(problem[name]) > _MAX_CHARACTERS:
            raise ValueError(
                f"{name}: a number of {len(problem[name])} characters; "
                f"a certificate allows {_MAX_CHARACTERS}"
            )


def _certificate(
    problem: dict[str, Any], kind: str, digits: int, branches: list[tuple[Any, Any]]
) -> Certificate:
    claims, evidence = zip(*branches, strict=True)
    document = {
        "format": "symfact-certificate",
        "version": 1,
        "kind": "scalar",
        "problem": problem,
        "claims": {
            "regime": kind,
            "minimizer_count": " + ".join(branch["minimizer_count"] for branch in claims),
            "branches": claims,
        },
        "evidence": {"digits": digits, "branches": evidence},
        "not_claimed": _NOT_CLAIMED,
    }
    return Certificate(json.dumps(document, indent=1) + "\n")


class _Finder:
    """Computes one problem with `working` digits of w, to state `digits` digits."""

    def __init__(self, m: Fraction, lam: Fraction, L: int, digits: int, working: int) -> None:
        self.m, self.lam, self.L, self.c = m, lam, L, lam / L
        self.digits, self.working = digits, working
        self.ctx = mpmath.MPContext()
        self.ctx.dps = working + 2 * len(str(L)) + 10

    def zero_branch(self) -> tuple[dict[str, Any], dict[str, str]]:
        """Return claims and evidence for w = 0."""
        m, lam, zero = abs(self.m), self.lam, Fraction(0)
        eigenvalues = [(lam + 2 * m, 1), (lam - 2 * m, 1)]
        if m == 0 or self.L > 2:
            eigenvalues = [(2 * self.c, self.L)]
        values = {"w": zero, "rho": zero, "loss": m**2, "data_term": m**2, "regularization": zero}
        return self.statement("1", values, eigenvalues), {}

    def nonzero_branch(self, square: Fraction | None) -> tuple[dict[str, Any], dict[str, str]]:
        """Return claims and evidence for w > 0; `square` is w^2 where it is rational."""
        if square is None:
            root = minimizer(self.m, self.lam, self.L, self.ctx.dps)
            w, product = (abs(self.ctx.make_mpf(value._mpf_)) for value in root)
            x, c, lam = w * w, self.real(self.c), self.real(self.lam)
        else:
            w, product = self.root(square), self.root(square**self.L)
            x, c, lam = square, self.c, self.lam
        data_term = (c * x / product) ** 2  # |m| - w^L = c / w^(L-2): no cancellation
        values = {
            "w": w,
            "rho": -product if self.m < 0 else product,
            "loss": data_term + lam * x,
            "data_term": data_term,
            "regularization": x,
        }
        along, across = (2 * self.L) * product**2 / x - (2 * self.L - 4) * c, 4 * self.c
        if square is None and abs(along - self.real(across)) <= self.uncertainty() * along:
            raise _TooCoarseError
        eigenvalues = [(along, 1), (across, self.L - 1)]
        if square is not None:
            eigenvalues.sort(reverse=True)
            eigenvalues = [(across, self.L)] if along == across else eigenvalues
        evidence = {} if square is None else {"w_squared": format_rational(square)}
        evidence["w"] = self.nearest(w)
        return self.statement(f"2^{self.L - 1}", values, eigenvalues), evidence

    def statement(
        self, count: str, values: dict[str, Any], eigenvalues: list[tuple[Any, int]]
    ) -> dict[str, Any]:
        """Return the claims about a branch, with every number rounded."""
        error = self.uncertainty()
        spectrum = [
            {"enclosure": self.adjacent(value, self.digits, error), "multiplicity": multiplicity}
            for value, multiplicity in eigenvalues
        ]
        rounded = {name: self.adjacent(v, self.digits, error) for name, v in values.items()}
        return {
            "minimizer_count": count,
            **rounded,
            "max_eigenvalue": spectrum[0]["enclosure"],
            "eigenvalues": spectrum,
        }

    def uncertainty(self) -> Any:
        """Return a relative error that a unit in the last place of w does not cause."""
        return self.ctx.mpf(10) ** (len(str(self.L)) + 3 - self.working)

    def real(self, value: Fraction) -> Any:
        """Return a rational as a number of many digits."""
        return self.ctx.mpf(value.numerator) / value.denominator

    def root(self, square: Fraction) -> Any:
        """Return the square root, a Fraction if it is rational."""
        n, d = math.isqrt(square.numerator), math.isqrt(square.denominator)
        exact = Fraction(n, d)
        return exact if exact**2 == square else self.ctx.sqrt(self.real(square))

    def adjacent(self, value: Any, digits: int, error: Any) -> list[str]:
        """Return the decimals of `digits` digits next to `value`, below and above.

        A number that is not a Fraction is irrational, and known up to the relative `error`.
        """
        if not value:
            return ["0", "0"]
        below, exponent, exact = self.leading_digits(abs(value), digits, error)
        ends = [below, below if exact else below + 1]
        if value < 0:
            return [_decimal("-", end, exponent, digits) for end in reversed(ends)]
        return [_decimal("", end, exponent, digits) for end in ends]

    def nearest(self, w: Any) -> str:
        """Return the decimal of `working` digits that is nearest to w > 0."""
        number = self.real(w) if isinstance(w, Fraction) else w
        return _canonical(self.ctx.nstr(number, self.working, strip_zeros=False))

    def leading_digits(self, value: Any, digits: int, error: Any) -> tuple[Any, int, bool]:
        """Return n, e and "is it exact": n 10^e <= value < (n+1) 10^e, n of `digits` digits."""
        if isinstance(value, Fraction):
            magnitude = value.numerator.bit_length() - value.denominator.bit_length()
        else:
            magnitude = self.ctx.mag(value)
        exponent = math.floor(magnitude * math.log10(2)) - digits
        while True:
            below, exact = self.floor(value, exponent, error)
            excess = len(mpmath.libmp.numeral(below, 10, digits)) - digits
            if not excess:
                return below, exponent, exact
            exponent += excess

    def floor(self, value: Any, exponent: int, error: Any) -> tuple[Any, bool]:
        """Return floor(value / 10^exponent) and whether nothing is left."""
        ten = mpmath.libmp.MPZ(10)
        if isinstance(value, Fraction):
            dividend = value.numerator * ten ** max(-exponent, 0)
            quotient, rest = divmod(dividend, value.denominator * ten ** max(exponent, 0))
            return quotient, not rest
        scaled = value * self.ctx.mpf(10) ** -exponent
        below = self.ctx.floor(scaled)
        if min(scaled - below, 1 - (scaled - below)) <= error * scaled:
            raise _TooCoarseError
        return mpmath.libmp.to_int(below._mpf_), False


def _decimal(sign: str, digits: Any, exponent: int, length: int) -> str:
    """Write digits * 10^exponent with `length` digits; 10^length is written 1000... too."""
    text = mpmath.libmp.numeral(digits, 10, length)
    return _canonical(f"{sign}{text[:length]}E{exponent + len(text) - length}")


def _canonical(text: str) -> str:
    """Write a decimal as `decimal.Decimal` does, whatever the decimal context of the caller."""
    return Context(capitals=1).to_sci_string(Decimal(text))
