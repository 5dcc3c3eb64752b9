"""The checker of matrix certificates: each false or malformed file is refused for its own flaw."""

import copy
import json
import shutil
import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from symfact import matrix_checker
from symfact.certify import certify_scalar
from symfact.checker import Refused
from symfact.matrix_certify import certify_matrix
from symfact.matrix_checker import check_certificate

TARGET = [[Fraction(3), Fraction(1, 2)], [Fraction(1), Fraction(2)], [Fraction(0), Fraction(-1)]]
GOOD = certify_matrix(TARGET, Fraction(1, 10), 3, [2, 4], 12)
TOP = ("claims", "spectrum", 0)


def changed(*path, to):
    data = copy.deepcopy(GOOD.data)
    place = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = to(place[path[-1]]) if callable(to) else to
    return json.dumps(data)


def without(*path):
    data = copy.deepcopy(GOOD.data)
    place = data
    for key in path[:-1]:
        place = place[key]
    del place[path[-1]]
    return json.dumps(data)


def last_digit(text):
    """The same decimal with another last digit."""
    return text[:-1] + ("1" if text[-1] == "0" else "0")


def bigger(text):
    return str(int(text) + 10**8)


BAD = {
    "wrong-multiplicity": (changed(*TOP, "multiplicity", to=2), "claims.spectrum[0].multiplicity"),
    "shifted-enclosure": (changed(*TOP, "enclosure", 0, to=last_digit), "claims.spectrum[0]"),
    "inverted-enclosure": (changed(*TOP, "enclosure", to=lambda p: p[::-1]), "claims.spectrum[0]"),
    "missing-cluster": (changed("claims", "spectrum", to=lambda s: s[:-1]), "claims.spectrum: "),
    "wrong-max-eigenvalue": (
        changed("claims", "max_eigenvalue", 1, to=last_digit), "claims.max_eigenvalue[1]"),
    "wrong-trace": (changed("claims", "trace", 0, to=last_digit), "claims.trace[0]"),
    "wrong-loss": (changed("claims", "loss", 0, to=last_digit), "claims.loss[0]"),
    "wrong-singular-value": (
        changed("claims", "singular_values", 0, 0, to=last_digit), "claims.singular_values[0][0]"),
    "wrong-regime": (changed("claims", "regimes", 1, to="zero"), "claims.regimes[1]"),
    "wrong-layer": (changed("claims", "layers", 0, 1, to=last_digit), "claims.layers[0][1]"),
    "lam-changed": (changed("problem", "lam", to="1/9"), "evidence.layers[0]"),
    "target-entry-changed": (changed("problem", "target", 0, 0, to="4"), "evidence.layers[0]"),
    "width-changed": (changed("problem", "widths", 1, to=3), "claims."),
    "bottleneck": (changed("problem", "widths", 1, to=1), "evidence.layers: 2 entries"),
    "depth-changed": (changed("problem", "depth", to=4), "problem.widths: 2 entries"),
    "left-not-orthogonal": (changed("evidence", "left", 0, 0, to=bigger), "evidence.layers"),
    "values-not-decreasing": (
        changed("evidence", "values", to=lambda v: v[::-1]), "evidence.values: not decreasing"),
    "negative-value": (changed("evidence", "values", 1, to="-1"), "evidence.values: not decreas"),
    "smaller-root": (
        changed("evidence", "layers", 0, to=["0.011", "0.011"]), "evidence.layers[0]: not past"),
    "layer-too-large": (
        changed("evidence", "layers", 0, to=["9.0", "9.0"]), "evidence.layers[0]: p(w) <= 0"),
    "layers-missing": (changed("evidence", "layers", to=[]), "evidence.layers: 0 entries"),
    "digits-zero": (changed("evidence", "digits", to=0), "evidence.digits: 0 given"),
    "digits-of-a-bool": (changed("evidence", "digits", to=True), "evidence.digits: True given"),
    "more-digits": (changed("evidence", "digits", to=13), "claims."),
    "places-negative": (changed("evidence", "places", to=-1), "evidence.places: -1 given"),
    "unknown-key": (changed("problem", to=lambda p: {**p, "seed": 1}), "problem: unknown key 'se"),
    "missing-key": (without("problem", "widths"), "problem: missing key 'widths'"),
    "claim-missing": (without("claims", "trace"), "claims: missing key 'trace'"),
    "float-entry": (changed("problem", "target", 0, 0, to=3.0), "certificate: the number '3.0'"),
    "integer-entry": (changed("problem", "target", 0, 0, to=3), "problem.target[0][0]: 3 given"),
    "not-in-lowest-terms": (changed("problem", "target", 0, 1, to="2/4"), "problem.target[0][1]"),
    "ragged-target": (changed("problem", "target", 1, to=["1"]), "problem.target[1]: 1 entries"),
    "empty-target": (changed("problem", "target", to=[]), "problem.target: no matrix"),
    "lam-zero": (changed("problem", "lam", to="0"), "problem.lam: '0' given"),
    "width-zero": (changed("problem", "widths", 0, to=0), "problem.widths[0]: 0 given"),
    "minus-zero": (changed("evidence", "right", 0, 0, to="-0"), "evidence.right[0][0]: '-0'"),
    "wrong-version": (changed("version", to=2), "version: 2 given"),
    "not-claimed-changed": (changed("not_claimed", to=[]), "not_claimed: 0 entries"),
    "trailing-text": (GOOD.text + "x", "certificate: not JSON"),
    "duplicate-key": (
        GOOD.text.replace('"lam"', '"lam": "1/10", "lam"', 1), "certificate: duplicate key 'lam'"),
    "scalar-kind": (changed("kind", to="scalar"), "problem: unknown key 'widths'"),
}  # fmt: skip


