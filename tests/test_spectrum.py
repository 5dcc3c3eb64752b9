"""Spectrum: a dict of eigenvalues that knows its extremes, conditions and trace."""

import copy
import pickle

import mpmath
import pytest
from sympy import I, Integer, Matrix, Max, Min, Rational, Symbol, eye, oo, sqrt, symbols, zeros

from symfact import ScalarFactorization, Spectrum
from symfact.spectrum import structured_eigenvalues, structured_eigenvectors

x = Symbol("x", positive=True)


def spectrum(*pairs: tuple[object, int]) -> Spectrum:
    return Spectrum([(Integer(a) if isinstance(a, int) else a, n) for a, n in pairs], regime="zero")


def test_is_a_dict_like_that_of_matrix_eigenvals() -> None:
    assert spectrum((4, 2), (7, 1)) == Matrix([[4, 0, 0], [0, 4, 0], [0, 0, 7]]).eigenvals()
    assert isinstance(spectrum((4, 1)), dict)
    assert repr(spectrum((4, 2), (7, 1))) == "{4: 2, 7: 1}"


def test_equal_eigenvalues_merge() -> None:
    assert spectrum((4, 2), (4, 1)) == {4: 3}
    L = Symbol("L", integer=True, positive=True)
    assert Spectrum([(x, L - 1), (x, 1)], regime="zero") == {x: L}


def test_extremes_of_numbers_are_compared_exactly() -> None:
    close = Rational(10**60 + 1, 10**60)
    values = spectrum((1, 1), (close, 1))
    assert values.max_eigenvalue() == close
    assert values.min_eigenvalue() == 1
    assert spectrum((sqrt(2), 1), (Rational(141421356, 10**8), 1)).max_eigenvalue() == sqrt(2)


def test_extremes_of_symbols_stay_open_unless_a_proof_orders_them() -> None:
    y = Symbol("y", positive=True)
    assert spectrum((x, 1), (y, 1)).max_eigenvalue() == Max(x, y)
    assert spectrum((x, 1), (y, 1)).min_eigenvalue() == Min(x, y)
    ordered = Spectrum([(x, 1), (y, 1)], regime="zero", extremes=(x, y))
    assert (ordered.min_eigenvalue(), ordered.max_eigenvalue()) == (x, y)
    assert ordered.condition_number() == y / x


def test_step_condition_and_trace() -> None:
    values = spectrum((4, 2), (10, 1))
    assert values.stable_step() == Rational(1, 5)
    assert values.condition_number() == Rational(5, 2)
    assert values.trace() == 18
    assert spectrum((0, 1), (10, 1)).condition_number() == oo


def test_latex_shows_the_pairs() -> None:
    L = Symbol("L", integer=True, positive=True)
    text = Spectrum([(4 * x / L, L - 1), (x, 1)], regime="nonzero")._repr_latex_()
    assert text.startswith("$")
    assert text.endswith("$")
    assert r"\frac{4 x}{L} & L - 1" in text


def test_copies_keep_what_the_spectrum_knows() -> None:
    original = ScalarFactorization(depth=5).spectrum()
    assert copy.copy(original).hypotheses == original.hypotheses
    for twin in (copy.copy(original), pickle.loads(pickle.dumps(original))):
        assert twin == original
        assert twin.regime == "nonzero"
        assert twin.max_eigenvalue() == original.max_eigenvalue()


