"""Formulas in LaTeX, on one line or broken into several.

A formula is cut into pieces: at relations, at the commas between its parts, at the
summands of its two sides and, where a single summand is wider than the line, inside its
brackets.  `lines` fills lines with pieces; it breaks before a relation rather than before
a sign.  Nothing here is wider than asked unless a single piece is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from symfact.export.characters import name_text
from symfact.export.mathematics import (
    FACTOR,
    PRODUCT,
    RELATIONS,
    STACKED,
    SUM,
    Box,
    derivative_parts,
    factors,
    operand,
    separator,
    substituted_values,
    summands,
    term_box,
)

__all__ = [
    "INDENT",
    "Piece",
    "aligned",
    "broken",
    "formula_pieces",
    "inline",
    "joined",
    "lines",
    "whole",
]

INDENT = 20.0  # points: \qquad
_BRACKETS = 16.0  # points: a pair of them
_SIGN = 12.5
_EARLY = {"relation": 0.4, "comma": 0.15}  # how full a line is that may end before these
_OPEN = ("+", "-", "*", "/", "diff", "subs")  # what can be broken inside its brackets


@dataclass(frozen=True, slots=True)
class Piece:
    """What is never broken.  `kind`: start, relation, comma, sum or factor.

    `lead` stands before the text only where the piece begins a line.
    """

    text: str
    width: float
    kind: str = "start"
    lead: str = "{}"


def inline(data: Any) -> str:
    r"""Return the LaTeX of a formula or term in one piece.

    >>> inline([">=", "lam", "0"])
    '\\lambda \\ge 0'
    >>> inline(["forall", ["k"], [[">=", "k", "0"]], ["=", ["at", "s", "k"], "1"]])
    's_{k} = 1 \\quad\\text{for all } k \\ge 0'
    """
    return " ".join(piece.text for piece in formula_pieces(data, float("inf")))


def broken(data: Any, width: float) -> list[str]:
    """Return the lines of a formula or term, each at most `width` points wide if possible.

    A formula that fits is one line; otherwise a piece leaves room for the indent of its line.
    """
    pieces = formula_pieces(data, width)
    if _width(pieces) > width:
        pieces = formula_pieces(data, width - 2 * INDENT - _SIGN)
    return lines(pieces, width)


def _width(pieces: Sequence[Piece]) -> float:
    """Return the estimated width of pieces on one line, in points."""
    return sum(piece.width for piece in pieces)


def formula_pieces(data: Any, limit: float) -> list[Piece]:
    """Cut a formula (or a term) into pieces that are not wider than `limit`, if possible.

    Raises ``ValueError`` for data that is neither formula nor term.
    """
    match data:
        case ["forall", list(bound), list(parts), body]:
            return [*_nested(body, limit), *_for_all(bound, parts, limit)]
        case ["exists", list(bound), list(parts)]:
            verb = "there is " if len(bound) == 1 else "there are "
            given = joined(parts, limit, last=r"\ \text{and}", inside=True)
            names = r",\, ".join(map(name_text, bound))
            head = rf"\text{{{verb}}} {names} \text{{ with }}"
            given[0] = _before(head, 68 + 9 * len(bound), given[0])
            return given
        case [str(relation), left, right] if relation in RELATIONS:
            first, *rest = _side(right, limit)
            shown = _before(
                RELATIONS[relation], 14 + 3 * (relation == ":="), replace(first, kind="relation")
            )
            return [*_side(left, limit), shown, *rest]
    return _side(data, limit)


def whole(data: Any, limit: float) -> list[Piece]:
    """Return a formula in one piece if it is not wider than `limit`, else its pieces."""
    pieces = formula_pieces(data, limit)
    width = _width(pieces)
    return [Piece(" ".join(p.text for p in pieces), width)] if width <= limit else pieces


def _for_all(bound: list[str], parts: list[Any], limit: float) -> list[Piece]:
    names = r",\, ".join(map(name_text, bound))
    if not bound:
        given = joined(parts, limit, last=r"\ \text{and}", inside=True)
        given[0] = _before(r"\quad\text{if }", 24, given[0])
    elif len(parts) == 1 and bound == [parts[0][1]] and not _is_quantified(parts[0]):
        given = whole(parts[0], limit)
        given[0] = _before(r"\quad\text{for all }", 46, given[0])
    elif parts:
        given = joined(parts, limit, last="", inside=True)
        head = rf"\quad\text{{for all }} {names} \text{{ with }}"
        given[0] = _before(head, 70 + 9 * len(bound), given[0])
    else:
        given = [Piece(rf"\quad\text{{for all }} {names}", 46 + 9 * len(bound))]
    return [replace(given[0], kind="comma"), *given[1:]]


def _is_quantified(data: Any) -> bool:
    return isinstance(data, list) and data[0] in ("forall", "exists")


def _nested(data: Any, limit: float) -> list[Piece]:
    """A formula within another: in brackets if it has a quantifier, whose scope they end."""
    pieces = whole(data, limit)
    if _is_quantified(data):
        pieces = [_before(r"\bigl(", 6, pieces[0]), *pieces[1:]]
        pieces = [*pieces[:-1], _after(pieces[-1], r"\bigr)", 6)]
    return pieces


def joined(parts: list[Any], limit: float, last: str, *, inside: bool = False) -> list[Piece]:
    """The pieces of several formulas: commas between them, or `last` before the last.

    `inside` says that they stand inside of a formula; elsewhere it is semicolons if one of
    them has a quantifier, whose conditions have commas between them.
    """
    pieces: list[Piece] = []
    sign = ";" if not inside and any(map(_is_quantified, parts)) else ","
    for n, part in enumerate(parts):
        first, *rest = _nested(part, limit) if inside else whole(part, limit)
        if n:
            word = last if n == len(parts) - 1 else ""
            if not word:
                pieces[-1] = _after(pieces[-1], sign, 3)
            first = replace(_before(word + r"\ ", 8 + 18 * bool(word), first), kind="comma")
        pieces += [first, *rest]
    return pieces


def _before(text: str, width: float, piece: Piece) -> Piece:
    return replace(piece, text=f"{text} {piece.text}", width=width + piece.width)


def _after(piece: Piece, text: str, width: float) -> Piece:
    return replace(piece, text=piece.text + text, width=piece.width + width)


# The sides of a relation.


def _side(data: Any, limit: float) -> list[Piece]:
    """The summands of a term, each with its sign."""
    items = summands(data)
    if len(items) == 1 and items[0][0] == "+":
        return _summand(data, limit, SUM)
    pieces: list[Piece] = []
    for sign, item in items:
        first, *rest = _summand(item, limit, PRODUCT)
        if pieces:
            first = replace(_before(sign, _SIGN, first), kind="sum")
        elif sign == "-":
            first = _before(sign, 8, first)
        pieces += [first, *rest]
    return pieces


def _summand(data: Any, limit: float, least: int) -> list[Piece]:
    """One summand: whole if it is not wider than `limit`, else in pieces."""
    box = term_box(data) if least == SUM else operand(data, least)
    if box.width <= limit or not isinstance(data, list):
        return [Piece(box.text, box.width)]
    match data:
        case ["/", above, below]:
            bottom = operand(below, FACTOR)
            *rest, last = _summand(above, limit, PRODUCT)
            return [*rest, _after(last, f" / {bottom.text}", bottom.width + 6)]
        case ["diff", *_] if not isinstance(derivative_parts(data)[1], str):
            head, body = derivative_parts(data)
            first, *rest = _bracketed(body, limit)
            return [_before(head.text, head.width, first), *rest]
        case ["subs", body, list(pairs)]:
            index = substituted_values(pairs, min(limit / 3, STACKED))
            return _bracketed(body, limit, (r"\Bigl[", rf"\Bigr]_{{{index.text}}}"), index.width)
    return _factors(data, limit)


def _factors(data: Any, limit: float) -> list[Piece]:
    pieces: list[Piece] = []
    before: Any = ""
    for item in factors(data):
        box = operand(item, FACTOR)
        first, *rest = _factor(item, box, limit)
        if pieces:
            link = separator(before, item, box)
            lead = "{}" if link.strip() else r"{}\cdot "
            first = replace(_before(link, 8, first), kind="factor", lead=lead)
        pieces += [first, *rest]
        before = item
    return pieces


def _factor(data: Any, box: Box, limit: float) -> list[Piece]:
    """One factor: a wide one, or a power of it, in pieces between its brackets."""
    body, exponent = data[1:] if data[0] == "^" else (data, None)
    opens = isinstance(body, list) and body[0] in _OPEN and term_box(body).strength < FACTOR
    if not opens or box.width <= limit:
        return [Piece(box.text, box.width)]
    if exponent is None:
        return _bracketed(body, limit)
    power = term_box(exponent)
    return _bracketed(body, limit, (r"\Bigl(", rf"\Bigr)^{{{power.text}}}"), power.width)


def _bracketed(
    data: Any, limit: float, brackets: tuple[str, str] = (r"\Bigl(", r"\Bigr)"), more: float = 0
) -> list[Piece]:
    """The pieces of a term between brackets, the last of which is wider by `more`."""
    inner = _side(data, limit - _BRACKETS - more)
    inner[0] = _before(brackets[0], 8, inner[0])
    inner[-1] = _after(inner[-1], brackets[1], 8 + more)
    return inner


# Lines.


def lines(pieces: Sequence[Piece], width: float) -> list[str]:
    r"""Fill lines of `width` points with pieces; later lines are indented.

    >>> short, long = Piece("a", 30), Piece("= b", 80, "relation")
    >>> lines([short, long], 120), lines([short, long], 100)
    (['a = b'], ['a', '\\qquad {}= b'])
    """
    if _width(pieces) <= width:
        return [" ".join(piece.text for piece in pieces)]
    rows: list[str] = []
    row, used = "", 0.0
    for n, piece in enumerate(pieces):
        ahead = _width(_segment(pieces[n:]))
        early = used > _EARLY.get(piece.kind, 1) * width
        early = early or (piece.kind == "sum" and ahead <= width - 2 * INDENT)
        if row and (used + piece.width > width or (early and used + ahead > width)):
            indent = 1 if piece.kind in ("relation", "comma", "start") else 2
            rows.append(row)
            row, used = r"\qquad " * indent + piece.lead + piece.text, indent * INDENT
        else:
            row = f"{row} {piece.text}".strip()
        used += piece.width
    return [*rows, row]


def _segment(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of what begins: a formula between commas, a side of a relation, a summand."""
    ends = {"comma": ("comma",), "sum": ("comma", "relation", "sum", "start")}
    last = ends.get(pieces[0].kind, ("comma", "relation"))
    stops = (n for n, piece in enumerate(pieces) if n and piece.kind in last)
    return list(pieces[: next(stops, len(pieces))])


def aligned(rows: Sequence[str], position: str = "") -> str:
    r"""Return rows as one block, for use inside any display; a single row stays as it is.

    >>> print(aligned(["a", "= b"]))
    \begin{aligned}
    & a \\
    & = b
    \end{aligned}
    """
    if len(rows) == 1:
        return rows[0]
    body = " \\\\\n& ".join(rows)
    return f"\\begin{{aligned}}{position}\n& {body}\n\\end{{aligned}}"
