"""Boxes of mu = |m| and lam: what is monotone in both, and two bounds that certificates use.

Let x, w > 0 be the zeros of p of uniqueness.py for (mu, c) and (mu, e), c < e, or for
(mu, lam) and (nu, lam), mu < nu, all past the turn as there.  With g the least loss, D the
data term and top(w) = 2 L w^(2L-2) + 4 lam/L - 2 lam,

    in lam:  w < x,  g rises,  D rises,  top falls         in mu:  x < w,  g rises,  D does not
                                                                   rise,  top rises

so that on a box [mu, nu] x [c, e] each of them, and each power of w, has its extremes at
corners, and so has top(w) - 4 lam/L.  If lam < lam_c at (mu, e) then everywhere in the box.

For 0 < a < b, and q = L p with turn(a) = (2L-2) a^L - (L-2) mu >= 0:

    rise      b (q(b) - q(a)) >= L a^(L-2) turn(a) (b - a)
    growth    a b^n <= a^n (a + 2 n (b - a))    if 2 n (b - a) <= a

Idea: the zero of p moves since p does; the least loss rises since the loss does, where for mu
the point y with mu - y^L = nu - w^L is compared with w.  y q'(y) = L y^(L-2) turn(y) increases;
and Bernoulli's inequality bounds a^n from below.
"""

from symfact.prover import Proof, exists, product
from symfact.theorems import load, proved, run

unique, flattening = load("uniqueness"), load("flattening")
q, turn, g, at = unique.q, unique.turn, unique.g, flattening.at


def of_nu(text):
    """Put nu for mu."""
    return text.replace("mu", "nu")


def zero(name):
    """Say that this is the zero of p past the turn."""
    return [text.replace("w", name) for text in (unique.STATIONARY, unique.BRANCH)]


TOP, DIFFERENCE = load("spectrum").TOP, "2*L*w^(2*L-2) - 2*lam"
IN_LAM = [*flattening.GIVEN, "c > 0"]
IN_MU = ["L >= 2", "mu > 0", "x > 0", "w > 0", "mu < nu", "lam > 0"]
IN_MU += [*zero("x")[:1], *map(of_nu, zero("w"))]


def prove():
    p = Proof("box", "Boxes of m and lam", real="mu nu lam c e x w y a b d f t", integer="L n")
    _regime(p)
    _in_lam(p)
    _in_mu(p)
    _rise(p)
    _growth(p)
    return p


def _in_lam(p):
    depth, _mu, x, w, order, at_x, _, _, c = map(p.assume, IN_LAM)
    smaller = p.use(proved("flattening"), "minimizer")
    powers = _larger_power(p, smaller, "w", "x", depth)
    gap = _gap(p, c, at_x, "mu - x^L > 0", "x", depth)

    data = "(mu - w^L)^2 > (mu - x^L)^2"
    rises = p.combine(data, product(powers, gap, c=2), product(powers, powers))
    p.claim("data term in lam", rises, *IN_LAM, then=data)

    two = p.combine("2*L - 2 >= 1", product(depth, c=2), product())
    increasing = p.use(proved("powers"), "increasing")
    power = p.apply(increasing, {"x": "w", "y": "x", "n": "2*L-2"}, w, x, smaller, two)
    layers = p.combine("L > 0", depth, product(c=2))
    difference = f"{at(DIFFERENCE, 'w', 'e')} < {at(DIFFERENCE, 'x', 'c')}"
    falls = p.combine(difference, product(layers, power, c=2), product(order, c=2))
    p.claim("difference in lam", falls, *flattening.GIVEN, then=difference)

    other = p.combine("w != x", product(smaller, c=-1))
    better = p.apply(p.use(proved("uniqueness"), "unique"), {"x": "w", "w": "x", "lam": "c"}, other)
    loss = f"{at(g('w'), 'w', 'e')} > {at(g('x'), 'x', 'c')}"
    rises = p.combine(loss, better, product(order, (w, 2)))
    p.claim("loss in lam", rises, *flattening.GIVEN, then=loss)


