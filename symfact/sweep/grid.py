"""The grid of a sweep, and the points of each of its chunks.

The points are in a fixed order: depth by depth as given, for each depth lambda by lambda, for
each lambda target by target.  A chunk is so many points in a row, so that a worker knows
its points from the grid and the number of the chunk.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from symfact.sweep.axes import Array, Axis, Listed

__all__ = ["CHUNK", "Grid", "Piece"]

CHUNK = 2**16  # points


class Piece(NamedTuple):
    """Points of one depth."""

    target: Array
    lam: Array
    depth: int


@dataclass(frozen=True)
class Grid:
    """All combinations of targets, lambdas and depths, in chunks."""

    target: Axis
    lam: Axis
    depth: Listed
    chunk: int = CHUNK

    @property
    def size(self) -> int:
        """The number of points."""
        return self.target.size * self.lam.size * self.depth.size

    @property
    def chunks(self) -> int:
        """The number of chunks; the last one may be shorter."""
        return -(-self.size // self.chunk)

    def points_before(self, index: int) -> int:
        """Return how many points there are before the chunk `index`."""
        return min(index * self.chunk, self.size)

    def pieces(self, index: int) -> Iterator[Piece]:
        """Yield the points of a chunk, in order, cut where the depth changes.

        >>> from symfact.sweep.axes import read_depth_axis, read_target_axis
        >>> axis = read_target_axis("1,2")
        >>> for piece in Grid(axis, axis, read_depth_axis("2,3"), chunk=5).pieces(1):
        ...     print(piece.target, piece.lam, piece.depth)
        [2. 1. 2.] [1. 2. 2.] 3
        """
        start, stop = self.points_before(index), self.points_before(index + 1)
        plane = self.target.size * self.lam.size
        while start < stop:
            which, first = divmod(start, plane)
            end = min(stop, (which + 1) * plane)
            yield self._piece(first, first + end - start, int(self.depth.array[which]))
            start = end

    def _piece(self, start: int, stop: int, depth: int) -> Piece:
        """Return the points from `start` to `stop` of a depth."""
        width = self.target.size
        row, column = divmod(start, width)
        rows = np.arange(row, (stop - 1) // width + 1)
        counts = np.full(len(rows), width)
        counts[0] -= column
        counts[-1] -= (row + len(rows)) * width - stop
        if len(rows) < 3:
            target = self.target.values(np.arange(column, column + stop - start) % width)
        else:
            target = np.tile(self.target.values(np.arange(width)), len(rows))
            target = target[column : column + stop - start]
        return Piece(target, np.repeat(self.lam.values(rows), counts), depth)

    def describe(self) -> str:
        """Return a text that tells this grid from all others: what marks its file."""
        data: dict[str, Any] = {"version": 3, "chunk": self.chunk}
        for name in ("target", "lam", "depth"):
            data[name] = getattr(self, name).describe()
        return json.dumps(data)
