"""The numbers of a matrix certificate, worked out from its problem alone and in another way.

Minimizers from a singular value decomposition and one-dimensional minimization, and the dense
Hessian of the loss from its definition, in float64 or, where `dps` is given, with mpmath.
"""

from fractions import Fraction
from functools import reduce
from itertools import pairwise

import mpmath
import numpy as np


def mpf(value):
    value = Fraction(value)
    return mpmath.mpf(value.numerator) / value.denominator


def singular_values(target):
    """Left vectors, values and right vectors, at mpmath's precision."""
    matrix = mpmath.matrix([[mpf(entry) for entry in row] for row in target])
    left, values, right = mpmath.svd_r(matrix, full_matrices=False)
    return np.array(left.tolist()), list(values), np.array(right.T.tolist())


def layer_entry(m, lam, depth):
    """The w >= 0 with the smallest (m - w^L)^2 + lam w^2, by bisection of half its slope."""

    def slope(w):  # over 2 L w
        return w ** (2 * depth - 2) - m * w ** (depth - 2) + lam / depth

    low = (m * (depth - 2) / (2 * depth - 2)) ** (mpmath.mpf(1) / depth)
    high = m ** (mpmath.mpf(1) / depth)
    if m <= 0 or slope(low) >= 0:
        return mpmath.mpf(0)
    for _ in range(int(mpmath.mp.prec) + 20):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) < 0 else (low, middle)
    return high if (m - high**depth) ** 2 + lam * high**2 < m**2 else mpmath.mpf(0)


def facts(problem):
    """Singular values, layer entries and minimal loss, at mpmath's precision."""
    lam, depth = mpf(problem["lam"]), problem["depth"]
    _, values, _ = singular_values(problem["target"])
    entries = [layer_entry(m, lam, depth) for m in values]
    narrowest = min(problem["widths"])
    entries = [x if k < narrowest else mpmath.mpf(0) for k, x in enumerate(entries)]
    pairs = zip(values, entries, strict=True)
    loss = sum((m - x**depth) ** 2 + lam * x**2 for m, x in pairs)
    return values, entries, loss


def minimizer(problem, seed=0):
    """A global minimizer [W_1, ..., W_L], arrays of mpmath's numbers."""
    target = problem["target"]
    left, _, right = singular_values(target)
    _, entries, _ = facts(problem)
    entries = [x for x in entries if x > 0]
    rng = np.random.default_rng(seed)
    bases = [right[:, : len(entries)]]
    for width in problem["widths"]:
        random = mpmath.matrix(rng.integers(-9, 10, (width, width)).tolist())
        rotation = mpmath.qr(random + 40 * mpmath.eye(width))[0]
        bases.append(np.array(rotation.tolist()).reshape(width, width)[:, : len(entries)])
    bases.append(left[:, : len(entries)])
    return [(after * entries) @ before.T for before, after in pairwise(bases)]


def product(matrices, size):
    """W_j ... W_i of W_i, ..., W_j; the identity of this size if there is none."""
    return reduce(lambda p, w: w @ p, matrices, np.eye(size, dtype=int))


def hessian(problem, layers):
    """The second derivatives of ||M - W_L ... W_1||^2 + c sum ||W_i||^2, dense."""
    kind = layers[0].dtype
    convert = mpf if kind is np.dtype(object) else lambda entry: float(Fraction(entry))
    target = np.array([[convert(entry) for entry in row] for row in problem["target"]])
    c = convert(Fraction(problem["lam"]) / problem["depth"])
    widths = [target.shape[1], *problem["widths"], target.shape[0]]
    before = [product(layers[:i], widths[0]) for i in range(len(layers))]
    after = [product(layers[i + 1 :], widths[i + 1]) for i in range(len(layers))]
    rest = product(layers, widths[0]) - target
    first = [np.kron(b, a.T) for b, a in zip(after, before, strict=True)]
    blocks = [[2 * a.T @ b for b in first] for a in first]
    for j in range(len(layers)):
        blocks[j][j] = blocks[j][j] + 2 * c * np.eye(layers[j].size, dtype=int)
        for i in range(j):
            outer = after[j].T @ rest @ before[i].T
            between = product(layers[i + 1 : j], widths[i + 1])
            mixed = np.multiply.outer(outer, between).transpose(3, 1, 0, 2)
            mixed = 2 * mixed.reshape(layers[i].size, layers[j].size)
            blocks[i][j] = blocks[i][j] + mixed
            blocks[j][i] = blocks[j][i] + mixed.T
    return np.block(blocks)


def eigenvalues(problem, dps=None, seed=0):
    """All eigenvalues of the Hessian at a minimizer, in decreasing order."""
    with mpmath.workdps(dps or 30):
        layers = minimizer(problem, seed)
        if dps is None:
            layers = [w.astype(float) for w in layers]
            return np.linalg.eigvalsh(hessian(problem, layers))[::-1].tolist()
        dense = mpmath.matrix(hessian(problem, layers).tolist())
        return sorted(mpmath.eigsy(dense, eigvals_only=True), reverse=True)


def assert_true(data, dps=None):
    """Every claim of a certificate agrees with these numbers, up to their rounding."""
    problem, claims = data["problem"], data["claims"]
    digits = (dps or 15) + data["evidence"]["digits"]
    with mpmath.workdps(digits + 200):
        values, entries, loss = facts(problem)
        tiny = mpmath.mpf(10) ** -digits
        active = [x for x in entries if x > 0]
        assert claims["regimes"] == ["nonzero" if x > 0 else "zero" for x in entries]
        assert_inside(values, claims["singular_values"], tiny * values[0])
        assert_inside(active, claims["layers"], tiny * entries[0])
        assert_inside([loss], [claims["loss"]], tiny * loss)
    found = eigenvalues(problem, dps)
    with mpmath.workdps(dps or 15):
        slack = mpmath.mpf(10) ** (10 - dps if dps else -12) * len(found) * found[0]
        clusters = [(c["enclosure"], c["multiplicity"]) for c in claims["spectrum"]]
        claimed = [pair for pair, count in clusters for _ in range(count)]
        assert_inside(found, claimed, slack)
        assert_inside([found[0]], [claims["max_eigenvalue"]], slack)
        assert_inside([mpmath.fsum(found)], [claims["trace"]], slack * len(found))
    for (above, _), (below, _) in pairwise(clusters):
        assert Fraction(above[0]) > Fraction(below[1])


def assert_inside(values, pairs, slack):
    for value, (low, high) in zip(values, pairs, strict=True):
        assert Fraction(low) <= Fraction(high)
        assert mpf(low) - slack <= value <= mpf(high) + slack, (value, low, high)
