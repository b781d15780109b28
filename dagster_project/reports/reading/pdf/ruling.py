"""From ruling lines to the cells of tables: where lines cross is a grid, and where a line is missing between two places they are one cell.

Does not belong here: the text inside the cells.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise

from dagster_project.reports.reading.pdf.drawing import Drawing, Point, Rule

_NEAR = 3.0
"""Lines closer than this (points) are one line, and ends this near a line touch it."""
_MOST_RULES = 1_500


@dataclass(frozen=True, slots=True)
class RuledTable:
    """One table: grid lines `xs`, `ys`, and for each row of the grid the number of the cell that holds each of its places.

    Cells need not be rectangles: where a file leaves lines out, neighbours run together. `open_ended` are the rows that end before the
    table's right edge: their last place, if it is blank, is no cell.
    """

    xs: list[float]
    ys: list[float]
    rows: list[list[int]]
    open_ended: frozenset[int]

    @property
    def top(self) -> float:
        return self.ys[0]

    def cell_at(self, point: Point) -> int | None:
        """The cell that holds a point; None outside the table."""
        column, row = bisect_right(self.xs, point[0]) - 1, bisect_right(self.ys, point[1]) - 1
        return self.rows[row][column] if 0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1 else None

    def right_of(self, cell: int) -> float:
        """The right edge of a cell."""
        return max(self.xs[column + 1] for row in self.rows for column, held in enumerate(row) if held == cell)


def find_tables(drawing: Drawing) -> list[RuledTable]:
    """The ruled tables of a page from top to bottom; frames around text, with one column, are none."""
    across, down = _merged(drawing.across), _merged(drawing.down)
    if not down or len(across) + len(down) > _MOST_RULES:
        return []
    tables = (_table(a, d) for a, d in _groups(across, down))
    return sorted((t for t in tables if t is not None), key=lambda t: t.top)


def _merged(rules: list[Rule]) -> list[Rule]:
    """Rules on the same line that touch or overlap as one; the two sides of a thin box are one line."""
    levels: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.at):
        if levels and rule.at - levels[-1][0].at <= _NEAR:
            levels[-1].append(rule)
        else:
            levels.append([rule])
    merged: list[Rule] = []
    for level in levels:
        at = sum(r.at * (r.end - r.start) for r in level) / sum(r.end - r.start for r in level)
        start, end = None, 0.0
        for rule in sorted(level, key=lambda r: r.start):
            if start is None:
                start, end = rule.start, rule.end
            elif rule.start <= end + _NEAR:
                end = max(end, rule.end)
            else:
                merged.append(Rule(at, start, end))
                start, end = rule.start, rule.end
        if start is not None:
            merged.append(Rule(at, start, end))
    return merged


class _Groups:
    """Numbers in groups that can be joined; the least number stands for its group."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def root(self, i: int) -> int:
        while self._parent[i] != i:
            self._parent[i] = self._parent[self._parent[i]]
            i = self._parent[i]
        return i

    def join(self, a: int, b: int) -> None:
        first, second = sorted((self.root(a), self.root(b)))
        self._parent[second] = first


def _groups(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Rules that cross or touch one another, directly or through others."""
    found = _Groups(len(across) + len(down))
    for i, a in enumerate(across):
        for j, d in enumerate(down, start=len(across)):
            if a.start - _NEAR <= d.at <= a.end + _NEAR and d.start - _NEAR <= a.at <= d.end + _NEAR:
                found.join(i, j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, rule in enumerate([*across, *down]):
        groups[found.root(i)][i >= len(across)].append(rule)
    return [g for g in groups.values() if len(g[0]) >= 2 and len(g[1]) >= 2]


def _table(across: list[Rule], down: list[Rule]) -> RuledTable | None:
    ys, xs = sorted({r.at for r in across}), sorted({r.at for r in down})
    if len(xs) < 3:
        return None
    is_open = [not _is_covered(down, xs[-1], (top + bottom) / 2) for top, bottom in pairwise(ys)]
    open_ended = frozenset() if all(is_open) else frozenset(row for row, is_it in enumerate(is_open) if is_it)
    return RuledTable(xs, ys, _cells(across, down, xs, ys), open_ended)


def _cells(across: list[Rule], down: list[Rule], xs: list[float], ys: list[float]) -> list[list[int]]:
    """For each place of the grid the cell it belongs to: places without a line between them share one."""
    rows, columns = len(ys) - 1, len(xs) - 1
    cells = _Groups(rows * columns)
    for r in range(rows):
        middle = (ys[r] + ys[r + 1]) / 2
        for c in range(columns - 1):
            if not _is_covered(down, xs[c + 1], middle):
                cells.join(r * columns + c, r * columns + c + 1)
    for c in range(columns):
        middle = (xs[c] + xs[c + 1]) / 2
        for r in range(rows - 1):
            if not _is_covered(across, ys[r + 1], middle):
                cells.join(r * columns + c, (r + 1) * columns + c)
    return [[cells.root(r * columns + c) for c in range(columns)] for r in range(rows)]


def _is_covered(rules: list[Rule], at: float, position: float) -> bool:
    return any(r.at == at and r.start - _NEAR <= position <= r.end + _NEAR for r in rules)
