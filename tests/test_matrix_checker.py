"""The checker of matrices accepts what is right, and refuses all else for its own flaw."""

import ast
import decimal
import json
import random
import shutil
import subprocess
import sys
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import mpmath
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
from independent import assert_true, singular_values

from symfact import checker, matrix_checker
from symfact.certify import certify_scalar
from symfact.checker import Interval, Refused, rational
from symfact.matrix_certify import _layers, certify_matrix
from symfact.matrix_checker import check_certificate, conclude, singular_value_boxes

FOLDER = Path(__file__).parent / "certificates" / "matrix"
SCALAR = FOLDER.parent
SOURCES = [Path(matrix_checker.__file__), Path(checker.__file__)]
GOOD = sorted((FOLDER / "good").glob("*.json"))
BAD = sorted((FOLDER / "bad").glob("*.json"))
SMALL = [path for path in GOOD if path.stem not in ("huge-widths", "deep")]

# the name of each bad certificate and how its refusal begins
REASONS = {
    "added-cluster": "claims.spectrum: 7 entries given",
    "byte-order-mark": "certificate: not JSON: Unexpected UTF-8 BOM (decode using utf-8-sig)",
    "claims-list": "claims: a list given",
    "claims-of-another": "claims.singular_values[0][0]: '2.24891261164' given",
    "deep-lists": "certificate: nested too deeply",
    "depth-and-widths-changed": "evidence.layers[0]: p(w) <= 0 one unit below does not hold",
    "depth-boolean": "problem.depth: True given",
    "depth-changed": "problem.widths: 2 entries given",
    "depth-one": "problem.depth: 1 given",
    "depth-too-large": "problem.depth: 50001 given",
    "digits-boolean": "evidence.digits: True given",
    "digits-changed": "claims.singular_values[0][0]: '3.65028153987' given",
    "digits-too-large": "evidence.digits: 10001 given",
    "digits-zero": "evidence.digits: 0 given",
    "duplicate-key-in-cluster": "certificate: duplicate key 'multiplicity'",
    "duplicate-key": "certificate: duplicate key 'depth'",
    "empty": "certificate: not JSON: Expecting value",
    "enclosure-digit-added": "claims.spectrum[0].enclosure[0]: '33.38889898740' given",
    "enclosure-negative": "claims.spectrum[4].enclosure[0]: '-1' given",
    "enclosure-number": "claims.spectrum[0].enclosure[0]: 37 given",
    "enclosure-of-one": "claims.spectrum[0].enclosure: 1 entries given",
    "enclosure-string": "claims.spectrum[0].enclosure: no list of entries given",
    "exponent-in-places": "certificate: the number '2.2e1' is not an integer",
    "float-entry": "certificate: the number '1.5' is not an integer",
    "float-width": "certificate: the number '2.0' is not an integer",
    "inverted-enclosure": "claims.spectrum[0].enclosure[0]: '33.3888989875' given",
    "lam-box": "problem.lam: a list given",
    "lam-changed-where-all-are-zero": "claims.trace[0]: '80.0000000000' given",
    "lam-changed": "evidence.layers[0]: p(w) >= 0 one unit above does not hold",
    "lam-negative": "problem.lam: '-1/10' given",
    "lam-zero": "problem.lam: '0' given",
    "latin-1": "certificate: not UTF-8",
    "layer-above-the-root": "evidence.layers[0]: p(w) <= 0 one unit below does not hold",
    "layer-below-the-root": "evidence.layers[0]: p(w) >= 0 one unit above does not hold",
    "layer-for-zero": "evidence.layers: 2 entries given",
    "layer-huge": "evidence.layers[0]: p(w) <= 0 one unit below does not hold",
    "layer-missing": "evidence.layers: 1 entries given",
    "layer-nan": "evidence.layers[0][0]: 'NaN' given",
    "layer-negative": "evidence.layers[0][0]: '-1.536665290356070558312' given",
    "layer-number": "evidence.layers[0][0]: 1 given",
    "layer-of-another-value": "evidence.layers[0]: not past the turning point of p",
    "layer-of-the-smaller-root": "evidence.layers[0]: not past the turning point of p",
    "layer-of-zero-claimed": "claims.layers: 2 entries given",
    "layer-one-decimal": "evidence.layers[0]: 1 entries given",
    "layer-shifted": "claims.layers[1][0]: '0.922765432300' given",
    "layer-tiny": "evidence.layers[0]: not past the turning point of p",
    "layer-too-coarse": "claims.layers[0][0]: '1.53666529035' given",
    "layer-zero": "evidence.layers[0]: '0' is not more than one unit",
    "layers-exchanged": "claims.layers[0][0]: '0.922765432301' given",
    "left-and-right-exchanged": "claims.singular_values[0]: the enclosure meets lam = lam_c(m)",
    "left-column-of-other-sign": "claims.singular_values[1]: the enclosure meets lam = lam_c(m)",
    "left-decimal": "evidence.left[0][0]: '1.0' given",
    "left-exponent": "evidence.left[0][0]: '1E+20' given",
    "left-fullwidth": "evidence.left[0][0]: '\\uff11' given",
    "left-leading-zero": "evidence.left[0][0]: '01' given",
    "left-minus-zero": "evidence.left[0][0]: '-0' given",
    "left-not-orthogonal": "evidence.layers[0]: p(w) <= 0 one unit below does not hold",
    "left-number": "evidence.left[0][0]: 1 given",
    "left-row-short": "evidence.left[2]: 1 entries given",
    "left-short": "evidence.left: 2 entries given",
    "left-stretched-and-right-shrunk": "claims.singular_values[0]: the enclosure meets lam = la",
    "left-too-long": "evidence.left[0][0]: '10000000000000000000000000000000000000000000000000'",
    "left-zero": "claims.singular_values[0]: the enclosure meets lam = lam_c(m)",
    "list": "certificate: a list given",
    "loss-of-the-active-alone": "claims.loss[0]: '1' given",
    "loss-shifted": "claims.loss[0]: '0.323059061205' given",
    "matrix-kind-with-scalar-problem": "problem: missing key 'widths'",
    "max-eigenvalue-by-the-scalar-formula": "claims.max_eigenvalue[0]: '14.7851225402' given",
    "max-eigenvalue-of-the-second-cluster": "claims.max_eigenvalue[0]: '16.8410086939' given",
    "merged-clusters": "claims.spectrum: 5 entries given",
    "missing-cluster": "claims.spectrum: 5 entries given",
    "missing-evidence": "certificate: missing key 'evidence'",
    "missing-key": "claims: missing key 'trace'",
    "missing-multiplicity": "claims.spectrum[0]: missing key 'multiplicity'",
    "missing-widths": "problem: missing key 'widths'",
    "missing-zero-eigenvalues": "claims.spectrum: 7 entries given",
    "multiplicity-boolean": "claims.spectrum[0].multiplicity: True given",
    "multiplicity-moved": "claims.spectrum[0].multiplicity: 2 given",
    "multiplicity-string": "claims.spectrum[0].multiplicity: '1' given",
    "nan": "certificate: the number 'NaN' is not an integer",
    "narrower-enclosure": "claims.spectrum[0].enclosure[0]: '33.3888989875' given",
    "not-claimed-changed": "not_claimed[0]: 'nothing' given",
    "parted-cluster": "claims.spectrum: 7 entries given",
    "places-boolean": "evidence.places: True given",
    "places-changed": "claims.singular_values[0]: the enclosure meets lam = lam_c(m)",
    "places-negative": "evidence.places: -1 given",
    "places-too-large": "evidence.places: 10201 given",
    "rational-not-in-lowest-terms": "problem.target[0][1]: '4/2' given",
    "regime-beyond-the-bottleneck": "claims.regimes[1]: 'nonzero' given",
    "regime-tie": "claims.regimes[1]: 'tie' given",
    "regimes-too-short": "claims.regimes: 2 entries given",
    "residual-too-large": "evidence.layers[0]: p(w) <= 0 one unit below does not hold",
    "right-not-orthogonal": "evidence.layers[0]: p(w) <= 0 one unit below does not hold",
    "scalar-kind-with-matrix-problem": "problem: unknown key 'widths'",
    "shifted-enclosure": "claims.spectrum[0].enclosure[0]: '33.3888989875' given",
    "singular-value-missing": "claims.singular_values: 1 entries given",
    "singular-value-shifted": "claims.singular_values[0][0]: '3.65028153988' given",
    "singular-values-exchanged": "claims.singular_values[0][0]: '0.821854415126' given",
    "spectrum-empty": "claims.spectrum: 0 entries given",
    "spectrum-increasing": "claims.spectrum[0].enclosure[0]: '0' given",
    "target-at-critical-lam-depth-2": "claims.singular_values[0]: the enclosure meets lam = lam",
    "target-at-tie": "claims.singular_values[1]: the enclosure meets lam = lam_c(m)",
    "target-column-added": "evidence.right: 2 entries given",
    "target-decimal": "problem.target[0][0]: '1.0' given",
    "target-empty-rows": "problem.target: no matrix given",
    "target-empty": "problem.target: no matrix given",
    "target-entry-boolean": "problem.target[0][0]: True given",
    "target-entry-changed": "claims.singular_values[1]: the enclosure meets lam = lam_c(m)",
    "target-entry-list": "problem.target[0][0]: a list given",
    "target-entry-number": "problem.target[0][0]: 1 given",
    "target-entry-of-other-sign": "claims.singular_values[0]: the enclosure meets lam = lam_c(m)",
    "target-minus-zero": "problem.target[1][0]: '-0' given",
    "target-number": "problem.target: no matrix given",
    "target-over-zero": "problem.target[1][0]: '1/0' given",
    "target-ragged": "problem.target[1]: 1 entries given",
    "target-row-number": "problem.target: no matrix given",
    "target-rows-exchanged": "claims.singular_values[0]: the enclosure meets lam = lam_c(m)",
    "target-too-large": "problem.target: 101 x 101 given",
    "target-transposed": "claims.singular_values[0]: the enclosure meets lam = lam_c(m)",
    "too-many-values": "certificate: more than 50000 values",
    "trace-shifted": "claims.trace[0]: '72.1190852662' given",
    "trailing-text": "certificate: not JSON: Extra data",
    "truncated": "certificate: not JSON: Unterminated string starting at",
    "twice": "certificate: not JSON: Extra data",
    "unknown-key-in-claims": "claims: unknown key 'condition'",
    "unknown-key-in-cluster": "claims.spectrum[0]: unknown key 'vector'",
    "unknown-key-in-evidence": "evidence: unknown key 'seed'",
    "unknown-key-in-problem": "problem: unknown key 'bias'",
    "unknown-key": "certificate: unknown key 'comment'",
    "unknown-kind": "kind: 'tensor' given",
    "value-negative": "evidence.values: not decreasing numbers >= 0",
    "values-not-decreasing": "evidence.values: not decreasing numbers >= 0",
    "values-too-long": "evidence.values: 3 entries given",
    "values-too-short": "evidence.values: 1 entries given",
    "version-boolean": "version: True given",
    "wider-enclosure": "claims.spectrum[0].enclosure[1]: '33.3888989876' given",
    "width-boolean": "problem.widths[1]: True given",
    "width-changed": "claims.trace[0]: '72.1190852661' given",
    "width-made-a-bottleneck": "evidence.layers: 2 entries given",
    "width-negative": "problem.widths[1]: -3 given",
    "width-string": "problem.widths[1]: '3' given",
    "width-too-large": "problem.widths[1]: 1000000001 given",
    "width-zero": "problem.widths[1]: 0 given",
    "widths-exchanged": "claims.trace[0]: '35.8051204909' given",
    "widths-number": "problem.widths: no list of entries given",
    "widths-too-long": "problem.widths: 3 entries given",
    "widths-too-short": "problem.widths: 1 entries given",
    "wrong-format": "format: 'certificate' given",
    "wrong-multiplicity": "claims.spectrum[0].multiplicity: 2 given",
    "wrong-regime": "claims.regimes[1]: 'nonzero' given",
    "wrong-version": "version: 2 given",
}


