"""Sweeps as files: the same bytes whoever computes them, whatever interrupts them."""

import errno
import itertools
import json
import math
import os
import pickle
import random
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path

import mpmath
import numpy as np
import polars
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from terminals import environment

from symfact.cli import main
from symfact.sweep import BOUNDS, certify_row, chunks, enclose, sweep, sweeping
from symfact.sweep.axes import Range, read_depth_axis, read_lam_axis, read_target_axis
from symfact.sweep.chunks import write_into
from symfact.sweep.grid import Grid
from symfact.sweep.locks import Lock, lock
from symfact.sweep.parquet import DOUBLE, INT32, MAGIC, TEXT, Column, RowGroup, end_of_file
from symfact.sweep.store import is_sweep

# From Python 3.12 on, where processes are forked beside threads, as those of pytest-xdist.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")

AXES = {"target": "-1:3:23", "lam": "1e-3:5:9:log", "depth": "2,3,5"}  # 621 points
SMALL = partial(Grid, chunk=64)  # 10 chunks, some of two depths
FOLDER = ".a.parquet.sweep"


@pytest.fixture(autouse=True)
def _small_chunks(monkeypatch):
    monkeypatch.setattr("symfact.sweep.sweeping.Grid", SMALL)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The bytes of an uninterrupted sweep."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("symfact.sweep.sweeping.Grid", SMALL)
        return sweep(**AXES, out=tmp_path_factory.mktemp("whole") / "a.parquet").read_bytes()


class Far(Executor):
    """Workers elsewhere: what they get and give is pickled, and they finish in any order."""

    def __init__(self, fails=()):
        self.calls, self.fails, self.waiting = 0, fails, []

    def submit(self, fn, /, *args):
        future = Future()
        self.calls += 1
        if self.calls in self.fails:
            future.set_exception(RuntimeError(f"worker {self.calls} died\nat home"))
            return future
        future.set_result(pickle.loads(pickle.dumps(fn))(*pickle.loads(pickle.dumps(args))))
        return future


class Interrupted(Far):
    """Ctrl-C after so many chunks."""

    def submit(self, fn, /, *args):
        if self.calls == 4:
            raise KeyboardInterrupt
        return super().submit(fn, *args)


def test_rows_are_the_grid_in_order_with_the_enclosures_of_the_core(tmp_path):
    path = sweep([2, "1/10"], np.array([3.0, 0.5]), [3, 2], out=tmp_path / "a.parquet")
    table = pq.read_table(path)
    points = list(itertools.product([3, 2], [3.0, 0.5], [2.0, 0.1]))
    rows = table.to_pylist()
    assert [(row["depth"], row["lam"], row["target"]) for row in rows] == points
    assert [row["regime"] for row in rows] == [
        "tie",
        "zero",
        "nonzero",
        *["zero"] * 1,
        *["nonzero", "zero"] * 2,
    ]
    for row in rows:
        found = enclose([row["target"]], [row["lam"]], row["depth"])
        for name in BOUNDS:
            assert row[name] == found[name][0]
    assert table.num_columns == 4 + len(BOUNDS)
    assert os.listdir(tmp_path) == ["a.parquet"]


def test_the_file_is_sound_row_group_by_row_group(whole):
    file = pq.ParquetFile(pa.BufferReader(whole))
    assert [file.metadata.row_group(i).num_rows for i in range(10)] == [64] * 9 + [45]
    parts = pa.concat_tables([file.read_row_group(i) for i in range(10)])
    assert parts.equals(file.read())
    assert json.loads(file.schema_arrow.metadata[chunks.MARK])["depth"]["points"] == 3


def test_every_executor_gives_the_same_bytes(tmp_path, whole):
    with ThreadPoolExecutor(2) as threads, ProcessPoolExecutor(2) as processes:
        for n, executor in enumerate((threads, processes, Far())):
            assert sweep(**AXES, executor=executor, out=tmp_path / f"{n}").read_bytes() == whole


def test_an_interrupted_sweep_goes_on_and_says_so(tmp_path, whole, caplog, monkeypatch):
    out = tmp_path / "a.parquet"
    for _ in range(2):
        with pytest.raises(KeyboardInterrupt):
            sweep(**AXES, executor=Interrupted(), out=out)
    assert os.listdir(tmp_path) == []  # not one chunk had come back
    monkeypatch.setattr("symfact.sweep.pool._WINDOW", 2)
    with pytest.raises(KeyboardInterrupt):
        sweep(**AXES, executor=Interrupted(), out=out)
    assert os.listdir(tmp_path) == [FOLDER]
    far = Far()
    assert sweep(**AXES, executor=far, out=out).read_bytes() == whole
    done = 10 - far.calls
    assert 1 <= done <= 4
    assert caplog.messages == [f"resuming {out}: {64 * done} of 621 points are there"]
    assert os.listdir(tmp_path) == ["a.parquet"]


