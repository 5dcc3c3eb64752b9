"""Write matrix/: `python tests/certificates/make_matrix.py` (they are kept in the repository).

A bad certificate is a good one with exactly one flaw, after which its file is named.
"""

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

from flaws import Files, move, shift

from symfact import checker, matrix_certify, matrix_checker

HERE = Path(__file__).parent / "matrix"
DIGITS = 12
Problem = tuple[list[list[str]], str, int, tuple[int, ...]]
Clusters = list[dict[str, Any]]
GOOD: dict[str, Problem] = {
    "square": ([["1", "2"], ["0", "3"]], "1/10", 3, (2, 3)),
    "tall": ([["1", "1/2"], ["-1", "2"], ["0", "1"]], "1/10", 4, (2, 3, 2)),
    "wide": ([["2", "1", "0", "1/3"]], "1/10", 3, (2, 1)),
    "bottleneck": ([["3", "1", "0"], ["0", "2", "1"], ["1", "0", "1"]], "1/10", 3, (1, 3)),
    "bottleneck-of-equals": ([["3", "0"], ["0", "3"]], "1/10", 3, (2, 1)),
    "rank-deficient": ([["1", "2"], ["2", "4"]], "1/10", 3, (3, 2)),
    "repeated-singular-value": ([["0", "-2"], ["2", "0"]], "1/10", 3, (3, 2)),
    "all-zero": ([["1", "0"], ["1/2", "1"]], "10", 3, (2, 2)),
    "target-zero": ([["0", "0"]], "1", 2, (2,)),
    "depth-2-coupled": ([["3", "1"], ["0", "1/4"]], "1", 2, (3,)),
    "depth-2-all-zero": ([["1", "0"], ["1/2", "1"], ["0", "1"]], "7", 2, (3,)),
    "one-by-one": ([["-2"]], "1/10", 5, (1, 1, 1, 1)),
    "negative-entries": ([["-3/7", "-2"], ["1/3", "-1"]], "1/9", 3, (2, 2)),
    "one-inactive": ([["4", "1"], ["0", "1"]], "2", 3, (2, 3)),
    "deep": ([["2", "1"], ["1", "-1"]], "1/100", 50, (2,) * 49),
    "huge-widths": ([["3", "1"]], "1", 3, (99_999, 99_999)),
    "huge-target": ([[f"{10**100}", "1"]], f"{10**99}", 3, (1, 2)),
    "tiny-target": ([[f"1/{10**100}", f"-3/{10**100}"]], f"1/{10**250}", 3, (1, 2)),
}
FILES = Files(HERE)
text, change, rewrite = FILES.text, FILES.change, FILES.rewrite


def plus(by: int) -> Callable[[str], str]:
    """Return what adds to an integer that is written as text."""
    return lambda number: str(int(number) + by)


def merged(clusters: Clusters) -> Clusters:
    """Return a spectrum with its first two clusters made one."""
    first, second = clusters[:2]
    pair = [second["enclosure"][0], first["enclosure"][1]]
    count = first["multiplicity"] + second["multiplicity"]
    return [{"enclosure": pair, "multiplicity": count}, *clusters[2:]]


def parted(clusters: Clusters) -> Clusters:
    """Return a spectrum with an eigenvalue of multiplicity > 1 listed twice."""
    i = next(i for i, cluster in enumerate(clusters) if cluster["multiplicity"] != 1)
    rest = clusters[i] | {"multiplicity": clusters[i]["multiplicity"] - 1}
    return [*clusters[:i], clusters[i] | {"multiplicity": 1}, rest, *clusters[i + 1 :]]


def changed_multiplicities(first: int, second: int) -> Callable[[Clusters], Clusters]:
    """Return what adds to the first two multiplicities."""

    def add(clusters: Clusters) -> Clusters:
        found = [
            cluster | {"multiplicity": cluster["multiplicity"] + by}
            for cluster, by in zip(clusters, (first, second), strict=False)
        ]
        return found + clusters[2:]

    return add


def smaller_root() -> str:
    """Return decimals of the smaller root of p in place of the layers."""
    m, penalty = 2.0, 0.1  # p = w^8 - 2 w^3 + 1/50
    low, high = 0.0, 1.0
    for _ in range(60):
        w = (low + high) / 2
        low, high = (w, high) if w**8 - m * w**3 + penalty / 5 > 0 else (low, w)
    return change("one-by-one", *LAYER, to=[f"{w:.12f}"] * 2)


