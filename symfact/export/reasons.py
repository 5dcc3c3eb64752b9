"""The words of a step: which rule of the kernel checked it, from which steps, and how.

A reason is a sequence of inline nodes, the leaves of the document tree.  For a combination
it contains the identity that the kernel multiplied out, so that a reader can do it again:
<4> stands for the left side minus the right side of step 4 (right minus left for < and <=).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import reduce
from typing import Any

from symfact.export.nodes import Inline, Inlines, Math, StepRef, Text

__all__ = ["RULES", "listed", "reason"]


Premises = Sequence[tuple[str, Any]]  # label and formula

RULES = {
    "assume": "assumption",
    "combine": "linear or positive combination",
    "apply": "instance",
    "generalize": "generalization",
    "cases": "cases",
    "absurd": "contradiction",
    "monotone": "sign of the derivative",
    "intermediate": "intermediate value theorem",
    "exhibit": "example",
    "obtain": "choice",
    "induction": "induction",
    "integer": "integers",
}


def reason(step: Mapping[str, Any], premises: Premises, short: Callable[[Any], Any]) -> Inlines:
    """Return the words for a step, whose name in `step` is the label to be printed.

    `short` puts names for long terms.

    >>> step = {"step": "5", "rule": "absurd", "conclusion": ["=", "x", "0"], "witness": {}}
    >>> reason(step, [("4", [">", "0", "0"])], lambda data: data)
    (Text(text='contradiction: '), StepRef(label='4'), Text(text=' is false'))
    """
    return tuple(_WORDS[step["rule"]](_Parts(step, premises, short)))


class _Parts:
    """A step with its premises as references, and its terms abbreviated."""

    def __init__(
        self, step: Mapping[str, Any], premises: Premises, short: Callable[[Any], Any]
    ) -> None:
        self.label, self.conclusion = step["step"], step["conclusion"]
        self.witness, self.premises, self.short = step["witness"], premises, short
        self.refs: list[Inline] = [StepRef(label) for label, _ in premises]

    def math(self, data: Any) -> Math:
        return Math(self.short(data))


def listed(items: Iterable[Inline], sign: str = ", ") -> list[Inline]:
    """Return the items with a sign between them."""
    return [node for item in items for node in (Text(sign), item)][1:]


def _assume(_: _Parts) -> list[Inline]:
    return [Text("assumption")]


def _combine(step: _Parts) -> list[Inline]:
    relation, witness = step.conclusion[0], step.witness
    kind = {"=": "linear combination", "!=": "product of factors that are not zero"}
    words = kind.get(relation, "positive combination")
    pairs = [*witness["equations"], *([None, n] for _, _, f in witness["products"] for n, _ in f)]
    used = {n for _, n in pairs} | {n for n, _ in witness["scale"]}
    parts = [ref for n, ref in enumerate(step.refs) if n in used]
    rest = [ref for n, ref in enumerate(step.refs) if n not in used]
    also: list[Inline] = [Text("; given "), *listed(rest)] if rest else []
    if not pairs and not witness["products"]:
        return [Text("identity, both sides multiplied out"), *also]
    of: list[Inline] = [Text(" of "), *listed(parts)] if parts else []
    return [Text(words), *of, Text(": "), step.math(_identity(step)), *also]


def _identity(step: _Parts) -> Any:
    """The equation S <n> = sum of q_i <i> and products, as the kernel multiplies it out."""
    refs, witness = [["ref", label] for label, _ in step.premises], step.witness
    scale = [_power(refs[n], e) for n, e in witness["scale"]]
    terms = [_scaled(cofactor, refs[n]) for cofactor, n in witness["equations"]]
    for c, root, pairs in witness["products"]:
        square = [] if root == "1" else [["^", root, "2"]]
        terms.append(_times([c, *square, *(_power(refs[n], e) for n, e in pairs)]))
    left = _times([*scale, ["ref", step.label]])
    return ["=", left, reduce(_plus, terms)]


def _power(base: Any, exponent: Any) -> Any:
    return base if exponent == "1" else ["^", base, exponent]


def _times(items: list[Any]) -> Any:
    kept = [item for item in items if item != "1"] or ["1"]
    return kept[0] if len(kept) == 1 else ["*", *kept]


def _scaled(cofactor: Any, ref: Any) -> Any:
    return ["-", ref] if cofactor == "-1" else _times([cofactor, ref])


def _plus(left: Any, right: Any) -> Any:
    return ["-", left, right[1]] if right[0] == "-" and len(right) == 2 else ["+", left, right]


def _apply(step: _Parts) -> list[Inline]:
    values = [step.math(item) for item in _assignments(step.witness)]
    words: list[Inline] = [Text("instance of "), step.refs[0]]
    if values:
        words += [Text(" for "), *listed(values)]
    return [*words, Text(" by "), *listed(step.refs[1:])] if step.refs[1:] else words


def _assignments(pairs: Iterable[Any]) -> list[Any]:
    """The substitution as formulas x := t, without those that change nothing."""
    values = []
    for name, image in pairs:
        entry = isinstance(image, list) and len(image) == 2 and image[0] != "-"
        target, value = (["at", name, image[0]], image[1]) if entry else (name, image)
        if value != target:
            values.append([":=", target, value])
    return values


def _generalize(step: _Parts) -> list[Inline]:
    return [Text("generalization of "), step.refs[0]]


def _cases(step: _Parts) -> list[Inline]:
    words: list[Inline] = [Text("cases ")]
    for relation, ref in zip(step.witness["relations"], step.refs, strict=True):
        words += [step.math([relation, step.witness["term"], "0"]), Text(" "), ref, Text(", ")]
    return words[:-1]


def _absurd(step: _Parts) -> list[Inline]:
    return [Text("contradiction: "), step.refs[0], Text(" is false")]


def _monotone(step: _Parts) -> list[Inline]:
    slope, order, *positive = step.refs
    words: list[Inline] = [Text("sign of the derivative of "), *_range(step)]
    return [*words, Text(": slope "), slope, Text(", order "), order, *_positive(positive)]


def _intermediate(step: _Parts) -> list[Inline]:
    order, low, high, *positive = step.refs
    words: list[Inline] = [Text("intermediate value theorem for "), *_range(step)]
    words += [Text(": order "), order, Text(", signs at the ends "), low, Text(", "), high]
    return [*words, *_positive(positive)]


def _range(step: _Parts) -> list[Inline]:
    witness = step.witness
    function, x, a, b = (step.math(witness[key]) for key in ("function", "variable", "from", "to"))
    return [function, Text(" in "), x, Text(" from "), a, Text(" to "), b]


def _positive(refs: list[Inline]) -> list[Inline]:
    return [Text(", positive by "), *listed(refs)] if refs else []


def _exhibit(step: _Parts) -> list[Inline]:
    values = [step.math(item) for item in _assignments(step.witness)]
    shown: list[Inline] = [Text("example "), *listed(values), Text(": ")] if values else []
    return [*(shown or [Text("example: ")]), *listed(step.refs)]


def _obtain(step: _Parts) -> list[Inline]:
    names = [step.math(name) for name in step.premises[0][1][1]]
    existence, use = step.refs
    return [Text("choice of "), *listed(names), Text(" by "), existence, Text(", used in "), use]


def _induction(step: _Parts) -> list[Inline]:
    n, start = step.math(step.witness["variable"]), step.math(step.witness["from"])
    words: list[Inline] = [
        Text("induction on "),
        n,
        Text(" from "),
        start,
        Text(": start "),
        step.refs[0],
    ]
    return [*words, Text(", next "), step.refs[1]]


def _integer(step: _Parts) -> list[Inline]:
    return [Text("integers: "), step.refs[0]]


_WORDS: dict[str, Callable[[_Parts], list[Inline]]] = {
    "assume": _assume,
    "combine": _combine,
    "apply": _apply,
    "generalize": _generalize,
    "cases": _cases,
    "absurd": _absurd,
    "monotone": _monotone,
    "intermediate": _intermediate,
    "exhibit": _exhibit,
    "obtain": _obtain,
    "induction": _induction,
    "integer": _integer,
}
