"""What passes between the readers: a document as read, its cleaned text, its identity.

Does not belong here: anything that computes these.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import ArrayLike

LOST = "\ufffd"
"""What stands where a character was and nobody knows which."""
BREAK = "\0"
"""A line of its own between reports that are read as one text. Cleaning leaves no such character in a report."""
Span = tuple[int, int]
"""Start and exclusive end, in code points."""
new = tuple.__new__
"""new(Named, values): a NamedTuple of values in the order of its fields, in a third of the time that calling its class takes."""


class Unreadable(ValueError):
    """A document that cannot be read. `reason` is a short code, the message says what is wrong and what to do about it."""

    def __init__(self, reason: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class ReadDocument:
    """A document as its reader saw it, before any cleaning.

    `text` is the faithful text; tables of rich formats are rendered one row a line, cells separated by ` | `.
    `page_starts` holds the position of each page's first character; empty where the medium has no pages.
    """

    text: str
    media_type: str
    encoding: str | None = None
    page_starts: tuple[int, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CleanText:
    """Repaired, simplified, folded text with the way back.

    `offsets[i]` is the position in the source text of character i of `text`. `chrome` are the spans of `text` that belong to the web
    page and not to the report.
    """

    text: str
    offsets: Sequence[int]
    chrome: tuple[Span, ...] = ()
    widths: Sequence[int] = ()
    """How many source characters each character stands for; empty when it is one for each."""

    def source_span(self, start: int, end: int) -> Span:
        """The source span of text[start:end] (not empty)."""
        return self.offsets[start], self.offsets[end - 1] + (self.widths[end - 1] if self.widths else 1)


_PARTING = f"\n{BREAK}\n"


def joined(cleans: Sequence[CleanText]) -> tuple[CleanText, np.ndarray]:
    """Cleaned texts as one, a BREAK between them, and where each begins; the way back leads to the source of each."""
    text = _PARTING.join([clean.text for clean in cleans])
    begins = np.cumsum([0, *(len(clean.text) + len(_PARTING) for clean in cleans)])[:-1]
    chrome = [(start + begin, end + begin) for clean, begin in zip(cleans, begins.tolist(), strict=True) for start, end in clean.chrome]
    widths: Sequence[int] = ()
    if any(clean.widths for clean in cleans):
        widths = _parted(clean.widths or np.ones(len(clean.text)) for clean in cleans)
    return CleanText(text, _parted(clean.offsets for clean in cleans), tuple(chrome), widths), begins


def _parted(numbers: Iterable[ArrayLike]) -> Sequence[int]:
    """The numbers of the characters of some texts, and zeros for what parts these."""
    parting = np.zeros(len(_PARTING), np.int32)
    parts = [part for some in numbers for part in (parting, np.asarray(some, np.int32))]
    return np.concatenate(parts[1:]).data if parts else ()


@dataclass(frozen=True, slots=True)
class Signal:
    """One evaluation of a rule by a reader: what was not used, or does not add up. The span counts code points of the cleaned text."""

    rule_id: str
    status: str
    expected: str | None
    actual: str | None
    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose report it is, of which year, or why it is no report. Field meanings: dagster_project/lake.py, table documents."""

    is_report: bool
    reason: str | None = None
    title: str | None = None
    agency_name: str | None = None
    agency_own_name: str | None = None
    agency_level: str | None = None
    division_code: str | None = None
    report_year: int | None = None
    period_start: date | None = None
    period_end: date | None = None
    published_on: date | None = None
    area_scope: str = "unknown"
    evidence: dict[str, str] = field(default_factory=dict)
