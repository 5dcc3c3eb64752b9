"""Deep matrix factorization: every number against the dense Hessian and what it must refuse."""

import itertools
import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sympy import Eq, Expr, Rational, Symbol

from symfact import ScalarFactorization
from symfact.magnitude import LayerMagnitude
from symfact.matrix import MatrixFactorization
from symfact.minimizer import minimizer
from symfact.numeric import NumericSpectrum

KINDS = ("own", "plus", "minus", "rotation", "bulk", "free")

TENTH = Fraction(1, 10)
CASES = [  # singular values, (d_L, d_0), L, widths, lam
    ((3, 2, 1), (3, 3), 2, (3,), TENTH),
    ((3, 2), (2, 4), 2, (5,), "1"),
    ((3, 2), (4, 2), 2, (1,), "1/2"),
    ((5, 2, 1), (3, 3), 2, (4,), 5),
    ((2, 1), (2, 2), 2, (3,), 9),
    ((3, 2, 1), (3, 3), 3, (3, 3), TENTH),
    ((3, 2, 1), (3, 4), 3, (5, 2), TENTH),
    ((3, 2, "1/10"), (4, 3), 3, (4, 5), 1),
    ((2,), (1, 3), 3, (2, 2), TENTH),
    ((2,), (1, 1), 4, (1, 1, 1), TENTH),
    ((2,), (3, 1), 4, (2, 1, 3), TENTH),
    ((4, 3, 2), (4, 3), 4, (1, 3, 2), "1/20"),
    ((2, 1), (2, 2), 5, (2, 3, 2, 4), "1/100"),
    ((2, 1), (2, 3), 6, (2, 2, 3, 2, 2), "1/100"),
    ((2, 1), (2, 2), 7, (2,) * 6, "1/100"),
    ((3, 3, 3), (3, 3), 3, (4, 3), 1),
    ((3, 3, 3), (3, 3), 3, (4, 2), 1),
    ((3, 3, 1), (4, 3), 2, (5,), 1),
    ((3, 2, 0), (3, 4), 3, (4, 4), TENTH),
    ((3, 0, 0), (3, 3), 4, (3, 3, 3), TENTH),
    ((0, 0), (2, 3), 3, (2, 2), 1),
    ((0, 0), (2, 3), 2, (4,), 1),
    ((3, 2), (3, 2), 3, (4, 4), 100),
]


def matrix(values, shape, seed=0):
    """A matrix with the given singular values and random singular vectors."""
    rng = np.random.default_rng(seed)
    left, right = (np.linalg.qr(rng.standard_normal((n, n)))[0] for n in shape)
    middle = np.zeros(shape)
    np.fill_diagonal(
        middle, [*map(float, map(Fraction, values)), *[0.0] * min(shape)][: min(shape)]
    )
    return left @ middle @ right


def numeric(case):
    values, shape, depth, widths, lam = case
    return MatrixFactorization(matrix(values, shape), lam, depth, widths)


def exact(case):
    values, shape, depth, widths, lam = case
    return MatrixFactorization(
        singular_values=values, shape=shape, lam=lam, depth=depth, widths=widths
    )


def flat(layers):
    return np.concatenate([np.asarray(w).ravel() for w in layers])


def split(vector, shapes):
    ends = np.cumsum([rows * columns for rows, columns in shapes])[:-1]
    return [p.reshape(s) for p, s in zip(np.split(vector, ends), shapes, strict=True)]


def dense_hessian(problem, layers):
    shapes = [w.shape for w in layers]
    units = np.eye(sum(w.size for w in layers))
    return np.stack(
        [flat(problem.hessian_vector_product(layers, split(unit, shapes))) for unit in units]
    )


def expanded(spectrum):
    return np.repeat(spectrum.eigenvalues, spectrum.multiplicities)


def error(spectrum, hessian):
    """The largest error of an eigenvalue, relative to lambda_max; infinite if one is missing."""
    found, claimed = np.linalg.eigvalsh(hessian), expanded(spectrum)
    if len(found) != len(claimed):
        return math.inf
    return float(abs(found - claimed).max() / found[-1])


def floats(spectrum):
    """Pairs (eigenvalue, multiplicity) in increasing order, equal floats merged."""
    merged = {}
    for value, count in spectrum.items():
        number = float(value.evalf(30)) if isinstance(value, Expr) else value
        merged[number] = merged.get(number, 0) + count
    return sorted(merged.items())


def spread(pairs):
    return np.repeat([value for value, _ in pairs], [count for _, count in pairs])


def relative(found, expected):
    """The largest relative error, 0 against 0 being none."""
    found, expected = np.asarray(found, dtype=float), np.asarray(expected, dtype=float)
    assert found.shape == expected.shape
    return float((abs(found - expected) / np.where(expected == 0, 1e-300, abs(expected))).max())


# -- the whole spectrum ------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=str)
def test_spectrum_is_that_of_the_dense_hessian(case):
    problem = numeric(case)
    layers = problem.minimizer(seed=3)
    assert error(problem.spectrum(), dense_hessian(problem, layers)) < 1e-13
    assert max(abs(g).max() for g in problem.gradient(layers)) < 1e-12


