"""From theorems to the blocks of a document: all words that any format prints.

Three levels of detail: the statements alone; a sketch of each proof, which is its last step
and what that rests on; or every step.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from symfact import __version__
from symfact.export.characters import GREEK, NAMES, slug
from symfact.export.document import Claim, Document, Step, Theorem, paper_numbers, renamed_term
from symfact.export.nodes import (
    IF,
    THEN,
    WHERE,
    Block,
    Cite,
    ClaimRef,
    Code,
    Derivation,
    Display,
    Heading,
    Hypothesis,
    Inline,
    Inlines,
    Line,
    Math,
    Paragraph,
    References,
    SectionRef,
    Statement,
    StepRef,
    Table,
    Text,
    TheoremRef,
    Title,
)
from symfact.export.reasons import RULES, listed
from symfact.export.sentences import sentence
from symfact.ledger import Evidence, Row
from symfact.summaries import Summary

__all__ = ["DETAILS", "blocks_of", "labels_of"]

DETAILS = ("statement", "sketch", "steps")

_PAPER = "KR"
_REFERENCES = (
    (
        _PAPER,
        "A. Kamber and R. Parhi, Hessian Spectrum is Constant Across Minimizers in Regularized "
        "Deep Scalar Factorization.",
    ),
    (
        "vN",
        "J. von Neumann, Some matrix-inequalities and metrization of matric-space, Tomsk "
        "University Review 1 (1937), 286–300.",
    ),
    (
        "MM",
        "R. Mulayoff and T. Michaeli, Unique Properties of Flat Minima in Deep Networks, "
        "International Conference on Machine Learning, 2020.",
    ),
    (
        "ZLM",
        "L. Ziyin, B. Li and X. Meng, Exact Solutions of a Deep Linear Network, "
        "arXiv:2202.04777, 2022.",
    ),
    (
        "DKS",
        "Z. Dai, M. Karzand and N. Srebro, Representation Costs of Linear Neural Networks: "
        "Analysis and Design, Advances in Neural Information Processing Systems 34, 2021.",
    ),
    ("CJW", "P. Chen, R. Jiang and P. Wang, arXiv:2506.20344, 2025."),
    ("KR25", "A. Kamber and R. Parhi, arXiv:2509.25783, 2025."),
    ("KR26", "A. Kamber and R. Parhi, arXiv:2603.27072, 2026."),
)


def blocks_of(
    document: Document,
    detail: str = "steps",
    ledger: Sequence[Row] = (),
    summaries: Sequence[Summary] = (),
) -> tuple[Block, ...]:
    """Return all that is printed of a document, in order.

    `detail` is one of `DETAILS`.  Before the theorems come the `summaries` of spectra; the
    rows of a `ledger` become two tables behind them.  Both refer to their evidence, which the
    document must include.

    >>> from symfact.export.document import document_of
    >>> from symfact.theorems import proved
    >>> blocks = blocks_of(document_of([proved("balance")]), "statement")
    >>> [block.number for block in blocks if isinstance(block, Statement)]
    ['1.1', '1.2', '1.3']
    """
    return _Writer(document, detail, summaries).blocks(ledger)


def labels_of(document: Document) -> dict[tuple[str, str], str]:
    """Return a label "proof:claim" for each claim, different from all others."""
    labels: dict[tuple[str, str], str] = {}
    for theorem in document.theorems:
        for claim in theorem.claims:
            label = f"{slug(theorem.name)}:{slug(claim.name)}"
            while label.replace(":", "-") in {known.replace(":", "-") for known in labels.values()}:
                label += "-other"
            labels[theorem.name, claim.name] = label
    return labels


class _Writer:
    """The words around the formulas of one document."""

    def __init__(self, document: Document, detail: str, summaries: Sequence[Summary]) -> None:
        self.document, self.detail, self.summaries = document, detail, summaries
        names = (theorem.name for theorem in document.theorems)
        self.sections = {
            name: SectionRef(name, str(n)) for n, name in enumerate(names, 1 + len(summaries))
        }
        labels = labels_of(document)
        self.refs = {
            (claim.proof, claim.name): TheoremRef(labels[claim.proof, claim.name], f"{n}.{k}")
            for n, theorem in enumerate(document.theorems, 1 + len(summaries))
            for k, claim in enumerate(theorem.claims, 1)
        }

    def blocks(self, ledger: Sequence[Row]) -> tuple[Block, ...]:
        blocks: list[Block] = [Title((Text("Derivations checked by symfact"),))]
        blocks += map(Paragraph, self.introduction())
        for summary in self.summaries:
            blocks += self.summary(summary)
        for theorem in self.document.theorems:
            blocks += self.section(theorem)
        if ledger:
            blocks += [*self.corrections(ledger), *self.ledger(ledger)]
        return (*blocks, Heading((Text("References"),)), References(_REFERENCES))

    def sentence(self, text: str) -> Inlines:
        return sentence(text, self.document.names)

    def link(self, nodes: Sequence[Inline]) -> Inlines:
        """The nodes, with the number of a theorem for a claim."""
        return tuple(
            self.refs[node.proof, node.claim] if isinstance(node, ClaimRef) else node
            for node in nodes
        )

    def introduction(self) -> list[Inlines]:
        """How to read what follows: its steps only if they are printed."""
        paper: Inlines = (
            Text(
                "Equation numbers such as (17), and theorems called the paper's, are those of "
                "A. Kamber and R. Parhi "
            ),
            Cite(_PAPER),
            Text("; what that does not contain is marked as derived here, without a claim to "),
            *(Text("be first: see also "), *_cited(key for key, _ in _REFERENCES[1:]), Text(".")),
        )
        names = self.document.names
        changed: list[Inline] = []
        for old, new in names.items():
            changed += [Text(", "), Math(new), Text(" for "), Math(old)]
        letters = (Text("Letters are changed for this document: "), *changed[1:], Text("."))
        more = [letters] if names else []
        if self.detail == "statement":
            return [(Text(_CHECKED),), paper, *more]
        return [(Text(f"{_CHECKED} {_STEPS}"),), _VALUES, paper, *more]

    def summary(self, summary: Summary) -> list[Block]:
        """A theorem on a spectrum, as a table of eigenvalues."""
        names = self.document.names
        rows = tuple(
            (
                (Math(renamed_term(item.value, names)),),
                self.sentence(item.times),
                self.evidence(item.evidence),
            )
            for item in summary.eigenvalues
        )
        return [
            Heading(self.sentence(summary.title)),
            Paragraph((*self.sentence(summary.reference), Text(".")), "Source:"),
            Paragraph((*self.sentence(summary.given), Text(" "), *self.sentence(summary.then))),
            Table(("eigenvalue", "how often", "checked in"), (30, 35, 35), rows),
            *(
                Paragraph(self.sentence(f"{f'{WHERE} ' * (n == 0)}{text}"), indented=True)
                for n, text in enumerate(summary.where)
            ),
        ]

    def evidence(self, items: Sequence[Evidence]) -> Inlines:
        """The theorems that state claims, and the digests of their statements."""
        links: list[Inline] = []
        for item in items:
            links += [Text(", "), self.refs[item.script, item.claim], Text(" "), Code(item.digest)]
        return tuple(links[1:])

    def section(self, theorem: Theorem) -> list[Block]:
        blocks: list[Block] = [Heading(self.sentence(theorem.title), theorem.name)]
        if theorem.about:
            blocks += self.prose(theorem.about)
        if theorem.idea and self.detail != "statement":
            blocks += self.prose(theorem.idea, "Idea.")
        blocks += _letters(theorem)
        for claim in theorem.claims:
            blocks += [self.statement(claim), self.derivation(claim)]
        return blocks

    def prose(self, text: str, lead: str = "") -> list[Block]:
        """Sentences; an indented block is a display, one formula a line."""
        shown: list[Paragraph] = []
        for block in _capital(text).split("\n\n"):
            indented = block.startswith("    ")
            rows = block.splitlines() if indented else [block]
            for row in rows:  # what is apart in a row of a display stays apart
                apart = re.sub(r"(?<=[^\s,:;]) {2,}(?=\S)", " — ", row) if indented else row
                shown.append(Paragraph(self.cited(apart), "", indented))
        first = Paragraph(shown[0].content, lead, shown[0].indented)
        return [first, *shown[1:]]

    def cited(self, text: str) -> Inlines:
        """A sentence in which the file of a proof, NAME.py, is its section, or "proof NAME"."""
        marked = re.sub(r"\b(\w+)\.py\b", lambda found: f"§{found[1].replace('_', '§')}", text)
        shown: list[Inline] = []
        for node in self.sentence(marked):
            if not isinstance(node, Text):
                shown.append(node)
                continue
            words, *rest = re.split(r"§([a-z§]+)", node.text)
            shown.append(Text(words))
            for name, words in zip(rest[::2], rest[1::2], strict=True):
                proof = name.replace("§", "_")
                shown += [self.sections.get(proof, Text(f"proof {proof}")), Text(words)]
        return tuple(node for node in shown if node != Text(""))

    def statement(self, claim: Claim) -> Statement:
        reference = claim.reference
        if paper_numbers(reference):
            reference = f"paper, {reference}"
        known = [Hypothesis(label, data) for label, data in claim.hypotheses]
        given = (Text("Suppose "), *_supposed(known), Text(". Then"))
        ref = self.refs[claim.proof, claim.name]
        return Statement(
            label=ref.label,
            number=ref.number,
            heading=(*self.sentence(claim.name), Text(f"; {reference}")),
            given=given if known else (Text("For all values of the variables,"),),
            formula=claim.conclusion,
            tag=", ".join(claim.numbers),
        )

    def derivation(self, claim: Claim) -> Derivation:
        steps, count = claim.steps, len(claim.steps)
        digest = (Text("statement "), Code(claim.digest), Text("."))
        if self.detail == "statement":
            return Derivation((), (Text("Checked; "), *digest))
        if self.detail == "sketch":
            steps = _last_steps(claim)
        lines = tuple(map(self.line, steps))
        left = count - len(steps)
        more = (Text(f" Not shown: {left} step{'s' * (left > 1)}."),) if left else ()
        end = (Text("Step "), StepRef(claim.last), Text(" is the claim; "), *digest, *more)
        return Derivation(lines, end)

    def line(self, step: Step) -> Line:
        given: Inlines = ()
        if step.given:
            known = [Hypothesis("", data) for data in step.given]
            given = (Text(f"{IF} "), *_supposed(known), Text(f", {THEN} "))
        return Line(step.label, step.formula, self.link(step.reason), given)

    def corrections(self, ledger: Sequence[Row]) -> list[Block]:
        """What the paper states and what is true, statement by statement."""
        rows = tuple(
            (
                self.sentence(row.number),
                self.sentence(row.statement),
                self.sentence(f"only if {row.missing}" if row.missing else row.why),
            )
            for row in ledger
            if row.verdict in ("corrected", "refuted")
        )
        head = ("paper", "as printed", "what is true instead")
        return [
            Heading((Text("What was corrected in the paper"),)),
            Table(head, (12, 38, 50), rows),
        ]

    def ledger(self, ledger: Sequence[Row]) -> list[Block]:
        head = ("paper", "statement", "verdict, and what was missing", "why, and where it is shown")
        rows = tuple(self.row(row) for row in ledger)
        title = Text("The ledger: every statement of the paper")
        return [Heading((title,)), Table(head, (12, 27, 23, 38), rows)]

    def row(self, row: Row) -> tuple[Inlines, ...]:
        missing = (Text(": "), *self.sentence(row.missing)) if row.missing else ()
        source = f" ({row.source})" if row.source else ""
        return (
            self.sentence(row.number),
            self.sentence(row.statement),
            (Text(row.verdict), *missing),
            (*self.sentence(row.why), Text(f"{source}. "), *self.evidence(row.evidence)),
        )


_CHECKED = (
    f"Every statement below was checked by the kernel of symfact {__version__}, which knows twelve "
    "rules and never searches. The twelve digits with each stand for the statement: they are the "
    "same in its proof file and wherever else symfact prints it."
)
_STEPS = (
    "A step carries the number that it has in the proof file of its theorem, the rule by which the "
    "kernel accepted it, and the steps that it rests on. The rules are, with their names in proof "
    f"files: {', '.join(f'{words} ({rule})' for rule, words in RULES.items())}."
)
_VALUES: Inlines = (
    Text("For a step "),
    StepRef("n"),
    Text(" that states an equation or one of the relations "),
    *listed(Math([relation, "a", "b"]) for relation in (">", ">=", "!=")),
    Text(", "),
    Math(["ref", "n"]),
    Text(" is its left side minus its right side; for "),
    Math(["<", "a", "b"]),
    Text(" and "),
    Math(["<=", "a", "b"]),
    Text(" it is the right side minus the left side. A combination is an identity between these, "),
    Text("which the kernel multiplied out. A step holds under the hypotheses of its theorem, and "),
    Text("under the further assumptions that are named behind it."),
)


def _supposed(known: Sequence[Hypothesis]) -> list[Inline]:
    """Hypotheses with commas between them, or semicolons if one is "... for all k >= 0"."""
    return listed(known, "; " if any(node.data[0] == "forall" for node in known) else ", ")


def _cited(keys: Iterable[str]) -> list[Inline]:
    return listed(Cite(key) for key in keys)


def _last_steps(claim: Claim) -> tuple[Step, ...]:
    """The last step of a claim and those that it rests on, as far as they are its own."""
    named = {claim.last}
    for step in claim.steps:
        if step.label == claim.last:
            named |= {node.label for node in step.reason if isinstance(node, StepRef)}
    return tuple(step for step in claim.steps if step.label in named)


def _capital(text: str) -> str:
    """A sentence that begins with a capital, unless it begins with a formula."""
    word = text.split(maxsplit=1)[0].rstrip(".,;:")
    is_word = word.isalpha() and len(word) > 1 and word not in GREEK and word not in NAMES
    return text[0].upper() + text[1:] if is_word else text


_ONE = {"real": "real number", "integer": "integer", "sequence": "sequence of real numbers"}
_MANY = {"real": "real numbers", "integer": "integers", "sequence": "sequences of real numbers"}


def _letters(theorem: Theorem) -> list[Block]:
    """What the letters stand for: sorts of variables and abbreviations."""
    blocks: list[Block] = []
    words: list[Inline] = []
    for sort, names in theorem.variables:
        kind = (_MANY if len(names) > 1 else _ONE)[sort]
        words += [Text(f"{'; ' if words else 'Variables: '}{kind} "), *listed(map(Math, names))]
    if words:
        blocks.append(Paragraph((*words, Text("."))))
    for name, term in theorem.definitions:
        blocks += [Paragraph((Text("For short,"),)), Display([":=", name, term])]
    return blocks
