"""Exact algebra: Laurent polynomials over the rationals, with symbolic exponents.

TRUSTED, standard library only.  A polynomial is a dictionary {monomial: coefficient}; a
monomial is a set of (base, exponent) pairs; a base is a variable ``"w"`` or an entry
``("s", index)`` of a sequence.  An index or exponent is an int or, as in w^(2L-2), a
polynomial with integer coefficients in variables of sort "integer".  So one computation
serves every depth L:

    x^a x^b = x^(a+b),    (x^a)^b = x^(ab),    d/dx x^e = e x^(e-1).

These laws hold for all real x /= 0 and integer exponents, and at x = 0 for natural
numbers as exponents, with 0^0 = 1.  Reading a term therefore also returns its needs: the bases that
its text divides by or raises to a symbolic power.  The kernel insists that hypotheses
exclude zero for them.  Polynomials are equal exactly when their dictionaries are.

Terms arrive as plain data, which is read and never evaluated:

    "w"  "-3"  ["+", a, b, ...]  ["-", a]  ["-", a, b]  ["*", a, b, ...]  ["/", a, b]
    ["^", a, e]  ["at", "s", k]  ["diff", a, "x"]  ["subs", a, [["x", b], ...]]
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache, reduce
from itertools import chain
from typing import Any

from symfact.errors import ProofError

__all__ = [
    "Base",
    "Exponent",
    "Poly",
    "as_poly",
    "base_names",
    "is_integral",
    "read_term",
    "read_values",
]

Exponent = Any  # int | Poly; a constant is always an int
Base = Any  # str | tuple[str, Exponent]
Coefficient = int | Fraction
Sorts = Mapping[str, str]  # name -> "real" | "integer" | "sequence"

MAX_TERMS = 1_000  # terms of a polynomial, and
MAX_BITS = 30_000  # bits of a number: bounds on work, not on meaning
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,4000})\Z", re.ASCII)


class Poly:
    """A Laurent polynomial; never changed once made, compared by its dictionary of terms."""

    __slots__ = ("_hash", "terms")

    def __init__(self, terms: Mapping[Any, Coefficient]) -> None:
        self.terms = {monomial: c for monomial, c in terms.items() if c}
        if len(self.terms) > MAX_TERMS or any(map(_is_huge, self.terms.values())):
            raise ProofError(f"more than {MAX_TERMS} terms, or a number of over {MAX_BITS} bits")
        self._hash: int | None = None

    @staticmethod
    @lru_cache
    def constant(value: Coefficient) -> Poly:
        return Poly({frozenset(): value})

    @staticmethod
    @lru_cache
    def base(base: Base) -> Poly:
        return Poly({frozenset({(base, 1)}): 1})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Poly) and self.terms == other.terms

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(frozenset(self.terms.items()))
        return self._hash

    def __add__(self, other: Poly) -> Poly:
        terms = dict(self.terms)
        for monomial, c in other.terms.items():
            terms[monomial] = terms.get(monomial, 0) + c
        return Poly(terms)

    def __neg__(self) -> Poly:
        return Poly({monomial: -c for monomial, c in self.terms.items()})

    def __sub__(self, other: Poly) -> Poly:
        return self + -other

    def __mul__(self, other: Poly) -> Poly:
        if len(self.terms) * len(other.terms) > 10 * MAX_TERMS:
            raise ProofError(f"a product of more than {10 * MAX_TERMS} terms")
        terms: dict[Any, Coefficient] = {}
        for left, a in self.terms.items():
            for right, b in other.terms.items():
                monomial = _join(left, right)
                terms[monomial] = terms.get(monomial, 0) + a * b
        return Poly(terms)

    def power(self, exponent: Exponent) -> Poly:
        """self^exponent; negative and symbolic exponents need a single monomial."""
        if len(self.terms) == 1:
            ((monomial, c),) = self.terms.items()
            powers = ((base, _times(e, exponent)) for base, e in monomial)
            return Poly({frozenset(p for p in powers if p[1] != 0): _rational_power(c, exponent)})
        if not isinstance(exponent, int) or not 0 <= exponent <= 64:
            raise ProofError("a sum or zero to a power that is negative, symbolic or above 64")
        return reduce(Poly.__mul__, [self] * exponent, Poly.constant(1))

    def value(self) -> Coefficient | None:
        """The value of a polynomial without variables, else None."""
        if not self.terms:
            return 0
        return self.terms.get(frozenset()) if len(self.terms) == 1 else None

    def bases(self) -> set[Base]:
        return {base for monomial in self.terms for base, _ in monomial}

    def needs(self) -> set[Base]:
        """The bases with an exponent that is not a natural number: they must not vanish."""
        return {base for m in self.terms for base, e in m if not isinstance(e, int) or e < 0}

    def names(self) -> set[str]:
        """Every variable and sequence that occurs, in indices and exponents too."""
        found: set[str] = set()
        for base, exponent in chain.from_iterable(self.terms):
            found |= base_names(base)
            if isinstance(exponent, Poly):
                found |= exponent.names()
        return found

    def derivative(self, variable: str) -> Poly:
        """The partial derivative by a variable of sort real (which is in no exponent)."""
        down = frozenset({(variable, -1)})
        pieces = (
            (dict(m).get(variable, 0), Poly({_join(m, down): c})) for m, c in self.terms.items()
        )
        return reduce(Poly.__add__, (as_poly(e) * piece for e, piece in pieces), Poly({}))

    def substitute(self, values: Mapping[str, Any]) -> Poly:
        """Replace variables by polynomials, sequences by (index variable, polynomial)."""
        if not values.keys() & self.names():
            return self
        total = Poly({})
        for monomial, c in self.terms.items():
            factors = (_replace(base, values).power(_at(e, values)) for base, e in monomial)
            total = total + reduce(Poly.__mul__, factors, Poly.constant(c))
        return total


def _is_huge(c: Coefficient) -> bool:
    bits = c.numerator.bit_length()
    if not isinstance(c, int):  # a fraction
        bits += c.denominator.bit_length()
    return bits > MAX_BITS


def base_names(base: Base) -> set[str]:
    """The variable of a base; for an entry the sequence and the variables of its index."""
    if isinstance(base, str):
        return {base}
    return {base[0]} | (base[1].names() if isinstance(base[1], Poly) else set())


def as_poly(exponent: Exponent) -> Poly:
    return exponent if isinstance(exponent, Poly) else Poly.constant(exponent)


def _lower(poly: Poly) -> Exponent:
    value = poly.value()
    return poly if value is None else int(value)


def _times(a: Exponent, b: Exponent) -> Exponent:
    return a * b if isinstance(a, int) and isinstance(b, int) else _lower(as_poly(a) * as_poly(b))


def _plus(a: Exponent, b: Exponent) -> Exponent:
    return a + b if isinstance(a, int) and isinstance(b, int) else _lower(as_poly(a) + as_poly(b))


def _join(left: Any, right: Any) -> Any:
    """The product of two monomials: exponents add, and zero exponents vanish."""
    if not left or not right:
        return left or right
    powers = dict(left)
    for base, exponent in right:
        powers[base] = _plus(powers.get(base, 0), exponent)
    return frozenset(pair for pair in powers.items() if pair[1] != 0)


def _rational_power(c: Coefficient, exponent: Exponent) -> Coefficient:
    if c == 1:
        return c
    if not isinstance(exponent, int):
        raise ProofError(f"the symbolic power of the number {c}: give the number a name first")
    if abs(exponent) * (c.numerator.bit_length() + c.denominator.bit_length()) > MAX_BITS:
        raise ProofError("a power of a number that is too large")
    return Fraction(c) ** exponent


def _at(exponent: Exponent, values: Mapping[str, Any]) -> Exponent:
    return exponent if isinstance(exponent, int) else _lower(exponent.substitute(values))


def _replace(base: Base, values: Mapping[str, Any]) -> Poly:
    if isinstance(base, str):
        image: Poly = values.get(base, Poly.base(base))
        return image
    sequence, index = base[0], _at(base[1], values)
    if sequence not in values:
        return Poly.base((sequence, index))
    variable, body = values[sequence]
    entry: Poly = body.substitute({variable: as_poly(index)})
    return entry


def is_integral(poly: Poly, sorts: Sorts) -> bool:
    """Whether this is a polynomial with integer coefficients in integer variables."""
    integer = all(sorts.get(base) == "integer" for base in poly.bases() if isinstance(base, str))
    plain = all(isinstance(base, str) for base in poly.bases()) and not poly.needs()
    return integer and plain and all(c.denominator == 1 for c in poly.terms.values())


def read_term(data: Any, sorts: Sorts) -> tuple[Poly, set[Base]]:
    """Read a term: its polynomial and its needs (bases that must not vanish)."""
    match data:
        case str() if sorts.get(data) in ("real", "integer"):
            return Poly.base(data), set()
        case str() if _INTEGER.match(data):
            return Poly.constant(int(data)), set()
        case ["+" | "*" as operation, _, _, *_]:
            polys, needs = _read_all(data[1:], sorts)
            return reduce(Poly.__add__ if operation == "+" else Poly.__mul__, polys), needs
        case ["^", body, exponent]:
            base, needs = read_term(body, sorts)
            e = _read_integral(exponent, sorts)
            natural = isinstance(e, int) and e >= 0
            return base.power(e), needs if natural else needs | base.bases()
        case ["-", body]:
            poly, needs = read_term(body, sorts)
            return -poly, needs
        case ["-", _, _]:
            (left, right), needs = _read_all(data[1:], sorts)
            return left - right, needs
        case ["/", _, _]:
            (above, below), needs = _read_all(data[1:], sorts)
            return above * below.power(-1), needs | below.bases()
        case ["at", str(sequence), index] if sorts.get(sequence) == "sequence":
            return Poly.base((sequence, _read_integral(index, sorts))), set()
        case ["diff", body, str(variable)] if sorts.get(variable) == "real":
            poly, needs = read_term(body, sorts)
            return poly.derivative(variable), needs
        case ["subs", body, pairs]:
            (poly, needs), (values, inner) = read_term(body, sorts), read_values(pairs, sorts)
            result = poly.substitute(values)
            inverses = (_replace(base, values).power(-1) for base in needs)  # so not zero, no sum
            return result, inner.union(result.needs(), *(p.bases() for p in inverses))
    raise ProofError(f"not a term over the declared variables: {str(data)!r:.60}")


def _read_all(items: list[Any], sorts: Sorts) -> tuple[list[Poly], set[Base]]:
    terms = [read_term(item, sorts) for item in items]
    return [poly for poly, _ in terms], set().union(*(needs for _, needs in terms))


def _read_integral(data: Any, sorts: Sorts) -> Exponent:
    poly, needs = read_term(data, sorts)
    if needs or not is_integral(poly, sorts):
        raise ProofError(
            "an exponent or index that is not an integer polynomial in integer variables"
        )
    return _lower(poly)


def read_values(pairs: Any, sorts: Sorts) -> tuple[dict[str, Any], set[Base]]:
    """Read a substitution [["x", term], ["s", ["k", term]], ...], and the needs of its terms."""
    values: dict[str, Any] = {}
    needs: set[Base] = set()
    for pair in pairs if isinstance(pairs, list) else [None]:
        repeated = isinstance(pair, list) and pair[:1] and str(pair[0]) in values
        match pair:
            case [str(name), [str(index), body]] if sorts.get(name) == "sequence":
                term, used = read_term(body, sorts)
                values[name], fits = (index, term), sorts.get(index) == "integer"
                fits = fits and not any(index in base_names(base) for base in used)
            case [str(name), image] if sorts.get(name) in ("real", "integer"):
                values[name], used = read_term(image, sorts)
                fits = sorts[name] == "real" or is_integral(values[name], sorts)
            case _:
                raise ProofError("a substitution is a list of pairs of a name and a term")
        if repeated or not fits:
            raise ProofError(f"a substitution for {name!r} that does not fit its sort")
        needs |= used
    return values, needs
