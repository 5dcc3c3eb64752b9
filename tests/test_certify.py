"""Certificates say what is true, pass the checker, and travel as files."""

import json
import os
import re
import subprocess
import sys
from dataclasses import FrozenInstanceError
from decimal import Context, Decimal
from fractions import Fraction
from hashlib import sha256
from itertools import product
from math import prod
from pathlib import Path
from unittest.mock import patch

import mpmath
import pytest
import sympy
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from symfact import certify, checker
from symfact.certify import Certificate, certify_scalar
from symfact.cli import main
from symfact.errors import CertificateError
from symfact.parameters import parse_rational

POSITIVE = st.fractions(0, 100, max_denominator=1000).map(lambda q: q + Fraction(1, 1000))
TARGETS = st.fractions(-100, 100, max_denominator=1000)
DEPTHS = st.integers(2, 12) | st.sampled_from([50, 1000])


def mpf(value):
    return mpmath.mpf(value.numerator) / value.denominator


def inside(value, pair, slack):
    low, high = (mpmath.mpf(end) for end in pair)
    return low - slack * (1 + abs(low)) <= value <= high + slack * (1 + abs(high))


def critical_lam(target, depth, digits):
    """A rational next to the critical lam, by the formula A4."""
    with mpmath.workdps(digits + 20):
        size, ratio = abs(mpf(target)), mpmath.mpf(depth - 2) / (depth - 1)
        power = ratio ** (mpmath.mpf(depth - 2) / depth) * size ** (2 - mpmath.mpf(2) / depth)
        return Fraction(mpmath.nstr(power * depth / (depth - 1), digits))


# ---- truth


def loss(target, lam, weights):
    squares = sum(w**2 for w in weights)
    return (target - mpmath.fprod(weights)) ** 2 + lam * squares / len(weights)


def numeric_hessian(target, lam, weights):
    """The second derivatives of the loss, by mpmath's finite differences."""
    size = len(weights)
    hessian = mpmath.matrix(size)
    for j, k in product(range(size), repeat=2):
        orders = [0] * size
        orders[j] += 1
        orders[k] += 1
        hessian[j, k] = mpmath.diff(lambda *w: loss(target, lam, w), tuple(weights), tuple(orders))
    return hessian


CASES = [
    ("2", "1/10", 5), ("-7/3", "1/10", 4), ("2", "3", 3), ("-2", "3", 3), ("1", "2", 3),
    ("2", "299/100", 3), ("2", "301/100", 3), ("0", "1/3", 3), ("0", "1/3", 2), ("2", "1", 2),
    ("-2", "2", 2), ("2", "3", 2), ("-2", "4", 2), ("2", "5", 2), ("5", "8", 4), ("6", "16", 4),
    ("5/4", "5/4", 5), ("-1/1000", "1/10000000", 3), ("1000", "7", 4),
]  # fmt: skip


@pytest.mark.parametrize("problem", CASES, ids=str)
def test_the_claims_agree_with_a_numeric_hessian(problem):
    """Every sign pattern's eigenvalues, loss, data term and regularization, recomputed."""
    target, lam, depth = Fraction(problem[0]), Fraction(problem[1]), problem[2]
    with mpmath.workdps(60):
        m, penalty = mpf(target), mpf(lam)
        for branch in certify_scalar(*problem, dps=25).data["claims"]["branches"]:
            w = mpmath.mpf(branch["w"][0])
            count = 0
            for signs in product([1, -1], repeat=depth):
                if w and mpmath.fprod(signs) != mpmath.sign(m):
                    continue
                count += 1
                check_point(branch, m, penalty, [s * w for s in signs])
            assert count == (eval_count(branch["minimizer_count"]) if w else 2**depth)


def eval_count(text):
    return 2 ** int(text.removeprefix("2^")) if text.startswith("2^") else int(text)


