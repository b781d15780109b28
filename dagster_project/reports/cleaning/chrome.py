"""What belongs to the web page and not to the report: navigation, counters, comment forms, site footers.

Chrome is marked, not removed: its numbers stay in the ledger as page_chrome and its dates may still serve.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from dagster_project.catalogue import seed
from dagster_project.reports.model import Span
from dagster_project.reports.screens import is_anchored, needed

_EDGE_LINES = 40
"""Lines of the web page stand at the two ends; patterns of place `start` and `end` are looked for in so many lines there."""
_LONGEST = 160
"""A longer line is a paragraph of the report, unless it opens with the page's own words."""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """One alternation for each place."""
    by_place: dict[str, list[str]] = {"start": [], "end": [], "any": []}
    for row in seed("page_chrome"):
        by_place[row["place"]].append(row["pattern"])
    return {place: re.compile("|".join(f"(?:{p})" for p in patterns)) for place, patterns in by_place.items()}


@cache
def _screens() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Two quick looks that nearly all lines fail: at the beginning of a line for the patterns that match only there, and for words of
    the others anywhere."""
    patterns = [row["pattern"] for row in seed("page_chrome")]
    anchored = [f"(?:{pattern})" for pattern in patterns if is_anchored(pattern)]
    words = [word for pattern in patterns if not is_anchored(pattern) for word in _words(pattern)]
    return re.compile("|".join(anchored)), re.compile("|".join(words))


def _words(pattern: str) -> list[str]:
    """Patterns of the words of which every match holds one; the pattern itself where these cannot be told."""
    words = needed(pattern)
    return [f"(?:{pattern})"] if words is None else sorted(map(re.escape, words))


@lru_cache(maxsize=50_000)
def _places(line: str) -> frozenset[str]:
    """Where in a page the line would be chrome. The lines of tables come again and again in reports, so most were looked at before."""
    beginning, words = _screens()
    if not beginning.match(line) and not words.search(line):
        return frozenset()
    return frozenset(place for place, pattern in _patterns().items() if pattern.search(line))


def chrome_spans(text: str) -> tuple[Span, ...]:
    """Spans of whole lines of the cleaned text that are page chrome, in order."""
    suspected: list[tuple[int, Span, frozenset[str]]] = []
    start = number = 0
    for line in text.split("\n"):
        length = len(line)
        if line and not line.isspace():
            if length <= _LONGEST and (places := _places(line)):
                suspected.append((number, (start, start + length), places))
            number += 1
        start += length + 1
    last = number - _EDGE_LINES
    return tuple(
        span
        for line_no, span, places in suspected
        if "any" in places or ("start" in places and line_no < _EDGE_LINES) or ("end" in places and line_no >= last)
    )
