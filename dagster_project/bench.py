"""`ogi bench`: how fast reports are read, stage by stage, beside OpenCC alone on the same text in the same run.

Generated reports are written into a temporary folder, taken in, and read once in this process and once by a pool of two. The pool is
warm when the clock starts: what a process needs to import its libraries is shown apart, since it is paid once and not for each report.
Does not belong here: anything that makes reading faster.
"""

from __future__ import annotations

import json
import os
import platform
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from functools import partial
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import polars as pl
from rich.console import Console
from rich.table import Table

from dagster_project.commands.sql import wide_console
from dagster_project.engines.pool import CHUNK_ROWS, Pool
from dagster_project.generator import SampleFile, SampleReport, generate, write_files
from dagster_project.ingest.ingest import ingest
from dagster_project.lake import NORMALISED, RAW_DOCUMENTS
from dagster_project.reports.cleaning.characters import converter
from dagster_project.reports.pipeline import NORMALISER_VERSION, extract_batch, normalise_batch
from dagster_project.storage import NORMALISED_STAGE, RAW, RAW_VERSION, Lake
from dagster_project.usage import MemoryWatch, processor_seconds

T = TypeVar("T")
PROCESSES = 2
"""What the goals are stated for."""
LEAST_BYTES = 7_800
"""Shorter generated reports are left out: the others have 10 kB on average."""
GOAL_REPORTS_PER_SECOND = 400
GOAL_RATIO = 20
GOAL_MEMORY_BYTES = 2_000_000_000


@dataclass(frozen=True)
class Timing:
    """One stage over all reports. `processor_seconds` is what all its processes used: no other work on the machine changes it much."""

    stage: str
    processes: int
    seconds: float
    processor_seconds: float


@dataclass
class Measurement:
    """The figures of one run. Sizes are bytes as delivered; characters are those of the texts that OpenCC and the readers saw."""

    seed: int
    reports: int = 0
    bytes: int = 0
    characters: int = 0
    timings: list[Timing] = field(default_factory=list)
    start_seconds: float = 0.0
    """Starting the pool, once for each stage."""
    peak_memory_bytes: int = 0
    """Of this process and its children together."""
    machine: dict[str, str] = field(default_factory=dict)

    def timing(self, stage: str, processes: int) -> Timing:
        return next(t for t in self.timings if (t.stage, t.processes) == (stage, processes))

    def add_both(self, processes: int) -> None:
        """Normalise and extract one after the other."""
        one, other = self.timing("normalise", processes), self.timing("extract", processes)
        seconds, used = one.seconds + other.seconds, one.processor_seconds + other.processor_seconds
        self.timings.append(Timing("normalise + extract", processes, seconds, used))

    def reports_per_second(self, timing: Timing) -> float:
        return self.reports / timing.seconds

    def megabytes_per_second(self, timing: Timing) -> float:
        return self.bytes / timing.seconds / 1e6

    def ratio(self, timing: Timing) -> float:
        """Processor time of the stage over that of OpenCC alone: what it costs per core."""
        return timing.processor_seconds / self.timing("OpenCC t2s alone", 1).processor_seconds

    def as_dict(self) -> dict[str, Any]:
        rows = [
            asdict(t)
            | {
                "reports_per_second": round(self.reports_per_second(t), 1),
                "megabytes_per_second": round(self.megabytes_per_second(t), 3),
                "times_opencc_per_core": round(self.ratio(t), 2),
            }
            for t in self.timings
        ]
        return asdict(self) | {"timings": rows}


def run_bench(reports: int, *, seed: int = 1, as_json: bool = False, page: Path | None = None) -> None:
    """Measures, prints, and writes the page when one was asked for."""
    console = Console(stderr=True)
    with console.status("") as status:
        measured = measure(reports, seed, status.update)
    if as_json:
        print(json.dumps(measured.as_dict(), ensure_ascii=False, indent=1))
    else:
        _print(measured, wide_console())
    if page:
        page.write_text(as_markdown(measured), encoding="utf-8")


