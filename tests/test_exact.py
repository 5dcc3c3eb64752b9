"""The exact algebra: laws, derivation and substitution, and what it refuses to read."""

from fractions import Fraction

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from symfact.errors import ProofError
from symfact.exact import Poly, is_integral, read_term, read_values
from symfact.notation import parse_term

SORTS = {"x": "real", "y": "real", "L": "integer", "k": "integer", "s": "sequence"}


def poly(text):
    return read_term(parse_term(text), SORTS)[0]


def needs(text):
    return read_term(parse_term(text), SORTS)[1]


@st.composite
def terms(draw, depth=3):
    """Text of a polynomial in x, y and x^L, y^L."""
    if depth == 0:
        return draw(st.sampled_from(["x", "y", "x^L", "y^(2*L-1)", "2", "-3", "x^2"]))
    a, b = draw(terms(depth - 1)), draw(terms(depth - 1))
    return f"({a}){draw(st.sampled_from(['+', '-', '*']))}({b})"


def evaluate(p, depth):
    """The value at x = 3/2, y = -2/3, L = depth: an independent reading of the dictionary."""
    at = {"x": Fraction(3, 2), "y": Fraction(-2, 3), "L": Fraction(depth)}
    total = Fraction(0)
    for monomial, coefficient in p.terms.items():
        value = coefficient
        for base, exponent in monomial:
            e = exponent if isinstance(exponent, int) else int(evaluate(exponent, depth))
            value *= at[base] ** e
        total += value
    return total


@given(terms(), terms(), st.integers(2, 5))
def test_sum_product_and_power_agree_with_rational_numbers(a, b, depth):
    p, q = poly(a), poly(b)
    assert evaluate(p + q, depth) == evaluate(p, depth) + evaluate(q, depth)
    assert evaluate(p * q, depth) == evaluate(p, depth) * evaluate(q, depth)
    assert evaluate(p.power(2), depth) == evaluate(p, depth) ** 2


@given(terms(2), st.integers(2, 4))
def test_derivative_agrees_with_sympy(text, depth):
    x, y, L = sympy.symbols("x y L")
    expression = sympy.sympify(text.replace("^", "**"), locals={"x": x, "y": y, "L": L})
    expected = sympy.diff(expression.subs(L, depth), x).subs(
        {x: Fraction(3, 2), y: Fraction(-2, 3)}
    )
    derived = poly(text).derivative("x")
    assert evaluate(derived, depth) == Fraction(int(expected.p), int(expected.q))


@given(terms(2), terms(2))
def test_derivation_obeys_leibniz(a, b):
    p, q = poly(a), poly(b)
    assert (p * q).derivative("x") == p.derivative("x") * q + p * q.derivative("x")


@given(terms(2), st.integers(2, 4))
def test_substitution_is_evaluation(text, depth):
    replaced = poly(text).substitute({"L": Poly.constant(depth), "x": poly("y^2")})
    direct = (
        sympy.sympify(text.replace("^", "**")).subs("L", depth).subs("x", sympy.Symbol("y") ** 2)
    )
    expected = sympy.expand(direct).subs("y", Fraction(-2, 3))
    assert evaluate(replaced, depth) == Fraction(int(expected.p), int(expected.q))


def test_exponents_add_and_multiply_symbolically():
    assert poly("x^(L-2)*x^2") == poly("x^L")
    assert poly("(x^L)^(L-1)") == poly("x^(L^2-L)")
    assert poly("x^L/x^L") == poly("1")
    assert poly("diff(x^L, x)") == poly("L*x^(L-1)")
    assert poly("x^(L-L)") == poly("1")


def test_entries_of_a_sequence_are_told_apart_by_their_index():
    assert poly("s[k+1]") == poly("s[1+k]")
    assert poly("s[k+1]") != poly("s[k]")
    values, _ = read_values([["k", "3"], ["s", ["k", ["*", "x", "k"]]]], SORTS)
    assert poly("s[k+1]").substitute(values) == poly("4*x")


def test_needs_are_the_bases_that_must_not_vanish():
    assert needs("x/y") == {"y"}
    assert needs("x^L") == {"x"}
    assert needs("x*(1/x)") == {"x"}
    assert needs("x^2 + y") == set()
    assert needs("subs(y, y=1/x) * x") == {"x"}
    assert needs("subs(y/x, x=y^2)") == {"y"}


def test_values_of_constants_and_integrality():
    assert poly("x-x").value() == 0
    assert poly("1/3").value() == Fraction(1, 3)
    assert poly("x").value() is None
    assert is_integral(poly("2*L^2 - k"), SORTS)
    assert not is_integral(poly("L/2"), SORTS)
    assert not is_integral(poly("x"), SORTS)
    assert not is_integral(poly("s[k]"), SORTS)


@pytest.mark.parametrize(
    "data",
    [
        "z",  # not declared
        "s",  # a sequence is no number
        "01",
        "+1",
        "1.5",
        "1e3",
        "١",
        "9" * 5000,
        1,
        None,
        [],
        {},
        ["%", "x", "y"],
        ["+", "x"],
        ["*", "x"],
        ["/", "x", "0"],
        ["/", "x", ["+", "x", "y"]],  # a sum is not inverted
        ["/", "1", "x", "y"],
        ["^", ["+", "x", "1"], "-1"],
        ["^", ["+", "x", "1"], "L"],
        ["^", ["+", "x", "1"], "65"],
        ["^", "2", "L"],  # a number to a symbolic power must be named
        ["^", "2", "1000000000"],
        ["^", "-1", "L"],
        ["^", "0", "-1"],
        ["^", "x", ["/", "1", "2"]],
        ["^", "x", "y"],
        ["^", "x", ["/", "y", "y"]],
        ["at", "x", "k"],
        ["at", "s", "x"],
        ["at", "s", ["/", "k", "2"]],
        ["diff", "x", "L"],
        ["diff", "x", "z"],
        ["diff", "x"],
        ["subs", "x", [["x", "1"], ["x", "2"]]],
        ["subs", "x", [["L", "x"]]],
        ["subs", "x", [["L", ["/", "L", "2"]]]],
        ["subs", "x", [["z", "1"]]],
        ["subs", "x", [["s", "1"]]],
        ["subs", "x", [["s", ["x", "1"]]]],
        ["subs", "x", "x"],
    ],
)
def test_refuses_what_is_not_a_term(data):
    with pytest.raises(ProofError):
        read_term(data, SORTS)


def test_a_product_of_too_many_terms_is_refused():
    many = poly("+".join(f"x^{n}" for n in range(200)))
    with pytest.raises(ProofError, match="terms"):
        many * many
