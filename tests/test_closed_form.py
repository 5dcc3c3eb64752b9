"""The exact spectrum: SymPy's own eigenvalues of small Hessians, merging, order and symbols."""

from fractions import Fraction
from itertools import combinations

import pytest
import sympy
from sympy import Add, Integer, Max, Rational, Symbol, hessian, symbols

from symfact.blocks import count_blocks
from symfact.closed_form import MatrixSpectrum, eigenvalues, max_eigenvalue, pair_sums, trace
from symfact.matrix import MatrixFactorization


def sympy_eigenvalues(singular_values, shape, widths, lam, layers):
    """Independent: sympy.hessian of the loss at given diagonal layers, and Matrix.eigenvals."""
    dimensions = (shape[1], *widths, shape[0])
    names, point, product, penalty = [], {}, sympy.eye(shape[1]), 0
    for i, (d, e) in enumerate(zip(dimensions[1:], dimensions, strict=False)):
        matrix = sympy.Matrix(d, e, symbols(f"w{i}_:{d * e}"))
        names += list(matrix)
        for row in range(d):
            for column in range(e):
                same = row == column < len(layers)
                point[matrix[row, column]] = layers[row] if same else 0
        product, penalty = matrix * product, penalty + Add(*(w**2 for w in matrix))
    target = sympy.zeros(*shape)
    for k, value in enumerate(singular_values):
        target[k, k] = value
    c = Rational(lam) / (len(dimensions) - 1)
    loss = Add(*(entry**2 for entry in target - product)) + c * penalty
    gradient = [sympy.diff(loss, name).subs(point) for name in names]
    assert all(sympy.expand(entry) == 0 for entry in gradient)
    return hessian(loss, names).subs(point).expand().eigenvals()


RATIONAL = [  # x_k^2 = m_k - lam/2 at depth 2, and a tie with x = 1 at depth 3
    ((3, 2), (2, 2), (2,), 2, None),
    ((3, 2), (2, 2), (1,), 2, None),
    ((3, "1/2"), (2, 2), (2,), 2, None),
    ((3, 3), (2, 2), (2,), 2, None),
    ((2,), (1, 2), (2,), 2, None),
    ((2,), (2, 1), (1,), 2, None),
    ((1, "1/2"), (2, 2), (2,), 5, None),
    ((2,), (1, 1), (1, 1), 3, "nonzero"),
    ((2,), (1, 1), (1, 1), 3, "zero"),
    ((2,), (1, 2), (2, 1), 3, "nonzero"),
    ((2, 2), (2, 2), (2, 2), 3, "nonzero"),
]


@pytest.mark.parametrize("case", RATIONAL, ids=str)
def test_the_spectrum_is_that_of_sympy_exactly(case):
    values, shape, widths, lam, branch = case
    problem = MatrixFactorization(
        singular_values=values, shape=shape, lam=lam, depth=len(widths) + 1, widths=widths
    )
    m, x, *_ = problem._exact(branch)
    expected = sympy_eigenvalues(m, shape, widths, lam, x)
    found = problem.spectrum(branch)
    assert found == expected
    assert found.max_eigenvalue() == max(expected)
    assert problem.trace(branch) == sum(value * count for value, count in expected.items())
    assert found != {**expected, max(expected): expected[max(expected)] + 1}


@pytest.mark.parametrize("L", range(2, 9))
def test_pair_sums_are_the_geometric_ones(L):
    x, y = symbols("x y", positive=True)
    G, T = pair_sums(x, y, L)
    assert sympy.cancel(G - (x ** (2 * L) - y ** (2 * L)) / (x**2 - y**2)) == 0
    t = x / y
    assert sympy.cancel(T - (t ** (L - 1) - t ** (1 - L)) / (t - 1 / t)) == 0
    assert (len(Add.make_args(G.subs({x: 1})) if L > 1 else [G]), T.subs(x, y)) == (L, L - 1)
    assert pair_sums(y, x, L)[0].expand() == G.expand()
    assert sympy.cancel(T - pair_sums(x, y, L + 1)[1]) != 0


def setting(r=2, dimensions=(3, 3, 3, 3), L=3):
    x = symbols(f"x1:{r + 1}", positive=True)
    c = Symbol("c", positive=True)
    # p(x) = 0 makes m_k = x_k^L + c x_k^(2-L)
    m = [*(w**L + c * w ** (2 - L) for w in x), *symbols(f"m{r + 1}:4", positive=True)]
    return m, list(x), c, L, count_blocks(r, dimensions)


