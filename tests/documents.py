"""What the tests of both checkers do to certificates: mutate them, and limit the checker."""

import importlib
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

from hypothesis import strategies as st

FOLDER = Path(__file__).parent / "certificates"

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)
CHANGES = st.tuples(
    st.integers(0, 10**6),
    st.characters() | st.sampled_from('0123456789"[]{},:.-E/ '),
    st.sampled_from(["replace", "insert", "delete"]),
)


def named(path):
    return path.stem


def load_maker(name):
    """The script of that name in the folder of certificates, as a module."""
    with patch.object(sys, "path", [str(FOLDER), *sys.path]):
        return importlib.import_module(name)


def mutations(text):
    """Every character replaced by another and left out."""
    for i, old in enumerate(text):
        new = str((int(old) + 1) % 10) if old.isdigit() else "7"
        yield text[:i] + new + text[i + 1 :]
        yield text[:i] + text[i + 1 :]


def changed(text, change):
    """A text with one character replaced, inserted or deleted."""
    number, character, kind = change
    place = number % len(text)
    middle = "" if kind == "delete" else character
    return text[:place] + middle + text[place + (kind != "insert") :]


def leaves(data, path=()):
    """Every place in a document: (path, value)."""
    yield path, data
    items = ()
    if isinstance(data, (dict, list)):
        items = data.items() if isinstance(data, dict) else enumerate(data)
    for key, value in items:
        yield from leaves(value, (*path, key))


replaced = load_maker("flaws").replaced


def renamed_and_extended(data):
    """For every object in a document: a key renamed, each in turn; and a key added."""
    for place, value in list(leaves(data)):
        if isinstance(value, dict):
            for key in value:
                other = {(k + "s" if k == key else k): v for k, v in value.items()}
                yield "renamed", replaced(data, place, other)
            yield "added", replaced(data, place, value | {"unknown": 0})


def limited(script):
    """A program that runs a script within one second of work and 100 MB."""
    return f"""
import resource, runpy, sys
resource.setrlimit(resource.RLIMIT_AS, (100 * 2**20, 100 * 2**20))
resource.setrlimit(resource.RLIMIT_CPU, (1, 1))
sys.path.insert(0, "")
sys.argv = ["{script}", *sys.argv[1:]]
runpy.run_path("{script}", run_name="__main__")
"""


def run_limited(command, folder):
    """Run a program; if its second was over, twice more: a busy machine does less in one."""
    for _ in range(3):
        result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if result.returncode >= 0:
            break
    return result


def assert_refused_in_one_line(result, name):
    assert (result.returncode, result.stderr) == (1, ""), name
    assert result.stdout.startswith(f"{name}: not valid: ")
    assert result.stdout.count("\n") == 1
    assert len(result.stdout) < 400
