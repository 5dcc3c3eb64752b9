"""The command line: `symfact prove`, `spectrum`, `certify`, `check`, `export`.

Exit codes: 0 done; 1 not proved or not valid; 2 bad usage or input, with one line that
names the argument, the value and what is allowed.  Results go to stdout, messages to
stderr.  Every command imports what it needs when it runs: `--help`, `check` and `prove`
start without SymPy.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from symfact import __version__
from symfact.errors import CertificateError, ProofError
from symfact.files import make_folder, write_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symfact.prover import Proof
    from symfact.scalar import ScalarFactorization

__all__ = ["main"]

_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=_SETTINGS)
@click.version_option(__version__, prog_name="symfact")
def cli() -> None:
    """Hessian spectra of regularized deep scalar factorization: proved and certified."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code (0, 1 or 2), never a traceback."""
    try:
        code = cli.main(args=arguments, prog_name="symfact", standalone_mode=False)
    except click.exceptions.Abort:
        return _complain("interrupted", 2)
    except click.ClickException as error:
        return _complain(error.format_message(), 2)
    except (ValueError, TypeError) as error:
        return _complain(str(error), 2)
    except BrokenPipeError:
        sys.stderr.close()
        return 1
    return int(code or 0)


def _complain(message: str, code: int) -> int:
    click.echo(f"symfact: {' '.join(message.split())}", err=True)
    return code


# prove


@dataclass(frozen=True)
class Verdict:
    """What became of one theorem: its proof if it was made, why not if it was not accepted."""

    name: str
    proof: Proof | None
    reason: str
    seconds: float

    @property
    def verdict(self) -> str:
        return "undecided" if self.reason else "proved"


@cli.command()
@click.argument("theorems", metavar="[NAME or PATH ...]", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print the verdicts as JSON.")
@click.option(
    "--save", metavar="DIR", type=click.Path(path_type=Path), help="Write NAME.proof.json."
)
def prove(theorems: tuple[str, ...], as_json: bool, save: Path | None) -> int:
    """Prove theorems of the paper and beyond it; with no NAME, all of them."""
    from symfact.theorems import names  # noqa: PLC0415

    if save is not None:
        make_folder(save, "--save")
    verdicts = [_prove(name) for name in theorems or names()]
    for verdict in verdicts:
        if verdict.proof is not None and save is not None and not verdict.reason:
            write_text(save / f"{verdict.proof.name}.proof.json", verdict.proof.dumps(), "--save")
        if verdict.reason:
            _complain(f"{verdict.name}: {verdict.reason}", 1)
    rows = [row for verdict in verdicts for row in _rows(verdict)]
    if as_json:
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
    else:
        _print_verdicts(rows)
    return int(any(verdict.reason for verdict in verdicts))


def _prove(name: str) -> Verdict:
    """Make a proof, and let the kernel check the text of its file."""
    from symfact.theorems import proved  # noqa: PLC0415

    start, proof, reason = time.perf_counter(), None, ""
    try:
        proof = proved(name)
        proof.check()
    except ProofError as error:
        reason = str(error)
    return Verdict(name, proof, reason, time.perf_counter() - start)


def _rows(verdict: Verdict) -> list[dict[str, Any]]:
    from symfact.notation import abbreviated, format_formula  # noqa: PLC0415

    shared = {"verdict": verdict.verdict, "seconds": round(verdict.seconds, 4)}
    if verdict.proof is None or verdict.reason:
        return [{"theorem": verdict.name, "claim": "", "hypotheses": [], "steps": 0, **shared}]
    steps, notation = len(verdict.proof.data()["steps"]), verdict.proof.notation

    def shown(formula: Any) -> str:
        return format_formula(abbreviated(formula, notation))

    return [
        {
            "theorem": verdict.proof.name,
            "claim": claim["claim"],
            "reference": claim["reference"],
            "hypotheses": [shown(item) for item in claim["hypotheses"]],
            "conclusion": shown(claim["conclusion"]),
            "steps": steps,
            **shared,
        }
        for claim in verdict.proof.claims
    ]


def _print_verdicts(rows: list[dict[str, Any]]) -> None:
    """Print one row a claim; theorem, steps and time stand once, on its first row."""
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    console = Console(width=None if sys.stdout.isatty() else 120, highlight=False)
    table = Table(box=None, pad_edge=False, header_style="bold")
    for title, justify in (
        ("theorem", "left"),
        ("claim", "left"),
        ("hypotheses |- conclusion", "left"),
        ("verdict", "left"),
        ("steps", "right"),
        ("seconds", "right"),
    ):
        table.add_column(title, justify=justify)
    known = None
    for row in rows:
        once = [row["theorem"], str(row["steps"]), f"{row['seconds']:.3f}"]
        first, steps, seconds = once if row["theorem"] != known else ["", "", ""]
        statement = f"{', '.join(row['hypotheses'])} |- {row.get('conclusion', '')}"
        cells = [first, row["claim"], statement, row["verdict"], steps, seconds]
        table.add_row(*(Text(cell) for cell in cells))
        known = row["theorem"]
    console.print(table)


# check


@cli.command()
@click.argument("files", metavar="FILE ...", nargs=-1, required=True)
def check(files: tuple[str, ...]) -> int:
    """Check certificates and proof files, by exact arithmetic alone."""
    verdicts = [_check(path) for path in files]
    for path, (_, message) in zip(files, verdicts, strict=True):
        click.echo(f"{path}: {message}")
    return max(code for code, _ in verdicts)


def _check(path: str) -> tuple[int, str]:
    """The exit code for a file, and what to say of it."""
    from symfact.checker import Refused, check_certificate  # noqa: PLC0415
    from symfact.kernel import check_proof, load_proof  # noqa: PLC0415

    try:
        content = Path(path).read_bytes()
    except OSError as error:
        return 2, f"cannot be read ({error.strerror}); allowed is a certificate or proof file"
    try:
        if b'"symfact-proof"' not in content:
            check_certificate(content)
            return 0, "valid certificate"
        proof = load_proof(content.decode("utf-8"))
        claims = check_proof(proof)
    except UnicodeDecodeError:
        return 1, "not valid: not UTF-8"
    except (Refused, ProofError) as error:
        return 1, f"not valid: {error}"
    return 0, f"valid proof, {len(claims)} claims, {len(proof['steps'])} steps"
