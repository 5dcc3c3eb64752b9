"""The sums G and T in the Hessian's eigenvalues at two singular values.

For L >= 2 and x, y, z, s, t > 0 let

    G(x, y) = sum_{k=0}^{L-1} x^(2(L-1-k)) y^(2k),    T(t) = sum_{k=1}^{L-1} t^(2k-L),

written as sequences of partial sums, with G(x, y) = G[L] and T(t) = T[L-1].  Then

    two terms       G(x, y) >= x^(2L-2) + x^(L-2) y^L for y <= x
    G increases     G(x, y) <= G(z, y) for x <= z
    last term       T(t) >= t^(L-2)
    at least one    T(t) >= 1 for t >= 1
    pair            t^j + t^(-j) <= s^j + s^(-j) for 1 <= t <= s and every integer j
    T increases     T(t) <= T(s) for 1 <= t <= s

Idea: of G keep the first two terms, x^(2L-2) + x^(2L-4) y^2, of T the last.  T does not increase
term by term, but it is its own reversal: 2 T is a sum of pairs t^j + t^(-j), and
(s^j + s^(-j)) - (t^j + t^(-j)) = (s^j - t^j) (1 - (s t)^(-j)).
"""

from symfact.prover import Proof, forall, product
from symfact.theorems import load, proved, run

sum_g = load("pair_sums").sum_g


def sum_t(name, t):
    """The definition of T(t) by partial sums of this name."""
    step = f"{name}[i+1] = {name}[i] + {t}^(2*(i+1)-L)"
    return [f"{name}[0] = 0", forall("i", ["i >= 0", "i < L-1"], step)]


G, H, T, S = sum_g("G", "x", "y"), sum_g("H", "z", "y"), sum_t("T", "t"), sum_t("S", "s")
TWO = "x^(2*L-2) + x^(L-2)*y^L"
PAIR = "t^j + t^(-j) <= s^j + s^(-j)"


def prove():
    p = Proof(
        "geometric",
        "The sums G and T at two singular values",
        real="x y z s t",
        integer="L N n k j i",
        sequence="G H T S A B",
    )
    for guard in ("L >= 2", "x > 0", "y > 0", "z > 0", "s > 0"):
        p.assume(guard)
    given = ["L >= 2", "x > 0", "y > 0"]
    p.claim("two terms", _two_terms(p), *given, "y <= x", *G, then=f"G[L] >= {TWO}")
    given += ["z > 0", "x <= z", *G, *H]
    p.claim("G increases", _g_increases(p), *given, then="G[L] <= H[L]")

    last = _last_term(p)
    p.claim("last term", last, "L >= 2", "t > 0", *T, then="T[L-1] >= t^(L-2)")
    positive = p.combine("t > 0", p.assume("t >= 1"), product())
    power = power_order(p, "1", "t", "L-2", p.combine("L - 2 >= 0", p.assume("L >= 2")))
    one = p.apply(p.combine("T[L-1] >= 1", last, power), {}, positive)
    p.claim("at least one", one, "L >= 2", "t >= 1", *T, then="T[L-1] >= 1")

    pair, given = p.apply(_pair(p), {}, positive), ["t >= 1", "s > 0", "t <= s"]
    p.claim("pair", pair, *given, then=PAIR)
    larger = p.apply(_t_increases(p, pair), {}, positive)
    p.claim("T increases", larger, "L >= 2", *given, *T, *S, then="T[L-1] <= S[L-1]")
    return p


def power_order(p, low, high, n, natural):
    """low^n <= high^n, given n >= 0, for names low and high (or low = 1) that are > 0 in order."""
    first = p.combine("1 > 0", product()) if low == "1" else p.assume(f"{low} > 0")
    given = first, p.assume(f"{high} > 0"), p.assume(f"{low} <= {high}"), natural
    return p.apply(p.use(proved("powers"), "monotone"), {"x": low, "y": high, "n": n}, *given)


def _two_terms(p):
    """The first two terms are x^(2L-2) + x^(2L-4) y^2, and y^(L-2) <= x^(L-2)."""
    depth, x, y, k0 = map(p.assume, ("L >= 2", "x > 0", "y > 0", "k >= 0"))
    g0, g_next = map(p.assume, G)
    natural = p.combine("L - 2 >= 0", depth)
    first = p.apply(g_next, {"i": 0}, p.combine("0 >= 0"), p.combine("0 < L", depth, product(c=2)))
    second = p.combine("1 >= 0", product()), p.combine("1 < L", depth, product())
    second = p.apply(g_next, {"i": 1}, *second)
    later = p.combine("k + 2 >= 0", k0, product(c=2))
    later = p.apply(g_next, {"i": "k+2"}, later, p.combine("k + 2 < L", p.assume("k < L - 2")))
    term = product((x, "2*(L-3-k)"), (y, "2*(k+2)"))
    term = p.combine("0 - 0 <= G[k+3] - G[k+2]", term, (1, later))
    terms = p.generalize(term, "k", ["k >= 0", "k < L - 2"])
    values = {"A": ("j", "0"), "B": ("j", "G[j+2]"), "N": "L-2"}
    rest = p.apply(p.use(proved("sums"), "sums"), values, terms, natural)
    slower = product((x, "L-2"), (y, 2), power_order(p, "y", "x", "L-2", natural))
    return p.combine(f"G[L] >= {TWO}", rest, slower, (1, g0), (1, first), (1, second))


