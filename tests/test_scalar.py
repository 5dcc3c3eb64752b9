"""The scalar problem: what holds, where it holds, and what is refused."""

import dataclasses
from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import prod

import mpmath
import pytest
import sympy
from sympy import (
    Abs,
    Add,
    Eq,
    Expr,
    Float,
    Integer,
    Matrix,
    Max,
    Min,
    Mul,
    Piecewise,
    Rational,
    Symbol,
    hessian,
    lambdify,
    oo,
    sign,
    zeros,
)

from symfact import ScalarFactorization
from symfact.magnitude import LayerMagnitude

m, lam = Symbol("m", real=True), Symbol("lambda", positive=True)
L = Symbol("L", integer=True, positive=True)
w = Symbol("w", positive=True)

NUMERIC = [
    (2, "1/10", 5),
    (-2, "1/10", 4),
    ("1/3", "1/100", 3),
    (2, "2999/1000", 3),
    (2, "3001/1000", 3),
    (-5, "7/2", 2),
    (1, 2, 2),
    (1, 3, 2),
    (0, 1, 2),
    (0, "1/2", 4),
    (-1, 2, 3),
    (2, 3, 3),
]


def tie(root: Fraction, depth: int) -> tuple[Fraction, Fraction, int]:
    """A problem at lambda_c whose non-zero minimizers have weights +-root."""
    target = root**depth * Fraction(depth - 1, depth - 2)
    return target, depth * root ** (2 * depth - 2) / (depth - 2), depth


def reduced_loss(target: object, lam: object, depth: int) -> object:
    """The loss at balanced weights, g(w) = (|m| - w^L)^2 + lambda w^2, in plain mpmath."""
    size, strength = (mpmath.mpf(x.numerator) / x.denominator for x in map(Fraction, (target, lam)))
    return lambda x: (abs(size) - x**depth) ** 2 + strength * x**2


# -- reading the arguments ---------------------------------------------------------------


def test_everything_left_out_is_symbolic() -> None:
    problem = ScalarFactorization()
    assert (problem.target, problem.lam, problem.depth) == (m, lam, L)


@pytest.mark.parametrize(
    "target",
    [
        Fraction(1, 2),
        Decimal("0.5"),
        "1/2",
        "0.5",
        0.5,
        Rational(1, 2),
        Float("0.5"),
        mpmath.mpf(0.5),
    ],
)
def test_numbers_are_exact(target: object) -> None:
    problem = ScalarFactorization(target=target, lam=target, depth=3)
    assert problem.target == problem.lam == Rational(1, 2)
    assert problem == ScalarFactorization("1/2", "1/2", 3)


@pytest.mark.parametrize("depth", [5, "5", Integer(5)])
def test_depth_is_an_integer(depth: object) -> None:
    assert ScalarFactorization(depth=depth).depth == Integer(5)


def test_a_float_shows_its_exact_binary_value() -> None:
    assert "target=3602879701896397/36028797018963968," in repr(ScalarFactorization(0.1))
    assert repr(ScalarFactorization("0.1", 2, 3)) == (
        "ScalarFactorization(target=1/10, lam=2, depth=3)"
    )


def test_a_given_symbol_is_used_itself() -> None:
    a, b, c = sympy.symbols("a b c")
    problem = ScalarFactorization(a, b, c)
    assert (problem.target, problem.lam, problem.depth) == (a, b, c)
    assert problem.spectrum().keys() == {4 * b / c, 2 * c * w ** (2 * c - 2) + 4 * b / c - 2 * b}
    assert ScalarFactorization(a, a, 3).critical_lam().free_symbols == {a}


def test_problems_are_immutable_values() -> None:
    problem = ScalarFactorization(2, "1/10", 5)
    with pytest.raises(dataclasses.FrozenInstanceError):
        problem.depth = 6
    assert problem == ScalarFactorization(Integer(2), Decimal("0.1"), "5")
    assert problem != ScalarFactorization(2, "1/10", 6)
    assert len({problem, ScalarFactorization(2, "1/10", 5)}) == 1


