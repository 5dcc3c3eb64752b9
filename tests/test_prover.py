"""The proof builder: it finds cofactors, adds guards, and never says more than the kernel."""

import json
from fractions import Fraction

import pytest
import sympy

from symfact import Proof, ProofError, check_proof, exists, forall, load_proof, product
from symfact.division import divide
from symfact.exact import read_term
from symfact.notation import parse_term


@pytest.fixture
def p():
    return Proof("test", "A test", real="x y z w a b", integer="n L", sequence="s")


def test_it_finds_the_cofactor_of_one_equation(p):
    fact = p.combine("x^3 = y^3", p.assume("x = y"))
    p.claim("cubes", fact, "x = y", then="x^3 = y^3")
    p.check()


def test_it_says_what_is_left_when_there_is_no_cofactor(p):
    with pytest.raises(ProofError, match="no multiple"):
        p.combine("x^3 = y^2", p.assume("x = y"))
    with pytest.raises(ValueError, match="2 equations without cofactor"):
        p.combine("x = z", p.assume("x = y"), p.assume("y = z"))
    with pytest.raises(ValueError, match="no equation"):
        p.combine(forall("x", [], "x = x"), p.assume("x = y"))


def test_it_adds_assumptions_as_guards(p):
    w = p.assume("w > 0")
    fact = p.combine("w^L/w^L = 1")
    assert fact.sequent.hypotheses == w.sequent.hypotheses
    with pytest.raises(ProofError, match="keeps z from being zero"):
        p.combine("z/z = 1")


def test_assuming_twice_is_one_step(p):
    assert p.assume("x > 0") is p.assume("x > 0")
    assert p.assume("0 < x") is p.assume("x > 0")


def test_a_claim_has_exactly_the_hypotheses_that_were_used(p):
    fact = p.combine("x*y > 0", product(p.assume("x > 0"), p.assume("y > 0")))
    with pytest.raises(ProofError, match=r"missing \['y > 0'\], not used \[\]"):
        p.claim("less", fact, "x > 0", then="x*y > 0")
    with pytest.raises(ProofError, match=r"missing \[\], not used \['z > 0'\]"):
        p.claim("more", fact, "x > 0", "y > 0", "z > 0", then="x*y > 0")


def test_a_claim_that_says_something_else_is_refused(p):
    with pytest.raises(ProofError, match="not what was proved"):
        p.claim("wrong", p.assume("x > 0"), "x > 0", then="x > 1")
    assert not p.claims


def test_a_claim_is_made_once_and_of_a_fact_of_this_proof(p):
    p.claim("positive", p.assume("x > 0"), "x > 0", then="x > 0")
    with pytest.raises(ValueError, match="claimed already"):
        p.claim("positive", p.assume("y > 0"), "y > 0", then="y > 0")
    with pytest.raises(ValueError, match="another proof"):
        p.state("foreign", Proof("other", "Another", real="x").assume("x > 0"))


@pytest.mark.parametrize("name", ["", "../evil", "a b", "é", "x.y"])
def test_a_name_that_is_no_file_name_is_refused(name):
    with pytest.raises(ValueError, match="name"):
        Proof(name, "Title")


@pytest.mark.parametrize("names", ["1x", "x-y", "é"])
def test_a_variable_that_is_no_name_is_refused(names):
    with pytest.raises(ValueError, match="variable"):
        Proof("test", "A test", real=names)
    with pytest.raises(TypeError, match="real"):
        Proof("test", "A test", real=["x"])


def test_facts_of_another_proof_are_refused(p):
    other = Proof("other", "Another", real="x")
    with pytest.raises(ValueError, match="another proof"):
        p.combine("x > 0", other.assume("x > 0"))


def test_one_name_has_one_sort():
    with pytest.raises(ValueError, match="both real and integer"):
        Proof("test", "A test", real="x", integer="x")


def test_a_lemma_brings_only_the_steps_behind_it(p):
    lemma = Proof("lemma", "A lemma", real="x")
    lemma.claim("square", lemma.combine("x^2 >= 0", product(root="x")), then="x^2 >= 0")
    lemma.claim("unused", lemma.combine("x^4 >= 0", product(root="x^2")), then="x^4 >= 0")
    fact = p.apply(p.use(lemma, "square"), {"x": "y - z"})
    assert p.use(lemma, "square").name == "lemma.s1"
    p.claim("difference", fact, then="(y - z)^2 >= 0")
    assert [step["step"] for step in p.data()["steps"]] == ["lemma.s1", "s1"]
    p.check()


