"""The minimizer as a power series in lambda, and proofs of how far a partial sum is off.

With r = w/|m|^(1/L) and e = (lambda/L) |m|^(2/L-2), stationarity p(w) = 0 reads
e = r^(L-2) - r^(2L-2), and Lagrange's inversion of it is

    rho*/m = r^L = 1 - sum_{n >= 1} b_n e^n,    b_n = (an)(an+1)...(an+n-2)/n!,  a = (L-2)/L.

All b_n are >= 0, so each partial sum is an upper bound of rho*/m.
"""

from __future__ import annotations

from functools import cache
from math import comb, factorial, prod
from typing import Any

from sympy import QQ, Abs, Expr, Integer, Poly, Rational, Symbol

from symfact.parameters import parse_depth, parse_order
from symfact.prover import Fact, Proof, product
from symfact.theorems import proved

__all__ = ["MAX_DEGREE", "coefficients", "minimizer_series", "prove_series"]

MAX_DEGREE = 64  # of the polynomials in r whose sign is proved
_R = Symbol("r")


def coefficients(depth: Any, order: int) -> list[Expr]:
    """Return b_1, ..., b_order for a depth, an integer or a SymPy expression.

    >>> coefficients(3, 4)
    [1, 1/3, 1/3, 35/81]
    """
    a = (Integer(depth) - 2) / depth if isinstance(depth, int) else (depth - 2) / depth
    return [
        prod((a * n + i for i in range(n - 1)), start=Integer(1)) / factorial(n)
        for n in range(1, order + 1)
    ]


def minimizer_series(target: Expr, lam: Expr, depth: Expr, order: Any) -> Expr:
    """Return the partial sum of order `order` in lambda of rho*, for SymPy parameters.

    m (1 - sum_{n=1}^{order} b_n e^n),    e = (lambda/L) |m|^(2/L-2)
    """
    e = lam / depth * Abs(target) ** (Integer(2) / depth - 2)
    numbers = coefficients(depth, parse_order(order))
    return target * (1 - sum(b * e**n for n, b in enumerate(numbers, 1)))


@cache
def prove_series(depth: Any, order: Any) -> Proof:
    """Return a proof of 0 <= 1 - r^L - sum_{n <= order} b_n e^n <= C e^(order+1).

    It holds for r in (0, 1] with (L-1) r^L >= L-2, that is for 0 <= lambda <= lambda_c; C is a
    power of two.  Both differences are (1-r)^(order+1) times a polynomial with positive
    Bernstein coefficients on [r_0, 1], where r_0^L <= (L-2)/(L-1).

    depth is an integer >= 3, order one >= 1, and (2 depth - 2)(order + 1) <= 64; raises
    ``ValueError`` otherwise.  Source: derived here.

    >>> for claim in prove_series(3, 2).claims:
    ...     print(claim["claim"])
    partial sum
    tail
    """
    L, order = parse_depth(depth), parse_order(order)
    if L < 3 or (2 * L - 2) * (order + 1) > MAX_DEGREE:
        allowed = f"depth >= 3 with (2 depth - 2)(order + 1) <= {MAX_DEGREE}"
        raise ValueError(f"depth, order: {L}, {order} given; allowed is {allowed}")
    p = Proof(f"series_{L}_{order}", f"The series of order {order} at depth {L}", real="r e")
    interval = _Interval(p, L)
    e = Poly(_R ** (L - 2) - _R ** (2 * L - 2), _R, domain=QQ)
    sums = coefficients(L, order)
    rest = Poly(1 - _R**L, _R, domain=QQ)
    for n, b in enumerate(sums, 1):
        rest -= Poly(b, _R, domain=QQ) * e**n
    power, bound = e ** (order + 1), 1
    while not interval.is_positive(bound * power - rest, order + 1):
        bound *= 2
    text = " + ".join(f"{b}*e^{n}" for n, b in enumerate(sums, 1))
    at = f"e=r^{L - 2} - r^{2 * L - 2}"
    for name, difference, goal in (
        ("partial sum", rest, f"subs({text}, {at}) <= 1 - r^{L}"),
        ("tail", bound * power - rest, f"1 - r^{L} <= subs({text} + {bound}*e^{order + 1}, {at})"),
    ):
        fact = interval.prove(goal, difference, order + 1)
        p.claim(name, fact, *interval.given, then=goal)
    return p


class _Interval:
    """[r_0, 1], and proofs that a polynomial with the factor (1-r)^k is >= 0 on it."""

    def __init__(self, p: Proof, L: int) -> None:
        self.p = p
        self.given = ["r > 0", "r <= 1", f"{L - 1}*r^{L} >= {L - 2}"]
        positive, self.upper, branch = map(p.assume, self.given)
        self.low = _rational_below(L)
        gap = Rational(L - 2, L - 1) - self.low**L
        parts = [product(branch, c=Rational(1, L - 1)), product(c=gap)]
        power = p.combine(f"({self.low})^{L} <= r^{L}", *parts)
        small, depth = (p.combine(f"{c} > 0", product(c=c)) for c in (self.low, L - 1))
        one = p.combine(f"{L} >= 1", depth)
        values = {"x": self.low, "y": "r", "n": L}
        order = p.use(proved("powers"), "order")
        self.lower = p.apply(order, values, small, positive, one, power)

    def bernstein(self, polynomial: Poly, factor: int) -> list[Rational]:
        """Coefficients of (r-r_0)^i (1-r)^(d-i) in polynomial/(1-r)^factor, of degree d."""
        quotient = polynomial.exquo(Poly((1 - _R) ** factor, _R, domain=QQ))
        d, width = quotient.degree(), 1 - self.low
        line = Poly(self.low + width * _R, _R, domain=QQ)
        shifted = quotient.compose(line).all_coeffs()[::-1]
        return [
            sum(c * comb(d - k, d - i) for k, c in enumerate(shifted[: i + 1])) / width**d
            for i in range(d + 1)
        ]

    def is_positive(self, polynomial: Poly, factor: int) -> bool:
        return bool(min(self.bernstein(polynomial, factor)) > 0)

    def prove(self, goal: str, polynomial: Poly, factor: int) -> Fact:
        weights = self.bernstein(polynomial, factor)
        ends = ((i, len(weights) - 1 - i + factor) for i in range(len(weights)))
        parts = (
            product((self.lower, i), (self.upper, j), c=weight)
            for weight, (i, j) in zip(weights, ends, strict=True)
        )
        return self.p.combine(goal, *parts)


def _rational_below(L: int) -> Rational:
    """A rational number just below the L-th root of (L-2)/(L-1)."""
    n = 1024
    while (L - 1) * n**L >= (L - 2) * 1024**L:
        n -= 1
    return Rational(n, 1024)
