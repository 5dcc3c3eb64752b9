"""Generic-index calculus: gradient, Hessian and spectrum, derived once for every depth.

The product of the weights is affine in each of them: for two indices j != k it is
``w_j w_k P`` with P free of both.  Differentiating

    (m - w_j w_k P)^2 + lambda/L (w_j^2 + w_k^2 + S)

(S the sum of the other squares) therefore gives the entries (19) and (22) of the paper
for every depth L at once.  Everything here is a pure function on SymPy expressions in
the placeholders below; callers replace the placeholders with their own symbols or numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from sympy import Add, Dummy, Expr, Integer, Matrix, Mul, Poly, diff, expand_mul

__all__ = [
    "DEPTH",
    "LAM",
    "OTHERS",
    "TARGET",
    "W_J",
    "W_K",
    "Entries",
    "Structure",
    "W",
    "generic_entries",
    "instantiate_gradient",
    "instantiate_hessian",
    "structure_at_minimizer",
    "structure_at_zero",
]

TARGET = Dummy("m", real=True)
LAM = Dummy("lambda", positive=True)
DEPTH = Dummy("L", integer=True, positive=True)
W_J = Dummy("w_j", real=True)
W_K = Dummy("w_k", real=True)
OTHERS = Dummy("P", real=True)  # the product of the weights other than w_j and w_k
W = Dummy("w", positive=True)  # the common magnitude of balanced weights

_SQUARES = Dummy("S", real=True)  # the sum of the squares of the other weights
_PRODUCT = Dummy("rho", real=True)  # the product of all weights
_Q = Dummy("q", real=True, nonzero=True)  # rho / w, at balanced weights
_SIGNS = (Dummy("s_j"), Dummy("s_k"))  # s^2 = 1


class Entries(NamedTuple):
    """The derivatives of the loss at generic indices j != k, in the placeholders."""

    gradient: Expr
    diagonal: Expr
    off_diagonal: Expr


class Structure(NamedTuple):
    """A Hessian of the form ``alpha I + beta s s^T`` with s a vector of signs."""

    alpha: Expr
    beta: Expr


@cache
def generic_entries() -> Entries:
    """Derive the entry j of the gradient and the entries (j, j), (j, k) of the Hessian.

    Formulas (19) and (22) of the paper, by ``sympy.diff``; valid for every L >= 2.

    >>> generic_entries().diagonal
    2*_P**2*_w_k**2 + 2*_lambda/_L
    """
    loss = (TARGET - W_J * W_K * OTHERS) ** 2 + LAM / DEPTH * (W_J**2 + W_K**2 + _SQUARES)
    gradient = diff(loss, W_J)
    return Entries(gradient, expand_mul(diff(gradient, W_J)), diff(loss, W_J, W_K))


@cache
def structure_at_minimizer() -> Structure:
    """Derive the Hessian at a balanced critical point with w != 0.

    Balance (3) is ``w_i = s_i w`` with ``s_i^2 = 1``; stationarity (20) then eliminates
    the data residual, ``m - rho = lambda w^2 / (L rho)``.  What remains of (24) is
    ``alpha I + beta s s^T`` with alpha, beta free of m and of the signs.

    >>> alpha, beta = structure_at_minimizer()
    >>> alpha, beta
    (4*_lambda/_L, 2*_w**(2*_L - 2) - 2*_lambda/_L)
    """
    gradient, diagonal, off_diagonal = (_balance(entry) for entry in generic_entries())
    residual_free = {TARGET: _solve_linear(gradient, TARGET)}
    diagonal = _reduce_signs(diagonal.xreplace(residual_free))
    beta = _reduce_signs(off_diagonal.xreplace(residual_free) * Mul(*_SIGNS))
    alpha = expand_mul(diagonal - beta)
    power = {_Q**2: W ** (2 * DEPTH - 2)}
    return Structure(alpha.xreplace(power), beta.xreplace(power))


def structure_at_zero(others: int) -> Structure:
    """Derive the Hessian at w = 0, where the product of the other weights is `others`.

    It is 1 (the empty product) at L = 2 and 0 for L >= 3; formula (17) of the paper does
    not hold there.  Source: derived here.

    >>> structure_at_zero(0)
    Structure(alpha=2*_lambda/_L, beta=0)
    >>> structure_at_zero(1).beta
    -2*_m
    """
    origin = {W_J: Integer(0), W_K: Integer(0), OTHERS: Integer(others)}
    diagonal = generic_entries().diagonal.xreplace(origin)
    off_diagonal = generic_entries().off_diagonal.xreplace(origin)
    return Structure(diagonal - off_diagonal, off_diagonal)


def instantiate_gradient(entry: Expr, weights: Sequence[Expr]) -> Any:
    """Return the gradient as a column Matrix, from its generic entry.

    >>> from sympy import symbols
    >>> instantiate_gradient(W_J + 2 * W_K * OTHERS, symbols("x y"))
    Matrix([
    [x + 2*y],
    [2*x + y]])
    """
    return Matrix([_instantiate(entry, weights, j) for j in range(len(weights))])


def instantiate_hessian(entries: Entries, weights: Sequence[Expr]) -> Any:
    """Return the Hessian as a symmetric Matrix, from its generic entries.

    The entry (j, k) is P times a factor in which w_j, w_k and P occur only as their product,
    the same for all pairs.  All factors are put into SymPy's order once, so that each entry
    only leaves out two of them (``evaluate=False`` skips sorting them again).

    >>> from sympy import symbols
    >>> instantiate_hessian(generic_entries(), symbols("x y z"))[0, 1]
    z*(-2*_m + 4*x*y*z)
    """
    size = len(weights)
    factors, in_order = _ordered_factors(entries.off_diagonal, weights)
    rows: list[list[Expr]] = [[Integer(0)] * size for _ in weights]
    for j, w_j in enumerate(weights):
        rows[j][j] = _instantiate(entries.diagonal, weights, j)
        others = [factor for factor in factors if factor is not w_j]
        for k, w_k in enumerate(weights[:j]):
            rest = (factor for factor in others if factor is not w_k)
            rows[j][k] = rows[k][j] = Mul(*rest, evaluate=not in_order)
    return Matrix(rows)


def _ordered_factors(off_diagonal: Expr, weights: Sequence[Expr]) -> tuple[list[Expr], bool]:
    """Return the weights and the common factor of (j, k), and whether they are in order.

    They are not if the common factor is itself a product of the weights (a target of 0).
    """
    common = (off_diagonal / OTHERS).xreplace({W_J: _PRODUCT / (W_K * OTHERS)})
    common = common.xreplace({_PRODUCT: Mul(*weights)})
    product = Mul(common, *weights)
    if common in product.args:
        return list(product.args), True
    return [common, *weights], False


def _instantiate(entry: Expr, weights: Sequence[Expr], j: int) -> Expr:
    """Put the weight j, another one and the product of the rest into a generic entry."""
    k = 1 if j == 0 else 0
    rest = Mul(*(weight for i, weight in enumerate(weights) if i not in (j, k)))
    return entry.xreplace({W_J: weights[j], W_K: weights[k], OTHERS: rest})


def _balance(entry: Expr) -> Expr:
    """Substitute w_j = s_j w, w_k = s_k w and P = rho / (w_j w_k), with rho = q w."""
    s_j, s_k = _SIGNS
    return expand_mul(entry.xreplace({W_J: s_j * W, W_K: s_k * W, OTHERS: _Q / (s_j * s_k * W)}))


def _solve_linear(equation: Expr, unknown: Expr) -> Expr:
    """Solve ``a unknown + b = 0``, the equation being expanded and a a monomial."""
    slope = diff(equation, unknown)
    return expand_mul(unknown - equation / slope)


def _reduce_signs(expression: Expr) -> Expr:
    """Replace every power of a sign s by s or 1, as s^2 = 1 allows."""
    shifted = expand_mul(expression * Mul(*(s**4 for s in _SIGNS)))
    terms = Poly(shifted, *_SIGNS).terms()
    return Add(
        *(c * Mul(*(s ** (e % 2) for s, e in zip(_SIGNS, es, strict=True))) for es, c in terms)
    )
