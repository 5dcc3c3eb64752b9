"""The Hessian spectrum of deep matrix factorization as exact SymPy expressions.

The same blocks as in ``numeric``, from exact singular values m_k and layer entries x_k, which
may be rationals, algebraic numbers or symbols.  Source: derived here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from sympy import Add, Basic, Expr, Integer, Max, expand_mul

from symfact.blocks import Blocks
from symfact.spectrum import Branch, Spectrum

if TYPE_CHECKING:
    from symfact.notebook import Table

__all__ = ["MatrixSpectrum", "eigenvalues", "max_eigenvalue", "pair_sums", "trace"]

_ORDER_DIGITS = 50
_LONGEST_SUM = 12


class MatrixSpectrum(Spectrum):
    """The eigenvalues of a Hessian that has zero modes: eigenvalue -> multiplicity.

    `largest` is its largest eigenvalue, which the closed form names without a comparison of
    all pairs; `regime` says whether the minimizers are other than zero.

    >>> pairs = [(Integer(0), 3), (Integer(2), 4), (Integer(8), 1)]
    >>> MatrixSpectrum(pairs, largest=Integer(8), regime="nonzero").condition_number()
    4
    """

    def __init__(
        self,
        eigenvalues: Iterable[tuple[Expr, int]],
        *,
        largest: Expr,
        regime: Branch,
        hypotheses: Iterable[Basic] = (),
    ) -> None:
        super().__init__(eigenvalues, regime=regime, hypotheses=hypotheses)
        self._largest = largest

    def max_eigenvalue(self) -> Expr:
        """Return the largest eigenvalue, the sharpness."""
        return self._largest

    def min_eigenvalue(self) -> Expr:
        """Return the smallest eigenvalue; raises ``ValueError`` if there are symbols."""
        return self._smallest(self)

    def condition_number(self) -> Expr:
        """Return lambda_max over the smallest eigenvalue that is not 0; numbers only."""
        return self._largest / self._smallest(value for value in self if not value.is_zero)

    def _tables(self) -> list[Table]:
        from symfact.displays import matrix_spectrum  # noqa: PLC0415

        return [matrix_spectrum(self)]

    def _smallest(self, values: Iterable[Expr]) -> Expr:
        if any(value.free_symbols for value in self):
            raise ValueError(f"spectrum: {self} is symbolic; allowed here are numbers only")
        return min(values, key=_size)


def _size(value: Expr) -> Expr:
    return value.evalf(_ORDER_DIGITS)


def pair_sums(x: Expr, y: Expr, L: int) -> tuple[Expr, Expr]:
    """Return G = sum x^(2(L-1-k)) y^(2k), k < L, and T = sum (x/y)^(2k-L), 1 <= k < L.

    Of different numbers, and where the sums are long, as quotients.

    >>> from sympy.abc import x, y
    >>> pair_sums(x, y, 3)
    (x**4 + x**2*y**2 + y**4, x/y + y/x)
    """
    if L > _LONGEST_SUM and x.is_number and y.is_number and x != y:
        t = x / y
        T = (t ** (L - 1) - t ** (1 - L)) / (t - 1 / t)
        return (x ** (2 * L) - y ** (2 * L)) / (x**2 - y**2), T
    G = Add(*(x ** (2 * (L - 1 - k)) * y ** (2 * k) for k in range(L)))
    return G, Add(*((x / y) ** (2 * k - L) for k in range(1, L)))


def _own(x: Expr, c: Expr, L: int) -> Expr:
    return 2 * L * x ** (2 * L - 2) + (4 - 2 * L) * c


def eigenvalues(
    m: Sequence[Expr],
    x: Sequence[Expr],
    c: Expr,
    L: int,
    blocks: Blocks,
    hypotheses: Iterable[Basic] = (),
) -> MatrixSpectrum:
    """Return the spectrum for singular values m_1, ... and the entries x_1, ..., x_r > 0.

    >>> from symfact.blocks import count_blocks
    >>> eigenvalues([Integer(2)] * 2, [Integer(1)] * 2, Integer(1), 3, count_blocks(2, (2,) * 4))
    {4: 9, 12: 1, 0: 2}
    """
    own = [(_own(value, c, L), 1) for value in x]
    for a, b in combinations(x, 2):
        G, T = pair_sums(a, b, L)
        own += [(2 * G + 2 * c * (1 - T), 1), (2 * G + 2 * c * (1 + T), 1)]
    for a, size in zip(x, m, strict=False):
        weight = 2 * a ** (L - 2)
        own += [(weight * (size + s * other), 1) for other in m[len(x) :] for s in (-1, 1)]
        own.append((weight * size, blocks.single))
    for other in m[len(x) :]:
        own += [(2 * c + s * 2 * other, blocks.coupled) for s in (1, -1)]
    own += [(4 * c, blocks.bulk), (2 * c, blocks.free), (Integer(0), blocks.zero)]
    pairs = [(expand_mul(value), count) for value, count in own if count]
    largest = max_eigenvalue(m, x, c, L, blocks)
    regime: Branch = "nonzero" if x else "zero"
    return MatrixSpectrum(pairs, largest=largest, regime=regime, hypotheses=hypotheses)


def max_eigenvalue(m: Sequence[Expr], x: Sequence[Expr], c: Expr, L: int, blocks: Blocks) -> Expr:
    """Return the largest eigenvalue in closed form: no pair but {1, 2} can have it."""
    if not x:
        return 2 * c + 2 * m[0] if L == 2 else 2 * c
    symbolic = any(value.free_symbols for value in x)  # then in an order that nobody knows
    candidates = [_own(value, c, L) for value in (x if symbolic else x[:1])]
    for a, b in combinations(x if symbolic else x[:2], 2):
        G, T = pair_sums(a, b, L)
        candidates.append(2 * G + 2 * c * (1 + T))
    if len(x) == 1 and blocks.inactive:
        candidates.append(2 * x[0] ** (L - 2) * (m[0] + m[1]))
    if L == 2:
        candidates.append(4 * c)
    candidates = [expand_mul(value) for value in candidates]
    if any(value.free_symbols for value in candidates):
        return Max(*candidates)
    return max(candidates, key=_size)


def trace(x: Sequence[Expr], c: Expr, L: int, blocks: Blocks) -> Expr:
    """Return the trace of the Hessian, from its diagonal entries.

    2 c N + 2 (sum_{a,b <= r} G_ab + (d_0 + d_L - 2 r) sum_a x_a^(2L-2)), N the number of weights.
    """
    ends = L + blocks.single + 2 * blocks.inactive
    squares = Add(*(ends * value ** (2 * L - 2) for value in x))
    pairs = Add(*(2 * pair_sums(a, b, L)[0] for a, b in combinations(x, 2)))
    return expand_mul(2 * c * blocks.total() + 2 * (squares + pairs))
