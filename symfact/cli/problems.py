"""The commands on problems, scalar or matrix: `spectrum` and `certify`."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from symfact.cli.console import ascii_only, mathematics, print_aligned, print_json, say
from symfact.cli.progress import progress
from symfact.files import write_text
from symfact.stages import stage

if TYPE_CHECKING:
    from symfact.matrix import MatrixFactorization
    from symfact.spectrum import Spectrum

__all__ = ["OPTIONS", "certify", "problem_options", "read_matrix", "spectrum"]

_FLOAT_DIGITS, _LINES = 17, 20


OPTIONS = {
    "target": "The target, a rational number: 2, -3/2, 0.1; or the .npy file of a matrix.",
    "lam": "The regularization parameter lambda > 0: 1/10, 0.1, 1e-3.",
    "depth": "The depth L, an integer >= 2.",
    "singular-values": "Those of a target matrix, exactly: 3,2,1/2.",
    "shape": "With --singular-values: 5x4, rows by columns of the target; else square.",
    "widths": "Matrices: the hidden widths, 8,8,8, or one for all; else the smaller side.",
}


def problem_options(texts: Mapping[str, str] = OPTIONS) -> Callable[[Any], Any]:
    """Give a command the options of a problem, by name and help: exact numbers, as text."""

    def decorate(command: Any) -> Any:
        for name, text in reversed(list(texts.items())):
            command = click.option(f"--{name}", metavar=name.upper(), help=text)(command)
        return command

    return decorate


def read_matrix(given: dict[str, str | None]) -> MatrixFactorization | None:
    """The problem of a matrix, if it is one."""
    target, values = given["target"], given["singular_values"]
    if not (values is not None or (target or "").endswith(".npy")):
        for name in ("shape", "widths"):
            if given[name] is not None:
                raise ValueError(
                    f"--{name}: {given[name]!r} given for a number; allowed with a .npy --target"
                    " or --singular-values"
                )
        return None
    from symfact.matrix import MatrixFactorization  # noqa: PLC0415

    widths = _sizes(given["widths"], "--widths", ",")
    return MatrixFactorization(
        target,
        given["lam"],
        given["depth"],
        widths[0] if widths is not None and len(widths) == 1 else widths,
        singular_values=None if values is None else values.split(","),
        shape=_sizes(given["shape"], "--shape", "x"),
    )


def _sizes(text: str | None, name: str, separator: str) -> list[int] | None:
    if text is None:
        return None
    parts = text.split(separator)
    if not all(part.isascii() and part.isdigit() and len(part) < 10 for part in parts):
        raise ValueError(f"{name}: {text!r} given; allowed are integers, 8{separator}8")
    return [int(part) for part in parts]


@click.command()
@problem_options()
@click.option("--dps", default="15", metavar="DIGITS", show_default=True, help="Digits to show.")
@click.option("--json", "as_json", is_flag=True, help="Print the spectra as JSON.")
def spectrum(dps: str, as_json: bool, **given: str | None) -> None:
    """Print the Hessian spectrum at the minimizers.

    Of a number as --target: what is left out (--target, --lam, --depth) stays symbolic.
    Of a matrix, from its .npy file or its singular values: all eigenvalues with multiplicities.
    """
    from symfact.parameters import parse_dps  # noqa: PLC0415
    from symfact.scalar import ScalarFactorization  # noqa: PLC0415

    digits, matrix = parse_dps(dps), read_matrix(given)
    if matrix is not None:
        _print_matrix(matrix, digits, as_json)
        return
    problem = ScalarFactorization(given["target"], given["lam"], given["depth"])
    describe = _describe if as_json else _readings
    with progress("working out the spectrum"):
        found = {name: describe(each, digits) for name, each in problem.spectra().items()}
    if as_json:
        print_json({"problem": str(problem), "spectra": found})
        return
    say(str(problem))
    for name, readings in found.items():
        say(f"\nminimizers: {name}")
        _print_spectrum(**readings)


def _readings(spectrum: Spectrum, digits: int) -> dict[str, Any]:
    """What is printed of a spectrum."""
    facts = {"largest": spectrum.max_eigenvalue(), "stable step": spectrum.stable_step()}
    return {
        "hypotheses": [[f"if {_readable(item, digits)}"] for item in spectrum.hypotheses],
        "eigenvalues": [[_readable(v, digits), _readable(n, digits)] for v, n in spectrum.items()],
        "facts": [[label, _readable(value, digits)] for label, value in facts.items()],
    }


def _print_spectrum(
    eigenvalues: list[list[str]],
    facts: list[list[str]],
    hypotheses: list[list[str]] | None = None,
    omitted: int = 0,
) -> None:
    if hypotheses:
        print_aligned(hypotheses)
        say("")
    print_aligned(eigenvalues, ["eigenvalue", "multiplicity"])
    if omitted > 0:
        say(f"  ... {omitted} smaller eigenvalues (--json prints all)")
    say("")
    print_aligned(facts)


def _print_matrix(problem: MatrixFactorization, digits: int, as_json: bool) -> None:
    def shown(value: Any) -> str:
        return str(value.evalf(digits)) if hasattr(value, "evalf") else f"{value:.{digits}g}"

    if isinstance(problem.max_eigenvalue(), float) and digits > _FLOAT_DIGITS:
        raise ValueError(
            f"--dps: {digits} digits of a float64 spectrum; allowed are {_FLOAT_DIGITS}"
            " (certify gives more)"
        )
    with progress("working out the spectrum"):
        regimes, found = problem.regime(), problem.spectrum()
        pairs = sorted(found.items(), key=lambda item: float(item[0]), reverse=True)
        listed = pairs if as_json else pairs[:_LINES]
        eigenvalues = [(shown(value), count) for value, count in listed]
        facts = {name: shown(value) for name, value in _facts(problem).items()}
    if as_json:
        data: dict[str, Any] = {"problem": str(problem), "regime": regimes}
        data["eigenvalues"] = [{"value": v, "multiplicity": n} for v, n in eigenvalues]
        print_json(data | {name.replace(" ", "_"): value for name, value in facts.items()})
        return
    positive = f"{regimes.count('nonzero')} of {len(regimes)} values"
    say(f"{problem}\n{mathematics('x_k > 0')} for {positive}\n")
    rows, omitted = [[value, str(n)] for value, n in eigenvalues], len(pairs) - len(listed)
    _print_spectrum(rows, [list(fact) for fact in facts.items()], omitted=omitted)


def _facts(problem: MatrixFactorization) -> dict[str, Any]:
    return {
        "largest": problem.max_eigenvalue(),
        "stable step": problem.stable_step(),
        "condition number": problem.condition_number(),
        "trace": problem.trace(),
        "minimal loss": problem.minimal_loss(),
    }


def _readable(value: Any, digits: int) -> str:
    """A number of so many digits; of a formula, the text for the terminal."""
    from sympy import Eq, Piecewise  # noqa: PLC0415

    if isinstance(value, int):
        return str(value)
    if not value.free_symbols:
        return str(value.evalf(digits))
    if isinstance(value, Eq):
        return " = ".join(_readable(side, digits) for side in value.args)
    if isinstance(value, Piecewise):
        cases = [(_readable(v, digits), case) for v, case in value.args]
        return ", ".join(
            f"{v} otherwise" if case == True else f"{v} if {_readable(case, digits)}"  # noqa: E712
            for v, case in cases
        )
    text = re.sub(r"\bAbs\((\w+)\)", r"|\1|", str(value).replace("**", "^"))
    return text if ascii_only() else mathematics(re.sub(r"\blambda\b", "lam", text))


def _describe(spectrum: Spectrum, digits: int) -> dict[str, Any]:
    def shown(value: Any) -> str:
        return str(value) if value.free_symbols else f"{value.evalf(digits)}"

    return {
        "hypotheses": [str(hypothesis) for hypothesis in spectrum.hypotheses],
        "eigenvalues": [
            {"formula": str(value), "value": shown(value), "multiplicity": str(count)}
            for value, count in spectrum.items()
        ],
        "max_eigenvalue": shown(spectrum.max_eigenvalue()),
        "stable_step": shown(spectrum.stable_step()),
    }


@click.command()
@problem_options()
@click.option("--dps", default="50", metavar="DIGITS", show_default=True, help="Digits to certify.")
@click.option("-o", "--output", metavar="FILE", help="Write here; otherwise to standard output.")
def certify(dps: str, output: str | None, **given: str | None) -> None:
    """Certify minimizers, loss and spectrum.

    Of a number: --target and --lam may be intervals, "[19/10, 21/10]"; the certificate then
    holds for every m and lambda in this box.  Of a matrix: enclosures of its singular values
    and of the whole spectrum.
    """
    from symfact.certify import certify_scalar  # noqa: PLC0415
    from symfact.parameters import parse_dps  # noqa: PLC0415

    matrix = read_matrix(given)
    for name in ("target", "lam", "depth") if matrix is None else ():
        if given[name] is None:
            raise ValueError(f"--{name}: nothing given; a certificate needs a number")
    with progress("certifying"):
        if matrix is None:
            certificate = certify_scalar(given["target"], given["lam"], given["depth"], dps)
        else:
            certificate = matrix.certify(parse_dps(dps))
        if output not in (None, "-"):
            stage(f"writing {output}")
            write_text(Path(output), certificate.text, "--output")
    if output in (None, "-"):
        say(certificate.text, nl=False)
    else:
        say(f"{output}: {certificate}", err=True)
