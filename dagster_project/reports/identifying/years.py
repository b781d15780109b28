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
    Found,
    Period,
    chinese_year,
    dates_in,
    periods_in,
    years_in,
)
from dagster_project.reports.identifying.titles import SUBJECT, Title
from dagster_project.reports.identifying.view import View

WEIGHT = {"title": 5, "period": 4, "self_reference": 3, "form_title": 3, "sentences": 3, "as_of": 2, "signature": 2, "page_date": 1}

ABOUT_PERIOD = re.compile(r"统计|期限|时限|数据|时间|自|从|期间")
SELF_REFERENCE = re.compile(r"(?:公布|发布|编制|现将|现就|现把|将|就|形成)[^。;\n]{0,60}?(20[0-3]\d)\s?年(?:度)?[^。;\n]{0,30}?(?:信息|政务)公开[^。;\n]{0,20}?(?:报告|年报|情况|总结)")
FORM_TITLE = re.compile(r"(20[0-3]\d)\s?年?(?:度)?[^。\n]{0,20}(?:情况统计表|统计表|情况表|统计年报表)")
FORM_YEAR = re.compile(r"(?:统计年度|报告年度|年度|所属年份|报告期)[:|\s]{1,4}(20[0-3]\d)")
SENTENCE_YEAR = re.compile(r"(?:^|[\n。;、)]|[一二三四五六]、)\s*(?:截[至止]到?)?(20[0-3]\d)\s?年(?:度)?(?=[,来以我全县区市州镇乡街共度,]|政府|主动|累计|通过|[一-鿿]{2,6}(?:县|区|市|局|镇|乡|街道|委))")
AS_OF = re.compile(r"截[至止]到?\s?(20[0-3]\d)\s?年?\s?(?:12\s?月(?:31\s?日|底|份)?|底|末|年底|12[-.]31)")
PAGE_DATE_LABEL = re.compile(r"(?:发布时间|发布日期|发文日期|公开日期|发文时间|发布于|成文日期|生成日期|制作日期|公开时间|更新时间|时间|日期|来源)[::|\s\[【]{0,6}$")

LATEST_PUBLICATION_YEARS = 2
"""A later date is that of a move of the site, not of the publication."""


@dataclass(slots=True)
class Years:
    """What a document says about time."""

    report_year: int | None = None
    period: Period | None = None
    published_on: date | None = None
    evidence: dict[str, str] = field(default_factory=dict)


def read_years(view: View, title: Title | None) -> Years:
    """Report year, stated period and date of publication of a document."""
    years = Years()
    votes: Counter[int] = Counter()
    period = _period(view)
    signed, page_dates = _signature_date(view), _page_dates(view)

    def vote(witness: str, year: int | None, passage: str) -> None:
        if year is not None and FIRST_REPORT_YEAR <= year <= LAST_REPORT_YEAR:
            votes[year] += WEIGHT[witness]
            years.evidence[f"year_{witness}"] = passage.strip()[:80]

    if title:
        vote("title", title.year, title.text)
    if period:
        vote("period", period.report_year, view.body[max(0, period.start - 12) : period.end])
    for witness, pattern in (("self_reference", SELF_REFERENCE), ("as_of", AS_OF)):
        if match := pattern.search(view.head):
            vote(witness, int(match[1]), match[0])
    if match := FORM_TITLE.search(view.body) or FORM_YEAR.search(view.body):
        vote("form_title", int(match[1]), match[0])
    if majority := _majority_of_sentences(view):
        vote("sentences", *majority)
    if signed:
        vote("signature", _year_before(signed.value), f"{signed.value}")
    elif page_dates:
        vote("page_date", _year_before(page_dates[0].value), f"{page_dates[0].value}")
    if not votes and (fallback := _any_year(view)):
        votes[fallback] += 1
        years.evidence["year_any"] = str(fallback)
    years.report_year = _winner(votes, title, period)
    _set_period(years, view)
    _set_publication(years, signed, page_dates)
    return years


