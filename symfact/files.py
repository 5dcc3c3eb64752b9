"""Writing files so that nothing is lost: a temporary name first, then a rename."""

from __future__ import annotations

import os
import secrets
from functools import partial
from pathlib import Path

__all__ = ["make_folder", "refusal", "write_bytes", "write_text"]


def write_text(path: Path, text: str, argument: str) -> None:
    """Write `text` as UTF-8, as `write_bytes` does."""
    write_bytes(path, text.encode("utf-8"), argument)


def write_bytes(path: Path, content: bytes, argument: str) -> None:
    """Write `content` to `path`, whole or not at all; `argument` is what to blame.

    A link is followed, and a device or pipe is written to, not replaced; a file that is
    replaced keeps its mode.  Raises ``ValueError``, one line, when it cannot be written.
    """
    try:
        target = path.resolve()
        if target.exists() and not target.is_file():
            target.write_bytes(content)
        else:
            _replace(target, content)
    except OSError as error:
        raise refusal(path, argument, error) from None


def _replace(path: Path, content: bytes) -> None:
    is_there = path.exists()
    mode = path.stat().st_mode & 0o7777 if is_there else 0o666
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:  # it begins before there is a file: an interrupt leaves none
        opener = partial(os.open, mode=mode)
        with open(temporary, "xb", opener=opener) as stream:
            stream.write(content)
        if is_there:
            temporary.chmod(mode)  # what the umask took
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def make_folder(path: Path, argument: str) -> None:
    """Make the folder `path` and its parents; raise ``ValueError``, one line, if that fails."""
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise refusal(path, argument, error) from None


def refusal(path: Path, argument: str, error: OSError) -> ValueError:
    """Return the one line on a `path` that cannot be written; `argument` is what to blame.

    >>> str(refusal(Path("a"), "out", PermissionError(13, "Permission denied")))
    "out: cannot write 'a' (Permission denied); allowed is a writable path"
    """
    reason = error.strerror or str(error)
    return ValueError(
        f"{argument}: cannot write {str(path)!r} ({reason}); allowed is a writable path"
    )
