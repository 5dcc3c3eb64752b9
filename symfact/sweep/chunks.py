"""One chunk of a sweep, as a row group of its Parquet file: what workers compute.

Every chunk has its own place in the file, as long as any chunk can become, so that workers
may write in any order, and a chunk that is written twice is the same bytes at the same
place.  What a chunk leaves of its place are zeros, which no reader looks at.
"""

from __future__ import annotations

import threading
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from symfact.sweep.enclosures import BOUNDS, REGIMES, Enclosures, enclose_in_floats
from symfact.sweep.grid import Grid
from symfact.sweep.locks import wait_for_lock
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
_memory = threading.local()


class Chunk(NamedTuple):
    """A chunk: its number, its bytes in the file or none if they are there, and its footer."""

    number: int
    size: int
    checksum: int
    group: bytes
    body: bytes | memoryview


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
    chunks = (_compute(grid, index) for index in indices)
    return [chunk._replace(body=bytes(chunk.body)) for chunk in chunks]


def compute_chunks_into(path: Path, grid: Grid, indices: list[int]) -> list[Chunk]:
    """Compute chunks and write them into the file, which must exist; return them without bytes."""
    chunks = []
    for chunk in (_compute(grid, index) for index in indices):
        try:
            write_into(path, grid, chunk)
        except OSError as error:
            raise NotWrittenError(*error.args) from None
        chunks.append(chunk._replace(body=b""))
    return chunks


def write_into(path: Path, grid: Grid, chunk: Chunk) -> None:
    """Write the bytes of a chunk to its place in the file.

    Most systems let one process at a time write into a file, and have the others wait busily.
    """
    with path.open("r+b", buffering=0) as stream:
        wait_for_lock(stream)
        stream.seek(place(grid, chunk.number))
        body = memoryview(chunk.body)
        while body:
            body = body[stream.write(body) :]


def checksum(body: bytes | memoryview) -> int:
    """Return the CRC-32 of the sums, modulo 2^64, of every 127 words of 64 bits.

    Four times as fast as that of the bytes.  A block that a disk has lost, 4096 zeros,
    changes it: it has whole sums, and 127, an odd number, times a number is 0 for 0 alone.

    >>> lost = np.full(5000, 2.0)
    >>> lost[512:1024] = 0
    >>> checksum(bytes(lost)) == checksum(bytes(np.full(5000, 2.0)))
    False
    """
    words = np.frombuffer(body, "<u8")
    whole = len(words) // _SUMMED * _SUMMED
    sums = words[:whole].reshape(-1, _SUMMED).sum(axis=1, dtype=np.uint64)
    return crc32(words[whole:].tobytes(), crc32(sums.astype("<u8", copy=False)))


def _compute(grid: Grid, index: int) -> Chunk:
    """Return a chunk whose bytes are in the memory of this thread, until its next one."""
    pieces = list(grid.pieces(index))
    sizes = [len(piece.target) for piece in pieces]
    group = RowGroup(_memory_of(grid), place(grid, index), sum(sizes))
    group.add("target", np.concatenate([piece.target for piece in pieces]))
    group.add("lam", np.concatenate([piece.lam for piece in pieces]))
    group.add("depth", np.repeat(np.array([p.depth for p in pieces], np.int32), sizes))
    fill_regime = group.reserve_text("regime", REGIMES)
    found = Enclosures(np.empty(sum(sizes), np.int8), group.reserve(BOUNDS))
    for piece, end in zip(pieces, accumulate(sizes), strict=True):
        part = found.part(end - len(piece.target), end)
        enclose_in_floats(*piece, out=part)
        settle(*piece, part)
    fill_regime(found.regime)
    footer = group.footer(column.name for column in COLUMNS)
    return Chunk(index, group.size, checksum(group.body), footer, group.body)


def _memory_of(grid: Grid) -> NDArray[np.uint8]:
    """Return memory of this thread, as much as a place has: new memory is slow to get."""
    size = place(grid, 1) - place(grid, 0)
    if len(getattr(_memory, "bytes", b"")) < size:
        _memory.bytes = np.empty(size, np.uint8)
    memory: NDArray[np.uint8] = _memory.bytes
    return memory
