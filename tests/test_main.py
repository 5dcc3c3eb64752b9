"""Ctrl-C and SIGTERM, whenever they come: one line, exit code 2, nothing half-written."""

import os
import signal
import subprocess
import sys

import pytest
from terminals import COMMAND, Terminal, environment, hear_interrupts, piped, plain

# A process that sends itself a signal, so long after it began to listen for one.
SELF = """
import os, signal, sys, threading, time
number, delay, wait, *arguments = sys.argv[1:]
def send():
    while signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        time.sleep(0.001)
    time.sleep(float(delay))
    while wait and not any(name.startswith(wait) for name in os.listdir()):
        time.sleep(0.0005)
    os.kill(os.getpid(), int(number))
threading.Thread(target=send, daemon=True).start()
from symfact.__main__ import main
sys.argv = ["symfact", *arguments]
sys.exit(main())
"""
CERTIFY = ["certify", "--target", "2", "--lam", "1/10", "--depth", "5", "--dps", "1000000"]
COMMANDS = [[*CERTIFY, "-o", "c.json"], ["prove", "--save", "proofs"], ["export", "-o", "latex"]]
INTERRUPTED = (2, b"", b"symfact: interrupted\n")


def signalled(folder, number, delay, *arguments, wait=""):
    done = subprocess.run(
        [sys.executable, "-c", SELF, str(int(number)), str(delay), wait, *arguments],
        cwd=folder,
        env=environment(),
        capture_output=True,
        timeout=60,
        check=False,
        preexec_fn=hear_interrupts,
    )
    return done.returncode, done.stdout, done.stderr


def files(folder):
    return [path.name for path in folder.rglob("*") if path.is_file()]


@pytest.mark.parametrize("delay", [0, 0.04, 0.3])
@pytest.mark.parametrize("arguments", COMMANDS, ids=lambda words: words[0])
def test_ctrl_c_is_one_line_and_leaves_no_file(arguments, delay, tmp_path):
    assert signalled(tmp_path, signal.SIGINT, delay, *arguments) == INTERRUPTED
    assert files(tmp_path) == []


def test_sigterm_is_the_same(tmp_path):
    assert signalled(tmp_path, signal.SIGTERM, 0.3, *COMMANDS[0]) == INTERRUPTED
    assert files(tmp_path) == []


def test_ctrl_c_while_a_file_is_written_leaves_the_old_one(tmp_path):
    (tmp_path / "c.json").write_text("old")
    found = signalled(tmp_path, signal.SIGINT, 0, *COMMANDS[0], wait=".c.json.")
    assert files(tmp_path) == ["c.json"]
    text = (tmp_path / "c.json").read_text()
    assert (found == INTERRUPTED and text == "old") or (len(text) > 10**6 and text[-2:] == "}\n")


LOST = """
import signal, time
class Callback:
    def __del__(self):
        signal.raise_signal(signal.SIGINT)  # an exception in here is lost
def prove():
    Callback()
    time.sleep(50)
"""
SWALLOWED = """
import signal, time
def prove():
    try:
        signal.raise_signal(signal.SIGINT)
    except:  # as in mpmath, around the import of gmpy2
        pass
    time.sleep(50)
"""
STUBBORN = """
import signal
def prove():
    try:
        signal.raise_signal(signal.SIGINT)
    finally:
        signal.raise_signal(signal.SIGINT)  # a second one, while files are being removed
        open("removed", "w").close()
"""


@pytest.mark.parametrize("script", [LOST, SWALLOWED])
def test_an_interrupt_is_not_lost(script, tmp_path):
    (tmp_path / "lost.py").write_text(script)
    assert piped("prove", "lost.py", folder=tmp_path) == INTERRUPTED


def test_a_second_ctrl_c_does_not_interrupt_the_clearing_up(tmp_path):
    (tmp_path / "stubborn.py").write_text(STUBBORN)
    assert piped("prove", "stubborn.py", folder=tmp_path) == INTERRUPTED
    assert "removed" in files(tmp_path)


def test_who_ignores_ctrl_c_is_not_interrupted(tmp_path):
    (tmp_path / "mine.py").write_text(
        "import signal\n"
        "from symfact import Proof\n"
        "def prove():\n"
        "    signal.raise_signal(signal.SIGINT)\n"
        "    p = Proof('mine', 'Mine', real='x')\n"
        "    p.claim('c', p.combine('x = x'), then='x = x')\n"
        "    return p\n"
    )
    ignoring = 'trap "" INT; exec "$@"'
    done = subprocess.run(
        ["sh", "-c", ignoring, "sh", *COMMAND, "prove", "mine.py"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")


def test_in_a_terminal_the_line_is_below_what_ctrl_c_shows(tmp_path):
    (tmp_path / "wait.py").write_text(
        "import sys, time\ndef prove():\n    print('ready', flush=True)\n    time.sleep(50)\n"
    )
    terminal = Terminal(*COMMAND, "prove", tmp_path / "wait.py")
    assert "ready" in terminal.read(until=b"ready\r\n")
    os.kill(terminal.process.pid, signal.SIGINT)
    shown, code = terminal.end()
    assert (plain(shown), code) == ("\nsymfact: interrupted\n", 2)


def test_other_errors_in_callbacks_are_shown_as_usual(tmp_path):
    (tmp_path / "odd.py").write_text(
        "from symfact import Proof\n"
        "class Odd:\n"
        "    def __del__(self):\n"
        "        raise RuntimeError('odd')\n"
        "def prove():\n"
        "    Odd()\n"
        "    return Proof('odd', 'Odd', real='x')\n"
    )
    assert b"RuntimeError: odd" in piped("prove", "odd.py", folder=tmp_path)[2]
