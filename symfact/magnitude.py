"""The layer magnitude at the non-zero minimizers, as an exact SymPy number."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from mpmath import mp
from mpmath.libmp import prec_to_dps
from sympy import AtomicExpr, Expr, Float, Integer, Rational, Symbol, sqrt
from sympy.core.kind import NumberKind

from symfact.minimizer import exact_w_squared, minimizer, regime
from symfact.parameters import parse_depth, parse_lam, parse_target

__all__ = ["LayerMagnitude"]

_DOUBLE_DIGITS = 17
_GUARD_DIGITS = 5


class LayerMagnitude(AtomicExpr):  # type: ignore[misc]
    """The number w = |w_1| = ... = |w_L| at the global minimizers with w != 0.

    It is the largest positive root of

        w^(2L-2) - |m| w^(L-2) + lambda/L,

    so it is algebraic; whenever w^2 is rational the call returns ``sqrt`` of that rational
    instead.  A real SymPy number: ``.evalf(n)`` gives n correct digits of it, and of
    expressions in it, for every n.  ``lambdify`` takes it at double precision, for mpmath
    at the working precision in force when ``lambdify`` is called.

    Arguments are exact rationals as for ``ScalarFactorization``, and a name to print, by which
    entries for different targets can be told apart.  Raises ``ValueError`` where
    no global minimizer has w != 0.  Source: derived here.

    >>> w = LayerMagnitude(2, "1/10", 5)
    >>> w, w.evalf(30)
    (w, 1.14717253422391763429036374201)
    >>> LayerMagnitude(2, 1, 2)
    sqrt(6)/2
    """

    __slots__ = ("depth", "lam", "name", "target")

    is_number = True
    is_positive = True
    is_algebraic = True
    is_irrational = True
    kind = NumberKind

    target: Rational
    lam: Rational
    depth: Integer
    name: str

    def __new__(cls, target: Any, lam: Any, depth: Any, name: str = "w") -> Expr:
        """Return w, in radicals if w^2 is rational."""
        m, c, size = abs(parse_target(target)), parse_lam(lam), parse_depth(depth)
        if regime(m, c, size) == "zero":
            raise ValueError(
                f"lam: {c}, where every minimizer for target {target} and depth {size} has w = 0;"
                " allowed is lam <= critical_lam() (at depth 2: <)"
            )
        square = exact_w_squared(m, c, size)
        if square is not None:
            return sqrt(Rational(square.numerator, square.denominator))
        self = super().__new__(cls)
        self.target = Rational(m.numerator, m.denominator)
        self.lam = Rational(c.numerator, c.denominator)
        self.depth = Integer(size)
        self.name = name
        return self

    def __getnewargs__(self) -> tuple[Rational, Rational, Integer, str]:
        return (self.target, self.lam, self.depth, self.name)

    def _hashable_content(self) -> tuple[Rational, Rational, Integer, str]:
        return (self.target, self.lam, self.depth, self.name)

    def _eval_evalf(self, prec: int) -> Float:
        digits = prec_to_dps(prec) + _GUARD_DIGITS
        return Float(_evaluated(self.target, self.lam, self.depth, digits), precision=prec)

    def _sympystr(self, printer: Any) -> str:
        return self.name

    def _latex(self, printer: Any) -> str:
        return str(printer._print(Symbol(self.name)))

    def _sympyrepr(self, printer: Any) -> str:
        name = "" if self.name == "w" else f", {self.name!r}"
        return f"LayerMagnitude({self.target}, '{self.lam}', {self.depth}{name})"

    def _pythoncode(self, printer: Any) -> str:
        return str(self.evalf(_DOUBLE_DIGITS))

    _lambdacode = _numpycode = _scipycode = _pythoncode

    def _mpmathcode(self, printer: Any) -> str:
        return str(printer._print(self.evalf(mp.dps + _GUARD_DIGITS)))


@lru_cache(maxsize=256)  # a spectrum of many eigenvalues asks for few numbers, often
def _evaluated(target: Rational, lam: Rational, depth: Integer, digits: int) -> Any:
    return minimizer(parse_target(target), parse_lam(lam), int(depth), digits).w
