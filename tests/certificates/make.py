"""Write good/ and bad/: `python tests/certificates/make.py` (they are kept in the repository).

A bad certificate is a good one with exactly one flaw, after which its file is named.
"""

import json
from collections.abc import Callable
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal
from fractions import Fraction
from pathlib import Path

import mpmath
from flaws import Files, move, shift

from symfact import certify

HERE = Path(__file__).parent
DIGITS = 20
GOOD = {
    "depth-2": ("2", "1/10", 2),
    "depth-2-irrational-w": ("3", "2", 2),
    "depth-2-equal-eigenvalues": ("3", "3", 2),
    "depth-2-critical-lam": ("3", "6", 2),
    "depth-2-zero": ("3", "7", 2),
    "depth-2-target-zero": ("0", "1/3", 2),
    "depth-3": ("2", "1", 3),
    "depth-3-tie": ("2", "3", 3),
    "depth-3-negative-tie": ("-2", "3", 3),
    "depth-3-zero": ("1", "2", 3),
    "depth-3-just-below-critical": ("2", f"{3 * 10**50 - 1}/{10**50}", 3),
    "depth-3-just-above-critical": ("2", f"{3 * 10**50 + 1}/{10**50}", 3),
    "depth-4-rational-square": ("5", "8", 4),
    "depth-4-tie": ("3/2", "2", 4),
    "depth-4-tie-irrational-w": ("6", "16", 4),
    "depth-5": ("2", "1/10", 5),
    "depth-5-rational-w": ("5/4", "5/4", 5),
    "depth-5-negative-target": ("-7/3", "1/10", 5),
    "depth-5-target-zero": ("0", "1/10", 5),
    "depth-10": ("2", "1/10", 10),
    "depth-50": ("2", "1/10", 50),
    "depth-1000": ("-2", "1/10", 1000),
    "depth-1000000000": ("2", "1/10", 10**9),
    "huge-target": (f"{10**300}", f"{10**299}", 10),
    "tiny-target": (f"1/{10**300}", f"1/{10**700}", 3),
    "box": (["19/10", "21/10"], ["1/10", "1/9"], 5),
    "box-of-targets": (["-3", "-2"], "1/10", 2),
    "box-of-lam": ("2", ["1", "11/10"], 3),
    "box-zero": (["-1", "2"], ["7/2", "4"], 3),
    "box-zero-depth-2": (["-1", "2"], "4", 2),
    "box-touching-equal-eigenvalues": ("3", ["3", "4"], 2),
}
FILES = Files(HERE)
text, change, rewrite = FILES.text, FILES.change, FILES.rewrite


def adjacent(value: mpmath.mpf) -> list[str]:
    """Return the decimals of DIGITS digits below and above a number > 0."""
    exact = Decimal(mpmath.nstr(value, 80, strip_zeros=False, min_fixed=-100, max_fixed=100))
    ends = [Context(DIGITS, rounding).plus(exact) for rounding in (ROUND_FLOOR, ROUND_CEILING)]
    return [str(end) for end in ends]


def at_other_root(target: str, lam: str, depth: int, start: str, **evidence: str) -> str:
    """Return a certificate that is right in all but the choice of the root of p."""
    with mpmath.workdps(100):
        m, penalty = (mpmath.mpf(q.numerator) / q.denominator for q in map(Fraction, (target, lam)))
        c = penalty / depth
        w = mpmath.findroot(
            lambda w: w ** (2 * depth - 2) - w ** (depth - 2) * m + c, mpmath.mpf(start)
        )
        along, across = 2 * depth * w ** (2 * depth - 2) - 2 * (depth - 2) * c, 4 * c
        gap = m - w**depth
        values = {"w": w, "rho": w**depth, "loss": gap**2 + penalty * w**2, "data_term": gap**2}
        claims = {name: adjacent(v) for name, v in (values | {"regularization": w**2}).items()}
        low = [f"-{end}" for end in reversed(adjacent(-along))] if along < 0 else adjacent(along)
        eigenvalues = [
            {"enclosure": adjacent(across), "multiplicity": depth - 1},
            {"enclosure": low, "multiplicity": 1},
        ]
        eigenvalues = eigenvalues if across > along else eigenvalues[::-1]
        claims |= {"max_eigenvalue": eigenvalues[0]["enclosure"], "eigenvalues": eigenvalues}
        witness = evidence | {"w": mpmath.nstr(w, DIGITS + 13, strip_zeros=False)}
    data = json.loads(text("depth-3"))
    data["problem"] = {"target": target, "lam": lam, "depth": depth}
    data["claims"]["branches"] = [{"minimizer_count": f"2^{depth - 1}"} | claims]
    data["evidence"]["branches"] = [witness]
    return json.dumps(data, indent=1) + "\n"


