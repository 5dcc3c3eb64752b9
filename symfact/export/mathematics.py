"""Mathematics in LaTeX: terms and formulas, from their data to boxes of text.

The input is the data that the kernel reads (`symfact.exact`, `symfact.kernel`), so what is
printed is what was checked.  Two nodes exist in print only: ``["ref", "4"]``, the value
<4> of step 4, and the relation ``":="``.  Each box carries an estimate of its width, from
which `symfact.export.layout` breaks lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from symfact.export.characters import GREEK, NAMES, escape, name_text

__all__ = [
    "RELATIONS",
    "STACKED",
    "Box",
    "factors",
    "operand",
    "ranges",
    "separator",
    "summands",
    "term_box",
]

# How tightly a box binds: an operand that binds less than it must is put in brackets.
SUM, PRODUCT, FACTOR, ATOM = 1, 2, 3, 4

RELATIONS = {
    "=": "=",
    "!=": r"\neq",
    ">": ">",
    ">=": r"\ge",
    "<": "<",
    "<=": r"\le",
    ":=": r":=",
}
_SCRIPT = 0.68  # the size of an index or exponent
STACKED = 110.0  # points: a wider index of a substitution has several rows


@dataclass(frozen=True, slots=True)
class Box:
    """LaTeX of a term, its estimated width in points (10 pt type), and how tightly it binds."""

    text: str
    width: float
    strength: int = ATOM
    tall: bool = False


def _name_width(name: str) -> float:
    head, *index = name.split("_")
    width = 7.2 if name in NAMES or name in GREEK else sum(map(_letter_width, head))
    return width + _SCRIPT * sum(sum(map(_letter_width, part)) for part in index) + 0.5


def _letter_width(letter: str) -> float:
    if letter.isupper() or letter in "mw":
        return 9.2
    return 5.1 if letter.isdigit() or letter in "bcijlst" else 6.0


def term_box(data: Any) -> Box:
    r"""Return the LaTeX of a term; nothing is simplified.

    Raises ``ValueError`` for data that is no term.

    >>> term_box(["*", "2", ["^", "w", ["-", "L", "1"]]]).text
    '2 w^{L - 1}'
    >>> term_box(["diff", ["diff", "Loss", "w_j"], "w_k"]).text
    '\\frac{\\partial^{2} \\mathcal{L}}{\\partial w_{k}\\, \\partial w_{j}}'
    """
    match data:
        case str() if not data.startswith("-"):
            width = 5.1 * len(data) if data.isdigit() else _name_width(data)
            return Box(data if data.isdigit() else name_text(data), width)
        case ["ref", str(label)]:
            shown = label if label.isdigit() else r"\text{" + escape(label) + "}"
            return Box(rf"\langle {shown}\rangle", 5.6 * len(label) + 8)
        case ["at", str(name), index]:
            inner = term_box(index)
            shown = name_text(name)
            text = f"{{{shown}}}_{{{inner.text}}}" if "_" in shown else f"{shown}_{{{inner.text}}}"
            return Box(text, _name_width(name) + _SCRIPT * inner.width + 1)
        case ["^", base, exponent]:
            body, power = operand(base, ATOM), term_box(exponent)
            text = f"{body.text}^{{{power.text}}}"
            return Box(text, body.width + _SCRIPT * power.width + 1, FACTOR, body.tall)
        case ["diff", _, str()]:
            return _derivative(data)
        case ["subs", body, list(pairs)]:
            return _substituted(body, pairs)
        case str() | ["+" | "-", _, *_]:
            return _sum(data)
        case ["*" | "/", _, _, *_]:
            return _sum(data) if _unsigned(data) is not None else _product(data)
    raise ValueError(f"not a term: {str(data)[:60]}")


def operand(data: Any, least: int) -> Box:
    """Return the box of a term, in brackets where it binds less tightly than `least`."""
    if data[0] == "subs":
        return _substituted(data[1], data[2], bracket=True)
    box = term_box(data)
    return box if box.strength >= least else _parentheses(box)


def _parentheses(box: Box) -> Box:
    if box.tall:
        return Box(rf"\left({box.text}\right)", box.width + 16, ATOM, tall=True)
    return Box(f"({box.text})", box.width + 8)


# Sums and products.  A minus in front of a summand's first factor is its sign.


def summands(data: Any) -> list[tuple[str, Any]]:
    """Return the summands of a term from left to right, each with its sign.

    >>> summands(["-", ["+", "a", ["*", "-2", "b"]], "c"])
    [('+', 'a'), ('-', ['*', '2', 'b']), ('-', 'c')]
    """
    match data:
        case ["+", first, *rest] if rest:
            return [*summands(first), *(_signed(item) for item in rest)]
        case ["-", first, second]:
            return [*summands(first), ("-", second)]
    return [_signed(data)]


def _signed(data: Any) -> tuple[str, Any]:
    opposite = _unsigned(data)
    return ("+", data) if opposite is None else ("-", opposite)


def _unsigned(data: Any) -> Any:
    """The term t where data is -t by a minus sign in front, else None."""
    match data:
        case str() if data.startswith("-"):
            return data[1:]
        case ["-", body]:
            return body
        case ["*", first, *rest]:
            opposite = _unsigned(first)
            if opposite == "1" and rest:
                return rest[0] if len(rest) == 1 else ["*", *rest]
            return None if opposite is None else ["*", opposite, *rest]
        case ["/", first, second]:
            opposite = _unsigned(first)
            return None if opposite is None else ["/", opposite, second]
    return None


def _sum(data: Any) -> Box:
    text, width, tall = "", 0.0, False
    for sign, item in summands(data):
        box = operand(item, PRODUCT)
        shown = f" {sign} " if text else sign.replace("+", "")
        text, width = text + shown + box.text, width + box.width + 12.5 * bool(shown)
        tall = tall or box.tall
    return Box(text, width, SUM, tall)


def _product(data: Any) -> Box:
    if data[0] == "/":
        return _quotient(*data[1:])
    text, width, tall, before = "", 0.0, False, ""
    for item in factors(data):
        box = operand(item, FACTOR)
        link = separator(before, item, box) if before else ""
        text, width = text + link + box.text, width + box.width + (8 if "dot" in link else 0.8)
        tall, before = tall or box.tall, item
    return Box(text, width, PRODUCT, tall)


def _quotient(above: Any, below: Any) -> Box:
    """A fraction; with a slash where the numerator has fractions or derivatives in it."""
    top, bottom = term_box(above), term_box(below)
    if top.tall or top.width > 150:
        top, bottom = operand(above, PRODUCT), operand(below, FACTOR)
        text, width = f"{top.text} / {bottom.text}", top.width + bottom.width + 6
        return Box(text, width, PRODUCT, tall=True)
    text = rf"\frac{{{top.text}}}{{{bottom.text}}}"
    return Box(text, max(top.width, bottom.width) + 3, FACTOR, tall=True)


def factors(data: Any) -> list[Any]:
    """Return the factors of a product from left to right; of another term, the term."""
    match data:
        case ["*", first, *rest]:
            return [*factors(first), *rest]
    return [data]


def separator(before: Any, item: Any, box: Box) -> str:
    """Return what stands between two factors: a dot only where a number would be misread."""
    number = isinstance(before, str) and before.isdigit()
    fraction = item[0] == "/" and term_box(item[1]).text[:1].isdigit()
    negative = isinstance(item, str) and item.startswith("-")
    misread = box.text[:1].isdigit() or negative or (number and fraction)
    if misread or before in ("0", "1"):
        return r" \cdot "
    named = any(isinstance(t, str) and r"\mathrm" in name_text(t) for t in (before, item))
    return r" \, " if named else " "


# Derivatives and substitutions.


def _derivative(data: Any) -> Box:
    head, body = derivative_parts(data)
    if isinstance(body, str):
        text = head.text.replace("}{", f" {name_text(body)}}}{{", 1)
        return Box(text, max(head.width, _name_width(body) + 13), FACTOR, tall=True)
    inner = _parentheses(term_box(body))
    return Box(f"{head.text} {inner.text}", head.width + inner.width + 2, PRODUCT, tall=True)


def derivative_parts(data: Any) -> tuple[Box, Any]:
    r"""Return the operator of a derivative of any order, and what it is applied to.

    >>> derivative_parts(["diff", ["diff", ["+", "x", "y"], "x"], "x"])[0].text
    '\\frac{\\partial^{2}}{\\partial x^{2}}'
    """
    names: list[str] = []
    while data[0] == "diff":
        data, names = data[1], [*names, data[2]]
    order = f"^{{{len(names)}}}" if len(names) > 1 else ""
    below = r"\, ".join(_partial(name, len(list(same))) for name, same in groupby(names))
    width = 3 + sum(_name_width(name) + 8 for name in names)
    return Box(rf"\frac{{\partial{order}}}{{{below}}}", width, FACTOR, tall=True), data


def _partial(name: str, order: int) -> str:
    return rf"\partial {name_text(name)}" + (f"^{{{order}}}" if order > 1 else "")


def _substituted(body: Any, pairs: Any, *, bracket: bool = False) -> Box:
    inner, index = term_box(body) if bracket else operand(body, FACTOR), substituted_values(pairs)
    left, right = (r"\left[", r"\right]") if bracket else (r"\left.", r"\right|")
    text = f"{left}{inner.text}{right}_{{{index.text}}}"
    return Box(text, inner.width + index.width + 16, ATOM if bracket else SUM, tall=True)


def substituted_values(pairs: Any, limit: float = STACKED) -> Box:
    """Return the index that says what is substituted, in several rows if it exceeds `limit`."""
    values = [(text, _SCRIPT * width) for text, width in ranges(pairs, "=")]
    if sum(width for _, width in values) > limit:
        rows = r"\\ ".join(text for text, _ in values)
        return Box(rf"\substack{{{rows}}}", max(width for _, width in values))
    return Box(r",\, ".join(text for text, _ in values), sum(width + 5 for _, width in values))


def ranges(pairs: Any, relation: str) -> Iterator[tuple[str, float]]:
    """Yield text and width of "x = value" for each pair of a substitution."""
    for name, image in pairs:
        entry = isinstance(image, list) and len(image) == 2 and image[0] != "-"
        target, value = (["at", name, image[0]], image[1]) if entry else (name, image)
        left, right = term_box(target), term_box(value)
        yield f"{left.text} {RELATIONS[relation]} {right.text}", left.width + right.width + 9
