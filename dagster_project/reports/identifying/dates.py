"""Years, periods and dates as reports write them, damaged ones too.

Belongs here: reading a date out of a piece of text. Does not belong here: which of several dates is the right one for the
report (years.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from dagster_project.reports.identifying.patterns import YEAR

FIRST_REPORT_YEAR = 2007
"""Reports are due from report year 2008; a few cities published earlier ones."""
LAST_REPORT_YEAR = 2035

ZERO = "○〇零0OoОＯ０◯О"
DIGITS = "一二三四五六七八九"
CHINESE_DIGIT = {**dict.fromkeys(ZERO, "0"), **{c: str(i) for i, c in enumerate(DIGITS, 1)}}

CHINESE_YEAR = re.compile(
    rf"二([{ZERO}]?)([{ZERO}一二])([{ZERO}{DIGITS}])年"
    rf"|二[{ZERO}]?([一二八九])年(?=[一二三十]+月)"
)
"""二○一三年, 二〇〇九年; 二一一年 has lost its 〇, and 二一年三月 two of them."""
YEAR_PLACE = re.compile(YEAR)
CHINESE_YEAR_PLACE = re.compile(rf"二(?=[{ZERO}{DIGITS}]{{1,3}}年)")
ARABIC_YEAR = re.compile(rf"({YEAR})\s?(?=年)")
ANY_YEAR = re.compile(rf"({YEAR})(?!\d)")

GAP = r"(?:\s|[ \t]{2,3})?"
"""What may stand between the parts of a date: an end of line, or some blanks."""
DATE = re.compile(rf"({YEAR}){GAP}(?:年|[-./]){GAP}(\d{{1,2}}){GAP}(?:月|[-./]){GAP}(\d{{1,2}})(?!\d)(?:{GAP}日)?")
CHINESE_DATE = re.compile(
    rf"二[{ZERO}]?[{ZERO}一二]?[{ZERO}{DIGITS}]年"
    rf"(?P<month>[{DIGITS}十元正]{{1,2}}|\d{{1,2}})月(?P<day>[{DIGITS}十廿卅{ZERO}]{{1,4}}|\d{{1,2}})日"
)


def _month_and_day(number: int) -> str:
    return rf"(?P<m{number}>\d{{1,2}}){GAP}(?:月|[-./]){GAP}(?P<d{number}>\d{{1,2}}){GAP}日?"


PERIOD = re.compile(
    rf"(?P<y1>{YEAR}){GAP}(?:年度?|[-./]){GAP}{_month_and_day(1)}"
    rf"(?:{GAP}(?:零时|0时|《[^《》]{{2,12}}》(?:实施|施行)|之日|起|始|开始|,)){{0,4}}{GAP}(?:至|到|—|–|－|―|-|~|～)+{GAP}"
    rf"(?:(?P<y2>{YEAR}){GAP}(?:年度?|[-./])|当年|同年|本年)?{GAP}"
    rf"{_month_and_day(2)}"
)
DAMAGED_PERIOD = re.compile(rf"(?P<y1>{YEAR})年?\s?1?月?1\s?日?起?,?(?:至|到|—|-)+(?:(?P<y2>{YEAR})年?)?\s?12月?31\s?(?:日|(?=止))")
"""A whole year whose 年 and 月 were lost: 201711日至20171231日, 2023 11日到1231日."""
LONGEST_PERIOD_DAYS = 800


class Found(NamedTuple):
    """A date and where in the searched text it was read."""

    value: date
    start: int
    end: int


class Period(NamedTuple):
    """A stated period and where it was read."""

    first: date
    last: date
    start: int
    end: int

    @property
    def report_year(self) -> int | None:
        """The year it covers, or in which the school year that it covers ends; None where it covers parts of several."""
        return self.last.year if self.first.year == self.last.year or self.is_school_year else None

    @property
    def is_school_year(self) -> bool:
        begins, ends = (self.first.month, self.first.day), (self.last.month, self.last.day)
        return (begins, ends, self.last.year - self.first.year) == ((9, 1), (8, 31), 1)

    @property
    def is_whole_year(self) -> bool:
        return (self.first.month, self.first.day, self.last.month, self.last.day) == (1, 1, 12, 31)


def chinese_years(text: str) -> Iterator[int]:
    """Every year in Chinese numerals."""
    for match in CHINESE_YEAR.finditer(text):
        if match[4]:
            yield {"1": 2010, "2": 2020, "8": 2008, "9": 2009}[CHINESE_DIGIT[match[4]]]
        else:
            yield 2000 + int(CHINESE_DIGIT[match[2]]) * 10 + int(CHINESE_DIGIT[match[3]])


def years_in(text: str) -> list[int]:
    """Years named in a short text such as a title, in order; Chinese numerals are read where no digits are."""
    found = [int(y) for y in ARABIC_YEAR.findall(text)] or [int(y) for y in ANY_YEAR.findall(text)] or list(chinese_years(text))
    return [y for y in found if FIRST_REPORT_YEAR <= y <= LAST_REPORT_YEAR]


def chinese_number(text: str) -> int:
    """Number of a month or day: 十二, 三十一, 廿八, 元 (January), 5; 0 if it is none."""
    if text.isdecimal():
        return int(text)
    if text in ("元", "正"):
        return 1
    tens, has_ten, ones = text.replace("廿", "二十").replace("卅", "三十").rpartition("十")
    if not has_ten:
        digits = "".join(CHINESE_DIGIT.get(c, "") for c in text)
        return int(digits) if digits else 0
    return int(CHINESE_DIGIT.get(tens, "1")) * 10 + int(CHINESE_DIGIT.get(ones, "0"))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def year_places(text: str) -> list[int]:
    """Where the text names a year: where alone dates, periods and the like can begin. To be asked once of a whole text."""
    places = [match.start() for match in YEAR_PLACE.finditer(text)]
    chinese = [match.start() for match in CHINESE_YEAR_PLACE.finditer(text)]
    return sorted(places + chinese) if chinese else places


def dates_in(text: str, places: Iterable[int]) -> list[Found]:
    """All whole dates at these places; impossible ones (2021926, 2020-13-45) are left out."""
    return [found for at in places if (found := date_at(text, at))]


def date_at(text: str, position: int) -> Found | None:
    """The date that is written at this place."""
    if match := DATE.match(text, position):
        value = _date(int(match[1]), int(match[2]), int(match[3]))
    elif match := CHINESE_DATE.match(text, position):
        value = _chinese_day(match)
    else:
        return None
    return Found(value, *match.span()) if value else None


def _chinese_day(match: re.Match[str]) -> date | None:
    year = next(chinese_years(match[0]), None)
    return _date(year, chinese_number(match["month"]), chinese_number(match["day"])) if year else None


def periods_in(text: str, places: Sequence[int]) -> Iterator[Period]:
    """The stated periods that begin at these places; where there is none, those that lost their 年 and 月."""
    has_period = False
    for match in _matches(PERIOD, text, places):
        first = _date(int(match["y1"]), int(match["m1"]), int(match["d1"]))
        last = _date(int(match["y2"] or match["y1"]), int(match["m2"]), int(match["d2"]))
        if first and last and 0 <= (last - first).days < LONGEST_PERIOD_DAYS:
            has_period = True
            yield Period(first, last, *match.span())
    if has_period:
        return
    for match in _matches(DAMAGED_PERIOD, text, places):
        if match["y2"] in (None, match["y1"]):
            year = int(match["y1"])
            yield Period(date(year, 1, 1), date(year, 12, 31), *match.span())


def _matches(pattern: re.Pattern[str], text: str, places: Sequence[int]) -> Iterator[re.Match[str]]:
    """Matches that begin at these places; none begins inside the one before."""
    end = 0
    for at in places:
        if at >= end and (match := pattern.match(text, at)):
            end = match.end()
            yield match