BAD = [
    ({"depth": 1}, ValueError, r"^depth: 1 .*allowed is an integer >= 2$"),
    ({"depth": 0}, ValueError, r"^depth: 0 "),
    ({"depth": -3}, ValueError, r"^depth: -3 "),
    ({"depth": "two"}, ValueError, r"^depth: 'two' "),
    ({"depth": ""}, ValueError, r"^depth: '' "),
    ({"depth": Rational(5, 2)}, ValueError, r"^depth: 5/2 "),
    ({"depth": 2.0}, TypeError, r"^depth: 2.0 "),
    ({"depth": True}, TypeError, r"^depth: True "),
    ({"lam": 0}, ValueError, r"^lam: 0 .*Remark 4"),
    ({"lam": -1}, ValueError, r"^lam: -1 .*allowed is any rational > 0$"),
    ({"lam": float("nan")}, ValueError, r"^lam: nan "),
    ({"lam": float("inf")}, ValueError, r"^lam: inf "),
    ({"target": float("-inf")}, ValueError, r"^target: -inf "),
    ({"target": 1j}, TypeError, r"^target: 1j "),
    ({"target": sympy.I}, TypeError, r"^target: I "),
    ({"target": sympy.nan}, TypeError, r"^target: nan "),
    ({"target": oo}, TypeError, r"^target: oo "),
    ({"target": sympy.sqrt(-2)}, TypeError, r"^target: sqrt\(2\)\*I "),
    ({"depth": sympy.sqrt(2)}, TypeError, r"^depth: sqrt\(2\) "),
    ({"lam": -sympy.pi}, ValueError, r"^lam: -pi is not > 0; allowed is any number > 0"),
    ({"target": m + 1}, TypeError, r"^target: m \+ 1 "),
    ({"target": ""}, ValueError, r"^target: '' "),
    ({"target": "1/0"}, ValueError, r"^target: '1/0' "),
    ({"target": [1]}, TypeError, r"^target: \[1\] "),
    ({"target": Symbol("z", imaginary=True)}, ValueError, r"^target: symbol z is not real"),
    ({"lam": Symbol("z", negative=True)}, ValueError, r"^lam: symbol z is not positive"),
    ({"depth": Symbol("z", integer=False)}, ValueError, r"^depth: symbol z is not integer"),
    ({"target": Symbol("w", real=True)}, ValueError, r"^target: the symbol w has a name"),
    ({"lam": Symbol("w_1")}, ValueError, r"^lam: the symbol w_1 has a name"),
    ({"lam": Symbol("P")}, ValueError, r"^lam: the symbol P has a name"),
    ({"depth": Symbol("j")}, ValueError, r"^depth: the symbol j has a name"),
    (
        {"lam": Symbol("m")},
        ValueError,
        r"^lam: the symbol m has the name of another symbol, target",
    ),
]


@pytest.mark.parametrize(("arguments", "error", "message"), BAD, ids=lambda x: str(x)[:40])
def test_bad_input_is_one_line(arguments: dict, error: type, message: str) -> None:
    with pytest.raises(error, match=message) as caught:
        ScalarFactorization(**arguments)
    assert "\n" not in str(caught.value)
    assert "allowed" in str(caught.value) or "Remark 4" in str(caught.value)


@pytest.mark.parametrize("dps", [0, -1, "x", 1.5])
def test_bad_precision(dps: object) -> None:
    with pytest.raises((ValueError, TypeError), match=r"^dps: .*allowed is an integer >= 1$"):
        ScalarFactorization(2, 1, 3).minimizer(dps=dps)


@pytest.mark.parametrize("method", ["regime", "minimizer_count", "minimizer", "certify"])
def test_numeric_questions_name_the_symbolic_arguments(method: str) -> None:
    with pytest.raises(
        ValueError, match=r"^lam, depth: symbolic in .*allowed here are numbers only$"
    ):
        getattr(ScalarFactorization(2), method)()


# -- loss --------------------------------------------------------------------------------


