"""Exact counterexamples to statements of the paper as they are printed.

L = 3, m = 2, lam = 3: the loss is at least 4 for all weights, and both (1, 1, 1) and
(0, 0, 0) attain it, with data terms 1 and 4: Theorem 2 and (5) fail.  So does Theorem 3: the
spectra are {4, 4, 4} and {2, 2, 2}.  And D + lam R with the R of (2) is 10 at (1, 1, 1): in (4)
lam counts twice.

L = 3, m = 1, lam = 2: the loss is at least 1, and more unless all weights are zero: (10) fails,
and 0 is a minimizer.  There (17) predicts -4/3, but the Hessian is 4/3 I; and phi' > 0 everywhere,
with rho = x^3.

L = 2, m = 1, lam = 2: the Hessian at the only minimizer, zero, is singular: not of full rank.

Idea: let t = w_1 w_2, c = w_3.  For t >= 0 (and alike, with w_1 + w_2, for t < 0)

    (t^2 + 1)   (Loss - 4) = ((t^2 + 1) c - 2 t)^2 + 2 t (t - 1)^2 + (t^2 + 1) (w_1 - w_2)^2
    (t^2 + 2/3) (Loss - 1) = ((t^2 + 2/3) c - t)^2 + t (4/3 (t - 3/8)^2 + 101/144)
                             + 2/3 (t^2 + 2/3) (w_1 - w_2)^2.
"""

from symfact.prover import Proof, product
from symfact.theorems import load, run

hessian = load("hessian")
WEIGHTS = ("w_1", "w_2", "w_3")
LOSS = "((m - w_1*w_2*w_3)^2 + lam/3*(w_1^2 + w_2^2 + w_3^2))"
TIE, ABOVE = f"subs({LOSS}, m=2, lam=3)", f"subs({LOSS}, m=1, lam=2)"
T = "(w_1*w_2)"


def at(term, value):
    return f"subs({term}, w_1={value}, w_2={value}, w_3={value})"


def prove():
    p = Proof(
        "counterexamples",
        "Exact counterexamples to the paper as printed",
        real=f"{hessian.REAL} w_1 w_2 w_3 x",
        integer="L",
    )
    p.abbreviate(Loss=LOSS, Generic=hessian.LOSS)
    _values(p)
    _hessians(p)
    x, goal = p.assume("x > 0"), f"subs({load('reduced').FIRST}, L=3, m=1, lam=2) > 0"
    squares = product(root="x^2 - 1/4", c=2), product(root="x - 1"), product(c="5/24")
    p.state("phi' > 0", p.combine(goal, *squares, scale=[x]), "Theorem 2")
    _global(p)
    return p


def _values(p):
    """Claim what the loss is at (1, 1, 1) and at zero."""
    for name, goal, reference, more in (
        ("(1, 1, 1)", f"{at(TIE, 1)} = 4", "Theorem 2", []),
        ("(0, 0, 0)", f"{at(TIE, 0)} = 4", "Theorem 2", []),
        ("data terms differ", "(2 - 1*1*1)^2 != (2 - 0*0*0)^2", "(5)", [-3]),
        ("lam counts twice", f"(2 - 1*1*1)^2 + 3*(3/3*(1 + 1 + 1)) != {at(TIE, 1)}", "(4)", [6]),
        ("zero", f"{at(ABOVE, 0)} = 1", "(10)", []),
        ("(17) is negative", "2*3*0^(2*3-2) + 4*2/3 - 2*2 = -4/3", "(17)", []),
    ):
        p.state(name, p.combine(goal, *(product(c=c) for c in more)), reference)


def _hessians(p):
    """Claim the entries of the Hessian at these points, and the determinant at L = 2."""
    for case, where, diagonal in (
        ("(1, 1, 1)", "L=3, m=2, lam=3, w_j=1, w_k=1, P=1", "4"),
        ("(0, 0, 0)", "L=3, m=2, lam=3, w_j=0, w_k=0, P=0", "2"),
        ("zero", "L=3, m=1, lam=2, w_j=0, w_k=0, P=0", "4/3"),
    ):
        for entry, term, value in (
            ("diagonal", hessian.DIAGONAL, diagonal),
            ("off-diagonal", hessian.OFF_DIAGONAL, "0"),
        ):
            goal = f"subs({term}, {where}) = {value}"
            p.state(f"Hessian at {case}: {entry}", p.combine(goal), "(17)")
    singular = "L=2, m=1, lam=2, w_j=0, w_k=0, P=1"
    goal = f"subs(({hessian.DIAGONAL})^2 - ({hessian.OFF_DIAGONAL})^2, {singular}) = 0"
    p.state("singular", p.combine(goal), "Section 3, full rank")


def _global(p):
    """Claim the least values of the loss for all weights, and where 1 is attained."""
    tie, above, sides = f"{TIE} >= 4", f"{ABOVE} >= 1", {"ge": "-", "lt": "+"}
    least = p.cases(T, **{case: _tie(p, tie, case, sides[case]) for case in sides})
    p.state("at least 4", least, "Theorem 2")
    least = p.cases(T, **{case: _above(p, above, case, sides[case]) for case in sides})
    p.state("at least 1", least, "(10)")
    more = f"{ABOVE} > 1"
    for weight in WEIGHTS:
        nonzero, none = p.assume(f"{weight} != 0"), p.assume(f"{T} = 0")
        squares = [product(root=w, c="2/3") for w in WEIGHTS if w != weight]
        squares = [product((nonzero, 2), c="2/3"), *squares]
        flat = p.combine(more, *squares, (f"{T}*w_3^2 - 2*w_3", none))
        strict = {case: _above(p, more, case, sign) for case, sign in (("gt", "-"), ("lt", "+"))}
        p.state(f"only zero: {weight}", p.cases(T, eq=flat, **strict), "(10)")


def _side(p, case):
    return p.assume(f"{T} { {'ge': '>=', 'gt': '>', 'lt': '<'}[case] } 0")


def _tie(p, goal, case, sign):
    scale = p.combine(f"{T}^2 + 1 > 0", product(root=T), product())
    square = product(root=f"({T}^2 + 1)*w_3 - 2*{T}")
    rest = product(_side(p, case), root=f"{T} {sign} 1", c=2)
    return p.combine(goal, square, rest, product(scale, root=f"w_1 {sign} w_2"), scale=[scale])


def _above(p, goal, case, sign):
    side, scale = _side(p, case), p.combine(f"{T}^2 + 2/3 > 0", product(root=T), product(c="2/3"))
    square = product(root=f"({T}^2 + 2/3)*w_3 - {T}")
    rest = product(side, root=f"{T} {sign} 3/8", c="4/3"), product(side, c="101/144")
    return p.combine(
        goal, square, *rest, product(scale, root=f"w_1 {sign} w_2", c="2/3"), scale=[scale]
    )


if __name__ == "__main__":
    raise SystemExit(run(prove))
