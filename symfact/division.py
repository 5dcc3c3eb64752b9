"""Exact division of Laurent polynomials: how a missing cofactor is found."""

from __future__ import annotations

from typing import Any

from symfact.exact import Poly, as_poly
from symfact.notation import format_term, term_of

__all__ = ["divide"]

_MAX_STEPS = 200  # an inexact division of Laurent polynomials would never end


def divide(dividend: Poly, divisor: Poly) -> Poly | None:
    """Return q with dividend = q * divisor, or None; Laurent polynomials, exact.

    The leading terms are those of a lexicographic order on all exponents, the symbolic
    parts of an exponent counting as generators of their own.
    """
    generators = sorted(
        {g for poly in (dividend, divisor) for m in poly.terms for g in _degrees(m)}
    )

    def degree(monomial: Any) -> tuple[int, ...]:
        degrees = _degrees(monomial)
        return tuple(degrees.get(g, 0) for g in generators)

    lead = max(divisor.terms, key=degree)
    inverse = Poly({lead: divisor.terms[lead]}).power(-1)
    quotient, rest = Poly({}), dividend
    for _ in range(_MAX_STEPS):
        if not rest.terms:
            return quotient
        top = max(rest.terms, key=degree)
        factor = Poly({top: rest.terms[top]}) * inverse
        quotient, rest = quotient + factor, rest - factor * divisor
    return None


def _degrees(monomial: Any) -> dict[tuple[str, str], int]:
    """The integer coefficients of every exponent: w^(2L-1) has {(w, L): 2, (w, ): -1}."""
    return {
        (repr(base), format_term(term_of(Poly({symbol: 1})))): int(c)
        for base, exponent in monomial
        for symbol, c in as_poly(exponent).terms.items()
    }
