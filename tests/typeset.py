"""Compiling what is written in LaTeX, where pdflatex is installed."""

import os
import shutil
import subprocess

import pytest

HEAD = "\\documentclass{article}\n\\usepackage{amsmath}\n\\begin{document}\n"


def compile_latex(body, folder):
    """Compile a document that loads amsmath alone; fail with what pdflatex says."""
    program = shutil.which("pdflatex")
    if program is None:
        if os.environ.get("CI"):
            pytest.fail("pdflatex is missing, and continuous integration has to compile")
        pytest.skip("pdflatex is missing: install texlive-latex-recommended to compile")
    (folder / "t.tex").write_text(f"{HEAD}\n{body}\n\\end{{document}}\n", encoding="utf-8")
    command = [program, "-interaction=nonstopmode", "-halt-on-error", "t.tex"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout[-2000:]
