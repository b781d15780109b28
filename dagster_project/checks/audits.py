"""Audit tables: what a gate needs to know of a shard, as counts. The expectations judge the sum over all shards.

A row of an audit is a measure ("evidence differs"), a value where the measure has several (the forms that occur), how many rows have it,
out of how many, and a few examples. So the cost of the expectations does not grow with the data, and a shard that was audited before
is not read again: it cannot change without changing its name or time.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from dagster_project.settings import PACKAGE_DIR, Home
from dagster_project.storage import write_parquet

if TYPE_CHECKING:
    import pandas as pd

SCHEMA = pl.Schema([("measure", pl.String), ("value", pl.String), ("rows", pl.Int64), ("of", pl.Int64), ("examples", pl.List(pl.String))])
EXAMPLES = 3
LONGEST_EXAMPLE = 200
NOTHING = "(nothing)"
KEY = ("measure", "value", "rows", "of", "examples")
"""The columns that an example of a failure shows."""


@dataclass(frozen=True)
class Audit:
    """Collects the measures of one frame. `key` names the columns that an example shows."""

    frame: pl.DataFrame
    key: Sequence[str]

    def total(self, measure: str) -> pl.DataFrame:
        """How many rows there are."""
        return _row(measure, "", self.frame.height, self.frame.height, [])

    def wrong(self, measure: str, condition: pl.Expr, among: pl.Expr | None = None) -> pl.DataFrame:
        """How many rows meet the condition, out of those that meet `among`; a condition that cannot be decided counts as met."""
        rows = self.frame.filter(among) if among is not None else self.frame
        bad = rows.filter(condition.fill_null(True))
        return _row(measure, "", bad.height, rows.height, self._told(bad))

    def occurring(self, measure: str, column: str, *, nulls: bool = True) -> pl.DataFrame:
        """Every value of the column with how often it occurs; null is `(nothing)`, or left out."""
        values = self.frame if nulls else self.frame.filter(pl.col(column).is_not_null())
        values = values.with_columns(pl.col(column).cast(pl.String).fill_null(NOTHING).alias("_value"))
        parts = [_row(measure, value, part.height, values.height, self._told(part)) for (value,), part in values.group_by("_value")]
        return pl.concat(parts) if parts else pl.DataFrame(schema=SCHEMA)

    def filled(self, measure: str, column: str, by: str) -> pl.DataFrame:
        """By value of `by`: how many rows have something in the column."""
        parts = [
            _row(measure, str(value or NOTHING), part[column].count(), part.height, self._told(part.filter(pl.col(column).is_null())))
            for (value,), part in self.frame.group_by(by)
        ]
        return pl.concat(parts) if parts else pl.DataFrame(schema=SCHEMA)

    def _told(self, rows: pl.DataFrame) -> list[str]:
        some = rows.head(EXAMPLES).select(list(self.key)).iter_rows(named=True)
        return [", ".join(f"{k}={str(v)[:LONGEST_EXAMPLE]}" for k, v in row.items() if v is not None) for row in some]


def _row(measure: str, value: str, rows: int, of: int, examples: list[str]) -> pl.DataFrame:
    return pl.DataFrame([{"measure": measure, "value": value, "rows": rows, "of": of, "examples": examples}], schema=SCHEMA)


def summed(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Audits of several shards as one: the same measure and value is one row, in a stable order."""
    everything = pl.concat([pl.DataFrame(schema=SCHEMA), *parts])
    together = everything.group_by("measure", "value").agg(
        pl.col("rows").sum(), pl.col("of").sum(), pl.col("examples").explode(empty_as_null=False).head(EXAMPLES)
    )
    return together.sort("measure", "value")


def as_frame(audit: pl.DataFrame) -> pd.DataFrame:
    """The audit as Great Expectations wants it, with the share of the rows; a measure without rows has no share."""
    return audit.with_columns(
        (pl.col("rows") / pl.when(pl.col("of") > 0).then(pl.col("of"))).alias("share"), pl.col("examples").list.join(" | ")
    ).to_pandas()


def audit_shards(
    home: Home, gate: str, shards: dict[str, list[Path]], compute: Callable[[str], pl.DataFrame], *, again: bool
) -> list[pl.DataFrame]:
    """The audit of each shard. `shards`: name -> the files it is made of; what was audited before is taken from the store."""
    store = home.build / "audits" / f"{gate}.parquet"
    known: dict[str, pl.DataFrame] = {}
    if store.exists() and not again:
        known = {str(key): part.drop("state") for (key,), part in pl.read_parquet(store).group_by("state")}
    audits = {}
    for shard, files in shards.items():
        state = _state(files)
        found = known.get(state)
        audits[state] = compute(shard) if found is None else found
    if audits.keys() != known.keys():
        parts = [audit.with_columns(pl.lit(state).alias("state")) for state, audit in audits.items()]
        write_parquet(pl.concat(parts) if parts else pl.DataFrame(schema=SCHEMA | {"state": pl.String}), store)
    return list(audits.values())


def _state(files: Iterable[Path]) -> str:
    digest = hashlib.sha256(_code().encode())
    for file in files:
        status = file.stat() if file.exists() else None
        digest.update(f"{file.name} {status.st_size if status else 0} {status.st_mtime_ns if status else 0}\n".encode())
    return digest.hexdigest()


@cache
def _code() -> str:
    """Audits of another version of this code, or of the record audit, are made anew."""
    files = [*sorted((PACKAGE_DIR / "checks").glob("*.py")), PACKAGE_DIR / "engines" / "record_audit.py"]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
