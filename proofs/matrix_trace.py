"""The exact trace of every block of the Hessian of deep matrix factorization.

Let x, y > 0 be diagonal entries of the layers of a minimizer of ||M - W_L...W_1||^2 +
c sum ||W_i||^2, m the singular value that belongs to x.  The Hessian splits into blocks, one
for each pair {a, b} of indices.  In each the sum of the diagonal entries is that of the
eigenvalues; the entries of layer k+1 have g^2 = x^(2(L-1-k)) y^(2k), h^2 = y^(2(L-1-k)) x^(2k):

    a = b active    sum of (2 x^(2L-2) + 2c) = (L-1) 4c + (2L x^(2L-2) + 4c - 2Lc)
    a, b active     sum of (2 g^2 + 2c) + (2 h^2 + 2c) =
                    (L-1) 0 + (L-1) 4c + (2G + 2c(1 - T)) + (2G + 2c(1 + T)),  G = sum of g^2
    b inactive      h hidden layers that have the index b, two entries 2c in each, and the ends
                    of M that have it, one entry 2 x^(2L-2) + 2c in each:  h (0 + 4c), and
                    2 x^(L-2) (m + nu) + 2 x^(L-2) (m - nu), or 2 x^(L-2) m for one end alone
    none active     entries 2c, and for L = 2 also 2c + 2c = (2c + 2 nu) + (2c - 2 nu)

Here T and nu, the singular value of the inactive index, may be any numbers: they cancel.
Ties x = y are included.  Nothing is assumed on c: it enters through x^(2L-2) + c = m x^(L-2).

Idea: sums over the layers by induction, with sum g^2 = sum h^2 by reversal (pair_sums.py).
"""

from symfact.prover import Proof, forall, product
from symfact.theorems import load, proved, run

STATIONARY = "x^(2*L-2) + c = m*x^(L-2)"
G, H = load("pair_sums").sum_g(), load("pair_sums").sum_g("H", "y", "x")


def entries(name, term):
    """The sum over the layers i + 1 = 1, ..., L of a term, as partial sums."""
    grown = forall("i", ["i >= 0", "i < L"], f"{name}[i+1] = {name}[i] + {term}")
    return [f"{name}[0] = 0", grown]


DIAGONAL = entries("D", "(2*x^(2*L-2) + 2*c)")
PAIR = entries("S", "(2*x^(2*(L-1-i))*y^(2*i) + 2*c) + (2*y^(2*(L-1-i))*x^(2*i) + 2*c)")


def prove():
    p = Proof(
        "matrix_trace",
        "The exact trace of the blocks of the Hessian",
        real="x y c m nu h",
        integer="n i L",
        sequence="G H D S T",
    )
    for guard in ("L >= 0", "x > 0", "y > 0"):
        p.assume(guard)
    stationary = p.assume(STATIONARY)
    one = _add_up(p, "D[n] = n*(2*x^(2*L-2) + 2*c)", (1, DIAGONAL))
    value = "D[L] = (L-1)*(4*c) + (2*L*x^(2*L-2) + 4*c - 2*L*c)"
    one = p.combine(value, (1, one))
    p.claim("a = b", one, *DIAGONAL, "x > 0", "L >= 0", then=value)
    same = p.apply(p.use(proved("pair_sums"), "G reversed"), {})
    sums = _add_up(p, "S[n] = 2*G[n] + 2*H[n] + 4*n*c", (1, PAIR), (-2, G), (-2, H))
    value = (
        "S[L] = (L-1)*0 + (L-1)*(4*c) + (2*G[L] + 2*c*(1 - T[L-1])) + (2*G[L] + 2*c*(1 + T[L-1]))"
    )
    sums = p.combine(value, (1, sums), (2, same))
    given = [*G, *H, *PAIR, "x > 0", "y > 0", "L >= 0"]
    p.claim("a, b active", sums, *given, then=value)

    end = "(2*x^(2*L-2) + 2*c)"
    alone = p.combine(f"{end} = 2*x^(L-2)*m", (2, stationary))
    p.claim("one end", alone, "x > 0", STATIONARY, then=alone.conclusion)
    both = f"{end} + {end} = 2*x^(L-2)*(m + nu) + 2*x^(L-2)*(m - nu)"
    p.claim("both ends", p.combine(both, (4, stationary)), "x > 0", STATIONARY, then=both)
    hidden = f"h*(2*c + 2*c) + {end} + {end} = h*(0 + 4*c) + {both.split(' = ')[1]}"
    hidden = p.combine(hidden, (4, stationary))
    p.claim("b inactive", hidden, "x > 0", STATIONARY, then=hidden.conclusion)
    none = p.combine("2*c + 2*c = (2*c + 2*nu) + (2*c - 2*nu)")
    p.claim("none active, L = 2", none, then=none.conclusion)
    return p


def _add_up(p, goal, *sums):
    """Prove the equation `goal` for n = L: a combination of these sums, term by term."""
    natural, within, start, terms = p.assume("n >= 0"), p.assume("n + 1 <= L"), [], []
    inside, until = p.combine("n < L", within, product()), forall("", ["n <= L"], goal)
    for cofactor, (first, following) in sums:
        start.append((cofactor, p.assume(first)))
        terms.append((cofactor, p.apply(p.assume(following), {"i": "n"}, natural, inside)))
    before = p.apply(p.assume(until), {}, p.combine("n <= L", within, product()))
    start = p.combine(goal.replace("n]", "0]").replace("n*", "0*"), *start)
    grown = goal.replace("n]", "n+1]").replace("n*", "(n+1)*")
    grown = p.generalize(p.combine(grown, (1, before), *terms), "", ["n + 1 <= L"])
    whole = p.induction(until, "n", 0, p.generalize(start, "", ["0 <= L"]), grown)
    return p.apply(whole, {"n": "L"}, p.assume("L >= 0"), p.combine("L <= L"))


if __name__ == "__main__":
    raise SystemExit(run(prove))
