"""One chunk of a sweep, as a row group of its Parquet file: what workers compute.

Every chunk has its own place in the file, as long as any chunk can become, so that workers
may write in any order, and a chunk that is written twice is the same bytes at the same
place.  What a chunk leaves of its place are zeros, which no reader looks at.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from symfact import extras
from symfact.sweep.enclosures import BOUNDS, REGIMES, Enclosures, enclose_in_floats
from symfact.sweep.footers import MAGIC, moved, split
from symfact.sweep.grid import Grid, Piece
from symfact.sweep.undecided import settle

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = [
    "MARK",
    "Chunk",
    "NotWrittenError",
    "checksum",
    "compute_chunk",
    "compute_chunk_into",
    "empty_file",
    "place",
    "require",
    "write_into",
]

MARK = b"symfact.sweep"  # the key, in a file's metadata, of the grid
_NAMES = ("target", "lam", "depth", "regime", *BOUNDS)
_FLOATS = 2 + len(BOUNDS)
_BLOCK, _HEADERS, _FOOTER = 4096, 2**14, 2**16  # bytes
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


def require() -> None:
    """Raise ``ImportError``, one line, if pyarrow is not installed."""
    extras.require("pyarrow", "sweep", "sweeps")


def place(grid: Grid, index: int) -> int:
    """Return where in the file the bytes of a chunk begin.

    A place has room for 16 floats a point, twice the bits of regime and depth, and headers.
    """
    depths = min(grid.depth.size, grid.chunk)
    bits = 2 * (depths.bit_length() + len(REGIMES).bit_length())
    room = 8 * _FLOATS * grid.chunk + bits * grid.chunk // 8 + 4 * depths + _HEADERS
    return len(MAGIC) + index * -(-room // _BLOCK) * _BLOCK


def compute_chunk(grid: Grid, index: int, attempt: int = 1) -> Chunk:
    """Return a chunk, the same wherever it is computed.

    `attempt` is for executors that know a task by its arguments and do not repeat it.
    """
    chunk = _compute(grid, index)
    return chunk._replace(body=bytes(chunk.body))


def compute_chunk_into(path: Path, grid: Grid, index: int) -> Chunk:
    """Compute a chunk and write it into the file, which must exist; return it without bytes."""
    chunk = _compute(grid, index)
    try:
        write_into(path, grid, chunk)
    except OSError as error:
        raise NotWrittenError(*error.args) from None
    return chunk._replace(body=b"")


def checksum(body: bytes | memoryview) -> int:
    """Return the sum of the 64-bit words modulo 2^64: what a disk has lost changes it.

    >>> checksum(bytes([1, 0, 0, 0, 0, 0, 0, 0, 2]))
    3
    """
    words = np.frombuffer(body, "<u8", len(body) // 8)
    rest = int.from_bytes(body[8 * len(words) :], "little")
    return (int(words.sum(dtype=np.uint64)) + rest) % 2**64


def write_into(path: Path, grid: Grid, chunk: Chunk) -> None:
    """Write the bytes of a chunk to its place in the file."""
    with path.open("r+b", buffering=0) as stream:
        stream.seek(place(grid, chunk.number))
        body = memoryview(chunk.body)
        while body:
            body = body[stream.write(body) :]


def _compute(grid: Grid, index: int) -> Chunk:
    """Return a chunk whose bytes are in the memory of this thread, until its next one."""
    body, footer = split(_file(grid, _columns(list(grid.pieces(index)))))
    start = place(grid, index)
    if start + len(body) > place(grid, index + 1):
        raise ValueError(f"chunk {index} has {len(body)} bytes, more than its place")
    return Chunk(index, len(body), checksum(body), moved(footer, start - len(MAGIC)), body)


def _columns(pieces: list[Piece]) -> list[NDArray[Any]]:
    found = [_enclosed(piece) for piece in pieces]
    if len(pieces) == 1:  # usually: nothing is copied
        (piece,), (each,) = pieces, found
        depth = np.full(len(piece.target), piece.depth, np.int32)
        return [piece.target, piece.lam, depth, each.regime, *each.bounds]
    return [
        np.concatenate([piece.target for piece in pieces]),
        np.concatenate([piece.lam for piece in pieces]),
        np.repeat(np.array([p.depth for p in pieces], np.int32), [len(p.target) for p in pieces]),
        np.concatenate([each.regime for each in found]),
        *np.concatenate([each.bounds for each in found], axis=1),
    ]


def _enclosed(piece: Piece) -> Enclosures:
    found = enclose_in_floats(*piece)
    settle(*piece, found)
    return found


def empty_file(grid: Grid) -> bytes:
    """Return the Parquet file without rows that has the columns and the mark of a sweep."""
    types = [np.float64, np.float64, np.int32, np.int8] + [np.float64] * len(BOUNDS)
    return bytes(_file(grid, [np.empty(0, kind) for kind in types]))


def _file(grid: Grid, columns: list[NDArray[Any]]) -> memoryview:
    """Return a Parquet file, in the memory of this thread: new memory is slow to get."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.parquet as pq  # noqa: PLC0415

    arrays = [pa.array(column) for column in columns]
    arrays[3] = pa.DictionaryArray.from_arrays(arrays[3], REGIMES)
    fields = [
        pa.field(name, array.type, nullable=False)
        for name, array in zip(_NAMES, arrays, strict=True)
    ]
    schema = pa.schema(fields, metadata={MARK: grid.describe()})
    size = place(grid, 1) + _FOOTER
    if len(getattr(_memory, "buffer", b"")) < size:
        _memory.buffer = bytearray(size)
    sink = pa.FixedSizeBufferWriter(pa.py_buffer(_memory.buffer))
    pq.write_table(
        pa.Table.from_arrays(arrays, schema=schema),
        sink,
        row_group_size=grid.chunk,
        compression="none",  # bounds that differ in their last digits hardly shrink
        use_dictionary=["depth", "regime"],
        write_batch_size=grid.chunk,
        data_page_size=2**16,
        write_statistics=["target", "lam", "depth"],  # what readers look for rows by
    )
    return memoryview(_memory.buffer)[: sink.tell()]
