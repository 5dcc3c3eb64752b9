"""The spectrum against Hessians by automatic differentiation, which nobody here wrote.

    pytest tests/autodiff -s

JAX differentiates the plain loss below twice, in float64, at a minimizer of each shape, and
LAPACK finds all eigenvalues.  With -s the largest error of each shape is shown at the end.
"""

from functools import reduce

import numpy as np
import pytest

from symfact.matrix import MatrixFactorization
from symfact.numeric import NumericSpectrum

jax = pytest.importorskip("jax")
jax.config.update("jax_enable_x64", True)

CASES = [  # what, singular values, (d_L, d_0), widths, lam
    ("square, depth 2", (3, 2, 1), (3, 3), (3,), 0.1),
    ("tall, depth 2", (3, 2, 1), (6, 3), (4,), 0.1),
    ("wide, depth 2", (3, 2), (2, 7), (5,), 0.1),
    ("bottleneck, depth 2", (3, 2, 1), (4, 3), (2,), 0.1),
    ("bottleneck of 1, depth 2", (3, 2, 1), (3, 3), (1,), 0.1),
    ("inactive values, depth 2", (5, 2, 1, 0.5), (4, 4), (6,), 5.0),
    ("r = 0, depth 2", (2, 1), (3, 2), (4,), 10.0),
    ("r = 1, depth 2", (3, 1), (2, 3), (4,), 4.0),
    ("repeated, depth 2", (3, 3, 3), (3, 3), (5,), 1.0),
    ("rank deficient, depth 2", (3, 0, 0), (3, 4), (4,), 0.1),
    ("square, depth 3", (3, 2, 1), (3, 3), (3, 3), 0.1),
    ("tall, depth 3", (3, 2), (7, 2), (3, 4), 0.1),
    ("wide, depth 3", (3, 2, 1), (3, 6), (4, 3), 0.1),
    ("wide hidden, depth 3", (3, 2), (2, 2), (8, 8), 0.1),
    ("bottleneck, depth 3", (4, 3, 2), (4, 3), (2, 5), 0.1),
    ("repeated, depth 3", (3, 3, 3), (3, 3), (4, 4), 1.0),
    ("repeated across a bottleneck, depth 3", (3, 3, 3), (3, 3), (4, 2), 1.0),
    ("rank deficient, depth 3", (3, 2, 0, 0), (4, 5), (4, 4), 0.1),
    ("inactive values, depth 3", (4, 2, 0.5), (3, 4), (4, 3), 1.0),
    ("r = 0, depth 3", (2, 1), (3, 2), (4, 4), 50.0),
    ("zero target, depth 3", (0, 0), (3, 2), (3, 3), 1.0),
    ("r = 1, depth 3", (4, 1), (3, 4), (3, 4), 3.0),
    ("one row, depth 3", (2,), (1, 5), (3, 4), 0.1),
    ("one column, depth 3", (2,), (5, 1), (3, 4), 0.1),
    ("just below critical, depth 3", (2, 1), (2, 2), (3, 3), 2.999),
    ("square, depth 4", (3, 2, 1), (3, 3), (3, 3, 3), 0.1),
    ("tall, depth 4", (3, 2), (6, 2), (3, 2, 4), 0.1),
    ("hourglass, depth 4", (3, 2, 1), (5, 5), (4, 2, 4), 0.1),
    ("wide hidden, depth 4", (3, 1), (2, 2), (6, 6, 6), 0.1),
    ("scalar, depth 4", (2,), (1, 1), (1, 1, 1), 0.1),
    ("bottleneck of 1, depth 4", (4, 3, 2), (4, 3), (1, 3, 2), 0.1),
    ("square, depth 5", (3, 2, 1), (3, 3), (3, 3, 3, 3), 0.05),
    ("unequal widths, depth 5", (2, 1), (2, 3), (5, 2, 4, 3), 0.05),
    ("repeated, depth 5", (2, 2), (2, 2), (3, 3, 3, 3), 0.05),
    ("square, depth 6", (2, 1), (2, 2), (2, 2, 2, 2, 2), 0.05),
    ("unequal widths, depth 6", (2, 1), (3, 2), (4, 3, 4, 2, 5), 0.05),
    ("rank deficient, depth 6", (3, 0), (2, 2), (3, 3, 3, 3, 3), 0.05),
]
ROWS = []


@pytest.fixture(scope="module", autouse=True)
def _report_errors():
    yield
    head = f"{'':38} {'widths d_0, ..., d_L':28} {'N':>4} {'r':>2}  of lambda_max  of each"
    print("\n" + "\n".join([head, *ROWS]))