def local_minimizer() -> str:
    """Return the non-zero local minimizer above the critical lam, called a global one."""
    return at_other_root("2", "16/5", 3, "0.9")


def box_across_equal_eigenvalues() -> str:
    """Return a box at depth 2 in which the eigenvalues change places, with right evidence."""
    data = json.loads(text("box-touching-equal-eigenvalues"))
    data["problem"]["lam"][0] = "2"
    corner = json.loads(text("depth-2-irrational-w"))["evidence"]["branches"][0]
    data["evidence"]["branches"][0][0] = corner
    return json.dumps(data, indent=1) + "\n"


def tie_called(regime: str, count: str, keep: int) -> str:
    """Return a certificate of a tie that knows only one of its branches."""
    data = json.loads(text("depth-3-tie"))
    data["claims"] |= {"regime": regime, "minimizer_count": count}
    for part in ("claims", "evidence"):
        data[part]["branches"] = [data[part]["branches"][keep]]
    return json.dumps(data, indent=1) + "\n"


def split(base: str, first: int, second: int) -> str:
    """Return a certificate that lists a double eigenvalue twice."""
    data = json.loads(text(base))
    (only,) = data["claims"]["branches"][0]["eigenvalues"]
    data["claims"]["branches"][0]["eigenvalues"] = [
        only | {"multiplicity": first},
        only | {"multiplicity": second},
    ]
    return json.dumps(data, indent=1) + "\n"


def formula_17_at_zero() -> str:
    """Return w = 0 with the eigenvalues that (17) gives there: 4 lam/L and 4 lam/L - 2 lam."""
    data = json.loads(text("depth-3-zero"))
    top = ["2.6666666666666666666", "2.6666666666666666667"]
    least = ["-1.3333333333333333334", "-1.3333333333333333333"]
    data["claims"]["branches"][0] |= {
        "max_eigenvalue": top,
        "eigenvalues": [
            {"enclosure": top, "multiplicity": 2},
            {"enclosure": least, "multiplicity": 1},
        ],
    }
    return json.dumps(data, indent=1) + "\n"


def exchanged(base: str, branch: tuple[str | int, ...], one: str, other: str) -> str:
    """Return a certificate with two entries of a branch exchanged."""
    return change(base, *branch, to=lambda b: b | {one: b[other], other: b[one]})


def exchanged_multiplicities() -> str:
    """Return a certificate whose eigenvalues have each other's multiplicity."""

    def exchange(eigenvalues: list[dict[str, object]]) -> list[dict[str, object]]:
        first, second = (value["multiplicity"] for value in eigenvalues)
        return [eigenvalues[0] | {"multiplicity": second}, eigenvalues[1] | {"multiplicity": first}]

    return change("depth-5", *BRANCH, "eigenvalues", to=exchange)


BRANCH = ("claims", "branches", 0)
FIRST = (*BRANCH, "eigenvalues", 0)
WITNESS = ("evidence", "branches", 0)