def refusal(data):
    """Return why `data` is refused, or None if it is accepted."""
    try:
        check_certificate(data)
    except Refused as error:
        return str(error)
    return None


# ---- good and bad files


@pytest.mark.parametrize("path", GOOD, ids=named)
def test_good_certificates_are_accepted(path):
    data = path.read_bytes()
    check_certificate(data)
    check_certificate(data.decode())
    assert len(data) < 6000


@pytest.mark.parametrize("path", [p for p in GOOD if p.stem != "huge-widths"], ids=named)
def test_good_certificates_are_true(path):
    """Against singular values, layers and the dense Hessian, worked out in another way."""
    assert_true(json.loads(path.read_bytes()))


@pytest.mark.parametrize("path", SMALL, ids=named)
def test_good_certificates_are_true_to_the_last_digit(path):
    assert_true(json.loads(path.read_bytes()), dps=50)


def test_huge_widths_change_the_multiplicities_alone():
    claims = json.loads((FOLDER / "good" / "huge-widths.json").read_bytes())["claims"]
    few = certify_matrix([[Fraction(3), Fraction(1)]], Fraction(1), 3, (4, 5), 12).data
    assert_true(few)
    few = few["claims"]
    assert few["spectrum"] != claims["spectrum"]
    for name in ("singular_values", "layers", "loss", "max_eigenvalue"):
        assert few[name] == claims[name]
    wide, narrow = (
        [cluster["enclosure"] for cluster in data["spectrum"]] for data in (claims, few)
    )
    assert wide == narrow


