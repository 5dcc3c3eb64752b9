"""The Hessian spectrum of deep matrix factorization for lam -> 0, with its rate.

Let the singular values of a pair of active indices be X^L and Y^L, the diagonal entries of the
layers x and y, both stationary with c > 0, L >= 2, and 2 x^L >= X^L, 2 y^L >= Y^L
(layer_limit.py says when).  With the sums G, T for x, y and G_0, T_0 for X, Y of limit_sums.py,

    (1 - (L-1) d) G_0 <= G <= G_0    for every d with 2 c <= d X^(2L-2) and 2 c <= d Y^(2L-2),
    0 <= T <= 4 T_0.

The two eigenvalues of the pair, 2G + 2c (1 + e T) with e = 1 and e = -1 (and any e between), are

    <= 2 G_0 + c (2 + 8 T_0),
    >= 2 G_0 - c (4 (L-1) (X^(2-2L) + Y^(2-2L)) G_0 + 8 T_0):

for c -> 0 they tend to 2 G_0.  The eigenvalues 0 and 4c of the pair tend to zero.  Where the other
index is inactive with a singular value |nu| <= X^L (0 if there is none) they are, nu of either
sign, 2 x^(L-2) (X^L + nu), and for d as above

    (1 - d) 2 X^(L-2) (X^L + nu) <= 2 x^(L-2) (X^L + nu) <= 2 X^(L-2) (X^L + nu).

All these limits are at most 2 L Z^(2L-2), where Z^L is the largest singular value: this is the
limit of the eigenvalue for a = b = 1 (small_lam.py).

Idea: x^2 >= s X^2, y^2 >= s Y^2 with s = 1 - d, hence G >= s^(L-1) G_0, and s^(L-1) >=
1 - (L-1) d is Bernoulli's inequality.
"""

from symfact.prover import Proof, product
from symfact.theorems import load, proved, run

layer, sums = load("layer_limit"), load("limit_sums")


def of(x, text):
    """The text for x, X or for y, Y."""
    return text.replace("X", x.upper()).replace("x", x)


ENTRIES = [*layer.GIVEN, "y > 0", "Y > 0", of("y", layer.STATIONARY)]
HALF, CLOSE = ([of(x, text) for x in "xy"] for text in (layer.HALF, layer.CLOSE))
LEAST, RATE = "G[L] >= (1 - (L-1)*d)*G_0[L]", "2*c*(X^(2-2*L) + Y^(2-2*L))"
VALUE = "2*G[L] + 2*c*(1 + e*T[L-1])"
ABOVE = f"{VALUE} <= 2*G_0[L] + c*(2 + 8*T_0[L-1])"
BELOW = f"{VALUE} >= 2*G_0[L] - c*(4*(L-1)*(X^(2-2*L) + Y^(2-2*L))*G_0[L] + 8*T_0[L-1])"
MIXED, LIMIT = "2*x^(L-2)*(X^L + nu)", "2*X^(L-2)*(X^L + nu)"


def prove():
    p = Proof(
        "matrix_limit",
        "The Hessian spectrum of deep matrix factorization for lam -> 0",
        real="x y X Y Z c d e s nu",
        integer="j L",
        sequence="G G_0 T T_0",
    )
    for guard in ENTRIES:
        p.assume(guard)
    below = [_lemma(p, "below", x) for x in "xy"]
    above = p.apply(p.use(proved("limit_sums"), "above"), {}, *below)
    p.claim("G from above", above, *ENTRIES, *sums.G, *sums.G_0, then="G[L] <= G_0[L]")
    least, given = _least(p), [*ENTRIES, *HALF, *CLOSE, *sums.G, *sums.G_0]
    p.claim("G from below", least, *given, then=LEAST)
    half = [_lemma(p, "half", x) for x in "xy"]
    ratios = p.apply(p.use(proved("limit_sums"), "ratios"), {}, *below, *half)
    given = [*ENTRIES, *HALF, *sums.T, *sums.T_0]
    p.claim("T from above", ratios, *given, then="T[L-1] <= 4*T_0[L-1]")
    _eigenvalues(p, above, least, ratios)
    _mixed(p)
    _largest(p)
    return p


def _lemma(p, name, x):
    """A claim of layer_limit.py for x, X, or for y, Y."""
    return p.apply(p.use(proved("layer_limit"), name), {"x": x, "X": x.upper()})


