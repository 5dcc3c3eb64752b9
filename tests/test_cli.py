"""The command line, as a person at a shell sees it: output, exit codes, one-line refusals."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from symfact.cli import main
from symfact.theorems import names

ROOT = Path(__file__).parents[1]
PROBLEM = ["--target", "2", "--lam", "1/10", "--depth", "5"]


@pytest.fixture
def run(capsys):
    def call(*arguments):
        code = main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return code, out, err

    return call


def test_prove_proves_every_theorem(run):
    code, out, err = run("prove")
    assert (code, err) == (0, "")
    assert all(name in out for name in names())
    assert "undecided" not in out


def test_prove_as_json_states_every_claim(run):
    code, out, _ = run("prove", "powers", "--json")
    rows = json.loads(out)
    assert code == 0
    assert {row["verdict"] for row in rows} == {"proved"}
    assert rows[0] | {"seconds": 0} == {
        "theorem": "powers",
        "claim": "positive",
        "reference": "derived here",
        "digest": rows[0]["digest"],
        "hypotheses": ["x > 0"],
        "conclusion": "x^n > 0",
        "steps": rows[0]["steps"],
        "verdict": "proved",
        "reason": "",
        "seconds": 0,
    }


def test_saved_proofs_are_checked_from_their_files(run, tmp_path):
    folder = tmp_path / "new" / "proofs"
    assert run("prove", "--save", folder)[0] == 0
    files = sorted(folder.iterdir())
    assert [path.name for path in files] == sorted(f"{name}.proof.json" for name in names())
    code, out, err = run("check", *files)
    assert (code, err) == (0, "")
    assert out.count("valid proof") == len(files)


def test_saving_twice_gives_the_same_bytes(run, tmp_path):
    run("prove", "rows", "--save", tmp_path / "a")
    run("prove", "rows", "--save", tmp_path / "b")
    first, second = ((tmp_path / x / "rows.proof.json").read_bytes() for x in "ab")
    assert first == second


def test_a_changed_proof_file_is_refused_and_its_step_named(run, tmp_path):
    run("prove", "rows", "--save", tmp_path)
    path = tmp_path / "rows.proof.json"
    proof = json.loads(path.read_text())
    changed = next(step for step in proof["steps"] if step["rule"] == "combine")
    changed["conclusion"] = ["=", "alpha", "beta"]
    path.write_text(json.dumps(proof))
    code, out, _ = run("check", path)
    assert code == 1
    assert f"not valid: step '{changed['step']}'" in out


def test_a_theorem_of_ones_own_by_path(run, tmp_path):
    script = tmp_path / "mine.py"
    lines = [
        "from symfact import Proof, product",
        "def prove():",
        "    p = Proof('mine', 'Mine', real='x')",
    ]
    true = [
        *lines,
        "    p.claim('c', p.combine('x^2 >= 0', product(root='x')), then='x^2 >= 0')",
        "    return p",
    ]
    script.write_text("\n".join(true))
    assert run("prove", script)[0] == 0


def test_what_is_not_proved_is_undecided_not_false(run, tmp_path):
    script = tmp_path / "wrong.py"
    script.write_text(
        "from symfact import Proof\n"
        "def prove():\n"
        "    Proof('wrong', 'Wrong', real='x').combine('x > 0')\n"
    )
    code, out, err = run("prove", script)
    assert code == 1
    assert "undecided" in out
    assert err.count("\n") == 1
    assert "x > 0" in err


def test_a_script_with_an_error_of_its_own_is_unusable(run, tmp_path):
    script = tmp_path / "broken.py"
    texts = ("def prove(:\n", "1/0\n", "def other(): pass\n", "def prove():\n    return 7\n")
    for text in (*texts, "import sys; sys.exit(7)\n"):
        script.write_text(text)
        code, out, err = run("prove", script)
        assert (code, out, err.count("\n")) == (2, "", 1), text
        assert "broken.py" in err


def test_two_proofs_of_one_name_are_refused(run, tmp_path):
    code, out, err = run("prove", "rows", "rows", "--save", tmp_path / "twice")
    assert (code, out) == (2, "")
    assert "'rows'" in err
    assert not list((tmp_path / "twice").iterdir())


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize(
    "arguments", [["prove", "rows"], ["spectrum"], ["ledger", "--json"], ["--help"]]
)
def test_output_that_cannot_be_written_is_one_line(arguments):
    with open("/dev/full", "w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "symfact", *arguments],
            env={"PYTHONPATH": str(ROOT)},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr.startswith("symfact: cannot write the output")
    assert done.stderr.count("\n") == 1


def test_certificates_are_written_and_checked(run, tmp_path):
    path = tmp_path / "c.json"
    code, out, err = run("certify", *PROBLEM, "-o", path)
    assert (code, out) == (0, "")
    assert "regime=nonzero" in err
    assert run("check", path) == (0, f"{path}: valid certificate\n", "")
    for arguments in ([], ["-o", "-"]):
        code, printed, err = run("certify", *PROBLEM, *arguments)
        assert (code, printed, err) == (0, path.read_text(), "")


def test_spectrum(run):
    code, out, err = run("spectrum", *PROBLEM)
    assert (code, err) == (0, "")
    assert out.splitlines()[2:] == [
        "minimizers: nonzero",
        "           eigenvalue  multiplicity",
        "   0.0800000000000000             4",
        "  29.8736917634081                1",
        "",
        "  largest      29.8736917634081",
        "  stable step   0.0669485383942326",
    ]
    code, out, _ = run(
        "spectrum", "--target", "2", "--lam", "3", "--depth", "3", "--json", "--dps", "5"
    )
    spectra = json.loads(out)["spectra"]
    assert spectra["nonzero"]["eigenvalues"] == [
        {"formula": "4", "value": "4.0000", "multiplicity": "3"}
    ]
    assert spectra["zero"]["eigenvalues"] == [
        {"formula": "2", "value": "2.0000", "multiplicity": "3"}
    ]
    symbolic = run("spectrum")[1]
    assert re.search(r"^  4λ/L +L − 1$", symbolic, re.M)
    assert "  if wᴸ·(−wᴸ + |m|) = λ·w²/L\n" in symbolic
    assert "  largest      2L·w²ᴸ⁻² − 2λ + 4λ/L if L ≥ 3, Max(2λ, 4w²) otherwise\n" in symbolic


def test_a_summary_is_exported_with_the_theorems_behind_it(tmp_path, capsys):
    assert main(["export", "theorem-3", "-o", str(tmp_path / "a")]) == 0
    names = [Path(line).name for line in capsys.readouterr().out.split()]
    assert names[:2] == ["symfact.tex", "theorem-3.tex"]
    assert "spectrum-along-s.tex" in names
    assert main(["export", "matrix-theorem", "balance", "-o", str(tmp_path / "b")]) == 0
    names = [Path(line).name for line in capsys.readouterr().out.split()]
    assert {"matrix-theorem.tex", "balance-critical.tex"} < set(names)
    assert "theorem-3.tex" not in names


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["spectrum", "--depth", "1"], ["depth", "1", ">= 2"]),
        (["spectrum", "--depth", "2.5"], ["depth", "2.5", "integer"]),
        (["spectrum", "--depth", ""], ["depth", "''", "integer"]),
        (["spectrum", "--lam", "0"], ["lam", "0", "Remark 4"]),
        (["spectrum", "--lam", "-1"], ["lam", "-1", "> 0"]),
        (["spectrum", "--target", "nan"], ["target", "nan", "rational"]),
        (["spectrum", "--target", "inf"], ["target", "inf", "rational"]),
        (["spectrum", "--target", "1+2j"], ["target", "1+2j", "rational"]),
        (["spectrum", "--target", ""], ["target", "''", "rational"]),
        (["spectrum", "--target", "1/0"], ["target", "1/0", "zero"]),
        (["spectrum", "--dps", "0"], ["dps", "0", ">= 1"]),
        (["certify", "--target", "2"], ["--lam", "nothing"]),
        (["certify", *PROBLEM, "--dps", "many"], ["dps", "many", "integer"]),
        (["certify", *PROBLEM, "-o", "/nowhere/c.json"], ["--output: cannot", "/nowhere/c.json"]),
        (["prove", "riemann"], ["NAME", "riemann", "allowed"]),
        (["prove", "/nowhere/x.py"], ["NAME", "/nowhere/x.py", "allowed"]),
        (["prove", "powers", "--save", "/dev/null/x"], ["--save", "/dev/null/x", "cannot write"]),
        (["export", "--format", "word", "-o", "x"], ["--format", "word", "latex"]),
        (["export", "--depth", "2", "-o", "x", "fold_value"], ["--depth", "2", "none"]),
        (["export", "--depth", "1", "-o", "x", "balance"], ["depth", "1", ">= 2"]),
        (["export", "--names", "w", "-o", "x", "balance"], ["--names", "w", "lam=mu"]),
        (["export", "--names", "m=P", "-o", "x", "balance"], ["names", "m and P", "apart"]),
        (["export", "--columns", "3", "-o", "x", "balance"], ["--columns", "3", "'2'"]),
        (["export"], ["--output"]),
        (["check"], ["FILE"]),
        (["prove", "--fast"], ["--fast", "symfact prove --help"]),
        (["solve"], ["solve", "symfact --help"]),
    ],
)
def test_bad_usage_is_one_line_and_exit_code_2(run, arguments, words):
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert all(word in err for word in words), err


def test_unusable_files_are_told_from_invalid_ones(run, tmp_path):
    empty, binary, proof = tmp_path / "empty", tmp_path / "binary", tmp_path / "x.proof.json"
    empty.write_bytes(b"")
    binary.write_bytes(b'\xff\xfe"symfact-proof"')
    proof.write_text('{"format": "symfact-proof"')
    assert run("check", tmp_path / "missing")[0] == 2
    assert run("check", tmp_path)[0] == 2
    for path in (empty, binary, proof):
        code, out, err = run("check", path)
        assert (code, err, out.count("\n")) == (1, "", 1)
        assert f"{path}: not valid" in out


def test_a_folder_that_cannot_be_written_leaves_nothing(run):
    code, _, err = run("prove", "powers", "--save", "/proc")
    assert code == 2
    assert "--save" in err


def test_no_arguments_show_the_help_and_exit_2(run):
    code, out, err = run()
    assert (code, out) == (2, "")
    assert "Commands:" in err


@pytest.mark.parametrize(
    "arguments", [["--help"], ["prove"], ["check", "c.json", "rows.proof.json"]]
)
def test_these_commands_do_not_import_sympy(arguments, tmp_path, run):
    run("certify", *PROBLEM, "-o", tmp_path / "c.json")
    run("prove", "rows", "--save", tmp_path)
    code = (
        "import sys; from symfact.cli import main; code = main(sys.argv[1:]);"
        "sys.exit(code or ('sympy' in sys.modules) * 9)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_ctrl_c_is_one_line(run, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("symfact.theorems.proved", interrupted)
    code, _, err = run("prove", "powers")
    assert (code, err.strip()) == (2, "symfact: interrupted")