def _winner(votes: Counter[int], title: Title | None, period: Period | None) -> int | None:
    """The heaviest year; of two alike the title's, then the period's, then the earlier."""
    if not votes:
        return None
    heaviest = max(votes.values())
    best = sorted(year for year, weight in votes.items() if weight == heaviest)
    for preferred in (title.year if title else None, period.report_year if period else None):
        if preferred in best:
            return preferred
    return best[0]


def _year_before(day: date) -> int:
    """Reports are signed in the spring of the next year, some already in December of their own."""
    return day.year if day.month >= 11 else day.year - 1


def _period(view: View) -> Period | None:
    """The stated period: one introduced as such, a whole year before a part of one, the first of equals."""
    found = periods_in(view.body)

    def worth(period: Period) -> tuple[bool, bool, int]:
        before = view.body[max(0, period.start - 30) : period.start]
        whole = (period.first.month, period.first.day) == (1, 1) and (period.last.month, period.last.day) == (12, 31)
        return bool(ABOUT_PERIOD.search(before)), whole, -period.start

    stated = [p for p in found if worth(p)[0] or worth(p)[1]]
    return max(stated, key=worth) if stated else None


def _set_period(years: Years, view: View) -> None:
    """The period belongs to the report only if it is that of the report year (a stale one stays out)."""
    period = _period(view)
    if period and period.last.year == years.report_year:
        years.period = period
        years.evidence["period"] = view.body[max(0, period.start - 12) : period.end][:80]


def _majority_of_sentences(view: View) -> tuple[int, str] | None:
    """The year with which most sentences begin, if it begins at least two or is the only one."""
    counts: Counter[int] = Counter()
    first: dict[int, str] = {}
    for match in SENTENCE_YEAR.finditer(view.body):
        year = int(match[1])
        counts[year] += 1
        first.setdefault(year, view.body[match.start(1) : match.start(1) + 30])
    ranked = counts.most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    year = ranked[0][0]
    return year, first[year]


def _any_year(view: View) -> int | None:
    """Last resort: the year most named in the text outside document numbers and law names."""
    text = re.sub(r"[〔\[(﹝]20\d\d[〕\])﹞]\s?\d*号?", "", view.body)
    counts = Counter(years_in(text))
    counts.update(year for year, _ in chinese_year(text))
    ranked = counts.most_common(1)
    return ranked[0][0] if ranked else None


def _signature_date(view: View) -> Found | None:
    """The date of the signature: a line that ends in a date, in the last lines or under the title."""
    own = [line for line in view.lines if not line.in_chrome]
    for group in (own[:7:-1], own[:8]):
        for line in group:
            if len(line.text) > 60 or "。" in line.text or "统计" in line.text or "至" in line.text:
                continue
            found = dates_in(line.text)
            if found and found[-1].end >= len(line.text) - 1 and not PAGE_DATE_LABEL.search(line.text[: found[-1].start]):
                return found[-1]
    return None


def _page_dates(view: View) -> list[Found]:
    """Dates behind labels such as 发布时间, wherever the page prints them."""
    labelled = []
    for text in (view.text[:2500], view.text[-1200:]):
        for found in dates_in(text):
            if PAGE_DATE_LABEL.search(text[max(0, found.start - 14) : found.start]):
                labelled.append(found)
    return labelled


def _set_publication(years: Years, signed: Found | None, page_dates: list[Found]) -> None:
    """The earliest plausible of signature and page date; a date before the end of the year, or long after it, is none."""
    if years.report_year is None:
        earliest, latest = date(FIRST_REPORT_YEAR, 1, 1), date(LAST_REPORT_YEAR, 12, 31)
    else:
        earliest = date(years.report_year, 12, 1)
        latest = date(years.report_year + LATEST_PUBLICATION_YEARS, 12, 31)
    plausible = [f.value for f in ([signed] if signed else []) + page_dates if earliest <= f.value <= latest]
    if plausible:
        years.published_on = min(plausible)
        years.evidence["published_on"] = str(years.published_on)


def mentions_disclosure(text: str) -> bool:
    return bool(SUBJECT.search(text))