def _in_mu(p):
    depth, _mu, x, w, order, lam, at_x, at_w, branch = map(p.assume, IN_MU)
    layers = p.combine("L > 0", depth, product(c=2))
    larger = _larger(p, order, at_x, at_w, branch)
    needed = [h for h in IN_MU if h != "lam > 0"]
    p.claim("minimizer in mu", larger, *needed, then="x < w")

    small = p.use(proved("powers"), "monotone")
    weak = p.combine("x <= w", larger)
    small = p.apply(small, {"y": "w", "n": "L-2"}, x, w, weak, p.combine("L - 2 >= 0", depth))
    gaps = [
        _gap(p, lam, at_x, "mu - x^L > 0", "x", depth),
        _gap(p, lam, at_w, "nu - w^L > 0", "w", depth),
    ]
    less = p.combine(
        "nu - w^L <= mu - x^L", product(small, gaps[0]), (-1, at_x), (1, at_w), scale=[(w, "L-2")]
    )
    data = "(nu - w^L)^2 <= (mu - x^L)^2"
    falls = p.combine(data, product(less, gaps[0]), product(less, gaps[1]))
    p.claim("data term in mu", falls, *IN_MU, then=data)

    two = p.combine("2*L - 2 >= 1", product(depth, c=2), product())
    increasing = p.use(proved("powers"), "increasing")
    power = p.apply(increasing, {"y": "w", "n": "2*L-2"}, x, w, larger, two)
    for name, value in (("largest eigenvalue", TOP), ("difference", DIFFERENCE)):
        rises = p.combine(f"{value} > {value.replace('w', 'x')}", product(layers, power, c=2))
        p.claim(f"{name} in mu", rises, *needed, then=rises.conclusion)

    loss = f"{of_nu(g('w'))} >= {g('x')}"
    p.claim("loss in mu", _loss(p, loss), *IN_MU[:6], *zero("x"), then=loss)


def _larger(p, order, at_x, at_w, branch):
    """Show x < w: for nu the function q is negative at x, and rises from w on."""
    goal = "x < w"
    depth, x, w, mu = (p.assume(h) for h in ("L >= 2", "x > 0", "w > 0", "mu > 0"))
    layers, nu = p.combine("L > 0", depth, product(c=2)), p.combine("nu > 0", order, mu)
    negative, stationary = product(order, layers, (x, "L-2")), [("-L", at_x), ("L", at_w)]
    past = p.combine(f"{of_nu(turn('w'))} >= 0", product(branch, c=2), product(depth, nu))
    rise = p.use(proved("uniqueness"), "rising")
    rise = p.apply(rise, {"a": "w", "b": "x", "mu": "nu"}, w, x, p.assume("w < x"), past)
    over = p.absurd(p.combine("0 > 0", rise, negative, *stationary), goal)

    equal = p.combine("x = w", (-1, p.assume("w - x = 0")))
    small, large = (
        _same_powers(p, equal, "x", "w", "L-2"),
        _same_powers(p, equal, "x", "w", "2*L-2"),
    )
    terms = [*stationary, ("-L*nu", small), ("L", large)]
    same = p.absurd(p.combine("0 > 0", negative, *terms), goal)
    return p.cases("w - x", gt=p.assume(goal), eq=same, lt=over)


def _loss(p, goal):
    """Compare w with y, mu - y^L = nu - w^L, where there is such a y > 0, and with 0 elsewhere."""
    depth, mu, _x, w, order, lam = map(p.assume, IN_MU[:6])
    uniqueness, flat = proved("uniqueness"), p.assume("w^L - nu + mu <= 0")
    zero = p.apply(p.use(uniqueness, "better than zero"), {"w": "x"})
    zero = p.combine(goal, zero, product(flat, mu, c=2), product(flat, flat), product(lam, (w, 2)))

    y, t, root = p.assume("y > 0"), "w^L - nu + mu", p.assume("y^L = t")
    root = p.combine(f"y^L = {t}", (1, root), (1, p.assume(f"t = {t}")))
    one = p.combine("L >= 1", depth, product())
    below = p.combine("y^L <= w^L", order, (-1, root))
    below = p.apply(
        p.use(proved("powers"), "order"), {"x": "y", "y": "w", "n": "L"}, y, w, one, below
    )
    less = [product(lam, below, y), product(lam, below, w), ("nu - w^L + mu - y^L", root)]
    better = p.apply(p.use(uniqueness, "unique"), {"w": "x", "x": "y"}, p.assume("y != x"))
    equal = p.combine("y = x", (1, p.assume("y - x = 0")))
    power = _same_powers(p, equal, "y", "x", "L")
    same = [("y^L + x^L - 2*mu", power), ("lam*(y + x)", equal)]
    reached = p.cases("y - x", eq=p.combine(goal, *less, *same), ne=p.combine(goal, better, *less))
    found = p.apply(p.use(proved("powers"), "root"), {"n": "L"}, p.assume("t > 0"), one)
    goal = exists("y", ["y > 0", "y^L = t"])
    named = p.exhibit(goal, {"y": "x"}, p.assume("x > 0"), p.assume("x^L = t"))
    reached = p.obtain(p.obtain(found, named), reached)
    positive = p.define("t", t, reached, p.assume(f"{t} > 0"))
    return p.cases(t, gt=positive, le=zero)


def _larger_power(p, order, low, high, depth):
    """Conclude low^L < high^L from low < high."""
    increasing, one = p.use(proved("powers"), "increasing"), p.combine("L >= 1", depth, product())
    ends = (p.assume(f"{name} > 0") for name in (low, high))
    return p.apply(increasing, {"x": low, "y": high, "n": "L"}, *ends, order, one)