def test_symbolic_loss_becomes_every_concrete_loss() -> None:
    generic = ScalarFactorization().loss()
    for depth in (2, 3, 7):
        concrete = ScalarFactorization(depth=depth)
        names = {Symbol("L", integer=True, positive=True): depth}
        indexed = generic.subs(names).doit()
        base = sympy.IndexedBase("w", real=True)
        indexed = indexed.subs({base[i + 1]: x for i, x in enumerate(concrete.weights)})
        assert (indexed - concrete.loss()).expand() == 0


def test_loss_is_the_papers() -> None:
    problem = ScalarFactorization(depth=3)
    a, b, c = problem.weights
    assert problem.loss() == (m - a * b * c) ** 2 + lam / 3 * a**2 + lam / 3 * b**2 + lam / 3 * c**2


# -- critical lambda, regime, count ------------------------------------------------------


def test_critical_lam() -> None:
    assert ScalarFactorization(depth=2).critical_lam() == 2 * Abs(m)
    assert ScalarFactorization(2, depth=3).critical_lam() == 3
    assert ScalarFactorization(-2, depth=3).critical_lam() == 3
    assert ScalarFactorization(0).critical_lam() == 0
    general = ScalarFactorization().critical_lam()
    for depth in (2, 3, 4, 10):
        assert general.subs(L, depth) == ScalarFactorization(depth=depth).critical_lam()


@pytest.mark.parametrize("depth", [3, 4, 5, 20])
@pytest.mark.parametrize("root", [Fraction(1), Fraction(2, 3), Fraction(-7, 5)])
def test_ties_are_exact_and_have_two_spectra(root: Fraction, depth: int) -> None:
    target, strength, _ = tie(abs(root), depth)
    problem = ScalarFactorization(target if root > 0 else -target, strength, depth)
    assert problem.regime() == "tie"
    assert problem.minimizer_count() == 2 ** (depth - 1) + 1
    spectra = problem.spectra()
    assert list(spectra) == ["nonzero", "zero"]
    assert spectra["zero"] == {2 * problem.lam / depth: depth}
    assert all(value.is_Rational for value in spectra["nonzero"])
    assert len(spectra["nonzero"]) == (1 if depth == 3 else 2)
    weight = Rational(abs(root).numerator, abs(root).denominator)
    assert (abs(problem.target) - weight**depth) ** 2 + problem.lam * weight**2 == problem.target**2
    for step, regime in [(Fraction(-1, 10**50), "nonzero"), (Fraction(1, 10**50), "zero")]:
        assert ScalarFactorization(target, strength + step, depth).regime() == regime


def test_regime_and_count() -> None:
    for problem, regime, count in [
        ((2, "1/10", 5), "nonzero", 16),
        ((2, 3, 3), "tie", 5),
        ((2, 4, 3), "zero", 1),
        ((2, 4, 2), "zero", 1),
        ((2, "39/10", 2), "nonzero", 2),
        ((0, 1, 7), "zero", 1),
    ]:
        assert ScalarFactorization(*problem).regime() == regime
        assert ScalarFactorization(*problem).minimizer_count() == count


@pytest.mark.parametrize("case", NUMERIC)
def test_no_balanced_point_lies_below_the_minimizer(case: tuple) -> None:
    """Independent of p: the loss on a fine grid of balanced points, which minimizers are."""
    with mpmath.workdps(40):
        loss = reduced_loss(*case)
        best = loss(ScalarFactorization(*case).minimizer(dps=40).w)
        grid = [mpmath.mpf(k) / 500 for k in range(1001)]
        assert all(best <= loss(x) + mpmath.mpf(10) ** -35 for x in grid)


def test_minimizer_leaves_the_precision_of_mpmath_alone() -> None:
    before = mpmath.mp.prec
    result = ScalarFactorization(-2, "1/10", 5).minimizer(dps=80)
    assert mpmath.mp.prec == before
    assert result.rho < 0 < result.w


# -- spectra -----------------------------------------------------------------------------


