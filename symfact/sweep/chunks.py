"""One chunk of a sweep, as a row group of its Parquet file: what workers compute.

Every chunk has its own place in the file, as long as any chunk can become, so that workers
may write in any order, and a chunk that is written twice is the same bytes at the same
place.  What a chunk leaves of its place are zeros, which no reader looks at.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np

from symfact.sweep.enclosures import BOUNDS, REGIMES, Enclosures, enclose_in_floats
from symfact.sweep.grid import Grid
from symfact.sweep.locks import lock
from symfact.sweep.parquet import DOUBLE, INT32, MAGIC, TEXT, Column, RowGroup
from symfact.sweep.undecided import settle

__all__ = [
    "COLUMNS",
    "MARK",
    "Chunk",
    "NotWrittenError",
    "checksum",
    "compute_chunks",
    "compute_chunks_into",
    "place",
    "write_into",
]

MARK = b"symfact.sweep"  # the key, in a file's metadata, of the grid
COLUMNS = [
    *(Column(name, DOUBLE) for name in ("target", "lam")),
    Column("depth", INT32),
    Column("regime", TEXT),
    *(Column(name, DOUBLE) for name in BOUNDS),
]
_POINT = 8 * (2 + len(BOUNDS)) + 4 + 1  # bytes
_BLOCK, _HEADERS = 4096, 2**14
_SUMMED = 127  # words
_APART = 72  # words


class Chunk(NamedTuple):
    """A chunk: its number, its footer, and its bytes, or none of them if they are in the file.

    `sizes` are those of the parts that the bytes had when the checksum was taken.
    """

    number: int
    sizes: list[int]
    checksum: int
    group: bytes
    parts: list[bytes | memoryview]


class NotWrittenError(OSError):
    """A worker could not write."""


def place(grid: Grid, index: int) -> int:
    """Return where in the file the bytes of a chunk begin.

    A place has room for every column as it is in memory, and for headers.
    """
    room = _POINT * grid.chunk + _HEADERS
    return len(MAGIC) + index * -(-room // _BLOCK) * _BLOCK


def compute_chunks(grid: Grid, indices: list[int], attempt: int = 1) -> list[Chunk]:
    """Return chunks, the same wherever they are computed.

    `attempt` is for executors that know a task by its arguments and do not repeat it.
    """
    chunks = (_compute(grid, index, _memory_of(grid)[0]) for index in indices)
    return [chunk._replace(parts=[b"".join(chunk.parts)]) for chunk in chunks]


def compute_chunks_into(path: Path, grid: Grid, indices: list[int]) -> list[Chunk]:
    """Compute chunks and write them into the file, which must exist; return them without bytes.

    While another process writes, the next chunk is computed, before this one waits.
    """
    done: list[Chunk] = []
    waiting: list[Chunk] = []
    memory = _memory_of(grid)
    for index in indices:
        chunk = _compute(grid, index, memory[len(waiting)])
        waiting.append(chunk)
        done.append(chunk._replace(parts=[]))
        must = index == indices[-1] or len(waiting) == len(memory)
        try:
            if write_into(path, grid, waiting, must):
                waiting.clear()
        except OSError as error:
            raise NotWrittenError(*error.args) from None
    return done


def write_into(path: Path, grid: Grid, chunks: Iterable[Chunk], must: bool = True) -> bool:
    """Write the bytes of chunks to their places in the file, and say whether that was done.

    If another process writes, they are not written, unless they `must`: then it is waited for.
    Most systems let one process at a time write into a file, and have the others wait busily.
    """
    with path.open("r+b", buffering=0) as stream:
        if not lock(stream, must):
            return False
        for chunk in chunks:
            stream.seek(place(grid, chunk.number))
            for part in chunk.parts:
                rest = memoryview(part)
                while rest:
                    rest = rest[stream.write(rest) :]
    return True


def checksum(parts: Iterable[bytes | memoryview]) -> int:
    """Return the CRC-32 of the sums, modulo 2^64, of every 127 words of 64 bits in each part.

    What is left of a part is taken as it is.  Four times as fast as the CRC-32 of the bytes,
    though words may change places unnoticed.  A block that a disk has lost, 4096 zeros,
    changes it: it has whole sums, and 127, an odd number, times a number is 0 for 0 alone.

    >>> lost = np.full(5000, 2.0)
    >>> lost[512:1024] = 0
    >>> checksum([bytes(lost)]) == checksum([bytes(np.full(5000, 2.0))])
    False
    """
    found = 0
    for part in parts:
        rows = len(part) // (8 * _SUMMED)
        words = np.frombuffer(part, "<u8", rows * _SUMMED).reshape(rows, _SUMMED)
        sums = words.sum(axis=1, dtype=np.uint64).astype("<u8", copy=False)
        found = crc32(memoryview(part)[words.nbytes :], crc32(sums, found))
    return found


def _compute(grid: Grid, index: int, memory: Enclosures) -> Chunk:
    """Return a chunk, which needs what is in the memory until it is written."""
    pieces = list(grid.pieces(index))
    sizes = [len(piece.target) for piece in pieces]
    found = memory.part(0, sum(sizes))
    for piece, end in zip(pieces, accumulate(sizes), strict=True):
        part = found.part(end - len(piece.target), end)
        enclose_in_floats(*piece, out=part)
        settle(*piece, part)
    group = RowGroup(place(grid, index), sum(sizes))
    depths = np.array([piece.depth for piece in pieces], np.int32)
    for name, values in (
        ("target", np.concatenate([piece.target for piece in pieces])),
        ("lam", np.concatenate([piece.lam for piece in pieces])),
        ("depth", np.repeat(depths, sizes)),
    ):
        group.add(name, values, has_extremes=True)
    group.add_text("regime", REGIMES, found.regime)
    for name, bounds in zip(BOUNDS, found.bounds, strict=True):
        group.add(name, bounds)
    lengths = [len(part) for part in group.parts]
    return Chunk(index, lengths, checksum(group.parts), group.footer(), group.parts)


def _memory_of(grid: Grid) -> list[Enclosures]:
    """Return memory of this thread for two chunks: new memory is slow to get."""
    if _memory.chunk < grid.chunk:
        _memory.both = [_new(grid.chunk), _new(grid.chunk)]
        _memory.chunk = grid.chunk
    return _memory.both


def _new(points: int) -> Enclosures:
    """Return memory whose rows are no power of two apart, or they would share cache lines."""
    bounds = np.empty((len(BOUNDS), points + _APART))[:, :points]
    return Enclosures(np.empty(points, np.int8), bounds)


class _Memory(threading.local):
    """What a thread computes chunks in, of so many points."""

    chunk = 0
    both: list[Enclosures]


_memory = _Memory()
