"""TeX as MathML whose bare text can still be read.

Where notebooks are not trusted, their elements of MathML are removed, and their text stays:
w to the 8th would become "w8".  So signs that only text needs, "w^8", are there but hidden.
"""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element, fromstring, tostring

__all__ = ["converted", "mathml"]

_NAMESPACE = ' xmlns="http://www.w3.org/1998/Math/MathML"'
_INLINE = ' display="inline"'


def mathml(tex: str) -> str:
    r"""Return TeX as MathML.

    Only for TeX that SymPy or this package wrote: TeX can name links, and text within it is not
    escaped.

    >>> import re
    >>> re.sub("<[^>]*>", "", mathml(r"\frac{w^{8}}{2L}"))
    '((w^8)/(2L))'
    """
    root = fromstring(converted(tex))
    for element in list(root.iter()):
        if element.tag in _SIGNS:
            _SIGNS[element.tag](element)
    return tostring(root, encoding="unicode")


def converted(tex: str) -> str:
    """Return TeX as the converter makes it MathML, without what HTML does not need.

    >>> converted("x")
    '<math><mrow><mi>x</mi></mrow></math>'
    """
    from latex2mathml.converter import convert  # noqa: PLC0415  (only who shows TeX needs it)

    return convert(tex).replace(_NAMESPACE, "", 1).replace(_INLINE, "", 1)


def _around(element: Element, before: str, after: str = "") -> None:
    """Put hidden signs before and after what is inside an element that may have any children."""
    element.insert(0, _hidden(before))
    if after:
        element.append(_hidden(after))


def _hidden(text: str) -> Element:
    sign = Element("mo", style="display:none")
    sign.text = text
    return sign


def _argument(parent: Element, index: int, before: str, after: str = "") -> None:
    """Put signs around one of a fixed number of children; brackets too if it is compound."""
    child = parent[index]
    row = Element("mrow")
    parent[index] = row
    row.append(child)
    compound = _is_compound(child)
    _around(row, before + "(" * compound, ")" * compound + after)


def _is_compound(element: Element) -> bool:
    while element.tag == "mrow" and len(element) == 1:
        element = element[0]
    return len(element) > 0 and element.tag != "mfrac"  # which has brackets of its own


def _script(*signs: str) -> Callable[[Element], None]:
    def mark(element: Element) -> None:
        for index, sign in enumerate(signs, 1):
            _argument(element, index, sign)

    return mark


def _fraction(element: Element) -> None:
    _argument(element, 0, "(")
    _argument(element, 1, "/", ")")


def _root(element: Element) -> None:
    _argument(element, 0, "(", ")")
    _argument(element, 1, "^(1/", ")")


def _rows(element: Element) -> None:
    for number, row in enumerate(element):
        for column, cell in enumerate(row):
            _around(cell, " " if column else "; " if number else "")


def _word(element: Element) -> None:
    element.text = f"{element.text} "


_SIGNS: dict[str, Callable[[Element], None]] = {
    "msub": _script("_"),
    "msup": _script("^"),
    "msubsup": _script("_", "^"),
    "mfrac": _fraction,
    "msqrt": lambda element: _around(element, "√(", ")"),
    "mroot": _root,
    "mtable": _rows,
    "mtext": _word,
}
