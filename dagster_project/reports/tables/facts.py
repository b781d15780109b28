"""What the tables of a report say, and how a reader of one table adds to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from dagster_project.reports.model import Signal, Span
from dagster_project.reports.tables.cells import Cells
from dagster_project.reports.tables.chains import Labels
from dagster_project.reports.tables.choosing import ChosenTable
from dagster_project.reports.tables.forms import FormCell
from dagster_project.reports.tables.values import BLANK, CellValue, value_in_column


class TableFact(NamedTuple):
    """One cell of a form. Spans count code points of the cleaned text; `value_span` is None for a blank cell."""

    form: str
    table_id: str
    table_no: int
    row_no: int
    column_no: int
    cell: FormCell
    value: CellValue
    evidence: Span
    value_span: Span | None
    unit_printed: str | None
    other_year: int | None = None
    """The year of the cell's column, where that is not the report year."""


_fact: Callable[[tuple], TableFact] = partial(tuple.__new__, TableFact)
"""Makes a fact of all its fields, many times a report: a call of the class itself takes twice as long."""


@dataclass(slots=True)
class TableReading:
    """What the tables of one report say. `spans` are the stretches of text that are tables: prose is not read there."""

    form: str | None = None
    facts: list[TableFact] = field(default_factory=list)
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
        placed: Sequence[int | None],
        label: Span,
        unit: int | None = None,
        *,
        only: frozenset[int] | None = None,
        first_column: int = 1,
        other_year: int | None = None,
    ) -> int:
        """Append the facts of one row; returns the end of its evidence, which reaches from the label to the cell.

        `placed`: for each cell of the row the cell of the text that fills it, or None. `only`: the cells that could be told.
        """
        start, end = label
        unit_text = None
        if unit is not None:
            unit_text, end = self.cells.all[unit].text.strip("()"), max(end, self.cells.end(unit))
        cells, places, facts = self.cells.all, self.cells.places, self.reading.facts
        form, table_id, table_no = self.table.form, self.table.table_id, self.number
        evidence = (start, end)
        for column, (form_cell, number) in enumerate(zip(row, placed, strict=True), first_column):
            if only is not None and column - first_column not in only:
                continue
            value, span = BLANK, None
            if number is not None:
                cell, place = cells[number], places[number]
                value, span = cell.value or BLANK, (place + cell.start, place + cell.end)
                if span[1] > evidence[1]:
                    evidence = (start, span[1])
            if unit_text and not value.unit:
                value = value_in_column("" if number is None else cell.text, unit_text)
            facts.append(_fact((form, table_id, table_no, row_no, column, form_cell, value, evidence, span, value.unit, other_year)))
        return evidence[1]