@st.composite
def problems(draw):
    rows, columns = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    depth = draw(st.integers(2, 6))
    most = 4 if depth < 5 else 3
    widths = draw(st.lists(st.integers(1, most), min_size=depth - 1, max_size=depth - 1))
    small = min(rows, columns)
    values = draw(st.lists(st.integers(0, 8), min_size=small, max_size=small))
    lam = draw(st.fractions(Fraction(1, 100), 4, max_denominator=100))
    return (
        sorted((Fraction(v, 2) for v in values), reverse=True),
        (rows, columns),
        depth,
        widths,
        lam,
    )


@settings(max_examples=80, deadline=None)
@given(problems(), st.integers(0, 2**32))
def test_spectrum_is_that_of_the_dense_hessian_at_any_shape(case, seed):
    problem = numeric(case)
    assume("tie" not in problem.regime())
    layers = problem.minimizer(seed)
    hessian = dense_hessian(problem, layers)
    assert error(problem.spectrum(), hessian) < 1e-12
    assert problem.max_eigenvalue() == pytest.approx(np.linalg.eigvalsh(hessian)[-1], rel=1e-12)
    assert problem.trace() == pytest.approx(np.trace(hessian), rel=1e-12)
    assert problem.minimal_loss() == pytest.approx(problem.loss(layers), rel=1e-12, abs=1e-13)
    scale = max(1.0, float(problem.singular_values[0])) ** 2
    assert max(abs(g).max() for g in problem.gradient(layers)) < 1e-11 * scale


@pytest.mark.parametrize("case", CASES[:8], ids=str)
def test_the_comparison_notices_one_wrong_multiplicity_or_value(case):
    problem = numeric(case)
    hessian, spectrum = dense_hessian(problem, problem.minimizer()), problem.spectrum()
    values, counts = spectrum.eigenvalues, spectrum.multiplicities
    for k in range(len(values) - 1):
        for step in (1, -1):
            moved = counts.copy()
            moved[k] += step
            moved[k + 1] -= step
            gap = (values[k + 1] - values[k]) / values[-1]
            if gap > 1e-12 and moved.min() >= 0:
                assert error(NumericSpectrum(values, moved), hessian) > gap / 2
        more = counts.copy()
        more[k] += 1
        assert error(NumericSpectrum(values, more), hessian) == math.inf
    for k in range(len(values)):
        shifted = values.copy()
        shifted[k] += 1e-10 * values[-1]
        assert error(NumericSpectrum(shifted, counts), hessian) > 1e-11


def test_the_scalar_formula_at_the_first_singular_value_is_not_the_sharpness():
    problem = numeric(((3, 3), (2, 2), 3, (2, 2), 1))
    hessian = dense_hessian(problem, problem.minimizer())
    scalar = float(ScalarFactorization(3, 1, 3).spectrum().max_eigenvalue().evalf())
    assert scalar == pytest.approx(22.590, abs=1e-3)
    assert np.linalg.eigvalsh(hessian)[-1] == pytest.approx(25.256, abs=1e-3)
    assert problem.max_eigenvalue() == pytest.approx(np.linalg.eigvalsh(hessian)[-1], rel=1e-13)


def test_the_spectrum_of_a_wider_network_or_another_lam_is_refused():
    case = ((3, 2, 1), (3, 3), 3, (3, 3), TENTH)
    problem = numeric(case)
    hessian = dense_hessian(problem, problem.minimizer())
    for other in [(*case[:3], (3, 4), TENTH), (*case[:4], "101/1000"), ((3, 2, 2), *case[1:])]:
        assert error(numeric(other).spectrum(), hessian) > 1e-5


@pytest.mark.parametrize("case", CASES, ids=str)
def test_numbers_are_those_of_the_dense_hessian(case):
    problem = numeric(case)
    layers = problem.minimizer(seed=1)
    found = np.linalg.eigvalsh(dense_hessian(problem, layers))
    positive = found[found > 1e-10 * found[-1]]
    spectrum = problem.spectrum()
    assert problem.max_eigenvalue() == pytest.approx(found[-1], rel=1e-13)
    assert spectrum.max_eigenvalue() == pytest.approx(found[-1], rel=1e-13)
    assert problem.stable_step() == pytest.approx(2 / found[-1], rel=1e-13)
    assert spectrum.stable_step() == pytest.approx(2 / found[-1], rel=1e-13)
    assert problem.condition_number() == pytest.approx(positive[-1] / positive[0], rel=1e-10)
    assert problem.trace() == pytest.approx(found.sum(), rel=1e-13)
    assert spectrum.trace() == pytest.approx(found.sum(), rel=1e-13)
    assert problem.minimal_loss() == pytest.approx(problem.loss(layers), rel=1e-13, abs=1e-15)
    assert spectrum.size() == len(found)
    assert found[0] > -1e-13 * found[-1]


@settings(max_examples=40, deadline=None)
@given(problems(), st.integers(0, 2**32), st.floats(0, 2))
def test_no_point_lies_below_the_minimal_loss(case, seed, size):
    problem = numeric(case)
    rng = np.random.default_rng(seed)
    near = [w + size * rng.standard_normal(w.shape) for w in problem.minimizer(seed, "zero")]
    assert problem.loss(near) >= problem.minimal_loss() * (1 - 1e-13)


def test_the_zero_network_is_critical_and_not_minimal():
    problem = numeric(((3, 2, 1), (3, 3), 3, (3, 3), TENTH))
    zero = [np.zeros((3, 3))] * 3
    assert not any(g.any() for g in problem.gradient(zero))
    assert problem.loss(zero) > problem.minimal_loss() + 10
    assert error(problem.spectrum(), dense_hessian(problem, zero)) > 0.1


