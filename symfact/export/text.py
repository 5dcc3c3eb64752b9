"""Plain text from documents: for terminals, letters and diffs."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from typing import Any

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
from symfact.export.sentences import STAR
from symfact.export.writer import Writer
from symfact.notation import format_formula, format_term
from symfact.unicode import unicode_text

__all__ = ["formula_text", "plain_text", "typed_text", "words"]

_WIDTH = 96
_RELATIONS = ("=", "!=", "<", "<=", ">", ">=", ":=", "forall", "exists")


def plain_text(blocks: Sequence[Block]) -> str:
    """Return the blocks of a document as text, in lines of at most 96 characters if possible."""
    return "\n\n".join(_Writer(blocks).written()) + "\n"


def formula_text(data: Any) -> str:
    """Return a formula or term as text, the values of steps as <4>.

    >>> formula_text(["=", ["ref", "5"], ["*", "2", ["ref", "4"]]])
    '<5> = 2*<4>'
    >>> formula_text(["forall", [], [[">", "x", "0"]], ["=", "x", "1"]])
    'if x > 0 then x = 1'
    """
    shown = _with_values(data)
    is_formula = isinstance(shown, list) and shown[0] in _RELATIONS
    text = format_formula(shown) if is_formula else format_term(shown)
    if shown[:2] == ["forall", []]:  # no variable: "if ... then ..."
        text = text.replace("for all : ", "if ", 1).replace(" implies ", " then ", 1)
    return text


def _with_values(data: Any) -> Any:
    match data:
        case ["ref", str(label)]:
            return f"<{label}>"
        case list():
            return [_with_values(item) for item in data]
    return data


def typed_text(text: str) -> str:
    """Return a typed formula as text.

    >>> typed_text("w /= 0")
    'w ≠ 0'
    >>> typed_text("D* -> infinity")
    'D* → ∞'
    >>> typed_text("d_i d_(i-1)")
    'dᵢ d_(i-1)'
    """
    shown = text.replace("/=", "!=").replace("+-", "±").replace("infinity", "oo")
    shown = re.sub(STAR, "⋆", shown).replace("_(", "⁀(")
    return unicode_text(shown).replace("⋆", "*").replace("⁀(", "_(")


def words(nodes: Sequence[Inline]) -> str:
    """Return words, formulas and references as text.

    >>> words((Text("for "), Math([">", "lam", "0"])))
    'for λ > 0'
    """
    return "".join(map(_word, nodes))


def _word(node: Inline) -> str:
    match node:
        case Text(text) | Code(text):
            return text
        case Math(data):
            return unicode_text(formula_text(data))
        case Typed(text):
            return typed_text(text)
        case Hypothesis(label, data):
            return f"({label}) " * bool(label) + unicode_text(formula_text(data))
        case StepRef(label):
            return f"({label})"
        case TheoremRef() | SectionRef():
            return node.name
        case Cite(key):
            return f"[{key}]"
    raise TypeError(f"no node of a document: {node!r}")


class _Writer(Writer):
    """The blocks of one document, each filled into lines."""

    inline = staticmethod(_word)

    def block(self, block: Block) -> str:
        match block:
            case Title(content) | Heading(content):
                number = f"{self.number(block)}. " if isinstance(block, Heading) else ""
                title = number + self.inlines(content)
                return f"{title}\n{('=' if isinstance(block, Title) else '-') * len(title)}"
            case Paragraph(content, lead, indented):
                return _filled(f"{lead} {self.inlines(content)}".strip(), "    " * indented)
            case Display(formula):
                return _filled(unicode_text(formula_text(formula)) + ".", "    ")
            case Statement():
                return self.statement(block)
            case Derivation(steps, end):
                rows = [self.line(step) for step in steps]
                return "\n".join([block.lead, *rows, _filled(self.inlines(end))])
            case Table():
                return self.table(block)
            case References(entries):
                return "\n".join(_filled(f"[{key}] {text}", "", "    ") for key, text in entries)

    def statement(self, block: Statement) -> str:
        tag = f"    ({block.tag})" * bool(block.tag)
        return "\n".join(
            [
                _filled(f"{block.name} ({self.inlines(block.heading)}).", "", "    "),
                _filled(self.inlines(block.given), "  "),
                _filled(unicode_text(formula_text(block.formula)) + f".{tag}", "      "),
            ]
        )

    def line(self, line: Line) -> str:
        label, formula = f"({line.label})", unicode_text(formula_text(line.formula))
        step = _filled(f"{label:6} {self.inlines(line.given)}{formula}", "  ", " " * 9)
        return f"{step}\n{_filled(self.inlines(line.reason), ' ' * 11, ' ' * 13)}"

    def table(self, block: Table) -> str:
        """Each row as a paragraph: a table of sentences is too wide for columns of text."""
        return "\n\n".join(self.row(block.head, row) for row in block.rows)

    def row(self, head: Sequence[str], row: Sequence[Sequence[Inline]]) -> str:
        cells = (
            _filled(f"{title}: {self.inlines(cell)}", "", "    ")
            for title, cell in zip(head, row, strict=True)
        )
        return "\n".join(cells)


def _filled(text: str, indent: str = "", more: str | None = None) -> str:
    return textwrap.fill(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=indent if more is None else more,
        break_long_words=False,
        break_on_hyphens=False,
    )