def _least(p):
    """For d >= 1 the bound is not positive; for d < 1 let s = 1 - d."""
    depth, large, s, s_is = map(p.assume, ("L >= 2", "d >= 1", "s > 0", "s = 1 - d"))
    spare, natural = p.combine("L - 1 >= 0", depth, product()), p.combine("L - 2 >= 0", depth)
    sum_ = p.use(proved("limit_sums"), "natural G")
    limit = p.apply(sum_, {"x": "X", "y": "Y", "G": ("j", "G_0[j]")}, goal="G_0[L] >= 0")
    parts = product(spare, large, limit), product(natural, limit)
    trivial = p.combine(LEAST, sum_, *parts)

    squares = []
    for x, X in (("x", "X"), ("y", "Y")):
        square = _lemma(p, "square", x), (f"-{X}^2", s_is)
        squares.append(p.combine(f"{x}^2 >= s*{X}^2", *square))
    below = p.apply(p.use(proved("limit_sums"), "below"), {}, *squares)
    tangent, one = p.use(proved("powers"), "tangent"), p.combine("1 > 0", product())
    tangent = p.apply(tangent, {"x": "s", "a": 1, "n": "L-2"}, s, one, natural)
    bound = p.combine(LEAST, below, product(tangent, limit), ("(L-1)*G_0[L]", s_is))
    bound = p.define("s", "1 - d", bound, p.combine("1 - d > 0", p.assume("d < 1")))
    return p.cases("1 - d", gt=bound, le=trivial)


def _eigenvalues(p, above, least, ratios):
    """Bounds with c alone: d = 2 c (X^(2-2L) + Y^(2-2L))."""
    c, x, y, low, high = map(p.assume, ("c > 0", "X > 0", "Y > 0", "e >= -1", "e <= 1"))
    natural = p.use(proved("limit_sums"), "natural T")
    given = [*ENTRIES, *HALF, *sums.G, *sums.G_0, *sums.T, *sums.T_0]
    parts = product(above, c=2), product(c, ratios, c=2), product(c, high, natural, c=2)
    p.claim("eigenvalue from above", p.combine(ABOVE, *parts), *given, "e <= 1", then=ABOVE)
    close = []
    for X, at, other in (("X", x, y), ("Y", y, x)):
        rest = product(c, (at, "2*L-2"), (other, "2-2*L"), c=2)
        close.append(p.combine(f"2*c <= {RATE}*{X}^(2*L-2)", rest))
    least = p.apply(least, {"d": RATE}, *close)
    parts = product(least, c=2), product(c, c=2), product(c, ratios, c=2)
    value = p.combine(BELOW, *parts, product(c, low, natural, c=2))
    p.claim("eigenvalue from below", value, *given, "e >= -1", then=BELOW)


def _mixed(p):
    """An active index with an inactive one, whose singular value is |nu|."""
    depth, x, X, below = map(p.assume, ("L >= 2", "x > 0", "X > 0", "nu >= -X^L"))
    size = p.combine("X^L + nu >= 0", below)
    order = _lemma(p, "below", "x"), p.combine("L - 2 >= 0", depth)
    power = p.use(proved("powers"), "monotone")
    power = p.apply(power, {"y": "X", "n": "L-2"}, x, X, *order)
    above = p.combine(f"{MIXED} <= {LIMIT}", product(power, size, c=2))
    p.claim("mixed from above", above, *layer.GIVEN, "nu >= -X^L", then=above.conclusion)
    least = product(_lemma(p, "lower power", "x"), size, c=2)
    least = p.combine(f"{MIXED} >= (1 - d)*{LIMIT}", least)
    given = [*layer.GIVEN, layer.HALF, layer.CLOSE, "nu >= -X^L"]
    p.claim("mixed from below", least, *given, then=least.conclusion)


def _largest(p):
    """The limits are at most 2 L Z^(2L-2)."""
    depth, X, Z, nu = map(p.assume, ("L >= 2", "X > 0", "Z > 0", "nu <= Z^L"))
    order = p.assume("X <= Z")
    pair = p.use(proved("limit_sums"), "largest")
    pair = p.apply(pair, {"x": "X", "y": "Y", "X": "Z", "G": ("j", "G_0[j]")})
    pair = p.combine("2*G_0[L] <= 2*L*Z^(2*L-2)", product(pair, c=2))
    given = ["L >= 2", "X > 0", "Z > 0", "X <= Z"]
    p.claim("largest pair", pair, *given, "Y > 0", "Y <= Z", *sums.G_0, then=pair.conclusion)
    power, natural = p.use(proved("powers"), "monotone"), p.combine("L - 2 >= 0", depth)
    small = p.apply(power, {"x": "X", "y": "Z", "n": "L-2"}, X, Z, order, natural)
    natural = p.combine("2*L - 2 >= 0", product(depth, c=2), product(c=2))
    large = p.apply(power, {"x": "X", "y": "Z", "n": "2*L-2"}, X, Z, order, natural)
    parts = product((X, "L-2"), nu, c=2), product(small, (Z, "L"), c=2), product(large, c=2)
    mixed = p.combine(f"{LIMIT} <= 2*L*Z^(2*L-2)", *parts, product(depth, (Z, "2*L-2"), c=2))
    p.claim("largest mixed", mixed, *given, "nu <= Z^L", then=mixed.conclusion)


if __name__ == "__main__":
    raise SystemExit(run(prove))
