"""The README: its code runs, its outputs and figures are true, its commands are whole."""

import ast
import io
import re
import subprocess
import sys
import tokenize
from pathlib import Path

import numpy as np
import polars
import pytest

from symfact.cli import main
from symfact.theorems import names

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
ROOT = Path(__file__).parents[1]


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.M | re.S)


def test_the_first_two_commands_are_one_line_each():
    install, test = blocks("sh")[:2]
    assert install.count("\n") == test.count("\n") == 1
    assert install.rstrip().endswith("symfact prove")
    assert test.rstrip().endswith("pytest")


def test_ten_lines_prove_a_true_claim_and_refuse_a_false_one(capsys):
    code = blocks("python")[0]
    assert code.count("\n") <= 10
    exec(compile(code, "README", "exec"), {})
    out = capsys.readouterr().out.splitlines()
    assert "w_j^2 = w_k^2" in out[0]
    assert out[1].startswith("refused: mine, w_j = w_k")


def test_the_script_and_the_refutation_run(tmp_path, capsys):
    script, refutation = blocks("python")[1:3]
    (tmp_path / "mean.py").write_text(script)
    assert main(["prove", str(tmp_path / "mean.py")]) == 0
    assert "proved" in capsys.readouterr().out
    exec(compile(refutation, "README", "exec"), {})


def test_the_numbers_are_those_in_the_comments(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    code = blocks("python")[3]
    names_ = {}
    shown = {
        "p.regime()": "'nonzero'",
        "p.spectrum()": "{2/25: 4, -3/25 + 10*w**8: 1}",
        "p.spectrum().max_eigenvalue().evalf(30)": "29.8736917634081441342676836049",
        "p.spectrum().stable_step().evalf(5)": "0.066949",
        "ScalarFactorization(2, 3, 3).spectra()": "{'nonzero': {4: 3}, 'zero': {2: 3}}",
    }
    for node in ast.parse(code).body:
        source = ast.unparse(node)
        if source in shown:
            assert repr(eval(source, names_)) == shown.pop(source)
        else:
            exec(source, names_)
    assert not shown
    assert all(text in README for text in ("29.8736917634081441342676836049", "0.066949"))


def test_the_matrix_example_runs_and_its_figures_hold(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names_ = {}
    exec(blocks("python")[4], names_)
    q, vector = names_["q"], names_["vector"]
    assert q.spectrum().size() == 1380
    moved = q.hessian_vector_product(names_["weights"], vector)
    for image, layer in zip(moved, vector, strict=True):
        assert np.allclose(image, names_["value"] * np.asarray(layer), atol=1e-12)


def test_a_sweep_is_written_certified_and_read(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    read, write = blocks("python")[5:7]
    exec(write, {"__name__": "__main__"})
    frame = eval(read.splitlines()[0], {"polars": polars})
    assert 0 < len(frame) < 300
    assert set(frame["regime"].to_list()) == {"zero"}


def test_every_picture_exists():
    paths = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert paths
    assert all((ROOT / path).is_file() for path in paths)


@pytest.mark.parametrize("block", [2, 3, 4, 5])
def test_the_command_lines_work(block, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    np.save("M.npy", np.random.default_rng(0).standard_normal((20, 10)))
    lines = [line.partition("#")[0].split() for line in blocks("sh")[block].splitlines()]
    for words in lines:
        assert words[0] == "symfact"
        arguments = (
            [str(p) for word in words[1:] for p in sorted(tmp_path.glob(word)) or [word]]
            if "*" in words[-1]
            else words[1:]
        )
        assert main(arguments) == 0, words
    capsys.readouterr()


def code_lines(text):
    """Lines with code: neither blank, nor comment, nor docstring."""
    skipped = {
        tokenize.COMMENT,
        tokenize.NL,
        tokenize.NEWLINE,
        tokenize.INDENT,
        tokenize.DEDENT,
        tokenize.ENDMARKER,
    }
    lines = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in skipped:
            lines.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef))
            and ast.get_docstring(node) is not None
        ):
            lines -= set(range(node.body[0].lineno, node.body[0].end_lineno + 1))
    return len(lines)


@pytest.mark.parametrize("name", ["exact", "kernel", "checker"])
def test_the_trusted_files_are_as_long_as_stated_and_import_the_standard_library(name):
    path = ROOT / "symfact" / f"{name}.py"
    text = path.read_text(encoding="utf-8")
    row = re.search(rf"`symfact/{name}.py` \| (\d+) \| (\d+) ", README)
    assert (int(row[1]), int(row[2])) == (len(text.splitlines()), code_lines(text))
    tree = ast.parse(text)
    imported = {
        a.name.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names
    }
    imported |= {n.module.split(".")[0] for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    allowed = set(sys.stdlib_module_names) | (set() if name == "checker" else {"symfact"})
    assert imported <= allowed
    assert not any(isinstance(n, ast.Assert) for n in ast.walk(tree))
    calls = {getattr(n.func, "id", "") for n in ast.walk(tree) if isinstance(n, ast.Call)}
    assert not calls & {"eval", "exec", "float"}


def test_every_theorem_is_in_the_table():
    assert re.findall(r"^\| `(\w+)` \|", README, re.M) == names()


def test_the_checker_runs_by_its_path(tmp_path):
    main(
        [
            "certify",
            "--target",
            "2",
            "--lam",
            "1/10",
            "--depth",
            "5",
            "-o",
            str(tmp_path / "c.json"),
        ]
    )
    checker = ROOT / "symfact" / "checker.py"
    done = subprocess.run(
        [sys.executable, "-I", "-S", checker, "c.json"],
        cwd=tmp_path,
        check=False,
        capture_output=True,
    )
    assert done.returncode == 0
