"""What the commands print: aligned tables on stdout, messages on stderr."""

from __future__ import annotations

import sys

import click

__all__ = ["complain", "print_table"]


def complain(message: str, code: int) -> int:
    """Print one line to stderr and return the exit code."""
    click.echo(f"symfact: {' '.join(message.split())}", err=True)
    return code


def print_table(titles: list[str], rows: list[list[str]]) -> None:
    """Print an aligned table, as wide as the terminal, or 140 columns elsewhere."""
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, header_style="bold")
    for title in titles:
        table.add_column(title, justify="right" if title in ("steps", "seconds") else "left")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console(width=None if sys.stdout.isatty() else 140, highlight=False).print(table)
