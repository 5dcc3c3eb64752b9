"""How many minimizers: 2^(L-1) sign patterns of L signs have a given product.

Let E[n], O[n] be the numbers of patterns of n signs with product 1 and -1.  The last sign is
1 or -1, so E[n+1] = E[n] + O[n] = O[n+1], and E[1] = O[1] = 1.  Hence, with t = 2,

    E[L] = O[L] = t^(L-1) for every L >= 1,

and at the tie there is one minimizer more, zero.

Idea: induction.
"""

from symfact.prover import Proof, forall
from symfact.theorems import run

EVEN = ["E[1] = 1", forall("k", ["k >= 1"], "E[k+1] = E[k] + O[k]")]
ODD = ["O[1] = 1", forall("k", ["k >= 1"], "O[k+1] = O[k] + E[k]")]


def prove():
    p = Proof("counts", "The number of minimizers", real="t", integer="n k L", sequence="E O")
    (e1, e_next), (o1, o_next), t = map(p.assume, EVEN), map(p.assume, ODD), p.assume("t = 2")
    n1 = p.assume("n >= 1")
    even, odd = p.apply(e_next, {"k": "n"}, n1), p.apply(o_next, {"k": "n"}, n1)
    start = p.combine("O[1] = E[1]", (1, o1), (-1, e1))
    grown = p.combine("O[n+1] = E[n+1]", (1, odd), (-1, even))
    equal = p.induction("O[n] = E[n]", "n", 1, start, grown)
    p.claim("equal", equal, *EVEN, *ODD, "n >= 1", then="O[n] = E[n]")
    known = p.assume("E[n] = t^(n-1)")
    count = p.combine("E[n+1] = t^n", (1, even), (1, equal), (2, known), ("-t^(n-1)", t))
    count = p.induction("E[n] = t^(n-1)", "n", 1, p.combine("E[1] = t^0", (1, e1)), count)
    count = p.apply(count, {"n": "L"})
    p.claim("count", count, *EVEN, *ODD, "t = 2", "L >= 1", then="E[L] = t^(L-1)")
    return p


if __name__ == "__main__":
    raise SystemExit(run(prove))