@pytest.mark.parametrize("L", [2, 3, 4, 5])
@pytest.mark.parametrize("r", [0, 1, 2, 3])
def test_the_trace_is_the_sum_of_the_eigenvalues_for_symbols(L, r):
    m, x, c, _, blocks = setting(r, (3, *(4,) * (L - 1), 3), L)
    total = eigenvalues(m, x, c, L, blocks).trace()
    assert (total - trace(x, c, L, blocks)).expand() == 0
    wrong = blocks._replace(bulk=blocks.bulk - 1)
    assert (eigenvalues(m, x, c, L, wrong).trace() - trace(x, c, L, blocks)).expand() == -4 * c


def test_the_multiplicities_are_those_of_the_blocks():
    m, x, c, L, blocks = setting()
    spectrum = eigenvalues(m, x, c, L, blocks)
    assert sum(spectrum.values()) == blocks.total() == 27
    assert (spectrum[Integer(0)], spectrum[4 * c]) == (blocks.zero, blocks.bulk)
    assert spectrum[2 * c] == blocks.free
    assert all(count > 0 for count in spectrum.values())
    assert spectrum.regime == "nonzero"
    assert eigenvalues(m[:0] + m[2:] * 3, [], c, L, count_blocks(0, (3,) * 4)).regime == "zero"


def test_equal_singular_values_merge_exactly():
    spectrum = MatrixFactorization(singular_values=[3, 3, 3], lam=1, depth=3).spectrum()
    assert list(spectrum.values()).count(1) == 0
    assert sorted(spectrum.values()) == [3, 6, 6, 12]
    apart = MatrixFactorization(singular_values=[3, 3, "3.001"], lam=1, depth=3).spectrum()
    assert len(apart) > len(spectrum)


def test_extremes_of_numbers_are_numbers_and_of_symbols_stay_open():
    m, x, c, L, blocks = setting()
    top = max_eigenvalue(m, x, c, L, blocks)
    assert isinstance(top, Max)
    spectrum = eigenvalues(m, x, c, L, blocks)
    assert spectrum.max_eigenvalue() == top
    for method in (spectrum.min_eigenvalue, spectrum.condition_number):
        with pytest.raises(ValueError, match=r"^spectrum: .* symbolic; allowed here are numbers"):
            method()


@pytest.mark.parametrize("lam", ["1/10", "1", "3", "9"])
@pytest.mark.parametrize("depth", [2, 3, 4, 5])
def test_the_sharpness_is_the_largest_of_all_eigenvalues(depth, lam):
    for values in combinations([5, 4, 2, 1, Fraction(1, 2), 0], 3):
        problem = MatrixFactorization(
            singular_values=values, lam=lam, depth=depth, widths=(3,) * (depth - 1)
        )
        spectrum = problem.spectrum("zero")
        numbers = [value.evalf(30) for value in spectrum]
        assert abs(spectrum.max_eigenvalue().evalf(30) - max(numbers)) < max(numbers) * 10**-28
        assert spectrum.min_eigenvalue().evalf(30) == min(numbers)
        positive = min(n for n, value in zip(numbers, spectrum, strict=True) if not value.is_zero)
        expected = max(numbers) / positive
        assert abs(spectrum.condition_number().evalf(30) / expected - 1) < 1e-26


def test_close_eigenvalues_are_ordered_by_fifty_digits():
    near = Integer(8) - Rational(1, 10**40)
    pairs = [(Integer(0), 2), (near, 1), (Integer(8), 1)]
    spectrum = MatrixSpectrum(pairs, largest=Integer(8), regime="nonzero")
    assert spectrum.condition_number() == 8 / near != 1
    assert spectrum.min_eigenvalue() == 0
    assert spectrum.trace() == 8 + near
    assert spectrum.stable_step() == Rational(1, 4)


@pytest.mark.xfail(reason="every LayerMagnitude prints as w, whichever singular value it is of")
def test_different_layer_entries_print_differently():
    texts = [str(v) for v in MatrixFactorization(singular_values=[3, 2], lam=1, depth=3).spectrum()]
    assert len(set(texts)) == len(texts)
