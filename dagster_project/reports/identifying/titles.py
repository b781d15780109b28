"""Finds the title of a document and reads what it names: the agency, the year, the subject.

Belongs here: the shapes of titles. Does not belong here: whether the agency of the title is the right one (agency.py), nor
whether the text is a report (kind.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from dagster_project.reports.identifying.dates import years_in
from dagster_project.reports.identifying.view import TITLE_WINDOW, Line, View

SUBJECT = re.compile(
    r"(?:政府信息(?:与|和|、)?政务公开|政府信息主动公开|政府信息依申请公开|政府信息公开|政府信息工作公开|政务信息公开|政务、?信息公开|信息政务公开|政务(?:、政府信息)?公开|政府网站信息公开|信息公开|政府信息(?=年|工作))"
)
REPORT_WORD = re.compile(r"(?:年度)?(?:工作)?(?:的)?(?:年度)?(?:工作)?(?:年度报告|年度总结|年度报表|年报|报告书?|总结|情况|汇报)")
YEAR_PHRASE = re.compile(
    r"[(〔\[【]?\s*(?:20[0-3]\d|[二贰][○〇零0OoＯ◯]?[○〇零0OoＯ◯一二][○〇零0OoＯ◯一二三四五六七八九])\s*(?:年度?|(?=政[府务]|信息))\s*[)〕\]】]?"
)
BREADCRUMB = re.compile(r"[>›»→]|首页|当前位置|您的位置|所在位置|现在位置|上一篇|下一篇|相关链接|附件[:1-9]|点击|下载|^《.*》$")
LABELLED = re.compile(r"^(?:标题|名称|信息名称|文件名称|题名|公文名称|内容概述|信息标题)[:|]?(?=.{6})")
SENTENCE = re.compile(r"[。;]|根据|按照|依据|现将|现公布|编制(?:本|此|了|而成|完成)|如下|本报告|本年度报告|本年报|以下简称")
CHAPTER = re.compile(r"[(]?[一二三四五六七八九十]{1,3}[)、.,]|第[一二三四五六七八九十]+[章部条]|\d{1,2}[、.)]|[㈠-㈩]")
FORM_HEADING = re.compile(r"统计表|报表$|填报|^注[::]")
DECORATION = " \t-—_*#=·•●■◆★☆>|:《》\"“”'"
MAXIMUM_LENGTH = 90
JOINED_LENGTH = 40


@dataclass(frozen=True, slots=True)
class Title:
    """A title line. `agency` is what it names before (or behind) the subject, without the year; `year` the year it names."""

    text: str
    agency: str
    year: int | None
    says_report: bool
    start: int


def _clean(text: str) -> str:
    return LABELLED.sub("", text).strip(DECORATION)


def _is_plain(text: str) -> bool:
    return 2 <= len(text) <= MAXIMUM_LENGTH and not BREADCRUMB.search(text) and not SENTENCE.search(text) and not CHAPTER.match(text) and not FORM_HEADING.search(text)


def parse(text: str, start: int = 0) -> Title | None:
    """The title in a line without blanks, or None if the line is not about disclosure of information."""
    subject = SUBJECT.search(text)
    if not subject:
        return None
    years = years_in(text)
    before = text[: subject.start()]
    agency = YEAR_PHRASE.sub("", before)
    if not agency:
        agency = _agency_behind(text[subject.end() :])
    if agency.endswith("人民") and subject[0].startswith("政府"):
        agency += "政府"
    agency = re.sub(r"^(?:关于|附件\d?|附|中共|标题)[:,]?|(?:关于|年度|年|的|在|本级|全年|对|与)+$", "", agency).strip("[]【】,、-—:_《")
    return Title(text, without_loose_brackets(agency), years[-1] if years else None, bool(REPORT_WORD.search(text, subject.end())), start)


def without_loose_brackets(text: str) -> str:
    """高新区(新市区) keeps its brackets, 随县( and ()随县 lose them."""
    text = text.replace("()", "")
    return text if text.count("(") == text.count(")") else text.replace("(", "").replace(")", "")


def _agency_behind(rest: str) -> str:
    """年度报告(高楼镇), 政府信息公开年报--安岳县教育局."""
    match = re.search(r"(?:报告|年报|总结)(?:\(20\d\d年?度?\))?[(\-—_]+([^()\-—_]{2,30})\)?$", rest)
    return YEAR_PHRASE.sub("", match[1]) if match else ""


def _whole_lines(view: View) -> list[Line]:
    """Lines of the top of the text that may be a title or a part of one."""
    return [line for line in view.lines if line.start < TITLE_WINDOW and len(line.text) <= MAXIMUM_LENGTH * 3]


def candidates(view: View) -> list[Title]:
    """Titles found in the top of the text: cells of tables, single lines, lines broken in two or three."""
    found = []
    lines = _whole_lines(view)
    for i, line in enumerate(lines):
        if "|" in line.text:
            found += [t for cell in line.text.split("|") if (t := _plain_title(_clean(cell), line.start))]
            continue
        parts: list[str] = []
        for following in lines[i : i + 3]:
            part = _clean(following.text)
            if "|" in part or not _is_plain(part) or (parts and len(part) > JOINED_LENGTH):
                break
            if parts and (complete := parse(parts[-1])) and complete.says_report and complete.agency and complete.year:
                break
            parts.append(part)
            if title := _plain_title("".join(parts), line.start):
                found.append(title)
            if len(part) > JOINED_LENGTH:
                break
    return found


def _plain_title(text: str, start: int) -> Title | None:
    return parse(text, start) if "公开" in text and _is_plain(text) else None


OTHER_KIND_AT_END = re.compile(r"(?:通知|通报|的函|公告|通告|制度|办法|细则|规定|意见|方案|要点|解读|批复|请示|指南|目录)(?:\([^)]*\))?$")


def heading_of_another_kind(view: View) -> str:
    """A heading at the very top that ends as notices, rules and plans end, over up to three lines; empty if there is none.

    It may stand before a report: 关于公布...年度报告的通知, with the report behind it.
    """
    lines = [line for line in view.lines[:12] if not line.in_chrome and "|" not in line.text]
    for i in range(len(lines)):
        joined = ""
        for line in lines[i : i + 3]:
            part = _clean(line.text)
            if not _is_plain(part):
                break
            joined += part
            if OTHER_KIND_AT_END.search(joined) and len(joined) > 8:
                return joined
    return ""


def _worth(title: Title) -> tuple[int, int, int]:
    whole = re.search(r"公开(?:工作)?(?:的)?(?:年度)?(?:工作)?(?:情况)?(?:的)?(?:年度报告|年报|工作报告|报告|年度)", title.text)
    return (
        3 * title.says_report + 2 * bool(whole) + 2 * (title.year is not None) + 2 * bool(title.agency),
        -len(title.text) // 12,
        -title.start,
    )


def find_title(view: View) -> Title | None:
    """The line that most looks like the title of an annual report; None if no line says report, summary or the like."""
    said = [t for t in candidates(view) if t.says_report]
    return max(said, key=_worth) if said else None
