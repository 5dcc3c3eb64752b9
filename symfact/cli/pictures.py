"""The command `plot`: pictures of problems, one subcommand each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from symfact.cli.problems import OPTIONS, problem_options, read_matrix

__all__ = ["plot"]

_TARGET = "The target m, a rational number: 2, -3/2, 0.1."
_LAM, _DEPTH = OPTIONS["lam"], OPTIONS["depth"]


@click.group()
def plot() -> None:
    """Draw pictures, with the extra `plot`.

    Vector graphics (.svg, .pdf) or a picture of 300 dots an inch (.png), one column wide.
    """


def _picture(**texts: str) -> Callable[[Any], Any]:
    """Give a subcommand the options of a problem that it takes, and the file."""
    where = "The file to write; its ending is .svg, .pdf or .png."
    output = click.option("-o", "--output", required=True, metavar="FILE", help=where)
    return lambda command: problem_options(texts)(output(command))


@plot.command()
@_picture(
    target=f"{_TARGET}  [default: 2]",
    depth=f"{_DEPTH}  [default: 5]",
    lam="One lambda or several, 1,3/2,4; else through the transition.",
)
def landscape(output: str, lam: str | None, **given: str | None) -> None:
    """The reduced loss against rho, with its critical points."""
    _write("plot_landscape", output, lam=None if lam is None else lam.split(","), **given)


@plot.command()
@click.option("--from", "path", metavar="FILE", help="Draw the regimes in the file of a sweep.")
@_picture(
    depth="One depth or several.  [default: 2,3,5,10]",
    target="The middle of the range of |m|.  [default: 1]",
    lam="Mark this lambda at the target.",
)
def phase(output: str, path: str | None, depth: str | None, **given: str | None) -> None:
    """Which minimizers there are, at which |m| and lambda."""
    if path is not None:
        for name, value in {"depth": depth, **given}.items():
            if value is not None:
                raise ValueError(f"--{name}: {value!r} given; with --from the file says it all")
        _write("plot_phase_points", output, path=path, argument="--from")
        return
    _write("plot_phase", output, depth=None if depth is None else depth.split(","), **given)


@plot.command()
@_picture(target=f"{_TARGET}  [default: 2]", depth=f"{_DEPTH}  [default: 5]")
def spectrum(output: str, **given: str | None) -> None:
    """Eigenvalues at the global minimizers against lambda."""
    _write("plot_spectrum", output, **given)


@plot.command()
@problem_options()
@_picture()
def matrix(output: str, **given: str | None) -> None:
    """The spectrum of a matrix problem: predicted and computed.

    Computed is that of the full Hessian, which may have 2000 weights at most.
    """
    problem = read_matrix(given)
    if problem is None:
        raise ValueError(
            f"--target: {given['target']!r} given; allowed in this picture is a .npy file, or"
            " --singular-values"
        )
    _write("plot_matrix_spectrum", output, problem=problem)


@plot.command()
@_picture(target=_TARGET, lam=_LAM, depth=_DEPTH)
def descent(output: str, **given: str | None) -> None:
    """Gradient descent with steps around 2/lambda_max."""
    for name, value in given.items():
        if value is None:
            raise ValueError(f"--{name}: nothing given; this picture needs a number")
    _write("plot_descent", output, **given)


def _write(draw: str, output: str, **given: Any) -> None:
    """Draw with a function of `symfact.plot`, and what was given, and write the file."""
    from symfact.plot.canvas import check_ending, require  # noqa: PLC0415

    check_ending(output, "--output")
    try:
        require()
    except ImportError as error:
        raise ValueError(str(error)) from None
    from symfact import plot as pictures  # noqa: PLC0415

    arguments = {name: value for name, value in given.items() if value is not None}
    try:
        axes = getattr(pictures, draw)(**arguments)
    except ImportError as error:  # of pyarrow, for a sweep
        raise ValueError(str(error)) from None
    pictures.save_figure(axes, output, "--output")
