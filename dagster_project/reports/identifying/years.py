"""Which year a report reports on, its period, and when it was published: several witnesses, weighed.

Belongs here: the choice between years and dates. Does not belong here: reading them from text (dates.py).

No single witness is trusted alone: titles carry the year of publication now and then, and stated periods are left over
from the year before. What decides is the sum.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from dagster_project.reports.identifying.dates import (
    FIRST_REPORT_YEAR,
    LAST_REPORT_YEAR,
    Period,
    chinese_years,
    date_at,
    periods_in,
    year_places,
    years_in,
)
from dagster_project.reports.identifying.patterns import YEAR, any_of
from dagster_project.reports.identifying.signatures import Signature
from dagster_project.reports.identifying.titles import Title
from dagster_project.reports.identifying.view import View

WEIGHT = {"title": 5, "period": 4, "self_reference": 3, "form_title": 3, "sentences": 3, "as_of": 2, "signature": 2, "page_date": 1}

ABOUT_PERIOD = re.compile(any_of("统计 期限 时限 数据 时间 自 从 期间"))
SELF_REFERENCE = re.compile(
    rf"(?:公布|发布|编制|将|就|形成|把)[^。;\n]{{0,60}}?({YEAR})\s?年(?:度)?"
    r"[^。;\n]{0,30}?(?:信息|政务)公开[^。;\n]{0,20}?(?:报告|年报|情况|总结)"
)
FORM_WORDS = ("统计表", "情况表", "统计年报表")
LONGEST_BEFORE_FORM_WORD = 30
FORM_TITLE = re.compile(rf"({YEAR})\s?年?(?:度)?[^。\n]{{0,20}}{any_of(*FORM_WORDS)}")
FORM_YEAR = re.compile(rf"(?:统计年度|报告年度|年度|所属年份|报告期)[:|\s]{{1,4}}({YEAR})")
LABEL_END = re.compile(r"[:|\s]")
LONGEST_LABEL = 8
BEFORE_A_SENTENCE = r"\n。;、) \t至到"
YEAR_OF_SENTENCE = re.compile(
    rf"(?<![^{BEFORE_A_SENTENCE}])20([0-3]\d)\s?年(?:度)?(?=[,来以我全县区市州镇乡街共度]|政府|主动|累计|通过|[一-鿿]{{2,6}}(?:县|区|市|局|镇|乡|街道|委))"
)
AS_OF = re.compile(rf"截[至止]到?\s?({YEAR})\s?年?\s?(?:12\s?月(?:31\s?日|底|份)?|底|末|年底|12[-.]31)")
PAGE_DATE_LABEL = re.compile(any_of("时间 日期 发布于 来源") + r"[::|\s\[【]{0,6}$")
"""发布时间, 成文日期 and the like, before a date."""
BEFORE_A_PAGE_DATE = re.compile(r"[间期于源:：|\s\[【]")
"""What a PAGE_DATE_LABEL ends with."""
LONGEST_PAGE_LABEL = 14
LABEL_BEHIND = re.compile(
    r"\s?(?:\d{1,2}:\d{2}(?::\d{2})?)?[\s|(\[【]*(?:"
    + any_of("来源 作者 编辑 点击 浏览 阅读 访问 字体 字号")
    + r"[次数量人]{0,3}\s?[::][^\n|]{0,60}|(?<=:\d\d))[\s|]*(?:\n|$)"
)
"""What stands behind a date of the page that opens its line: 2019-03-28 18:26 来源:某门户网站."""
SHORT_PAGE, PAGE_HEAD, PAGE_FOOT = 3700, 2500, 1200
"""Dates of the page stand so near to its ends; those of a short page may stand anywhere."""
DOCUMENT_NUMBER = re.compile(r"[〔\[(﹝]20\d\d[〕\])﹞]\s?\d*号?")

LATEST_PUBLICATION_YEARS = 2
"""A later date is that of a move of the site, not of the publication."""


@dataclass(slots=True)
class Years:
    """What a document says about time."""

    report_year: int | None = None
    period: Period | None = None
    published_on: date | None = None
    evidence: dict[str, str] = field(default_factory=dict)


SCHOOL_YEAR = re.compile("学年")


@dataclass(slots=True)
class _Votes:
    """Years and what speaks for them."""

    weights: Counter[int] = field(default_factory=Counter)
    passages: dict[str, str] = field(default_factory=dict)

    def add(self, witness: str, year: int | None, passage: str) -> None:
        if year is not None and FIRST_REPORT_YEAR <= year <= LAST_REPORT_YEAR:
            self.weights[year] += WEIGHT[witness]
            self.passages[f"year_{witness}"] = passage.strip()[:80]

    def winner(self, *preferred: int | None) -> int | None:
        """The heaviest year; of two alike the first of the preferred ones, else the earlier."""
        if not self.weights:
            return None
        heaviest = max(self.weights.values())
        best = sorted(year for year, weight in self.weights.items() if weight == heaviest)
        return next((year for year in preferred if year in best), best[0])


def read_years(view: View, title: Title | None, signed: list[Signature]) -> Years:
    """Report year, stated period and date of publication of a document."""
    votes = _Votes()
    period, page_dates = stated_period(view), _page_dates(view)
    if title:
        votes.add("title", title.year, title.text)
    if period:
        votes.add("period", period.report_year, _passage(view, period))
    for witness, match in (
        ("self_reference", SELF_REFERENCE.search(view.head)),
        ("as_of", AS_OF.search(view.head)),
        ("form_title", _form_title(view)),
    ):
        if match:
            votes.add(witness, int(match[1]), match[0])
    if majority := _majority_of_sentences(view):
        votes.add("sentences", *majority)
    if signed:
        votes.add("signature", _year_before(signed[-1].signed_on), signed[-1].passage)
    elif page_dates:
        votes.add("page_date", _year_before(page_dates[0]), f"{page_dates[0]}")
    year = votes.winner(title.year if title else None, period.report_year if period else None) or _any_year(view)
    years = Years(report_year=year, evidence=votes.passages)
    if period:
        years.period = period
        years.evidence["period"] = _passage(view, period)
    is_school_year = bool(period and period.is_school_year) or bool(title and SCHOOL_YEAR.search(title.text))
    years.published_on = _published_on(year, [s.signed_on for s in signed] + page_dates, is_school_year=is_school_year)
    return years


def _form_title(view: View) -> re.Match[str] | None:
    """The year in the title of a form, or behind a label in its head."""
    body = view.body
    first = min((at for word in FORM_WORDS if (at := body.find(word)) >= 0), default=len(body)) - LONGEST_BEFORE_FORM_WORD
    for at in view.years:
        if at >= first and (match := FORM_TITLE.match(body, at)):
            return match
    for at in view.years:
        if LABEL_END.match(body, at - 1) and (match := FORM_YEAR.search(body, max(0, at - LONGEST_LABEL), at + 4)):
            return match
    return None


def _passage(view: View, period: Period) -> str:
    return view.body[max(0, period.start - 12) : period.end][:80]


def _year_before(day: date) -> int:
    """Reports are signed in the spring of the next year, some already in December of their own."""
    return day.year if day.month >= 11 else day.year - 1


def stated_period(view: View) -> Period | None:
    """The stated period: one introduced as such, a whole year before a part of one, the first of equals."""

    stated = []
    for period in periods_in(view.body, view.years):
        is_introduced = ABOUT_PERIOD.search(view.body, max(0, period.start - 30), period.start) is not None
        if is_introduced and period.is_whole_year:
            return period
        if is_introduced or period.is_whole_year:
            stated.append((is_introduced, -period.start, period))
    return max(stated)[-1] if stated else None


def _majority_of_sentences(view: View) -> tuple[int, str] | None:
    """The year with which most sentences begin; None where two years begin as many."""
    places: dict[str, list[int]] = {}
    for at in view.years:
        if match := YEAR_OF_SENTENCE.match(view.body, at):
            places.setdefault(match[1], []).append(at)
    most = max(map(len, places.values()), default=0)
    years = [year for year, starts in places.items() if len(starts) == most]
    if len(years) != 1:
        return None
    first = places[years[0]][0]
    return 2000 + int(years[0]), view.body[first : first + 30]


def _any_year(view: View) -> int | None:
    """Last resort: the year most named in the text outside document numbers."""
    text = DOCUMENT_NUMBER.sub("", view.body)
    counts = Counter(years_in(text))
    counts.update(year for year in chinese_years(text) if FIRST_REPORT_YEAR <= year <= LAST_REPORT_YEAR)
    ranked = counts.most_common(1)
    return ranked[0][0] if ranked else None


def _page_dates(view: View) -> list[date]:
    """Dates behind labels such as 发布时间, or in front of them, at both ends of the page."""
    text, days = view.text, []
    foot = len(text) - PAGE_FOOT if len(text) >= SHORT_PAGE else 0
    for at in view.years if text is view.body else year_places(text):
        if not (at < PAGE_HEAD or at >= foot) or (at and not BEFORE_A_PAGE_DATE.match(text, at - 1)):
            continue
        is_labelled = PAGE_DATE_LABEL.search(text, max(0, at - LONGEST_PAGE_LABEL), at)
        opens_line = not text[text.rfind("\n", 0, at) + 1 : at].strip()
        if (is_labelled or opens_line) and (day := date_at(text, at)) and (is_labelled or LABEL_BEHIND.match(text, day.end)):
            days.append(day.value)
    return days


def _published_on(year: int | None, days: list[date], *, is_school_year: bool) -> date | None:
    """The earliest plausible of signature and page dates; a date before the end of the year, or long after it, is none."""
    if year is None:
        return min(days, default=None)
    earliest, latest = date(year, 9 if is_school_year else 12, 1), date(year + LATEST_PUBLICATION_YEARS, 12, 31)
    return min((day for day in days if earliest <= day <= latest), default=None)
