"""The sums in the eigenvalues of an active pair, compared for two pairs of entries.

For x, y > 0 and L >= 2 let, as in pair_sums.py,

    G = sum of x^(2(L-1-k)) y^(2k), k = 0, ..., L-1;    T = sum of (x/y)^(2k-L), k = 1, ..., L-1,

and G_0, T_0 the same sums for X, Y > 0.  Then

    above       G <= G_0            if x <= X and y <= Y
    below       G >= s^(L-1) G_0    if s > 0, x^2 >= s X^2 and y^2 >= s Y^2
    ratios      T <= 4 T_0          if x <= X, y <= Y, X^(L-2) <= 2 x^(L-2) and Y^(L-2) <= 2 y^(L-2)
    natural     G >= 0 and T >= 0
    largest     G <= L X^(2L-2)     if x <= X and y <= X

Idea: term by term.  (x/y)^(2k-L) is x^(2k-2) y^(2(L-1-k)) / (x y)^(L-2).
"""

from symfact.prover import Proof, product
from symfact.theorems import load, proved, run

pair = load("pair_sums")
G, G_0 = pair.sum_g(), pair.sum_g("G_0", "X", "Y")
T, T_0 = pair.sum_t(), pair.sum_t("T_0", "X", "Y")
SMALL, LARGE = ["x > 0", "y > 0"], ["X > 0", "Y > 0"]
ORDER, HALF = ["x <= X", "y <= Y"], ["X^(L-2) <= 2*x^(L-2)", "Y^(L-2) <= 2*y^(L-2)"]
SCALED = ["s > 0", "x^2 >= s*X^2", "y^2 >= s*Y^2"]


def prove():
    p = Proof(
        "limit_sums",
        "The sums in the eigenvalues of an active pair, compared",
        real="x y X Y s",
        integer="i k L",
        sequence="G G_0 T T_0",
    )
    given = ["L >= 2", *SMALL, *LARGE]
    for guard in given:
        p.assume(guard)
    x, y, X, _ = base = [p.assume(guard) for guard in given[1:]]
    p.claim("above", _above(p, *base), *given, *ORDER, *G, *G_0, then="G[L] <= G_0[L]")
    below = "G[L] >= s^(L-1)*G_0[L]"
    p.claim("below", _below(p, *base), *given, *SCALED, *G, *G_0, then=below)
    ratio, goal = _ratios(p, *base), "T[L-1] <= 4*T_0[L-1]"
    p.claim("ratios", ratio, *given, *ORDER, *HALF, *T, *T_0, then=goal)

    term = product((x, "2*(L-1-k)"), (y, "2*k"))
    natural = _compare(p, "0 <= G[i]", "L", [(1, G)], term)
    p.claim("natural G", natural, "L >= 2", *SMALL, *G, then="G[L] >= 0")
    term = product((x, "2*(k+1)-L"), (y, "L-2*(k+1)"))
    natural = _compare(p, "0 <= T[i]", "L-1", [(1, T)], term)
    p.claim("natural T", natural, "L >= 2", *SMALL, *T, then="T[L-1] >= 0")

    _, left, right = _exponents(p, "L")
    left = _power(p, "x", "X", "2*(L-1-k)", x, X, p.assume("x <= X"), left)
    right = _power(p, "y", "X", "2*k", y, X, p.assume("y <= X"), right)
    parts = product(left, (X, "2*k")), product(right, (x, "2*(L-1-k)"))
    largest = _compare(p, "G[i] <= i*X^(2*L-2)", "L", [(-1, G)], *parts)
    given = ["L >= 2", *SMALL, "X > 0", "x <= X", "y <= X"]
    p.claim("largest", largest, *given, *G, then="G[L] <= L*X^(2*L-2)")
    return p


def _exponents(p, count):
    """For the term k < count: count - 1 - k, its double, and 2 k are >= 0."""
    last = p.integer(p.combine(f"{count} - k > 0", p.assume(f"k < {count}")), f"{count}-1-k >= 0")
    twice = p.combine(f"2*({count} - 1 - k) >= 0", product(last, c=2))
    return last, twice, p.combine("2*k >= 0", product(p.assume("k >= 0"), c=2))


