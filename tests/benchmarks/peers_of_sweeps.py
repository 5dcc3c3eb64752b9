"""The same question, w at 10^6 points with L = 5, asked of others; nothing of theirs is proved.

`newton` is the unit: Newton's method in NumPy, p and p' as the paper has them, with powers, in
blocks that stay in the cache.  `newton_by_products` saves the powers, `newton_in_place` the
new arrays as well; both are several times as fast.  All stop where the steps have become
small.  w is 0 where lam > lam_c.
"""

import time
from collections.abc import Callable
from typing import Any

import mpmath
import numpy as np
import pytest

DEPTH, SIDE, BLOCK = 5, 1000, 10_000
TARGET, LAM = (
    grid.ravel()
    for grid in np.meshgrid(np.linspace(0.1, 10, SIDE), np.geomspace(1e-3, 5, SIDE), indexing="ij")
)
CRITICAL = (
    DEPTH
    / (DEPTH - 1)
    * ((DEPTH - 2) / (DEPTH - 1)) ** ((DEPTH - 2) / DEPTH)
    * TARGET ** (2 - 2 / DEPTH)
)


def seconds(function: Callable[[], object]) -> float:
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


def in_blocks(solve: Callable[..., np.ndarray]) -> np.ndarray:
    """Return w for each point."""
    result = np.empty_like(TARGET)
    for start in range(0, len(TARGET), BLOCK):
        part = slice(start, start + BLOCK)
        result[part] = solve(TARGET[part], LAM[part])
    return result


def newton(m: np.ndarray, lam: np.ndarray) -> np.ndarray:
    L, w = DEPTH, m ** (1 / DEPTH)
    some = lam <= L / (L - 1) * ((L - 2) / (L - 1)) ** ((L - 2) / L) * m ** (2 - 2 / L)
    for _ in range(50):
        value = w ** (2 * L - 2) - m * w ** (L - 2) + lam / L
        slope = (2 * L - 2) * w ** (2 * L - 3) - (L - 2) * m * w ** (L - 3)
        step = value / slope
        w = w - step
        if np.abs(step)[some].max(initial=0) < 1e-14:
            break
    return np.where(some, w, 0)


def newton_by_products(m: np.ndarray, lam: np.ndarray) -> np.ndarray:
    L = DEPTH
    w = m ** (1 / L)
    some = lam <= L / (L - 1) * ((L - 2) / (L - 1)) ** ((L - 2) / L) * m * m / (w * w)
    for _ in range(50):
        cube = w * w * w
        product = cube * w * w
        value = (product - m) * cube + lam / L
        step = value / (((2 * L - 2) * product - (L - 2) * m) * w * w)
        w = w - step
        if np.abs(step)[some].max(initial=0) < 1e-14:
            break
    return np.where(some, w, 0)


def newton_in_place(m: np.ndarray, lam: np.ndarray) -> np.ndarray:
    L, c, w = DEPTH, lam / DEPTH, np.power(m, 1 / DEPTH)
    some = lam <= L / (L - 1) * ((L - 2) / (L - 1)) ** ((L - 2) / L) * m * m / (w * w)
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
        if np.abs(value, out=value)[some].max(initial=0) < 1e-14:
            break
    w[~some] = 0
    return w


def compiled() -> Callable[[], np.ndarray]:
    """Return the same as a loop that numba has compiled."""
    numba = pytest.importorskip("numba")

    @numba.njit
    def loop(targets: Any, lams: Any, critical: Any, result: Any) -> None:
        L = DEPTH
        for i in range(len(targets)):
            m, c, w = targets[i], lams[i] / L, targets[i] ** (1 / L)
            for _ in range(50):
                cube = w * w * w
                product = cube * w * w
                value = (product - m) * cube + c
                step = value / (((2 * L - 2) * product - (L - 2) * m) * w * w)
                w -= step
                if abs(step) < 1e-14:
                    break
            result[i] = w if lams[i] <= critical[i] else 0

    def run() -> np.ndarray:
        result = np.empty_like(TARGET)
        loop(TARGET, LAM, CRITICAL, result)
        return result

    run()
    return run


def find_root() -> np.ndarray:
    elementwise = pytest.importorskip("scipy.optimize.elementwise")
    L, some = DEPTH, LAM <= CRITICAL
    m, lam = TARGET[some], LAM[some]
    found = elementwise.find_root(
        lambda w, m, lam: w ** (2 * L - 2) - m * w ** (L - 2) + lam / L,
        ((m * (L - 2) / (2 * L - 2)) ** (1 / L), m ** (1 / L)),
        args=(m, lam),
    )
    result = np.zeros_like(TARGET)
    result[some] = found.x
    return result


def mpmath_roots(every: int) -> int:
    """Find every so-manieth w, and return their number."""
    points = list(zip(TARGET[::every], LAM[::every], CRITICAL[::every], strict=True))
    for m, lam, critical in points:
        if lam <= critical:
            mpmath.findroot(
                lambda w, m=m, lam=lam: w ** (2 * DEPTH - 2) - m * w ** (DEPTH - 2) + lam / DEPTH,
                m ** (1 / DEPTH),
            )
    return len(points)


def arb_rows(every: int, w: np.ndarray) -> int:
    """Enclose what a row has, for every so-manieth point, from w; return their number.

    One step of the interval Newton method, and the rest from its ball, in Arb.
    """
    flint = pytest.importorskip("flint")
    L = DEPTH
    points = list(zip(TARGET[::every], LAM[::every], w[::every], strict=True))
    for m, lam, start in points:
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
            assert ball.contains(root)
            assert len(row) == 7
    return len(points)
