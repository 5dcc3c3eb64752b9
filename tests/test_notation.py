"""Text and data of one term: what is printed is what was read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from symfact.exact import read_term
from symfact.kernel import read_formula
from symfact.notation import (
    abbreviated,
    exists,
    forall,
    format_formula,
    format_term,
    formula_of,
    parse_formula,
    parse_term,
    replace,
    term_of,
)

SORTS = {"x": "real", "y": "real", "L": "integer", "k": "integer", "s": "sequence"}

leaves = st.sampled_from(
    ["x", "y", "2", "-3", ["at", "s", ["+", "k", "1"]], ["^", "x", ["-", "L", "1"]]]
)
terms = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.tuples(st.sampled_from("+-*"), inner, inner).map(list),
        st.tuples(st.just("-"), inner).map(list),
        st.tuples(st.just("^"), inner, st.sampled_from(["2", "3"])).map(list),
        st.tuples(st.just("/"), inner, st.sampled_from(["2", "x", "-5"])).map(list),
        st.tuples(st.just("diff"), inner, st.just("x")).map(list),
        inner.map(lambda term: ["subs", term, [["y", ["+", "x", "1"]]]]),
    ),
    max_leaves=6,
)


@given(terms)
def test_text_reads_back_as_the_same_polynomial(data):
    assert read_term(parse_term(format_term(data)), SORTS)[0] == read_term(data, SORTS)[0]


@given(terms)
def test_a_polynomial_reads_back_from_its_data(data):
    poly, _ = read_term(data, SORTS)
    assert read_term(term_of(poly), SORTS)[0] == poly


@pytest.mark.parametrize(
    "text",
    [
        "2*w^(L - 1)",
        "-x^2",
        "(-x)^2",
        "x - (y - z)",
        "a/(b*c)",
        "a/b*c",
        "2*(-1)",
        "s[k + 1]^2",
        "diff(x^2, x)",
    ],
)
def test_text_is_printed_as_people_write_it(text):
    assert format_term(parse_term(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x +",
        "f(x)",
        "x if y else z",
        "x.y",
        "lambda: 1",
        "x and y",
        "1.5",
        "'a'",
        "x[1:2]",
        "[x]",
        "True",
        "(" * 300 + ")" * 300,
    ],
)
def test_other_python_is_no_term(text):
    with pytest.raises(ValueError, match="is not a term"):
        parse_term(text)


@pytest.mark.parametrize("text", ["x", "x > y > z", "", "x == y", "x >", "= 3"])
def test_a_formula_has_one_relation(text):
    with pytest.raises(ValueError, match=r"term|formula"):
        parse_formula(text)


def test_a_substitution_contains_no_relation():
    assert parse_formula("subs(x, x=y) = y")[0] == "="


def test_formulas_read_back():
    for data in (
        forall("k", ["k >= 0"], "s[k] > 0"),
        exists("x", ["x > 0", "x^2 = 2"]),
        parse_formula("x != y"),
    ):
        formula = read_formula(data, SORTS)
        assert read_formula(formula_of(formula), SORTS) == formula
    assert format_formula(forall("k", [], "s[k] > 0")) == "for all k: s[k] > 0"
    assert format_formula(exists("x", ["x > 0", "x < 1"])) == "there is x: x > 0 and x < 1"


@pytest.mark.parametrize("data", [[], ["?"], ["?", "x"], None, ["=", "x"], 3])
def test_what_is_no_data_is_not_printed(data):
    with pytest.raises(ValueError, match="not a"):
        format_term(data)
    with pytest.raises(ValueError, match="not a"):
        format_formula(data)


@given(terms, terms)
def test_replacing_in_data_is_substitution(data, value):
    expected = read_term(data, SORTS)[0].substitute({"y": read_term(value, SORTS)[0]})
    assert read_term(replace(data, {"y": value}), SORTS)[0] == expected


def test_replacing_a_sequence_and_bound_variables():
    assert replace(["at", "s", "3"], {"s": ("k", ["*", "2", "k"])}) == ["*", "2", "3"]
    bound = forall("x", ["x > y"], "x > 0")
    assert replace(bound, {"x": "1", "y": "2"}) == forall("x", ["x > 2"], "x > 0")


def test_abbreviations_stand_for_whole_terms():
    loss = parse_term("(m - x)^2")
    data = parse_term("diff((m - x)^2, x) + (m - x)")
    assert format_term(abbreviated(data, {"Loss": loss})) == "diff(Loss, x) + (m - x)"


def test_the_scope_of_an_inner_quantifier_is_shown():
    """There is x for all y, and for all y there is x, are not printed alike."""
    inner = forall("y", [], "y = 0")
    assert (
        format_formula(exists("x", [inner, "y = x"])) == "there is x: (for all y: y = 0) and y = x"
    )
    vacuous = forall("x", [inner], "1 = 0")
    assert format_formula(vacuous) == "for all x: (for all y: y = 0) implies 1 = 0"
    assert format_formula(vacuous) != format_formula(
        forall("x", [], forall("y", ["y = 0"], "1 = 0"))
    )


def test_a_sequence_put_for_another_is_printed_as_a_function():
    data = ["subs", ["at", "s", "k"], [["s", ["k", ["*", "2", "k"]]]]]
    assert format_term(data) == "subs(s[k], s=(k -> 2*k))"
