"""The tour, a notebook: it runs in an empty folder, and its outputs are the stored ones."""

import json
import re
from pathlib import Path

import make_tour
import nbformat
import pytest
from nbclient.exceptions import CellExecutionError
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

STORED = nbformat.read(make_tour.TOUR, as_version=4)
NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:e[+-]?\d+)?")
FLOAT_DIGITS = 17


def shown(notebook):
    """Return the texts that each cell shows: streams, and all forms of a result."""
    cells = {}
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            texts = output.get("data") or {output.get("name", "error"): output.get("text", "")}
            cells.setdefault(cell.id, []).append(dict(texts))
    return cells


def same(one, two):
    """Say whether texts are equal, but for the last digits of numbers that float64 may hold."""
    if NUMBER.sub("#", one) != NUMBER.sub("#", two):
        return False
    return all(map(near, NUMBER.findall(one), NUMBER.findall(two)))


def near(one, two):
    digits = len(re.sub(r"e.*|\D", "", one))
    if one == two or not 10 <= digits <= FLOAT_DIGITS:
        return one == two
    return abs(float(one) - float(two)) <= 1e-9 * abs(float(one))


def assert_same(stored, new):
    assert list(stored) == list(new)
    for name, outputs in stored.items():
        for old_texts, new_texts in zip(outputs, new[name], strict=True):
            assert set(old_texts) == set(new_texts), name
            for kind, old_text in old_texts.items():
                assert same(old_text, new_texts[kind]), (name, kind)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("empty")


@pytest.fixture(scope="module")
def again(folder):
    return make_tour.executed(STORED, folder)


def test_the_stored_outputs_are_those_of_a_run(again):
    assert len(shown(STORED)) > 20
    assert_same(shown(STORED), shown(again))


def test_every_cell_was_run_once_and_in_order(again):
    for notebook in (STORED, again):
        counts = [cell.execution_count for cell in notebook.cells if cell.cell_type == "code"]
        assert counts == list(range(1, len(counts) + 1))


def test_nothing_is_written_where_it_runs(again, folder):
    assert list(folder.iterdir()) == []


def test_no_cell_warns_or_fails(again):
    kinds = {kind for outputs in shown(again).values() for texts in outputs for kind in texts}
    assert kinds == {"stdout", "text/plain", "text/html", "text/latex"}


def test_what_is_stored_names_no_machine():
    text = make_tour.TOUR.read_text(encoding="utf-8")
    assert STORED.metadata == make_tour.METADATA
    assert all(cell.metadata == {} for cell in STORED.cells)
    assert len({cell.id for cell in STORED.cells}) == len(STORED.cells)
    for trace in (str(Path.home()), str(make_tour.TOUR.parents[1]), "/tmp", "0x", "Traceback"):
        assert trace not in text


def test_the_file_is_written_the_same_again(again, tmp_path, monkeypatch):
    nbformat.write(again, tmp_path / "one.ipynb")
    monkeypatch.setattr(make_tour, "TOUR", tmp_path / "one.ipynb")
    monkeypatch.setattr(make_tour, "executed", lambda notebook, _: notebook)
    make_tour.main()
    nbformat.write(again, tmp_path / "two.ipynb")
    assert (tmp_path / "one.ipynb").read_bytes() == (tmp_path / "two.ipynb").read_bytes()


def small(*sources):
    cells = [new_code_cell(source, id=f"c{n}") for n, source in enumerate(sources)]
    return new_notebook(cells=[new_markdown_cell("text", id="text"), *cells])


def test_a_cell_that_raises_fails(tmp_path):
    with pytest.raises(CellExecutionError, match="division by zero"):
        make_tour.executed(small("print(1)", "1 / 0"), tmp_path)


def test_a_false_claim_in_a_cell_fails(tmp_path):
    false = "from symfact import Proof\nProof('p', 'false', real='x').combine('x > 0')"
    with pytest.raises(CellExecutionError, match="ProofError"):
        make_tour.executed(small(false), tmp_path)


def test_another_output_is_noticed(again):
    for name, output in (("tie-loss", "stdout"), ("symbolic-spectrum", "text/html")):
        changed = json.loads(json.dumps(shown(again)))
        texts = changed[name][0]
        texts[output] = texts[output].replace("4", "5", 1)
        with pytest.raises(AssertionError):
            assert_same(shown(STORED), changed)
    changed.pop("tie-loss")
    with pytest.raises(AssertionError):
        assert_same(shown(STORED), changed)


@pytest.mark.parametrize(
    ("one", "two", "equal"),
    [
        ("a 1.00000000001 b", "a 1.00000000002 b", True),
        ("a 1.00000001 b", "a 1.00000002 b", False),  # too few digits to be rounded
        ("1.0000001000", "1.0000002000", False),
        ("-1.00000000001", "1.00000000001", False),
        ("3e-10", "3e-11", False),
        ("1.14717253422391763429", "1.14717253422391763428", False),  # more than float64 holds
        ("16 minimizers", "17 minimizers", False),
        ("x_1", "x_1 ", False),
    ],
)
def test_only_the_last_digits_of_floats_may_differ(one, two, equal):
    assert same(one, two) == equal
