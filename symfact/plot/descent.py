"""Gradient descent next to a minimizer, with steps on both sides of 2/lambda_max."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sympy import Symbol, lambdify, symbols

from symfact.plot.canvas import COLORS, DASHES, GREY, MARKERS, axes_for, finish, require, tex
from symfact.plot.inputs import read_depths, read_lam, read_target
from symfact.scalar import ScalarFactorization
from symfact.spectrum import Branch

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_descent"]

Array: TypeAlias = NDArray[np.float64]

_FACTORS = (0.95, 1.05)  # of the step 2/lambda_max
_START, _ITERATIONS, _DIGITS = 1e-4, 150, 17
_FAR = 1e6  # as many times the first distance is called divergence
_DEEPEST = 100


def plot_descent(target: Any, lam: Any, depth: Any, ax: Axes | None = None) -> Axes:
    """Draw the distance to a global minimizer under gradient descent, against the iteration.

    The steps are 5 % below and above 2/lambda_max.  Both runs start 1e-4 of the weights'
    size away, along an eigenvector of lambda_max, so that linearly each iteration multiplies
    the distance by 0.9 and 1.1 (thin).  At a tie the minimizer has w != 0.  Bad input,
    symbols and depths beyond 100 raise ``ValueError`` or ``TypeError`` with one line.

    >>> below, above = plot_descent(2, "1/10", 5).lines[:4:2]
    >>> [bool(line.get_ydata()[-1] < 1e-4) for line in (below, above)]
    [True, False]
    """
    require()
    problem = _read(target, lam, depth)
    branch: Branch = "zero" if problem.regime() == "zero" else "nonzero"
    stable = float(problem.spectrum(branch).stable_step())
    near, away = _start(problem, branch)
    axes = axes_for(ax)
    for factor, color, dash, marker in zip(_FACTORS, COLORS, DASHES, MARKERS, strict=False):
        label = rf"step ${factor:g} \cdot 2/\lambda_{{\max}} = {tex(factor * stable)}$"
        run = _distances(problem, near, away, factor * stable)
        axes.plot(run, color=color, ls=dash, marker=marker, ms=4, markevery=15, label=label)
        linear = run[0] * abs(1 - 2 * factor) ** np.arange(len(run))
        axes.plot(linear[linear <= 2 * run.max()], color=GREY, lw=0.8, zorder=1)
    axes.plot([], [], color=GREY, lw=0.8, label=r"linear: $|1 - \eta\lambda_{\max}|^t$")
    axes.set_yscale("log")
    axes.set_xlabel("iteration $t$")
    axes.set_ylabel(r"distance $\|w^{(t)} - w^*\|$ to minimizer")
    m, lam, L = float(problem.target), float(problem.lam), problem.depth
    place = "$w^* = 0$" if branch == "zero" else rf"$|w_i^*| = {tex(abs(near[0]))}$"
    return finish(axes, ax, rf"$m = {tex(m)}$, $\lambda = {tex(lam)}$, $L = {L}$: {place}", ncols=1)


def _read(target: Any, lam: Any, depth: Any) -> ScalarFactorization:
    (L,) = read_depths([depth])
    if L > _DEEPEST:
        raise ValueError(f"depth: {L} given; allowed in this picture are 2 to {_DEEPEST}")
    return ScalarFactorization(read_target(target), read_lam(lam), L)


def _start(problem: ScalarFactorization, branch: Branch) -> tuple[Array, Array]:
    """Return a minimizer, and a short vector along an eigenvector of lambda_max."""
    size = float(problem.minimizer(_DIGITS).w) if branch == "nonzero" else 0.0
    weights = np.full(int(problem.depth), size)
    weights[-1] *= -1 if problem.target < 0 else 1
    top = max(problem.eigenvectors(branch=branch), key=lambda found: float(found[0]))
    vector = np.array(top[2][0], dtype=float).ravel()
    m, lam, L = abs(float(problem.target)), float(problem.lam), int(problem.depth)
    scale = size or m ** (1 / L) or lam ** (1 / (2 * L - 2))  # of what is not linear
    return weights, _START * scale * vector


def _distances(problem: ScalarFactorization, near: Array, away: Array, step: float) -> Array:
    """Return the distances from `near` in the course of gradient descent from near + away."""
    gradient, weights, most = _gradient(problem), near + away, _FAR * np.linalg.norm(away)
    found: list[float] = []
    with np.errstate(over="ignore", invalid="ignore"):  # what is not finite ends the loop
        while len(found) <= _ITERATIONS and (now := float(np.linalg.norm(weights - near))) <= most:
            found.append(now)
            weights = weights - step * gradient(weights)
    return np.array(found)


def _gradient(problem: ScalarFactorization) -> Callable[[Array], Array]:
    """Return the gradient as a function of the weights, from its entry for a generic index."""
    generic = ScalarFactorization(problem.target, problem.lam)
    names = [generic.depth, Symbol("P", real=True), *symbols("w_j w_k", real=True)]
    entry, L = lambdify(names, generic.gradient()), int(problem.depth)

    def gradient(weights: Array) -> Array:
        others = np.where(np.eye(L, dtype=bool), 1.0, weights).prod(axis=1)
        return np.asarray(entry(L, others, weights, 1.0))

    return gradient
