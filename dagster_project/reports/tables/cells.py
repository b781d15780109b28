"""A text as a stream of cells, in reading order.

Belongs here: which cells a report has and where they stand in it. Does not belong here: what a line or a cell is by itself (lines.py,
cell.py).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from itertools import accumulate, chain, islice
from operator import add

from dagster_project.reports.model import CleanText, Span
from dagster_project.reports.tables.cell import OPENING, PARAGRAPH, TEXT, Cell, cell_of
from dagster_project.reports.tables.lines import CLOSED, GRID, LONGEST_LABELLED, leaves_no_gaps, read_line, read_short_line

_LINE = re.compile(r"[^\n]+")
_UNREAD_NUMBER = re.compile(r"[\u4e00-\u9fff]{0,2}\d[\d.,\s]*年?")


_FEWEST_LINES = 40
"""A text of fewer lines may have no two that are the same by chance; forms print their titles again for each block."""
WIDEST_LINE = 40
"""So many cells a line of a table may have."""


class Cells:
    """All cells of a text outside page chrome, by their number.

    `all` are the cells, `places` where in the text the raw text of each begins, `lines` where its line begins, `kinds` their kinds as one
    word, in which the rows of a table are found at a glance. `padded`: a converter left blank cells out and filled the lines up with
    pipes at their ends, so that no column tells where a value stood.
    """

    __slots__ = ("_inside", "_marks", "all", "kinds", "lines", "padded", "places", "text")

    def __init__(self, clean: CleanText) -> None:
        texts = clean.text.split("\n")
        starts = accumulate([len(text) + 1 for text in texts], initial=0)
        chrome = {start for start, _ in clean.chrome}
        kept = [(start, text) for start, text in zip(starts, texts, strict=False) if text and start not in chrome]
        lines = [read_short_line(text) if len(text) <= LONGEST_LABELLED else read_line(text) for _, text in kept]
        self.padded = "||" in clean.text and leaves_no_gaps(lines)
        if self.padded:
            lines = [line.without_padding for line in lines]
        cells, places, kinds, marks, *_ = zip(*lines, strict=True) if lines else [()] * 4
        self.text = clean.text
        self.kinds = "".join(kinds)
        self.all: list[Cell] = list(chain.from_iterable(cells))
        self.lines = list(chain.from_iterable([[start] * len(some) for (start, _), some in zip(kept, places, strict=True)]))
        self.places = list(map(add, self.lines, chain.from_iterable(places)))
        self._marks = "".join(marks)
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

    def is_unread_number(self, number: int) -> bool:
        """Whether the cell is nothing but digits, or a unit and digits, and still no value, or begins with digits in the line of the cell
        before it: a blank cell before it would be no blank.
        """
        if number >= len(self.kinds) or self.kinds[number] not in TEXT + OPENING + PARAGRAPH:
            return False
        text = self.all[number].text
        goes_on = text[:1].isdigit() and self.lines[number] == self.lines[number - 1] and not self.in_grid(number)
        return goes_on or _UNREAD_NUMBER.fullmatch(text) is not None

    def in_grid(self, number: int) -> bool:
        """Whether the line of the cell marks its cells."""
        return self._marks[number] == GRID

    def is_closed(self, number: int) -> bool:
        """Whether the cell has a line of its own that a pipe ends."""
        return self._marks[number] == CLOSED

    def lost_repeats(self) -> bool:
        """Whether no line comes twice, as if a crawl had left out those that do: a value in a line of its own may be missing anywhere."""
        lines = [line for line in self.text.split("\n") if line.strip()]
        return len(lines) >= _FEWEST_LINES and len(set(lines)) == len(lines)

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
