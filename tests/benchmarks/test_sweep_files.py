"""Sweeps, Parquet writing included, against an answer that is not verified, in one run.

    pytest tests/benchmarks/test_sweep_files.py --benchmark-only

The unit is that of `test_sweep`, on the same grid of 10^6 points at L = 5: w alone, 8 MB that
stay in memory.  A sweep writes 128 MB, which is most of its time.  One process is the calling
one; it is compared with two, which write 4 10^6 points and need two idle cores.  Each ratio
is the median of rounds in which both sides are timed in turn.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks.test_sweep import seconds, unit
from symfact.sweep import sweep

TARGET, LAM = "0.1:10:1000", "1e-3:5:1000:log"


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., float]:
    """Seconds for a file by so many processes."""

    def run(processes: int, target: str = TARGET) -> float:
        monkeypatch.setattr("symfact.sweep.pool._cores", lambda: processes)
        out = tmp_path / "points.parquet"
        out.unlink(missing_ok=True)
        return seconds(lambda: sweep(target, LAM, 5, out=out))

    run(1)
    return run


def median(ratios: list[float]) -> float:
    return sorted(ratios)[len(ratios) // 2]


@pytest.mark.benchmark(group="10^6 points, L = 5, written")
def test_a_file_is_written_at_a_tenth_of_the_rate_of_the_unit_or_more(
    benchmark: Any, write: Callable[..., float]
) -> None:
    ratios: list[float] = []
    benchmark.pedantic(lambda: ratios.append(seconds(unit) / write(1)), rounds=7)
    benchmark.extra_info["rate over that of the unit"] = sorted(ratios)
    assert median(ratios) >= 0.1


@pytest.mark.benchmark(group="4 10^6 points, L = 5, written")
def test_two_processes_have_1_7_times_the_rate_of_one_or_more(
    benchmark: Any, write: Callable[..., float]
) -> None:
    target, ratios = "0.1:10:4000", list[float]()
    benchmark.pedantic(lambda: ratios.append(write(1, target) / write(2, target)), rounds=7)
    benchmark.extra_info["rate of two over that of one"] = sorted(ratios)
    assert median(ratios) >= 1.7
