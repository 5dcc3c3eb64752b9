"""Text in LaTeX: special characters, variable names, and formulas typed within sentences."""

from __future__ import annotations

import re
import unicodedata
from itertools import accumulate, pairwise

__all__ = ["GREEK", "NAMES", "bookmark", "escape", "name_text", "prose", "slug"]

_GREEK = """
    alpha beta gamma delta epsilon zeta eta theta iota kappa mu nu xi pi rho sigma tau upsilon
    phi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
"""
GREEK = frozenset(_GREEK.split())
NAMES = {"lam": r"\lambda", "eps": r"\varepsilon", "Loss": r"\mathcal{L}"}

_SPECIAL = {
    "\\": r"\textbackslash{}",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    **{character: "\\" + character for character in "#$%&_{}"},
    **{character: f"${character}$" for character in "<>|"},
    '"': "''",
    "–": "--",
    "—": "---",
    "“": "``",
    "”": "''",
    "‘": "`",
    "’": "'",
}
_ACCENTS = {
    "\u0300": "`",
    "\u0301": "'",
    "\u0302": "^",
    "\u0303": "~",
    "\u0308": '"',
    "\u030a": "r",
    "\u030c": "v",
    "\u0327": "c",
}


def escape(text: str) -> str:
    r"""Return text that LaTeX prints as it is, in any encoding and without packages.

    >>> escape("50 % of x_1 & Poincaré"), escape("λ → ∞")
    ("50 \\% of x\\_1 \\& Poincar\\'{e}", '$\\lambda$ [U+2192] [U+221E]')
    """
    return "".join(map(_character, " ".join(text.split())))


def bookmark(text: str) -> str:
    r"""Return text for the table of contents of a PDF, which knows no formulas.

    >>> bookmark("w^L < μ")
    'w\\textasciicircum{}L < ?'
    """
    return re.sub(r"\$([<>|])\$", r"\1", escape(re.sub(r"[^ -~]", "?", text)))


def _character(character: str) -> str:
    if character in _SPECIAL:
        return _SPECIAL[character]
    if character.isascii():
        return character if character.isprintable() else " "
    greek = unicodedata.name(character, "").removeprefix("GREEK SMALL LETTER ").lower()
    greek = greek.replace("lamda", "lambda")
    if greek in GREEK or greek == "lambda":
        return f"$\\{greek}$"
    parts = unicodedata.normalize("NFD", character)
    if len(parts) == 2 and parts[0].isascii() and parts[1] in _ACCENTS:
        return f"\\{_ACCENTS[parts[1]]}{{{parts[0]}}}"
    return f"[U+{ord(character):04X}]"


def slug(text: str) -> str:
    """Return text as part of a file name or label: small letters, digits and hyphens.

    >>> slug("L >= 3: off-diagonal")
    'l-ge-3-off-diagonal'
    """
    text = re.sub(r"(?<!\w)-(?=\w)", " minus ", text).replace("'", " prime ")
    for sign, word in ((">=", " ge "), ("<=", " le "), (">", " gt "), ("<", " lt ")):
        text = text.replace(sign, word)
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or "claim"


def name_text(name: str) -> str:
    r"""Return the LaTeX of a variable's name; the part after an underscore is an index.

    >>> name_text("lam"), name_text("w_j"), name_text("rate")
    ('\\lambda', 'w_{j}', '\\mathrm{rate}')
    """
    head, *index = name.split("_")
    if not head or not all(index):
        return r"\mathrm{" + name.replace("_", r"\_") + "}"
    shown = _letter(head)
    return shown + "_{" + ",".join(map(_letter, index)) + "}" if index else shown


def _letter(name: str) -> str:
    if name in NAMES:
        return NAMES[name]
    if name in GREEK:
        return "\\" + name
    return name if len(name) == 1 or name.isdigit() else r"\mathrm{" + name + "}"


# Sentences with formulas among the words, as in docstrings.

