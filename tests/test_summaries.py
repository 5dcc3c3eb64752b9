"""Summaries: each eigenvalue is what the claims behind it say, and all of them are there."""

import re
from fractions import Fraction
from itertools import pairwise

import pytest

from symfact import MatrixFactorization
from symfact import summaries as module
from symfact.errors import ProofError
from symfact.export.latex import summary_fragment
from symfact.notation import format_term, parse_term
from symfact.summaries import summaries

SCALAR, MATRIX = summaries()


def test_the_claims_of_a_summary_have_its_eigenvalues():
    values = [format_term(item.value) for item in SCALAR.eigenvalues]
    assert values == ["4*lam/L", "2*L*w^(2*L - 2) + 4*lam/L - 2*lam"]
    assert all(item.evidence for summary in summaries() for item in summary.eigenvalues)


@pytest.mark.parametrize(
    ("value", "text", "factor"),
    [
        ("5*lam/L", "spectrum: orthogonal to s", "u[j]"),
        ("4*lam/L", "spectrum: along s", "s[j]"),
        ("4*lam/L", "spectrum: orthogonal to s", "s[j]"),
        ("4*lam/L", "spectrum: no such claim", "u[j]"),
        ("0", "inactive: loss, L >= 3", "1"),
    ],
)
def test_an_eigenvalue_that_a_claim_does_not_have_is_refused(value, text, factor):
    with pytest.raises(ProofError, match="summary: claim"):
        module._evidence(parse_term(value), text, factor)


# Depth, shape, hidden widths, singular values: unequal widths, bottlenecks, ties, L = 2.
PROBLEMS = [
    (3, (3, 2), (4, 2), ("3", "1/50")),
    (2, (3, 2), (3,), ("3", "1/50")),
    (2, (2, 4), (5,), ("1/50", "1/60")),
    (4, (2, 3), (1, 4, 2), ("3", "2")),
    (3, (4, 4), (5, 6), ("3", "2", "2", "1/50")),
    (5, (3, 3), (3, 4, 3, 2), ("2", "1", "1/100")),
    (3, (2, 2), (3, 3), ("1/50", "1/60")),
]


@pytest.mark.parametrize(("depth", "shape", "widths", "values"), PROBLEMS)
def test_the_printed_matrix_theorem_is_the_spectrum(depth, shape, widths, values):
    """Its rows, read as a reader would, give all eigenvalues of a problem with numbers."""
    q = MatrixFactorization(
        singular_values=values, shape=shape, lam="1/10", depth=depth, widths=widths
    )
    dims = [shape[1], *widths, shape[0]]
    found = read_theorem(depth, dims, [float(Fraction(v)) for v in values], 0.1)
    expected = [float(v) for v, n in q.spectrum().items() for _ in range(n)]
    assert sorted(found) == pytest.approx(sorted(expected), abs=1e-12)
    wrong = read_theorem(depth, dims, [float(Fraction(v)) for v in values], 0.11)
    assert sorted(wrong) != pytest.approx(sorted(expected), abs=1e-12)


def read_theorem(depth, dims, m, lam):
    """All eigenvalues, from the values of the summary and conditions as its sentences say."""
    m = [0.0, *m, *[0.0] * max(dims)]  # m[1], m[2], ...
    x = [0.0] + [layer(depth, m[k], lam) if k <= min(dims) else 0.0 for k in range(1, len(m))]
    r, small, large = sum(v > 0 for v in x), min(dims[0], dims[-1]), max(dims[0], dims[-1])
    pairs = [(a, b) for a in range(1, r + 1) for b in range(a + 1, r + 1)]
    hidden = [(a, b, d) for a in range(1, r + 1) for d in dims[1:-1] for b in range(r + 1, d + 1)]
    ends = [(a, b) for a in range(1, r + 1) for b in range(r + 1, small + 1)]
    beyond = [(a, b) for a in range(1, r + 1) for b in range(max(small, r) + 1, large + 1)]
    coupled = [(a, k) for a in range(r + 1, dims[1] + 1) for k in range(r + 1, small + 1)]
    coupled = coupled if depth == 2 else []
    bulk = [(a, b) for a, b in pairs for _ in range(depth - 1)] + [(a, b) for a, b, _ in hidden]
    diagonal = [(a, a) for a in range(1, r + 1)]
    rows = [diagonal * (depth - 1), diagonal, pairs, pairs, bulk, bulk, ends, ends, beyond]
    rows += [coupled, coupled]
    *items, rest = MATRIX.eigenvalues
    values = [
        value(item.value, depth, lam, x, m, a, b)
        for item, where in zip(items, rows, strict=True)
        for a, b in where
    ]
    total = sum(d * e for d, e in pairwise(dims))
    remaining = total - len(values)
    return values + [value(rest.value, depth, lam, x, m, 0, 0)] * remaining


def layer(depth, m, lam):
    """The minimizer x >= 0 of the scalar problem with the target m, by bisection."""
    if depth == 2:
        return max(m - lam / 2, 0.0) ** 0.5
    slope = lambda x: x ** (2 * depth - 2) - m * x ** (depth - 2) + lam / depth  # noqa: E731
    low, high = (m * (depth - 2) / (2 * depth - 2)) ** (1 / depth), m ** (1 / depth)
    if slope(low) >= 0:
        return 0.0
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if slope(middle) <= 0 else (low, middle)
    return low if (m - low**depth) ** 2 + lam * low**2 < m**2 else 0.0


def value(data, depth, lam, x, m, a, b):
    names = {"L": depth, "lam": lam, "c": lam / depth, "x_a": x[a], "m_a": m[a], "m_b": m[b]}
    names["m_k"] = m[b]
    if x[a] and x[b]:
        powers = range(depth)
        names["G_a_b"] = sum(x[a] ** (2 * (depth - 1 - k)) * x[b] ** (2 * k) for k in powers)
        names["T_a_b"] = sum((x[a] / x[b]) ** (2 * k - depth) for k in powers if k)
    return eval(format_term(data).replace("^", "**"), {}, names)


def test_the_fragment_names_its_evidence_and_renames_letters():
    text = summary_fragment(MATRIX, {"x": "s", "L": "N"})
    assert all(e.digest in text for item in MATRIX.eigenvalues for e in item.evidence)
    body = text.partition("\\begin{aligned}")[2]
    assert "s_{a}^{N - 2}" in body
    assert not re.search(r"x_|\bL\b", body)