KILLED = """
from functools import partial
from symfact.sweep import sweep, sweeping
from symfact.sweep.grid import Grid
sweeping.Grid = partial(Grid, chunk=64)
if __name__ == "__main__":
    sweep("-1:3:99", "1e-3:5:60:log", "2,3,5", out="a.parquet")
"""


def test_killed_or_interrupted_at_any_moment_nothing_is_lost_or_doubled(tmp_path):
    (tmp_path / "run.py").write_text(KILLED)
    command = [sys.executable, "run.py"]
    run = partial(
        subprocess.Popen,
        command,
        cwd=tmp_path,
        env=environment(),
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    journal, out = tmp_path / FOLDER / "journal", tmp_path / "a.parquet"
    done = 0
    for interrupt in (signal.SIGKILL, signal.SIGINT, signal.SIGKILL):
        process = run()
        while process.poll() is None and (not journal.exists() or journal.stat().st_size <= done):
            time.sleep(0.001)
        time.sleep(random.random() * 0.05)
        if interrupt == signal.SIGKILL:
            process.kill()
        else:  # as a terminal does: to all processes
            os.killpg(process.pid, interrupt)
        assert process.communicate()[1].count(b"Traceback") == (interrupt == signal.SIGINT)
        assert not out.exists()
        done = journal.stat().st_size
    process = run()
    message = process.communicate()[1].decode()
    assert process.returncode == 0
    assert message.startswith("resuming a.parquet: ")
    assert message.count("\n") == 1
    fresh = sweep("-1:3:99", "1e-3:5:60:log", "2,3,5", out=tmp_path / "b.parquet")
    assert out.read_bytes() == fresh.read_bytes()
    assert sorted(os.listdir(tmp_path)) == ["a.parquet", "b.parquet", "run.py"]


def test_what_is_damaged_is_computed_again(tmp_path, whole):
    out, folder = tmp_path / "a.parquet", tmp_path / FOLDER
    with pytest.raises(RuntimeError, match="384 points stay"):
        sweep(**AXES, executor=Far(range(7, 99)), out=out)
    journal = (folder / "journal").read_bytes().splitlines(keepends=True)
    assert len(journal) == 6
    journal[5] = journal[5][:-20]  # not written to its end
    (folder / "journal").write_bytes(b"".join(journal))
    (path,) = folder.glob("data-*")
    data = bytearray(path.read_bytes())
    other = json.loads(journal[0].split(b" ", 1)[1])[
        0
    ]  # chunks are in the journal as they were done
    data[chunks.place(SMALL(*map(read_target_axis, "123")), other) + 300] ^= 1
    path.write_bytes(data)
    far = Far()
    assert sweep(**AXES, executor=far, out=out).read_bytes() == whole
    assert far.calls == 4 + 2


def test_a_sweep_killed_before_its_folder_was_removed_is_forgotten(tmp_path, monkeypatch, whole):
    with monkeypatch.context() as patch:
        patch.setattr("symfact.sweep.store.shutil.rmtree", lambda *args, **options: None)
        sweep(**AXES | {"depth": "7"}, out=tmp_path / "a.parquet")
    assert sorted(os.listdir(tmp_path / FOLDER)) == ["grid.json", "journal", "lock"]
    assert sweep(**AXES, out=tmp_path / "a.parquet").read_bytes() == whole
    assert os.listdir(tmp_path) == ["a.parquet"]


def interrupted(out, chunks=6):
    """Leave a sweep of which so many chunks are there."""
    with pytest.raises(RuntimeError, match="stay in"):
        sweep(**AXES, executor=Far(range(chunks + 1, 99)), out=out)
    return out.with_name(FOLDER)


def test_a_damaged_journal_costs_chunks_and_nothing_else(tmp_path, whole):
    out = tmp_path / "a.parquet"
    random_ = random.Random(7)
    for _ in range(40):
        journal = interrupted(out) / "journal"
        data = bytearray(journal.read_bytes())
        at = random_.randrange(len(data))
        data[at] = random_.choice([data[at] ^ 1, 48, 46, 10, 255])
        journal.write_bytes(data)
        assert sweep(**AXES, executor=Far(), out=out).read_bytes() == whole


def test_a_damaged_description_is_that_of_another_grid(tmp_path):
    out = tmp_path / "a.parquet"
    grid = interrupted(out) / "grid.json"
    grid.write_bytes(b"\xff")
    with pytest.raises(ValueError, match="another grid"):
        sweep(**AXES, out=out)
    with pytest.raises(ValueError, match="another grid"):
        sweep(**AXES | {"depth": "7"}, out=out)


@pytest.mark.parametrize("error", [KeyboardInterrupt(), MemoryError(), OSError(errno.EIO, "EIO")])
def test_what_cannot_be_looked_at_stays(error, tmp_path, whole, monkeypatch):
    out = tmp_path / "a.parquet"
    journal = interrupted(out) / "journal"
    before = journal.read_bytes()

    def fail(parts):
        raise error

    with monkeypatch.context() as patch:
        patch.setattr("symfact.sweep.store.checksum", fail)
        with pytest.raises((ValueError, type(error))):
            sweep(**AXES, out=out)
    assert journal.read_bytes() == before
    far = Far()
    assert sweep(**AXES, executor=far, out=out).read_bytes() == whole
    assert far.calls == 4


def test_a_chunk_that_is_cut_off_is_not_there_whatever_its_checksum(tmp_path, whole, monkeypatch):
    out = tmp_path / "a.parquet"
    for module in ("chunks", "store"):
        monkeypatch.setattr(f"symfact.sweep.{module}.checksum", lambda parts: 0)
    (data,) = interrupted(out).glob("data-*")
    os.truncate(data, data.stat().st_size - 1)
    far = Far()
    assert sweep(**AXES, executor=far, out=out).read_bytes() == whole
    assert far.calls == 5


def test_nothing_of_a_sweep_without_a_chunk_stays_in_the_next(tmp_path, whole):
    out = tmp_path / "a.parquet"
    folder = interrupted(out)
    (folder / "journal").write_bytes(b"")
    (data,) = folder.glob("data-*")
    data.write_bytes(b"\xff" * 2 * len(whole))
    data.rename(folder / "data-of-another-grid")
    assert sweep(**AXES, out=out).read_bytes() == whole


@pytest.mark.parametrize("block", range(0, 2**16, 4096))
@pytest.mark.parametrize("value", [2.0, 1.0, 0.1, 5e-324, -0.0])
def test_a_lost_block_changes_the_checksum(block, value):
    values = np.full(2**13 + 5, value)
    for shift in (0, 3):
        lost = bytearray(values.tobytes())
        lost[block + shift : block + shift + 4096] = bytes(4096)
        assert chunks.checksum([bytes(lost)]) != chunks.checksum([values.tobytes()])
        assert chunks.checksum([b"x", lost]) != chunks.checksum([b"x", values.data.cast("B")])


HOLDER = """
import sys
from fcntl import LOCK_EX, lockf
with open("data", "ab") as stream:
    lockf(stream, LOCK_EX)
    print("locked", flush=True)
    sys.stdin.read()
"""


def test_while_another_process_writes_the_next_chunk_is_computed(tmp_path, monkeypatch):
    grid = replace(sweeping.read_grid(**AXES), chunk=256)
    path = tmp_path / "data"
    path.write_bytes(b"")
    once = [b"".join(chunk.parts) for chunk in chunks.compute_chunks(grid, [0, 1, 2])]
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER],
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout.readline() == b"locked\n"
    tries = []

    def write(path, grid, waiting, must):
        if must and holder.returncode is None:
            holder.communicate()  # which lets go of the file
        tries.append(([chunk.number for chunk in waiting], must))
        return write_into(path, grid, waiting, must)

    monkeypatch.setattr(chunks, "write_into", write)
    found = chunks.compute_chunks_into(path, grid, [0, 1, 2])
    assert tries == [([0], False), ([0, 1], True), ([2], True)]
    with path.open("rb") as stream:
        for chunk, body in zip(found, once, strict=True):
            stream.seek(chunks.place(grid, chunk.number))
            assert stream.read(sum(chunk.sizes)) == body
            assert not chunk.parts


