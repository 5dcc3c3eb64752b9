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

from symfact.prover import Proof, product
from symfact.theorems import load, proved, run

unique, flattening = load("uniqueness"), load("flattening")
q, turn, g, at = unique.q, unique.turn, unique.g, flattening.at


def of_nu(text):
    """Put nu for mu."""
    return text.replace("mu", "nu")


def zero(name):
    """Say that this is the zero of p past the turn."""
    return [text.replace("w", name) for text in (unique.STATIONARY, unique.BRANCH)]


IN_LAM = [*flattening.GIVEN, "c > 0"]
IN_MU = ["L >= 2", "mu > 0", "x > 0", "w > 0", "mu < nu", "lam > 0"]
IN_MU += [*zero("x"), *map(of_nu, zero("w"))]


def prove():
    p = Proof("box", "Boxes of m and lam", real="mu nu lam c e x w y a b d f", integer="L n")
    _in_lam(p)
    _in_mu(p)
    _regime(p)
    _rise(p)
    _growth(p)
    return p


def _in_lam(p):
    depth, mu, x, w, order, at_x, _, _, c = map(p.assume, IN_LAM)
    smaller = p.use(proved("flattening"), "minimizer")
    powers = _larger_power(p, smaller, "w", "x", depth)
    gap = _gap(p, c, at_x, "mu - x^L > 0", "x", depth)

    data = "(mu - w^L)^2 > (mu - x^L)^2"
    rises = p.combine(data, product(powers, gap, c=2), product(powers, powers))
    p.claim("data term in lam", rises, *IN_LAM, then=data)

    other = p.combine("w != x", product(smaller, c=-1))
    better = p.apply(p.use(proved("uniqueness"), "unique"), {"x": "w", "w": "x", "lam": "c"}, other)
    loss = f"{at(g('w'), 'w', 'e')} > {at(g('x'), 'x', 'c')}"
    rises = p.combine(loss, better, product(order, (w, 2)))
    p.claim("loss in lam", rises, *flattening.GIVEN, then=loss)


def _in_mu(p):
    depth, mu, x, w, order, lam, at_x, _, at_w, branch = map(p.assume, IN_MU)
    layers = p.combine("L > 0", depth, product(c=2))
    larger = _larger(p, order, at_x, at_w, branch)
    p.claim("minimizer in mu", larger, *(h for h in IN_MU if h != IN_MU[7]), then="x < w")

    small = p.use(proved("powers"), "monotone")
    weak = p.combine("x <= w", larger)
    small = p.apply(small, {"y": "w", "n": "L-2"}, x, w, weak, p.combine("L - 2 >= 0", depth))
    gaps = [
        _gap(p, lam, equation, f"{m} - {v}^L > 0", v, depth)
        for m, v, equation in (("mu", "x", at_x), ("nu", "w", at_w))
    ]
    less = p.combine(
        "nu - w^L <= mu - x^L", product(small, gaps[0]), (1, at_x), (-1, at_w), scale=[(w, "L-2")]
    )
    data = "(nu - w^L)^2 <= (mu - x^L)^2"
    falls = p.combine(data, product(less, gaps[0]), product(less, gaps[1]))
    p.claim("data term in mu", falls, *IN_MU, then=data)

    two = p.combine("2*L - 2 >= 1", product(depth, c=2), product())
    power = p.apply(
        p.use(proved("powers"), "increasing"), {"y": "w", "n": "2*L-2"}, x, w, larger, two
    )
    top = f"{load('spectrum').TOP} > {load('spectrum').TOP.replace('w', 'x')}"
    p.claim(
        "largest eigenvalue in mu",
        p.combine(top, product(layers, power, c=2)),
        *IN_MU,
        then=top,
    )
