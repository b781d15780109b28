"""Reading a table of one row of values below its column titles."""

from __future__ import annotations

from itertools import dropwhile

from dagster_project.reports.model import LOST
from dagster_project.reports.tables.cell import BLANK_LINE, FILLED
from dagster_project.reports.tables.chains import LabelHit
from dagster_project.reports.tables.facts import TableReader
from dagster_project.reports.tables.forms import FormRow
from dagster_project.reports.tables.placing import Unplaced, place


class SingleRow(TableReader):
    """The reader of such a table: its chain is its header as one hit, or as one for each group of columns below another."""

    def read(self) -> None:
        """Place the values that stand below the titles, or each behind its own."""
        if self._lacks_groups():
            span = self.cells.span(self.chain[0].first, self.chain[-1].last)
            self.signal("TAB-ROW", "some groups of columns of the table are missing: none of its values was placed", span)
            self.reading.spans.append(span)
            return
        wanted = len(self.table.rows[0].cells) // len(self.chain)
        for place_no, header in enumerate(self.chain):
            self._read_below(header, place_no * wanted, wanted)

    def _lacks_groups(self) -> bool:
        """Whether the titles of one group are printed alone, less often than the form has such groups."""
        row, titles = self.table.rows[0], self.table.titles
        printed = [self.labels.keys.get(number) in titles for hit in self.chain for number in range(hit.first, hit.last + 1)]
        return sum(printed) == len(self.chain) * len(row.group_titles) < titles.total()

    def _read_below(self, header: LabelHit, first: int, wanted: int) -> None:
        """The values of the form cells from number `first` on, below these titles."""
        cells, row = self.cells, self.table.rows[0]
        below = f"below {cells.all[header.last].text}"
        if header.last + 1 == len(cells):
            self.signal("TAB-ROW", f"the text ends {below}", cells.span(header.last))
            self.reading.spans.append(cells.span(header.first, header.last))
            return
        values = self._values_beside(header, row) or self._values_below(header.last, wanted)
        try:
            placed = place(cells, values, wanted)
        except Unplaced as reason:
            start, end = cells.span(header.last, values[-1])
            self.signal("TAB-ROW", f"row of values {below}: {reason}", (start, end))
        else:
            form_cells, label = row.cells[first : first + wanted], cells.span(header.last)
            self.add_row(1, form_cells, label, placed.cells, first_column=first + 1)
            end = cells.end(max(header.last, *placed.cells))
        self.reading.spans.append((cells.start(header.first), end))

    def _values_beside(self, header: LabelHit, row: FormRow) -> list[int]:
        """The values where each stands behind its own column title; empty unless every title of the form has one."""
        kinds = self.cells.kinds
        keys = {number: self.labels.keys.get(number) for number in range(header.first, header.last + 1)}
        behind = [number + 1 for number, key in keys.items() if key in row.column_keys and kinds[number + 1] in FILLED]
        whole = tuple(keys[number - 1] for number in behind) == row.column_keys
        return behind if whole else []

    def _values_below(self, last: int, wanted: int) -> list[int]:
        cells, kinds, lines = self.cells.all, self.cells.kinds, self.cells.lines
        values: list[int] = []
        behind = range(last + 1, len(self.cells))
        for number in dropwhile(self._is_illegible_title, behind):
            full = len(values) >= wanted and lines[number] != lines[values[-1]]
            if lines[number] == lines[last] or cells[number].value is None or full:
                break
            values.append(number)
        while len(values) > wanted and kinds[values[-1]] == BLANK_LINE:
            values.pop()
        if len(values) > wanted and self.cells.in_grid(values[0]):
            label_columns = values[:-wanted]
            values = [v for v in values if cells[v].text] if any(cells[v].text for v in label_columns) else values[-wanted:]
        return values

    def _is_illegible_title(self, number: int) -> bool:
        cell = self.cells.all[number]
        return cell.value is None and LOST in cell.text