@pytest.mark.parametrize("path", GOOD, ids=named)
def test_every_weight_has_its_eigenvalue(path):
    data = json.loads(path.read_bytes())
    problem, clusters = data["problem"], data["claims"]["spectrum"]
    sizes = [len(problem["target"][0]), *problem["widths"], len(problem["target"])]
    assert sum(c["multiplicity"] for c in clusters) == sum(a * b for a, b in pairwise(sizes))
    for above, below in pairwise(clusters):
        assert Fraction(above["enclosure"][0]) > Fraction(below["enclosure"][1])


@pytest.mark.parametrize("path", BAD, ids=named)
def test_each_bad_certificate_is_refused_for_its_own_flaw(path):
    reason = refusal(path.read_bytes())
    assert reason is not None
    assert reason.startswith(REASONS[path.stem])
    assert "\n" not in reason


def test_the_files_are_those_that_are_made():
    make = load_maker("make_matrix")
    assert {path.stem for path in BAD} == set(REASONS) == set(make.BAD)
    assert {path.stem for path in GOOD} == {*make.GOOD, "two-digits"}
    for name, content in make.BAD.items():
        made = content()
        data = made if isinstance(made, bytes) else made.encode()
        assert data == (FOLDER / "bad" / f"{name}.json").read_bytes(), name
    for name, problem in make.GOOD.items():
        assert make.certified(problem) == make.text(name), name
    assert make.by_hand() == make.text("two-digits")


