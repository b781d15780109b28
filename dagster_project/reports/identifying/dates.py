"""Years, periods and dates as reports write them, damaged ones too.

Belongs here: reading a date out of a piece of text. Does not belong here: which of several dates is the right one for the
report (years.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

FIRST_REPORT_YEAR = 2007
"""Reports are due from report year 2008; a few cities published earlier ones."""
LAST_REPORT_YEAR = 2035

ZERO = "○〇零0OoОＯ０◯Оо"
CHINESE_DIGIT = {**dict.fromkeys(ZERO, "0"), **{c: str(i) for i, c in enumerate("一二三四五六七八九", 1)}, "壹": "1", "贰": "2", "两": "2"}
CHINESE_YEAR = re.compile(rf"[二贰]([{ZERO}]?)([{ZERO}一二])([{ZERO}一二三四五六七八九])年|[二贰]([{ZERO}]?)([一二八九])年(?=[一二三十]+月)")
ARABIC_YEAR = re.compile(r"(?<!\d)(20[0-3]\d)\s?(?=年)")
ANY_YEAR = re.compile(r"(?<!\d)(20[0-3]\d)(?!\d)")
CHINESE_NUMBER = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}

DATE = re.compile(r"(?<!\d)(20[0-3]\d)\s?(?:年|[-./])\s?(\d{1,2})\s?(?:月|[-./])\s?(\d{1,2})(?!\d)\s?日?")
CHINESE_DATE = re.compile(
    rf"[二贰][{ZERO}]?[{ZERO}一二]?[{ZERO}一二三四五六七八九]年(?P<month>[一二三四五六七八九十元正]{{1,2}}|\d{{1,2}})月(?P<day>[一二三四五六七八九十{ZERO}]{{1,4}}|\d{{1,2}})日"
)

_DAY = r"(?P<{0}>\d{{1,2}})\s?(?:月|[-./])\s?(?P<{1}>\d{{1,2}})\s?日?"
PERIOD = re.compile(
    r"(?<!\d)(?P<y1>20[0-3]\d)\s?(?:年度?|[-./])\s?" + _DAY.format("m1", "d1") + r"(?:\s?(?:零时|0时|起|始|开始|之日|,)){0,3}"
    r"\s?(?:至|到|—|–|－|―|-|~|～)+\s?(?:(?P<y2>20[0-3]\d)\s?(?:年度?|[-./])|当年|同年|本年)?\s?" + _DAY.format("m2", "d2")
)
PERIOD_WITHOUT_BLANKS = re.compile(r"(?<!\d)(?P<y1>20[0-3]\d)年?\s?1?1日?起?(?:至|到|—|-)+(?:(?P<y2>20[0-3]\d)年?)?\s?12月?31日")
"""1月1日 whose 年 and 月 were lost: 201711日至20171231日, 2023 11日到1231日."""


@dataclass(frozen=True, slots=True)
class Found:
    """A date and where in the searched text it was read."""

    value: date
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Period:
    """A stated period and where it was read."""

    first: date
    last: date
    start: int
    end: int

    @property
    def report_year(self) -> int | None:
        """The year it covers; None where it covers parts of several."""
        return self.last.year if self.first.year == self.last.year else None


def chinese_year(text: str) -> Iterator[tuple[int, int]]:
    """(year, position) of every year in Chinese numerals: 二○一三年, 二〇〇九年; 二一一年 has lost its 〇."""
    for match in CHINESE_YEAR.finditer(text):
        if match[3] is None:
            tail = CHINESE_DIGIT[match[5]]
            year = 2010 if tail == "1" else 2020 if tail == "2" else 2000 + int(tail)
        else:
            year = 2000 + int(CHINESE_DIGIT[match[2]]) * 10 + int(CHINESE_DIGIT[match[3]])
        yield year, match.start()


def years_in(text: str) -> list[int]:
    """Years named in a short text such as a title, in order; Chinese numerals are read where no digits are."""
    found = [int(y) for y in ARABIC_YEAR.findall(text)] or [int(y) for y in ANY_YEAR.findall(text)]
    found = found or [year for year, _ in chinese_year(text)]
    return [y for y in found if FIRST_REPORT_YEAR <= y <= LAST_REPORT_YEAR]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def chinese_number(text: str) -> int:
    """Number of a month or day: 十二, 三十一, 廿八, 元 (January), 5; 0 if it is none."""
    if text.isdecimal():
        return int(text)
    if text in ("元", "正"):
        return 1
    tens, has_ten, ones = text.rpartition("十")
    if not has_ten:
        digits = "".join(CHINESE_DIGIT.get(c, "") for c in text)
        return int(digits) if digits else 0
    return (CHINESE_NUMBER.get(tens, 1) if tens else 1) * 10 + CHINESE_NUMBER.get(ones, 0)


def dates_in(text: str) -> list[Found]:
    """All whole dates of the text in order of place; impossible ones (2021926, 2020-13-45) are left out."""
    found = []
    for match in DATE.finditer(text):
        if value := _date(int(match[1]), int(match[2]), int(match[3])):
            found.append(Found(value, match.start(), match.end()))
    if "二" in text:
        for match in CHINESE_DATE.finditer(text):
            years = [year for year, _ in chinese_year(match[0])]
            value = _date(years[0], chinese_number(match["month"]), chinese_number(match["day"])) if years else None
            if value:
                found.append(Found(value, match.start(), match.end()))
    return sorted(found, key=lambda f: f.start)


def periods_in(text: str) -> list[Period]:
    """All stated periods of the text, whole ones first, then those that lost their 年 and 月."""
    found = []
    for match in PERIOD.finditer(text):
        first = _date(int(match["y1"]), int(match["m1"]), int(match["d1"]))
        last = _date(int(match["y2"] or match["y1"]), int(match["m2"]), int(match["d2"]))
        if first and last and first <= last and (last - first).days < 800:
            found.append(Period(first, last, match.start(), match.end()))
    if not found:
        for match in PERIOD_WITHOUT_BLANKS.finditer(text):
            year = int(match["y1"])
            if (match["y2"] or match["y1"]) == match["y1"]:
                found.append(Period(date(year, 1, 1), date(year, 12, 31), match.start(), match.end()))
    return found
