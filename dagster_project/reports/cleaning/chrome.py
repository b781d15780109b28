"""What belongs to the web page and not to the report: navigation, counters, comment forms, site footers.

Chrome is marked, not removed: its numbers stay in the ledger as page_chrome and its dates may still serve.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from dagster_project.catalogue import seed
from dagster_project.reports.model import Span

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


@lru_cache(maxsize=50_000)
def _is_chrome(line: str, at_start: bool, at_end: bool) -> bool:
    """The lines of tables come again and again in reports, so most lines were looked at before."""
    patterns = _patterns()
    return bool(patterns["any"].search(line) or (at_start and patterns["start"].search(line)) or (at_end and patterns["end"].search(line)))


def chrome_spans(text: str) -> tuple[Span, ...]:
    """Spans of whole lines of the cleaned text that are page chrome, in order."""
    lines: list[tuple[int, str]] = []
    start = 0
    for line in text.split("\n"):
        if line and not line.isspace():
            lines.append((start, line))
        start += len(line) + 1
    last = len(lines) - _EDGE_LINES
    return tuple(
        (start, start + len(line))
        for number, (start, line) in enumerate(lines)
        if len(line) <= _LONGEST and _is_chrome(line, number < _EDGE_LINES, number >= last)
    )
