"""What a notebook shows of a problem, a spectrum or a certificate, as tables.

Displaying something must be quick, so nothing is worked out here that takes longer than a blink.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sympy import sign

from symfact import checker
from symfact.magnitude import LayerMagnitude
from symfact.notebook import Cell, Math, Table, enclosed, formula, value

if TYPE_CHECKING:
    from symfact.closed_form import MatrixSpectrum
    from symfact.matrix import MatrixFactorization
    from symfact.numeric import NumericSpectrum
    from symfact.scalar import ScalarFactorization
    from symfact.spectrum import Spectrum

__all__ = [
    "matrix_problem",
    "matrix_spectrum",
    "numeric_spectrum",
    "read_certificate",
    "scalar_problem",
    "scalar_spectrum",
]

_ROWS = 20  # of a spectrum, as on the command line
_SHORT = 6  # of a list within a cell
_READABLE = 80  # characters of TeX of a number that says more than its digits
_QUICK = 10**7  # products of a singular value decomposition that takes a blink
_ORDER_DIGITS = 50
_LARGEST_POWER = 64  # 2^(L-1) is written out up to there

_BRANCHES = {"nonzero": Math("w > 0"), "zero": Math("w = 0")}
_REGIMES = {"nonzero": ["nonzero"], "tie": ["nonzero", "zero"], "zero": ["zero"]}


# ---- problems


def scalar_problem(problem: ScalarFactorization) -> Table:
    """Return the loss of a scalar problem, its critical lambda and its global minimizers."""
    m, L = problem.target, problem.depth
    weights, squares = _repeated("w_{{{}}}", L, " "), _repeated("w_{{{}}}^{{2}}", L, " + ")
    square = rf"\left({_tex(m)} - {weights}\right)^{{2}}"
    rows: list[Sequence[Cell]] = [
        ("loss", _loss(square, problem.lam / L, squares)),
        ("critical lambda", _with_value(r"\lambda_c", problem.critical_lam())),
        ("global minimizers", _minimizers(problem)),
    ]
    return Table("Scalar factorization", (), rows)


def _minimizers(problem: ScalarFactorization) -> Cell:
    if not (problem.target.is_Rational and problem.lam.is_Rational and problem.depth.is_Integer):
        below, at, above = (Math(rf"\lambda {relation} \lambda_c") for relation in "<=>")
        rest = (" for ", above, ", both at ", at, " if ", Math(r"L \ge 3"))
        return (_BRANCHES["nonzero"], " for ", below, ", ", _BRANCHES["zero"], *rest)
    found: list[Cell] = []
    for branch in _REGIMES[problem.regime()]:
        if branch == "zero":
            found.append((Math("1"), ", all weights 0"))
            continue
        w = LayerMagnitude(problem.target, problem.lam, problem.depth)
        rho = sign(problem.target) * w**problem.depth
        size, product = _with_value(r"\left|w_i\right|", w), _with_value(r"\rho", rho)
        found.append((_power_of_two(int(problem.depth) - 1), ", with ", *size, ", ", *product))
    return _joined(found, "; ")


def _loss(square: str, c: Any, squares: str) -> Math:
    factor = "" if c == 1 else _tex(c)
    loss = rf"{square} + {factor} \left({squares}\right)"
    about = r"\approx "  # one of a number says it of the whole
    return Math(about + loss.replace(about, "") if about in loss else loss)


def matrix_problem(problem: MatrixFactorization) -> Table:
    """Return the loss of a matrix problem, its sizes, and its singular values where quick."""
    rows, columns = problem.shape
    product = _repeated("W_{{{}}}", problem.depth, " ", falling=True)
    norms = _repeated(r"\|W_{{{}}}\|_F^{{2}}", problem.depth, " + ")
    loss = _loss(rf"\|M - {product}\|_F^{{2}}", problem._exact_lam() / problem.depth, norms)
    weights = sum(a * b for a, b in zip(problem.dimensions, problem.dimensions[1:], strict=False))
    table: list[Sequence[Cell]] = [
        ("loss", loss),
        ("target", (Math("M"), f", {rows} by {columns}")),
        ("hidden widths", _widths(problem.widths)),
        ("weights", Math(weights)),
    ]
    given = problem._target is None
    if given or rows * columns * min(rows, columns) <= _QUICK:
        shown = formula if given else value
        table.append(("singular values", _listed(problem.singular_values, shown)))
        table.append(("at minimizers", _active(problem.regime())))
    return Table("Matrix factorization", (), table)


def _active(regimes: Sequence[str]) -> Cell:
    tied = regimes.count("tie")
    count = f" for {regimes.count('nonzero')} of {len(regimes)} singular values"
    more = f"; {tied} at a tie, where 0 is as good" if tied else ""
    return (Math("x_k > 0"), count + more)


def _widths(widths: Sequence[int]) -> Cell:
    if len(widths) > _SHORT and len(set(widths)) == 1:
        return (Math(widths[0]), f", in all {len(widths)} hidden layers")
    return _listed(widths, Math)


# ---- spectra


def scalar_spectrum(spectrum: Spectrum) -> Table:
    """Return the spectrum at minimizers with w > 0, or at w = 0."""
    caption = ("Hessian spectrum at the global minimizers with ", _BRANCHES[spectrum.regime])
    return _exact_spectrum(spectrum, caption, ["condition number", "trace"])


def matrix_spectrum(spectrum: MatrixSpectrum) -> Table:
    """Return the spectrum at the global minimizers of a matrix problem, from exact numbers."""
    return _exact_spectrum(spectrum, "Hessian spectrum at the global minimizers", ["trace"])


def _exact_spectrum(spectrum: Spectrum, caption: Cell, more: Sequence[str]) -> Table:
    symbolic = any(eigenvalue.free_symbols for eigenvalue in spectrum)
    pairs = list(spectrum.items())
    rows: list[Sequence[Cell]]
    if symbolic:
        head: list[Cell] = ["eigenvalue", "multiplicity"]
        rows = [(formula(v), _count(n)) for v, n in pairs[:_ROWS]]
        facts = _facts(spectrum, [], formula)
    else:
        pairs.sort(key=lambda pair: pair[0].evalf(_ORDER_DIGITS), reverse=True)
        head = ["eigenvalue", "value", "multiplicity"]
        rows = [(formula(v), value(v), _count(n)) for v, n in pairs[:_ROWS]]
        facts = _facts(spectrum, more, value)
    notes = [_omitted(len(pairs)), _names(v for v, _ in pairs[:_ROWS]), facts]
    if spectrum.hypotheses:
        notes.append(("if ", *_joined(map(formula, spectrum.hypotheses), ", ")))
    return Table(caption, head, rows, [note for note in notes if note])


def _facts(spectrum: Any, more: Sequence[str], shown: Callable[[Any], str]) -> Cell:
    facts = [("largest", spectrum.max_eigenvalue()), ("stable step", spectrum.stable_step())]
    facts += [(name, getattr(spectrum, name.replace(" ", "_"))()) for name in more]
    return _joined(((f"{name} ", shown(fact)) for name, fact in facts), "; ")


def _names(eigenvalues: Iterable[Any]) -> Cell:
    """Say what w, x_1, ... are in exact eigenvalues of numbers."""
    found = {atom.name: atom for v in eigenvalues for atom in v.atoms(LayerMagnitude)}
    shown = [_with_value(_tex(found[name]), found[name]) for name in sorted(found)[:_SHORT]]
    more = ", ..." if len(found) > _SHORT else ""
    return ("where ", *_joined(shown, ", "), more) if shown else ""


def numeric_spectrum(spectrum: NumericSpectrum) -> Table:
    """Return the spectrum of a matrix problem in float64, its largest eigenvalues first."""
    rows = [(value(v), Math(spectrum[v])) for v in map(float, spectrum.eigenvalues[::-1][:_ROWS])]
    size = (Math(spectrum.size()), " in all, with multiplicity")
    notes: list[Cell] = [
        _omitted(len(spectrum)),
        size,
        _facts(spectrum, ["condition number", "trace"], value),
    ]
    caption = "Hessian spectrum at the global minimizers, float64"
    head = ["eigenvalue", "multiplicity"]
    return Table(caption, head, rows, [note for note in notes if note])


def _omitted(count: int) -> str:
    return f"... {count - _ROWS} more eigenvalues" if count > _ROWS else ""


def _count(number: Any) -> str:
    return Math(number) if isinstance(number, int) else formula(number)


# ---- certificates


def read_certificate(data: dict[str, Any]) -> list[Table]:
    """Return the problem and the claims of a certificate, which need not be valid.

    Raises ``ArithmeticError``, ``AttributeError``, ``LookupError``, ``TypeError`` or
    ``ValueError`` for data of another form.
    """
    tables = {"scalar": _scalar_claims, "matrix": _matrix_claims}[data["kind"]](data)
    digits = int(data["evidence"]["digits"])
    notes: list[Cell] = [
        f"Every number is enclosed by decimals of {digits} digits; shown are those that both ends"
        " share, at most 12, or both ends.",
        "check() works all of it out again from the problem and the evidence, in exact and in"
        " outward rounded arithmetic; until then nothing here is checked.",
    ]
    if omitted := data["not_claimed"]:
        notes.append(f"Nothing is claimed about {_words(omitted)}.")
    last = tables[-1]
    return [*tables[:-1], Table(last.caption, last.head, last.rows, [*last.notes, *notes])]


def _words(parts: Sequence[Any]) -> str:
    if not all(isinstance(part, str) and len(part) < 100 for part in parts):
        raise ValueError("not_claimed: no short texts")
    return ", ".join(parts)


def _scalar_claims(data: dict[str, Any]) -> list[Table]:
    problem, claims = data["problem"], data["claims"]
    names = [_BRANCHES[name] for name in _REGIMES[claims["regime"]]]
    branches = dict(zip(names, claims["branches"], strict=True))
    rows: list[Sequence[Cell]] = [
        ("how many", *(_counted(b["minimizer_count"]) for b in branches.values()))
    ]
    for title, key in (
        (Math(r"\left|w_i\right|"), "w"),
        (Math(r"\rho = w_1 \cdots w_L"), "rho"),
        ("loss", "loss"),
        ("data term", "data_term"),
        ("regularization", "regularization"),
        ("largest eigenvalue", "max_eigenvalue"),
    ):
        rows.append((title, *(enclosed(branch[key]) for branch in branches.values())))
    rows.append(("spectrum", *(_spectrum_cell(b["eigenvalues"]) for b in branches.values())))
    given = [_given("m", problem["target"]), _given(r"\lambda", problem["lam"])]
    depth = Math(f"L = {int(problem['depth'])}")
    caption = ("Certificate for ", *_joined([*given, depth], ", "))
    head: list[Cell] = ["at the global minimizers", *(("with ", name) for name in branches)]
    return [Table(caption, head, rows)]


def _given(name: str, number: Any) -> Math:
    if isinstance(number, list):
        low, high = map(_fraction, number)
        return Math(rf"{name} \in [{low}, {high}]")
    text = _fraction(number)
    return Math(f"{name} {text}" if text.startswith(r"\approx") else f"{name} = {text}")


def _fraction(text: str) -> str:
    """Return the TeX of a rational, of one that a certificate may have."""
    from sympy import Rational  # noqa: PLC0415

    if len(text) > checker.MAX_RATIONAL or not checker.RATIONAL.fullmatch(text):
        raise ValueError("problem: not a rational")
    number = Fraction(text)
    return _tex(Rational(number.numerator, number.denominator))


def _counted(text: str) -> Cell:
    """Return how many minimizers there are: "1", or 2 to a power."""
    base, _, exponent = text.partition("^")
    return _power_of_two(int(exponent)) if exponent and int(base) == 2 else Math(int(text))


def _spectrum_cell(eigenvalues: Sequence[Any]) -> Cell:
    found = [(enclosed(e["enclosure"]), f" ({_times(e['multiplicity'])})") for e in eigenvalues]
    return _joined(found, ", ")


def _times(count: Any) -> str:
    return "once" if int(count) == 1 else f"{int(count)} times"


def _matrix_claims(data: dict[str, Any]) -> list[Table]:
    problem, claims = data["problem"], data["claims"]
    size = f", {len(problem['target'])} by {len(problem['target'][0])}"
    rows: list[Sequence[Cell]] = [
        ("hidden widths", _widths([int(width) for width in problem["widths"]])),
        ("singular values", _listed(claims["singular_values"], enclosed)),
        ("at minimizers", _active(claims["regimes"])),
        ("layer entries", _listed(claims["layers"], enclosed)),
        *((name, enclosed(claims[name])) for name in ("loss", "trace")),
        ("largest eigenvalue", enclosed(claims["max_eigenvalue"])),
    ]
    depth = Math(f"L = {int(problem['depth'])}")
    given = _joined([_given(r"\lambda", problem["lam"]), depth], ", ")
    clusters = claims["spectrum"]
    values: list[Sequence[Cell]] = [
        (enclosed(c["enclosure"]), Math(int(c["multiplicity"]))) for c in clusters[:_ROWS]
    ]
    omitted = _omitted(len(clusters))
    return [
        Table(("Certificate for ", Math("M"), f"{size}, ", *given), (), rows),
        Table("Its spectrum", ["eigenvalues", "how many"], values, [omitted] if omitted else []),
    ]


# ---- pieces


def _tex(expression: Any) -> str:
    """Return an expression as TeX within a formula, a name that is not plain as text there."""
    found = formula(expression)
    if isinstance(found, Math):
        return found
    letters = "".join(c if c.isalnum() else " " for c in found)
    return rf"\text{{{letters}}}"


def _with_value(name: str, expression: Any) -> tuple[str, ...]:
    """Return "name = formula", and the number where the formula does not show it."""
    shown = formula(expression)
    if expression.free_symbols or (expression.is_Rational and len(shown) <= _READABLE):
        return (Math(f"{name} = "), shown)
    number = rf" \approx {value(expression)}"
    unreadable = len(shown) > _READABLE or "approx" in shown or expression.has(LayerMagnitude)
    return (Math(name + number if unreadable else f"{name} = {shown}{number}"),)


def _repeated(pattern: str, depth: Any, between: str, *, falling: bool = False) -> str:
    """Return a pattern at 1, ..., depth (or the other way round), with dots between if many."""
    indices = [str(i) for i in range(1, int(depth) + 1)] if depth in (2, 3) else ["1", "", "L"]
    shown = {"L": str(depth) if isinstance(depth, int) else _tex(depth)}
    ordered = indices[::-1] if falling else indices
    return between.join(pattern.format(shown.get(i, i)) if i else r"\cdots" for i in ordered)


def _power_of_two(exponent: int) -> Math:
    written = f" = {2**exponent}" if exponent <= _LARGEST_POWER else ""
    return Math(f"2^{{{exponent}}}{written}")


def _listed(items: Sequence[Any], shown: Any) -> Cell:
    cells = [shown(item) for item in items[:_SHORT]]
    more = f", ... ({len(items)} in all)" if len(items) > _SHORT else ""
    return (*_joined(cells, ", "), more) if cells else "none"


def _joined(cells: Iterable[Cell], between: str) -> tuple[str, ...]:
    pieces: list[str] = []
    for cell in cells:
        pieces += [between] if pieces else []
        pieces += [cell] if isinstance(cell, str) else cell
    return tuple(pieces)