@pytest.mark.parametrize("error", [BlockingIOError, PermissionError, OSError])
@pytest.mark.parametrize("must", [True, False])
def test_a_file_that_others_have_is_left_and_one_without_locks_is_written(
    error, must, tmp_path, monkeypatch
):
    def refuse(stream, kind):
        raise error

    monkeypatch.setattr("symfact.sweep.locks.lockf", refuse)
    with (tmp_path / "data").open("ab") as stream:
        assert lock(stream, must) == (must or error is OSError)


PARENT = """
import os, signal, sys, time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from symfact.sweep import sweep, sweeping
from symfact.sweep.grid import Grid
from symfact.sweep.store import Store
sweeping.Grid = partial(Grid, chunk=64)

def add(self, chunk, _add=Store._add):
    _add(self, chunk)
    if len(self._chunks) == 3:
        print(*pool._processes, flush=True)  # forked by the sweep, which has the lock
        if sys.argv[1] == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        raise KeyboardInterrupt

if __name__ == "__main__":
    pool = ProcessPoolExecutor(2)
    Store._add, before = add, Store._add
    try:
        sweep("-1:3:23", "1e-3:5:9:log", "2,3,5", executor=pool, out="a.parquet")
    except KeyboardInterrupt:
        Store._add = before
        sweep("-1:3:23", "1e-3:5:9:log", "2,3,5", executor=pool, out="a.parquet")
    pool.shutdown()
"""


