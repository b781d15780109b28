"""Reading the tables of one report: align the rows of the chosen form with the cells, place the values."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import dropwhile, pairwise, takewhile
from typing import NamedTuple

from dagster_project.reports.model import LOST, CleanText, Signal, Span
from dagster_project.reports.tables.cells import Cell, cells_of
from dagster_project.reports.tables.chains import CellLabel, LabelHit, label_cells, whole_chain
from dagster_project.reports.tables.choosing import ChosenTable, choose_tables, distinct_labels
from dagster_project.reports.tables.forms import FormCell, FormRow, units
from dagster_project.reports.tables.placing import Placed, Unplaced, glued_values, place
from dagster_project.reports.tables.unknown import unknown_table
from dagster_project.reports.tables.values import BLANK, CellValue
from dagster_project.reports.tables.years import Year, column_years

_WIDEST_LINE = 40
_LONGEST_LOCAL_LABEL = 40
_TALLEST_TURNED = 10
"""So many lines a table may have below its header when rows and columns changed places."""


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


@dataclass
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


def read_tables(clean: CleanText, regime_by_year: str | None = None, report_year: int | None = None) -> TableReading:
    """Facts of all statutory tables of a report. The regime only breaks a tie between forms whose rows are the same."""
    reading = TableReading()
    cells = cells_of(clean)
    labels = label_cells(cells)
    for number, chosen in enumerate(choose_tables(labels, regime_by_year), start=1):
        _TableReader(reading, chosen, number, cells, labels, report_year=report_year).read()
    known_rows = len({(fact.table_no, fact.row_no) for fact in reading.facts})
    if found := unknown_table(cells, labels, known_rows):
        reading.unknown = found[1]
    seen = {label.key for label in labels.values()}
    votes = Counter(f.form for f in reading.facts)
    reading.form = max(votes, key=lambda form: (distinct_labels(form, seen), votes[form])) if votes else None
    return reading


@dataclass(frozen=True, slots=True)
class _Printed:
    """What is printed behind a label: value cells, the unit cell, the code of the row, and the index of the first cell that is none."""

    values: list[Cell]
    unit: Cell | None
    stop: int
    code: Cell | None = None


class _TableReader:
    """Reads one table into `reading`."""

    def __init__(
        self,
        reading: TableReading,
        chosen: ChosenTable,
        number: int,
        cells: list[Cell],
        labels: dict[int, CellLabel],
        *,
        report_year: int | None,
    ) -> None:
        self.reading, self.table, self.number, self.cells, self.labels = reading, chosen.table, number, cells, labels
        self.chain, self.report_year = chosen.chain, report_year
        self.years: tuple[Year, ...] = ()
        self.has_total = self.table.layout == "rows_by_applicant"
        self.one_type = False

    def read(self) -> None:
        if self.table.layout == "single_row":
            self._read_single_row()
        else:
            self.chain = whole_chain(self.table, self.chain, self.cells, self.labels)
            self._read_rows()

    def _signal(self, rule_id: str, message: str, span: Span) -> None:
        self.reading.signals.append(Signal(rule_id, "fail", None, None, message, span))

    # --- a table of one row below its column titles

    def _read_single_row(self) -> None:
        header, row = self.chain[0], self.table.rows[0]
        first, last = self.cells[header.first], self.cells[header.last]
        if header.last + 1 == len(self.cells):
            self._signal("TAB-ROW", f"the text ends below {last.text}", (last.start, last.end))
            self.reading.spans.append((first.start, last.end))
            return
        beside = self._values_beside(header, row)
        values = beside or self._values_below(header.last, len(row.cells))
        try:
            placed = place(values, len(row.cells))
        except Unplaced as reason:
            end = values[-1].end
            self._signal("TAB-ROW", f"row of values below {last.text}: {reason}", (last.start, end))
        else:
            end = self._add_row(1, row.cells, placed, (last.start, last.end), None)
        self.reading.spans.append((first.start, end))

    def _values_beside(self, header: LabelHit, row: FormRow) -> list[Cell]:
        """The values where each stands behind its own column title; empty unless every title of the form has one."""
        titles = [i for i in range(header.first, header.last + 1) if i in self.labels and self.labels[i].key in row.column_keys]
        behind = [i for i in titles if i + 1 < len(self.cells) and self.cells[i + 1].text and self.cells[i + 1].value]
        whole = tuple(self.labels[i].key for i in behind) == row.column_keys
        return [self.cells[i + 1] for i in behind] if whole else []

    def _values_below(self, header_end: int, wanted: int) -> list[Cell]:
        line = self.cells[header_end].line
        values: list[Cell] = []
        behind = dropwhile(lambda cell: LOST in cell.text and cell.value is None, self.cells[header_end + 1 :])
        for cell in behind:  # behind titles that cannot be read any more
            full = len(values) >= wanted and cell.line != values[-1].line
            if cell.line == line or cell.value is None or full:
                break
            values.append(cell)
        while len(values) > wanted and values[-1].blank_line:
            values.pop()
        if len(values) > wanted and values[0].grid:
            label_columns = values[:-wanted]
            values = [v for v in values if v.text] if any(c.text for c in label_columns) else values[-wanted:]
        return values

    # --- a table of labelled rows

    def _read_rows(self) -> None:
        if self._is_turned():
            return
        starts = self._grid_starts() if self.has_total else {}
        limits = [*(h.first for h in self.chain[1:]), len(self.cells)]
        if self.table.layout == "rows":
            self.years = column_years(self.cells, self.chain[0].first, self._is_header, self.report_year)
        rows = [self._printed_behind(hit, limit) for hit, limit in zip(self.chain, limits, strict=True)]
        self.one_type = max((sum(bool(v.text) for v in row.values) for row in rows), default=0) <= 2
        first = self.cells[self._table_start()]
        end = first.end
        if self.table.layout == "rows":
            self.reading.codes += self._row_numbers()
        for row_no, (hit, printed, limit) in enumerate(zip(self.chain, rows, limits, strict=True), start=1):
            end = max(end, self.cells[hit.last].end, *(v.end for v in printed.values))
            self.reading.labels.append((self.cells[hit.first].start, self.cells[hit.last].end - len(hit.glued)))
            if printed.code:
                self.reading.codes.append((printed.code.start, printed.code.end))
                end = max(end, printed.code.end)
            if row_no < len(rows):
                self._signal_strangers(printed.stop, limit)
            if self.table.rows[hit.row].cells:
                end = max(end, self._read_row(row_no, hit, printed, starts))
        if self.table.has_unit_column:
            end = max(end, self._signal_local_rows(rows[-1].stop))
        elif self.has_total:
            self._signal_row_below(rows[-1].stop)
        self.reading.spans.append((first.start, end))

    def _is_turned(self) -> bool:
        """Rows and columns changed places: the labels of the form stand side by side, so nothing behind them is theirs."""
        lines = Counter(self.cells[hit.first].line for hit in self.chain if self.cells[hit.first].grid)
        line, count = lines.most_common(1)[0] if lines else (0, 0)
        if count * 2 < len(self.chain) or count < self.table.min_rows:
            return False
        first = self.cells[self.chain[0].first]
        below = [cell for cell in self.cells[self.chain[-1].last :] if cell.grid and cell.line - line <= _TALLEST_TURNED]
        end = max(cell.end for cell in below)
        self._signal("TAB-ROW", "rows and columns of the table changed places: none of its values was placed", (first.start, end))
        self.reading.spans.append((first.start, end))
        return True

    def _row_numbers(self) -> list[Span]:
        """The numbers of a first column that only counts the rows."""
        before = [self.cells[hit.first - 1] for hit in self.chain if hit.first and self.cells[hit.first].column]
        numbers = [cell for cell in before if cell.grid and cell.text.isdigit() and cell.column == 0]
        counts = all(int(a.text) < int(b.text) for a, b in pairwise(numbers))
        return [(cell.start, cell.end) for cell in numbers] if counts and len(numbers) * 2 > len(self.chain) else []

    def _read_row(self, row_no: int, hit: LabelHit, printed: _Printed, starts: dict[int, int]) -> int:
        """Place the values of one row; returns the end of what was read."""
        row, label = self.table.rows[hit.row], self.cells[hit.first]
        if self.years:
            return self._read_years(row_no, hit, printed)
        try:
            placed = self._place(hit, printed.values, len(row.cells), starts)
        except Unplaced as reason:
            end = printed.values[-1].end if printed.values else label.end
            self._signal("TAB-ROW", f"{row.label}: {reason}", (label.start, end))
            return end
        # In a row that lost cells a value without a place is no surplus.
        rule_id = "TAB-SURPLUS" if placed.only is None else "TAB-ROW"
        for cell in placed.surplus:
            self._signal(rule_id, f"{row.label}: {cell.text} belongs to no cell of the row", (cell.start, cell.end))
        return self._add_row(row_no, row.cells, placed, (label.start, self.cells[hit.last].end), printed.unit)

    def _read_years(self, row_no: int, hit: LabelHit, printed: _Printed) -> int:
        """The values of one row below columns of years; a row that lost one tells nothing."""
        row, label, values = self.table.rows[hit.row], self.cells[hit.first], printed.values
        end = values[-1].end if values else label.end
        if hit.glued or len(values) != len(self.years):
            self._signal("TAB-ROW", f"{row.label}: {len(values)} values below {len(self.years)} columns of years", (label.start, end))
            return end
        for column, (year, cell) in enumerate(zip(self.years, values, strict=True), start=1):
            if year:
                placed = Placed((cell if cell.text else None,))
                other = None if year == self.report_year else year
                span = (label.start, self.cells[hit.last].end)
                end = max(end, self._add_row(row_no, row.cells, placed, span, printed.unit, first_column=column, other_year=other))
        return end

    def _place(self, hit: LabelHit, values: list[Cell], wanted: int, starts: dict[int, int]) -> Placed:
        label = self.cells[hit.first]
        glued = glued_values(hit.glued, self.cells[hit.last], wanted, self.has_total)
        if glued:
            filled = [v for v in values if v.text]
            if len(filled) == wanted:
                return Placed(tuple(filled), surplus=tuple(glued))
            if len(glued) + len(values) == wanted:
                return Placed((*glued, *(v if v.text else None for v in values)))
            values = [*glued, *filled]
        if self.table.layout == "rows" and values:
            used = min(self.table.used_column, len(values) - 1)
            surplus = [v for i, v in enumerate(values) if i != used and v.text and i >= self.table.value_columns]
            return Placed((values[used] if values[used].text else None,), surplus=tuple(surplus))
        on_line = [c for c in values if c.line == label.line]
        width = (on_line[-1].column + 1) if label.grid and on_line else 0
        return place(values, wanted, grid_start=starts.get(width), has_total=self.has_total, one_type=self.one_type)

    def _grid_starts(self) -> dict[int, int]:
        """For rows printed in a grid: its width -> the column at which values begin, agreed by all rows of that width."""
        widths: dict[int, list[list[Cell]]] = {}
        wanted = max(len(self.table.rows[h.row].cells) for h in self.chain)
        for hit in self.chain:
            cell = self.cells[hit.first]
            if self.table.rows[hit.row].cells and cell.grid:
                line = self._line_from(hit.first)
                widths.setdefault(len(line) + cell.column, []).append(line)
        starts = {}
        for width, lines in widths.items():
            if width <= wanted:
                continue  # cells were left out of this row, so a column tells nothing
            filled = [c.column for line in lines for c in line[1:] if c.text and c.value is not None]
            start = width - wanted
            if start <= max(line[0].column for line in lines):
                continue  # the values would begin in the column of the labels: the row lost cells
            if filled and not start <= min(filled) <= max(filled) < start + wanted and max(filled) - min(filled) < wanted:
                start = min(filled)
            starts[width] = start
        return starts

    def _line_from(self, first: int) -> list[Cell]:
        """The cell and those that follow it in its line."""
        line = self.cells[first].line
        return list(takewhile(lambda cell: cell.line == line, self.cells[first : first + _WIDEST_LINE]))

    def _printed_behind(self, hit: LabelHit, limit: int) -> _Printed:
        label, wanted = self.cells[hit.last], len(self.years) or len(self.table.rows[hit.row].cells)
        values: list[Cell] = []
        unit: Cell | None = None
        code: Cell | None = None
        at, limit = hit.last + 1, min(limit, len(self.cells))
        has_text = unit_lost = False
        while at < limit:
            cell = self.cells[at]
            if label.grid and cell.line != label.line:
                break
            if cell.value is None:
                if unit or has_text or cell.text.strip("()") not in units():
                    break
                unit, values = cell, []
            elif cell.text == LOST and self.table.has_unit_column and not (unit or has_text or unit_lost):
                unit_lost, values = True, []  # it cannot be read any more, and tells no value
            elif self.table.has_code_column and not code and cell.text.isdigit() and len(cell.text) == 2:
                code = cell
            else:
                values.append(cell)
                has_text = has_text or bool(cell.text)
            at += 1
        filled = sum(bool(v.text) for v in values)
        while values and values[-1].blank_line and filled >= wanted:
            values.pop()
        if not label.grid and sum(not v.blank_line for v in values) >= wanted:
            values = [v for v in values if not v.blank_line]
        return _Printed(values, unit, at, code)

    def _signal_strangers(self, start: int, end: int) -> None:
        """Rows between two known rows that no form knows: the label becomes a signal, its values stay in the ledger."""
        for at in range(start, end - 1):
            cell, behind = self.cells[at], self.cells[at + 1]
            is_label = cell.text and at not in self.labels and cell.value is None and cell.text not in units()
            if is_label and behind.text and behind.value is not None:
                self._signal_stranger(cell)

    def _signal_stranger(self, cell: Cell) -> None:
        self._signal("TAB-LABEL", f"no form of the catalogue has a row {cell.text}", (cell.start, cell.end))
        self.reading.labels.append((cell.start, cell.end))

    def _signal_row_below(self, at: int) -> None:
        """A row of numbers behind the last known row of the form, whose label nobody knows."""
        while at < len(self.cells) and not self.cells[at].text:
            at += 1
        behind = takewhile(lambda cell: cell.value is not None, self.cells[at + 1 : at + _WIDEST_LINE])
        filled = sum(bool(cell.text) for cell in behind)
        if at < len(self.cells) and self.cells[at].value is None and at not in self.labels and filled * 2 >= self.table.value_columns:
            self._signal_stranger(self.cells[at])

    def _signal_local_rows(self, at: int) -> int:
        """Rows that a place added below the last row of the form, each with a unit and values; returns where they end, or 0."""
        end = 0
        while at + 1 < len(self.cells):
            label, unit = self.cells[at], self.cells[at + 1]
            is_label = label.text and len(label.text) <= _LONGEST_LOCAL_LABEL and label.value is None
            parted = unit.text in units() or (unit.value is not None and unit.value.state == "dash")
            if not is_label or at in self.labels or not parted:
                break
            at, end = at + 2, unit.end
            while at < len(self.cells) and self.cells[at].value is not None:
                end = max(end, self.cells[at].end)
                at += 1
            self._signal_stranger(label)
        return end

    def _table_start(self) -> int:
        """Index of the first header cell directly above the first row."""
        at = self.chain[0].first
        while at > 0 and self._is_header(at - 1):
            at -= 1
        while not self.cells[at].text:
            at += 1
        return at

    def _is_header(self, at: int) -> bool:
        text = self.cells[at].text
        return not text or text in units() or (at in self.labels and self.labels[at].key in self.table.all_keys)

    def _add_row(
        self,
        row_no: int,
        row: tuple[FormCell, ...],
        placed: Placed,
        label: Span,
        unit: Cell | None,
        *,
        first_column: int = 1,
        other_year: int | None = None,
    ) -> int:
        """Append the facts of one row; returns the end of its evidence, which reaches from the label to the cell."""
        end = label[1]
        table, number, facts = self.table, self.number, self.reading.facts
        unit_end, unit_text = (unit.end, unit.text.strip("()")) if unit else (0, None)
        for column, (form_cell, cell) in enumerate(zip(row, placed.cells, strict=True)):
            if placed.only is not None and column not in placed.only:
                continue
            value = (cell.value if cell else None) or BLANK
            end = max(end, cell.end if cell else 0, unit_end)
            printed = value.unit or unit_text
            if printed and not value.unit:
                value = value.with_column_unit(printed)
            span = (cell.start, cell.end) if cell and cell.text else None
            place = (table.form, table.table_id, number, row_no, column + first_column)
            facts.append(TableFact(*place, form_cell, value, (label[0], end), span, printed, other_year))
        return end
