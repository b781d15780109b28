"""A cleaned document cut into what identification looks at: body without chrome, head, lines of the top.

Does not belong here: deciding anything from them.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from typing import NamedTuple

from dagster_project.reports.model import CleanText, Span

HEAD_CHARACTERS = 1800
TITLE_WINDOW = 3000
"""Titles stand at the top; a page may carry much navigation before them."""


class Line(NamedTuple):
    """One line without blanks inside; `start` is its place in the text."""

    text: str
    start: int
    in_chrome: bool


@dataclass(frozen=True, slots=True)
class View:
    """`text` is the whole page, `body` the same with chrome cut out, `head` the beginning of the body, `lines` those of the page's top."""

    text: str
    body: str
    head: str
    lines: tuple[Line, ...]


def view(clean: CleanText) -> View:
    body = _without(clean.text, clean.chrome) if clean.chrome else clean.text
    return View(clean.text, body, body[:HEAD_CHARACTERS], _top_lines(clean))


def _without(text: str, spans: tuple[Span, ...]) -> str:
    parts, position = [], 0
    for start, end in sorted(spans):
        parts.append(text[position:start])
        position = max(position, end)
    parts.append(text[position:])
    return "\n".join(parts)


def _top_lines(clean: CleanText) -> tuple[Line, ...]:
    spans = sorted(clean.chrome)
    starts = [start for start, _ in spans]
    lines, position = [], 0
    for raw in clean.text[:TITLE_WINDOW].split("\n"):
        if text := "".join(raw.split()):
            middle = position + len(raw) // 2
            before = bisect_right(starts, middle) - 1
            lines.append(Line(text, position, before >= 0 and middle < spans[before][1]))
        position += len(raw) + 1
    return tuple(lines)
