"""What the tables of a report say: the rows that were read, and how a reader of one table adds to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from dagster_project.reports.model import CleanText, Signal, Span, new
from dagster_project.reports.tables.cells import Cells
from dagster_project.reports.tables.chains import Labels
from dagster_project.reports.tables.choosing import ChosenTable
from dagster_project.reports.tables.forms import FormCell, FormTable

UNFILLED, UNTOLD = -1, -2
"""In place of the cell of the text that fills a cell of a form: it is blank; nothing tells what it is."""


class FilledRow(NamedTuple):
    """A printed row of a form. `filled`: for each of its `cells` the cell of the text that fills it, counted from `start`.

    `label` is the place of its label, and of its unit if that is printed behind it.
    """

    table: FormTable
    table_no: int
    row_no: int
    cells: Sequence[FormCell]
    label: Span
    start: int
    filled: Sequence[int]
    unit: str | None = None
    first_column: int = 1
    other_year: int | None = None
    """The year of its column, where that is not the report year."""


@dataclass(slots=True)
class TableReading:
    """What the tables of one report say. `spans` are the stretches of text that are tables: prose is not read there."""

    cells: Cells = field(default_factory=lambda: Cells(CleanText("", ())))
    form: str | None = None
    rows: list[FilledRow] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    labels: list[Span] = field(default_factory=list)
    """Stretches of a table that are words: what stands in them is no value (计1条)."""
    codes: list[Span] = field(default_factory=list)
    """Numbers that only number the rows of a form."""
    signals: list[Signal] = field(default_factory=list)
    unknown: str | None = None
    """The first row of a table of statistics that follows no form of the catalogue."""


class TableReader:
    """Reads one table into `reading`. Cells are spoken of by their number in `cells`."""

    def __init__(self, reading: TableReading, chosen: ChosenTable, number: int, cells: Cells, labels: Labels) -> None:
        self.reading, self.number, self.cells, self.labels = reading, number, cells, labels
        self.table, self.chain = chosen.table, chosen.chain

    def signal(self, rule_id: str, message: str, span: Span) -> None:
        """Tell of something that was not used."""
        self.reading.signals.append(Signal(rule_id, "fail", None, None, message, span))

    def add_row(
        self,
        row_no: int,
        row: Sequence[FormCell],
        label: Span,
        filled: Sequence[int],
        *,
        start: int = 0,
        unit: int | None = None,
        first_column: int = 1,
        other_year: int | None = None,
    ) -> None:
        """Append a FilledRow; its evidence reaches from the label, or the unit behind it, to each cell."""
        printed_unit = None
        if unit is not None:
            printed_unit, label = self.cells.all[unit].text.strip("()"), (label[0], max(label[1], self.cells.end(unit)))
        values = (self.table, self.number, row_no, row, label, start, filled, printed_unit, first_column, other_year)
        self.reading.rows.append(new(FilledRow, values))