@pytest.mark.parametrize("path", sorted((SCALAR / "good").glob("*.json")), ids=named)
def test_scalar_certificates_are_accepted(path):
    check_certificate(path.read_bytes())


@pytest.mark.parametrize("path", sorted((SCALAR / "bad").glob("*.json")), ids=named)
def test_bad_scalar_certificates_are_refused(path):
    assert refusal(path.read_bytes()) is not None


@given(st.fractions(-9, 9, max_denominator=50).filter(bool), st.integers(2, 9))
def test_a_one_by_one_matrix_says_what_the_scalar_certificate_says(target, depth):
    lam = Fraction(1, 97)
    matrix = certify_matrix([[target]], lam, depth, (1,) * (depth - 1), 15).data["claims"]
    claims = certify_scalar(target, lam, depth, 15).data["claims"]
    (branch,) = claims["branches"]
    pairs = [(matrix["loss"], branch["loss"]), (matrix["singular_values"][0], [abs(target)] * 2)]
    pairs.append((matrix["max_eigenvalue"], branch["max_eigenvalue"]))
    if claims["regime"] == "nonzero":
        pairs.append((matrix["layers"][0], branch["w"]))
    for (low, high), (least, most) in pairs:
        assert Fraction(low) <= Fraction(most)
        assert Fraction(least) <= Fraction(high)


# ---- mutations


def assert_refused_or_true(text, data):
    """A text is refused, or it claims the same of the same problem, or another truth."""
    if refusal(text) is not None:
        return True
    document = json.loads(text)
    if any(document[part] != data[part] for part in ("problem", "claims")):
        assert_true(document)
    return False


@pytest.mark.parametrize(
    "name", ["one-by-one", "target-zero", "all-zero", "depth-2-coupled", "wide", "two-digits"]
)
def test_every_single_character_matters(name):
    text = (FOLDER / "good" / f"{name}.json").read_text(encoding="utf-8")
    data, refused = json.loads(text), 0
    for mutant in mutations(text):
        refused += assert_refused_or_true(mutant, data)
    assert refused > len(text)


