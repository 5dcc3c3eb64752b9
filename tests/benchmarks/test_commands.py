"""Whole commands against ``python -c "import sympy"``, the peer that a user knows.

The group's ratios are what counts: `symfact prove` proves and checks every theorem.
"""

import subprocess
import sys

import pytest

COMMANDS = {
    "import sympy": ["-c", "import sympy"],
    "symfact prove": ["-m", "symfact", "prove"],
    "symfact ledger": ["-m", "symfact", "ledger"],
    "symfact --help": ["-m", "symfact", "--help"],
    "import symfact": ["-c", "import symfact"],
}


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.benchmark(group="whole commands")
def test_command(benchmark, name):
    def run():
        subprocess.run([sys.executable, *COMMANDS[name]], check=True, capture_output=True)

    benchmark.pedantic(run, rounds=7, warmup_rounds=1)