@pytest.mark.parametrize("case", CASES, ids=str)
def test_seeds_are_different_points_of_one_loss_and_spectrum(case):
    problem = numeric(case)
    first, second = problem.minimizer(seed=1), problem.minimizer(seed=2)
    assert np.array_equal(flat(first), flat(problem.minimizer(seed=1)))
    if "nonzero" in problem.regime() and max(problem.widths) > 1:
        assert abs(flat(first) - flat(second)).max() > 1e-2
    assert problem.loss(first) == pytest.approx(problem.loss(second), rel=1e-13, abs=1e-15)
    one, two = (np.linalg.eigvalsh(dense_hessian(problem, layers)) for layers in (first, second))
    assert abs(one - two).max() < 1e-13 * one[-1]


# -- eigenvectors ------------------------------------------------------------------------


def eigenvectors(problem, seed, branch=None):
    """Every eigenvalue and eigenvector that there is, as flat vectors."""
    most, found = max(problem.dimensions), []
    layers = (None, *range(1, problem.depth + 1))
    for a, b, kind, layer in itertools.product(
        range(1, most + 1), range(1, most + 1), KINDS, layers
    ):
        try:
            value, vector = problem.eigenvector(a, b, kind, layer, seed=seed, branch=branch)
        except ValueError:
            continue
        found.append((value, flat(vector)))
    return found


def eigen_error(hessian, value, vector):
    return float(abs(hessian @ vector - value * vector).max() / abs(hessian).max())


@pytest.mark.parametrize("case", CASES, ids=str)
def test_eigenvectors_are_eigenvectors_of_unit_norm_and_complete(case):
    problem = numeric(case)
    hessian = dense_hessian(problem, problem.minimizer(seed=3))
    found = eigenvectors(problem, seed=3)
    for value, vector in found:
        assert eigen_error(hessian, value, vector) < 1e-12
        assert vector @ vector == pytest.approx(1, rel=1e-12)
    assert len(found) == len(hessian)
    vectors = np.stack([vector for _, vector in found])
    assert np.linalg.svd(vectors, compute_uv=False)[-1] > 1e-2, "linearly independent"
    values = np.sort([value for value, _ in found])
    assert abs(values - expanded(problem.spectrum())).max() < 1e-13 * values[-1]


def test_an_eigenvector_with_another_value_or_of_another_minimizer_is_refused():
    problem = numeric(((3, 2, 1), (3, 3), 3, (3, 4), TENTH))
    hessian = dense_hessian(problem, problem.minimizer(seed=3))
    for a, b, kind in [(1, 2, "plus"), (1, 3, "minus"), (1, 1, "own")]:
        value, vector = problem.eigenvector(a, b, kind, seed=3)
        assert eigen_error(hessian, value, flat(vector)) < 1e-13
        assert eigen_error(hessian, value * (1 + 1e-9), flat(vector)) > 1e-13
        other = problem.eigenvector(a, b, kind, seed=4)[1]
        assert eigen_error(hessian, value, flat(other)) > 1e-3


def test_a_missing_or_repeated_eigenvector_is_noticed():
    found = eigenvectors(numeric(CASES[5]), seed=3)
    vectors = np.stack([vector for _, vector in found])
    assert np.linalg.matrix_rank(vectors[1:]) < vectors.shape[1]
    vectors[0] = vectors[1]
    assert np.linalg.svd(vectors, compute_uv=False)[-1] < 1e-12


def test_rotations_are_moves_along_the_minimizers():
    """Independent: W_1 -> exp(tK) W_1, W_2 -> W_2 exp(-tK) does not change the loss."""
    problem = numeric(((3, 2), (2, 2), 2, (3,), TENTH))
    layers, step = problem.minimizer(seed=0), 1e-3
    value, vector = problem.eigenvector(1, 3, "rotation", 1, seed=0)
    moved = [w + step * np.asarray(v) for w, v in zip(layers, vector, strict=True)]
    assert value == 0
    assert abs(problem.loss(moved) - problem.minimal_loss()) < step**4 * 100
    steep = problem.eigenvector(1, 3, "bulk", 1, seed=0)[1]
    moved = [w + step * np.asarray(v) for w, v in zip(layers, steep, strict=True)]
    assert problem.loss(moved) - problem.minimal_loss() > step**2 * 0.05


def test_an_eigenvector_is_a_linear_operator_of_low_rank():
    problem = MatrixFactorization(matrix((3, 2), (200, 100)), TENTH, 5, 300)
    _, vector = problem.eigenvector(1, 2, "plus")
    assert [v.shape for v in vector] == [(300, 100), (300, 300), (300, 300), (300, 300), (200, 300)]
    assert all(v.left.shape[1] <= 2 for v in vector)


