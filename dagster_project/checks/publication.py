"""The frame of the publication gate: what was built against what will be copied out and what is published now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import duckdb

from dagster_project.checks.relations import tables_of
from dagster_project.publishing import candidate_folder, read_manifest
from dagster_project.settings import Home

if TYPE_CHECKING:
    import pandas as pd


def publication_frame(home: Home) -> pd.DataFrame:
    """A row a published table: rows built, in the published database, in its Parquet file, and in the last publication."""
    import pandas as pd

    folder = candidate_folder(home)
    built = _counts(str(home.building_warehouse))
    copied = _counts(str(folder / "warehouse.duckdb"))
    before = (read_manifest(home.manifest) or {}).get("row_counts", {})
    storage = _storage_version(str(folder / "warehouse.duckdb"))
    rows = []
    for table in sorted(built | copied):
        parquet = folder / "parquet" / f"{table}.parquet"
        in_parquet = duckdb.execute("select count(*) from read_parquet(?)", [str(parquet)]).fetchall()[0][0] if parquet.exists() else -1
        share = built.get(table, 0) / before[table] if before.get(table) else None
        rows.append((table, built.get(table, -1), copied.get(table, -1), in_parquet, share, storage))
    return pd.DataFrame(rows, columns=["table", "rows_built", "rows_published", "rows_in_parquet", "share_of_before", "storage_version"])


def _counts(path: str) -> dict[str, int]:
    con = duckdb.connect(path, read_only=True)
    try:
        return {table: con.execute(f'select count(*) from marts."{table}"').fetchall()[0][0] for table in tables_of(con)}
    finally:
        con.close()


def _storage_version(path: str) -> str:
    con = duckdb.connect(path, read_only=True)
    try:
        tags = con.execute("select tags from duckdb_databases() where database_name = current_database()").fetchall()[0][0]
    finally:
        con.close()
    return str(tags.get("storage_version", "unknown")).split("-")[0].split("+")[0]
