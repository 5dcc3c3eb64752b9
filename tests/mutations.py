"""Systematic mutation of plain data: every number, sign, exponent, index, relation, name."""

from __future__ import annotations

import copy

from symfact.errors import ProofError
from symfact.kernel import read_formula

RELATIONS = {"=": [">"], "!=": ["="], ">": ["<", "="], ">=": ["<="], "<": [">", "="], "<=": [">="]}
STRICTNESS = {">": [">="], ">=": [">"], "<": ["<="], "<=": ["<"]}
OPERATIONS = {"+": ["-"], "-": ["+"], "*": ["+"], "/": ["*"], "^": ["*"]}


def leaves(data, path=()):
    """Yield (path, leaf) for every string in nested lists and dictionaries."""
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, list):
        for index, item in enumerate(data):
            yield from leaves(item, (*path, index))
    elif isinstance(data, dict):
        for key, item in data.items():
            yield from leaves(item, (*path, key))


def put(data, path, value):
    """A copy of `data` with another value at `path`."""
    changed = copy.deepcopy(data)
    place = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return changed


def variants(leaf, sorts):
    """What a leaf is changed to: a number by one or in sign, a variable to another one."""
    if leaf.lstrip("-").isdigit():
        return {str(int(leaf) + 1), str(int(leaf) - 1), str(-int(leaf))} - {leaf}
    if leaf in sorts:
        others = [name for name, sort in sorts.items() if sort == sorts[leaf] and name != leaf]
        return set(others[:2])
    return set(RELATIONS.get(leaf, [])) | set(OPERATIONS.get(leaf, []))


def mutants(formula, sorts, strictness=False):
    """Every formula that differs from `formula` in one leaf.

    With `strictness` also > for >= and the other way round: no claim may change so, but
    a step may, where it proves the one and the proof needs the other.
    """
    for path, leaf in leaves(formula):
        for value in STRICTNESS.get(leaf, []) if strictness else []:
            yield put(formula, path, value)
        for value in sorted(variants(leaf, sorts)):
            yield put(formula, path, value)


def same_meaning(a, b, sorts):
    """Whether two formulas are one for the kernel: diff(2*S, w) and diff(3*S, w) are both 0."""
    try:
        return read_formula(a, sorts) == read_formula(b, sorts)
    except ProofError:
        return False
