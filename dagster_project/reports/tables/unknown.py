"""A statistics table that follows no form of the catalogue: it is told, not forced into the form that comes nearest.

Belongs here: what such a table looks like. Does not belong here: rows that a place added to a known form (strangers.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from dagster_project.reports.tables.cell import UNIT, is_unit
from dagster_project.reports.tables.cells import Cells
from dagster_project.reports.tables.chains import Labels

_FEWEST_ROWS = 8
_LONGEST_LABEL = 60
_WIDEST_ROW = 20
_HEADER_REACH = 12
_GAP = 4
"""So many cells that are no row may lie between two rows: the headings of groups."""
_TITLE = re.compile(r"政府信息公开.{0,12}(?:统计表|情况表|数据表|报表)$|^(?:统计)?指标(?:名称)?$")
_WORDS = re.compile(r"[\u4e00-\u9fff]{2}")


def unknown_table(cells: Cells, labels: Labels, known_rows: Callable[[], int]) -> str | None:
    """The first label of a table headed as the statistics of a report whose rows no form has; None if there is none.

    `known_rows` counts the rows of known forms in the text. A table with more than half as many is one of them with additions.
    """
    printed = cells.kinds.count(UNIT)
    if printed * 4 <= 3 * _FEWEST_ROWS:
        return None
    known = known_rows()
    if printed * 4 <= 3 * (2 * known + 1):
        return None
    for rows in _runs(cells, labels):
        with_units = sum(_unit(cells, at) for at, _ in rows)
        enough = len(rows) >= _FEWEST_ROWS and len(rows) > 2 * known and with_units * 4 > len(rows) * 3
        if enough and _is_headed(cells, rows[0][0]):
            return cells.all[rows[0][0]].text
    return None


def _runs(cells: Cells, labels: Labels) -> list[list[tuple[int, int]]]:
    """Runs of rows that no form has: (its label, the cell behind its last value) of each."""
    runs: list[list[tuple[int, int]]] = []
    at = 0
    while at < len(cells) - 1:
        end = _row_end(cells, labels, at)
        if not end:
            at += 1
        elif runs and at - runs[-1][-1][1] <= _GAP:
            runs[-1].append((at, end))
            at = end
        else:
            runs.append([(at, end)])
            at = end
    return runs


def _row_end(cells: Cells, labels: Labels, at: int) -> int:
    """The cell behind the values of the row that this cell begins; 0 if it begins none."""
    label = cells.all[at]
    if label.value is not None or at in labels.keys or len(label.text) > _LONGEST_LABEL or not _WORDS.search(label.text):
        return 0
    has_unit = _unit(cells, at)
    end = first = at + 1 + has_unit
    while end < min(len(cells), first + _WIDEST_ROW) and cells.all[end].value is not None:
        end += 1
    values = [cell.value for cell in cells.all[first:end]]
    return end if has_unit or any(value and value.number is not None for value in values) else 0


def _unit(cells: Cells, label: int) -> bool:
    """A unit of its own behind each label is what tells a form from a list of offices and their counts."""
    return label + 1 < len(cells) and is_unit(cells.all[label + 1].text)


def _is_headed(cells: Cells, first: int) -> bool:
    """A column of indicators, or a title that says whose statistics these are, stands above the first row."""
    return any(_TITLE.search(cell.text) for cell in cells.all[max(0, first - _HEADER_REACH) : first])
