"""The kernel: twelve rules that make sequents from sequents.

TRUSTED, standard library only.  A sequent is a set of hypotheses and a conclusion: for
all values of the free variables the hypotheses imply the conclusion.

    formula ::= [relation, term, term]                             = != > >= < <=
              | ["forall", [x, ...], [formula, ...], formula]      the parts imply the body
              | ["exists", [x, ...], [formula, ...]]               all parts hold

A proof is a list of steps.  Each names its rule, its premises (earlier steps only), its
witness and its conclusion; the hypotheses are computed, never stated, so none is lost.
Checking never searches: a rule multiplies out, compares, and refuses by default.

Guards: each base that is divided by or raised to a symbolic power, in the sequent or in
the witness, must be kept from zero by a hypothesis such as w > 0, w != 0 or L >= 2.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from symfact.errors import ProofError
from symfact.exact import Base, Coefficient, Poly, base_names, is_integral, read_term, read_values

__all__ = [
    "Atom",
    "Formula",
    "Quantified",
    "Sequent",
    "check_proof",
    "guards",
    "load_proof",
    "read_formula",
]

_HOLDS: dict[str, Callable[[Coefficient], bool]] = {
    "=": lambda value: value == 0,
    "!=": lambda value: value != 0,
    ">": lambda value: value > 0,
    ">=": lambda value: value >= 0,
}


@dataclass(frozen=True, slots=True)
class Atom:
    """`term` relation 0, with the needs of the text that it was read from."""

    relation: str
    term: Poly
    needs: frozenset[Base] = field(default=frozenset(), compare=False)

    def names(self) -> set[str]:
        return self.term.names()

    def substitute(self, values: Mapping[str, Any]) -> Atom:
        return Atom(self.relation, self.term.substitute(values))

    def check(self, guarded: set[Base]) -> None:
        _check_needs(self.needs | self.term.needs(), guarded)


@dataclass(frozen=True, slots=True)
class Quantified:
    """For all `bound` the parts imply the body; or, without body, there are such `bound`."""

    bound: tuple[str, ...]
    parts: tuple[Formula, ...]
    body: Formula | None

    def inner(self) -> tuple[Formula, ...]:
        return self.parts if self.body is None else (*self.parts, self.body)

    def names(self) -> set[str]:
        return _names(self.inner()) - set(self.bound)

    def substitute(self, values: Mapping[str, Any]) -> Quantified:
        free = self.names()
        inside = {name: image for name, image in values.items() if name in free}
        for image in inside.values():
            used = image.names() if isinstance(image, Poly) else image[1].names()
            _need(not used & set(self.bound), f"the substitution captures one of {self.bound}")
        body = None if self.body is None else self.body.substitute(inside)
        return Quantified(self.bound, tuple(p.substitute(inside) for p in self.parts), body)

    def check(self, guarded: set[Base]) -> None:
        outer = {base for base in guarded if not base_names(base) & set(self.bound)}
        for formula in self.inner():
            formula.check(outer | guards(self.parts))


Formula = Atom | Quantified


@dataclass(frozen=True, slots=True)
class Sequent:
    """The hypotheses imply the conclusion, for all values of the free variables."""

    hypotheses: frozenset[Formula]
    conclusion: Formula

    def check(self, needs: Iterable[Base] = ()) -> None:
        guarded = guards(self.hypotheses)
        _check_needs(needs, guarded)
        for formula in (*self.hypotheses, self.conclusion):
            formula.check(guarded)


def _need(condition: object, message: str) -> None:
    if not condition:
        raise ProofError(message)


def _names(formulas: Iterable[Formula]) -> set[str]:
    return set().union(*(formula.names() for formula in formulas))


def _check_needs(needs: Iterable[Base], guarded: set[Base]) -> None:
    for base in sorted(set(needs) - guarded, key=lambda base: sorted(base_names(base))):
        shown = base if isinstance(base, str) else f"an entry of {base[0]}"
        raise ProofError(f"no hypothesis keeps {shown} from being zero")


def guards(formulas: Iterable[Formula]) -> set[Base]:
    """Bases that cannot vanish: those of M in an atom c M + k that fails where M = 0."""
    guarded: set[Base] = set()
    for formula in formulas:
        if isinstance(formula, Atom) and not formula.needs | formula.term.needs():
            monomials = [monomial for monomial in formula.term.terms if monomial]
            rest = formula.term.terms.get(frozenset(), 0)
            if len(monomials) == 1 and not _HOLDS[formula.relation](rest):
                guarded |= {base for base, _ in monomials[0]}
    return guarded


def read_formula(
    data: Any, sorts: Mapping[str, str], outer: frozenset[str] = frozenset()
) -> Formula:
    """Read a formula from plain data over the declared variables."""
    match data:
        case ["<" | "<=" as relation, left, right]:
            return read_formula([relation.replace("<", ">"), right, left], sorts, outer)
        case [str(relation), left, right] if relation in _HOLDS:
            (a, first), (b, second) = read_term(left, sorts), read_term(right, sorts)
            return Atom(relation, a - b, frozenset(first | second))
        case ["forall" | "exists" as kind, list(bound), list(parts), *body]:
            _need(len(body) == (kind == "forall"), f"{kind} of the wrong shape")
            for name in bound:
                sort = sorts.get(name) if isinstance(name, str) else None
                _need(sort in ("real", "integer"), f"cannot bind {str(name)[:40]!r}")
            scope = outer.union(bound)
            _need(len(scope) == len(outer) + len(bound), "a variable is bound twice")
            inner = [read_formula(item, sorts, scope) for item in (*parts, *body)]
            cut = len(parts)
            return Quantified(tuple(bound), tuple(inner[:cut]), inner[cut] if body else None)
    raise ProofError(f"not a formula: {str(data)!r:.60}")


class Step:
    """One step at work: its premises, witness and stated conclusion, and what it needs."""

    def __init__(
        self, sorts: Mapping[str, str], premises: list[Sequent], witness: Any, stated: Any
    ) -> None:
        self.sorts, self.premises, self.witness = sorts, premises, witness
        self.stated = read_formula(stated, sorts)
        self.needs: set[Base] = set()

    def term(self, data: Any) -> Poly:
        poly, needs = read_term(data, self.sorts)
        self.needs |= needs
        return poly

    def values(self, data: Any) -> dict[str, Any]:
        values, needs = read_values(data, self.sorts)
        self.needs |= needs
        return values

    def atoms(self) -> list[Atom]:
        return [_atom(premise.conclusion) for premise in self.premises]

    def apply(self, rule: Any) -> Sequent:
        """Check the conclusion by `rule`, which computes its hypotheses."""
        _need(isinstance(rule, str) and rule in _RULES, f"unknown rule {str(rule)[:40]!r}")
        sequent = Sequent(frozenset(_RULES[rule](self)), self.stated)
        sequent.check(self.needs)
        return sequent


# The rules.  Each returns the hypotheses under which the stated conclusion holds, or
# raises ProofError.  G, D stand for sets of hypotheses.

Hypotheses = Set[Formula]


def _union(premises: Iterable[Sequent]) -> Hypotheses:
    return set().union(*(premise.hypotheses for premise in premises))


def _atom(formula: Formula) -> Atom:
    if isinstance(formula, Atom):
        return formula
    raise ProofError("an equation or inequality is needed here")


def _fresh(names: Iterable[str], formulas: Iterable[Formula]) -> None:
    clash = sorted(set(names) & _names(formulas))
    _need(not clash, f"not fresh: {clash}")


def assume(step: Step) -> Hypotheses:
    """G, F |- F, where G are the hypotheses of the premises (which may guard F)."""
    _need(step.witness == {}, "assume has no witness")
    return _union(step.premises) | {step.stated}


def combine(step: Step) -> Hypotheses:
    """S t = sum q_i E_i + sum N_j, multiplied out, with equations E_i = 0, products N_j and S.

    No N_j and S != 0: t = 0.  All N_j >= 0 and S > 0: t >= 0, and t > 0 if some N_j > 0.
    A single N_j != 0 and S > 0: t != 0.
    """
    facts, target, witness = step.atoms(), _atom(step.stated), step.witness
    _need(witness.keys() == {"scale", "equations", "products"}, "not a witness of combine")
    scale, sign = _product(step, facts, ["1", "1", witness["scale"]])
    total = Poly({})
    signs: list[str] = []
    for cofactor, index in witness["equations"]:
        fact = _fact(facts, index)
        _need(fact.relation == "=", "a cofactor on a premise that is no equation")
        total = total + step.term(cofactor) * fact.term
    for product in witness["products"]:
        value, known = _product(step, facts, product)
        total, signs = total + value, [*signs, known]
    positive = sign == ">" and set(signs) <= {">", ">="}
    allowed = {
        "=": not signs,
        ">=": positive,
        ">": positive and ">" in signs,
        "!=": sign == ">" and signs in ([">"], ["!="]),
    }
    _need(sign != ">=" and allowed[target.relation], "the products do not give this relation")
    _need(scale * target.term == total, "the combination is not the conclusion")
    return _union(step.premises)


def _product(step: Step, facts: list[Atom], data: Any) -> tuple[Poly, str]:
    """The value c r^2 f_1^e_1 f_2^e_2 ... with premises f_i, and its sign: > or >= or !=."""
    coefficient, root, factors = data
    c, r = step.term(coefficient).value(), step.term(root)
    if not c:
        raise ProofError("the coefficient of a product is not a non-zero number")
    value, signs = Poly.constant(c) * r * r, {">" if r.value() else ">="}
    for index, exponent in factors:
        fact, e = _fact(facts, index), step.term(exponent)
        n, even = e.value(), all(k % 2 == 0 for k in e.terms.values())
        _need(is_integral(e, step.sorts), "the exponent of a factor is not integral")
        _need(fact.relation != "=", "an equation among the factors of a product")
        _need(fact.relation != ">=" or (n is not None and n >= 0), "a factor >= 0 to such a power")
        power = fact.term.power(e if n is None else int(n))
        step.needs |= power.needs()
        value = value * power
        signs.add(">" if fact.relation == "!=" and even else fact.relation)
    if c > 0 and "!=" not in signs:
        return value, ">=" if ">=" in signs else ">"
    _need(">=" not in signs, "a product that may vanish, or be negative")
    return value, "!="


def _fact(facts: list[Atom], index: Any) -> Atom:
    if type(index) is not int or not 0 <= index < len(facts):
        raise ProofError(f"no premise {str(index)[:20]}")
    return facts[index]


def apply(step: Step) -> Hypotheses:
    """Instantiate a theorem, and cut the hypotheses that the other premises prove.

    A theorem "for all x the parts imply the body" is opened first, unless the stated
    conclusion has that form too: its parts join the hypotheses.
    """
    theorem, *proofs = step.premises
    values, conclusion = step.values(step.witness), theorem.conclusion
    hypotheses = set(theorem.hypotheses)
    if isinstance(conclusion, Quantified) and conclusion.body and not _is_forall(step.stated):
        hypotheses, conclusion = hypotheses.union(conclusion.parts), conclusion.body
    _need(conclusion.substitute(values) == step.stated, "the instance is not the conclusion")
    instances = {hypothesis.substitute(values) for hypothesis in hypotheses}
    cut = {proof.conclusion for proof in proofs}
    _need(cut <= instances, "a premise proves none of the hypotheses")
    return (instances - cut) | _union(proofs)


def _is_forall(formula: Formula) -> bool:
    return isinstance(formula, Quantified) and formula.body is not None


def generalize(step: Step) -> Hypotheses:
    """From G, A |- B with x not free in G: G |- for all x, A implies B."""
    (premise,), stated = step.premises, step.stated
    if not isinstance(stated, Quantified) or stated.body != premise.conclusion:
        raise ProofError("generalize states a forall whose body is its premise")
    _need(step.witness == {}, "generalize has no witness")
    remaining = premise.hypotheses.difference(stated.parts)
    _fresh(stated.bound, remaining)
    return remaining


_COVERS = (["=", "!="], [">=", "<"], [">", "<="], [">", "=", "<"])


def cases(step: Step) -> Hypotheses:
    """From G, t R 0 |- C for each of some relations R that leave no case out: G |- C."""
    t, relations = step.term(step.witness["term"]), step.witness["relations"]
    _need(relations in _COVERS and len(step.witness) == 2, "a case is left out")
    hypotheses: set[Formula] = set()
    for relation, premise in zip(relations, step.premises, strict=True):
        _need(premise.conclusion == step.stated, "a case that proves something else")
        case = Atom(relation.replace("<", ">"), -t if "<" in relation else t)
        hypotheses |= premise.hypotheses - {case}
    return hypotheses


def absurd(step: Step) -> Hypotheses:
    """From G |- F where F is false, such as 0 > 0: G |- anything."""
    (fact,) = step.atoms()
    value = fact.term.value()
    if value is None or _HOLDS[fact.relation](value) or step.witness != {}:
        raise ProofError("the premise is not false")
    return _union(step.premises)


def _interval(step: Step, positive: list[Sequent]) -> tuple[Poly, str, Poly, Poly]:
    """f, x, a, b with f smooth in x on [a, b]: polynomial in x, or a > 0 is proved."""
    x, a, b = (
        step.witness["variable"],
        step.term(step.witness["from"]),
        step.term(step.witness["to"]),
    )
    f, needs = read_term(step.witness["function"], step.sorts)
    _need(step.sorts.get(x) == "real" and len(step.witness) == 4, "not a real variable")
    _need(x not in a.names() | b.names(), "the ends of the interval contain its variable")
    _need(x not in needs or positive, "no premise says that the interval is positive")
    _need(all(p.conclusion == Atom(">", a) for p in positive), "the lower end is not proved > 0")
    step.needs |= needs - {x}
    return f, x, a, b


def monotone(step: Step) -> Hypotheses:
    """From a <= b and G, a < x < b |- df/dx >= 0: G |- f(b) >= f(a); likewise with > and a < b.

    The slope may also assume x > 0 where a > 0 is proved.
    """
    slope, order, *positive = step.premises
    f, x, a, b = _interval(step, positive)
    rising, ordered, at = _atom(slope.conclusion), _atom(order.conclusion), Poly.base(x)
    known = {rising.relation, ordered.relation}
    _need(known <= {">", ">="}, "slope and order must be > or >=")
    _need(rising.term == f.derivative(x), "the slope is not the derivative")
    _need(ordered.term == b - a, "the order is not that of the interval")
    inside = {Atom(">", at - a), Atom(">", b - at)} | {Atom(">", at) for _ in positive}
    remaining = slope.hypotheses - inside
    _fresh([x], remaining)
    change = Atom(">=" if ">=" in known else ">", f.substitute({x: b}) - f.substitute({x: a}))
    _need(step.stated == change, "the conclusion is not the change of the function")
    return remaining | _union([order, *positive])


def intermediate(step: Step) -> Hypotheses:
    """From a <= b and f(a) <= 0 <= f(b): there is x with a <= x <= b and f(x) = 0.

    Where a > 0 is proved, the root is also stated to be > 0.
    """
    order, low, high, *positive = step.premises
    f, x, a, b = _interval(step, positive)
    _need(order.conclusion == Atom(">=", b - a), "a <= b is not proved")
    _need(low.conclusion == Atom(">=", -f.substitute({x: a})), "f(a) <= 0 is not proved")
    _need(high.conclusion == Atom(">=", f.substitute({x: b})), "f(b) >= 0 is not proved")
    at = Poly.base(x)
    sign = [Atom(">", at) for _ in positive]
    parts = (Atom(">=", at - a), Atom(">=", b - at), *sign, Atom("=", f))
    _need(
        step.stated == Quantified((x,), parts, None), "the conclusion is not that there is a root"
    )
    return _union(step.premises)


def exhibit(step: Step) -> Hypotheses:
    """From G |- A(t) for each part A: G |- there is x with all parts A(x)."""
    values, stated = step.values(step.witness), step.stated
    if not isinstance(stated, Quantified) or stated.body or values.keys() != set(stated.bound):
        raise ProofError("exhibit states an exists, with one term for each of its variables")
    instances = [part.substitute(values) for part in stated.parts]
    _need([p.conclusion for p in step.premises] == instances, "a part is not proved")
    return _union(step.premises)


def obtain(step: Step) -> Hypotheses:
    """From G |- there is x with A(x), and D, A(x) |- C with x not free in D, C: G, D |- C."""
    existence, use = step.premises
    known = existence.conclusion
    if not isinstance(known, Quantified) or known.body or step.witness != {}:
        raise ProofError("obtain needs a premise that something exists")
    remaining = use.hypotheses.difference(known.parts)
    _fresh(known.bound, [*remaining, step.stated])
    _need(use.conclusion == step.stated, "the use proves something else")
    return existence.hypotheses | remaining


def induction(step: Step) -> Hypotheses:
    """From G |- F(a) and D, n >= a, F(n) |- F(n+1) with n not free in D: G, D, n >= a |- F(n)."""
    first, following = step.premises
    n, a, stated = step.witness["variable"], step.term(step.witness["from"]), step.stated
    _need(step.sorts.get(n) == "integer" and len(step.witness) == 2, "induction is on an integer")
    _need(is_integral(a, step.sorts) and n not in a.names(), "not a first case")
    at = Poly.base(n)
    _need(first.conclusion == stated.substitute({n: a}), "the first case is not proved")
    successor = stated.substitute({n: at + Poly.constant(1)})
    _need(following.conclusion == successor, "the next case is not proved")
    remaining = following.hypotheses - {stated, Atom(">=", at - a)}
    _fresh([n], remaining)
    return first.hypotheses | remaining | {Atom(">=", at - a)}


def integer(step: Step) -> Hypotheses:
    """From an integer n > 0: n - 1 >= 0."""
    (fact,) = step.atoms()
    _need(fact.relation == ">" and step.witness == {}, "the premise is not n > 0")
    _need(is_integral(fact.term, step.sorts), "the premise is not about an integer")
    _need(step.stated == Atom(">=", fact.term - Poly.constant(1)), "not n - 1 >= 0")
    return _union(step.premises)


_RULES: dict[str, Callable[[Step], Iterable[Formula]]] = {
    rule.__name__: rule
    for rule in (
        assume, combine, apply, generalize, cases, absurd,
        monotone, intermediate, exhibit, obtain, induction, integer,
    )
}  # fmt: skip


# Proof files.

_KEYS = {"format", "version", "name", "title", "variables", "steps", "claims"}
_STEP_KEYS = {"step", "rule", "premises", "witness", "conclusion"}
_CLAIM_KEYS = {"claim", "step", "reference", "hypotheses", "conclusion"}


def load_proof(text: str) -> Any:
    """Parse the text of a proof file; an object with a repeated key is refused."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        _need(len(dict(pairs)) == len(pairs), "a key is repeated")
        return dict(pairs)

    try:
        return json.loads(text, object_pairs_hook=unique)
    except (ValueError, RecursionError) as error:
        raise ProofError(f"not JSON: {error}") from None


