"""Enclosures of a sweep against an answer that is not verified, in one run.

    pytest tests/benchmarks/test_sweep.py --benchmark-only --benchmark-group-by=group

The unit is Newton's method in NumPy, in blocks that stay in the cache, for w and the regime
alone, on the same 10^6 points at L = 5.  The enclosures, 14 columns, are made for 10^5 points
at a time, as a sweep that writes a file does.
"""

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from symfact.sweep import Enclosures, enclose

DEPTH, SIDE, BLOCK, PART = 5, 1000, 10_000, 100_000
TARGET, LAM = (
    grid.ravel()
    for grid in np.meshgrid(np.linspace(0.1, 10, SIDE), np.geomspace(1e-3, 5, SIDE), indexing="ij")
)


def unit() -> np.ndarray:
    """w for each point; 0 where lam > lam_c."""
    result = np.empty_like(TARGET)
    for start in range(0, len(TARGET), BLOCK):
        part = slice(start, start + BLOCK)
        newton(TARGET[part], LAM[part], result[part])
    return result


def newton(m: np.ndarray, lam: np.ndarray, w: np.ndarray) -> None:
    L, c = DEPTH, lam / DEPTH
    np.power(m, 1 / L, out=w)
    critical = L / (L - 1) * ((L - 2) / (L - 1)) ** ((L - 2) / L) * m * m / (w * w)
    square, power, product, value = (np.empty_like(w) for _ in range(4))
    for _ in range(50):
        np.multiply(w, w, out=square)
        np.multiply(square, w, out=power)
        np.multiply(square, power, out=product)
        np.subtract(product, m, out=value)
        np.multiply(value, power, out=value)
        np.add(value, c, out=value)
        np.multiply(product, 2 * L - 2, out=product)
        np.subtract(product, (L - 2) * m, out=product)
        np.multiply(product, square, out=product)
        np.divide(value, product, out=value)
        np.subtract(w, value, out=w)
        if np.abs(value, out=value)[lam < critical].max(initial=0) < 1e-14:
            break
    w[lam > critical] = 0


def parts() -> Iterator[Enclosures]:
    for start in range(0, len(TARGET), PART):
        part = slice(start, start + PART)
        yield enclose(TARGET[part], LAM[part], DEPTH)


def enclose_all() -> int:
    return sum(len(found.regime) for found in parts())


def seconds(function: Callable[[], object]) -> float:
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


@pytest.mark.benchmark(group="10^6 points, L = 5")
def test_unit(benchmark: Any) -> None:
    w = benchmark.pedantic(unit, rounds=5, warmup_rounds=1)
    low, high = (np.concatenate([f[f"w_{side}"] for f in parts()]) for side in ("lower", "upper"))
    assert np.all((low * (1 - 1e-13) <= w) & (w <= high * (1 + 1e-13)))


@pytest.mark.benchmark(group="10^6 points, L = 5")
def test_symfact(benchmark: Any) -> None:
    assert benchmark.pedantic(enclose_all, rounds=5, warmup_rounds=1) == len(TARGET)


@pytest.mark.benchmark(group="10^6 points, L = 5, both")
def test_the_enclosures_run_at_half_the_rate_of_the_unit_or_more(benchmark: Any) -> None:
    ratios: list[float] = []
    benchmark.pedantic(lambda: ratios.append(seconds(unit) / seconds(enclose_all)), rounds=7)
    benchmark.extra_info["rate over that of the unit"] = sorted(ratios)
    assert sorted(ratios)[len(ratios) // 2] >= 0.5
