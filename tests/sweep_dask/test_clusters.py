"""Sweeps on Dask: two worker processes over TCP, one of them killed in the middle.

    pytest tests/sweep_dask -s

With -s the log of the killed worker is shown at the end.
"""

import logging
import os
import signal
import threading
import time
from functools import partial

import pyarrow.parquet as pq
import pytest

from symfact.sweep import sweep
from symfact.sweep.grid import Grid

distributed = pytest.importorskip("distributed")
dask = pytest.importorskip("dask")

AXES = {"target": "-1:3:400", "lam": "1e-3:5:500:log", "depth": "2,5"}  # 400 000 points
POINTS = 400_000
TOLD = ("dist", "symf", "tests")
OF_INTEREST = ("kill", "emov", "lost", "lose", "gather", "Restarting", "again")


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch):
    monkeypatch.setattr("symfact.sweep.sweeping.Grid", partial(Grid, chunk=2**11))


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The bytes of the same sweep without Dask."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("symfact.sweep.sweeping.Grid", partial(Grid, chunk=2**11))
        return sweep(**AXES, out=tmp_path_factory.mktemp("whole") / "a.parquet").read_bytes()


def kill_one(worker, journal):
    """Kill a worker once 20 chunks are there."""
    while not journal.exists() or journal.read_bytes().count(b"\n") < 20:
        time.sleep(0.002)
    logging.getLogger("tests").info("kill -9 %d", worker)
    os.kill(worker, signal.SIGKILL)


# Where Dask allows a task no failure, it raises KilledWorker, and the sweep tries again.
@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize("allowed_failures", [3, 0])
def test_a_killed_worker_loses_and_doubles_nothing(allowed_failures, tmp_path, whole, caplog):
    caplog.set_level(logging.INFO)
    settings = {"distributed.scheduler.allowed-failures": allowed_failures}
    cluster = partial(
        distributed.LocalCluster,
        n_workers=2,
        threads_per_worker=1,
        processes=True,
        protocol="tcp://",
        dashboard_address=None,
    )
    with dask.config.set(settings), cluster() as running, distributed.Client(running) as client:
        before = sorted(client.run(os.getpid).values())
        assert len(before) == 2
        journal = tmp_path / ".a.parquet.sweep" / "journal"
        killer = threading.Thread(target=kill_one, args=(before[0], journal))
        killer.start()
        path = sweep(**AXES, executor=client.get_executor(), out=tmp_path / "a.parquet")
        killer.join()
        assert before[0] not in client.run(os.getpid).values()
    assert path.read_bytes() == whole
    assert pq.read_metadata(path).num_rows == POINTS
    said = [r.getMessage() for r in caplog.records if r.name.startswith(TOLD)]
    print("\n", *(line for line in said if any(word in line for word in OF_INTEREST)), sep="\n")
    assert any("was killed by signal 9" in line for line in said)
    assert any("KilledWorker" in line for line in said) == (allowed_failures == 0)
