"""What some commands need beyond the core: the extras of the package."""

from __future__ import annotations

from importlib.util import find_spec

__all__ = ["require"]


def require(module: str, extra: str, purpose: str) -> None:
    """Raise ``ImportError``, one line, if a module that an extra brings is not installed.

    >>> require("json", "none", "tests")
    """
    if find_spec(module) is None:
        raise ImportError(
            f"{module}: not installed; {purpose} need pip install 'symfact[{extra}]'", name=module
        )
