"""A text as a stream of cells, in reading order.

Belongs here: which cells a report has and where they stand in it. Does not belong here: what a line or a cell is by itself (lines.py,
cell.py).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate, chain, islice

from dagster_project.reports.model import CleanText, Span
from dagster_project.reports.tables.cell import Cell, cell_of
from dagster_project.reports.tables.lines import CLOSED, GRID, LONGEST_LABELLED, leaves_no_gaps, read_line, read_short_line

_LINE = re.compile(r"[^\n]+")


class Cells:
    """All cells of a text outside page chrome, by their number.

    `all` are the cells, `places` where in the text the raw text of each begins, `lines` where its line begins, `kinds` their kinds as one
    word, in which the rows of a table are found at a glance. `padded`: a converter left blank cells out and filled the lines up with
    pipes at their ends, so that no column tells where a value stood.
    """

    __slots__ = ("_inside", "_marks", "all", "kinds", "lines", "padded", "places", "text")

    def __init__(self, clean: CleanText) -> None:
        texts = clean.text.split("\n")
        starts = accumulate([len(line) + 1 for line in texts], initial=0)
        lines = [(start, line) for start, line in zip(starts, texts, strict=False) if line]
        if clean.chrome:
            chrome_starts = {start for start, _ in clean.chrome}
            lines = [line for line in lines if chrome_starts.isdisjoint(_openings(*line))]
        found = [(start, read_short_line(line) if len(line) <= LONGEST_LABELLED else read_line(line)) for start, line in lines]
        self.padded = "||" in clean.text and leaves_no_gaps([line for _, line in found])
        if self.padded:
            found = [(start, line.without_padding) for start, line in found]
        self.text = clean.text
        self.kinds = "".join([line.kinds for _, line in found])
        self.all: list[Cell] = list(chain.from_iterable([line.cells for _, line in found]))
        self.places = [start + place for start, line in found for place in line.places]
        self.lines = [start for start, line in found for _ in line.places]
        self._marks = "".join([line.marks for _, line in found])
        self._inside: dict[int, int] = {}

    def __len__(self) -> int:
        return len(self.kinds)

    def start(self, number: int) -> int:
        """Where the cell begins in the text."""
        return self.places[number] + self.all[number].start

    def end(self, number: int) -> int:
        """Where the cell ends in the text."""
        return self.places[number] + self.all[number].end

    def span(self, first: int, last: int | None = None) -> Span:
        """Place of a cell in the text, or of all from it to another."""
        return self.start(first), self.end(first if last is None else last)

    def in_grid(self, number: int) -> bool:
        """Whether the line of the cell marks its cells."""
        return self._marks[number] == GRID

    def is_closed(self, number: int) -> bool:
        """Whether the cell has a line of its own that a pipe ends."""
        return self._marks[number] == CLOSED

    def line_of(self, number: int) -> range:
        """All cells of the line of a cell."""
        line, end = self.lines[number], len(self.kinds)
        return range(bisect_left(self.lines, line, 0, end), bisect_right(self.lines, line, 0, end))

    def line_end(self, number: int) -> int:
        """The cell behind the last one of the line of a cell."""
        return bisect_right(self.lines, self.lines[number], number, len(self.kinds))

    def column(self, number: int) -> int:
        """How many cells of its line stand before the cell."""
        number = self._inside.get(number, number)
        return number - self.line_of(number).start

    def line_below(self, line: int, count: int) -> int:
        """Where the line begins that is so many below another, or the last one; lines without any text are not counted."""
        return [match.start() for match in islice(_LINE.finditer(self.text, line), count + 1)][-1]

    def add_part(self, text: str, of: int, start: int) -> int:
        """Number a value that is printed inside a cell, from `start` on in it. It stands behind all others: no row is found in it."""
        self.all.append(cell_of(text))
        self.places.append(self.start(of) + start)
        self.lines.append(self.lines[of])
        self._marks += self._marks[of]
        number = len(self.all) - 1
        self._inside[number] = of
        return number


def _openings(start: int, line: str) -> tuple[int, int]:
    """Where the line begins, with its blanks and without them."""
    return start, start + (len(line) - len(line.lstrip()) if line[0] <= " " else 0)
