"""What belongs to the web page and not to the report: navigation, counters, comment forms, site footers.

Chrome is marked, not removed: its numbers stay in the ledger as page_chrome and its dates may still serve.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate

from dagster_project.catalogue import seed
from dagster_project.reports.model import Span
from dagster_project.reports.screens import is_anchored, needed, opening

_EDGE_LINES = 40
"""Lines of the web page stand at the two ends; patterns of place `start` and `end` are looked for in so many lines there."""
_LONGEST = 160
"""A longer line is a paragraph of the report, unless it opens with the page's own words."""


_NOWHERE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Patterns:
    """The patterns of the catalogue, each kind with the quick look that nearly all lines fail."""

    beginnings: re.Pattern[str]
    """What a line begins with that a pattern bound to the beginning can match."""
    bound: tuple[tuple[str, re.Pattern[str]], ...]
    """Places, and the patterns bound to the beginning that hold there."""
    words: re.Pattern[str]
    """One of the words without which none of the others matches."""
    others: tuple[tuple[str, str, re.Pattern[str]], ...]
    """Word, place and pattern, for each word that a match may hold; an empty word where these cannot be told."""


@cache
def _patterns() -> _Patterns:
    rows = [(row["place"], row["pattern"]) for row in seed("page_chrome")]
    bound = [(place, pattern) for place, pattern in rows if is_anchored(pattern)]
    others = [(word, *row) for row in rows if row not in bound for word in sorted(needed(row[1]) or [""])]
    by_place = {place: "|".join(f"(?:{pattern})" for at, pattern in bound if at == place) for place, _ in bound}
    return _Patterns(
        re.compile(r"\s*" + opening(pattern for _, pattern in bound).replace(r"\s", "")),
        tuple((place, re.compile(patterns)) for place, patterns in by_place.items()),
        re.compile("|".join(sorted({re.escape(word) for word, _, _ in others}))),
        tuple((word, place, re.compile(pattern)) for word, place, pattern in others),
    )


@lru_cache(maxsize=50_000)
def _places(line: str) -> frozenset[str]:
    """Where in a page the line would be chrome. The lines of tables come again and again in reports, so most were looked at before."""
    patterns = _patterns()
    begins, holds = patterns.beginnings.match(line), patterns.words.search(line)
    if not begins and not holds:
        return _NOWHERE
    found = [place for place, pattern in patterns.bound if begins and pattern.match(line)]
    found += [place for word, place, pattern in patterns.others if word in line and pattern.search(line)]
    return frozenset(found)


def chrome_spans(text: str) -> tuple[Span, ...]:
    """Spans of whole lines of the cleaned text that are page chrome, in order."""
    lines = text.split("\n")
    suspected = [(n, places) for n, line in enumerate(lines) if len(line) <= _LONGEST and (places := _places(line))]
    if not suspected:
        return ()
    filled = list(accumulate(map(bool, map(str.strip, lines)), initial=0))
    last = filled[-1] - _EDGE_LINES
    chrome = [
        (n, sum(map(len, lines[:n])) + n)
        for n, places in suspected
        if "any" in places or ("start" in places and filled[n] < _EDGE_LINES) or ("end" in places and filled[n] >= last)
    ]
    return tuple((start, start + len(lines[n])) for n, start in chrome)
