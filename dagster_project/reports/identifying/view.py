"""A cleaned document cut into what identification looks at: lines, head, tail, title lines.

Does not belong here: deciding anything from them.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass

from dagster_project.reports.model import CleanText

HEAD_CHARACTERS = 1800
TAIL_CHARACTERS = 900
TITLE_WINDOW = 3000
"""Titles stand at the top; a page may carry much navigation before them."""

BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Line:
    """One line without blanks inside; `start` is its place in the text."""

    text: str
    start: int
    in_chrome: bool


@dataclass(frozen=True, slots=True)
class View:
    """`body` is the text with chrome cut out; `head` and `tail` its ends; `lines` are all non-empty lines, chrome marked."""

    text: str
    body: str
    head: str
    tail: str
    lines: tuple[Line, ...]


def view(clean: CleanText) -> View:
    body = _without(clean.text, clean.chrome) if clean.chrome else clean.text
    return View(clean.text, body, body[:HEAD_CHARACTERS], body[-TAIL_CHARACTERS:], _lines(clean))


def _without(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    parts, position = [], 0
    for start, end in sorted(spans):
        parts.append(text[position:start])
        position = max(position, end)
    parts.append(text[position:])
    return "\n".join(parts)


def _lines(clean: CleanText) -> tuple[Line, ...]:
    spans = sorted(clean.chrome)
    starts = [start for start, _ in spans]
    lines, position = [], 0
    for raw in clean.text.split("\n"):
        text = BLANKS.sub("", raw)
        if text:
            middle = position + len(raw) // 2
            before = bisect_right(starts, middle) - 1
            lines.append(Line(text, position, before >= 0 and middle < spans[before][1]))
        position += len(raw) + 1
    return tuple(lines)