def check_point(branch, m, penalty, weights):
    near = mpmath.mpf(10) ** -15
    rho = mpmath.fprod(weights)
    assert inside(rho, branch["rho"], near)
    assert inside((m - rho) ** 2, branch["data_term"], near)
    assert inside(weights[0] ** 2, branch["regularization"], near)
    assert inside(loss(m, penalty, weights), branch["loss"], near)
    claimed = []
    for entry in branch["eigenvalues"]:
        claimed += [entry["enclosure"]] * entry["multiplicity"]
    found = sorted(mpmath.eigsy(numeric_hessian(m, penalty, weights))[0], reverse=True)
    for value, pair in zip(found, claimed, strict=True):
        assert inside(value, pair, near)
    assert branch["max_eigenvalue"] == claimed[0]


@settings(max_examples=50)
@given(TARGETS, POSITIVE, st.integers(2, 8), st.data())
def test_no_point_has_a_smaller_loss(target, lam, depth, data):
    weight = st.floats(-4, 4, allow_nan=False)
    weights = list(map(Fraction, data.draw(st.lists(weight, min_size=depth, max_size=depth))))
    for branch in certify_scalar(target, lam, depth, dps=15).data["claims"]["branches"]:
        squares, rho = sum(w**2 for w in weights), prod(weights)
        value = (target - rho) ** 2 + lam * squares / depth
        assert value >= Fraction(branch["loss"][0])


# ---- every certificate passes


@given(TARGETS, POSITIVE, DEPTHS, st.integers(1, 60))
def test_every_problem_has_a_certificate(target, lam, depth, dps):
    certificate = certify_scalar(target, lam, depth, dps)
    certificate.check()
    assert certificate.data["evidence"]["digits"] == dps


@pytest.mark.parametrize("depth", [3, 5, 10, 50, 1000])
@pytest.mark.parametrize(
    "target", [Fraction(2), Fraction(-7, 3), Fraction(10) ** 300, Fraction(1, 10**300)], ids=float
)
@pytest.mark.parametrize("distance", [5, 50, 400])
def test_next_to_the_critical_lam_on_both_sides(depth, target, distance):
    lam = critical_lam(target, depth, distance + 30)
    nudge = 1 + Fraction(1, 10**distance)
    for value, kind in [(lam / nudge, "nonzero"), (lam * nudge, "zero")]:
        assert certify_scalar(target, value, depth, 10).data["claims"]["regime"] == kind


@pytest.mark.parametrize("size", [Fraction(10) ** 300, Fraction(1, 10**300)], ids=float)
@pytest.mark.parametrize("depth", [2, 3, 10, 1000])
@pytest.mark.parametrize("lam", [Fraction(1, 10), Fraction(1, 10**600), Fraction(10) ** 600])
def test_huge_and_tiny_problems(size, depth, lam):
    assert certify_scalar(size, lam, depth, 5) == certify_scalar(str(size), str(lam), depth, 5)


def test_many_digits_and_the_largest_depth():
    certify_scalar(2, "1/10", 10, dps=10_000)
    assert certify_scalar(2, "1/10", 10**9).data["claims"]["minimizer_count"] == "2^999999999"


@pytest.mark.parametrize("problem", CASES, ids=str)
def test_digits_agree_between_precisions(problem):
    short, long = (certify_scalar(*problem, dps=dps).data["claims"] for dps in (12, 40))
    assert short["regime"] == long["regime"]
    for few, many in zip(short["branches"], long["branches"], strict=True):
        for name in ("w", "rho", "loss", "data_term", "regularization", "max_eigenvalue"):
            low, high = (Fraction(end) for end in few[name])
            assert low <= Fraction(many[name][0]) <= Fraction(many[name][1]) <= high


def test_the_precision_of_mpmath_is_left_alone_and_does_not_matter():
    before = mpmath.mp.dps
    certificate = certify_scalar(2, "1/10", 5, dps=40)
    assert mpmath.mp.dps == before
    with mpmath.workdps(2):
        assert certify_scalar(2, "1/10", 5, dps=40) == certificate