@pytest.mark.parametrize("depth", range(2, 13))
def test_concrete_and_symbolic_spectra_agree(depth: int) -> None:
    generic, concrete = (
        ScalarFactorization().spectrum(),
        ScalarFactorization(depth=depth).spectrum(),
    )
    assert {
        key.subs(L, depth): count.subs(L, depth) if isinstance(count, Expr) else count
        for key, count in generic.items()
    } == concrete
    assert concrete == {
        4 * lam / depth: depth - 1,
        2 * depth * w ** (2 * depth - 2) + 4 * lam / depth - 2 * lam: 1,
    }
    assert concrete.trace().subs({w: 3, lam: 5}) == generic.trace().subs({w: 3, lam: 5, L: depth})
    if depth > 2:
        zero = ScalarFactorization().spectrum("zero")
        assert {key.subs(L, depth): count.subs(L, depth) for key, count in zero.items()} == (
            ScalarFactorization(depth=depth).spectrum("zero")
        )


@pytest.mark.parametrize("case", NUMERIC)
@pytest.mark.parametrize("digits", [15, 40])
def test_spectrum_is_that_of_the_hessian_at_every_minimizer(case: tuple, digits: int) -> None:
    """Independent: sympy.hessian of the whole loss, and mpmath's symmetric eigensolver."""
    problem = ScalarFactorization(*case)
    depth = int(problem.depth)
    weights = sympy.symbols(f"x1:{depth + 1}")
    loss = (problem.target - Mul(*weights)) ** 2 + problem.lam / depth * Add(
        *(x**2 for x in weights)
    )
    evaluate = lambdify(weights, hessian(loss, weights).tolist(), "mpmath")
    for branch, spectrum in problem.spectra().items():
        with mpmath.workdps(digits + 10):
            size = problem.minimizer(digits + 10).w if branch == "nonzero" else mpmath.mpf(0)
            expected = sorted(
                value.evalf(digits)._to_mpmath(mpmath.mp.prec)
                for value, count in spectrum.items()
                for _ in range(count)
            )
            for signs in product((1, -1), repeat=depth):
                if size and prod(signs) != sign(problem.target):
                    continue
                matrix = mpmath.matrix(evaluate(*(s * size for s in signs)))
                found = sorted(mpmath.eigsy(matrix, eigvals_only=True))
                assert all(
                    abs(a - b) <= mpmath.mpf(10) ** (1 - digits) * (1 + abs(b))
                    for a, b in zip(found, expected, strict=True)
                )


@pytest.mark.parametrize("digits", [15, 50, 1000])
@pytest.mark.parametrize(
    "case", [(2, "1/10", 5), (2, "2.99999999999999999999", 3), (-7, 2, 4), (2, "1/10", 48)]
)
def test_eigenvalues_have_n_correct_digits(case: tuple, digits: int) -> None:
    """Independent: mpmath's root finder on p at a higher precision."""
    target, strength, depth = abs(Fraction(case[0])), Fraction(case[1]), case[2]
    top = ScalarFactorization(*case).spectrum().max_eigenvalue().evalf(digits)
    with mpmath.workdps(digits + 30):
        size, c = (mpmath.mpf(x.numerator) / x.denominator for x in (target, strength / depth))
        root = mpmath.findroot(
            lambda x: x ** (2 * depth - 2) - size * x ** (depth - 2) + c,
            (mpmath.root(size * (depth - 2) / (depth - 1), depth), mpmath.root(size, depth)),
            solver="anderson",
            maxsteps=2000,
            tol=mpmath.mpf(10) ** (-2 * digits - 20),
        )
        exact = 2 * depth * root ** (2 * depth - 2) + 4 * c - 2 * depth * c
        assert abs(top._to_mpmath(top._prec) - exact) < exact * mpmath.mpf(10) ** -digits


def test_numeric_spectra_without_a_rational_root_contain_the_magnitude() -> None:
    problem = ScalarFactorization(2, "1/10", 5)
    w_star = LayerMagnitude(2, "1/10", 5)
    assert problem.spectrum() == {Rational(2, 25): 4, 10 * w_star**8 - Rational(3, 25): 1}
    assert problem.spectrum().hypotheses == ()
    assert problem.spectrum().stable_step() == 2 / (10 * w_star**8 - Rational(3, 25))


