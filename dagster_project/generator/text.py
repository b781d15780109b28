"""The emitter: text that is written piece by piece together with its truth.

Whoever writes a figure says at that moment what it means, so the truth is exact by construction: a `Text` holds the
characters, the class of every number in them and the facts with their spans. Moving, joining and damaging a text moves its marks.
Does not belong here: what is written (documents.py, phrases.py, grids.py) or how it is damaged (damage.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

NUMBER = re.compile(r"[0-9０-９]+(?:[.．][0-9０-９]+)?[%％]?")
"""A run of digits with its decimals and its percent sign: one row of the number ledger."""

NUMERAL = re.compile(r"[0-9]+(?:\.[0-9]+)?%?|[〇○零一二三四五六七八九十百千两]+")
"""Digits, or a numeral in Chinese characters; only looked for where the writer says that there is one."""

CLAUSE_END = re.compile(r"[，。；：（）、,;:()\n]")


class Fact(NamedTuple):
    """What a figure (or an empty cell) says. Column meanings: the contract's fct_reported_value."""

    form: str
    indicator_id: str
    value: Decimal | int | None
    value_state: str
    applicant_type: str | None = None
    qualifier: str | None = None
    is_approximate: bool = False
    unit: str | None = None
    unit_zh: str | None = None
    period_year: int | None = None
    scope: str = "reporting_agency"
    source_kind: str = "prose"
    strict: int = 1
    notes: str = ""


class Mark(NamedTuple):
    """A fact and where it stands. The value span is (-1, -1) for blank cells and negations."""

    fact: Fact
    start: int
    end: int
    value_start: int = -1
    value_end: int = -1


class Number(NamedTuple):
    """A token of the number ledger."""

    start: int
    end: int
    number_class: str


class Text:
    """Characters with their marks. Positions count code points from the start of this text."""

    __slots__ = ("facts", "length", "numbers", "parts")

    def __init__(self, text: str = "") -> None:
        self.parts: list[str] = [text] if text else []
        self.length = len(text)
        self.numbers: list[Number] = []
        self.facts: list[Mark] = []

    def __str__(self) -> str:
        if len(self.parts) > 1:
            self.parts = ["".join(self.parts)]
        return self.parts[0] if self.parts else ""

    def __len__(self) -> int:
        return self.length

    def plain(self, text: str) -> None:
        """Words without any number."""
        self.parts.append(text)
        self.length += len(text)

    def number(self, text: str, number_class: str) -> tuple[int, int]:
        """One number; returns its span."""
        start = self.length
        self.plain(text)
        self.numbers.append(Number(start, self.length, number_class))
        return start, self.length

    def classed(self, text: str, number_class: str) -> None:
        """Words whose numbers, also those in Chinese characters, are all of one class."""
        for start, end in tokens(text):
            self.numbers.append(Number(self.length + start, self.length + end, number_class))
        self.plain(text)

    def append(self, other: Text) -> None:
        """The other text behind this one, marks and all."""
        shift = self.length
        self.parts.extend(other.parts)
        self.length += other.length
        if shift:
            self.numbers.extend([Number(n.start + shift, n.end + shift, n.number_class) for n in other.numbers])
            self.facts.extend([Mark(m.fact, m.start + shift, m.end + shift, *_shifted(m, shift)) for m in other.facts])
        else:
            self.numbers.extend(other.numbers)
            self.facts.extend(other.facts)

    def mark(self, fact: Fact, start: int, end: int, value: tuple[int, int] = (-1, -1)) -> None:
        self.facts.append(Mark(fact, start, end, *value))

    def widen_evidence_to_clauses(self) -> None:
        """Lets the evidence of each figure be the clause it stands in; negations already carry theirs."""
        text = str(self)
        ends = [m.start() for m in CLAUSE_END.finditer(text)]
        self.facts = [m if m.value_start < 0 else _in_clause(m, ends, len(text)) for m in self.facts]

    def mapped(self, text: str, starts: Sequence[int], ends: Sequence[int]) -> Text:
        """The same marks on a damaged text: character i of the old text now fills starts[i]:ends[i]."""
        moved = Text(text)
        moved.numbers = [Number(starts[n.start], ends[n.end - 1], n.number_class) for n in self.numbers]
        moved.facts = [
            Mark(
                m.fact,
                starts[m.start],
                ends[m.end - 1],
                *((starts[m.value_start], ends[m.value_end - 1]) if m.value_start >= 0 else (-1, -1)),
            )
            for m in self.facts
        ]
        return moved

    def replaced(self, text: str) -> Text:
        """The same marks on a text of the same length."""
        if len(text) != self.length:
            raise ValueError("a text of another length needs a map of positions: use mapped()")
        same = Text(text)
        same.numbers, same.facts = self.numbers, self.facts
        return same


def _shifted(mark: Mark, shift: int) -> tuple[int, int]:
    return (mark.value_start + shift, mark.value_end + shift) if mark.value_start >= 0 else (-1, -1)


def _in_clause(mark: Mark, clause_ends: list[int], length: int) -> Mark:
    start = max((e + 1 for e in clause_ends if e < mark.value_start), default=0)
    end = min((e for e in clause_ends if e >= mark.value_end), default=length)
    return mark._replace(start=start, end=end)


@lru_cache(maxsize=20_000)
def tokens(text: str) -> tuple[tuple[int, int], ...]:
    """The spans of all numbers in words of one class."""
    return tuple(m.span() for m in NUMERAL.finditer(text))
