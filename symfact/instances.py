"""Theorems at one depth: the claims of a proof with a number for L, proved as instances."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from operator import eq, ge, gt, le, lt, ne
from typing import Any

from symfact.facts import Fact, product
from symfact.kernel import read_formula
from symfact.notation import parse_term
from symfact.prover import Proof

__all__ = ["at_depth"]

_DEPTH = "L"
_LARGEST = 64  # powers of numbers are worked out up to here
_TRUE = {"=": eq, "!=": ne, ">": gt, ">=": ge, "<": lt, "<=": le}


def at_depth(proof: Proof, depth: int) -> Proof:
    """Return a proof of what a proof claims, with `depth` for L, as instances of its claims.

    Numbers are multiplied out, so 2 L w^(2L-2) is 10 w^8 at depth 5.  A claim that supposes
    another depth, such as L >= 3 at depth 2, is left out.

    >>> from symfact.theorems import proved
    >>> from symfact.notation import format_formula
    >>> (*_, claim) = at_depth(proved("spectrum"), 5).claims
    >>> format_formula(claim["conclusion"])
    'B[5] = (10*w^8 + 4*lam/5 - 2*lam)*s[j]'
    """
    instance = Proof(f"{proof.name}-{depth}", f"{proof.title}, at depth {depth}")
    instance.abbreviate(**{n: _at(t, depth) for n, t in proof.notation.items()})
    for claim in proof.claims:
        given = [_at(hypothesis, depth) for hypothesis in claim["hypotheses"]]
        if all(_truth(hypothesis) is not False for hypothesis in given):
            cuts = [_obvious(instance, item) for item in given if _truth(item)]
            then = _at(claim["conclusion"], depth)
            fact = _instance(instance, instance.use(proof, claim["claim"]), depth, cuts, then)
            known = _different(instance, [item for item in given if _truth(item) is None])
            instance.claim(claim["claim"], fact, *known, then=then, reference=claim["reference"])
    return instance


def _different(proof: Proof, formulas: list[Any]) -> list[Any]:
    """The formulas, each once: two hypotheses may have the same instance."""
    found: dict[Any, Any] = {}
    for formula in formulas:
        found.setdefault(read_formula(formula, proof.sorts), formula)
    return list(found.values())


def _obvious(proof: Proof, formula: Any) -> Fact:
    """The fact that a true relation between numbers is."""
    left, right = (Fraction(_number(side) or 0) for side in formula[1:])
    difference = left - right if formula[0] in (">", ">=", "!=") else right - left
    return proof.combine(formula, *([product(c=difference)] if difference else []))


def _instance(proof: Proof, theorem: Fact, depth: int, cuts: list[Fact], then: Any) -> Fact:
    if _DEPTH not in proof.sorts:
        return theorem
    return proof.apply(theorem, {_DEPTH: depth}, *cuts, goal=then)


def _truth(formula: Any) -> bool | None:
    """Whether a relation between numbers holds; None if it is not one."""
    if formula[0] not in _TRUE:
        return None
    left, right = map(_number, formula[1:])
    return None if left is None or right is None else bool(_TRUE[formula[0]](left, right))


def _number(data: Any) -> Fraction | None:
    match data:
        case str() if data.lstrip("-").isdigit():
            return Fraction(data)
        case ["/", str(a), str(b)] if a.lstrip("-").isdigit() and b.isdigit() and b != "0":
            return Fraction(int(a), int(b))
    return None


def _at(data: Any, depth: int) -> Any:
    """A term or formula with the depth for L, and its numbers worked out.

    A number may be put into what a derivative is taken of; the kernel compares the two.
    """
    match data:
        case str():
            return str(depth) if data == _DEPTH else data
        case ["forall" | "exists" as kind, bound, parts, *body] if _DEPTH not in bound:
            parts = [_at(part, depth) for part in parts]
            return [kind, bound, parts, *(_at(part, depth) for part in body)]
        case ["forall" | "exists", *_]:
            return data
        case ["subs", body, pairs]:
            hidden = _DEPTH in (name for name, _ in pairs)
            images = [[name, _image(image, depth)] for name, image in pairs]
            return ["subs", body if hidden else _at(body, depth), images]
    match [data[0], *(_at(item, depth) for item in data[1:])]:
        case ["*", *factors]:
            return _product(factors)
        case ["+" | "-" | "/" as sign, a, b]:
            return _operation(sign, a, b)
        case ["^", base, exponent]:
            return _power(base, exponent)
        case other:
            return other


def _image(image: Any, depth: int) -> Any:
    """A term, or the pair (index, term) that is put for a sequence."""
    is_pair = isinstance(image, list) and len(image) == 2 and image[0] != "-"
    return [image[0], _at(image[1], depth)] if is_pair else _at(image, depth)


def _product(factors: list[Any]) -> Any:
    """A product with one number, in front."""
    numbers = [(factor, _number(factor)) for factor in factors]
    value = prod(number for _, number in numbers if number is not None)
    rest = [factor for factor, number in numbers if number is None]
    kept = rest if value == 1 and rest else [parse_term(Fraction(value)), *rest]
    return kept[0] if len(kept) == 1 else ["*", *kept]


def _operation(sign: str, a: Any, b: Any) -> Any:
    left, right = _number(a), _number(b)
    if left is not None and right is not None and (sign != "/" or right):
        return parse_term({"+": left + right, "-": left - right, "/": left / (right or 1)}[sign])
    if (right == 0 and sign != "/") or (right == 1 and sign == "/"):
        return a
    return [sign, a, b]


def _power(base: Any, exponent: Any) -> Any:
    value, n = _number(base), _number(exponent)
    if value is not None and n is not None and n.denominator == 1 and 0 <= n <= _LARGEST:
        return parse_term(value ** int(n))
    return base if n == 1 else ["^", base, exponent]
