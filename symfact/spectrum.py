"""Spectra: eigenvalue -> multiplicity, and what follows from it.

A Hessian of the form ``alpha I + beta s s^T`` shows its eigenvalues; no general
eigenvalue routine is used anywhere, and the cost does not grow with the size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

import mpmath
from mpmath import libmp
from sympy import Add, Expr, Matrix, Max, Min, expand_mul, oo, piecewise_fold, zeros

from symfact.notebook import InNotebooks

if TYPE_CHECKING:
    from symfact.certify import Certificate
    from symfact.notebook import Table

__all__ = [
    "Branch",
    "Enclosure",
    "Multiplicity",
    "Spectrum",
    "structured_eigenvalues",
    "structured_eigenvectors",
]

_ORDER_DIGITS = 50

Branch = Literal["nonzero", "zero"]
Multiplicity: TypeAlias = int | Expr


class Enclosure(NamedTuple):
    """A certified real number: it lies between the mpmath numbers `low` and `high`."""

    low: mpmath.mpf
    high: mpmath.mpf

    @property
    def mid(self) -> mpmath.mpf:
        """The middle, exactly."""
        total = libmp.mpf_add(self.low._mpf_, self.high._mpf_)
        return mpmath.mp.make_mpf(libmp.mpf_shift(total, -1))


class Spectrum(InNotebooks, dict[Expr, Multiplicity]):
    """The eigenvalues of a Hessian with their multiplicities, as ``Matrix.eigenvals()`` gives.

    Parameters
    ----------
    eigenvalues
        Pairs (eigenvalue, multiplicity); equal eigenvalues are merged.
    regime
        At which minimizers: those with w != 0 ("nonzero") or w = 0 ("zero").
    hypotheses
        The SymPy relations under which the spectrum holds; empty if nothing is left open.
    extremes
        The smallest and the largest eigenvalue where a proof says which they are;
        left out, they are decided by ``sympy.Min`` and ``sympy.Max``.
    certify
        Returns a certificate of the problem to a number of digits, for `enclosures`.

    >>> from sympy import Integer
    >>> spectrum = Spectrum([(Integer(2), 2), (Integer(5), 1)], regime="nonzero")
    >>> spectrum
    {2: 2, 5: 1}
    >>> spectrum.stable_step(), spectrum.condition_number(), spectrum.trace()
    (2/5, 5/2, 9)
    """

    def __init__(
        self,
        eigenvalues: Iterable[tuple[Expr, Multiplicity]],
        *,
        regime: Branch,
        hypotheses: Iterable[Expr] = (),
        extremes: tuple[Expr, Expr] | None = None,
        certify: Callable[[int], Certificate] | None = None,
    ) -> None:
        super().__init__(_merge(eigenvalues))
        self.regime: Branch = regime
        self.hypotheses: tuple[Expr, ...] = tuple(hypotheses)
        self._extremes = extremes
        self._certify = certify

    def max_eigenvalue(self) -> Expr:
        """Return the largest eigenvalue, the sharpness (18).

        >>> from sympy import Integer
        >>> Spectrum([(Integer(4), 2), (Integer(7), 1)], regime="nonzero").max_eigenvalue()
        7
        """
        return Max(*self) if self._extremes is None else self._extremes[1]

    def min_eigenvalue(self) -> Expr:
        """Return the smallest eigenvalue.

        >>> from sympy import Integer
        >>> Spectrum([(Integer(4), 2), (Integer(7), 1)], regime="nonzero").min_eigenvalue()
        4
        """
        return Min(*self) if self._extremes is None else self._extremes[0]

    def stable_step(self) -> Expr:
        """Return 2 / lambda_max: gradient descent is linearly stable below this step size.

        >>> from sympy import Integer
        >>> Spectrum([(Integer(4), 2), (Integer(8), 1)], regime="nonzero").stable_step()
        1/4
        """
        return piecewise_fold(2 / self.max_eigenvalue())

    def condition_number(self) -> Expr:
        """Return lambda_max / lambda_min, infinite if the Hessian is singular.

        >>> from sympy import Integer
        >>> Spectrum([(Integer(0), 1), (Integer(8), 1)], regime="zero").condition_number()
        oo
        """
        smallest = self.min_eigenvalue()
        return oo if smallest.is_zero else piecewise_fold(self.max_eigenvalue() / smallest)

    def trace(self) -> Expr:
        """Return the trace of the Hessian, the sum of all eigenvalues.

        >>> from sympy import Integer
        >>> Spectrum([(Integer(4), 2), (Integer(7), 1)], regime="nonzero").trace()
        15
        """
        return Add(*(expand_mul(value * count) for value, count in self.items()))

    def enclosures(self, dps: int = 50) -> dict[Expr, Enclosure]:
        """Return certified enclosures of the eigenvalues, to `dps` digits each.

        The ends are those of the certificate, rounded outward to binary numbers; what
        shows them is checked by `symfact.checker`.  Raises ``ValueError`` for a spectrum
        that depends on symbols.

        >>> from symfact import ScalarFactorization
        >>> spectrum = ScalarFactorization(2, "1/10", 5).spectrum()
        >>> for value, enclosure in spectrum.enclosures(30).items():
        ...     print(value, mpmath.nstr(enclosure.mid, 20))
        2/25 0.08
        -3/25 + 10*w**8 29.873691763408144134
        """
        pairs = [entry["enclosure"] for entry in self._certified(dps)["eigenvalues"]]
        by_size = sorted(self, key=lambda value: value.evalf(_ORDER_DIGITS), reverse=True)
        found = dict(zip(by_size, pairs, strict=True))
        return {v: _outward(Decimal(found[v][0]), Decimal(found[v][1]), dps) for v in self}

    def stable_step_enclosure(self, dps: int = 50) -> Enclosure:
        """Return a certified enclosure of 2 / lambda_max, at most a unit of `dps` digits wide.

        >>> from symfact import ScalarFactorization
        >>> step = ScalarFactorization(2, "1/10", 5).spectrum().stable_step_enclosure(30)
        >>> print(mpmath.nstr(step.mid, 20))
        0.066948538394232589202
        """
        low, high = map(Decimal, self._certified(dps + 3)["max_eigenvalue"])
        down, up = (
            Context(dps + 3, rounding, MIN_EMIN, MAX_EMAX)
            for rounding in (ROUND_FLOOR, ROUND_CEILING)
        )
        return _outward(down.divide(2, high), up.divide(2, low), dps)

    def _certified(self, dps: int) -> dict[str, Any]:
        """Return the claims of a certificate about the minimizers of this spectrum."""
        if self._certify is None:
            raise ValueError(f"spectrum: {self} is symbolic; allowed here are numbers only")
        branches = self._certify(dps).data["claims"]["branches"]
        claims: dict[str, Any] = branches[-1 if self.regime == "zero" else 0]
        return claims

    def _tables(self) -> list[Table]:
        from symfact.displays import scalar_spectrum  # noqa: PLC0415

        return [scalar_spectrum(self)]


def _outward(low: Decimal, high: Decimal, dps: int) -> Enclosure:
    """Return the nearest binary numbers outside two decimals, to a few bits more than `dps`."""
    prec, ends = libmp.dps_to_prec(dps) + 10, []
    for number, rounding in ((low, libmp.round_floor), (high, libmp.round_ceiling)):
        n, d = number.as_integer_ratio()
        ends.append(mpmath.mp.make_mpf(libmp.from_rational(n, d, prec, rounding)))
    return Enclosure(*ends)


def structured_eigenvalues(
    alpha: Expr, beta: Expr, size: Multiplicity
) -> list[tuple[Expr, Multiplicity]]:
    """Return the eigenvalues of ``alpha I + beta s s^T`` with their multiplicities.

    The matrix has `size` rows (an int, or a symbol for every size at once) and s has
    entries +-1: on the complement of s it acts as alpha, on s as alpha + beta `size`.
    Source: the paper, (33)-(34), without its division by C.

    >>> from sympy import Integer
    >>> structured_eigenvalues(Integer(3), Integer(2), 5)
    [(3, 4), (13, 1)]
    """
    return [(alpha, size - 1), (expand_mul(alpha + beta * size), 1)]


def structured_eigenvectors(signs: Sequence[Expr]) -> tuple[list[Any], Any]:
    """Return (basis of the complement of s, s): the eigenvectors of ``alpha I + beta s s^T``.

    The basis consists of ``s_1 e_1 - s_k e_k`` for k = 2, ..., L.

    >>> from sympy import Integer
    >>> structured_eigenvectors([Integer(1), Integer(-1)])
    ([Matrix([
    [1],
    [1]])], Matrix([
    [ 1],
    [-1]]))
    """
    size = len(signs)
    basis = []
    for k in range(1, size):
        vector = zeros(size, 1)
        vector[0], vector[k] = signs[0], -signs[k]
        basis.append(vector)
    return basis, Matrix(signs)


def _merge(pairs: Iterable[tuple[Expr, Multiplicity]]) -> dict[Expr, Multiplicity]:
    merged: dict[Expr, Multiplicity] = {}
    for value, count in pairs:
        merged[value] = merged.get(value, 0) + count
    return merged
