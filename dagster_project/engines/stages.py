"""One stage over the shards it has not done yet: read a shard, run the pure function, set failures aside, write the shard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import polars as pl

from dagster_project.engines.pool import Outcome, Pool
from dagster_project.lake import LakeTable
from dagster_project.storage import Lake, Stage

Frames = Mapping[str, pl.DataFrame]


@dataclass
class StageReport:
    """What one run of a stage did."""

    shards_done: int = 0
    documents_done: int = 0
    documents_kept: int = 0
    failures: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class StageRun:
    """How a stage is run. `combine` makes the stage's frames of one shard from the outcomes of its chunks."""

    stage: Stage
    version: str
    source: LakeTable
    source_stage: Stage
    source_version: str
    function: Callable[[pl.DataFrame], object]
    combine: Callable[[pl.DataFrame, list[Outcome]], Frames]


def run_stage(lake: Lake, run: StageRun, *, workers: int = 2, on_documents: Callable[[int], None] = lambda _: None) -> StageReport:
    """Brings a stage up to date with its source stage, one shard at a time; every finished shard survives a killed run."""
    wanted = lake.shards(run.source_stage, run.source_version)
    done = set(lake.shards(run.stage, run.version))
    pending = [shard for shard in wanted if shard not in done]
    report = StageReport()
    with Pool(run.function, workers=workers) as pool:
        for shard in pending:
            source = lake.read(run.source, shard, run.source_version)
            outcomes = pool.map(source)
            report.failures += [f"{outcome.chunk['source_uri'][0]}: {outcome.failure}" for outcome in outcomes if outcome.failure]
            lake.write(run.stage, shard, run.version, run.combine(source, outcomes))
            report.shards_done += 1
            report.documents_done += source.height
            on_documents(report.documents_done)
    lake.retire(run.stage, run.version, wanted)
    report.documents_kept = lake.report_ids(run.stage, run.version).height - report.documents_done
    return report


def pending_documents(lake: Lake, run: StageRun) -> int:
    """How many documents the stage has still to read."""
    done = set(lake.shards(run.stage, run.version))
    return sum(
        lake.read(run.source, shard, run.source_version, ["report_id"]).height
        for shard in lake.shards(run.source_stage, run.source_version)
        if shard not in done
    )
