"""Thrift's compact protocol, as far as it is written: the headers and the footer of Parquet files.

A structure is a dictionary of field numbers, in increasing order, to types and values.

Source: the specification of the Thrift compact protocol.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, TypeAlias

__all__ = ["BINARY", "I32", "I64", "LIST", "STRUCT", "Struct", "encode", "varint"]

Struct: TypeAlias = dict[int, tuple[int, Any]]

I32, I64, BINARY, LIST, STRUCT = 5, 6, 8, 9, 12


def encode(fields: Struct) -> bytes:
    """Return the bytes of a structure; one inside may be bytes: a structure already written.

    >>> encode({1: (I32, 3), 20: (LIST, (I32, [-1, 2])), 21: (BINARY, b"a")}).hex()
    '1506092825010418016100'
    """
    out = bytearray()
    last = 0
    for number, (kind, value) in fields.items():
        if number - last < 16:
            out.append((number - last) << 4 | kind)
        else:
            out.append(kind)
            out += _integer(number)
        out += _encoded(kind, value)
        last = number
    out.append(0)
    return bytes(out)


def _encoded(kind: int, value: Any) -> bytes:
    if kind == STRUCT:
        return value if isinstance(value, bytes) else encode(value)
    if kind == LIST:
        inner, values = value
        head = [len(values) << 4 | inner] if len(values) < 0xF else [0xF0 | inner]
        size = b"" if len(values) < 0xF else varint(len(values))
        return bytes(head) + size + b"".join([_encoded(inner, each) for each in values])
    return varint(len(value)) + bytes(value) if kind == BINARY else _integer(value)


def _integer(number: int) -> bytes:
    return varint(number << 1 if number >= 0 else (-number << 1) - 1)


@lru_cache(2**12)  # of the numbers in one chunk, most are in the next one
def varint(number: int) -> bytes:
    """Return an integer >= 0, seven bits a byte, the lowest first; all bytes but the last >= 128.

    >>> varint(300).hex()
    'ac02'
    """
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)
