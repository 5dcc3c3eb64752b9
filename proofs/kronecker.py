"""The entries of the identity matrix: a sequence e with e[0] = 1 and e[k] = 0 for k /= 0.

    two             e[k] e[l] = 0 for k /= l
    three           e[j] e[k] e[l] = 0 for j + k /= l
    substitution    e[k-a] F[k] = e[k-a] F[a] for any sequence F
    symmetric       e[-k] = e[k]
    step            the sums h[k] of the e[i] with i <= k, that is h[k] = 0 for k < 0 and
                    h[k+1] = h[k] + e[k+1] for all k, are h[k] = 1 for k >= 0

e[s-t] is then the entry (s, t) of the identity and e[s-p] e[t-q] that of the matrix unit E_pq.
Sources: derived here.

Idea: by cases; where a sequence is compared at two equal indices, by induction from one of them.
"""

from symfact.prover import Proof, forall, product
from symfact.theorems import run

UNIT = ["e[0] = 1", forall("k", ["k != 0"], "e[k] = 0")]
STEP = [forall("k", ["k < 0"], "h[k] = 0"), forall("k", [], "h[k+1] = h[k] + e[k+1]")]


def prove():
    p = Proof(
        "kronecker",
        "The entries of the identity matrix",
        integer="j k l a",
        sequence="e h F",
    )
    two = _two(p)
    p.state("two", two)
    p.state("three", _three(p, two))
    substitution = _substitution(p)
    p.state("substitution", substitution)
    p.state("symmetric", _symmetric(p, substitution))
    p.state("step", _step(p))
    return p


def _two(p):
    unit, apart, zero = p.assume(UNIT[1]), p.assume("k != l"), p.assume("k = 0")
    other = p.apply(unit, {"k": "l"}, p.combine("l != 0", product(apart, c=-1), (1, zero)))
    goal = "e[k]*e[l] = 0"
    known = p.apply(unit, {"k": "k"}, p.assume("k != 0"))
    return p.cases("k", eq=p.combine(goal, other), ne=p.combine(goal, known))


def _three(p, two):
    apart, zero = p.assume("j + k != l"), p.assume("j = 0")
    goal = "e[j]*e[k]*e[l] = 0"
    others = p.apply(two, {}, p.combine("k != l", product(apart), (-1, zero)))
    known = p.apply(p.assume(UNIT[1]), {"k": "j"}, p.assume("j != 0"))
    return p.cases("j", eq=p.combine(goal, others), ne=p.combine(goal, known))


def _substitution(p):
    """From k = a on by induction, since e[k+1-a] = 0; and e[k-a] = 0 for k < a."""
    goal, off, from_ = "e[k-a]*F[k] = e[k-a]*F[a]", p.assume(UNIT[1]), p.assume("k >= a")
    next_ = p.combine("k + 1 - a != 0", product(p.combine("k + 1 - a > 0", from_, product())))
    grown = p.combine("e[k+1-a]*F[k+1] = e[k+1-a]*F[a]", p.apply(off, {"k": "k+1-a"}, next_))
    start = p.combine("e[a-a]*F[a] = e[a-a]*F[a]")
    high = p.induction(goal, "k", "a", start, grown)
    low = p.combine("k - a != 0", product(p.assume("k < a"), c=-1))
    low = p.combine(goal, p.apply(off, {"k": "k-a"}, low))
    return p.cases("k - a", ge=high, lt=low)


def _symmetric(p, substitution):
    """Both sides are e[k] e[-k]."""
    mirrored = {"a": 0, "F": ("j", "e[-j]")}
    right, left = (p.apply(substitution, {**mirrored, "k": k}) for k in ("k", "-k"))
    return p.combine("e[-k] = e[k]", (1, right), (-1, left), p.assume(UNIT[0]))


def _step(p):
    one, off, none, next_ = map(p.assume, [*UNIT, *STEP])
    before = p.apply(none, {"k": -1}, p.combine("-1 < 0", product()))
    start = p.combine("h[0] = 1", (1, p.apply(next_, {"k": -1})), (1, before), (1, one))
    past = p.combine("k + 1 > 0", p.assume("k >= 0"), product())
    past = p.apply(off, {"k": "k+1"}, p.combine("k + 1 != 0", product(past)))
    parts = (1, p.apply(next_, {"k": "k"})), (1, past), (1, p.assume("h[k] = 1"))
    return p.induction("h[k] = 1", "k", 0, start, p.combine("h[k+1] = 1", *parts))


if __name__ == "__main__":
    raise SystemExit(run(prove))
