"""Where the chunks of a sweep are computed: an executor, and what is known about it."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterable
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ProcessPoolExecutor,
    ThreadPoolExecutor,
    wait,
)
from multiprocessing import parent_process
from pathlib import Path
from typing import Any

from symfact.sweep.chunks import Chunk, compute_chunks, compute_chunks_into
from symfact.sweep.grid import Grid

__all__ = ["Pool"]

_WINDOW = 16  # chunks under way elsewhere: their bytes, 8 MB each, may all arrive at once
_SHARE = 8  # chunks in a task on this machine, until few are left: tasks take time, too


class Pool:
    """An executor: the given one, or else processes on all cores, for so many chunks.

    Workers on this machine write into the file themselves; others send what they computed.
    """

    def __init__(self, given: Executor | None, chunks: int) -> None:
        if not (given is None or isinstance(given, Executor)):
            raise TypeError(
                f"executor: a {type(given).__name__} given; allowed is a"
                " concurrent.futures.Executor, such as dask's Client.get_executor()"
            )
        self._given, self._workers = given, min(_cores(), chunks)
        self._executor = given or self._processes()
        local = (ProcessPoolExecutor, ThreadPoolExecutor, _Here)
        self._is_local = isinstance(self._executor, local)
        self.window = max(_WINDOW, 2 * _cores()) if self._is_local else _WINDOW
        if isinstance(self._executor, _Here):
            self.window = 1

    def _processes(self) -> Executor:
        if self._workers < 2:
            return _Here()
        return ProcessPoolExecutor(self._workers, initializer=_begin)

    def share(self, left: int) -> int:
        """Return how many of the chunks that are left one task should have."""
        if not self._is_local or isinstance(self._executor, _Here):
            return 1
        return min(_SHARE, -(-left // (4 * _cores())))

    def submit(
        self, path: Path, grid: Grid, indices: list[int], attempt: int
    ) -> Future[list[Chunk]]:
        """Have chunks computed; their bytes go to the file `path`, or come back with them."""
        try:
            return self._submit(path, grid, indices, attempt)
        except BrokenExecutor:
            if self._given is not None:
                raise
            self._executor = self._processes()
            return self._submit(path, grid, indices, attempt)

    def _submit(
        self, path: Path, grid: Grid, indices: list[int], attempt: int
    ) -> Future[list[Chunk]]:
        if self._is_local:
            return self._executor.submit(compute_chunks_into, path, grid, indices)
        return self._executor.submit(compute_chunks, grid, indices, attempt)

    def close(self, running: Iterable[Future[list[Chunk]]]) -> None:
        """Cancel what has not begun; wait for what may still write into the file."""
        begun = [future for future in running if not future.cancel()]
        if self._is_local:
            wait(begun)
        if self._given is None:
            self._executor.shutdown()  # and wait: an interpreter may not end while it ends


class _Here(Executor):
    """The process itself, which computes what is submitted at once."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


def _cores() -> int:
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:  # not on Linux
        return os.cpu_count() or 1


def _begin() -> None:
    """Begin a process of our own: the parent handles Ctrl-C, and no worker outlives it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