def test_without_gmpy2_the_certificates_are_the_same():
    problems = [(2, "1/10", 10, 5000), (2, 3, 3, 5000), (3, 2, 2, 5000), (0, 1, 3, 5000)]
    script = f"""
from hashlib import sha256
import mpmath
from symfact.certify import certify_scalar
print(mpmath.libmp.BACKEND)
for problem in {problems}:
    print(sha256(certify_scalar(*problem).text.encode()).hexdigest())
"""
    environment = os.environ | {"MPMATH_NOGMPY": "1"}
    environment["PYTHONPATH"] = str(Path(certify.__file__).parents[1])
    result = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True
    )
    expected = [sha256(certify_scalar(*problem).text.encode()).hexdigest() for problem in problems]
    assert result.stdout.split() == ["python", *expected]


def test_the_claims_of_both_modules_are_written_down_twice():
    """The finder shares nothing with the checker, not even this list."""
    assert certify.NOT_CLAIMED == checker.NOT_CLAIMED
    assert certify.NOT_CLAIMED is not checker.NOT_CLAIMED


def test_undecided_digits_are_not_made_up():
    with (
        patch.object(certify, "_EXTRA_DIGITS", [1]),
        pytest.raises(CertificateError, match="claims: 5 digits stayed undecided"),
    ):
        certify_scalar(10**300, "1/10", 10, dps=5)


# ---- every precision and regime


@pytest.mark.parametrize("depth", [2, 3, 5, 10, 50, 1000])
@pytest.mark.parametrize("dps", [50, 1000, 10_000])
def test_every_regime_at_every_precision(depth, dps):
    """|m| from 1e-300 to 1e300, lam within 1e-50 of the critical one on both sides, and tiny."""
    for target in (Fraction(-7, 3), Fraction(10) ** 300, Fraction(-1, 10**300)):
        critical = 2 * abs(target) if depth == 2 else critical_lam(target, depth, 80)
        near = 1 + Fraction(1, 10**50)
        for lam, kind in [(critical / near, "nonzero"), (critical * near, "zero")]:
            assert certify_scalar(target, lam, depth, dps).data["claims"]["regime"] == kind
        certify_scalar(target, critical / 10**40, depth, dps).check()


@pytest.mark.parametrize("depth", [2, 3, 10, 1000])
def test_a_hundred_thousand_digits(depth):
    certificate = certify_scalar(2, "1/10", depth, dps=100_000)
    certificate.check()
    w = certificate.data["claims"]["branches"][0]["w"]
    short = certify_scalar(2, "1/10", depth, dps=50).data["claims"]["branches"][0]["w"]
    assert [end[:50] for end in w] == [short[0][:50]] * 2


@pytest.mark.parametrize("depth", [2, 3, 5, 10, 50, 1000])
def test_a_million_digits_take_less_than_200_megabytes(tmp_path, depth):
    if sys.platform != "linux":
        pytest.skip("limits and peaks of memory are those of Linux")
    # the peak of this process alone: ru_maxrss would inherit that of the one that starts it
    status = "open('/proc/self/status')"
    peak = f"print([int(x.split()[1]) for x in {status} if 'VmHWM' in x][0] // 1024)"
    write = (
        f"import symfact.certify as s; s.certify_scalar(2, '1/10', {depth}, 10**6).save('c.json')"
    )
    check = (
        f"import runpy; runpy.run_path({checker.__file__!r})['verdict']('c.json')[0] and exit(1)"
    )
    environment = os.environ | {"PYTHONPATH": str(Path(certify.__file__).parents[1])}
    for options, work in (([], write), (["-I", "-S"], check)):
        command = [sys.executable, *options, "-c", f"{work}\n{peak}"]
        result = subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True
        )
        assert int(result.stdout) < 200


# ---- boxes and real numbers

