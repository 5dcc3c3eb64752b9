"""What is being done, on stderr, for those who wait in front of a terminal.

The line appears after two seconds, says how long it has been, and goes when the work is
done.  It is drawn without rich, whose import would slow down the work that it tells of.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from symfact.cli.console import is_terminal
from symfact.stages import listening, stage

__all__ = ["each", "progress"]

_PATIENCE, _PERIOD = 2.0, 0.2  # seconds
_CLEAR = "\r\x1b[K"


class _Line:
    """The last line of the terminal while it is in use."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._start = time.monotonic()
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._draw, daemon=True)
        self._thread.start()

    def _draw(self) -> None:
        if self._done.wait(_PATIENCE):
            return
        while True:
            shown = f"{self.text[: _columns() - 12]} ({time.monotonic() - self._start:.0f} s)"
            self._write(_CLEAR + shown)
            if self._done.wait(_PERIOD):
                break
        self._write(_CLEAR)

    def _write(self, text: str) -> None:
        with suppress(OSError):  # a terminal that was closed is no error of the work
            sys.stderr.write(text)
            sys.stderr.flush()

    def clear(self) -> None:
        self._done.set()
        self._thread.join()


def _columns() -> int:
    try:
        return max(os.get_terminal_size(sys.stderr.fileno()).columns, 20)
    except OSError:
        return 80


@contextmanager
def progress(text: str) -> Iterator[None]:
    """While the block runs, say on stderr what is done: `text`, then the stages it comes to."""
    if not is_terminal(sys.stderr):
        yield
        return
    line = _Line(text)

    def tell(stage: str) -> None:
        line.text = "".join(c if c.isprintable() else "?" for c in stage)

    try:
        with listening(tell):
            yield
    finally:
        line.clear()


def each(items: Sequence[str], work: str) -> Iterator[str]:
    """Yield the items, each as a stage: "proving 12 of 71: balance"."""
    for n, item in enumerate(items, 1):
        stage(f"{work} {n} of {len(items)}: {item}")
        yield item
