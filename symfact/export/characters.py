"""Text in LaTeX: special characters, variable names, labels."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["GREEK", "NAMES", "bookmark", "escape", "name_text", "slug"]

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
    "−": "$-$",
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
