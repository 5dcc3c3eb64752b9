"""Enclosures of a sweep against an answer that is not verified, in one run.

    pytest tests/benchmarks/test_sweep.py --benchmark-only --benchmark-group-by=group

The unit is Newton's method in NumPy, in blocks that stay in the cache, for w and the regime
alone, on the same 10^6 points at L = 5.  The enclosures, 14 columns, are made for 10^5 points
at a time, as a sweep that writes a file does.  The peer is Arb (python-flint): w by one
step of the interval Newton method from the unit's answer, and the rest of the row from its ball,
a point at a time, on every 500th point.
"""

import time
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from symfact.sweep import Enclosures, enclose

DEPTH, SIDE, BLOCK, PART, EVERY = 5, 1000, 10_000, 100_000, 500
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


def arb_rows(w: np.ndarray) -> int:
    flint = pytest.importorskip("flint")
    L, count = DEPTH, 0
    for m, lam, start in zip(TARGET[::EVERY], LAM[::EVERY], w, strict=True):
        if start:
            m_ball, c, middle = flint.arb(m), flint.arb(lam) / L, flint.arb(start)
            ball = flint.arb(start, 1e-10 * start)
            value = middle ** (2 * L - 2) - m_ball * middle ** (L - 2) + c
            slope = (2 * L - 2) * ball ** (2 * L - 3) - (L - 2) * m_ball * ball ** (L - 3)
            root = middle - value / slope
            rho, bulk = root**L, 4 * c
            loss = (m_ball - rho) ** 2 + L * c * root**2
            top = 2 * L * root ** (2 * L - 2) - 2 * (L - 2) * c
            row = (root, rho, loss, bulk, top, top, 2 / top)
            count += ball.contains(root) and len(row) == 7
    return count


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


@pytest.mark.benchmark(group="10^6 points, L = 5, both")
def test_the_enclosures_run_at_15_times_the_rate_of_arb_or_more(benchmark: Any) -> None:
    assert arb_rows(unit()[::EVERY]) > len(TARGET) / EVERY / 2
    ratios: list[float] = []
    w = unit()[::EVERY]
    benchmark.pedantic(
        lambda: ratios.append(seconds(lambda: arb_rows(w)) * EVERY / seconds(enclose_all)), rounds=5
    )
    benchmark.extra_info["rate over that of Arb"] = sorted(ratios)
    assert sorted(ratios)[2] >= 15
