"""The regimes in the plane of target and lambda, for one depth or several."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from sympy import Symbol, lambdify

from symfact.plot.canvas import COLORS, GREY, MARKERS, axes_for, finish, require, tex
from symfact.plot.inputs import read_depths, read_lam, read_target
from symfact.scalar import ScalarFactorization

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["plot_phase"]

_TITLE = (
    "minimizers of $(m - w_L\\cdots w_1)^2 + (\\lambda/L)\\,\\sum w_i^2$\n"
    r"$\lambda_c = L\,(L-2)^{1-2/L}\,(L-1)^{2/L-2}\,|m|^{2-2/L}$"
)
_FOLD = r"$\lambda_f = 2^{2/L-2} L\,\lambda_c$"


def plot_phase(
    depth: Any = (2, 3, 5, 10), target: Any = 1, lam: Any = None, ax: Axes | None = None
) -> Axes:
    """Draw lambda_c (solid) and lambda_f (dashed) against |m|, for one depth or several.

    Up to lambda_c there are global minimizers with w != 0, above it w = 0 is the only one;
    local minima with w != 0 survive up to lambda_f (shaded).  |m| goes from a tenth of the
    target's to ten times it; with `lam` the problem (target, lam) is marked.  Bad input and
    symbols raise ``ValueError`` or ``TypeError`` with one line.

    >>> [line.get_label() for line in plot_phase(depth=3).lines][:2]
    ['$L = 3$', '_lambda_f']
    """
    require()
    m, depths = abs(float(read_target(target))), read_depths(depth)
    if not m:
        raise ValueError("target: 0 is not on a logarithmic axis; allowed here is another")
    point = None if lam is None else (m, float(read_lam(lam)))
    axes = axes_for(ax)
    targets = np.geomspace(m / 10, m * 10, 41)
    for L, color, marker in zip(depths, COLORS, MARKERS, strict=False):
        _draw_depth(axes, targets, L, color, marker)
    axes.plot([], [], color=GREY, ls="-", label=r"$\lambda_c$")
    if depths[-1] > 2:
        axes.plot([], [], color=GREY, ls="--", label=_FOLD)
        axes.fill_between([], [], color=GREY, alpha=0.2, lw=0, label="between: $w > 0$ local only")
    if point is not None:
        label = rf"$|m| = {tex(m)}$, $\lambda = {tex(point[1])}$"
        axes.plot(*[[x] for x in point], "k*", ms=9, ls="", label=label)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("size of the target $|m|$")
    axes.set_ylabel(r"regularization $\lambda$")
    above, below = "above: $w = 0$ is\nthe only minimizer", "below: $w > 0$ at\nglobal minimizers"
    axes.text(0.04, 0.96, above, va="top", transform=axes.transAxes)
    axes.text(0.96, 0.04, below, ha="right", transform=axes.transAxes)
    return finish(axes, ax, _TITLE)


def _draw_depth(axes: Axes, targets: Any, L: int, color: str, marker: str) -> None:
    critical = _critical(L)
    low, high = critical(targets), L * critical(targets / 2)
    axes.plot(targets, low, color=color, marker=marker, ms=4, markevery=(5, 10), label=f"$L = {L}$")
    if L > 2:
        axes.plot(
            targets,
            high,
            color=color,
            ls="--",
            marker=marker,
            ms=4,
            mfc="white",
            markevery=(5, 10),
            label="_lambda_f",
        )
        axes.fill_between(targets, low, high, color=color, alpha=0.2, lw=0)


def _critical(L: int) -> Callable[[Any], Any]:
    """Return lambda_c as a function of m."""
    m = Symbol("m", positive=True)
    return lambdify(m, ScalarFactorization(m, depth=L).critical_lam())  # type: ignore[no-any-return]