@pytest.mark.parametrize("path", GOOD, ids=named)
@pytest.mark.parametrize("part", ["problem", "claims"])
def test_every_character_of_problem_and_claims_matters(path, part):
    """Beside the same evidence; the last of very many digits may be too small to be seen."""
    many = path.stem in ("huge-target", "tiny-target") and part == "problem"
    data = json.loads(path.read_bytes())
    for mutant in mutations(json.dumps(data[part])):
        try:
            changed = json.loads(mutant)
        except ValueError:
            continue
        if changed != data[part]:
            refused = assert_refused_or_true(json.dumps(data | {part: changed}), data)
            assert refused or many


@given(st.sampled_from(SMALL), CHANGES)
def test_one_changed_character_is_refused_or_leaves_a_truth(path, change):
    text = path.read_text(encoding="utf-8")
    assert_refused_or_true(changed(text, change), json.loads(text))


OTHERS = [None, True, False, 0, 1, -1, 2, 10**9, 1.5, "", "0", "-0", "1", "-1", "1/2", "01", "1.0"]
OTHERS += ["1E+999999999", "1.5E-999999999", "9" * 200, "NaN", "zero", [], {}, ["0", "0"], ...]


@pytest.mark.parametrize("path", SMALL, ids=named)
def test_every_leaf_matters(path):
    data = json.loads(path.read_bytes())
    for place, value in list(leaves(data)):
        for other in OTHERS:
            if other is not ... or place:
                mutant = replaced(data, place, other)
                if mutant != data or type(other) is not type(value):
                    assert_refused_or_true(json.dumps(mutant), data)


@pytest.mark.parametrize("path", GOOD, ids=named)
def test_every_key_matters(path):
    data = json.loads(path.read_bytes())
    for kind, mutant in renamed_and_extended(data):
        reason = refusal(json.dumps(mutant))
        assert reason is not None
        assert kind != "added" or "unknown" in reason


@given(st.data())
def test_random_mutations_are_refused_or_true(data):
    document = json.loads(data.draw(st.sampled_from(SMALL)).read_bytes())
    place, value = data.draw(st.sampled_from(list(leaves(document))))
    other = data.draw(JSON.filter(lambda other: other != value))
    assert_refused_or_true(json.dumps(replaced(document, place, other)), document)


@given(JSON.map(json.dumps) | st.text() | st.binary())
def test_anything_else_is_refused(data):
    assert refusal(data) is not None


@given(JSON, JSON)
def test_any_problem_and_evidence_are_refused(problem, evidence):
    document = {**matrix_checker.HEADER, "problem": problem, "evidence": evidence, "claims": {}}
    assert refusal(json.dumps(document | {"not_claimed": checker.NOT_CLAIMED})) is not None


# ---- evidence that is only nearly a singular value decomposition

