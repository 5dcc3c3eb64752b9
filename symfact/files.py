"""Writing files so that nothing is lost: a temporary name first, then a rename."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

__all__ = ["make_folder", "write_text"]


def write_text(path: Path, text: str, argument: str) -> None:
    """Write `text` to `path`, whole or not at all; `argument` is what to blame.

    Raises ``ValueError``, one line, when the file cannot be written.
    """
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise _refusal(path, argument, error) from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        umask = os.umask(0)
        os.umask(umask)
        Path(temporary).chmod(0o666 & ~umask)
        Path(temporary).replace(path)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        raise _refusal(path, argument, error) from None
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def make_folder(path: Path, argument: str) -> None:
    """Make the folder `path` and its parents; raise ``ValueError``, one line, if that fails."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _refusal(path, argument, error) from None


def _refusal(path: Path, argument: str, error: OSError) -> ValueError:
    reason = error.strerror or str(error)
    return ValueError(
        f"{argument}: cannot write {str(path)!r} ({reason}); allowed is a writable path"
    )