@pytest.mark.parametrize("how", ["kill", "interrupt"])
def test_workers_that_live_on_do_not_keep_a_sweep_from_going_on(how, tmp_path, whole):
    (tmp_path / "run.py").write_text(PARENT)
    with subprocess.Popen(
        [sys.executable, "run.py", how],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        workers = {int(word) for word in process.stdout.readline().split()}
        process.wait()
        if how == "kill":
            assert (tmp_path / FOLDER).exists()
            assert all(Path(f"/proc/{worker}").exists() for worker in workers)
            sweep(**AXES, executor=Far(), out=tmp_path / "a.parquet")
            for worker in workers:
                os.kill(worker, signal.SIGKILL)
    assert (process.returncode == 0) == (how == "interrupt")
    assert (tmp_path / "a.parquet").read_bytes() == whole


def test_a_lock_is_had_once_and_released_once(tmp_path):
    first = Lock(tmp_path / "lock")
    with pytest.raises(BlockingIOError):
        Lock(tmp_path / "lock")
    first.release()
    second = Lock(tmp_path / "lock")
    first.release()
    with pytest.raises(BlockingIOError):
        Lock(tmp_path / "lock")
    second.release()


def test_of_threads_that_want_a_lock_one_gets_it(tmp_path):
    def get(path, barrier):
        barrier.wait()
        try:
            return Lock(path)
        except BlockingIOError:
            return None

    with ThreadPoolExecutor(4) as pool:
        for number in range(100):
            barrier = threading.Barrier(4)
            locks = list(pool.map(get, [tmp_path / str(number)] * 4, [barrier] * 4))
            (only,) = filter(None, locks)
            only.release()


@pytest.mark.parametrize("out", ["/", "", "a\0b", "."])
def test_what_is_no_name_of_a_file_is_one_line(out):
    with pytest.raises(ValueError, match=r"^out: ") as refusal:
        sweep(**AXES, out=out)
    assert "\n" not in str(refusal.value)


def test_a_chunk_whose_worker_died_is_computed_again(tmp_path, whole, caplog):
    far = Far(fails=(2, 5, 11))
    assert sweep(**AXES, executor=far, out=tmp_path / "a.parquet").read_bytes() == whole
    assert far.calls == 13
    told = " ".join(caplog.messages)
    assert all(f"RuntimeError: worker {n} died" in told for n in far.fails)
    assert 1 <= told.count("tried again") <= 3


def test_an_executor_that_always_fails_is_one_line(tmp_path):
    with pytest.raises(RuntimeError, match=r"chunk [0-9] failed 4 times") as refusal:
        sweep(**AXES, executor=Far(range(999)), out=tmp_path / "a.parquet")
    assert "\n" not in str(refusal.value)
    assert os.listdir(tmp_path) == []


def die_once(path, grid, indices):
    flag = path.with_name("died")
    if 3 in indices and not flag.exists():
        flag.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return chunks.compute_chunks_into(path, grid, indices)


def test_a_killed_process_of_our_own_is_replaced(tmp_path, whole, monkeypatch):
    monkeypatch.setattr("symfact.sweep.pool._cores", lambda: 2)
    monkeypatch.setattr("symfact.sweep.pool.compute_chunks_into", die_once)
    assert sweep(**AXES, out=tmp_path / "a.parquet").read_bytes() == whole


def test_a_broken_executor_of_the_user_is_one_line_and_what_is_done_stays(tmp_path, monkeypatch):
    monkeypatch.setattr("symfact.sweep.pool.compute_chunks_into", die_once)
    with ProcessPoolExecutor(1) as pool, pytest.raises(RuntimeError, match="stay in") as refusal:
        sweep(**AXES, executor=pool, out=tmp_path / "a.parquet")
    assert "\n" not in str(refusal.value)


def test_a_full_disk_is_one_line_and_nothing_is_lost(tmp_path, whole, monkeypatch):
    out = tmp_path / "a.parquet"
    out.write_bytes(whole)
    written, write = [], chunks.write_into

    def full(path, grid, waiting, must):
        if len(written) == 3:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written.extend(waiting)
        return write(path, grid, waiting, must)

    monkeypatch.setattr("symfact.sweep.pool._cores", lambda: 1)
    monkeypatch.setattr(chunks, "write_into", full)
    with pytest.raises(
        ValueError, match=r"out: cannot write .*No space left.*192 points"
    ) as refusal:
        sweep(**AXES, out=out)
    assert "\n" not in str(refusal.value)
    assert out.read_bytes() == whole
    monkeypatch.setattr(chunks, "write_into", write)
    assert sweep(**AXES, executor=(far := Far()), out=out).read_bytes() == whole
    assert far.calls == 7


def test_another_grid_and_a_second_sweep_are_refused(tmp_path):
    out = tmp_path / "a.parquet"
    with pytest.raises(RuntimeError):
        sweep(**AXES, executor=Far(range(3, 99)), out=out)
    before = (tmp_path / FOLDER / "journal").read_bytes()
    with pytest.raises(ValueError, match="interrupted sweep of another grid"):
        sweep(**AXES | {"depth": "2,3,4"}, out=out)

    class Second(Far):
        def submit(self, fn, /, *args):
            sweep(**AXES, out=out)

    with pytest.raises(ValueError, match="another sweep"):
        sweep(**AXES, executor=Second(), out=out)
    assert (tmp_path / FOLDER / "journal").read_bytes() == before


def test_only_a_sweep_is_replaced(tmp_path, whole):
    out, link = tmp_path / "a.parquet", tmp_path / "link.parquet"
    for content in (b"", b"PAR1", b"text", b"PAR1\xff\xff\xff\x7fPAR1", b"PAR1\x0c\0\0\0PAR1"):
        out.write_bytes(content)
        with pytest.raises(ValueError, match="was not written by a sweep"):
            sweep(**AXES, out=out)
        assert out.read_bytes() == content
    with pytest.raises(ValueError, match="was not written by a sweep"):
        sweep(**AXES, out=tmp_path)
    assert os.listdir(tmp_path) == ["a.parquet"]
    pq.write_table(pa.table({"a": [1]}), out)
    with pytest.raises(ValueError, match="was not written by a sweep"):
        sweep(**AXES, out=out)
    sweep("1", "1", "3", out=tmp_path / "new.parquet").replace(out)
    derived = pq.read_table(out)
    assert chunks.MARK in derived.schema.metadata
    pq.write_table(derived, tmp_path / "derived.parquet")
    with pytest.raises(ValueError, match="was not written by a sweep"):
        sweep("1", "1", "3", out=tmp_path / "derived.parquet")
    out.chmod(0o640)
    link.symlink_to(out)
    assert is_sweep(out)
    assert sweep(**AXES, out=link) == link
    assert link.is_symlink()
    assert out.read_bytes() == whole
    assert out.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("path", ["/nowhere/a.parquet", "/proc/a.parquet"])
def test_an_unwritable_folder_is_one_line(path):
    with pytest.raises(ValueError, match="out: cannot write") as refusal:
        sweep(**AXES, out=path)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [
        ("target", "1:2:0", "'1:2:0' is an empty range"),
        ("target", "1:2:1", "one point"),
        ("target", "", "'' is not a rational number"),
        ("target", "1,", "'' is not a rational number"),
        ("target", "2:1:5", "a < b"),
        ("target", "1:1:5", "a < b"),
        ("target", "-1:1:5:log", "0 < a < b"),
        ("lam", "0:1:5:log", "0 < a < b"),
        ("lam", "0:1:5", "lam: 0.0 is not > 0"),
        ("lam", "1,-2", "lam: -2.0 is not > 0"),
        ("lam", "1e-400", "is not > 0"),
        ("lam", "1:nan:5", "'nan' is not a rational number"),
        ("lam", "inf", "'inf' is not a rational number"),
        ("lam", "1:1e400:5", "beyond float64"),
        ("lam", "1:2:3:linear", "a:b:n:log"),
        ("lam", "1:2:x", "a:b:n:log"),
        ("lam", "1:2", "a:b:n:log"),
        ("depth", "1,2", "integers from 2"),
        ("depth", "2:5:3", "integers from 2"),
        ("depth", "2000000000", "integers from 2"),
        ("depth", "2:1000000:999999", "integers from 2"),
        ("target", "0:1:1000000000000", "points = 27000000000000 only"),
        ("points", "620", "allowed is 621"),
        ("target", "x" * 999, "..."),
        ("output", "/nowhere/a.parquet", "--output: cannot write"),
    ],
)
def test_bad_usage_is_one_line_and_leaves_no_file(
    option, value, words, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)
    given = AXES | {"depth": "2,3,5", "output": "a.parquet"} | {option: value}
    code = main(["sweep", *(word for name in given for word in (f"--{name}", given[name]))])
    out, err = capsys.readouterr()
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert words in err
    assert os.listdir(tmp_path) == []


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"target": [float("nan")]}, ValueError),
        ({"target": np.array([1.0, np.inf])}, ValueError),
        ({"lam": np.array([])}, ValueError),
        ({"lam": []}, ValueError),
        ({"lam": np.array([[1.0]])}, TypeError),
        ({"lam": np.array([1j])}, TypeError),
        ({"lam": np.ma.masked_array([1.0], [True])}, TypeError),
        ({"lam": np.array([1.0, np.nan])}, ValueError),
        ({"depth": 2.5}, ValueError),
        ({"target": None}, TypeError),
        ({"target": "1e400"}, ValueError),
        ({"executor": 2}, TypeError),
    ],
)
def test_bad_arguments_are_one_line(change, error, tmp_path):
    with pytest.raises(error) as refusal:
        sweep(**AXES | change, out=tmp_path / "a.parquet")
    assert "\n" not in str(refusal.value)
    assert next(iter(change)) in str(refusal.value)
    assert os.listdir(tmp_path) == []


