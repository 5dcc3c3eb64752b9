"""The command line: `symfact prove`, `ledger`, `spectrum`, `certify`, `export`, `check`.

Exit codes: 0 done; 1 not proved or not valid; 2 bad usage or input, with one line that
names the argument, the value and what is allowed.  Results go to stdout, messages to
stderr.  Every command imports what it needs when it runs: `--help`, `check` and `prove`
start without SymPy.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from symfact import __version__
from symfact.errors import CertificateError, ProofError
from symfact.files import make_folder, write_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from symfact.matrix import MatrixFactorization
    from symfact.prover import Proof
    from symfact.spectrum import Spectrum

__all__ = ["main"]

_FLOAT_DIGITS, _LINES = 17, 20
_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=_SETTINGS)
@click.version_option(__version__, prog_name="symfact")
def cli() -> None:
    """Hessian spectra of regularized deep factorization: proved and certified."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code (0, 1 or 2), never a traceback."""
    try:
        code = cli.main(args=arguments, prog_name="symfact", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Abort:
        return _complain("interrupted", 2)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "symfact"
        return _complain(f"{error.format_message().rstrip('.')}; see {path} --help", 2)
    except (ValueError, TypeError) as error:
        return _complain(str(error), 2)
    except (CertificateError, ProofError) as error:
        return _complain(str(error), 1)
    except BrokenPipeError:
        _discard_output()
        return 1
    except OSError as error:
        _discard_output()
        return _complain(f"cannot write the output ({error.strerror})", 2)
    return int(code or 0)


def _discard_output() -> None:
    """Let the buffer of standard output go nowhere, where Python would fail to flush it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
    """Prove theorems of the paper and beyond it.

    With no NAME or PATH of a theorem script: all of them.
    """
    from symfact.theorems import names  # noqa: PLC0415

    if save is not None:
        make_folder(save, "--save")
    verdicts = [_prove(name) for name in theorems or names()]
    _refuse_same_names([verdict.proof.name for verdict in verdicts if verdict.proof])
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


def _refuse_same_names(given: list[str]) -> None:
    for name in given:
        if given.count(name) > 1:
            raise ValueError(f"NAME: two proofs are called {name!r}; allowed is one of each name")


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

    shared = {
        "verdict": verdict.verdict,
        "reason": verdict.reason,
        "seconds": round(verdict.seconds, 4),
    }
    if verdict.proof is None or verdict.reason:
        empty = dict.fromkeys(("claim", "reference", "digest", "conclusion"), "")
        return [{"theorem": verdict.name, **empty, "hypotheses": [], "steps": 0, **shared}]
    steps, notation = len(verdict.proof.data()["steps"]), verdict.proof.notation

    def shown(formula: Any) -> str:
        return format_formula(abbreviated(formula, notation))

    return [
        {
            "theorem": verdict.proof.name,
            "claim": claim["claim"],
            "reference": claim["reference"],
            "digest": verdict.proof.digest(claim),
            "hypotheses": [shown(item) for item in claim["hypotheses"]],
            "conclusion": shown(claim["conclusion"]),
            "steps": steps,
            **shared,
        }
        for claim in verdict.proof.claims
    ]


def _print_verdicts(rows: list[dict[str, Any]]) -> None:
    """Print one row a claim; theorem, steps and time stand once, on its first row."""
    cells, known = [], None
    for row in rows:
        given = (f"({h})" if ":" in h else h for h in row["hypotheses"])  # a quantifier's scope
        statement = f"{', '.join(given)} |- {row['conclusion']}"
        once = [row["theorem"], str(row["steps"]), f"{row['seconds']:.3f}"]
        first, steps, seconds = once if row["theorem"] != known else ["", "", ""]
        cells.append(
            [first, row["claim"], statement, row["verdict"], row["digest"], steps, seconds]
        )
        known = row["theorem"]
    titles = ["theorem", "claim", "hypotheses |- conclusion", "verdict", "statement"]
    _print_table([*titles, "steps", "seconds"], cells)
    count = sum(row["verdict"] == "proved" for row in rows)
    click.echo(f"{count} of {len(rows)} claims proved.")


def _print_table(titles: list[str], rows: list[list[str]]) -> None:
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


# ledger


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="Print the ledger as JSON.")
def ledger(as_json: bool) -> None:
    """Say what became of each statement of the paper.

    Each numbered equation, theorem and claim is proved, corrected, refuted or cited, with
    the claims of theorem scripts that show it, and the digests of their statements.
    """
    from symfact.ledger import rows  # noqa: PLC0415

    if as_json:
        click.echo(json.dumps([asdict(row) for row in rows()], indent=1, ensure_ascii=False))
        return
    cells = []
    for row in rows():
        shown = [f"{item.script}: {item.claim} {item.digest}" for item in row.evidence]
        why = f"{row.why} [{row.source}]" if row.source else row.why
        cells.append([row.number, row.statement, row.verdict, row.missing, why, "\n".join(shown)])
    _print_table(["paper", "statement", "verdict", "missing hypotheses", "why", "evidence"], cells)


# spectrum and certify


def _problem(command: Any) -> Any:
    """The options of a problem: exact numbers, as text, or the file of a matrix."""
    for name, text in (
        ("--widths", "Matrices: the hidden widths, 8,8,8, or one for all; else the smaller side."),
        ("--shape", "With --singular-values: 5x4, rows by columns of the target; else square."),
        ("--singular-values", "Those of a target matrix, exactly: 3,2,1/2."),
        ("--depth", "The depth L, an integer >= 2."),
        ("--lam", "The regularization parameter lambda > 0: 1/10, 0.1, 1e-3."),
        ("--target", "The target, a rational number: 2, -3/2, 0.1; or the .npy file of a matrix."),
    ):
        command = click.option(name, metavar=name[2:].upper(), help=text)(command)
    return command


def _read_matrix(given: dict[str, str | None]) -> MatrixFactorization | None:
    """The problem of a matrix, if it is one."""
    target, values = given["target"], given["singular_values"]
    if not (values is not None or (target or "").endswith(".npy")):
        for name in ("shape", "widths"):
            if given[name] is not None:
                raise ValueError(
                    f"--{name}: {given[name]!r} given for a number; allowed with a .npy --target"
                    " or --singular-values"
                )
        return None
    from symfact.matrix import MatrixFactorization  # noqa: PLC0415

    widths = _sizes(given["widths"], "--widths", ",")
    return MatrixFactorization(
        target,
        given["lam"],
        given["depth"],
        widths[0] if widths is not None and len(widths) == 1 else widths,
        singular_values=None if values is None else values.split(","),
        shape=_sizes(given["shape"], "--shape", "x"),
    )


def _sizes(text: str | None, name: str, separator: str) -> list[int] | None:
    if text is None:
        return None
    parts = text.split(separator)
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
        raise ValueError(f"{name}: {text!r} given; allowed are integers, 8{separator}8")
    return [int(part) for part in parts]


@cli.command()
@_problem
@click.option("--dps", default="15", metavar="DIGITS", show_default=True, help="Digits to show.")
@click.option("--json", "as_json", is_flag=True, help="Print the spectra as JSON.")
def spectrum(dps: str, as_json: bool, **given: str | None) -> None:
    """Print the Hessian spectrum at the minimizers.

    Of a number as --target: what is left out (--target, --lam, --depth) stays symbolic.
    Of a matrix, from its .npy file or its singular values: all eigenvalues with multiplicities.
    """
    from symfact.parameters import parse_dps  # noqa: PLC0415
    from symfact.scalar import ScalarFactorization  # noqa: PLC0415

    digits, matrix = parse_dps(dps), _read_matrix(given)
    if matrix is not None:
        _print_matrix(matrix, digits, as_json)
        return
    problem = ScalarFactorization(given["target"], given["lam"], given["depth"])
    spectra = {name: _describe(s, digits) for name, s in problem.spectra().items()}
    if as_json:
        click.echo(json.dumps({"problem": str(problem), "spectra": spectra}, indent=1))
        return
    click.echo(f"{problem}")
    for name, described in spectra.items():
        click.echo(f"\nminimizers: {name}")
        for line in described["hypotheses"]:
            click.echo(f"  if {line}")
        for entry in described["eigenvalues"]:
            click.echo(f"  {entry['value']}  x {entry['multiplicity']}")
        click.echo(f"  largest {described['max_eigenvalue']}")
        click.echo(f"  stable step {described['stable_step']}")


def _print_matrix(problem: MatrixFactorization, digits: int, as_json: bool) -> None:
    def shown(value: Any) -> str:
        return str(value.evalf(digits)) if hasattr(value, "evalf") else f"{value:.{digits}g}"

    if isinstance(problem.max_eigenvalue(), float) and digits > _FLOAT_DIGITS:
        raise ValueError(
            f"--dps: {digits} digits of a float64 spectrum; allowed are {_FLOAT_DIGITS}"
            " (certify gives more)"
        )
    found, regimes = problem.spectrum(), problem.regime()
    pairs = sorted(found.items(), key=lambda item: float(item[0]), reverse=True)
    facts = {
        "largest": problem.max_eigenvalue(),
        "stable step": problem.stable_step(),
        "condition number": problem.condition_number(),
        "trace": problem.trace(),
        "minimal loss": problem.minimal_loss(),
    }
    if as_json:
        data: dict[str, Any] = {"problem": str(problem), "regime": regimes}
        data["eigenvalues"] = [{"value": shown(v), "multiplicity": n} for v, n in pairs]
        data |= {name.replace(" ", "_"): shown(value) for name, value in facts.items()}
        click.echo(json.dumps(data, indent=1))
        return
    click.echo(f"{problem}\nx_k > 0 for {regimes.count('nonzero')} of {len(regimes)} values")
    omitted = len(pairs) - _LINES
    for value, count in pairs if omitted <= 0 else pairs[:_LINES]:
        click.echo(f"  {shown(value)}  x {count}")
    if omitted > 0:
        click.echo(f"  ... {omitted} smaller eigenvalues (--json prints all)")
    for name, value in facts.items():
        click.echo(f"  {name} {shown(value)}")


def _describe(spectrum: Spectrum, digits: int) -> dict[str, Any]:
    def shown(value: Any) -> str:
        return str(value) if value.free_symbols else f"{value.evalf(digits)}"

    return {
        "hypotheses": [str(hypothesis) for hypothesis in spectrum.hypotheses],
        "eigenvalues": [
            {"formula": str(value), "value": shown(value), "multiplicity": str(count)}
            for value, count in spectrum.items()
        ],
        "max_eigenvalue": shown(spectrum.max_eigenvalue()),
        "stable_step": shown(spectrum.stable_step()),
    }


@cli.command()
@_problem
@click.option("--dps", default="50", metavar="DIGITS", show_default=True, help="Digits to certify.")
@click.option("-o", "--output", metavar="FILE", help="Write here; otherwise to standard output.")
def certify(dps: str, output: str | None, **given: str | None) -> None:
    """Certify minimizers, loss and spectrum.

    Of a number: --target and --lam may be intervals, "[19/10, 21/10]"; the certificate then
    holds for every m and lambda in this box.  Of a matrix: enclosures of its singular values
    and of the whole spectrum.
    """
    from symfact.certify import certify_scalar  # noqa: PLC0415
    from symfact.parameters import parse_dps  # noqa: PLC0415

    matrix = _read_matrix(given)
    for name in ("target", "lam", "depth") if matrix is None else ():
        if given[name] is None:
            raise ValueError(f"--{name}: nothing given; a certificate needs a number")
    if matrix is None:
        certificate = certify_scalar(given["target"], given["lam"], given["depth"], dps)
    else:
        certificate = matrix.certify(parse_dps(dps))
    if output in (None, "-"):
        click.echo(certificate.text, nl=False)
    else:
        certificate.save(output)
        click.echo(f"{output}: {certificate}", err=True)


@cli.command()
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
    proofs = [proved(name) for name in theorems or names()]
    for path in export_latex(proofs, output, ledger=() if theorems else rows()):
        click.echo(path)


# check


@cli.command()
@click.argument("files", metavar="FILE ...", nargs=-1, required=True)
def check(files: tuple[str, ...]) -> int:
    """Check certificates and proof files.

    With exact arithmetic from the standard library alone.  Exit code 0: all are valid;
    1: some are not, and each line says why; 2: some cannot be read.
    """
    verdicts = [_check(path) for path in files]
    for path, (_, message) in zip(files, verdicts, strict=True):
        click.echo(f"{path}: {message}")
    return max(code for code, _ in verdicts)


def _check(path: str) -> tuple[int, str]:
    """The exit code for a file, and what to say of it."""
    from symfact.checker import Refused  # noqa: PLC0415
    from symfact.kernel import check_proof, load_proof  # noqa: PLC0415
    from symfact.matrix_checker import check_certificate  # noqa: PLC0415
    from symfact.notation import digest  # noqa: PLC0415

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
    lines = [f"valid proof; claims: {len(claims)}, steps: {len(proof['steps'])}"]
    lines += [
        f"  {digest(claim, proof['variables'])}  {claim['claim']}" for claim in proof["claims"]
    ]
    return 0, "\n".join(lines)
