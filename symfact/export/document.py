"""From proofs to what is printed of them: theorems, claims and steps, in no format yet.

The formulas are the data of the steps as the kernel checked them; only the names that a
proof gives to long terms (`Proof.notation`) are put in their places, and each is defined
in the text.  A reader may have other names for the variables.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from symfact.exact import read_values
from symfact.export.nodes import ClaimRef, Inline, Inlines, Math, StepRef, Text
from symfact.export.reasons import listed, reason
from symfact.kernel import Formula, Quantified, Sequent, read_formula
from symfact.notation import abbreviated, format_formula, formula_of, replace
from symfact.prover import Proof

__all__ = [
    "Claim",
    "Document",
    "Step",
    "Theorem",
    "document_of",
    "names_in",
    "paper_numbers",
    "renamed_term",
]


@dataclass(frozen=True, slots=True)
class Step:
    """A line of a derivation: its label, its formula, and the rule that checked it.

    `given` are the hypotheses under which the formula of a cited claim holds.
    """

    label: str
    formula: Any
    reason: Inlines
    given: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """What a proof states: numbered hypotheses, the conclusion, the steps, the last of them.

    `numbers` are the paper's equation numbers that no other claim of the document has,
    `digest` stands for the statement: see `symfact.notation.digest`.
    """

    proof: str
    name: str
    reference: str
    numbers: tuple[str, ...]
    hypotheses: tuple[tuple[str, Any], ...]
    conclusion: Any
    steps: tuple[Step, ...]
    last: str
    digest: str


@dataclass(frozen=True, slots=True)
class Theorem:
    """One proof: title, statement and idea in words, its variables, abbreviations and claims."""

    name: str
    title: str
    about: str
    idea: str
    variables: tuple[tuple[str, tuple[str, ...]], ...]
    definitions: tuple[tuple[str, Any], ...]
    claims: tuple[Claim, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """Theorems, and the names that a reader wants for parts of the names of variables."""

    theorems: tuple[Theorem, ...]
    names: Mapping[str, str]


def document_of(
    proofs: Sequence[Proof],
    ideas: Mapping[str, str] | None = None,
    names: Mapping[str, str] | None = None,
    abouts: Mapping[str, str] | None = None,
) -> Document:
    """Check proofs and return the document that states and derives all that they claim.

    `ideas` has the idea of a proof in a few sentences, by the proof's name, and `abouts`
    what it states in the words of its author, which nothing checks.  `names` puts
    other letters for those of the proofs, {"lam": "mu", "w": "u"}: w_j becomes u_j.

    Raises ``ProofError`` when the kernel does not accept a proof, ``ValueError`` when two
    proofs have the same name, two variables of a proof would have, or `names` has a letter
    that no proof has.

    >>> from symfact.prover import product
    >>> p = Proof("square", "A square is not negative", real="x")
    >>> p.claim("square", p.combine("x^2 >= 0", product(root="x")), then="x^2 >= 0")
    >>> (theorem,) = document_of([p]).theorems
    >>> [step.formula for step in theorem.claims[0].steps]
    [['>=', ['^', 'x', '2'], '0']]
    """
    given = [proof.name for proof in proofs]
    repeated = {name for name in given if given.count(name) > 1}
    if repeated:
        raise ValueError(f"NAME: {min(repeated)!r} is given twice; each name is allowed once")
    for proof in proofs:
        proof.check()
    library = {proof.name: proof for proof in proofs}
    numbers = [n for p in proofs for c in p.claims for n in paper_numbers(c["reference"])]
    unique = frozenset(number for number in numbers if numbers.count(number) == 1)
    _check_letters(proofs, names or {})
    writers = (_Writer(proof, library, unique, names or {}) for proof in proofs)
    theorems = (
        writer.theorem(*((texts or {}).get(writer.proof.name, "") for texts in (abouts, ideas)))
        for writer in writers
    )
    return Document(tuple(theorems), names or {})


def paper_numbers(reference: str) -> list[str]:
    """Return the equation numbers in a claim's reference to the paper.

    >>> paper_numbers("Theorem 1; (3)"), paper_numbers("(35), (36)")
    (['3'], ['35', '36'])
    """
    return re.findall(r"\((\d+)\)", reference)


class _Writer:
    """What one proof looks like, where the proofs in `library` can be referred to."""

    def __init__(
        self,
        proof: Proof,
        library: Mapping[str, Proof],
        unique: frozenset[str],
        names: Mapping[str, str],
    ) -> None:
        self.proof, self.library, self.unique = proof, library, unique
        self.names = _renaming(proof, names)
        self.steps = {step["step"]: step for step in proof.data()["steps"]}
        self.notation = {n: t for n, t in proof.notation.items() if n not in proof.sorts}
        self.printed: set[str] = set()
        self.assumed = {
            self.sequent(name).conclusion: name
            for name, step in reversed(self.steps.items())
            if step["rule"] == "assume" and "." not in name
        }
        self.written = _written(proof)

    def theorem(self, about: str, idea: str) -> Theorem:
        claims = tuple(self.claim(item) for item in self.proof.claims)
        shown = [
            [c.hypotheses, c.conclusion, [[s.formula, s.given] for s in c.steps]] for c in claims
        ]
        used = names_in(shown)
        terms = tuple(
            (self.names.get(name, name), _renamed(term, self.names))
            for name, term in self.notation.items()
            if self.names.get(name, name) in used
        )
        used |= names_in(terms)
        name, title = self.proof.name, self.proof.title
        return Theorem(name, title, about, idea, self.sorts(used), terms, claims)

    def sorts(self, used: set[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The variables of each sort that are `used`."""
        sorts: dict[str, tuple[str, ...]] = {"real": (), "integer": (), "sequence": ()}
        for name, sort in self.proof.sorts.items():
            shown = self.names.get(name, name)
            if shown in used:
                sorts[sort] = (*sorts[sort], shown)
        return tuple((sort, names) for sort, names in sorts.items() if names)

    def claim(self, item: Mapping[str, Any]) -> Claim:
        known = [read_formula(data, self.proof.sorts) for data in item["hypotheses"]]
        labels = [self.assumed.get(formula, "") for formula in known]
        same = {
            name: data
            for name, data in zip(labels, item["hypotheses"], strict=True)
            if name and self.steps[name]["conclusion"] == data
        }
        steps = self.new_steps(item["step"], frozenset(known), set(same))
        numbers = tuple(paper_numbers(item["reference"]))
        return Claim(
            proof=self.proof.name,
            name=item["claim"],
            reference=item["reference"],
            numbers=numbers if self.unique.issuperset(numbers) else (),
            hypotheses=tuple(
                (_label(name) if name in same else "", self.short(data))
                for name, data in zip(labels, item["hypotheses"], strict=True)
            ),
            conclusion=self.short(item["conclusion"]),
            steps=tuple(steps),
            last=_label(item["step"]),
            digest=self.proof.digest(item),
        )

    def new_steps(self, last: str, known: frozenset[Formula], stated: set[str]) -> Iterable[Step]:
        """The steps behind `last` that were not listed before; local assumptions again."""
        steps = []
        for name in self.behind(last):
            local = self.sequent(name).hypotheses - known
            assumption = self.steps[name]["rule"] == "assume"
            if name in stated or (name in self.printed and not (assumption and local)):
                continue
            steps.append(self.step(name, local))
            self.printed.add(name)
        return steps

    def behind(self, last: str) -> list[str]:
        """The steps that `last` rests on, in order, as far as they are not printed yet.

        Of another proof these are only the claims used, of printed steps only assumptions.
        """
        needed = {last}
        for name in reversed(self.steps):
            if name in needed and "." not in name and name not in self.printed:
                needed.update(self.steps[name]["premises"])
        return [name for name in self.steps if name in needed]

    def step(self, name: str, local: Iterable[Formula]) -> Step:
        data = self.steps[name]
        if "." in name:
            return self.cited(name)
        words = reason({**data, "step": _label(name)}, self.premises(data), self.short)
        if data["rule"] != "assume" and local:
            words = (*words, *self.under(local))
        return Step(_label(name), self.short(data["conclusion"]), words)

    def premises(self, data: Mapping[str, Any]) -> list[tuple[str, Any]]:
        return [(_label(name), self.steps[name]["conclusion"]) for name in data["premises"]]

    def cited(self, name: str) -> Step:
        """A fact of another proof: its hypotheses, its conclusion, and where it is proved."""
        origin, _, step = name.rpartition(".")
        sequent = self.sequent(name)
        given = [self.data_of(item) for item in sequent.hypotheses]
        given.sort(key=format_formula)
        formula = self.short(self.steps[name]["conclusion"])
        words: Inline = Text(f"proof {origin}")
        other = self.library.get(origin)
        for claim in other.claims if other else ():
            if claim["step"] == step and other and other.facts[step].sequent == sequent:
                given = [self.short(item) for item in claim["hypotheses"]]
                words = ClaimRef(origin, claim["claim"])
        return Step(_label(name), formula, (words,), tuple(given))

    def under(self, local: Iterable[Formula]) -> Iterable[Inline]:
        """Assumptions beyond the hypotheses of the claim, on which a step still rests."""
        names = {self.assumed.get(formula, "") for formula in local}
        refs: list[Inline] = [StepRef(_label(name)) for name in self.steps if name in names]
        others = [self.data_of(formula) for formula in local if formula not in self.assumed]
        shown = [Math(data) for data in sorted(others, key=format_formula)]
        return (Text("; assuming "), *listed([*refs, *shown]))

    def data_of(self, formula: Formula) -> Any:
        """The data of a formula, as some assumption wrote it if one did."""
        return self.short(self.written.get(formula) or formula_of(formula))

    def sequent(self, name: str) -> Sequent:
        return self.proof.facts[name].sequent

    def short(self, data: Any) -> Any:
        return _renamed(abbreviated(data, self.notation), self.names)


