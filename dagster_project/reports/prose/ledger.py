"""The number ledger: every run of digits of a report lies in exactly one row, with its class.

Belongs here: classes that follow from the shape of a number (dates, phones, document numbers, enumerators ...), and the book-keeping
that leaves no digit out and counts none twice. Does not belong here: which indicator a figure reports.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from dagster_project.catalogue import seed
from dagster_project.reports.cleaning.characters import code_points, look_up
from dagster_project.reports.model import BREAK, CleanText, Span, new
from dagster_project.reports.screens import alternatives, by_beginning, idle_digits

_BEFORE, _BEHIND = 40, 24
"""How far a shape reaches before its first digit (an address of the web) and behind its last one."""
_CLOSES_NUMBER = list(map(ord, ".、)〕 \t"))
_COUNTS = re.compile(r"\d{1,2}(?:(?P<closed>[.、)〕])(?!\d(?!\d{3}年))|[ \t]+[\u4e00-\u9fff]{4})")
"""What may be an enumerator, by what stands behind it."""
_OPENS_CLAUSE = set("\n。;:!?,、|")
_NO_NUMBER = re.compile(r"[^\d.]")
_BREAK = re.compile(BREAK)
_FREE, _SHARE, _TAKEN = 0, b"\1", b"\2"
"""What the ledger knows of a character. A share has its class by its shape, and may still tell a figure."""


class Token(NamedTuple):
    """One number of the ledger; spans count code points of the cleaned text."""

    start: int
    end: int
    number_class: str
    value: Decimal | None = None
    unit: str | None = None
    fact: int | None = None
    """Index of the reported value that the token gives."""
    measure: str | None = None


@cache
def _is_digit() -> np.ndarray:
    """For each code point whether it is a digit."""
    table = np.zeros(sys.maxunicode + 1, dtype=bool)
    table[[ord(digit) for digit in re.findall(r"\d", "".join(map(chr, range(sys.maxunicode + 1))))]] = True
    return table


def _runs_of(members: np.ndarray) -> np.ndarray:
    """The runs of true members: start and end of each."""
    padded = np.zeros(len(members) + 2, dtype=bool)
    padded[1:-1] = members
    return np.flatnonzero(padded[1:] != padded[:-1]).reshape(-1, 2)


@cache
def _shapes() -> tuple[re.Pattern[str], list[str]]:
    """All shapes of the catalogue as one search, and the class that each of its groups tells. It finds where a shape begins; the group that
    was closed last stands where the shape ends. At a character only the shapes that can begin with it are tried, in the catalogue's order.
    """
    shapes = [(pattern, row["number_class"]) for row in seed("number_tokens") for pattern in alternatives(row["pattern"])]
    branches, classes = [], [""]
    kinds = by_beginning([pattern for pattern, _ in shapes])
    for members, numbers in kinds:
        tried = "|".join(f"{shapes[number][0]}()" for number in numbers)
        branches.append(f"[{members}](?<=(?={tried}).)")
        classes += [shapes[number][1] for number in numbers]
    idle = idle_digits({shapes[number][0] for members, numbers in kinds if re.search(f"[{members}]", "0123456789") for number in numbers})
    return re.compile(f"[{''.join(members for members, _ in kinds)}](?<=(?!{idle}).)(?<=(?:{'|'.join(branches)}))", re.DOTALL), classes


def _shape(match: re.Match[str], classes: list[str]) -> tuple[Token | None, int]:
    """What the ledger keeps of a shape, from its first digit to its last one or to its percent sign, and where the shape ends."""
    group = match.lastindex or 0
    start, end, number_class = match.start(), match.end(group), classes[group]
    text, first, last = match.string, start, end
    while first < end and not text[first].isdigit():
        first += 1
    if first == end:
        return None, end
    if number_class == "percentage":
        return new(Token, (first, end, number_class, Decimal(_NO_NUMBER.sub("", text[start:end])), "%", None, None)), end
    while not text[last - 1].isdigit():
        last -= 1
    return new(Token, (first, last, number_class, None, None, None, None)), end


def _opens_clause(text: str, start: int, closed: bool) -> bool:
    """Whether a line begins at `start`, or, for a number that is closed, a clause or a word; blanks and one bracket may stand between."""
    if closed and text[start - 1 : start] in ("(", "〔"):
        start -= 1
    at = start
    while at and text[at - 1] in " \t":
        at -= 1
    before = text[at - 1 : at]
    if not closed or before in ("", "\n"):
        return before in ("", "\n")
    return before in _OPENS_CLAUSE or (at < start and not before.isdigit() and not before.isspace() and before != ".")


def _are_inside(spans: Sequence[Span], places: np.ndarray) -> np.ndarray:
    """For each place whether one of the spans holds it."""
    starts, ends = np.sort(_as_array(spans), axis=0).T
    return np.searchsorted(starts, places, "right") > np.searchsorted(ends, places, "right")


def _as_array(spans: Sequence[Span]) -> np.ndarray:
    return np.array(spans, np.int64).reshape(-1, 2)


class Ledger:
    """Tokens that do not overlap; the first to claim a stretch of text keeps it."""

    def __init__(self, clean: CleanText) -> None:
        self.text, self.chrome = clean.text, clean.chrome
        self._codes = code_points(clean.text)
        self._digits = look_up(_is_digit(), self._codes)
        self._places = _runs_of(self._digits)
        self._runs: list[Span] = list(map(tuple, self._places.tolist()))
        self._marks = bytearray(len(clean.text))
        self._tokens: dict[int, Token] = {}
        """By the place where each begins."""

    def digits_of(self, spans: Sequence[Span]) -> Iterator[tuple[Span, int, int]]:
        """Each span that holds digits with each of its runs of them."""
        numbers, starts, ends = self._digits_in(_as_array(spans))
        for number, start, end in zip(numbers.tolist(), starts.tolist(), ends.tolist(), strict=True):
            yield spans[number], start, end

    def _digits_in(self, spans: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The runs of digits in some spans: number of the span, start and end of each."""
        first, behind = np.searchsorted(self._places[:, 1], spans[:, 0], "right"), np.searchsorted(self._places[:, 0], spans[:, 1])
        counts = np.maximum(behind - first, 0)
        numbers = np.repeat(np.arange(len(spans)), counts)
        runs = np.arange(len(numbers)) + (first - np.cumsum(counts) + counts)[numbers]
        starts, ends = self._places[runs].T
        return numbers, np.maximum(starts, spans[numbers, 0]), np.minimum(ends, spans[numbers, 1])

    def claim(self, token: Token) -> bool:
        """Enter a token unless one of its characters is taken; tells whether it was entered."""
        start, end, number_class = token[:3]
        if not self._take(start, end, _SHARE if number_class == "percentage" else _TAKEN):
            return False
        self._tokens[start] = token
        return True

    def _take(self, start: int, end: int, mark: bytes) -> bool:
        if self._marks.count(_FREE, start, end) < end - start:
            return False
        self._marks[start:end] = mark * (end - start)
        return True

    def claim_cells(self, starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
        """Take the places of numbers in tables, before any other claim, and tell which were free. The ledger keeps no tokens of them."""
        order = np.argsort(starts, kind="stable")
        begins, stops = starts[order], ends[order]
        heap = np.cumsum(np.append(True, begins[1:] >= np.maximum.accumulate(stops)[:-1])[: len(order)])
        entered = np.empty(len(order), dtype=bool)
        entered[order] = np.bincount(heap)[heap] == 1
        edges = np.zeros(len(self._marks) + 1, np.int8)
        edges[starts[entered]] = ord(_TAKEN)
        edges[ends[entered]] -= ord(_TAKEN)
        self._marks = bytearray(np.cumsum(edges[:-1], dtype=np.int8))
        for number in np.flatnonzero(~entered).tolist():
            entered[number] = self._take(int(starts[number]), int(ends[number]), _TAKEN)
        return entered

    def claim_shapes(self, skipped: Sequence[Span]) -> None:
        """Enter the numbers whose class follows from their shape, outside the skipped spans (tables)."""
        text = self.text
        pattern, classes = _shapes()
        for first, stop in self._stretches(skipped):
            at = first
            while match := pattern.search(text, at, stop):
                token, at = _shape(match, classes)
                if token:
                    self.claim(token)

    def _stretches(self, skipped: Sequence[Span]) -> list[Span]:
        """The neighbourhoods of digits outside the skipped spans, inside one report: all that a shape may cover."""
        breaks = [match.span() for match in _BREAK.finditer(self.text)]
        bounds = sorted([*skipped, *breaks])
        behind = accumulate([end for _, end in bounds], max, initial=0)
        gaps = _as_array(list(zip(behind, [*(start for start, _ in bounds), len(self.text)], strict=True)))
        numbers, starts, ends = self._digits_in(gaps)
        last = np.minimum(gaps[numbers, 1], ends + _BEHIND)
        begins = np.ones(len(numbers), dtype=bool)
        begins[1:] = (numbers[1:] != numbers[:-1]) | (starts[1:] - _BEFORE > last[:-1])
        first = np.maximum(gaps[numbers, 0], starts - _BEFORE)[begins]
        return list(zip(first.tolist(), last[np.append(begins[1:], True)[: len(last)]].tolist(), strict=True))

    def claim_enumerators(self) -> None:
        """Enter numbers that only count the points of a list: at the start of a line or a clause, closed by a point, comma or bracket."""
        text, (starts, ends) = self.text, self._places.T
        behind = np.append(self._codes, ord("\n"))[ends]
        is_free = np.frombuffer(self._marks, np.uint8)[starts] == _FREE
        for number in np.flatnonzero(is_free & (ends - starts < 3) & np.isin(behind, _CLOSES_NUMBER)).tolist():
            start, end = self._runs[number]
            counts = _COUNTS.match(text, start)
            is_bracketed = text[end] == ")" and text[start - 1 : start] == "("
            if is_bracketed or (counts and _opens_clause(text, start, bool(counts["closed"]))):
                self.claim(new(Token, (start, end, "enumerator", None, None, None, None)))

    def replace(self, old: Token, new: Token) -> None:
        """Give a token another class; its span stays."""
        self._tokens[old.start] = new

    def are_free(self, places: np.ndarray) -> np.ndarray:
        """Where a figure may stand: what is there has no class yet, or is a share."""
        return np.frombuffer(self._marks, np.uint8)[places] != ord(_TAKEN)

    def covering(self, position: int) -> Token | None:
        """The token that holds a character; none where it is free, or of a table."""
        start = position
        while start >= 0 and self._marks[start] != _FREE:
            if start in self._tokens:
                return self._tokens[start] if position < self._tokens[start].end else None
            start -= 1
        return None

    def close(self, tables: Sequence[Span]) -> list[Token]:
        """Enter every digit that nobody claimed yet and return the whole ledger, but for the numbers of tables."""
        free = _runs_of(self._digits & (np.frombuffer(self._marks, np.uint8) == _FREE))
        in_tables, in_chrome = _are_inside(tables, free[:, 0]), _are_inside(self.chrome, free[:, 0])
        where = zip(free.tolist(), in_tables.tolist(), in_chrome.tolist(), strict=True)
        leftover = [self._leftover(start, end, in_table=table, in_chrome=chrome) for (start, end), table, chrome in where]
        return sorted([*self._tokens.values(), *leftover], key=itemgetter(0))

    def _leftover(self, start: int, end: int, *, in_table: bool, in_chrome: bool) -> Token:
        text = self.text
        if in_chrome:
            return Token(start, end, "page_chrome")
        digits = text[start:end]
        if in_table:
            return Token(start, end, "table_cell", Decimal(digits) if len(digits) < 18 else None)
        if len(digits) == 4 and digits[:2] in ("19", "20") and not re.match(r"[余多]?[条件份个篇起次人名项元期场]", text[end : end + 2]):
            return Token(start, end, "year")
        if len(digits) > 12 or (start and text[start - 1].isascii() and text[start - 1].isalpha()):
            return Token(start, end, "name_part")
        return Token(start, end, "other_statistic", Decimal(digits))
