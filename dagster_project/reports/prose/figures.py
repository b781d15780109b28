"""Quantities of a sentence and the indicators they report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from dagster_project.reports.model import new
from dagster_project.reports.prose.context import is_comparison, topic_before
from dagster_project.reports.prose.numerals import BIG, CHINESE, PLAIN, behind_pattern, number_of, quantity_pattern
from dagster_project.reports.prose.patterns import ProsePattern, taking, unit_sets
from dagster_project.reports.prose.sentences import Sentence
from dagster_project.reports.prose.words import REACH, Words, item_start, reach_behind, words_before

_ITEM_END = re.compile(r"[,;:。、!?]")
_EACH = re.compile(
    r"(?:每(?:个|年|月|季度|周|日|半年|家|处|名|人)?|至少|不超过|不得)[^,;。\d]{0,8}$|各自?(?:举办|开展|召开|设立?|配备?|建|有|组织|明确)?(?:了)?$"
)
_NOT_ONE = re.compile(r"(?:未|没有|无)(?:曾|有|再)?(?:收到|接到|接收|受理|发生|出现|产生|发现|召开|举办|举行|开展)?(?:过|到|了)?$")
"""未接到一起: none."""
_OTHER_UNITS = (
    "个工作日|工作日|个月|年度|年|月|日|天|小时|分钟|周|季度|户|套|种|批|平方米|公里|亩|吨|台|辆|所|张|本|册|字|倍|名次|位|类|级|层|块|面|部|门|项次|"
    "户次|场次|余字|页|版|幅|组|支|片|段|点|步|大|方面|领域|环节|要素|部门|单位|乡镇|街道|村|社区|县|市|区|镇"
)
EVIDENCE_BACK = 30
"""Evidence reaches back to the start of its clause, at most so many characters."""


class Quantity(NamedTuple):
    """A number of a sentence: start..end without unit, unit_end behind the unit; `value` before the unit is taken into account."""

    start: int
    end: int
    unit_end: int
    number: Decimal
    multiplier: Decimal
    amount: Decimal
    """Both together."""
    unit: str | None
    is_approximate: bool
    chinese: bool
    words: Words


@dataclass(slots=True)
class Figure:
    """A quantity read as a value of an indicator."""

    quantity: Quantity
    pattern_id: str
    indicator_id: str
    applicant_type: str | None
    evidence_start: int
    evidence_end: int
    qualifier: str | None = None
    scope: str | None = None


@cache
def _units() -> frozenset[str]:
    return frozenset(_OTHER_UNITS.split("|")).union(*unit_sets().values())


@cache
def _quantities() -> re.Pattern[str]:
    return quantity_pattern(_units())


@cache
def _behind_number() -> re.Pattern[str]:
    return behind_pattern(_units())


def quantities_in(text: str) -> Iterator[re.Match[str]]:
    """Where quantities stand in running text, in order; what they count is not decided here."""
    return _quantities().finditer(text)


def quantity_of(match: re.Match[str], sentence: Sentence, before: re.Match[str] | None) -> Quantity | None:
    """A quantity found in the running text of a sentence, behind another one; None for a code, which counts nothing."""
    printed, behind = match.groups()
    number = number_of(printed)
    if number is None:
        return None
    begin, text = sentence.start, sentence.text
    start, end = match.span()
    start, end = start - begin, end - begin
    words = words_before(text, start, reach_behind(before[1], before.end(1) - begin, text, start) if before else 0)
    multiplier, unit, tail, is_approximate = _behind(behind)
    amount = number if multiplier is PLAIN else number * multiplier
    is_approximate = is_approximate or words.is_approximate
    return new(Quantity, (start, end - tail, end, number, multiplier, amount, unit, is_approximate, printed[0] in CHINESE, words))


@lru_cache(maxsize=4096)
def _behind(printed: str) -> tuple[Decimal, str | None, int, bool]:
    """What is printed behind a number: multiplier, unit, length from the unit on, whether the number is approximate."""
    before, big, after, unit, behind = _behind_number().fullmatch(printed).groups()  # type: ignore[union-attr]
    tail = len(unit or "") + len(behind or "")
    multiplier = BIG[big]
    if unit == "元":
        unit = (big or "") + unit
    elif unit and not big and unit[0] in "万亿":
        multiplier = BIG[unit[0]]
    return multiplier, unit, tail, bool(before or after or behind)


def _is_in_place(pattern: ProsePattern, sentence: Sentence, end: int) -> bool:
    """The conditions @review, @applications, @any of a pattern, or a section (@fees); true when one of them holds."""
    places = pattern.places
    return (
        "any" in places
        or sentence.section in places
        or ("review" in places and (sentence.section == "review_litigation" or "复议" in sentence.text or "诉讼" in sentence.text))
        or ("applications" in places and topic_before(sentence, end, "applications"))
    )


def _reads(pattern: ProsePattern, sentence: Sentence, quantity: Quantity, *, start: int, item: int) -> bool:
    """Whether a pattern whose words stand before a quantity, from `start` on, finds all else that it asks for.

    `item` is where the item of a list begins that the quantity stands in.
    """
    text = sentence.text
    if pattern.right and not pattern.right.match(text, quantity.unit_end):
        return False
    if pattern.unless:
        clause_end = _ITEM_END.search(text, quantity.unit_end)
        if pattern.unless.search(text[min(start, item) : clause_end.start() if clause_end else len(text)]):
            return False
    if pattern.topics:
        # Words that the pattern itself reads may name the topic only where it reads no words of its own about another one.
        end = start if pattern.left and pattern.indicator_id in _NAMES_A_RIVAL else quantity.start
        if not any(topic_before(sentence, end, topic) for topic in pattern.topics):
            return False
    if pattern.sentence or pattern.places:
        named = pattern.sentence is not None and pattern.sentence.search(sentence.earlier[-80:] + text) is not None
        return named or _is_in_place(pattern, sentence, start)
    return True


_NAMES_A_RIVAL = {"n_outcome_already_public", "n_outcome_other_route", "n_review_corrected", "n_litigation_corrected"}


def read_quantity(sentence: Sentence, quantity: Quantity) -> Figure | None:
    """The indicator value that a quantity gives, or None when no pattern of the catalogue reads it."""
    text, words = sentence.text, quantity.words
    possible = taking(quantity.unit, text[quantity.unit_end : quantity.unit_end + 1])
    patterns = words.standing(possible) if possible else ()
    if not patterns or (quantity.chinese and quantity.number == 1 and _NOT_ONE.search(words.text)):
        return None
    item = item_start(text, quantity.start) if words.item is None else quantity.start - words.item
    for pattern, length in patterns:
        start = quantity.start - length
        if not _reads(pattern, sentence, quantity, start=start, item=item):
            continue
        if not pattern.indicator_id or (words.may_be_none and _counts_nothing(text, quantity.start)):
            return None  # the catalogue knows this quantity and says that it is no figure, or the words before it say so
        item = item if item <= start else item_start(text, start)
        right = pattern.right.match(text, quantity.unit_end) if pattern.right else None
        return Figure(
            quantity,
            pattern.pattern_id,
            pattern.indicator_id,
            pattern.applicant_type,
            item if start - item <= EVIDENCE_BACK else start,
            right.end() if right else quantity.unit_end,
        )
    return None


def _counts_nothing(text: str, end: int) -> bool:
    """The number that stands there is a change, a least or a share of each: 比上年增加3件, 每年不少于2次."""
    left = text[max(0, end - REACH) : end]
    return is_comparison(left) or _EACH.search(left) is not None
