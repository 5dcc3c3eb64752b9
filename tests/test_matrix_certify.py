"""Certificates for matrices say what is true, pass the checker, and travel as files."""

import json
import subprocess
import sys
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from unittest.mock import patch

import mpmath
import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from independent import assert_true, facts, mpf

from symfact import MatrixFactorization, matrix_certify, matrix_checker
from symfact.certify import Certificate
from symfact.cli import main
from symfact.errors import CertificateError
from symfact.matrix_certify import certify_matrix

TENTH = Fraction(1, 10)
ENTRIES = st.fractions(-9, 9, max_denominator=7)
SHAPES = st.tuples(st.integers(1, 3), st.integers(1, 3))
TARGETS = SHAPES.flatmap(
    lambda shape: st.lists(
        st.lists(ENTRIES, min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)
LAMS = st.fractions(Fraction(1, 100), 9, max_denominator=100)
WIDTHS = st.lists(st.integers(1, 4), min_size=1, max_size=5)


def rational(rows):
    return [[Fraction(entry) for entry in row] for row in rows]


def certified(target, lam, widths, dps):
    """A certificate, or None next to a tie."""
    try:
        return certify_matrix(target, lam, len(widths) + 1, tuple(widths), dps)
    except ValueError as error:
        assert str(error).startswith("lam: claims.singular_values[")  # noqa: PT017
        return None


# ---- truth


@settings(max_examples=200)
@given(TARGETS, LAMS, WIDTHS, st.integers(1, 30))
def test_every_problem_has_a_certificate_that_is_true(target, lam, widths, dps):
    """All eigenvalues are those of the dense Hessian in float64, the rest is exact to the end."""
    certificate = certified(target, lam, widths, dps)
    assume(certificate is not None)
    certificate.check()
    assert_true(certificate.data)


PROBLEMS = {
    "square": ([["1", "2"], ["0", "3"]], TENTH, (3, 2)),
    "tall": ([["1"], ["-1/3"], ["2"]], TENTH, (2, 1, 2)),
    "wide": ([["1", "-1/3", "2"], ["5", "0", "1"]], TENTH, (2, 3)),
    "bottleneck": ([["3", "1"], ["0", "2"]], TENTH, (1, 3)),
    "bottleneck of equals": ([["3", "0"], ["0", "3"]], TENTH, (2, 1)),
    "rank-deficient": ([["1", "2"], ["2", "4"]], TENTH, (2, 2)),
    "repeated": ([["0", "-2"], ["2", "0"]], TENTH, (3, 2)),
    "scalar": ([["-2"]], TENTH, (1, 1, 1, 1)),
    "all zero": ([["1", "0"], ["1/2", "1"]], Fraction(10), (2, 2)),
    "depth 2": ([["3", "1"], ["0", "2"]], TENTH, (3,)),
    "depth 2, coupled": ([["3", "1", "0"], ["0", "1/4", "1/5"]], Fraction(1), (3,)),
    "depth 2, all zero": ([["1", "0"], ["1/2", "1"]], Fraction(7), (3,)),
    "depth 2, bottleneck": ([["3", "1"], ["0", "2"]], TENTH, (1,)),
    "one inactive": ([["4", "1"], ["0", "1"]], Fraction(2), (2, 3)),
    "near the critical lam": ([["2", "0"], ["0", "1"]], Fraction(2999999, 1000000), (2, 2)),
}


@pytest.mark.parametrize("name", PROBLEMS)
def test_enclosures_contain_the_eigenvalues_to_many_digits(name):
    target, lam, widths = PROBLEMS[name]
    assert_true(certify_matrix(rational(target), lam, len(widths) + 1, widths, 40).data, dps=70)


@pytest.mark.parametrize("name", PROBLEMS)
@pytest.mark.parametrize("digit", range(4))
def test_a_certificate_with_one_wrong_digit_is_not_true(name, digit):
    """What these tests compare with would notice."""
    target, lam, widths = PROBLEMS[name]
    data = certify_matrix(rational(target), lam, len(widths) + 1, widths, 8).data
    claims = data["claims"]
    places = [claims["loss"], claims["trace"], claims["max_eigenvalue"]]
    places.append(claims["spectrum"][0]["enclosure"])
    low, high = map(Fraction, places[digit])
    places[digit][:] = [str(end * (1 + Fraction(1, 10**5))) for end in (low, high)]
    with pytest.raises(AssertionError):
        assert_true(data)


@settings(max_examples=40)
@given(TARGETS, LAMS, WIDTHS)
def test_digits_agree_between_precisions(target, lam, widths):
    short, long = (certified(target, lam, widths, dps) for dps in (10, 40))
    assume(short is not None and long is not None)
    few, many = short.data["claims"], long.data["claims"]
    assert few["regimes"] == many["regimes"]
    for name in ("loss", "trace", "max_eigenvalue"):
        assert contains(few[name], many[name])
    for name in ("singular_values", "layers"):
        for wide, narrow in zip(few[name], many[name], strict=True):
            assert contains(wide, narrow)
    for cluster in few["spectrum"]:  # may part when there are more digits
        parts = [c for c in many["spectrum"] if contains(cluster["enclosure"], c["enclosure"])]
        assert sum(c["multiplicity"] for c in parts) == cluster["multiplicity"]


def contains(wide, narrow):
    return Fraction(wide[0]) <= Fraction(narrow[0]) <= Fraction(narrow[1]) <= Fraction(wide[1])


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_claims_agree_with_the_numeric_spectrum(name):
    target, lam, widths = PROBLEMS[name]
    problem = MatrixFactorization(target, lam, len(widths) + 1, widths)
    claims = problem.certify(dps=12).data["claims"]
    assert claims["regimes"] == problem.regime()
    pairs = [(claims["loss"], problem.minimal_loss()), (claims["trace"], problem.trace())]
    pairs.append((claims["max_eigenvalue"], problem.max_eigenvalue()))
    listed = [c["enclosure"] for c in claims["spectrum"] for _ in range(c["multiplicity"])]
    spectrum = problem.spectrum()
    found = np.repeat(spectrum.eigenvalues, spectrum.multiplicities)[::-1]
    pairs += zip(listed, found, strict=True)
    for (low, high), value in pairs:
        assert float(low) - 1e-9 <= value <= float(high) + 1e-9


# ---- precision


def units(pair, digits):
    """How many units in the last place an enclosure is wide, of its larger end."""
    low, high = (Fraction(end) for end in pair)
    with mpmath.workdps(15):
        exponent = int(mpmath.floor(mpmath.log10(mpf(high)))) if high else 0
    return (high - low) / Fraction(10) ** (exponent - digits + 1)


def enclosures(claims):
    yield from claims["singular_values"]
    yield from claims["layers"]
    yield from (claims["loss"], claims["trace"], claims["max_eigenvalue"])
    yield from (cluster["enclosure"] for cluster in claims["spectrum"])


SEPARATE = [name for name in PROBLEMS if name not in ("rank-deficient", "near the critical lam")]


@pytest.mark.parametrize("name", SEPARATE)
@pytest.mark.parametrize("dps", [2, 5, 12, 30, 100, 300])
def test_enclosures_are_a_few_units_wide(name, dps):
    """But for a cluster that holds 0 and what cannot be told from it."""
    target, lam, widths = PROBLEMS[name]
    claims = certify_matrix(rational(target), lam, len(widths) + 1, widths, dps).data["claims"]
    for low, high in enclosures(claims):
        if low == "0":
            assert Fraction(high) <= Fraction(1, 10**dps)
        else:
            assert units((low, high), dps) <= 3


@settings(max_examples=60)
@given(TARGETS, LAMS, WIDTHS, st.integers(8, 60))
def test_enclosures_of_single_numbers_are_a_few_units_wide(target, lam, widths, dps):
    certificate = certified(target, lam, widths, dps)
    assume(certificate is not None)
    claims = certificate.data["claims"]
    with mpmath.workdps(40):
        values, entries, _ = facts(certificate.data["problem"])
        known = [v > 1e-20 * values[0] for v in values]  # 0 itself is enclosed from 0 up
    for pair, sure in zip(claims["singular_values"], known, strict=True):
        assert units(pair, dps) <= 2 if sure else pair[0] == "0"
    assert len(claims["layers"]) == sum(x > 0 for x in entries)
    for pair in (*claims["layers"], claims["loss"], claims["trace"], claims["max_eigenvalue"]):
        assert units(pair, dps) <= 3 if pair[0] != "0" else Fraction(pair[1]) < Fraction(1, 10**dps)


@pytest.mark.parametrize("name", ["square", "rank-deficient", "all zero", "depth 2, coupled"])
@pytest.mark.parametrize("dps", [*range(1, 20), 50, 99, 100, 101, 200, 299, 300])
def test_every_precision(name, dps):
    target, lam, widths = PROBLEMS[name]
    certificate = certify_matrix(rational(target), lam, len(widths) + 1, widths, dps)
    certificate.check()
    data = certificate.data
    assert data["evidence"]["digits"] == dps
    for pair in enclosures(data["claims"]):
        for end in pair:
            digits = end.partition("E")[0].replace(".", "").lstrip("0")
            assert len(digits) == (dps if end != "0" else 0)
    if dps <= 20:
        assert_true(data)


def test_thousands_of_digits():
    certify_matrix(rational([["1", "2"], ["0", "3"]]), TENTH, 3, (2, 2), 3000).check()


def test_the_most_digits_and_no_more():
    certify_matrix([[Fraction(2)]], TENTH, 3, (1, 1), 10_000).check()
    with pytest.raises(ValueError, match=r"^dps: 10001 given; a certificate allows 10000$"):
        certify_matrix([[Fraction(2)]], TENTH, 3, (1, 1), 10_001)


def test_the_precision_of_mpmath_is_left_alone_and_does_not_matter():
    before = mpmath.mp.dps
    target = rational([["1", "2"], ["0", "3"]])
    certificate = certify_matrix(target, TENTH, 3, (2, 2), 30)
    assert mpmath.mp.dps == before
    with mpmath.workdps(2):
        assert certify_matrix(target, TENTH, 3, (2, 2), 30) == certificate


# ---- sizes


@pytest.mark.parametrize("power", [-50, 50])
@pytest.mark.parametrize("depth", [2, 3, 7])
def test_huge_and_tiny_targets_scale_everything(power, depth):
    """M times s and lam times s^(2 - 2/L) is x times s^(1/L): s = 10^(depth power) is exact."""
    scale = Fraction(10) ** (depth * power)
    lam = TENTH * Fraction(10) ** (power * (2 * depth - 2))
    target, widths = rational([["1", "2"], ["0", "3"]]), (2,) * (depth - 1)
    scaled = [[entry * scale for entry in row] for row in target]
    plain = certify_matrix(target, TENTH, depth, widths, 12).data["claims"]
    certificate = certify_matrix(scaled, lam, depth, widths, 12)
    certificate.check()
    claims = certificate.data["claims"]
    factor = Fraction(10) ** (power * (2 * depth - 2))
    for name, by in (("loss", scale**2), ("trace", factor), ("max_eigenvalue", factor)):
        assert overlap(claims[name], plain[name], by)
    for name, by in (("singular_values", scale), ("layers", Fraction(10) ** power)):
        for pair, other in zip(claims[name], plain[name], strict=True):
            assert overlap(pair, other, by)


def overlap(pair, other, factor):
    """Whether two enclosures have a number in common, once the other is scaled."""
    low, high = (factor * Fraction(end) for end in other)
    return Fraction(pair[0]) <= high and low <= Fraction(pair[1])


def test_singular_values_of_very_different_size():
    target = [[Fraction(5), Fraction(0)], [Fraction(0), Fraction(1, 10**40)]]
    data = certify_matrix(target, Fraction(1, 10**60), 2, (2,), 10).data
    assert data["claims"]["regimes"] == ["nonzero", "nonzero"]
    assert_true(data, dps=140)


@pytest.mark.parametrize("depth", [100, 1000, 20_000])
def test_a_deep_network(depth):
    target = rational([["2", "0"], ["1", "1"]])
    certificate = certify_matrix(target, Fraction(1, 10**6), depth, (2,) * (depth - 1), 10)
    certificate.check()
    counts = [cluster["multiplicity"] for cluster in certificate.data["claims"]["spectrum"]]
    assert sum(counts) == 4 * depth


@pytest.mark.parametrize("widths", [(10**9,), (10**6, 10**6), (10**9, 10**9, 10**9)])
def test_huge_widths(widths):
    """Multiplicities may be larger than anything else in a file."""
    certificate = certify_matrix([[Fraction(3)]], TENTH, len(widths) + 1, widths, 10)
    certificate.check()
    counts = [cluster["multiplicity"] for cluster in certificate.data["claims"]["spectrum"]]
    assert sum(counts) == sum(a * b for a, b in pairwise([1, *widths, 1]))


def test_a_moderate_size():
    rng = np.random.default_rng(0)
    target = [[Fraction(int(n), 7) for n in row] for row in rng.integers(-50, 50, (12, 8))]
    certificate = certify_matrix(target, Fraction(1), 3, (10, 9), 12)
    certificate.check()
    assert_true(certificate.data)


def test_a_target_that_is_too_large():
    target = [[Fraction(1)] * 101] * 100
    with pytest.raises(ValueError, match=r"^target: 100 x 101, too large; a certificate") as error:
        certify_matrix(target, TENTH, 2, (1,), 5)
    assert "\n" not in str(error.value)


# ---- ties


@pytest.mark.parametrize(
    ("values", "lam", "depth", "place"),
    [((2,), 3, 3, 0), ((5, 2), 3, 3, 1), ((3,), 6, 2, 0), ((5, 3), 6, 2, 1), ((2, 2), 3, 3, 0)],
)
def test_a_tie_is_refused_in_one_line(values, lam, depth, place):
    size = len(values)
    target = [[Fraction(values[i] if i == j else 0) for j in range(size)] for i in range(size)]
    message = (
        rf"^lam: claims.singular_values\[{place}\]: the enclosure meets lam = lam_c\(m\), or"
        " touches it; allowed is a lam that is farther from it$"
    )
    with pytest.raises(ValueError, match=message):
        certify_matrix(target, Fraction(lam), depth, (size,) * (depth - 1), 10)


@pytest.mark.parametrize("distance", [5, 50])
@pytest.mark.parametrize(("sign", "regime"), [(-1, "nonzero"), (1, "zero")])
def test_next_to_a_tie_the_regime_is_decided(distance, sign, regime):
    target = rational([["5", "0"], ["0", "2"]])
    lam = 3 * (1 + Fraction(sign, 10**distance))
    certificate = certify_matrix(target, lam, 3, (2, 2), 10)
    certificate.check()
    assert certificate.data["claims"]["regimes"] == ["nonzero", regime]


def test_a_tie_beyond_the_narrowest_layer_does_not_matter():
    target = rational([["5", "0"], ["0", "2"]])
    data = certify_matrix(target, Fraction(3), 3, (1, 2), 10).data
    assert data["claims"]["regimes"] == ["nonzero", "zero"]
    assert_true(data)


def test_undecided_digits_are_not_made_up():
    refusal = matrix_certify.checker.TooCoarse("claims.spectrum: the evidence is too coarse")
    with (
        patch.object(matrix_checker, "conclude", side_effect=refusal),
        pytest.raises(CertificateError, match=r"^claims: 5 digits stayed undecided"),
    ):
        certify_matrix([[Fraction(2)]], TENTH, 3, (1, 1), 5)


# ---- bad input


@pytest.mark.parametrize(
    ("arguments", "kind", "message"),
    [
        (([[1, 2], [3]], 1, 3), ValueError, "target"),
        (([[]], 1, 3), ValueError, "target"),
        (([["x"]], 1, 3), ValueError, "target"),
        (([[float("nan")]], 1, 3), ValueError, "target"),
        (([[1j]], 1, 3), TypeError, "target"),
        (([[1]], 0, 3), ValueError, "lam: 0 is not > 0"),
        (([[1]], -1, 3), ValueError, "lam: -1 is not > 0"),
        (([[1]], 1, 1), ValueError, "depth: 1 is too small"),
        (([[1]], 1, 2.5), TypeError, "depth"),
        (([[1]], 1, 3, (1,)), ValueError, "widths"),
        (([[1]], 1, 3, (0, 1)), ValueError, "widths"),
    ],
    ids=str,
)
def test_a_bad_problem_is_one_line(arguments, kind, message):
    with pytest.raises(kind, match=f"^{message}") as error:
        MatrixFactorization(*arguments).certify()
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("dps", [0, -1, 10_001])
def test_bad_digits_are_one_line(dps):
    with pytest.raises(ValueError, match=f"^dps: {dps} ") as error:
        MatrixFactorization([[1]], 1, 3).certify(dps)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("target", "depth", "widths", "name"),
    [
        ([[Fraction(10) ** 500]], 3, (1, 1), "target"),
        ([[Fraction(1, 10**10_300)]], 3, (1, 1), "target"),
        ([[Fraction(10) ** 20_001]], 3, (1, 1), "target"),
        ([[Fraction(3)]], 50_001, (1,) * 50_000, "depth"),
        ([[Fraction(3)]], 50_000, (1,) * 49_999, "depth"),
        ([[Fraction(3)]], 2, (10**9 + 1,), "widths"),
    ],
    ids=["huge", "tiny", "long", "too-deep", "too-many-values", "too-wide"],
)
def test_what_no_certificate_allows_is_one_line(target, depth, widths, name):
    """Not the refusal of the checker, and not a file that it then refuses."""
    with pytest.raises(ValueError, match=f"^{name}: ") as error:
        certify_matrix(target, TENTH, depth, widths, 10)
    assert "\n" not in str(error.value)


# ---- files

EXAMPLE = certify_matrix(rational([["1", "2"], ["0", "3"]]), TENTH, 3, (2, 3), 10)


def test_saved_and_loaded(tmp_path):
    path = tmp_path / "c.json"
    EXAMPLE.save(path)
    loaded = Certificate.load(path)
    assert loaded == EXAMPLE
    assert loaded.data == json.loads(path.read_bytes())
    loaded.check()


def test_a_changed_certificate_does_not_pass(tmp_path):
    path = tmp_path / "c.json"
    path.write_text(EXAMPLE.text.replace('"lam": "1/10"', '"lam": "1/9"'), encoding="utf-8")
    with pytest.raises(CertificateError, match=r"^evidence.layers\[0\]: p\(w\)"):
        Certificate.load(path).check()


def test_the_representation_is_one_line():
    assert "\n" not in repr(EXAMPLE)
    assert repr(EXAMPLE).startswith("Certificate(")


def test_the_float_that_was_given_is_meant():
    target = [[0.1, 2.0], [0.0, 3.0]]
    data = MatrixFactorization(target, "1/10", 3).certify(dps=12).data
    assert data["problem"]["target"][0][0] == str(Fraction(0.1))
    assert data["problem"]["widths"] == [2, 2]


@pytest.mark.parametrize("values", [("3", "2"), ("7/3", "1/3"), ("1", f"{10**20 - 1}/{10**20}")])
def test_exact_singular_values_are_a_diagonal_target(values):
    """Those that are given, not the nearest floats."""
    problem = MatrixFactorization(singular_values=values, shape=(2, 3), lam="1/10", depth=3)
    data = problem.certify(dps=25).data
    first, second = values
    assert data["problem"]["target"] == [[first, "0", "0"], ["0", second, "0"]]
    assert_true(data)


def test_the_command_line_accepts_what_is_saved_and_refuses_what_is_changed(tmp_path, capsys):
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    EXAMPLE.save(good)
    bad.write_text(EXAMPLE.text.replace('"depth": 3', '"depth": 4'), encoding="utf-8")
    assert main(["check", str(good)]) == 0
    assert capsys.readouterr().out == f"{good}: valid certificate\n"
    assert main(["check", str(good), str(bad)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith(f"{bad}: not valid: problem.widths: 2 entries given")


def test_the_command_line_certifies_a_matrix(tmp_path, capsys):
    matrix, output = tmp_path / "m.npy", tmp_path / "c.json"
    np.save(matrix, np.array([[3.0, 0.5], [0.0, 2.0]]))
    options = ["--lam", "1/10", "--depth", "3", "--widths", "4", "--dps", "12", "-o", str(output)]
    assert main(["certify", "--target", str(matrix), *options]) == 0
    data = Certificate.load(output).data
    assert data["problem"]["target"] == [["3", "1/2"], ["0", "2"]]
    assert data["problem"]["widths"] == [4, 4]
    assert main(["check", str(output)]) == 0
    assert_true(data)
    capsys.readouterr()


def test_the_command_line_has_no_traceback(capsys):
    arguments = ["--singular-values", "1e999", "--lam", "1/10", "--depth", "3", "--dps", "10"]
    assert main(["certify", *arguments]) == 2
    assert capsys.readouterr().err.count("\n") == 1


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TARGETS, LAMS, WIDTHS, st.integers(1, 100))
def test_what_is_written_passes_where_symfact_cannot_be_imported(
    tmp_path, target, lam, widths, dps
):
    certificate = certified(target, lam, widths, dps)
    assume(certificate is not None)
    certificate.save(tmp_path / "c.json")
    for source in (matrix_checker.__file__, matrix_checker.checker.__file__):
        (tmp_path / Path(source).name).write_bytes(Path(source).read_bytes())
    command = [sys.executable, "-E", "-s", "-S", "matrix_checker.py", "c.json"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (0, "c.json: valid\n", "")
