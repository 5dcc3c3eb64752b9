"""Balance: all weights have the same size, at every critical point (Theorem 1, scalar case).

    L >= 2, lam > 0, dLoss/dw_j = dLoss/dw_k = 0  imply  w_j^2 = w_k^2

Idea: w_j dLoss/dw_j - w_k dLoss/dw_k = 2 lam/L (w_j^2 - w_k^2), since the data term
contributes rho f'(rho) to both sides; so it holds for any data term f(rho).  A minimizer
is a critical point: the loss is a parabola in w_j, q (w_j - x)^2 + ..., and moving by
-t dLoss/dw_j with 2tq = 1 would lower it by t/2 (dLoss/dw_j)^2.
"""

from symfact.prover import Proof, forall, product
from symfact.theorems import load, run

LOSS, REAL = load("gradient").LOSS, load("gradient").REAL


def prove():
    p = Proof("balance", "Balance at every critical point", real=f"{REAL} F t x", integer="L")
    p.abbreviate(Loss=LOSS)
    depth, lam = p.assume("L >= 2"), p.assume("lam > 0")
    layers = product(depth), product(c=2)  # L > 0 as (L - 2) + 2

    for name, at_j, at_k in (
        ("critical", f"diff({LOSS}, w_j) = 0", f"diff({LOSS}, w_k) = 0"),
        ("any data term", "F*(w_k*P) + 2*lam/L*w_j = 0", "F*(w_j*P) + 2*lam/L*w_k = 0"),
    ):
        given = p.assume(at_j), p.assume(at_k)
        balanced = p.combine(
            "w_j^2 = w_k^2", ("L*w_j/2", given[0]), ("-L*w_k/2", given[1]), scale=[lam]
        )
        reference = "Theorem 1; (3)" if name == "critical" else "derived here"
        p.claim(
            name,
            balanced,
            "L >= 2",
            "lam > 0",
            at_j,
            at_k,
            then="w_j^2 = w_k^2",
            reference=reference,
        )

    least = forall("x", [], f"subs({LOSS}, w_j=x) >= {LOSS}")
    critical = _minimizers_are_critical(p, p.assume(least), p.combine("L > 0", *layers), lam)
    p.claim(
        "minimizer",
        critical,
        "L >= 2",
        "lam > 0",
        least,
        then=f"diff({LOSS}, w_j) = 0",
        reference="(20)",
    )
    return p


def _minimizers_are_critical(p, least, layers, lam):
    slope, curvature = f"diff({LOSS}, w_j)", "(w_k^2*P^2 + lam/L)"
    scale = p.assume(f"2*t*{curvature} - 1 = 0")
    curved = p.combine(f"{curvature} > 0", product(root="w_k*P"), product(lam, (layers, -1)))
    positive = p.combine("t > 0", product(c="1/2"), ("1/2", scale), scale=[curved])

    moved = p.apply(least, {"x": f"w_j - t*{slope}"})
    flat = p.combine(f"-t*({slope})^2 >= 0", product(moved, c=2), (f"-t*({slope})^2", scale))
    zero = f"{slope} = 0"
    sides = {}
    for case, sign in (("gt", ">"), ("lt", "<")):
        side = p.assume(f"{slope} {sign} 0")
        sides[case] = p.absurd(p.combine("0 > 0", flat, product(positive, (side, 2))), zero)
    critical = p.cases(slope, eq=p.assume(zero), **sides)

    end = p.combine("L/lam >= 0", product(layers, (lam, -1)))
    low = p.combine(f"-(2*0*{curvature} - 1) >= 0", product())
    high = p.combine(
        f"2*(L/lam)*{curvature} - 1 >= 0", product(layers, (lam, -1), root="w_k*P", c=2), product()
    )
    found = p.intermediate(f"2*t*{curvature} - 1", "t", end, low, high)
    return p.obtain(found, critical)


if __name__ == "__main__":
    raise SystemExit(run(prove))
