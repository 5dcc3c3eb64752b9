"""All formats print the same document, and a browser shows the HTML."""

import os
import re
import shutil
import subprocess
from html.parser import HTMLParser

import pytest

from symfact.errors import ProofError
from symfact.export.blocks import blocks_of
from symfact.export.document import document_of
from symfact.export.files import export
from symfact.export.html import formula_html, page
from symfact.export.latex import article
from symfact.export.markdown import markdown
from symfact.export.nodes import (
    Derivation,
    Heading,
    Hypothesis,
    Paragraph,
    Statement,
    StepRef,
    Text,
    Title,
    Typed,
)
from symfact.export.text import formula_text, plain_text
from symfact.instances import at_depth
from symfact.kernel import check_proof, load_proof
from symfact.ledger import rows
from symfact.notation import format_formula, parse_formula
from symfact.prover import Proof, product
from symfact.summaries import summaries
from symfact.theorems import names, proved

FORMATS = {"latex": article, "html": page, "markdown": markdown, "text": plain_text}
DIGEST = re.compile(r"\b[0-9a-f]{12}\b")


@pytest.fixture(scope="module")
def proofs():
    return [proved(name) for name in names()]


@pytest.fixture(scope="module")
def blocks(proofs):
    return blocks_of(document_of(proofs), ledger=rows(), summaries=summaries())


@pytest.fixture(scope="module")
def printed(blocks):
    return {name: write(blocks) for name, write in FORMATS.items()}


@pytest.fixture
def odd():
    """A proof with everything that some format could take for its own signs."""
    p = Proof("odd", "SIGNS <b>50%</b> & $x$ | `y` _z_ *a* [l](u) \\alpha # ~", real="x y")
    p.claim("a|b <i>", p.combine("x^2 >= 0", product(root="x")), then="x^2 >= 0")
    return p


# The same claims, hashes, numbers and words in every format.


def test_all_formats_carry_the_same_digests_in_the_same_order(proofs, printed):
    found = {name: DIGEST.findall(text) for name, text in printed.items()}
    claims = [proof.digest(claim) for proof in proofs for claim in proof.claims]
    start = sum(len(item.evidence) for s in summaries() for item in s.eigenvalues)
    assert found["text"][start : start + len(claims)] == claims
    assert len(found["text"]) > start + len(claims)  # and those in the ledger
    for name in FORMATS:
        assert found[name] == found["text"], name


def test_a_changed_digest_is_noticed_in_every_format(proofs):
    """The comparison above can fail: another statement has another digest."""
    changed = Proof("square", "A square", real="x")
    changed.claim("square", changed.combine("x^2 >= 0", product(root="x")), then="x^2 >= 0")
    other = Proof("square", "A square", real="y")
    other.claim("square", other.combine("y^2 >= 0", product(root="y")), then="y^2 >= 0")
    for write in FORMATS.values():
        first, second = (
            DIGEST.findall(write(blocks_of(document_of([p])))) for p in (changed, other)
        )
        assert len(first) == len(second) == 1
        assert first != second


def test_all_formats_state_the_same_theorems(blocks, printed):
    numbers = [block.number for block in blocks if isinstance(block, Statement)]
    labels = [block.label for block in blocks if isinstance(block, Statement)]
    assert re.findall(r"\\label\{thm:(.*?)\}", printed["latex"]) == labels
    assert re.findall(r'<section class="theorem" id="thm:(.*?)">', printed["html"]) == labels
    assert re.findall(r'<a id="thm:(.*?)">', printed["markdown"]) == labels
    assert re.findall(r"^Theorem (\S+) \(", printed["text"], re.MULTILINE) == numbers
    assert re.findall(r"<h3>Theorem (\S+) \(", printed["html"]) == numbers
    assert re.findall(r"^\*\*Theorem (\S+)\*\* \(", printed["markdown"], re.MULTILINE) == numbers


