"""The ledger: every numbered statement of the paper, and each claim of its prose.

The rows lie in ``ledger.toml``.  A row says what became of a statement: *proved* as it stands;
*corrected*, proved under the hypotheses that were missing; *refuted* as printed, by an exact
counterexample; or *cited*, a definition or a result of others.  Its evidence are claims of
the theorem scripts, which the kernel checks; `rows` looks every one of them up.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from symfact.errors import ProofError
from symfact.theorems import checked, names

__all__ = ["VERDICTS", "Evidence", "Row", "rows"]

VERDICTS = ("proved", "corrected", "refuted", "cited")


@dataclass(frozen=True, slots=True)
class Evidence:
    """A claim of a theorem script that backs a row, and the digest of its statement."""

    script: str
    claim: str
    digest: str


@dataclass(frozen=True, slots=True)
class Row:
    """One statement of the paper, and what became of it.

    `missing` are the hypotheses that the paper leaves out, `source` is where a cited row
    comes from, `why` one line of explanation.
    """

    number: str
    statement: str
    verdict: str
    missing: str
    source: str
    why: str
    evidence: tuple[Evidence, ...]


@cache
def rows() -> Sequence[Row]:
    """Return the ledger, each piece of evidence checked by the kernel.

    Raises ``ProofError`` when a proof is not accepted, or evidence names no claim.

    >>> [row.verdict for row in rows() if row.number == "(17)"]
    ['corrected']
    """
    path = Path(__file__).with_name("ledger.toml")
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["row"]
    digests = _digests()
    return tuple(
        Row(
            number=entry["number"],
            statement=entry["statement"],
            verdict=entry["verdict"],
            missing=entry.get("missing", ""),
            source=entry.get("source", ""),
            why=entry["why"],
            evidence=tuple(_evidence(text, digests) for text in entry["evidence"]),
        )
        for entry in entries
    )


def _digests() -> dict[tuple[str, str], str]:
    """The digest of every claim of every theorem, after the kernel has checked it."""
    found = {}
    for name in names():
        proof = checked(name)
        found.update({(name, claim["claim"]): proof.digest(claim) for claim in proof.claims})
    return found


def _evidence(text: str, digests: dict[tuple[str, str], str]) -> Evidence:
    script, claim = text.split(": ", 1)
    if (script, claim) not in digests:
        raise ProofError(f"ledger: {text!r} names no claim of a theorem script")
    return Evidence(script, claim, digests[script, claim])
