"""The scalar problem of the paper: loss, gradient, Hessian, spectrum, exact or symbolic.

A facade: parameters are read by ``parameters``, derivatives come from ``calculus``,
the exact decisions and the numbers from ``minimizer``, proofs of numbers from ``certify``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, Any, Literal

from sympy import (
    Abs,
    Add,
    Basic,
    Eq,
    Expr,
    Ge,
    Gt,
    IndexedBase,
    Integer,
    KroneckerDelta,
    Le,
    Lt,
    Max,
    Min,
    Mul,
    Piecewise,
    Product,
    Rational,
    Sum,
    Symbol,
    sign,
    symbols,
)

from symfact import calculus, minimizer, series
from symfact.magnitude import LayerMagnitude
from symfact.notebook import InNotebooks
from symfact.parameters import is_exact_real, parse_depth, parse_dps, parse_lam, parse_target
from symfact.spectrum import (
    Branch,
    Multiplicity,
    Spectrum,
    structured_eigenvalues,
    structured_eigenvectors,
)

if TYPE_CHECKING:
    from symfact.certify import Certificate
    from symfact.notebook import Table

__all__ = ["ScalarFactorization"]

_WEIGHTS = IndexedBase("w", real=True)
_S = IndexedBase("s", integer=True)
_I, _J, _K = symbols("i j k", integer=True, positive=True)
_DISPLAY = {
    calculus.W_J: Symbol("w_j", real=True),
    calculus.W_K: Symbol("w_k", real=True),
    calculus.OTHERS: Symbol("P", real=True),
}
_W = Symbol("w", positive=True)
_RESERVED = re.compile(r"[wsijkP]|w_([jk]|\d+)")  # names in the results
_BRANCHES: tuple[Branch, ...] = ("nonzero", "zero")

Eigenvectors = list[tuple[Expr, Multiplicity, list[Any]]]


@dataclass(frozen=True, init=False, repr=False)
class ScalarFactorization(InNotebooks):
    """The loss ``(m - w_1 ... w_L)^2 + lambda/L (w_1^2 + ... + w_L^2)`` of the paper, (1).

    Parameters
    ----------
    target
        m, a rational: int, Fraction, Decimal, "1/10", "0.1", SymPy Rational, or a float,
        which stands for its exact binary value.  A real SymPy number such as sqrt(2)
        serves for formulas, and for `certify`.
    lam
        lambda, a rational > 0.
    depth
        L, an integer >= 2.

    Each may be left out or be a SymPy Symbol: it is then symbolic, and the results hold for
    every real m, every lambda > 0 and every integer L >= 2 (spectra: under the hypotheses
    that ``spectrum()`` lists).  The attributes are SymPy objects; problems are immutable and
    hashable.  Bad input raises ``ValueError`` or ``TypeError`` with one line: the argument,
    the value, what is allowed.

    >>> p = ScalarFactorization(target=2, lam="1/10", depth=5)
    >>> p
    ScalarFactorization(target=2, lam=1/10, depth=5)
    >>> p.spectrum()
    {2/25: 4, -3/25 + 10*w**8: 1}
    >>> ScalarFactorization().spectrum()
    {4*lambda/L: L - 1, 2*L*w**(2*L - 2) - 2*lambda + 4*lambda/L: 1}
    >>> ScalarFactorization(target=0.1).target
    3602879701896397/36028797018963968
    """

    target: Expr
    lam: Expr
    depth: Expr

    def __init__(self, target: Any = None, lam: Any = None, depth: Any = None) -> None:
        m, positive = Symbol("m", real=True), Symbol("lambda", positive=True)
        size = Symbol("L", integer=True, positive=True)
        parameters = {
            "target": _read("target", target, m, parse_target, "real"),
            "lam": _read("lam", lam, positive, parse_lam, "positive"),
            "depth": _read("depth", depth, size, parse_depth, "integer", "positive"),
        }
        _refuse_ambiguous_names(parameters)
        for name, value in parameters.items():
            object.__setattr__(self, name, value)

    def __repr__(self) -> str:
        return f"ScalarFactorization(target={self.target}, lam={self.lam}, depth={self.depth})"

    def _tables(self) -> list[Table]:
        from symfact.displays import scalar_problem  # noqa: PLC0415

        return [scalar_problem(self)]

    @property
    def weights(self) -> Any:
        """The weights: symbols w_1, ..., w_L, or for a symbolic depth the generic ``w[i]``.

        >>> ScalarFactorization(depth=3).weights
        (w_1, w_2, w_3)
        >>> ScalarFactorization().weights
        w[i]
        """
        if self.depth.is_Integer:
            return tuple(symbols(f"w_1:{self.depth + 1}", real=True))
        return _WEIGHTS[_I]

    def loss(self) -> Expr:
        """Return the loss (1), for a symbolic depth with a ``Product`` and a ``Sum``.

        >>> ScalarFactorization(2, 3, 2).loss()
        3*w_1**2/2 + 3*w_2**2/2 + (-w_1*w_2 + 2)**2
        """
        c = self.lam / self.depth
        if self.depth.is_Integer:
            product = Mul(*self.weights)
            penalty = Add(*(c * w**2 for w in self.weights))
        else:
            bounds = (_I, 1, self.depth)
            product = Product(self.weights, bounds)
            penalty = c * Sum(self.weights**2, bounds)
        return (self.target - product) ** 2 + penalty

    def gradient(self) -> Any:
        """Return the gradient (19): an L x 1 Matrix, or the entry of a generic index j.

        The entry for a symbolic depth is an Expr in w_j, another weight w_k and the product
        P of all the remaining ones; it holds for every j and every k != j.

        >>> ScalarFactorization().gradient()
        -2*P*w_k*(-P*w_j*w_k + m) + 2*lambda*w_j/L
        >>> ScalarFactorization(2, 3, 2).gradient()
        Matrix([
        [ 3*w_1 - 2*w_2*(-w_1*w_2 + 2)],
        [-2*w_1*(-w_1*w_2 + 2) + 3*w_2]])
        """
        entry = self._insert(calculus.generic_entries().gradient)
        if self.depth.is_Integer:
            return calculus.instantiate_gradient(entry, self.weights)
        return entry.xreplace(_DISPLAY)

    def hessian(self) -> Any:
        """Return the Hessian (22): a symmetric L x L Matrix, or the generic entry (j, k).

        The generic entry is a ``Piecewise`` over ``Eq(j, k)`` in w_j, w_k and the product P
        of the weights other than these two (for j = k: w_j and any other weight w_k).

        >>> ScalarFactorization().hessian()
        Piecewise((2*P**2*w_k**2 + 2*lambda/L, Eq(j, k)), (2*P*(2*P*w_j*w_k - m), True))
        >>> ScalarFactorization(2, 3, 2).hessian()
        Matrix([
        [ 2*w_2**2 + 3, 4*w_1*w_2 - 4],
        [4*w_1*w_2 - 4,  2*w_1**2 + 3]])
        """
        entries = calculus.Entries(*(self._insert(e) for e in calculus.generic_entries()))
        if self.depth.is_Integer:
            return calculus.instantiate_hessian(entries, self.weights)
        _, diagonal, off_diagonal = (entry.xreplace(_DISPLAY) for entry in entries)
        return Piecewise((diagonal, Eq(_J, _K)), (off_diagonal, True))

    def critical_lam(self) -> Expr:
        """Return lambda_c, above which every minimizer is w = 0.

        ``L/(L-1) ((L-2)/(L-1))^((L-2)/L) |m|^((2L-2)/L)``, where 0^0 = 1: 2|m| at L = 2.
        Source: derived here.

        >>> ScalarFactorization(2, depth=3).critical_lam()
        3
        >>> ScalarFactorization(depth=2).critical_lam()
        2*Abs(m)
        """
        m, L = Abs(self.target), self.depth
        if m.is_zero:
            return Integer(0)
        return L / (L - 1) * ((L - 2) / (L - 1)) ** ((L - 2) / L) * m ** ((2 * L - 2) / L)

    def regime(self) -> Literal["nonzero", "tie", "zero"]:
        """Decide exactly at which weights the global minimizers lie.

        "nonzero" for lambda < lambda_c, "zero" for lambda > lambda_c, and "tie" for
        lambda = lambda_c and L >= 3, where both kinds of minimizers exist (at L = 2 they
        coincide, in w = 0).  Raises ``ValueError`` for a symbolic problem.

        >>> ScalarFactorization(2, 3, 3).regime(), ScalarFactorization(2, 4, 2).regime()
        ('tie', 'zero')
        """
        return minimizer.regime(*self._numbers())

    def minimizer_count(self) -> int:
        """Return the number of global minimizers: 2^(L-1), 1, or at a tie their sum.

        Raises ``ValueError`` for a symbolic problem.  Source: derived here.

        >>> ScalarFactorization(2, 3, 3).minimizer_count()
        5
        """
        regime = self.regime()
        nonzero = 0 if regime == "zero" else 2 ** (int(self.depth) - 1)
        return nonzero + (regime != "nonzero")

    def minimizer(self, dps: int = 50) -> Any:
        """Return w and rho at the global minimizers with `dps` correct digits.

        An object with the mpmath numbers ``.w = |w_1| = ... = |w_L|`` and
        ``.rho = w_1 ... w_L``; ``mp.dps`` stays as it was.  At a tie the minimizers with
        w != 0 are meant.  Raises ``ValueError`` for a symbolic problem.

        >>> ScalarFactorization(2, 3, 3).minimizer(dps=20).w
        mpf('1.0')
        """
        return minimizer.minimizer(*self._numbers(), parse_dps(dps))

    def minimizer_series(self, order: int) -> Expr:
        """Return rho* at the minimizers with w != 0 as a series in lambda, up to lambda^order.

            m (1 - sum_{n=1}^{order} b_n e^n),    e = (lambda/L) |m|^(2/L-2),
            b_n = (an)(an+1)...(an+n-2)/n!,       a = (L-2)/L

        For 0 <= lambda <= lambda_c; |rho*| is at most the partial sum's size, and
        `symfact.series.prove_series` proves how far it is off.  Exact at L = 2, order 1.

        Raises ``ValueError`` for an order below 1, or where no global minimizer has w != 0.
        Source: derived here (Lagrange's inversion).

        >>> ScalarFactorization(lam="1/10", target=1, depth=3).minimizer_series(2)
        2609/2700
        >>> ScalarFactorization(depth=2).minimizer_series(1)
        m*(-lambda/(2*Abs(m)) + 1)
        """
        self._choose("nonzero")
        return series.minimizer_series(self.target, self.lam, self.depth, order)

    def certify(self, dps: int = 50) -> Certificate:
        """Return a certificate of minimizers and spectrum, with enclosures of `dps` digits.

        Raises ``ValueError`` for a symbolic problem.
        """
        self._require_numbers()
        from symfact.certify import certify_scalar  # noqa: PLC0415

        return certify_scalar(self.target, self.lam, int(self.depth), parse_dps(dps))

    def spectrum(self, branch: Branch | None = None) -> Spectrum:
        """Return the spectrum of the Hessian at the global minimizers: (17), corrected.

        - "nonzero", at w != 0: ``4 lambda/L`` (L - 1 times) and
          ``2 L w^(2L-2) + 4 lambda/L - 2 lambda``, with w the magnitude of all weights;
        - "zero", at w = 0: ``2 lambda/L`` (L times) for L >= 3, and ``lambda +- 2m`` for
          L = 2; formula (17) is false there.

        With numbers given the branch is decided exactly and w is an exact number
        (``LayerMagnitude``, or rational where possible); every eigenvalue answers
        ``.evalf(n)`` with n correct digits.  A symbolic problem gives the branch "nonzero"
        unless asked otherwise, with the conditions under which minimizers of that kind
        exist in ``.hypotheses`` (0 < lambda <= lambda_c, and what determines w).

        Raises ``ValueError`` at a tie unless `branch` is given, and for a `branch` at which
        there is no global minimizer.

        >>> ScalarFactorization(2, 3, 3).spectrum("nonzero")
        {4: 3}
        >>> ScalarFactorization(2, 3, 3).spectrum("zero")
        {2: 3}
        >>> ScalarFactorization(depth=2).spectrum("zero")
        {lambda + 2*m: 1, lambda - 2*m: 1}
        """
        branch = self._choose(branch)
        eigenvalues = structured_eigenvalues(*self._structure(branch), self._size)
        return Spectrum(
            eigenvalues,
            regime=branch,
            hypotheses=self._hypotheses(branch),
            extremes=self._extremes(branch, *(value for value, _ in eigenvalues)),
            certify=None if self._missing() else self.certify,
        )

    def spectra(self) -> dict[Branch, Spectrum]:
        """Return the spectrum of every branch at which global minimizers exist.

        Two at a tie; both, each under its hypotheses, for a symbolic problem.

        >>> ScalarFactorization(2, 3, 3).spectra()
        {'nonzero': {4: 3}, 'zero': {2: 3}}
        """
        return {branch: self.spectrum(branch) for branch in self._branches()}

    def eigenvectors(
        self, signs: Sequence[int] | None = None, branch: Branch | None = None
    ) -> Eigenvectors:
        """Return eigenvectors at a global minimizer, as ``Matrix.eigenvects()`` gives.

        The top eigenvector is the sign vector s of the minimizer; the vectors
        ``s_1 e_1 - s_k e_k`` span its complement.  `signs` are those of the weights, with
        product sign(m) = sign(rho); left out they are (1, ..., 1, sign(m)).  At w = 0 the
        Hessian has the same structure with s = (1, ..., 1).

        For a symbolic depth each vector stands for its entry i: ``s[i]``, and for each
        k = 2, ..., L one vector ``s[1] delta(i, 1) - s[k] delta(i, k)``.

        >>> ScalarFactorization(-2, 1, 2).eigenvectors()
        [(2, 1, [Matrix([
        [1],
        [1]])]), (6, 1, [Matrix([
        [ 1],
        [-1]])])]
        """
        branch = self._choose(branch)
        bulk, top = self._eigenbasis(signs, branch)
        pairs = structured_eigenvalues(*self._structure(branch), self._size)
        (low, low_count), (high, high_count) = pairs
        if low == high:
            return [(low, low_count + high_count, [*bulk, top])]
        return [(low, low_count, bulk), (high, high_count, [top])]

    # -- inside ----------------------------------------------------------------------

    @property
    def _size(self) -> Multiplicity:
        return int(self.depth) if self.depth.is_Integer else self.depth

    @property
    def _magnitude(self) -> Expr:
        """The magnitude w of the weights at the minimizers with w != 0."""
        if self._missing():
            return _W
        return LayerMagnitude(self.target, self.lam, self.depth)

    def _missing(self) -> list[str]:
        values = {"target": self.target, "lam": self.lam, "depth": self.depth}
        return [name for name, value in values.items() if not value.is_number]

    def _require_numbers(self) -> None:
        if missing := self._missing():
            names = ", ".join(missing)
            raise ValueError(f"{names}: symbolic in {self!r}; allowed here are numbers only")

    def _numbers(self) -> tuple[Fraction, Fraction, int]:
        self._require_numbers()
        for name, value in (("target", self.target), ("lam", self.lam)):
            if not value.is_Rational:
                raise ValueError(
                    f"{name}: {value} is not rational; allowed here are rationals"
                    " (certify() encloses other numbers)"
                )
        return parse_target(self.target), parse_lam(self.lam), int(self.depth)

    def _insert(self, expression: Expr) -> Expr:
        """Put the parameters in place of the placeholders of ``calculus``."""
        parameters = {
            calculus.TARGET: self.target,
            calculus.LAM: self.lam,
            calculus.DEPTH: self.depth,
        }
        return expression.xreplace(parameters)

    def _branches(self) -> tuple[Branch, ...]:
        if self.target.is_zero:
            return ("zero",)
        if self._missing():
            return _BRANCHES
        regime = self.regime()
        return _BRANCHES if regime == "tie" else (regime,)

    def _choose(self, branch: Branch | None) -> Branch:
        exist = self._branches()
        if branch is None:
            if len(exist) > 1 and not self._missing():
                raise ValueError(
                    "branch: None at a tie, where minimizers with w != 0 and with w = 0 exist;"
                    ' allowed is "nonzero" or "zero"'
                )
            return exist[0]
        if branch not in exist:
            allowed = " or ".join(f'"{name}"' for name in exist)
            raise ValueError(f"branch: {branch!r} has no global minimizer; allowed is {allowed}")
        return branch

    def _structure(self, branch: Branch) -> tuple[Expr, Expr]:
        """Return alpha, beta of the Hessian alpha I + beta s s^T at the minimizers."""
        if branch == "nonzero":
            alpha, beta = calculus.structure_at_minimizer()
            magnitude = {calculus.W: self._magnitude}
            return self._insert(alpha.xreplace(magnitude)), self._insert(beta.xreplace(magnitude))
        alpha, beta = calculus.structure_at_zero(others=1 if self.depth == 2 else 0)
        return self._insert(alpha), self._insert(beta)

    def _hypotheses(self, branch: Branch) -> list[Basic]:
        """Return what is assumed of the symbols: nothing if there are none."""
        if not self._missing():
            return []
        lam, critical, L = self.lam, self.critical_lam(), self.depth
        m, w, zero = Abs(self.target), _W, Integer(0)
        if branch == "zero":
            relations = [(Ge, L, Integer(3)), (Gt, lam, zero), (Ge, lam, critical)]
        else:
            relations = [
                (Ge, L, Integer(2)),
                (Gt, lam, zero),
                (Lt if L == 2 else Le, lam, critical),
                (Gt, w, zero),
                (Eq, (m - w**L) * w**L, lam * w**2 / L),
                (Ge, w**L, m * (L - 2) / (L - 1)),
            ]
        return [
            relation(left, right, evaluate=False)
            for relation, left, right in relations
            if left.free_symbols | right.free_symbols and not (relation is Ge and right.is_zero)
        ]

    def _extremes(self, branch: Branch, low: Expr, high: Expr) -> tuple[Expr, Expr] | None:
        """Return the smallest and the largest eigenvalue where a proof orders them.

        At w != 0 and L >= 3 the second branch of (18) is never the larger one, because
        rho >= m (L-2)/(L-1) >= m/2 at a global minimizer; at L = 2 either can be.
        """
        if branch == "zero":
            middle, half = (low + high) / 2, Abs(high - low) / 2
            return middle - half, middle + half
        if self.depth == 2:
            return None
        if self.depth.is_Integer:
            return low, high
        two = [value.xreplace({self.depth: Integer(2)}) for value in (low, high)]
        deep = self.depth >= 3
        return Piecewise((low, deep), (Min(*two), True)), Piecewise((high, deep), (Max(*two), True))

    def _eigenbasis(self, signs: Sequence[int] | None, branch: Branch) -> tuple[list[Any], Any]:
        if self.depth.is_Integer:
            return structured_eigenvectors(self._read_signs(signs, branch))
        if signs is not None:
            raise ValueError(f"signs: {signs!r} for a symbolic depth; allowed is to leave it out")
        one = Integer(1)
        s_1, s_i, s_k = (one, one, one) if branch == "zero" else (_S[1], _S[_I], _S[_K])
        return [s_1 * KroneckerDelta(_I, 1) - s_k * KroneckerDelta(_I, _K)], s_i

    def _read_signs(self, signs: Sequence[int] | None, branch: Branch) -> list[Expr]:
        size, expected = int(self.depth), Integer(1) if branch == "zero" else sign(self.target)
        if signs is None:
            return [Integer(1)] * (size - 1) + [expected]
        if branch == "zero":
            raise ValueError(f"signs: {signs!r} at w = 0; allowed is to leave it out")
        if len(signs) != size or any(s not in (1, -1) for s in signs):
            raise ValueError(f"signs: {signs!r}; allowed are {size} numbers, each 1 or -1")
        if expected.is_Integer and prod(signs) != expected:
            raise ValueError(
                f"signs: {signs!r} has product {prod(signs)};"
                f" allowed is the sign of the target, {expected}"
            )
        return [Integer(s) for s in signs]


def _read(name: str, value: Any, default: Expr, parse: Callable[[Any], Any], *needs: str) -> Expr:
    """Return a parameter as a SymPy object: `default` for None, a Symbol itself, or a Rational."""
    if value is None:
        return default
    if is_exact_real(value) and name != "depth":
        if "positive" in needs and not value.is_positive:
            raise ValueError(f"{name}: {value} is not > 0; allowed is any number > 0")
        return value
    if not isinstance(value, Symbol):
        number = Fraction(parse(value))
        return Rational(number.numerator, number.denominator)
    for need in needs:
        if getattr(value, f"is_{need}") is False:
            raise ValueError(f"{name}: symbol {value} is not {need}; allowed is one that can be")
    if _RESERVED.fullmatch(value.name):
        raise ValueError(
            f"{name}: the symbol {value} has a name that the results use; allowed is any other name"
        )
    return value


def _refuse_ambiguous_names(parameters: dict[str, Expr]) -> None:
    """Refuse two different symbols that would be printed alike."""
    seen: dict[str, tuple[str, Expr]] = {}
    for argument, value in parameters.items():
        other, symbol = seen.setdefault(str(value), (argument, value))
        if symbol != value:
            raise ValueError(
                f"{argument}: the symbol {value} has the name of another symbol, {other};"
                " allowed is any other name"
            )
