"""What belongs to the web page and not to the report: navigation, counters, comment forms, site footers.

Chrome is marked, not removed: its numbers stay in the ledger as page_chrome and its dates may still serve.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, chain

from dagster_project.catalogue import seed
from dagster_project.reports.model import Span
from dagster_project.reports.screens import alternatives, is_anchored, needed, opening

_EDGE_LINES = 40
"""Lines of the web page stand at the two ends; patterns of place `start` and `end` are looked for in so many lines there."""
_LONGEST = 160
"""A longer line is a paragraph of the report."""
_NOWHERE: frozenset[str] = frozenset()
_MOST_KNOWN = 50_000


@dataclass(frozen=True)
class _Patterns:
    """The patterns of the catalogue, and what tells the lines at which they need not look."""

    from_start: tuple[tuple[str, re.Pattern[str]], ...]
    """Places, and the patterns that hold there and match from the beginning of a line."""
    beginnings: re.Pattern[str]
    """What every line begins with that one of these matches."""
    inside: dict[str, list[tuple[str, re.Pattern[str]]]]
    """For pairs of characters, the places and patterns of which a match may hold that pair."""
    pairs: re.Pattern[str]
    """The first character of what may be such a pair."""


@cache
def _patterns() -> _Patterns:
    from_start: dict[str, list[str]] = defaultdict(list)
    inside = defaultdict(list)
    for row in seed("page_chrome"):
        for pattern in alternatives(row["pattern"]):
            if is_anchored(pattern):
                from_start[row["place"]].append(pattern)
            elif found := needed(pattern):
                for pair in found:
                    inside[pair].append((row["place"], re.compile(pattern)))
            else:
                from_start[row["place"]].append(f".*?(?:{pattern})")
    openings = opening(chain.from_iterable(from_start.values())).replace(r"\s", "")
    first, second = ("".join(map(re.escape, sorted(set(characters)))) for characters in zip(*inside, strict=True))
    return _Patterns(
        tuple((place, re.compile("|".join(patterns))) for place, patterns in from_start.items()),
        re.compile(rf"\s*{openings}"),
        inside,
        re.compile(f"[{first}](?=[{second}])"),
    )


class _Places(dict[str, frozenset[str]]):
    """Where in a page a line would be chrome. The lines of tables and pages come again and again, so most were looked at before."""

    def __missing__(self, line: str) -> frozenset[str]:
        if len(line) > _LONGEST:
            return _NOWHERE
        if len(self) >= _MOST_KNOWN:
            self.clear()
        patterns = _patterns()
        found = [place for place, pattern in patterns.from_start if pattern.match(line)] if patterns.beginnings.match(line) else []
        for at in [match.start() for match in patterns.pairs.finditer(line)]:
            found += [place for place, pattern in patterns.inside.get(line[at : at + 2], ()) if pattern.search(line)]
        places = self[line] = frozenset(found) if found else _NOWHERE
        return places


_places = _Places()


def chrome_spans(text: str) -> tuple[Span, ...]:
    """Spans of whole lines of the cleaned text that are page chrome, in order."""
    lines = text.split("\n")
    found = [(number, places) for number, places in enumerate(map(_places.__getitem__, lines)) if places]
    if not found:
        return ()
    ends = list(accumulate(map(len, lines)))
    filled = list(accumulate(map(bool, map(str.strip, lines)), initial=0))
    last = filled[-1] - _EDGE_LINES
    return tuple(
        (ends[number] - len(lines[number]) + number, ends[number] + number)
        for number, places in found
        if "any" in places or ("start" in places and filled[number] < _EDGE_LINES) or ("end" in places and filled[number] >= last)
    )
