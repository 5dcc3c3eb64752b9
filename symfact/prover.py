"""Writing proofs: from statements in text or SymPy to steps that the kernel accepts.

A `Proof` collects steps.  Each method applies one rule of `symfact.kernel` and returns a
`Fact`, the sequent that was proved; formulas are text ("w > 0"), SymPy relations or data.
The builder may be clever, it is not trusted: what counts is `Proof.check`, which hands
the plain data, exactly as they are saved, to `symfact.kernel.check_proof`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from symfact.division import divide
from symfact.errors import ProofError
from symfact.exact import Base, Poly, base_names, read_term, read_values
from symfact.facts import Fact, Part, Premises, Product, product
from symfact.kernel import (
    Atom,
    Formula,
    Step,
    check_proof,
    guards,
    load_proof,
    read_formula,
)
from symfact.notation import (
    digest,
    exists,
    forall,
    format_formula,
    format_term,
    formula_of,
    parse_formula,
    parse_term,
    replace,
    term_of,
)

__all__ = ["Fact", "Product", "Proof", "exists", "forall", "product"]


class Proof:
    """A proof under construction.

    Parameters
    ----------
    name, title
        The name of the theorem (and of its file) and one line that says what it states.
    real, integer, sequence
        The variables of each sort, separated by blanks.

    Every method that adds a step raises ``ProofError`` when the kernel refuses it.

    >>> p = Proof("square", "A square is not negative", real="x")
    >>> fact = p.combine("x^2 >= 0", product(root="x"))
    >>> p.claim("square", fact, then="x^2 >= 0")
    >>> p.check()
    >>> p.combine("x^2 > 0", product(root="x"))
    Traceback (most recent call last):
    ...
    symfact.errors.ProofError: square, x^2 > 0: the products do not give this relation
    """

    def __init__(
        self, name: str, title: str, *, real: str = "", integer: str = "", sequence: str = ""
    ) -> None:
        if not re.fullmatch(r"[\w-]+", name, re.ASCII):
            raise ValueError(f"name: {name!r} given; allowed are letters, digits, _ and -")
        self.name, self.title = name, title
        self.sorts: dict[str, str] = {}
        for sort, names in (("real", real), ("integer", integer), ("sequence", sequence)):
            if not isinstance(names, str):
                raise TypeError(f"{sort}: {names!r} given; allowed are names separated by blanks")
            self.declare(**dict.fromkeys(names.split(), sort))
        self.steps: list[dict[str, Any]] = []
        self.claims: list[dict[str, Any]] = []
        self.notation: dict[str, Any] = {}
        self.facts: dict[str, Fact] = {}
        self._count = 0
        self._assumed: dict[Formula, Fact] = {}
        self._shown: dict[Formula, Any] = {}

    def declare(self, **sorts: str) -> None:
        """Declare variables; one name has one sort in the whole proof."""
        for name, sort in sorts.items():
            if not re.fullmatch(r"[A-Za-z_]\w*", name, re.ASCII):
                raise ValueError(f"variable: {name!r} given; allowed are letters, digits and _")
            if self.sorts.setdefault(name, sort) != sort:
                raise ValueError(f"variable: {name} is both {self.sorts[name]} and {sort}")

    def abbreviate(self, **terms: Any) -> None:
        """Name terms for display, as in abbreviate(Loss=LOSS); the proof itself has no names.

        Raises ``ValueError`` for a name that is a variable: it would be taken for that.
        """
        for name in terms:
            if name in self.sorts:
                raise ValueError(f"abbreviate: {name} is a variable; allowed is a new name")
        self.notation.update({name: parse_term(term) for name, term in terms.items()})

    # Steps, one method a rule.

    def assume(self, formula: Any) -> Fact:
        """F |- F, guarded by what was assumed before; the same formula is the same step."""
        data = parse_formula(formula)
        known = read_formula(data, self.sorts)
        if known not in self._assumed:
            guards = self._guards(_needs(known), [])
            self._assumed[known] = self._step("assume", guards, {}, data)
        return self._assumed[known]

    def combine(
        self,
        goal: Any,
        *parts: Part,
        scale: Iterable[Fact | tuple[Fact, Any]] = (),
        using: Iterable[Fact] = (),
    ) -> Fact:
        """Prove `goal` as a combination of `parts`.

        A part is an inequality (added as it is), a `Product`, a pair (cofactor, equation),
        or an equation alone: the cofactor of at most one such equation is found by exact
        division.  `scale` multiplies the goal; `using` lends hypotheses as guards.
        """
        data, facts, scaling = parse_formula(goal), Premises(), product(*scale)
        witness: dict[str, Any] = {"scale": facts.factors(scaling.factors)}
        equations = [part for part in parts if isinstance(part, tuple)]
        open_ = [p for p in parts if isinstance(p, Fact) and p.relation == "="]
        rest = [p for p in parts if not isinstance(p, tuple) and p not in open_]
        products = [part if isinstance(part, Product) else product(part) for part in rest]
        witness["products"] = [facts.product(item) for item in products]
        witness["equations"] = [[parse_term(q), facts[fact]] for q, fact in equations]
        if len(open_) > 1:
            raise ValueError(f"combine: {len(open_)} equations without cofactor; at most one")
        for fact in open_:
            quotient = self._quotient(data, scaling, products, equations, fact)
            witness["equations"].append([term_of(quotient), facts[fact]])
        given = set().union(*(fact.sequent.hypotheses for fact in facts.listed))
        for fact in using:
            if not fact.sequent.hypotheses <= given:
                facts[fact]
        needs = _needs(read_formula(data, self.sorts)) | self._witness_needs(witness)
        premises = [*facts.listed, *self._guards(needs, facts.listed)]
        return self._step("combine", premises, witness, data)

    def apply(
        self,
        theorem: Fact,
        values: Mapping[str, Any] | None = None,
        *proofs: Fact,
        goal: Any = None,
    ) -> Fact:
        """Instantiate `theorem`, cutting the hypotheses that `proofs` prove.

        A proof that only assumes its hypothesis cuts nothing, and is left out.

        Values are terms; for a sequence a pair (index variable, term).  `goal` is the
        instance as it should be shown.
        """
        images = {name: _image(value) for name, value in (values or {}).items()}
        shown = theorem.conclusion
        if shown[0] == "forall" and (goal is None or parse_formula(goal)[0] != "forall"):
            shown = shown[3]
        conclusion = parse_formula(goal) if goal is not None else replace(shown, images)
        witness = [[name, list(v) if isinstance(v, tuple) else v] for name, v in images.items()]
        substitution, needs = read_values(witness, self.sorts)
        for hypothesis in theorem.sequent.hypotheses:
            self._shown.setdefault(
                hypothesis.substitute(substitution), replace(self._show(hypothesis), images)
            )
        if isinstance(theorem.sequent.conclusion, Atom):
            theorem = self._guarded(theorem, needs, [*proofs])
        cuts = [fact for fact in proofs if fact.sequent.hypotheses != {fact.sequent.conclusion}]
        return self._step("apply", [theorem, *cuts], witness, conclusion)

    def generalize(self, fact: Fact, variables: str, conditions: Iterable[Any] = ()) -> Fact:
        """From G, A |- B: G |- for all variables, A implies B."""
        return self._step(
            "generalize", [fact], {}, forall(variables, [*conditions], fact.conclusion)
        )

    def cases(self, term: Any, **facts: Fact) -> Fact:
        """Prove what all `facts` prove, by the sign of `term`: keys gt, ge, eq, ne, le, lt."""
        symbols = {"gt": ">", "ge": ">=", "eq": "=", "ne": "!=", "le": "<=", "lt": "<"}
        order = [key for key in ("gt", "ge", "eq", "ne", "le", "lt") if key in facts]
        witness = {"term": parse_term(term), "relations": [symbols[key] for key in order]}
        premises = [facts[key] for key in order]
        return self._step("cases", premises, witness, premises[0].conclusion)

    def absurd(self, fact: Fact, goal: Any) -> Fact:
        """From a false fact: anything."""
        data = parse_formula(goal)
        guarded = self._guarded(fact, _needs(read_formula(data, self.sorts)))
        return self._step("absurd", [guarded], {}, data)

    def monotone(
        self, function: Any, variable: str, slope: Fact, order: Fact, positive: Fact | None = None
    ) -> Fact:
        """f(b) >= f(a) (or >) from the sign of the slope on the interval of `order`, b >= a."""
        f, (low, high) = parse_term(function), order.ends()
        relation = ">" if slope.relation == order.relation == ">" else ">="
        change = [relation, replace(f, {variable: high}), replace(f, {variable: low})]
        witness = {"function": f, "variable": variable, "from": low, "to": high}
        given = [slope, order] if positive is None else [slope, order, positive]
        known = set().union(*(fact.sequent.hypotheses for fact in given))
        open_ = _needs(read_formula(change, self.sorts)) - guards(known)
        premises = [slope, self._guarded(order, open_), *given[2:]]
        return self._step("monotone", premises, witness, change)

    def intermediate(
        self,
        function: Any,
        variable: str,
        order: Fact,
        low: Fact,
        high: Fact,
        positive: Fact | None = None,
    ) -> Fact:
        """There is a root of f on the interval of `order`, where f changes sign."""
        f, (a, b) = parse_term(function), order.ends()
        sign = [] if positive is None else [[">", variable, "0"]]
        parts = [[">=", variable, a], [">=", b, variable], *sign, ["=", f, "0"]]
        witness = {"function": f, "variable": variable, "from": a, "to": b}
        premises = [order, low, high] if positive is None else [order, low, high, positive]
        return self._step("intermediate", premises, witness, ["exists", [variable], parts])

    def exhibit(self, goal: Any, values: Mapping[str, Any], *parts: Fact) -> Fact:
        """There is x with A(x), from A(t) for each part A of the goal."""
        witness = [[name, parse_term(value)] for name, value in values.items()]
        return self._step("exhibit", list(parts), witness, goal)

    def obtain(self, existence: Fact, use: Fact) -> Fact:
        """Use x with A(x), which exists, in a proof of something that does not speak of x."""
        return self._step("obtain", [existence, use], {}, use.conclusion)

    def define(self, name: str, value: Any, use: Fact, *positive: Fact) -> Fact:
        """Discharge "name = value" (and "name > 0", given a proof of value > 0) from `use`."""
        data = parse_term(value)
        sign = [[">", name, "0"] for _ in positive]
        goal = ["exists", [name], [*sign, ["=", name, data]]]
        same = self.combine(["=", data, data])
        return self.obtain(self.exhibit(goal, {name: data}, *positive, same), use)

    def induction(self, goal: Any, variable: str, start: Any, base: Fact, step: Fact) -> Fact:
        """Prove `goal` for all integers variable >= start."""
        witness = {"variable": variable, "from": parse_term(start)}
        return self._step("induction", [base, step], witness, parse_formula(goal))

    def integer(self, fact: Fact, goal: Any) -> Fact:
        """From an integer n > 0: n >= 1, stated as `goal`."""
        return self._step("integer", [fact], {}, parse_formula(goal))

    # Whole theorems.

    def use(self, other: Proof, claim: str) -> Fact:
        """Take over from another proof the steps behind one of its claims; return its fact.

        Raises ``ValueError`` for a claim that the other proof does not have, and for a second
        proof of the same name whose steps prove something else.
        """
        claims = {item["claim"]: item["step"] for item in other.claims}
        if claim not in claims:
            allowed = f"allowed is one of {', '.join(claims)}"
            raise ValueError(f"claim: {claim!r} is not claimed by {other.name}; {allowed}")
        self.declare(**other.sorts)
        last = claims[claim]
        for step in other._behind({last}):
            name, fact = _qualified(other, step["step"]), other.facts[step["step"]]
            known = self.facts.get(name)
            if known is None:
                premises = [_qualified(other, premise) for premise in step["premises"]]
                self.steps.append({**step, "step": name, "premises": premises})
                self.facts[name] = Fact(name, fact.conclusion, fact.sequent)
            elif known.sequent != fact.sequent:
                raise ValueError(f"use: two proofs have a step {name}; allowed is one of each name")
        self._shown = other._shown | self._shown
        return self.facts[_qualified(other, last)]

    def _behind(self, needed: set[str]) -> list[dict[str, Any]]:
        """The steps in `needed` and those they rest on, in order."""
        for step in reversed(self.steps):
            if step["step"] in needed:
                needed = needed.union(step["premises"])
        return [step for step in self.steps if step["step"] in needed]

    def claim(
        self, name: str, fact: Fact, *given: Any, then: Any, reference: str = "derived here"
    ) -> None:
        """State what was proved: the hypotheses `given` imply `then`.

        Raises ``ProofError`` unless `fact` is exactly that: no hypothesis more or less.
        """
        self._own([fact])
        if any(claim["claim"] == name for claim in self.claims):
            raise ValueError(f"claim: {name!r} is claimed already")
        hypotheses = [parse_formula(item) for item in given]
        stated = {read_formula(item, self.sorts) for item in hypotheses}
        missing = [format_formula(self._show(h)) for h in fact.sequent.hypotheses - stated]
        unused = [format_formula(self._show(h)) for h in stated - fact.sequent.hypotheses]
        if missing or unused:
            raise ProofError(f"{self.name}, claim {name}: missing {missing}, not used {unused}")
        conclusion = parse_formula(then)
        if read_formula(conclusion, self.sorts) != fact.sequent.conclusion:
            raise ProofError(f"{self.name}, claim {name}: not what was proved, {fact}")
        self.claims.append(
            {
                "claim": name,
                "step": fact.name,
                "reference": reference,
                "hypotheses": hypotheses,
                "conclusion": conclusion,
            }
        )

    def state(self, name: str, fact: Fact, reference: str = "derived here") -> None:
        """Claim what was proved, under the hypotheses that it needed."""
        needed = fact.sequent.hypotheses
        given = [item.conclusion for known, item in self._assumed.items() if known in needed]
        given += sorted((self._show(h) for h in needed - self._assumed.keys()), key=format_formula)
        self.claim(name, fact, *given, then=fact.conclusion, reference=reference)

    def data(self) -> dict[str, Any]:
        """Return the proof as plain data, the content of its file: claims, and steps they use."""
        return {
            "format": "symfact-proof",
            "version": "1",
            "name": self.name,
            "title": self.title,
            "variables": dict(self.sorts),
            "claims": self.claims,
            "steps": self._behind({claim["step"] for claim in self.claims}),
        }

    def digest(self, claim: Mapping[str, Any]) -> str:
        """Return the digest of one of the claims: see `symfact.notation.digest`."""
        return digest(claim, self.sorts)

    def dumps(self) -> str:
        """Return the text of the proof's file: one line a claim or step."""
        data = self.data()
        lines = [f"{json.dumps(key)}: {_dump(data[key])}" for key in data]
        return "{" + ",\n".join(lines) + "}\n"

    def _repr_html_(self) -> str:
        from symfact.export.html import proof_html  # noqa: PLC0415  (prints proofs)

        return proof_html(self)

    def _repr_latex_(self) -> str:
        from symfact.export.latex import latex_of_proof  # noqa: PLC0415  (prints proofs)

        return latex_of_proof(self)

    def check(self) -> None:
        """Raise ``ProofError`` unless the kernel accepts the text of the proof's file."""
        check_proof(load_proof(self.dumps()))

    # Helpers.

    def _step(self, rule: str, premises: list[Fact], witness: Any, conclusion: Any) -> Fact:
        try:
            step = Step(self.sorts, [fact.sequent for fact in premises], witness, conclusion)
            sequent = step.apply(rule)
        except ProofError as error:
            shown = format_formula(conclusion)
            raise ProofError(f"{self.name}, {shown}: {error}") from None
        self._own(premises)
        self._count += 1
        name = f"s{self._count}"
        self.steps.append(
            {
                "step": name,
                "rule": rule,
                "premises": [fact.name for fact in premises],
                "witness": witness,
                "conclusion": conclusion,
            }
        )
        self.facts[name] = Fact(name, conclusion, sequent)
        self._shown.setdefault(sequent.conclusion, conclusion)
        return self.facts[name]

    def _guards(self, needs: set[Base], premises: list[Fact]) -> list[Fact]:
        """Assumptions that keep `needs` from zero where the hypotheses of `premises` do not."""
        given = set().union(*(fact.sequent.hypotheses for fact in premises))
        open_ = needs - guards(given)
        chosen = []
        for formula, fact in self._assumed.items():
            if open_ & guards([formula]):
                chosen.append(fact)
                open_ = open_ - guards([formula])
        return chosen

    def _guarded(self, fact: Fact, needs: set[Base], others: Iterable[Fact] = ()) -> Fact:
        """The same fact, under assumptions that keep `needs` from zero if `others` do not."""
        extra = self._guards(needs, [fact, *others])
        if not extra:
            return fact
        part: Part = (1, fact) if fact.relation == "=" else fact
        return self.combine(fact.conclusion, part, using=extra)

    def _witness_needs(self, witness: dict[str, Any]) -> set[Base]:
        terms = [cofactor for cofactor, _ in witness["equations"]]
        terms += [root for _, root, _ in witness["products"]]
        return set().union(*(read_term(term, self.sorts)[1] for term in terms))

    def _own(self, facts: Iterable[Fact]) -> None:
        for fact in facts:
            if self.facts.get(fact.name) is not fact:
                raise ValueError(f"fact: {fact} belongs to another proof; see Proof.use")

    def _poly(self, term: Any) -> Poly:
        return read_term(parse_term(term), self.sorts)[0]

    def _value(self, item: Product) -> Poly:
        value = self._poly(item.coefficient) * self._poly(item.root).power(2)
        for fact, exponent in item.factors:
            e = self._poly(exponent)
            power = e if e.value() is None else int(e.value() or 0)
            value = value * fact.term.power(power)
        return value

    def _quotient(
        self, goal: Any, scale: Product, products: list[Product], known: list[Any], fact: Fact
    ) -> Poly:
        """The cofactor q with scale * goal = products + known + q * fact."""
        target = read_formula(goal, self.sorts)
        if not isinstance(target, Atom):
            raise ValueError(f"combine: {format_formula(goal)} is no equation or inequality")
        rest = self._value(scale) * target.term
        for item in products:
            rest = rest - self._value(item)
        for cofactor, equation in known:
            rest = rest - self._poly(cofactor) * equation.term
        quotient = divide(rest, fact.term)
        if quotient is None:
            left = format_term(term_of(rest))
            raise ProofError(
                f"{self.name}, {format_formula(goal)}: {left} is no multiple of {fact}"
            )
        return quotient

    def _show(self, formula: Formula) -> Any:
        """The data of a formula, as it was written where it was."""
        return self._shown.get(formula) or formula_of(formula)


def _needs(formula: Formula) -> set[Base]:
    """The free bases that a formula needs to be non-zero."""
    if isinstance(formula, Atom):
        return set(formula.needs) | formula.term.needs()
    inner = set().union(*(_needs(part) for part in formula.inner()))
    return {base for base in inner if not base_names(base) & set(formula.bound)}


def _qualified(proof: Proof, name: str) -> str:
    return name if "." in name else f"{proof.name}.{name}"


def _image(value: Any) -> Any:
    return (value[0], parse_term(value[1])) if isinstance(value, tuple) else parse_term(value)


def _dump(value: Any) -> str:
    if isinstance(value, list):
        return "[\n" + ",\n".join(json.dumps(item, ensure_ascii=False) for item in value) + "]"
    return json.dumps(value, ensure_ascii=False)
