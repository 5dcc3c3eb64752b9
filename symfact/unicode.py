"""Formulas for reading: the ASCII text of `symfact.notation` as Unicode mathematics.

Every replacement can be undone, so two different formulas never become the same text.
Exponents and indices are raised and lowered where Unicode has all of their characters.
"""

from __future__ import annotations

import re

__all__ = ["unicode_text"]

_GREEK = {
    "lam": "λ", "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "eps": "ε", "epsilon": "ϵ",
    "zeta": "ζ", "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "mu": "μ", "nu": "ν",
    "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ",
    "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
_NAMES = _GREEK | {"oo": "∞"}
_SIGNS = {"<=": "≤", ">=": "≥", "!=": "≠", "|-": "⊢", "->": "→", "*": "·", "-": "−"}

_RAISED = "0123456789+-LNijkmn"
_RAISE = str.maketrans(_RAISED, "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᴸᴺⁱʲᵏᵐⁿ")
_LOWERED = "0123456789aehijklmnoprstuvx"
_LOWER = str.maketrans(_LOWERED, "₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")

_PART = r"(?:\d+\*[A-Za-z]|\d+|[A-Za-z])"  # 2*L, 2 or L
_SUM = re.compile(rf"-?{_PART}(?: [+-] {_PART})*", re.ASCII)
_LETTER = rf"(?:{'|'.join(_GREEK)}|[A-Za-z])(?![A-Za-z0-9])"
_INDEXED = re.compile(r"[A-Za-z_]\w*_\w*|_\w*", re.ASCII)  # names with an index
_TOKEN = re.compile(
    rf"""
      \^(?: \( (?P<sum> [^()]*) \) | (?P<exponent> [A-Za-z0-9]+) (?![\w(\[]) )
    | (?P<number> (?<![\w.*/^]) [0-9]+) \* (?= \( | {_LETTER} )  # 2*w, not 1/2*w
    | sqrt\( (?P<root> [A-Za-z0-9]+) \) (?!\^)
    | (?P<name> [A-Za-z_] \w*)
    | (?P<sign> <= | >= | != | \|- | -> | \*(?=[\w(|]) | (?<!\w)- )  # not a hyphen, not J*
    """,
    re.VERBOSE | re.ASCII,
)


def unicode_text(text: str) -> str:
    """Return the text of a formula, as `format_formula` writes it, as Unicode mathematics.

    Words stay, and so do names that are no Greek letters.  All indices of a text are lowered,
    or none, so that equal things look equal.

    >>> unicode_text("lam > 0, w_j != 0 |- 2*L*w_j^(2*L - 2) - 2*lam >= x[k + 1]/2*mu")
    'λ > 0, wⱼ ≠ 0 ⊢ 2L·wⱼ²ᴸ⁻² − 2λ ≥ x[k + 1]/2·μ'
    >>> unicode_text("for all b: w_b^(L*b) <= sqrt(3)*w_j")
    'for all b: w_b^(L·b) ≤ √3·w_j'
    """
    lowered = all(_has_lowered_index(name) for name in _INDEXED.findall(text))
    return _TOKEN.sub(lambda match: _piece(match, lowered), text)


def _has_lowered_index(name: str) -> bool:
    head, _, index = name.partition("_")
    return bool(head and index) and index not in _NAMES and set(index) <= set(_LOWERED)


def _piece(match: re.Match[str], lowered: bool) -> str:
    """What one token becomes."""
    match match.lastgroup, match[match.lastgroup or 0]:
        case "sum", text:
            return _raised(text) or f"^({_TOKEN.sub(lambda m: _piece(m, lowered), text)})"
        case "exponent", text:
            return _raised(text) or f"^{_NAMES.get(text, text)}"
        case "number", text:
            return text
        case "root", text:
            return f"√{_NAMES.get(text, text)}"
        case "name", text:
            return _name(text, lowered)
    return _SIGNS[match[0]]


def _raised(exponent: str) -> str:
    """The exponent, raised; empty where it is not a short sum of characters that can be."""
    if not _SUM.fullmatch(exponent):
        return ""
    characters = re.sub(r"[ *]", "", exponent)
    return characters.translate(_RAISE) if set(characters) <= set(_RAISED) else ""


def _name(name: str, lowered: bool) -> str:
    head, *index = name.split("_")
    if lowered and index:
        return _NAMES.get(head, head) + index[0].translate(_LOWER)
    return "_".join(_NAMES.get(part, part) for part in (head, *index))
