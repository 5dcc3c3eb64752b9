"""The command `symfact`, also `python -m symfact`; and what Ctrl-C does to it.

Ctrl-C (and SIGTERM) may come at any time, also while modules are imported.  It raises an
exception that no library takes for an error of its own; temporary files are removed on the
way out, and one line says what happened.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import time
from types import FrameType
from typing import Any

__all__ = ["main"]

_CODE = 2
_USUAL = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: signal.SIG_DFL}
_GRACE, _AGAIN = 1.0, 1.2  # seconds


class _InterruptedError(BaseException):
    """A signal asks for the end."""


class _Interrupts:
    """Turn signals into exceptions.

    For a second after one, others are ignored, so that nothing interrupts the removal of
    temporary files.  If the work then still goes on, the exception was lost, in a callback
    or a bare `except` of a library that was being imported; it is raised again.
    """

    def __init__(self) -> None:
        self.last = float("-inf")

    def listen(self) -> None:
        """Handle the signals that are not handled or ignored by someone else."""
        for number, usual in _USUAL.items():
            if signal.getsignal(number) is usual:
                signal.signal(number, self._stop)
        if hasattr(signal, "setitimer"):
            signal.signal(signal.SIGALRM, self._stop)
        sys.unraisablehook = _show_unraisable

    def close(self) -> None:
        """Ignore signals from now on: the end is near."""
        if hasattr(signal, "setitimer"):
            signal.setitimer(signal.ITIMER_REAL, 0)
        for number in _USUAL:
            if signal.getsignal(number) == self._stop:
                signal.signal(number, signal.SIG_IGN)

    def _stop(self, number: int, _: FrameType | None) -> None:
        if time.monotonic() - self.last > _GRACE:
            self.last = time.monotonic()
            if hasattr(signal, "setitimer"):
                signal.setitimer(signal.ITIMER_REAL, _AGAIN)
            raise _InterruptedError


def _show_unraisable(lost: Any) -> None:
    if not issubclass(lost.exc_type, _InterruptedError):
        sys.__unraisablehook__(lost)


def main() -> int:
    """Run the command line as a process of its own; return the exit code."""
    interrupts = _Interrupts()
    try:
        interrupts.listen()
        from symfact.cli import main as run  # noqa: PLC0415  (interrupts are listened for first)

        code = run()
    except BaseException:
        interrupts.close()
        if interrupts.last == float("-inf"):
            raise
        _say_interrupted()
        return _CODE
    interrupts.close()
    return code


def _say_interrupted() -> None:
    """One line, below what the terminal shows for Ctrl-C; what is left of stdout is dropped."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.stderr.write("\n" * sys.stderr.isatty() + "symfact: interrupted\n")
        sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main())
