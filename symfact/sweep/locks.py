"""Locks on files between processes; on Windows nothing is locked.

They belong to the process that has taken them, not to those that it forks: the workers of an
executor may live on when a sweep has ended or was killed.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

try:
    from fcntl import LOCK_EX, LOCK_NB, lockf
except ImportError:  # on Windows
    lockf = None  # type: ignore[assignment]

__all__ = ["Lock", "lock"]

_held: dict[Path, int] = {}  # to the process: where it has a lock already, it would get it again


class Lock:
    """The lock on a file, which is made if it is not there; raises ``BlockingIOError``."""

    def __init__(self, path: Path) -> None:
        if _held.get(path) == os.getpid():
            raise BlockingIOError
        self._path, self._stream = path, path.open("ab")
        try:
            if lockf is not None:
                lockf(self._stream, LOCK_EX | LOCK_NB)
        except BaseException:
            self._stream.close()
            raise
        _held[path] = os.getpid()

    def release(self) -> None:
        """Let others have it; a second time nothing is released, which may be theirs by now."""
        if not self._stream.closed:
            _held.pop(self._path, None)
            self._stream.close()


def lock(stream: IO[bytes], must: bool) -> bool:
    """Lock a file until it is closed; if others have, wait if it must be, or else return False.

    Where files cannot be locked, just go on.
    """
    if lockf is not None:
        try:
            lockf(stream, LOCK_EX if must else LOCK_EX | LOCK_NB)
        except (BlockingIOError, PermissionError):  # either may say that others have it
            return must
        except OSError:
            pass
    return True
