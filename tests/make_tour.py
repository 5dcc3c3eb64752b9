"""Run the tour, proofs/tour.ipynb, and write it with its outputs.

    python tests/make_tour.py

needs the extra `test`.  The file is the same, byte for byte, whenever the outputs are: cells keep
their ids, and nothing of the machine or of the time is stored.
"""

import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import nbformat
from nbclient import NotebookClient

TOUR = Path(__file__).parents[1] / "proofs" / "tour.ipynb"
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


def executed(notebook, folder):
    """Return the notebook as it is after a run in `folder`, without what varies.

    Raises ``nbclient.exceptions.CellExecutionError`` if a cell raises.
    """
    result = nbformat.from_dict(notebook)
    result.metadata = nbformat.from_dict(METADATA)
    for cell in result.cells:
        cell.metadata = nbformat.from_dict({})
    with TemporaryDirectory() as settings, mock.patch.dict(os.environ, _environment(settings)):
        NotebookClient(
            result,
            kernel_name="python3",
            resources={"metadata": {"path": str(folder)}},
            timeout=120,
            record_timing=False,
            coalesce_streams=True,
        ).execute()
    result.metadata = nbformat.from_dict(METADATA)
    return result


def _environment(settings):
    """No settings of the user; this checkout for the kernel, wherever it starts."""
    paths = [str(TOUR.parents[1]), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
    return {
        "IPYTHONDIR": settings,
        "JUPYTER_CONFIG_DIR": settings,
        "JUPYTER_RUNTIME_DIR": settings,
        "JUPYTER_PLATFORM_DIRS": "1",
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
        "PYTHONHASHSEED": "0",
    }


def main():
    """Run the tour in an empty folder, and write it."""
    with TemporaryDirectory() as folder:
        result = executed(nbformat.read(TOUR, as_version=4), folder)
    nbformat.validate(result)
    nbformat.write(result, TOUR)


if __name__ == "__main__":
    sys.exit(main())
