"""Sentences with formulas among the words, as in titles and docstrings."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise

from symfact.export.characters import GREEK, NAMES, escape, name_text
from symfact.export.nodes import Inline, Inlines, Text, Typed

__all__ = ["STAR", "renamed", "sentence", "typed_latex"]

_SIGNS = {
    "/=": r"\neq ",
    "<=": r"\le ",
    ">=": r"\ge ",
    "->": r"\to ",
    "+-": r"\pm ",
    "...": r"\dots ",
    "*": r"\cdot ",
    "[": "_{",
    "]": "}",
    "⋆": "^{*}",
    "||": r"\|",
    "⟦": r"\lVert ",
    "⟧": r"\rVert ",
    "⟨": r"\lvert ",
    "⟩": r"\rvert ",
    "⟅": r"\{",
    "⟆": r"\}",
}
_BRACKETS = (
    (r"\|\|(.*?)\|\|", r"⟦\1⟧"),
    (r"\|(.*?)\|", r"⟨\1⟩"),
    (r"(?<![\^_])\{([^{}]*)\}", r"⟅\1⟆"),  # of a set
)
_RELATIONS = ("=", "<", ">", "<=", ">=")
STAR = r"\*(?!\s*[\w(])"  # a mark as in w*, no sign of multiplication
_TOKEN = re.compile(r"/=|<=|>=|->|\+-|\.\.\.|\|\||[A-Za-z]+~?|[0-9]+|[\^_]\(|.", re.DOTALL)
_OPERATORS = {"sum": r"\sum ", "min": r"\min", "max": r"\max", "infinity": r"\infty "}
_NUMBER = re.compile(r"\(\d+\)(-\(\d+\))?[.,;:]*\Z")  # of an equation
_MATHEMATICS = re.compile(
    r"[\^_=<>/*+|\[\]~0-9]|\A[b-zB-HJ-Z]'?\Z|\A-\w\b|\A\w'?\(\S|\A[A-Za-z]{2,}\((?!s\Z)\S|\A(->|\.\.\.)\Z"
    r"|\A[A-Za-z]-[a-z]\Z|\A-?infinity\Z"
)
_LETTER = re.compile(r"[A-Za-z]'?([\^_\[]\S*)?[).,;:]*\Z")
_AFTER_A_NAME = ("and", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "vanishes")
_STOPS = re.compile(r"((?<!\.\.)\.|[,;:])*\Z")  # the dots of ... are no stop
_MATRIX = re.compile(r"\[\[([^\[\]]*)\], \[([^\[\]]*)\]\]")  # of two rows
_INDEXED = re.compile(r"([A-Za-z]_[A-Za-z0-9])\[([^\[\]]*)\]")  # U_l[p,n]

# What LaTeX would refuse: scripts without or with a second argument, and prime after power.
_UNSAFE = re.compile(
    r"[\^_](?![A-Za-z0-9({])|_\w+[_\[]|[\]}]\s*[\[_]|\*\s*[*^']|[\\#$%&\"]|(?<![A-Za-z])~|[^ -~]"
    rf"|\^(\w+|\([^()]*\))([\^']|{STAR})"
)


def sentence(text: str, names: Mapping[str, str] | None = None) -> Inlines:
    """Return a sentence as nodes, what looks like a formula as one; `names` rename letters.

    >>> sentence("Then lam/L <= x^(2L-2), since lam > 0.", {"lam": "mu"})[1:3]
    (Typed(text='mu/L <= x^(2L-2)'), Text(text=', since '))
    """
    shown: list[Inline] = []
    run: list[str] = []
    for word, following in pairwise([*text.split(), ""]):
        if not _is_formula(word, following, run):
            shown, run = [*shown, *_formula(run, names), Text(f" {word}")], []
            continue
        run.append(word)
        if word[-1] in ".,;:" and word not in (".", "...") and not _is_open(run):
            shown, run = [*shown, *_formula(run, names)], []
    return _merged([*shown, *_formula(run, names)])


def _is_open(words: list[str], brackets: tuple[str, ...] = ("()", "[]", "{}")) -> bool:
    """Whether a bracket is open, within which a comma ends no formula."""
    text = " ".join(words)
    return any(text.count(pair[0]) > text.count(pair[1]) for pair in brackets)


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
    words = (_dashes(node) if isinstance(node, Text) else node for node in result)
    return tuple(node for node in words if node != Text(""))


def _dashes(node: Text) -> Text:
    """A minus between words, and a dash between numbers, as in (19)-(21)."""
    return Text(re.sub(r"(?<=[\d)])-(?=[\d(])", "–", node.text).replace(" - ", " − "))


def _is_formula(word: str, following: str, run: list[str]) -> bool:
    """Whether a word is part of a formula, of which `run` came before; `following` is next."""
    core = word.strip("(),.;:")
    if word.rstrip(",") in ("-", ".", "..."):
        return bool(run and following)
    if run and _is_open(run, ("[]", "{}")):
        return True
    if core in ("a", "A", "I"):
        return _is_name(word, following, bool(run))
    if core == "sum":
        return _is_formula(following, "", [])
    if _NUMBER.match(word):
        return False
    letter = core.rstrip("'")
    return letter in NAMES or letter in GREEK or bool(_MATHEMATICS.search(core))


def _is_name(word: str, following: str, begun: bool) -> bool:
    """Whether "a" or "A" is the name of a number, no article, and "I" that of a matrix."""
    if following in _RELATIONS:
        return True
    if "I" in word:
        return begun and following in ("+", "-")
    if following in ("+", "-", *_AFTER_A_NAME) or word[-1] in "),.;:":
        return True
    return bool(_LETTER.match(following)) or (begun and _is_formula(following, "", []))


def _formula(words: list[str], names: Mapping[str, str] | None) -> list[Inline]:
    """The formulas in the words, with the brackets and stops around them."""
    text = " ".join(words)
    stops = _STOPS.search(text)
    core = text[: stops.start()] if stops else text
    parts = (node for part in _parts(core) for node in _part(part, names or {}))
    return [Text(" "), *parts, Text(text[len(core) :])] if words else []


def _parts(text: str) -> list[str]:
    """The text, cut around each bracket whose other one is not in it."""
    alone: list[int] = []
    for place, sign in enumerate(text):
        if sign == ")" and alone and text[alone[-1]] == "(":
            alone.pop()
        elif sign in "()":
            alone.append(place)
    ends = [0, *(end for place in alone for end in (place, place + 1)), len(text)]
    return [text[start:end] for start, end in pairwise(ends) if start < end]


def _part(text: str, names: Mapping[str, str]) -> list[Inline]:
    """A formula between spaces; words, where it is a number alone or LaTeX would refuse it."""
    core = text.strip()
    checked = _indexed(_MATRIX.sub("M", core))
    if core.isdigit() or core in ("", "(", ")"):
        return [Text(text)]
    if _UNSAFE.search(checked) or not _is_balanced(checked):
        return [Text(text)]
    before, _, after = text.partition(core)
    return [Text(before), Typed(renamed(core, names)), Text(after)]


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
    if found := _MATRIX.search(text):
        around = typed_latex(text[: found.start()]), typed_latex(text[found.end() :])
        return f"{around[0]} {_matrix(found.groups())} {around[1]}".strip()
    text = _indexed(re.sub(STAR, "⋆", text)).replace(" . ", " * ")
    for typed, paired in _BRACKETS:
        text = re.sub(typed, paired, text)
    shown, script, depth = "", False, 0
    closing: list[int] = []
    for token in _TOKEN.findall(text):
        piece = _piece(token)
        if token in ("^(", "_("):
            closing.append(depth)
        depth += (token in ("(", "^(", "_(")) - (token == ")")
        if token == ")" and closing and closing[-1] == depth:
            closing.pop()
            piece = "}"
        shown += "{" + piece.strip() + "}" if script and token != "{" else piece
        script = token in ("_", "^")
    return " ".join(shown.split()) + "}" * len(closing)


def _indexed(text: str) -> str:
    """The text with all indices of a letter in one: U_(l,p,n) for U_l[p,n]."""
    return _INDEXED.sub(lambda found: f"{found[1].replace('_', '_(')},{found[2]})", text)


def _matrix(rows: Sequence[str]) -> str:
    """The LaTeX of a small matrix, from its rows with commas between the entries."""
    body = r" \\ ".join(" & ".join(map(typed_latex, row.split(", "))) for row in rows)
    return rf"\left(\begin{{smallmatrix}}{body}\end{{smallmatrix}}\right)"


def _piece(token: str) -> str:
    if token.endswith("~"):
        return rf"\tilde{{{_word(token[:-1]).strip()}}} "
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
    return letters if len(letters) <= 3 else rf"\operatorname{{{letters}}}"
