"""What a sweep has on disk until it is done: a folder beside the output.

For ``points.parquet`` it is ``.points.parquet.sweep``, with a lock, the description of the
grid, the file as far as it is written, and a journal with one line for each chunk in it: its
number, sizes, checksum and footer, after a checksum of the line.  A chunk counts once both
checksums hold, so that a sweep may be killed at any moment.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any, TypeVar
from zlib import crc32

from symfact.files import refusal
from symfact.sweep.chunks import COLUMNS, MARK, Chunk, checksum, place, write_into
from symfact.sweep.grid import Grid
from symfact.sweep.locks import Lock
from symfact.sweep.parquet import CREATOR, MAGIC, end_of_file

__all__ = ["Store", "is_sweep"]

_Result = TypeVar("_Result")


class Store:
    """The chunks of a sweep on disk; `argument` is what to blame where that fails.

    Raises ``ValueError``, one line, where nothing can be written, where the output is a file
    that no sweep has written, and where the folder has a sweep of another grid.
    """

    def __init__(self, grid: Grid, out: Path, argument: str) -> None:
        self._grid, self._argument = grid, argument
        if not out.name or "\0" in str(out):
            raise ValueError(f"{argument}: {str(out)!r} given; allowed is the name of a file")
        self.out = out.resolve()
        self.folder = self.out.with_name(f".{self.out.name}.sweep")
        self._description = grid.describe().encode()
        self.path = self.folder / f"data-{sha256(self._description).hexdigest()[:16]}"
        self._chunks: dict[int, tuple[int, bytes]] = {}  # sizes and footers
        self._attempt(self._check_output)
        self._attempt(self._open)

    def _check_output(self) -> None:
        if self.out.exists() and not (self.out.is_file() and is_sweep(self.out)):
            raise ValueError(
                f"{self._argument}: {str(self.out)!r} was not written by a sweep;"
                " allowed is a new name, or a sweep to replace"
            )

    def _attempt(self, action: Callable[[], _Result]) -> _Result:
        try:
            return action()
        except OSError as error:
            raise refusal(self.out, self._argument, error) from None

    def _open(self) -> None:
        self.folder.mkdir(exist_ok=True)
        try:
            self._lock = Lock(self.folder / "lock")
        except BlockingIOError:
            raise ValueError(
                f"{self._argument}: {str(self.out)!r} is being written by another sweep;"
                " allowed is another name"
            ) from None
        try:
            with (self.folder / "journal").open("ab") as journal:
                self._begin(is_fresh=not journal.tell())
            self._journal = (self.folder / "journal").open("r+b", buffering=0)
        except BaseException:
            self._lock.release()
            raise
        try:
            with self.path.open("rb") as stream:
                self._read_journal(stream)
        except BaseException:  # what is there could not be looked at: it stays
            self._journal.close()
            self._lock.release()
            raise

    def _begin(self, is_fresh: bool) -> None:
        """Begin a sweep if there is none, or none but for its folder; refuse another one's."""
        path, others = self.folder / "grid.json", list(self.folder.glob("data*"))
        if is_fresh or not others:
            for other in others:  # late writers of another grid find their file no more
                other.unlink()
            (self.folder / "journal").write_bytes(b"")
            path.write_bytes(self._description)
            self.path.write_bytes(MAGIC)
        if not self.path.exists() or path.read_bytes() != self._description:
            raise ValueError(
                f"{self._argument}: {str(self.folder)!r} has an interrupted sweep of another grid;"
                " allowed is to repeat that sweep, to remove the folder, or another name"
            )

    def _read_journal(self, stream: Any) -> None:
        whole = 0
        for line in iter(self._journal.readline, b""):
            record = _parsed(line)
            if record is None:
                break
            whole += len(line)
            index, sizes, expected, group = record
            stream.seek(place(self._grid, index))
            parts = [stream.read(size) for size in sizes]
            if list(map(len, parts)) == sizes and checksum(parts) == expected:
                self._chunks[index] = sum(sizes), group
        self._journal.truncate(whole)
        self._journal.seek(whole)

    @property
    def done(self) -> int:
        """The number of chunks that are there."""
        return len(self._chunks)

    @property
    def points(self) -> int:
        """The number of points that are there."""
        last = self._grid.chunks - 1
        short = last in self._chunks and self._grid.points_before(last + 1) % self._grid.chunk
        return self.done * self._grid.chunk - (self._grid.chunk - short if short else 0)

    def missing(self) -> Iterator[int]:
        """Yield the chunks that are not there, in order."""
        there = set(self._chunks)
        return (index for index in range(self._grid.chunks) if index not in there)

    def add(self, chunk: Chunk) -> None:
        """Write a chunk, if its bytes are not in the file yet, and its line in the journal."""
        self._attempt(lambda: self._add(chunk))

    def _add(self, chunk: Chunk) -> None:
        if chunk.parts:
            write_into(self.path, self._grid, [chunk])
        group = base64.b64encode(chunk.group).decode("ascii")
        record = json.dumps([chunk.number, chunk.sizes, chunk.checksum, group]).encode()
        line = b"%08x %b\n" % (crc32(record), record)
        if self._journal.write(line) != len(line):
            raise OSError("the disk is full")
        self._chunks[chunk.number] = sum(chunk.sizes), chunk.group

    def finish(self) -> None:
        """Write the footer and give the file its name; remove the folder."""
        self._attempt(self._finish)

    def _finish(self) -> None:
        last = self._grid.chunks - 1
        groups = (self._chunks[index][1] for index in range(last + 1))
        end = end_of_file(COLUMNS, groups, self._grid.size, {MARK: self._description})
        with self.path.open("r+b") as stream:
            stream.seek(place(self._grid, last) + self._chunks[last][0])
            stream.write(end)
            stream.truncate()
        if self.out.exists():
            self.path.chmod(self.out.stat().st_mode & 0o7777)
        self.path.replace(self.out)
        shutil.rmtree(self.folder, ignore_errors=True)
        self.close()

    def close(self) -> None:
        """Let go of the folder; remove it if it has no chunk."""
        self._journal.close()
        if not self._chunks:
            shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.release()


def is_sweep(path: Path) -> bool:
    """Say whether a file is a Parquet file that a sweep has written."""
    with path.open("rb") as stream:
        end = stream.seek(0, os.SEEK_END)
        stream.seek(max(end - 8, 0))
        size, magic = int.from_bytes(stream.read(4), "little"), stream.read()
        if magic != MAGIC or size > end - 8:
            return False
        stream.seek(end - 8 - size)
        footer = stream.read(size)
        return MARK in footer and CREATOR in footer  # other writers keep the one, not the other


def _parsed(line: bytes) -> tuple[int, list[int], int, bytes] | None:
    """Return what a line of the journal says, or None if that is not what was written."""
    expected, _, record = line.removesuffix(b"\n").partition(b" ")
    if not line.endswith(b"\n") or expected != b"%08x" % crc32(record):
        return None
    index, sizes, expected, group = json.loads(record)
    return index, sizes, expected, base64.b64decode(group)
