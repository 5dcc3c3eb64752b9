"""Matrix certificates: what is written passes the checker and holds the true numbers."""

import json
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from symfact import Certificate, MatrixFactorization
from symfact.cli import main
from symfact.matrix_certify import certify_matrix

ENTRIES = st.fractions(-4, 4, max_denominator=6)


@st.composite
def problems(draw):
    rows, columns, depth = (draw(st.integers(1, 3)) for _ in range(3))
    target = [[draw(ENTRIES) for _ in range(columns)] for _ in range(rows)]
    widths = [draw(st.integers(1, 4)) for _ in range(depth)]
    return target, draw(st.fractions(Fraction(1, 50), 3, max_denominator=50)), depth + 1, widths


def contains(enclosure, value, slack=0.0):
    low, high = map(mpmath.mpf, enclosure)
    return low - slack <= value <= high + slack


@settings(max_examples=80, deadline=None)
@given(problems(), st.integers(1, 60))
def test_every_certificate_passes_and_holds_the_true_numbers(problem, dps):
    try:
        certificate = certify_matrix(*problem, dps)
    except ValueError as error:  # a singular value at lam = lam_c
        assume("lam_c" not in str(error))
        raise
    certificate.check()
    claims, q = certificate.data["claims"], MatrixFactorization(*problem)
    spectrum, scale = q.spectrum(), q.max_eigenvalue()
    assert sum(entry["multiplicity"] for entry in claims["spectrum"]) == spectrum.size()
    wide = [float(entry["enclosure"][1]) for entry in claims["spectrum"]]
    assert wide == sorted(wide, reverse=True)
    for name, value in (
        ("max_eigenvalue", scale),
        ("trace", q.trace()),
        ("loss", q.minimal_loss()),
    ):
        assert contains(claims[name], value, 1e-11 * max(1, scale, value))
    for entry in claims["spectrum"]:
        low, high = (float(end) for end in entry["enclosure"])
        near = (spectrum.eigenvalues >= low - 1e-11 * scale) & (
            spectrum.eigenvalues <= high + 1e-11 * scale
        )
        assert spectrum.multiplicities[near].sum() >= entry["multiplicity"]


def test_the_digits_agree_between_precisions_and_with_mpmath():
    target = [[Fraction(3), Fraction(1, 2)], [Fraction(1), Fraction(2)]]
    short, long = (certify_matrix(target, Fraction(1, 10), 3, [2, 3], dps) for dps in (15, 200))
    with mpmath.workdps(220):
        rows = [[mpmath.mpf(x.numerator) / x.denominator for x in row] for row in target]
        values = mpmath.svd_r(mpmath.matrix(rows), compute_uv=False)
        for certificate in (short, long):
            for value, pair in zip(
                values, certificate.data["claims"]["singular_values"], strict=True
            ):
                assert contains(pair, value)
    for a, b in zip(short.data["claims"]["spectrum"], long.data["claims"]["spectrum"], strict=True):
        assert a["multiplicity"] == b["multiplicity"]
        assert mpmath.mpf(a["enclosure"][0]) <= mpmath.mpf(b["enclosure"][1])
        assert mpmath.mpf(b["enclosure"][0]) <= mpmath.mpf(a["enclosure"][1])


@pytest.mark.parametrize("shape", [(6, 4), (3, 7), (5, 5)])
def test_enclosures_are_tight(shape):
    target = np.round(np.random.default_rng(3).standard_normal(shape) * 64) / 16
    for entry in MatrixFactorization(target, "1/10", 4, 6).certify(40).data["claims"]["spectrum"]:
        low, high = map(Fraction, entry["enclosure"])
        assert high - low <= high * Fraction(1, 10**38)


def test_repeated_singular_values_are_one_cluster():
    claims = MatrixFactorization(np.diag([2.0, 2.0]), "1/10", 3).certify(20).data["claims"]
    # 2L x^4 + 4c - 2 lam twice, and 2G + 2c(1 - T), which equals it at a tie
    assert [entry["multiplicity"] for entry in claims["spectrum"]] == [1, 3, 6, 2]


def test_exact_singular_values_are_certified_as_a_diagonal_target():
    q = MatrixFactorization(singular_values=[3, "1/2"], shape=(2, 3), lam="1/10", depth=2)
    assert q.certify(10).data["problem"]["target"] == [["3", "0", "0"], ["0", "1/2", "0"]]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([[Fraction(2)]], Fraction(3), 3, [1, 1], 20), "lam: claims.singular_values[0]: the"),
        (([[Fraction(1)] * 200] * 200, Fraction(1), 2, [1], 20), "target: 200 x 200, too large"),
        (([[Fraction(1)]], Fraction(1), 2, [1], 10**5), "dps: 100000 given; a certificate allows"),
    ],
)
def test_what_cannot_be_certified_is_one_line(arguments, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        certify_matrix(*arguments)
    assert str(caught.value).startswith(message)
    assert "\n" not in str(caught.value)


def test_a_file_is_saved_loaded_and_checked(tmp_path, capsys):
    path = tmp_path / "m.json"
    np.save(tmp_path / "M.npy", np.array([[2.0, 1.0], [0.0, 1.0]]))
    problem = ["--target", str(tmp_path / "M.npy"), "--lam", "1/10", "--depth", "3"]
    assert main(["certify", *problem, "-o", str(path)]) == 0
    assert main(["check", str(path)]) == 0
    assert "valid certificate" in capsys.readouterr().out
    assert repr(Certificate.load(path)).startswith("Certificate(target=<2 x 2 target>, lam=1/10")
    data = json.loads(path.read_text())
    data["claims"]["spectrum"][0]["multiplicity"] += 1
    path.write_text(json.dumps(data))
    assert main(["check", str(path)]) == 1
    assert "claims.spectrum[0].multiplicity" in capsys.readouterr().out
