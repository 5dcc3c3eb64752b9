"""Running the command line as a process of its own: in a pseudo-terminal, or with pipes."""

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
from pathlib import Path

ROOT = Path(__file__).parents[1]
COMMAND = (sys.executable, "-m", "symfact")


def environment(**variables):
    usual = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    return usual | {"TERM": "xterm"} | variables


def hear_interrupts():
    """Undo what a shell does to processes in the background, which ignore Ctrl-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def piped(*arguments, folder=None, **variables):
    """Exit code, bytes of stdout and bytes of stderr."""
    done = subprocess.run(
        [*COMMAND, *map(str, arguments)],
        cwd=folder,
        env=environment(**variables),
        capture_output=True,
        timeout=60,
        check=False,
        preexec_fn=hear_interrupts,
    )
    return done.returncode, done.stdout, done.stderr


class Terminal:
    """A process whose three streams are a pseudo-terminal so many columns wide."""

    def __init__(self, *command, columns=100, folder=None, **variables):
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.process = subprocess.Popen(
            [*map(str, command)],
            cwd=folder,
            env=environment(**variables),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            preexec_fn=hear_interrupts,  # noqa: PLW1509  (there are no threads yet)
        )
        os.close(slave)

    def read(self, until=None):
        """What appears until the process ends, or until some bytes have appeared."""
        shown = b""
        while until is None or until not in shown:
            try:
                piece = os.read(self._master, 65536)
            except OSError:  # the other side is closed
                piece = b""
            if not piece:
                break
            shown += piece
        return shown.decode().replace("\r\n", "\n")

    def end(self):
        """What appears until the end, and the exit code."""
        shown = self.read()
        os.close(self._master)
        return shown, self.process.wait(60)


def in_terminal(*arguments, columns=100, **variables):
    return Terminal(*COMMAND, *arguments, columns=columns, **variables).end()


def plain(text):
    """The text without colours."""
    return re.sub(r"\x1b\[[0-9;]*m", "", text)
