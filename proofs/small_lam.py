"""Remark 4 as a limit with its rate: lam -> 0.

Let mu = u^L > 0, w > 0 with p(w) = 0 and 2 w^L >= mu (true for L >= 3 and lam <= lam_c, and
for L = 2 and lam <= mu).  Then, for the eigenvalues of (17),

    bulk = 4 lam/L,    0 <= 2 L u^(2L-2) - top <= 10 lam,    0 < mu - w^L <= 2 lam/L u^(2-L),

so for lam -> 0 the spectrum tends to 0 (times L - 1) and 2 L |m|^(2-2/L), equation (39), and
w^L to |m|.  At lam = 0 itself the minimizers are a continuum with other spectra too.

Idea: w^(L-2) (mu - w^L) = lam/L.  The function (2L-2) u^(L-2) y^L - L y^(2L-2) increases up to
u, which bounds L (u^(2L-2) - w^(2L-2)) by (2L-2) u^(L-2) (u^L - w^L) = (2L-2) (u/w)^(L-2) lam/L,
and (u/w)^(L-2) <= (u/w)^L <= 2.
"""

from symfact.prover import Proof, product
from symfact.theorems import load, proved, run

STATIONARY, TOP = load("uniqueness").STATIONARY, load("spectrum").TOP
GIVEN = ["L >= 2", "u > 0", "w > 0", "lam > 0", "u^L = mu", STATIONARY]
LIMIT = "2*L*u^(2*L-2)"


def prove():
    p = Proof("small_lam", "The limit lam -> 0 (Remark 4)", real="mu lam u w y eps", integer="L")
    depth, u, w, lam, top, stationary = map(p.assume, GIVEN)
    one, layers = p.combine("L >= 1", depth, product()), p.combine("L > 0", depth, product(c=2))
    order, monotone = p.use(proved("powers"), "order"), p.use(proved("powers"), "monotone")
    gap = [(-1, stationary), ("w^(L-2)", top)]
    gap = p.combine("u^L > w^L", product(lam, (layers, -1)), *gap, scale=[(w, "L-2")])
    p.claim("w^L below |m|", gap, *GIVEN, then="u^L > w^L")
    below = p.apply(order, {"x": "w", "y": "u", "n": "L"}, w, u, one, p.combine("w^L <= u^L", gap))

    # (u/w)^(L-2) <= 2
    half = p.assume("2*w^L >= mu")
    ratio = [product((u, "L-1"), below), product((u, "L-2"), w, below), half, (-1, top)]
    ratio = p.combine("u^(L-2)*w^(2-L) <= 2", *ratio, scale=[(w, "L")])
    rate = "mu - w^L <= 2*lam/L*u^(2-L)"
    close = p.combine(rate, product(lam, (layers, -1), (u, "2-L"), ratio), ("w^(2-L)", stationary))
    given = [*GIVEN, "2*w^L >= mu"]
    p.claim("rate of w^L", close, *given, then=rate, reference="Remark 4")

    # The largest eigenvalue: f(w) <= f(u) for f(y) = (2L-2) u^(L-2) y^L - L y^(2L-2).
    y, under, n = p.assume("y > 0"), p.assume("y < u"), p.combine("L - 2 >= 0", depth)
    slower = p.apply(
        monotone, {"x": "y", "y": "u", "n": "L-2"}, y, u, p.combine("y <= u", under), n
    )
    f, spare = "(2*L-2)*u^(L-2)*y^L - L*y^(2*L-2)", p.combine("L - 1 > 0", depth, product())
    slope = p.combine(f"diff({f}, y) >= 0", product(layers, spare, (y, "L-1"), slower, c=2))
    rise = p.monotone(f, "y", slope, below, w)
    two, share = (
        p.combine("2*L - 2 >= 0", product(spare, c=2)),
        product(lam, (layers, -1), depth, c=2),
    )
    larger = p.apply(monotone, {"x": "w", "y": "u", "n": "2*L-2"}, w, u, below, two)
    under = p.combine(f"{TOP} <= {LIMIT}", product(layers, larger, c=2), share)
    p.claim("below the limit", under, *GIVEN, then=f"{TOP} <= {LIMIT}", reference="(39)")
    over = f"{LIMIT} - ({TOP}) <= 10*lam"
    over = p.combine(
        over,
        product(rise, c=2),
        product(spare, lam, (layers, -1), ratio, c=4),
        product(lam, (layers, -1), c=12),
        ("4*(L-1)*u^(L-2)*w^(2-L)", stationary),
        ("-4*(L-1)*u^(L-2)", top),
    )
    p.claim("rate of the largest", over, *given, then=over.conclusion, reference="(39)")
    limit = p.combine(f"{LIMIT} - ({TOP}) <= eps", over, p.assume("10*lam <= eps"))
    p.claim("limit", limit, *given, "10*lam <= eps", then=limit.conclusion, reference="(39)")
    return p


if __name__ == "__main__":
    raise SystemExit(run(prove))
