"""The footers of Parquet files, so that row groups encoded elsewhere become one file.

A Parquet file is "PAR1", the row groups, a footer, its length in four bytes and "PAR1".  The
footer is a structure in Thrift's compact protocol and has the offset of every column.
Here it is read and written generically, as nested dictionaries of field numbers, and the
offsets of a row group are moved.  Libraries write whole files only, which would tie the
encoding of a long file to one process, and lose all of it when that one dies.

Source: the Parquet format, ``parquet.thrift``, and the Thrift compact protocol.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

__all__ = ["MAGIC", "Struct", "decode", "encode", "join", "moved", "split"]

Struct: TypeAlias = dict[int, tuple[int, Any]]  # field number -> type and value

MAGIC = b"PAR1"
_TRUE, _FALSE, _BYTE, _I16, _I32, _I64, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = range(1, 13)

# Fields of FileMetaData, RowGroup, ColumnChunk and ColumnMetaData.
_NUM_ROWS, _ROW_GROUPS = 3, 4
_COLUMNS, _GROUP_OFFSET, _ORDINAL = 1, 5, 7
_CHUNK_OFFSET, _COLUMN_METADATA, _INDEX_OFFSETS = 2, 3, (4, 6)
_PAGE_OFFSETS, _BLOOM_FILTER_OFFSET = (9, 10, 11), 14


class _Reader:
    """A position in the bytes of a structure."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def take(self, size: int) -> bytes:
        self.at += size
        if self.at > len(self.data):
            raise ValueError("a footer ends too early")
        return self.data[self.at - size : self.at]

    def byte(self) -> int:
        self.at += 1
        return self.data[self.at - 1]

    def varint(self) -> int:
        number = self.byte()
        shift = 7
        while number >> shift:  # the last byte read has its highest bit set
            number += (self.byte() - 1) << shift
            shift += 7
        return number

    def integer(self) -> int:
        number = self.varint()
        return (number >> 1) ^ -(number & 1)

    def value(self, kind: int) -> Any:
        if kind not in _READ:
            raise ValueError(f"a footer has a value of type {kind}")
        return _READ[kind](self)

    def values(self) -> tuple[int, list[Any]]:
        head = self.byte()
        size, kind = head >> 4, head & 0xF
        if size == 0xF:
            size = self.varint()
        read = (lambda: self.byte() == _TRUE) if kind <= _FALSE else lambda: self.value(kind)
        return kind, [read() for _ in range(size)]

    def fields(self) -> Struct:
        found: Struct = {}
        number = 0
        while head := self.byte():
            number = number + (head >> 4) if head >> 4 else self.integer()
            found[number] = head & 0xF, self.value(head & 0xF)
        return found


_READ: dict[int, Callable[[_Reader], Any]] = {
    _TRUE: lambda reader: True,
    _FALSE: lambda reader: False,
    _BYTE: _Reader.byte,
    _I16: _Reader.integer,
    _I32: _Reader.integer,
    _I64: _Reader.integer,
    _DOUBLE: lambda reader: struct.unpack("<d", reader.take(8))[0],
    _BINARY: lambda reader: reader.take(reader.varint()),
    _LIST: _Reader.values,
    _STRUCT: _Reader.fields,
}


def decode(data: bytes) -> Struct:
    """Read a structure.

    >>> decode(bytes([0x15, 0x06, 0x29, 0x25, 1, 4, 0]))
    {1: (5, 3), 3: (9, (5, [-1, 2]))}
    """
    try:
        return _Reader(data).fields()
    except IndexError:
        raise ValueError("a footer ends too early") from None


def encode(fields: Struct) -> bytes:
    """Write a structure; an element of a list may be bytes: a structure already written.

    >>> encode({1: (5, 3), 3: (9, (5, [-1, 2]))}).hex()
    '15062925010400'
    """
    out = bytearray()
    last = 0
    for number, (kind, value) in fields.items():
        if 0 < number - last < 16:
            out.append((number - last) << 4 | kind)
        else:
            out += bytes([kind]) + _integer(number)
        out += b"" if kind <= _FALSE else _encoded(kind, value)
        last = number
    return bytes(out + b"\0")


def _encoded(kind: int, value: Any) -> bytes:
    if kind == _STRUCT:
        return value if isinstance(value, bytes) else encode(value)
    if kind == _LIST:
        inner, values = value
        head = [len(values) << 4 | inner] if len(values) < 0xF else [0xF0 | inner]
        size = b"" if len(values) < 0xF else _varint(len(values))
        return bytes(head) + size + b"".join(_element(inner, each) for each in values)
    if kind == _BINARY:
        return _varint(len(value)) + bytes(value)
    if kind == _DOUBLE:
        return struct.pack("<d", value)
    return bytes([value]) if kind == _BYTE else _integer(value)


def _element(kind: int, value: Any) -> bytes:
    return bytes([_TRUE if value else _FALSE]) if kind <= _FALSE else _encoded(kind, value)


def _varint(number: int) -> bytes:
    if number < len(_BYTES):
        return _BYTES[number]
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


_BYTES = [bytes([number]) for number in range(0x80)]


def _integer(number: int) -> bytes:
    return _varint(number << 1 if number >= 0 else (-number << 1) - 1)


def split(file: bytes | memoryview) -> tuple[memoryview, Struct]:
    """Return the row groups of a Parquet file, as they are, and its footer.

    >>> split(b"no Parquet file")
    Traceback (most recent call last):
    ...
    ValueError: not a Parquet file
    """
    if len(file) < 12 or file[:4] != MAGIC or file[-4:] != MAGIC:
        raise ValueError("not a Parquet file")
    end = len(file) - 8 - int.from_bytes(file[-8:-4], "little")
    return memoryview(file)[4:end], decode(bytes(file[end:-8]))


def moved(footer: Struct, by: int) -> bytes:
    """Return the one row group of a footer, its bytes being `by` further on."""
    (group,) = footer[_ROW_GROUPS][1][1]
    group.pop(_ORDINAL, None)  # its place among the others, which readers can count
    _shift(group, _GROUP_OFFSET, by)
    for column in group[_COLUMNS][1][1]:
        metadata = column[_COLUMN_METADATA][1]
        if any(n in column for n in _INDEX_OFFSETS) or _BLOOM_FILTER_OFFSET in metadata:
            raise ValueError("a row group has an index; allowed here are plain ones")
        if column[_CHUNK_OFFSET][1]:  # 0 where the writer leaves it out
            _shift(column, _CHUNK_OFFSET, by)
        for number in _PAGE_OFFSETS:
            _shift(metadata, number, by)
    return encode(group)


def _shift(fields: Struct, number: int, by: int) -> None:
    if number in fields:
        kind, offset = fields[number]
        fields[number] = kind, offset + by


def join(empty: bytes, groups: Iterable[bytes], rows: int) -> bytes:
    """Return the end of a file: the footer of `empty`, a file without rows, with these groups."""
    _, footer = split(empty)
    footer[_NUM_ROWS] = _I64, rows
    footer[_ROW_GROUPS] = _LIST, (_STRUCT, list(groups))
    data = encode(footer)
    return data + len(data).to_bytes(4, "little") + MAGIC
