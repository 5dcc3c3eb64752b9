"""Locks on files between processes; on Windows nothing is locked.

They belong to the process that has taken them, not to those that it forks: the workers of an
executor may live on when a sweep has ended or was killed.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import IO

try:
    from fcntl import LOCK_EX, LOCK_NB, lockf
except ImportError:  # on Windows
    lockf = None  # type: ignore[assignment]

__all__ = ["Lock", "lock"]

# By path and process.  A process gets a lock that it has again, and loses it once it closes
# any stream of the file, so that a second one must not even be opened.
_held: dict[tuple[Path, int], Lock] = {}


class Lock:
    """The lock on a file, which is made if it is not there; raises ``BlockingIOError``."""

    def __init__(self, path: Path) -> None:
        key = path, os.getpid()
        if _held.setdefault(key, self) is not self:
            raise BlockingIOError
        with ExitStack() as stack:
            stack.callback(_held.pop, key)
            stream = stack.enter_context(path.open("ab"))
            if lockf is not None:
                lockf(stream, LOCK_EX | LOCK_NB)
            self._stack = stack.pop_all()

    def release(self) -> None:
        """Let others have it; a second time nothing is released, which may be theirs by now."""
        self._stack.close()


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
