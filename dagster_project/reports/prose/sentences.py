"""The running text of a report: its paragraphs without blanks, behind one another, and the section that each stands in.

Blanks inside a line carry no meaning in Chinese text. Most sentences tell no figure, so none is cut out before somebody asks for it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np

from dagster_project.catalogue import seed
from dagster_project.reports.model import BREAK, CleanText, Span, new

_MARKDOWN = re.compile(r"[ \t]*(?:#{1,6}|>)[ \t]")
_INKED = re.compile(r"[^ \t\n]+")
_HEADING = re.compile(
    r"^(?:第?[一二三四五六七八九十]{1,3}(?:、|[.,:]|部分)|[(〔][一二三四五六七八九十]{1,3}[)〕]|[㈠-㈩]|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨ]+[、.])"
)
_TOP_HEADING = re.compile(r"^(?:第?[一二三四五六七八九十]{1,3}(?:、|[.,:]|部分)|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨ]+[、.])")
_HEADING_WORDS = 36
_BEHIND_HEADING = re.compile(r"[。;:,]")
_TOLD = re.compile(r"[。,;]")
"""A line that opens like a heading and holds one of these is none."""
_FRAGMENT = re.compile(r"^(?:\d[\d.,%]*$|[,。;、].*$|(?:条|件|份|次|个|篇|名|人|场|期|余|多|万|元|项|起)(?:[^\d]|$))")
"""A line that begins in the middle of a sentence: a number that a web page set apart, or what stands behind it."""
_OPENS_ANEW = re.compile(r"\d{1,2}[.、)](?!\d)|(?:19|20)\d\d年\d|.{2,30}(?:人民政府|办公室|委员会|局)$")
"""A point of a list, a date or a signature stands for itself."""
WRAPPED = 22
"""A line at least so long that does not end like a sentence goes on in the next line (PDF, fixed-width mail)."""
_CLOSED = f"。!?;:)”》{BREAK}"
"""No line goes on behind these."""
_NEXT_LINE = 2
"""How many characters may part a line from the one that continues it."""


@dataclass(frozen=True, slots=True)
class RunningText:
    """Paragraphs of sentences, one a line, without blanks: where they stand in the cleaned text, and in what kind of section."""

    text: str
    stops: str
    """The same with a full stop at the end of every sentence, whatever mark it ends in."""
    paragraphs: Sequence[int]
    """Where each begins, and where the one behind the last would."""
    sections: Sequence[str]
    """Of each paragraph."""
    pieces: Sequence[int]
    shifts: Sequence[int]
    """From pieces[i] on the text stands shifts[i] characters later in the cleaned text than here."""

    def place(self, at: int) -> int:
        """Where text[at] stands in the cleaned text."""
        return at + self.shifts[bisect_right(self.pieces, at) - 1]

    def places(self, ats: Sequence[int]) -> np.ndarray:
        """The same for many."""
        numbers = np.array(ats, np.int64)
        return numbers + np.array(self.shifts, np.int64)[np.searchsorted(self.pieces, numbers, "right") - 1]

    def span(self, start: int, end: int) -> Span:
        """Where text[start:end] stands in the cleaned text."""
        piece = bisect_right(self.pieces, start)
        shift = self.shifts[piece - 1]
        in_one_piece = piece == len(self.pieces) or end <= self.pieces[piece]
        return start + shift, end + shift if in_one_piece else self.place(end - 1) + 1

    def sentence_at(self, at: int) -> Sentence:
        """The sentence of which text[at] is a character."""
        paragraph = bisect_right(self.paragraphs, at) - 1
        opening, closing = self.paragraphs[paragraph], self.paragraphs[paragraph + 1] - 1
        start = self.stops.rfind("。", opening, at) + 1 or opening
        end = self.stops.find("。", at, closing) + 1 or closing
        piece = bisect_right(self.pieces, start)
        shift = self.shifts[piece - 1] + start if piece == len(self.pieces) or end <= self.pieces[piece] else None
        text = self.text
        return new(Sentence, (text[start:end], start, end, self.sections[paragraph], opening, shift, self))


class Sentence(NamedTuple):
    """A sentence and where it stands in the running text; `paragraph` is where its paragraph begins."""

    text: str
    start: int
    end: int
    section: str
    paragraph: int
    place: int | None
    """Where it stands in the cleaned text; None when it has blanks in there."""
    running: RunningText

    @property
    def earlier(self) -> str:
        """The sentences of the paragraph before this one."""
        return self.running.text[self.paragraph : self.start]

    def span(self, start: int, end: int) -> Span:
        """Where text[start:end] stands in the cleaned text."""
        place = self.place
        return self.running.span(self.start + start, self.start + end) if place is None else (place + start, place + end)


def clause_start(text: str, end: int) -> int:
    """Where the clause of a sentence begins that text[:end] ends with."""
    return max(text.rfind(mark, 0, end) for mark in ",;:") + 1


@cache
def _section_patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(row["section"], re.compile(row["pattern"])) for row in seed("section_kinds")]


@lru_cache(maxsize=4096)
def section_kind(heading: str) -> str | None:
    """The kind of section that a heading opens; None when the catalogue does not know its words."""
    return next((kind for kind, pattern in _section_patterns() if pattern.search(heading)), None)


def _is_heading(line: str) -> bool:
    return _HEADING.match(line) is not None and not _TOLD.search(line) and len(line) <= _HEADING_WORDS + 10


def _goes_on(before: str, line: str) -> bool:
    """Whether `line` continues the sentence of the line directly before it, which does not end like one."""
    if line == BREAK or (not _FRAGMENT.match(line) and (len(before) < WRAPPED or _HEADING.match(line))):
        return False
    return not _is_heading(before) and not _OPENS_ANEW.match(line)


def _sections(paragraphs: Sequence[str]) -> list[str]:
    """For each paragraph the kind of section it stands in."""
    sections = []
    top = kind = "overview"
    for line in paragraphs:
        if line == BREAK:
            top = kind = "overview"
        elif _HEADING.match(line):
            found = section_kind(_BEHIND_HEADING.split(line, maxsplit=1)[0][:_HEADING_WORDS])
            if _TOP_HEADING.match(line):
                top = kind = found or "other"
            elif found:
                kind = "problems_plans" if top == "problems_plans" else found
            else:
                kind = top
        sections.append(kind)
    return sections


def _outside(text: str, skipped: Iterable[Span]) -> Iterator[Span]:
    """Stretches of whole lines, without those that begin or end in a skipped span."""
    at = 0
    for start, end in sorted(skipped):
        first = text.rfind("\n", 0, start) + 1
        if first < start and not start < _end_of_line(text, start) <= end:
            first = _end_of_line(text, start) + 1
        behind = _end_of_line(text, max(first, end - 1)) + 1
        if first < end:
            yield at, max(at, first - 1)
            at = max(at, behind)
    yield at, len(text)


def _end_of_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _lines(clean: CleanText, skipped: Sequence[Span]) -> Iterator[tuple[str, list[Span]]]:
    """Lines outside tables and page chrome, without blanks, and where each stands; in several pieces where blanks part them."""
    for at, end in _outside(clean.text, (*skipped, *clean.chrome)):
        behind = at
        for line in clean.text[at:end].split("\n"):
            start, behind = behind, behind + len(line) + 1
            if " " in line or "\t" in line:
                marked = _MARKDOWN.match(line)
                inked = [m.span() for m in _INKED.finditer(line, marked.end() if marked else 0)]
                if inked:
                    yield "".join([line[a:b] for a, b in inked]), [(start + a, start + b) for a, b in inked]
            elif line:
                yield line, [(start, behind - 1)]


def running_text(clean: CleanText, skipped: Sequence[Span]) -> RunningText:
    """All paragraphs outside the `skipped` spans (tables) and page chrome, and each BREAK; lines that were wrapped are joined."""
    paragraphs: list[str] = []
    starts: list[int] = []
    pieces: list[int] = []
    shifts: list[int] = []
    at = behind = 0
    for line, inked in _lines(clean, skipped):
        if paragraphs and inked[0][0] <= behind + _NEXT_LINE and paragraphs[-1][-1] not in _CLOSED and _goes_on(paragraphs[-1], line):
            paragraphs[-1] += line
            at -= 1
        else:
            paragraphs.append(line)
            starts.append(at)
        for place, behind in inked:
            if not shifts or shifts[-1] != place - at:
                pieces.append(at)
                shifts.append(place - at)
            at += behind - place
        at += 1
    text = "\n".join(paragraphs)
    return RunningText(text, text.replace("!", "。").replace("?", "。"), (*starts, at), _sections(paragraphs), pieces, shifts)
