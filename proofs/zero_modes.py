"""Hidden rotations: the dimension of what they sweep out, and when they are zero eigenvalues.

Let r >= 0 be the number of active indices and d[1], ..., d[n] >= r the widths of the n = L - 1
hidden layers.  In each of them the Hessian of deep matrix factorization has an eigenvalue 0 for
every pair of active indices, and for every active index with an inactive one of that layer:

    Z[n] = sum over k of  r (r-1)/2 + r (d[k] - r)  =  n r (r-1)/2 + r sum over k of (d[k] - r).

A hidden rotation turns r orthonormal vectors in d[k] dimensions.  They form a Stiefel manifold:
the first is on a sphere of dimension d - 1, the next on one of dimension d - 2, and so on, so
that its dimension is

    (d - 1) + ... + (d - r) = d r - r (r+1)/2,

and the sum of these over the hidden layers is Z[n] (dimension.py).  Moreover

    Z[n] >= r (r-1)/2 + r (d[j] - r), the part of any layer j <= n
    Z[n] > 0 if r >= 2 and n >= 1, or if r >= 1 and some d[j] > r
    Z[n] = 0 if r = 0, and if r = 1 and every d[k] = 1

These numbers count hidden rotations: that there are no other zero eigenvalues is not claimed.

Idea: sums over the layers, by induction.
"""

from symfact.prover import Proof, forall, product
from symfact.theorems import run


def partial_sums(name, term):
    """The definition of name[n] as the sum of the first n terms, those with k = 0, ..., n-1."""
    return [f"{name}[0] = 0", forall("k", ["k >= 0"], f"{name}[k+1] = {name}[k] + {term}")]


ZEROS = partial_sums("Z", "r*(r-1)/2 + r*(d[k+1] - r)")
SURPLUS = partial_sums("E", "d[k+1] - r")
SPHERES = partial_sums("S", "(w - (k+1))")
WIDE = forall("k", ["k >= 1"], "d[k] >= r")


def prove():
    p = Proof(
        "zero_modes",
        "The dimension of hidden rotations, and when they are zero eigenvalues",
        integer="k n j r w",
        sequence="d Z E S",
    )

    def add_up(first, goal, *sums):
        """Prove `first` for n = 0 and `goal` for all n >= 0: a combination of these sums."""
        n0, base, step = p.assume("n >= 0"), [], []
        for cofactor, (start, following) in sums:
            base.append((cofactor, p.assume(start)))
            step.append((cofactor, p.apply(p.assume(following), {"k": "n"}, n0)))
        step = p.combine(goal(1), (1, p.assume(goal(0))), *step)
        return p.induction(goal(0), "n", 0, p.combine(first, *base), step)

    spheres = add_up(
        "S[0] = w*0 - 0*(0+1)/2",
        lambda k: f"S[n+{k}] = w*(n+{k}) - (n+{k})*(n+{k}+1)/2",
        (1, SPHERES),
    )
    stiefel = p.apply(spheres, {"n": "r"}, goal="S[r] = w*r - r*(r+1)/2")
    p.claim("Stiefel manifold", stiefel, *SPHERES, "r >= 0", then=stiefel.conclusion)
    closed = add_up(
        "Z[0] = 0*r*(r-1)/2 + r*E[0]",
        lambda k: f"Z[n+{k}] = (n+{k})*r*(r-1)/2 + r*E[n+{k}]",
        (1, ZEROS),
        ("-r", SURPLUS),
    )
    p.claim("number", closed, *ZEROS, *SURPLUS, "n >= 0", then="Z[n] = n*r*(r-1)/2 + r*E[n]")
    _signs(p)
    return p


