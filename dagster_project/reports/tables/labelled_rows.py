"""Reading a table of labelled rows: which cell of the form each value behind a label fills."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from dagster_project.reports.model import Span, new
from dagster_project.reports.tables import strangers
from dagster_project.reports.tables.behind import Behind, behind_label
from dagster_project.reports.tables.cell import BLANK_LINE, CODE, FILLED, LABEL, PARAGRAPH, VALUE
from dagster_project.reports.tables.chains import LabelHit, whole_chain
from dagster_project.reports.tables.facts import UNFILLED, TableReader
from dagster_project.reports.tables.forms import FormRow, units
from dagster_project.reports.tables.grid import (
    column_order,
    grid_starts,
    has_title_for_codes,
    is_count,
    numbers_between,
    row_numbers,
    turned_table,
)
from dagster_project.reports.tables.placing import Placed, Unplaced, glued_values, place
from dagster_project.reports.tables.years import Year, column_years

_VALUES = frozenset(FILLED)


_ROWS_LOOKED_AT = 16
_FARTHEST_VALUE = 3
"""So many other cells may stand between the last label of a table and the values of its row."""


class _Row(NamedTuple):
    """A printed row: its number in the table, its label and where that is, the row of the form, and what the cells from `start` on are."""

    number: int
    hit: LabelHit
    label: Span
    form: FormRow
    start: int
    behind: Behind

    @property
    def values(self) -> list[int]:
        """The cells that are values."""
        return [self.start + at for at in self.behind.values]


class LabelledRows(TableReader):
    """The reader of such a table."""

    years: tuple[Year, ...] = ()
    report_year: int | None = None
    starts: dict[int, int]
    one_type = False
    used = 0
    """Of a table of one value a row the column that is read."""
    order: Sequence[int] = ()
    """Where the titles of the columns are printed in another order: for each cell of the form the printed column that holds it."""

    def read(self, report_year: int | None) -> None:
        """Read all rows, and tell of those that no form has."""
        table, cells, labels, reading = self.table, self.cells, self.labels, self.reading
        chain = self.chain = whole_chain(table, self.chain, cells, labels)
        if turned := turned_table(cells, table, chain):
            self.signal("TAB-ROW", "rows and columns of the table changed places: none of its values was placed", turned)
            reading.spans.append(turned)
            return
        self.report_year = report_year
        self.starts = grid_starts(cells, table, chain) if table.has_total and not cells.padded else {}
        self.order = column_order(cells, table, labels, chain[0].first)
        if table.layout == "rows":
            self.years = column_years(cells, chain[0].first, self._is_header, report_year)
            reading.codes += row_numbers(cells, chain)
        start = cells.start(self._table_start())
        between = numbers_between(cells, chain) if table.layout == "rows" else []
        reading.codes += map(cells.span, between)
        limits = [*(hit.first - (hit.first - 1 in between) for hit in chain[1:]), len(cells)]
        rows = self._rows(limits, codes="")
        if table.layout == "rows" and not self.years:
            rows = (self._may_have_codes(rows) and self._rows_with_codes(limits)) or rows
        self.used = self._used_column(rows)
        reading.labels += [self._words_of_label(row) for row in rows]
        self.one_type = table.has_total and max(len(row.behind.filled) for row in rows) <= 2
        if lost := self._rows_without_lines(rows):
            self.signal("TAB-ROW", f"lines that repeat were left out of the text: what {len(lost)} rows hold is not told", lost[0].label)
        elif lost := self._rows_of_nothing(rows, limits):
            self.signal("TAB-ROW", f"nothing stands behind {len(lost)} rows, and numbers of the table in no row", lost[0].label)
        for row, limit in zip(rows, limits, strict=True):
            stop = row.start + row.behind.stop
            if stop + 1 < limit and row is not rows[-1]:
                self._signal_strangers(strangers.rows_between(cells, labels, stop, limit))
            if row.behind.code is not None:
                reading.codes.append(cells.span(row.start + row.behind.code))
            if row in lost:
                continue
            if row.form.cells and self.years:
                self._read_years(row)
            elif row.form.cells:
                self._read_row(row)
            else:
                self._signal_values_of_heading(row)
        end = cells.end(max(row.hit.last, row.start + max(row.behind.last, -1 if row.behind.unit is None else row.behind.unit)))
        if table.has_unit_column:
            found, end_of_all = strangers.local_rows(cells, labels, stop)
            self._signal_strangers(found)
            end = max(end, end_of_all)
        elif table.has_total:
            self._signal_strangers(strangers.row_below(cells, labels, stop, fewest=(table.value_columns + 1) // 2))
        reading.spans.append((start, end))

    def _may_have_codes(self, rows: list[_Row]) -> bool:
        """A quick look that nearly all tables without codes fail: whether the first numbers of the first rows rise."""
        texts = [self.cells.all[row.start + row.behind.filled[0]].text for row in rows[:_ROWS_LOOKED_AT] if row.behind.filled]
        numbers = [int(text) for text in texts if is_count(text)]
        return self.table.has_code_column or all(a < b for a, b in pairwise(numbers))

    def _rows_with_codes(self, limits: list[int]) -> list[_Row]:
        """The rows with a code before their values, where what may be these codes counts the rows; none where it does not.

        A form that has codes prints two digits. Where no form says so, the first number of each row is one if all together only count,
        and there is a title for codes or a value behind them for each column of the form.
        """
        table = self.table
        rows = self._rows(limits, codes=CODE if table.has_code_column else VALUE + CODE)
        texts = [self.cells.all[row.start + row.behind.code].text for row in rows if row.behind.code is not None]
        if len(texts) * 2 < len(rows) or not all(map(is_count, texts)):
            return []
        codes = list(map(int, texts))
        if any(a >= b for a, b in pairwise(codes)):
            return []
        counts = codes[-1] - codes[0] < 2 * len(codes)
        has_values = any(len(row.behind.filled) >= table.value_columns for row in rows)
        told = counts and (has_values or has_title_for_codes(self.cells, self.chain[0].first))
        return rows if told or table.has_code_column else []

    def _words_of_label(self, row: _Row) -> Span:
        """The label of a row, up to a value stuck to it."""
        return (row.label[0], self.cells.end(row.hit.first) - len(row.hit.glued)) if row.hit.glued else row.label

    def _used_column(self, rows: list[_Row]) -> int:
        """The column of the form that counts, or the first one where that is blank in all rows, as below a title for remarks."""
        used, printed = self.table.used_column, self.cells.all
        if not used:
            return 0
        return used if any(printed[row.values[used]].text for row in rows if len(row.values) > used) else 0

    def _rows(self, limits: list[int], *, codes: str) -> list[_Row]:
        """What each label and the cells behind it are; a row of a grid ends with its line. `codes`: the kinds of which a code may be."""
        cells, table, rows = self.cells, self.table, []
        kinds, places, printed, years = cells.kinds, cells.places, cells.all, len(self.years)
        for number, (hit, limit) in enumerate(zip(self.chain, limits, strict=True), start=1):
            first, last, row, _ = hit
            form, grid = table.rows[row], cells.in_grid(last)
            stop = min(limit, cells.line_end(last)) if grid else self._before_blank_line(last, limit)
            behind = behind_label(kinds, last + 1, stop, years or len(form.cells), table, grid=grid, codes=codes)
            label = places[first] + printed[first].start, places[last] + printed[last].end
            rows.append(new(_Row, (number, hit, label, form, last + 1, behind)))
        return rows

    def _before_blank_line(self, label: int, limit: int) -> int:
        """Where a row ends whose values stand in the line of its label: a blank line below it is no blank cell of it.

        One value beside the label may only stick to it, and the others stand in lines of their own.
        """
        kinds, lines = self.cells.kinds, self.cells.lines
        if kinds[label + 2 : label + 3] not in _VALUES or lines[label + 2] != lines[label]:
            return limit
        blank = kinds.find(BLANK_LINE, label + 1, limit)
        return blank if blank >= 0 else limit

    def _rows_without_lines(self, rows: list[_Row]) -> list[_Row]:
        """The rows that may only look blank in a text without the lines that repeat: those of a table that has a line for each value."""
        lines = self.cells.lines
        blank = [row for row in rows if not row.behind.filled and row.form.cells and not self.cells.in_grid(row.hit.last)]
        beside = (row.hit.glued or (row.behind.filled and lines[row.start + row.behind.filled[0]] == lines[row.hit.last]) for row in rows)
        if not blank or any(beside):
            return []
        return blank if self.cells.lost_repeats() else []

    def _rows_of_nothing(self, rows: list[_Row], limits: list[int]) -> list[_Row]:
        """The rows that print no cell, not even a blank one, where numbers that may be theirs stand in no row.

        That is so before the next row, or where all numbers of a table stand behind all its labels.
        """
        kinds, in_grid = self.cells.kinds, self.cells.in_grid
        nothing = {
            at: row
            for at, row in enumerate(rows)
            if row.form.cells and not row.behind.values and not row.hit.glued and not in_grid(row.hit.last)
        }
        if not nothing:
            return []
        most = 2 * max(self.table.value_columns, len(self.years), *(len(row.form.cells) for row in rows))
        if any(len(row.behind.filled) > most for row in rows):
            return list(nothing.values())
        lost, left = list[_Row](), 0
        for at, row in reversed(nothing.items()):
            behind = kinds[row.start : limits[at]]
            if row is rows[-1]:
                behind = behind[: _FARTHEST_VALUE + len(row.form.cells)].split(LABEL)[0].split(PARAGRAPH)[0]
            left = sum(map(behind.count, FILLED)) or (left if at + 1 in nothing else 0)
            if left > 0:
                lost.append(row)
                left -= len(row.form.cells)
        return lost[::-1]

    def _signal_values_of_heading(self, row: _Row) -> None:
        """The form prints no values beside a heading; a place that does says something that no cell of the form holds."""
        filled = [row.start + at for at in row.behind.filled]
        if any((value := self.cells.all[number].value) and value.number is not None for number in filled):
            self.signal("TAB-ROW", f"{row.form.label} has no values in the form", self.cells.span(row.hit.first, filled[-1]))

    def _signal_strangers(self, found: list[int]) -> None:
        for number in found:
            span = self.cells.span(number)
            self.signal("TAB-LABEL", f"no form of the catalogue has a row {self.cells.all[number].text}", span)
            self.reading.labels.append(span)

    def _read_row(self, row: _Row) -> None:
        """Place the values of one row."""
        number, hit, label, form, start, behind = row
        unit = None if behind.unit is None else start + behind.unit
        told = behind.placed if self.starts else behind.in_order
        if not behind.filled and not hit.glued and self.cells.is_unread_number(start + behind.stop):
            span = self.cells.span(hit.first, start + behind.stop)
            self.signal("TAB-ROW", f"{form.label}: what stands behind it runs together with other words or numbers", span)
            return
        if self.order:
            if told is None:
                span = self.cells.span(hit.first, row.values[-1] if behind.values else hit.first)
                self.signal("TAB-ROW", f"{form.label}: its columns stand in an order of their own, and the row lost cells", span)
                return
            told = tuple(told[column] for column in self.order)
        if told is not None and not hit.glued and (len(behind.values) <= 1 or self.table.layout != "rows"):
            self.add_row(number, form.cells, label, told, start=start, unit=unit)
            return
        try:
            placed = self._place(row)
        except Unplaced as reason:
            span = self.cells.span(hit.first, row.values[-1] if behind.values else hit.first)
            self.signal("TAB-ROW", f"{form.label}: {reason}", span)
            return
        # In a row that lost cells a value without a place is no surplus.
        rule_id = "TAB-ROW" if placed.lost_cells else "TAB-SURPLUS"
        for surplus in placed.surplus:
            text = self.cells.all[surplus].text
            self.signal(rule_id, f"{form.label}: {text} belongs to no cell of the row", self.cells.span(surplus))
        self.add_row(number, form.cells, label, placed.cells, unit=unit)

    def _place(self, row: _Row) -> Placed:
        """Which value fills which cell, where that is not plain; those stuck to the label before those behind it."""
        hit, values, wanted = row.hit, row.values, len(row.form.cells)
        if hit.glued:
            return self._place_glued(row, wanted)
        if self.table.layout == "rows":
            return self._place_one(values)
        return self._place_by_columns(hit, values, wanted)

    def _place_glued(self, row: _Row, wanted: int) -> Placed:
        """The values where one or all are stuck to the label."""
        cells, table = self.cells, self.table
        glued = glued_values(cells, row.hit.first, row.hit.glued, wanted, table.has_total)
        filled = [row.start + at for at in row.behind.filled]
        if len(filled) == wanted:
            return Placed(filled, surplus=glued)
        if len(glued) + len(row.behind.values) == wanted:
            return Placed([*glued, *(number if number in filled else UNFILLED for number in row.values)])
        values = [*glued, *filled]
        if table.layout == "rows":
            return self._place_one(values)
        return self._place_by_columns(row.hit, values, wanted)

    def _place_by_columns(self, hit: LabelHit, values: list[int], wanted: int) -> Placed:
        """Several values: by the columns of the grid, if the label stands in the same line of one, else as many as there are."""
        cells, grid_start = self.cells, None
        if self.starts and cells.in_grid(hit.first) and cells.lines[values[-1]] == cells.lines[hit.first]:
            grid_start = self.starts.get(cells.column(values[-1]) + 1)
        return place(cells, values, wanted, grid_start=grid_start, has_total=self.table.has_total, one_type=self.one_type)

    def _place_one(self, values: list[int]) -> Placed:
        """The one value of a row: that in the column of the form that is used, or the last one."""
        texts = [self.cells.all[number].text for number in values]
        used = min(self.used, len(values) - 1)
        surplus = [values[at] for at, text in enumerate(texts) if at != used and text and at >= self.table.value_columns]
        return Placed([values[used] if texts[used] else UNFILLED], surplus=surplus)

    def _read_years(self, row: _Row) -> None:
        """The values of one row below columns of years; a row that lost one tells nothing."""
        cells, hit, values = self.cells, row.hit, row.values
        if hit.glued or len(values) != len(self.years):
            span = cells.span(hit.first, values[-1] if values else hit.first)
            self.signal("TAB-ROW", f"{row.form.label}: {len(values)} values below {len(self.years)} columns of years", span)
            return
        unit = None if row.behind.unit is None else row.start + row.behind.unit
        for column, (year, number) in enumerate(zip(self.years, values, strict=True), start=1):
            if year:
                placed = [number if cells.all[number].text else UNFILLED]
                other = None if year == self.report_year else year
                self.add_row(row.number, row.form.cells, row.label, placed, unit=unit, first_column=column, other_year=other)

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