def test_depth_two_spectra_are_rational_and_merge_where_equal() -> None:
    assert ScalarFactorization(3, 1, 2).spectrum() == {2: 1, 10: 1}
    assert ScalarFactorization(1, 1, 2).spectrum() == {2: 2}, "lambda = |m|"
    assert ScalarFactorization(0, 1, 2).spectrum() == {1: 2}, "m = 0"
    assert ScalarFactorization(1, 3, 2).spectrum() == {5: 1, 1: 1}
    assert ScalarFactorization(2, 4, 2).spectrum() == {8: 1, 0: 1}, "singular at lambda = 2|m|"
    assert ScalarFactorization(2, 4, 2).spectrum().condition_number() == oo


@pytest.mark.parametrize("target", [3, -3])
def test_maximum_at_depth_two(target: int) -> None:
    """4 w^2 for lambda <= |m|, 2 lambda up to 2|m|, lambda + 2|m| beyond."""
    for strength, top in [(1, 10), (3, 6), (4, 8), (6, 12), (7, 13)]:
        assert ScalarFactorization(target, strength, 2).spectrum().max_eigenvalue() == top
    symbolic = ScalarFactorization(depth=2).spectrum()
    assert symbolic.max_eigenvalue() == Max(2 * lam, 4 * w**2)
    assert symbolic.min_eigenvalue() == Min(2 * lam, 4 * w**2)
    at_zero = ScalarFactorization(depth=2).spectrum("zero")
    assert at_zero.max_eigenvalue() == lam + 2 * Abs(m)
    assert at_zero.min_eigenvalue() == lam - 2 * Abs(m)


def test_maximum_at_depth_three_and_more_is_the_first_branch_of_18() -> None:
    for depth in (3, 4, 9):
        spectrum = ScalarFactorization(depth=depth).spectrum()
        top = 2 * depth * w ** (2 * depth - 2) + 4 * lam / depth - 2 * lam
        assert spectrum.max_eigenvalue() == top
        assert spectrum.min_eigenvalue() == 4 * lam / depth


def test_maximum_at_symbolic_depth_distinguishes_depth_two() -> None:
    spectrum = ScalarFactorization().spectrum()
    assert isinstance(spectrum.max_eigenvalue(), Piecewise)
    for depth in (2, 3, 8):
        concrete = ScalarFactorization(depth=depth).spectrum()
        assert spectrum.max_eigenvalue().subs(L, depth) == concrete.max_eigenvalue()
        assert spectrum.min_eigenvalue().subs(L, depth) == concrete.min_eigenvalue()
        assert spectrum.stable_step().subs(L, depth) == concrete.stable_step()
        assert spectrum.condition_number().subs(L, depth) == concrete.condition_number()


@pytest.mark.parametrize("case", NUMERIC)
def test_extremes_are_extreme(case: tuple) -> None:
    for spectrum in ScalarFactorization(*case).spectra().values():
        values = [value.evalf(40) for value in spectrum]
        assert spectrum.max_eigenvalue().evalf(40) == max(values)
        assert spectrum.min_eigenvalue().evalf(40) == min(values)
        assert spectrum.min_eigenvalue() >= 0


@pytest.mark.parametrize("case", NUMERIC)
def test_symbolic_hypotheses_hold_exactly_where_the_spectrum_does(case: tuple) -> None:
    """Insert numbers into a symbolic spectrum: its hypotheses then decide as ``regime`` does."""
    numeric = ScalarFactorization(*case)
    for problem in (ScalarFactorization(depth=case[2]), ScalarFactorization()):
        for branch, spectrum in problem.spectra().items():
            values = {m: numeric.target, lam: numeric.lam, L: numeric.depth}
            exists = branch in numeric.spectra()
            if exists and branch == "nonzero":
                values[w] = LayerMagnitude(*case)
            elif branch == "nonzero":
                values[w] = Rational(1, 2)
            if branch == "zero" and case[2] == 2 and not problem.depth.is_Integer:
                exists = False  # the generic formula at w = 0 is for L >= 3
            held = [holds(relation, values) for relation in spectrum.hypotheses]
            assert all(held) == exists
            if exists:
                assert as_numbers(spectrum, values) == as_numbers(numeric.spectrum(branch), {})


