"""Reading a table of labelled rows: which cell of the form each value behind a label fills."""

from __future__ import annotations

from typing import NamedTuple

from dagster_project.reports.model import Span
from dagster_project.reports.tables import strangers
from dagster_project.reports.tables.behind import Behind, behind_label
from dagster_project.reports.tables.chains import LabelHit, whole_chain
from dagster_project.reports.tables.facts import TableReader
from dagster_project.reports.tables.forms import FormRow, units
from dagster_project.reports.tables.grid import grid_starts, row_numbers, turned_table
from dagster_project.reports.tables.placing import Placed, Unplaced, glued_values, place
from dagster_project.reports.tables.years import Year, column_years


class _Row(NamedTuple):
    """A printed row: its number in the table, its label, the row of the form, and what the cells from `start` on are to the label."""

    number: int
    hit: LabelHit
    form: FormRow
    start: int
    behind: Behind

    @property
    def values(self) -> list[int]:
        return [self.start + at for at in self.behind.values]

    @property
    def unit(self) -> int | None:
        return None if self.behind.unit is None else self.start + self.behind.unit

    @property
    def stop(self) -> int:
        return self.start + self.behind.stop


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
        reading.labels += [(cells.start(hit.first), cells.end(hit.last) - len(hit.glued)) for hit in chain]
        limits = [*(hit.first for hit in chain[1:]), len(cells)]
        rows = [self._row(number, hit, limit) for number, (hit, limit) in enumerate(zip(chain, limits, strict=True), start=1)]
        self.one_type = max(len(row.behind.filled) for row in rows) <= 2
        start, end = cells.span(self._table_start())
        for row, limit in zip(rows, limits, strict=True):
            if row.stop < limit and row is not rows[-1]:
                self._signal_strangers(strangers.rows_between(cells, labels, row.stop, limit))
            end = max(end, self._read_row(row))
        if table.has_unit_column:
            found, end_of_all = strangers.local_rows(cells, labels, rows[-1].stop)
            self._signal_strangers(found)
            end = max(end, end_of_all)
        elif table.has_total:
            self._signal_strangers(strangers.row_below(cells, labels, rows[-1].stop, fewest=(table.value_columns + 1) // 2))
        reading.spans.append((start, end))

    def _signal_strangers(self, found: list[int]) -> None:
        for number in found:
            span = self.cells.span(number)
            self.signal("TAB-LABEL", f"no form of the catalogue has a row {self.cells.all[number].text}", span)
            self.reading.labels.append(span)

    def _row(self, number: int, hit: LabelHit, limit: int) -> _Row:
        """The row that this label begins; in a grid it ends with its line."""
        cells, form, start = self.cells, self.table.rows[hit.row], hit.last + 1
        grid = cells.in_grid(hit.last)
        if grid:
            limit = min(limit, cells.line_of(hit.last).stop)
        wanted = len(self.years) or len(form.cells)
        return _Row(number, hit, form, start, behind_label(cells.kinds, start, limit, wanted, self.table, grid=grid))

    def _read_row(self, row: _Row) -> int:
        """Place the values of one row; returns the end of what was read."""
        cells, hit, behind = self.cells, row.hit, row.behind
        if behind.code is not None:
            self.reading.codes.append(cells.span(row.start + behind.code))
        label, end = cells.span(hit.first, hit.last), cells.end(row.start + behind.last)
        if not row.form.cells:
            return end
        if self.years:
            return max(end, self._read_years(row, label))
        try:
            placed = self._place(row)
        except Unplaced as reason:
            span = cells.span(hit.first, row.values[-1] if behind.values else hit.first)
            self.signal("TAB-ROW", f"{row.form.label}: {reason}", span)
            return end
        # In a row that lost cells a value without a place is no surplus.
        rule_id = "TAB-SURPLUS" if placed.only is None else "TAB-ROW"
        for number in placed.surplus:
            self.signal(rule_id, f"{row.form.label}: {cells.all[number].text} belongs to no cell of the row", cells.span(number))
        return max(end, self.add_row(row.number, row.form.cells, placed, label, row.unit))

    def _place(self, row: _Row) -> Placed:
        """Which value fills which cell, those stuck to the label before those behind it."""
        table, cells, hit, behind, wanted = self.table, self.cells, row.hit, row.behind, len(row.form.cells)
        if hit.glued:
            return self._place_glued(row, wanted)
        told = behind.placed if self.starts else behind.in_order
        if told is not None and (table.layout != "rows" or len(behind.values) <= 1):
            return Placed([None if at is None else row.start + at for at in told])
        values = row.values
        if table.layout == "rows" and values:
            return self._place_one(values)
        grid_start = None
        if self.starts and values and cells.in_grid(hit.first) and cells.lines[values[-1]] == cells.lines[hit.first]:
            grid_start = self.starts.get(cells.column(values[-1]) + 1)
        return place(cells, values, wanted, grid_start=grid_start, has_total=table.has_total, one_type=self.one_type)

    def _place_glued(self, row: _Row, wanted: int) -> Placed:
        """The values where one or all are stuck to the label."""
        cells, table = self.cells, self.table
        glued = glued_values(cells, row.hit.last, row.hit.glued, wanted, table.has_total)
        filled = [row.start + at for at in row.behind.filled]
        if len(filled) == wanted:
            return Placed(filled, surplus=glued)
        if len(glued) + len(row.behind.values) == wanted:
            return Placed([*glued, *(number if number in filled else None for number in row.values)])
        values = [*glued, *filled]
        if table.layout == "rows":
            return self._place_one(values)
        return place(cells, values, wanted, has_total=table.has_total, one_type=self.one_type)

    def _place_one(self, values: list[int]) -> Placed:
        """The one value of a row: that in the column of the form that is used, or the last one."""
        texts = [self.cells.all[number].text for number in values]
        used = min(self.table.used_column, len(values) - 1)
        surplus = [values[at] for at, text in enumerate(texts) if at != used and text and at >= self.table.value_columns]
        return Placed([values[used] if texts[used] else None], surplus=surplus)

    def _read_years(self, row: _Row, label: Span) -> int:
        """The values of one row below columns of years; a row that lost one tells nothing. Returns the end of what was read."""
        cells, hit, values = self.cells, row.hit, row.values
        if hit.glued or len(values) != len(self.years):
            span = cells.span(hit.first, values[-1] if values else hit.first)
            self.signal("TAB-ROW", f"{row.form.label}: {len(values)} values below {len(self.years)} columns of years", span)
            return span[1]
        end = 0
        for column, (year, number) in enumerate(zip(self.years, values, strict=True), start=1):
            if year:
                placed = Placed([number if cells.all[number].text else None])
                other = None if year == self.report_year else year
                read = self.add_row(row.number, row.form.cells, placed, label, row.unit, first_column=column, other_year=other)
                end = max(end, read)
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
