"""The checker accepts what is right, and refuses everything else for its own flaw."""

import ast
import decimal
import json
import re
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest
from documents import (
    CHANGES,
    JSON,
    assert_refused_in_one_line,
    changed,
    leaves,
    limited,
    load_maker,
    mutations,
    named,
    renamed_and_extended,
    replaced,
    run_limited,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from symfact import checker
from symfact.certify import certify_scalar
from symfact.checker import Interval, Refused, check_certificate, decide_regime, rational

FOLDER = Path(__file__).parent / "certificates"
SOURCE = Path(checker.__file__)
GOOD = sorted((FOLDER / "good").glob("*.json"))
BAD = sorted((FOLDER / "bad").glob("*.json"))

# the name of each bad certificate and how its refusal begins
REASONS = {
    "below-the-root": "evidence.branches[0].w: p(w) >= 0 one unit above does not hold",
    "beyond-decimals": "evidence.branches[0].w: p(w) <= 0 one unit below does not hold",
    "box-contains-equal-eigenvalues": "problem: the eigenvalues change places in the box, at lam",
    "box-corner-missing": "evidence.branches[0]: 3 entries given; a list of 4 is expected",
    "box-corners-exchanged": "evidence.branches[0][0].w: p(w) <= 0 one unit below does not hold",
    "box-ends-at-tie": "problem: the box meets lam = lam_c(m), where the regime changes; split it",
    "box-from-tie": "problem: the box meets lam = lam_c(m), where the regime changes; split it",
    "box-lam-from-zero": "problem.lam: a list given; a rational > 0 is expected",
    "box-meets-critical-lam": "problem: the box meets lam = lam_c(m), where the regime changes; s",
    "box-narrowed-enclosure": "claims.branches[0].loss[1]: '0.14929782417590714399' given",
    "box-nested": "problem.target[0]: a list given; a rational in lowest terms is expected",
    "box-of-numbers": "problem.target[0]: 1 given; a rational in lowest terms is expected",
    "box-of-one-point": "problem.target: the first end is not less than the second",
    "box-of-three": "problem.target: 3 entries given; a list of 2 is expected",
    "box-reversed": "problem.target: the first end is not less than the second",
    "box-touching-called-double": "claims.branches[0].eigenvalues: 1 entries given; a list of 2 i",
    "box-widened-enclosure": "claims.branches[0].loss[1]: '0.14929782417590714401' given",
    "box-wider": "evidence.branches[0][1].w: p(w) <= 0 one unit below does not hold",
    "box-with-claims-of-a-corner": "claims.branches[0].w[0]: '1.1985849715682802831' given",
    "box-with-evidence-of-a-point": "evidence.branches[0]: no list of entries given; a list of 4",
    "box-zero-to-nonzero-depth-2": "problem: the box meets lam = lam_c(m), where the regime chang",
    "branch-twice": "claims.branches: 2 entries given",
    "branches-empty": "claims.branches: 0 entries given",
    "byte-order-mark": "certificate: not JSON: Unexpected UTF-8 BOM (decode using utf-8-sig)",
    "claims-list": "claims: a list given",
    "comment": "certificate: not JSON: Expecting value",
    "count-as-number": "claims.minimizer_count: 16 given",
    "count-at-tie-without-zero": "claims.minimizer_count: '2^2' given",
    "count-in-branch": "claims.branches[0].minimizer_count: '1' given",
    "count-one-sign-too-many": "claims.minimizer_count: '2^5' given",
    "data-term-and-regularization-exchanged": "claims.branches[0].data_term[0]: '1.316",
    "deep-lists": "certificate: nested too deeply",
    "deep-objects": "certificate: nested too deeply",
    "depth-boolean": "problem.depth: True given",
    "depth-changed": "evidence.branches[0].w: p(w) <= 0 one unit below does not hold",
    "depth-negative": "problem.depth: -5 given",
    "depth-one": "problem.depth: 1 given",
    "depth-string": "problem.depth: '5' given",
    "depth-too-large": "problem.depth: 1000000001 given",
    "digits-beyond-the-evidence": "claims.branches[0].w: the evidence is too coarse",
    "digits-beyond-the-file": "evidence.digits: 1000000000 given",
    "digits-boolean": "evidence.digits: True given",
    "digits-changed": "claims.branches[0].w[0]: '1.1471725342239176342' given",
    "digits-string": "evidence.digits: '20' given",
    "digits-zero": "evidence.digits: 0 given",
    "duplicate-key": "certificate: duplicate key 'depth'",
    "duplicate-key-escaped": "certificate: duplicate key 'lam'",
    "eigenvalue-added": "claims.branches[0].eigenvalues: 3 entries given",
    "eigenvalue-missing": "claims.branches[0].eigenvalues: 1 entries given",
    "eigenvalues-exchanged": "claims.branches[0].eigenvalues[0].enclosure[0]: '0.0800",
    "empty": "certificate: not JSON: Expecting value",
    "enclosure-digit-added": "claims.branches[0].w[0]: '1.14717253422391763420' given",
    "enclosure-digit-missing": "claims.branches[0].w[0]: '1.147172534223917634' given",
    "enclosure-lower-case": "claims.branches[0].loss[1]: '1.0000000000000000000e+359",
    "enclosure-number": "claims.branches[0].w[0]: 1 given",
    "enclosure-of-three": "claims.branches[0].w: 3 entries given",
    "enclosure-sign": "claims.branches[0].rho[0]: '-1.9867521996603025006' given",
    "enclosure-string": "claims.branches[0].w: no list of entries given",
    "enclosure-zeros-dropped": "claims.branches[0].w[0]: '1' given",
    "equal-eigenvalues-listed-twice": "claims.branches[0].eigenvalues: 2 entries given",
    "equal-eigenvalues-listed-twice-depth-2": "claims.branches[0].eigenvalues: 2 entries given",
    "equal-eigenvalues-listed-twice-target-zero": "claims.branches[0].eigenvalues: 2 entries give",
    "exponent-in-integer": "certificate: the number '2e1' is not an integer of at most 10 digits",
    "float-depth": "certificate: the number '5.0' is not an integer of at most 10 digits",
    "formula-17-at-zero": "claims.branches[0].max_eigenvalue[0]: '2.66666666666666",
    "infinity": "certificate: the number 'Infinity' is not an integer of at most 10 digits",
    "inverted-enclosure": "claims.branches[0].w[0]: '1.1471725342239176343' given",
    "just-above-critical-called-tie": "claims.regime: 'tie' given",
    "just-below-critical-called-tie": "claims.regime: 'tie' given",
    "lam-changed": "evidence.branches[0].w: p(w) >= 0 one unit above does not hold",
    "lam-negative": "problem.lam: '-1/10' given",
    "lam-over-zero": "problem.lam: '1/0' given",
    "lam-zero": "problem.lam: '0' given",
    "latin-1": "certificate: not UTF-8",
    "list": "certificate: a list given",
    "local-minimizer-above-critical-lam": "evidence.branches[0]: unknown key 'w'",
    "long-integer": "certificate: the number '2000",
    "loss-without-regularization": "claims.branches[0].loss[0]: '0.00017550421384048917914'",
    "max-eigenvalue-of-the-rest": "claims.branches[0].max_eigenvalue[0]: '0.08000000000000",
    "missing-claims": "certificate: missing key 'claims'",
    "missing-evidence": "certificate: missing key 'evidence'",
    "missing-format": "certificate: missing key 'format'",
    "missing-lam": "problem: missing key 'lam'",
    "missing-loss": "claims.branches[0]: missing key 'loss'",
    "missing-multiplicity": "claims.branches[0].eigenvalues[0]: missing key 'multiplicity'",
    "missing-not-claimed": "certificate: missing key 'not_claimed'",
    "multiplicities-exchanged": "claims.branches[0].eigenvalues[0].multiplicity: 4 given",
    "multiplicity-boolean": "claims.branches[0].eigenvalues[0].multiplicity: True given",
    "multiplicity-string": "claims.branches[0].eigenvalues[0].multiplicity: '1' given",
    "nan": "certificate: the number 'NaN' is not an integer of at most 10 digits",
    "narrowed-enclosure": "claims.branches[0].rho[0]: '1.9867521996603025007' given",
    "not-a-root": "evidence.branches[0].w: p(w) <= 0 one unit below does not hold",
    "not-claimed-changed": "not_claimed[0]: 'nothing' given",
    "not-claimed-empty": "not_claimed: 0 entries given",
    "not-claimed-string": "not_claimed: no list of entries given",
    "not-the-square-root": "evidence.branches[0].w: not within one unit of the square root",
    "nul-byte": "certificate: not JSON: Expecting ',' delimiter",
    "null": "certificate: None given",
    "one-digit": "evidence.branches[0].w: '1' is not more than one unit",
    "point-with-evidence-of-a-box": "evidence.branches[0]: a list given; an object is expected",
    "problem-null": "problem: None given",
    "prose": "certificate: not JSON: Expecting value",
    "regime-null": "claims.regime: None given",
    "regime-unknown": "claims.regime: 'both' given",
    "rho-of-wrong-sign": "claims.branches[0].rho[0]: '2.3212664532012492480' given",
    "shifted-enclosure": "claims.branches[0].w[0]: '1.1471725342239176343' given",
    "shifted-loss": "claims.branches[0].loss[0]: '0.13177598654161303676' given",
    "single-quotes": "certificate: not JSON: Expecting property name enclosed in double quotes",
    "smaller-root": "evidence.branches[0].w: not past the turning point of p (the smaller root?)",
    "string": 'certificate: \'{\\n "format": "symfact-certificate",\\n "v',
    "target-changed": "evidence.branches[0].w: p(w) >= 0 one unit above does not hold",
    "target-decimal": "problem.target: '2.0' given",
    "target-fullwidth": "problem.target: '\\uff12' given",
    "target-leading-zero": "problem.target: '02' given",
    "target-minus-zero": "problem.target: '-0' given",
    "target-newline": "problem.target: '2\\n' given",
    "target-not-reduced": "problem.target: '4/2' given",
    "target-number": "problem.target: 2 given",
    "target-over-one": "problem.target: '2/1' given",
    "target-plus": "problem.target: '+2' given",
    "target-sign-changed": "claims.branches[0].rho[0]: '1.9867521996603025006' given",
    "target-space": "problem.target: ' 2' given",
    "target-too-long": "problem.target: '99999999999999999999999999999999999999",
    "tie-branches-exchanged": "claims.branches[0].minimizer_count: '1' given",
    "tie-called-nonzero": "evidence.branches: 1 entries given; a list of 2 is expected",
    "tie-called-zero": "evidence.branches: 1 entries given; a list of 2 is expected",
    "tie-second-branch-missing": "evidence.branches: 1 entries given; a list of 2 is expected",
    "too-coarse": "claims.branches[0].w: the evidence is too coarse to fix 20 digits",
    "too-many-values": "certificate: more than 1000 values",
    "trailing-text": "certificate: not JSON: Extra data",
    "truncated": "certificate: not JSON: Expecting ',' delimiter",
    "twice": "certificate: not JSON: Extra data",
    "unknown-key": "certificate: unknown key 'comment'",
    "unknown-key-in-branch": "claims.branches[0]: unknown key 'sharpness'",
    "unknown-key-in-eigenvalue": "claims.branches[0].eigenvalues[0]: unknown key 'vector'",
    "unknown-key-in-evidence": "evidence.branches[0]: unknown key 'start'",
    "unknown-key-in-problem": "problem: unknown key 'width'",
    "utf-16": "certificate: not UTF-8",
    "version-boolean": "version: True given",
    "version-string": "version: '1' given",
    "w-empty": "evidence.branches[0].w: '' given",
    "w-exponent": "evidence.branches[0].w: '1.1471725342239176342903637420",
    "w-far-too-large": "evidence.branches[0].w: '1E+999999999' is not more than one unit",
    "w-huge-exponent": "evidence.branches[0].w: '1E+1000000000' given",
    "w-infinity": "evidence.branches[0].w: 'Infinity' given",
    "w-leading-zero": "evidence.branches[0].w: '01.147172534223917634290363742",
    "w-minus": "evidence.branches[0].w: '-1.147172534223917634290363742",
    "w-nan": "evidence.branches[0].w: 'NaN' given",
    "w-negative": "claims.branches[0].w[0]: '-1.1834366067814415592' given",
    "w-number": "evidence.branches[0].w: 1 given",
    "w-plus": "evidence.branches[0].w: '+1.147172534223917634290363742",
    "w-squared-changed": "evidence.branches[0].w_squared: not the square of a positive root of p",
    "w-squared-long": "evidence.branches[0].w_squared: not the square of a positive root of p",
    "w-squared-missing": "evidence.branches[0].w: '1' is not more than one unit",
    "w-squared-negative": "evidence.branches[0].w_squared: not the square of a positive root of p",
    "w-squared-not-reduced": "evidence.branches[0].w_squared: '2/2' given",
    "w-squared-number": "evidence.branches[0].w_squared: 1 given",
    "w-squared-smaller-root": "evidence.branches[0].w_squared: not past the turning point",
    "w-squared-without-w": "evidence.branches[0]: missing key 'w'",
    "w-squared-zero": "evidence.branches[0].w_squared: not the square of a positive root of p",
    "w-underscore": "evidence.branches[0].w: '1.14_7172534223917634290363742",
    "w-zero": "evidence.branches[0].w: '0' is not more than one unit",
    "widened-enclosure": "claims.branches[0].rho[0]: '1.9867521996603025005' given",
    "witness-empty": "evidence.branches[0]: missing key 'w'",
    "witness-for-zero": "evidence.branches[0]: unknown key 'w'",
    "witness-list": "evidence.branches[0]: a list given",
    "witness-missing": "evidence.branches: 1 entries given",
    "wrong-format": "format: 'certificate' given",
    "wrong-kind": "kind: 'matrix' given",
    "wrong-multiplicity": "claims.branches[0].eigenvalues[0].multiplicity: 2 given",
    "wrong-regime": "claims.regime: 'zero' given",
    "wrong-version": "version: 2 given",
}


def refusal(data):
    """Return why `data` is refused, or None if it is accepted."""
    try:
        check_certificate(data)
    except Refused as error:
        return str(error)
    return None


@pytest.mark.parametrize("path", GOOD, ids=named)
def test_good_certificates_are_accepted(path):
    check_certificate(path.read_bytes())
    check_certificate(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", BAD, ids=named)
def test_bad_certificates_are_refused_for_their_flaw(path):
    reason = refusal(path.read_bytes())
    assert reason is not None
    assert reason.startswith(REASONS[path.stem])
    assert "\n" not in reason
    assert len(reason) < 300


def test_the_files_are_those_that_the_script_makes():
    maker = load_maker("make")
    assert {path.stem for path in GOOD} == set(maker.GOOD)
    assert {path.stem for path in BAD} == set(maker.BAD) == set(REASONS)
    for name, content in maker.BAD.items():
        made = content()
        data = made if isinstance(made, bytes) else made.encode()
        assert data == (FOLDER / "bad" / f"{name}.json").read_bytes(), name


# ---- mutations


def meaning(data):
    """A certificate without what may be otherwise, and as true: decimals of w that are
    mere evidence, and which end of an interval around target 0 is the larger |m|."""
    witnesses = [
        [corner | {"w": None} for corner in (branch if isinstance(branch, list) else [branch])]
        for branch in data["evidence"]["branches"]
    ]
    problem = dict(data["problem"])
    if isinstance(problem["target"], list):
        low, high = map(Fraction, problem["target"])
        problem["target"] = max(-low, high) if low <= 0 <= high else problem["target"]
    return data | {"problem": problem, "evidence": data["evidence"] | {"branches": witnesses}}


def assert_refused(mutant, data):
    """A mutant is refused, unless it says the same on other evidence."""
    if refusal(json.dumps(mutant)) is None:
        assert meaning(mutant) == meaning(data)


@pytest.mark.parametrize(
    "name",
    [
        "depth-2",
        "depth-3-tie",
        "depth-3-zero",
        "depth-5-negative-target",
        "huge-target",
        "box",
        "box-of-targets",
        "box-zero",
    ],
)
def test_every_single_character_matters(name):
    text = (FOLDER / "good" / f"{name}.json").read_text(encoding="utf-8")
    expected, refused = meaning(json.loads(text)), 0
    for mutant in mutations(text):
        if refusal(mutant) is None:  # white space, or another decimal for w
            assert meaning(json.loads(mutant)) == expected
        else:
            refused += 1
    assert refused > len(text)


OTHERS = [None, True, False, 0, 1, -1, 2, "", "0", "1", "2^1", "NaN", [], {}, ["0", "0"], ...]


@pytest.mark.parametrize("path", GOOD, ids=named)
def test_every_leaf_matters(path):
    data = json.loads(path.read_text(encoding="utf-8"))
    for place, value in list(leaves(data)):
        for other in OTHERS:
            if other is not ... or place:
                mutant = replaced(data, place, other)
                if mutant != data or type(other) is not type(value):
                    assert_refused(mutant, data)


@pytest.mark.parametrize("path", GOOD, ids=named)
def test_every_key_matters(path):
    data = json.loads(path.read_text(encoding="utf-8"))
    for kind, mutant in renamed_and_extended(data):
        reason = refusal(json.dumps(mutant))
        assert reason is not None
        assert kind != "added" or "unknown" in reason


@given(st.data())
def test_random_mutations_are_refused(data):
    document = json.loads(data.draw(st.sampled_from(GOOD)).read_text(encoding="utf-8"))
    place, value = data.draw(st.sampled_from(list(leaves(document))))
    other = data.draw(JSON.filter(lambda other: other != value))
    assert_refused(replaced(document, place, other), document)


@given(JSON.map(json.dumps) | st.text() | st.binary())
def test_anything_else_is_refused(data):
    assert refusal(data) is not None


# ---- resources and surroundings


def test_a_file_that_is_too_long_is_refused_unread():
    assert refusal(b" " * (checker.MAX_BYTES + 1)) == "certificate: longer than 50000000 bytes"


@settings(max_examples=20)
@given(st.sampled_from(GOOD), st.integers(1, 60), st.sampled_from(["ROUND_UP", "ROUND_DOWN"]))
def test_the_decimal_context_of_the_caller_does_not_matter(path, digits, rounding):
    context = decimal.Context(digits, rounding, Emin=-5, Emax=5, capitals=0, clamp=1)
    context.traps[decimal.Inexact] = True
    with decimal.localcontext(context):
        check_certificate(path.read_bytes())


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """The checker in a folder of its own."""
    folder = tmp_path_factory.mktemp("alone")
    shutil.copy(SOURCE, folder)
    return folder


def run(folder, *arguments, options=("-I", "-S")):
    command = [sys.executable, *options, "checker.py", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("options", [("-I", "-S"), ("-I", "-S", "-O"), ("-I", "-S", "-OO")])
def test_it_runs_by_its_path_with_nothing_installed(alone, options):
    good = run(alone, *GOOD, options=options)
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout.splitlines() == [f"{path}: valid" for path in GOOD]
    bad = run(alone, *BAD, options=options)
    assert (bad.returncode, bad.stderr) == (1, "")
    for path, line in zip(BAD, bad.stdout.splitlines(), strict=True):
        assert line.startswith(f"{path}: not valid: {REASONS[path.stem]}")


def test_files_that_cannot_be_read_are_told_from_bad_ones(alone):
    missing = run(alone, GOOD[0], "missing.json", BAD[0], alone)
    assert missing.returncode == 2
    assert missing.stderr == ""
    lines = missing.stdout.splitlines()
    assert lines[1] == "missing.json: cannot be read (No such file or directory)"
    assert lines[3].startswith(f"{alone}: cannot be read (")
    assert [line.count(": valid") for line in lines] == [1, 0, 0, 0]


def test_without_a_file_it_says_how_it_is_used(alone):
    result = run(alone)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("usage: ")


def test_main_returns_the_largest_exit_code(capsys):
    assert checker.main([str(GOOD[0])]) == 0
    assert checker.main([str(BAD[0]), str(GOOD[0])]) == 1
    assert checker.main([]) == 2
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_main_prints_ascii_only(capsys):
    assert checker.main(["no such file: \u03bb"]) == 2
    assert capsys.readouterr().out.startswith("no such file: \\u03bb: cannot be read")


def test_it_imports_the_standard_library_only_and_avoids_what_could_hide_a_failure():
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    nodes = list(ast.walk(tree))
    imported = {alias.name for n in nodes if isinstance(n, ast.Import) for alias in n.names}
    imported |= {n.module for n in nodes if isinstance(n, ast.ImportFrom)}
    assert imported == {
        "__future__", "collections.abc", "decimal", "fractions", "json", "math", "re", "sys",
        "typing",
    }  # fmt: skip
    assert not [n for n in nodes if isinstance(n, ast.Assert)]
    assert not [n for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, float)]
    assert not {"float", "eval", "exec"} & {n.id for n in nodes if isinstance(n, ast.Name)}


# ---- robustness


def hostile_files():
    """What the checker has to refuse within a second of work and 100 MB, by name."""
    good = (FOLDER / "good" / "depth-5.json").read_bytes()
    digits = b"3" * 99_000
    long, other = b"9" * 9_998 + b"/" + b"1" + b"0" * 9_990, b"1/" + b"7" * 19_990
    w = re.search(rb'"w": "([0-9.]+)"', good)[1]
    ends = b'["' + other + b'", "2' + other[1:] + b'"]'
    corners = b"[" + b", ".join([b'{"w": "1.' + digits + b'"}'] * 4) + b"]"
    deepest = good.replace(b'"depth": 5', b'"depth": 1000000000')
    yield "exponent", good.replace(w, b"1E+1000000000")
    yield "exponent-of-nine-digits", good.replace(w, b"1.5E+999999999")
    yield "exponent-down", deepest.replace(w, b"1.5E-999999999")
    yield "exponent-in-target", good.replace(b'"2"', b'"1E+1000000000"', 1)
    yield "exponent-in-number", good.replace(b'"depth": 5', b'"depth": 1E1000000000')
    yield "long-integer", good.replace(b'"depth": 5', b'"depth": ' + b"9" * 5_000_000)
    yield "long-float", good.replace(b'"depth": 5', b'"depth": 1.' + b"9" * 5_000_000)
    yield "long-w", deepest.replace(w, b"1." + digits)
    yield "very-long-w", good.replace(w, b"1." + b"3" * 5_000_000)
    yield "long-target", deepest.replace(b'"2"', b'"' + long + b'"', 1)
    yield (
        "long-everything",
        deepest.replace(b'"2"', b'["2", "' + long + b'"]', 1)
        .replace(b'"1/10"', ends)
        .replace(b'{\n    "w": "' + w + b'"\n   }', corners),
    )
    yield "many-digits", good.replace(b'"digits": 20', b'"digits": 999999999')
    yield "deep", b'{"a":' * 1_000_000
    yield "deep-in-place", good.replace(b'"depth": 5', b'"depth": ' + b"[" * 5_000_000)
    yield "deep-and-closed", b"[" * 100_000 + b"]" * 100_000
    yield "many-keys", b"{" + b",".join(b'"%d":1' % i for i in range(500_000)) + b"}"
    yield "many-quotes", b'"' * 5_000_000
    yield "nul-bytes", b"\0" * 5_000_000
    yield "nul-bytes-inside", good.replace(b"saddle", b"sad\0dle")
    yield "surrogate", good.replace(b"saddle", b"\\ud800dle")
    yield "bytes", bytes(range(256)) * 10_000
    for encoding in ("utf-16", "utf-32", "utf-8-sig", "utf-7"):
        yield encoding, ("\ufeff" + good.decode()).encode(encoding)


def test_hostile_files_are_refused_within_a_second_of_work_and_100_megabytes(alone):
    if sys.platform != "linux":
        pytest.skip("limits and peaks of memory are those of Linux")
    files = {alone / f"{name}.json": data for name, data in hostile_files()}
    for path, data in files.items():
        path.write_bytes(data)
        command = [sys.executable, "-I", "-S", "-c", limited("checker.py"), path.name]
        result = run_limited(command, alone)
        assert_refused_in_one_line(result, path.name)


@given(st.sampled_from(GOOD), CHANGES)
def test_one_changed_character_is_refused_or_changes_no_meaning(path, change):
    """Or what it says of another problem is what is certified of that, to the letter."""
    text = path.read_text(encoding="utf-8")
    mutant = changed(text, change)
    if refusal(mutant) is None:
        data, expected = json.loads(mutant), json.loads(text)
        if data["problem"] == expected["problem"]:
            assert meaning(data) == meaning(expected)
        else:
            digits = data["evidence"]["digits"]
            assert data["claims"] == certify_scalar(**data["problem"], dps=digits).data["claims"]


# ---- arithmetic

SIZES = st.fractions(min_value=0, max_value=10**6)


@given(SIZES, SIZES, st.integers(1, 30), st.integers(0, 50))
def test_intervals_contain_the_exact_results(a, b, digits, exponent):
    x, y = rational(a, digits), rational(b, digits)
    results = [(x + y, a + b), (x - b, a - b), (b - x, b - a), (b * x, a * b), (-x, -a)]
    results += [(x.short(), a)]
    if a > 0 and b > 0:
        results += [(x * y, a * b), (x.power(exponent), a**exponent)]
        grown = x.grown(decimal.Decimal(exponent))
        results += [(grown, a), (grown, a * (1 + exponent))]
    for interval, exact in results:
        assert Fraction(interval.low) <= exact <= Fraction(interval.high)


@given(st.fractions(), st.integers(1, 40))
def test_an_enclosure_is_the_pair_of_adjacent_decimals(value, digits):
    low, high = map(decimal.Decimal, checker.pair([value], digits, "claims"))
    assert Fraction(low) <= value <= Fraction(high)
    if low == high:
        assert Fraction(low) == value
    else:
        assert Fraction(low) < value < Fraction(high)
        context = decimal.Context(prec=digits, Emin=-(10**6), Emax=10**6)
        assert context.next_plus(low) == high
    assert all(len(end.as_tuple().digits) == digits for end in (low, high) if end)


def test_a_product_takes_one_full_multiplication_and_stays_tight():
    x = Interval(decimal.Decimal("1.4142"), decimal.Decimal("1.4143"), 30)
    product = x * x
    exact = (decimal.Decimal("1.99996164"), decimal.Decimal("2.00024449"))
    assert exact[0] == product.low
    assert exact[1] <= product.high <= exact[1] + decimal.Decimal("1e-18")


@pytest.mark.parametrize("low", [0, -1])
def test_only_numbers_above_zero_are_multiplied(low):
    one, other = rational(1, 5), Interval(decimal.Decimal(low), decimal.Decimal(1), 5)
    for product in (lambda: one * other, lambda: other * one):
        with pytest.raises(checker.TooCoarse, match="product"):
            product()


def test_an_interval_that_straddles_a_decimal_fixes_nothing():
    ends = decimal.Decimal("1.9999"), decimal.Decimal("2.0001")
    with pytest.raises(Refused, match="claims: the evidence is too coarse to fix 3 digits"):
        checker.enclosure(Interval(*ends, 10), 3, "claims")


def test_eigenvalues_that_intervals_do_not_tell_apart_are_not_ordered():
    straddling = Interval(decimal.Decimal(-1), decimal.Decimal(1), 10)
    with pytest.raises(checker.TooCoarse, match="claims: the evidence is too coarse to tell"):
        checker.sign(straddling, "claims")


@given(st.fractions(0, 50, max_denominator=60), st.fractions(0, 50, max_denominator=60),
       st.integers(2, 9))  # fmt: skip
def test_the_regime_is_the_comparison_of_integers(m, lam, L):
    lam += Fraction(1, 60)
    left = lam**L * (L - 1) ** (2 * L - 2)
    right = L**L * (L - 2) ** (L - 2) * m ** (2 * L - 2)
    expected = "nonzero" if left < right else "zero" if left > right or L == 2 else "tie"
    assert decide_regime(m, lam, L) == expected


def test_beyond_the_root_where_its_power_is_exactly_the_target_is_refused():
    """At a = 3/2 and |m| = a^5 the gap |m| - a^L is exactly 0, and p(a) = c > 0."""
    given = decimal.Decimal("1.50000001")
    with pytest.raises(Refused, match="p\\(w\\) <= 0 one unit below does not hold"):
        checker.at_root(Fraction(3, 2) ** 5, Fraction(1, 10), 5, given, "w")