ENDS = st.tuples(
    st.fractions(-4, 4, max_denominator=50), st.fractions(0, 1, max_denominator=50)
).map(lambda pair: [pair[0], pair[0] + pair[1]])
LAMS = st.tuples(
    st.fractions(Fraction(1, 50), 4, max_denominator=50), st.fractions(0, 1, max_denominator=50)
).map(lambda pair: [pair[0], pair[0] + pair[1]])
PARTS = st.fractions(0, 1, max_denominator=8)


def box_or_none(*problem):
    """A certificate, or None where the box has to be split."""
    try:
        certificate = certify_scalar(*problem)
    except ValueError as error:
        if "split" in str(error) or "separately" in str(error):
            return None
        raise
    certificate.check()
    return certificate


@settings(max_examples=150)
@given(ENDS, LAMS, st.sampled_from([2, 3, 4, 5, 10, 50]), st.integers(1, 20), PARTS, PARTS)
def test_a_box_holds_at_every_point(targets, lams, depth, dps, across, up):
    certificate = box_or_none(targets, lams, depth, dps)
    if certificate is not None:
        m, lam = (low + (high - low) * t for (low, high), t in ((targets, across), (lams, up)))
        claims, point = certificate.data["claims"], certify_scalar(m, lam, depth, dps + 20).data
        assert point["claims"]["regime"] == claims["regime"]
        for box, branch in zip(claims["branches"], point["claims"]["branches"], strict=True):
            assert box["minimizer_count"] == branch["minimizer_count"]
            for name in ("w", "rho", "loss", "data_term", "regularization", "max_eigenvalue"):
                assert contains(box[name], branch[name])
            for wide, narrow in zip(listed(box), listed(branch), strict=True):
                assert contains(wide, narrow)


def contains(wide, narrow):
    """Whether an enclosure contains one of twenty digits more, up to its last digit."""
    slack = abs(Fraction(narrow[1]) - Fraction(narrow[0]))
    (a, b), (c, d) = (map(Fraction, pair) for pair in (wide, narrow))
    return a - slack <= c <= d <= b + slack


def listed(branch):
    """The enclosures of the eigenvalues, each as often as its multiplicity says."""
    return [
        entry["enclosure"] for entry in branch["eigenvalues"] for _ in range(entry["multiplicity"])
    ]


@settings(max_examples=50)
@given(ENDS, LAMS, st.sampled_from([2, 3, 4, 5, 10]), st.integers(2, 12))
def test_a_box_is_tight(targets, lams, depth, dps):
    """Each end of each enclosure is the rounded value at a corner."""
    certificate = box_or_none(targets, lams, depth, dps)
    if certificate is not None:
        sizes = [abs(m) for m in targets] + ([0] if targets[0] <= 0 <= targets[1] else [])
        corners = [
            certify_scalar(m, lam, depth, dps).data["claims"]["branches"][-1]
            for m in (min(sizes), max(sizes))
            for lam in lams
        ]
        (box,) = certificate.data["claims"]["branches"]
        for name in ("w", "loss", "data_term", "regularization", "max_eigenvalue"):
            ends = [tuple(map(Fraction, corner[name])) for corner in corners]
            assert Fraction(box[name][0]) == min(low for low, _ in ends)
            assert Fraction(box[name][1]) == max(high for _, high in ends)


@pytest.mark.parametrize(
    ("problem", "message"),
    [
        (([1, 3], 2, 3), "meets lam = lam_c(m), where the regime changes; lam_c is 1.19055 at |m| ="
         " 1.0 and 5.15121 at |m| = 3.0; certify the parts below and above separately"),
        ((2, [3, 4], 3), "meets lam = lam_c(m), where the regime changes; lam_c is 3.0 at"),
        ((2, [2, 3], 3), "meets lam = lam_c(m)"),
        (([-1, 1], "1/10", 5), "meets lam = lam_c(m)"),
        ((2, [3, 5], 2), "meets lam = lam_c(m), where the regime changes; lam_c is 4.0"),
        ((2, [1, 3], 2), "the eigenvalues change places in the box, at lam = |m|; split it"),
        ((2 * sympy.sqrt(2), 4 * sympy.sqrt(2), 2), "meets lam = lam_c(m)"),
    ],
)  # fmt: skip
def test_a_box_without_one_statement_is_refused_with_the_way_to_split_it(problem, message):
    with pytest.raises(ValueError, match=f"^target, lam: (the box )?{re.escape(message)}") as error:
        certify_scalar(*problem)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("depth", [2, 3, 10, 1000])