def critical() -> str:
    """Return m_2 = 2 at lam = lam_c(2) = 3, depth 3, with x_2 claimed to be 0."""
    target, lam = [["3", "0"], ["0", "2"]], Fraction(2999, 1000)
    data = json.loads(certified((target, str(lam), 3, (2, 2))))
    data["problem"]["lam"] = "3"
    data["claims"]["regimes"][1] = "zero"
    data["claims"]["layers"].pop()
    data["evidence"]["layers"].pop()
    return json.dumps(data, indent=1) + "\n"


def touching() -> str:
    """Return m = 1 at depth 2 and lam = 2, where both branches meet and x is 0."""
    data = json.loads(text("target-zero"))
    data["problem"] |= {"target": [["1", "0"]], "lam": "2"}
    ten = str(10 ** data["evidence"]["places"])
    data["evidence"] |= {"left": [[ten]], "values": [ten], "right": [[ten], ["0"]]}
    return json.dumps(data, indent=1) + "\n"


def scaled(factor: Fraction) -> Callable[[list[list[str]]], list[list[str]]]:
    """Return what multiplies integers that are written as text."""
    return lambda rows: [[str(int(int(x) * factor)) for x in row] for row in rows]


SPECTRUM = ("claims", "spectrum")
FIRST = (*SPECTRUM, 0)
LAYER = ("evidence", "layers", 0)