def loss(layers, target, c):
    product = reduce(lambda product, w: w @ product, layers)
    return ((target - product) ** 2).sum() + c * sum((w**2).sum() for w in layers)


def jax_eigenvalues(problem, target, layers):
    """All eigenvalues of the N x N Hessian of the loss above at the given layers."""
    ends = np.cumsum([w.size for w in layers])[:-1]
    shapes = [w.shape for w in layers]

    def of_vector(vector):
        parts = jax.numpy.split(vector, ends)
        c = float(problem.lam) / problem.depth
        return loss([p.reshape(s) for p, s in zip(parts, shapes, strict=True)], target, c)

    vector = np.concatenate([w.ravel() for w in layers])
    hessian = np.asarray(jax.jit(jax.hessian(of_vector))(vector))
    assert hessian.dtype == np.float64
    gradient = np.asarray(jax.grad(of_vector)(vector))
    assert abs(gradient).max() < 1e-12 * abs(hessian).max()
    return np.linalg.eigvalsh(hessian)


def problem_of(case, seed=0):
    _, values, shape, widths, lam = case
    rng = np.random.default_rng(seed)
    left, right = (np.linalg.qr(rng.standard_normal((n, n)))[0] for n in shape)
    middle = np.zeros(shape)
    middle[range(len(values)), range(len(values))] = values
    target = left @ middle @ right
    return MatrixFactorization(target, lam, len(widths) + 1, widths), target


def errors(spectrum, found):
    """Return the largest error of all eigenvalues, of lambda_max and of each that is not 0."""
    claimed = np.repeat(spectrum.eigenvalues, spectrum.multiplicities)
    assert claimed.shape == found.shape
    difference, nonzero = abs(claimed - found), claimed > 1e-12 * claimed[-1]
    return difference.max() / found[-1], (difference[nonzero] / claimed[nonzero]).max()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_all_eigenvalues_are_those_of_automatic_differentiation(case):
    problem, target = problem_of(case)
    found = jax_eigenvalues(problem, target, problem.minimizer(seed=1))
    to_largest, to_each = errors(problem.spectrum(), found)
    r = problem.regime().count("nonzero")
    ROWS.append(
        f"{case[0]:38} {problem.dimensions!s:28} {len(found):4} {r:2}  {to_largest:13.1e}"
        f"  {to_each:7.1e}"
    )
    assert to_largest < 1e-10
    assert to_each < 1e-10
    assert problem.max_eigenvalue() == pytest.approx(found[-1], rel=1e-10)
    assert problem.trace() == pytest.approx(found.sum(), rel=1e-10)


def test_there_are_thirty_shapes_of_each_kind():
    assert len({(case[2], case[3]) for case in CASES}) >= 30
    assert {len(case[3]) + 1 for case in CASES} == set(range(2, 7))
    assert {problem_of(case)[0].regime().count("nonzero") for case in CASES} >= {0, 1, 2, 3}
    assert max(problem_of(case)[0].spectrum().size() for case in CASES) <= 150


@pytest.mark.parametrize("case", [CASES[5], CASES[10], CASES[14]], ids=lambda case: case[0])
def test_a_wrong_multiplicity_or_value_is_noticed(case):
    problem, target = problem_of(case)
    found = jax_eigenvalues(problem, target, problem.minimizer(seed=1))
    spectrum = problem.spectrum()
    values, counts = spectrum.eigenvalues, spectrum.multiplicities
    assert errors(spectrum, found)[0] < 1e-13
    for k in range(len(values)):
        shifted = values.copy()
        shifted[k] += 1e-9 * values[-1]
        assert errors(NumericSpectrum(shifted, counts), found)[0] > 1e-10
    for k in range(len(values) - 1):
        moved = counts.copy()
        moved[k] -= 1
        moved[k + 1] += 1
        if values[k + 1] - values[k] > 1e-8 * values[-1]:
            assert errors(NumericSpectrum(values, moved), found)[0] > 1e-10


def test_the_spectrum_of_the_scalar_problems_alone_is_noticed():
    """Without the pairs: each block a < b replaced by the values of a = b."""
    problem, target = problem_of(CASES[10])
    found = jax_eigenvalues(problem, target, problem.minimizer(seed=1))
    singles = MatrixFactorization(np.diag([3.0] * 3), 0.1, 3, 3).spectrum()
    assert errors(singles, found)[0] > 1e-2


def test_a_point_that_is_no_minimizer_has_other_eigenvalues():
    problem, target = problem_of(CASES[10])
    layers = problem.minimizer(seed=1)
    layers[0] = layers[0] * (1 + 1e-6)
    with pytest.raises(AssertionError):
        jax_eigenvalues(problem, target, layers)
