"""Refuting a claim: exact values at which its hypotheses hold and its conclusion fails."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from symfact.errors import ProofError
from symfact.exact import read_term
from symfact.notation import format_formula, parse_formula, parse_term, replace
from symfact.prover import Fact, Proof, product

__all__ = ["refute"]

_NEGATION = {"=": "!=", "!=": "=", ">": "<=", ">=": "<", "<": ">=", "<=": ">"}


def refute(
    name: str, given: Iterable[Any], then: Any, at: Mapping[str, Any], *, integer: str = ""
) -> Proof:
    """Return a proof that a claim is false: an exact counterexample, checked by the kernel.

    Parameters
    ----------
    name
        The name of the proof.
    given, then
        The hypotheses and the conclusion of the claim, each an equation or inequality.
    at
        A rational value for each variable.
    integer
        The variables that are integers, separated by blanks; the others are real.

    Raises ``ProofError`` where the values make a hypothesis false or the conclusion true: then
    they refute nothing.

    >>> proof = refute("positive", ["x >= 0"], "x^2 > 0", {"x": 0})
    >>> [claim["claim"] for claim in proof.claims]
    ['hypothesis 1 holds', 'the conclusion fails']
    >>> refute("positive", ["x >= 0"], "x^2 > 0", {"x": 1})
    Traceback (most recent call last):
    ...
    symfact.errors.ProofError: positive, 1^2 <= 0: false at these values
    """
    integers = integer.split()
    real = " ".join(variable for variable in at if variable not in integers)
    p = Proof(name, f"A counterexample to {name}", real=real, integer=integer)
    values = {variable: parse_term(value) for variable, value in at.items()}
    for number, hypothesis in enumerate(given, 1):
        p.state(f"hypothesis {number} holds", _decide(p, parse_formula(hypothesis), values))
    relation, *sides = parse_formula(then)
    if relation not in _NEGATION:
        raise ValueError(f"then: {format_formula([relation, *sides])} is no equation or inequality")
    p.state("the conclusion fails", _decide(p, [_NEGATION[relation], *sides], values))
    p.check()
    return p


def _decide(p: Proof, formula: Any, values: Mapping[str, Any]) -> Fact:
    """Prove the instance of a formula at some values, by computing both sides."""
    relation, *sides = instance = replace(formula, values)
    a, b = (read_term(side, p.sorts)[0] for side in sides)
    difference = (b - a if "<" in relation else a - b).value()
    if difference is None:
        raise ProofError(f"{p.name}, {format_formula(instance)}: not all variables have a value")
    try:
        parts = [product(c=difference)] if difference and relation != "=" else []
        return p.combine(instance, *parts)
    except ProofError:
        raise ProofError(f"{p.name}, {format_formula(instance)}: false at these values") from None
