"""The nodes of a document: words, formulas and references, and the blocks made of them.

Every format prints the same blocks, in the same order, and has no words of its own.  A
formula is the data that the kernel checked; a `Typed` formula stands in a sentence of a
title or an idea, where people wrote it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

__all__ = [
    "FOR",
    "IF",
    "KINDS",
    "THEN",
    "WHERE",
    "Block",
    "Cite",
    "ClaimRef",
    "Code",
    "Derivation",
    "Display",
    "Heading",
    "Hypothesis",
    "Inline",
    "Inlines",
    "Line",
    "Math",
    "Paragraph",
    "References",
    "SectionRef",
    "Statement",
    "StepRef",
    "Table",
    "Text",
    "TheoremRef",
    "Title",
    "Typed",
]


@dataclass(frozen=True, slots=True)
class Text:
    """Plain words."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """Letters that stand for themselves, such as the digest of a statement."""

    text: str


@dataclass(frozen=True, slots=True)
class Math:
    """A formula or term, as data."""

    data: Any


@dataclass(frozen=True, slots=True)
class Typed:
    """A formula within a sentence, as it is typed in plain text: w^(2L-2) >= lam/L."""

    text: str


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A formula that is assumed; `label` is the number of the step that does, if any."""

    label: str
    data: Any


@dataclass(frozen=True, slots=True)
class StepRef:
    """A reference to a step of the same proof."""

    label: str


@dataclass(frozen=True, slots=True)
class ClaimRef:
    """A reference to a claim of a proof in the same document."""

    proof: str
    claim: str


@dataclass(frozen=True, slots=True)
class TheoremRef:
    """The same with the label and number of the theorem that states the claim."""

    label: str
    number: str

    @property
    def name(self) -> str:
        """What the theorem is called."""
        return f"Theorem {self.number}"


@dataclass(frozen=True, slots=True)
class SectionRef:
    """A reference to the section of a proof in the same document."""

    proof: str
    number: str

    @property
    def name(self) -> str:
        """What the section is called."""
        return f"Section {self.number}"


@dataclass(frozen=True, slots=True)
class Cite:
    """A reference to an entry of the bibliography."""

    key: str


# The words between formulas that fragments and notebooks print too.
IF, THEN, WHERE, FOR = "if", "then", "where", "for"
KINDS = {"real": "real", "integer": "integer", "sequence": "sequences"}

Inline = (
    Text | Code | Math | Typed | Hypothesis | StepRef | ClaimRef | TheoremRef | SectionRef | Cite
)
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Title:
    """The title of the document."""

    content: Inlines


@dataclass(frozen=True, slots=True)
class Heading:
    """The title of a section; `proof` is the name of the proof whose steps follow, if any."""

    content: Inlines
    proof: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, after a word that is set off; or a formula of its own, which is indented."""

    content: Inlines
    lead: str = ""
    indented: bool = False


@dataclass(frozen=True, slots=True)
class Display:
    """A formula on a line of its own, which ends a sentence."""

    formula: Any


@dataclass(frozen=True, slots=True)
class Statement:
    """A theorem: what is supposed, and what then holds, with the paper's equation numbers."""

    label: str
    number: str
    heading: Inlines
    given: Inlines
    formula: Any
    tag: str

    @property
    def name(self) -> str:
        """What the theorem is called."""
        return f"Theorem {self.number}"


@dataclass(frozen=True, slots=True)
class Line:
    """A step: its label, its formula, behind the words `given` if it is cited, and its rule."""

    label: str
    formula: Any
    reason: Inlines
    given: Inlines = ()


@dataclass(frozen=True, slots=True)
class Derivation:
    """The steps behind a statement."""

    lines: tuple[Line, ...]
    end: Inlines
    lead = "Proof."


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a head; `widths` are the shares of its columns."""

    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Inlines, ...], ...]


@dataclass(frozen=True, slots=True)
class References:
    """The bibliography: keys and entries."""

    entries: tuple[tuple[str, str], ...]


Block = Title | Heading | Paragraph | Display | Statement | Derivation | Table | References
