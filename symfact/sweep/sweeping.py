"""Sweeps: enclosures over a grid, computed by any executor, into one Parquet file."""

from __future__ import annotations

import logging
import os
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from itertools import islice
from pathlib import Path
from typing import Any

from symfact.certify import Certificate, certify_scalar
from symfact.files import refusal
from symfact.stages import stage
from symfact.sweep.axes import read_depth_axis, read_lam_axis, read_target_axis
from symfact.sweep.chunks import Chunk, NotWrittenError
from symfact.sweep.grid import Grid
from symfact.sweep.pool import Pool
from symfact.sweep.store import Store

__all__ = ["certify_row", "read_grid", "sweep"]

_MOST = 10**9  # points, without a confirmation
_ATTEMPTS = 4

_log = logging.getLogger(__name__)


def sweep(
    target: Any,
    lam: Any,
    depth: Any,
    executor: Executor | None = None,
    *,
    out: str | os.PathLike[str],
    points: Any = None,
    argument: str = "out",
) -> Path:
    """Enclose everything at the global minimizers of each point of a grid, into a Parquet file.

    Parameters
    ----------
    target, lam, depth
        The values of m, lambda > 0 and L: numbers, lists, arrays, or texts such as "2",
        "2,3,5", "0.1:10:1000" (equal steps) or "1e-3:5:1000:log" (equal ratios).  Each is
        rounded to float64, and this number is the point.
    executor
        Any ``concurrent.futures.Executor``; left out, processes on all cores.  The file does not
        depend on it.
    out
        The file to write, or to replace if a sweep has written it.
    points
        The number of points, as a confirmation: needed beyond 10^9.
    argument
        What messages call `out`.

    The columns are target, lam, depth and regime ("nonzero", "zero", "tie"), and ``NAME_lower``
    and ``NAME_upper`` for w, rho, loss, eigenvalue_bulk, eigenvalue_top, max_eigenvalue and
    stable_step, as in `symfact.sweep.enclosures.Enclosures`; depth varies slowest, target
    fastest.  An interrupted sweep is resumed by the same call, which says so by a warning in
    the log.  Raises ``ValueError`` or ``TypeError``, one line, for bad input and where nothing
    can be written, ``RuntimeError`` where the executor fails again and again; what is done
    stays.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     sweep("1:2:3", "0.1,0.2", [2, 3], out=f"{folder}/points.parquet").name
    'points.parquet'
    """
    grid = read_grid(target, lam, depth)
    _check_size(grid.size, points)
    store = Store(grid, Path(out), argument)
    if store.done:
        _log.warning("resuming %s: %d of %d points are there", out, store.points, grid.size)
    try:
        _fill(store, grid, Pool(executor, grid.chunks - store.done))
        stage(f"finishing {grid.size} points")
        store.finish()
    except NotWrittenError as error:
        raise ValueError(f"{refusal(store.out, argument, error)}{_what_stays(store)}") from None
    except ValueError as error:
        raise ValueError(f"{error}{_what_stays(store)}") from None
    except RuntimeError as error:
        raise RuntimeError(f"{error}{_what_stays(store)}") from None
    finally:
        store.close()
    return Path(out)


def read_grid(target: Any, lam: Any, depth: Any) -> Grid:
    """Return the grid that these arguments of a sweep are."""
    return Grid(read_target_axis(target), read_lam_axis(lam), read_depth_axis(depth))


def certify_row(row: Any, dps: Any = 50) -> Certificate:
    """Certify one row of a sweep: a mapping with target, lam and depth, as every reader has.

    >>> certify_row({"target": 2.0, "lam": 0.5, "depth": 3, "regime": "nonzero"}, dps=10)
    Certificate(target=2, lam=1/2, depth=3, regime=nonzero, digits=10)
    """
    return certify_scalar(float(row["target"]), float(row["lam"]), int(row["depth"]), dps)


def _check_size(size: int, points: Any) -> None:
    if points is not None and str(points) != str(size):
        raise ValueError(f"points: {points} given for a grid of {size}; allowed is {size}")
    if size > _MOST and points is None:
        raise ValueError(f"points: a grid of {size} points; allowed with points = {size} only")


def _what_stays(store: Store) -> str:
    there = f"; {store.points} points stay in {str(store.folder)!r}, to be resumed"
    return there if store.done else ""


def _fill(store: Store, grid: Grid, pool: Pool) -> None:
    """Compute what is missing, a bounded number of chunks at a time."""
    missing, left, failures = store.missing(), grid.chunks - store.done, Counter[int]()
    running: dict[Future[list[Chunk]], list[int]] = {}

    def begin(indices: list[int]) -> None:
        attempt = failures[indices[0]] + 1
        running[pool.submit(store.path, grid, indices, attempt)] = indices

    try:
        while running or left:
            while left and len(running) < pool.window:
                begin(share := list(islice(missing, pool.share(left))))
                left -= len(share)
            done = wait(running, return_when=FIRST_COMPLETED).done
            for index in _collect(store, {each: running.pop(each) for each in done}, failures):
                begin([index])
            stage(f"sweeping: {store.points} of {grid.size} points")
    finally:
        pool.close(running)


def _collect(
    store: Store, done: dict[Future[list[Chunk]], list[int]], failures: Counter[int]
) -> Iterable[int]:
    """Store the chunks that are done; return the numbers of those to be tried again."""
    failed: dict[int, Exception] = {}
    for future, indices in done.items():
        try:
            chunks = future.result()
        except NotWrittenError:
            raise
        except Exception as error:  # whatever an executor makes of the death of a worker
            failed |= dict.fromkeys(indices, error)
        else:
            for chunk in chunks:
                store.add(chunk)
    for index, cause in failed.items():
        failures[index] += 1
        if failures[index] == _ATTEMPTS:
            text = f"executor: chunk {index} failed {_ATTEMPTS} times ({_reason(cause)})"
            raise RuntimeError(text) from cause
    if failed:
        numbers = ", ".join(map(str, sorted(failed)))
        reasons = "; ".join(sorted({_reason(cause) for cause in failed.values()}))
        _log.warning("failed and tried again: chunk %s (%s)", numbers, reasons)
    return failed


def _reason(error: Exception) -> str:
    return f"{type(error).__name__}: {(str(error).splitlines() or [''])[0]}"