NOT_JSON: dict[str, Callable[[], str | bytes]] = {
    "empty": lambda: "",
    "truncated": lambda: text("depth-5")[:400],
    "trailing-text": lambda: text("depth-5") + "end\n",
    "twice": lambda: text("depth-5") * 2,
    "prose": lambda: "The minimizer is 1.147.\n",
    "single-quotes": lambda: text("depth-5").replace('"', "'"),
    "comment": lambda: "// checked\n" + text("depth-5"),
    "latin-1": lambda: rewrite("depth-5", "saddle points", "col à selle").encode("latin-1"),
    "utf-16": lambda: text("depth-5").encode("utf-16"),
    "byte-order-mark": lambda: text("depth-5").encode("utf-8-sig"),
    "nul-byte": lambda: rewrite("depth-5", '"depth": 5', '"depth": 5\0'),
    "list": lambda: f"[{text('depth-5')}]",
    "string": lambda: json.dumps(text("depth-5")),
    "null": lambda: "null",
    "nan": lambda: rewrite("depth-5", '"digits": 20', '"digits": NaN'),
    "infinity": lambda: rewrite("depth-5", '"depth": 5', '"depth": Infinity'),
    "float-depth": lambda: change("depth-5", "problem", "depth", to=5.0),
    "exponent-in-integer": lambda: rewrite("depth-5", '"digits": 20', '"digits": 2e1'),
    "long-integer": lambda: rewrite("depth-5", '"digits": 20', '"digits": 2' + "0" * 5000),
    "deep-lists": lambda: "[" * 20_000,
    "deep-objects": lambda: '{"":' * 20_000,
    "too-many-values": lambda: json.dumps([0] * 2000),
    "duplicate-key": lambda: rewrite("depth-5", '"depth": 5', '"depth": 5,\n  "depth": 5'),
    "duplicate-key-escaped": lambda: rewrite(
        "depth-5", '"lam": "1/10"', '"lam": "1/10",\n  "l\\u0061m": "1/5"'
    ),
}
FRAME: dict[str, Callable[[], str | bytes]] = {
    "wrong-format": lambda: change("depth-5", "format", to="certificate"),
    "wrong-version": lambda: change("depth-5", "version", to=2),
    "version-boolean": lambda: change("depth-5", "version", to=True),
    "version-string": lambda: change("depth-5", "version", to="1"),
    "wrong-kind": lambda: change("depth-5", "kind", to="matrix"),
    "missing-format": lambda: change("depth-5", "format", to=...),
    "missing-claims": lambda: change("depth-5", "claims", to=...),
    "missing-evidence": lambda: change("depth-5", "evidence", to=...),
    "missing-not-claimed": lambda: change("depth-5", "not_claimed", to=...),
    "missing-lam": lambda: change("depth-5", "problem", "lam", to=...),
    "missing-loss": lambda: change("depth-5", *BRANCH, "loss", to=...),
    "missing-multiplicity": lambda: change("depth-5", *FIRST, "multiplicity", to=...),
    "unknown-key": lambda: change("depth-5", "comment", to="checked by hand"),
    "unknown-key-in-problem": lambda: change("depth-5", "problem", "width", to=1),
    "unknown-key-in-branch": lambda: change("depth-5", *BRANCH, "sharpness", to=["1", "2"]),
    "unknown-key-in-eigenvalue": lambda: change("depth-5", *FIRST, "vector", to="s"),
    "unknown-key-in-evidence": lambda: change("depth-5", *WITNESS, "start", to="1"),
    "claims-list": lambda: change("depth-5", "claims", to=lambda claims: [claims]),
    "problem-null": lambda: change("depth-5", "problem", to=None),
    "not-claimed-empty": lambda: change("depth-5", "not_claimed", to=[]),
    "not-claimed-changed": lambda: change("depth-5", "not_claimed", 0, to="nothing"),
    "not-claimed-string": lambda: change("depth-5", "not_claimed", to="saddle points"),
}
PROBLEM: dict[str, Callable[[], str | bytes]] = {
    "target-changed": lambda: change("depth-5", "problem", "target", to="3"),
    "target-sign-changed": lambda: change("depth-5", "problem", "target", to="-2"),
    "target-number": lambda: change("depth-5", "problem", "target", to=2),
    "target-decimal": lambda: change("depth-5", "problem", "target", to="2.0"),
    "target-not-reduced": lambda: change("depth-5", "problem", "target", to="4/2"),
    "target-over-one": lambda: change("depth-5", "problem", "target", to="2/1"),
    "target-plus": lambda: change("depth-5", "problem", "target", to="+2"),
    "target-leading-zero": lambda: change("depth-5", "problem", "target", to="02"),
    "target-space": lambda: change("depth-5", "problem", "target", to=" 2"),
    "target-newline": lambda: change("depth-5", "problem", "target", to="2\n"),
    "target-fullwidth": lambda: change("depth-5", "problem", "target", to="２"),
    "target-minus-zero": lambda: change("depth-5-target-zero", "problem", "target", to="-0"),
    "target-too-long": lambda: change("depth-5", "problem", "target", to="9" * 30_000),
    "lam-changed": lambda: change("depth-5", "problem", "lam", to="1/11"),
    "lam-zero": lambda: change("depth-5", "problem", "lam", to="0"),
    "lam-negative": lambda: change("depth-5", "problem", "lam", to="-1/10"),
    "lam-over-zero": lambda: change("depth-5", "problem", "lam", to="1/0"),
    "depth-changed": lambda: change("depth-5", "problem", "depth", to=6),
    "depth-one": lambda: change("depth-5", "problem", "depth", to=1),
    "depth-negative": lambda: change("depth-5", "problem", "depth", to=-5),
    "depth-boolean": lambda: change("depth-5", "problem", "depth", to=True),
    "depth-string": lambda: change("depth-5", "problem", "depth", to="5"),
    "depth-too-large": lambda: change("depth-5", "problem", "depth", to=10**9 + 1),
    "beyond-decimals": lambda: change("depth-1000000000", *WITNESS, "w", to="1.5E+999999999"),
}
CLAIMS: dict[str, Callable[[], str | bytes]] = {
    "wrong-regime": lambda: change("depth-5", "claims", "regime", to="zero"),
    "regime-null": lambda: change("depth-5", "claims", "regime", to=None),
    "regime-unknown": lambda: change("depth-5", "claims", "regime", to="both"),
    "tie-called-nonzero": lambda: tie_called("nonzero", "2^2", 0),
    "tie-called-zero": lambda: tie_called("zero", "1", 1),
    "tie-second-branch-missing": lambda: tie_called("tie", "2^2 + 1", 0),
    "tie-branches-exchanged": lambda: change(
        "depth-3-tie", "claims", "branches", to=lambda branches: branches[::-1]
    ),
    "just-below-critical-called-tie": lambda: change(
        "depth-3-just-below-critical", "claims", "regime", to="tie"
    ),
    "just-above-critical-called-tie": lambda: change(
        "depth-3-just-above-critical", "claims", "regime", to="tie"
    ),
    "smaller-root": lambda: at_other_root("2", "1", 3, "0.17"),
    "local-minimizer-above-critical-lam": local_minimizer,
    "branch-twice": lambda: change("depth-5", "claims", "branches", to=lambda b: b * 2),
    "branches-empty": lambda: change("depth-5", "claims", "branches", to=[]),
    "count-as-number": lambda: change("depth-5", "claims", "minimizer_count", to=16),
    "count-one-sign-too-many": lambda: change("depth-5", "claims", "minimizer_count", to="2^5"),
    "count-at-tie-without-zero": lambda: change(
        "depth-3-tie", "claims", "minimizer_count", to="2^2"
    ),
    "count-in-branch": lambda: change("depth-5", *BRANCH, "minimizer_count", to="1"),
    "shifted-enclosure": lambda: change("depth-5", *BRANCH, "w", to=shift(1, 1)),
    "shifted-loss": lambda: change("depth-5", *BRANCH, "loss", to=shift(-1, -1)),
    "widened-enclosure": lambda: change("depth-5", *BRANCH, "rho", to=shift(-1, 1)),
    "narrowed-enclosure": lambda: change("depth-5", *BRANCH, "rho", to=shift(1, 0)),
    "inverted-enclosure": lambda: change("depth-5", *BRANCH, "w", to=lambda pair: pair[::-1]),
    "enclosure-of-three": lambda: change("depth-5", *BRANCH, "w", to=lambda pair: pair + pair[:1]),
    "enclosure-number": lambda: change("depth-5", *BRANCH, "w", 0, to=1),
    "enclosure-string": lambda: change("depth-5", *BRANCH, "w", to=lambda pair: pair[0]),
    "enclosure-digit-missing": lambda: change("depth-5", *BRANCH, "w", 0, to=lambda end: end[:-1]),
    "enclosure-digit-added": lambda: change("depth-5", *BRANCH, "w", 0, to=lambda end: end + "0"),
    "enclosure-zeros-dropped": lambda: change("depth-3-tie", *BRANCH, "w", to=["1", "1"]),
    "enclosure-sign": lambda: change("depth-5", *BRANCH, "rho", 0, to=lambda end: f"-{end}"),
    "enclosure-lower-case": lambda: change(
        "huge-target", *BRANCH, "loss", 1, to=lambda end: end.replace("E", "e")
    ),
    "rho-of-wrong-sign": lambda: change(
        "depth-5-negative-target", *BRANCH, "rho", to=lambda pair: [e[1:] for e in pair[::-1]]
    ),
    "w-negative": lambda: change(
        "depth-5-negative-target", *BRANCH, "w", to=lambda pair: [f"-{e}" for e in pair[::-1]]
    ),
    "data-term-and-regularization-exchanged": lambda: exchanged(
        "depth-5", BRANCH, "data_term", "regularization"
    ),
    "loss-without-regularization": lambda: change(
        "depth-5", BRANCH[0], BRANCH[1], 0, to=lambda b: b | {"loss": b["data_term"]}
    ),
    "wrong-multiplicity": lambda: change("depth-5", *FIRST, "multiplicity", to=2),
    "multiplicities-exchanged": exchanged_multiplicities,
    "multiplicity-boolean": lambda: change("depth-5", *FIRST, "multiplicity", to=True),
    "multiplicity-string": lambda: change("depth-5", *FIRST, "multiplicity", to="1"),
    "eigenvalues-exchanged": lambda: change(
        "depth-5", *BRANCH, "eigenvalues", to=lambda values: values[::-1]
    ),
    "eigenvalue-missing": lambda: change(
        "depth-5", *BRANCH, "eigenvalues", to=lambda values: values[:1]
    ),
    "eigenvalue-added": lambda: change(
        "depth-5",
        *BRANCH,
        "eigenvalues",
        to=lambda values: [*values, {"enclosure": ["0", "0"], "multiplicity": 1}],
    ),
    "equal-eigenvalues-listed-twice": lambda: split("depth-3-tie", 1, 2),
    "equal-eigenvalues-listed-twice-depth-2": lambda: split("depth-2-equal-eigenvalues", 1, 1),
    "equal-eigenvalues-listed-twice-target-zero": lambda: split("depth-2-target-zero", 1, 1),
    "max-eigenvalue-of-the-rest": lambda: change(
        "depth-5", BRANCH[0], BRANCH[1], 0,
        to=lambda b: b | {"max_eigenvalue": b["eigenvalues"][1]["enclosure"]},
    ),
    "formula-17-at-zero": formula_17_at_zero,
}  # fmt: skip
EVIDENCE: dict[str, Callable[[], str | bytes]] = {
    "digits-changed": lambda: change("depth-5", "evidence", "digits", to=19),
    "digits-zero": lambda: change("depth-5", "evidence", "digits", to=0),
    "digits-boolean": lambda: change("depth-5", "evidence", "digits", to=True),
    "digits-string": lambda: change("depth-5", "evidence", "digits", to="20"),
    "digits-beyond-the-file": lambda: change("depth-5", "evidence", "digits", to=10**9),
    "digits-beyond-the-evidence": lambda: change("depth-5", "evidence", "digits", to=100),
    "witness-missing": lambda: change("depth-3-tie", "evidence", "branches", 1, to=...),
    "witness-list": lambda: change("depth-5", *WITNESS, to=lambda witness: [witness]),
    "witness-empty": lambda: change("depth-5", *WITNESS, to={}),
    "witness-for-zero": lambda: change("depth-3-zero", *WITNESS, to={"w": "0"}),
    "not-a-root": lambda: change("depth-5", *WITNESS, "w", to=lambda w: move(w, 2)),
    "below-the-root": lambda: change("depth-5", *WITNESS, "w", to=lambda w: move(w, -2)),
    "too-coarse": lambda: change("depth-5", *WITNESS, "w", to=lambda w: w[:18]),
    "one-digit": lambda: change("depth-5", *WITNESS, "w", to="1"),
    "w-number": lambda: change("depth-5", *WITNESS, "w", to=1),
    "w-empty": lambda: change("depth-5", *WITNESS, "w", to=""),
    "w-zero": lambda: change("depth-5", *WITNESS, "w", to="0"),
    "w-minus": lambda: change("depth-5", *WITNESS, "w", to=lambda w: f"-{w}"),
    "w-plus": lambda: change("depth-5", *WITNESS, "w", to=lambda w: f"+{w}"),
    "w-nan": lambda: change("depth-5", *WITNESS, "w", to="NaN"),
    "w-infinity": lambda: change("depth-5", *WITNESS, "w", to="Infinity"),
    "w-leading-zero": lambda: change("depth-5", *WITNESS, "w", to=lambda w: f"0{w}"),
    "w-underscore": lambda: change("depth-5", *WITNESS, "w", to=lambda w: w[:4] + "_" + w[4:]),
    "w-exponent": lambda: change("depth-5", *WITNESS, "w", to=lambda w: f"{w}E+0"),
    "w-huge-exponent": lambda: change("depth-5", *WITNESS, "w", to="1E+1000000000"),
    "w-far-too-large": lambda: change("depth-5", *WITNESS, "w", to="1E+999999999"),
    "w-squared-changed": lambda: change("depth-5-rational-w", *WITNESS, "w_squared", to="4"),
    "w-squared-zero": lambda: change("depth-5-rational-w", *WITNESS, "w_squared", to="0"),
    "w-squared-negative": lambda: change("depth-5-rational-w", *WITNESS, "w_squared", to="-1"),
    "w-squared-long": lambda: change(
        "depth-1000000000", *WITNESS, to=lambda witness: {"w_squared": "2/3"} | witness
    ),
    "w-squared-not-reduced": lambda: change("depth-3-tie", *WITNESS, "w_squared", to="2/2"),
    "w-squared-number": lambda: change("depth-3-tie", *WITNESS, "w_squared", to=1),
    "w-squared-smaller-root": lambda: at_other_root("3/2", "285/256", 3, "0.25", w_squared="1/16"),
    "w-squared-missing": lambda: change("depth-3-tie", *WITNESS, "w_squared", to=...),
    "w-squared-without-w": lambda: change("depth-3-tie", *WITNESS, "w", to=...),
    "not-the-square-root": lambda: change(
        "depth-4-rational-square", *WITNESS, "w", to=lambda w: move(w, 2)
    ),
}
BOXES: dict[str, Callable[[], str | bytes]] = {
    "box-of-three": lambda: change("box", "problem", "target", to=["19/10", "2", "21/10"]),
    "box-reversed": lambda: change("box", "problem", "target", to=["21/10", "19/10"]),
    "box-of-one-point": lambda: change("box", "problem", "target", to=["2", "2"]),
    "box-of-numbers": lambda: change("box", "problem", "target", to=[1, 2]),
    "box-nested": lambda: change("box", "problem", "target", to=[["1", "2"], "3"]),
    "box-lam-from-zero": lambda: change("box", "problem", "lam", to=["0", "1/9"]),
    "box-wider": lambda: change("box", "problem", "lam", 1, to="1/8"),
    "box-meets-critical-lam": lambda: change("box-of-lam", "problem", "lam", 1, to="31/10"),
    "box-ends-at-tie": lambda: change("box-of-lam", "problem", "lam", 1, to="3"),
    "box-from-tie": lambda: change("box-zero", "problem", "lam", 0, to="3"),
    "box-zero-to-nonzero-depth-2": lambda: change(
        "box-zero-depth-2", "problem", "target", 1, to="3"
    ),
    "box-contains-equal-eigenvalues": box_across_equal_eigenvalues,
    "box-corner-missing": lambda: change("box", *WITNESS, to=lambda corners: corners[:3]),
    "box-corners-exchanged": lambda: change("box", *WITNESS, to=lambda corners: corners[::-1]),
    "box-with-evidence-of-a-point": lambda: change("box", *WITNESS, to=lambda corners: corners[0]),
    "point-with-evidence-of-a-box": lambda: change("depth-5", *WITNESS, to=lambda w: [w]),
    "box-with-claims-of-a-corner": lambda: change(
        "box-of-lam", "claims", to=json.loads(text("depth-3"))["claims"]
    ),
    "box-narrowed-enclosure": lambda: change("box", *BRANCH, "loss", to=shift(0, -1)),
    "box-widened-enclosure": lambda: change("box", *BRANCH, "loss", to=shift(0, 1)),
    "box-touching-called-double": lambda: change(
        "box-touching-equal-eigenvalues", *BRANCH, "eigenvalues", to=lambda values: values[:1]
    ),
}
BAD = NOT_JSON | FRAME | PROBLEM | CLAIMS | EVIDENCE | BOXES


if __name__ == "__main__":
    for name, problem in GOOD.items():
        FILES.write("good", name, certify.certify_scalar(*problem, DIGITS).text)
    for name, content in BAD.items():
        FILES.write("bad", name, content())
