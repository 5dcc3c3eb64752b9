"""The Hessian spectrum at w = 0, where formula (17) is false.

    L >= 3: the Hessian is 2 lam/L I, eigenvalue 2 lam/L with multiplicity L
    L  = 2: the Hessian is [[lam, -2m], [-2m, lam]], eigenvalues lam - 2m on (1, 1) and
            lam + 2m on (1, -1)

so it is positive definite for L >= 3, and for L = 2 exactly when lam > 2 |m|: at
lam = 2 |m| the Hessian at the only minimizer is singular.

Idea: for L >= 3 the product P of the other weights contains another zero; for L = 2 it is
empty, P = 1.  Where (17) would divide by w_j, nothing is divided here.
"""

from symfact.prover import Proof, product
from symfact.theorems import load, run

hessian = load("hessian")
DEEP, SHALLOW = "w_j=0, w_k=0, P=0", "L=2, w_j=0, w_k=0, P=1"


def prove():
    p = Proof(
        "spectrum_at_zero", "The Hessian spectrum at w = 0", real=f"{hessian.REAL} mu", integer="L"
    )
    p.abbreviate(Loss=hessian.LOSS)
    p.assume("L >= 3")
    entries = (
        ("diagonal", hessian.DIAGONAL, "2*lam/L"),
        ("off-diagonal", hessian.OFF_DIAGONAL, "0"),
    )
    for name, entry, value in entries:
        equation = f"subs({entry}, {DEEP}) = {value}"
        p.claim(f"L >= 3: {name}", p.combine(equation), "L >= 3", then=equation)

    (_, diagonal, _), (_, off_diagonal, _) = entries
    on, off = f"subs({diagonal}, {SHALLOW})", f"subs({off_diagonal}, {SHALLOW})"
    p.claim("L = 2: diagonal", p.combine(f"{on} = lam"), then=f"{on} = lam")
    p.claim("L = 2: off-diagonal", p.combine(f"{off} = -2*m"), then=f"{off} = -2*m")
    for vector, equation in (
        ("(1, 1)", f"{on}*1 + {off}*1 = (lam - 2*m)*1"),
        ("(1, -1)", f"{on}*1 + {off}*(-1) = (lam + 2*m)*1"),
    ):
        p.claim(f"L = 2: eigenvector {vector}", p.combine(equation), then=equation)

    square = ("-4", p.assume("m^2 = mu^2"))
    mu, more, equal = p.assume("mu > 0"), p.assume("lam > 2*mu"), p.assume("lam = 2*mu")
    determinant = f"({on})^2 - ({off})^2"
    definite = p.combine(f"{determinant} > 0", product((more, 2)), product(mu, more, c=4), square)
    p.claim(
        "L = 2: positive definite",
        definite,
        "m^2 = mu^2",
        "mu > 0",
        "lam > 2*mu",
        then=f"{determinant} > 0",
    )
    singular = p.combine(f"{determinant} = 0", ("lam + 2*mu", equal), square)
    given = ["m^2 = mu^2", "lam = 2*mu"]
    p.claim(
        "L = 2: singular",
        singular,
        *given,
        then=f"{determinant} = 0",
        reference="Section 3, full rank",
    )
    return p


if __name__ == "__main__":
    raise SystemExit(run(prove))
