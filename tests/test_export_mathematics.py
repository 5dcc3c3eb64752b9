"""Formulas and sentences in LaTeX: notation, brackets, line breaks, special characters."""

import pytest

from symfact.export.characters import escape, slug
from symfact.export.latex import latex_of_formula
from symfact.export.layout import Piece, aligned, formula_pieces, inline, lines, whole
from symfact.export.mathematics import term_box
from symfact.export.nodes import Typed
from symfact.export.sentences import sentence, typed_latex
from symfact.notation import exists, forall, parse_formula, parse_term


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("2*3*x", r"2 \cdot 3 x"),
        ("x*2", r"x \cdot 2"),
        ("x*(-1)", r"x \cdot (-1)"),
        ("(a - b)*(-c)", r"(a - b) (-c)"),
        ("-t*(x + y)^2", r"-t (x + y)^{2}"),
        ("a - (b - c)", r"a - (b - c)"),
        ("a - (-b)", r"a - (-b)"),
        ("a + -2*b", r"a - 2 b"),
        ("(x^2)^n", r"(x^{2})^{n}"),
        ("(a/b)^2", r"\left(\frac{a}{b}\right)^{2}"),
        ("2*(1/2)", r"2 \cdot \frac{1}{2}"),
        ("F*(w_k*P)", r"F (w_{k} P)"),
        ("v[k+1]^2", r"v_{k + 1}^{2}"),
        ("x*rate*y", r"x \, \mathrm{rate} \, y"),
        ("diff(diff(f, x), x)", r"\frac{\partial^{2} f}{\partial x^{2}}"),
        ("y*diff(x^2, x)", r"y \left(\frac{\partial}{\partial x} (x^{2})\right)"),
        ("subs(x*y, x=0)", r"\left.(x y)\right|_{x = 0}"),
        ("2*subs(x*y, x=0)", r"2 \left[x y\right]_{x = 0}"),
    ],
)
def test_terms(text, latex):
    assert term_box(parse_term(text)).text == latex


def test_substituted_sequences_show_their_index():
    data = ["subs", ["at", "s", "j"], [["s", ["k", ["*", "2", "k"]]], ["x", ["-", "k"]]]]
    assert term_box(data).text == r"\left.s_{j}\right|_{s_{k} = 2 k,\, x = -k}"


def test_quantifiers_are_words():
    some = exists("x", ["x > 0", "x < 1", "x^2 = t"])
    assert inline(some) == (
        r"\text{there is } x \text{ with } x > 0, \  x < 1 \ \text{and}\  x^{2} = t"
    )
    every = forall("x y", ["x > 0", "y > x"], "y > 0")
    assert inline(every).endswith(r"\quad\text{for all } x,\, y \text{ with } x > 0, \  y > x")
    assert inline(forall("", ["x > 0"], "x != 0")) == r"x \neq 0 \quad\text{if } x > 0"


@pytest.mark.parametrize("data", [["?", "a", "b"], [], ["forall", "x"], 3, ["at", "s"]])
def test_what_is_no_formula_is_refused(data):
    with pytest.raises((ValueError, TypeError, IndexError)):
        inline(data)


@pytest.mark.parametrize("width", [60.0, 100.0, 160.0, 300.0])
def test_lines_are_not_wider_than_asked(width):
    """Every piece is kept, in order, and no line is wider than the line."""
    kinds = ["start", "sum", "relation", "sum", "sum", "comma", "relation", "factor"] * 3
    pieces = [Piece(f"p{n}", 7.0 + 11 * n % 13, kind) for n, kind in enumerate(kinds)]
    rows = [row.replace(r"\qquad", "I").replace("{}", "").split() for row in lines(pieces, width)]
    widths = {piece.text: piece.width for piece in pieces} | {"I": 20.0}
    assert [text for row in rows for text in row if text != "I"] == [p.text for p in pieces]
    assert all(sum(widths[text] for text in row) <= width for row in rows)
    assert len(rows) >= sum(piece.width for piece in pieces) / width


def test_lines_break_before_a_relation_first():
    left, right = Piece("l", 60), [Piece("= r", 30, "relation"), Piece("+ s", 30, "sum")]
    assert lines([left, *right], 100) == ["l", r"\qquad {}= r + s"]


def test_a_summand_or_formula_that_fits_the_next_line_is_not_cut():
    a, b = Piece("a", 50), [Piece("+ b", 20, "sum"), Piece("(c)", 40, "factor")]
    assert lines([a, *b], 100) == ["a", r"\qquad \qquad {}+ b (c)"]
    long = [Piece("+ b", 20, "sum"), Piece("(c)", 60, "factor")]  # no line has room for it
    assert lines([a, *long], 100) == ["a + b", r"\qquad \qquad {}(c)"]
    then = [Piece("x", 30, "comma"), Piece("= y", 30, "relation")]
    assert lines([a, *then], 100) == ["a", r"\qquad {}x = y"]
    every = formula_pieces(forall("k", ["k >= 0"], "x = y"), 50)
    assert every[-1].text.endswith(r"k \ge 0")  # its condition is one piece


