"""`ogi dictionary`: what a table, a column or a printed Chinese label means, from the published warehouse."""

from __future__ import annotations

from typing import Any

import duckdb
from rich.console import Console

from dagster_project.settings import Home

TABLES = """
    select table_name, column_name, data_type, unit, description, grain, warning
    from marts.data_dictionary
    where table_name = $word or (column_name is not null and contains(lower(column_name), lower($word)))
        or contains(lower(description), lower($word))
    order by table_name <> $word, column_name is distinct from $word, table_name, column_no
"""
LABELS = """
    select label, form, indicator_id, unit, blank_means, concept_id, concept_label_en, relation, comparability_note, tables
    from marts.dictionary_label
    where contains(label, $word) or indicator_id = $word or concept_id = $word or contains(lower(concept_label_en), lower($word))
    order by label <> $word, length(label), label, form, concept_id
"""


def run_dictionary(word: str, home: Home, console: Console, *, limit: int) -> bool:
    """Prints tables, columns and labels that hold the word, the best first; whether there was any."""
    with duckdb.connect(str(home.published_warehouse), read_only=True) as connection:
        entries = connection.execute(TABLES, {"word": word}).fetchall()
        labels = connection.execute(LABELS, {"word": word}).fetchall()
    for entry in entries[:limit]:
        console.print(_entry(*entry), markup=False, highlight=False, soft_wrap=True)
    for label in labels[:limit]:
        console.print(_label(*label), markup=False, highlight=False, soft_wrap=True)
    left_out = max(0, len(entries) - limit) + max(0, len(labels) - limit)
    if left_out:
        console.print(f"... and {left_out} more; ask for a longer word or a higher --limit", markup=False, highlight=False)
    return bool(entries or labels)


def _entry(table: str, column: str | None, data_type: str | None, unit: str | None, *words: str | None) -> str:
    description, grain, warning = words
    kind = f" ({data_type.lower()}{f', {unit}' if unit else ''})" if data_type else ""
    name = f"{table}.{column}" if column else f"table {table}"
    more = [f"  one row: {grain}" if grain else "", f"  beware: {warning}" if warning else ""]
    return "\n".join([f"{name}{kind}: {description}", *filter(None, more)])


def _label(label: str, form: str, indicator_id: str, *details: Any) -> str:
    unit, blank_means, concept_id, english, relation, note, tables = details
    concept = f" -> {concept_id} ({english}; {relation})" if concept_id else ""
    lines = [
        f"{label} [{form}]: {indicator_id}{concept}",
        f"  unit: {unit or 'none'} · a blank means {blank_means} · in {', '.join(tables)}",
    ]
    return "\n".join([*lines, *([f"  {note}"] if note else [])])
