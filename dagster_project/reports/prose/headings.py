"""What a heading says of the figures below it: under 政府网站信息公开 the information that was published is that of the site."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from dagster_project.catalogue import seed
from dagster_project.reports.prose.sentences import Sentence
from dagster_project.reports.screens import begun

_LONGEST = 26
_BREAKS = re.compile("[,;:。!?]")
_HEADING = re.compile(r"^[(〔]?[一二三四五六七八九十\d]{1,3}[)〕、.]|(?:情况|公开)[。:]?$")
_OPENING = re.compile(r"(?:[^,;:。!?]{1,26}[。:])?")
"""A paragraph may begin with its heading: 1.政府网站公开情况。2020年…"""


@cache
def _channels() -> tuple[re.Pattern[str], dict[str, str]]:
    """All channels of the catalogue as one search; the group that matches names the indicator, an empty one where there is none."""
    rows = {f"c{number}": row for number, row in enumerate(seed("prose_channels"))}
    named = "|".join(f"(?P<{name}>{row['pattern']})" for name, row in rows.items())
    return re.compile(begun(named)), {name: row["indicator_id"] for name, row in rows.items()}


@lru_cache(maxsize=4096)
def _named(text: str) -> frozenset[str]:
    pattern, indicators = _channels()
    return frozenset(indicators[str(match.lastgroup)] for match in pattern.finditer(text))


def channel_above(sentence: Sentence) -> str | None:
    """The indicator of the only channel that the heading above a sentence names, where the sentence itself names no other.

    Empty where reports have no indicator for it.
    """
    running, begin = sentence.running.text, sentence.paragraph
    above = running[running.rfind("\n", 0, max(0, begin - 1)) + 1 : max(0, begin - 1)]
    opening = _OPENING.match(running, begin, sentence.end)
    headings = [above] if len(above) <= _LONGEST and not _BREAKS.search(above) else []
    headings += [opening[0]] if opening else []
    named = frozenset().union(*map(_named, filter(_HEADING.search, headings)))
    return next(iter(named)) if len(named) == 1 and _named(sentence.text) <= named else None
