"""Theorems in the words of a paper: tables of eigenvalues, each with the claims behind it.

The claims of the theorem scripts are what the kernel can check: a row of the Hessian times a
vector is so much times its entry.  A summary puts such claims together into one theorem, as
an author would state it.  Its eigenvalues are compared with the claims, exactly; that they
are all of them, and the sentences around them, rest on the argument in the scripts.

The summaries lie in ``summaries.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from symfact.errors import ProofError
from symfact.exact import read_term
from symfact.ledger import Evidence
from symfact.notation import abbreviated, parse_term
from symfact.prover import Proof
from symfact.theorems import checked

__all__ = ["Eigenvalue", "Summary", "names", "summaries", "summary"]


@dataclass(frozen=True, slots=True)
class Eigenvalue:
    """An eigenvalue, how often it occurs, and the claims that have it."""

    value: Any
    times: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Summary:
    """A theorem on a spectrum: sentences before and behind the table of eigenvalues."""

    name: str
    title: str
    reference: str
    given: str
    then: str
    where: tuple[str, ...]
    eigenvalues: tuple[Eigenvalue, ...]


def names() -> list[str]:
    """Return the names of the summaries; nothing is proved for that.

    >>> names()
    ['theorem-3', 'matrix-theorem']
    """
    return list(_entries())


def summaries() -> tuple[Summary, ...]:
    """Return all summaries, as `summary` does."""
    return tuple(map(summary, names()))


@cache
def summary(name: str) -> Summary:
    """Return a summary, each eigenvalue compared with the claims behind it.

    Raises ``ProofError`` when the kernel does not accept a proof, or a claim is not about
    the eigenvalue.

    >>> len(summary("theorem-3").eigenvalues)
    2
    """
    entry = _entries()[name]
    return Summary(
        name=name,
        title=entry["title"],
        reference=entry["reference"],
        given=entry["given"],
        then=entry["then"],
        where=tuple(entry["where"]),
        eigenvalues=tuple(map(_eigenvalue, entry["eigenvalue"])),
    )


@cache
def _entries() -> dict[str, Mapping[str, Any]]:
    path = Path(__file__).with_name("summaries.toml")
    entries = tomllib.loads(path.read_text(encoding="utf-8"))["summary"]
    return {entry["name"]: entry for entry in entries}


def _eigenvalue(entry: Mapping[str, Any]) -> Eigenvalue:
    value = parse_term(entry["value"])
    letters = {name: parse_term(term) for name, term in entry.get("letters", {}).items()}
    return Eigenvalue(
        value=abbreviated(value, letters),
        times=entry["times"],
        evidence=tuple(_evidence(value, text, factor) for text, factor in entry["evidence"]),
    )


def _evidence(value: Any, text: str, factor: str) -> Evidence:
    """The claim called `text`, if its right-hand side is the value times the factor."""
    script, name = text.split(": ", 1)
    proof = checked(script)
    claims = [claim for claim in proof.claims if claim["claim"] == name]
    if not claims or not _is_product(proof, claims[0]["conclusion"], value, factor):
        raise ProofError(f"summary: claim {text!r} does not say that something is {value} {factor}")
    return Evidence(script, name, proof.digest(claims[0]))


def _is_product(proof: Proof, conclusion: Any, value: Any, factor: str) -> bool:
    right, first, second = (
        read_term(term, proof.sorts)[0] for term in (conclusion[2], value, parse_term(factor))
    )
    return bool(conclusion[0] == "=" and right == first * second)
