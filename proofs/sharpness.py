"""The sharpness of deep matrix factorization: the largest eigenvalue of the Hessian.

At a minimizer of ||M - W_L ... W_1||^2 + c sum ||W_i||^2, c = lam/L, let x and y be the diagonal
entries of the layers at the two largest singular values m_x >= m_y of M, and r the number of
singular values whose entry is positive (active).  A positive entry is stationary,
x^(2L-2) + c = m_x x^(L-2), and beyond the turn, (L-1) x^L >= (L-2) m_x.  With G, T of pair_sums.py

    diagonal(x) = 2 L x^(2L-2) + 4 c - 2 L c,    mu(x, y) = 2 G(x, y) + 2 c (1 + T(x/y)),

and for every L >= 2 the largest eigenvalue is

    r >= 2    max {diagonal(x), mu(x, y)}
    r = 1     max {diagonal(x), 2 x^(L-2) (m_x + m_y) if d_0, d_L >= 2, 4 c if L = 2}
    r = 0     2 c if L >= 3, and lam + 2 m_x if L = 2

where M is d_L x d_0.  Each of these is an eigenvalue.  This script compares the other ones with
them for r >= 2, sharpness_single.py for r <= 1.  Proved here, for all c >= 0:

    beyond the turn, ordered    (L-2) c <= x^(2L-2), and m_y <= m_x implies y <= x
    bulk, zero, inactive        4 c, 0 and 2 c are at most mu(x, y)
    lower branch                2 G + 2 c (1 - T) <= mu(x, y)
    one active                  2 x^(L-2) (m_x + s) <= mu(x, y) for s <= m_y
    one active increases        2 y^(L-2) (m_y + s) <= 2 x^(L-2) (m_x + z) for y <= x, s <= z >= 0
    diagonal increases          diagonal(y) <= diagonal(x) for y <= x

The eigenvalues of an active and an inactive index have s = n, -n or 0, n being the inactive
singular value, and z = n.  Any two active indices: sharpness_monotone.py.  Two inactive ones, for
L = 2: sharpness_single.py.

Idea: by stationarity x^(L-2) (m_x + m_y) = x^(2L-2) + c + x^(L-2) y^L + c (x/y)^(L-2); the first
and third term are within G, the last is within c T, and T >= 1.  Beyond the turn
m_x = x^L + c x^(2-L) increases with x.
"""

from symfact.prover import Proof, product
from symfact.theorems import load, proved, run

monotone, power_order = load("sharpness_monotone"), load("geometric").power_order
MU, SUMS = monotone.mu("G", "T"), monotone.SMALL
X, Y = "x^(2*L-2) + c = m_x*x^(L-2)", "y^(2*L-2) + c = m_y*y^(L-2)"
ACTIVE, BRANCH = "(L-2)*c <= x^(2*L-2)", "(L-1)*x^L >= (L-2)*m_x"
ENTRIES = ["L >= 2", "x > 0", "y > 0", "y <= x"]


def diagonal(x):
    """The eigenvalue of the diagonal entries at one singular value."""
    return f"2*L*{x}^(2*L-2) + 4*c - 2*L*c"


def prove():
    p = Proof(
        "sharpness",
        "The largest eigenvalue of the Hessian of deep matrix factorization",
        real="c m_x m_y s x y z q t",
        integer="L N n k j i",
        sequence="G H T S A B",
    )
    for guard in ENTRIES:
        p.assume(guard)
    _order(p)
    _below_mu(p)
    _increases(p)
    return p


