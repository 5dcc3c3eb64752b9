"""Markdown from documents, with formulas between dollars, as MathJax and KaTeX read them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from symfact.export.characters import slug
from symfact.export.layout import aligned, broken, formula_pieces, inline
from symfact.export.nodes import (
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
from symfact.export.writer import Writer

__all__ = ["markdown"]

_WIDTH = 430.0  # points: a wider formula is displayed, in several lines


def markdown(blocks: Sequence[Block]) -> str:
    """Return the blocks of a document as Markdown."""
    return "\n\n".join(_Writer(blocks).written()) + "\n"


class _Writer(Writer):
    """The blocks of one document."""

    def block(self, block: Block) -> str:
        match block:
            case Title(content):
                return f"# {self.inlines(content)}"
            case Heading(content):
                anchor = f'<a id="sec:{slug(block.proof)}"></a>' * bool(block.proof)
                return f"## {anchor}{self.number(block)}. {self.inlines(content)}"
            case Paragraph(content, lead, indented):
                return "> " * indented + f"*{lead}* " * bool(lead) + self.inlines(content)
            case Display(formula):
                return _display(formula, ".")
            case Statement():
                tag = rf"\tag{{{block.tag}}}" if block.tag else ""
                return (
                    f'<a id="thm:{block.label}"></a>\n'
                    f"**{block.name}** ({self.inlines(block.heading)}). "
                    f"{self.inlines(block.given)}\n\n{_display(block.formula, '.', tag)}"
                )
            case Derivation(steps, end):
                items = "".join(f"{self.line(step)}\n" for step in steps)
                return f"*{block.lead}*\n\n{items}\n{self.inlines(end)}"
            case Table(head, _, rows):
                ruled = [head, ["---"] * len(head), *(map(self.inlines, row) for row in rows)]
                return "\n".join(f"| {' | '.join(row)} |" for row in ruled)
            case References(entries):
                return "\n".join(
                    f'- <a id="ref:{key}"></a>[{key}] {_escape(text)}' for key, text in entries
                )

    def line(self, line: Line) -> str:
        start = f"- {self.anchor(line.label)}({line.label}) {self.inlines(line.given)}"
        words = self.inlines(line.reason)
        if _is_wide(line.formula):
            shown = _display(line.formula, "").replace("\n", "\n  ")
            return f"{start}\n\n  {shown}\n\n  {words}\n"
        return f"{start}{_math(inline(line.formula))} — {words}"

    def anchor(self, label: str) -> str:
        key = self.place(label) if label else ""
        return f'<a id="step:{key}"></a>' if key else ""

    def inline(self, node: Inline) -> str:
        match node:
            case Text(text):
                return _escape(text)
            case Code(text):
                return f"`{text}`"
            case Math(data):
                return _math(inline(data))
            case Typed(text):
                return _math(typed_latex(text))
            case Hypothesis(label, data):
                return self.anchor(label) + f"({label}) " * bool(label) + _math(inline(data))
            case StepRef(label):
                key = self.key(label)
                return f"[({label})](#step:{key})" if key else f"({label})"
            case TheoremRef(label):
                return f"[{node.name}](#thm:{label})"
            case SectionRef(proof):
                return f"[{node.name}](#sec:{slug(proof)})"
            case Cite(key):
                return f"[[{key}]](#ref:{key})"
        raise TypeError(f"no node of a document: {node!r}")


def _is_wide(data: Any) -> bool:
    return sum(piece.width for piece in formula_pieces(data, float("inf"))) > _WIDTH


def _math(latex: str) -> str:
    return f"${_safe(latex)}$"


def _safe(latex: str) -> str:
    """LaTeX without what Markdown may take for HTML, or for the end of a column."""
    return latex.replace("<", r"\lt ").replace(">", r"\gt ").replace("|", r"\vert ")


def _display(data: Any, end: str, tag: str = "") -> str:
    *rows, last = broken(data, _WIDTH)
    shown = _safe(aligned([*rows, last + end]))
    item = r"\relax " * shown.startswith("-")  # else the line would be one of a list
    return f"$$\n{item}{shown}{tag}\n$$"


def _escape(text: str) -> str:
    return re.sub(r"([\\`*_{}\[\]<>#|~$])", r"\\\1", text)