def holds(relation: Expr, values: dict) -> bool:
    """Decide a hypothesis; an equation by 60 digits (p is not zero by accident there)."""
    left, right = (side.subs(values) for side in relation.args)
    if isinstance(relation, Eq):
        return bool(abs((left - right).evalf(60, chop=True)) < 1e-50)
    return bool(relation.func(left, right))


def as_numbers(spectrum: dict, values: dict) -> list[str]:
    pairs = [(k.subs(values), Integer(0) + n) for k, n in spectrum.items()]
    return sorted(str(k.evalf(30)) for k, n in pairs for _ in range(int(n.subs(values))))


def test_hypotheses_name_everything_that_is_open() -> None:
    relations = [str(r) for r in ScalarFactorization(depth=3).spectrum().hypotheses]
    assert relations[0] == "lambda > 0"
    assert relations[2] == "w > 0"
    assert len(relations) == 5
    assert any(r.startswith("lambda <= ") for r in relations)
    assert str(ScalarFactorization(depth=2).spectrum().hypotheses[1]) == "lambda < 2*Abs(m)"
    assert str(ScalarFactorization().spectrum("zero").hypotheses[0]) == "L >= 3"


def test_partly_symbolic_problems() -> None:
    problem = ScalarFactorization(target=2, depth=5)
    assert problem.spectrum() == {4 * lam / 5: 4, 10 * w**8 - 6 * lam / 5: 1}
    assert ScalarFactorization(2, "1/10").spectrum()[Rational(2, 5) / L] == L - 1


def test_a_target_of_zero_has_only_the_zero_branch() -> None:
    assert ScalarFactorization(0).spectrum() == {2 * lam / L: L}
    assert list(ScalarFactorization(0, depth=2).spectra()) == ["zero"]
    with pytest.raises(ValueError, match=r'^branch: .* allowed is "zero"$'):
        ScalarFactorization(0).spectrum("nonzero")


# -- refused -----------------------------------------------------------------------------


def test_formula_17_is_not_used_at_zero() -> None:
    """L = 3, m = 1, lambda = 2: (17) gives -4/3; the Hessian at the minimizer 0 has 4/3."""
    problem = ScalarFactorization(1, 2, 3)
    assert problem.regime() == "zero"
    spectrum = problem.spectrum()
    assert spectrum == {Rational(4, 3): 3}
    assert Rational(-4, 3) not in spectrum
    at_zero = problem.hessian().subs(dict.fromkeys(problem.weights, 0))
    assert at_zero.eigenvals() == spectrum


def test_a_tie_has_no_single_spectrum() -> None:
    """L = 3, m = 2, lambda = 3: (1, 1, 1) and (0, 0, 0) are both global minimizers."""
    problem = ScalarFactorization(2, 3, 3)
    with pytest.raises(ValueError, match=r'^branch: None at a tie.*"nonzero" or "zero"$'):
        problem.spectrum()
    with pytest.raises(ValueError, match=r"^branch: None at a tie"):
        problem.eigenvectors()
    assert problem.spectra() == {"nonzero": {4: 3}, "zero": {2: 3}}
    loss = problem.loss()
    assert {loss.subs(dict.fromkeys(problem.weights, x)) for x in (0, 1)} == {4}


@pytest.mark.parametrize(
    ("case", "branch", "allowed"),
    [
        ((2, 1, 3), "zero", "nonzero"),
        ((2, 4, 3), "nonzero", "zero"),
        ((2, 4, 2), "nonzero", "zero"),
    ],
)
def test_branches_without_a_global_minimizer(case: tuple, branch: str, allowed: str) -> None:
    with pytest.raises(ValueError, match=f'^branch: {branch!r} .* allowed is "{allowed}"$'):
        ScalarFactorization(*case).spectrum(branch)


