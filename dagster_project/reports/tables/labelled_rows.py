"""Reading a table of labelled rows: what is printed behind each label, and which cell of the form each value fills."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from dagster_project.reports.tables import strangers
from dagster_project.reports.tables.cell import BLANK, BLANK_LINE, CODE, FILLED, ILLEGIBLE, UNIT
from dagster_project.reports.tables.chains import LabelHit, whole_chain
from dagster_project.reports.tables.facts import TableReader
from dagster_project.reports.tables.forms import FormRow, units
from dagster_project.reports.tables.grid import grid_starts, row_numbers, turned_table
from dagster_project.reports.tables.placing import Placed, Unplaced, glued_values, place
from dagster_project.reports.tables.years import Year, column_years

_ROW_CODE = "c"
"""In the kinds of one row the cell that is its code."""


class _Printed(NamedTuple):
    """What is printed behind a label: values, how many of these are filled, unit and code of the row, and the first cell that is none."""

    values: Sequence[int]
    filled: int
    unit: int | None
    code: int | None
    stop: int


@cache
def _row_pattern(has_unit_column: bool) -> re.Pattern[str]:
    """What may stand behind a label: a unit, values. Where the unit has a column it may be illegible: then it tells no value."""
    blanks = f"[{BLANK}{BLANK_LINE}{_ROW_CODE}]*"
    lost_unit = rf"(?:{blanks}\{ILLEGIBLE})?" if has_unit_column else ""
    return re.compile(f"{lost_unit}(?:{blanks}({UNIT}))?([{FILLED}{BLANK}{BLANK_LINE}{_ROW_CODE}]*)")


class LabelledRows(TableReader):
    """The reader of such a table."""

    years: tuple[Year, ...] = ()
    report_year: int | None = None
    starts: dict[int, int]
    one_type = False

    def read(self, report_year: int | None) -> None:
        """Read all rows, and tell of those that no form has."""
        table, cells, labels, reading = self.table, self.cells, self.labels, self.reading
        chain = self.chain = whole_chain(table, self.chain, cells, labels)
        if turned := turned_table(cells, table, chain):
            self.signal("TAB-ROW", "rows and columns of the table changed places: none of its values was placed", turned)
            reading.spans.append(turned)
            return
        self.report_year = report_year
        self.starts = grid_starts(cells, table, chain) if table.has_total else {}
        if table.layout == "rows":
            self.years = column_years(cells, chain[0].first, self._is_header, report_year)
            reading.codes += row_numbers(cells, chain)
        limits = [*(hit.first for hit in chain[1:]), len(cells)]
        rows = [self._printed_behind(hit, limit) for hit, limit in zip(chain, limits, strict=True)]
        self.one_type = max(row.filled for row in rows) <= 2
        first = self._table_start()
        end = cells.end(first)
        for row_no, (hit, printed, limit) in enumerate(zip(chain, rows, limits, strict=True), start=1):
            label = cells.span(hit.first, hit.last)
            reading.labels.append((label[0], label[1] - len(hit.glued)))
            end = max(end, label[1], *map(cells.end, printed.values[-1:]))
            if printed.code is not None:
                reading.codes.append(cells.span(printed.code))
                end = max(end, cells.end(printed.code))
            if row_no < len(rows):
                self._signal_strangers(strangers.rows_between(cells, labels, printed.stop, limit))
            row = table.rows[hit.row]
            if row.cells:
                end = max(end, self._read_years(row_no, hit, row, printed) if self.years else self._read_row(row_no, hit, row, printed))
        if table.has_unit_column:
            found, end_of_all = strangers.local_rows(cells, labels, rows[-1].stop)
            self._signal_strangers(found)
            end = max(end, end_of_all)
        elif table.has_total:
            self._signal_strangers(strangers.row_below(cells, labels, rows[-1].stop, fewest=(table.value_columns + 1) // 2))
        reading.spans.append((cells.start(first), end))

    def _signal_strangers(self, found: list[int]) -> None:
        for number in found:
            span = self.cells.span(number)
            self.signal("TAB-LABEL", f"no form of the catalogue has a row {self.cells.all[number].text}", span)
            self.reading.labels.append(span)

    def _printed_behind(self, hit: LabelHit, limit: int) -> _Printed:
        label, wanted = self.cells.all[hit.last], len(self.years) or len(self.table.rows[hit.row].cells)
        start = hit.last + 1
        kinds = self.cells.kinds[start : min(limit, start + label.behind) if label.grid else limit]
        if self.table.has_code_column:
            kinds = kinds.replace(CODE, _ROW_CODE, 1)
        match = _row_pattern(self.table.has_unit_column).match(kinds)
        assert match
        values: Sequence[int]
        unit, values = match.start(1), range(start + match.start(2), start + match.end())
        code, kinds = match.string.find(_ROW_CODE, 0, match.end()), match[2]
        if _ROW_CODE in kinds:
            values, kinds = [v for v in values if v != start + code], kinds.replace(_ROW_CODE, "")
        filled = len(kinds) - kinds.count(BLANK) - kinds.count(BLANK_LINE)
        if filled >= wanted:
            kinds = kinds.rstrip(BLANK_LINE)
            values = values[: len(kinds)]
        if not label.grid and BLANK_LINE in kinds and len(kinds) - kinds.count(BLANK_LINE) >= wanted:
            values = [v for v, kind in zip(values, kinds, strict=True) if kind != BLANK_LINE]
        return _Printed(values, filled, start + unit if unit >= 0 else None, start + code if code >= 0 else None, start + match.end())

    def _read_row(self, row_no: int, hit: LabelHit, row: FormRow, printed: _Printed) -> int:
        """Place the values of one row; returns the end of what was read."""
        cells, label = self.cells, self.cells.span(hit.first, hit.last)
        try:
            placed = self._place(hit, printed.values, len(row.cells))
        except Unplaced as reason:
            span = cells.span(hit.first, printed.values[-1] if printed.values else hit.first)
            self.signal("TAB-ROW", f"{row.label}: {reason}", span)
            return span[1]
        # In a row that lost cells a value without a place is no surplus.
        rule_id = "TAB-SURPLUS" if placed.only is None else "TAB-ROW"
        for number in placed.surplus:
            self.signal(rule_id, f"{row.label}: {cells.all[number].text} belongs to no cell of the row", cells.span(number))
        return self.add_row(row_no, row.cells, placed, label, printed.unit)

    def _place(self, hit: LabelHit, values: Sequence[int], wanted: int) -> Placed:
        """Which value fills which cell, those stuck to the label before those behind it."""
        table, cells = self.table, self.cells
        if hit.glued:
            glued = glued_values(cells, hit.last, hit.glued, wanted, table.has_total)
            filled = [v for v in values if cells.all[v].text]
            if len(filled) == wanted:
                return Placed(filled, surplus=glued)
            if len(glued) + len(values) == wanted:
                return Placed([*glued, *(v if cells.all[v].text else None for v in values)])
            values = [*glued, *filled]
        if table.layout == "rows" and values:
            used = min(table.used_column, len(values) - 1)
            surplus = [v for i, v in enumerate(values) if i != used and cells.all[v].text and i >= table.value_columns]
            return Placed([values[used] if cells.all[values[used]].text else None], surplus=surplus)
        grid_start = None
        if self.starts and values and cells.all[hit.first].grid and cells.lines[values[-1]] == cells.lines[hit.first]:
            grid_start = self.starts.get(cells.all[values[-1]].column + 1)
        return place(cells, values, wanted, grid_start=grid_start, has_total=table.has_total, one_type=self.one_type)

    def _read_years(self, row_no: int, hit: LabelHit, row: FormRow, printed: _Printed) -> int:
        """The values of one row below columns of years; a row that lost one tells nothing. Returns the end of what was read."""
        cells, values = self.cells, printed.values
        start, end = cells.span(hit.first, values[-1] if values else hit.first)
        if hit.glued or len(values) != len(self.years):
            self.signal("TAB-ROW", f"{row.label}: {len(values)} values below {len(self.years)} columns of years", (start, end))
            return end
        label = (start, cells.end(hit.last))
        for column, (year, number) in enumerate(zip(self.years, values, strict=True), start=1):
            if year:
                placed = Placed([number if cells.all[number].text else None])
                other = None if year == self.report_year else year
                end = max(end, self.add_row(row_no, row.cells, placed, label, printed.unit, first_column=column, other_year=other))
        return end

    def _table_start(self) -> int:
        """The first header cell directly above the first row."""
        at = self.chain[0].first
        while at > 0 and self._is_header(at - 1):
            at -= 1
        while not self.cells.all[at].text:
            at += 1
        return at

    def _is_header(self, at: int) -> bool:
        text = self.cells.all[at].text
        return not text or text in units() or self.labels.keys.get(at) in self.table.all_keys