@pytest.mark.parametrize(
    "asked",
    [
        (0, 1, "own"),
        (2, 1, "plus"),
        (1, 2, "own"),
        (1, 1, "plus"),
        (1, 5, "own"),
        (1, 1, "bulk"),
        (1, 1, "bulk", 0),
        (1, 1, "bulk", 3),
        (1, 1, "rotation", 1),
        (1, 1, "own", 1),
        (1, 2, "upward"),
        (1, 2, None),
        (3, 3, "free"),
        (3, 3, "free", 1),
        (3, 3, "free", 9),
        (-1, -1, "free", 2),
        (3, -1, "free", 2),
    ],
)
def test_eigenvectors_that_do_not_exist_are_refused(asked):
    problem = MatrixFactorization([[2.0, 0.0], [0.0, 1.0]], TENTH, 3, 3)
    with pytest.raises(ValueError, match=r"^(a, b, kind, layer|layer): .*allowed") as caught:
        problem.eigenvector(*asked)
    assert "\n" not in str(caught.value)


# -- numeric and exact -------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES, ids=str)
def test_numeric_and_exact_routes_agree(case):
    """Eigenvalues of the diagonal target, whose singular values float64 holds exactly."""
    values, shape, *rest = case
    target = np.zeros(shape)
    np.fill_diagonal(target, [float(Fraction(v)) for v in values])
    lam = rest.pop()
    found = MatrixFactorization(target, lam, *rest)
    given_ = exact(case)
    assert relative(expanded(found.spectrum()), spread(floats(given_.spectrum()))) < 1e-12
    for name in ("max_eigenvalue", "trace", "condition_number", "stable_step", "minimal_loss"):
        expected = float(getattr(given_, name)().evalf(30))
        assert getattr(found, name)() == pytest.approx(expected, rel=1e-12), name
    assert found.regime() == given_.regime()
    assert sum(given_.spectrum().values()) == found.spectrum().size()


def test_an_exact_minimizer_is_that_of_the_diagonal_target():
    problem = exact(((3, 2), (3, 2), 3, (4, 4), TENTH))
    layers = problem.minimizer(seed=2)
    assert error_of_exact(problem, layers) < 1e-13
    assert max(abs(g).max() for g in problem.gradient(layers)) < 1e-13
    assert problem.loss(layers) == pytest.approx(float(problem.minimal_loss().evalf()), rel=1e-13)


def error_of_exact(problem, layers):
    found = np.linalg.eigvalsh(dense_hessian(problem, layers))
    return abs(spread(floats(problem.spectrum())) - found).max() / found[-1]


SYMBOLIC = [
    ((3, 2), (2, 2), 2, (3,), TENTH),
    ((3, 2), (3, 2), 3, (2, 4), TENTH),
    ((3, 3), (2, 4), 4, (2, 3, 2), TENTH),
    ((5, 3, 2), (3, 3), 3, (3, 5), TENTH),
    ((2, 0), (2, 2), 5, (2,) * 4, TENTH),
]


@pytest.mark.parametrize("case", SYMBOLIC, ids=str)
@pytest.mark.parametrize("symbolic_lam", [True, False])
def test_symbols_replaced_by_numbers_give_the_numeric_spectrum(case, symbolic_lam):
    values, shape, depth, widths, number = case
    known = {m: Symbol(f"m{m}", positive=True) for m in values if m}
    lam = Symbol("lambda", positive=True)
    problem = MatrixFactorization(
        singular_values=[known.get(m, 0) for m in values],
        shape=shape,
        lam=lam if symbolic_lam else number,
        depth=depth,
        widths=widths,
    )
    replaced = {lam: Rational(1, 10), **{symbol: m for m, symbol in known.items()}}
    for m in known:
        name = Symbol(f"x_{values.index(m) + 1}", positive=True)
        replaced[name] = LayerMagnitude(m, number, depth)
    expected, merged = exact(case), {}
    for value, count in problem.spectrum().items():
        now = float(value.xreplace(replaced).evalf(30))
        merged[now] = merged.get(now, 0) + count
    assert relative(spread(sorted(merged.items())), spread(floats(expected.spectrum()))) < 1e-14
    for name in ("max_eigenvalue", "trace", "stable_step", "minimal_loss"):
        found = getattr(problem, name)().xreplace(replaced).evalf(30)
        assert float(found) == pytest.approx(float(getattr(expected, name)().evalf(30)), rel=1e-14)
    off = {**replaced, lam: Rational(11, 100)} if symbolic_lam else None
    if off:
        assert problem.trace().xreplace(off).evalf() != expected.trace().evalf(), "lam matters"


def test_numbers_only_are_asked_of_symbols():
    problem = MatrixFactorization(singular_values=[Symbol("m", positive=True)], lam=1, depth=3)
    for call in (problem.minimizer, lambda: problem.eigenvector(1, 1, "own")):
        with pytest.raises(ValueError, match=r"^singular_values, lam: symbolic in .*; allowed are"):
            call()
    with pytest.raises(ValueError, match=r"is symbolic; allowed here are numbers only$"):
        problem.condition_number()


def test_a_bottleneck_of_symbols_is_refused():
    a, b = Symbol("a", positive=True), Symbol("b", positive=True)
    problem = MatrixFactorization(singular_values=[a, b], lam=1, depth=3, widths=(1, 2))
    for method in ("spectrum", "trace", "max_eigenvalue", "minimal_loss"):
        with pytest.raises(ValueError, match=r"^widths: \(1, 2\) leave no room .*at least 2$"):
            getattr(problem, method)()


# -- ties --------------------------------------------------------------------------------

