"""The running text of a report as sentences, each with the section it stands in.

Blanks inside a line carry no meaning in Chinese text, so sentences are without them; `positions` leads back to the cleaned text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from dagster_project.catalogue import seed
from dagster_project.reports.model import CleanText, Span

_MARKDOWN = re.compile(r"[ \t]*(?:#{1,6}|>)[ \t]")
_INKED = re.compile(r"[^ \t\n]+")
_ENDS = re.compile(r"[。!?]")
_HEADING = re.compile(
    r"^(?:第?[一二三四五六七八九十]{1,3}(?:、|[.,:]|部分)|[(〔][一二三四五六七八九十]{1,3}[)〕]|[㈠-㈩]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨ]+[、.])"
)
_TOP_HEADING = re.compile(r"^(?:第?[一二三四五六七八九十]{1,3}(?:、|[.,:]|部分)|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨ]+[、.])")
_HEADING_WORDS = 36
_FRAGMENT = re.compile(r"^(?:\d[\d.,%]*$|[,。;、].*$|(?:条|件|份|次|个|篇|名|人|场|期|余|多|万|元|项|起)(?:[^\d]|$))")
"""A line that begins in the middle of a sentence: a number that a web page set apart, or what stands behind it."""
_OPENS_ANEW = re.compile(r"\d{1,2}[.、)](?!\d)|(?:19|20)\d\d年\d|.{2,30}(?:人民政府|办公室|委员会|局)$")
"""A point of a list, a date or a signature stands for itself."""
WRAPPED = 22
"""A line at least so long that does not end like a sentence goes on in the next line (PDF, fixed-width mail)."""


class Sentence(NamedTuple):
    """`text` without blanks; text[i] stands at `positions[i]` of the cleaned text. `first`: it opens its paragraph."""

    text: str
    positions: Sequence[int]
    section: str
    paragraph: int
    first: bool

    def span(self, start: int, end: int) -> Span:
        """Span in the cleaned text."""
        return self.positions[start], self.positions[end - 1] + 1


@cache
def _section_patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(row["section"], re.compile(row["pattern"])) for row in seed("section_kinds")]


def section_kind(heading: str) -> str | None:
    """The kind of section that a heading opens; None when the catalogue does not know its words."""
    return next((kind for kind, pattern in _section_patterns() if pattern.search(heading)), None)


class _Line(NamedTuple):
    text: str
    positions: Sequence[int]


def _without_blanks(text: str, start: int, end: int) -> _Line | None:
    """text[start:end] without blanks, and where each character stands; None if there is nothing else."""
    line = text[start:end].strip(" \t")
    if not line:
        return None
    if " " not in line and "\t" not in line:
        start = text.index(line, start)
        return _Line(line, range(start, start + len(line)))
    pieces = [m.span() for m in _INKED.finditer(text, start, end)]
    return _Line("".join([text[a:b] for a, b in pieces]), tuple(chain.from_iterable(range(a, b) for a, b in pieces)))


def _goes_on(before: _Line, line: _Line) -> bool:
    """Whether `line` continues the sentence of the line directly before it."""
    if before.text[-1] in "。!?;:)”》" or before.positions[-1] < line.positions[0] - 3:
        return False
    if not _FRAGMENT.match(line.text) and (len(before.text) < WRAPPED or _HEADING.match(line.text)):
        return False
    return not _is_heading(before.text) and not _OPENS_ANEW.match(line.text)


def _lines(clean: CleanText, skipped: list[Span]) -> list[_Line]:
    """Lines outside tables and page chrome, without blanks; wrapped lines joined."""
    text = clean.text
    chrome = {start for start, _ in clean.chrome}
    tables_start, tables_end = min(skipped, default=(0, 0))[0], max((end for _, end in skipped), default=0)
    lines: list[_Line] = []
    start = -1
    for printed in text.split("\n"):
        start += 1
        first, start = start, start + len(printed)
        if not printed or first in chrome:
            continue
        if first < tables_end and start > tables_start and any(a <= first < b or a < start <= b for a, b in skipped):
            continue
        marked = _MARKDOWN.match(printed)
        line = _without_blanks(text, first + marked.end() if marked else first, start)
        if not line:
            continue
        if lines and _goes_on(lines[-1], line):
            lines[-1] = _Line(lines[-1].text + line.text, (*lines[-1].positions, *line.positions))
        else:
            lines.append(line)
    return lines


def _is_heading(line: str) -> bool:
    return _HEADING.match(line) is not None and not re.search(r"[。,;]", line) and len(line) <= _HEADING_WORDS + 10


def _subject_of(line: str) -> str | None:
    """The heading at the start of a line, without what follows it; None if the line opens with none."""
    if not _HEADING.match(line):
        return None
    head = re.split(r"[。;:,]", line, maxsplit=1)[0]
    return head[:_HEADING_WORDS]


def sentences_of(clean: CleanText, skipped: list[Span]) -> list[Sentence]:
    """All sentences outside the `skipped` spans (tables) and page chrome."""
    sentences: list[Sentence] = []
    top = kind = "overview"
    for paragraph, line in enumerate(_lines(clean, skipped)):
        heading = _subject_of(line.text)
        if heading:
            found = section_kind(heading)
            if _TOP_HEADING.match(line.text):
                top = kind = found or "other"
            elif found:
                kind = "problems_plans" if top == "problems_plans" else found
            else:
                kind = top
        at, first = 0, True
        for stop in [*[m.end() for m in _ENDS.finditer(line.text)], len(line.text)]:
            if stop > at:
                sentences.append(Sentence(line.text[at:stop], line.positions[at:stop], kind, paragraph, first))
                first = False
            at = stop
    return sentences