ENTRIES = st.fractions(-6, 6, max_denominator=3)
SHAPES = st.tuples(st.integers(1, 3), st.integers(1, 3))
TARGETS = SHAPES.flatmap(
    lambda shape: st.lists(
        st.lists(ENTRIES, min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


def near_decomposition(target, places, noise):
    """Integers over 10^places near a singular value decomposition, some of them moved."""
    with mpmath.workdps(30):
        left, values, right = singular_values(target)
        scale = mpmath.mpf(10) ** places
        rows, columns = ([[int(x * scale) for x in row] for row in m] for m in (left, right))
        numbers = [int(value * scale) for value in values]
    for choice, by in noise:
        matrix = (rows, columns, [numbers])[choice % 3]
        row = matrix[choice % len(matrix)]
        row[choice % len(row)] += by
    return rows, sorted((max(0, n) for n in numbers), reverse=True), columns


NOISE = st.lists(st.tuples(st.integers(0, 99), st.integers(-20, 20)), max_size=4)


@given(TARGETS, st.integers(0, 8), NOISE)
def test_enclosures_of_singular_values_contain_them(target, places, noise):
    rows, numbers, columns = near_decomposition(target, places, noise)
    boxes = singular_value_boxes(target, rows, numbers, columns, places)
    with mpmath.workdps(40):
        for (low, high), value in zip(boxes, singular_values(target)[1], strict=True):
            assert low >= 0
            assert mpmath.mpf(low.numerator) / low.denominator <= value + 1e-35
            assert value - 1e-35 <= mpmath.mpf(high.numerator) / high.denominator
            assert low * 10**places == int(low * 10**places)


@given(TARGETS, st.lists(st.integers(-30, 30), min_size=15, max_size=15))
def test_enclosures_from_any_integers_contain_the_singular_values(target, integers):
    """The evidence may be anything: then enclosures are wide, and right."""
    stream = iter(integers * 2)
    count = min(len(target), len(target[0]))
    rows, columns = ([[next(stream) for _ in range(count)] for _ in m] for m in (target, target[0]))
    numbers = sorted((abs(next(stream)) for _ in range(count)), reverse=True)
    boxes = singular_value_boxes(target, rows, numbers, columns, 1)
    with mpmath.workdps(40):
        for (low, high), value in zip(boxes, singular_values(target)[1], strict=True):
            assert mpmath.mpf(low.numerator) / low.denominator <= value + 1e-35
            assert value - 1e-35 <= mpmath.mpf(high.numerator) / high.denominator


@settings(max_examples=200)
@given(
    TARGETS,
    st.fractions(Fraction(1, 50), 6, max_denominator=50),
    st.lists(st.integers(1, 4), min_size=1, max_size=4),
    st.integers(1, 12),
    st.tuples(st.integers(1, 12), NOISE, st.integers(3, 25)),
)
def test_what_follows_from_coarse_evidence_is_true(target, lam, widths, digits, evidence):
    places, noise, precision = evidence
    rows, numbers, columns = near_decomposition(target, places, noise)
    boxes = singular_value_boxes(target, rows, numbers, columns, places)
    narrowest, depth = min(len(target), len(target[0]), *widths), len(widths) + 1
    texts = {"target": target, "left": rows, "right": columns}
    texts = {name: [[str(x) for x in row] for row in m] for name, m in texts.items()}
    problem = {"target": texts.pop("target"), "lam": str(lam), "depth": depth, "widths": widths}
    found = texts | {"digits": digits, "places": places, "values": [str(n) for n in numbers]}
    found["layers"] = _layers(boxes[:narrowest], lam, depth, precision)
    document = {**matrix_checker.HEADER, "problem": problem, "evidence": found}
    try:
        document["claims"] = conclude(problem, found, checker.MAX_BYTES)
    except Refused:
        return
    document["not_claimed"] = checker.NOT_CLAIMED
    check_certificate(json.dumps(document))
    assert_true(document)


def test_an_orthogonal_matrix_of_integers_needs_no_places():
    """A permutation has places = 0; the enclosures are 1 - 4, cut off at 0, and 1 + 4."""
    target = [[Fraction(0), Fraction(-1)], [Fraction(1), Fraction(0)]]
    boxes = singular_value_boxes(target, [[0, -1], [1, 0]], [1, 1], [[1, 0], [0, 1]], 0)
    assert boxes == [(0, 5), (0, 5)]


# ---- arithmetic

SIZES = st.fractions(min_value=0, max_value=10**6)


def contains(interval, exact):
    return Fraction(interval.low) <= exact <= Fraction(interval.high)


@given(SIZES, SIZES, st.integers(1, 30))
def test_products_and_quotients_contain_the_exact_ones(a, b, digits):
    x, y = rational(a, digits), rational(b, digits)
    assert contains(matrix_checker.times(x, y), a * b)
    if b:
        assert contains(matrix_checker.over(x, y), a / b)


@given(SIZES, SIZES, st.integers(1, 60), st.integers(1, 30))
def test_the_geometric_sum_contains_the_exact_one(a, b, n, digits):
    found = matrix_checker.geometric(rational(a, digits), rational(b, digits), n)
    assert contains(found, sum(a ** (n - 1 - k) * b**k for k in range(n)))


@given(st.fractions(1, 9, max_denominator=9), st.fractions(1, 9, max_denominator=9),
       st.integers(1, 40))  # fmt: skip
def test_the_geometric_sum_is_tight(a, b, n):
    found = matrix_checker.geometric(rational(a, 40), rational(b, 40), n)
    assert found.high - found.low <= found.high * decimal.Decimal("1e-36")


INTERVALS = st.tuples(st.integers(0, 99), st.integers(0, 9), st.integers(1, 5))


@given(st.lists(INTERVALS, min_size=1))
def test_clusters_are_apart_and_lose_nothing(triples):
    given_ = [
        (Interval(decimal.Decimal(low), decimal.Decimal(low + width), 10), count)
        for low, width, count in triples
    ]
    found = matrix_checker.clusters(given_)
    assert sum(count for _, count in found) == sum(count for _, _, count in triples)
    for (above, _), (below, _) in pairwise(found):
        assert above.low > below.high
    for cluster, count in found:
        inside = [(v, n) for v, n in given_ if cluster.low <= v.low and v.high <= cluster.high]
        assert sum(n for _, n in inside) == count
        assert cluster.low == min(v.low for v, _ in inside)
        assert cluster.high == max(v.high for v, _ in inside)


# ---- resources and surroundings


@settings(max_examples=20)
@given(st.sampled_from(GOOD), st.integers(1, 60), st.sampled_from(["ROUND_UP", "ROUND_DOWN"]))
def test_the_decimal_context_of_the_caller_does_not_matter(path, digits, rounding):
    context = decimal.Context(digits, rounding, Emin=-5, Emax=5, capitals=0, clamp=1)
    context.traps[decimal.Inexact] = True
    with decimal.localcontext(context):
        check_certificate(path.read_bytes())


@pytest.fixture(scope="module")
def alone(tmp_path_factory):
    """The two files in a folder of their own."""
    folder = tmp_path_factory.mktemp("alone")
    for source in SOURCES:
        shutil.copy(source, folder)
    return folder


def run(folder, *arguments, options=("-E", "-s", "-S")):
    command = [sys.executable, *options, "matrix_checker.py", *map(str, arguments)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("options", [("-S",), ("-E", "-s", "-S", "-O"), ("-E", "-s", "-S", "-OO")])
def test_it_runs_by_its_path_beside_the_other_with_nothing_installed(alone, options):
    files = [*GOOD, *sorted((SCALAR / "good").glob("*.json"))]
    good = run(alone, *files, options=options)
    assert (good.returncode, good.stderr) == (0, "")
    assert good.stdout.splitlines() == [f"{path}: valid" for path in files]
    bad = run(alone, *BAD, options=options)
    assert (bad.returncode, bad.stderr) == (1, "")
    for path, line in zip(BAD, bad.stdout.splitlines(), strict=True):
        assert line.startswith(f"{path}: not valid: {REASONS[path.stem]}")


def test_the_scalar_checker_refuses_matrices_by_their_kind(alone):
    command = [sys.executable, "-I", "-S", "checker.py", str(GOOD[0])]
    result = subprocess.run(command, cwd=alone, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (1, "")
    assert result.stdout == f"{GOOD[0]}: not valid: kind: 'matrix' given; 'scalar' is expected\n"


def test_files_that_cannot_be_read_are_told_from_bad_ones(alone):
    missing = run(alone, GOOD[0], "missing.json", BAD[0])
    assert (missing.returncode, missing.stderr) == (2, "")
    lines = missing.stdout.splitlines()
    assert lines[1] == "missing.json: cannot be read (No such file or directory)"
    assert [line.count(": valid") for line in lines] == [1, 0, 0]


def test_without_a_file_it_says_how_it_is_used(alone):
    result = run(alone)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("usage: ")


def test_it_imports_the_standard_library_only_and_avoids_what_could_hide_a_failure():
    tree = ast.parse(SOURCES[0].read_text(encoding="utf-8"))
    nodes = list(ast.walk(tree))
    imported = {alias.name for n in nodes if isinstance(n, ast.Import) for alias in n.names}
    imported |= {n.module for n in nodes if isinstance(n, ast.ImportFrom)}
    own = {"checker", "symfact", "symfact.checker"}
    assert own <= imported
    assert imported - own <= {*sys.stdlib_module_names, "collections.abc"}
    assert not [n for n in nodes if isinstance(n, ast.Assert)]
    assert not [n for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, float)]
    assert not {"float", "eval", "exec"} & {n.id for n in nodes if isinstance(n, ast.Name)}


# ---- robustness


def document(target, left, values, right, **changes):
    """A certificate without claims of a problem of depth 2, with all widths as small as can be."""
    evidence = {"digits": 10, "places": 0, "left": left, "values": values, "right": right}
    evidence |= {name: changes.pop(name) for name in ("digits", "places") if name in changes}
    problem = {"target": target, "lam": "1", "depth": 2, "widths": [1]} | changes
    data = {**matrix_checker.HEADER, "problem": problem, "claims": {}}
    evidence["layers"] = problem.pop("layers", [])
    data |= {"evidence": evidence, "not_claimed": checker.NOT_CLAIMED}
    return json.dumps(data).encode()


def identity(size, one="1"):
    return [[one if i == j else "0" for j in range(size)] for i in range(size)]


def many_eigenvalues(size):
    """A diagonal target with `size` active values at depth 2, where x^2 = m - 1/2."""
    rng, places = random.Random(0), 20
    values = sorted((rng.randrange(10**3, 10**7) for _ in range(size)), reverse=True)
    target = [[str(v) if i == j else "0" for j in range(size)] for i, v in enumerate(values)]
    context = decimal.Context(16)
    root = [context.sqrt(context.subtract(decimal.Decimal(v), decimal.Decimal("0.5")))
            for v in values]  # fmt: skip
    one = identity(size, "1" + "0" * places)
    rows = [f"{v}{'0' * places}" for v in values]
    layers = [[str(x)] * 2 for x in root]
    return document(target, one, rows, one, places=places, digits=10_000, widths=[size],
                    layers=layers)  # fmt: skip


def hostile_files():
    """What the checker has to refuse within a second of work and 100 MB, by name."""
    good = (FOLDER / "good" / "square.json").read_bytes()
    data = json.loads(good)
    w = data["evidence"]["layers"][0][0].encode()
    long = b"9" * 9_998 + b"/" + b"1" + b"0" * 9_990
    yield "exponent", good.replace(w, b"1E+1000000000")
    yield "exponent-of-nine-digits", good.replace(w, b"1.5E+999999999")
    yield "exponent-down", good.replace(w, b"1.5E-999999999")
    yield "exponent-in-target", good.replace(b'"3"', b'"1E+1000000000"', 1)
    yield "exponent-in-left", json.dumps(replaced(data, ("evidence", "left", 0, 0), "1E9")).encode()
    yield "long-integer", good.replace(b'"depth": 3', b'"depth": ' + b"9" * 5_000_000)
    yield "long-layer", good.replace(w, b"1." + b"3" * 19_000)
    yield "very-long-layer", good.replace(w, b"1." + b"3" * 5_000_000)
    yield "long-target", good.replace(b'"3"', b'"' + long + b'"', 1)
    yield "long-lam", good.replace(b'"1/10"', b'"' + long + b'"', 1)
    yield "many-digits", good.replace(b'"digits": 12', b'"digits": 9999999999')
    yield "digits-of-a-book", good.replace(b'"digits": 12', b'"digits": 10000')
    yield "deepest", document([["1"]], [["1"]], ["1"], [["1"]], depth=49_000, widths=[1] * 48_999)
    yield "widest", document([["1"]], [["0"]], ["0"], [["0"]], depth=9, widths=[10**9] * 8)
    yield "row", document([["1"] * 12_000], [["0"]], ["0"], [["0"]] * 12_000)
    yield "too-large-square", document(identity(120), identity(120), ["1"] * 120, identity(120))
    yield "deep", b'{"kind":"matrix","a":' * 1_000_000
    yield "deep-in-place", good.replace(b'"depth": 3', b'"depth": ' + b"[" * 5_000_000)
    yield "many-keys", b"{" + b",".join(b'"%d":1' % i for i in range(49_000)) + b"}"
    yield "nul-bytes", b"\0" * 5_000_000
    yield "surrogate", good.replace(b"saddle", b"\\ud800dle")
    yield "bytes", bytes(range(256)) * 10_000
    for encoding in ("utf-16", "utf-32", "utf-8-sig", "utf-7"):
        yield encoding, ("\ufeff" + good.decode()).encode(encoding)
    # short numbers over a power of ten that is itself long
    zeros = [["0"]] * 12_000
    yield "places-column", document([["1"]] * 12_000, zeros, ["0"], [["0"]], places=10_200)
    yield (
        "places-square",
        document([["0"] * 90] * 90, identity(90), ["1"] * 90, identity(90), places=10_200),
    )
    # claims that would be far longer than the file
    yield "digits-of-many-eigenvalues", many_eigenvalues(80)


HOSTILE = dict(hostile_files())


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_within_a_second_of_work_and_100_megabytes(alone, name):
    if sys.platform != "linux":
        pytest.skip("limits and peaks of memory are those of Linux")
    path = alone / f"{name}.json"
    path.write_bytes(HOSTILE[name])
    command = [sys.executable, "-E", "-s", "-S", "-c", limited("matrix_checker.py"), path.name]
    result = run_limited(command, alone)
    assert_refused_in_one_line(result, path.name)