def test_html_text_and_markdown_have_the_same_words(proofs):
    """Every letter, in order: in HTML with the alternative texts of formulas, or without any."""
    blocks = blocks_of(document_of(proofs))
    web, text, marked = (write(blocks) for write in (page, plain_text, markdown))
    assert len(letters(text)) > 100_000
    assert letters(visible(web, formulas=True)) == letters(text)
    marked = re.sub(r"\$\$.*?\$\$|\$.*?\$|<a id=.*?></a>|\]\(#.*?\)", "", marked, flags=re.DOTALL)
    assert letters(visible(web, formulas=False)) == letters(marked)


def test_latex_has_every_word_of_the_tree(blocks, printed):
    words = {node.text for block in blocks for node in texts(block)}
    assert len(words) > 500
    plain = " ".join(printed["latex"].split())
    for word in words:
        shown = "".join(
            FORMATS["latex"]((Paragraph((Text(word),)),)).split("\\begin{document}")[1:]
        )
        assert " ".join(shown.removesuffix("\\end{document}\n").split()) in plain, word


def texts(node):
    """Every piece of words below a node."""
    if isinstance(node, Text):
        yield node
    elif isinstance(node, tuple):
        for item in node:
            yield from texts(item)
    elif hasattr(node, "__slots__"):
        for name in node.__slots__:
            yield from texts(getattr(node, name))


def test_sections_have_numbers_to_which_ideas_refer(proofs):
    """Theorem 2.1 is in section 2; a proof that is not in the document keeps its name."""
    ideas = {"balance": "as in gradient.py, (no_such.py) and powers.py."}
    some = [proved("gradient"), proved("balance")]
    tree = blocks_of(document_of(some, ideas))
    shown = {name: write(tree) for name, write in FORMATS.items()}
    idea = "As in Section 1, (proof no_such) and proof powers."
    assert f"Idea. {idea}" in shown["text"]
    assert '<a href="#sec:gradient">Section 1</a>' in shown["html"]
    assert "[Section 1](#sec:gradient)" in shown["markdown"]
    assert r"Section~\ref{sec:gradient}" in shown["latex"]
    assert "2. Balance at every critical point\n----" in shown["text"]
    assert ">2&ensp;Balance" in shown["html"]
    assert "</a>2. Balance" in shown["markdown"]
    assert r"\label{sec:balance}" in shown["latex"]


def letters(text):
    return "".join(re.findall(r"[A-Za-zͰ-Ͽ]", text))


class Reader(HTMLParser):
    """What a reader sees, with the alternative text of formulas or without; no contents."""

    def __init__(self, formulas):
        super().__init__()
        self.formulas, self.shown, self.open = formulas, [], []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        is_formula = values.get("role") == "math"
        if tag == "wbr":  # it has no end
            return
        if self.open or is_formula or tag in ("nav", "style", "title"):
            self.open.append(tag)
        if is_formula and self.formulas and "nav" not in self.open:
            self.shown.append(values["aria-label"])

    def handle_endtag(self, tag):
        if self.open:
            assert self.open.pop() == tag

    def handle_startendtag(self, tag, attrs):
        pass

    def handle_data(self, data):
        if not self.open:
            self.shown.append(data)


def visible(text, *, formulas):
    reader = Reader(formulas)
    reader.feed(text.partition("<body>")[2])
    return "".join(reader.shown)


# References.


@pytest.mark.parametrize("form", ["html", "markdown"])
def test_every_link_leads_somewhere(printed, form):
    targets = re.findall(r'id="(.*?)"', printed[form])
    assert len(targets) == len(set(targets)) > 1000
    links = re.findall(r'href="#(.*?)"|\]\(#(.*?)\)', printed[form])
    assert len(links) > 3000
    assert {first or second for first, second in links} <= set(targets)


def test_every_step_refers_to_all_its_premises(proofs, blocks):
    """In words, which formats link, and not only inside of formulas."""
    sections = {b.proof: [] for b in blocks if isinstance(b, Heading) and b.proof}
    current = []
    for block in blocks:
        if isinstance(block, Heading):
            current = sections.get(block.proof, [])
        elif isinstance(block, Derivation):
            current += block.lines
    premises = 0
    for proof in proofs:
        known = {f"s{line.label}": line for line in sections[proof.name] if "." not in line.label}
        for step in proof.data()["steps"]:
            if step["step"] in known:
                reason = known[step["step"]].reason
                named = {f"s{node.label}" for node in reason if isinstance(node, StepRef)}
                named |= {re.sub(r"s(.*)", r"\1", n) for n in named if "." in n}
                own = {re.sub(r"\.s(\d+)$", r".\1", name) for name in step["premises"]}
                assert own <= named or step["rule"] == "assume", (proof.name, step["step"])
                premises += len(own)
    assert premises > 3000