@pytest.mark.parametrize("dps", [5, 50, 1000])
def test_real_numbers_are_enclosed_as_tightly_as_rational_ones(depth, dps):
    target, lam = sympy.sqrt(2), sympy.pi / 100
    data = certify_scalar(target, lam, depth, dps).data
    for value, (low, high) in zip((target, lam), list(data["problem"].values())[:2], strict=True):
        near = parse_rational(value.evalf(dps + 100), "value")
        assert Fraction(low) < near < Fraction(high)
    (branch,) = data["claims"]["branches"]
    for name in ("w", "rho", "loss", "data_term", "regularization", "max_eigenvalue"):
        low, high = map(Decimal, branch[name])
        assert Context(dps, Emin=-(10**6), Emax=10**6).next_plus(low) == high


def test_the_digits_of_a_real_number_end_where_rationals_are_too_long():
    with pytest.raises(
        ValueError, match=r"^target: a number of \d+ characters; a certificate allows"
    ):
        certify_scalar(sympy.sqrt(2), 1, 5, dps=10_000)


def test_a_box_on_the_command_line(tmp_path, capsys):
    arguments = ["--target", "[19/10, 21/10]", "--lam", "[0.1, 1/9]", "--depth", "5", "--dps", "9"]
    path = tmp_path / "box.json"
    assert main(["certify", *arguments, "-o", str(path)]) == 0
    assert Certificate.load(path).data["problem"] == {
        "target": ["19/10", "21/10"], "lam": ["1/10", "1/9"], "depth": 5
    }  # fmt: skip
    assert main(["check", str(path)]) == 0
    capsys.readouterr()
    assert main(["certify", "--target", "[1, 3]", "--lam", "2", "--depth", "3"]) == 2
    output = capsys.readouterr()
    assert (output.out, output.err.count("\n")) == ("", 1)
    assert "target, lam: the box meets lam = lam_c(m)" in output.err


# ---- bad input