@pytest.mark.parametrize("size", range(2, 7))
@pytest.mark.parametrize(("alpha", "beta"), [(3, 2), (3, -1), (0, 1), (Rational(-1, 2), 5), (3, 0)])
def test_structured_eigenvalues_are_those_of_the_matrix(
    size: int, alpha: object, beta: object
) -> None:
    signs = Matrix([(-1) ** (i // 2) for i in range(size)])
    matrix = alpha * eye(size) + beta * signs * signs.T
    pairs = structured_eigenvalues(Integer(0) + alpha, Integer(0) + beta, size)
    assert Spectrum(pairs, regime="zero") == matrix.eigenvals()


def test_structured_eigenvalues_of_a_symbolic_size() -> None:
    alpha, beta, n = symbols("alpha beta n")
    assert structured_eigenvalues(alpha, beta, n) == [(alpha, n - 1), (alpha + beta * n, 1)]


@pytest.mark.parametrize("size", range(2, 7))
def test_structured_eigenvectors_are_eigenvectors(size: int) -> None:
    alpha, beta = symbols("alpha beta")
    signs = [Integer((-1) ** (i // 2)) for i in range(size)]
    bulk, top = structured_eigenvectors(signs)
    matrix = alpha * eye(size) + beta * top * top.T
    assert (matrix * top - (alpha + size * beta) * top).expand() == zeros(size, 1)
    for vector in bulk:
        assert (matrix * vector - alpha * vector).expand() == zeros(size, 1)
    assert Matrix.hstack(top, *bulk).rank() == size


def test_complex_numbers_have_no_order() -> None:
    with pytest.raises(ValueError, match="not comparable"):
        spectrum((I, 1), (1, 1)).max_eigenvalue()


@pytest.mark.parametrize(
    ("target", "lam", "depth"),
    [(2, "1/10", 5), (-2, 3, 2), (-2, 5, 2), (3, 1, 2), (0, 1, 3), (2, "31/10", 3), (2, 1, 1000)],
)
@pytest.mark.parametrize("dps", [5, 50, 400])
def test_enclosures_contain_the_eigenvalues_and_are_as_narrow_as_asked(
    target: int, lam: object, depth: int, dps: int
) -> None:
    values = ScalarFactorization(target, lam, depth).spectrum()
    found = values.enclosures(dps)
    assert list(found) == list(values)
    with mpmath.workdps(dps + 60):
        for value, (low, high) in found.items():
            exact = mpmath.mpf(value.evalf(dps + 50)._mpf_)
            near = abs(exact) * mpmath.mpf(10) ** (-dps - 45)
            assert low - near <= exact <= high + near
            assert high - low <= 11 * abs(exact) * mpmath.mpf(10) ** -dps
            assert low <= found[value].mid <= high
        step, exact = values.stable_step_enclosure(dps), values.stable_step().evalf(dps + 50)
        exact = mpmath.mpf(exact._mpf_)
        near = abs(exact) * mpmath.mpf(10) ** (-dps - 45)
        assert step.low - near <= exact <= step.high + near
        assert step.high - step.low <= exact * mpmath.mpf(10) ** -dps


def test_at_a_tie_each_branch_has_its_own_enclosures() -> None:
    tie = ScalarFactorization(2, 3, 3).spectra()
    assert tie["nonzero"].enclosures(10) == {4: (4, 4)}
    assert tie["zero"].enclosures(10) == {2: (2, 2)}


def test_ends_are_rounded_outward() -> None:
    (third,) = ScalarFactorization(0, 1, 6).spectrum().enclosures(9).values()
    with mpmath.workdps(60):
        ends, near = (mpmath.mpf("0.333333333"), mpmath.mpf("0.333333334")), mpmath.mpf("1e-11")
        assert ends[0] - near < third.low < ends[0]
        assert ends[1] < third.high < ends[1] + near


def test_enclosures_do_not_depend_on_the_precision_of_mpmath() -> None:
    expected = ScalarFactorization(2, "1/10", 5).spectrum().enclosures(30)
    with mpmath.workdps(3):
        again = ScalarFactorization(2, "1/10", 5).spectrum().enclosures(30)
        middles = [enclosure.mid for enclosure in again.values()]
    assert again == expected
    assert middles == [enclosure.mid for enclosure in expected.values()]


def test_symbols_have_no_enclosures() -> None:
    for method in ("enclosures", "stable_step_enclosure"):
        with pytest.raises(
            ValueError, match=r"^spectrum: .* is symbolic; allowed here are numbers"
        ):
            getattr(ScalarFactorization(depth=3).spectrum(), method)()
