"""A cleaned document cut into what identification looks at: body without chrome, head, lines of the top, its pronouns.

Each part is made when it is asked for: most reports say in their title whose they are. Does not belong here: deciding anything
from them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from operator import itemgetter
from typing import NamedTuple

from dagster_project.reports.identifying.dates import year_places
from dagster_project.reports.model import CleanText, Span

HEAD_CHARACTERS = 1800
TITLE_WINDOW = 3000
"""Titles stand at the top; a page may carry much navigation before them."""
PRONOUN = re.compile(r"[我本](中心|[局镇乡街办委县区市州盟旗厅院省园处所队馆会社站校室])(?![级地人身着])")


class Line(NamedTuple):
    """One line without blanks inside; `start` and `end` are its place in the text."""

    text: str
    start: int
    end: int
    in_chrome: bool


class View:
    """`text` is the whole page, `body` the same with chrome cut out, `head` the beginning of the body, `top` that of the page."""

    def __init__(self, clean: CleanText) -> None:
        self.text = clean.text
        self.top = clean.text[:TITLE_WINDOW]
        self.body = _without(clean.text, clean.chrome) if clean.chrome else clean.text
        self.head = self.body[:HEAD_CHARACTERS]
        self._chrome = sorted(clean.chrome)

    @cached_property
    def pronouns(self) -> Counter[str]:
        """我局, 本镇 and the like, counted by their last word."""
        return Counter(PRONOUN.findall(self.body))

    @cached_property
    def years(self) -> list[int]:
        """Where the body names a year."""
        return year_places(self.body)

    def lines(self, start: int = 0) -> Iterator[Line]:
        """The lines of the top that hold anything, from the one that begins at `start` on."""
        while start < len(self.top):
            line = self.line_at(start)
            if line.text:
                yield line
            start = line.end + 1

    def line_at(self, position: int) -> Line:
        """The line at this position of the top."""
        top = self.top
        start, end = top.rfind("\n", 0, position) + 1, top.find("\n", position)
        end = end if end >= 0 else len(top)
        return Line("".join(top[start:end].split()), start, end, bool(self._chrome) and self._in_chrome((start + end) // 2))

    def around(self, line: Line, reach: int) -> tuple[list[Line], int]:
        """The line among so many others above and below it that hold anything, and its place among them."""
        above: list[Line] = []
        start = line.start
        while start and len(above) < reach:
            other = self.line_at(start - 1)
            start = other.start
            if other.text:
                above.append(other)
        return [*above[::-1], line, *islice(self.lines(line.end + 1), reach)], len(above)

    def _in_chrome(self, position: int) -> bool:
        before = bisect_right(self._chrome, position, key=itemgetter(0)) - 1
        return before >= 0 and position < self._chrome[before][1]


def _without(text: str, spans: tuple[Span, ...]) -> str:
    parts, position = [], 0
    for start, end in sorted(spans):
        parts.append(text[position:start])
        position = max(position, end)
    parts.append(text[position:])
    return "\n".join(parts)
