"""The number ledger: every run of digits of a report lies in exactly one row, with its class.

Belongs here: classes that follow from the shape of a number (dates, phones, document numbers, enumerators ...), and the book-keeping
that leaves no digit out and counts none twice. Does not belong here: which indicator a figure reports.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from dagster_project.catalogue import seed
from dagster_project.reports.model import CleanText, Span
from dagster_project.reports.screens import opening

_DIGIT_RUN = re.compile(r"\d\d*")
"""Written so that the search is one for a class of characters, which is quick."""
_BEFORE, _BEHIND = 40, 24
"""How far a shape reaches before its first digit (an address of the web) and behind its last one."""
_CLOSED_NUMBER = re.compile(r"\d(?<!\d\d)\d?(?=(?P<closed>[.、)〕])(?!\d(?!\d{3}年))|[ \t]+[\u4e00-\u9fff]{4})")
"""What may be an enumerator, by what stands behind it; all digits are looked at, so the pattern opens with them."""
_OPENS_CLAUSE = set("\n。;:!?,、|")
_BRACKETED = re.compile(r"\((?P<n>\d{1,2})\)")


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
def _shapes() -> re.Pattern[str]:
    """All shapes of the catalogue as one alternation, in its order; a group is named by the row it comes from."""
    rows = seed("number_tokens")
    alternatives = "|".join(f"(?P<t{i}>{row['pattern']})" for i, row in enumerate(rows))
    return re.compile(opening([row["pattern"] for row in rows]) + f"(?:{alternatives})")


def _stretches(text: str, skipped: list[Span]) -> list[Span]:
    """The neighbourhoods of digits outside the skipped spans: all that a shape may cover."""
    found: list[Span] = []
    bounds = [*((a, b) for a, b in sorted(skipped)), (len(text), len(text))]
    at = 0
    for start, end in bounds:
        for match in _DIGIT_RUN.finditer(text, at, start):
            first, last = max(at, match.start() - _BEFORE), min(start, match.end() + _BEHIND)
            if found and first <= found[-1][1]:
                found[-1] = (found[-1][0], last)
            else:
                found.append((first, last))
        at = max(at, end)
    return found


def shaped_tokens(text: str, skipped: list[Span]) -> list[Token]:
    """Numbers outside the skipped spans (tables) whose class follows from their shape, in order of the text."""
    return [token for stretch in _stretches(text, skipped) for token in _shaped(text, stretch)]


def _shaped(text: str, stretch: Span) -> list[Token]:
    rows = seed("number_tokens")
    tokens = []
    for match in _shapes().finditer(text, *stretch):
        start, end = match.span()
        first, last = start, end - 1
        while first < end and not text[first].isdigit():
            first += 1
        if first == end:
            continue
        while not text[last].isdigit():
            last -= 1
        row = rows[int(str(match.lastgroup)[1:])]
        percent = row["number_class"] == "percentage"
        value = Decimal(re.sub(r"[^\d.]", "", match.group())) if percent else None
        tokens.append(Token(first, last + 1 if not percent else end, row["number_class"], value, "%" if percent else None))
    return tokens


def enumerators(text: str) -> list[Token]:
    """Numbers that only count the points of a list: at the start of a line or a clause, closed by a point, comma or bracket."""
    found = [Token(*m.span(), "enumerator") for m in _CLOSED_NUMBER.finditer(text) if _opens_clause(text, m.start(), bool(m["closed"]))]
    return found + [Token(m.start("n"), m.end("n"), "enumerator") for m in _BRACKETED.finditer(text)]


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


class Ledger:
    """Tokens that do not overlap; the first to claim a stretch of text keeps it."""

    def __init__(self, clean: CleanText) -> None:
        self.clean = clean
        self._starts: list[int] = []
        self._tokens: list[Token] = []

    def claim(self, token: Token) -> bool:
        """Enter a token unless one of its characters is taken; tells whether it was entered."""
        if not self._tokens or token.start >= self._tokens[-1].end:
            self._starts.append(token.start)
            self._tokens.append(token)
            return True
        at = bisect_right(self._starts, token.start)
        if at and self._tokens[at - 1].end > token.start:
            return False
        if at < len(self._tokens) and self._tokens[at].start < token.end:
            return False
        self._starts.insert(at, token.start)
        self._tokens.insert(at, token)
        return True

    def replace(self, old: Token, new: Token) -> None:
        """Give a token another class; its span stays."""
        at = bisect_right(self._starts, old.start) - 1
        self._tokens[at] = new

    def covering(self, position: int) -> Token | None:
        at = bisect_right(self._starts, position)
        return self._tokens[at - 1] if at and self._tokens[at - 1].end > position else None

    def close(self, table_spans: list[Span]) -> list[Token]:
        """Enter every digit that nobody claimed yet and return the whole ledger."""
        text, at, closed = self.clean.text, 0, []
        for token in self._tokens:
            closed += [self._leftover(*m.span(), table_spans) for m in _DIGIT_RUN.finditer(text, at, token.start)]
            closed.append(token)
            at = token.end
        closed += [self._leftover(*m.span(), table_spans) for m in _DIGIT_RUN.finditer(text, at)]
        return closed

    def _leftover(self, start: int, end: int, table_spans: list[Span]) -> Token:
        text = self.clean.text
        if self.clean.is_chrome(start):
            return Token(start, end, "page_chrome")
        if any(a <= start < b for a, b in table_spans):
            return Token(start, end, "table_cell", Decimal(text[start:end]) if len(text[start:end]) < 18 else None)
        digits = text[start:end]
        if len(digits) == 4 and digits[:2] in ("19", "20") and not re.match(r"[余多]?[条件份个篇起次人名项元期场]", text[end : end + 2]):
            return Token(start, end, "year")
        if len(digits) > 12 or (start and text[start - 1].isascii() and text[start - 1].isalpha()):
            return Token(start, end, "name_part")
        return Token(start, end, "other_statistic", Decimal(digits))
