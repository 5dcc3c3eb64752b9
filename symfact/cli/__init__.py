"""The command line: `prove`, `ledger`, `spectrum`, `certify`, `sweep`, `plot`, `export`, `check`.

Exit codes: 0 done; 1 not proved or not valid; 2 interrupted, or bad usage or input, with one
line that names the argument, the value and what is allowed.  Results go to stdout, messages to
stderr.  Every command imports what it needs when it runs: `--help`, `check` and `prove`
start without SymPy.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from symfact import __version__
from symfact.cli.console import complain
from symfact.cli.documents import export
from symfact.cli.pictures import plot
from symfact.cli.problems import certify, spectrum
from symfact.cli.sweeps import sweep
from symfact.cli.theorems import check, ledger, prove
from symfact.errors import CertificateError, ProofError

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]

_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=_SETTINGS)
@click.version_option(__version__, prog_name="symfact")
def cli() -> None:
    """Hessian spectra of regularized deep factorization: proved and certified."""


for _command in (prove, ledger, spectrum, certify, sweep, plot, export, check):
    cli.add_command(_command)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code (0, 1 or 2), never a traceback."""
    try:
        code = cli.main(args=arguments, prog_name="symfact", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Abort:
        return complain("interrupted", 2)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return 2
    except click.UsageError as error:
        path = error.ctx.command_path if error.ctx else "symfact"
        return complain(f"{error.format_message().rstrip('.')}; see {path} --help", 2)
    except (ValueError, TypeError) as error:
        return complain(str(error), 2)
    except (CertificateError, ProofError) as error:
        return complain(str(error), 1)
    except BrokenPipeError:
        _discard_output()
        return 1
    except OSError as error:
        _discard_output()
        return complain(f"cannot write the output ({error.strerror})", 2)
    return int(code or 0)


def _discard_output() -> None:
    """Let the buffer of standard output go nowhere, where Python would fail to flush it."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
