"""Reading a table of one row of values below its column titles."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import dropwhile, pairwise

from dagster_project.reports.model import LOST
from dagster_project.reports.tables.cell import BLANK_LINE, FILLED
from dagster_project.reports.tables.chains import LabelHit
from dagster_project.reports.tables.facts import UNFILLED, TableReader
from dagster_project.reports.tables.forms import FormRow
from dagster_project.reports.tables.placing import Unplaced, place

_VALUES = frozenset(FILLED)


class SingleRow(TableReader):
    """The reader of such a table: its chain is its header as one hit, or as one for each group of columns below another."""

    def read(self) -> None:
        """Place the values that stand below the titles, or each behind its own."""
        if self._lacks_groups():
            if self._read_rows_of_groups() or self._read_turned():
                return
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

    def _read_rows_of_groups(self) -> bool:
        """Each group of columns as a row of its own below one group of titles, told by the label of the row; false if there are no rows."""
        cells, row, header = self.cells, self.table.rows[0], self.chain[0]
        read, at = set[int](), header.last + 1
        while len(self.chain) == 1 and (found := self._row_of_group(at, header, len(row.group_titles))):
            words, values = found
            text, label = "".join(cells.all[number].text for number in words), cells.span(words[0], words[-1])
            group = row.group_of(text)
            if group is None or group in read:
                self.signal("TAB-ROW", f"which columns of the form the row {text} fills is not told", (label[0], cells.end(values[-1])))
            else:
                read.add(group)
                filled = [number if cells.all[number].text else UNFILLED for number in values]
                self.add_row(len(read), row.cells_of_group(group), label, filled)
            at = values[-1] + 1
        if at > header.last + 1:
            self.reading.spans.append((cells.start(header.first), cells.end(at - 1)))
        return at > header.last + 1

    def _read_turned(self) -> bool:
        """Each title as a row, with a value below the name of each group of columns; false if it is not so."""
        cells, row, header = self.cells, self.table.rows[0], self.chain[0]
        size, names = len(row.group_titles), len(row.cells) // len(row.group_titles)
        titles = [n for n in range(header.first, header.last + 1) if self.labels.keys.get(n) in self.table.titles]
        groups = [row.group_of(cells.all[n].text) for n in range(max(0, titles[0] - names), titles[0])]
        values = [range(title + 1, title + 1 + names) for title in titles]
        if len(titles) != size or set(groups) != set(range(names)) or values[-1].stop > len(cells):
            return False
        apart = any(b - a != names + 1 for a, b in pairwise(titles))
        if apart or any(cells.all[n].value is None for each in values for n in each):
            return False
        for number, (title, each) in enumerate(zip(titles, values, strict=True)):
            form_cells = [row.cells_of_group(group)[number] for group in groups if group is not None]
            self.add_row(number + 1, form_cells, cells.span(title), [n if cells.all[n].text else UNFILLED for n in each])
        self.reading.spans.append((cells.start(titles[0] - names), cells.end(values[-1][-1])))
        return True

    def _row_of_group(self, at: int, header: LabelHit, size: int) -> tuple[list[int], range] | None:
        """The cells that name a row from cell `at` on, and its values: those below the titles in a grid, else those behind its names."""
        cells = self.cells
        if at >= len(cells):
            return None
        if cells.in_grid(at):
            line = cells.line_of(at)
            start = line.start + cells.column(header.last) - size + 1
        else:
            line, start = range(at, len(cells)), next((n for n in range(at, len(cells)) if cells.all[n].value is not None), at)
        values = range(start, start + size)
        words = [number for number in range(line.start, start) if cells.all[number].text]
        if not words or values.stop > line.stop or any(cells.all[number].value is None for number in values):
            return None
        return (words, values) if all(cells.all[number].value is None for number in words) else None

    def _read_below(self, header: LabelHit, first: int, wanted: int) -> None:
        """The values of the form cells from number `first` on, below these titles."""
        cells, row = self.cells, self.table.rows[0]
        below = f"below {cells.all[header.last].text}"
        values = self._values_beside(header, row) or self._apart(self._values_below(header.last, wanted), row, wanted)
        if not values and header.last + 1 == len(cells):
            self.signal("TAB-ROW", f"the text ends {below}", cells.span(header.last))
            self.reading.spans.append(cells.span(header.first, header.last))
            return
        if not values and cells.is_unread_number(header.last + 1):
            self.signal("TAB-ROW", f"the row of values {below} runs together", cells.span(header.last, header.last + 1))
            self.reading.spans.append(cells.span(header.first, header.last + 1))
            return
        try:
            placed = place(cells, values, wanted)
            self._prove(header, placed.cells)
        except Unplaced as reason:
            start, end = cells.span(header.last, values[-1] if values else header.last)
            self.signal("TAB-ROW", f"row of values {below}: {reason}", (start, end))
        else:
            form_cells, label = row.cells[first : first + wanted], cells.span(header.last)
            self.add_row(1, form_cells, label, placed.cells, first_column=first + 1)
            end = cells.end(max(header.last, *placed.cells))
        self.reading.spans.append((cells.start(header.first), end))

    def _apart(self, values: list[int], row: FormRow, wanted: int) -> list[int]:
        """Each digit of a row whose values run together as a value, if each total is the sum of its group."""
        text = self.cells.all[values[0]].text if len(values) == 1 else ""
        if len(text) != wanted or not text.isdecimal():
            return values
        size = len(row.group_titles)
        digits = list(map(int, text))
        adds_up = all(sum(digits[at : at + size - 1]) == digits[at + size - 1] for at in range(0, wanted, size))
        return [self.cells.add_part(digit, values[0], at) for at, digit in enumerate(text)] if adds_up else values

    def _prove(self, header: LabelHit, placed: Sequence[int]) -> None:
        """Values that lost their titles are those of the form if each total among them is the sum of its group. Raises Unplaced."""
        if any(self.labels.keys.get(number) in self.table.titles for number in range(header.first, header.last + 1)):
            return
        size = len(self.table.rows[0].group_titles)
        numbers = [value.number if (value := self.cells.all[number].value) and number >= 0 else None for number in placed]
        groups = [numbers[at : at + size] for at in range(0, len(numbers), size)]
        adds_up = None not in numbers and all(sum(filter(None, group[:-1])) == group[-1] for group in groups)
        if not adds_up or self.cells.kinds[max(placed) + 1 :][:1] in tuple(FILLED):
            raise Unplaced("its titles are lost, and no sums tell which value is which")

    def _values_beside(self, header: LabelHit, row: FormRow) -> list[int]:
        """The values where each stands behind its own column title, or sticks to it; empty unless every title of the form has one."""
        cells, kinds = self.cells, self.cells.kinds
        keys = {number: self.labels.keys.get(number) for number in range(header.first, header.last + 1)}
        titles = [number for number, key in keys.items() if key in row.column_keys]
        if tuple(keys[number] for number in titles) == row.column_keys and all(cells.all[number].glued for number in titles):
            ends = [(number, cells.all[number]) for number in titles]
            return [cells.add_part(cell.glued, number, len(cell.text) - len(cell.glued)) for number, cell in ends]
        behind = [number + 1 for number in titles if kinds[number + 1 : number + 2] in _VALUES]
        whole = tuple(keys[number - 1] for number in behind) == row.column_keys
        return behind if whole else []

    def _values_below(self, last: int, wanted: int) -> list[int]:
        cells, kinds, lines = self.cells.all, self.cells.kinds, self.cells.lines
        values: list[int] = []
        behind = range(last + 1, len(self.cells))
        for number in dropwhile(self._is_illegible_title, behind):
            full = len(values) >= wanted and lines[number] != lines[values[-1]]
            if (lines[number] == lines[last] and self.cells.in_grid(number)) or cells[number].value is None or full:
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
