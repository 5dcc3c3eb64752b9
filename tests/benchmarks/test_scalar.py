"""Hessian and spectrum against SymPy's general routines, in one run.

    pytest tests/benchmarks/test_scalar.py --benchmark-only --benchmark-group-by=group

Each group of the table holds symfact and its peer on the same problem, and shows the ratio
in parentheses; the results are compared, too.  SymPy's cache is cleared before each round.
SYMFACT_BENCHMARK_DEPTH sets the depth (default 16): at 48 each peer takes a minute or so.
"""

import os
from collections.abc import Callable
from typing import Any

import pytest
from sympy import Add, Matrix, Mul, Symbol, hessian, zeros
from sympy.core.cache import clear_cache

from symfact import ScalarFactorization

DEPTH = int(os.environ.get("SYMFACT_BENCHMARK_DEPTH", "16"))
PROBLEM = ScalarFactorization(depth=DEPTH)


def run(benchmark: Any, function: Callable[[], Any], rounds: int) -> Any:
    return benchmark.pedantic(function, setup=clear_cache, rounds=rounds)


def peer_hessian() -> Matrix:
    weights = PROBLEM.weights
    squares = Add(*(x**2 for x in weights))
    loss = (PROBLEM.target - Mul(*weights)) ** 2 + PROBLEM.lam / DEPTH * squares
    return hessian(loss, weights)


def hessian_at_minimizer() -> Matrix:
    """The Hessian at w_1 = ... = w_L = w, with m eliminated by stationarity."""
    w = Symbol("w", positive=True)
    point = dict.fromkeys(PROBLEM.weights, w)
    point[PROBLEM.target] = w**DEPTH + PROBLEM.lam * w ** (2 - DEPTH) / DEPTH
    return PROBLEM.hessian().xreplace(point).expand()


@pytest.mark.benchmark(group="hessian")
def test_symfact_hessian(benchmark: Any) -> None:
    assert run(benchmark, PROBLEM.hessian, rounds=5).shape == (DEPTH, DEPTH)


@pytest.mark.benchmark(group="hessian")
def test_sympy_hessian(benchmark: Any) -> None:
    theirs = run(benchmark, peer_hessian, rounds=1)
    assert (theirs - PROBLEM.hessian()).expand() == zeros(DEPTH, DEPTH)


@pytest.mark.benchmark(group="spectrum")
def test_symfact_spectrum(benchmark: Any) -> None:
    spectrum = run(benchmark, PROBLEM.spectrum, rounds=5)
    assert sum(spectrum.values()) == DEPTH


@pytest.mark.benchmark(group="spectrum")
def test_sympy_eigenvals(benchmark: Any) -> None:
    matrix = hessian_at_minimizer()
    theirs = run(benchmark, matrix.eigenvals, rounds=1)
    assert {value.expand(): count for value, count in theirs.items()} == PROBLEM.spectrum()


@pytest.mark.benchmark(group="spectrum and 50 digits, by depth")
@pytest.mark.parametrize("depth", [5, 48, 1000])
def test_symfact_spectrum_does_not_grow_with_the_depth(benchmark: Any, depth: int) -> None:
    problem = ScalarFactorization(2, "1/10", depth)
    top = run(benchmark, lambda: problem.spectrum().max_eigenvalue().evalf(50), rounds=5)
    assert top > 0
