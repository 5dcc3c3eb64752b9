"""The fold in terms of the critical lam: lam_f = lam_c L 2^(2/L-2), for L >= 3.

With (L-1) z^L = (L-2) mu and lam_c = 2 mu z^(L-2) - z^(2L-2) of critical.py, (2L-2) y^L = (L-2) mu
and lam_f = L (mu y^(L-2) - y^(2L-2)) of fold.py:

    z^L = 2 y^L    and    2 z^(L-2) lam_f = L y^(L-2) lam_c,

so lam_f/lam_c = L/2 (y/z)^(L-2) = L/2 2^((2-L)/L).

Idea: (L-1) lam_f = L^2/2 mu y^(L-2) and (L-1) lam_c = L mu z^(L-2).
"""

from symfact.prover import Proof, product
from symfact.theorems import load, run

critical, fold = load("critical"), load("fold")
GIVEN = ["L >= 3", "y > 0", "z > 0", fold.TURN, critical.RADIUS]


def prove():
    p = Proof("fold_value", "The fold in terms of the critical lam", real="mu y z", integer="L")
    depth, _, _, turn, radius = map(p.assume, GIVEN)
    spare = p.combine("L - 1 > 0", depth, product(c=2))
    double = p.combine("z^L = 2*y^L", (1, radius), (-1, turn), scale=[spare])
    p.claim("twice", double, *GIVEN, then="z^L = 2*y^L")
    goal = f"2*z^(L-2)*({fold.FOLD}) = L*y^(L-2)*({critical.CRITICAL})"
    cofactor = "L*y^(L-2)*z^(L-2)"
    value = p.combine(goal, (f"-{cofactor}", turn), (cofactor, radius), scale=[spare])
    p.claim("value", value, *GIVEN, then=goal)
    return p


if __name__ == "__main__":
    raise SystemExit(run(prove))