# Details, letters and depth.


def test_details_leave_out_steps_but_no_statement(proofs):
    document = document_of(proofs)
    found = {detail: blocks_of(document, detail) for detail in ("statement", "sketch", "steps")}
    counts = {
        detail: sum(len(b.lines) for b in blocks if isinstance(b, Derivation))
        for detail, blocks in found.items()
    }
    assert 0 == counts["statement"] < counts["sketch"] < counts["steps"] / 2
    stated = [[b for b in blocks if isinstance(b, Statement)] for blocks in found.values()]
    assert stated[0] == stated[1] == stated[2]
    for detail in ("statement", "sketch"):
        assert DIGEST.findall(plain_text(found[detail])) == DIGEST.findall(
            plain_text(found["steps"])
        )


def test_a_sketch_says_how_many_steps_it_leaves_out(proofs):
    text = plain_text(blocks_of(document_of([proved("means")]), "sketch"))
    sketch, every = (
        sum(len(b.lines) for b in blocks_of(document_of([proved("means")]), detail)
            if isinstance(b, Derivation))
        for detail in ("sketch", "steps")
    )  # fmt: skip
    assert (
        sum(map(int, re.findall(r"Not shown: (\d+) step", " ".join(text.split()))))
        == every - sketch
    )


def test_letters_are_changed_everywhere():
    """In formulas, variables, sentences and file content; digests are those of the proofs."""
    text = {}
    for new in ({}, {"lam": "gamma", "w": "omega", "L": "N"}):
        document = document_of([proved("balance")], {"balance": "p(w) = lam/L > 0"}, new)
        text[bool(new)] = plain_text(blocks_of(document))
    assert "p(ω) = γ/N > 0" in text[True]
    assert "Letters are changed for this document: γ for λ, ω for w, N for L." in text[True]
    body = text[True].partition("Balance")[2].partition("References")[0]
    assert not re.search(r"λ|\bL\b|\bw", body)
    assert DIGEST.findall(text[True]) == DIGEST.findall(text[False])


def test_letters_may_be_exchanged_but_not_become_the_same():
    document = document_of([proved("balance")], names={"m": "P", "P": "m"})
    assert "(P − wⱼ·wₖ·m)²" in plain_text(blocks_of(document))
    with pytest.raises(ValueError, match="names: m and P of proof balance would both be P"):
        document_of([proved("balance")], names={"m": "P"})
    with pytest.raises(ValueError, match="names: foo is no letter of these theorems"):
        document_of([proved("balance")], names={"foo": "P"})


@pytest.mark.parametrize("depth", [2, 3, 5, 48])
def test_theorems_at_one_depth_are_proved_again(depth, proofs):
    """Each claim that allows the depth becomes an instance that the kernel accepts."""
    instances = [at_depth(proof, depth) for proof in proofs]
    count = 0
    for proof, instance in zip(proofs, instances, strict=True):
        if instance.claims:
            count += len(check_proof(load_proof(instance.dumps())))
        left = {c["claim"] for c in proof.claims} - {c["claim"] for c in instance.claims}
        excluded = {f"L >= {n}" for n in range(depth + 1, 9)} | {f"L = {n}" for n in range(9)}
        excluded |= {f"L > {n}" for n in range(depth, 9)}
        for claim in proof.claims:
            if claim["claim"] in left:
                assert excluded & set(map(format_formula, claim["hypotheses"])), claim["claim"]
    assert count > (300 if depth == 2 else 330)


def test_the_spectrum_at_depth_five_has_its_numbers():
    text = " ".join(plain_text(blocks_of(document_of([at_depth(proved("spectrum"), 5)]))).split())
    assert "B[5] = (10w⁸ + 4λ/5 − 2λ)·s[j]" in text


