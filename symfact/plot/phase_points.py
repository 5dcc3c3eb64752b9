"""The regimes as a sweep has found them, from its Parquet file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from symfact.extras import require
from symfact.plot.canvas import COLORS, GREY, MARKERS, axes_for, finish

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from numpy.typing import NDArray

__all__ = ["plot_phase_points"]

_BINS = 400  # in |m|: more than a column shows
_COLUMNS = ["target", "lam", "depth", "regime"]
_TITLE = "minimizers of $(m - w_L\\cdots w_1)^2 + (\\lambda/L)\\,\\sum w_i^2$"
_BRACKET = "largest $\\lambda$ with $w > 0$\nto least with $w = 0$"

_Found = dict[int, tuple["NDArray[np.float64]", "NDArray[np.float64]"]]


def plot_phase_points(
    path: str | os.PathLike[str], ax: Axes | None = None, argument: str = "path"
) -> Axes:
    """Draw where the points of a sweep change from w > 0 to w = 0, for each depth in its file.

    For each |m|, the line is the largest lambda of the file with w > 0 at a global minimizer,
    and the shade goes up to the least one with w = 0.  The file is read a piece at a time.
    Raises ``ValueError``, one line that blames `argument`, for a file that is no sweep or has
    more than seven depths, and ``ImportError`` without pyarrow.

    >>> plot_phase_points("nowhere.parquet")
    Traceback (most recent call last):
    ...
    ValueError: path: 'nowhere.parquet' cannot be read (No such file or directory)
    """
    require("pyarrow", "sweep", "sweeps")
    edges, lams = _ranges(path, argument)
    found = _boundaries(path, argument, edges)
    if len(found) > len(COLORS):
        raise ValueError(f"{argument}: {len(found)} depths; allowed in a picture are 1 to 7")
    axes = axes_for(ax)
    middles = np.sqrt(edges[:-1] * edges[1:])
    for (L, (low, high)), color, marker in zip(
        sorted(found.items()), COLORS, MARKERS, strict=False
    ):
        _draw_depth(axes, middles, L, low, high, color, marker)
    axes.fill_between([], [], color=GREY, alpha=0.3, lw=0, label=_BRACKET)
    axes.set(xscale="log", yscale="log", xlim=edges[[0, -1]], ylim=lams)
    axes.set_xlabel("size of the target $|m|$")
    axes.set_ylabel(r"regularization $\lambda$")
    axes.text(0.04, 0.96, "above: $w = 0$", va="top", transform=axes.transAxes)
    axes.text(0.96, 0.04, "below: $w > 0$", ha="right", transform=axes.transAxes)
    return finish(axes, ax, _TITLE)


def _draw_depth(axes: Axes, m: Any, L: int, low: Any, high: Any, color: str, marker: str) -> None:
    both = np.isfinite(low) & np.isfinite(high)
    label = f"$L = {L}$"
    if not both.any():
        label += ": $w > 0$ only" if np.isfinite(low).any() else ": $w = 0$ only"
    every = max(int(both.sum()) // 4, 1)
    axes.plot(m[both], low[both], color=color, marker=marker, ms=4, markevery=every, label=label)
    axes.fill_between(m[both], low[both], high[both], color=color, alpha=0.3, lw=0)


def _ranges(path: Any, argument: str) -> tuple[NDArray[np.float64], tuple[float, float]]:
    """Return the edges of bins in |m| > 0, and the least and largest lambda."""
    ends = [np.inf, 0.0, np.inf, 0.0]
    for target, lam in _batches(path, argument, _COLUMNS[:2]):
        m = np.abs(target[target != 0])
        for n, values in ((0, m), (2, lam)):
            ends[n] = min(ends[n], values.min(initial=np.inf))
            ends[n + 1] = max(ends[n + 1], values.max(initial=0.0))
    if not ends[0] < ends[1] or not ends[2] < ends[3]:
        raise ValueError(
            f"{argument}: {str(path)!r} needs two |m| > 0 and two lambdas for a picture"
        )
    return np.geomspace(ends[0], ends[1], _BINS + 1), (ends[2], ends[3])


def _boundaries(path: Any, argument: str, edges: NDArray[np.float64]) -> _Found:
    """Return for each depth, and each bin, the largest lambda with w > 0, the least with w = 0."""
    found: _Found = {}
    for target, lam, depth, regime in _batches(path, argument, _COLUMNS):
        bins = np.clip(np.searchsorted(edges, np.abs(target), "right") - 1, 0, _BINS - 1)
        for L in np.unique(depth):
            nothing = np.full(_BINS, -np.inf), np.full(_BINS, np.inf)
            low, high = found.setdefault(int(L), nothing)
            here = (depth == L) & (target != 0)
            above, below = here & (regime != "nonzero"), here & (regime != "zero")
            np.maximum.at(low, bins[below], lam[below])
            np.minimum.at(high, bins[above], lam[above])
    return found


def _batches(path: Any, argument: str, columns: list[str]) -> Iterator[list[NDArray[Any]]]:
    """Yield columns of a Parquet file, a piece at a time."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    try:
        with pq.ParquetFile(path) as file:
            missing = sorted({*_COLUMNS} - {*file.schema_arrow.names})
            if missing:
                raise ValueError(f"{argument}: {str(path)!r} has no column {missing[0]!r}")
            for batch in file.iter_batches(columns=columns):
                yield [batch.column(name).to_numpy(zero_copy_only=False) for name in columns]
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno else "damaged"
        raise ValueError(f"{argument}: {str(path)!r} cannot be read ({reason})") from None
    except pa.ArrowInvalid:
        raise ValueError(f"{argument}: {str(path)!r} is not a Parquet file") from None