def _same_powers(p, equal, x, y, n):
    """Conclude x^n = y^n from x = y, for n = L, L-2 or 2L-2."""
    depth, two = p.assume("L >= 2"), product(c=2)
    enough = {"L": [depth, two], "L-2": [depth], "2*L-2": [product(depth, c=2), two]}
    ends = (p.assume(f"{name} > 0") for name in (x, y))
    return p.apply(
        p.use(proved("powers"), "congruence"),
        {"x": x, "y": y, "n": n},
        *ends,
        equal,
        p.combine(f"{n} >= 0", *enough[n]),
    )


def _gap(p, lam, equation, goal, name, depth):
    """Show m - v^L > 0 from L v^(L-2) (m - v^L) = lam."""
    layers, v = p.combine("L > 0", depth, product(c=2)), p.assume(f"{name} > 0")
    return p.combine(goal, lam, ("-L", equation), scale=[layers, (v, "L-2")])


def _regime(p):
    """Compare lam^L (L-1)^(2L-2) with L^L (L-2)^(L-2) mu^(2L-2), as in critical_value.py."""
    given = ["L >= 2", "mu > 0", "nu > 0", "mu <= nu", "c > 0", "e > 0", "c <= e", "d > 0", "f > 0"]
    depth, mu, nu, order, c, e, weaker, d, f = map(p.assume, given)
    better = p.assume("e^L*d^(2*L-2) < L^L*f^(L-2)*mu^(2*L-2)")
    monotone, layers = p.use(proved("powers"), "monotone"), p.combine("L > 0", depth, product(c=2))
    enough = [
        p.combine("L >= 0", layers),
        p.combine("2*L - 2 >= 0", product(depth, c=2), product(c=2)),
    ]
    low = p.apply(monotone, {"x": "c", "y": "e", "n": "L"}, c, e, weaker, enough[0])
    high = p.apply(monotone, {"x": "mu", "y": "nu", "n": "2*L-2"}, mu, nu, order, enough[1])
    goal = "c^L*d^(2*L-2) < L^L*f^(L-2)*nu^(2*L-2)"
    spread = p.combine(
        goal, better, product(low, (d, "2*L-2")), product(high, (layers, "L"), (f, "L-2"))
    )
    p.claim("regime", spread, *given, better.conclusion, then=goal)


def _rise(p):
    """Let b q(y) - L a^(L-2) turn(a) y increase from a to b."""
    given = ["L >= 2", "a > 0", "b > 0", "a < b", f"{turn('a')} >= 0"]
    depth, a, _b, order, past = map(p.assume, given)
    y, after, before = p.assume("y > 0"), p.assume("y > a"), p.assume("y < b")
    layers, spare = (
        p.combine("L > 0", depth, product(c=2)),
        p.combine("L - 1 > 0", depth, product()),
    )
    larger = _larger_power(p, after, "a", "y", depth)
    small = p.apply(
        p.use(proved("powers"), "monotone"),
        {"x": "a", "n": "L-2"},
        a,
        y,
        p.combine("a <= y", after),
        p.combine("L - 2 >= 0", depth),
    )
    line = f"b*{q('y')} - L*a^(L-2)*({turn('a')})*y"
    steeper = [
        product(layers, (y, "L-3"), before, past),
        product(layers, (y, "L-3"), before, spare, larger, c=2),
        product(layers, (y, "L-2"), spare, larger, c=2),
        product(layers, small, past),
    ]
    slope = p.combine(f"diff({line}, y) > 0", *steeper)
    rise = p.monotone(line, "y", slope, order, a)
    goal = f"b*({q('b')} - {q('a')}) >= L*a^(L-2)*({turn('a')})*(b - a)"
    p.claim("rise", p.combine(goal, rise), *given, then=goal)


def _growth(p):
    """With z = n (b - a): b a^n >= b^n (b - z), and (b - z)(a + 2z) >= a b as z <= b/2."""
    given = ["n >= 1", "a > 0", "b > 0", "a < b", "2*n*(b - a) <= a"]
    at_least, a, b, order, short = map(p.assume, given)
    n, enough = p.combine("n > 0", at_least, product()), p.combine("n - 1 >= 0", at_least)
    tangent = p.use(proved("powers"), "tangent")
    tangent = p.apply(tangent, {"x": "a", "a": "b", "n": "n-1"}, a, b, enough)
    wide = p.combine("a + 2*n*(b - a) > 0", a, product(n, order, c=2))
    room = product(n, order, short, (b, "n")), product(n, order, order, (b, "n"), c=2)
    goal = "a*b^n <= a^n*(a + 2*n*(b - a))"
    grows = p.combine(goal, product(tangent, wide, b), *room, scale=[b])
    p.claim("growth", grows, *given, then=goal)


if __name__ == "__main__":
    raise SystemExit(run(prove))