def _check_letters(proofs: Sequence[Proof], names: Mapping[str, str]) -> None:
    known = {part for p in proofs for name in (*p.sorts, *p.notation) for part in name.split("_")}
    for name in names:
        if name not in known:
            raise ValueError(f"names: {name} is no letter of these theorems; allowed are theirs")


def _renaming(proof: Proof, names: Mapping[str, str]) -> dict[str, str]:
    """The new names of variables and abbreviations, of which no two may be the same."""
    known = [*proof.sorts, *proof.notation]
    new = {name: _new_name(name, names) for name in known}
    for name in known:
        same = [other for other in known if new[other] == new[name] and other != name]
        if same:
            raise ValueError(
                f"names: {name} and {same[0]} of proof {proof.name} would both be {new[name]};"
                " allowed are names that keep variables apart"
            )
    return {name: shown for name, shown in new.items() if shown != name}


def _new_name(name: str, names: Mapping[str, str]) -> str:
    return "_".join(names.get(part, part) for part in name.split("_"))


def renamed_term(data: Any, names: Mapping[str, str]) -> Any:
    """Return a term with other letters for its variables.

    >>> renamed_term(["*", "2", "x_a"], {"x": "w"})
    ['*', '2', 'w_a']
    """
    return _renamed(data, {name: _new_name(name, names) for name in names_in(data)})


