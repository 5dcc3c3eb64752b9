"""A sum in which one term is changed: it changes as that term does.

Let A and B be sums of n terms x[i] and y[i], as sequences of partial ones, with y[i] = x[i] for
all i /= k, where 1 <= k <= n.  Then

    changed term      B[n] = A[n] + y[k] - x[k]

Let w become u when t is added to its entry k, that is u[k] = w[k] + t and u[i] = w[i] otherwise:

    changed product   sum b[i] u[i] = sum b[i] w[i] + t b[k]
    changed square    sum u[i]^2 = sum w[i]^2 + 2 t w[k] + t^2

Idea: by induction B[i] = A[i] before k, and B[i] = A[i] + y[k] - x[k] from k on.
"""

from symfact.prover import Proof, forall, product
from symfact.theorems import load, run

sum_over = load("double_sum").sum_over
PLACE = ["1 <= k", "k <= n"]
OTHERS = forall("i", ["i != k"], "y[i] = x[i]")
BEFORE = forall("", ["i < k"], "B[i] = A[i]")
FROM = forall("", ["i <= n"], "B[i] = A[i] + y[k] - x[k]")
MOVE = ["u[k] = w[k] + t", forall("i", ["i != k"], "u[i] = w[i]"), *PLACE]


def prove():
    p = Proof(
        "changed_term",
        "A sum with one term changed",
        real="t",
        integer="n k i s",
        sequence="x y A B b w u",
    )
    changed = _changed(p)
    sums = [*sum_over("A", "x[i+1]"), *sum_over("B", "y[i+1]")]
    goal = "B[n] = A[n] + y[k] - x[k]"
    p.claim("changed term", changed, *sums, OTHERS, *PLACE, then=goal)

    moved, others, *_ = map(p.assume, MOVE)
    same = p.apply(others, {}, p.assume("i != k"))
    for name, old, new, goal, cofactor in (
        ("product", "b[{0}]*w[{0}]", "b[{0}]*u[{0}]", "B[n] = A[n] + t*b[k]", "b[k]"),
        ("square", "w[{0}]^2", "u[{0}]^2", "B[n] = A[n] + 2*t*w[k] + t^2", "u[k] + w[k] + t"),
    ):
        equal = p.combine(f"{new.format('i')} = {old.format('i')}", same)
        equal = p.generalize(equal, "i", ["i != k"])
        values = {"x": ("s", old.format("s")), "y": ("s", new.format("s"))}
        fact = p.combine(goal, (1, p.apply(changed, values, equal)), (cofactor, moved))
        sums = [*sum_over("A", old.format("(i+1)")), *sum_over("B", new.format("(i+1)"))]
        p.claim(f"changed {name}", fact, *sums, *MOVE, then=goal)
    return p


def _changed(p):
    (a_zero, a_next), (b_zero, b_next) = (
        map(p.assume, sum_over(*names)) for names in (("A", "x[i+1]"), ("B", "y[i+1]"))
    )
    other, lower, upper = map(p.assume, (OTHERS, *PLACE))

    def growth(i, *within):
        return [(q, p.apply(f, {"i": i}, *within)) for q, f in ((1, b_next), (-1, a_next))]

    ahead = p.assume("i + 1 < k")
    known = p.apply(p.assume(BEFORE), {}, p.combine("i < k", ahead, product()))
    grown = growth("i", p.assume("i >= 0"), p.combine("i < n", ahead, upper, product()))
    same = p.apply(other, {"i": "i+1"}, p.combine("i + 1 != k", product(ahead, c=-1)))
    grown = p.combine("B[i+1] = A[i+1]", (1, known), *grown, (1, same))
    start = p.generalize(p.combine("B[0] = A[0]", (1, b_zero), (-1, a_zero)), "", ["0 < k"])
    before = p.induction(BEFORE, "i", 0, start, p.generalize(grown, "", ["i + 1 < k"]))

    last = p.combine("k - 1 >= 0", lower), p.combine("k - 1 < n", upper, product())
    known = p.apply(before, {"i": "k-1"}, last[0], p.combine("k - 1 < k", product()))
    start = p.combine("B[k] = A[k] + y[k] - x[k]", (1, known), *growth("k-1", *last))

    past, short = p.assume("i >= k"), p.assume("i + 1 <= n")
    within = p.combine("i >= 0", past, lower, product()), p.combine("i < n", short, product())
    known = p.apply(p.assume(FROM), {}, p.combine("i <= n", within[1]))
    behind = p.combine("i + 1 > k", past, product())
    same = p.apply(other, {"i": "i+1"}, p.combine("i + 1 != k", product(behind)))
    grown = p.combine("B[i+1] = A[i+1] + y[k] - x[k]", (1, known), *growth("i", *within), (1, same))
    start, grown = p.generalize(start, "", ["k <= n"]), p.generalize(grown, "", ["i + 1 <= n"])
    whole = p.induction(FROM, "i", "k", start, grown)
    return p.apply(whole, {"i": "n"}, upper, p.combine("n <= n"))


if __name__ == "__main__":
    raise SystemExit(run(prove))