def test_unknown_branch() -> None:
    with pytest.raises(ValueError, match=r'^branch: \'top\' .* allowed is "nonzero" or "zero"$'):
        ScalarFactorization().spectrum("top")


def test_the_smaller_root_and_local_minima_are_not_reported() -> None:
    """Between lambda_c and the fold a non-zero local minimum survives: it is not global."""
    problem = ScalarFactorization(2, "31/10", 3)
    assert problem.critical_lam() < problem.lam < 3 * 3 * 2 ** Rational(-4, 3)
    assert problem.minimizer().w == 0
    w_star = LayerMagnitude(2, "1/10", 5)
    roots = mpmath.polyroots(
        [1, 0, 0, 0, 0, -2, 0, 0, mpmath.mpf(1) / 50], maxsteps=200, extraprec=200
    )
    positive = sorted(r.real for r in roots if abs(mpmath.im(r)) < 1e-12 and r.real > 0)
    assert len(positive) == 2
    assert float(w_star) == pytest.approx(float(positive[1]))


# -- eigenvectors ------------------------------------------------------------------------


@pytest.mark.parametrize("depth", range(2, 7))
def test_eigenvectors_for_every_sign_pattern(depth: int) -> None:
    problem = ScalarFactorization(depth=depth)
    for signs in product((1, -1), repeat=depth):
        rho = prod(signs) * w**depth
        point = {x: s * w for x, s in zip(problem.weights, signs, strict=True)}
        point[m] = rho + lam * w**2 / (depth * rho)
        matrix = problem.hessian().xreplace(point).expand()
        vectors = []
        for value, count, basis in problem.eigenvectors(signs):
            assert len(basis) == count
            for vector in basis:
                assert (matrix * vector - value * vector).expand() == zeros(depth, 1)
            vectors += basis
        assert Matrix.hstack(*vectors).rank() == depth


def test_default_signs_have_the_sign_of_the_target() -> None:
    assert ScalarFactorization(-2, 1, 3).eigenvectors()[-1][2] == [Matrix([1, 1, -1])]
    assert ScalarFactorization(2, 1, 3).eigenvectors()[-1][2] == [Matrix([1, 1, 1])]
    assert ScalarFactorization(depth=3).eigenvectors()[-1][2] == [Matrix([1, 1, sign(m)])]


def test_merged_eigenvalues_have_all_their_vectors() -> None:
    for problem, branch in [((2, 3, 3), "nonzero"), ((1, 1, 2), None), ((1, 2, 3), None)]:
        ((_, count, basis),) = ScalarFactorization(*problem).eigenvectors(branch=branch)
        assert count == len(basis) == problem[2]
        assert Matrix.hstack(*basis).rank() == problem[2]


@pytest.mark.parametrize("case", [(1, 3, 2), (-1, 3, 2), (0, 1, 3), (0, 1, 2)])
def test_eigenvectors_at_zero(case: tuple) -> None:
    problem = ScalarFactorization(*case)
    matrix = problem.hessian().subs(dict.fromkeys(problem.weights, 0))
    for value, _, basis in problem.eigenvectors():
        for vector in basis:
            assert matrix * vector == value * vector


def test_symbolic_depth_gives_the_entries_of_eigenvectors() -> None:
    (low, count, (bulk,)), (high, one, (top,)) = ScalarFactorization().eigenvectors()
    i, k = (Symbol(name, integer=True, positive=True) for name in "ik")
    s = sympy.IndexedBase("s", integer=True)
    assert (low, count, one) == (4 * lam / L, L - 1, 1)
    assert high in ScalarFactorization().spectrum()
    for size in (2, 5):
        signs = [1, -1, 1, 1, -1][:size]
        values = {s[n + 1]: signs[n] for n in range(size)}
        basis, vector = sympy.Matrix([]), None
        concrete = ScalarFactorization(depth=size).eigenvectors(signs)
        vector = [top.subs(i, n + 1).subs(values) for n in range(size)]
        assert concrete[-1][2] == [Matrix(vector)]
        basis = [
            Matrix([bulk.subs({k: row, i: n + 1}).subs(values) for n in range(size)])
            for row in range(2, size + 1)
        ]
        assert concrete[0][2] == basis


