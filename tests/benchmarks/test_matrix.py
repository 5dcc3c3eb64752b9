"""The spectrum of a matrix problem beside one SVD, a dense Hessian and Lanczos.

    pytest tests/benchmarks/test_matrix.py -o addopts= --benchmark-group-by=group

Only ratios within a group of one run mean anything.  `extra_info`, in the file of
`--benchmark-json`, has the peak of memory in copies of M and the accuracies.
SYMFACT_BENCHMARK_ROWS sets the rows of the large target (default 2000, columns half of it).
"""

import os
import tracemalloc

import numpy as np
import pytest

from symfact.matrix import MatrixFactorization

ROWS = int(os.environ.get("SYMFACT_BENCHMARK_ROWS", "2000"))
LARGE = {"lam": "1/10", "depth": 50, "widths": 4096}


def normal(rows, columns):
    return np.random.default_rng(0).standard_normal((rows, columns))


def flat(layers):
    return np.concatenate([np.asarray(w).ravel() for w in layers])


class HessianAtMinimizer:
    """Hessian times vector for flat vectors, as a user would write it."""

    def __init__(self, problem):
        self.problem, self.layers = problem, problem.minimizer()
        self.shapes = [w.shape for w in self.layers]
        self.ends = np.cumsum([w.size for w in self.layers])

    def __call__(self, vector):
        parts = np.split(vector, self.ends[:-1])
        moves = [p.reshape(s) for p, s in zip(parts, self.shapes, strict=True)]
        return flat(self.problem.hessian_vector_product(self.layers, moves))

    def dense(self):
        return np.stack([self(unit) for unit in np.eye(self.ends[-1])])


# -- at scale: the cost is one SVD -------------------------------------------------------


@pytest.mark.benchmark(group="large target, depth 50, widths 4096")
def test_numpy_svd(benchmark):
    target = normal(ROWS, ROWS // 2)
    benchmark.pedantic(lambda: np.linalg.svd(target, compute_uv=False), rounds=3, warmup_rounds=1)


@pytest.mark.benchmark(group="large target, depth 50, widths 4096")
def test_symfact_spectrum(benchmark):
    target = normal(ROWS, ROWS // 2)
    spectrum = benchmark.pedantic(
        lambda: MatrixFactorization(target, **LARGE).spectrum(), rounds=3, warmup_rounds=1
    )
    assert spectrum.size() == 4096 * (ROWS + ROWS // 2) + 48 * 4096**2
    copies = peak_in_copies(lambda: MatrixFactorization(target, **LARGE).spectrum(), target)
    benchmark.extra_info["peak beside M, in copies of it, without LAPACK's own"] = copies
    assert copies < 2


def peak_in_copies(function, target):
    """The peak of what is allocated beside the target, in copies of it."""
    tracemalloc.start()
    try:
        function()
        return tracemalloc.get_traced_memory()[1] / target.nbytes
    finally:
        tracemalloc.stop()


def test_the_measure_of_memory_sees_three_copies():
    target = normal(200, 100)
    assert 2.9 < peak_in_copies(lambda: [target.copy() for _ in range(3)], target) < 3.1


# -- what fits a dense Hessian -----------------------------------------------------------

SMALL = {"lam": "1/10", "depth": 3, "widths": 12}


@pytest.mark.benchmark(group="10 x 8, depth 3, widths 12, all eigenvalues")
def test_symfact_small(benchmark):
    target = normal(10, 8)
    benchmark.pedantic(
        lambda: MatrixFactorization(target, **SMALL).spectrum(), rounds=20, warmup_rounds=1
    )


@pytest.mark.benchmark(group="10 x 8, depth 3, widths 12, all eigenvalues")
def test_dense_hessian_and_eigvalsh(benchmark):
    problem = MatrixFactorization(normal(10, 8), **SMALL)

    def peer():
        return np.linalg.eigvalsh(HessianAtMinimizer(problem).dense())

    found, spectrum = benchmark.pedantic(peer, rounds=3, warmup_rounds=1), problem.spectrum()
    claimed = np.repeat(spectrum.eigenvalues, spectrum.multiplicities)
    error = abs(found - claimed).max() / found[-1]
    benchmark.extra_info |= {"N": len(found), "largest error / lambda_max": error}
    assert error < 1e-12
    claimed[0] += 1e-9 * found[-1]
    assert abs(found - claimed).max() / found[-1] > 1e-12


# -- Lanczos for the largest eigenvalue --------------------------------------------------

MIDDLE = {"lam": "1/10", "depth": 5, "widths": 64}


def relative_error(found, problem):
    """Against mpmath with 40 digits, from the singular values in float64."""
    import mpmath  # noqa: PLC0415

    from symfact.minimizer import minimizer  # noqa: PLC0415
    from symfact.parameters import parse_rational  # noqa: PLC0415

    L = problem.depth
    with mpmath.workdps(40):
        c = mpmath.mpf(problem.lam.numerator) / problem.lam.denominator / L
        values = [parse_rational(m, "m") for m in problem.singular_values[:2]]
        x, y = (minimizer(m, problem.lam, L, 40).w for m in values)
        G = mpmath.fsum(x ** (2 * (L - 1 - k)) * y ** (2 * k) for k in range(L))
        T = mpmath.fsum((x / y) ** (2 * k - L) for k in range(1, L))
        own = 2 * L * x ** (2 * L - 2) + 4 * c - 2 * L * c
        exact = max(own, 2 * G + 2 * c * (1 + T))
        return float(abs(mpmath.mpf(float(found)) - exact) / exact)


@pytest.mark.benchmark(group="60 x 40, depth 5, widths 64, lambda_max")
def test_symfact_max_eigenvalue(benchmark):
    target = normal(60, 40)
    found = benchmark.pedantic(
        lambda: MatrixFactorization(target, **MIDDLE).max_eigenvalue(), rounds=20, warmup_rounds=1
    )
    error = relative_error(found, MatrixFactorization(target, **MIDDLE))
    benchmark.extra_info["relative error"] = error
    assert error < 1e-13
    assert relative_error(found * (1 + 1e-12), MatrixFactorization(target, **MIDDLE)) > 1e-13


@pytest.mark.benchmark(group="60 x 40, depth 5, widths 64, lambda_max")
@pytest.mark.parametrize("tolerance", [0, 1e-6], ids=["full precision", "six digits"])
def test_lanczos(benchmark, tolerance):
    linalg = pytest.importorskip("scipy.sparse.linalg")
    problem = MatrixFactorization(normal(60, 40), **MIDDLE)
    hessian = HessianAtMinimizer(problem)
    size, products = int(hessian.ends[-1]), []

    def times(vector):
        products.append(1)
        return hessian(vector)

    def peer():
        products.clear()
        operator = linalg.LinearOperator((size, size), matvec=times, dtype=float)
        start = np.random.default_rng(1).standard_normal(size)
        return linalg.eigsh(
            operator, k=1, which="LA", v0=start, tol=tolerance, return_eigenvectors=False
        )[0]

    found = benchmark.pedantic(peer, rounds=3, warmup_rounds=1)
    error = relative_error(found, problem)
    benchmark.extra_info |= {
        "N": size, "relative error": error, "Hessian-vector products": len(products)
    }  # fmt: skip
    assert error < max(1e-11, tolerance)