_SIGNS = {
    "/=": r"\neq ",
    "<=": r"\le ",
    ">=": r"\ge ",
    "->": r"\to ",
    "*": r"\cdot ",
    "[": "_{",
    "]": "}",
    "⋆": "^{*}",
}
_STAR = r"\*(?!\s*[\w(])"  # a mark as in w*, no sign of multiplication
_TOKEN = re.compile(r"/=|<=|>=|->|[A-Za-z]+|[0-9]+|\^\(|.", re.DOTALL)
_NUMBER = re.compile(r"\(\d+\)(-\(\d+\))?[.,;:]*\Z")  # of an equation
_MATHEMATICS = re.compile(
    r"[\^_=<>/*+|\[\]0-9]|\A[b-zB-HJ-Z]'?\Z|\A-\w\b|\A\w'?\(\S|\A(->|\.\.\.)\Z"
)

# What LaTeX would refuse: scripts without or with a second argument, and prime after power.
_UNSAFE = re.compile(
    r"[\^_](?![A-Za-z0-9({])|_\w+[_\[]|\]\s*[\[_]|\*\s*[*^']|[\\#$%&~\"]|[^ -~]"
    rf"|\^(\w+|\([^()]*\))([\^']|{_STAR})"
)


def prose(text: str) -> str:
    r"""Return a sentence in LaTeX, with what looks like a formula as one.

    >>> prose("Then x^(2L-2) >= lam/L, since lam > 0.")
    'Then $x^{2L-2} \\ge \\lambda /L$, since $\\lambda > 0$.'
    """
    shown: list[str] = []
    run: list[str] = []
    for word, following in pairwise([*text.split(), ""]):
        if not _is_formula(word, following if run else ""):
            shown, run = [*shown, *_formula(run), escape(word)], []
            continue
        run.append(word)
        if word[-1] in ".,;:" and word != ".":
            shown, run = [*shown, *_formula(run)], []
    return " ".join([*shown, *_formula(run)])


def _is_formula(word: str, following: str) -> bool:
    """Whether a word is part of a formula; `following` comes next, if one has begun."""
    core = word.strip("(),.;:")
    if word in ("-", ".", "..."):
        return bool(following)
    if word in ("a", "A", "I"):
        return following in ("+", "-", "=", "<", ">", "<=", ">=")
    if _NUMBER.match(word):
        return False
    letter = core.rstrip("'")
    return letter in NAMES or letter in GREEK or bool(_MATHEMATICS.search(core))


def _formula(words: list[str]) -> list[str]:
    """The formula in the words, as a list of none or one."""
    text = " ".join(words)
    core = text.rstrip(".,;:")
    if not core or _UNSAFE.search(core) or not _is_balanced(core):
        return [escape(text)] if text else []
    before = after = ""
    while core and core.count("(") != core.count(")") and core[0] == "(":
        before, core = before + "(", core[1:]
    while core and core.count("(") != core.count(")") and core[-1] == ")":
        after, core = after + ")", core[:-1]
    shown = _mathematics(re.sub(_STAR, "⋆", core))
    return [f"{before}${shown}${after}{escape(text[len(text.rstrip('.,;:')) :])}"]


def _is_balanced(text: str) -> bool:
    for left, right in ("[]", "{}"):
        depths = accumulate((c == left) - (c == right) for c in text)
        if min(depths, default=0) < 0 or text.count(left) != text.count(right):
            return False
    return True


def _mathematics(text: str) -> str:
    shown, script = "", False
    closing: list[int] = []
    depth = 0
    for token in _TOKEN.findall(text):
        piece = _piece(token)
        if token == "^(":
            closing.append(depth)
        depth += (token in ("(", "^(")) - (token == ")")
        if token == ")" and closing and closing[-1] == depth:
            closing.pop()
            piece = "}"
        shown += "{" + piece.strip() + "}" if script else piece
        script = token in ("_", "^")
    return " ".join(shown.split()) + "}" * len(closing)


def _piece(token: str) -> str:
    if token.isalpha():
        return _word(token)
    if token == "^(":
        return "^{"
    return _SIGNS.get(token, token if token in "^_ '{}<>|" else escape(token))


def _word(letters: str) -> str:
    if letters in NAMES or letters in GREEK:
        return name_text(letters) + " "
    if letters.endswith("Loss"):
        return letters.removesuffix("Loss") + NAMES["Loss"]
    return letters if len(letters) <= 3 else rf"\text{{{letters}}}"
