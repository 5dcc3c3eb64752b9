"""Tables for notebooks: one description of what is shown, as HTML with MathML and as LaTeX.

A piece of text is a ``str``, a formula is a `Math`, which holds TeX; a cell is a piece or a
tuple of pieces.  Text is escaped; no colours are set, so that it can be read in every theme.
"""

from __future__ import annotations

import html
import re
import textwrap
from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, Context, Decimal
from typing import Any, TypeAlias

__all__ = [
    "DIGITS",
    "Cell",
    "InNotebooks",
    "Math",
    "Table",
    "as_html",
    "as_latex",
    "enclosed",
    "formula",
    "value",
]

DIGITS = 12  # of every number that is shown

_LEAST_SHARED = 4  # fewer digits say less than both ends of an enclosure
_LONGEST = 300  # characters of TeX that still fit a line
_LINE = 72  # characters of text in LaTeX
_LARGEST = 10**20  # below it numerators and denominators are written out
_NAME = re.compile(r"[^\W\d_]\w*")
_LEFT = ' style="text-align:left"'
_CAPTION = '<caption style="caption-side:top;text-align:left;white-space:nowrap">'
_SPECIAL = str.maketrans(
    {"\\": r"$\backslash$", "^": r"$\wedge$", "~": r"$\sim$", **{c: f"\\{c}" for c in "{}$&#_%"}}
)


class Math(str):
    """TeX that is shown as mathematics; any other string is shown as it is."""

    __slots__ = ()


Cell: TypeAlias = str | tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """A table: its caption, the titles of its columns if they have some, rows, and notes below.

    The first cell of each row is its title.

    >>> table = Table("Spectrum", ["eigenvalue", "multiplicity"], [(Math("2c"), "4")])
    >>> as_latex([table]).count("2c")
    1
    """

    caption: Cell
    head: Sequence[Cell]
    rows: Sequence[Sequence[Cell]]
    notes: Sequence[Cell] = field(default=())


class InNotebooks(ABC):
    """A base of what notebooks show as tables."""

    __slots__ = ()

    @abstractmethod
    def _tables(self) -> list[Table]:
        """Return what to show; nothing leaves it to ``repr``."""

    def _repr_html_(self) -> str | None:
        return as_html(self._tables()) or None

    def _repr_latex_(self) -> str | None:
        tables = self._tables()
        return as_latex(tables) if tables else None


def as_html(tables: Iterable[Table]) -> str:
    """Return tables as HTML, formulas as MathML.

    >>> as_html([Table("T", (), [("a < b", Math("x^2"))])]).count("a &lt; b")
    1
    """
    return "\n".join(_table(table) for table in tables)


def as_latex(tables: Iterable[Table]) -> str:
    r"""Return tables as one LaTeX formula of arrays, for amsmath and for MathJax.

    >>> print(as_latex([Table("T", (), [("size", Math("x^2"))])]))
    $\displaystyle \begin{array}{l}
    \text{T} \\
    \begin{array}{ll}
    \text{size} & x^2
    \end{array}
    \end{array}$
    """
    lines = [line for table in tables for line in _arrays(table)]
    return "$\\displaystyle \\begin{array}{l}\n" + " \\\\\n".join(lines) + "\n\\end{array}$"


def formula(expression: Any) -> str:
    r"""Return a SymPy expression as a formula; as text where a name in it is no plain name.

    Of a number that is too long only the value is shown.  Names reach MathML as they are, so that
    no other than plain ones may.

    >>> from sympy import Symbol
    >>> formula(Symbol("lambda") / 3), formula(Symbol("<b>"))
    ('\\frac{\\lambda}{3}', '<b>')
    """
    from sympy import Rational, latex  # noqa: PLC0415

    symbols, text = expression.free_symbols, ""
    if all(max(abs(n.p), n.q) < _LARGEST for n in expression.atoms(Rational)):
        plain = all(_NAME.fullmatch(symbol.name) for symbol in symbols)
        text = Math(latex(expression)) if plain else str(expression)
    if text and len(text) <= _LONGEST:
        return text
    return "a long formula" if symbols else Math(rf"\approx {value(expression)}")


def value(number: Any) -> Math:
    r"""Return a number, SymPy's or a float, to `DIGITS` digits.

    >>> from sympy import sqrt
    >>> value(sqrt(2)), value(1e-20)
    ('1.41421356237', '1 \\cdot 10^{-20}')
    """
    if isinstance(number, int | float):
        return _power_of_ten(f"{number:.{DIGITS}g}")
    import mpmath  # noqa: PLC0415
    from sympy import Float  # noqa: PLC0415

    if number.is_infinite:
        return Math(r"\infty")
    digits = Float(number.evalf(DIGITS + 5), DIGITS + 5)
    return _power_of_ten(mpmath.nstr(mpmath.mp.make_mpf(digits._mpf_), DIGITS))


