"""The command `sweep`: enclosures over a grid, into a Parquet file."""

from __future__ import annotations

import click

from symfact.cli.console import complain, say
from symfact.cli.progress import progress

__all__ = ["sweep"]

_VALUES = "a number, a list 1,2,5, or a range 0.1:10:1000"


@click.command()
@click.option("--target", required=True, metavar="VALUES", help=f"Targets m: {_VALUES} (or :log).")
@click.option("--lam", required=True, metavar="VALUES", help="lambda > 0: 1e-3:5:1000:log.")
@click.option("--depth", required=True, metavar="VALUES", help="Depths L >= 2: 2,3,5,10 or 2:10:9.")
@click.option("-o", "--output", required=True, metavar="FILE", help="The Parquet file to write.")
@click.option("--points", metavar="N", help="Confirm the number of points, if it is beyond 10^9.")
def sweep(target: str, lam: str, depth: str, output: str, points: str | None) -> int:
    """Enclose minimizers, loss and spectrum on a grid.

    A range is a:b:n, n numbers from a to b in equal steps, or a:b:n:log, in equal ratios.
    All cores are used.  An interrupted sweep goes on where it stopped when it is repeated.
    """
    from symfact.sweep.sweeping import read_grid  # noqa: PLC0415
    from symfact.sweep.sweeping import sweep as run  # noqa: PLC0415

    try:
        with progress("sweeping"):
            path = run(target, lam, depth, out=output, points=points, argument="--output")
    except RuntimeError as error:
        return complain(str(error), 2)
    say(f"{path}: {read_grid(target, lam, depth).size} points", err=True)
    return 0
