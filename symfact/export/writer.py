"""What the formats share: a walk through the blocks, with a name for every step."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence

from symfact.export.characters import slug
from symfact.export.nodes import (
    Block,
    Derivation,
    Heading,
    Hypothesis,
    Inline,
    Statement,
)

__all__ = ["Writer"]


class Writer(ABC):
    """Writes blocks one after the other; a step is referred to within the proof it is in."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks, self.proof = blocks, ""
        self.placed: set[str] = set()
        named: dict[str, tuple[str, str]] = {}  # of two steps of one name, the first has it
        for proof, label in _steps(blocks):
            named.setdefault(f"{slug(proof)}:{slug(label)}", (proof, label))
        self.keys = {step: key for key, step in named.items()}

    @abstractmethod
    def block(self, block: Block) -> str:
        """Return a block in this format."""

    @abstractmethod
    def inline(self, node: Inline) -> str:
        """Return a word, formula or reference in this format."""

    def written(self) -> Iterator[str]:
        """Yield the blocks in this format."""
        for block in self.blocks:
            if isinstance(block, Heading):
                self.proof = block.proof
            yield self.block(block)

    def number(self, heading: Heading) -> int:
        """Return the number of a section."""
        return [block for block in self.blocks if isinstance(block, Heading)].index(heading) + 1

    def inlines(self, nodes: Sequence[Inline]) -> str:
        """Return words, formulas and references in this format."""
        return "".join(map(self.inline, nodes))

    def key(self, label: str) -> str:
        """Return the name of a step of this proof, or "" for one that the document has not."""
        return self.keys.get((self.proof, label), "")

    def place(self, label: str) -> str:
        """Return the name of a step where it stands first; "" where it stands again."""
        key = self.key(label)
        if key in self.placed:
            return ""
        self.placed.add(key)
        return key


def _steps(blocks: Sequence[Block]) -> Iterator[tuple[str, str]]:
    """The proof and label of each step that the blocks state, hypotheses included."""
    proof = ""
    for block in blocks:
        match block:
            case Heading():
                proof = block.proof
            case Statement(given=given):
                known = (node.label for node in given if isinstance(node, Hypothesis))
                yield from ((proof, label) for label in known if label)
            case Derivation(steps):
                yield from ((proof, line.label) for line in steps)
