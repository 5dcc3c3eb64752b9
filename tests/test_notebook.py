"""What notebooks show: tables that can be read aloud and in any theme, escaped, and as LaTeX."""

import re
from decimal import Decimal
from fractions import Fraction
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sympy import Float, Integer, Rational, Symbol, oo, sqrt, symbols
from typeset import compile_latex

from symfact.notebook import Math, Table, as_html, as_latex, enclosed, formula, value

MATHML = {
    *("math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot"),
    *("msub", "msup", "msubsup", "mtable", "mtr", "mtd", "munder", "mstyle"),
}
HTML = {"table", "caption", "thead", "tbody", "tr", "th", "td", "p"}


class Reader(HTMLParser):
    """Collects the tags, their attributes and the text of a page, and that tags are closed."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.open, self.text = [], [], ""
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def read(page):
    """Read a page; refuse tags and attributes that no table of ours has, and what hides text."""
    found = Reader(page)
    assert {tag for tag, _ in found.tags} <= HTML | MATHML
    names = {name for _, attributes in found.tags for name in attributes}
    assert not any(name.startswith("on") or name in {"href", "src", "class"} for name in names)
    assert "color" not in page
    assert "background" not in page
    return found


def test_a_table_has_a_caption_and_titles_of_rows_and_columns():
    head, rows = ("eigenvalue", "multiplicity"), [(Math("2c"), "4"), (Math("4c"), "1")]
    found = read(as_html([Table("Spectrum", head, rows, ["and no more"])]))
    assert [tag for tag, _ in found.tags].count("caption") == 1
    scopes = [attributes["scope"] for tag, attributes in found.tags if tag == "th"]
    assert scopes == ["col", "col", "row", "row"]
    assert "and no more" in found.text


def test_text_is_escaped_and_mathematics_is_mathml():
    page = as_html([Table("a < b & c", (), [('"<b>"', Math(r"x^{2}"))], ["<script>"])])
    assert "a &lt; b &amp; c" in page
    assert "&lt;script&gt;" in page
    assert read(page).text.count("<b>") == 1
    assert "<msup><mi>x</mi>" in page


def test_pieces_of_a_cell_stand_side_by_side():
    cell = ("where ", Math("w"), " is small")
    assert r"\text{where }w\text{ is small}" in as_latex([Table("T", (), [("x", cell)])])
    assert re.search(r"where <math.*?</math> is small", as_html([Table("T", (), [("x", cell)])]))


def test_nothing_to_show_is_left_to_repr():
    assert as_html([]) == ""


@pytest.mark.parametrize(
    "name", ["<b>", r"\text{<img src=x onerror=alert(1)>}", r"\href{javascript:x}{y}", "x_{", "a&b"]
)
def test_a_name_that_is_no_plain_name_is_text(name):
    shown = formula(Symbol(name) + 1)
    assert not isinstance(shown, Math)
    assert name in read(as_html([Table("T", (), [("x", shown)])])).text


def test_formulas():
    m, L = symbols("m L", positive=True)
    assert formula(m / L) == r"\frac{m}{L}"
    assert isinstance(formula(m / L), Math)
    assert formula(Rational(1, 10)) == r"\frac{1}{10}"
    assert formula(sum(Symbol(f"x_{i}") ** i for i in range(99))) == "a long formula"


def test_numbers_that_are_too_long_are_shown_by_their_value():
    assert formula(Rational(1, 3**200)) == r"\approx 3.7648619496 \cdot 10^{-96}"
    assert formula(Integer(7) ** 10000) == r"\approx 9.55872885674 \cdot 10^{8450}"
    assert formula(sum(sqrt(n) for n in range(2, 99) if n % 4)).startswith(r"\approx ")


def test_values():
    assert value(Integer(0)) == "0"
    assert value(Integer(4)) == "4"
    assert value(Rational(2, 3)) == "0.666666666667"
    assert value(Rational(-1, 3 * 10**30)) == r"-3.33333333333 \cdot 10^{-31}"
    assert value(oo) == r"\infty"
    assert value(Float("1e500", 30)) == r"1 \cdot 10^{500}"
    assert value(0.1) == "0.1"
    assert value(1e300) == r"1 \cdot 10^{300}"


@pytest.mark.parametrize(
    ("ends", "shown"),
    [
        (["0", "0"], "0"),
        (["4.0000", "4.0000"], "4"),
        (["0.080000", "0.080000"], "0.08"),
        (["1200.0", "1200.0"], "1200"),
        (["1.20E+40", "1.20E+40"], r"1.2 \cdot 10^{40}"),
        (["1.14717253422391", "1.14717253422392"], r"1.14717253422\ldots"),
        (["1.14717253422391", "1.14717253422391"], r"1.14717253422\ldots"),
        (["-0.333334", "-0.333333"], r"-0.33333\ldots"),
        (["1.2345678E-9", "1.2345679E-9"], r"1.234567\ldots \cdot 10^{-9}"),
        (["1.9", "2.1"], "[1.9, 2.1]"),
        (["-3.14159265358979", "-1.5"], "[-3.14159265359, -1.5]"),
        (["4." + "9" * 30, "5." + "0" * 29 + "1"], "[4.99999999999, 5.00000000001]"),
        (["0", "7.000E-22"], r"[0, 7 \cdot 10^{-22}]"),
    ],
)
def test_enclosures_are_shortened(ends, shown):
    assert enclosed(ends) == shown


LONG = st.integers(10**20, 10**22)
DECIMALS = (LONG | LONG.map(lambda n: -n)).map(lambda n: Decimal(n).scaleb(-20))
WIDTHS = st.integers(0, 20).map(lambda n: Decimal(1).scaleb(-n)) | st.just(Decimal(0))


@given(DECIMALS, WIDTHS)
def test_what_is_shown_of_an_enclosure_is_true_of_all_in_it(low, width):
    shown = enclosed([str(low), str(low + width)])
    numbers = [Fraction(n) * Fraction(10) ** int(e or 0) for n, e in number_pairs(shown)]
    ends = Fraction(low), Fraction(low + width)
    if len(numbers) == 2:
        assert numbers[0] <= ends[0] <= ends[1] <= numbers[1]
    elif "ldots" in shown:  # both ends begin with these digits
        mantissa, exponent = number_pairs(shown)[0]
        unit = Fraction(10) ** (int(exponent or 0) - len(mantissa.partition(".")[2]))
        assert all(abs(numbers[0]) <= abs(end) < abs(numbers[0]) + unit for end in ends)
    else:
        assert numbers[0] == ends[0] == ends[1]


def number_pairs(shown):
    return re.findall(r"(-?\d+(?:\.\d+)?)(?:\\ldots)?(?: \\cdot 10\^\{(-?\d+)\})?", shown)


@pytest.mark.parametrize(
    "ends", [["NaN", "1"], ["1", "Infinity"], ["1"], ["1", "2", "3"], ["<b>", "2"], [None, "1"], 5]
)
def test_what_is_no_enclosure_is_refused(ends):
    with pytest.raises((ValueError, ArithmeticError, TypeError)):
        enclosed(ends)


def test_latex_compiles_whatever_the_text(tmp_path):
    cells = [(c * 2, Math(r"x^{2} \le 1")) for c in r"\{}$&#^_~%<>|'\"[]-"]
    tables = [Table(("T ", Math("w")), ("a", "b"), cells, ["n_1"]), Table("U", (), [("a",)])]
    compile_latex(as_latex(tables), tmp_path)


def test_latex_that_is_wrong_does_not_compile(tmp_path):
    with pytest.raises(AssertionError, match="Undefined control sequence"):
        compile_latex(as_latex([Table("T", (), [("x", Math(r"\unknown"))])]), tmp_path)


def test_long_notes_are_broken_in_latex_only():
    note = "a word " * 30
    table = Table("T", (), [("x", "y")], [note, (Math("x"), note)])
    assert max(map(len, as_latex([table]).splitlines()[:-2])) < 100
    assert as_html([table]).count(note) == 2
