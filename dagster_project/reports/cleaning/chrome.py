"""What belongs to the web page and not to the report: navigation, counters, comment forms, site footers.

Chrome is marked, not removed: its numbers stay in the ledger as page_chrome and its dates may still serve.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate

import numpy as np

from dagster_project.catalogue import seed
from dagster_project.reports.cleaning.characters import CODE_POINTS, look_up
from dagster_project.reports.cleaning.traced import Traced
from dagster_project.reports.model import Span
from dagster_project.reports.screens import is_anchored, needed, opening

_EDGE_LINES = 40
"""Lines of the web page stand at the two ends; patterns of place `start` and `end` are looked for in so many lines there."""
_LONGEST = 160
"""A longer line is a paragraph of the report, unless it opens with the page's own words."""


_FIRST, _BLANK, _SECOND, _BEGINS = (1 << n for n in range(4))
"""Kinds of characters: a pattern matches nowhere but in a line with a _SECOND behind a _FIRST, or that opens with a _BEGINS."""


@dataclass(frozen=True)
class _Patterns:
    """The patterns of the catalogue, and what tells the lines at which they need not look."""

    bound: tuple[tuple[str, re.Pattern[str]], ...]
    """Places, and the patterns bound to the beginning of a line that hold there."""
    beginnings: re.Pattern[str]
    """What every line begins with that one of these matches."""
    words: re.Pattern[str]
    """One of the words without which none of the others matches."""
    others: tuple[tuple[str, str, re.Pattern[str]], ...]
    """Word, place and pattern, for each word that a match may hold; an empty word where these cannot be told."""
    kinds: np.ndarray
    """For each code point."""


@cache
def _patterns() -> _Patterns:
    rows = [(row["place"], row["pattern"]) for row in seed("page_chrome")]
    bound = [(place, pattern) for place, pattern in rows if is_anchored(pattern)]
    others = [(word, *row) for row in rows if row not in bound for word in sorted(needed(row[1]) or [""])]
    by_place = {place: "|".join(f"(?:{pattern})" for at, pattern in bound if at == place) for place, _ in bound}
    kinds = np.zeros(CODE_POINTS, np.uint8)
    kinds[[code for code in range(0x3001) if chr(code).isspace()]] |= _BLANK
    openings = opening(pattern for _, pattern in bound).replace(r"\s", "")
    kinds[[match.start() for match in re.compile(openings).finditer("".join(map(chr, range(0x10000))))]] |= _BEGINS
    for word, _, _ in others:
        kinds[list(map(ord, word[:1])) or slice(None)] |= _FIRST
        kinds[list(map(ord, word[1:])) or slice(None)] |= _SECOND
    return _Patterns(
        tuple((place, re.compile(patterns)) for place, patterns in by_place.items()),
        re.compile(rf"\s*{openings}"),
        re.compile("|".join(sorted({re.escape(word) for word, _, _ in others}))),
        tuple((word, place, re.compile(pattern)) for word, place, pattern in others),
        kinds,
    )


@lru_cache(maxsize=50_000)
def _places(line: str) -> frozenset[str]:
    """Where in a page the line would be chrome. The lines of tables come again and again in reports, so most were looked at before."""
    patterns = _patterns()
    found = [place for place, pattern in patterns.bound if pattern.match(line)] if patterns.beginnings.match(line) else []
    if patterns.words.search(line):
        found += [place for word, place, pattern in patterns.others if word in line and pattern.search(line)]
    return frozenset(found)


def _suspected(text: Traced) -> Iterator[Span]:
    """The lines that may be chrome, and the first one."""
    kinds = look_up(_patterns().kinds, text.codes)
    behind = np.flatnonzero(((kinds[:-1] << 2) & kinds[1:] & (_SECOND | _BEGINS)) != 0) + 1
    end = -1
    for at in (0, *behind.tolist()):
        if at > end:
            start = text.text.rfind("\n", 0, at) + 1
            end = text.text.find("\n", at)
            end = end if end >= 0 else len(text.text)
            if end - start <= _LONGEST:
                yield start, end


def chrome_spans(text: Traced) -> tuple[Span, ...]:
    """Spans of whole lines of the cleaned text that are page chrome, in order."""
    found = [(span, places) for span in _suspected(text) if (places := _places(text.text[slice(*span)]))]
    if not found:
        return ()
    filled = list(accumulate(map(bool, map(str.strip, text.text.split("\n"))), initial=0))
    last = filled[-1] - _EDGE_LINES
    chrome = []
    for (start, end), places in found:
        number = filled[text.text.count("\n", 0, start)]
        if "any" in places or ("start" in places and number < _EDGE_LINES) or ("end" in places and number >= last):
            chrome.append((start, end))
    return tuple(chrome)
