"""Sentences with formulas among the words, as in titles and docstrings."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import accumulate, pairwise

from symfact.export.characters import GREEK, NAMES, escape, name_text
from symfact.export.nodes import Inline, Inlines, Text, Typed

__all__ = ["renamed", "sentence", "typed_latex"]

_SIGNS = {
    "/=": r"\neq ",
    "<=": r"\le ",
    ">=": r"\ge ",
    "->": r"\to ",
    "...": r"\dots ",
    "||": r"\|",
    "*": r"\cdot ",
    "[": "_{",
    "]": "}",
    "⋆": "^{*}",
}
_RELATIONS = ("=", "<", ">", "<=", ">=")
_STAR = r"\*(?!\s*[\w(])"  # a mark as in w*, no sign of multiplication
_TOKEN = re.compile(r"/=|<=|>=|->|\.\.\.|\|\||[A-Za-z]+|[0-9]+|[\^_]\(|.", re.DOTALL)
_OPERATORS = {"sum": r"\sum ", "min": r"\min", "max": r"\max"}
_NUMBER = re.compile(r"\(\d+\)(-\(\d+\))?[.,;:]*\Z")  # of an equation
_MATHEMATICS = re.compile(
    r"[\^_=<>/*+|\[\]0-9]|\A[b-zB-HJ-Z]'?\Z|\A-\w\b|\A\w'?\(\S|\A(->|\.\.\.)\Z"
)

# What LaTeX would refuse: scripts without or with a second argument, and prime after power.
_UNSAFE = re.compile(
    r"[\^_](?![A-Za-z0-9({])|_\w+[_\[]|\]\s*[\[_]|\*\s*[*^']|[\\#$%&~\"]|[^ -~]"
    rf"|\^(\w+|\([^()]*\))([\^']|{_STAR})"
)


def sentence(text: str, names: Mapping[str, str] | None = None) -> Inlines:
    """Return a sentence as nodes, what looks like a formula as one; `names` rename letters.

    >>> sentence("Then lam/L <= x^(2L-2), since lam > 0.", {"lam": "mu"})[1:3]
    (Typed(text='mu/L <= x^(2L-2)'), Text(text=', since '))
    """
    shown: list[Inline] = []
    run: list[str] = []
    for word, following in pairwise([*text.split(), ""]):
        if not _is_formula(word, following, bool(run)):
            shown, run = [*shown, *_formula(run, names), Text(f" {word}")], []
            continue
        run.append(word)
        if word[-1] in ".,;:" and word not in (".", "...") and not _is_open(run):
            shown, run = [*shown, *_formula(run, names)], []
    return _merged([*shown, *_formula(run, names)])


def _is_open(words: list[str]) -> bool:
    """Whether a bracket is open, within which a comma ends no formula."""
    text = " ".join(words)
    return text.count("(") > text.count(")")


def _merged(nodes: list[Inline]) -> Inlines:
    """Put neighbouring words together; the sentence begins without a space."""
    result: list[Inline] = []
    for node in nodes:
        if isinstance(node, Text) and result and isinstance(result[-1], Text):
            result[-1] = Text(result[-1].text + node.text)
        else:
            result.append(node)
    if result and isinstance(result[0], Text):
        result[0] = Text(result[0].text.lstrip())
    return tuple(node for node in result if node != Text(""))


def _is_formula(word: str, following: str, begun: bool) -> bool:
    """Whether a word is part of a formula, which has begun or not; `following` comes next."""
    core = word.strip("(),.;:")
    if word.rstrip(",") in ("-", ".", "..."):
        return begun and bool(following)
    if word in ("a", "A", "I"):
        return following in _RELATIONS or (begun and following in ("+", "-"))
    if _NUMBER.match(word):
        return False
    letter = core.rstrip("'")
    return letter in NAMES or letter in GREEK or bool(_MATHEMATICS.search(core))


def _formula(words: list[str], names: Mapping[str, str] | None) -> list[Inline]:
    """The formula in the words, with the brackets and stops around it; or no node at all."""
    text = " ".join(words)
    core = text if text.endswith("...") else text.rstrip(".,;:")
    if not core or _UNSAFE.search(core) or not _is_balanced(core):
        return [Text(f" {text}")] if text else []
    before, after = " ", text[len(core) :]
    while core and core.count("(") != core.count(")") and core[0] == "(":
        before, core = before + "(", core[1:]
    while core and core.count("(") != core.count(")") and core[-1] == ")":
        after, core = ")" + after, core[:-1]
    return [Text(before), Typed(renamed(core, names or {})), Text(after)]


def renamed(text: str, names: Mapping[str, str]) -> str:
    """Put new names for letters in a typed formula.

    >>> renamed("2Lw^(L-1) + lam", {"w": "u", "lam": "mu"})
    '2Lu^(L-1) + mu'
    """

    def put(found: re.Match[str]) -> str:
        word = found.group()
        if word in names or word in NAMES or word in GREEK or len(word) > 3:
            return names.get(word, word)
        return "".join(names.get(letter, letter) for letter in word)

    return re.sub("[A-Za-z]+", put, text)


def _is_balanced(text: str) -> bool:
    for left, right in ("[]", "{}"):
        depths = accumulate((c == left) - (c == right) for c in text)
        if min(depths, default=0) < 0 or text.count(left) != text.count(right):
            return False
    return True


def typed_latex(text: str) -> str:
    r"""Return the LaTeX of a typed formula.

    >>> typed_latex("x^(2L-2) >= lam/L")
    'x^{2L-2} \\ge \\lambda /L'
    """
    text = re.sub(_STAR, "⋆", text)
    shown, script = "", False
    closing: list[int] = []
    depth = 0
    for token in _TOKEN.findall(text):
        piece = _piece(token)
        if token in ("^(", "_("):
            closing.append(depth)
        depth += (token in ("(", "^(", "_(")) - (token == ")")
        if token == ")" and closing and closing[-1] == depth:
            closing.pop()
            piece = "}"
        shown += "{" + piece.strip() + "}" if script else piece
        script = token in ("_", "^")
    return " ".join(shown.split()) + "}" * len(closing)


def _piece(token: str) -> str:
    if token.isalpha():
        return _word(token)
    if token in ("^(", "_("):
        return token[0] + "{"
    return _SIGNS.get(token, token if token in "^_ '{}<>|" else escape(token))


def _word(letters: str) -> str:
    if letters in NAMES or letters in GREEK:
        return name_text(letters) + " "
    if letters in _OPERATORS:
        return _OPERATORS[letters]
    if letters.endswith("Loss"):
        return letters.removesuffix("Loss") + NAMES["Loss"]
    return letters if len(letters) <= 3 else rf"\text{{{letters}}}"
