"""Locks on files between processes; on Windows nothing is locked."""

from __future__ import annotations

from contextlib import suppress
from typing import IO

try:
    from fcntl import LOCK_EX, LOCK_NB, flock
except ImportError:  # on Windows
    flock = None  # type: ignore[assignment]

__all__ = ["try_lock", "wait_for_lock"]


def try_lock(stream: IO[bytes]) -> bool:
    """Lock a file until it is closed, and say whether no other process has it locked."""
    try:
        if flock is not None:
            flock(stream, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return False
    return True


def wait_for_lock(stream: IO[bytes]) -> None:
    """Lock a file until it is closed, when the others are through; without one, just go on."""
    if flock is not None:
        with suppress(OSError):
            flock(stream, LOCK_EX)
