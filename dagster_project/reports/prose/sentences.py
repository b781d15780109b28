"""The running text of a report as sentences, each with the section it stands in.

Blanks inside a line carry no meaning in Chinese text, so sentences are without them; `positions` leads back to the cleaned text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import chain

from dagster_project.catalogue import seed
from dagster_project.reports.model import CleanText, Span

_LINE = re.compile(r"[^\n]+")
_INKED = re.compile(r"[^ \t\n]+")
_ENDS = re.compile(r"[。!?]")
_HEADING = re.compile(r"^(?:第?[一二三四五六七八九十]{1,3}(?:、|[.,:]|部分)|[(〔][一二三四五六七八九十]{1,3}[)〕]|[㈠-㈩]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨ]+[、.])")
_TOP_HEADING = re.compile(r"^(?:第?[一二三四五六七八九十]{1,3}(?:、|[.,:]|部分)|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨ]+[、.])")
_HEADING_WORDS = 36
_FRAGMENT = re.compile(r"^(?:\d[\d.,%]*$|[,。;、].*$|(?:条|件|份|次|个|篇|名|人|场|期|余|多|万|元|项|起)(?:[^\d]|$))")
"""A line that begins in the middle of a sentence: a number that a web page set apart, or what stands behind it."""
_WRAPPED = 22
"""A line at least so long that does not end like a sentence goes on in the next line (PDF, fixed-width mail)."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text` without blanks; text[i] stands at `positions[i]` of the cleaned text. `first`: it opens its paragraph."""

    text: str
    positions: tuple[int, ...]
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


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    positions: tuple[int, ...]


def _without_blanks(text: str, start: int, end: int) -> tuple[str, tuple[int, ...]]:
    """text[start:end] without blanks, and where each character stands."""
    pieces = [m.span() for m in _INKED.finditer(text, start, end)]
    return "".join(text[a:b] for a, b in pieces), tuple(chain.from_iterable(range(a, b) for a, b in pieces))


def _lines(clean: CleanText, skipped: list[Span]) -> list[_Line]:
    """Lines outside tables and page chrome, without blanks; wrapped lines joined."""
    chrome = {start for start, _ in clean.chrome}
    lines: list[_Line] = []
    for match in _LINE.finditer(clean.text):
        start, end = match.span()
        if start in chrome or any(a <= start < b or a < end <= b for a, b in skipped):
            continue
        text, positions = _without_blanks(clean.text, start, end)
        if not text:
            continue
        before = lines[-1] if lines else None
        goes_on = before and before.text[-1] not in "。!?;:)”》" and not _is_heading(before.text) and before.positions[-1] >= start - 3
        goes_on = goes_on and (_FRAGMENT.match(text) or (len(before.text) >= _WRAPPED and not _HEADING.match(text)))
        if before and goes_on and not re.match(r"^\d{1,2}[.、)](?!\d)|^(?:19|20)\d\d年\d|.{2,30}(?:人民政府|办公室|委员会|局)$", text):
            lines[-1] = _Line(before.text + text, before.positions + positions)
        else:
            lines.append(_Line(text, positions))
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
        for stop in [*(m.end() for m in _ENDS.finditer(line.text)), len(line.text)]:
            if stop > at:
                sentences.append(Sentence(line.text[at:stop], line.positions[at:stop], kind, paragraph, first))
                first = False
            at = stop
    return sentences
