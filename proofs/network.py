"""The product W_L ... W_1 may be cut behind any layer, for any number L of layers.

For a row a_L and a column b_0 let a_l = a_{l+1} W_{l+1} and b_{l+1} = W_{l+1} b_l.  Then

    one layer    a_{l+1} b_{l+1} = a_l b_l  for 0 <= l < L
    all layers   a_l b_l = a_0 b_0          for 0 <= l <= L

With unit vectors a_L, b_0 each entry of W_L ... W_1 = a_{i+1} W_{i+1} W_i b_{i-1}, for every i:
this is how matrix_gradient.py and matrix_balance.py write it.  All layers are n x n, smaller ones
with rows and columns of zeros added.  With any integers K and N, the entry (p, i) of W_l is
W[(p*N+i)*K+l] and the entry i of a_l is a[i*K+l] (for N > n and K > L they have places of their
own).  The partial sums are those of double_sum.py, in each layer:

    Y_l[p,i] = sum_{k <= i} W_l[p,k] b_{l-1}[k]     b_l[p] = Y_l[p,n]
    X_l[p,i] = sum_{q <= p} a_l[q] W_l[q,i]         a_{l-1}[i] = X_l[n,i]
    S_l[p,i] = sum_{k <= i} X_l[p,k] b_{l-1}[k]     f_l[i] = sum_{k <= i} a_l[k] b_l[k]

Idea: (a W) b = a (W b), by double_sum.py.
"""

from symfact.notation import parse_formula, parse_term, replace
from symfact.prover import Proof, forall, product
from symfact.theorems import load, proved, run

SUMS = load("double_sum")
VALUES = {"F": "W[s*K+l+1]", "v": "a[s*K+l+1]", "w": "b[s*K+l]", "T": "f[s*K+l+1]"}
VALUES |= {"R": "Y[s*K+l+1]", "C": "X[s*K+l+1]", "S": "S[s*K+l+1]"}


def in_layer(formulas, values):
    """Formulas of double_sum.py with the sequences of one layer, n x n."""
    images = {name: ("s", parse_term(entry)) for name, entry in values.items()} | {"d": "n"}
    return [replace(parse_formula(formula), images) for formula in formulas]


def each_layer(formula, *bounds):
    """The same for all layers l within the bounds."""
    data = parse_formula(formula)
    bound, parts, body = data[1:] if data[0] == "forall" else ([], [], data)
    return forall(" ".join(["l", *bound]), [*bounds, *parts], body)


def at_layer(p, formula, *within):
    """From what holds in each layer the same in layer l, with the proofs of its bounds."""
    _, (_, *bound), parts, _ = formula
    known = p.apply(p.assume(formula), {}, *within)
    return p.generalize(known, " ".join(bound), parts[len(within) :]) if bound else known


LAYER, UP_TO_LAST = ["l >= 0", "l < L"], ["l >= 0", "l <= L"]
SUMS_OF_LAYER = in_layer([*SUMS.ROWS, *SUMS.COLUMNS, *SUMS.BY_COLUMNS], VALUES)
FORWARD = forall("p", [], "b[p*K+l+1] = Y[(p*N+n)*K+l+1]")
BACKWARD = forall("i", ["i >= 0", "i < n"], "a[(i+1)*K+l] = X[(n*N+i+1)*K+l+1]")
FOLLOWING = "f[(i+1)*K+l] = f[i*K+l] + a[(i+1)*K+l]*b[(i+1)*K+l]"
DOT = ["f[l] = 0", forall("i", ["i >= 0"], FOLLOWING)]
LAYERS = [each_layer(formula, *LAYER) for formula in [*SUMS_OF_LAYER, FORWARD, BACKWARD]]
DOTS = [each_layer(formula, *UP_TO_LAST) for formula in DOT]
SAME = forall("", ["l <= L"], "f[n*K+l] = f[n*K]")


def prove():
    p = Proof(
        "network",
        "The product of the layers may be cut anywhere",
        integer="n N K L l p i s",
        sequence="W a b X Y S f",
    )
    step = _one_layer(p)
    given = [*LAYERS, *DOTS, "n >= 0"]
    p.claim("one layer", step, *given, *LAYER, then="f[n*K+l+1] = f[n*K+l]")

    short = p.assume("l + 1 <= L")
    inner = p.combine("l < L", short, product())
    known = p.apply(p.assume(SAME), {}, p.combine("l <= L", inner))
    grown = p.combine("f[n*K+l+1] = f[n*K]", (1, known), (1, p.apply(step, {}, inner)))
    start = p.generalize(p.combine("f[n*K] = f[n*K]"), "", ["0 <= L"])
    whole = p.induction(SAME, "l", 0, start, p.generalize(grown, "", ["l + 1 <= L"]))
    p.claim("all layers", p.apply(whole), *given, *UP_TO_LAST, then="f[n*K+l] = f[n*K]")
    return p


def _one_layer(p):
    """f_{l+1}[n] = S_{l+1}[n,n] = f_l[n]."""
    first, inner = map(p.assume, LAYER)
    following = p.combine("l + 1 >= 0", first, product()), p.integer(inner, "l + 1 <= L")
    *layer, forward, backward = (at_layer(p, formula, first, inner) for formula in LAYERS)
    zero, term = map(p.assume, DOTS)
    zero = p.apply(zero, {"l": "l+1"}, *following)
    term = p.apply(term, {"l": "l+1", "i": "p"}, *following, p.assume("p >= 0"))
    goal = "f[(p+1)*K+l+1] = f[p*K+l+1] + a[(p+1)*K+l+1]*Y[((p+1)*N+n)*K+l+1]"
    forward = "a[(p+1)*K+l+1]", p.apply(forward, {"p": "p+1"})
    term = p.generalize(p.combine(goal, (1, term), forward), "p", ["p >= 0"])
    values = {name: ("s", entry) for name, entry in VALUES.items()} | {"d": "n"}
    above = p.apply(p.use(proved("double_sum"), "double sum"), values, *layer, zero, term)

    last = p.combine("l <= L", inner)
    zero, term = (p.apply(p.assume(formula), {}, first, last) for formula in DOTS)
    dot = zero, p.generalize(term, "i", ["i >= 0", "i < n"])
    sums = [(1, SUMS_OF_LAYER[4:], "n"), (-1, [fact.conclusion for fact in dot], "n")]
    goal = "S[(n*N+{0})*K+l+1] = f[{0}*K+l]"
    below = SUMS.up_to(p, goal, "n", sums, ("-b[(i+1)*K+l]", BACKWARD, "n"))
    below = p.apply(below, {}, *layer[4:], *dot, backward)
    return p.combine("f[n*K+l+1] = f[n*K+l]", (1, above), (1, below))


if __name__ == "__main__":
    raise SystemExit(run(prove))
