"""Reading the tables of one report: which form each follows, what its cells say, what no form has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import NamedTuple

from dagster_project.reports.model import CleanText
from dagster_project.reports.tables.cells import Cells
from dagster_project.reports.tables.chains import label_cells
from dagster_project.reports.tables.choosing import ChosenTable, choose_tables, distinct_labels
from dagster_project.reports.tables.facts import TableReading
from dagster_project.reports.tables.labelled_rows import LabelledRows
from dagster_project.reports.tables.single_row import SingleRow
from dagster_project.reports.tables.unknown import unknown_table


class Text(NamedTuple):
    """A cleaned report. The regime of its year only breaks a tie between forms whose rows are the same."""

    clean: CleanText
    regime_by_year: str | None = None
    report_year: int | None = None


def read_tables(clean: CleanText, regime_by_year: str | None = None, report_year: int | None = None) -> TableReading:
    """The cells of all statutory tables of a report."""
    return read_all_tables([Text(clean, regime_by_year, report_year)])[0]


def read_all_tables(texts: Sequence[Text]) -> list[TableReading]:
    """The same for many reports, one step after the other for all of them."""
    cells = [Cells(text.clean) for text in texts]
    labels = list(map(label_cells, cells))
    seen = [set(some.keys.values()) for some in labels]
    chosen = list(map(choose_tables, labels, cells, seen, [text.regime_by_year for text in texts]))
    readings = list(map(TableReading, cells))
    for reading, tables, known, text in zip(readings, chosen, labels, texts, strict=True):
        for number, table in enumerate(tables, start=1):
            if table.table.layout == "single_row":
                SingleRow(reading, table, number, reading.cells, known).read()
            else:
                LabelledRows(reading, table, number, reading.cells, known).read(text.report_year)
    for reading, tables, known, keys in zip(readings, chosen, labels, seen, strict=True):
        reading.unknown = unknown_table(reading.cells, known, partial(_count_rows, reading))
        reading.form = _form_of(reading, tables, keys)
    return readings


def _count_rows(reading: TableReading) -> int:
    return len({(row.table_no, row.row_no) for row in reading.rows})


def _form_of(reading: TableReading, tables: Sequence[ChosenTable], seen: set[str]) -> str | None:
    """The form that most labels of the text belong to alone; of equals the one with most cells. It is there though all its rows be lost."""
    cells_of = Counter({chosen.table.form: 0 for chosen in tables})
    for row in reading.rows:
        cells_of[row.table.form] += len(row.filled)
    return max(cells_of, key=lambda form: (distinct_labels(form, seen), cells_of[form]), default=None)