def test_pyarrow_is_needed_for_pictures_alone(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("symfact.extras.find_spec", lambda name: name != "pyarrow" or None)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    out = str(tmp_path / "a.parquet")
    assert main(["sweep", "--target", "1,2", "--lam", "1", "--depth", "3", "-o", out]) == 0
    assert main(["plot", "phase", "--from", out, "-o", str(tmp_path / "a.svg")]) == 2
    err = capsys.readouterr().err.splitlines()
    assert err[0].endswith(": 2 points")
    assert err[1].endswith("symfact[sweep]'")


def test_the_values_of_a_range_are_accurate_and_the_same_piece_by_piece(monkeypatch):
    ratios = Range(1e-3, 5.0, 3001, log=True)
    values = ratios.values(np.arange(3001))
    for i in (0, 1, 1023, 1024, 2999, 3000):
        true = mpmath.mpf(1e-3) * (mpmath.mpf(5.0) / mpmath.mpf(1e-3)) ** (mpmath.mpf(i) / 3000)
        assert abs(values[i] / true - 1) < 2**-51
    assert np.all(np.diff(values) > 0)
    steps = Range(-1.7e308, 1.7e308, 5)
    assert steps.values(np.arange(5)) == pytest.approx(np.linspace(-1, 1, 5) * 1.7e308)
    monkeypatch.setattr("symfact.sweep.axes._CACHED", 10)
    assert np.array_equal(ratios.values(np.arange(1000, 2000)), values[1000:2000])


@pytest.mark.parametrize(
    ("start", "stop", "size"),
    [
        (1e-300, 1e300, 2),
        (1e-300, 1e300, 4),
        (1e-300, 1e300, 1000),
        (5e-324, 1.0, 1000),
        (5e-324, 1.0, 30000),
        (5e-324, 1.0, 10**6),
        (5e-324, sys.float_info.max, 5000),
        (1.0, sys.float_info.max, 999),
        (2.2e-308, 3e-308, 5000),
    ],
)
def test_equal_ratios_are_accurate_over_all_floats(start, stop, size):
    axis, random_ = Range(start, stop, size, log=True), random.Random(size)
    parts = [np.arange(first, min(first + 2**16, size)) for first in range(0, size, 2**16)]
    values = np.concatenate([axis.values(part) for part in parts])
    assert (values[0], values[-1]) == (start, stop)
    assert np.all(np.diff(values) >= 0)
    with mpmath.workdps(60):
        low, ratio = mpmath.mpf(start), mpmath.mpf(stop) / mpmath.mpf(start)
        for i in {1, size // 3, size - 2, *(random_.randrange(size) for _ in range(60))}:
            true = low * ratio ** (mpmath.mpf(i) / (size - 1))
            unit = max(true * mpmath.mpf(2) ** -52, mpmath.mpf(5e-324))
            assert abs(mpmath.mpf(float(values[i])) - true) < 3 * unit


def test_a_chunk_has_the_points_that_its_number_says():
    grid = Grid(read_target_axis("1:7:7"), read_lam_axis("1:3:3"), read_depth_axis("2,4"), chunk=10)
    points = [
        point
        for index in range(grid.chunks)
        for piece in grid.pieces(index)
        for point in zip(itertools.repeat(piece.depth), piece.lam, piece.target, strict=False)
    ]
    assert points == list(itertools.product([2, 4], [1, 2, 3], range(1, 8)))
    assert (grid.size, grid.chunks) == (42, 5)


GRIDS = {
    "long runs": ("-1:3:700", "1e-3:5:9:log", "3", 4096),
    "short runs": ("-1:3:7", "1e-3:5:300:log", "2,3", 1000),
    "one target": ("0.5", "1e-3:5:3001:log", "4", 1000),
    "both zeros": ([0.0] * 100 + [-0.0] * 100 + [1.0, 2.0], "0.1,0.2", "3", 250),
    "negative zero": ([-0.0], "0.1", "3", 64),
    "more lambdas in a chunk than a byte can count": ("-1:1:100", "0.1:5:600", "5", 2**16),
    "many depths": ("1", "0.1", "2:900:899", 500),
    "one point": ("1", "0.1", "3", 64),
}


@pytest.mark.parametrize("name", GRIDS)
def test_readers_read_what_is_enclosed(name, tmp_path, monkeypatch):
    target, lam, depth, size = GRIDS[name]
    monkeypatch.setattr("symfact.sweep.sweeping.Grid", partial(Grid, chunk=size))
    path = sweep(target, lam, depth, out=tmp_path / "a.parquet")
    table, frame = pq.read_table(path), polars.read_parquet(path)
    grid = Grid(read_target_axis(target), read_lam_axis(lam), read_depth_axis(depth), chunk=size)
    row = 0
    for piece in (piece for index in range(grid.chunks) for piece in grid.pieces(index)):
        found = enclose(*piece)
        given = {"target": piece.target, "lam": piece.lam, "depth": [piece.depth] * len(piece.lam)}
        given |= {"regime": found.regimes()} | {bound: found[bound] for bound in BOUNDS}
        for column, values in given.items():
            part = table[column].slice(row, len(piece.lam)).to_numpy()
            assert np.array_equal(part, values)
            assert np.array_equal(frame[column].slice(row, len(piece.lam)).to_numpy(), values)
        signs = np.signbit(table["target"].slice(row, len(piece.lam)).to_numpy())
        assert np.array_equal(signs, np.signbit(piece.target))
        row += len(piece.lam)
    assert row == table.num_rows == len(frame)


def test_readers_find_rows_by_the_extremes_of_a_row_group(tmp_path, monkeypatch):
    monkeypatch.setattr("symfact.sweep.sweeping.Grid", partial(Grid, chunk=1000))
    path = sweep("0:3:401", "0.1:5:50", "2,3", out=tmp_path / "a.parquet")
    file = pq.ParquetFile(path)
    for index in range(file.num_row_groups):
        group, table = file.metadata.row_group(index), file.read_row_group(index)
        for number, name in enumerate(("target", "lam", "depth")):
            statistics, values = group.column(number).statistics, table[name].to_numpy()
            assert (statistics.min, statistics.max) == (values.min(), values.max())
            assert statistics.null_count == 0
    first = file.metadata.row_group(0).column(0).statistics
    assert math.copysign(1, first.min) == -1  # zeros as the format wants them
    found = polars.scan_parquet(path).filter(polars.col("target") == 0).collect()
    assert len(found) == 100
    assert len(pq.read_table(path, filters=[("depth", "=", 3), ("lam", ">", 4.85)])) == 401 * 2


@pytest.mark.parametrize("name", GRIDS)
def test_bytes_are_in_the_order_of_the_columns(name, tmp_path, monkeypatch):
    """Some readers take a row group for what lies between its first and its last column.

    Others give it to the process in whose part of the file its middle lies, from its first
    column on: with another order its rows were lost without a word.
    """
    target, lam, depth, size = GRIDS[name]
    monkeypatch.setattr("symfact.sweep.sweeping.Grid", partial(Grid, chunk=size))
    path = sweep(target, lam, depth, out=tmp_path / "a.parquet")
    metadata, end = pq.read_metadata(path), 4
    for group in map(metadata.row_group, range(metadata.num_row_groups)):
        columns = [group.column(number) for number in range(metadata.num_columns)]
        firsts = [c.dictionary_page_offset or c.data_page_offset for c in columns]
        assert firsts[0] >= end
        ends = [f + c.total_compressed_size for f, c in zip(firsts, columns, strict=True)]
        assert ends[:-1] == firsts[1:]
        end = ends[-1]
    assert end <= path.stat().st_size - metadata.serialized_size - 8


@pytest.mark.parametrize("size", [1, 7, 8, 9, 63, 64, 65, 300])
@pytest.mark.parametrize("step", [1, 2, 80])
def test_words_and_numbers_are_read_as_they_were_added(size, step):
    codes = (np.arange(size) // step % 4).astype(np.int8)
    floats, whole = codes * 0.1, codes.astype(np.int32)
    group = RowGroup(len(MAGIC), size)
    group.add("y", floats, has_extremes=True)
    group.add("n", whole)
    group.add_text("s", ["", "a", "bc", "δ"], codes)
    group.add("x", floats)
    columns = [Column("y", DOUBLE), Column("n", INT32), Column("s", TEXT), Column("x", DOUBLE)]
    end = end_of_file(columns, [group.footer()], size, {b"k": b"v"})
    data = b"".join([MAGIC, *group.parts, end])
    table = pq.read_table(pa.BufferReader(data))
    assert table.schema.metadata == {b"k": b"v"}
    assert table.column_names == ["y", "n", "s", "x"]
    assert table["s"].to_pylist() == [["", "a", "bc", "δ"][code] for code in codes]
    assert np.array_equal(table["n"].to_numpy(), whole)
    assert np.array_equal(table["y"].to_numpy(), floats)
    assert np.array_equal(table["x"].to_numpy(), floats)


def test_polars_reads_it_and_the_certificate_of_a_row_agrees(tmp_path):
    path = sweep("-2,2", "0.5,3,4", "2,3", out=tmp_path / "a.parquet")
    frame = polars.read_parquet(path)
    assert set(frame["regime"].to_list()) == {"nonzero", "zero", "tie"}
    for row in frame.iter_rows(named=True):
        claims = certify_row(row, dps=30).data["claims"]
        assert claims["regime"] == row["regime"]
        for name in ("w", "rho", "loss", "max_eigenvalue"):
            low, high = map(Decimal, claims["branches"][0][name])
            assert Decimal(row[f"{name}_lower"]) <= high
            assert low <= Decimal(row[f"{name}_upper"])


def test_the_command_writes_the_same_and_a_picture_is_drawn_of_it(tmp_path, whole, capsys):
    out = str(tmp_path / "a.parquet")
    assert main(["sweep", *(w for name in AXES for w in (f"--{name}", AXES[name])), "-o", out]) == 0
    assert capsys.readouterr() == ("", f"{out}: 621 points\n")
    assert Path(out).read_bytes() == whole
    for name in ("a.svg", "b.svg"):
        assert main(["plot", "phase", "--from", out, "-o", str(tmp_path / name)]) == 0
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (None, "No such file"),
        ({"a": [1]}, "no column 'depth'"),
        ({"target": [1.0], "lam": [1.0], "depth": [2], "regime": ["zero"]}, "two |m| > 0"),
        (
            {
                "target": [1.0, 2.0] * 8,
                "lam": [1.0, 2.0] * 8,
                "depth": [*range(16)],
                "regime": ["zero"] * 16,
            },
            "16 depths",
        ),
    ],
)
def test_what_is_no_sweep_is_not_drawn(table, words, tmp_path, capsys):
    path = str(tmp_path / "a.parquet")
    if table is not None:
        pq.write_table(pa.table(table), path)
    assert main(["plot", "phase", "--from", path, "-o", str(tmp_path / "a.svg")]) == 2
    err = capsys.readouterr().err
    assert err.startswith("symfact: --from: ")
    assert words in err
    assert err.count("\n") == 1