def test_a_false_instance_is_refused():
    p = at_depth(proved("spectrum"), 5)
    p.steps[-1]["conclusion"] = parse_formula("B[5] = 9*w^8*s[j]")
    with pytest.raises(ProofError):
        p.check()


# Odd characters, bad input.


@pytest.mark.parametrize("form", FORMATS)
def test_signs_of_a_format_in_titles_are_words(odd, form):
    text = FORMATS[form](blocks_of(document_of([odd])))
    signs = {
        "html": "<[bi]>",
        "markdown": r"(?<!\\)(<[bi]>|\[l\]|_z_)",
        "latex": r"(?<!\\)(50%|&|_z_)",
    }
    assert not re.search(signs.get(form, "never"), text.partition("SIGNS")[2])
    if form == "text":
        assert "SIGNS <b>50%</b> & $x$ | `y` _z_ *a* [l](u) \\alpha # ~\n" in text
    if form == "html":
        assert "<b>50%</b> & $x$ | `y` _z_ *a* [l](u) \\alpha # ~" in visible(text, formulas=True)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"form": "pdf"}, "format: 'pdf' given; allowed is latex, html, markdown or text"),
        ({"detail": "all"}, "detail: 'all' given; allowed is statement, sketch or steps"),
        ({"columns": 3}, "columns: 3 given; allowed is 1 or 2"),
        ({"form": "html", "columns": 2}, "columns: 2 given for html; allowed with latex only"),
    ],
)
def test_unknown_options_are_refused(odd, options, message, tmp_path):
    with pytest.raises(ValueError, match=re.escape(message)):
        export([odd], tmp_path / "out", **options)
    assert not (tmp_path / "out").exists()


def test_one_file_is_written_whole(odd, tmp_path):
    assert export([odd], tmp_path / "a.html", "html") == [tmp_path / "a.html"]
    assert (tmp_path / "a.html").read_text(encoding="utf-8").endswith("</html>\n")
    with pytest.raises(ValueError, match="-o: cannot write"):
        export([odd], tmp_path / "no" / "a.html", "html")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html"]


# A browser.


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    """Show a page in headless Chromium, 360 pixels wide; return what a script there found."""
    program = shutil.which("chromium")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("chromium is missing, and continuous integration has to look at the HTML")
        pytest.skip("chromium is missing: install it to look at the HTML")
    folder = tmp_path_factory.mktemp("browser")

    def show(text):
        file = folder / "page.html"
        file.write_text(
            text.replace("</body>", f"<script>{_LOOK}</script></body>"), encoding="utf-8"
        )
        options = "--headless --no-sandbox --disable-gpu --no-first-run --disable-sync"
        options += " --disable-background-networking --disable-component-update --disable-quic"
        options += f" --enable-logging=stderr --user-data-dir={folder / 'profile'} --dump-dom"
        done = subprocess.run(
            [program, *options.split(), file.as_uri()],
            capture_output=True, check=True, text=True, timeout=300,
        )  # fmt: skip
        found = re.search(r'<pre id="found">(.*?)</pre>', done.stdout).group(1).split()
        console = [line for line in done.stderr.splitlines() if "CONSOLE" in line]
        return {**dict(zip(("formulas", "empty", "outside"), map(int, found), strict=True)),
                "console": console}  # fmt: skip

    return show


_LOOK = """
document.documentElement.style.width = "360px";
const formulas = [...document.querySelectorAll("math")];
const boxes = formulas.map(m => m.getBoundingClientRect());
const empty = boxes.filter(b => b.width <= 0 || b.height <= 0).length;
const outside = formulas.filter((m, n) => boxes[n].right > 360 && !m.closest("table")).length;
const found = document.createElement("pre");
found.id = "found";
found.textContent = [boxes.length, empty, outside].join(" ");
document.body.append(found);
"""


def test_a_browser_shows_every_formula(chromium, printed):
    """No message on the console; every formula has a size, and fits a phone (tables scroll)."""
    found = chromium(printed["html"])
    assert found["console"] == []
    assert found["formulas"] == printed["html"].count("<math") > 5000
    assert found["empty"] == 0
    assert found["outside"] < 0.002 * found["formulas"]