TIES = [
    MatrixFactorization(singular_values=[2], lam=3, depth=3),
    MatrixFactorization(singular_values=[5, 2, 1], lam=3, depth=3, widths=(3, 4)),
    MatrixFactorization(singular_values=[2, 2], lam=3, depth=3, widths=3),
    MatrixFactorization([[2.0]], 3, 3),
    MatrixFactorization(matrix((5, 2, 1), (3, 3)), 3, 3, (3, 4)),
    MatrixFactorization(matrix((2, 2), (2, 2)), 3, 3, 3),
]
ASKED = [
    "spectrum", "max_eigenvalue", "trace", "condition_number", "stable_step", "minimizer",
]  # fmt: skip


def branch_error(problem, spectrum_branch, minimizer_branch):
    spectrum = problem.spectrum(spectrum_branch)
    layers = problem.minimizer(seed=1, branch=minimizer_branch)
    found = np.linalg.eigvalsh(dense_hessian(problem, layers))
    claimed = spread(floats(spectrum))
    return abs(found - claimed).max() / found[-1] if found.shape == claimed.shape else math.inf


@pytest.mark.parametrize("problem", TIES, ids=str)
def test_a_tie_is_refused_without_a_branch(problem):
    assert "tie" in problem.regime()
    for name in ASKED:
        with pytest.raises(
            ValueError, match=r"^branch: None at a tie, lam = lam_c at m_"
        ) as caught:
            getattr(problem, name)()
        assert "\n" not in str(caught.value)
        assert str(caught.value).endswith('allowed is "nonzero" or "zero"')
    with pytest.raises(ValueError, match=r"^branch: None at a tie"):
        problem.eigenvector(1, 1, "own")


@pytest.mark.parametrize("problem", TIES, ids=str)
@pytest.mark.parametrize("branch", ["nonzero", "zero"])
def test_each_branch_of_a_tie_is_right_and_the_other_is_not(problem, branch):
    other = {"nonzero": "zero", "zero": "nonzero"}[branch]
    assert branch_error(problem, branch, branch) < 1e-12
    assert branch_error(problem, branch, other) > 1e-2
    layers = problem.minimizer(seed=1, branch=branch)
    assert max(abs(g).max() for g in problem.gradient(layers)) < 1e-11
    assert problem.loss(layers) == pytest.approx(float(problem.minimal_loss()), rel=1e-13)
    hessian = dense_hessian(problem, layers)
    assert float(problem.trace(branch)) == pytest.approx(np.trace(hessian), rel=1e-12)
    top = np.linalg.eigvalsh(hessian)[-1]
    assert float(problem.max_eigenvalue(branch)) == pytest.approx(top, rel=1e-12)
    for value, vector in eigenvectors(problem, seed=1, branch=branch):
        assert eigen_error(hessian, value, vector) < 1e-12


def test_next_to_a_tie_nothing_is_refused():
    for step, regime in [(Fraction(-1, 10**50), "nonzero"), (Fraction(1, 10**50), "zero")]:
        problem = MatrixFactorization(singular_values=[2], lam=3 + step, depth=3)
        assert problem.regime() == [regime]
        assert problem.spectrum() == problem.spectrum("zero") == problem.spectrum("nonzero")
    assert MatrixFactorization([[2.0]], 3 - 1e-12, 3).regime() == ["nonzero"]
    assert MatrixFactorization([[2.0]], 3 + 1e-12, 3).regime() == ["zero"]


def test_depth_two_has_no_ties():
    for problem in (
        MatrixFactorization(singular_values=[1], lam=2, depth=2),
        MatrixFactorization([[1.0]], 2, 2),
    ):
        assert problem.regime() == ["zero"]
        assert floats(problem.spectrum()) == [(0.0, 1), (4.0, 1)]


@pytest.mark.parametrize("branch", ["", "tie", "Nonzero", True, 0, []])
def test_a_branch_of_another_name_is_refused(branch):
    for problem in (TIES[0], MatrixFactorization([[2.0]], 1, 3)):
        with pytest.raises(ValueError, match=r'^branch: .* given; allowed is "nonzero" or "zero"$'):
            problem.spectrum(branch)


def test_beyond_the_narrowest_layer_all_are_zero():
    problem = MatrixFactorization(singular_values=[4, 3, 2], lam=1, depth=3, widths=(2, 5))
    assert problem.regime() == ["nonzero", "nonzero", "zero"]
    assert exact(((4, 3, 2), (3, 3), 3, (3, 5), 1)).regime() == ["nonzero"] * 3


# -- sizes and depths --------------------------------------------------------------------


@pytest.mark.parametrize("depth", [2, 3, 4, 6])
@pytest.mark.parametrize("power", [150, -150])
def test_huge_and_tiny_targets_scale_the_eigenvalues(depth, power):
    """target s and lam s^(2-2/L) multiply the eigenvalues by s^(2-2/L)."""
    target, exponent = matrix((3, 2, 1), (4, 3)), power * (2 * depth - 2) // depth
    assert power * (2 * depth - 2) % depth == 0
    factor = Fraction(10) ** exponent
    plain = MatrixFactorization(target, TENTH, depth, 4)
    scaled = MatrixFactorization(target * float(f"1e{power}"), TENTH * factor, depth, 4)
    by = float(factor)
    assert scaled.regime() == plain.regime()
    expected, found = expanded(plain.spectrum()), expanded(scaled.spectrum()) / by
    assert relative(found, expected) < 1e-12
    assert scaled.max_eigenvalue() / by == pytest.approx(plain.max_eigenvalue(), rel=1e-12)
    assert scaled.trace() / by == pytest.approx(plain.trace(), rel=1e-12)
    assert scaled.condition_number() == pytest.approx(plain.condition_number(), rel=1e-12)
    assert scaled.stable_step() * by == pytest.approx(plain.stable_step(), rel=1e-12)
    loss = scaled.minimal_loss() / 10.0 ** (2 * power)
    assert loss == pytest.approx(plain.minimal_loss(), rel=1e-12)
    unscaled = MatrixFactorization(target * float(f"1e{power}"), TENTH, depth, 4)
    ratio = unscaled.max_eigenvalue() / by / plain.max_eigenvalue()
    assert abs(math.log(ratio)) > 1e-3, "lam must be scaled, too"


