"""The words before a number, as far back as a pattern may read: what they tell of it was found out when they were first seen."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from dagster_project.reports.prose.numerals import CHINESE
from dagster_project.reports.prose.patterns import LOOKS_BEHIND, ProsePattern, far_words, standing

REACH = 80
_ITEM_BREAK_BACKWARDS = re.compile(r"[,;:。!?(、](?:(?<!、)|(?=[^,;:、]{0,4}\d|[件起条次宗例项份个][一二两三四五六七八九十百千零]))")
"""Where the item of a list begins, in a text read from its end: behind a comma, or behind the number of the item before."""
_APPROXIMATE = re.compile(r"(?:约|近|超过?|逾|突破|不少于|至少|大约|将近)[^,;。]{0,1}$")
_MAY_BE_NONE = re.compile("[每至不各增上提减下多少翻][^每至不各增上提减下多少翻]{0,11}$")
"""A number that is no count has one of these among the last characters before it: of a share, a least, a change."""


@dataclass(frozen=True, slots=True)
class Words:
    text: str
    item: int | None
    """How far back the item of a list begins in which the number stands; None where the words do not tell."""
    is_approximate: bool
    may_be_none: bool
    """The number may be a change, a least or a share of each."""
    _standing: dict[int, tuple[tuple[ProsePattern, int], ...]] = field(default_factory=dict)

    def standing(self, possible: int) -> tuple[tuple[ProsePattern, int], ...]:
        """Those of the possible patterns that stand right before the number, each with the length of what it reads; see patterns."""
        found = self._standing.get(possible)
        if found is None:
            found = self._standing[possible] = standing(self.text, possible)
        return found


def _break_before(text: str) -> re.Match[str] | None:
    """The last break of a list in a text, read from its end; what stands in closed brackets breaks none."""
    return _ITEM_BREAK_BACKWARDS.search((_BRACKETS.sub(_closed, text) if ")" in text else text)[::-1])


_BRACKETS = re.compile(r"\([^()]*\)")


def _closed(brackets: re.Match[str]) -> str:
    return "~" * len(brackets[0])


@lru_cache(maxsize=16_384)
def _words(text: str) -> Words:
    found = _break_before(text) if len(text) < REACH else None
    return Words(
        text,
        found.start() if found and found.start() < len(text) - LOOKS_BEHIND else None,
        _APPROXIMATE.search(text) is not None,
        _MAY_BE_NONE.search(text) is not None,
    )


def words_before(text: str, number: int, before: int = 0) -> Words:
    """The words before a number of a sentence, back to what may be read of the number `before` it."""
    return _words(text[number - REACH if number > before + REACH else before : number])


def reach_behind(printed: str, end: int, text: str, number: int | None = None) -> int:
    """How far back patterns may read from a number, behind another one that ends there: to its last digits, unless it is a year, has no
    digits or stands in brackets that are closed since, or the sentence has words with which a pattern reads further."""
    if printed[0] in CHINESE or printed[-4:-2] == "20" or _reads_far(text):
        return 0
    is_aside = text.count(")", end, number) > text.count("(", end, number)
    return 0 if is_aside else max(0, end - LOOKS_BEHIND)


@lru_cache(maxsize=64)
def _reads_far(sentence: str) -> bool:
    return far_words().search(sentence) is not None


def item_start(text: str, end: int) -> int:
    """Where the item of a list begins that text[:end] ends with."""
    found = _break_before(text[:end])
    return end - found.start() if found else 0
