"""HTML from documents: one file, with formulas as MathML, that needs nothing else.

A formula is cut where LaTeX would break it, and each piece is MathML of its own: so a
browser breaks lines there on a narrow screen.  Its alternative text is the formula as text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from html import escape
from itertools import pairwise
from typing import Any

from symfact.export.characters import slug
from symfact.export.layout import Piece, formula_pieces, inline
from symfact.export.nodes import (
    IF,
    THEN,
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
from symfact.export.sentences import typed_latex
from symfact.export.text import formula_text, typed_text, words
from symfact.export.writer import Writer
from symfact.mathml import converted
from symfact.notation import abbreviated
from symfact.notebook import Cell, as_html
from symfact.notebook import Math as Tex
from symfact.notebook import Table as NotebookTable
from symfact.prover import Proof
from symfact.unicode import unicode_text

__all__ = ["fact_html", "formula_html", "page", "proof_html"]

_PIECE = 140.0  # points: no piece of a formula is wider than a small screen, if possible

_LONG = 24  # letters: a longer typed formula may be on several lines
_INFIX = ("=", "/=", "<", "<=", ">", ">=", "->", "+", "-")

_ASSIGNED = "<mi>:</mi><mo>&#x0003D;</mo>"  # what the converter makes of :=
_SLASH, _NARROW_SLASH = "<mo>&#x0002F;</mo>", '<mo lspace="0" rspace="0">/</mo>'
_BARS = ("&#x0007C;", "&#x02016;")
_SIGN = re.compile(  # a minus behind a relation, comma or opening bracket
    r"(<mo[^>]*>(?:&#x0003D;|&lt;|&gt;|&#x0003C;|&#x0003E;|&#x0226[45];|&#x02260;|≔|&#x0002C;"
    r"|&#x00028;|\()</mo>)<mo>&#x02212;</mo>"
)
# A power or index of a tall bracket, which a browser draws small there: it has a base as tall.
_POWER = re.compile(r"<(msu[bp])>(<mo [^>]*minsize[^>]*>[^<]*</mo>)")
_TALL = '<mspace height="1.2em" depth="0.6em"/>'

_STYLE = """
:root { color-scheme: light dark; }
body { font: 1.05rem/1.6 Georgia, 'Times New Roman', serif; background: Canvas; color: CanvasText;
  max-width: 52rem; margin: 0 auto; padding: 1rem; overflow-wrap: break-word; }
h1, h2, h3 { line-height: 1.25; }
h2 { margin-top: 3rem; border-top: 1px solid GrayText; padding-top: 1rem; }
h3 { font-size: 1rem; margin: 0 0 .3rem; }
a { color: LinkText; text-decoration: none; }
a:hover, a:focus { text-decoration: underline; }
nav { columns: 18rem; font-size: .9rem; }
nav ol { margin: 0; padding-left: 2rem; }
math { font-size: 1.05em; }
code { font: .85em monospace; }
.theorem { border-left: .25rem solid LinkText; padding: .2rem 0 .2rem .9rem;
  margin: 1.8rem 0 .8rem; }
.display { margin: .5rem 0 .5rem 1.5rem; }
.display math, tbody th math { math-style: normal; }
.keep { white-space: nowrap; }
.tag { float: right; margin-left: 1rem; }
.indented { margin-left: 1.5rem; }
h2, h3, .proof { break-after: avoid; }
.theorem, .steps li { break-inside: avoid; }
.steps { list-style: none; padding: 0; }
.steps li { padding: .2rem 0 .2rem 3.6rem; text-indent: -3.6rem; }
.steps li:target, .theorem:target { background: Mark; color: MarkText; }
.label { display: inline-block; min-width: 3.4rem; text-indent: 0; }
.reason { font-size: .85em; opacity: .8; margin-left: .8rem; }
table { border-collapse: collapse; font-size: .9rem; display: block; overflow-x: auto; }
th, td { text-align: left; vertical-align: top; padding: .3rem .5rem;
  border-top: 1px solid GrayText; }
