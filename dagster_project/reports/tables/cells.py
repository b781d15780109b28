"""A text as a stream of cells, in reading order.

Belongs here: which cells a report has and where they stand in it. Does not belong here: what a line or a cell is by itself (lines.py,
cell.py).
"""

from __future__ import annotations

import re
from itertools import islice

from dagster_project.reports.model import CleanText, Span
from dagster_project.reports.tables.cell import Cell
from dagster_project.reports.tables.lines import cells_of_line

_LINE = re.compile(r"[^\n]+")


class Cells:
    """All cells of a text outside page chrome, by their number.

    `all` are the cells, `lines` the place in the text where the line of each begins, `kinds` their kinds as one word, in which rows of a
    table are found at a glance.
    """

    __slots__ = ("all", "kinds", "lines", "text")

    def __init__(self, clean: CleanText) -> None:
        cells: list[Cell] = []
        lines: list[int] = []
        chrome_starts = {start for start, _ in clean.chrome}
        start = 0
        for line in clean.text.split("\n"):
            if line:
                is_chrome = start in chrome_starts or (line[0] <= " " and start + len(line) - len(line.lstrip()) in chrome_starts)
                if not is_chrome:
                    found = cells_of_line(line)
                    cells += found
                    lines += [start] * len(found)
            start += len(line) + 1
        self.text, self.all, self.lines = clean.text, cells, lines
        self.kinds = "".join([cell.kind for cell in cells])

    def __len__(self) -> int:
        return len(self.kinds)

    def start(self, number: int) -> int:
        """Where the cell begins in the text."""
        return self.lines[number] + self.all[number].start

    def end(self, number: int) -> int:
        """Where the cell ends in the text."""
        return self.lines[number] + self.all[number].end

    def span(self, first: int, last: int | None = None) -> Span:
        """Place of a cell in the text, or of all from it to another."""
        return self.start(first), self.end(first if last is None else last)

    def add(self, cell: Cell, beside: int) -> int:
        """Number a cell that is printed inside another one. It stands behind all others, and no row is found in it."""
        self.all.append(cell)
        self.lines.append(self.lines[beside])
        return len(self.all) - 1

    def line_below(self, line: int, count: int) -> int:
        """Where the line begins that is so many below another, or the last one; lines without any text are not counted."""
        return [match.start() for match in islice(_LINE.finditer(self.text, line), count + 1)][-1]
