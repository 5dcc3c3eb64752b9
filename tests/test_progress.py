"""Progress: nothing for two seconds, then one line on a terminal's stderr, and in the end none."""

import io
import os
import re
import signal
import subprocess
import time
from types import SimpleNamespace

import pytest
from terminals import COMMAND, Terminal, environment, in_terminal

from symfact.certify import certify_scalar
from symfact.cli import main
from symfact.cli.progress import each, progress
from symfact.matrix import MatrixFactorization
from symfact.stages import listening, stage

CLEAR = "\r\x1b[K"
SLOW = """
import time
from symfact import Proof
def prove():
    time.sleep({seconds})
    p = Proof("slow", "Slow", real="x")
    p.claim("c", p.combine("x = x"), then="x = x")
    return p
"""


class FakeTerminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def stderr(monkeypatch):
    fake = FakeTerminal()
    monkeypatch.setattr("symfact.cli.progress.sys", SimpleNamespace(stderr=fake))
    monkeypatch.setattr("symfact.cli.progress.time", SimpleNamespace(monotonic=lambda: 7.0))
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr("symfact.cli.progress._PERIOD", 0.005)
    monkeypatch.setattr("symfact.cli.progress._PATIENCE", 0.01)
    return fake


def drawn(stderr, text):
    """Wait until a line has been drawn."""
    for _ in range(2000):
        if text in stderr.getvalue():
            return True
        time.sleep(0.002)
    return False


def test_the_line_says_what_is_done_and_goes(stderr):
    with progress("proving"):
        assert drawn(stderr, f"{CLEAR}proving (0 s)")
        for _ in each(["a", "b\n\x1b[2Jc"], "proving"):
            assert drawn(stderr, "proving 1 of 2: a (0 s)")
        assert drawn(stderr, "proving 2 of 2: b??[2Jc (0 s)")
        stage("x" * 200)
        assert drawn(stderr, CLEAR + "x" * 68 + " (0 s)" + CLEAR)  # 80 columns
    assert stderr.getvalue().endswith(CLEAR)
    assert "\n" not in stderr.getvalue()


def test_the_line_goes_when_the_work_fails(stderr):
    def fail():
        with progress("proving"):
            drawn(stderr, "proving")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fail()
    assert stderr.getvalue().endswith(CLEAR)


def test_short_work_draws_nothing(stderr, monkeypatch):
    monkeypatch.setattr("symfact.cli.progress._PATIENCE", 60)
    with progress("proving"):
        pass
    assert stderr.getvalue() == ""


def test_no_terminal_or_a_dumb_one_is_drawn_on(stderr, monkeypatch):
    monkeypatch.setenv("TERM", "dumb")
    with progress("proving"):
        time.sleep(0.05)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(stderr, "isatty", lambda: False, raising=False)
    with progress("proving"):
        time.sleep(0.05)
    assert stderr.getvalue() == ""


def test_certificates_tell_their_stages():
    stages = []
    with listening(stages.append):
        certify_scalar("2", "1/10", 5, 20)
        MatrixFactorization([[1, 2]], "1/10", 3).certify(10)
    stage("nobody listens any more")
    assert [text.partition(" to ")[0] for text in stages] == [
        "finding w",
        "working out the claims",
        "decomposing the target",
        "enclosing the singular values",
        "working out the claims",
    ]


def test_commands_tell_their_stages(tmp_path, monkeypatch, capsys):
    stages = []
    monkeypatch.setattr("symfact.cli.progress.stage", stages.append)
    for module in ("documents", "problems", "theorems"):
        monkeypatch.setattr(f"symfact.cli.{module}.stage", stages.append)
    path = str(tmp_path / "c.json")
    assert main(["certify", "--target", "2", "--lam", "1", "--depth", "3", "-o", path]) == 0
    assert main(["check", path, path]) == 0
    assert main(["prove", "rows", "powers"]) == 0
    assert main(["export", "powers", "-o", str(tmp_path)]) == 0
    assert stages == [
        f"writing {path}",
        f"checking 1 of 2: {path}",
        f"checking 2 of 2: {path}",
        "proving 1 of 2: rows",
        "proving 2 of 2: powers",
        "proving 1 of 1: powers",
        "writing the document",
    ]


def test_in_a_terminal(tmp_path):
    (tmp_path / "slow.py").write_text(SLOW.format(seconds=3))
    shown, code = in_terminal("prove", tmp_path / "slow.py", "powers", columns=400)
    before, _, after = shown.rpartition(CLEAR)
    assert code == 0
    assert re.match(r"\r\x1b\[Kproving 1 of 2: /\S*/slow\.py \([2-9] s\)\r", before)
    assert "claims proved." in after
    shown, _ = in_terminal("prove", "powers")
    assert CLEAR not in shown


def test_output_to_a_pipe_is_clean_while_stderr_is_a_terminal(tmp_path):
    (tmp_path / "slow.py").write_text(SLOW.format(seconds=3))
    terminal = Terminal(
        "sh", "-c", '"$@" > out', "sh", *COMMAND, "prove", "slow.py", folder=tmp_path
    )
    shown, code = terminal.end()
    assert code == 0
    assert "proving 1 of 1: slow.py (" in shown
    assert "claims proved" in (tmp_path / "out").read_text()
    assert "proving" not in (tmp_path / "out").read_text()


def test_ctrl_c_clears_the_line(tmp_path):
    (tmp_path / "slow.py").write_text(SLOW.format(seconds=50))
    terminal = Terminal(*COMMAND, "prove", "slow.py", folder=tmp_path)
    terminal.read(until=b" s)")
    os.kill(terminal.process.pid, signal.SIGINT)
    shown, code = terminal.end()
    assert code == 2
    assert shown.endswith(f"{CLEAR}\nsymfact: interrupted\n")


def test_neither_help_nor_check_imports_rich(tmp_path):
    path = str(tmp_path / "c.json")
    certify_scalar("2", "1/10", 5, 20).save(path)
    code = (
        "import sys; from symfact.__main__ import main; code = main();"
        "sys.exit(code or ('rich' in sys.modules) * 9)"
    )
    for arguments in (["--help"], ["check", path]):
        done = subprocess.run(
            [COMMAND[0], "-c", code, *arguments],
            env=environment(),
            capture_output=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, b"")