def test_a_summand_wider_than_the_line_is_broken_in_its_brackets():
    term = parse_term("x*(" + " + ".join(f"a_{n}" for n in range(30)) + ")")
    rows = lines(formula_pieces(["=", term, "0"], 160), 200)
    assert len(rows) > 2
    assert r"\Bigl(" in rows[0] + rows[1]
    assert "\\begin{aligned}" in latex_of_formula(["=", term, "0"])


def test_long_derivatives_and_quotients_are_broken_inside():
    """The pieces are narrow, and together they are the whole."""
    body = " + ".join(f"a_{n}*x^{n}" for n in range(2, 12))
    term = parse_term(f"diff({body}, x)*x^2/L")
    pieces = formula_pieces(["=", term, "0"], 150)
    assert len(pieces) > 6
    assert all(piece.width < 150 for piece in pieces)
    assert pieces[0].text.startswith(r"\Bigl( \frac{\partial}{\partial x} \Bigl(")
    assert "x^{2} / L" in pieces[-2].text


def test_a_short_formula_is_one_piece_and_one_row():
    assert [piece.text for piece in whole(parse_formula("x = y"), 100)] == ["x = y"]
    assert aligned(["x = y"]) == "x = y"


# Text.


def prose(text):
    nodes = sentence(text)
    return "".join(
        f"${typed_latex(n.text)}$" if isinstance(n, Typed) else spaced(n.text) for n in nodes
    )


def spaced(text):
    return " " * text.startswith(" ") + escape(text) + " " * (text.endswith(" ") and text != " ")


def test_formulas_in_sentences():
    assert prose("With a the mean, w_j d > 0.") == "With $a$ the mean, $w_{j} d > 0$."
    assert prose("at w /= 0 (17)") == r"at $w \neq 0$ (17)"
    assert prose("T[n+1] = f'(rho)") == r"$T_{n+1} = f'(\rho )$"
    assert prose("(then x^2 > 0, if x)") == "(then $x^{2} > 0$, if $x$)"
    assert prose("rho* < 2 * x, phi'") == r"$\rho ^{*} < 2 \cdot x$, $\phi '$"
    assert prose("") == ""
    assert prose("(x^2") == "($x^{2}$"
    assert prose("x^^2 and x_") == r"x\textasciicircum{}\textasciicircum{}2 and x\_"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("gains (a - b)^2, a vector of a mean", "gains $(a - b)^{2}$, a vector of a mean"),
        ("a rotation, a K-th power, from a to b", "a rotation, a K-th power, from $a$ to $b$"),
        ("(a W) b = a (W b), (a, a)", "$(a W) b = a (W b)$, $(a, a)$"),
        ("x (L - 1 times) and (eigenvalue", "$x$ ($L - 1$ times) and (eigenvalue"),
        ("(value - y) = s", r"(value $-$ $y$) $= s$"),
        ("at least 4 of Theorem 3, (19)-(21)", "at least 4 of Theorem 3, (19)--(21)"),
        ("x + ..., the term L-i, one-way", r"$x + \dots$, the term $L-i$, one-way"),
        ("min(p, q), f(s) and weight(s)", r"$\min(p, q)$, $f(s)$ and weight(s)"),
        ("(1/L) sum w_i^2, a sum of all", r"$(1/L) \sum w_{i}^{2}$, a sum of all"),
        ("sum_{q <= d} E[q]", r"$\sum _{q \le d} E_{q}$"),
        ("of {1, 2} to -infinity", r"of $\{1, 2\}$ to $-\infty$"),
        ("lam~, lam +- 2, s . v", r"$\tilde{\lambda}$, $\lambda \pm 2$, $s \cdot v$"),
        ("U_l[p,n], U_lm[p]", r"$U_{l,p,n}$, U\_lm[p]"),
        ("|m|^2 - ||W||", r"$\lvert m\rvert ^{2} - \lVert W\rVert$"),
        (
            "D [[x, u_j], [v, y]] D",
            r"$D \left(\begin{smallmatrix}x & u_{j} \\ v & y\end{smallmatrix}\right) D$",
        ),
    ],
)
def test_words_and_formulas_are_told_apart(text, shown):
    assert prose(text) == shown


def test_escape_and_slug():
    assert escape("a_b 100% {x}") == r"a\_b 100\% \{x\}"
    assert escape("two\nlines\x00") == "two lines "
    assert slug("../etc: L >= 3!") == "etc-l-ge-3"
    assert slug("∞") == "claim"


def test_the_scope_of_an_inner_quantifier_is_shown():
    some = exists("x", ["y = x"])
    assert inline(forall("y", [], some)) == (
        r"\bigl( \text{there is } x \text{ with } y = x\bigr) \quad\text{for all } y"
    )
    every = forall("y", [], "y = x")
    assert inline(exists("x", [every])) == (
        r"\text{there is } x \text{ with } \bigl( y = x \quad\text{for all } y\bigr)"
    )
