"""What a long computation is at, for whoever wants to know."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["listening", "stage"]

_LISTENER: ContextVar[Callable[[str], None] | None] = ContextVar("listener", default=None)


def stage(name: str) -> None:
    """Tell who listens that a computation has come to the stage `name`; else do nothing.

    >>> stage("the largest eigenvalue")
    """
    listener = _LISTENER.get()
    if listener is not None:
        listener(name)


@contextmanager
def listening(listener: Callable[[str], None]) -> Iterator[None]:
    """Call `listener` with the name of every stage, in this context.

    >>> with listening(print):
    ...     stage("the largest eigenvalue")
    the largest eigenvalue
    """
    token = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(token)
