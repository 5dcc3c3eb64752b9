"""Summaries: each eigenvalue is what the claims behind it say, and all of them are there."""

import re
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


@pytest.mark.parametrize(
    ("depth", "shape", "widths"),
    [(3, (3, 2), (4, 2)), (2, (3, 2), (3,)), (4, (2, 3), (1, 4, 2)), (2, (2, 2), (5,))],
)
def test_the_matrix_theorem_lists_every_eigenvalue_with_its_multiplicity(depth, shape, widths):
    """Counted from the printed conditions, the spectrum is that of MatrixFactorization."""
    q = MatrixFactorization(
        singular_values=[3, "1/50"], shape=shape, lam="1/10", depth=depth, widths=widths
    )
    dims = [shape[1], *widths, shape[0]]
    counts = counted(q.regime().count("nonzero"), dims, depth)
    total = sum(d * e for d, e in pairwise(dims))
    assert sum(counts.values()) <= total
    rest = total - sum(counts.values())  # "each of the remaining weights"
    assert rest >= 0
    assert sum(q.spectrum().values()) == total
    assert q.spectrum().get(0, 0) == counts["0"]


def counted(r, dims, depth):
    """The multiplicities that the sentences state; the keys are the values as printed."""
    first, last, hidden = dims[0], dims[-1], dims[1:-1]
    pairs = r * (r - 1) // 2
    rotations = sum(r * max(d - r, 0) for d in hidden)
    small, large = min(first, last), max(first, last)
    counts = {
        "4*c, a": r * (depth - 1),
        "top": r,
        "pairs": 2 * pairs,
        "4*c": pairs * (depth - 1) + rotations,
        "0": pairs * (depth - 1) + rotations,
        "both": 2 * r * (small - r),
        "single": r * (large - small),
    }
    if depth == 2:
        counts["coupled"] = 2 * (hidden[0] - r) * (small - r)
    return counts


def test_the_fragment_names_its_evidence_and_renames_letters():
    text = summary_fragment(MATRIX, {"x": "s", "L": "N"})
    assert all(e.digest in text for item in MATRIX.eigenvalues for e in item.evidence)
    body = text.partition("\\begin{aligned}")[2]
    assert "s_{a}^{N - 2}" in body
    assert not re.search(r"x_|\bL\b", body)
