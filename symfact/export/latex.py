"""LaTeX from documents: an article, fragments for other papers, and notebooks.

An article needs amsmath, amsthm, geometry and hyperref.  A fragment is one `aligned` block
and needs amsmath; it goes inside any display, such as equation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from symfact.export.blocks import labels_of
from symfact.export.characters import bookmark, escape, name_text, slug
from symfact.export.document import Claim, Document, Theorem, names_in, renamed_term
from symfact.export.layout import (
    INDENT,
    Piece,
    aligned,
    broken,
    formula_pieces,
    inline,
    joined,
    lines,
)
from symfact.export.mathematics import term_box
from symfact.export.nodes import (
    FOR,
    IF,
    KINDS,
    THEN,
    WHERE,
    Block,
    Cite,
    Code,
    Derivation,
    Display,
    Heading,
    Hypothesis,
    Inline,
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
    Typed,
)
from symfact.export.sentences import sentence, typed_latex
from symfact.export.writer import Writer
from symfact.notation import abbreviated
from symfact.prover import Proof
from symfact.summaries import Summary

__all__ = [
    "article",
    "fragments",
    "latex_of_claim",
    "latex_of_formula",
    "latex_of_proof",
    "summary_fragment",
]


class _Page(NamedTuple):
    """Line widths in points: of displays and steps in our article, and of a fragment."""

    display: float
    step: float
    fragment: float


_ROWS = 20  # a longer table goes over several pages
_RULE = r"\hline \noalign{\vskip 4pt}"

# One column of 160 mm, or two of 82 mm; a fragment is for columns that may be narrower.
_PAGES = {1: _Page(430.0, 425.0, 300.0), 2: _Page(215.0, 200.0, 205.0)}
FRAGMENT = _PAGES[1].fragment

_PREAMBLE = r"""\documentclass[a4paper%s]{article}
\usepackage{amsmath}
\usepackage{amsthm}
\usepackage{array}
\usepackage{longtable}
\usepackage[%s]{geometry}
\usepackage[hidelinks]{hyperref}
\newtheorem{theorem}{Theorem}[section]
\allowdisplaybreaks
\raggedbottom
\emergencystretch=3em
\newcommand{\ragged}{\rightskip=0pt plus 1fil\relax}
\newcolumntype{P}[1]{>{\raggedright\arraybackslash}p{#1}}
%% A step: number, formula and reason, the reason on a line of its own where it needs one.
\newlength{\stepwidth}
\newlength{\stepindent}
\setlength{\stepindent}{%s}
\newcommand{\step}[3]{\par\addvspace{3pt}%%
  \settowidth{\stepwidth}{#2\quad{\small #3}}%%
  \addtolength{\stepwidth}{\stepindent}%%
  \noindent\hangindent=\stepindent \hangafter=1 \makebox[\stepindent][l]{#1}%%
  \ifdim\stepwidth<\linewidth #2\hfill{\small #3}\par
  \else{\ragged #2\par\nobreak\noindent\hangindent=\stepindent \hangafter=0 \small #3\par}\fi}
\newcommand{\cited}[3]{\par\addvspace{3pt}%%
  {\noindent\hangindent=\stepindent \hangafter=1 \ragged
  #1\quad #2 \quad\mbox{\small #3}\par}}
\makeatletter
\renewcommand{\section}{\@startsection{section}{1}{\z@}{-3.5ex plus -1ex minus -.2ex}%%
  {2.3ex plus .2ex}{\normalfont\Large\bfseries\boldmath\raggedright}}
\newcommand{\anchor}[2]{\phantomsection\def\@currentlabel{#2}\label{step:#1}(#2)}
\makeatother
"""
_SETTINGS = {
    1: ("", "margin=25mm", "3em"),
    2: (",twocolumn", "margin=18mm,columnsep=10mm", "2.8em"),
}


# Statements, for fragments and notebooks.


def latex_of_formula(data: Any) -> str:
    r"""Return the LaTeX of a formula or term, without dollars; broken where it is long.

    >>> latex_of_formula(["<=", ["^", "x", "n"], ["/", "lam", "L"]])
    'x^{n} \\le \\frac{\\lambda}{L}'
    """
    return aligned(broken(data, FRAGMENT))


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
    rows += _definitions(notation.items())
    return rf"$\displaystyle {aligned(rows)}$"


def _statement(hypotheses: Sequence[Any], conclusion: Any, width: float = FRAGMENT) -> list[str]:
    """Lines that say: if all hypotheses hold, then the conclusion does."""
    if not hypotheses:
        return broken(conclusion, width)
    given = joined(list(hypotheses), width - 40, last="")
    given[0] = Piece(rf"\text{{{IF} }} {given[0].text}", given[0].width + 15)
    first, *rest = formula_pieces(conclusion, width - 40)
    then = Piece(rf"\text{{{THEN} }} {first.text}", first.width + 25)
    above = lines(given, width)
    return [*above[:-1], above[-1] + ",", *lines([then, *rest], width)]


def _definitions(terms: Any, width: float = FRAGMENT) -> list[str]:
    rows = []
    for name, term in terms:
        first, *rest = formula_pieces([":=", name, term], width - 40)
        where = Piece(rf"\text{{{WHERE} }} {first.text}", first.width + 30)
        rows += lines([where, *rest], width)
    return rows


def fragments(document: Document, columns: int = 1) -> dict[str, str]:
    """Return a fragment for each claim of a document, by its file name.

    It fits a column of a paper that has so many.
    """
    labels = labels_of(document)
    return {
        f"{labels[claim.proof, claim.name].replace(':', '-')}.tex": _fragment(
            theorem, claim, _PAGES[columns].fragment
        )
        for theorem in document.theorems
        for claim in theorem.claims
    }


def summary_fragment(summary: Summary, names: Mapping[str, str], columns: int = 1) -> str:
    """Return a theorem on a spectrum as a fragment: sentences, and its eigenvalues in rows."""
    width = _PAGES[columns].fragment
    rows = [_box(f"{summary.given} {summary.then}", names)]
    for n, item in enumerate(summary.eigenvalues, 1):
        end = "." if n == len(summary.eigenvalues) and not summary.where else ","
        rows += _eigenvalue(renamed_term(item.value, names), item.times + end, names, width)
    rows += [_box(f"{f'{WHERE} ' * (n == 0)}{text}", names) for n, text in enumerate(summary.where)]
    head = [
        f"% {summary.title} ({summary.reference}).",
        "% Each eigenvalue is compared with claims that were checked by symfact:",
        *(
            f"%   {proof.script}: {proof.claim} ({proof.digest})"
            for item in summary.eigenvalues
            for proof in item.evidence
        ),
        r"% Needs amsmath; put it inside a display: \begin{equation} \input{...} \end{equation}",
    ]
    return "\n".join([*head, aligned(rows), ""])


def _eigenvalue(value: Any, times: str, names: Mapping[str, str], width: float) -> list[str]:
    """An eigenvalue and how often it occurs, behind it or in a line of its own."""
    *above, last = broken(value, width - INDENT)
    used = INDENT + sum(piece.width for piece in formula_pieces(value, width))
    if above or used + 5.5 * len(times) + INDENT > width:
        box = _box(times, names, 2 * INDENT)
        return [*(rf"\quad {row}" for row in (*above, last)), rf"\qquad {box}"]
    return [rf"\quad {last} \quad \text{{{_words(times, names)}}}"]


def _box(text: str, names: Mapping[str, str], indent: float = 0.0) -> str:
    """A sentence in lines of its own, inside of a display, with room for its number."""
    width = rf"\dimexpr 0.85\linewidth - {indent:.0f}pt\relax"
    return rf"\parbox{{{width}}}{{\raggedright {_words(text, names)}}}"


def _words(text: str, names: Mapping[str, str]) -> str:
    return _Writer((), 1).inlines(sentence(text, names))


def _fragment(theorem: Theorem, claim: Claim, width: float) -> str:
    head = [
        f"% {theorem.title}: {claim.name} ({claim.reference}).",
        f"% Proof {theorem.name}, step {claim.last}, checked by symfact.  Needs amsmath; put it",
        r"% inside a display: \begin{equation} \input{...} \end{equation}",
    ]
    used = names_in([claim.hypotheses, claim.conclusion])
    terms = [(name, term) for name, term in theorem.definitions if name in used]
    used |= names_in(terms)
    rows = _sorts(theorem, used, width)
    rows += _statement([data for _, data in claim.hypotheses], claim.conclusion, width)
    rows += _definitions(terms, width)
    return "\n".join([*(" ".join(line.split()) for line in head), aligned(rows), ""])


def _sorts(theorem: Theorem, used: set[str], width: float) -> list[str]:
    """The rows "for real x, y, integer n, sequences v:" of a fragment."""
    pieces = [Piece(rf"\text{{{FOR}}}", 15)]
    for sort, names in theorem.variables:
        word = rf"\text{{{KINDS[sort]} }}"
        for name in (name for name in names if name in used):
            text = rf"\ {word} {name_text(name)},"
            pieces.append(Piece(text, term_box(name).width + 10 + 30 * bool(word), "comma"))
            word = ""
    if len(pieces) == 1:
        return []
    pieces[-1] = Piece(pieces[-1].text[:-1] + ":", pieces[-1].width, "comma")
    return lines(pieces, width)


# The article.


def article(blocks: Sequence[Block], columns: int = 1) -> str:
    """Return the blocks of a document as a LaTeX file of its own, in one or two columns."""
    written = "\n\n".join(_Writer(blocks, columns).written())
    return f"{_PREAMBLE % _SETTINGS[columns]}\\begin{{document}}\n{written}\n\\end{{document}}\n"


class _Writer(Writer):
    """The blocks of one document, whose steps have labels that no other step has."""

    def __init__(self, blocks: Sequence[Block], columns: int) -> None:
        super().__init__(blocks)
        self.page, self.wide = _PAGES[columns], columns == 1

    def block(self, block: Block) -> str:
        match block:
            case Title(content):
                title = self.inlines(content)
                return f"\\title{{{title}}}\n\\author{{}}\n\\date{{}}\n\\maketitle"
            case Heading(content):
                plain = bookmark("".join(n.text for n in content if isinstance(n, Text | Typed)))
                title = rf"\section{{\texorpdfstring{{{self.inlines(content)}}}{{{plain}}}}}"
                label = rf"\label{{sec:{slug(block.proof)}}}" if block.proof else ""
                return self.one_column(block) + title + label
            case Paragraph(content, lead, indented):
                words = rf"\emph{{{lead}}} " * bool(lead) + self.inlines(content)
                text = rf"\smallskip\noindent\quad {words}" if indented else words
                return rf"{{\ragged {text}\par}}" if self.proof else text
            case Display(formula):
                return f"\\[\n{self.rows(formula)}\n\\]"
            case Statement():
                return self.statement(block)
            case Derivation():
                return self.derivation(block)
            case Table():
                return self.table(block)
            case References(entries):
                items = "\n".join(rf"\bibitem{{{key}}} {escape(text)}" for key, text in entries)
                body = items.replace("arXiv:", r"\texttt{arXiv}:\allowbreak ")
                body = f"\\begin{{thebibliography}}{{9}}\n{body}\n\\end{{thebibliography}}"
                return f"{{\\renewcommand{{\\section}}[2]{{}}\n{body}}}"  # it has its heading

    def rows(self, formula: Any) -> str:
        *rows, last = broken(formula, self.page.display)
        return aligned([*rows, f"{last}."])

    def statement(self, block: Statement) -> str:
        tag = rf"\tag{{{block.tag}}}\label{{eq:{block.label}}}" if block.tag else ""
        return "\n".join(
            [
                rf"\begin{{theorem}}[{{{self.inlines(block.heading)}}}]\label{{thm:{block.label}}}",
                rf"\ragged {self.inlines(block.given)}",
                rf"\begin{{equation*}}{tag}",
                self.rows(block.formula),
                r"\end{equation*}",
                r"\end{theorem}",
            ]
        )

    def derivation(self, block: Derivation) -> str:
        end = self.inlines(block.end)
        if not block.lines:
            return f"\\begin{{proof}}\n{end}\n\\end{{proof}}"
        steps = map(self.line, block.lines)
        head = r"\begin{proof}\leavevmode\par\nobreak"
        foot = r"\par\nobreak\addvspace{3pt}\noindent"
        return "\n".join([head, *steps, foot, end, r"\end{proof}"])

    def line(self, line: Line) -> str:
        anchor, words = self.anchor(line.label), self.inlines(line.reason)
        if line.given:
            formula = self.breakable(line.formula)
            return rf"\cited{{{anchor}}}{{{self.inlines(line.given)}${formula}$}}{{{words}}}"
        rows = [rf"\textstyle {row}" for row in broken(line.formula, self.page.step)]
        return f"\\step{{{anchor}}}{{${aligned(rows, '[t]')}$}}{{{words}}}"

    def anchor(self, label: str) -> str:
        """The number of a step where it stands; the first time as what references point to."""
        key = self.place(label)
        return rf"\anchor{{{key}}}{{{escape(label)}}}" if key else f"({escape(label)})"

    def one_column(self, heading: Heading) -> str:
        """In two columns a long table, with its heading, begins a page of one column."""
        following = self.blocks[self.blocks.index(heading) + 1 :]
        if self.wide or not following or not _is_long(following[0]):
            return ""
        self.wide = True
        return "\\onecolumn\n"

    def table(self, block: Table) -> str:
        kind, rule = ("longtable", rf"{_RULE} \endhead") if self.wide else ("tabular", _RULE)
        share = (1.45 if self.wide else 0.72) * 100 / sum(block.widths)
        columns = "".join(rf"P{{{share * width:.1f}mm}}" for width in block.widths)
        rows = [" & ".join(map(self.inlines, row)) + r" \\[2pt]" for row in block.rows]
        head = " & ".join(map(escape, block.head)) + r" \\"
        body = "\n".join([rf"\begin{{{kind}}}{{@{{}}{columns}@{{}}}}", head, rule, *rows])
        text = f"{{\\footnotesize\\noindent\n{body}\n\\end{{{kind}}}\\par}}"
        return text if self.wide else f"\\medskip\n{text}\n\\medskip"

    def inline(self, node: Inline) -> str:
        match node:
            case Text(text):
                space = " " * text.startswith(" "), " " * text.endswith(" ")
                return space[0] + escape(text) + space[1] * bool(text.strip())
            case Code(text):
                return rf"\texttt{{{escape(text)}}}"
            case Math(data):
                return f"${inline(data)}$"
            case Typed(text):
                return f"${typed_latex(text)}$"
            case Hypothesis(label, data):
                return self.hypothesis(label, data)
            case StepRef(label):
                key = self.key(label)
                return rf"\eqref{{step:{key}}}" if key else f"({escape(label)})"
            case TheoremRef(label):
                return rf"Theorem~\ref{{thm:{label}}}"
            case SectionRef(proof):
                return rf"Section~\ref{{sec:{slug(proof)}}}"
            case Cite(key):
                return rf"\cite{{{key}}}"
        raise TypeError(f"no node of a document: {node!r}")

    def hypothesis(self, label: str, data: Any) -> str:
        """A hypothesis with the number of its step; only a long one may be broken."""
        number = f"{self.anchor(label)}~" if label else ""
        width = sum(piece.width for piece in formula_pieces(data, self.page.step))
        if width > self.page.step / 2:
            return f"{number}${self.breakable(data)}$"
        return f"\\mbox{{{number}${inline(data)}$}}"

    def breakable(self, data: Any) -> str:
        """A formula within a paragraph, which TeX may also break before "for all" and factors."""
        pieces = formula_pieces(data, self.page.step - 2 * INDENT)
        breaks = {"comma": r"\allowbreak ", "factor": r"\allowbreak "}
        return " ".join(breaks.get(piece.kind, "") + piece.text for piece in pieces)


def _is_long(block: Block) -> bool:
    return isinstance(block, Table) and len(block.rows) > _ROWS
