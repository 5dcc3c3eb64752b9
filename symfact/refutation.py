"""Refuting a claim: exact values at which its hypotheses hold and its conclusion fails."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from symfact.errors import ProofError
from symfact.exact import read_term, read_values
from symfact.notation import format_formula, format_term, parse_formula, parse_term, replace
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
    they refute nothing.  Raises ``ValueError`` for a value that does not fit its variable, and
    for a hypothesis or conclusion that is no equation or inequality.

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
    values = _values(at, p.sorts)
    for number, hypothesis in enumerate(given, 1):
        p.state(f"hypothesis {number} holds", _decide(p, parse_formula(hypothesis), values))
    conclusion = parse_formula(then)
    p.state("the conclusion fails", _decide(p, conclusion, values, negated=True))
    p.check()
    return p


def _values(at: Mapping[str, Any], sorts: Mapping[str, str]) -> dict[str, Any]:
    """The values as terms, each of which fits the sort of its variable."""
    values = {variable: parse_term(value) for variable, value in at.items()}
    for variable, value in values.items():
        try:
            read_values([[variable, value]], sorts)
        except ProofError:
            allowed = "an integer" if sorts[variable] == "integer" else "a rational number"
            given = f"{format_term(value)} given for {variable}"
            raise ValueError(f"at: {given}; allowed is {allowed}") from None
    return values


def _decide(p: Proof, formula: Any, values: Mapping[str, Any], *, negated: bool = False) -> Fact:
    """Prove an instance of a formula or of its negation, by computing both sides."""
    if formula[0] not in _NEGATION:
        raise ValueError(f"{p.name}: {format_formula(formula)} is no equation or inequality")
    relation, *sides = replace(formula, values)
    if negated:
        relation = _NEGATION[relation]
    instance = [relation, *sides]
    a, b = (read_term(side, p.sorts)[0] for side in sides)
    difference = (b - a if "<" in relation else a - b).value()
    if difference is None:
        raise ProofError(f"{p.name}, {format_formula(instance)}: not all variables have a value")
    try:
        parts = [product(c=difference)] if difference and relation != "=" else []
        return p.combine(instance, *parts)
    except ProofError:
        raise ProofError(f"{p.name}, {format_formula(instance)}: false at these values") from None