def enclosed(ends: Sequence[str]) -> Math:
    r"""Return a number between two decimals: the digits that both share, or both, rounded outward.

    Raises ``ValueError`` or ``ArithmeticError`` for what is no pair of finite decimals.

    >>> enclosed(["1.986752199", "1.986752200"]), enclosed(["0.0800", "0.0800"])
    ('1.986752\\ldots', '0.08')
    >>> enclosed(["1.999", "2.1"])
    '[1.999, 2.1]'
    """
    low, high = (Decimal(end) for end in ends)
    if not (low.is_finite() and high.is_finite()):
        raise ValueError(f"no enclosure: {ends!r}")
    short = _rounded(low, DIGITS, ROUND_DOWN)
    if low == high == short:
        return _power_of_ten(_plain(short))
    for digits in range(DIGITS, _LEAST_SHARED - 1, -1):
        shared = _rounded(low, digits, ROUND_DOWN)
        if shared == _rounded(high, digits, ROUND_DOWN):
            mantissa, mark, exponent = str(shared).partition("E")
            return _power_of_ten(rf"{mantissa}\ldots{mark}{exponent}")
    texts = (
        _power_of_ten(_plain(_rounded(end, DIGITS, rounding)))
        for end, rounding in ((low, ROUND_FLOOR), (high, ROUND_CEILING))
    )
    return Math(f"[{', '.join(texts)}]")


def _rounded(number: Decimal, digits: int, rounding: str) -> Decimal:
    return Context(digits, rounding, MIN_EMIN, MAX_EMAX, 1, 0, [], []).plus(number)


def _plain(number: Decimal) -> str:
    """Return a decimal without needless zeros, but an integer of few digits whole."""
    if number.adjusted() < DIGITS and number == number.to_integral_value():
        return str(int(number))
    return str(_rounded(number, DIGITS, ROUND_DOWN).normalize())


def _power_of_ten(text: str) -> Math:
    mantissa, _, exponent = text.lower().partition("e")
    mantissa = mantissa.removesuffix(".0")
    return Math(rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa)


def _pieces(cell: Cell) -> tuple[str, ...]:
    return (cell,) if isinstance(cell, str) else cell


def _html(cell: Cell) -> str:
    from symfact.mathml import mathml  # noqa: PLC0415

    return "".join(
        mathml(piece) if isinstance(piece, Math) else html.escape(piece) for piece in _pieces(cell)
    )


def _table(table: Table) -> str:
    titles = "".join(f'<th scope="col"{_LEFT}>{_html(cell)}</th>' for cell in table.head)
    head = f"<thead><tr>{titles}</tr></thead>\n" if table.head else ""
    rows = "".join(_row(row) for row in table.rows)
    caption = f"{_CAPTION}{_html(table.caption)}</caption>"
    notes = "".join(f"<p>{_html(note)}</p>\n" for note in table.notes)
    return f"<table>\n{caption}\n{head}<tbody>\n{rows}</tbody>\n</table>\n{notes}".rstrip()


def _row(row: Sequence[Cell]) -> str:
    title, *cells = (_html(cell) for cell in row)
    rest = "".join(f"<td{_LEFT}>{cell}</td>" for cell in cells)
    return f'<tr><th scope="row"{_LEFT}>{title}</th>{rest}</tr>\n'


def _latex(cell: Cell) -> str:
    return "".join(
        piece if isinstance(piece, Math) else rf"\text{{{piece.translate(_SPECIAL)}}}"
        for piece in _pieces(cell)
    )


def _arrays(table: Table) -> list[str]:
    """Return the lines of a table: caption, array, notes."""
    rows = [" & ".join(map(_latex, row)) for row in ([table.head] if table.head else [])]
    rows += [" & ".join(map(_latex, row)) for row in table.rows]
    columns = "l" * max((len(row) for row in table.rows), default=1)
    body = " \\\\\n".join(rows)
    array = f"\\begin{{array}}{{{columns}}}\n{body}\n\\end{{array}}"
    notes = [line for note in table.notes for line in _lines(note)]
    return [_latex(table.caption), array, *map(_latex, notes)]


def _lines(note: Cell) -> list[Cell]:
    """Return a note in lines: LaTeX breaks none within a formula."""
    plain = isinstance(note, str) and not isinstance(note, Math)
    return list(textwrap.wrap(str(note), _LINE)) if plain else [note]
