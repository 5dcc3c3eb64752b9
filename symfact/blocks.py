"""The blocks of the Hessian of deep matrix factorization: which there are, and how many.

At a minimizer the layers are W_i = Q_i X_i Q_{i-1}^T, X_i diagonal with entries x_1, ..., x_r > 0
and zeros.  In these bases the Hessian splits into one block per unordered pair {a, b} of
indices; `Blocks` counts the eigenvalues of each kind (c = lambda/L):

    a = b <= r       4c (L-1 times), and one of its own
    a < b <= r       0 (L-1 times), 4c (L-1 times), and two of their own
    a <= r < b       0 and 4c, once for each hidden layer that has the index b; two of their
                     own if b <= min(d_0, d_L), one if b is below only one of them
    r < a, b         2c; at L = 2, 2c +- 2 m_b for each hidden a and each b <= min(d_0, d_2)

Source: derived here (the paper leaves the matrix case open).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

__all__ = ["Blocks", "count_blocks"]


class Blocks(NamedTuple):
    """Numbers of eigenvalues of each kind, at a minimizer with `active` = r entries x_k > 0."""

    active: int
    """r; so many eigenvalues of the blocks a = b, and r (r - 1) of the pairs a < b <= r."""
    singular_values: int
    """min(d_0, d_L), the number of singular values of the target, zeros included."""
    zero: int
    """The eigenvalue 0: rotations of the hidden layers."""
    bulk: int
    """The eigenvalue 4c."""
    single: int
    """The eigenvalue 2 x_a^(L-2) m_a, for each a <= r: |d_0 - d_L|."""
    free: int
    """The eigenvalue 2c."""
    coupled: int
    """The eigenvalues 2c + 2 m_b and 2c - 2 m_b, for each b > r: only at L = 2."""

    @property
    def inactive(self) -> int:
        """The number of singular values m_b with b > r."""
        return self.singular_values - self.active

    def total(self) -> int:
        """Return the number of all eigenvalues, the sum of d_i d_{i-1}.

        >>> count_blocks(2, (4, 3, 5)).total()
        27
        """
        r, b = self.active, self.inactive
        own = r + r * (r - 1) + 2 * r * b + r * self.single + 2 * b * self.coupled
        return own + self.zero + self.bulk + self.free


def count_blocks(active: int, dimensions: Sequence[int]) -> Blocks:
    """Return the numbers of eigenvalues for the dimensions d_0, ..., d_L of the layers.

    >>> count_blocks(1, (3, 1, 2))
    Blocks(active=1, singular_values=2, zero=0, bulk=1, single=1, free=0, coupled=0)
    """
    r, hidden, (first, last) = active, dimensions[1:-1], (dimensions[0], dimensions[-1])
    depth, rotations = len(dimensions) - 1, active * sum(d - active for d in hidden)
    pairs, difference = r * (r - 1) // 2, abs(first - last)
    coupled = hidden[0] - r if depth == 2 else 0
    rest = sum((d - r) * (e - r) for d, e in pairwise(dimensions))
    return Blocks(
        active=r,
        singular_values=min(first, last),
        zero=pairs * (depth - 1) + rotations,
        bulk=(r + pairs) * (depth - 1) + rotations,
        single=difference,
        free=coupled * difference if depth == 2 else rest,
        coupled=coupled,
    )
