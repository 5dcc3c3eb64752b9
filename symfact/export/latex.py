"""LaTeX from document trees: an article, fragments for other papers, and notebooks.

An article needs amsmath, amsthm, geometry and hyperref.  A fragment is one `aligned` block
and needs amsmath; it goes inside any display, such as equation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from symfact.export.characters import GREEK, NAMES, bookmark, escape, name_text, prose, slug
from symfact.export.document import (
    Claim,
    Document,
    Step,
    Theorem,
    document_of,
    names_in,
    paper_numbers,
)
from symfact.export.layout import Piece, aligned, formula_pieces, inline, joined, lines
from symfact.export.mathematics import term_box
from symfact.export.reasons import ClaimRef, Inline, Math, StepRef, Text
from symfact.files import make_folder, write_text
from symfact.ledger import Row
from symfact.notation import abbreviated
from symfact.prover import Proof

__all__ = [
    "article",
    "export_latex",
    "fragments",
    "latex_of_claim",
    "latex_of_formula",
    "latex_of_proof",
]

# Line widths in points: displays and steps of our article (160 mm), and a usual article's.
DISPLAY, STEP, FRAGMENT = 430.0, 425.0, 300.0

_PREAMBLE = r"""\documentclass[a4paper]{article}
\usepackage{amsmath}
\usepackage{amsthm}
\usepackage{array}
\usepackage{longtable}
\usepackage[margin=25mm]{geometry}
\usepackage[hidelinks]{hyperref}
\newtheorem{theorem}{Theorem}[section]
\allowdisplaybreaks
\raggedbottom
\emergencystretch=3em
% A step: number, formula and reason, the reason on a line of its own where it needs one.
\newcommand{\ragged}{\rightskip=0pt plus 1fil\relax}
\newlength{\stepwidth}
\newcommand{\step}[3]{\par\addvspace{3pt}%
  \settowidth{\stepwidth}{#2\quad{\small #3}}%
  \addtolength{\stepwidth}{3em}%
  \noindent\hangindent=3em \hangafter=1 \makebox[3em][l]{(#1)}%
  \ifdim\stepwidth<\linewidth #2\hfill{\small #3}\par
  \else{\ragged #2\par\nobreak\noindent\hangindent=4em \hangafter=0 \small #3\par}\fi}
\newcommand{\cited}[3]{\par\addvspace{3pt}%
  {\noindent\hangindent=3em \hangafter=1 \ragged
  (#1)\quad #2 \quad{\small #3}\par}}
"""


def export_latex(
    proofs: Sequence[Proof],
    folder: Path,
    ideas: Mapping[str, str] | None = None,
    ledger: Sequence[Row] = (),
) -> list[Path]:
    """Write an article with all proofs, and a fragment for each claim; return their paths.

    The article is `symfact.tex`, a fragment `NAME-CLAIM.tex`.  Files with these names in
    `folder`, which is made if needed, are replaced, each whole or not at all.  `ideas` are
    sentences by the proof's name; left out, those of the theorem scripts.  The rows of a
    `ledger` become a table at the end of the article; its evidence must be in `proofs`.

    Raises ``ProofError`` when the kernel does not accept a proof, ``ValueError`` when the
    folder cannot be written or two proofs have the same name.
    """
    document = document_of(proofs, _script_ideas(proofs) if ideas is None else ideas)
    texts = {"symfact.tex": article(document, ledger), **fragments(document)}
    make_folder(folder, "-o")
    for name, text in texts.items():
        write_text(folder / name, text, "-o")
    return [folder / name for name in texts]


def _script_ideas(proofs: Sequence[Proof]) -> dict[str, str]:
    """What follows "Idea:" in the docstring of each theorem script behind the proofs."""
    from symfact.theorems import load, names, proved  # noqa: PLC0415  (loads scripts)

    ideas = {}
    for proof in proofs:
        if proof.name in names() and proved(proof.name) is proof:
            ideas[proof.name] = (load(proof.name).__doc__ or "").partition("\nIdea:")[2].strip()
    return ideas


# Statements, for fragments and notebooks.


def latex_of_formula(data: Any) -> str:
    r"""Return the LaTeX of a formula or term, without dollars; broken where it is long.

    >>> latex_of_formula(["<=", ["^", "x", "n"], ["/", "lam", "L"]])
    'x^{n} \\le \\frac{\\lambda}{L}'
    """
    return aligned(lines(formula_pieces(data, FRAGMENT), FRAGMENT))


def latex_of_claim(claim: Mapping[str, Any]) -> str:
    """Return a claim of a proof (an item of ``Proof.claims``) as LaTeX for a notebook."""
    rows = _statement(claim["hypotheses"], claim["conclusion"])
    return rf"$\displaystyle {aligned(rows)}$"


def latex_of_proof(proof: Proof) -> str:
    """Return what a proof claims as LaTeX for a notebook; it need not be finished."""
    notation = proof.notation
    rows = [rf"\textbf{{{escape(proof.title)}}}"]
    for claim in proof.claims:
        terms = [
            abbreviated(item, notation) for item in (*claim["hypotheses"], claim["conclusion"])
        ]
        rows += [rf"\text{{{escape(claim['claim'])}:}}"]
        rows += [r"\quad " + row for row in _statement(terms[:-1], terms[-1])]
    rows += [r"\text{where } " + row for row in _definitions(notation.items())]
    return rf"$\displaystyle {aligned(rows)}$"


def _statement(hypotheses: Sequence[Any], conclusion: Any) -> list[str]:
    """Lines that say: if all hypotheses hold, then the conclusion does."""
    if not hypotheses:
        return lines(formula_pieces(conclusion, FRAGMENT), FRAGMENT)
    given = joined(list(hypotheses), FRAGMENT - 40, last="")
    given[0] = Piece(r"\text{if } " + given[0].text, given[0].width + 15)
    first, *rest = formula_pieces(conclusion, FRAGMENT - 40)
    then = Piece(r"\text{then } " + first.text, first.width + 25)
    above = lines(given, FRAGMENT)
    return [*above[:-1], above[-1] + ",", *lines([then, *rest], FRAGMENT)]


def _definitions(terms: Any) -> list[str]:
    formulas = (formula_pieces([":=", name, term], FRAGMENT - 40) for name, term in terms)
    return [row for pieces in formulas for row in lines(pieces, FRAGMENT)]


def fragments(document: Document) -> dict[str, str]:
    """Return a fragment for each claim of a document, by its file name."""
    labels = _labels(document)
    return {
        f"{labels[claim.proof, claim.name].replace(':', '-')}.tex": _fragment(theorem, claim)
        for theorem in document.theorems
        for claim in theorem.claims
    }


def _fragment(theorem: Theorem, claim: Claim) -> str:
    head = [
        f"% {theorem.title}: {claim.name} ({claim.reference}).",
        f"% Proof {theorem.name}, step {claim.last}, checked by symfact.  Needs amsmath; put it",
        r"% inside a display: \begin{equation} \input{...} \end{equation}",
    ]
    used = names_in([claim.hypotheses, claim.conclusion])
    terms = [(name, term) for name, term in theorem.definitions if name in used]
    used |= names_in(terms)
    rows = _sorts(theorem, used)
    rows += _statement([data for _, data in claim.hypotheses], claim.conclusion)
    rows += [r"\text{where } " + row for row in _definitions(terms)]
    return "\n".join([*(" ".join(line.split()) for line in head), aligned(rows), ""])


def _sorts(theorem: Theorem, used: set[str]) -> list[str]:
    """The rows "for real x, y, integer n, sequences v:" of a fragment."""
    words = {"real": "real ", "integer": "integer ", "sequence": "sequences "}
    pieces = [Piece(r"\text{for}", 15)]
    for sort, names in theorem.variables:
        word = rf"\text{{{words[sort]}}}"
        for name in (name for name in names if name in used):
            text = rf"\ {word} {name_text(name)},"
            pieces.append(Piece(text, term_box(name).width + 10 + 30 * bool(word), "comma"))
            word = ""
    if len(pieces) == 1:
        return []
    pieces[-1] = Piece(pieces[-1].text[:-1] + ":", pieces[-1].width, "comma")
    return lines(pieces, FRAGMENT)


# The article.


def article(document: Document, ledger: Sequence[Row] = ()) -> str:
    """Return a document, and the table of a ledger behind it, as a LaTeX file of its own."""
    labels = _labels(document)
    sections = [_section(theorem, labels) for theorem in document.theorems]
    introduction = ["".join(_inline(node, labels) for node in p) for p in document.introduction]
    body = [
        rf"\title{{{escape(document.title)}}}" + "\n\\author{}\n\\date{}",
        r"\begin{document}" + "\n\\maketitle",
        *introduction,
        *sections,
        *([_ledger(ledger, labels)] if ledger else []),
        r"\end{document}",
    ]
    return _PREAMBLE + "\n\n".join(body) + "\n"


_LEDGER_HEAD = r"""\section{The ledger: every statement of the paper}
{\footnotesize
\newcolumntype{P}[1]{>{\raggedright\arraybackslash}p{#1}}
\begin{longtable}{@{}P{17mm}P{40mm}P{33mm}P{55mm}@{}}
paper & statement & verdict, and what was missing & why, and where it is shown \\
\hline \noalign{\vskip 3pt} \endhead
"""


def _ledger(rows: Sequence[Row], labels: Mapping[tuple[str, str], str]) -> str:
    shown = []
    for row in rows:
        verdict = rf"\textbf{{{row.verdict}}}" + (f": {prose(row.missing)}" if row.missing else "")
        source = f" ({escape(row.source)})" if row.source else ""
        links = ", ".join(
            rf"\ref{{thm:{labels[item.script, item.claim]}}}~\texttt{{{item.digest}}}"
            for item in row.evidence
        )
        why = f"{prose(row.why)}{source}. Theorems {links}"
        cells = [escape(row.number), prose(row.statement), verdict, why]
        shown.append(" & ".join(cells) + r" \\[2pt]")
    return _LEDGER_HEAD + "\n".join(shown) + "\n\\end{longtable}}"


def _labels(document: Document) -> dict[tuple[str, str], str]:
    """A label "proof:claim" for each claim, different from all others."""
    labels: dict[tuple[str, str], str] = {}
    for theorem in document.theorems:
        for claim in theorem.claims:
            label = f"{slug(theorem.name)}:{slug(claim.name)}"
            while label.replace(":", "-") in {known.replace(":", "-") for known in labels.values()}:
                label += "-other"
            labels[theorem.name, claim.name] = label
    return labels


def _section(theorem: Theorem, labels: Mapping[tuple[str, str], str]) -> str:
    plain = bookmark(" ".join(theorem.title.split()))
    blocks = [rf"\section{{\texorpdfstring{{{prose(theorem.title)}}}{{{plain}}}}}"]
    if theorem.idea:
        blocks.append(rf"{{\ragged \emph{{Idea.}} {_paragraphs(theorem.idea)}\par}}")
    blocks.append(_letters(theorem))
    for claim in theorem.claims:
        blocks += [_theorem(claim, labels), _derivation(claim, labels)]
    return "\n\n".join(block for block in blocks if block)


def _paragraphs(text: str) -> str:
    """Sentences; an indented block is a display, one formula a line."""
    shown = []
    for block in _capital(text).split("\n\n"):
        rows = block.splitlines() if block.startswith("    ") else [block]
        shown += [r"\quad " * block.startswith("    ") + prose(row) for row in rows]
    return "\\par\n".join(shown)


def _capital(text: str) -> str:
    """A sentence that begins with a capital, unless it begins with a formula."""
    word = text.split(maxsplit=1)[0].rstrip(".,;:")
    is_word = word.isalpha() and len(word) > 1 and word not in GREEK and word not in NAMES
    return text[0].upper() + text[1:] if is_word else text


def _letters(theorem: Theorem) -> str:
    """What the letters stand for: sorts of variables and abbreviations."""
    one = {"real": "real number", "integer": "integer", "sequence": "sequence of real numbers"}
    many = {"real": "real numbers", "integer": "integers", "sequence": "sequences of real numbers"}
    groups = [
        f"{(many if len(names) > 1 else one)[sort]} "
        + ", ".join(f"${name_text(name)}$" for name in names)
        for sort, names in theorem.variables
    ]
    text = f"Variables: {'; '.join(groups)}." if groups else ""
    for name, term in theorem.definitions:
        rows = lines(formula_pieces([":=", name, term], DISPLAY), DISPLAY)
        text += f" For short,\n\\[\n{aligned([*rows[:-1], rows[-1] + '.'])}\n\\]"
    return text


def _theorem(claim: Claim, labels: Mapping[tuple[str, str], str]) -> str:
    label = labels[claim.proof, claim.name]
    numbers = paper_numbers(claim.reference)
    reference = claim.reference if not numbers else f"paper, {claim.reference}"
    heading = f"{prose(claim.name)}; {escape(reference)}"
    given = ", ".join(_hypothesis(name, data) for name, data in claim.hypotheses)
    tag = rf"\tag{{{', '.join(claim.numbers)}}}\label{{eq:{label}}}" if claim.numbers else ""
    rows = lines(formula_pieces(claim.conclusion, DISPLAY), DISPLAY)
    return "\n".join(
        [
            rf"\begin{{theorem}}[{{{heading}}}]\label{{thm:{label}}}",
            rf"\ragged Suppose {given}. Then" if given else "For all values of the variables,",
            rf"\begin{{equation*}}{tag}",
            aligned([*rows[:-1], rows[-1] + "."]),
            r"\end{equation*}",
            r"\end{theorem}",
        ]
    )


def _hypothesis(label: str, data: Any) -> str:
    """A hypothesis with the number of its step; only a long one may be broken."""
    number = f"({label})~" if label else ""
    text = f"{number}${inline(data)}$"
    return (
        text if sum(p.width for p in formula_pieces(data, STEP)) > STEP / 2 else f"\\mbox{{{text}}}"
    )


def _derivation(claim: Claim, labels: Mapping[tuple[str, str], str]) -> str:
    steps = [_step(step, labels) for step in claim.steps]
    end = rf"Step ({escape(claim.last)}) is the claim; statement \texttt{{{claim.digest}}}."
    begin = r"\begin{proof}"
    if not steps:
        return f"{begin}\n{end}\n\\end{{proof}}"
    return "\n".join([begin + r"\leavevmode", *steps, r"\par\addvspace{3pt}", end, r"\end{proof}"])


def _step(step: Step, labels: Mapping[tuple[str, str], str]) -> str:
    words = "".join(_inline(node, labels) for node in step.reason)
    if step.given:
        given = ", ".join(_hypothesis("", data) for data in step.given)
        formula = " ".join(piece.text for piece in formula_pieces(step.formula, STEP))
        return rf"\cited{{{escape(step.label)}}}{{if {given}, then ${formula}$}}{{{words}}}"
    rows = [rf"\textstyle {row}" for row in lines(formula_pieces(step.formula, STEP), STEP)]
    return f"\\step{{{escape(step.label)}}}{{${aligned(rows, '[t]')}$}}{{{words}}}"


def _inline(node: Inline, labels: Mapping[tuple[str, str], str]) -> str:
    match node:
        case Text(text):
            space = " " * text.startswith(" "), " " * text.endswith(" ")
            return space[0] + escape(text) + space[1] * bool(text.strip())
        case Math(data):
            return f"${inline(data)}$"
        case StepRef(label):
            return f"({escape(label)})"
        case ClaimRef(proof, claim):
            return rf"Theorem~\ref{{thm:{labels[proof, claim]}}}"
