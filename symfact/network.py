"""Weights of deep matrix factorization as NumPy arrays: loss, gradient, Hessian times vector.

For layers W_1, ..., W_L, a target M and c = lambda/L,

    loss = ||M - W_L ... W_1||_F^2 + c sum ||W_i||_F^2.

Plain float64 linear algebra, for checks and for optimizers; nothing here knows the spectrum.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import reduce
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "LowRank",
    "complete",
    "gradient",
    "hessian_vector_product",
    "loss",
    "orthonormal_columns",
    "read_layers",
]

Array: TypeAlias = NDArray[np.float64]
Layers: TypeAlias = Sequence[Array]


class LowRank:
    """The matrix ``left @ right.T`` as a linear operator: only the two factors are stored.

    >>> operator = LowRank(np.ones((3, 1)), np.ones((2, 1)))
    >>> operator.shape, operator @ np.array([1.0, 2.0])
    ((3, 2), array([3., 3., 3.]))
    """

    def __init__(self, left: Array, right: Array) -> None:
        self.left, self.right = left, right
        self.shape = (left.shape[0], right.shape[0])

    def __matmul__(self, other: Any) -> Array:
        return np.asarray(self.left @ (self.right.T @ np.asarray(other)))

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NDArray[Any]:
        return np.asarray(self.left @ self.right.T, dtype=dtype)

    def __repr__(self) -> str:
        return f"LowRank(shape={self.shape}, rank={self.left.shape[1]})"


def read_layers(values: Any, shapes: Sequence[tuple[int, ...]], name: str) -> list[Array]:
    """Return one real array a layer; `name` is the argument to blame for anything else.

    >>> read_layers([[[1, 2]]], [(1, 2)], "layers")
    [array([[1., 2.]])]
    """
    allowed = f"allowed are real arrays of the shapes {list(shapes)}"
    if not isinstance(values, Iterable):
        raise TypeError(f"{name}: a {type(values).__name__} given; {allowed}")
    arrays = [np.asarray(value) for value in values]
    if [array.shape for array in arrays] != list(shapes):
        raise ValueError(f"{name}: shapes {[array.shape for array in arrays]} given; {allowed}")
    if any(array.dtype.kind not in "biuf" for array in arrays):
        raise TypeError(f"{name}: {[str(array.dtype) for array in arrays]} given; {allowed}")
    return [np.asarray(array, dtype=float) for array in arrays]


def loss(target: Array, c: float, layers: Layers) -> float:
    """Return the loss.

    >>> loss(np.eye(2), 0.5, [np.eye(2), np.eye(2)])
    2.0
    """
    penalty = sum(float(np.vdot(w, w)) for w in layers)
    residual = target - reduce(lambda product, w: w @ product, layers)
    return float(np.vdot(residual, residual)) + c * penalty


def _after(layers: Layers) -> list[Array]:
    """Return for each i the product W_L ... W_{i+1}."""
    products = [np.eye(layers[-1].shape[0])]
    for w in reversed(layers[1:]):
        products.append(products[-1] @ w)
    return products[::-1]


def _before(layers: Layers) -> list[Array]:
    """Return for each i the product W_{i-1} ... W_1."""
    products = [np.eye(layers[0].shape[1])]
    for w in layers[:-1]:
        products.append(w @ products[-1])
    return products


def gradient(target: Array, c: float, layers: Layers) -> list[Array]:
    """Return the derivative by each layer, -2 A^T (M - A W B) B^T + 2 c W.

    >>> gradient(np.eye(2), 0.5, [np.eye(2), np.eye(2)])[0].tolist()
    [[1.0, 0.0], [0.0, 1.0]]
    """
    after, before = _after(layers), _before(layers)
    residual = target - after[0] @ layers[0]
    return [
        2 * c * w - 2 * a.T @ residual @ b.T for w, a, b in zip(layers, after, before, strict=True)
    ]


def hessian_vector_product(
    target: Array, c: float, layers: Layers, directions: Sequence[Any]
) -> list[Array]:
    """Return the derivative of the gradient along `directions`, one array a layer.

    >>> hessian_vector_product(np.zeros((1, 1)), 1.0, [np.eye(1)] * 2, [np.eye(1)] * 2)
    [array([[8.]]), array([[8.]])]
    """
    moves = read_layers(directions, [w.shape for w in layers], "directions")
    after, before = _after(layers), _before(layers)
    after_moves, before_moves = [np.zeros_like(after[-1])], [np.zeros_like(before[0])]
    for k in range(len(layers) - 1, 0, -1):
        after_moves.append(after_moves[-1] @ layers[k] + after[k] @ moves[k])
    for k in range(len(layers) - 1):
        before_moves.append(layers[k] @ before_moves[-1] + moves[k] @ before[k])
    after_moves.reverse()
    residual = target - after[0] @ layers[0]
    change = after_moves[0] @ layers[0] + after[0] @ moves[0]
    return [
        2 * c * d + 2 * a.T @ change @ b.T - 2 * (da.T @ residual @ b.T + a.T @ residual @ db.T)
        for d, a, b, da, db in zip(moves, after, before, after_moves, before_moves, strict=True)
    ]


def orthonormal_columns(size: int, columns: int, rng: np.random.Generator) -> Array:
    """Return a `size` x `columns` matrix with orthonormal columns, uniform among all of them.

    The first columns do not depend on how many there are.

    >>> q = orthonormal_columns(5, 2, np.random.default_rng(0))
    >>> bool(np.allclose(q.T @ q, np.eye(2)))
    True
    """
    gaussian = rng.standard_normal((columns, size)).T
    q, r = np.linalg.qr(gaussian)
    signs = np.where(np.diag(r) < 0, -1.0, 1.0)  # this makes the distribution uniform
    return np.asarray(q * signs)


def complete(columns: Array, count: int, rng: np.random.Generator) -> Array:
    """Return `count` orthonormal columns that begin with the given ones.

    >>> complete(np.eye(3, 1), 3, np.random.default_rng(0))[:, 0].tolist()
    [1.0, 0.0, 0.0]
    """
    size, given = columns.shape
    if count <= given:
        return columns[:, :count]
    q, _ = np.linalg.qr(np.hstack([columns, rng.standard_normal((size, count - given))]))
    return np.hstack([columns, q[:, given:]])
