"""Eigenvectors of the Hessian of deep matrix factorization, in the bases of a minimizer.

A direction of the block {a, b} moves in each layer W_i the entries u_i at [a, b] and v_i at
[b, a].  With x = x_a, y = x_b (0 if inactive), g_i = x^(L-i) y^(i-1) and h_i = y^(L-i) x^(i-1):

    own        a = b: all entries [a, a] equal;  b <= only one of d_0, d_L: u_1, or v_L
    plus       (u, v) = (g, -h);  r < b: u_1 = 1, v_L = -1
    minus      (u, v) = (g, h);   r < b: u_1 = 1, v_L = 1
    rotation   K antisymmetric, bulk: K symmetric, in dW_i = K X, dW_{i+1} = -X K
    free       one entry [a, b]

Source: derived here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from symfact.blocks import Blocks
from symfact.network import LowRank
from symfact.numeric import Diagonal

__all__ = ["Direction", "Found", "Kind", "direction"]

Array: TypeAlias = NDArray[np.float64]
Kind: TypeAlias = Literal["own", "plus", "minus", "rotation", "bulk", "free"]


class Direction(NamedTuple):
    """What a user asks for: indices from 1, a kind, and a layer for some kinds."""

    a: int
    b: int
    kind: str
    layer: int | None


@dataclass(frozen=True)
class Found:
    """An eigenvalue, and the entries u_i at [a, b] and v_i at [b, a] of its eigenvector."""

    value: float
    a: int
    b: int
    u: Array
    v: Array

    def operators(self, bases: Sequence[Array]) -> list[LowRank]:
        """Return the layers of the unit eigenvector in the bases Q_0, ..., Q_L."""
        size = float(np.sqrt(self.u @ self.u + self.v @ self.v))
        layers = []
        for i, (right, left) in enumerate(pairwise(bases)):
            entries = [(self.u[i], self.a, self.b), (self.v[i], self.b, self.a)]
            kept = [(value / size, row - 1, column - 1) for value, row, column in entries if value]
            lefts = [value * left[:, row] for value, row, _ in kept]
            rights = [right[:, column] for _, _, column in kept]
            layers.append(LowRank(_columns(lefts, len(left)), _columns(rights, len(right))))
        return layers


def _columns(vectors: list[Array], size: int) -> Array:
    return np.stack(vectors, axis=1) if vectors else np.zeros((size, 0))


def direction(
    diagonal: Diagonal, blocks: Blocks, dimensions: Sequence[int], asked: Direction
) -> Found:
    """Return the eigenvector that was asked for; raise ``ValueError`` if there is none such."""
    a, b, kind, layer = asked
    for index in (a, b) if layer is None else (a, b, layer):
        if not isinstance(index, int | np.integer) or isinstance(index, bool):
            raise _none(asked)
    if min(a, b) > blocks.active:
        return _inactive(diagonal, blocks, dimensions, asked)
    if not 1 <= a <= b or kind == "free":
        raise _none(asked)
    if kind in ("rotation", "bulk"):
        return _hidden(diagonal, blocks, dimensions, asked)
    if layer is not None:
        raise ValueError(f"layer: {layer} given for the kind {kind!r}; allowed is to leave it out")
    return _ends(diagonal, blocks, dimensions, asked)


def _none(asked: Direction) -> ValueError:
    return ValueError(
        f"a, b, kind, layer: {tuple(asked)} given; allowed are blocks, kinds and layers that exist"
        " (see MatrixFactorization.spectrum)"
    )


def _hidden(
    diagonal: Diagonal, blocks: Blocks, dimensions: Sequence[int], asked: Direction
) -> Found:
    a, b, kind, layer = asked
    L, x = diagonal.depth, diagonal.power(1)
    if layer is None or not 1 <= layer < L or b > dimensions[layer]:
        raise _none(asked)
    u, v = np.zeros(L), np.zeros(L)
    if a == b:
        if kind == "rotation":
            raise _none(asked)
        u[layer - 1], u[layer] = 1, -1
        return Found(4 * diagonal.c, a, b, u, v)
    sign = 1 if kind == "bulk" else -1
    y = x[b - 1] if b <= blocks.active else 0.0
    u[layer - 1], v[layer - 1] = y, sign * x[a - 1]
    u[layer], v[layer] = -x[a - 1], -sign * y
    return Found(4 * diagonal.c if kind == "bulk" else 0.0, a, b, u, v)


def _ends(diagonal: Diagonal, blocks: Blocks, dimensions: Sequence[int], asked: Direction) -> Found:
    """Return the eigenvectors that have an eigenvalue of their own, for a <= r."""
    a, b, kind, _ = asked
    L, c, m = diagonal.depth, diagonal.c, diagonal.values
    if kind not in ("own", "plus", "minus"):
        raise _none(asked)
    sign, u, v = 1 if kind == "plus" else -1, np.zeros(L), np.zeros(L)
    single = blocks.singular_values < b <= max(dimensions[0], dimensions[-1])
    if (kind == "own") != (a == b or single) or b > max(dimensions[0], dimensions[-1]):
        raise _none(asked)
    if a == b:
        return Found(float(diagonal.own()[a - 1]), a, b, np.ones(L), v)
    if b <= blocks.active:
        logs, steps = diagonal.logs / L, np.arange(L)
        G, T = diagonal.pairs(a - 1, slice(b - 1, b))
        u = np.exp(logs[a - 1] * (L - 1 - steps) + logs[b - 1] * steps)
        return Found(float(G[0] + 2 * c + sign * T[0]), a, b, u, -sign * u[::-1])
    weight = 2 * float(diagonal.power(L - 2)[a - 1])
    if not single or b <= dimensions[0]:
        u[0] = 1
    if not single or b <= dimensions[-1]:
        v[-1] = 1 if single else -sign
    other = 0.0 if single else sign * float(m[b - 1])
    return Found(weight * (float(m[a - 1]) + other), a, b, u, v)


def _inactive(
    diagonal: Diagonal, blocks: Blocks, dimensions: Sequence[int], asked: Direction
) -> Found:
    """Return an entry [a, b] with a, b > r; at L = 2 with its partner, a being hidden."""
    a, b, kind, layer = asked
    L, c, u, v = diagonal.depth, diagonal.c, np.zeros(diagonal.depth), np.zeros(diagonal.depth)
    if kind in ("plus", "minus"):
        if L != 2 or a > dimensions[1] or b > blocks.singular_values or layer is not None:
            raise _none(asked)
        sign = 1 if kind == "plus" else -1
        u[0], v[1] = 1, -sign
        return Found(2 * c + sign * 2 * float(diagonal.values[b - 1]), a, b, u, v)
    if kind != "free" or layer is None or not 1 <= layer <= L:
        raise _none(asked)
    outer = b if layer == 1 else a  # at L = 2, the index that is not hidden
    if a > dimensions[layer] or b > dimensions[layer - 1]:
        raise _none(asked)
    if L == 2 and outer <= blocks.singular_values:
        raise _none(asked)
    u[layer - 1] = 1
    return Found(2 * c, a, b, u, v)
