"""Documents as files: which format writes what, and where."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from symfact.export.blocks import DETAILS, blocks_of
from symfact.export.document import document_of
from symfact.export.html import page
from symfact.export.latex import article, fragments, summary_fragment
from symfact.export.markdown import markdown
from symfact.export.nodes import Block
from symfact.export.text import plain_text
from symfact.files import make_folder, write_text
from symfact.ledger import Row
from symfact.prover import Proof
from symfact.summaries import Summary

__all__ = ["FORMATS", "export"]

_ONE_FILE: Mapping[str, Callable[[Sequence[Block]], str]] = {
    "html": page,
    "markdown": markdown,
    "text": plain_text,
}
FORMATS = ("latex", *_ONE_FILE)


def export(
    proofs: Sequence[Proof],
    out: Path,
    form: str = "latex",
    *,
    detail: str = "steps",
    names: Mapping[str, str] | None = None,
    columns: int = 1,
    ideas: Mapping[str, str] | None = None,
    ledger: Sequence[Row] = (),
    summaries: Sequence[Summary] = (),
) -> list[Path]:
    """Write a document with all proofs, and return the paths of what was written.

    As HTML, Markdown or text it is the file `out`.  As LaTeX it is the folder `out`, made if
    needed: the article `symfact.tex`, and a fragment `NAME-CLAIM.tex` for each claim, for
    one column or two.  A file that is there is replaced, whole or not at all.

    `detail` is "statement", "sketch" or "steps"; `names` changes letters: see
    `symfact.export.document.document_of`.  `ideas` are sentences by the proof's name; left
    out, those of the theorem scripts, with what these say of their theorems.  The evidence
    of a `ledger` and of `summaries` must be in `proofs`; a summary has a fragment too,
    `NAME.tex`.

    Raises ``ProofError`` when the kernel does not accept a proof, ``ValueError`` for an
    unknown format or detail, two proofs of one name, or a path that cannot be written.
    """
    for name, value, allowed in (
        ("format", form, FORMATS),
        ("detail", detail, DETAILS),
        ("columns", columns, (1, 2)),
    ):
        if value not in allowed:
            raise ValueError(f"{name}: {value!r} given; allowed is {_either(allowed)}")
    if columns != 1 and form != "latex":
        raise ValueError(f"columns: {columns} given for {form}; allowed with latex only")
    if ideas is None:
        abouts, ideas = _script_texts(proofs)
    else:
        abouts = {}
    document = document_of(proofs, ideas, names, abouts)
    blocks = blocks_of(document, detail, ledger, summaries)
    if form in _ONE_FILE:
        write_text(out, _ONE_FILE[form](blocks), "-o")
        return [out]
    texts = {
        "symfact.tex": article(blocks, columns),
        **{
            f"{item.name}.tex": summary_fragment(item, document.names, columns)
            for item in summaries
        },
        **fragments(document, columns),
    }
    return _write_folder(out, texts)


def _either(allowed: Sequence[object]) -> str:
    *most, last = map(str, allowed)
    return f"{', '.join(most)} or {last}"


def _write_folder(folder: Path, texts: Mapping[str, str]) -> list[Path]:
    make_folder(folder, "-o")
    for name, text in texts.items():
        write_text(folder / name, text, "-o")
    return [folder / name for name in texts]


def _script_texts(proofs: Sequence[Proof]) -> tuple[dict[str, str], dict[str, str]]:
    """What the docstring of each theorem script says before "Idea:" and behind it."""
    from symfact.theorems import load, names, proved  # noqa: PLC0415  (loads scripts)

    abouts, ideas = {}, {}
    for proof in proofs:
        if proof.name in names() and proved(proof.name) is proof:
            text = (load(proof.name).__doc__ or "").partition("\n\n")[2]
            about, _, idea = text.partition("\nIdea:")
            abouts[proof.name], ideas[proof.name] = about.strip("\n"), idea.strip()
    return abouts, ideas
