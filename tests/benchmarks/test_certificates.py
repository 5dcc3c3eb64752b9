"""The minimizer and its certificate against named peers, at the same number of digits.

    pytest tests/benchmarks/test_certificates.py -o addopts= --benchmark-columns=min

A group is one problem, m = 2 and lambda = 1/10, at one depth and precision.  Its unit is one
evaluation of p(w) in Arb, with as few products as there can be; beside it stands one product
in the standard library's decimal, of which the checker's work consists.  Every peer starts
from the root to 15 digits.  Only ratios within a group of one run mean anything.  Peers that are
not installed (the extra `benchmark` has them) are skipped by name.

`test_memory` runs the checker as a process of its own, by its path; its peak of memory is
`extra_info` in the file of `--benchmark-json`.
"""

import decimal
import subprocess
import sys
from fractions import Fraction

import mpmath
import pytest
import sympy
from sympy import CRootOf

from symfact import checker
from symfact.certify import certify_scalar
from symfact.checker import check_certificate
from symfact.minimizer import minimizer

M, LAM = Fraction(2), Fraction(1, 10)
CASES = [(10**k, depth) for k in (3, 4, 5, 6) for depth in (3, 10, 1000)]


def p(w, depth, one):
    """With shared powers: no peer computes w^(L-2) twice."""
    power = w ** (depth - 2)
    return power * (power * w * w - 2) + one / (10 * depth)


def arb_evaluation(digits, depth):
    flint = pytest.importorskip("flint")
    flint.ctx.dps = digits + 5
    w = flint.arb(2) ** (flint.arb(1) / depth)
    return lambda: p(w, depth, flint.arb(1))


def arb_newton(digits, depth):
    """Interval Newton with doubling precision: each step maps a ball into itself."""
    flint = pytest.importorskip("flint")
    guard = 3 + len(str(depth))
    start, steps = str(minimizer(M, LAM, depth, 15).w), [digits + guard]
    while steps[-1] > 20:
        steps.append(steps[-1] // 2 + guard)

    def solve():
        flint.ctx.dps = 20
        ball = flint.arb(start, 1e-13)
        for precision in reversed(steps):
            flint.ctx.dps = precision // 2 + 2 * guard
            power = ball ** (depth - 3)
            slope = power * ((2 * depth - 2) * power * ball**3 - 2 * (depth - 2))
            middle = +ball.mid()
            flint.ctx.dps = precision + guard
            value = p(middle, depth, flint.arb(1))
            flint.ctx.dps = precision // 2 + 2 * guard
            step = value / slope
            flint.ctx.dps = precision + guard
            smaller = middle - step
            assert ball.contains(smaller)
            ball = smaller
        assert ball.rad() < flint.arb(10) ** -digits

    return solve


def mpmath_findroot(digits, depth):
    start = minimizer(M, LAM, depth, 15).w

    def solve():
        with mpmath.workdps(digits):
            mpmath.findroot(lambda w: p(w, depth, mpmath.mpf(1)), start, verify=False)

    return solve


def sympy_nsolve(digits, depth):
    w, start = sympy.Symbol("w"), float(minimizer(M, LAM, depth, 15).w)
    expression = w ** (2 * depth - 2) - 2 * w ** (depth - 2) + sympy.Rational(1, 10 * depth)
    return lambda: sympy.nsolve(expression, w, start, prec=digits, verify=False)


def sympy_crootof(digits, depth):
    w = sympy.Symbol("w")
    polynomial = 10 * depth * w ** (2 * depth - 2) - 20 * depth * w ** (depth - 2) + 1

    def solve():
        CRootOf.clear_cache()
        CRootOf(polynomial, 1 if depth % 2 else 3).eval_rational(sympy.Rational(1, 10**digits))

    return solve


def pari_polrootsreal(digits, depth):
    pari = pytest.importorskip("cypari").pari
    pari.allocatemem(2**30, silent=True)
    polynomial = pari(f"{10 * depth}*x^{2 * depth - 2} - {20 * depth}*x^{depth - 2} + 1")
    return lambda: polynomial.polrootsreal(precision=int(digits * 3.3220) + 1)


def symfact_minimizer(digits, depth):
    return lambda: minimizer(M, LAM, depth, digits)


def symfact_certify(digits, depth):
    return lambda: certify_scalar(M, LAM, depth, digits)


def symfact_check(digits, depth):
    data = certify_scalar(M, LAM, depth, digits).text.encode()
    return lambda: check_certificate(data)


def decimal_product(digits, depth):
    context = decimal.Context(prec=digits)
    third, seventh = context.divide(1, 3), context.divide(1, 7)
    return lambda: context.multiply(third, seventh)


PEERS = [
    arb_evaluation, decimal_product, symfact_minimizer, symfact_certify, symfact_check, arb_newton,
    pari_polrootsreal, mpmath_findroot, sympy_nsolve, sympy_crootof,
]  # fmt: skip
SLOW = [pari_polrootsreal, mpmath_findroot, sympy_nsolve, sympy_crootof]


@pytest.mark.parametrize("peer", PEERS, ids=lambda peer: peer.__name__)
@pytest.mark.parametrize(("digits", "depth"), CASES)
def test_root(benchmark, peer, digits, depth):
    if peer is sympy_crootof and (digits > 10**3 or depth > 10):
        pytest.skip("CRootOf takes from ten seconds to minutes here")
    if peer is pari_polrootsreal and (digits, depth) == (10**6, 1000):
        pytest.skip("PARI needs more than a stack of 1 GB here")
    benchmark.group = f"{digits} digits, depth {depth}"
    rounds = 20 if digits < 10**5 and peer not in SLOW else 3
    benchmark.pedantic(peer(digits, depth), rounds=rounds, warmup_rounds=1)


@pytest.mark.parametrize(("digits", "depth"), CASES)
@pytest.mark.benchmark(group="the checker as a process")
def test_memory(benchmark, tmp_path, digits, depth):
    certify_scalar(M, LAM, depth, digits).save(tmp_path / "c.json")
    work = f"import runpy; print(runpy.run_path({checker.__file__!r})['verdict']('c.json'))"
    peak = "print([int(x.split()[1]) for x in open('/proc/self/status') if 'VmHWM' in x][0])"
    command = [sys.executable, "-I", "-S", "-c", f"{work}; {peak}"]

    def check():
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)

    lines = benchmark.pedantic(check, rounds=3, warmup_rounds=1).stdout.splitlines()
    assert lines[0] == "(0, 'c.json: valid')"
    benchmark.extra_info["peak MB"] = round(int(lines[1]) / 1000, 1)
