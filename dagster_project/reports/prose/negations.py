"""Zeros that are told: 未收到…申请, 没有向申请人收费, 行政复议、行政诉讼均为0.

One negation may govern several nouns, but none that it does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from dagster_project.catalogue import seed
from dagster_project.reports.prose.context import topic_before
from dagster_project.reports.prose.patterns import expand
from dagster_project.reports.prose.sentences import Sentence
from dagster_project.reports.screens import begun, opening

_CLAUSE_MARKS = ",;:。!?"
_CLAUSE_END = re.compile(f"[{_CLAUSE_MARKS}]")
# What caused the thing that did not happen is not what did not happen: 因政府信息公开申请引发的行政诉讼.
_CAUSE = re.compile(r"(?:因|由|由于)[^,;。]{0,30}?(?:引起|引发|导致|产生|造成|而)(?:的|被|提起|申请)*")
_ABOUT = re.compile(r"与[^,;。]{2,30}(?:有关|相关)的?(?=[^,;。]{0,4}(?:费用|支出|经费))")
"""What costs are about: 未产生与诉讼有关的费用."""
_NOUN_LIST_GOES_ON = re.compile(r"^(?:也|亦|也没有|和|及|以及|或|或者|提起(?=行政诉讼|诉讼))")
_ALL_ZERO = re.compile(
    r"(?:(?:均|都|全部|皆|各)(?:为|是)?|[为是](?=[零〇]|0(?:[,;。]|$)))(?P<zero>0|零|〇)(?:件|起|次|条|宗|例|人次|元)?(?!\d|余|%|\.)"
)
# One printed zero for two nouns: 行政复议和行政诉讼0件.
_JOINT_ZERO = re.compile(
    r"复议(?:(?![一二两三四五六七八九十百][件起次宗例])[^,;。\d]){0,8}(?:、|和|及|与|或)[^,;。\d]{0,10}(?:诉讼|应诉)[^,;。\d别]{0,8}?(?P<zero>0|零|〇)(?:件|起|次|宗|例|条)(?!\d)"
)
_ZERO = re.compile("[0零〇]")
_PRINTED_ZERO = "(?<=[均都部皆各为是])[0零〇]|(?<![0-9])[0零〇](?=[件起次宗例条])"
"""A zero that the two above may read."""
_NONE_BEHIND = ":(?:无|没有)"
"""受理公开申请:无。"""
_ENDS_BEHIND = re.compile(_NONE_BEHIND + "(?=[,;。]|$)")
_SIDE_BY_SIDE = re.compile(r"申请(?:、|和|及|以及|,)[^,;。]*(?:复议|诉讼)")
_WITH_NUMBER = re.compile(r"\d")
_STANDS_BEHIND = re.compile(r"(?:发生|收到|出现|接到|产生)?(?:过|情况|$|[,;。])")
"""What a negation goes on with whose nouns stand before it."""
_COUNTED_BEFORE = re.compile(r"[;。]|\d[^,;。]{0,3}[,;]")
"""A zero for several nouns reaches back no further."""


@dataclass(frozen=True, slots=True)
class ToldZero:
    """A zero of an indicator; `value` is the span of a printed 0 (均为0) or None for a negation."""

    indicator_id: str
    negation_id: str
    start: int
    end: int
    value: tuple[int, int] | None


@cache
def _negations() -> re.Pattern[str]:
    patterns = {row["negation_id"]: expand(row["pattern"]) for row in seed("prose_negations")}
    return re.compile(opening(patterns.values()) + f"(?:{'|'.join(f'(?P<{name}>{pattern})' for name, pattern in patterns.items())})")


@cache
def _tellings() -> re.Pattern[str]:
    """What a sentence that tells a zero is not without."""
    patterns = [*(expand(row["pattern"]) for row in seed("prose_negations")), _PRINTED_ZERO, _NONE_BEHIND]
    return re.compile(begun("|".join(patterns)))


def tellings_in(text: str) -> Iterator[int]:
    """Places of running text whose sentences may tell a zero; no other sentence does."""
    return (match.start() for match in _tellings().finditer(text))


@dataclass(frozen=True)
class _Noun:
    """What may not have happened. `overrides`: nouns that stand in the same words but are not what is negated."""

    indicator_id: str
    pattern: re.Pattern[str]
    topic: str
    sentence: re.Pattern[str] | None
    overrides: frozenset[str]


@cache
def _nouns() -> tuple[_Noun, ...]:
    return tuple(
        _Noun(
            row["indicator_id"],
            re.compile(expand(row["pattern"])),
            row["topic"],
            re.compile(row["sentence"]) if row["sentence"] else None,
            frozenset(filter(None, row["overrides"].split("|"))),
        )
        for row in seed("prose_negation_nouns")
    )


def _clause(text: str, position: int) -> tuple[int, int]:
    start = max([text.rfind(mark, 0, position) for mark in _CLAUSE_MARKS]) + 1
    end = _CLAUSE_END.search(text, position)
    return start, end.start() if end else len(text)


def _nouns_in(sentence: Sentence, start: int, end: int) -> list[str]:
    """Indicators whose noun stands in text[start:end], causes left out."""
    governed, nouns = _governed(sentence.text[start:end])
    return [noun.indicator_id for noun in nouns if _is_meant(noun, sentence, governed, start)]


@lru_cache(maxsize=4096)
def _governed(words: str) -> tuple[str, tuple[_Noun, ...]]:
    """Words without causes, and the nouns that stand in them."""
    governed = _ABOUT.sub("", _CAUSE.sub("", words))
    found = [noun for noun in _nouns() if noun.pattern.search(governed)]
    overridden = frozenset().union(*(noun.overrides for noun in found))
    if _SIDE_BY_SIDE.search(governed):
        # 未收到信息公开申请和行政复议: here the application stands beside the review and is not what the review is about.
        overridden -= {"n_applications_received"}
    return governed, tuple(noun for noun in found if noun.indicator_id not in overridden)


def _is_meant(noun: _Noun, sentence: Sentence, governed: str, start: int) -> bool:
    """A noun that other matters have too counts only beside the words of its sentence or under its topic."""
    if noun.topic:
        named = noun.sentence is not None and noun.sentence.search(governed) is not None
        return named or topic_before(sentence, start, noun.topic)
    return noun.sentence is None or noun.sentence.search(sentence.text) is not None


class _Telling(NamedTuple):
    """Words that tell zeros, from start to end, and of which indicators."""

    indicators: list[str]
    negation_id: str
    start: int
    end: int
    value: tuple[int, int] | None = None


def told_zeros(sentence: Sentence) -> list[ToldZero]:
    """All zeros that a sentence tells in words, each by the words that tell it first; see tellings_in."""
    zeros: dict[str, ToldZero] = {}
    for told in (*_negated(sentence), *_none_behind(sentence), *_printed_for_several(sentence)):
        for indicator in told.indicators:
            zeros.setdefault(indicator, ToldZero(indicator, told.negation_id, told.start, told.end, told.value))
    return list(zeros.values())


def _negated(sentence: Sentence) -> Iterator[_Telling]:
    """未收到…申请; a negation before a number is none."""
    text = sentence.text
    for match in _negations().finditer(text):
        start, end = _clause(text, match.end())
        while end < len(text) and text[end] == "," and (goes_on := _NOUN_LIST_GOES_ON.match(text[end + 1 :])):
            if _negations().match(text, end + 1 + goes_on.end()):
                break
            end = _clause(text, end + 1)[1]
        if _WITH_NUMBER.search(text[match.end() : end]) and match.lastgroup != "none":
            continue
        indicators = _nouns_in(sentence, match.end(), end)
        if not indicators and _STANDS_BEHIND.match(text[match.end() : end][2:] or "$"):
            indicators = _nouns_in(sentence, start, match.start())  # 行政复议、行政诉讼案件均未发生: the nouns stand before
        yield _Telling(indicators, str(match.lastgroup), start, end)


def _none_behind(sentence: Sentence) -> Iterator[_Telling]:
    """受理公开申请:无。"""
    for match in _ENDS_BEHIND.finditer(sentence.text):
        start = _clause(sentence.text, match.start())[0]
        yield _Telling(_nouns_in(sentence, start, match.start()), "none", start, match.end())


def _printed_for_several(sentence: Sentence) -> Iterator[_Telling]:
    """行政复议、行政诉讼均为0。"""
    text = sentence.text
    for match in (*_ALL_ZERO.finditer(text), *_JOINT_ZERO.finditer(text)) if _ZERO.search(text) else ():
        start = max((m.end() for m in _COUNTED_BEFORE.finditer(text[: match.start()])), default=0)
        yield _Telling(_nouns_in(sentence, start, match.start("zero")), "all_zero", start, match.end(), match.span("zero"))
