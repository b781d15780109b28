"""The benchmark measures every stage in both ways, and its figures fit together. No figure is judged here: machines differ."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from dagster_project.bench import Measurement, Timing, as_markdown
from dagster_project.usage import MemoryWatch


def test_the_command_measures_each_stage(ogi: Callable[..., CompletedProcess[str]], tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    answer = ogi("bench", "--reports", "6", "--json", "--write", page)
    assert answer.returncode == 0, answer.stderr
    result = json.loads(answer.stdout)
    measured = {(t["stage"], t["processes"]) for t in result["timings"]}
    reading = {(stage, n) for stage in ("normalise", "extract", "normalise + extract") for n in (1, 2)}
    assert measured == reading | {("ingest", 1), ("OpenCC t2s alone", 1)}
    assert result["reports"] == 6
    assert result["bytes"] > result["characters"] > 0
    assert result["peak_memory_bytes"] > 10_000_000
    assert "times OpenCC" in page.read_text(encoding="utf-8")


def test_shares_follow_from_seconds() -> None:
    alone, stage = Timing("OpenCC t2s alone", 1, 2.5, 2.0), Timing("normalise + extract", 2, 5.0, 10.0)
    measured = Measurement(reports=1_000, seed=1, bytes=10_000_000, timings=[alone, stage])
    assert measured.reports_per_second(stage) == 200
    assert measured.megabytes_per_second(stage) == 2
    assert measured.ratio(stage) == 5, "what its processes used, over what OpenCC used"
    assert "(here 200)" in as_markdown(measured)


def test_memory_of_child_processes_counts() -> None:
    import multiprocessing

    if not Path("/proc/self/statm").exists():
        pytest.skip("this system does not tell the memory of processes in /proc")
    with MemoryWatch() as alone:
        pass
    ready = multiprocessing.get_context("spawn").Event()
    with MemoryWatch() as both:
        child = multiprocessing.get_context("spawn").Process(target=_hold, args=(ready,))
        child.start()
        assert ready.wait(60)
        child.join()
    assert both.peak_bytes > alone.peak_bytes + 150_000_000


def _hold(ready) -> None:
    held = bytearray(b"x") * 200_000_000
    ready.set()
    import time

    time.sleep(0.5)
    assert held
