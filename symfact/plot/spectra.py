"""Hessian spectra: against lambda for a number, and predicted and computed for a matrix."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sympy import Expr, Symbol, lambdify, latex

from symfact import minimizer
from symfact.matrix import MatrixFactorization
from symfact.plot.canvas import COLORS, DASHES, GREY, axes_for, finish, require, tex
from symfact.plot.inputs import read_depths, read_target
from symfact.scalar import ScalarFactorization
from symfact.spectrum import Branch, Multiplicity

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["dense_spectrum", "plot_matrix_spectrum", "plot_spectrum"]

Array: TypeAlias = NDArray[np.float64]

_BRANCHES: tuple[Branch, ...] = ("nonzero", "zero")
_W = Symbol("w", positive=True)
_STEPS, _DIGITS = 60, 17
_HIGHEST = 1.5  # of lambda_c
_MOST_WEIGHTS = 2000
_MATRIX_LOSS = r"$\|M - W_L\cdots W_1\|_F^2 + (\lambda/L)\,\sum\|W_i\|_F^2$"


class _Arc(NamedTuple):
    """An eigenvalue on one side of lambda_c; the place of lambda_c itself, if it is there."""

    label: str
    lams: Array
    values: Array
    tie: int


def plot_spectrum(target: Any = 2, depth: Any = 5, ax: Axes | None = None) -> Axes:
    r"""Draw the eigenvalues of the Hessian at the global minimizers against lambda.

    From 0 to 3/2 lambda_c, or to 1 for target 0, where lambda_c = 0.  For L >= 3 the curves
    end at lambda_c, where both kinds of minimizers are global: the spectrum of each is
    marked there.  Multiplicities are in the legend.  Bad input and symbols raise
    ``ValueError`` or ``TypeError`` with one line.

    >>> [line.get_label() for line in plot_spectrum(target=2, depth=3).lines][0]
    '$4 \\lambda / 3$ (2 times)'
    """
    require()
    m, (L,) = read_target(target), read_depths([depth])
    critical = float(ScalarFactorization(m, depth=L).critical_lam())
    axes = axes_for(ax)
    arcs = [arc for branch in _BRANCHES[not m :] for arc in _arcs(m, L, branch, critical)]
    for arc, color, dash in zip(arcs, COLORS, DASHES, strict=False):
        axes.plot(arc.lams, arc.values, color=color, ls=dash, label=arc.label)
        if m and L > 2:
            end = (arc.lams[[arc.tie]], arc.values[[arc.tie]])
            axes.plot(*end, "o", color=color, ms=4, zorder=3)
    if m:
        axes.axvline(critical, color=GREY, ls=":", lw=1)
        tie: dict[str, Any] = {"marker": "o", "ms": 4} if L > 2 else {}
        note = "tie" if L > 2 else "no jump"
        label = rf"$\lambda_c = {tex(critical)}$: {note}"
        axes.plot([], [], color=GREY, ls=":", lw=1, label=label, **tie)
    if m and L > 2:
        axes.set_yscale("log")
    axes.set_xlabel(r"regularization $\lambda$")
    axes.set_ylabel("Hessian eigenvalue at global minimizers")
    return finish(axes, ax, rf"$m = {tex(float(m))}$, $L = {L}$", ncols=2 if L < 100 else 1)


def _arcs(m: Fraction, L: int, branch: Branch, critical: float) -> list[_Arc]:
    """Return each eigenvalue with w != 0 up to lambda_c, or those with w = 0 from there on."""
    generic = ScalarFactorization(depth=L)
    problem = generic if m else ScalarFactorization(0, depth=L)
    if branch == "nonzero":
        lams = critical * np.linspace(0, 1, _STEPS + 1)[1:]
        w, tie = _magnitudes(m, lams, L), -1
    else:
        lams = critical * np.linspace(1, _HIGHEST, 2) if m else np.array([0.0, 1.0])
        w, tie = np.zeros_like(lams), 0
    symbols = [generic.target, generic.lam, _W]
    return [
        _Arc(
            _label(value, count),
            lams,
            lambdify(symbols, value)(float(m), lams, w),
            tie,
        )
        for value, count in problem.spectrum(branch).items()
    ]


def _label(value: Expr, count: Multiplicity) -> str:
    times = "once" if count == 1 else f"{count} times"
    return f"${latex(value, fold_short_frac=True)}$ ({times})"


def _magnitudes(m: Fraction, lams: Array, L: int) -> Array:
    """Return w at the global minimizers with w != 0; the last lambda is lambda_c."""
    inside = [float(minimizer.minimizer(m, Fraction(lam), L, _DIGITS).w) for lam in lams[:-1]]
    at_tie = abs(float(m)) * (L - 2) / (L - 1)  # w^L, which is 0 at L = 2
    return np.array([*inside, at_tie ** (1 / L)])


def plot_matrix_spectrum(
    problem: MatrixFactorization, ax: Axes | None = None, *, branch: Branch | None = None
) -> Axes:
    """Draw the predicted Hessian spectrum of a matrix problem, and the computed one.

    Predicted is ``problem.spectrum(branch)``.  Computed are the eigenvalues of the full
    Hessian, by a dense routine, at a global minimizer with random hidden rotations; the
    legend has the largest difference of both.  Bad input, symbols, ties without `branch` and
    more than 2000 weights raise ``ValueError`` or ``TypeError`` with one line.

    >>> q = MatrixFactorization([[3, 0], [0, 2]], lam="1/10", depth=3)
    >>> computed, predicted = plot_matrix_spectrum(q).lines
    >>> np.allclose(computed.get_ydata(), predicted.get_ydata(), atol=1e-12)
    True
    """
    require()
    computed = dense_spectrum(problem, branch)
    pairs = sorted((float(value), count) for value, count in problem.spectrum(branch).items())
    predicted = np.repeat([value for value, _ in pairs], [count for _, count in pairs])
    largest, error = predicted[-1], float(abs(predicted - computed).max())
    index = np.arange(1, len(computed) + 1)
    axes = axes_for(ax)
    axes.plot(
        index, computed, "o", ms=6, mfc="none", color=COLORS[1], label="computed: dense routine"
    )
    label = f"predicted: {len(pairs)} distinct values"
    axes.plot(index, predicted, ".", ms=3, color=COLORS[0], label=label)
    smallest = min(value for value, _ in pairs if value > 0)
    axes.set_yscale("symlog", linthresh=max(smallest / 2, largest * 1e-6))
    axes.set_xlabel(f"index of the eigenvalue, 1 to {len(computed)}")
    axes.set_ylabel("eigenvalue of the Hessian")
    facts = rf"$\lambda = {tex(float(problem.lam))}$, $L = {problem.depth}$"
    part = tex(error / largest, 1)
    return finish(
        axes,
        ax,
        rf"{_MATRIX_LOSS}" "\n" rf"{facts}, largest difference ${part}\,\lambda_{{\max}}$",
        ncols=1,
    )


def dense_spectrum(problem: MatrixFactorization, branch: Branch | None = None) -> Array:
    """Return the eigenvalues of the full Hessian at a minimizer, increasing, by a dense routine.

    The Hessian is made a column at a time, from its products with unit vectors.  Raises
    ``ValueError`` for more than 2000 weights.

    >>> dense_spectrum(MatrixFactorization([[1.0]], lam=4, depth=2)).round(12).tolist()
    [2.0, 6.0]
    """
    if not isinstance(problem, MatrixFactorization):
        given = type(problem).__name__
        raise TypeError(f"problem: a {given} given; allowed is a MatrixFactorization")
    size = sum(rows * columns for rows, columns in pairwise(problem.dimensions))
    if size > _MOST_WEIGHTS:
        raise ValueError(f"problem: {size} weights; allowed for a full Hessian are {_MOST_WEIGHTS}")
    layers = problem.minimizer(branch=branch)
    ends = np.cumsum([layer.size for layer in layers])
    columns = []
    for unit in np.eye(size):
        parts = zip(np.split(unit, ends[:-1]), layers, strict=True)
        moved = problem.hessian_vector_product(layers, [u.reshape(w.shape) for u, w in parts])
        columns.append(np.concatenate([layer.ravel() for layer in moved]))
    return np.linalg.eigvalsh(np.array(columns))