NOT_JSON: dict[str, Callable[[], str | bytes]] = {
    "empty": lambda: "",
    "truncated": lambda: text("square")[:900],
    "trailing-text": lambda: text("square") + "end\n",
    "twice": lambda: text("one-by-one") * 2,
    "list": lambda: f"[{text('one-by-one')}]",
    "byte-order-mark": lambda: text("one-by-one").encode("utf-8-sig"),
    "latin-1": lambda: rewrite("one-by-one", "saddle points", "col à selle").encode("latin-1"),
    "float-entry": lambda: change("square", "problem", "target", 0, 0, to=1.5),
    "float-width": lambda: change("square", "problem", "widths", 0, to=2.0),
    "nan": lambda: change("square", "problem", "target", 0, 0, to=float("nan")),
    "exponent-in-places": lambda: rewrite("one-by-one", '"places": 22', '"places": 2.2e1'),
    "duplicate-key": lambda: rewrite("square", '"depth": 3', '"depth": 3,\n  "depth": 3'),
    "duplicate-key-in-cluster": lambda: rewrite(
        "one-by-one", '"multiplicity": 4', '"multiplicity": 4, "multiplicity": 4'
    ),
    "deep-lists": lambda: "[" * 20_000,
    "too-many-values": lambda: json.dumps({"kind": "matrix", "claims": "," * 50_001}),
}
FRAME: dict[str, Callable[[], str | bytes]] = {
    "wrong-format": lambda: change("square", "format", to="certificate"),
    "wrong-version": lambda: change("square", "version", to=2),
    "version-boolean": lambda: change("square", "version", to=True),
    "matrix-kind-with-scalar-problem": lambda: change(
        "square", "problem", to={"target": "2", "lam": "1/10", "depth": 3}
    ),
    "scalar-kind-with-matrix-problem": lambda: change("square", "kind", to="scalar"),
    "unknown-kind": lambda: change("square", "kind", to="tensor"),
    "unknown-key": lambda: change("square", "comment", to="checked by hand"),
    "unknown-key-in-problem": lambda: change("square", "problem", "bias", to="0"),
    "unknown-key-in-claims": lambda: change("square", "claims", "condition", to=["1", "2"]),
    "unknown-key-in-cluster": lambda: change("square", *FIRST, "vector", to="s"),
    "unknown-key-in-evidence": lambda: change("square", "evidence", "seed", to=0),
    "missing-key": lambda: change("square", "claims", "trace", to=...),
    "missing-evidence": lambda: change("square", "evidence", to=...),
    "missing-multiplicity": lambda: change("square", *FIRST, "multiplicity", to=...),
    "missing-widths": lambda: change("square", "problem", "widths", to=...),
    "not-claimed-changed": lambda: change("square", "not_claimed", 0, to="nothing"),
    "claims-list": lambda: change("square", "claims", to=lambda claims: [claims]),
}
PROBLEM: dict[str, Callable[[], str | bytes]] = {
    "target-entry-changed": lambda: change("square", "problem", "target", 1, 0, to="1"),
    "target-entry-of-other-sign": lambda: change(
        "negative-entries", "problem", "target", 0, 1, to="2"
    ),
    "target-transposed": lambda: change("square", "problem", "target", to=[["1", "0"], ["2", "3"]]),
    "target-rows-exchanged": lambda: change("tall", "problem", "target", to=lambda m: m[::-1]),
    "target-at-tie": critical,
    "target-at-critical-lam-depth-2": touching,
    "target-ragged": lambda: change("square", "problem", "target", 1, to=["0"]),
    "target-empty": lambda: change("square", "problem", "target", to=[]),
    "target-empty-rows": lambda: change("square", "problem", "target", to=[[], []]),
    "target-number": lambda: change("square", "problem", "target", to="3"),
    "target-row-number": lambda: change("square", "problem", "target", to=["1", "2"]),
    "target-entry-number": lambda: change("square", "problem", "target", 0, 0, to=1),
    "target-entry-boolean": lambda: change("square", "problem", "target", 0, 0, to=True),
    "target-entry-list": lambda: change("square", "problem", "target", 0, 0, to=["1", "2"]),
    "target-decimal": lambda: change("square", "problem", "target", 0, 0, to="1.0"),
    "target-minus-zero": lambda: change("square", "problem", "target", 1, 0, to="-0"),
    "target-over-zero": lambda: change("square", "problem", "target", 1, 0, to="1/0"),
    "rational-not-in-lowest-terms": lambda: change("square", "problem", "target", 0, 1, to="4/2"),
    "target-column-added": lambda: change(
        "square", "problem", "target", to=lambda rows: [[*row, "0"] for row in rows]
    ),
    "target-too-large": lambda: change("square", "problem", "target", to=[["0"] * 101] * 101),
    "lam-changed": lambda: change("square", "problem", "lam", to="1/11"),
    "lam-changed-where-all-are-zero": lambda: change("all-zero", "problem", "lam", to="11"),
    "lam-zero": lambda: change("square", "problem", "lam", to="0"),
    "lam-negative": lambda: change("square", "problem", "lam", to="-1/10"),
    "lam-box": lambda: change("square", "problem", "lam", to=["1/10", "1/9"]),
    "depth-changed": lambda: change("square", "problem", "depth", to=4),
    "depth-and-widths-changed": lambda: change(
        "square", "problem", to=lambda p: p | {"depth": 4, "widths": [2, 3, 3]}
    ),
    "depth-one": lambda: change(
        "square", "problem", to=lambda p: p | {"depth": 1, "widths": []}
    ),
    "depth-boolean": lambda: change("square", "problem", "depth", to=True),
    "depth-too-large": lambda: change("square", "problem", "depth", to=50_001),
    "width-changed": lambda: change("square", "problem", "widths", 1, to=2),
    "width-zero": lambda: change("square", "problem", "widths", 1, to=0),
    "width-negative": lambda: change("square", "problem", "widths", 1, to=-3),
    "width-boolean": lambda: change("wide", "problem", "widths", 1, to=True),
    "width-string": lambda: change("square", "problem", "widths", 1, to="3"),
    "width-too-large": lambda: change("square", "problem", "widths", 1, to=10**9 + 1),
    "width-made-a-bottleneck": lambda: change("square", "problem", "widths", 1, to=1),
    "widths-exchanged": lambda: change("wide", "problem", "widths", to=[1, 2]),
    "widths-too-short": lambda: change("square", "problem", "widths", to=[2]),
    "widths-too-long": lambda: change("square", "problem", "widths", to=[2, 3, 3]),
    "widths-number": lambda: change("square", "problem", "widths", to=2),
}  # fmt: skip
CLAIMS: dict[str, Callable[[], str | bytes]] = {
    "shifted-enclosure": lambda: change("square", *FIRST, "enclosure", to=shift(1, 1)),
    "narrower-enclosure": lambda: change("square", *FIRST, "enclosure", to=shift(1, 0)),
    "wider-enclosure": lambda: change("square", *FIRST, "enclosure", to=shift(0, 1)),
    "inverted-enclosure": lambda: change("square", *FIRST, "enclosure", to=lambda p: p[::-1]),
    "enclosure-of-one": lambda: change("square", *FIRST, "enclosure", to=lambda p: p[:1]),
    "enclosure-string": lambda: change("square", *FIRST, "enclosure", to=lambda p: p[0]),
    "enclosure-number": lambda: change("square", *FIRST, "enclosure", 0, to=37),
    "enclosure-negative": lambda: change("rank-deficient", *SPECTRUM, -1, "enclosure", 0, to="-1"),
    "enclosure-digit-added": lambda: change("square", *FIRST, "enclosure", 0, to=lambda e: e + "0"),
    "wrong-multiplicity": lambda: change("square", *FIRST, "multiplicity", to=2),
    "multiplicity-moved": lambda: change(
        "repeated-singular-value", *SPECTRUM, to=changed_multiplicities(1, -1)
    ),
    "multiplicity-boolean": lambda: change("square", *FIRST, "multiplicity", to=True),
    "multiplicity-string": lambda: change("square", *FIRST, "multiplicity", to="1"),
    "missing-cluster": lambda: change("square", *SPECTRUM, to=lambda s: s[:-1]),
    "missing-zero-eigenvalues": lambda: change("bottleneck", *SPECTRUM, to=lambda s: s[:-1]),
    "added-cluster": lambda: change("square", *SPECTRUM, to=lambda s: [*s, s[-1]]),
    "merged-clusters": lambda: change("square", *SPECTRUM, to=merged),
    "parted-cluster": lambda: change("square", *SPECTRUM, to=parted),
    "spectrum-empty": lambda: change("square", *SPECTRUM, to=[]),
    "spectrum-increasing": lambda: change("square", *SPECTRUM, to=lambda s: s[::-1]),
    "wrong-regime": lambda: change("one-inactive", "claims", "regimes", 1, to="nonzero"),
    "regime-tie": lambda: change("one-inactive", "claims", "regimes", 1, to="tie"),
    "regime-beyond-the-bottleneck": lambda: change(
        "bottleneck", "claims", "regimes", 1, to="nonzero"
    ),
    "regimes-too-short": lambda: change("bottleneck", "claims", "regimes", to=lambda r: r[:2]),
    "layer-shifted": lambda: change("square", "claims", "layers", 1, to=shift(-1, -1)),
    "layer-of-zero-claimed": lambda: change(
        "one-inactive", "claims", "layers", to=lambda x: [*x, ["0", "0"]]
    ),
    "layers-exchanged": lambda: change("square", "claims", "layers", to=lambda x: x[::-1]),
    "singular-value-shifted": lambda: change(
        "square", "claims", "singular_values", 0, to=shift(1, 1)
    ),
    "singular-values-exchanged": lambda: change(
        "square", "claims", "singular_values", to=lambda m: m[::-1]
    ),
    "singular-value-missing": lambda: change(
        "rank-deficient", "claims", "singular_values", to=lambda m: m[:1]
    ),
    "loss-shifted": lambda: change("square", "claims", "loss", to=shift(-1, -1)),
    "loss-of-the-active-alone": lambda: change("one-inactive", "claims", "loss", 0, to="1"),
    "trace-shifted": lambda: change("square", "claims", "trace", to=shift(1, 1)),
    "max-eigenvalue-of-the-second-cluster": lambda: change(
        "square", "claims", to=lambda c: c | {"max_eigenvalue": c["spectrum"][1]["enclosure"]}
    ),
    "max-eigenvalue-by-the-scalar-formula": lambda: change(
        "repeated-singular-value", "claims", to=lambda c: c | {
            "max_eigenvalue": c["spectrum"][1]["enclosure"]
        }
    ),
    "claims-of-another": lambda: change(
        "square", "claims", to=json.loads(text("negative-entries"))["claims"]
    ),
}  # fmt: skip
EVIDENCE: dict[str, Callable[[], str | bytes]] = {
    "left-not-orthogonal": lambda: change("square", "evidence", "left", 0, 0, to=plus(10**18)),
    "right-not-orthogonal": lambda: change("square", "evidence", "right", 1, 1, to=plus(10**18)),
    "left-stretched-and-right-shrunk": lambda: change(
        "square", "evidence",
        to=lambda e: e | {"left": scaled(Fraction(2))(e["left"]),
                          "right": scaled(Fraction(1, 2))(e["right"])},
    ),
    "left-and-right-exchanged": lambda: change(
        "square", "evidence", to=lambda e: e | {"left": e["right"], "right": e["left"]}
    ),
    "left-column-of-other-sign": lambda: change(
        "square", "evidence", "left", to=lambda rows: [[a, str(-int(b))] for a, b in rows]
    ),
    "left-zero": lambda: change("square", "evidence", "left", to=scaled(Fraction(0))),
    "left-short": lambda: change("tall", "evidence", "left", to=lambda rows: rows[:2]),
    "left-row-short": lambda: change("tall", "evidence", "left", 2, to=lambda row: row[:1]),
    "left-number": lambda: change("square", "evidence", "left", 0, 0, to=1),
    "left-leading-zero": lambda: change("square", "evidence", "left", 0, 0, to="01"),
    "left-minus-zero": lambda: change("square", "evidence", "left", 0, 0, to="-0"),
    "left-decimal": lambda: change("square", "evidence", "left", 0, 0, to="1.0"),
    "left-exponent": lambda: change("square", "evidence", "left", 0, 0, to="1E+20"),
    "left-fullwidth": lambda: change("square", "evidence", "left", 0, 0, to="１"),
    "left-too-long": lambda: change("square", "evidence", "left", 0, 0, to="1" + "0" * 422),
    "residual-too-large": lambda: change("square", "evidence", "values", 1, to=plus(10**18)),
    "values-not-decreasing": lambda: change(
        "square", "evidence", "values", to=lambda values: values[::-1]
    ),
    "value-negative": lambda: change(
        "rank-deficient", "evidence", "values", 1, to="-1"
    ),
    "values-too-short": lambda: change("square", "evidence", "values", to=lambda v: v[:1]),
    "values-too-long": lambda: change("square", "evidence", "values", to=lambda v: [*v, "0"]),
    "places-changed": lambda: change("square", "evidence", "places", to=21),
    "places-negative": lambda: change("square", "evidence", "places", to=-1),
    "places-boolean": lambda: change("square", "evidence", "places", to=True),
    "places-too-large": lambda: change("square", "evidence", "places", to=10_201),
    "digits-zero": lambda: change("square", "evidence", "digits", to=0),
    "digits-boolean": lambda: change("square", "evidence", "digits", to=True),
    "digits-changed": lambda: change("square", "evidence", "digits", to=11),
    "digits-too-large": lambda: change("square", "evidence", "digits", to=10_001),
    "layer-missing": lambda: change("square", "evidence", "layers", to=lambda x: x[:1]),
    "layer-for-zero": lambda: change("one-inactive", "evidence", "layers", to=lambda x: x * 2),
    "layer-of-the-smaller-root": smaller_root,
    "layer-above-the-root": lambda: change("square", *LAYER, 0, to=lambda w: move(w, 3)),
    "layer-below-the-root": lambda: change("square", *LAYER, 1, to=lambda w: move(w, -3)),
    "layer-of-another-value": lambda: change("square", "evidence", "layers", to=lambda x: x[::-1]),
    "layer-one-decimal": lambda: change("square", *LAYER, to=lambda ends: ends[:1]),
    "layer-number": lambda: change("square", *LAYER, 0, to=1),
    "layer-zero": lambda: change("square", *LAYER, 0, to="0"),
    "layer-negative": lambda: change("square", *LAYER, 0, to=lambda w: f"-{w}"),
    "layer-nan": lambda: change("square", *LAYER, 0, to="NaN"),
    "layer-huge": lambda: change("square", *LAYER, 0, to="1.5E+999999999"),
    "layer-tiny": lambda: change("square", *LAYER, 0, to="1.5E-999999999"),
    "layer-too-coarse": lambda: change("square", *LAYER, to=lambda ends: [e[:7] for e in ends]),
}  # fmt: skip
BAD = NOT_JSON | FRAME | PROBLEM | CLAIMS | EVIDENCE