def _power(p, small, large, exponent, *proofs):
    """small^exponent <= large^exponent, from proofs of its hypotheses."""
    values = {"x": small, "y": large, "n": exponent}
    return p.apply(p.use(proved("powers"), "monotone"), values, *proofs)


def _compare(p, goal, count, sums, *parts):
    """Prove the inequality `goal` of sums for i = count; the parts give it for the terms k."""
    index, start, terms = [p.assume("k >= 0"), p.assume(f"k < {count}")], [], []
    for cofactor, (first, following) in sums:
        start.append((cofactor, p.assume(first)))
        terms.append((cofactor, p.apply(p.assume(following), {"i": "k"}, *index)))
    small, large = goal.split(" <= ")
    term = "subs({0}, i=k+1) - subs({0}, i=k)"
    term = p.combine(f"{term.format(small)} <= {term.format(large)}", *parts, *terms)
    term = p.generalize(term, "k", [fact.conclusion for fact in index])
    values = {"N": count, "A": ("i", small), "B": ("i", large)}
    natural = p.combine(f"{count} >= 0", p.assume("L >= 2"), product(c=2 if count == "L" else 1))
    whole = p.apply(p.use(proved("sums"), "sums"), values, natural, term)
    return p.combine(f"subs({small}, i={count}) <= subs({large}, i={count})", whole, *start)


def _above(p, x, y, X, Y):
    _, left, right = _exponents(p, "L")
    left = _power(p, "x", "X", "2*(L-1-k)", x, X, p.assume("x <= X"), left)
    right = _power(p, "y", "Y", "2*k", y, Y, p.assume("y <= Y"), right)
    parts = product(left, (Y, "2*k")), product(right, (x, "2*(L-1-k)"))
    return _compare(p, "G[i] <= G_0[i]", "L", [(-1, G), (1, G_0)], *parts)


def _below(p, x, y, X, Y):
    natural, (last, *_) = p.assume("k >= 0"), _exponents(p, "L")
    s, left, right = map(p.assume, SCALED)
    squares = [p.combine(f"{z}^2 > 0", product((fact, 2))) for z, fact in (("x", x), ("y", y))]
    scaled = [p.combine(f"s*{z}^2 > 0", product(s, (fact, 2))) for z, fact in (("X", X), ("Y", Y))]
    left = _power(p, "s*X^2", "x^2", "L-1-k", scaled[0], squares[0], left, last)
    right = _power(p, "s*Y^2", "y^2", "k", scaled[1], squares[1], right, natural)
    parts = product(left, (y, "2*k")), product(right, (s, "L-1-k"), (X, "2*(L-1-k)"))
    return _compare(p, "s^(L-1)*G_0[i] <= G[i]", "L", [(1, G), ("-s^(L-1)", G_0)], *parts)


def _ratios(p, x, y, X, Y):
    """4 A B C D >= a b c d from A >= a, B >= b, 2 C >= c and 2 D >= d, the factors of the terms."""
    _, left, right = _exponents(p, "(L-1)")
    left = _power(p, "y", "Y", "2*(L-2-k)", y, Y, p.assume("y <= Y"), left)
    right = _power(p, "x", "X", "2*k", x, X, p.assume("x <= X"), right)
    half = [product(p.assume(text)) for text in HALF]
    scale = [(x, "L-2"), (X, "L-2")], [(y, "L-2"), (Y, "L-2")]
    first = p.combine("x^(2-L) <= 2*X^(2-L)", half[0], scale=scale[0])
    second = p.combine("y^(2-L) <= 2*Y^(2-L)", half[1], scale=scale[1])
    parts = (
        product(right, (Y, "2*(L-2-k)"), (X, "2-L"), (Y, "2-L"), c=4),
        product(left, (x, "2*k"), (X, "2-L"), (Y, "2-L"), c=4),
        product(first, (x, "2*k"), (y, "2*(L-2-k)"), (Y, "2-L"), c=2),
        product(second, (x, "2*k"), (y, "2*(L-2-k)"), (x, "2-L")),
    )
    return _compare(p, "T[i] <= 4*T_0[i]", "L-1", [(-1, T), (4, T_0)], *parts)


if __name__ == "__main__":
    raise SystemExit(run(prove))
