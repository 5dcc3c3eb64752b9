"""Enclosures of a sweep, and files of them, against answers that are not verified, in one run.

    pytest tests/benchmarks/test_sweep.py --benchmark-only --benchmark-group-by=group

All of 10^6 points at L = 5 on one core; the peers, the unit among them, are in
`peers_of_sweeps`.  The enclosures, 14 columns, are made for 2^17 points at a time, as a sweep
does.  A file has 120 MB; one process is the calling one, and it is compared with two on 4 10^6
points, for which two idle cores are needed.  Each ratio is the median of rounds in which
both sides are timed in turn, reported with all of them.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from benchmarks.peers_of_sweeps import (
    LAM,
    TARGET,
    arb_rows,
    compiled,
    find_root,
    in_blocks,
    mpmath_roots,
    newton,
    newton_by_products,
    newton_in_place,
    seconds,
)
from symfact.sweep import BOUNDS, Enclosures, enclose, sweep
from symfact.sweep.enclosures import enclose_in_floats

PART = 2**17


def unit() -> np.ndarray:
    return in_blocks(newton)


def by_products() -> np.ndarray:
    return in_blocks(newton_by_products)


def in_place() -> np.ndarray:
    return in_blocks(newton_in_place)


def enclose_all() -> int:
    """Enclose every point, in the same memory, as a sweep does; return their number."""
    memory = Enclosures(np.empty(PART, np.int8), np.empty((len(BOUNDS), PART)))
    done = 0
    for start in range(0, len(TARGET), PART):
        target, lam = TARGET[start : start + PART], LAM[start : start + PART]
        found = enclose_in_floats(target, lam, 5, out=memory.part(0, len(target)))
        done += np.count_nonzero(found.regime < 2)
    return done


def parts() -> Iterator[Enclosures]:
    for start in range(0, len(TARGET), PART):
        yield enclose(TARGET[start : start + PART], LAM[start : start + PART], 5)


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., float]:
    """Seconds for a file by so many processes."""

    def run(processes: int = 1, target: str = "0.1:10:1000") -> float:
        monkeypatch.setattr("symfact.sweep.pool._cores", lambda: processes)
        out = tmp_path / "points.parquet"
        out.unlink(missing_ok=True)
        return seconds(lambda: sweep(target, "1e-3:5:1000:log", 5, out=out))

    run()
    return run


def median(ratios: list[float]) -> float:
    return sorted(ratios)[len(ratios) // 2]


def report(benchmark: Any, name: str, ratio: Callable[[], float], rounds: int = 9) -> float:
    ratios: list[float] = []
    benchmark.pedantic(lambda: ratios.append(ratio()), rounds=rounds, warmup_rounds=1)
    benchmark.extra_info[name] = [round(each, 2) for each in sorted(ratios[1:])]
    return median(ratios[1:])


@pytest.mark.parametrize(
    "peer",
    [
        pytest.param(lambda: unit, id="the unit"),
        pytest.param(lambda: by_products, id="by products"),
        pytest.param(lambda: in_place, id="in place"),
        pytest.param(lambda: lambda: newton(TARGET, LAM), id="the unit, not in blocks"),
        pytest.param(compiled, id="numba"),
        pytest.param(lambda: find_root, id="scipy find_root"),
    ],
)
@pytest.mark.benchmark(group="10^6 points, L = 5")
@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # what diverges where lam > lam_c
def test_peers_find_what_is_enclosed(benchmark: Any, peer: Callable[[], Any]) -> None:
    w = benchmark.pedantic(peer(), rounds=5, warmup_rounds=1)
    low, high = (np.concatenate([f[f"w_{side}"] for f in parts()]) for side in ("lower", "upper"))
    assert np.all((low * (1 - 1e-12) <= w) & (w <= high * (1 + 1e-12)))


@pytest.mark.benchmark(group="10^6 points, L = 5")
def test_symfact(benchmark: Any) -> None:
    assert benchmark.pedantic(enclose_all, rounds=5, warmup_rounds=1) == len(TARGET)


@pytest.mark.benchmark(group="10^6 points, L = 5, ratios")
def test_a_file_is_written_at_half_the_rate_of_the_unit_or_more(
    benchmark: Any, write: Callable[..., float]
) -> None:
    assert report(benchmark, "file over unit", lambda: seconds(unit) / write()) >= 0.5


@pytest.mark.benchmark(group="10^6 points, L = 5, ratios")
@pytest.mark.parametrize("peer", [by_products, in_place])
def test_enclosures_are_made_at_half_the_rate_of_faster_peers_or_more(
    benchmark: Any, write: Callable[..., float], peer: Callable[[], Any]
) -> None:
    ratio = lambda: seconds(peer) / seconds(enclose_all)  # noqa: E731
    assert report(benchmark, f"enclosures over {peer.__name__}", ratio) >= 0.5
    files = sorted(seconds(peer) / write() for _ in range(9))
    benchmark.extra_info[f"file over {peer.__name__}"] = [round(each, 2) for each in files]


@pytest.mark.benchmark(group="10^6 points, L = 5, ratios")
@pytest.mark.parametrize("peer", ["Arb", "mpmath"])
def test_a_file_is_written_at_15_times_the_rate_of_loops_or_more(
    benchmark: Any, write: Callable[..., float], peer: str
) -> None:
    w, every = unit(), 500 if peer == "Arb" else 5000
    loop = (lambda: arb_rows(every, w)) if peer == "Arb" else (lambda: mpmath_roots(every))
    ratio = lambda: seconds(loop) * every / write()  # noqa: E731
    assert report(benchmark, f"file over {peer}", ratio, rounds=5) >= 15


@pytest.mark.benchmark(group="4 10^6 points, L = 5, ratios")
def test_two_processes_have_1_7_times_the_rate_of_one_or_more(
    benchmark: Any, write: Callable[..., float]
) -> None:
    ratio = lambda: write(1, "0.1:10:4000") / write(2, "0.1:10:4000")  # noqa: E731
    assert report(benchmark, "two over one", ratio) >= 1.7