BEYOND = [
    ([[1e300]], 1, 3),
    ([[1e300, 0.0], [0.0, 9e299]], 1, 3),
    ([[1e-300]], Fraction(1, 10**310), 2),
    ([[1.0]], Fraction(1, 10**400), 3),
    ([[1.0]], Fraction(10**400), 3),
    ([[1e308, 1e308], [1e308, -1e308]], 1, 2),
]


@pytest.mark.parametrize("arguments", BEYOND)
def test_a_spectrum_beyond_float64_is_refused(arguments):
    with pytest.raises(ValueError, match=r"^(target|lam): .* beyond float64; allowed") as caught:
        MatrixFactorization(*arguments).spectrum()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("method", ["max_eigenvalue", "stable_step", "trace", "condition_number"])
def test_a_number_beyond_float64_is_refused(method):
    problem = MatrixFactorization(BEYOND[1][0], 1, 3)
    with pytest.raises(ValueError, match=r"^target: .* beyond float64; allowed"):
        getattr(problem, method)()


def test_a_loss_beyond_float64_is_refused():
    problem = MatrixFactorization([[1e300]], Fraction(10) ** 300, 2)
    with pytest.raises(ValueError, match=r"beyond float64; allowed"):
        problem.minimal_loss()


def test_exact_singular_values_beyond_float64_have_no_minimizer_in_float64():
    problem = MatrixFactorization(singular_values=[10**400], lam=1, depth=3)
    assert problem.spectrum().max_eigenvalue() > Rational(10) ** 500
    with pytest.raises(ValueError, match=r"^singular_values: .*beyond float64"):
        problem.minimizer()


