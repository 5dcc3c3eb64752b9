"""Refutations: exact counterexamples that the kernel checks."""

import pytest

from symfact import ProofError, check_proof, load_proof, refute

FORMULA_17 = "h = 2*L*w^(2*L-2) + 4*lam/L - 2*lam"
FOR_ALL = ["forall", ["y"], [], [">=", "y", "0"]]


def test_formula_17_is_refuted_at_zero_where_it_is_taken_for_w_at_least_0():
    """L = 3, m = 1, lam = 2: the Hessian at the minimizer, zero, has the eigenvalue 4/3."""
    values = {"w": 0, "L": 3, "lam": 2, "h": "4/3"}
    proof = refute("formula_17", ["w >= 0", "h = 2*lam/L"], FORMULA_17, values, integer="L")
    assert list(check_proof(load_proof(proof.dumps()))) == [
        "hypothesis 1 holds",
        "hypothesis 2 holds",
        "the conclusion fails",
    ]


@pytest.mark.parametrize(
    ("given", "then", "at"),
    [
        ([], "x = y", {"x": 1, "y": 2}),
        ([], "x != y", {"x": "1/2", "y": "1/2"}),
        (["x > y"], "x^2 > y^2", {"x": 1, "y": -1}),
        (["x >= 0"], "x > 0", {"x": 0}),
        (["x < 1"], "x^2 <= 1", {"x": -2}),
        (["x <= y", "y != 0"], "x/y < 1", {"x": 2, "y": 2}),
    ],
)
def test_false_claims_are_refuted(given, then, at):
    assert check_proof(load_proof(refute("claim", given, then, at).dumps()))


@pytest.mark.parametrize(
    ("given", "then", "at", "match"),
    [
        ([], "x^2 >= 0", {"x": -1}, "false at these values"),  # the conclusion holds
        (["x > 0"], "x > 1", {"x": -1}, "false at these values"),  # the hypothesis fails
        ([], "x = 1", {"y": 2}, "declared"),
        ([], "x = y", {"x": 1, "y": "x"}, "not all variables"),
        (["1/x > 0"], "x = 1", {"x": 0}, "power"),  # 1/0 is no value
    ],
)
def test_what_refutes_nothing_is_refused(given, then, at, match):
    with pytest.raises(ProofError, match=match):
        refute("claim", given, then, at)


@pytest.mark.parametrize(("given", "then"), [([FOR_ALL], "x = 2"), ([], FOR_ALL)])
def test_only_equations_and_inequalities_are_decided(given, then):
    with pytest.raises(ValueError, match="no equation or inequality"):
        refute("claim", given, then, {"x": 1})


@pytest.mark.parametrize("value", ["1/2", "1/0"])
def test_an_integer_variable_takes_integers_alone(value):
    """n^2 >= n holds for every integer, and fails at 1/2: that refutes nothing."""
    with pytest.raises(ValueError, match="given for n; allowed is an integer"):
        refute("claim", [], "n^2 >= n", {"n": value}, integer="n")


def test_a_value_is_a_number():
    with pytest.raises(ValueError, match="1/0 given for x; allowed is a rational number"):
        refute("claim", [], "x > 0", {"x": "1/0"})
