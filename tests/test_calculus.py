"""The generic-index derivation against SymPy's own derivatives of the whole loss."""

from itertools import product

import pytest
import sympy
from sympy import Add, Integer, Matrix, Mul, Piecewise, Rational, Symbol, eye, hessian, zeros

from symfact import ScalarFactorization
from symfact.calculus import (
    DEPTH,
    LAM,
    TARGET,
    Entries,
    W,
    generic_entries,
    instantiate_hessian,
    structure_at_minimizer,
    structure_at_zero,
)

M, LAMBDA = Symbol("m", real=True), Symbol("lambda", positive=True)
w = Symbol("w", positive=True)
J, K = (Symbol(name, integer=True, positive=True) for name in "jk")


def whole_loss(problem: ScalarFactorization) -> sympy.Expr:
    """The loss, written down again from (1)."""
    weights = sympy.symbols(f"w_1:{problem.depth + 1}", real=True)
    return (problem.target - Mul(*weights)) ** 2 + problem.lam / problem.depth * Add(
        *(x**2 for x in weights)
    )


def sign_patterns(depth: int) -> list[tuple[int, ...]]:
    if depth <= 6:
        return list(product((1, -1), repeat=depth))
    return [(1,) * depth, (-1,) * depth, tuple((-1) ** (i // 3) for i in range(depth))]


def stationary_target(signs: tuple[int, ...], magnitude: sympy.Expr) -> sympy.Expr:
    """The m for which the weights s_i w are critical: m = rho + lambda w^2 / (L rho)."""
    depth = len(signs)
    rho = Mul(*signs) * magnitude**depth
    return rho + LAMBDA * magnitude**2 / (depth * rho)


@pytest.mark.parametrize("depth", range(2, 13))
def test_hessian_equals_sympys_hessian_of_the_whole_loss(depth: int) -> None:
    problem = ScalarFactorization(depth=depth)
    theirs = hessian(whole_loss(problem), problem.weights)
    assert (problem.hessian() - theirs).expand() == zeros(depth, depth)


@pytest.mark.parametrize("depth", range(2, 13))
def test_gradient_equals_sympys_derivatives_of_the_whole_loss(depth: int) -> None:
    problem = ScalarFactorization(depth=depth)
    theirs = Matrix([whole_loss(problem).diff(x) for x in problem.weights])
    assert (problem.gradient() - theirs).expand() == zeros(depth, 1)


@pytest.mark.parametrize("target", ["-3/2", 0, "0.125"])
@pytest.mark.parametrize("depth", range(2, 7))
def test_derivatives_with_numbers(target: object, depth: int) -> None:
    problem = ScalarFactorization(target, "7/3", depth)
    loss = whole_loss(problem)
    assert (problem.loss() - loss).expand() == 0
    theirs = hessian(loss, problem.weights)
    assert (problem.hessian() - theirs).expand() == zeros(depth, depth)
    gradient = Matrix([loss.diff(x) for x in problem.weights])
    assert (problem.gradient() - gradient).expand() == zeros(depth, 1)
    assert not problem.hessian().atoms(sympy.Float)


@pytest.mark.parametrize("depth", [2, 3, 5, 8])
@pytest.mark.parametrize("target", [None, 0, 2])
def test_every_entry_is_in_sympys_canonical_form(target: object, depth: int) -> None:
    entries = ScalarFactorization(target, depth=depth).hessian()
    assert all(entry == entry.func(*entry.args) for entry in entries)
    assert entries.is_symmetric()


@pytest.mark.parametrize("depth", range(2, 13))
def test_symbolic_depth_gives_the_entries_of_every_concrete_depth(depth: int) -> None:
    generic, concrete = ScalarFactorization(), ScalarFactorization(depth=depth)
    weights, hessian_matrix = concrete.weights, concrete.hessian()
    entries = generic.hessian()
    for j, k in product(range(depth), repeat=2):
        other = k if k != j else (j + 1) % depth
        values = {
            generic.depth: Integer(depth),
            Symbol("w_j", real=True): weights[j],
            Symbol("w_k", real=True): weights[other],
            Symbol("P", real=True): Mul(*(x for i, x in enumerate(weights) if i not in (j, other))),
        }
        entry = entries.subs({J: j + 1, K: k + 1}).xreplace(values)
        assert (entry - hessian_matrix[j, k]).expand() == 0
        if k == other:
            slope = generic.gradient().xreplace(values)
            assert (slope - concrete.gradient()[j]).expand() == 0


def test_symbolic_hessian_separates_the_diagonal() -> None:
    entry = ScalarFactorization().hessian()
    assert isinstance(entry, Piecewise)
    assert entry.subs({J: 3, K: 3}) == entry.args[0][0]
    assert entry.subs({J: 3, K: 4}) == entry.args[1][0]


@pytest.mark.parametrize("depth", range(2, 13))
def test_balanced_critical_points_have_the_structure_alpha_beta(depth: int) -> None:
    alpha, beta = (
        part.xreplace({LAM: LAMBDA, DEPTH: Integer(depth), W: w})
        for part in structure_at_minimizer()
    )
    problem = ScalarFactorization(depth=depth)
    for signs in sign_patterns(depth):
        point = {x: s * w for x, s in zip(problem.weights, signs, strict=True)}
        point[M] = stationary_target(signs, w)
        assert problem.gradient().xreplace(point).expand() == zeros(depth, 1)
        s = Matrix(signs)
        expected = (alpha * eye(depth) + beta * s * s.T).expand()
        assert problem.hessian().xreplace(point).expand() == expected


@pytest.mark.parametrize("depth", range(2, 7))
def test_structure_at_zero_is_the_hessian_there(depth: int) -> None:
    alpha, beta = (
        part.xreplace({TARGET: M, LAM: LAMBDA, DEPTH: Integer(depth)})
        for part in structure_at_zero(1 if depth == 2 else 0)
    )
    problem = ScalarFactorization(depth=depth)
    theirs = hessian(whole_loss(problem), problem.weights).subs(dict.fromkeys(problem.weights, 0))
    assert theirs == alpha * eye(depth) + beta * sympy.ones(depth, depth)


def test_a_wrong_generic_entry_is_noticed() -> None:
    """The comparison above would see a wrong coefficient, sign or exponent."""
    right = generic_entries()
    weights = sympy.symbols("w_1:5", real=True)
    theirs = instantiate_hessian(right, weights)
    for wrong in (right.off_diagonal * 2, -right.off_diagonal, right.off_diagonal + 2 * TARGET):
        entries = Entries(right.gradient, right.diagonal, wrong)
        assert (instantiate_hessian(entries, weights) - theirs).expand() != zeros(4, 4)


def test_structure_does_not_depend_on_the_target_or_the_signs() -> None:
    for part in structure_at_minimizer():
        assert part.free_symbols <= {LAM, DEPTH, W}


@pytest.mark.parametrize("depth", range(2, 6))
def test_matrix_eigenvals_finds_the_same_spectrum(depth: int) -> None:
    """A general eigenvalue routine, on the Hessian at a rational balanced critical point."""
    magnitude, lam = Rational(3, 2), Rational(1, 7)
    for signs in [(1,) * depth, (-1,) + (1,) * (depth - 1)]:
        target = stationary_target(signs, magnitude).subs(LAMBDA, lam)
        problem = ScalarFactorization(target, lam, depth)
        point = {x: s * magnitude for x, s in zip(problem.weights, signs, strict=True)}
        assert problem.hessian().subs(point).eigenvals() == problem.spectrum()
