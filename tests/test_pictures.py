"""The command `plot`: files that are the same each time, one line for what cannot be drawn."""

import xml.etree.ElementTree as ET

import numpy as np
import pytest

from symfact.cli import main

SCALAR = ["--target", "-2", "--depth", "3"]
MATRIX = ["--singular-values", "3,2", "--lam", "1/10", "--depth", "3", "--widths", "2"]
KINDS = {
    "landscape": [*SCALAR, "--lam", "1,3/2"],
    "phase": ["--depth", "3,5", "--target", "2", "--lam", "1/10"],
    "spectrum": SCALAR,
    "matrix": MATRIX,
    "descent": [*SCALAR, "--lam", "1/10"],
}


@pytest.fixture
def run(capsys):
    def call(*arguments):
        code = main(["plot", *map(str, arguments)])
        out, err = capsys.readouterr()
        return code, out, err

    return call


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_picture_is_the_same_file(run, kind, tmp_path):
    for name in ("a.svg", "b.svg"):
        assert run(kind, *KINDS[kind], "-o", tmp_path / name) == (0, "", "")
    first, second = (tmp_path / name for name in ("a.svg", "b.svg"))
    assert first.read_bytes() == second.read_bytes()
    root = ET.parse(first).getroot()
    assert root.tag.endswith("svg")
    assert not [node for node in root.iter() if node.tag.endswith("}date")]


def test_defaults_draw_what_the_help_says(run, tmp_path):
    files = [tmp_path / f"{name}.svg" for name in "abcdef"]
    run("landscape", "-o", files[0])
    run("landscape", "--target", "2", "--depth", "5", "-o", files[1])
    run("phase", "-o", files[2])
    run("phase", "--depth", "2,3,5,10", "--target", "1", "-o", files[3])
    run("spectrum", "-o", files[4])
    run("spectrum", "--target", "2", "--depth", "5", "-o", files[5])
    texts = [path.read_bytes() for path in files]
    assert texts[::2] == texts[1::2]
    assert len(set(texts)) == 3


@pytest.mark.parametrize(
    ("name", "start"), [("a.pdf", b"%PDF"), ("a.png", b"\x89PNG"), ("A.SVG", b"<?xml")]
)
def test_the_ending_says_the_format(run, name, start, tmp_path):
    assert run("spectrum", "-o", tmp_path / name)[0] == 0
    once = (tmp_path / name).read_bytes()
    assert once.startswith(start)
    run("spectrum", "-o", tmp_path / name)
    assert (tmp_path / name).read_bytes() == once


def test_a_matrix_from_its_file(run, tmp_path):
    np.save(tmp_path / "M.npy", [[3.0, 0.0], [0.0, 2.0]])
    target = ["--target", tmp_path / "M.npy", "--lam", "1/10", "--depth", "3"]
    assert run("matrix", *target, "-o", tmp_path / "a.svg") == (0, "", "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["landscape"], ["--output", "symfact plot landscape --help"]),
        (["landscape", "-o", "x.gif"], ["--output", "'x.gif'", ".svg, .pdf or .png"]),
        (["landscape", "-o", "x"], ["--output", "'x'", ".svg, .pdf or .png"]),
        (["landscape", "-o", "/nowhere/x.svg"], ["--output", "/nowhere/x.svg", "cannot write"]),
        (["landscape", "--depth", "2,3", "-o", "x.svg"], ["depth", "'2,3'", "integer"]),
        (["landscape", "--lam", "1,", "-o", "x.svg"], ["lam", "''", "rational"]),
        (["landscape", "--lam", "0", "-o", "x.svg"], ["lam", "is not > 0"]),
        (["landscape", "--target", "M.npy", "-o", "x.svg"], ["target", "M.npy", "rational"]),
        (["landscape", "--widths", "3", "-o", "x.svg"], ["--widths", "plot landscape --help"]),
        (["phase", "--target", "0", "-o", "x.svg"], ["target", "0", "logarithmic"]),
        (["phase", "--depth", "1,2", "-o", "x.svg"], ["depth", "1", ">= 2"]),
        (["spectrum", "--lam", "1", "-o", "x.svg"], ["--lam", "plot spectrum --help"]),
        (["matrix", "-o", "x.svg"], ["--target", "None", "--singular-values"]),
        (["matrix", "--target", "2", "-o", "x.svg"], ["--target", "'2'", "--singular-values"]),
        (["matrix", "--singular-values", "2", "-o", "x.svg"], ["lam", "missing"]),
        (
            ["matrix", *MATRIX, "--widths", "400", "-o", "x.svg"],
            ["problem", "161600 weights", "2000"],
        ),
        (["descent", "--target", "2", "--depth", "3", "-o", "x.svg"], ["--lam", "nothing given"]),
        (["sculpture"], ["sculpture", "symfact plot --help"]),
    ],
)
def test_bad_usage_is_one_line_and_leaves_no_file(run, arguments, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code, out, err = run(*arguments)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert all(word in err for word in words), err
    assert not list(tmp_path.iterdir())


def test_without_matplotlib_one_line_says_what_to_install(run, tmp_path, monkeypatch):
    monkeypatch.setattr("symfact.extras.find_spec", lambda _: None)
    code, out, err = run("phase", "-o", tmp_path / "a.svg")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert "symfact[plot]" in err


def test_an_old_picture_stays_if_the_new_one_cannot_be_drawn(run, tmp_path):
    path = tmp_path / "a.svg"
    path.write_text("old")
    assert run("landscape", "--target", "0", "-o", path)[0] == 2
    assert path.read_text() == "old"


def test_plot_alone_shows_the_help(run):
    code, out, err = run()
    assert (code, out) == (2, "")
    assert all(kind in err for kind in KINDS)
