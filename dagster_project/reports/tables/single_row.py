"""Column titles of a table that has one row of values below a header of several levels."""

from __future__ import annotations

from functools import cache

from dagster_project.catalogue import seed
from dagster_project.reports.tables.labels import label_key


@cache
def column_titles(form: str, table_id: str) -> list[str]:
    """Comparable column titles in printed order, one for each value cell."""
    prefix = next(t["section_prefix"] for t in seed("form_tables") if t["form"] == form and t["table_id"] == table_id)
    return [
        label_key(r["column_label_zh"])
        for r in seed("indicators")
        if r["regime"] == form and r["section"].startswith(prefix) and r["column_label_zh"]
    ]
