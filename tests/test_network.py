"""Loss, gradient and Hessian against finite differences; random orthonormal columns."""

import math

import numpy as np
import pytest

from symfact.network import (
    LowRank,
    complete,
    gradient,
    hessian_vector_product,
    loss,
    orthonormal_columns,
)

SHAPES = [(2, 2, 2), (3, 1, 2), (2, 4, 3), (3, 2, 4, 2), (1, 1, 1, 1), (2, 3, 1, 4, 3, 2)]


def problem(dimensions, seed=0):
    rng = np.random.default_rng(seed)
    layers = [rng.standard_normal((d, e)) for d, e in zip(dimensions[1:], dimensions, strict=False)]
    directions = [rng.standard_normal(w.shape) for w in layers]
    return rng.standard_normal((dimensions[-1], dimensions[0])), 0.3, layers, directions


def inner(first, second):
    return sum(float(np.vdot(a, b)) for a, b in zip(first, second, strict=True))


def moved(layers, directions, step):
    return [w + step * d for w, d in zip(layers, directions, strict=True)]


def derivative(function, step=1e-3):
    """Central differences of the sixth order."""
    weights = {1: 45, 2: -9, 3: 1}
    total = sum(f * (function(k * step) - function(-k * step)) for k, f in weights.items())
    return total / (60 * step)


@pytest.mark.parametrize("dimensions", SHAPES, ids=str)
def test_loss_is_written_out(dimensions):
    target, c, layers, _ = problem(dimensions)
    product = layers[0]
    for w in layers[1:]:
        product = w @ product
    expected = ((target - product) ** 2).sum() + c * sum((w**2).sum() for w in layers)
    assert loss(target, c, layers) == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize("dimensions", SHAPES, ids=str)
def test_gradient_is_the_derivative_of_the_loss(dimensions):
    target, c, layers, directions = problem(dimensions)
    found = gradient(target, c, layers)
    assert [g.shape for g in found] == [w.shape for w in layers]
    expected = derivative(lambda t: loss(target, c, moved(layers, directions, t)))
    assert inner(found, directions) == pytest.approx(expected, rel=1e-8)
    without_penalty = gradient(target, 0.0, layers)
    assert abs(inner(without_penalty, directions) / expected - 1) > 1e-4, "the penalty is seen"


@pytest.mark.parametrize("dimensions", SHAPES, ids=str)
def test_hessian_vector_product_is_the_derivative_of_the_gradient(dimensions):
    target, c, layers, directions = problem(dimensions)
    found = hessian_vector_product(target, c, layers, directions)
    for i, part in enumerate(found):
        expected = derivative(lambda t, i=i: gradient(target, c, moved(layers, directions, t))[i])
        assert abs(part - expected).max() < 1e-8 * max(1, abs(expected).max())
    gauss_newton = hessian_vector_product(
        np.asarray(_product(layers)), c, layers, directions
    )  # without the residual
    assert abs(gauss_newton[0] - found[0]).max() > 1e-4, "the residual is seen"


def _product(layers):
    product = layers[0]
    for w in layers[1:]:
        product = w @ product
    return product


@pytest.mark.parametrize("dimensions", SHAPES, ids=str)
def test_hessian_is_symmetric_and_linear(dimensions):
    target, c, layers, first = problem(dimensions)
    second = problem(dimensions, seed=1)[3]

    def times(vector):
        return hessian_vector_product(target, c, layers, vector)

    assert inner(times(first), second) == pytest.approx(inner(first, times(second)), rel=1e-11)
    both = times(moved(first, second, 2))
    expected = moved(times(first), times(second), 2)
    assert all(np.allclose(a, b, rtol=1e-12) for a, b in zip(both, expected, strict=True))


def test_low_rank_layers_are_directions():
    target, c, layers, _ = problem((3, 2, 4, 2))
    rng = np.random.default_rng(2)
    factors = [
        LowRank(rng.standard_normal((d, 2)), rng.standard_normal((e, 2)))
        for d, e in (w.shape for w in layers)
    ]
    plain = [np.asarray(f) for f in factors]
    assert [f.shape for f in factors] == [w.shape for w in layers]
    found = hessian_vector_product(target, c, layers, factors)
    for a, b in zip(found, hessian_vector_product(target, c, layers, plain), strict=True):
        assert np.array_equal(a, b)


def test_a_low_rank_matrix_multiplies_without_being_formed():
    rng = np.random.default_rng(0)
    left, right, block = (rng.standard_normal((n, k)) for n, k in [(5, 2), (3, 2), (3, 4)])
    operator = LowRank(left, right)
    assert np.allclose(operator @ block, (left @ right.T) @ block)
    assert np.allclose(operator @ block[:, 0], (left @ right.T) @ block[:, 0])
    assert not np.allclose(LowRank(left, -right) @ block, operator @ block)
    assert np.asarray(operator, dtype=np.float32).dtype == np.float32
    assert repr(operator) == "LowRank(shape=(5, 3), rank=2)"
    huge = LowRank(np.ones((10**6, 1)), np.ones((10**6, 1)))
    assert (huge @ np.ones(10**6))[0] == 10**6
    empty = LowRank(np.zeros((2, 0)), np.zeros((3, 0)))
    assert np.array_equal(np.asarray(empty), np.zeros((2, 3)))


# -- random orthonormal columns ----------------------------------------------------------


@pytest.mark.parametrize(("size", "columns"), [(1, 1), (5, 2), (5, 5), (40, 3), (3, 0)])
def test_columns_are_orthonormal_and_the_first_do_not_depend_on_their_number(size, columns):
    q = orthonormal_columns(size, columns, np.random.default_rng(7))
    assert q.shape == (size, columns)
    assert np.allclose(q.T @ q, np.eye(columns), atol=1e-14)
    fewer = orthonormal_columns(size, columns // 2, np.random.default_rng(7))
    assert np.allclose(fewer, q[:, : columns // 2], atol=1e-14)


def mean_and_error(samples):
    return samples.mean(axis=0), samples.std(axis=0) / math.sqrt(len(samples))


def test_columns_are_uniform():
    """E q = 0 and E q q^T = (k/n) I, within five standard errors; the signs matter."""
    n, k, count = 4, 2, 4000
    rng = np.random.default_rng(0)
    samples = np.array([orthonormal_columns(n, k, rng) for _ in range(count)])
    mean, error = mean_and_error(samples)
    assert (abs(mean) < 5 * error).all()
    mean, error = mean_and_error(samples @ samples.transpose(0, 2, 1))
    assert (abs(mean - k / n * np.eye(n)) < 5 * error).all()
    assert (abs(mean - np.eye(n)) > 5 * error)[np.eye(n, dtype=bool)].all()
    fourth, error = mean_and_error(samples[:, 0, 0] ** 4)
    assert abs(fourth - 3 / (n * (n + 2))) < 5 * error, "the sphere's fourth moment"


def test_the_factor_of_lapack_without_signs_is_not_uniform():
    rng = np.random.default_rng(0)
    samples = np.array([np.linalg.qr(rng.standard_normal((4, 2)))[0] for _ in range(4000)])
    mean, error = mean_and_error(samples)
    assert (abs(mean) > 5 * error).any()


def test_complete_keeps_the_given_columns():
    rng = np.random.default_rng(3)
    given = orthonormal_columns(6, 2, rng)
    found = complete(given, 5, rng)
    assert np.array_equal(found[:, :2], given)
    assert np.allclose(found.T @ found, np.eye(5), atol=1e-13)
    assert np.array_equal(complete(given, 1, rng), given[:, :1])
    assert complete(given, 6, rng).shape == (6, 6)