def check_proof(data: Any) -> dict[str, Sequent]:
    """Check a proof as parsed from its file; return what it claims, name by name.

    Raises `ProofError`, which names the step or claim that is not accepted.
    """
    _need(isinstance(data, dict) and data.keys() == _KEYS, f"a proof has the keys {sorted(_KEYS)}")
    _need([data["format"], data["version"]] == ["symfact-proof", "1"], "not a proof of format 1")
    _need(isinstance(data["steps"], list) and isinstance(data["claims"], list), "steps: no list")
    _need(isinstance(data["name"], str) and isinstance(data["title"], str), "name, title: no text")
    sorts, proved, claimed = data["variables"], dict[str, Sequent](), dict[str, Sequent]()
    _need(isinstance(sorts, dict) and all(map(_is_sort, sorts.items())), "variables: bad sorts")
    for item in data["steps"]:
        with _naming("step", item, _STEP_KEYS, proved) as name:
            unknown = [premise for premise in item["premises"] if premise not in proved]
            _need(not unknown, f"the premise {str(unknown[:1])[:40]} is no earlier step")
            premises = [proved[premise] for premise in item["premises"]]
            step = Step(sorts, premises, item["witness"], item["conclusion"])
            proved[name] = step.apply(item["rule"])
    for item in data["claims"]:
        with _naming("claim", item, _CLAIM_KEYS, claimed) as name:
            hypotheses = [read_formula(hypothesis, sorts) for hypothesis in item["hypotheses"]]
            claim = Sequent(frozenset(hypotheses), read_formula(item["conclusion"], sorts))
            claim.check()
            _need(len(claim.hypotheses) == len(hypotheses), "a hypothesis is repeated")
            _need(claim == proved.get(item["step"]), "it is not what its step proves")
            claimed[name] = claim
    _need(claimed, "the proof claims nothing")
    return claimed


def _is_sort(item: tuple[str, Any]) -> bool:
    name, sort = item
    return name.isascii() and name.isidentifier() and sort in ("real", "integer", "sequence")


@contextmanager
def _naming(kind: str, item: Any, keys: set[str], known: Mapping[str, Any]) -> Iterator[str]:
    """Refuse an item with wrong keys or a name already known; name it in every refusal."""
    name = item.get(kind) if isinstance(item, dict) else None
    label = f"{kind} {str(name)[:60]!r}"
    if not isinstance(name, str) or not name.isprintable() or item.keys() != keys or name in known:
        raise ProofError(f"{label}: its name is no new one, or its keys are not {sorted(keys)}")
    for key in keys & {"premises", "hypotheses"}:
        _need(isinstance(item[key], list), f"{label}: {key} is no list")
    _need(isinstance(item.get("reference", ""), str), f"{label}: reference is no text")
    try:
        yield name
    except ProofError as error:
        raise ProofError(f"{label}: {error}") from None
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        raise ProofError(f"{label}: malformed") from None
    except (MemoryError, RecursionError):
        raise ProofError(f"{label}: too large") from None
