"""The theorem scripts: where they are, and how they are loaded and run.

A theorem script is a Python file with a function ``prove()`` that returns a
`symfact.prover.Proof`.  The scripts of the paper lie in ``proofs/``: beside the package in
a checkout, inside it once installed.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import ModuleType

from symfact.errors import ProofError
from symfact.notation import format_formula, format_formulas
from symfact.prover import Proof

__all__ = ["checked", "load", "names", "proved", "run", "script_folder"]


def script_folder() -> Path:
    """Return the folder of the theorem scripts."""
    inside = Path(__file__).parent / "proofs"
    return inside if inside.is_dir() else Path(__file__).parents[1] / "proofs"


def names() -> list[str]:
    """Return the names of all theorem scripts, in the order in which they build on each other.

    >>> names()[:3]
    ['powers', 'gradient', 'balance']
    """
    order = (script_folder() / "order.txt").read_text(encoding="utf-8")
    return order.split()


@cache
def load(name_or_path: str) -> ModuleType:
    """Load a theorem script by its name, or by its path (something ending in .py).

    Raises ``ValueError`` when there is no such script, or it has no ``prove``.
    """
    path = Path(name_or_path)
    if path.suffix != ".py" and path.name == name_or_path:
        path = script_folder() / f"{name_or_path}.py"
    spec = importlib.util.spec_from_file_location(f"symfact_theorem_{path.stem}", path)
    if spec is None or spec.loader is None or not path.is_file():
        allowed = f"allowed is one of {', '.join(names())}, or the path of a script NAME.py"
        raise ValueError(f"NAME: {name_or_path!r} is neither a theorem nor a script; {allowed}")
    module = importlib.util.module_from_spec(spec)
    with _blaming(name_or_path):
        spec.loader.exec_module(module)
    if not callable(getattr(module, "prove", None)):
        raise ValueError(f"NAME: {name_or_path!r} defines no function prove()")
    return module


@contextmanager
def _blaming(name_or_path: str) -> Iterator[None]:
    """Turn what goes wrong inside a script, but for a refused step, into one line."""
    try:
        yield
    except ProofError:
        raise
    except (Exception, SystemExit) as error:
        reason = f"{type(error).__name__}: {error}"
        raise ValueError(f"NAME: {name_or_path!r} cannot be run ({reason})") from error


@cache
def proved(name_or_path: str) -> Proof:
    """Return the proof that a theorem script makes; made once, checked by who needs it."""
    module = load(name_or_path)
    with _blaming(name_or_path):
        proof = module.prove()
    if not isinstance(proof, Proof):
        raise ValueError(f"NAME: {name_or_path!r}: prove() returns {proof!r}, which is no Proof")
    return proof


@cache
def checked(name: str) -> Proof:
    """Return the proof of a theorem script, which the kernel has accepted; it checks once.

    Raises ``ProofError`` when the kernel does not accept it.
    """
    proof = proved(name)
    proof.check()
    return proof


def run(prove: Callable[[], Proof]) -> int:
    """Prove, check and print one theorem; return the exit code 0, or 1 when it fails."""
    try:
        proof = prove()
        proof.check()
    except ProofError as error:
        sys.stderr.write(f"not proved: {error}\n")
        return 1
    lines = [f"{proof.title}: proved, {len(proof.data()['steps'])} steps."]
    for claim in proof.claims:
        given = format_formulas(claim["hypotheses"])
        lines.append(f"\n{claim['claim']} [{claim['reference']}]")
        lines.append(f"  {given}\n  |- {format_formula(claim['conclusion'])}")
    sys.stdout.write("\n".join(lines) + "\n")
    return 0