@pytest.mark.parametrize(
    ("case", "signs", "message"),
    [
        ((2, 1, 3), (1, 1), r"^signs: \(1, 1\); allowed are 3 numbers, each 1 or -1$"),
        ((2, 1, 3), (1, 1, 2), r"each 1 or -1$"),
        ((2, 1, 3), (1, 1, -1), r"has product -1; allowed is the sign of the target, 1$"),
        ((2, 4, 3), (1, 1, 1), r"at w = 0; allowed is to leave it out$"),
        ((2, 1, None), (1, 1, 1), r"for a symbolic depth; allowed is to leave it out$"),
    ],
)
def test_bad_signs(case: tuple, signs: tuple, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        ScalarFactorization(*case).eigenvectors(signs)


# -- printing ----------------------------------------------------------------------------


def test_latex() -> None:
    text = ScalarFactorization()._repr_latex_()
    assert text.startswith(r"$\displaystyle ")
    assert r"\left(m - w_{1} \cdots w_{L}\right)^{2}" in text
    shown = ScalarFactorization(2, "1/10", 5).spectrum()._repr_latex_()
    assert r"\frac{2}{25} & 0.08 & 4" in shown


def test_results_work_with_sympys_tools() -> None:
    step = ScalarFactorization(depth=4).spectrum().stable_step()
    function = lambdify([w, lam], step, "math")
    assert function(1.0, 1.0) == pytest.approx(2 / 7)
    assert step.subs({w: 1, lam: 1}) == Rational(2, 7)


# -- certificates ------------------------------------------------------------------------


@pytest.mark.parametrize("case", NUMERIC)
def test_certificates_enclose_the_spectrum(case: tuple) -> None:
    problem = ScalarFactorization(*case)
    certificate = problem.certify(dps=25)
    certificate.check()
    claims = certificate.data["claims"]
    assert claims["regime"] == problem.regime()
    for claim, spectrum in zip(claims["branches"], problem.spectra().values(), strict=True):
        found = {}
        for value, count in spectrum.items():
            (entry,) = [e for e in claim["eigenvalues"] if encloses(e["enclosure"], value)]
            found[value] = int(entry["multiplicity"])
            assert found[value] == count
        assert len(claim["eigenvalues"]) == len(spectrum)
        assert encloses(claim["max_eigenvalue"], spectrum.max_eigenvalue())


def encloses(enclosure: list[str], value: Expr) -> bool:
    low, high = (Rational(bound) for bound in enclosure)
    return bool(low <= value) and bool(value <= high)


# -- real numbers that are not rational ----------------------------------------------


def test_an_irrational_target_serves_for_formulas_and_certificates() -> None:
    root = sympy.sqrt(2)
    problem = ScalarFactorization(root, "1/10", 5)
    assert problem.loss().subs(dict.fromkeys(problem.weights, 0)) == 2
    assert abs(problem.critical_lam().evalf() - 5 * 6 ** sympy.Rational(3, 5) / 8) < 1e-12
    low, high = problem.certify(10).data["problem"]["target"]
    assert sympy.Rational(low) < root < sympy.Rational(high)
    symbolic = ScalarFactorization(root, depth=5).spectrum()
    assert any(root in relation.atoms(sympy.Pow) for relation in symbolic.hypotheses)


@pytest.mark.parametrize("name", ["regime", "spectrum", "spectra", "minimizer", "minimizer_count"])
def test_what_is_decided_for_rationals_only_says_so(name: str) -> None:
    for problem, argument in (
        (ScalarFactorization(sympy.sqrt(2), 1, 3), "target: sqrt\\(2\\)"),
        (ScalarFactorization(2, sympy.pi, 3), "lam: pi"),
    ):
        with pytest.raises(ValueError, match=f"^{argument} is not rational; allowed here"):
            getattr(problem, name)()