def _g_increases(p):
    y, k0, inside = p.assume("y > 0"), p.assume("k >= 0"), p.assume("k < L")
    left = p.integer(p.combine("L - k > 0", inside), "L - 1 - k >= 0")
    larger = power_order(p, "x", "z", "2*(L-1-k)", p.combine("2*(L-1-k) >= 0", product(left, c=2)))
    (g0, g_next), (h0, h_next) = map(p.assume, G), map(p.assume, H)
    steps = [(e, p.apply(step, {"i": "k"}, k0, inside)) for e, step in ((-1, g_next), (1, h_next))]
    term = p.combine("G[k+1] - G[k] <= H[k+1] - H[k]", product((y, "2*k"), larger), *steps)
    terms = p.generalize(term, "k", ["k >= 0", "k < L"])
    values = {"A": ("j", "G[j]"), "B": ("j", "H[j]"), "N": "L"}
    count = p.combine("L >= 0", p.assume("L >= 2"), product(c=2))
    sums = p.apply(p.use(proved("sums"), "sums"), values, terms, count)
    return p.combine("G[L] <= H[L]", sums, (-1, g0), (1, h0))


def _last_term(p):
    t, k0, natural = (
        p.assume("t > 0"),
        p.assume("k >= 0"),
        p.combine("L - 2 >= 0", p.assume("L >= 2")),
    )
    t0, t_next = map(p.assume, T)
    at_k = p.apply(t_next, {"i": "k"}, k0, p.combine("k < L - 1", p.assume("k < L - 2"), product()))
    term = p.combine("0 - 0 <= T[k+1] - T[k]", product((t, "2*(k+1)-L")), (1, at_k))
    terms = p.generalize(term, "k", ["k >= 0", "k < L - 2"])
    values = {"A": ("j", "0"), "B": ("j", "T[j]"), "N": "L-2"}
    rest = p.apply(p.use(proved("sums"), "sums"), values, terms, natural)
    last = p.apply(t_next, {"i": "L-2"}, natural, p.combine("L - 2 < L - 1", product()))
    return p.combine("T[L-1] >= t^(L-2)", rest, (1, last), (1, t0))


def _pair(p):
    """For j >= 0 by (s^j - t^j) ((t^j - 1) t^(-j) + (s^j - 1) (s t)^(-j)); -j has the same pair."""
    t, s, natural = p.assume("t > 0"), p.assume("s > 0"), p.assume("j >= 0")
    rise, over = power_order(p, "t", "s", "j", natural), power_order(p, "1", "t", "j", natural)
    beyond = p.combine("s^j >= 1", rise, over)
    up = p.combine(
        PAIR, product(rise, over, (t, "-j")), product(rise, beyond, (s, "-j"), (t, "-j"))
    )
    down = p.apply(up, {"j": "-j"}, p.combine("-j >= 0", p.assume("j < 0")), goal=PAIR)
    return p.cases("j", ge=up, lt=down)


def _t_increases(p, pair):
    """Compare T[k] + T[L-1] - T[L-1-k], the sums of the first k and the last k terms."""
    depth, k0, inside = p.assume("L >= 2"), p.assume("k >= 0"), p.assume("k < L - 1")
    left = p.integer(p.combine("L - 1 - k > 0", inside), "L - 2 - k >= 0")
    mirrored = p.combine("L - 2 - k < L - 1", k0, product())
    steps = []
    for sign, step in ((-1, p.assume(T[1])), (1, p.assume(S[1]))):
        steps.append((sign, p.apply(step, {"i": "k"}, k0, inside)))
        steps.append((sign, p.apply(step, {"i": "L-2-k"}, left, mirrored)))
    ends = [f"{name}[j] + {name}[L-1] - {name}[L-1-j]" for name in "TS"]
    change = [f"subs({end}, j=k+1) - subs({end}, j=k)" for end in ends]
    term = p.combine(" <= ".join(change), p.apply(pair, {"j": "2*(k+1)-L"}), *steps)
    terms = p.generalize(term, "k", ["k >= 0", "k < L - 1"])
    values = {"A": ("j", ends[0]), "B": ("j", ends[1]), "N": "L-1"}
    count = p.combine("L - 1 >= 0", depth, product())
    sums = p.apply(p.use(proved("sums"), "sums"), values, terms, count)
    first = (-1, p.assume(T[0])), (1, p.assume(S[0]))
    return p.combine("T[L-1] <= S[L-1]", product(sums, c="1/2"), *first)


if __name__ == "__main__":
    raise SystemExit(run(prove))
