"""MathML: what is removed with its elements is not needed to read the rest."""

import re
from xml.etree.ElementTree import fromstring

import pytest
from sympy import Max, Piecewise, latex, root, sqrt, symbols

from symfact.mathml import mathml

w, m, lam, L = symbols("w m lambda L", positive=True)


def bare(page):
    """Return what is left where the elements are removed."""
    return re.sub("<[^>]*>", "", page).replace("&gt;", ">").replace("&lt;", "<")


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (w**8, "w^8"),
        (w**lam, "w^λ"),
        (w ** (2 * L - 2), "w^(2L−2)"),
        (4 * lam / L, "((4λ)/L)"),
        ((m - 1) / 10, "(m/10)−(1/10)"),
        ((m + 1) / (m + 2), "((m+1)/(m+2))"),
        (symbols("x_1") ** 2, "x_1^2"),
        (symbols("x_12") ** (L + 1), "x_12^(L+1)"),
        (sqrt(m + 2), "√(m+2)"),
        (root(2, 5), "(2)^(1/5)"),
        (w ** (lam / L), "w^(λ/L)"),
        (Max(2, w), "max(2,w)"),
        (Piecewise((w, L >= 3), (m, True)), "{w for L≥3; m otherwise"),
    ],
)
def test_the_bare_text_reads_right(expression, text):
    assert bare(mathml(latex(expression))).rstrip() == text


@pytest.mark.parametrize("tex", ["w^{8}", r"\frac{1}{2}", "x_{1}^{2}", r"\sqrt{2}", "1 < 2"])
def test_signs_for_bare_text_are_hidden_and_arguments_stay_as_many(tex):
    root_element = fromstring(mathml(tex))
    assert root_element.tag == "math"
    counts = {"msub": 2, "msup": 2, "msubsup": 3, "mfrac": 2}
    for element in root_element.iter():
        if element.tag in counts:
            assert len(element) == counts[element.tag]
        if element.text in {"_", "^", "√(", ")"} or element.text == "/":
            assert element.get("style") == "display:none"
