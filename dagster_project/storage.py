"""The lake: Parquet shards between the stages, written whole or not at all.

A shard is a set of documents that travels through the stages under one name: what is made from raw shard `a1b2` is called
`a1b2` too. What a stage still has to do is therefore the difference of two folder listings, and no state is kept beside
the data. The file name also carries the version of the code that wrote it, so a newer reader writes new files next to the
old ones, and the old ones go when the new ones are complete.
Does not belong here: what the columns mean (dagster_project/lake.py), and what is computed (dagster_project/reports).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from dagster_project.lake import DOCUMENTS, NORMALISED, NUMBERS, RAW_DOCUMENTS, REPORTED_VALUES, SIGNALS, LakeTable

TEMPORARY = ".tmp"
SMALL_SHARD_BYTES = 4_000_000
MANY_SMALL_SHARDS = 8


@dataclass(frozen=True)
class Stage:
    """The tables one stage writes together. The last one is written last: where its shard exists, the others do."""

    name: str
    tables: tuple[LakeTable, ...]

    @property
    def commit_table(self) -> LakeTable:
        return self.tables[-1]


RAW = Stage("raw", (RAW_DOCUMENTS,))
NORMALISED_STAGE = Stage("normalised", (NORMALISED,))
EXTRACTED_STAGE = Stage("extracted", (REPORTED_VALUES, NUMBERS, SIGNALS, DOCUMENTS))
STAGES = (RAW, NORMALISED_STAGE, EXTRACTED_STAGE)
RAW_VERSION = "as delivered, records with their names"
"""Raw bytes have no reader that could change: the version changes only with what is kept beside them."""


def shard_name(report_ids: Iterable[str]) -> str:
    """The name of a set of documents: the same set always has the same name."""
    digest = hashlib.sha256()
    for report_id in sorted(report_ids):
        digest.update(report_id.encode())
    return digest.hexdigest()[:16]


def version_tag(version: str) -> str:
    """A version as a short word that a file name can carry."""
    return hashlib.sha256(version.encode()).hexdigest()[:8]


def write_parquet(frame: pl.DataFrame, path: Path) -> None:
    """The whole file or none: readers never meet a half-written one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{path.name}.{os.getpid()}{TEMPORARY}")
    try:
        frame.write_parquet(temporary, compression="zstd")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


class Lake:
    """The shards below one folder."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def folder(self, table: LakeTable) -> Path:
        return self.root / table.name

    def path(self, table: LakeTable, shard: str, version: str) -> Path:
        return self.folder(table) / f"{shard}-{version_tag(version)}.parquet"

    def shards(self, stage: Stage, version: str) -> list[str]:
        """Names of the complete shards that this version wrote, sorted."""
        suffix = f"-{version_tag(version)}.parquet"
        return sorted(path.name.removesuffix(suffix) for path in self.folder(stage.commit_table).glob(f"*{suffix}"))

    def write(self, stage: Stage, shard: str, version: str, frames: Mapping[str, pl.DataFrame]) -> None:
        """Stores one shard of every table of the stage; SchemaError if a frame is not what lake.py declares."""
        checked = {table.name: table.conform(frames[table.name]) for table in stage.tables}
        for table in stage.tables:
            write_parquet(checked[table.name], self.path(table, shard, version))

    def read(self, table: LakeTable, shard: str, version: str, columns: Sequence[str] | None = None) -> pl.DataFrame:
        return pl.read_parquet(self.path(table, shard, version), columns=list(columns) if columns else None)

    def retire(self, stage: Stage, version: str, keep: Iterable[str]) -> int:
        """Deletes what is not one of these shards of this version: older versions, merged shards, leftovers of a killed run."""
        removed = 0
        for table in reversed(stage.tables):
            wanted = {self.path(table, shard, version).name for shard in keep}
            for path in self.folder(table).glob("*"):
                if path.name not in wanted:
                    path.unlink(missing_ok=True)
                    removed += 1
        return removed

    def report_ids(self, stage: Stage, version: str) -> pl.DataFrame:
        """(report_id, shard) of every document in the stage."""
        frames = [
            self.read(stage.commit_table, shard, version, ["report_id"]).with_columns(pl.lit(shard).alias("shard"))
            for shard in self.shards(stage, version)
        ]
        return pl.concat(frames) if frames else pl.DataFrame(schema={"report_id": pl.String, "shard": pl.String})

    def small_shards(self) -> list[str]:
        """Raw shards worth merging: small ones, once there are many of them."""
        small = [
            shard
            for shard in self.shards(RAW, RAW_VERSION)
            if self.path(RAW_DOCUMENTS, shard, RAW_VERSION).stat().st_size < SMALL_SHARD_BYTES
        ]
        return small if len(small) >= MANY_SMALL_SHARDS else []

    def merge(self, shards: Sequence[str], versions: Mapping[str, str]) -> str:
        """Makes one shard of several, in every stage that has them all in its current version (`versions`: stage name -> version).

        The raw stage goes first. A run killed in between leaves later stages without the merged shard: they make it again.
        """
        ids = pl.concat([self.read(RAW_DOCUMENTS, shard, RAW_VERSION, ["report_id"]) for shard in shards])
        merged = shard_name(ids["report_id"])
        for stage in STAGES:
            version = versions[stage.name]
            there = set(self.shards(stage, version))
            if not set(shards) <= there:
                continue
            frames = {t.name: pl.concat([self.read(t, shard, version) for shard in shards]) for t in stage.tables}
            self.write(stage, merged, version, frames)
            self.retire(stage, version, (there - set(shards)) | {merged})
        return merged

    def drop_covered(self) -> None:
        """Removes raw shards whose documents all lie in another one: a merge that was killed before it deleted its sources."""
        where = self.report_ids(RAW, RAW_VERSION)
        twice = where.filter(pl.col("report_id").is_duplicated())
        if twice.is_empty():
            return
        sizes = {str(shard): count for shard, count in where.group_by("shard").len().iter_rows()}
        largest = twice.with_columns(pl.col("shard").replace_strict(sizes).alias("size")).sort("size", "shard").group_by("report_id").last()
        losers = set(twice["shard"]) - set(largest["shard"])
        for shard in losers:
            self.path(RAW_DOCUMENTS, shard, RAW_VERSION).unlink(missing_ok=True)
