"""Sweeps: what holds at the global minimizers of many scalar problems, every number enclosed.

`enclose` works in float64, with a proved error bound, and settles exactly what that leaves
undecided; `sweep` does so over a grid, into a Parquet file, with the extra `sweep`; and
`certify_row` certifies one of its rows.  NumPy is imported with this package, not with symfact.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from symfact.parameters import parse_depth
from symfact.sweep.enclosures import (
    BOUNDS,
    QUANTITIES,
    REGIMES,
    Array,
    Enclosures,
    enclose_in_floats,
)
from symfact.sweep.sweeping import certify_row, sweep
from symfact.sweep.undecided import settle

__all__ = ["BOUNDS", "QUANTITIES", "REGIMES", "Enclosures", "certify_row", "enclose", "sweep"]


def enclose(target: Any, lam: Any, depth: Any) -> Enclosures:
    """Enclose w, rho, the loss, the eigenvalues and the stable step at many points.

    Parameters
    ----------
    target, lam
        m and lam > 0: arrays or sequences of the same length, of numbers that are float64
        exactly; each stands for its exact binary value.
    depth
        L, an integer from 2 to 10^9.

    Raises ``ValueError`` or ``TypeError`` for other input.  No point is left undecided; what
    the columns hold in which regime is said at `Enclosures`.

    >>> found = enclose([2, 2, 2], [2.9, 3, 3.1], 3)
    >>> found.regimes().tolist()
    ['nonzero', 'tie', 'zero']
    >>> found["rho_lower"][1:].tolist(), found["rho_upper"][1:].tolist()
    ([1.0, 0.0], [1.0, 0.0])
    """
    L = parse_depth(depth)
    targets, lams = _floats(target, "target"), _floats(lam, "lam")
    found = enclose_in_floats(targets, lams, L)
    settle(targets, lams, L, found)
    return found


def _floats(values: Any, name: str) -> Array:
    """Return an array of float64 that holds the same numbers."""
    given = np.asarray(values)
    if given.dtype.kind not in "fiu":
        raise TypeError(f"{name}: an array of {given.dtype}; allowed are floats or integers")
    with np.errstate(over="ignore", invalid="ignore"):
        floats: Array = given.astype(np.float64, copy=False)
        if floats is not given and (wrong := given[floats.astype(given.dtype) != given]).size:
            raise ValueError(f"{name}: {wrong[0]} is no float64; allowed are numbers that are")
    return floats
