"""Quantities of a sentence and the indicators they report."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache
from typing import NamedTuple

from dagster_project.reports.prose.context import is_comparison, topic_before
from dagster_project.reports.prose.numerals import BIG, number_of, quantity_pattern
from dagster_project.reports.prose.patterns import APPROXIMATE, ProsePattern, candidates, unit_sets
from dagster_project.reports.prose.sentences import Sentence

_LEFT_REACH = 80
_ITEM_BREAK = re.compile(r"[,;:。!?(]|\d[^,;:、]{0,4}、|[一二两三四五六七八九十百千零][件起条次宗例项份个]、")
"""Where the item of a list begins: behind a comma, or behind the number of the item before."""
_ITEM_END = re.compile(r"[,;:。、!?]")
_EACH = re.compile(
    r"(?:每(?:个|年|月|季度|周|日|半年|家|处|名|人)?|至少|不超过|不得)[^,;。\d]{0,8}$|各自?(?:举办|开展|召开|设立?|配备?|建|有|组织|明确)?(?:了)?$"
)
_MAY_BE_EACH = re.compile("[每至不各]")
_APPROXIMATE_REACH = 5
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
    unit: str | None
    is_approximate: bool
    chinese: bool


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
    parts: list[Quantity] = field(default_factory=list)


@cache
def _quantities() -> re.Pattern[str]:
    units = set().union(*unit_sets().values()) | set(_OTHER_UNITS.split("|"))
    return quantity_pattern(units)


@lru_cache(maxsize=20_000)
def quantities_of(text: str) -> tuple[Quantity, ...]:
    """All quantities of a sentence, in order; what they count is not decided here. Many sentences stand in many reports."""
    found = []
    for match in _quantities().finditer(text):
        printed, before, big, after, unit, behind = match.groups()
        number = number_of(printed)
        if number is None:
            continue
        chinese = not printed[0].isdigit()
        end = match.start("unit") if unit else match.end()
        big = big or ""
        unit = big + unit if unit == "元" else unit
        multiplier = BIG[big]
        if unit and unit[0] in "万亿" and not big:
            multiplier = BIG[unit[0]]
        approximate = (
            bool(before or after or behind)
            or APPROXIMATE.search(text, max(0, match.start() - _APPROXIMATE_REACH), match.start()) is not None
        )
        found.append(Quantity(match.start(), end, match.end(), number, multiplier, unit, approximate, chinese))
    return tuple(found)


def _places_hold(pattern: ProsePattern, sentence: Sentence, end: int, earlier: str) -> bool:
    """The conditions @review, @applications, @fees, @any of a pattern; true when one of them holds."""
    checks = {
        "any": lambda: True,
        "fees": lambda: sentence.section == "fees",
        "review": lambda: sentence.section == "review_litigation" or "复议" in sentence.text or "诉讼" in sentence.text,
        "applications": lambda: sentence.section == "applications" or topic_before(sentence, end, "applications", earlier),
    }
    return any(checks[place]() if place in checks else sentence.section == place for place in pattern.places)


def _matches(pattern: ProsePattern, sentence: Sentence, quantity: Quantity, earlier: str) -> int | None:
    """Start of the words that the pattern reads, or None."""
    text = sentence.text
    start = quantity.start
    if pattern.left:
        offset = max(0, start - _LEFT_REACH)
        left = pattern.left.search(text[offset:start])
        if not left:
            return None
        start = offset + left.start()
    if pattern.right and not pattern.right.match(text, quantity.unit_end):
        return None
    if pattern.unless:
        breaks = [m.end() for m in _ITEM_BREAK.finditer(text[: quantity.start])]
        clause_start = min(start, breaks[-1] if breaks else 0)
        clause_end = _ITEM_END.search(text, quantity.unit_end)
        if pattern.unless.search(text[clause_start : clause_end.start() if clause_end else len(text)]):
            return None
    if pattern.topics and not any(topic_before(sentence, _topic_end(pattern, start, quantity), t, earlier) for t in pattern.topics):
        return None
    if pattern.sentence or pattern.places:
        named = pattern.sentence is not None and pattern.sentence.search(earlier[-80:] + text) is not None
        if not named and not _places_hold(pattern, sentence, start, earlier):
            return None
    return start


def _topic_end(pattern: ProsePattern, start: int, quantity: Quantity) -> int:
    """Words that the pattern itself reads may name the topic only where it reads no words of its own about another one."""
    return start if pattern.left and pattern.indicator_id in _NAMES_A_RIVAL else quantity.start


_NAMES_A_RIVAL = {"n_outcome_already_public", "n_outcome_other_route", "n_review_corrected", "n_litigation_corrected"}


def read_quantity(sentence: Sentence, quantity: Quantity, earlier: str) -> Figure | None:
    """The indicator value that a quantity gives, or None when no pattern of the catalogue reads it."""
    text = sentence.text
    left = text[max(0, quantity.start - _LEFT_REACH) : quantity.start]
    if is_comparison(left) or (_MAY_BE_EACH.search(left, max(0, len(left) - 12)) and _EACH.search(left)):
        return None
    unit = quantity.unit.lstrip("万亿千百") if quantity.unit else None
    for pattern in candidates(left, unit, text[quantity.unit_end : quantity.unit_end + 1]):
        start = _matches(pattern, sentence, quantity, earlier)
        if start is not None and not pattern.indicator_id:
            return None  # the catalogue knows this quantity and says that it is no figure
        if start is not None:
            clause_start = max((m.end() for m in _ITEM_BREAK.finditer(text[:start])), default=0)
            evidence_start = clause_start if start - clause_start <= EVIDENCE_BACK else start
            right = pattern.right.match(text, quantity.unit_end) if pattern.right else None
            return Figure(
                quantity,
                pattern.pattern_id,
                pattern.indicator_id,
                pattern.applicant_type,
                evidence_start,
                right.end() if right else quantity.unit_end,
            )
    return None