@pytest.mark.parametrize(
    ("arguments", "kind", "message"),
    [
        (("", 1, 3), ValueError, "target: ''"),
        (("x", 1, 3), ValueError, "target: 'x'"),
        ((1j, 1, 3), TypeError, "target: 1j"),
        ((1, 0, 3), ValueError, "lam: 0 is not > 0; .*Remark 4"),
        ((1, -1, 3), ValueError, "lam: -1 is not > 0"),
        ((1, float("nan"), 3), ValueError, "lam: nan is not a finite number"),
        ((1, 1, 1), ValueError, "depth: 1 is too small; allowed is an integer >= 2"),
        ((1, 1, 2.5), TypeError, "depth: 2.5"),
        ((1, 1, 10**9 + 1), ValueError, "depth: 1000000001 is too large; a certificate allows"),
        ((1, 1, 3, 0), ValueError, "dps: 0 is too small"),
        ((10**20000, 1, 3), ValueError, "target: a number of 20001 characters; a certificate"),
        ((1, "1/1" + "0" * 20000, 3), ValueError, "lam: a number of 20003 characters"),
        ((1, 1, 3, 10**7), ValueError, "dps: 10000000 is too large; a certificate allows 2500000"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bad_input_is_one_line(arguments, kind, message):
    with pytest.raises(kind, match=f"^{message}") as error:
        certify_scalar(*arguments)
    assert "\n" not in str(error.value)


# ---- files

EXAMPLE = certify_scalar(2, 3, 3, dps=10)


def test_a_certificate_is_its_text():
    assert Certificate(EXAMPLE.text) == EXAMPLE
    assert Certificate("{}") != EXAMPLE
    assert len({EXAMPLE, Certificate(EXAMPLE.text)}) == 1
    assert EXAMPLE.data == json.loads(EXAMPLE.text)
    with pytest.raises(FrozenInstanceError):
        EXAMPLE.text = ""
    EXAMPLE.data["claims"].clear()
    EXAMPLE.check()


def test_the_representation_names_the_problem():
    assert repr(EXAMPLE) == "Certificate(target=2, lam=3, depth=3, regime=tie, digits=10)"
    for text in ("{}", "[]", "", '{"problem": 1}', '{"problem": {}, "claims": []}'):
        assert repr(Certificate(text)).startswith(f"Certificate(<{len(text)} characters")


def test_saved_and_loaded(tmp_path):
    path = tmp_path / "c.json"
    EXAMPLE.save(path)
    loaded = Certificate.load(str(path))
    assert loaded == EXAMPLE
    loaded.check()
    assert [child.name for child in tmp_path.iterdir()] == ["c.json"]


def test_a_saved_certificate_is_checked_where_symfact_cannot_be_imported(tmp_path):
    EXAMPLE.save(tmp_path / "c.json")
    command = [sys.executable, "-I", "-S", checker.__file__, "c.json"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout, result.stderr) == (0, "c.json: valid\n", "")


SIDES = st.tuples(POSITIVE, st.fractions(0, 1, max_denominator=100)).map(
    lambda pair: [pair[0], pair[0] + pair[1]]
)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TARGETS | SIDES, POSITIVE | SIDES, DEPTHS, st.integers(1, 200))
def test_what_is_written_passes_where_symfact_cannot_be_imported(tmp_path, target, lam, depth, dps):
    certificate = box_or_none(target, lam, depth, dps)
    if certificate is not None:
        certificate.save(tmp_path / "c.json")
        script = (
            "import importlib.util, runpy, sys;"
            "sys.exit('found') if importlib.util.find_spec('symfact') else None;"
            "sys.argv = ['checker.py', 'c.json'];"
            f"runpy.run_path({checker.__file__!r}, run_name='__main__')"
        )
        command = [sys.executable, "-I", "-S", "-c", script]
        result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
        assert (result.returncode, result.stdout, result.stderr) == (0, "c.json: valid\n", "")


def test_an_interrupted_write_leaves_the_old_file_whole(tmp_path):
    path = tmp_path / "c.json"
    EXAMPLE.save(path)
    with (
        patch.object(Path, "replace", side_effect=KeyboardInterrupt),
        pytest.raises(KeyboardInterrupt),
    ):
        certify_scalar(1, 1, 3).save(path)
    assert Certificate.load(path) == EXAMPLE
    assert [child.name for child in tmp_path.iterdir()] == ["c.json"]


def test_a_place_that_cannot_be_written(tmp_path):
    for path in (tmp_path / "missing" / "c.json", tmp_path):
        with pytest.raises(ValueError, match=r"^path: .*; allowed is") as error:
            EXAMPLE.save(path)
        assert "\n" not in str(error.value)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is not JSON"),
        (b"\xff\xfe", "is not JSON in UTF-8"),
        (b"{", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b'{"a": ' + b"1" * 5000 + b"}", "is not JSON"),
        (b"[1]", "holds a list; allowed is an object"),
        (None, "cannot be read"),
    ],
    ids=str,
)
def test_a_file_that_is_no_certificate(tmp_path, content, reason):
    path = tmp_path / "c.json"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ValueError, match=f"^path: .*c.json {reason}") as error:
        Certificate.load(path)
    assert "\n" not in str(error.value)


def test_what_the_reader_forgives_the_checker_refuses(tmp_path):
    path = tmp_path / "c.json"
    path.write_text(EXAMPLE.text.replace('"depth": 3', '"depth": 3, "depth": 3'), encoding="utf-8")
    twice = Certificate.load(path)
    assert twice.data == EXAMPLE.data
    with pytest.raises(CertificateError, match=r"^certificate: duplicate key 'depth'"):
        twice.check()