def expected_spectrum(values, lam, depth):
    """For a square target and square layers, all active, from C3 with 50 digits."""
    with mpmath.workdps(50):
        c, L, n = mpmath.mpf(lam.numerator) / lam.denominator / depth, depth, len(values)
        x = [minimizer(Fraction(m), lam, depth, 50).w for m in values]
        found = {mpmath.mpf(0): n * (n - 1) // 2 * (L - 1), 4 * c: n * (n + 1) // 2 * (L - 1)}
        for w in x:
            found[2 * L * w ** (2 * L - 2) + 4 * c - 2 * L * c] = 1
        for a, b in itertools.combinations(x, 2):
            G = (a ** (2 * L) - b ** (2 * L)) / (a**2 - b**2)
            t = a / b
            T = (t ** (L - 1) - t ** (1 - L)) / (t - 1 / t)
            found[2 * G + 2 * c * (1 - T)] = found[2 * G + 2 * c * (1 + T)] = 1
        return sorted((float(value), count) for value, count in found.items())


@pytest.mark.parametrize("depth", [5, 1000, 10**6])
def test_a_depth_of_a_million_costs_nothing(depth):
    problem = MatrixFactorization(np.diag([3.0, 2.0]), TENTH, depth, 2)
    found, expected = problem.spectrum(), expected_spectrum([3, 2], TENTH, depth)
    assert list(found.values()) == [count for _, count in expected]
    assert found.size() == 4 * depth
    values = [value for value, _ in expected]
    assert relative(list(found), values) < 1e-12
    assert problem.max_eigenvalue() == pytest.approx(values[-1], rel=1e-12)
    assert problem.trace() == pytest.approx(sum(v * n for v, n in expected), rel=1e-12)
    wrong = expected_spectrum([3, 2], TENTH + Fraction(1, 10**4), depth)
    assert relative(list(found), [value for value, _ in wrong]) > 1e-5


def test_a_deep_network_has_a_minimizer():
    problem = MatrixFactorization(matrix((3, 2), (3, 2)), TENTH, 1000, 3)
    layers = problem.minimizer(seed=0)
    assert len(layers) == 1000
    assert problem.loss(layers) == pytest.approx(problem.minimal_loss(), rel=1e-11)
    assert max(abs(g).max() for g in problem.gradient(layers)) < 1e-10


# -- gradient descent --------------------------------------------------------------------

DESCENTS = [
    ((2, 1), (2, 3), 2, (3,), "1/10"),
    ((3, 1), (2, 2), 2, (2,), "1/2"),
    ((2, 1), (3, 2), 3, (3, 3), "1/10"),
    ((2, "3/2", 1), (3, 3), 3, (4, 3), "1/10"),
    ((2, 1), (2, 2), 4, (3, 3, 3), "1/10"),
]


def descend(problem, layers, step, times):
    for _ in range(times):
        moves = problem.gradient(layers)
        layers = [w - step * g for w, g in zip(layers, moves, strict=True)]
    return layers


@pytest.mark.parametrize("case", DESCENTS, ids=str)
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_gradient_descent_lands_on_the_minimal_loss_and_sharpness(case, seed):
    """With a lam that is small against lam_c; with a large one it may end in another minimum."""
    problem = numeric(case)
    rng = np.random.default_rng(seed)
    start = [rng.standard_normal(w.shape) / 2 for w in problem.minimizer()]
    end = descend(problem, start, problem.stable_step() / 4, 6000)
    assert problem.loss(start) > problem.minimal_loss() + 1e-2
    assert -1e-12 < problem.loss(end) - problem.minimal_loss() < 1e-8
    top = np.linalg.eigvalsh(dense_hessian(problem, end))[-1]
    assert top == pytest.approx(problem.max_eigenvalue(), rel=1e-3)


def test_a_large_lam_may_hold_gradient_descent_in_a_minimum_that_is_not_global():
    """The descent can tell the losses apart: near 0 it ends there, above the minimal loss."""
    problem = numeric(((2,), (1, 1), 3, (1, 1), 2))
    end = descend(problem, [np.full((1, 1), 0.01)] * 3, problem.stable_step() / 4, 6000)
    assert problem.loss(end) - problem.minimal_loss() > 1e-2


@pytest.mark.parametrize(
    "case", [*DESCENTS, ((3, 3), (2, 2), 3, (2, 2), 1), ((4,), (1, 3), 3, (2, 2), 1)], ids=str
)
def test_the_stable_step_is_where_gradient_descent_turns_unstable(case):
    problem = numeric(case)
    minimum, top = problem.minimizer(seed=5), problem.max_eigenvalue()
    candidates = [problem.eigenvector(1, 1, "own", seed=5)]
    if min(problem.shape) > 1:
        candidates.append(problem.eigenvector(1, 2, "plus", seed=5))
    value, vector = max(candidates, key=lambda pair: pair[0])
    assert value == pytest.approx(top, rel=1e-13)
    start = [w + 1e-6 * np.asarray(v) for w, v in zip(minimum, vector, strict=True)]
    for factor, grows in [(0.95, False), (1.05, True)]:
        end = descend(problem, start, factor * problem.stable_step(), 40)
        size = abs(flat(vector) @ (flat(end) - flat(minimum))) / 1e-6
        assert size == pytest.approx(abs(1 - 2 * factor) ** 40, rel=0.05)
        assert bool(size > 1) == grows


# -- the object --------------------------------------------------------------------------


def test_repr_is_short_at_any_depth():
    assert repr(MatrixFactorization([[1, 2]], "1/10", 3)) == (
        "MatrixFactorization(<1 x 2 target>, lam=1/10, depth=3, widths=(1, 1))"
    )
    assert repr(MatrixFactorization([[1, 2]], 1, 10**5, 7)) == (
        "MatrixFactorization(<1 x 2 target>, lam=1, depth=100000, widths=7)"
    )
    assert repr(MatrixFactorization(singular_values=[1, 3], lam=1, depth=2)) == (
        "MatrixFactorization(singular_values=[3, 1], shape=(2, 2), lam=1, depth=2, widths=(2,))"
    )


def test_dimensions_run_from_the_input_to_the_output():
    assert MatrixFactorization(np.ones((5, 3)), 1, 3, (7, 8)).dimensions == (3, 7, 8, 5)
    problem = MatrixFactorization(singular_values=[1], shape=(5, 3), lam=1, depth=2, widths=4)
    assert problem.dimensions == (3, 4, 5)
    assert problem.singular_values == (1, 0, 0)


@pytest.mark.parametrize(
    "layers", [[], [np.eye(2)] * 2, [np.eye(2)] * 4, [np.eye(3)] * 3, [np.ones(2)] * 3]
)
def test_layers_of_other_shapes_are_refused(layers):
    problem = MatrixFactorization(np.eye(2), 1, 3)
    for method in (problem.loss, problem.gradient):
        with pytest.raises(ValueError, match=r"^layers: shapes .* given; allowed are ") as caught:
            method(layers)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize("directions", [[], [np.eye(2)] * 2, [np.eye(3)] * 3, [1.0] * 3])
def test_directions_of_other_shapes_are_refused(directions):
    problem = MatrixFactorization(np.eye(2), TENTH, 3)
    with pytest.raises(ValueError, match=r"^directions: "):
        problem.hessian_vector_product(problem.minimizer(), directions)


def test_the_target_is_neither_copied_nor_changed():
    target = matrix((3, 2), (3, 2))
    before = target.copy()
    problem = MatrixFactorization(target, TENTH, 3, 3)
    problem.spectrum()
    problem.minimizer()
    assert np.array_equal(target, before)


# -- exact singular values in an order that SymPy cannot know -----------------------------


def test_the_sharpness_does_not_depend_on_the_order_of_symbols():
    m = Symbol("m", positive=True)
    lam = Symbol("lambda", positive=True)
    x_1, x_2 = Symbol("x_1", positive=True), Symbol("x_2", positive=True)
    problem = MatrixFactorization(singular_values=[m, 3], lam=lam, depth=3)
    numbers = {lam: Rational(1, 10), m: 1}
    numbers |= {x_1: LayerMagnitude(1, TENTH, 3), x_2: LayerMagnitude(3, TENTH, 3)}
    expected = exact(((3, 1), (2, 2), 3, (2, 2), TENTH)).max_eigenvalue()
    assert float(problem.max_eigenvalue().xreplace(numbers)) == pytest.approx(float(expected))


def test_a_zero_before_a_symbol_is_not_active():
    m = Symbol("m", positive=True)
    first = MatrixFactorization(singular_values=[0, m], lam=1, depth=3).spectrum()
    second = MatrixFactorization(singular_values=[m, 0], lam=1, depth=3).spectrum()
    assert set(first.values()) == set(second.values())
    assert first.trace().subs(m, 7) == second.trace().subs(m, 7)


def test_a_singular_value_with_the_name_of_a_layer_entry_is_refused():
    with pytest.raises(ValueError, match=r"^singular_values: the symbol x_1 has a name"):
        MatrixFactorization(singular_values=[Symbol("x_1", positive=True)], lam=1, depth=3)


def test_a_lam_with_the_name_of_a_layer_entry_is_refused():
    with pytest.raises(ValueError, match=r"^lam: the symbol x_1 has a name"):
        MatrixFactorization(singular_values=[2, 0], lam=Symbol("x_1", positive=True), depth=3)


def test_the_layer_entries_of_different_singular_values_are_told_apart():
    spectrum = MatrixFactorization(singular_values=[3, 2], lam=TENTH, depth=3).spectrum()
    assert [str(value) for value in list(spectrum)[:2]] == ["-1/15 + 6*x_1**4", "-1/15 + 6*x_2**4"]
    assert len({str(value) for value in spectrum}) == len(spectrum)
    tied = MatrixFactorization(singular_values=[3, 3], lam=TENTH, depth=3).spectrum()
    assert "x_2" not in str(tied)


def test_what_is_assumed_of_symbols_is_stated():
    m, lam = Symbol("m", positive=True), Symbol("lambda", positive=True)
    x = [Symbol(f"x_{k}", positive=True) for k in (1, 2)]
    problem = MatrixFactorization(singular_values=[m, 2], lam=lam, depth=3)
    numbers = {m: 3, lam: TENTH}
    stated = problem.spectrum().hypotheses
    assert len(stated) == 6  # for each entry: lam <= lam_c, stationary, past the turn
    for k, size in enumerate((3, 2)):
        numbers[x[k]] = LayerMagnitude(size, TENTH, 3).evalf(30)
    for relation in stated:
        left, right = relation.lhs.xreplace(numbers), relation.rhs.xreplace(numbers)
        gap = float(left - right)
        assert abs(gap) < 1e-12 if isinstance(relation, Eq) else relation.xreplace(numbers)
    above = {**numbers, lam: 1000}
    assert not all(r.xreplace(above) for r in stated if not isinstance(r, Eq))
    assert MatrixFactorization(singular_values=[3], lam=1, depth=3).spectrum().hypotheses == ()


@pytest.mark.parametrize("seed", range(5))
def test_depth_2_at_the_critical_lam_has_zeros_and_no_noise(seed):
    """At lam = 2 m the minimizer is 0, and 2c - 2m = 0 is not 1e-16."""
    problem = MatrixFactorization(matrix((1, 1, 1), (3, 3), seed), 2, 2, 4)
    twin = MatrixFactorization(singular_values=[1, 1, 1], lam=2, depth=2, widths=4)
    assert problem.regime() == ["zero"] * 3
    assert problem.condition_number() == pytest.approx(1)
    assert problem.spectrum()[0.0] == twin.spectrum()[0] == 12
    assert problem.spectrum().size() == 24
    near = MatrixFactorization(matrix((1, 1, 1), (3, 3), seed), 2 - Fraction(1, 10**9), 2, 4)
    assert near.regime() == ["nonzero"] * 3


@pytest.mark.parametrize("depth", [12, 13, 50, 1000])
def test_exact_values_of_deep_networks_are_those_of_float64(depth):
    given = MatrixFactorization(singular_values=[3, 2], lam=TENTH, depth=depth)
    target = MatrixFactorization(np.diag([3.0, 2.0]), TENTH, depth)
    for name in ("max_eigenvalue", "trace", "condition_number"):
        value = float(getattr(given, name)().evalf(20))
        assert value == pytest.approx(getattr(target, name)(), rel=1e-12)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda q: q.loss(None), TypeError, "layers: a NoneType given; allowed are real arrays"),
        (lambda q: q.gradient([1j * np.eye(2)] * 3), TypeError, "layers: ['complex128'"),
        (lambda q: q.minimizer(-1), ValueError, "seed: -1 given; allowed is an integer >= 0"),
        (lambda q: q.minimizer(None), ValueError, "seed: None given"),
        (lambda q: q.minimizer(1.5), ValueError, "seed: 1.5 given"),
        (lambda q: q.eigenvector(1, 1, "own", seed=True), ValueError, "seed: True given"),
    ],
)
def test_bad_weights_and_seeds_are_refused_by_name(call, error, message):
    with pytest.raises(error) as caught:
        call(MatrixFactorization(np.eye(2), TENTH, 3))
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_a_symbolic_problem_has_no_loss_in_float64():
    problem = MatrixFactorization(singular_values=[Symbol("m", positive=True)], lam=1, depth=2)
    with pytest.raises(ValueError, match=r"^singular_values, lam: symbolic in "):
        problem.loss([np.eye(1)] * 2)