def _renamed(data: Any, names: Mapping[str, str]) -> Any:
    if isinstance(data, str):
        return names.get(data, data)
    return [_renamed(item, names) for item in data] if names else data


def _written(proof: Proof) -> dict[Formula, Any]:
    """Formulas as the proof writes them: its assumptions, and instances of hypotheses."""
    written: dict[Formula, Any] = {}
    for step in proof.steps:
        if step["rule"] == "assume":
            written.setdefault(proof.facts[step["step"]].sequent.conclusion, step["conclusion"])
        elif step["rule"] == "apply":
            values, _ = read_values(step["witness"], proof.sorts)
            theorem = proof.facts[step["premises"][0]]
            opened = theorem.sequent.conclusion
            parts = opened.parts if isinstance(opened, Quantified) else ()
            written.update(zip(parts, theorem.conclusion[2] if parts else (), strict=True))
            for formula in theorem.sequent.hypotheses.union(parts):
                if formula in written:
                    shown = replace(written[formula], dict(step["witness"]))
                    written.setdefault(formula.substitute(values), shown)
    return written


def _label(name: str) -> str:
    """Steps are named s1, s2, ... in proof files, and printed as 1, 2, ...

    >>> _label("s12"), _label("powers.s3"), _label("start")
    ('12', 'powers.3', 'start')
    """
    return re.sub(r"(\A|\.)s(\d+)\Z", r"\1\2", name)


def names_in(data: Any) -> set[str]:
    """Return every string in nested data: among others the variables in a formula.

    >>> sorted(names_in([">", ["^", "w", "L"], "0"]))
    ['0', '>', 'L', '^', 'w']
    """
    if isinstance(data, str):
        return {data}
    return set().union(*map(names_in, data)) if data else set()
