"""The command `export`: theorems and their proofs as documents."""

from __future__ import annotations

from pathlib import Path

import click

from symfact.cli.console import say
from symfact.cli.progress import each, progress
from symfact.stages import stage

__all__ = ["export"]


@click.command()
@click.option(
    "--format", "form", default="latex", show_default=True, metavar="latex", help="The format."
)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="The folder to write to.",
)
@click.argument("theorems", metavar="[NAME or PATH ...]", nargs=-1)
def export(form: str, output: Path, theorems: tuple[str, ...]) -> None:
    """Write theorems with their proofs as LaTeX.

    An article with all of them, and a fragment for each claim to be put into a paper.  With
    no NAME: every theorem, and the ledger.
    """
    from symfact.export.latex import export_latex  # noqa: PLC0415
    from symfact.ledger import rows  # noqa: PLC0415
    from symfact.theorems import names, proved  # noqa: PLC0415

    if form != "latex":
        raise ValueError(f"--format: {form!r} given; allowed is latex")
    with progress("proving"):
        proofs = [proved(name) for name in each(theorems or names(), "proving")]
        stage("writing the article and its fragments")
        paths = export_latex(proofs, output, ledger=() if theorems else rows())
    for path in paths:
        say(str(path))
