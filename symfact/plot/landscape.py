"""The reduced loss through the transition, with its critical points."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias

import numpy as np
from sympy import Expr

from symfact import minimizer
from symfact.minimizer import Regime
from symfact.parameters import parse_lam
from symfact.plot.canvas import COLORS, DASHES, GREY, axes_for, finish, require, tex
from symfact.plot.inputs import fold_lam, read_depths, read_lams, read_target
from symfact.scalar import ScalarFactorization

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["Point", "critical_points", "plot_landscape"]

Kind: TypeAlias = Literal["global minimum", "local minimum", "local maximum", "inflection"]

_DIGITS = 17
_STYLES: dict[Kind, dict[str, Any]] = {  # filled or hollow, round or pointed: told apart in grey
    "local minimum": {"marker": "o", "ms": 7.5, "mfc": "none"},
    "global minimum": {"marker": "o", "ms": 4},
    "local maximum": {"marker": "^", "ms": 6, "mfc": "none"},
    "inflection": {"marker": "x", "ms": 6},
}


class Point(NamedTuple):
    """A critical point of the reduced loss; at 0 and at depth 2 also the kink, if it is least."""

    kind: Kind
    rho: float
    loss: float


class _Curve(NamedTuple):
    lam: float
    label: str
    points: list[Point]


def plot_landscape(
    target: Any = 2, depth: Any = 5, lam: Any = None, ax: Axes | None = None
) -> Axes:
    r"""Draw the reduced loss (m - rho)^2 + lambda |rho|^(2/L) against rho = w_L ... w_1.

    Without `lam` there is a curve on each side of the transition at lambda_c and of the fold
    lambda_f, and one at each; else one for each lambda given.  Marked are the global and
    local minima, and the maximum or inflection between them.  Bad input and
    symbols raise ``ValueError`` or ``TypeError`` with one line.

    >>> ax = plot_landscape(target=2, depth=3, lam=[1, 3])
    >>> ax.get_xlabel()
    'end-to-end weight $\\rho = w_L\\cdots w_1$'
    """
    require()
    m, (L,) = read_target(target), read_depths([depth])
    curves = _transition(m, L) if lam is None else _given(m, L, lam)
    axes = axes_for(ax)
    _set_limits(axes, m, L, curves)
    for curve, color, dash in zip(curves, COLORS, DASHES, strict=False):
        rho = _grid(*axes.get_xlim())
        axes.plot(rho, _loss(rho, m, curve.lam, L), color=color, ls=dash, label=curve.label)
        for kind, x, loss in curve.points:
            axes.plot([x], [loss], color=color, ls="", zorder=3, **_STYLES[kind])
    shown = {point.kind for curve in curves for point in curve.points}
    for kind in (kind for kind in _STYLES if kind in shown):
        axes.plot([], [], color=GREY, ls="", label=kind, **_STYLES[kind])
    axes.set_xlabel(r"end-to-end weight $\rho = w_L\cdots w_1$")
    axes.set_ylabel(r"reduced loss $(m-\rho)^2 + \lambda|\rho|^{2/L}$")
    return finish(axes, ax, f"$m = {tex(float(m))}$, $L = {L}$")


def _transition(m: Fraction, L: int) -> list[_Curve]:
    """Return the curves below, at, between and above the two critical values of lambda."""
    if not m:
        raise ValueError("target: 0 has its only minimum in 0; allowed without lam is another")
    critical, fold = ScalarFactorization(m, depth=L).critical_lam(), fold_lam(m, L)
    low, high = Fraction(float(critical)), Fraction(float(fold))
    chosen = [(low / 2, r"\lambda_c/2"), (critical, r"\lambda_c")]
    if L > 2:
        chosen += [((low + high) / 2, r"(\lambda_c + \lambda_f)/2"), (fold, r"\lambda_f")]
    chosen.append((high * Fraction(5, 4), r"5\lambda_f/4"))
    if L == 2:
        chosen[1] = (critical, r"\lambda_c = \lambda_f")
    return [
        _Curve(float(lam), rf"$\lambda = {tex(float(lam), 3)} = {name}$", _points(m, lam, L))
        for lam, name in chosen
    ]


def _points(m: Fraction, lam: Fraction | Expr, L: int) -> list[Point]:
    """Return the critical points at lambda_c, lambda_f or a rational number."""
    if isinstance(lam, Fraction) or lam.is_Rational:
        return critical_points(m, parse_lam(lam), L)
    at_tie = lam == ScalarFactorization(m, depth=L).critical_lam()
    return _classified(m, float(lam), L, *(("tie", "nonzero") if at_tie else ("zero", "tie")))


def _given(m: Fraction, L: int, lam: Any) -> list[_Curve]:
    return [
        _Curve(float(value), rf"$\lambda = {tex(float(value))}$", critical_points(m, value, L))
        for value in read_lams(lam)
    ]


def critical_points(m: Fraction, lam: Fraction, depth: int) -> list[Point]:
    """Return the critical points of the reduced loss, their kinds decided exactly.

    In u = |rho/m| those off 0 solve u^(1-2/L) (1-u) = (lambda/L) |m|^(2/L-2), whose left side
    rises up to u = (L-2)/(2L-2), then falls: the first is a maximum, the second a
    minimum, and they meet at lambda = lambda_f.  At depth 2 there is no maximum.

    >>> [(kind, round(rho, 3)) for kind, rho, _ in critical_points(Fraction(2), Fraction(3), 3)]
    [('global minimum', 0.0), ('local maximum', 0.161), ('global minimum', 1.0)]
    """
    best = minimizer.regime(m, lam, depth)
    survives = minimizer.regime(m / 2, lam / depth, depth)  # lambda_f = L lambda_c(m/2)
    found = _classified(m, float(lam), depth, best, survives)
    if best == "nonzero":
        rho = float(minimizer.minimizer(m, lam, depth, _DIGITS).rho)
        found[-1] = Point("global minimum", rho, float(_loss(rho, m, float(lam), depth)))
    return found


def _classified(m: Fraction, lam: float, L: int, best: Regime, survives: Regime) -> list[Point]:
    """Return the critical points: 0 first, then those up to lambda_f in the order of |rho|."""
    found: list[tuple[Kind, float]] = []  # with rho/m
    if L > 2 or best == "zero":
        found.append((_minimum(best != "nonzero"), 0.0))
    if L == 2 and best == "nonzero":
        found.append(("global minimum", 1 - lam / abs(2 * float(m))))
    if L > 2 and survives == "tie":
        found.append(("inflection", (L - 2) / (2 * L - 2)))
    if L > 2 and survives == "nonzero":
        peak, valley = _stationary(abs(float(m)), lam, L)
        found += [("local maximum", peak), (_minimum(best != "zero"), valley)]
    return [Point(kind, float(m) * u, float(_loss(float(m) * u, m, lam, L))) for kind, u in found]


def _minimum(is_global: bool) -> Kind:
    return "global minimum" if is_global else "local minimum"


def _stationary(size: float, lam: float, L: int) -> tuple[float, float]:
    """Return both solutions u of the equation of `critical_points`, found in log u."""
    log_b, turn = math.log(lam / L) + (2 / L - 2) * math.log(size), (L - 2) / (2 * L - 2)

    def excess(log_u: float) -> float:
        return (1 - 2 / L) * log_u + math.log1p(-math.exp(log_u)) - log_b

    lowest = log_b * L / (L - 2)  # where u^(1-2/L) alone is enough
    peak = _bisect(excess, lowest, math.log(turn))
    return math.exp(peak), math.exp(_bisect(excess, -(2.0**-53), math.log(turn)))


def _bisect(f: Callable[[float], float], below: float, above: float) -> float:
    """Return where f changes its sign between f(below) <= 0 and f(above) >= 0."""
    while below < (middle := (below + above) / 2) < above or above < middle < below:
        below, above = (middle, above) if f(middle) < 0 else (below, middle)
    return middle


def _loss(rho: Any, m: Fraction, lam: float, L: int) -> Any:
    return (float(m) - rho) ** 2 + lam * np.abs(rho) ** (2 / L)


def _set_limits(axes: Axes, m: Fraction, L: int, curves: list[_Curve]) -> None:
    """Show what is around 0 and m: the critical points, and what lambda costs at m."""
    scale = float(m) or max(curve.lam for curve in curves) ** (L / (2 * L - 2))
    ends = sorted((-0.35 * scale, 1.35 * scale)) if m else (-scale, scale)
    losses = [point.loss for curve in curves for point in curve.points]
    losses += [float(_loss(scale, m, curve.lam, L)) for curve in curves]
    margin = 0.08 * (max(losses) - min(losses))
    axes.set_xlim(*ends)
    axes.set_ylim(min(losses) - margin, max(losses) + margin)


def _grid(low: float, high: float) -> Any:
    """Return places on [low, high] that crowd at 0, where the penalty has its cusp."""
    near = np.linspace(-1, 1, 201) ** 5 * min(-low, high)
    return np.union1d(np.linspace(low, high, 401), near)
