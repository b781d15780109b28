"""What the UI shows of a table: its columns, how many rows it has, and a few of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dagster as dg
import polars as pl

from dagster_project.lake import LakeTable
from dagster_project.storage import Lake, Stage

OWNERS = ["team:ogi-warehouse"]
PREVIEW_ROWS = 5
PREVIEW_CHARACTERS = 40


def column_schema(table: LakeTable) -> dg.TableSchema:
    return dg.TableSchema(columns=[dg.TableColumn(name, str(dtype), note) for name, (dtype, note) in table.columns.items()])


def lake_spec(table: LakeTable, group: str, deps: Sequence[dg.AssetKey | str] = ()) -> dg.AssetSpec:
    """The asset of a lake table; key ["lake", name], which is where dbt's source `lake` looks."""
    return dg.AssetSpec(
        ["lake", table.name],
        deps=list(deps),
        description=table.note,
        group_name=group,
        owners=OWNERS,
        kinds={"parquet", "polars"},
        metadata={"dagster/column_schema": column_schema(table)},
    )


def markdown(rows: Sequence[dict[str, Any]]) -> dg.MarkdownMetadataValue:
    """Rows as a table; long texts are cut."""
    if not rows:
        return dg.MetadataValue.md("no rows")
    columns = list(rows[0])
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    lines += ["| " + " | ".join(_cell(row[column]) for column in columns) + " |" for row in rows]
    return dg.MetadataValue.md("\n".join(lines))


def _cell(value: Any) -> str:
    text = "" if value is None else f"{len(value)} bytes" if isinstance(value, bytes) else str(value)
    text = text.replace("|", "\\|").replace("\n", " ")
    return text if len(text) <= PREVIEW_CHARACTERS else text[:PREVIEW_CHARACTERS] + "…"


def lake_metadata(lake: Lake, stage: Stage, table: LakeTable, version: str) -> dict[str, Any]:
    """Row count, shards, version and a preview of a lake table as it stands."""
    shards = lake.shards(stage, version)
    paths = [lake.path(table, shard, version) for shard in shards]
    rows = sum(pl.scan_parquet(path).select(pl.len()).collect().item() for path in paths)
    plain = [name for name, (dtype, _) in table.columns.items() if not isinstance(dtype, pl.List) or name == "contamination"]
    head = pl.scan_parquet(paths[0]).select(plain).head(PREVIEW_ROWS).collect() if paths else table.frame([]).select(plain)
    return {
        "dagster/row_count": rows,
        "shards": len(shards),
        "version": version,
        "folder": dg.MetadataValue.path(str(lake.folder(table))),
        "preview": markdown(head.with_columns(pl.col(pl.Binary).bin.size().name.keep()).to_dicts()),
    }