def measure(reports: int, seed: int, tell: Callable[[str], None] = lambda _: None) -> Measurement:
    """Generates, takes in, and reads in each way."""
    result = Measurement(seed, machine=machine())
    with tempfile.TemporaryDirectory(prefix="ogi_bench_") as folder:
        inbox, lake = Path(folder) / "inbox", Lake(Path(folder) / "lake")
        tell(f"generating {reports:,} reports")
        result.bytes = write_files(inbox, map(SampleFile.of, islice(_full_reports(reports, seed), reports))).bytes
        with MemoryWatch() as memory:
            _measure_stages(result, inbox, lake, tell)
        result.peak_memory_bytes = memory.peak_bytes
    return result


def _full_reports(reports: int, seed: int) -> Iterator[SampleReport]:
    """Generated reports of a size that makes 10 kB on average; short ones say little about speed."""
    return (report for report in generate(reports * 5, seed) if len(report.content) >= LEAST_BYTES)


class _Clock:
    """Adds up what each stage takes over all shards."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self.tell = tell
        self.spent: dict[tuple[str, int], tuple[float, float]] = {}

    def timed(self, stage: str, processes: int, work: Callable[[], T]) -> T:
        self.tell(f"{stage}, {processes} process{'es' if processes > 1 else ''}")
        used, start = processor_seconds(), time.perf_counter()
        answer = work()
        seconds, processor = self.spent.get((stage, processes), (0.0, 0.0))
        self.spent[stage, processes] = (seconds + time.perf_counter() - start, processor + processor_seconds() - used)
        return answer

    def timings(self) -> list[Timing]:
        return [Timing(stage, processes, *spent) for (stage, processes), spent in self.spent.items()]


def _measure_stages(result: Measurement, inbox: Path, lake: Lake, tell: Callable[[str], None]) -> None:
    """Shard by shard, as a build does: nothing holds more than one shard."""
    clock = _Clock(tell)
    clock.timed("ingest", 1, lambda: ingest(inbox, lake))
    shards = lake.shards(RAW, RAW_VERSION)
    _warm_up(lake.read(RAW_DOCUMENTS, shards[0], RAW_VERSION))
    for shard in shards:
        raw = lake.read(RAW_DOCUMENTS, shard, RAW_VERSION)
        normalised = clock.timed("normalise", 1, partial(_in_chunks, normalise_batch, raw))
        clock.timed("extract", 1, partial(_count_chunks, extract_batch, normalised))
        texts = normalised["source_text"].drop_nulls().to_list()
        clock.timed("OpenCC t2s alone", 1, partial(_convert_all, texts))
        result.reports += raw.height
        result.characters += sum(map(len, texts))
        lake.write(NORMALISED_STAGE, shard, NORMALISER_VERSION, {NORMALISED.name: normalised})
    for stage, function, table, written_by in (
        ("normalise", normalise_batch, RAW_DOCUMENTS, RAW_VERSION),
        ("extract", extract_batch, NORMALISED, NORMALISER_VERSION),
    ):
        with Pool(function, workers=PROCESSES, chunk_rows=1) as pool:
            start = time.perf_counter()
            pool.map(lake.read(table, shards[0], written_by).head(PROCESSES))
            result.start_seconds += time.perf_counter() - start
            pool.chunk_rows = CHUNK_ROWS
            for shard in shards:
                clock.timed(stage, PROCESSES, partial(pool.map, lake.read(table, shard, written_by)))
    result.timings = clock.timings()
    for processes in (1, PROCESSES):
        result.add_both(processes)


def _warm_up(raw: pl.DataFrame) -> None:
    """Patterns and dictionaries are loaded at first use."""
    extract_batch(normalise_batch(raw.head(2)))
    converter("t2s").convert("國")


def _in_chunks(function: Callable[[pl.DataFrame], pl.DataFrame], frame: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([function(chunk) for chunk in frame.iter_slices(CHUNK_ROWS)])


def _count_chunks(function: Callable[[pl.DataFrame], object], frame: pl.DataFrame) -> int:
    """Results are dropped as they come: a build stores them, and this is not about storing."""
    return sum(function(chunk) is not None for chunk in frame.iter_slices(CHUNK_ROWS))


def _convert_all(texts: list[str]) -> int:
    """Every text is converted, also those in simplified script that the readers leave alone."""
    return sum(len(converter("t2s").convert(text)) for text in texts)


def machine() -> dict[str, str]:
    """What the figures depend on."""
    return {
        "processor": _processor(),
        "processors": str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()),
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        "polars": pl.__version__,
        "OpenCC": version("opencc"),
    }


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.exists() else []
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.processor() or "unknown")


HEADER = ("stage", "processes", "seconds", "processor seconds", "reports/s", "MB/s", "times OpenCC, per core")


def _rows(measured: Measurement) -> list[tuple[str, ...]]:
    return [
        (
            t.stage,
            str(t.processes),
            f"{t.seconds:.2f}",
            f"{t.processor_seconds:.2f}",
            f"{measured.reports_per_second(t):,.0f}",
            f"{measured.megabytes_per_second(t):.2f}",
            f"{measured.ratio(t):.1f}",
        )
        for t in measured.timings
    ]


def _facts(measured: Measurement) -> list[str]:
    size = measured.bytes / measured.reports / 1000
    return [
        f"{measured.reports:,} reports of {size:.1f} kB on average (seed {measured.seed}), {measured.characters:,} characters",
        f"peak memory with child processes: {measured.peak_memory_bytes / 1e6:,.0f} MB (goal: below {GOAL_MEMORY_BYTES / 1e6:,.0f} MB)",
        f"starting the two pools of {PROCESSES} processes, not counted above: {measured.start_seconds:.1f} s",
        ", ".join(f"{name} {value}" for name, value in measured.machine.items()),
    ]


def _print(measured: Measurement, console: Console) -> None:
    table = Table(title="How fast reports are read", title_justify="left")
    for number, column in enumerate(HEADER):
        table.add_column(column, justify="right" if number else "left")
    for row in _rows(measured):
        table.add_row(*row)
    console.print(table)
    for line in _facts(measured):
        console.print(line, markup=False, highlight=False, soft_wrap=True)


def as_markdown(measured: Measurement) -> str:
    """docs/performance.md."""
    both = next(t for t in measured.timings if (t.stage, t.processes) == ("normalise + extract", PROCESSES))
    reached = measured.reports_per_second(both)
    ratio = measured.ratio(both)
    lines = ["| " + " | ".join(HEADER) + " |", "| --- |" + " ---: |" * (len(HEADER) - 1)]
    lines += ["| " + " | ".join(row) + " |" for row in _rows(measured)]
    facts = "\n".join(f"- {line}" for line in _facts(measured))
    return f"""# How fast reports are read

This page is written by `ogi bench --reports {measured.reports} --seed {measured.seed} --write FILE`.
The reports are generated (those shorter than {LEAST_BYTES / 1000:.1f} kB are left out), taken in from a folder, and read in this process
and over {PROCESSES} processes.
OpenCC converts the same texts from traditional to simplified script in the same run. It is the yardstick: a machine that is twice as
fast is so for both. *Times OpenCC, per core* is the processor time of a stage over that of OpenCC alone.

{chr(10).join(lines)}

{facts}

Seconds and reports/s are those of the clock, and suffer from whatever else runs on the machine; processor seconds do so much less.

The goals: normalise + extract over two processes at {GOAL_REPORTS_PER_SECOND} reports/s of 10 kB or more (here {reached:,.0f}),
and at most {GOAL_RATIO} times OpenCC alone per core (here {ratio:.1f}).
"""
