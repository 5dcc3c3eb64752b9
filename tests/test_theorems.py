"""The theorem scripts: each proves, each runs by itself, and each mutation is refused."""

import copy
import subprocess
import sys
from pathlib import Path

import pytest
from mutations import mutants, same_meaning

from symfact.errors import ProofError
from symfact.kernel import Sequent, Step, check_proof, load_proof, read_formula
from symfact.prover import Proof
from symfact.theorems import load, names, proved, run, script_folder

COUNTS = {"claims": 0, "dropped": 0, "steps": 0, "premises": 0}


@pytest.fixture(scope="module", autouse=True)
def _report_counts():
    yield
    print(f"\nmutations refused: {COUNTS}, in all {sum(COUNTS.values())}")


def data_of(name):
    return load_proof(proved(name).dumps())


@pytest.mark.parametrize("name", names())
def test_each_theorem_is_proved(name):
    claims = check_proof(data_of(name))
    assert list(claims) == [claim["claim"] for claim in proved(name).claims]


def test_every_script_is_listed_once():
    scripts = sorted(path.stem for path in script_folder().glob("*.py"))
    assert sorted(names()) == scripts


@pytest.mark.parametrize("name", names())
def test_each_script_runs_by_itself(name, tmp_path):
    root = Path(__file__).parents[1]
    done = subprocess.run(
        [sys.executable, script_folder() / f"{name}.py"],
        cwd=tmp_path,
        env={"PYTHONPATH": str(root), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert "proved" in done.stdout


def test_a_script_whose_proof_fails_exits_with_one_line(capsys):
    def prove():
        p = Proof("wrong", "A false theorem", real="x")
        p.combine("x > 0")
        return p

    assert run(prove) == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_scripts_state_their_theorem_and_idea():
    for name in names():
        text = load(name).__doc__
        assert "\nIdea: " in text, name


@pytest.mark.no_cover  # minutes of the kernel alone, which other tests cover
@pytest.mark.parametrize("name", names())
def test_each_mutated_claim_is_refused(name):
    """Numbers, signs, exponents, indices, relations; each hypothesis dropped."""
    data = data_of(name)
    sorts = data["variables"]
    proved_by = sequents(data)
    for number, claim in enumerate(data["claims"]):
        for changed in mutated_claims(claim, sorts):
            if is_same_claim(changed, claim, sorts):
                continue
            kind = "dropped" if len(changed["hypotheses"]) < len(claim["hypotheses"]) else "claims"
            assert not accepted(changed, sorts, proved_by), (name, claim["claim"], changed)
            COUNTS[kind] += 1
        refused_by_check_proof(data, number, claim)


def mutated_claims(claim, sorts):
    for index in range(len(claim["hypotheses"])):
        rest = claim["hypotheses"][:index] + claim["hypotheses"][index + 1 :]
        yield claim | {"hypotheses": rest}
        for formula in mutants(claim["hypotheses"][index], sorts, strictness=True):
            hypotheses = [*rest[:index], formula, *rest[index:]]
            yield claim | {"hypotheses": hypotheses}
    for formula in mutants(claim["conclusion"], sorts, strictness=True):
        yield claim | {"conclusion": formula}


def is_same_claim(a, b, sorts):
    """Whether a mutation says the same: diff(2*S, w) and diff(3*S, w) are both 0."""
    if len(a["hypotheses"]) != len(b["hypotheses"]):
        return False
    parts = zip(
        [*a["hypotheses"], a["conclusion"]], [*b["hypotheses"], b["conclusion"]], strict=True
    )
    return all(same_meaning(x, y, sorts) for x, y in parts)


def sequents(data):
    """What each step proves."""
    proved_by = {}
    for item in data["steps"]:
        premises = [proved_by[premise] for premise in item["premises"]]
        step = Step(data["variables"], premises, item["witness"], item["conclusion"])
        proved_by[item["step"]] = step.apply(item["rule"])
    return proved_by


def accepted(claim, sorts, proved_by):
    """Whether the claim would pass: the comparison that check_proof makes at its end."""
    try:
        hypotheses = frozenset(read_formula(item, sorts) for item in claim["hypotheses"])
        sequent = Sequent(hypotheses, read_formula(claim["conclusion"], sorts))
        sequent.check()
    except ProofError:
        return False
    return sequent == proved_by[claim["step"]]


def refused_by_check_proof(data, number, claim):
    """The same through the front door, for one mutation of each claim."""
    changed = next(mutated_claims(claim, data["variables"]))
    claims = [*data["claims"][:number], changed, *data["claims"][number + 1 :]]
    with pytest.raises(ProofError, match="claim"):
        check_proof(data | {"claims": claims})


@pytest.mark.no_cover  # minutes of the kernel alone, which other tests cover
@pytest.mark.parametrize("name", names())
def test_each_mutated_step_is_refused(name):
    """A step with a changed conclusion, or without one of its premises, is refused.

    By itself, or because a later step or claim does not fit it.
    """
    data = data_of(name)
    proved_by = sequents(data)
    for position, item in enumerate(data["steps"]):
        for index in range(len(item["premises"])):
            premises = item["premises"][:index] + item["premises"][index + 1 :]
            outcome = fate(data, position, item | {"premises": premises}, proved_by)
            assert outcome != "accepted", (name, item, index)
            COUNTS["premises"] += outcome == "refused"
        for formula in mutants(item["conclusion"], data["variables"]):
            if same_meaning(formula, item["conclusion"], data["variables"]):
                continue
            outcome = fate(data, position, item | {"conclusion": formula}, proved_by)
            assert outcome == "refused", (name, item, formula)
            COUNTS["steps"] += 1


def fate(data, position, changed, proved_by):
    """What becomes of a proof with one step changed: refused, accepted, or it proves the same.

    The steps before it are known.  A step proves the same without a premise that only
    repeats a hypothesis which stays anyway.
    """
    known = {item["step"]: proved_by[item["step"]] for item in data["steps"][:position]}
    try:
        for item in [changed, *data["steps"][position + 1 :]]:
            premises = [known[premise] for premise in item["premises"]]
            step = Step(data["variables"], premises, item["witness"], item["conclusion"])
            known[item["step"]] = step.apply(item["rule"])
            if item is changed and known[item["step"]] == proved_by[item["step"]]:
                return "same"
    except (ProofError, ValueError, TypeError, IndexError):
        return "refused"
    claims = (accepted(claim, data["variables"], known) for claim in data["claims"])
    return "accepted" if all(claims) else "refused"


def test_mutated_files_are_refused_by_name():
    data = data_of("spectrum")
    changed = copy.deepcopy(data)
    combination = next(step for step in changed["steps"] if step["rule"] == "combine")
    combination["witness"] = {}
    with pytest.raises(ProofError, match=f"step '{combination['step']}'"):
        check_proof(changed)