def lemma_called_same(goal, *parts):
    lemma = Proof("same", "A lemma", real="x")
    lemma.state("claim", lemma.combine(goal, *parts))
    return lemma


def test_two_lemmas_of_the_same_name_are_not_mixed(p):
    p.use(lemma_called_same("x^2 >= 0", product(root="x")), "claim")
    with pytest.raises(ValueError, match=r"two proofs have a step same\.s1"):
        p.use(lemma_called_same("x = x"), "claim")


def test_only_claims_are_used(p):
    with pytest.raises(ValueError, match=r"'lemma' is not claimed by same; .* one of claim"):
        p.use(lemma_called_same("x = x"), "lemma")


def test_sympy_expressions_are_terms_and_formulas(p):
    x, y = sympy.symbols("x y")
    s, L = sympy.IndexedBase("s"), sympy.Symbol("L")
    assert parse_term(x**L + 3) == parse_term("3 + x^L") or parse_term(x**L + 3)[0] == "+"
    fact = p.combine(sympy.Ge((x - y) ** 2, 0), product(root=x - y))
    p.claim("square", fact, then=(x - y) ** 2 >= 0)
    p.check()
    assert parse_term(s[L]) == ["at", "s", "L"]
    assert parse_term(Fraction(-1, 2)) == ["/", "-1", "2"]
    assert parse_term(x / 2) == ["*", ["/", "1", "2"], "x"]
    for bad in (sympy.sin(x), sympy.pi, 0.5, None):
        with pytest.raises(TypeError):
            parse_term(bad)


def test_sympy_and_text_give_the_same_statement(p):
    w, L, lam = sympy.symbols("w L lam")
    top = 2 * L * w ** (2 * L - 2) + 4 * lam / L - 2 * lam
    sorts = {"w": "real", "L": "integer", "lam": "real"}
    text = parse_term("2*L*w^(2*L-2) + 4*lam/L - 2*lam")
    assert read_term(parse_term(top), sorts)[0] == read_term(text, sorts)[0]


def test_proof_files_are_stable_and_complete(p):
    p.claim("square", p.combine("x^2 >= 0", product(root="x")), then="x^2 >= 0")
    assert p.dumps() == p.dumps()
    assert json.loads(p.dumps()) == p.data()
    assert list(check_proof(load_proof(p.dumps()))) == ["square"]


def test_define_introduces_a_name_for_a_value(p):
    t = p.assume("x > 0")
    b = p.assume("b = 1 + x")
    use = p.combine("1 + x > 0", product(), t, using=[b])
    done = p.define("b", "1 + x", use)
    assert done.sequent.hypotheses == t.sequent.hypotheses


def test_existence_is_not_the_value(p):
    goal = exists("x", ["x > 0", "x^2 = 4"])
    fact = p.exhibit(goal, {"x": 2}, p.combine("2 > 0", product(c=2)), p.combine("2^2 = 4"))
    p.claim("root", fact, then=goal)
    p.check()
    with pytest.raises(ProofError, match="not fresh"):
        p.obtain(fact, p.assume("x > 0"))


def poly(text):
    return read_term(parse_term(text), {"x": "real", "y": "real", "L": "integer"})[0]


@pytest.mark.parametrize(
    ("dividend", "divisor", "quotient"),
    [
        ("x^2 - y^2", "x - y", "x + y"),
        ("x^(2*L) - y^(2*L)", "x^L + y^L", "x^L - y^L"),
        ("L*x^(2*L-2) - L*x^(L-1)", "x^(L-1) - 1", "L*x^(L-1)"),
        ("0", "x", "0"),
    ],
)
def test_exact_division(dividend, divisor, quotient):
    assert divide(poly(dividend), poly(divisor)) == poly(quotient)


def test_inexact_division_is_none():
    assert divide(poly("x^2 + 1"), poly("x - 1")) is None
    assert divide(poly("x"), poly("x + 1")) is None


def test_notebooks_show_facts_and_proofs(p):
    fact = p.combine("x*y > 0", product(p.assume("x > 0"), p.assume("y > 0")))
    p.claim("product", fact, "x > 0", "y > 0", then="x*y > 0")
    for shown in (fact._repr_latex_(), p._repr_latex_()):
        assert shown.startswith("$")
        assert "x y > 0" in shown


def test_an_abbreviation_may_not_be_a_variable(p):
    with pytest.raises(ValueError, match="abbreviate: y is a variable"):
        p.abbreviate(y="x + 1")