def test_a_true_certificate_of_either_kind_is_valid():
    check_certificate(GOOD.text)
    check_certificate(GOOD.text.encode())
    check_certificate(certify_scalar(2, "1/10", 5, dps=10).text)


@pytest.mark.parametrize("flaw", BAD)
def test_a_bad_certificate_is_refused_for_its_flaw(flaw):
    text, message = BAD[flaw]
    with pytest.raises(Refused) as caught:
        check_certificate(text)
    assert str(caught.value).startswith(message)


def test_a_target_at_a_tie_is_refused():
    text = certify_matrix([[Fraction(2)]], Fraction(1, 10), 3, [1, 1], 12).text
    with pytest.raises(Refused, match="meets lam = lam_c"):
        check_certificate(text.replace('"lam": "1/10"', '"lam": "3"'))


def test_a_target_too_large_is_refused_at_once():
    rows = [["1"] * 200] * 200
    text = changed("problem", "target", to=rows)
    with pytest.raises(Refused, match="200 x 200 given; it is too large"):
        check_certificate(text)


def test_it_runs_by_its_path_beside_the_scalar_checker(tmp_path):
    folder = Path(matrix_checker.__file__).parent
    for name in ("checker.py", "matrix_checker.py"):
        shutil.copy(folder / name, tmp_path)
    (tmp_path / "good.json").write_text(GOOD.text)
    (tmp_path / "bad.json").write_text(BAD["wrong-multiplicity"][0])
    command = [sys.executable, "-S", "matrix_checker.py", "good.json", "bad.json"]
    done = subprocess.run(
        command, cwd=tmp_path, env={}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (1, "")
    first, second = done.stdout.splitlines()
    assert first == "good.json: valid"
    assert second.startswith("bad.json: not valid: claims.spectrum[0].multiplicity")


def test_every_changed_digit_of_a_claim_is_refused():
    start, end = GOOD.text.index('"claims"'), GOOD.text.index('"evidence"')
    for i in range(start, end):
        if GOOD.text[i].isdigit():
            other = "5" if GOOD.text[i] != "5" else "6"
            with pytest.raises(Refused):
                check_certificate(GOOD.text[:i] + other + GOOD.text[i + 1 :])
