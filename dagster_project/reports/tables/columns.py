"""The cells of forms that the reports of a batch fill, as columns: a member for each cell, report by report, row by row.

Cells repeat: a batch has thousands of them, but some hundred kinds and values. So what follows from these is worked out for each that
differs, and then given to all that are alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from itertools import chain, compress
from operator import attrgetter
from typing import Any, TypeVar

import numpy as np
import polars as pl

from dagster_project.reports.tables.cell import NO_CELL, Cell
from dagster_project.reports.tables.facts import UNFILLED, UNTOLD, FilledRow, TableReading
from dagster_project.reports.tables.forms import FormCell, FormTable
from dagster_project.reports.tables.values import BLANK, CellValue, value_in_column

_FARTHEST = 1 << 32
"""Beyond every place in a text."""
T = TypeVar("T")


class CellColumns:
    """`report_no` counts the readings, `row` all their rows.

    Places count code points of the joined texts of the readings, which begin at `begins` in it, and are -1 for what is not printed:
    `spans` has start and end of the value, `numbers` those of what lies between its first digit and its last one.
    """

    def __init__(self, readings: Sequence[TableReading], begins: np.ndarray) -> None:
        self.rows: list[FilledRow] = [row for reading in readings for row in reading.rows]
        self._begins = np.repeat(begins, [len(reading.rows) for reading in readings])
        """Where the text of each row begins."""
        counts = [len(row.filled) for row in self.rows]
        row = np.repeat(np.arange(len(self.rows)), counts)
        filled = np.fromiter(chain.from_iterable([row.filled for row in self.rows]), np.int32, len(row))
        begins = np.cumsum([0, *counts])
        column_no = np.arange(len(row)) + (self._numbers_of_rows("first_column") - begins[:-1])[row]
        bounds = begins[np.cumsum([0, *(len(reading.rows) for reading in readings)])]
        printed, places = _printed(readings, np.where(filled >= 0, filled + self._numbers_of_rows("start")[row], UNFILLED), bounds.tolist())
        values = [cell.value or BLANK for cell in printed]
        for at in np.flatnonzero(np.array([row.unit is not None for row in self.rows], dtype=bool)[row]).tolist():
            if not values[at].unit:
                values[at] = value_in_column(printed[at].text, self.rows[row[at]].unit)
        spans = np.fromiter(chain.from_iterable([cell.spans for cell in printed]), np.int64, 4 * len(printed)).reshape(-1, 4)
        spans += (places + self._begins[row])[:, None] * (spans >= 0)
        told = filled != UNTOLD
        self.row, self.column_no, self.spans, self.numbers = row[told], column_no[told], spans[told, :2], spans[told, 2:]
        self.report_no = np.repeat(np.arange(len(readings)), np.diff(bounds))[told]
        self.forms = list(compress(chain.from_iterable([row.cells for row in self.rows]), told))
        self.values = list(compress(values, told))
        self._tables, self._table = _distinct([row.table for row in self.rows])
        self._forms, self._form = _distinct(self.forms)
        self._values, self._value = _distinct(self.values)

    def _numbers_of_rows(self, name: str) -> np.ndarray:
        return np.array([getattr(row, name) for row in self.rows], np.int64)

    def of_row(self, name: str) -> pl.Series:
        """A number of the row of each cell: the name of the field of FilledRow."""
        return pl.Series(map(attrgetter(name), self.rows), dtype=pl.Int32).gather(self.row)

    def of_table(self, told: Callable[[FormTable], str]) -> pl.Series:
        """What is told of the table of each cell."""
        return pl.Series(map(told, self._tables), dtype=pl.String).gather(self._table[self.row])

    def of_form(self, told: Callable[[FormCell], str | None]) -> pl.Series:
        """What the form tells of each cell."""
        return pl.Series([told(cell) for cell in self._forms], dtype=pl.String).gather(self._form)

    def of_value(self, told: Callable[[CellValue], Any], dtype: type[pl.DataType] = pl.String) -> pl.Series:
        """What the value of each cell tells."""
        return pl.Series([told(value) for value in self._values], dtype=dtype).gather(self._value)

    def amounts(self, exact: Callable[[Decimal | None], str | None]) -> pl.Series:
        """The values in the units of the forms, as `exact` writes them."""
        in_10k_yuan = np.array([cell.unit == "10k_yuan" for cell in self._forms], dtype=bool)[self._form]
        written = [exact(value.in_unit(unit)) for unit in ("", "10k_yuan") for value in self._values]
        return pl.Series(written, dtype=pl.String).gather(self._value + len(self._values) * in_10k_yuan)

    def evidence(self) -> tuple[np.ndarray, np.ndarray]:
        """Start and end of the words that tell each cell: from the label of its row to the last cell filled up to it."""
        labels = (np.array([row.label for row in self.rows], np.int64).reshape(-1, 2) + self._begins[:, None])[self.row]
        apart = self.row * _FARTHEST
        return labels[:, 0], np.maximum.accumulate(np.maximum(labels[:, 1], self.spans[:, 1]) + apart) - apart


def _printed(readings: Sequence[TableReading], numbers: np.ndarray, bounds: list[int]) -> tuple[list[Cell], np.ndarray]:
    """The cells of the texts with these numbers, and where each stands; of a reading those between two bounds."""
    printed: list[Cell] = []
    places: list[int] = []
    for reading, begin, end in zip(readings, bounds, bounds[1:], strict=False):
        # The last of these is what fills a cell that is not filled.
        known, starts = [*reading.cells.all, NO_CELL], [*reading.cells.places, 0]
        of_reading = numbers[begin:end].tolist()
        printed += [known[number] for number in of_reading]
        places += [starts[number] for number in of_reading]
    return printed, np.array(places, np.int32)


def _distinct(objects: list[T]) -> tuple[list[T], np.ndarray]:
    """The objects that differ, and for each member which of them it is."""
    _, first, members = np.unique(np.fromiter(map(id, objects), np.int64, len(objects)), return_index=True, return_inverse=True)
    return [objects[at] for at in first.tolist()], members
