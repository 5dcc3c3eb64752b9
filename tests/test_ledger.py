"""The ledger: every numbered statement, each with evidence that can be checked again."""

import json
import re

import pytest

from symfact import ledger
from symfact.cli import main
from symfact.errors import ProofError
from symfact.kernel import check_proof, load_proof
from symfact.ledger import VERDICTS, rows
from symfact.notation import digest
from symfact.theorems import names, proved

ROWS = {row.number: row for row in rows()}


def test_every_numbered_statement_has_one_row():
    numbers = [row.number for row in rows()]
    assert len(set(numbers)) == len(numbers)
    expected = {f"({n})" for n in range(1, 40)} | {
        "Theorem 1",
        "Theorem 2",
        "Theorem 3",
        "Remark 4",
    }
    assert expected <= set(numbers)
    prose = {"convex", "phi' convex", "phi' >= 0", "one minimum", "rho = 0", "rank", "full rank"}
    assert prose | {"isolated", "Schatten", "Loss > 0"} <= set(numbers)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.number)
def test_every_row_is_whole(row):
    assert row.verdict in VERDICTS
    assert row.evidence
    assert row.why
    assert "\n" not in row.why
    if row.verdict == "cited":
        assert row.source
    elif row.source:  # what a proof takes as given
        assert row.source.startswith("given ")
    if row.verdict in ("corrected", "refuted"):
        assert row.missing
    if row.verdict == "proved":
        assert not row.missing


def test_every_refuted_row_has_a_counterexample_without_hypotheses():
    """An exact instance: nothing is assumed, so it cannot be vacuous."""
    for row in rows():
        if row.verdict == "refuted":
            assert any(not hypotheses_of(item) for item in row.evidence), row.number


def hypotheses_of(item):
    (claim,) = (c for c in proved(item.script).claims if c["claim"] == item.claim)
    return claim["hypotheses"]


def test_the_verdicts_are_the_known_ones():
    refuted = {n for n, row in ROWS.items() if row.verdict == "refuted"}
    assert refuted == {
        "(4)",
        "Theorem 2",
        "(5)",
        "(10)",
        "phi' >= 0",
        "rho = 0",
        "Theorem 3",
        "full rank",
    }
    for number in ("(17)", "(18)", "(22)", "(24)", "(32)", "Remark 4"):
        assert ROWS[number].verdict == "corrected"


def test_evidence_that_names_no_claim_is_refused():
    with pytest.raises(ProofError, match="names no claim"):
        ledger._evidence("spectrum: everything", {})


def test_the_commands_print_the_same_rows(capsys):
    assert main(["ledger"]) == 0
    table = capsys.readouterr().out
    assert main(["ledger", "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert [row["number"] for row in data] == list(ROWS)
    for row in data:
        assert row["number"] in table
        assert set(row) == {
            "number",
            "statement",
            "verdict",
            "missing",
            "source",
            "why",
            "evidence",
        }


def test_one_digest_in_ledger_table_and_proof_file(tmp_path, capsys):
    """The ledger, `prove`, and `check` of the saved files speak of the same statements."""
    main(["prove", "--save", str(tmp_path), "--json"])
    table = {(r["theorem"], r["claim"]): r["digest"] for r in json.loads(capsys.readouterr().out)}
    for row in rows():
        for item in row.evidence:
            assert table[item.script, item.claim] == item.digest
    for name in names():
        path = tmp_path / f"{name}.proof.json"
        main(["check", str(path)])
        printed = re.findall(r"^  ([0-9a-f]{12})  (.*)$", capsys.readouterr().out, re.M)
        assert {(name, claim): hexed for hexed, claim in printed} == {
            key: value for key, value in table.items() if key[0] == name
        }


def test_the_exported_article_has_the_ledger_and_the_same_digests(tmp_path, capsys):
    assert main(["export", "-o", str(tmp_path)]) == 0
    text = (tmp_path / "symfact.tex").read_text()
    theorems, _, table = text.partition("The ledger: every statement")
    for name in names():
        for claim in proved(name).claims:
            assert theorems.count(f"statement \\texttt{{{proved(name).digest(claim)}}}") >= 1
    for row in rows():
        for item in row.evidence:
            assert f"\\texttt{{{item.digest}}}" in table
    assert main(["export", "-o", str(tmp_path / "one"), "rows"]) == 0
    assert "The ledger" not in (tmp_path / "one" / "symfact.tex").read_text()


def test_a_digest_stands_for_its_statement_alone():
    proof = load_proof(proved("spectrum").dumps())
    check_proof(proof)
    claim, sorts = proof["claims"][0], proof["variables"]
    same = digest(claim | {"claim": "renamed", "reference": "", "step": "s1"}, sorts)
    assert same == digest(claim, sorts)
    assert digest(claim, sorts | {"unrelated": "real"}) == digest(claim, sorts)
    changed = [
        claim | {"hypotheses": claim["hypotheses"][1:]},
        claim | {"conclusion": ["=", "1", "1"]},
        claim | {"hypotheses": [[">=", "L", "3"], *claim["hypotheses"][1:]]},
    ]
    digests = {digest(item, sorts) for item in [claim, *changed]}
    digests.add(digest(claim, sorts | {"w": "integer"}))
    assert len(digests) == len(changed) + 2
