"""Reading the tables of one report: choose the form of each table, align its rows, place its values."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from dagster_project.reports.model import CleanText, Span
from dagster_project.reports.tables.cells import Cell, cells_of
from dagster_project.reports.tables.chains import CellLabel, LabelHit, best_chain, label_cells, mend_chain
from dagster_project.reports.tables.forms import FormCell, FormTable, form_tables, units
from dagster_project.reports.tables.placing import Placed, Unplaced, place, split_glued
from dagster_project.reports.tables.values import CellValue, parse_cell


@dataclass(frozen=True, slots=True)
class TableFact:
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


@dataclass(frozen=True, slots=True)
class TableSignal:
    """A label, row or value of a table that was not used; the rule it belongs to and where it stands."""

    rule_id: str
    message: str
    span: Span


@dataclass
class TableReading:
    """What the tables of one report say. `spans` are the stretches of text that are tables: prose is not read there."""

    form: str | None = None
    facts: list[TableFact] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    signals: list[TableSignal] = field(default_factory=list)


def read_tables(clean: CleanText, report_year: int | None = None, regime_by_year: str | None = None) -> TableReading:
    """Facts of all statutory tables of a report. The year only breaks a tie between forms whose rows are the same."""
    cells = cells_of(clean)
    labels = label_cells(cells)
    reading = TableReading()
    if not labels:
        return reading
    seen_keys = {label.key for label in labels.values()}
    chosen = _choose_tables(labels, seen_keys, regime_by_year)
    for number, (table, chain) in enumerate(chosen, start=1):
        if table.layout == "single_row":
            _read_single_row(reading, table, number, cells, labels)
        else:
            _read_rows(reading, table, number, mend_chain(table, chain, cells, labels), cells, labels)
    votes = Counter(f.form for f in reading.facts)
    reading.form = max(votes, key=lambda form: (_distinct(form, seen_keys), votes[form])) if votes else None
    return reading


def _distinct(form: str, seen_keys: set[str]) -> int:
    """How many labels of the text are printed by this form and by no other one."""
    own = {key for t in form_tables() if t.form == form for key in t.all_keys}
    others = {key for t in form_tables() if t.form != form for key in t.all_keys}
    return len((own - others) & seen_keys)


def _choose_tables(labels: dict[int, CellLabel], seen_keys: set[str], regime_by_year: str | None) -> list[tuple[FormTable, list[LabelHit]]]:
    """For each kind of table the form that fits best, in the order of the text."""
    candidates: dict[str, list[tuple[tuple, FormTable, list[LabelHit]]]] = {}
    for table in form_tables():
        if table.layout == "single_row":
            first = _header_run(table, labels)
            chain = [LabelHit(first[0], first[-1], 0)] if first else []
        else:
            chain = best_chain(table, labels)
        if not chain or (table.layout != "single_row" and len(chain) < table.min_rows):
            continue
        own = len(table.all_keys & seen_keys)
        fits_year = regime_by_year is not None and table.form.startswith(regime_by_year)
        score = (len(chain) + own, _distinct(table.form, seen_keys), fits_year)
        candidates.setdefault(table.table_id, []).append((score, table, chain))
    chosen = [max(found, key=lambda c: c[0])[1:] for found in candidates.values()]
    return sorted(chosen, key=lambda c: c[1][0].first)


def _header_run(table: FormTable, labels: dict[int, CellLabel]) -> list[int]:
    """Cells of the column titles of a table of one row: the run that holds each title as often as the form prints it."""
    titles = Counter(_column_titles(table))
    positions = [i for i, label in labels.items() if label.key in titles or label.key in table.header_keys]
    runs: list[list[int]] = []
    for i in positions:
        if runs and i - runs[-1][-1] <= 4:
            runs[-1].append(i)
        else:
            runs.append([i])
    enough = [run for run in runs if sum(labels[i].key in titles for i in run) >= max(8, sum(titles.values()) // 2)]
    return max(enough, key=len, default=[])


def _column_titles(table: FormTable) -> list[str]:
    from dagster_project.reports.tables.single_row import column_titles

    return column_titles(table.form, table.table_id)


def _read_single_row(reading: TableReading, table: FormTable, number: int, cells: list[Cell], labels: dict[int, CellLabel]) -> None:
    run = _header_run(table, labels)
    row = table.rows[0]
    last = run[-1]
    line = cells[last].line
    behind: list[Cell] = []
    for cell in cells[last + 1 :]:
        if cell.line == line or parse_cell(cell.text) is None or (behind and len(behind) >= len(row.cells) and cell.line != behind[-1].line):
            break
        behind.append(cell)
    while behind and behind[-1].blank_line and len(behind) > len(row.cells):
        behind.pop()
    header_start, header = cells[run[0]].start, cells[last]
    if behind and behind[0].grid and len(behind) > len(row.cells):
        behind = behind[-len(row.cells) :] if not any(c.text for c in behind[: -len(row.cells)]) else [c for c in behind if c.text]
    try:
        placed = place(behind, len(row.cells))
    except Unplaced as reason:
        span = (header.start, behind[-1].end)
        reading.signals.append(TableSignal("TAB-ROW", f"复议诉讼 row: {reason}", span))
        reading.spans.append((header_start, behind[-1].end))
        return
    end = _add_row(reading, table, number, 1, row.cells, placed, header.start, header.end, None)
    reading.spans.append((header_start, max(end, header.end)))


def _grid_starts(table: FormTable, chain: list[LabelHit], cells: list[Cell], labels: dict[int, CellLabel]) -> dict[int, int]:
    """For rows printed in a grid: width of the grid (cells a line) -> column at which values begin, agreed by all rows of that width."""
    widths: dict[int, list[list[Cell]]] = {}
    for hit in chain:
        row = table.rows[hit.row]
        if not row.cells or not cells[hit.first].grid:
            continue
        line = [c for c in cells[hit.first : hit.first + 40] if c.line == cells[hit.first].line]
        widths.setdefault(len(line) + cells[hit.first].column, []).append(line)
    starts = {}
    for width, lines in widths.items():
        wanted = max(len(table.rows[h.row].cells) for h in chain)
        if width <= wanted:
            continue  # cells were left out of this row, so a column tells nothing
        filled = [c.column for line in lines for c in line[1:] if c.text and parse_cell(c.text) is not None]
        start = width - wanted
        if filled and (min(filled) < start or max(filled) >= start + wanted):
            start = min(filled) if max(filled) - min(filled) < wanted else start
        starts[width] = start
    return starts


def _read_rows(reading: TableReading, table: FormTable, number: int, chain: list[LabelHit], cells: list[Cell], labels: dict[int, CellLabel]) -> None:
    starts = _grid_starts(table, chain, cells, labels) if table.layout == "rows_by_applicant" else {}
    first_cell = _table_start(table, chain[0].first, cells, labels)
    end = cells[chain[-1].last].end
    for position, (hit, following) in enumerate(pairwise([*chain, LabelHit(len(cells), 0, -1)]), start=1):
        row = table.rows[hit.row]
        values, unit, stop = _values_behind(table, hit, following.first, cells, labels)
        end = max(end, cells[hit.last].end)
        _signal_strangers(reading, table, stop, following, cells, labels)
        if not row.cells:
            continue
        wanted, has_total = len(row.cells), table.layout == "rows_by_applicant"
        label = cells[hit.first]
        try:
            placed = _place_row(table, hit, values, wanted, has_total, label, starts, cells)
        except Unplaced as reason:
            span = (label.start, values[-1].end if values else label.end)
            reading.signals.append(TableSignal("TAB-ROW", f"{row.label}: {reason}", span))
            end = max(end, span[1])
            continue
        row_end = _add_row(reading, table, number, position, row.cells, placed, label.start, cells[hit.last].end, unit)
        for cell in placed.surplus:
            reading.signals.append(TableSignal("TAB-SURPLUS", f"{row.label}: {cell.text} belongs to no cell of the row", (cell.start, cell.end)))
        end = max(end, row_end, *(v.end for v in values))
    reading.spans.append((cells[first_cell].start, end))


def _place_row(
    table: FormTable, hit: LabelHit, values: list[Cell], wanted: int, has_total: bool, label: Cell, starts: dict[int, int], cells: list[Cell]
) -> Placed:
    glued = _glued_cells(hit, cells[hit.last], wanted, has_total)
    printed = [v for v in values if v.text]
    if glued and len(printed) == wanted:
        return Placed(tuple(printed), surplus=tuple(glued))
    if glued and len(glued) + len(printed) == wanted:
        return Placed((*glued, *printed))
    if glued and len(glued) + len(values) == wanted:
        return Placed((*glued, *(v if v.text else None for v in values)))
    if glued:
        values = [*glued, *printed]
    if table.layout == "rows" and values:
        used = min(table.used_column, len(values) - 1)
        surplus = [v for i, v in enumerate(values) if i != used and v.text and i >= table.value_columns]
        return Placed((values[used] if values[used].text else None,), surplus=tuple(surplus))
    line = [c for c in values if c.line == label.line]
    width = (line[-1].column + 1) if label.grid and line else 0
    return place(values, wanted, grid_start=starts.get(width), has_total=has_total)


def _glued_cells(hit: LabelHit, cell: Cell, wanted: int, has_total: bool) -> list[Cell]:
    """The value (or the one-digit values) stuck to the end of the label."""
    if not hit.glued:
        return []
    start = cell.end - len(hit.glued)
    digits = split_glued(hit.glued, wanted, has_total)
    if digits is None:
        return [Cell(hit.glued, start, cell.end, cell.line, cell.column, grid=False)]
    return [Cell(str(d), start + i, start + i + 1, cell.line, cell.column, grid=False) for i, d in enumerate(digits)]


def _values_behind(
    table: FormTable, hit: LabelHit, limit: int, cells: list[Cell], labels: dict[int, CellLabel]
) -> tuple[list[Cell], Cell | None, int]:
    """Value cells behind a label, its unit cell, and the index of the first cell that is neither."""
    label = cells[hit.last]
    values: list[Cell] = []
    unit = None
    code_seen = not table.has_code_column
    at = hit.last + 1
    while at < min(limit, len(cells)):
        cell = cells[at]
        if label.grid and cell.line != label.line:
            break
        if cell.text and cell.text in units() and unit is None and not any(v.text for v in values):
            unit, values = cell, []
        elif cell.text and table.has_unit_column and parse_cell(cell.text) is None and cell.text.strip("()") in units() and unit is None:
            unit, values = cell, []
        elif parse_cell(cell.text) is None or (at in labels and cell.text):
            break
        elif not code_seen and cell.text.isdigit() and len(cell.text) == 2:
            code_seen = True
        else:
            values.append(cell)
        at += 1
    while values and values[-1].blank_line and len([v for v in values if v.text]) >= len(table.rows[hit.row].cells):
        values.pop()
    if not label.grid and sum(not v.blank_line for v in values) >= len(table.rows[hit.row].cells):
        values = [v for v in values if not v.blank_line]
    return values, unit, at


def _signal_strangers(
    reading: TableReading, table: FormTable, at: int, following: LabelHit, cells: list[Cell], labels: dict[int, CellLabel]
) -> None:
    """Rows between two known rows that no form knows: their label becomes a signal, their values stay in the ledger."""
    last_of_table = following.row < 0
    while at < following.first and not last_of_table:
        cell = cells[at]
        value_follows = at + 1 < len(cells) and bool(cells[at + 1].text) and parse_cell(cells[at + 1].text) is not None
        if cell.text and at not in labels and value_follows and parse_cell(cell.text) is None and cell.text not in units():
            reading.signals.append(TableSignal("TAB-LABEL", f"no form of the catalogue has a row {cell.text}", (cell.start, cell.end)))
        at += 1


def _table_start(table: FormTable, first: int, cells: list[Cell], labels: dict[int, CellLabel]) -> int:
    """Index of the first header cell directly above the first row."""
    at = first
    while at > 0 and (not cells[at - 1].text or (at - 1 in labels and labels[at - 1].key in table.all_keys) or cells[at - 1].text in units()):
        at -= 1
    while not cells[at].text:
        at += 1
    return at


def _add_row(
    reading: TableReading, table: FormTable, number: int, row_no: int, row: tuple[FormCell, ...], placed: Placed, start: int, label_end: int, unit: Cell | None
) -> int:
    """Append the facts of one row; returns the end of its evidence."""
    end = label_end
    for column, (form_cell, cell) in enumerate(zip(row, placed.cells, strict=True)):
        if placed.only is not None and column not in placed.only:
            continue
        value = parse_cell(cell.text) if cell else CellValue("blank_cell")
        if value is None:
            value = CellValue("unparseable")
        end = max(end, cell.end if cell else end, unit.end if unit else end)
        printed = value.unit or (unit.text.strip("()") if unit else None)
        span = (cell.start, cell.end) if cell and cell.text else None
        if printed and not value.unit:
            value = value.with_column_unit(printed)
        reading.facts.append(TableFact(table.form, table.table_id, number, row_no, column + 1, form_cell, value, (start, end), span, printed))
    return end
