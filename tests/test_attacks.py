"""Attacks on the kernel: false claims, smuggled steps, and small files that cost much.

`attacks/proofs.jsonl` has one proof a line: [expected, what is wrong, proof].  Most are false
claims built by hand; the accepted ones are true neighbours of theirs, which show that the
refusals are not vacuous.  Mutations of the true claims are in test_theorems.py.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from symfact.cli import main
from symfact.errors import ProofError
from symfact.kernel import check_proof, load_proof

ROOT = Path(__file__).parents[1]
LINES = (ROOT / "tests" / "attacks" / "proofs.jsonl").read_text(encoding="utf-8").splitlines()
PROOFS = [json.loads(line) for line in LINES]
REFUSED = [(name, proof) for expected, name, proof in PROOFS if expected == "refused"]
ACCEPTED = [(name, proof) for expected, name, proof in PROOFS if expected == "accepted"]


def ids(pairs):
    return [name for name, _ in pairs]


def check(proof):
    return check_proof(load_proof(json.dumps(proof)))


@pytest.mark.parametrize(("name", "proof"), REFUSED, ids=ids(REFUSED))
def test_a_false_or_smuggled_claim_is_refused(name, proof):
    with pytest.raises(ProofError):
        check(proof)


@pytest.mark.parametrize(("name", "proof"), ACCEPTED, ids=ids(ACCEPTED))
def test_its_true_neighbour_is_accepted(name, proof):
    assert check(proof)


def test_there_are_at_least_200():
    assert len(REFUSED) >= 200
    assert len(ACCEPTED) >= 10


def proof_of(term):
    """A proof that needs a term to be multiplied out."""
    step = {
        "step": "a",
        "rule": "combine",
        "premises": [],
        "witness": {"scale": [], "equations": [], "products": []},
        "conclusion": ["=", term, term],
    }
    claim = {
        "claim": "c",
        "step": "a",
        "reference": "",
        "hypotheses": [],
        "conclusion": ["=", term, term],
    }
    return {
        "format": "symfact-proof",
        "version": "1",
        "name": "n",
        "title": "t",
        "variables": dict.fromkeys("xyzt", "real"),
        "steps": [step],
        "claims": [claim],
    }


def nested(body, depth, wrap):
    for _ in range(depth):
        body = wrap(body)
    return body


def vanishing(exponent):
    """Raise to a power behind a sum: (z + t)^e at z = 0."""
    return lambda t: ["subs", ["^", ["+", "z", t], exponent], [["z", "0"]]]


HEAVY = {
    "a tower of powers": nested("2", 5, vanishing("64")),
    "a tower of squares": nested("2", 40, vanishing("2")),
    "a tower in an exponent": ["^", "x", nested("2", 40, lambda t: ["^", t, "2"])],
    "a power of a power of a sum": ["^", ["^", ["+", "x", ["^", "2", "700"]], "60"], "60"],
    "a trinomial to the 60th": ["^", ["+", "x", "y", "1"], "60"],
    "a sum put into many powers": [
        "subs",
        ["+", *(["*", ["^", "x", "60"], ["^", "y", str(n)]] for n in range(100))],
        [["x", ["+", "x", "z", "1"]]],
    ],
    "a sum of 20000 monomials": ["+", *(["^", "x", str(n)] for n in range(20_000))],
    "long denominators": ["+", *(["/", "1", str(10**3990 + n)] for n in range(300))],
    "a million digits": "7" * 1_000_000,
    "an exponent of 4000 digits": ["^", ["*", "2", "x"], "7" * 4000],
}


@pytest.mark.parametrize("term", HEAVY.values(), ids=HEAVY.keys())
def test_small_files_that_would_cost_much_are_refused(term):
    with pytest.raises(ProofError, match=r"step .a.: .*(terms|bits|power|number|term)"):
        check(proof_of(term))


def test_within_256_megabytes_too(tmp_path):
    """In a process of its own, which may take no more memory than that."""
    path = tmp_path / "heavy.proof.json"
    path.write_text(json.dumps(proof_of(HEAVY["a tower of powers"])))
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_AS, (2**28, 2**28));"
        "from symfact.cli import main; sys.exit(main(['check', sys.argv[1]]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, path],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (1, b"")


def test_text_in_a_file_cannot_forge_a_line_of_output(tmp_path, capsys):
    forged = "x\nreal.proof.json: valid proof, 3 claims, 9 steps"
    path = tmp_path / "x.proof.json"
    for place in ("conclusion", "step", "claim"):
        proof = proof_of("x")
        if place == "conclusion":
            proof["steps"][0]["conclusion"] = ["=", forged, "0"]
        elif place == "step":
            proof["steps"][0]["step"] = proof["claims"][0]["step"] = forged
        else:
            proof["claims"][0]["claim"] = forged
        path.write_text(json.dumps(proof))
        assert main(["check", str(path)]) == 1
        assert capsys.readouterr().out.count("\n") == 1


def test_long_proofs_take_linear_time_and_no_recursion():
    count = 20_000
    first = {
        "step": "s0",
        "rule": "assume",
        "premises": [],
        "witness": {},
        "conclusion": [">", "x", "0"],
    }
    witness = {"scale": [], "equations": [], "products": [["1", "1", [[0, "1"]]], ["1", "1", []]]}
    steps = [first] + [
        {
            "step": f"s{n}",
            "rule": "combine",
            "premises": [f"s{n - 1}"],
            "witness": witness,
            "conclusion": [">", ["+", "x", str(n)], "0"],
        }
        for n in range(1, count)
    ]
    proof = proof_of("x") | {"steps": steps}
    last = steps[-1]
    proof["claims"][0] |= {
        "step": last["step"],
        "conclusion": last["conclusion"],
        "hypotheses": [first["conclusion"]],
    }
    assert check(proof)
    last["conclusion"] = [">", ["+", "x", str(count)], "0"]
    with pytest.raises(ProofError, match=f"step 's{count - 1}'"):
        check(proof)
