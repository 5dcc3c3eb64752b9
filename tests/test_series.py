"""The series of the minimizer in lambda: its terms, and the proofs of its errors."""

import pytest
import sympy
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp
from mutations import mutants, same_meaning

from symfact import ProofError, ScalarFactorization, check_proof, load_proof
from symfact.notation import format_formula
from symfact.series import MAX_DEGREE, coefficients, prove_series


def test_the_coefficients_are_those_of_the_gamma_function():
    for depth in (2, 3, 5, 8):
        a = sympy.Rational(depth - 2, depth)
        for n, b in enumerate(coefficients(depth, 6), 1):
            expected = sympy.rf(a * n, n - 1) / sympy.factorial(n)
            assert b == expected
            if a:
                gamma = sympy.gamma((a + 1) * n - 1) / sympy.gamma(a * n) / sympy.factorial(n)
                assert abs(sympy.N(gamma - b, 30)) < 1e-25


def test_depth_two_ends_after_one_term():
    assert coefficients(2, 4) == [1, 0, 0, 0]
    p = ScalarFactorization(3, "1/2", 2)
    assert p.minimizer_series(1) == sympy.Rational(11, 4)
    assert ScalarFactorization(-3, "1/2", 2).minimizer_series(5) == -sympy.Rational(11, 4)


@settings(deadline=None, max_examples=30)
@given(st.integers(3, 7), st.integers(1, 30), st.integers(1, 5))
def test_a_partial_sum_is_an_upper_bound_and_the_proved_error_holds(depth, scale, order):
    """Against the minimizer at 40 digits."""
    if (2 * depth - 2) * (order + 1) > MAX_DEGREE:
        order = 1
    p = ScalarFactorization(2, sympy.Rational(scale, 40), depth)
    if p.regime() != "nonzero":
        return
    with mp.workdps(50):
        rho = p.minimizer(40).rho
        partial = mp.mpf(str(p.minimizer_series(order).evalf(45)))
        e = mp.mpf(scale) / 40 / depth * mp.mpf(2) ** (mp.mpf(2) / depth - 2)
        tail = prove_series(depth, order).claims[1]["conclusion"]
        bound = int(format_formula(tail).split(f"*e^{order + 1}")[0].rsplit(" ", 1)[1])
        assert 0 <= partial - rho <= 2 * bound * e ** (order + 1)


@pytest.mark.parametrize(("depth", "order"), [(3, 1), (3, 5), (4, 3), (5, 2), (9, 2)])
def test_the_proofs_are_checked_from_their_files(depth, order):
    proof = load_proof(prove_series(depth, order).dumps())
    assert list(check_proof(proof)) == ["partial sum", "tail"]


def test_a_changed_series_is_refused():
    proof = load_proof(prove_series(4, 2).dumps())
    sorts = proof["variables"]
    for number, claim in enumerate(proof["claims"]):
        for formula in mutants(claim["conclusion"], sorts, strictness=True):
            if same_meaning(formula, claim["conclusion"], sorts):
                continue
            claims = list(proof["claims"])
            claims[number] = claim | {"conclusion": formula}
            with pytest.raises(ProofError, match="claim"):
                check_proof(proof | {"claims": claims})


def test_symbolic_series():
    m, lam, L = sympy.symbols("m lam L", positive=True)
    series = ScalarFactorization(m, lam, L).minimizer_series(2)
    e = lam / L * m ** (2 / L - 2)
    assert sympy.expand(series - m * (1 - e - (L - 2) / L * e**2)) == 0


@pytest.mark.parametrize("order", [0, -1, 1.5, "x", None, True])
def test_bad_orders(order):
    with pytest.raises((ValueError, TypeError), match="order"):
        ScalarFactorization(2, "1/10", 5).minimizer_series(order)


def test_where_there_is_no_such_minimizer():
    with pytest.raises(ValueError, match="branch"):
        ScalarFactorization(1, 2, 3).minimizer_series(2)
    with pytest.raises(ValueError, match="depth, order"):
        prove_series(2, 1)
    with pytest.raises(ValueError, match="depth, order"):
        prove_series(10, 10)
