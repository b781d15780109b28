"""Reading the tables of one report: which form each follows, what its cells say, what no form has."""

from __future__ import annotations

from collections import Counter

from dagster_project.reports.model import CleanText
from dagster_project.reports.tables.cells import Cells
from dagster_project.reports.tables.chains import label_cells
from dagster_project.reports.tables.choosing import choose_tables, distinct_labels
from dagster_project.reports.tables.facts import TableReading
from dagster_project.reports.tables.labelled_rows import LabelledRows
from dagster_project.reports.tables.single_row import SingleRow
from dagster_project.reports.tables.unknown import unknown_table


def read_tables(clean: CleanText, regime_by_year: str | None = None, report_year: int | None = None) -> TableReading:
    """The cells of all statutory tables of a report. The regime only breaks a tie between forms whose rows are the same."""
    cells = Cells(clean)
    reading = TableReading(cells)
    labels = label_cells(cells)
    seen = set(labels.keys.values())
    cells_of: Counter[str] = Counter()
    for number, chosen in enumerate(choose_tables(labels, cells, seen, regime_by_year), start=1):
        before = len(reading.rows)
        if chosen.table.layout == "single_row":
            SingleRow(reading, chosen, number, cells, labels).read()
        else:
            LabelledRows(reading, chosen, number, cells, labels).read(report_year)
        if len(reading.rows) > before:
            cells_of[chosen.table.form] += sum([len(row.filled) for row in reading.rows[before:]])
    reading.unknown = unknown_table(cells, labels, lambda: len({(row.table_no, row.row_no) for row in reading.rows}))
    reading.form = max(cells_of, key=lambda form: (distinct_labels(form, seen), cells_of[form]), default=None)
    return reading
