"""Export: what is printed is what was checked, and it compiles."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from symfact.errors import ProofError
from symfact.exact import read_term
from symfact.export.blocks import blocks_of
from symfact.export.document import document_of, paper_numbers
from symfact.export.files import export
from symfact.export.latex import article, fragments, latex_of_claim, latex_of_proof
from symfact.export.layout import formula_pieces, inline
from symfact.export.nodes import Math, Statement
from symfact.ledger import rows
from symfact.notation import parse_formula
from symfact.prover import Proof, product
from symfact.summaries import summaries
from symfact.theorems import names, proved

ODD = r"50% & $x_1$ #{^} \alpha ~ <λ> Poincaré ∞ x^^2 [k x^(2 _ 'a' w^2' v[1][2] y_"


@pytest.fixture(scope="module")
def proofs():
    return [proved(name) for name in names()]


@pytest.fixture(scope="module")
def document(proofs):
    return document_of(proofs)


@pytest.fixture
def square():
    p = Proof("square", "A square is not negative", real="x y")
    p.claim("square", p.combine("x^2 >= 0", product(root="x")), then="x^2 >= 0")
    return p


@pytest.fixture(scope="module")
def pdflatex():
    return latex("pdflatex")


def latex(engine):
    """Return a function that runs LaTeX until references settle, and returns its last log."""
    program = shutil.which(engine)
    if program is None:
        if os.environ.get("CI"):
            pytest.fail(f"{engine} is missing, and continuous integration has to compile")
        pytest.skip(f"{engine} is missing: see .ci/run for what to install")

    def run(folder: Path, name: str) -> str:
        options = ["-interaction=nonstopmode", "-halt-on-error", name]
        for _ in range(3):
            done = subprocess.run(
                [program, *options], cwd=folder, capture_output=True, check=False, timeout=300
            )
            said = done.stdout.decode(errors="replace").replace("\n", " ")
            assert done.returncode == 0, said[-2000:]
        return said

    return run


def assert_clean(log):
    for complaint in ("Overfull", "undefined", "Warning", "multiply"):
        found = log.find(complaint)
        assert found < 0, log[max(found - 300, 0) : found + 300]


# It compiles.


def test_the_article_with_all_theorems_compiles(proofs, tmp_path, pdflatex):
    """No error, no overfull box, no undefined or repeated label, no warning."""
    folder = tmp_path / "deep" / "folder"
    paths = export(proofs, folder, ledger=rows(), summaries=summaries())
    assert [path.name for path in paths[:3]] == [
        "symfact.tex",
        "theorem-3.tex",
        "matrix-theorem.tex",
    ]
    assert len(paths) == 3 + sum(len(proof.claims) for proof in proofs)
    assert_clean(pdflatex(folder, "symfact.tex"))
    aux = (folder / "symfact.aux").read_text(encoding="utf-8")
    printed = dict(re.findall(r"\\newlabel\{thm:(.*?)\}\{\{(.*?)\}", aux))
    blocks = blocks_of(document_of(proofs), ledger=rows(), summaries=summaries())
    assert printed == {b.label: b.number for b in blocks if isinstance(b, Statement)}


@pytest.mark.parametrize(
    ("engine", "options"),
    [
        ("pdflatex", {"columns": 2}),
        ("xelatex", {"detail": "sketch"}),
        ("lualatex", {"columns": 2, "detail": "statement", "names": {"lam": "mu", "mu": "lam"}}),
    ],
)
def test_the_article_compiles_in_other_engines_columns_and_details(
    engine, options, proofs, tmp_path
):
    run = latex(engine)
    export(proofs, tmp_path, ledger=rows(), summaries=summaries(), **options)
    assert_clean(run(tmp_path, "symfact.tex"))


def test_a_formula_that_runs_off_the_page_is_noticed(tmp_path, pdflatex):
    write_host(tmp_path / "host.tex", f"${' '.join(['x'] * 200)}$")
    with pytest.raises(AssertionError, match="Overfull"):
        assert_clean(pdflatex(tmp_path, "host.tex"))


def test_fragments_for_two_columns_fit_a_column(proofs, tmp_path, pdflatex):
    """In a paper of two columns, in an equation with a number."""
    paths = export(proofs, tmp_path, columns=2, summaries=summaries())[1:]
    body = "\n".join(f"\\begin{{equation}}\n\\input{{{p.name}}}\n\\end{{equation}}" for p in paths)
    write_host(tmp_path / "host.tex", body, "[twocolumn]")
    log = pdflatex(tmp_path, "host.tex")  # a few long ones are higher than a page
    assert "Overfull \\hbox" not in log


def test_summaries_fit_narrow_and_wide_columns(tmp_path, pdflatex):
    """The same file, whichever column it was made for: its sentences take the line they get."""
    paths = list(export([proved("spectrum")], tmp_path, summaries=summaries()[:1]))
    body = f"\\begin{{equation}}\n\\input{{{paths[1].name}}}\n\\end{{equation}}"
    for width in (220, 240, 345, 470):
        narrow = (
            f"\\setlength{{\\linewidth}}{{{width}pt}}\\setlength{{\\hsize}}{{{width}pt}}\n{body}"
        )
        write_host(tmp_path / "host.tex", narrow)
        assert_clean(pdflatex(tmp_path, "host.tex"))


def test_every_fragment_goes_into_displays_and_environments(proofs, tmp_path, pdflatex):
    """Each fragment, inside equation* and inside equation in a theorem; amsmath alone."""
    paths = export(proofs, tmp_path)[1:]
    body = "\n".join(
        f"\\begin{{equation*}}\n\\input{{{path.name}}}\n\\end{{equation*}}\n"
        f"\\begin{{theorem}}\n\\begin{{equation}}\\label{{{n}}}\n\\input{{{path.name}}}\n"
        f"\\end{{equation}}\n\\end{{theorem}}"
        for n, path in enumerate(paths)
    )
    write_host(tmp_path / "host.tex", body)
    assert_clean(pdflatex(tmp_path, "host.tex"))


def write_host(path, body, options=""):
    head = f"\\documentclass{options}{{article}}\n"
    head += "\\usepackage{amsmath}\n\\newtheorem{theorem}{Theorem}\n"
    path.write_text(f"{head}\\begin{{document}}\n{body}\n\\end{{document}}\n", encoding="utf-8")


def test_what_notebooks_show_compiles(proofs, tmp_path, pdflatex):
    shown = [latex_of_proof(proof) for proof in proofs]
    shown += [latex_of_claim(claim) for proof in proofs for claim in proof.claims]
    short = (text for text in shown if text.count("\\\\") < 40)  # a box taller than a page
    write_host(tmp_path / "host.tex", "\n\n".join(f"\\noindent {text}" for text in short))
    pdflatex(tmp_path, "host.tex")


def test_special_characters_in_titles_and_names_compile(tmp_path, pdflatex):
    p = Proof("odd-name_1", ODD, real="x rate_of_x _y")
    square = p.combine("x^2 >= 0", product(root="x"))
    p.claim(ODD, square, then="x^2 >= 0", reference=ODD)
    power = p.combine("rate_of_x*_y + x = x + _y*rate_of_x")
    p.claim("names", power, then=power.conclusion)
    export([p], tmp_path, ideas={p.name: ODD})
    assert_clean(pdflatex(tmp_path, "symfact.tex"))


def test_a_single_theorem_refers_to_lemmas_by_name(tmp_path, pdflatex):
    """Without the lemma in the document there is no dangling reference."""
    (text, *_) = (path.read_text() for path in export([proved("reduction")], tmp_path))
    assert "proof powers" in text
    assert "Theorem~\\ref" not in text
    assert_clean(pdflatex(tmp_path, "symfact.tex"))


def test_widths_are_never_underestimated(document, tmp_path, pdflatex):
    """The true width of every formula, as TeX measures it, is at most the estimate."""
    formulas = {inline(data): data for data in every_formula(document)}
    boxes = [f"\\setbox0\\hbox{{$\\displaystyle {f}$}}\\typeout{{W=\\the\\wd0;}}" for f in formulas]
    write_host(tmp_path / "host.tex", "\n".join(boxes))
    widths = re.findall(r"W=([0-9.]+)pt;", pdflatex(tmp_path, "host.tex"))
    assert len(widths) == len(formulas) > 500
    for (text, data), width in zip(formulas.items(), widths, strict=True):
        estimate = sum(piece.width for piece in formula_pieces(data, float("inf")))
        assert float(width) <= estimate <= 2 * float(width), text


def every_formula(document):
    for theorem in document.theorems:
        for claim in theorem.claims:
            yield from (data for _, data in claim.hypotheses)
            yield claim.conclusion
            for step in claim.steps:
                yield step.formula
                yield from (node.data for node in step.reason if isinstance(node, Math))


# What is printed is what was checked.


def test_each_claim_is_stated_once(proofs, document):
    text = article(blocks_of(document))
    stated = [(claim.proof, claim.name) for t in document.theorems for claim in t.claims]
    assert stated == [(proof.name, claim["claim"]) for proof in proofs for claim in proof.claims]
    labels = re.findall(r"\\begin\{theorem\}\[.*\]\\label\{(.*?)\}$", text, re.MULTILINE)
    assert len(labels) == len(set(labels)) == len(stated)
    every = re.findall(r"\\label\{(.*?)\}", text)
    assert len(every) == len(set(every))
    assert set(re.findall(r"\\ref\{(.*?)\}", text)) <= set(every)


def test_each_step_is_printed_with_its_own_formula(proofs, document):
    """All steps of a proof file appear, under their numbers, and nothing else does."""
    for proof, theorem in zip(proofs, document.theorems, strict=True):
        steps = {step["step"]: step for step in proof.data()["steps"]}
        printed = {f"s{step.label}": step for c in theorem.claims for step in c.steps}
        hypotheses = {f"s{n}": data for c in theorem.claims for n, data in c.hypotheses if n}
        own = {name for name in steps if "." not in name}
        assert own == {name for name in (*printed, *hypotheses) if "." not in name}
        terms = dict(theorem.definitions)
        for name in own:
            shown = printed[name].formula if name in printed else hypotheses[name]
            assert expanded(shown, terms) == steps[name]["conclusion"]


def expanded(data, terms):
    if isinstance(data, list):
        return [expanded(item, terms) for item in data]
    return terms.get(data, data)


def test_cited_steps_state_the_claim_that_they_come_from(proofs, document):
    claims = {
        f"{proof.name}.{claim['step'][1:]}": claim for proof in proofs for claim in proof.claims
    }
    terms = dict(document.theorems[names().index("hessian")].definitions)
    cited = [s for t in document.theorems for c in t.claims for s in c.steps if "." in s.label]
    assert len(cited) > 20
    for step in cited:
        assert expanded(list(step.given), terms) == claims[step.label]["hypotheses"]


def test_printed_combinations_hold(proofs, document):
    """Each printed identity <n> = ..., evaluated again, is true."""
    checked = 0
    for proof, theorem in zip(proofs, document.theorems, strict=True):
        conclusions = {
            re.sub(r"s(\d+)$", r"\1", step["step"]): step["conclusion"] for step in proof.steps
        }
        terms = dict(theorem.definitions)
        for step in (step for claim in theorem.claims for step in claim.steps):
            for node in step.reason:
                if isinstance(node, Math) and '"ref"' in str(node.data).replace("'", '"'):
                    left, right = (
                        read_term(evaluated(expanded(side, terms), conclusions), proof.sorts)[0]
                        for side in node.data[1:]
                    )
                    assert left == right, (theorem.name, step.label)
                    checked += 1
    assert checked > 150


def evaluated(data, conclusions):
    match data:
        case ["ref", label]:
            relation, left, right = conclusions[label]
            return ["-", right, left] if relation in ("<", "<=") else ["-", left, right]
        case list():
            return [evaluated(item, conclusions) for item in data]
    return data


def test_a_changed_formula_prints_differently(proofs):
    """Any number, name, operation or relation of any claim, changed, changes the print."""
    formulas = [f for p in proofs for c in p.claims for f in (*c["hypotheses"], c["conclusion"])]
    tried = 0
    for formula in formulas:
        for changed in mutants(formula):
            assert inline(changed) != inline(formula), changed
            tried += 1
    assert tried > 3000


SWAPS = {"+": "-", "-": "+", "*": "/", ">": ">=", "<": "<=", "=": "!=", "!=": "=", ">=": ">"}
HEADS = {*SWAPS, "<=", "/", "^", "at", "diff", "subs", "forall", "exists"}


def mutants(data):
    """The data with one leaf changed, or one operation of two operands."""
    if isinstance(data, str):
        yield str(int(data) + 2) if data.lstrip("-").isdigit() else "changed"
        return
    head = data[0] if data and isinstance(data[0], str) else ""
    if len(data) == 3 and head in SWAPS:
        yield [SWAPS[head], *data[1:]]
    for n in range(1 if head in HEADS else 0, len(data)):
        for changed in mutants(data[n]):
            yield [*data[:n], changed, *data[n + 1 :]]


def test_tags_are_the_numbers_of_the_paper_where_they_are_unique(document):
    text = article(blocks_of(document))
    tags = re.findall(r"\\tag\{(.*?)\}", text)
    assert "28" in tags
    assert "35, 36" in tags
    assert len(tags) == len(set(tags))
    references = [
        n for t in document.theorems for c in t.claims for n in paper_numbers(c.reference)
    ]
    assert all(references.count(n) == 1 for tag in tags for n in tag.split(", "))
    assert "paper, (17)" in text


def test_long_terms_are_named_and_defined(document):
    (balance,) = (t for t in document.theorems if t.name == "balance")
    assert [name for name, _ in balance.definitions] == ["Loss"]
    assert r"\mathcal{L} := (m - w_{j} w_{k} P)^{2}" in article(blocks_of(document))
    (text,) = (t for n, t in fragments(document).items() if n == "balance-critical.tex")
    assert r"\text{where } \mathcal{L} :=" in text


def test_a_name_that_is_a_variable_is_not_used_as_abbreviation():
    p = Proof("clash", "Clash", real="x")
    p.abbreviate(Loss="x^2")
    p.declare(Loss="real")
    fact = p.combine("x^2 + Loss - Loss >= 0", product(root="x"))
    p.claim("clash", fact, then=fact.conclusion)
    assert document_of([p]).theorems[0].claims[0].conclusion == fact.conclusion


def test_the_rule_for_integers_is_named():
    p = Proof("gap", "No integer between 0 and 1", integer="n")
    p.claim("gap", p.integer(p.assume("n > 0"), "n >= 1"), "n > 0", then="n >= 1")
    assert r"{integers: \eqref{step:gap:1}}" in article(blocks_of(document_of([p])))


def test_nothing_is_exported_that_the_kernel_refuses(square):
    square.steps[0]["conclusion"] = parse_formula("x^2 > 0")
    with pytest.raises(ProofError, match="step 's1'"):
        document_of([square])


def test_labels_and_files_of_similar_claims_differ(square):
    for name in ("Square", "square!", "square -"):
        square.claim(name, square.facts["s1"], then="x^2 >= 0")
    document = document_of([square])
    assert len(fragments(document)) == 4
    assert len(set(re.findall(r"\\label\{(thm:.*?)\}", article(blocks_of(document))))) == 4


def test_the_same_name_twice_is_refused(square):
    with pytest.raises(ValueError, match="'square' is given twice"):
        document_of([square, square])


# Files.


def test_a_file_in_place_of_the_folder_is_refused(square, tmp_path):
    (tmp_path / "taken").write_text("mine")
    with pytest.raises(ValueError, match=r"-o: cannot write .*taken.*allowed is a writable path"):
        export([square], tmp_path / "taken")
    assert (tmp_path / "taken").read_text() == "mine"


def test_a_failure_leaves_nothing_partial(square, tmp_path, monkeypatch):
    """The file that was there stays as it was, and no temporary file remains."""
    (tmp_path / "symfact.tex").write_text("old")

    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(ValueError, match="No space left"):
        export([square], tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["symfact.tex"]
    assert (tmp_path / "symfact.tex").read_text() == "old"


def test_what_the_scripts_say_of_their_theorems_is_printed(tmp_path):
    """What letters stand for, before the idea; rows of a display keep their parts apart."""
    (first, *_) = export([proved("pair"), proved("mixed_spectrum")], tmp_path)
    text = first.read_text(encoding="utf-8")
    assert r"$G = \sum _{k=0}^{L-1} x^{2(L-1-k)} y^{2k}$, $T = \sum" in text
    assert r"$u_{1}$, $v_{L}$ --- if $b" in text
    assert text.index(r"\sum _{k=0}") < text.index(r"\emph{Idea.}")
    assert ". ---" not in text


def test_ideas_of_the_scripts_are_printed(tmp_path):
    (first, *_) = export([proved("powers")], tmp_path)
    assert "slope $n x^{n-1}$ is positive" in first.read_text(encoding="utf-8")
    (first, *_) = export([proved("powers")], tmp_path, ideas={})
    assert "Idea" not in first.read_text(encoding="utf-8")
    (first, *_) = export([proved("powers")], tmp_path, ideas={"powers": "with\n\n    x = 1\n    y"})
    row = r"{\ragged \smallskip\noindent\quad"
    shown = rf"With\par}} {row} $x = 1$\par}} {row} $y$\par}}"
    assert shown in " ".join(first.read_text(encoding="utf-8").split())


def test_a_long_table_has_its_heading_above_it(document):
    """In two columns both are on a page of one column, once for all that follow."""
    tables = blocks_of(document, "statement", rows(), summaries())
    wide, narrow = article(tables), article(tables, columns=2)
    assert narrow.count(r"\onecolumn") == 1
    assert "\\onecolumn\n\\section{\\texorpdfstring{What was corrected" in narrow
    assert r"\twocolumn" not in narrow
    assert r"\onecolumn" not in wide


def test_the_references_have_one_heading(document):
    text = article(blocks_of(document, "statement"))
    assert text.count("References") == 2  # the section, and its bookmark
    assert r"{\renewcommand{\section}[2]{}" in text


def test_an_abbreviation_is_introduced_once():
    """Its definition may need several lines."""
    term = "(m - w_1*w_2*w_3)^2 + lam/3*(w_1^2 + w_2^2 + w_3^2)"
    p = Proof("loss", "Loss", real="m lam w_1 w_2 w_3")
    p.abbreviate(Loss=term)
    p.claim("loss", p.combine(f"{term} >= {term}"), then=f"{term} >= {term}")
    (text,) = fragments(document_of([p]), columns=2).values()
    assert text.count(r"\text{where }") == 1
    assert text.count("\\\\\n") >= 2
