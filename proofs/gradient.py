"""The gradient for a generic index j, at any depth L: equations (19), (20) and (21).

    dLoss/dw_j = -2 (m - rho) prod_{i /= j} w_i + 2 lam/L w_j

Idea: the product is affine in each weight.  Write rho = w_j w_k P with P the product and
S the sum of squares of the weights other than w_j and w_k: P and S do not contain w_j,
so one derivative of one expression is the gradient for all L at once.
"""

from symfact.prover import Proof
from symfact.theorems import run

RHO = "w_j*w_k*P"
LOSS = f"((m - {RHO})^2 + lam/L*(w_j^2 + w_k^2 + S))"
REAL = "m lam w_j w_k P S"


def prove():
    p = Proof("gradient", "The gradient for generic index (19)-(21)", real=REAL, integer="L")
    p.abbreviate(Loss=LOSS)
    p.assume("L >= 2")
    gradient = f"diff({LOSS}, w_j) = -2*(m - {RHO})*(w_k*P) + 2*lam/L*w_j"
    fact = p.combine(gradient)
    p.claim("gradient", fact, "L >= 2", then=gradient, reference="(19)")

    critical = p.assume(f"diff({LOSS}, w_j) = 0")
    equation = f"-2*(m - {RHO})*(w_k*P) + 2*lam/L*w_j = 0"
    stationary = p.combine(equation, (1, critical))
    p.claim(
        "stationary",
        stationary,
        "L >= 2",
        f"diff({LOSS}, w_j) = 0",
        then=equation,
        reference="(20)",
    )

    w = p.assume("w_j != 0")
    balance = f"2*(m - {RHO})*({RHO}/w_j) = 2*lam/L*w_j"
    solved = p.combine(balance, (-1, critical), using=[w])
    p.claim(
        "solved",
        solved,
        "L >= 2",
        "w_j != 0",
        f"diff({LOSS}, w_j) = 0",
        then=balance,
        reference="(21)",
    )
    return p


if __name__ == "__main__":
    raise SystemExit(run(prove))
