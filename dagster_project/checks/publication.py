"""What the publication gate measures: what was built against what will be copied out, and against what is published now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import duckdb

from dagster_project.checks.figures import Figures, figures_of, share
from dagster_project.checks.relations import tables_of
from dagster_project.publishing import candidate_folder, read_manifest
from dagster_project.settings import Home

if TYPE_CHECKING:
    import pandas as pd

SHARES = ("quarantined", "not a report", "conflicted", "findings of severity error")
LEAST_RECORDS, LEAST_REPORTS = 200, 30
"""Shares of fewer records, and figures of fewer reports, jump with every delivery: they are shown and not judged."""
ACCURACY = ("recall of ", "precision of ")
Row = tuple[str, str, int, int, float | None, str]


def publication_audit(home: Home, *, again: bool = True) -> pd.DataFrame:
    """measure, value (a table or a figure), rows, of, share, examples. `again` changes nothing: counting costs little."""
    import pandas as pd

    folder = candidate_folder(home)
    built, _ = _counts(str(home.building_warehouse))
    copied, figures = _counts(str(folder / "warehouse.duckdb"))
    before = read_manifest(home.manifest) or {}
    rows: list[Row] = [("storage version", _storage_version(str(folder / "warehouse.duckdb")), 1, 1, 1.0, "")]
    for table in sorted(built | copied):
        parquet = folder / "parquet" / f"{table}.parquet"
        in_parquet = duckdb.execute("select count(*) from read_parquet(?)", [str(parquet)]).fetchall()[0][0] if parquet.exists() else -1
        rows.append(_difference("rows differ in the database", table, built.get(table, -1), copied.get(table, -1)))
        rows.append(_difference("rows differ in Parquet", table, built.get(table, -1), in_parquet))
        known = before.get("row_counts", {}).get(table, 0)
        kept = built.get(table, 0) / known if known else None
        rows.append(("rows kept", table, built.get(table, 0), known, kept, f"{known} rows before, {built.get(table, 0)} now"))
    rows += _changes(figures, before.get("figures", {}))
    return pd.DataFrame(rows, columns=["measure", "value", "rows", "of", "share", "examples"])


def _difference(measure: str, table: str, built: int, found: int) -> Row:
    off = abs(built - found)
    return measure, table, off, built, None, f"{built} built, {found} found" if off else ""


def _changes(now: Figures, before: dict[str, Any]) -> list[Row]:
    """How the figures moved since the last version: shares by how much they rose, figures a report by how much of them is left."""
    rows: list[Row] = []
    for name in sorted(now | before):
        new, old = now.get(name) or {"rows": 0, "of": 0}, before.get(name)
        new_share, old_share = share(new), share(old)
        words = (
            f"{_percent(old_share)} before, {_percent(new_share)} now"
            if name in SHARES or name.startswith(ACCURACY)
            else f"{old_share} before, {new_share} now"
        )
        if name in SHARES:
            enough = old is not None and min(new["of"], old["of"]) >= LEAST_RECORDS
            rise = new_share - old_share if enough and new_share is not None and old_share is not None else None
            rows.append(("share rose", name, new["rows"], new["of"], rise, words))
        elif name.startswith(ACCURACY):
            fall = old_share - new_share if new_share is not None and old_share is not None else None
            rows.append(("accuracy", name, new["rows"], new["of"], new_share, words))
            rows.append(("accuracy fell", name, new["rows"], new["of"], fall, words))
        elif name.startswith("values a report"):
            enough = old is not None and min(new["of"], old["of"]) >= LEAST_REPORTS
            left = (new_share or 0) / old_share if enough and old_share else None
            rows.append(("values a report left", name.rpartition(" ")[2], new["rows"], new["of"], left, words))
        else:
            left = new["rows"] / old["rows"] if old and old["rows"] else None
            told = f"{old['rows'] if old else 'unknown'} before, {new['rows']} now"
            rows.append(("reports of a year left", name.rpartition(" ")[2], new["rows"], new["of"], left, told))
    return rows


def _percent(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.1%}"


def _counts(path: str) -> tuple[dict[str, int], Figures]:
    con = duckdb.connect(path, read_only=True)
    try:
        counts = {table: con.execute(f'select count(*) from marts."{table}"').fetchall()[0][0] for table in tables_of(con)}
        return counts, figures_of(con)
    finally:
        con.close()


def _storage_version(path: str) -> str:
    con = duckdb.connect(path, read_only=True)
    try:
        tags = con.execute("select tags from duckdb_databases() where database_name = current_database()").fetchall()[0][0]
    finally:
        con.close()
    return str(tags.get("storage_version", "unknown")).split("-")[0].split("+")[0]