def _order(p):
    """The branch of the minimizer is (L-2) c <= x^(2L-2), and there x increases with m_x."""
    depth, x, _y, x_is, y_is = map(p.assume, ("L >= 2", "x > 0", "y > 0", X, Y))
    active = p.combine(ACTIVE, product(p.assume(BRANCH), (x, "L-2")), ("2-L", x_is))
    p.claim("beyond the turn", active, "x > 0", X, BRANCH, then=ACTIVE)

    # Were x < y, then q^L + c q^(2-L), which is m_x at x and m_y at y, would rise from x to y.
    q, further, active = p.assume("q > 0"), p.assume("x < q"), p.assume(ACTIVE)
    spare = p.combine("L - 1 > 0", depth, product())
    power = power_order(p, "x", "q", "2*L-2", p.combine("2*L - 2 >= 0", product(spare, c=2)))
    power = p.apply(power, {}, p.combine("x <= q", further))
    parts = product(power, (q, "1-L")), product(active, (q, "1-L")), product(spare, (q, "L-1"))
    slope = p.combine("diff(q^L + c*q^(2-L), q) > 0", *parts)
    rise = p.monotone("q^L + c*q^(2-L)", "q", slope, p.assume("x < y"), x)
    targets = p.assume("m_y <= m_x"), ("x^(2-L)", x_is), ("-y^(2-L)", y_is)
    clash = p.combine("0 > 0", rise, *targets)
    ordered = p.cases("x - y", ge=p.assume("y <= x"), lt=p.absurd(clash, "y <= x"))
    given = [*ENTRIES[:3], X, Y, ACTIVE, "m_y <= m_x"]
    p.claim("ordered", ordered, *given, then="y <= x")


def _below_mu(p):
    """What is at most mu(x, y), for two active entries."""
    c, (_depth, x, y, below) = p.assume("c >= 0"), map(p.assume, ENTRIES)
    one = p.combine("x/y >= 1", product(below, (y, -1)), using=[x])
    size = p.combine("x/y > 0", product(x, (y, -1)))
    two, last, least = (
        p.use(proved("geometric"), name) for name in ("two terms", "last term", "at least one")
    )
    last, least = p.apply(last, {"t": "x/y"}, size), p.apply(least, {"t": "x/y"}, one)

    powers = product((x, "2*L-2"), c=2), product((x, "L-2"), (y, "L"), c=2)
    bulk = p.combine(f"4*c <= {MU}", product(two, c=2), *powers, product(c, least, c=2))
    given = ["c >= 0", *ENTRIES, *SUMS]
    p.claim("bulk", bulk, *given, then=f"4*c <= {MU}")
    for name, value, rest in (("zero", 0, 4), ("inactive", "2*c", 2)):
        goal = f"{value} <= {MU}"
        p.claim(name, p.combine(goal, bulk, product(c, c=rest)), *given, then=goal)

    lower = f"2*G[L] + 2*c*(1 - T[L-1]) <= {MU}"
    parts = product(c, last, c=4), product(c, (x, "L-2"), (y, "2-L"), c=4)
    given = ["c >= 0", *ENTRIES[:3], *SUMS[2:]]
    p.claim("lower branch", p.combine(lower, *parts), *given, then=lower)

    mixed, rest = f"2*x^(L-2)*(m_x + s) <= {MU}", product(p.assume("s <= m_y"), (x, "L-2"), c=2)
    equations = (2, p.assume(X)), ("2*x^(L-2)*y^(2-L)", p.assume(Y))
    fact = p.combine(mixed, product(two, c=2), product(c, last, c=2), rest, *equations)
    p.claim("one active", fact, "c >= 0", *ENTRIES, X, Y, "s <= m_y", *SUMS, then=mixed)


def _increases(p):
    """What increases with the entry x."""
    depth, _x, y, _below = map(p.assume, ENTRIES)
    layers, spare = p.combine("L > 0", depth, product(c=2)), p.combine("L - 2 >= 0", depth)
    small = power_order(p, "y", "x", "L-2", spare)
    large = p.combine("2*L - 2 >= 0", product(spare, c=2), product(c=2))
    large = power_order(p, "y", "x", "2*L-2", large)
    goal = f"{diagonal('y')} <= {diagonal('x')}"
    fact = p.combine(goal, product(layers, large, c=2))
    p.claim("diagonal increases", fact, *ENTRIES, then=goal)

    goal = "2*y^(L-2)*(m_y + s) <= 2*x^(L-2)*(m_x + z)"
    parts = product(large, c=2), product(p.assume("z >= 0"), small, c=2)
    rest = product(p.assume("s <= z"), (y, "L-2"), c=2)
    fact = p.combine(goal, *parts, rest, (-2, p.assume(X)), (2, p.assume(Y)))
    p.claim("one active increases", fact, *ENTRIES, X, Y, "z >= 0", "s <= z", then=goal)


if __name__ == "__main__":
    raise SystemExit(run(prove))
