"""The command `export`: theorems and their proofs as documents."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from symfact.cli.console import say
from symfact.cli.progress import each, progress
from symfact.stages import stage

if TYPE_CHECKING:
    from symfact.prover import Proof
    from symfact.summaries import Summary

__all__ = ["export"]


@click.command()
@click.option(
    "--format",
    "form",
    default="latex",
    show_default=True,
    type=click.Choice(["latex", "html", "markdown", "text"]),
    help="The format.",
)
@click.option(
    "-o",
    "--output",
    required=True,
    metavar="OUT",
    type=click.Path(path_type=Path),
    help="The file to write; for LaTeX the folder, of an article and fragments.",
)
@click.option(
    "--detail",
    default="steps",
    show_default=True,
    type=click.Choice(["statement", "sketch", "steps"]),
    help="Statements alone; the last steps of each proof; or every step.",
)
@click.option("--depth", metavar="L", help="The theorems at this depth, instead of every depth.")
@click.option(
    "--names", default="", metavar="lam=mu,...", help="Other letters, w=z also for w_j and w[k]."
)
@click.option(
    "--columns",
    default="1",
    show_default=True,
    type=click.Choice(["1", "2"]),
    help="LaTeX: columns of the page.",
)
@click.argument("theorems", metavar="[NAME or PATH ...]", nargs=-1)
def export(
    form: str,
    output: Path,
    detail: str,
    depth: str | None,
    names: str,
    columns: str,
    theorems: tuple[str, ...],
) -> None:
    """Write theorems with their proofs as a document.

    NAME is that of a theorem, or theorem-3 or matrix-theorem: the whole spectrum, with the
    theorems behind it.  With no NAME: everything, and the ledger.  As LaTeX also a fragment
    for each of them, to be put into a paper.
    """
    from symfact import summaries  # noqa: PLC0415
    from symfact import theorems as scripts  # noqa: PLC0415
    from symfact.export.files import export as write  # noqa: PLC0415
    from symfact.ledger import rows  # noqa: PLC0415
    from symfact.parameters import parse_depth  # noqa: PLC0415

    letters = _letters(names)
    number = None if depth is None else parse_depth(depth)
    with progress("proving"):
        known = summaries.names()
        wanted = [name for name in theorems or scripts.names() if name not in known]
        chosen = [summaries.summary(name) for name in theorems if name in known]
        wanted += [name for name in _behind(chosen) if name not in wanted]
        proofs = [scripts.proved(name) for name in each(wanted, "proving")]
        if number is not None:
            stage(f"proving instances at depth {number}")
            proofs, chosen = _at_depth(proofs, number), []
        stage("writing the document")
        everything = not theorems and number is None
        paths = write(
            proofs,
            output,
            form,
            detail=detail,
            names=letters,
            columns=int(columns),
            ledger=rows() if everything else (),
            summaries=summaries.summaries() if everything else chosen,
        )
    for path in paths:
        say(str(path))


def _behind(summaries: list[Summary]) -> list[str]:
    """The theorems that summaries rest on, each once."""
    evidence = (proof for s in summaries for item in s.eigenvalues for proof in item.evidence)
    return list(dict.fromkeys(proof.script for proof in evidence))


def _at_depth(proofs: list[Proof], depth: int) -> list[Proof]:
    from symfact.instances import at_depth  # noqa: PLC0415

    instances = [at_depth(proof, depth) for proof in proofs]
    stated = [proof for proof in instances if proof.claims]
    if not stated:
        raise ValueError(f"--depth: {depth} given; none of these theorems allows it")
    return stated


def _letters(text: str) -> dict[str, str]:
    """The pairs in "lam=mu,w=z"; a Greek letter may be written as in LaTeX."""
    pairs = [pair.split("=") for pair in text.split(",")] if text else []
    for pair in pairs:
        pair[:] = [part.strip().removeprefix("\\") for part in pair]
        if len(pair) != 2 or not all(re.fullmatch("[A-Za-z]+", part) for part in pair):
            raise ValueError(f"--names: {text!r} given; allowed are pairs of letters, lam=mu,w=z")
    return {"lam" if old == "lambda" else old: _spelled(new) for old, new in pairs}


def _spelled(name: str) -> str:
    return "lam" if name == "lambda" else name
