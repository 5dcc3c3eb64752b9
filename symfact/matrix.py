"""Deep matrix factorization: the whole Hessian spectrum, which the paper leaves open.

A facade: ``targets`` reads the input, ``blocks`` counts the eigenvalues, ``numeric`` works them
out in float64 from the singular values of a matrix, ``closed_form`` exactly from singular
values that are given, and ``network`` knows the weights themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from math import inf
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray
from sympy import Add, Basic, Expr, Rational, Symbol, true

from symfact import closed_form, minimizer, network, numeric
from symfact.blocks import Blocks, count_blocks
from symfact.closed_form import MatrixSpectrum
from symfact.directions import Direction, Kind, direction
from symfact.magnitude import LayerMagnitude
from symfact.network import LowRank
from symfact.notebook import InNotebooks
from symfact.numeric import Diagonal, NumericSpectrum
from symfact.parameters import parse_depth, parse_dps, parse_lam
from symfact.scalar import ScalarFactorization
from symfact.targets import (
    parse_matrix,
    parse_shape,
    parse_singular_values,
    parse_widths,
    refuse_reserved,
)

if TYPE_CHECKING:
    from symfact.certify import Certificate
    from symfact.notebook import Table

__all__ = ["MatrixFactorization"]

Array: TypeAlias = NDArray[np.float64]
Regime: TypeAlias = Literal["nonzero", "tie", "zero"]
Branch: TypeAlias = Literal["nonzero", "zero"]

_EPS = float(np.finfo(float).eps)


class MatrixFactorization(InNotebooks):
    """The loss ||M - W_L ... W_1||_F^2 + (lambda/L) (||W_1||_F^2 + ... + ||W_L||_F^2).

    Parameters
    ----------
    target
        M, a d_L x d_0 matrix: a NumPy array, a nested list, a SymPy Matrix of rationals, or the
        path of a ``.npy`` file.  Results are float64, from one singular value decomposition.
    lam
        lambda > 0, as for `ScalarFactorization`; with `singular_values` also a SymPy symbol.
    depth
        L, an integer >= 2.
    widths
        The hidden dimensions d_1, ..., d_{L-1}, or one number for all of them; left out, each
        is min(d_0, d_L).
    singular_values, shape
        In place of the target: its singular values m_k >= 0, rationals or positive SymPy
        symbols, and (d_L, d_0), by default square; missing ones are 0.  Results are exact.

    The spectrum is the same at every global minimizer, but for the choice at a tie: a singular
    value with lambda = lambda_c(m_k), which is refused unless `branch` says whether the
    minimizers with x_k > 0 ("nonzero") or x_k = 0 ("zero") are meant, for all tied ones
    alike.  In float64 a singular value is tied where rounding leaves it open.

    Bad input raises ``ValueError`` or ``TypeError`` with one line.  Source: derived here.

    >>> q = MatrixFactorization([[3, 0], [0, 2]], lam="1/10", depth=4, widths=(8, 8, 8))
    >>> q
    MatrixFactorization(<2 x 2 target>, lam=1/10, depth=4, widths=(8, 8, 8))
    >>> round(q.max_eigenvalue(), 9), q.spectrum().size()
    (41.168856204, 160)
    >>> MatrixFactorization(singular_values=[3, 3], lam="8", depth=2).spectrum()
    {14: 4, 2: 4}
    """

    def __init__(
        self,
        target: Any = None,
        lam: Any = None,
        depth: Any = None,
        widths: int | Sequence[int] | None = None,
        *,
        singular_values: Sequence[Any] | None = None,
        shape: Sequence[int] | None = None,
    ) -> None:
        for name, value in (("lam", lam), ("depth", depth)):
            if value is None:
                raise TypeError(f"{name}: missing; allowed is a number")
        if (target is None) == (singular_values is None):
            raise TypeError("target: allowed is either a target or singular_values")
        self.depth = parse_depth(depth)
        self._target: Array | None = None
        if target is not None:
            if shape is not None:
                raise TypeError("shape: allowed only with singular_values; a target has its own")
            self._target, self._entries = parse_matrix(target)
            self.shape: tuple[int, int] = self._target.shape
        else:
            self._given = parse_singular_values(singular_values)
            self.shape = parse_shape(shape, len(self._given))
            self._entries = None
        self.lam = _read_lam(lam, exact=target is None)
        self.widths = parse_widths(widths, self.depth, self.shape)

    def __repr__(self) -> str:
        rows, columns = self.shape
        target = f"<{rows} x {columns} target>"
        if self._target is None:
            target = f"singular_values={list(self._given)}, shape={self.shape}"
        lam, widths = self.lam, self.widths
        if len(set(widths)) == 1 and len(widths) > 4:
            return (
                f"MatrixFactorization({target}, {lam=!s}, depth={self.depth}, widths={widths[0]})"
            )
        return f"MatrixFactorization({target}, {lam=!s}, depth={self.depth}, {widths=})"

    def _tables(self) -> list[Table]:
        from symfact.displays import matrix_problem  # noqa: PLC0415

        return [matrix_problem(self)]

    @property
    def dimensions(self) -> tuple[int, ...]:
        """(d_0, d_1, ..., d_L).

        >>> MatrixFactorization([[1, 2]], 1, 3).dimensions
        (2, 1, 1, 1)
        """
        return (self.shape[1], *self.widths, self.shape[0])

    @cached_property
    def singular_values(self) -> Any:
        """The min(d_0, d_L) singular values, decreasing: float64, or exact if given so.

        >>> MatrixFactorization([[0, 3], [2, 0]], 1, 2).singular_values
        array([3., 2.])
        """
        if self._target is not None:
            return np.linalg.svd(self._target, compute_uv=False)
        missing = min(self.shape) - len(self._given)
        return (*self._given, *(Rational(0),) * missing)

    def regime(self) -> list[Regime]:
        """Say for each singular value whether minimizers have x_k > 0, x_k = 0, or both ("tie").

        Beyond the narrowest layer all are "zero".

        >>> MatrixFactorization(singular_values=[4, 2, 1], lam=3, depth=3).regime()
        ['nonzero', 'tie', 'zero']
        """
        found = self._float_regimes() if self._target is not None else self._exact_regimes()
        narrowest = min(self.dimensions)
        return found[:narrowest] + ["zero"] * (len(found) - narrowest)

    def spectrum(self, branch: Branch | None = None) -> NumericSpectrum | MatrixSpectrum:
        """Return the whole spectrum of the Hessian at the global minimizers, value -> multiplicity.

        With c = lambda/L, x_k^L = rho*(m_k) of the scalar problem, r the number of x_k > 0, and

            G = sum_{k=0}^{L-1} x_a^(2(L-1-k)) x_b^(2k),    T = sum_{k=1}^{L-1} (x_a/x_b)^(2k-L):

        - for a <= r:  4c (L - 1 times) and 2 L x_a^(2L-2) + 4c - 2 lambda;
        - for a < b <= r:  0 and 4c (L - 1 times each), 2 G + 2c (1 - T) and 2 G + 2c (1 + T);
        - for a <= r < b:  0 and 4c for each hidden layer with d_i >= b; and
          2 x_a^(L-2) (m_a +- m_b) if b <= min(d_0, d_L), 2 x_a^(L-2) m_a if b <= only one;
        - the rest 2c; at L = 2, 2c +- 2 m_k for each hidden index and each k beyond r.

        >>> MatrixFactorization(singular_values=[2], lam=1, depth=2, widths=3).spectrum()
        {6: 1, 2: 3, 0: 2}
        """
        if self._target is None:
            exact = self._exact(branch)
            return closed_form.eigenvalues(*exact, self._hypotheses(exact[1]))
        with _silent():
            found = numeric.eigenvalues(*self._numeric(branch), self._rounding())
        numeric.in_range(found.max_eigenvalue(), "target")
        return found

    def max_eigenvalue(self, branch: Branch | None = None) -> Any:
        """Return the largest eigenvalue, the sharpness, in closed form.

        r >= 2: the larger of 2 L x_1^(2L-2) + 4c - 2 lambda and 2 G_12 + 2c (1 + T_12); r = 1: the
        larger of the former, 2 x_1^(L-2) (m_1 + m_2) if there is an m_2, and 4c if L = 2;
        r = 0: 2c, or lambda + 2 m_1 if L = 2.

        >>> MatrixFactorization(singular_values=[3, 3], lam=1, depth=3).max_eigenvalue().evalf(8)
        25.256310
        """
        if self._target is None:
            return closed_form.max_eigenvalue(*self._exact(branch))
        with _silent():
            found = numeric.max_eigenvalue(*self._numeric(branch))
        return numeric.in_range(found, "target")

    def stable_step(self, branch: Branch | None = None) -> Any:
        """Return 2 / lambda_max: gradient descent is linearly stable below this step size.

        >>> MatrixFactorization(singular_values=[1], lam=4, depth=2).stable_step()
        1/3
        """
        return 2 / self.max_eigenvalue(branch)

    def condition_number(self, branch: Branch | None = None) -> Any:
        """Return lambda_max over the smallest eigenvalue that is not 0.

        >>> MatrixFactorization(singular_values=[2], lam=1, depth=2).condition_number()
        3
        """
        return self.spectrum(branch).condition_number()

    def trace(self, branch: Branch | None = None) -> Any:
        """Return the trace of the Hessian, the sum of all eigenvalues.

        >>> MatrixFactorization(singular_values=[2], lam=1, depth=2).trace()
        8
        """
        if self._target is None:
            x, c, L, blocks = self._exact(branch)[1:]
            return closed_form.trace(x, c, L, blocks)
        with _silent():
            found = numeric.trace(*self._numeric(branch))
        return numeric.in_range(found, "target")

    def minimal_loss(self) -> Any:
        """Return the loss at the global minimizers: the sum of the scalar minima.

        >>> MatrixFactorization(singular_values=[2, 1], lam=1, depth=2).minimal_loss()
        5/2
        """
        if self._target is None:
            m, x, c, L, _ = self._exact("zero")
            active = [(c / w ** (L - 2)) ** 2 + c * L * w**2 for w in x]
            return Add(*active, *(value**2 for value in m[len(x) :]))
        with _silent():
            found = numeric.minimal_loss(self._numeric("zero")[0])
        return numeric.in_range(found, "target") if self.singular_values[0] else found

    def minimizer(self, seed: int = 0, branch: Branch | None = None) -> list[Array]:
        """Return a global minimizer [W_1, ..., W_L], drawn uniformly in the hidden rotations.

        W_i = Q_i X Q_{i-1}^T, with Q_0 and Q_L the singular vectors of the target.

        >>> q = MatrixFactorization([[3.0, 0.0], [0.0, 2.0]], lam="1/10", depth=3, widths=4)
        >>> max(float(abs(g).max()) for g in q.gradient(q.minimizer(seed=1))) < 1e-12
        True
        """
        diagonal, blocks = self._numeric(branch)
        bases, x = self._bases(seed, blocks.active), diagonal.power(1)
        return [(left * x) @ right.T for right, left in pairwise(bases)]

    def eigenvector(
        self,
        a: int,
        b: int,
        kind: Kind,
        layer: int | None = None,
        *,
        seed: int = 0,
        branch: Branch | None = None,
    ) -> tuple[float, list[LowRank]]:
        """Return an eigenvalue and a unit eigenvector at `minimizer(seed)`, layer by layer.

        Indices a <= b count from 1, as in `spectrum`.  `kind` is "own" for the one eigenvalue of
        its own (a = b, or b below only one of d_0, d_L), "plus" or "minus" where there are two,
        "rotation" (0) or "bulk" (4c) with the hidden `layer`, and "free" (2c) with the layer
        whose entry [a, b] it is.  Each layer is a linear operator, of rank two or less.

        >>> q = MatrixFactorization([[3.0, 0.0], [0.0, 2.0]], lam="1/10", depth=3, widths=4)
        >>> value, vector = q.eigenvector(1, 2, "plus")
        >>> moved = q.hessian_vector_product(q.minimizer(), vector)
        >>> all(np.allclose(h, value * np.asarray(v)) for h, v in zip(moved, vector))
        True
        """
        diagonal, blocks = self._numeric(branch)
        found = direction(diagonal, blocks, self.dimensions, Direction(a, b, kind, layer))
        bases = self._bases(seed, blocks.active, max(a, b))
        return found.value, found.operators(bases)

    def certify(self, dps: int = 50) -> Certificate:
        """Return a certificate of singular values, layers and spectrum, to `dps` digits.

        Numbers only; a float64 target stands for its exact binary value.  The last digit or two
        of an enclosure may be open, and eigenvalues that may be equal form a cluster.  Raises
        ``ValueError`` at a tie, and for a target too large to check.

        >>> q = MatrixFactorization([["1/2", 3]], lam="1/10", depth=3)
        >>> q.certify(dps=10).data["claims"]["max_eigenvalue"]
        ['26.10537107', '26.10537108']
        """
        self._require_numbers()
        from symfact.matrix_certify import certify_matrix  # noqa: PLC0415

        target = self._rational_target()
        return certify_matrix(target, self.lam, self.depth, self.widths, parse_dps(dps))

    def loss(self, layers: Sequence[Array]) -> float:
        """Return the loss at weights [W_1, ..., W_L], in float64."""
        return network.loss(*self._network(layers))

    def gradient(self, layers: Sequence[Array]) -> list[Array]:
        """Return the gradient at weights [W_1, ..., W_L], an array a layer."""
        return network.gradient(*self._network(layers))

    def hessian_vector_product(
        self, layers: Sequence[Array], directions: Sequence[Any]
    ) -> list[Array]:
        """Return the Hessian at weights [W_1, ..., W_L] times a vector of the same shapes."""
        return network.hessian_vector_product(*self._network(layers), directions)

    # -- inside ----------------------------------------------------------------------

    def _rounding(self) -> float:
        """Return how far a singular value in float64 may be off."""
        return float(max(self.shape) * _EPS * self.singular_values[0])

    def _float_regimes(self) -> list[Regime]:
        critical = numeric.critical_value(self.lam, self.depth)
        margin = self._rounding() + 8 * _EPS * critical
        equal: Regime = "zero" if self.depth == 2 else "tie"
        return [
            equal if abs(m - critical) <= margin < inf else "nonzero" if m > critical else "zero"
            for m in self.singular_values
        ]

    def _exact_regimes(self) -> list[Regime]:
        return [
            ("zero" if m.is_zero else "nonzero")
            if m.free_symbols or isinstance(self.lam, Symbol)
            else minimizer.regime(_fraction(m), self.lam, self.depth)
            for m in self.singular_values
        ]

    def _active(self, branch: Branch | None) -> int:
        """Return r, the number of x_k > 0."""
        regimes = self.regime()
        if branch not in (None, "nonzero", "zero"):
            raise ValueError(f'branch: {branch!r} given; allowed is "nonzero" or "zero"')
        if branch is None and "tie" in regimes:
            k = regimes.index("tie") + 1
            raise ValueError(
                f"branch: None at a tie, lam = lam_c at m_{k} = {self.singular_values[k - 1]}, with"
                f' minimizers x_{k} > 0 and x_{k} = 0; allowed is "nonzero" or "zero"'
            )
        return regimes.count("nonzero") + (branch == "nonzero") * regimes.count("tie")

    def _exact(self, branch: Branch | None) -> tuple[Any, list[Expr], Expr, int, Blocks]:
        """Return m, x, c, L and the blocks for exact singular values."""
        m, r, L = self.singular_values, self._active(branch), self.depth
        if any(value.free_symbols for value in m[r:]):
            raise ValueError(
                f"widths: {self.widths} leave no room for the symbols {list(m)}; allowed are at"
                f" least {len(self._given)}"
            )
        x = [self._layer_entry(value, f"x_{m.index(value) + 1}") for value in m[:r]]
        return m, x, self._exact_lam() / L, L, count_blocks(r, self.dimensions)

    def _exact_lam(self) -> Expr:
        lam = self.lam
        return lam if isinstance(lam, Symbol) else Rational(lam.numerator, lam.denominator)

    def _layer_entry(self, m: Expr, name: str) -> Expr:
        """Return the entry x_k > 0 for a singular value; equal ones have the same name."""
        if isinstance(self.lam, Symbol) or m.free_symbols:
            return Symbol(name, positive=True)
        return LayerMagnitude(m, self.lam, self.depth, name)

    def _hypotheses(self, entries: Sequence[Expr]) -> list[Basic]:
        """Return what is assumed of symbols: that each x_k > 0 is the scalar minimizer of m_k."""
        scalar = ScalarFactorization(depth=self.depth)
        given = scalar.spectrum("nonzero").hypotheses
        w, found = Symbol("w", positive=True), dict[Basic, None]()
        for m, x in zip(self.singular_values, entries, strict=False):
            if isinstance(x, Symbol):
                values = {scalar.target: m, scalar.lam: self._exact_lam(), w: x}
                found |= dict.fromkeys(relation.xreplace(values) for relation in given)
        return [relation for relation in found if relation != true]

    def _require_numbers(self) -> None:
        if isinstance(self.lam, Symbol) or any(
            getattr(m, "free_symbols", None) for m in self.singular_values
        ):
            raise ValueError(f"singular_values, lam: symbolic in {self!r}; allowed are numbers")

    def _numeric(self, branch: Branch | None) -> tuple[Diagonal, Blocks]:
        """Return the diagonal of the minimizers in float64, and the blocks."""
        self._require_numbers()
        values, r = np.array(self.singular_values, dtype=float), self._active(branch)
        if not np.isfinite(values).all():
            raise ValueError(
                "singular_values: one is beyond float64; allowed here are numbers that are not"
                " (spectrum and certify take any)"
            )
        logs = numeric.layer_logs(values[:r], self.lam, self.depth)
        return Diagonal(values, logs, self.lam, self.depth), count_blocks(r, self.dimensions)

    def _network(self, layers: Sequence[Array]) -> tuple[Array, float, list[Array]]:
        """Return the target, c and the weights as arrays, checked for their shapes."""
        self._require_numbers()
        shapes = [(rows, columns) for columns, rows in pairwise(self.dimensions)]
        arrays = network.read_layers(layers, shapes, "layers")
        return self._matrix(), numeric.in_range(self.lam / self.depth, "lam"), arrays

    def _rational_target(self) -> list[list[Fraction]]:
        """Return the target exactly: diagonal, if its singular values are given."""
        if self._target is not None:
            return self._entries or [[Fraction(x) for x in row] for row in self._target.tolist()]
        rows, columns = self.shape
        target = [[Fraction(0)] * columns for _ in range(rows)]
        for k, m in enumerate(self.singular_values):
            target[k][k] = _fraction(m)
        return target

    def _matrix(self) -> Array:
        if self._target is not None:
            return self._target
        matrix = np.zeros(self.shape)
        np.fill_diagonal(matrix, np.array(self.singular_values, dtype=float))
        return matrix

    @cached_property
    def _singular_vectors(self) -> tuple[Array, Array]:
        """V and U, a column for each singular value."""
        k = min(self.shape)
        if self._target is None:
            return np.eye(self.shape[1], k), np.eye(self.shape[0], k)
        u, _, vt = np.linalg.svd(self._target, full_matrices=False)
        return vt.T, u

    def _bases(self, seed: int, active: int, most: int = 0) -> list[Array]:
        """Return Q_0, ..., Q_L: the active columns of each, or `most` where there are so many."""
        if isinstance(seed, bool) or not isinstance(seed, int | np.integer) or seed < 0:
            raise ValueError(f"seed: {seed!r} given; allowed is an integer >= 0")
        sources = np.random.default_rng(seed).spawn(self.depth + 1)
        ends = dict(zip((0, self.depth), self._singular_vectors, strict=True))
        bases = []
        for i, size in enumerate(self.dimensions):
            columns = min(max(active, most), size)
            if i in ends:
                bases.append(network.complete(ends[i], columns, sources[i]))
            else:
                bases.append(network.orthonormal_columns(size, columns, sources[i]))
        return bases if most else [q[:, :active] for q in bases]


def _silent() -> np.errstate:
    """Let numbers go beyond float64: `numeric.in_range` refuses them."""
    return np.errstate(over="ignore", under="ignore", invalid="ignore")


def _read_lam(lam: Any, *, exact: bool) -> Fraction | Symbol:
    if isinstance(lam, Symbol):
        if not exact or not lam.is_positive:
            raise ValueError(
                f"lam: the symbol {lam} given; allowed is a number, and with singular_values a"
                " Symbol(..., positive=True)"
            )
        refuse_reserved(lam, "lam")
        return lam
    return parse_lam(lam)


def _fraction(value: Any) -> Fraction:
    return Fraction(int(value.p), int(value.q))
