"""Importing symfact is cheap, and its names load on first use."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import symfact

ROOT = Path(__file__).resolve().parent.parent


def run(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    return done.stdout


def test_import_loads_neither_sympy_nor_mpmath() -> None:
    heavy = "{'sympy', 'mpmath', 'gmpy2', 'numpy', 'latex2mathml'}"
    assert run(f"import sys, symfact; print({heavy} & set(sys.modules))") == "set()\n"


def test_from_import_loads_only_what_is_needed() -> None:
    code = (
        "import sys; from symfact import Spectrum;"
        "print(Spectrum.__module__, 'symfact.minimizer' in sys.modules)"
    )
    assert run(code) == "symfact.spectrum False\n"


def test_every_public_name_loads() -> None:
    for name in symfact.__all__:
        assert getattr(symfact, name) is not None
        assert name in dir(symfact)


def test_dir_lists_names_before_they_are_loaded() -> None:
    assert run("import symfact; print('ScalarFactorization' in dir(symfact))") == "True\n"


def test_unknown_name() -> None:
    with pytest.raises(AttributeError, match="module 'symfact' has no attribute 'Scalar'"):
        _ = symfact.Scalar
    with pytest.raises(ImportError, match="cannot import name 'Scalar'"):
        from symfact import Scalar  # noqa: F401, PLC0415


def test_version_is_that_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert symfact.__version__ == project["version"]


def test_typed_marker_is_shipped() -> None:
    assert (Path(symfact.__file__).parent / "py.typed").is_file()
