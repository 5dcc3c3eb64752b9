"""Parquet files, as far as sweeps write them: row groups made anywhere, which become one file.

A file is "PAR1", the row groups, a footer, its length in four bytes and "PAR1".  A row group
has the pages of its columns, and a part of the footer that says where they are; it is a
`RowGroup` here, made for the offset that it will have.  Values stand in pages as they do in
memory, so that columns are written from where they were computed: libraries copy them twice,
which takes longer than to enclose them.  A column that seldom changes becomes runs of entries
of a dictionary.

Source: the Parquet format, ``parquet.thrift`` and ``Encodings.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from symfact.sweep.thrift import BINARY, I32, I64, LIST, STRUCT, Struct, encode, varint

__all__ = ["CREATOR", "DOUBLE", "INT32", "MAGIC", "TEXT", "Column", "RowGroup", "end_of_file"]

MAGIC, CREATOR = b"PAR1", b"symfact version 1 (build 1)"
_RARE = 64  # rows a run has on the average, or more, where runs are written
_FIRST = 4096  # rows: where runs are short in these, the others are not looked at

# Of the enumerations in parquet.thrift.
INT32, DOUBLE, TEXT = 1, 5, 6
_REQUIRED, _UTF8, _UNCOMPRESSED = 0, 0, 0
_PLAIN, _RLE, _DICTIONARY = 0, 3, 8
_DATA_PAGE, _DICTIONARY_PAGE = 0, 2

_DATA, _ENTRIES, _STATISTICS = 9, 11, 12  # of the fields of ColumnMetaData


class Column(NamedTuple):
    """A column: its name, and `INT32`, `DOUBLE` or `TEXT`."""

    name: str
    type: int


class RowGroup:
    """A row group of so many rows, which will be in the file at `start`: columns, in order.

    Attributes
    ----------
    parts
        Its bytes, one part behind the other: the headers of pages, and values, which stay
        where they are and must not change until they are written.
    """

    def __init__(self, start: int, rows: int) -> None:
        self._start, self._rows = start, rows
        self._size = 0
        self._columns: list[Struct] = []
        self.parts: list[bytes | memoryview] = []

    def add(self, name: str, values: NDArray[Any], has_extremes: bool = False) -> None:
        """Add a column of float64 or int32, perhaps with its least and its greatest value."""
        column = Column(name, INT32 if values.dtype == np.int32 else DOUBLE)
        values = values.astype(values.dtype.newbyteorder("<"), copy=False)
        extra: Struct = {_STATISTICS: (STRUCT, _extremes(values))} if has_extremes else {}
        starts = _starts_of_runs(values)
        if starts is None:
            page = _data_page(values.nbytes, self._rows, _PLAIN)
            where: Struct = {_DATA: (I64, self._start + self._size)}
            self._append(column, [_PLAIN], [page, values.data.cast("B")], where | extra)
            return
        bits = values[starts].view(f"<i{values.itemsize}")
        distinct, codes = np.unique(bits, return_inverse=True)
        dictionary = _dictionary_page(distinct.tobytes(), len(distinct))
        coded = _runs(starts, self._rows, codes.astype("<u1" if len(distinct) <= 256 else "<u2"))
        self._append_coded(column, dictionary, coded, extra)

    def add_text(self, name: str, words: Sequence[str], codes: NDArray[np.int8]) -> None:
        """Add a column of words, given by their numbers."""
        entries = (len(word).to_bytes(4, "little") + word for word in map(str.encode, words))
        dictionary = _dictionary_page(b"".join(entries), len(words))
        starts = _starts_of_runs(codes)
        if starts is None:
            coded = _packed(codes)
        else:
            coded = _runs(starts, self._rows, codes[starts].view(np.uint8))
        self._append_coded(Column(name, TEXT), dictionary, coded, {})

    def footer(self) -> bytes:
        """Return the part of the footer that says where the columns are."""
        fields: Struct = {  # of RowGroup
            1: (LIST, (STRUCT, self._columns)),
            2: (I64, self._size),  # bytes before a compression
            3: (I64, self._rows),
            5: (I64, self._start),
            6: (I64, self._size),  # and after it
        }
        return encode(fields)

    def _append_coded(self, column: Column, dictionary: bytes, coded: bytes, extra: Struct) -> None:
        page = _data_page(len(coded), self._rows, _DICTIONARY) + coded
        first = self._start + self._size
        where: Struct = {_DATA: (I64, first + len(dictionary)), _ENTRIES: (I64, first)}
        self._append(column, [_PLAIN, _RLE, _DICTIONARY], [dictionary, page], where | extra)

    def _append(
        self,
        column: Column,
        encodings: Sequence[int],
        parts: Sequence[bytes | memoryview],
        extra: Struct,
    ) -> None:
        """Append the parts of a column chunk, and note it."""
        size = sum(map(len, parts))
        metadata: Struct = {  # of ColumnMetaData, whose fields from 9 on are in `extra`
            1: (I32, column.type),
            2: (LIST, (I32, encodings)),
            3: (LIST, (BINARY, [column.name.encode()])),
            4: (I32, _UNCOMPRESSED),
            5: (I64, self._rows),
            6: (I64, size),  # before a compression
            7: (I64, size),  # and after it
        }
        at = self._start + self._size
        chunk: Struct = {2: (I64, at), 3: (STRUCT, metadata | extra)}
        self._columns.append(chunk)  # a ColumnChunk
        self.parts += parts
        self._size += size


def _data_page(size: int, rows: int, encoding: int) -> bytes:
    """Return the header of a page of so many bytes, without levels: no entry is missing."""
    levels: Struct = {3: (I32, _RLE), 4: (I32, _RLE)}
    header: Struct = {1: (I32, rows), 2: (I32, encoding)}
    return _page(_DATA_PAGE, size, {5: (STRUCT, header | levels)})


def _dictionary_page(entries: bytes, count: int) -> bytes:
    header: Struct = {1: (I32, count), 2: (I32, _PLAIN)}
    return _page(_DICTIONARY_PAGE, len(entries), {7: (STRUCT, header)}) + entries


def _page(kind: int, size: int, header: Struct) -> bytes:
    sizes: Struct = {2: (I32, size), 3: (I32, size)}  # before a compression and after it
    return encode({1: (I32, kind)} | sizes | header)


def _starts_of_runs(values: NDArray[Any]) -> NDArray[np.int64] | None:
    """Return where runs of equal bits begin, or None if they are short."""
    bits = values.view(f"<i{values.itemsize}")  # in which 0.0 and -0.0 differ
    if len(bits) > _FIRST and _starts_of_runs(bits[:_FIRST]) is None:
        return None
    changes = bits[1:] != bits[:-1]
    if (np.count_nonzero(changes) + 1) * _RARE > len(bits):
        return None
    return np.append(0, np.flatnonzero(changes) + 1)


def _runs(starts: NDArray[np.int64], rows: int, codes: NDArray[Any]) -> bytes:
    """Return the width of the codes in bits, and for each run its length and its code."""
    width, coded = codes.itemsize, codes.tobytes()
    lengths = (2 * np.diff(starts, append=rows)).tolist()
    runs = [varint(n) + coded[i * width : (i + 1) * width] for i, n in enumerate(lengths)]
    return bytes([8 * width]) + b"".join(runs)


def _packed(codes: NDArray[np.int8]) -> bytes:
    """Return the width of the codes, 8 bits, and the codes in groups of eight."""
    groups = -(-len(codes) // 8)
    return b"\x08" + varint(groups << 1 | 1) + codes.tobytes().ljust(8 * groups, b"\0")


def _extremes(values: NDArray[Any]) -> Struct:
    """Return the statistics of a column: zeros as the format wants them."""
    low, high = values.min(), values.max()
    if values.dtype == np.float64:
        low, high = low or np.float64(-0.0), high or np.float64(0.0)
    missing: Struct = {3: (I64, 0)}
    return missing | {5: (BINARY, high.tobytes()), 6: (BINARY, low.tobytes())}


def end_of_file(
    columns: Sequence[Column], groups: Iterable[bytes], rows: int, metadata: dict[bytes, bytes]
) -> bytes:
    """Return what follows the row groups, given by their parts of the footer, in order."""
    root: Struct = {4: (BINARY, b"schema"), 5: (I32, len(columns))}
    footer: Struct = {  # of FileMetaData
        1: (I32, 2),  # the version
        2: (LIST, (STRUCT, [root, *map(_leaf, columns)])),
        3: (I64, rows),
        4: (LIST, (STRUCT, list(groups))),
        5: (LIST, (STRUCT, [{1: (BINARY, k), 2: (BINARY, v)} for k, v in metadata.items()])),
        6: (BINARY, CREATOR),
        7: (LIST, (STRUCT, [{1: (STRUCT, {})}] * len(columns))),  # ordered as their type is
    }
    data = encode(footer)
    return data + len(data).to_bytes(4, "little") + MAGIC


def _leaf(column: Column) -> Struct:
    """Return a SchemaElement."""
    fields: Struct = {1: (I32, column.type), 3: (I32, _REQUIRED), 4: (BINARY, column.name.encode())}
    if column.type == TEXT:
        fields |= {
            6: (I32, _UTF8),
            10: (STRUCT, {1: (STRUCT, {})}),
        }  # and LogicalType.STRING
    return fields
