"""Facts, the accepted steps of a proof, and what a combination is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from symfact.exact import Poly
from symfact.kernel import Atom, Sequent
from symfact.notation import format_formula, formula_of, parse_term

__all__ = ["Fact", "Part", "Premises", "Product", "product"]


@dataclass(frozen=True, slots=True)
class Fact:
    """A step that was accepted: its name, its conclusion as data, and its sequent."""

    name: str
    conclusion: Any
    sequent: Sequent

    @property
    def atom(self) -> Atom:
        """The conclusion, which must be an equation or inequality."""
        if isinstance(self.sequent.conclusion, Atom):
            return self.sequent.conclusion
        raise ValueError(f"premise: {self} is no equation or inequality")

    @property
    def relation(self) -> str:
        """Its relation to zero: = != > or >=."""
        return self.atom.relation

    @property
    def term(self) -> Poly:
        """Its term, which has this relation to zero."""
        return self.atom.term

    def ends(self) -> tuple[Any, Any]:
        """The ends a, b of the interval that the fact a <= b or b >= a (or strict) speaks of."""
        relation, left, right = self.conclusion
        return (left, right) if relation in ("<", "<=") else (right, left)

    def __repr__(self) -> str:
        return f"<{self.name}: {format_formula(self.conclusion)}>"

    def _repr_html_(self) -> str:
        from symfact.export.html import fact_html  # noqa: PLC0415  (prints proofs)

        return fact_html(self._hypotheses(), self.conclusion)

    def _repr_latex_(self) -> str:
        from symfact.export.latex import latex_of_claim  # noqa: PLC0415  (prints proofs)

        return latex_of_claim({"hypotheses": self._hypotheses(), "conclusion": self.conclusion})

    def _hypotheses(self) -> list[Any]:
        return sorted(map(formula_of, self.sequent.hypotheses), key=format_formula)


@dataclass(frozen=True, slots=True)
class Product:
    """c r^2 f_1^e_1 f_2^e_2 ...: what a combination may add to an inequality."""

    coefficient: Any
    root: Any
    factors: tuple[tuple[Fact, Any], ...]


def product(*factors: Fact | tuple[Fact, Any], c: Any = 1, root: Any = 1) -> Product:
    """Return the product of c, root^2 and the factors, each a fact or (fact, exponent)."""
    return Product(c, root, tuple(f if isinstance(f, tuple) else (f, 1) for f in factors))


Part = Fact | Product | tuple[Any, Fact]


class Premises:
    """The premises of a combination, numbered in the order of their first use."""

    def __init__(self) -> None:
        self.listed: list[Fact] = []

    def __getitem__(self, fact: Fact) -> int:
        if fact not in self.listed:
            self.listed.append(fact)
        return self.listed.index(fact)

    def factors(self, factors: Iterable[tuple[Fact, Any]]) -> list[Any]:
        """The data of some factors, each a premise and its exponent."""
        return [[self[fact], parse_term(exponent)] for fact, exponent in factors]

    def product(self, item: Product) -> list[Any]:
        """The data of a product."""
        return [parse_term(item.coefficient), parse_term(item.root), self.factors(item.factors)]