def certified(problem: Problem) -> str:
    """Return the certificate of a problem."""
    target, lam, depth, widths = problem
    entries = [[Fraction(entry) for entry in row] for row in target]
    return matrix_certify.certify_matrix(entries, Fraction(lam), depth, widths, DIGITS).text


def by_hand() -> str:
    """Return a certificate that is coarse: one digit, a decomposition of 2 places."""
    problem = {"target": [["2", "0"], ["0", "1"]], "lam": "1/10", "depth": 2, "widths": [2]}
    one = [["100", "0"], ["0", "100"]]
    evidence = {"digits": 2, "places": 2, "left": one, "values": ["200", "100"], "right": one}
    evidence |= {"layers": [["1.39", "1.40"], ["0.970", "0.980"]]}
    claims = matrix_checker.conclude(problem, evidence, checker.MAX_BYTES)
    document = {**matrix_checker.HEADER, "problem": problem, "claims": claims}
    document |= {"evidence": evidence, "not_claimed": matrix_certify.NOT_CLAIMED}
    return json.dumps(document, indent=1) + "\n"


if __name__ == "__main__":
    for name, problem in GOOD.items():
        FILES.write("good", name, certified(problem))
    FILES.write("good", "two-digits", by_hand())
    for name, content in BAD.items():
        FILES.write("bad", name, content())
