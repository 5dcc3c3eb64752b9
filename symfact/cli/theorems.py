"""The commands on statements: `prove`, `ledger` and `check`."""

from __future__ import annotations

import re
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from symfact.cli.console import complain, mathematics, print_json, print_table, say, styled
from symfact.cli.progress import each, progress
from symfact.errors import ProofError
from symfact.files import make_folder, write_text
from symfact.stages import stage

if TYPE_CHECKING:
    from symfact.prover import Proof

__all__ = ["check", "ledger", "prove"]


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


@click.command()
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
    with progress("proving"):
        verdicts = [_prove(name) for name in each(theorems or names(), "proving")]
    _refuse_same_names([verdict.proof.name for verdict in verdicts if verdict.proof])
    for verdict in verdicts:
        if verdict.proof is not None and save is not None and not verdict.reason:
            write_text(save / f"{verdict.proof.name}.proof.json", verdict.proof.dumps(), "--save")
        if verdict.reason:
            complain(f"{verdict.name}: {verdict.reason}", 1)
    rows = [row for verdict in verdicts for row in _rows(verdict)]
    if as_json:
        print_json(rows)
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
        statement = mathematics(f"{', '.join(given)} |- {row['conclusion']}".strip())
        once = [row["theorem"], str(row["steps"]), f"{row['seconds']:.3f}"]
        first, steps, seconds = once if row["theorem"] != known else ["", "", ""]
        cells.append(
            [first, row["claim"], statement, row["verdict"], row["digest"], steps, seconds]
        )
        known = row["theorem"]
    shown = mathematics("hypotheses |- conclusion")
    titles = ["theorem", "claim", shown, "verdict", "statement", "steps", "seconds"]
    print_table(titles, cells, [shown])
    count = sum(row["verdict"] == "proved" for row in rows)
    say(f"{count} of {len(rows)} claims proved.")


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Print the ledger as JSON.")
def ledger(as_json: bool) -> None:
    """Say what became of each statement of the paper.

    Each numbered equation, theorem and claim is proved, corrected, refuted or cited, with
    the claims of theorem scripts that show it, and the digests of their statements.
    """
    from symfact.ledger import rows  # noqa: PLC0415
    from symfact.theorems import names, proved  # noqa: PLC0415

    with progress("proving"):
        for name in each(names(), "proving"):
            proved(name)
        stage("checking the evidence")
        found = rows()
    if as_json:
        print_json([asdict(row) for row in found])
        return
    cells = []
    for row in found:
        shown = [f"{item.script}: {item.claim} {item.digest}" for item in row.evidence]
        why = f"{row.why} [{row.source}]" if row.source else row.why
        texts = (_prose(text) for text in (row.statement, row.missing, why))
        statement, missing, why = texts
        cells.append([row.number, statement, row.verdict, missing, why, "\n".join(shown)])
    wrapped = ["statement", "missing hypotheses", "why", "evidence"]
    print_table(["paper", "statement", "verdict", *wrapped[1:]], cells, wrapped)


def _prose(text: str) -> str:
    """A sentence of the ledger, which writes /= as sets of formulas do not."""
    return mathematics(text.replace("/=", "!="))


@click.command()
@click.argument("files", metavar="FILE ...", nargs=-1, required=True)
def check(files: tuple[str, ...]) -> int:
    """Check certificates and proof files.

    With exact arithmetic from the standard library alone.  Exit code 0: all are valid;
    1: some are not, and each line says why; 2: some cannot be read.
    """
    with progress("checking"):
        verdicts = [_check(path) for path in each(files, "checking")]
    for path, (_, message) in zip(files, verdicts, strict=True):
        shown = re.sub("^(not )?valid", lambda verdict: styled(verdict[0]), message)
        say(f"{path}: {shown}")
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
