"""Spectra: eigenvalue -> multiplicity, and what follows from it.

A Hessian of the form ``alpha I + beta s s^T`` shows its eigenvalues; no general
eigenvalue routine is used anywhere, and the cost does not grow with the size.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Literal, TypeAlias

from sympy import Add, Expr, Matrix, Max, Min, expand_mul, latex, oo, piecewise_fold, sympify, zeros

__all__ = [
    "Branch",
    "Multiplicity",
    "Spectrum",
    "structured_eigenvalues",
    "structured_eigenvectors",
]

Branch = Literal["nonzero", "zero"]
Multiplicity: TypeAlias = int | Expr


class Spectrum(dict[Expr, Multiplicity]):
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
    ) -> None:
        super().__init__(_merge(eigenvalues))
        self.regime: Branch = regime
        self.hypotheses: tuple[Expr, ...] = tuple(hypotheses)
        self._extremes = extremes

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

    def _repr_latex_(self) -> str:
        return rf"$\displaystyle {latex({key: sympify(count) for key, count in self.items()})}$"


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