def _signs(p):
    """When there are zero eigenvalues: every layer has its part, and none is negative."""
    z0, z_next = map(p.assume, ZEROS)
    n0, r0, wide, lower = map(p.assume, ("n >= 0", "r >= 0", WIDE, "j >= 1"))
    z = p.apply(z_next, {"k": "n"}, n0)
    one = p.combine("n + 1 >= 1", n0)
    surplus = p.combine("d[n+1] - r >= 0", p.apply(wide, {"k": "n+1"}, one))
    pairs = _pairs(p, r0)
    more = product(pairs, c="1/2"), product(r0, surplus), (1, z)
    grown = p.combine("Z[n+1] >= 0", p.assume("Z[n] >= 0"), *more)
    natural = p.induction("Z[n] >= 0", "n", 0, p.combine("Z[0] >= 0", (1, z0)), grown)

    last, goal = p.combine("j - 1 >= 0", lower), "Z[n] >= r*(r-1)/2 + r*(d[j] - r)"
    at_j = p.apply(z_next, {"k": "j-1"}, last)
    at_j = p.combine(goal.replace("[n]", "[j]"), p.apply(natural, {"n": "j-1"}, last), (1, at_j))
    to_0 = p.combine("n >= 0", p.assume("n >= j"), lower, product())
    grown = p.combine(goal.replace("[n]", "[n+1]"), p.assume(goal), *more)
    layer = p.induction(goal, "n", "j", at_j, p.apply(grown, {}, to_0))
    given = [*ZEROS, WIDE, "j >= 1", "n >= j"]
    p.claim("one layer", layer, *given, "r >= 0", then=goal)

    width, two = p.apply(wide, {"k": "n"}, p.assume("n >= 1")), p.assume("r >= 2")
    last = p.apply(layer, {"j": "n"}, p.assume("n >= 1"), p.combine("n >= n"))
    last = p.apply(last, {}, p.combine("r >= 0", two, product(c=2)))
    extra = product(two, two, c="1/2"), product(two, c="3/2"), product()
    many = p.combine("Z[n] > 0", last, *extra, product(two, width), product(width, c=2))
    p.claim("two active", many, *ZEROS, WIDE, "n >= 1", "r >= 2", then="Z[n] > 0")
    active, wider = p.assume("r >= 1"), p.assume("d[j] > r")
    layer = p.apply(layer, {}, p.combine("r >= 0", active, product()))
    pairs = p.apply(pairs, {}, p.combine("r >= 0", active, product()))
    r1 = p.combine("r > 0", active, product())
    wider = p.combine("Z[n] > 0", layer, product(pairs, c="1/2"), product(r1, wider))
    p.claim("wider layer", wider, *given, "r >= 1", "d[j] > r", then="Z[n] > 0")

    none, one_r = p.assume("r = 0"), p.assume("r = 1")
    start, known = p.combine("Z[0] = 0", (1, z0)), (1, p.assume("Z[n] = 0"))
    grown = p.combine("Z[n+1] = 0", known, (1, z), ("(r-1)/2 + d[n+1] - r", none))
    none = p.induction("Z[n] = 0", "n", 0, start, grown)
    p.claim("none active", none, *ZEROS, "n >= 0", "r = 0", then="Z[n] = 0")
    narrow = forall("k", ["k >= 1"], "d[k] = 1")
    width = p.apply(p.assume(narrow), {"k": "n+1"}, one)
    grown = p.combine("Z[n+1] = 0", known, (1, z), ("r", width), ("-r/2", one_r))
    narrowest = p.induction("Z[n] = 0", "n", 0, start, grown)
    p.claim("width one", narrowest, *ZEROS, narrow, "n >= 0", "r = 1", then="Z[n] = 0")


def _pairs(p, r0):
    """Prove r (r-1) >= 0 for an integer r >= 0: r is 0, or at least 1."""
    some, goal = p.assume("r > 0"), "r*(r-1) >= 0"
    few = p.combine(goal, product(some, p.integer(some, "r - 1 >= 0")))
    none = p.combine(goal, ("r-1", p.assume("r = 0")))
    negative = p.absurd(p.combine("0 > 0", p.assume("r < 0"), r0), goal)
    return p.cases("r", gt=few, eq=none, lt=negative)


if __name__ == "__main__":
    raise SystemExit(run(prove))
