"""Output: Unicode where it can be shown, ASCII elsewhere; tables that fit; colour on terminals."""

import json
import re

import pytest
from terminals import in_terminal, piped, plain

from symfact.cli.console import print_aligned

PROBLEM = ["--target", "2", "--lam", "1/10", "--depth", "5"]
GREEN, RED = "\x1b[32m", "\x1b[31m"


@pytest.mark.parametrize(
    "variables",
    [
        {"PYTHONIOENCODING": "ascii"},
        {"PYTHONIOENCODING": "latin-1"},
        {"PYTHONIOENCODING": "cp437"},  # it has some of the characters
        {"LANG": "C"},
        {"LC_ALL": "C"},
        {"LC_ALL": "POSIX", "LANG": "en_US.UTF-8"},
        {"LANG": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    ],
)
def test_elsewhere_than_in_unicode_formulas_are_ascii(variables):
    code, out, err = piped("prove", "balance", **variables)
    assert (code, err) == (0, b"")
    text = out.decode("ascii")
    assert "L >= 2, lam > 0, diff(Loss, w_j) = 0, diff(Loss, w_k) = 0 |- w_j^2 = w_k^2" in text


@pytest.mark.parametrize(
    "variables",
    [{}, {"LANG": ""}, {"LANG": "C", "PYTHONIOENCODING": "utf-8"}, {"LC_CTYPE": "C.UTF-8"}],
)
def test_in_unicode_formulas_are_unicode(variables):
    code, out, err = piped("prove", "balance", **variables)
    assert (code, err) == (0, b"")
    assert "L ≥ 2, λ > 0, diff(Loss, wⱼ) = 0, diff(Loss, wₖ) = 0 ⊢ wⱼ² = wₖ²" in out.decode()


def test_json_has_the_ascii_formulas(tmp_path):
    for variables in ({}, {"PYTHONIOENCODING": "ascii"}):
        (row, *_) = json.loads(piped("prove", "balance", "--json", **variables)[1])
        assert row["conclusion"] == "w_j^2 = w_k^2"


SCRIPT = """
from symfact import Proof, product
def prove():
    p = Proof('size', 'Größe', real='x')
    p.claim('Satz ² von λ', p.combine('x^2 >= 0', product(root='x')), then='x^2 >= 0')
    return p
"""


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "ascii:strict", "cp1252"])
def test_no_command_fails_for_want_of_a_character(encoding, tmp_path):
    (tmp_path / "λ.py").write_text(SCRIPT, encoding="utf-8")
    (tmp_path / "λ.json").write_text("{}")
    for code, words in [
        (0, ["prove", "λ.py", "--save", "λ"]),
        (0, ["check", "λ/size.proof.json"]),
        (0, ["prove", "λ.py", "--json"]),
        (1, ["check", "λ.json"]),
        (2, ["check", "ω"]),
        (2, ["prove", "ω"]),
        (2, ["certify", "--target", "²"]),
        (2, ["λ"]),
        (0, ["export", "--help"]),
    ]:
        found, out, err = piped(*words, folder=tmp_path, PYTHONIOENCODING=encoding)
        assert (found, b"Traceback" in err) == (code, False), (words, err)
        if "--json" in words:
            assert json.loads(out)[0]["claim"] == "Satz ² von λ"


def test_names_that_are_no_text_are_shown_escaped(tmp_path):
    name = b"\xff.json".decode("utf-8", "surrogateescape")
    code, out, err = piped("check", name, folder=tmp_path)
    assert (code, err) == (2, b"")
    assert out.startswith(b"\\udcff.json: cannot be read")


def test_numbers_are_aligned_at_the_point(capsys):
    print_aligned([["12.5", "1"], ["0.25", "30"], ["-7", "200"], ["3e-20", "4"]])
    assert capsys.readouterr().out.splitlines() == [
        "  12.5      1",
        "   0.25    30",
        "  -7      200",
        "   3e-20    4",
    ]


def test_formulas_are_aligned_at_the_left(capsys):
    print_aligned([["a", "L - 1"], ["a + b", "1"]], ["value", "times"])
    assert capsys.readouterr().out == "  value  times\n  a      L - 1\n  a + b  1\n"


@pytest.mark.parametrize("columns", [40, 80, 120, 200])
def test_tables_fit_the_terminal_and_lose_nothing(columns):
    shown, code = in_terminal("prove", "rows", "hessian", columns=columns)
    lines = plain(shown).splitlines()
    assert code == 0
    assert max(map(len, lines)) <= columns
    assert shown.count("proved") == 12
    assert "…" not in shown
    whole = piped("prove", "rows", "hessian")[1].decode()
    for digest in re.findall(r"\b[0-9a-f]{12}\b", whole):
        assert digest in shown


def test_long_numbers_stay_whole_and_formulas_are_wrapped():
    shown, _ = in_terminal("spectrum", *PROBLEM, "--dps", "90", columns=60)
    assert re.search(r"29\.8736917\d{81}\n", plain(shown))
    shown, _ = in_terminal("spectrum", columns=60)
    assert max(len(line) for line in plain(shown).splitlines()[1:]) <= 66  # one power is long
    assert "\n               4w²) otherwise\n" in plain(shown)


@pytest.mark.parametrize("columns", [60, 120])
def test_colour_is_for_terminals_that_want_it(columns):
    coloured, code = in_terminal("prove", "powers", columns=columns)
    assert code == 0
    assert coloured.count(f"{GREEN}proved") == 7
    for variables in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        shown, _ = in_terminal("prove", "powers", columns=columns, **variables)
        assert "\x1b" not in shown
        times = r"\d\.\d{3}"
        assert re.sub(times, "", shown) == re.sub(times, "", plain(coloured))
    _, out, _ = piped("prove", "powers", FORCE_COLOR="1", CLICOLOR_FORCE="1", TTY_COMPATIBLE="1")
    assert b"\x1b" not in out


def test_verdicts_on_files_and_refusals_are_words_with_or_without_colour(tmp_path):
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    piped("certify", *PROBLEM, "-o", good)
    bad.write_text("{}")
    shown, code = in_terminal("check", good, bad, tmp_path / "none")
    assert code == 2
    assert f"{good}: {GREEN}valid\x1b[0m certificate\n" in shown
    assert f"{bad}: {RED}not valid\x1b[0m: " in shown
    assert "none: cannot be read" in shown
    assert plain(shown) == in_terminal("check", good, bad, tmp_path / "none", NO_COLOR="1")[0]
    assert in_terminal("check")[0].startswith(f"{RED}symfact:\x1b[0m Missing argument")