def test_what_a_browser_does_not_show_is_noticed(chromium):
    bad = "<math></math><script>console.error('wrong')</script><math><mspace width='900px'/></math>"
    found = chromium(f"<!DOCTYPE html><html><body>{bad}</body></html>")
    assert (found["formulas"], found["empty"], found["outside"]) == (2, 2, 1)
    assert len(found["console"]) == 1


def test_notebooks_show_what_was_proved_and_claimed():
    p = Proof("mine", "A <title>", real="x y")
    fact = p.combine("x*y > 0", product(p.assume("x > 0"), p.assume("y > 0")))
    shown = fact._repr_html_()
    assert [shown.count(tag) for tag in ("<table", "<math", "<caption")] == [1, 3, 1]
    p.claim("product", fact, "x > 0", "y > 0", then="x*y > 0")
    assert p.digest(p.claims[0]) in p._repr_html_()
    assert "A &lt;title&gt;" in p._repr_html_()
    unconditional = p.combine("x^2 >= 0", product(root="x"))
    assert ">if<" not in unconditional._repr_html_()
    assert ">if<" in shown


def test_a_formula_is_one_label_with_pieces_of_mathml():
    wide = parse_formula(" + ".join(f"a_{n}*x^{n}" for n in range(20)) + " = 0")
    shown = formula_html(wide)
    assert shown.count("<math") > 10
    assert shown.count("aria-label") == 1
    assert formula_html(parse_formula("x = 0")).count("<math") == 1
    assert "≔" in formula_html([":=", "x", "0"])
    assert formula_text(["ref", "4"]) == "<4>"


def test_a_stop_or_number_stays_with_its_formula():
    """A browser breaks lines around MathML, so what belongs to it is in one span with it."""
    given = (Text("Let "), Hypothesis("1", parse_formula("x > 0")), Text(", so"))
    shown = page((Title((Text("t"),)), Paragraph(given)))
    kept = re.search(r'<span class="keep">\(1\)&nbsp;.*?</math></span>,</span> so', shown)
    assert kept
    assert shown.count("</math></span>,") == shown.count("keep") - 1 == 1  # and in the style


def test_signs_stand_where_a_reader_expects_them():
    shown = formula_html(parse_formula("-x = -(-y)"))
    assert shown.count('form="prefix">&#x02212;') == 2  # behind = and (; the first is one anyway
    assert 'form="prefix"' not in formula_html(parse_formula("x = y - z"))
    bars = page((Title((Text("t"),)), Paragraph((Typed("|m| - |n|/2"),))))
    forms = re.findall(r'<mo form="(\w+)" stretchy="false">&#x0007C;', bars)
    assert forms == ["prefix", "postfix"] * 2
    assert '<mo lspace="0" rspace="0">/</mo>' in bars


def test_no_line_of_a_display_is_an_item_of_a_list(printed):
    assert re.search(r"^\$\$\n\\relax -", printed["markdown"], re.MULTILINE)
    assert not re.search(r"^ *\$\$\n *[-+*#>] ", printed["markdown"], re.MULTILINE)


def test_hypotheses_with_quantifiers_are_apart():
    """In "T_(k+1) = ... for all k >= 0; n >= 0" the last is no condition of the first."""
    text = " ".join(plain_text(blocks_of(document_of([proved("means")]))).split())
    assert "T[0] = 0; (4) " in text
    assert "k ≥ 0 implies T[k + 1] = T[k] + v[k + 1]²; n ≥ 0. Then" in text
    text = plain_text(blocks_of(document_of([proved("powers")])))
    assert "(1) x > 0, (2) y > 0, (5) n ≥ 1, (12) xⁿ ≤ yⁿ. Then" in text


def test_a_formula_without_variables_is_a_sentence_in_text():
    bound = ["forall", [], [[">", "x", "0"]], ["=", "x", "1"]]
    assert formula_text(bound) == "if x > 0 then x = 1"
    assert formula_text(["forall", ["x"], *bound[2:]]) == "for all x: x > 0 implies x = 1"
