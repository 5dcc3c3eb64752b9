"""The exact formulas: ties, and the largest eigenvalue among all."""

import pytest
from sympy import Integer, Rational, Symbol, simplify

from symfact.blocks import count_blocks
from symfact.closed_form import MatrixSpectrum, eigenvalues, max_eigenvalue, pair_sums

x, y = Symbol("x", positive=True), Symbol("y", positive=True)


@pytest.mark.parametrize("depth", range(2, 7))
def test_the_sums_are_geometric(depth):
    G, T = pair_sums(x, y, depth)
    assert simplify(G * (x**2 - y**2) - (x ** (2 * depth) - y ** (2 * depth))) == 0
    t = x / y
    assert simplify(T * (t - 1 / t) - (t ** (depth - 1) - t ** (1 - depth))) == 0
    assert T.subs(y, x) == depth - 1


@pytest.mark.parametrize(("x_1", "x_2"), [(2, 1), (1, 1), (Rational(11, 10), 1)])
@pytest.mark.parametrize("depth", [2, 3, 5])
def test_the_largest_eigenvalue_is_the_maximum_of_all(x_1, x_2, depth):
    w, c = [Integer(1) * x_1, Integer(x_2)], Rational(1, 10)
    m = [v**depth + c / v ** (depth - 2) for v in w]
    blocks = count_blocks(2, (2,) * (depth + 1))
    spectrum = eigenvalues(m, w, c, depth, blocks)
    assert max_eigenvalue(m, w, c, depth, blocks) == max(spectrum)


def test_a_symbolic_spectrum_has_no_smallest_eigenvalue():
    spectrum = MatrixSpectrum([(x, 1)], largest=x, regime="nonzero")
    with pytest.raises(ValueError, match=r"^spectrum: .* is symbolic; allowed here are numbers"):
        spectrum.condition_number()
