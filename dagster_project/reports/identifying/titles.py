"""Finds the title of a document and reads what it names: the agency, the year, the subject.

Belongs here: the shapes of titles. Does not belong here: whether the agency of the title is the right one (agency.py), nor
whether the text is a report (kind.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import dropwhile, islice
from typing import NamedTuple

from dagster_project.reports.identifying.dates import ZERO, years_in
from dagster_project.reports.identifying.patterns import any_of
from dagster_project.reports.identifying.view import Line, View

SUBJECT = re.compile(
    any_of(
        "政府信息与政务公开 政府信息和政务公开 政府信息、政务公开 政府信息主动公开 政府信息依申请公开 政府信息公开",
        "政府信息工作公开 政务信息公开 政务、信息公开 信息政务公开 政务公开 政府网站信息公开 信息公开 政府信息(?=年|工作)",
    )
)
REPORT_WORD = re.compile(any_of("年度报告 年度总结 年报 报告书 报告 总结 情况 汇报"))
ANNUAL_REPORT = re.compile(r"公开(?:工作)?(?:的)?(?:年度)?(?:工作)?(?:情况)?(?:的)?(?:年度报告|年报|工作报告|报告|年度)")
YEAR_PHRASE = re.compile(
    rf"[(〔\[【]?\s*(?:20[0-3]\d年?[-~至])?"
    rf"(?:20[0-3]\d|二[{ZERO}]?[{ZERO}一二][{ZERO}一二三四五六七八九])\s*(?:学?年度?|(?=政[府务]|信息|$))\s*[)〕\]】]?"
)
"""2017年度, (二○一二年), and the 2022-2023学年 of a school."""
DAY = re.compile(r"20[0-3]\d年\d{1,2}月\d{1,2}日|20[0-3]\d[-./]\d{1,2}[-./]\d{1,2}")
"""年报(2014年2月25日) is not of 2014."""
BREADCRUMB = re.compile(
    any_of(
        "[>›»→] 首页 当前位置 您的位置 所在位置 现在位置 上一篇 下一篇 相关链接 附件[:1-9] 点击 下载 ^《.*》$",
        "分类[::] 关键词[::] 综合政务",
    )
)
LABELS = "标题 名称 信息名称 文件名称 题名 公文名称 内容概述 信息标题"
LABELLED = re.compile(rf"(?:{any_of(LABELS)}[:|]?|{any_of('正文 详细内容 文章内容 详情')}[:|]?|Page\d+-)(?=.{{6}})")
SENTENCE = re.compile(any_of("[。;] 根据 按照 依据 现将 现公布 编制(?:本|此|了|而成|完成) 如下 本报告 本年度报告 本年报 以下简称"))
CHAPTER = re.compile(
    r"[(]?[一二三四五六七八九十]{1,3}(?:[)、.,]|(?=政府信息|主动公开|依申请|政务公开|信息公开))|第[一二三四五六七八九十]+[章部条]|\d{1,2}[、.)]|[㈠-㈩]"
)
FORM_HEADING = re.compile(r"统计表|报表$|填报|^注[::]")
OTHER_KIND_AT_END = re.compile(
    any_of("通知 通报 的函 公告 通告 制度 办法 细则 规定 意见 方案 要点 解读 批复 请示 指南 目录") + r"(?:\([^)]*\))?$"
)
NAVIGATION = re.compile(
    "(?:重点领域信息公开|依申请公开"
    "|(?:法定|依|学校|高校)?(?:政府|政务)?(?:信息)?(?:主动|申请)?公开(?:内容|指南|目录|制度规定|制度|规定|办法|意见箱|年报|年度报告))+"
)
"""What the menu of every site offers, one below the other: 政府信息公开指南, 政府信息公开制度."""
MENU = re.compile(r"首页|正文|年报|(?:法定主动公开内容|政府信息|政务|信息|主动)(?:公开)?(?:专栏|平台|目录|年报|年度报告)?")
"""What leads to a page, before a title in the same line."""
CONNECTIVES = re.compile(r"^(?:关于|附件\d?|附|中共|标题)[:,]?|(?:关于|年度|年|的|在|本级|全年|对|与)+$")
BEHIND_REPORT = re.compile(r"(?:报告|年报|总结)(?:\(20\d\d年?度?\))?[(\-—_]+([^()\-—_]{2,30})\)?$")
LETTERHEAD = re.compile(r"^[一-鿿]{1,10}[(〔\[【]20[0-3]\d[)〕\]】]第?\d+号(?:签发人:[一-鿿]{2,4}?(?=20[0-3]\d年|关于))?(?=.{6})")
"""The number of the document, and who signed it, in the line of the title."""
FILE_NAME = re.compile(r"\.(?:docx?|wps|pdf|txt)$")
DECORATION = " \t-—_*#=·•●■◆★☆>|:?《》\"“”'"
PLACE_OR_BODY = re.compile("[省市县区州盟旗镇乡街道局厅委办府会院所队站部社处校司关署]$|中心|20[0-3]\\d年?|关于$|公司")
MAXIMUM_LENGTH = 90
JOINED_LENGTH = 40
LINES_OF_A_TITLE = 3
EVERYTHING = 9
"""What a title has told that says report, annual report, whose and of which year."""
WITH_ITS_TEXT = re.compile(
    r"(?:^|[\s>|])(?P<title>[^\s。;,:>|][^。;,:>|\n]{3,60}?公开[^。;,:>|\n]{0,10}?(?:报告|年报|总结))"
    r"(?=\s*"
    + any_of(
        "一、 [(]一[)] 根据 按照 依据 本报告 本年度报告 本年报 现将 现就 为了 为进一步 为贯彻",
        r"20[0-3]\d年 发布 来源 信息来源 时间 日期 作者 索引 字体 (?m:$)",
    )
    + ")"
)
"""A title that goes on with its text, or with what a page prints below a title; or the last step of the way to a page."""
FARTHEST_IN_LINE = 400
_BETWEEN = rf"\s{re.escape(DECORATION)}{LABELS}"
DISCLOSURE_IN_LINES = re.compile(rf"公[{_BETWEEN}]*开")
ANNUAL_REPORT_IN_LINES = re.compile(rf"公[{_BETWEEN}]*开[{_BETWEEN}工作的年度情况]*[年报]")
"""The words that titles hold, with what stands between lines. They find more than titles; what they do not find is none."""


class Title(NamedTuple):
    """A title line. `agency` is what it names before (or behind) the subject, without the year; `year` the year it names."""

    text: str
    agency: str
    year: int | None
    says_report: bool
    start: int


@lru_cache(maxsize=20_000)
def _clean(text: str) -> str:
    text = text.lstrip(DECORATION)
    label = LABELLED.match(text)
    text = FILE_NAME.sub("", text[label.end() :] if label else text)
    letterhead = LETTERHEAD.match(text)
    return (text[letterhead.end() :] if letterhead else text).strip(DECORATION)


@lru_cache(maxsize=20_000)
def is_plain(text: str) -> bool:
    """It may be a title: no sentence, no breadcrumb, no heading of a chapter or a form."""
    return (
        2 <= len(text) <= MAXIMUM_LENGTH
        and not CHAPTER.match(text)
        and not SENTENCE.search(text)
        and not BREADCRUMB.search(text)
        and not FORM_HEADING.search(text)
    )


def parse(text: str, start: int = 0) -> Title | None:
    """The title in a line without blanks, or None if the line is not about disclosure of information."""
    subject = SUBJECT.search(text)
    if not subject:
        return None
    years = years_in(DAY.sub("", text))
    agency = YEAR_PHRASE.sub("", text[: subject.start()]) or _agency_behind(text[subject.end() :])
    if agency.endswith("人民") and subject[0].startswith("政府"):
        agency += "政府"
    agency = CONNECTIVES.sub("", agency).strip("[]【】,、-—:_《").lstrip("0123456789")
    says_report = bool(REPORT_WORD.search(text, subject.end()))
    return Title(text, without_loose_brackets(agency), years[-1] if years else None, says_report, start)


def without_loose_brackets(text: str) -> str:
    """高新区(新市区) keeps its brackets, 随县( and ()随县 lose them."""
    text = text.replace("()", "")
    return text if text.count("(") == text.count(")") else text.replace("(", "").replace(")", "")


def _agency_behind(rest: str) -> str:
    """年度报告(高楼镇), 政府信息公开年报--安岳县教育局."""
    match = BEHIND_REPORT.search(rest)
    return YEAR_PHRASE.sub("", match[1]) if match else ""


def _plain_title(text: str, start: int) -> Title | None:
    return parse(text, start) if "公开" in text and is_plain(text) else None


def _is_complete(text: str) -> bool:
    title = parse(text)
    return bool(title and title.says_report and title.agency and title.year)


def _titles_of(lines: list[Line]) -> Iterator[Title]:
    """Titles in the cells of the first of these lines, or in that line, alone or with those that it may be broken over."""
    line = lines[0]
    if "|" in line.text:
        yield from filter(None, (_plain_title(_clean(cell), line.start) for cell in line.text.split("|")))
        return
    joined = before = ""
    for following in lines:
        part = _clean(following.text)
        if following.in_chrome != line.in_chrome:
            return  # the line of a page above a title is no part of it
        if "|" in part or following.text.endswith((":", "：")) or not is_plain(part):
            return
        if joined and (len(part) > JOINED_LENGTH or _is_complete(before)):
            return
        if joined and _is_complete(part) and not PLACE_OR_BODY.search(before):
            return  # 有效, 长者版: what stands above a whole title is of the page
        joined, before = joined + part, part
        if title := _plain_title(joined, line.start):
            yield title
        if len(part) > JOINED_LENGTH:
            return


def heading_of_another_kind(view: View, title: Title | None) -> str:
    """A heading at the very top that ends as notices, rules and plans end, over up to three lines; empty if there is none.

    It may stand before a report: 关于公布...年度报告的通知, with the report behind it. What is offered above a whole title is none.
    """
    lines = [line for line in islice(view.lines(), 12) if not line.in_chrome and "|" not in line.text]
    is_menu = bool(title and _told(title) == EVERYTHING)
    for i in range(len(lines)):
        joined = ""
        for line in lines[i : i + LINES_OF_A_TITLE]:
            part = _clean(line.text)
            if not is_plain(part) or "," in part:
                break
            joined += part
            if OTHER_KIND_AT_END.search(joined) and len(joined) > 8 and not (is_menu and NAVIGATION.fullmatch(joined)):
                return joined
    return ""


def _told(title: Title) -> int:
    return 3 * title.says_report + 2 * bool(ANNUAL_REPORT.search(title.text)) + 2 * (title.year is not None) + 2 * bool(title.agency)


def _worth(title: Title) -> tuple[int, int, int]:
    return _told(title), -len(title.text) // 12, -title.start


def _best_title(view: View, words: re.Pattern[str]) -> Title | None:
    """The best of the titles that hold these words; a title may begin in the line that holds them or up to two lines above."""
    found: list[Title] = []
    tried: set[int] = set()
    line = None
    for match in words.finditer(view.top):
        if line and match.start() <= line.end:
            continue
        line = view.line_at(match.start())
        if "|" in line.text or is_plain(_clean(line.text)):
            lines, place = view.around(line, LINES_OF_A_TITLE - 1)
            for first in range(place + 1):
                if lines[first].start not in tried:
                    tried.add(lines[first].start)
                    found += [title for title in _titles_of(lines[first : first + LINES_OF_A_TITLE]) if title.says_report]
    return max(found, key=_worth, default=None)


def title_of_page(page_title: str, view: View) -> Title | None:
    """The title that a page has beside its text, without the name of its site: it stands at no place of the text."""
    parts = (parse("".join(part.split()), len(view.top)) for part in re.split(r"[-_|—–]+", page_title))
    whole = [title for title in parts if title and is_plain(title.text) and ANNUAL_REPORT.search(title.text) and title.agency]
    return max(whole, key=_worth, default=None)


def find_title(view: View) -> Title | None:
    """The line that most looks like the title of an annual report; None if no line says report, summary or the like.

    Without the words of an annual report no title tells everything, so other titles are looked for only where none does.
    """
    title = _best_title(view, ANNUAL_REPORT_IN_LINES)
    return title if title and _told(title) == EVERYTHING else _best_title(view, DISCLOSURE_IN_LINES) or _before_its_text(view)


def _before_its_text(view: View) -> Title | None:
    """The title of a text that begins in the same line, or that ends the way to its page."""
    for line in islice((line for line in view.lines() if ">" in line.text or len(line.text) > JOINED_LENGTH), LINES_OF_A_TITLE):
        if match := WITH_ITS_TEXT.search(view.top, line.start, min(line.end, line.start + FARTHEST_IN_LINE)):
            return _plain_title(_clean("".join(dropwhile(MENU.fullmatch, match["title"].split()))), line.start)
    return None
