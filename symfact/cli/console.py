"""What the commands print: tables and lines on stdout, messages on stderr.

Mathematics is Unicode where the output can show it, else ASCII.  What the output cannot
encode is escaped.  Colour appears on terminals alone and says nothing that words do not.
"""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import sys
import textwrap
from collections.abc import Sequence
from typing import Any, TextIO

import click

from symfact.unicode import unicode_text

__all__ = [
    "ascii_only",
    "complain",
    "is_terminal",
    "mathematics",
    "print_aligned",
    "print_json",
    "print_table",
    "say",
    "styled",
]

_WIDTH = 140  # where there is no terminal
_LEAST, _NARROWEST = 24, 20  # columns for a cell of text, and for a paragraph
_SAMPLE = "λ≤·−⊢ᴸⱼ√"
_COLOURS = {
    "proved": "green",
    "valid": "green",
    "corrected": "yellow",
    "cited": "cyan",
    "refuted": "red",
    "undecided": "red",
    "not valid": "red",
}
_NUMBER = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?")


def say(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print text; characters that the stream cannot encode are escaped, never an error."""
    encoding = getattr(sys.stderr if err else sys.stdout, "encoding", None) or "utf-8"
    click.echo(text.encode(encoding, "backslashreplace").decode(encoding), err=err, nl=nl)


def complain(message: str, code: int) -> int:
    """Print one line to stderr and return the exit code."""
    name = click.style("symfact:", fg="red") if is_coloured(sys.stderr) else "symfact:"
    say(f"{name} {' '.join(message.split())}", err=True)
    return code


def print_json(data: Any) -> None:
    """Print JSON, in ASCII where the output is no Unicode."""
    encoding = getattr(sys.stdout, "encoding", None) or ""
    is_unicode = encoding.lower().replace("-", "").startswith("utf")
    say(json.dumps(data, indent=1, ensure_ascii=not is_unicode))


def mathematics(text: str) -> str:
    """Return a formula for the output: Unicode mathematics, or the ASCII text as it is."""
    return text if ascii_only() else unicode_text(text)


def ascii_only() -> bool:
    """Say whether standard output has, or the locale asks for, no mathematical characters."""
    try:
        _SAMPLE.encode(getattr(sys.stdout, "encoding", None) or "ascii")
    except (UnicodeEncodeError, LookupError):
        return True
    if os.environ.get("PYTHONIOENCODING") or os.environ.get("PYTHONUTF8"):
        return False
    # Python makes UTF-8 of the locale C, and says so in LC_CTYPE; who set C has it in LANG.
    ctype = os.environ.get("LC_CTYPE", "")
    language = "" if ctype in ("C.UTF-8", "C.utf8", "UTF-8") else ctype
    return (os.environ.get("LC_ALL") or language or os.environ.get("LANG")) in ("C", "POSIX")


def is_terminal(stream: TextIO) -> bool:
    """Say whether a stream is a terminal that understands more than lines of text."""
    return stream.isatty() and os.environ.get("TERM", "dumb") != "dumb"


def is_coloured(stream: TextIO) -> bool:
    """Say whether a stream is a terminal that is to have colour."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR")


def styled(verdict: str) -> str:
    """Return a verdict for stdout, coloured on a terminal."""
    return click.style(verdict, fg=_COLOURS[verdict]) if is_coloured(sys.stdout) else verdict


def _terminal_width() -> int | None:
    return shutil.get_terminal_size((80, 24)).columns if sys.stdout.isatty() else None


def print_aligned(rows: Sequence[Sequence[str]], titles: Sequence[str] = ()) -> None:
    """Print rows of formulas or numbers, indented and aligned, under titles if there are any.

    Formulas are wrapped to fit a terminal; a number stays whole, so that it can be copied.
    """
    heads = titles or [""] * len(rows[0])
    aligned = [_aligned(*column) for column in zip(heads, *rows, strict=True)]
    for n, cells in enumerate(zip(*aligned, strict=True)):
        if n or titles:
            hanging = 4 if titles or len(cells) == 1 else len(cells[0]) + 4
            text = "\n".join(_wrapped("  ".join(cells), "  ", hanging))
            say(text if n or not is_coloured(sys.stdout) else click.style(text, bold=True))


def _aligned(title: str, *cells: str) -> list[str]:
    """Pad the cells of a column to one width, numbers with their points below each other."""
    if not all(map(_NUMBER.fullmatch, cells)):
        widest = max(map(len, (title, *cells)))
        return [cell.ljust(widest) for cell in (title, *cells)]
    after = [len(cell) - len(re.split(r"[.e]", cell)[0]) for cell in cells]
    padded = [cell + " " * (max(after) - n) for cell, n in zip(cells, after, strict=True)]
    widest = max(map(len, (title, *padded)))
    return [title.rjust(widest), *(cell.rjust(widest) for cell in padded)]


def _wrapped(text: str, indent: str, hanging: int) -> list[str]:
    """Lines of a text that fit the terminal, words being whole."""
    whole = len(text) + len(indent)
    return textwrap.wrap(
        text.rstrip(),
        max(_terminal_width() or whole, _NARROWEST + hanging),
        initial_indent=indent,
        subsequent_indent=" " * hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def print_table(titles: list[str], rows: list[list[str]], wrapped: Sequence[str]) -> None:
    """Print an aligned table, as wide as the terminal, or 140 columns elsewhere.

    The columns of the titles `wrapped` share what the others leave.  Where that is too
    little, each row becomes a paragraph.
    """
    texts = [n for n, title in enumerate(titles) if title in wrapped]
    widths = [
        max(len(line) for cell in cells for line in cell.split("\n"))
        for cells in zip(titles, *rows, strict=True)
    ]
    least = [min(w, _LEAST) if n in texts else w for n, w in enumerate(widths)]
    if sum(least) + 2 * len(titles) > (_terminal_width() or _WIDTH):
        _print_paragraphs(titles, rows, texts)
    else:
        _print_columns(titles, rows, texts)


def _print_paragraphs(titles: list[str], rows: list[list[str]], texts: Sequence[int]) -> None:
    is_one = len(texts) == 1
    for row in [titles, *rows]:
        head = "  ".join(cell for n, cell in enumerate(row) if n not in texts and (cell or not n))
        lines = _wrapped(head, "", 4)
        verdict = next((cell for cell in row if cell in _COLOURS), None)
        if verdict is not None:
            lines = [line.replace(verdict, styled(verdict)) for line in lines]
        for n in texts if is_one or row is not titles else ():
            text = row[n] if is_one or not row[n] else f"{titles[n]}: {row[n]}"
            for line in text.split("\n"):
                lines += _wrapped(line, "    ", 6)
        say("\n".join(lines))


def _print_columns(titles: list[str], rows: list[list[str]], texts: Sequence[int]) -> None:
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, header_style="bold")
    for n, title in enumerate(titles):
        is_number = all(_NUMBER.fullmatch(row[n]) for row in rows if row[n])
        table.add_column(
            title,
            justify="right" if is_number else "left",
            no_wrap=n not in texts,
            overflow="fold",
        )
    for row in rows:
        table.add_row(*(Text(cell, _COLOURS.get(cell, "")) for cell in row))
    shown = io.StringIO()
    console = Console(
        file=shown,
        width=_terminal_width() or _WIDTH,
        highlight=False,
        force_terminal=is_coloured(sys.stdout),
        color_system="standard" if is_coloured(sys.stdout) else None,
    )
    console.print(table)
    say("\n".join(line.rstrip() for line in shown.getvalue().splitlines()))