td { min-width: 8rem; }
"""


def page(blocks: Sequence[Block]) -> str:
    """Return the blocks of a document as a HTML page of its own."""
    (title, *_) = [words(block.content) for block in blocks if isinstance(block, Title)]
    writer = _Writer(blocks)
    body = "\n".join(writer.written())
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{_STYLE}</style>\n</head>\n"
        f"<body>\n<main>\n{body}\n</main>\n</body>\n</html>\n"
    )


def formula_html(data: Any) -> str:
    """Return a formula or term as MathML, in pieces that a browser may put on several lines.

    >>> formula_html([">", "w", "0"]).count("<math")
    1
    """
    pieces = formula_pieces(data, float("inf"))
    if sum(piece.width for piece in pieces) > _PIECE:
        pieces = formula_pieces(data, _PIECE)
    else:
        pieces = [Piece(" ".join(piece.text for piece in pieces), 0)]
    shown = _joined([(piece.text, piece.kind in ("relation", "sum")) for piece in pieces])
    return _labelled(unicode_text(formula_text(data)), shown)


def _joined(pieces: Sequence[tuple[str, bool]]) -> str:
    """Pieces that may go on lines of their own; a sign between two terms brings its space."""
    first, *rest = (_mathml(latex, infix) for latex, infix in pieces)
    gaps = ("<wbr>" if infix else " " for _, infix in pieces[1:])
    return first + "".join(gap + piece for gap, piece in zip(gaps, rest, strict=True))


def proof_html(proof: Proof) -> str:
    """Return what a proof claims as a table for a notebook; it need not be finished."""
    rows: list[Sequence[Cell]] = []
    for claim in proof.claims:
        given = [abbreviated(item, proof.notation) for item in claim["hypotheses"]]
        then = abbreviated(claim["conclusion"], proof.notation)
        rows.append((claim["claim"], _listed(given), Tex(inline(then)), proof.digest(claim)))
    notes = [(Tex(inline([":=", name, term])),) for name, term in proof.notation.items()]
    return as_html([NotebookTable(proof.title, ["claim", IF, THEN, "statement"], rows, notes)])


def fact_html(hypotheses: Sequence[Any], conclusion: Any) -> str:
    """Return a sequent as a table for a notebook."""
    given: list[Sequence[Cell]] = [(IF, _listed(hypotheses))] if hypotheses else []
    return as_html([NotebookTable("Proved", (), [*given, (THEN, Tex(inline(conclusion)))])])


def _listed(formulas: Sequence[Any]) -> Cell:
    cells = [piece for data in formulas for piece in (", ", Tex(inline(data)))]
    return tuple(cells[1:])


def _typed_pieces(text: str) -> list[str]:
    """A typed formula; a long one cut before its relations and signs outside of brackets.

    >>> _typed_pieces("x = y"), _typed_pieces("sum_{q <= d} (x + y)^2 >= |x - y|")
    (['x = y'], ['sum_{q <= d} (x + y)^2', '>= |x - y|'])
    """
    first, *words = text.split(" ")
    pieces = [first]
    for word in words:
        last = pieces[-1]
        whole = all(last.count(pair[0]) == last.count(pair[1]) for pair in ("()", "[]", "{}"))
        if word in _INFIX and whole and last.count("|") % 2 == 0 and len(text) > _LONG:
            pieces.append(word)
        else:
            pieces[-1] = f"{last} {word}"
    return pieces


def _labelled(text: str, shown: str) -> str:
    return f'<span role="math" aria-label="{escape(text)}">{shown}</span>'


@cache
def _mathml(latex: str, infix: bool = False) -> str:
    """The MathML of some LaTeX; `infix` says that its first sign stands between two terms."""
    text = converted(latex).replace(_ASSIGNED, "<mo>≔</mo>")
    text = _SIGN.sub(r'\1<mo form="prefix">&#x02212;</mo>', text.replace(_SLASH, _NARROW_SLASH))
    text = re.sub(r"<mo>([A-Za-z]{3,})</mo>", r"<mi>\1</mi>", text)  # no space before (
    text = _POWER.sub(r"\2<\1>" + _TALL, text)
    for bar in _BARS:
        left, right = (
            f'<mo form="{form}" stretchy="false">{bar}</mo>' for form in ("prefix", "postfix")
        )
        text = re.sub(f"<mo>{bar}</mo>(.*?)<mo>{bar}</mo>", rf"{left}\1{right}", text)
    return text.replace("<mo", '<mo form="infix"', 1) if infix else text


class _Writer(Writer):
    """The blocks of one document."""

    def block(self, block: Block) -> str:
        match block:
            case Title(content):
                return f"<h1>{self.inlines(content)}</h1>\n{self.contents()}"
            case Heading(content):
                shown = f"{self.number(block)}&ensp;{self.inlines(content)}"
                return f'<h2 id="{self.section(block)}">{shown}</h2>'
            case Paragraph(content, lead, indented):
                style = ' class="indented"' * indented
                return f"<p{style}>{f'<em>{lead}</em> ' * bool(lead)}{self.inlines(content)}</p>"
            case Display(formula):
                return f'<p class="display">{formula_html(formula)}.</p>'
            case Statement():
                return self.statement(block)
            case Derivation(steps, end):
                items = "\n".join(map(self.line, steps))
                shown = f'\n<ol class="steps">\n{items}\n</ol>' * bool(steps)
                return (
                    f'<p class="proof"><em>{block.lead}</em></p>{shown}\n<p>{self.inlines(end)}</p>'
                )
            case Table():
                return self.table(block)
            case References(entries):
                rows = (
                    f'<dt id="ref:{k}">[{k}]</dt><dd>{escape(text)}</dd>' for k, text in entries
                )
                return "<dl>\n" + "\n".join(rows) + "\n</dl>"

    def contents(self) -> str:
        """Links to all sections."""
        headings = [block for block in self.blocks if isinstance(block, Heading)]
        links = (
            f'<li><a href="#{self.section(heading)}">{self.inlines(heading.content)}</a></li>'
            for heading in headings
        )
        return "<nav><ol>\n" + "\n".join(links) + "\n</ol></nav>"

    def section(self, heading: Heading) -> str:
        name = slug(heading.proof) if heading.proof else self.number(heading)
        return f"sec:{name}"

    def inlines(self, nodes: Sequence[Inline]) -> str:
        """Words and formulas; a short formula stays with its number and the stop behind it."""
        shown, cut = "", False
        for node, following in pairwise([*nodes, Text("")]):
            text = escape(node.text[cut:]) if isinstance(node, Text) else self.inline(node)
            stop = following.text[:1] if isinstance(following, Text) else ""
            short = text.count("<math") == 1
            cut = short and stop in (",", ".", ";", ":", ")")
            keep = cut or (short and "&nbsp;" in text)
            shown += f'<span class="keep">{text}{stop * cut}</span>' if keep else text
        return shown

    def statement(self, block: Statement) -> str:
        tag = f'<span class="tag">({escape(block.tag)})</span>' * bool(block.tag)
        return (
            f'<section class="theorem" id="thm:{block.label}">\n'
            f"<h3>{block.name} ({self.inlines(block.heading)})</h3>\n"
            f"<p>{self.inlines(block.given)}</p>\n"
            f'<p class="display">{tag}{formula_html(block.formula)}.</p>\n</section>'
        )

    def line(self, line: Line) -> str:
        key = self.place(line.label)
        anchor = f' id="step:{key}"' if key else ""
        return (
            f"<li{anchor}>"
            f'<span class="label">({escape(line.label)})</span> '
            f"{self.inlines(line.given)}{formula_html(line.formula)} "
            f'<span class="reason">{self.inlines(line.reason)}</span></li>'
        )

    def table(self, block: Table) -> str:
        head = "".join(f'<th scope="col">{escape(title)}</th>' for title in block.head)
        rows = []
        for first, *rest in block.rows:
            cells = "".join(f"<td>{self.inlines(cell)}</td>" for cell in rest)
            rows.append(f'<tr><th scope="row">{self.inlines(first)}</th>{cells}</tr>')
        body = "\n".join(rows)
        return f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>"

    def inline(self, node: Inline) -> str:
        match node:
            case Text(text):
                return escape(text)
            case Code(text):
                return f"<code>{escape(text)}</code>"
            case Math(data):
                return formula_html(data)
            case Typed(text):
                first, *rest = map(typed_latex, _typed_pieces(text))
                shown = _joined([(first, False), *((piece, True) for piece in rest)])
                return _labelled(typed_text(text), shown)
            case Hypothesis(label, data):
                return f"{self.hypothesis(label)}{formula_html(data)}"
            case StepRef(label):
                key, shown = self.key(label), f"({escape(label)})"
                return f'<a href="#step:{key}">{shown}</a>' if key else shown
            case TheoremRef(label):
                return f'<a href="#thm:{label}">{node.name}</a>'
            case SectionRef(proof):
                return f'<a href="#sec:{slug(proof)}">{node.name}</a>'
            case Cite(key):
                return f'<a href="#ref:{key}">[{key}]</a>'
        raise TypeError(f"no node of a document: {node!r}")

    def hypothesis(self, label: str) -> str:
        """The number of the step that assumes a hypothesis."""
        key = self.place(label) if label else ""
        shown = f"({escape(label)})&nbsp;" if label else ""
        return f'<span id="step:{key}">{shown}</span>' if key else shown
