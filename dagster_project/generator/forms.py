"""The forms as the catalogue prints them: rows in order, numbering, labels, units.

Read from the seed `indicators`, which is also what the reader uses; nothing about a form is written in code but its outer shape.
Does not belong here: figures (figures.py) and the drawing of tables (grids.py).
"""

from __future__ import annotations

import csv
from functools import lru_cache
from typing import NamedTuple

from dagster_project.settings import SEEDS_DIR


class Row(NamedTuple):
    """One row of the catalogue."""

    form: str
    indicator_id: str
    section: str
    label: str
    column_label: str
    parent: str
    unit_zh: str
    unit: str
    value_type: str
    is_header: bool
    numbering: str
    variants: tuple[str, ...]


@lru_cache(maxsize=1)
def catalogue() -> dict[tuple[str, str], Row]:
    """(form, indicator_id) -> row, in the order of the seed."""
    with (SEEDS_DIR / "indicators.csv").open(encoding="utf-8") as file:
        return {(r["regime"], r["indicator_id"]): _row(r) for r in csv.DictReader(file)}


def _row(raw: dict[str, str]) -> Row:
    header = raw["blank_means"] == "not_applicable" and not raw["column_label_zh"].startswith(("本年", "现行", "对外")) and not raw["unit"]
    return Row(
        form=raw["regime"],
        indicator_id=raw["indicator_id"],
        section=raw["section"],
        label=raw["label_zh"],
        column_label=raw["column_label_zh"],
        parent=raw["parent_indicator_id"],
        unit_zh=raw["unit_zh"],
        unit=raw["unit"],
        value_type=raw["value_type"],
        is_header=header or (raw["blank_means"] == "not_applicable" and raw["unit_zh"] in ("", "——")),
        numbering=raw["numbering"],
        variants=tuple(v for v in raw["label_variants"].split("|") if v),
    )


@lru_cache(maxsize=8)
def rows_of(form: str, section_prefix: str = "") -> tuple[Row, ...]:
    """The rows of a form (of one section), in the order of the form."""
    return tuple(r for (f, _), r in catalogue().items() if f == form and r.section.startswith(section_prefix))


def narrative(indicator_id: str) -> Row:
    return catalogue()[("narrative", indicator_id)]
