"""Rows in or below a known table that no form has: the label becomes a signal, its values stay in the ledger.

Belongs here: which labels are those of such rows. Does not belong here: a table that follows no form at all (unknown.py).
"""

from __future__ import annotations

import re

from dagster_project.reports.tables.cell import FILLED, OPENING, PARAGRAPH, TEXT, UNIT
from dagster_project.reports.tables.cells import WIDEST_LINE, Cells
from dagster_project.reports.tables.chains import Labels
from dagster_project.reports.tables.forms import units

_LONGEST_LOCAL_LABEL = 40
_BEFORE_A_VALUE = re.compile(f"[{OPENING}{TEXT}{UNIT}{PARAGRAPH}](?=[{FILLED}])")


def rows_between(cells: Cells, labels: Labels, start: int, end: int) -> list[int]:
    """The labels of unknown rows between two known ones."""
    if end - start < 2:
        return []
    found = [match.start() for match in _BEFORE_A_VALUE.finditer(cells.kinds, start, end)]
    return [number for number in found if number not in labels.keys and cells.all[number].text not in units()]


def row_below(cells: Cells, labels: Labels, at: int, fewest: int) -> list[int]:
    """The label of a row with so many values or more behind the last known row of the form."""
    while at < len(cells) and not cells.all[at].text:
        at += 1
    if at == len(cells) or cells.all[at].value is not None or at in labels.keys:
        return []
    filled = 0
    for cell in cells.all[at + 1 : min(at + WIDEST_LINE, len(cells))]:
        if cell.value is None:
            break
        filled += bool(cell.text)
    return [at] if filled >= fewest else []


def local_rows(cells: Cells, labels: Labels, at: int) -> tuple[list[int], int]:
    """The labels of rows that a place added below the last row of the form, each with a unit and values; and where they end, or 0."""
    found, end = [], 0
    while at + 1 < len(cells):
        label, unit = cells.all[at], cells.all[at + 1]
        is_label = label.text and len(label.text) <= _LONGEST_LOCAL_LABEL and label.value is None
        parted = unit.text in units() or (unit.value is not None and unit.value.state == "dash")
        if not is_label or at in labels.keys or not parted:
            break
        found.append(at)
        at += 2
        while at < len(cells) and cells.all[at].value is not None:
            at += 1
        end = cells.end(at - 1)
    return found, end
