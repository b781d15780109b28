"""What the layout of a grid tells of a table whose lines mark their cells: where values begin, which column only counts the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from dagster_project.reports.model import Span
from dagster_project.reports.tables.cell import FILLED
from dagster_project.reports.tables.cells import WIDEST_LINE, Cells
from dagster_project.reports.tables.chains import LabelHit, Labels
from dagster_project.reports.tables.forms import FormTable

_TITLES_OF_CODES = frozenset({"代码", "编码", "编号", "序号", "行次", "行号"})
_HIGHEST_HEADER = 12
_LONGEST_COUNT = 4
_TALLEST_TURNED = 10
"""So many lines a table may have below its header when rows and columns changed places."""


def turned_table(cells: Cells, table: FormTable, chain: list[LabelHit]) -> Span | None:
    """The place of a table whose rows and columns changed places, so that nothing behind its labels is theirs; None if they did not."""
    if len({cells.lines[hit.first] for hit in chain}) * 2 > len(chain) + 2:
        return None  # on no line stands half of them
    in_grid = Counter(cells.lines[hit.first] for hit in chain if cells.in_grid(hit.first))
    line, count = in_grid.most_common(1)[0] if in_grid else (0, 0)
    if count * 2 < len(chain) or count < table.min_rows:
        return None
    end, lowest = chain[-1].last, cells.line_below(line, _TALLEST_TURNED)
    for number in range(end, len(cells)):
        if cells.lines[number] > lowest:
            break
        end = number if cells.in_grid(number) else end
    return cells.span(chain[0].first, end)


def column_order(cells: Cells, table: FormTable, labels: Labels, first: int) -> Sequence[int]:
    """For each cell of the form the printed column that holds it, where the line above cell `first` says so; empty for the form's order.

    Titles that stand with those of their groups are of several lines and say nothing.
    """
    titles, above = table.column_titles, cells.line_of(first).start - 1
    if not titles or above < 0 or not cells.in_grid(above):
        return ()
    filled = [number for number in cells.line_of(above) if cells.all[number].text]
    printed = [labels.keys.get(number, "") for number in filled[-len(titles) :]]
    if tuple(printed) == titles or sorted(printed) != sorted(titles):
        return ()
    return [printed.index(title) for title in titles]


def is_count(text: str) -> bool:
    """Whether a text may number a row; longer numbers are none, however many digits they have."""
    return len(text) <= _LONGEST_COUNT and text.isdecimal()


def numbers_between(cells: Cells, chain: list[LabelHit]) -> list[int]:
    """The cells before the labels of rows that only count these rows, where no line marks its cells; the first is above all values."""
    before = [hit.first - 1 for hit in chain if hit.first and not cells.in_grid(hit.first)]
    found = [number for number in before if is_count(cells.all[number].text)]
    if not found or found[0] != chain[0].first - 1 or len(found) * 3 < len(chain) * 2:
        return []
    numbers = [int(cells.all[number].text) for number in found]
    counts = all(a < b for a, b in pairwise(numbers)) and numbers[-1] - numbers[0] < 2 * len(chain)
    return found if counts else []


def row_numbers(cells: Cells, chain: list[LabelHit]) -> list[Span]:
    """The numbers of a first column that only counts the rows."""
    before = [hit.first - 1 for hit in chain if hit.first and cells.lines[hit.first - 1] == cells.lines[hit.first]]
    numbers = [number for number in before if is_count(cells.all[number].text) and cells.in_grid(number) and cells.column(number) == 0]
    counts = all(int(cells.all[a].text) < int(cells.all[b].text) for a, b in pairwise(numbers))
    return list(map(cells.span, numbers)) if counts and len(numbers) * 2 > len(chain) else []


def has_title_for_codes(cells: Cells, first: int) -> bool:
    """Whether the header above cell `first` has a title for the codes or numbers of rows."""
    return any(cell.text in _TITLES_OF_CODES for cell in cells.all[max(0, first - _HIGHEST_HEADER) : first])


def grid_starts(cells: Cells, table: FormTable, chain: list[LabelHit]) -> dict[int, int]:
    """For rows printed in a grid: its width -> the column at which values begin, agreed by all rows of that width."""
    widths: dict[int, list[int]] = {}
    wanted = max(len(table.rows[hit.row].cells) for hit in chain)
    for hit in chain:
        if cells.in_grid(hit.first) and table.rows[hit.row].cells:
            line = cells.line_of(hit.first)
            width = min(line.stop, hit.first + WIDEST_LINE) - line.start
            widths.setdefault(width, []).append(hit.first)
    starts = {}
    for width, labels in widths.items():
        start = width - wanted
        if start <= max(map(cells.column, labels)):
            continue  # cells were left out of this row, or the values would begin in the column of the labels: the row lost cells
        first, last = _filled_columns(cells, labels)
        if first and not start <= first <= last < start + wanted and last - first < wanted:
            start = first
        starts[width] = start
    return starts


def _filled_columns(cells: Cells, labels: list[int]) -> tuple[int, int]:
    """The first and the last column with a value behind any of these labels; 0 if there is none."""
    first = last = 0
    for number in labels:
        line = cells.line_of(number)
        kinds = cells.kinds[number + 1 : min(line.stop, number + WIDEST_LINE)]
        filled = [column for column, kind in enumerate(kinds, number + 1 - line.start) if kind in FILLED]
        if filled:
            first, last = min(first or filled[0], filled[0]), max(last, filled[-1])
    return first, last
