"""Formulas in Unicode: readable, and so that the ASCII text can be had back from them."""

import random
import re

import pytest

from symfact.notation import abbreviated, format_formula, format_formulas, format_term
from symfact.theorems import names, proved
from symfact.unicode import unicode_text

RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ᴸᴺⁱʲᵏᵐⁿ", "0123456789+-LNijkmn", strict=True))
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789aehijklmnoprstuvx", strict=True))
SIGNS = {"≤": "<=", "≥": ">=", "≠": "!=", "⊢": "|-", "→": "->", "·": "*", "−": "-", "∞": "oo"}
GREEK = {"λ": "lam", "μ": "mu", "ν": "nu", "α": "alpha", "β": "beta", "ε": "eps", "κ": "kappa"}
GREEK |= {"ρ": "rho", "σ": "sigma", "τ": "tau"}


def ascii_text(text):
    """The way back, written anew: from Unicode to ASCII."""

    def exponent(match):
        plain = "".join(RAISED[c] for c in match[0])
        plain = re.sub(r"(?<=[0-9])(?=[A-Za-z])", "*", re.sub(r"(?<!^)([+-])", r" \1 ", plain))
        return f"^({plain})" if re.search(r"\W", plain) else f"^{plain}"

    text = re.sub(f"[{''.join(RAISED)}]+", exponent, text)
    text = re.sub(f"[{''.join(LOWERED)}]+", lambda m: "_" + "".join(LOWERED[c] for c in m[0]), text)
    text = re.sub(r"(?<![\w*/^.])([0-9]+)(?=[^\W\d_]|\(|√)", r"\1*", text)
    text = re.sub(r"√(\w+)", r"sqrt(\1)", text)
    return "".join((SIGNS | GREEK).get(c, c) for c in text)


def formulas():
    for name in names():
        proof = proved(name)
        for claim in proof.claims:
            parts = [*claim["hypotheses"], claim["conclusion"]]
            for shown in (parts, [abbreviated(part, proof.notation) for part in parts]):
                yield from map(format_formula, shown)
                yield f"{format_formulas(shown[:-1])} |- {format_formula(shown[-1])}"


def test_every_claim_of_every_theorem_can_be_had_back():
    texts = set(formulas())
    shown = {text: unicode_text(text) for text in texts}
    assert len(texts) > 800
    assert len(set(shown.values())) == len(texts)
    assert [text for text in texts if ascii_text(shown[text]) != text] == []
    everything = " ".join(shown.values())
    assert not re.search(r"[*]|<=|>=|!=|\|-|\b(lam|mu|rho|sigma|alpha)\b", everything)
    for word in ("for all", "implies", "there is", "and"):
        assert everything.count(word) == " ".join(texts).count(word) > 0


@pytest.mark.parametrize(
    ("plain", "shown"),
    [
        ("lam/L*w_j^2 >= 0", "λ/L·wⱼ² ≥ 0"),
        ("w_j^2 + w_b^2 != -1", "w_j² + w_b² ≠ −1"),  # there is no lowered b
        ("w_lam + rho_j = w_i_mu", "w_λ + ρ_j = w_i_μ"),
        ("2*L*w^(2*L - 2) + 4*lam/L - 2*lam", "2L·w²ᴸ⁻² + 4λ/L − 2λ"),
        ("1/2*w", "1/2·w"),  # not 1/(2w)
        ("w/(2*w)", "w/(2w)"),
        ("2^3*w", "2³·w"),
        ("2*3*w", "2·3·w"),
        ("2*top", "2·top"),
        ("2*(x + 1)*y", "2(x + 1)·y"),
        ("x^n*y^(n + 1)", "xⁿ·yⁿ⁺¹"),
        ("x^(-1)", "x⁻¹"),
        ("x^(L*k)", "x^(L·k)"),
        ("x^(1/L)", "x^(1/L)"),
        ("x^(y^2)", "x^(y²)"),
        ("x^(2*q)", "x^(2q)"),
        ("x^top", "x^top"),
        ("w_j^(w_b + 1)", "w_j^(w_b + 1)"),
        ("w_j^W_", "w_j^W_"),
        ("x^s[k]", "x^s[k]"),
        ("w[k + 1]^2 = x[j]", "w[k + 1]² = x[j]"),
        ("subs(w_j, P=-2, A=(k -> k))", "subs(wⱼ, P=−2, A=(k → k))"),
        ("sqrt(3)*x + sqrt(3)^2", "√3·x + sqrt(3)²"),
        ("-oo < x", "−∞ < x"),
        ("2*L*|m|^2", "2L·|m|²"),
        ("J* = D_ + mu*(W_)", "J* = D_ + μ·(W_)"),
        ("off-diagonal lamp, eta_2", "off-diagonal lamp, η₂"),
        ("", ""),
    ],
)
def test_formulas_one_by_one(plain, shown):
    assert unicode_text(plain) == shown


NAMES = [
    "w",
    "w_j",
    "w_b",
    "lam",
    "L",
    "n",
    "mu",
    "top",
    "x2",
    "eps",
    "w_i_j",
    "W_",
    "a_12",
    "Loss_ij",
    "N",
    "e",
    "rho_j",
    "s_lam",
    "2",
    "10",
    "-1",
    "3",
]


def random_term(rng, depth):
    head = rng.choice(["name", "+", "-", "*", "/", "^", "^", "at", "minus", "diff", "subs"])
    if depth == 0 or head == "name":
        return rng.choice(NAMES)
    first, second = random_term(rng, depth - 1), random_term(rng, depth - 1)
    others = {
        "at": ["at", rng.choice(NAMES[:-4]), first],
        "minus": ["-", first],
        "diff": ["diff", first, "w_j"],
        "subs": ["subs", first, [["w_j", second]]],
    }
    return others.get(head, [head, first, second])


def test_random_terms_can_be_had_back():
    rng = random.Random(5)
    for _ in range(10_000):
        text = format_term(random_term(rng, 3))
        assert ascii_text(unicode_text(text)) == text


def test_the_way_back_tells_apart_what_a_careless_way_would_not():
    pairs = [
        ("x^2*y", "x^(2*y)"),
        ("x^(2*L)", "x^2*L"),
        ("x^(n + 1)", "x^n + 1"),
        ("1/2*x", "1/(2*x)"),
        ("w_j", "wj"),
        ("eps", "epsilon"),
        ("sqrt(3)^2", "sqrt(3^2)"),
    ]
    for first, second in pairs:
        assert unicode_text(first) != unicode_text(second)
