"""The minimizer and its certificate against named peers, at the same number of digits.

A group is one problem, m = 2 and lambda = 1/10, at one depth and precision; its unit is one
evaluation of p(w) in Arb.  Every peer starts from the root to 15 digits.  Only ratios within a
group of one run mean anything.  Peers that are not installed (the extra
`benchmark` has them) are skipped by name.
"""

from fractions import Fraction

import mpmath
import pytest
import sympy

from symfact.certify import certify_scalar
from symfact.checker import check_certificate
from symfact.minimizer import minimizer

M, LAM = Fraction(2), Fraction(1, 10)
CASES = [(digits, depth) for digits in (10**3, 10**4, 10**5) for depth in (3, 10, 1000)]


def p(w, depth, one):
    return w ** (2 * depth - 2) - 2 * w ** (depth - 2) + one / (10 * depth)


def arb_evaluation(digits, depth):
    flint = pytest.importorskip("flint")
    flint.ctx.dps = digits + 5
    w = flint.arb(2) ** (flint.arb(1) / depth)
    return lambda: p(w, depth, flint.arb(1))


def arb_newton(digits, depth):
    """Newton with doubling precision, certified by a change of sign."""
    flint = pytest.importorskip("flint")
    start, steps = str(minimizer(M, LAM, depth, 15).w), [digits + 10]
    while steps[-1] > 20:
        steps.append(steps[-1] // 2 + 2 + len(str(depth)))

    def solve():
        flint.ctx.dps = 20
        w = flint.arb(start)
        for precision in reversed(steps):
            flint.ctx.dps = precision + 5
            w = w.mid()
            power = w ** (depth - 3)
            slope = power * ((2 * depth - 2) * power * w**3 - 2 * (depth - 2))
            w -= (power * w * (power * w**3 - 2) + flint.arb(1) / (10 * depth)) / slope
        unit = flint.arb(10) ** -digits
        assert p(w.mid() - unit, depth, flint.arb(1)) < 0 < p(w.mid() + unit, depth, flint.arb(1))

    return solve


def mpmath_findroot(digits, depth):
    start = minimizer(M, LAM, depth, 15).w

    def solve():
        with mpmath.workdps(digits):
            mpmath.findroot(lambda w: p(w, depth, mpmath.mpf(1)), start, verify=False)

    return solve


def sympy_nsolve(digits, depth):
    w, start = sympy.Symbol("w"), float(minimizer(M, LAM, depth, 15).w)
    expression = p(w, depth, sympy.Integer(1))
    return lambda: sympy.nsolve(expression, w, start, prec=digits, verify=False)


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
    text = certify_scalar(M, LAM, depth, digits).text
    return lambda: check_certificate(text)


EVERYWHERE = [arb_evaluation, arb_newton, symfact_minimizer, symfact_certify, symfact_check]
SLOW = [mpmath_findroot, sympy_nsolve, pari_polrootsreal]  # minutes at more digits or depth


@pytest.mark.parametrize("peer", [*EVERYWHERE, *SLOW], ids=lambda peer: peer.__name__)
@pytest.mark.parametrize(("digits", "depth"), CASES)
def test_minimizer(benchmark, peer, digits, depth):
    if peer in SLOW and (digits > 10**4 or depth > 10):
        pytest.skip(f"{peer.__name__} takes too long here")
    benchmark.group = f"{digits} digits, depth {depth}"
    benchmark.pedantic(peer(digits, depth), rounds=5 if digits < 10**5 else 2, warmup_rounds=1)
