"""Is it an annual report? If not, what is it, in one sentence.

Belongs here: the marks of annual reports and of the texts that look like them. Does not belong here: whose report it is.

A false refusal costs every fact of a report, a false acceptance adds a document without facts. So a text that has the parts
of a report is refused only for a plain reason: its title names another kind, it is an empty form, or it covers half a year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from dagster_project.reports.identifying.lookup import read_seed
from dagster_project.reports.identifying.titles import CHAPTER, REPORT_WORD, SENTENCE, SUBJECT, Title, heading_of_another_kind
from dagster_project.reports.identifying.view import View

PARTS = {
    "proactive": re.compile(r"主动公开(?:政府)?信息|信息主动公开|主动公开(?:的)?情况|主动公开方面|[)、]主动公开"),
    "applications": re.compile(r"依申请公开|收到和处理政府信息公开申请|信息公开申请|申请公开|未收到[^。]{0,12}申请"),
    "challenges": re.compile(r"行政复议|行政诉讼|复议、诉讼|复议和诉讼|提起诉讼"),
    "fees": re.compile(r"收费(?:及|和|与|、)?减免|收取[^。]{0,10}费|费用减免|信息处理费|收费情况"),
    "problems": re.compile(r"存在(?:的)?(?:主要)?(?:问题|不足|困难)|改进(?:措施|情况|意见|方向)|下一步|下步"),
    "overview": re.compile(r"概述|总体情况|基本情况|工作情况|组织领导"),
    "preface": re.compile(r"统计(?:的)?(?:期限|时限|时间)|编制(?:本|此|了|20)|本(?:年度)?报告|本年报|以下简称《条例》|报告如下|总结如下|汇报如下"),
}
FORM_LABELS = re.compile(
    r"本年新收政府信息公开申请|上年结转政府信息公开申请|对外公开总数量|本年制发件数|现行有效件数|主动公开政府信息数|通过政府网站公开(?:政府信息)?数|依申请公开数量|依申请受理数|"
    r"从事政府信息公开工作人员数|结果维持|结果纠正|本年新制作数量|统计指标|指标名称"
)
QUANTITY = re.compile(r"\d\s?(?:余|多)?(?:条|件|篇|次|份|人次|期|个|人|万|场|项|起|%)")
REPORTED = re.compile(
    r"(?:公开|发布|受理|收到|办理|申请|复议|诉讼|答复|公布|信息)[^。;\n]{0,25}?\d\s?(?:余|多)?(?:条|件|起|宗|次|篇|项|例|份|万条)"
    r"|(?:未|没有|无)(?:收到|接到|发生|受理|收取|产生|出现|申请|人申请)"
)
"""What a report tells: so many published, so many applications, none received."""
TABLE_FIGURE = re.compile(r"(?:^|[\n|])[ \t\xa0]*\d+(?:\.\d+)?[ \t\xa0]*(?=$|[\n|])")
PLACEHOLDER = re.compile(r"(?:20)?[×xXＸ]{2,}(?=年|月|日|县|市|区|局|镇|单位|条|件|省|人|政府|街道|部门)|_{3,}|年_+|[(（](?:单位名称|机关名称|此处|填写)[^)）]*[)）]|\*{3,}(?:年|条|件)|○○+(?=县|市|局|镇|年)|[…\.]{6,}(?=条|件)")
ARTICLE = re.compile(r"(?:^|\n)\s*第[一二三四五六七八九十]{1,3}条[ \s　]")
INSTRUCTION = re.compile(
    r"请(?:各|于|将|认真|按|在)|务必|各(?:县|区|乡|镇|单位|部门|地)[^。]{0,30}(?:要|应|须)(?:认真|高度|按|严格|切实|在|于|对|把|将)|报送(?:至|到|我|市|县|区)|逾期|联系人|有关(?:事项|要求)通知如下|通知如下|现就[^。]{0,40}通知"
)
REPORTER = re.compile(r"^[^。]{0,60}(?:本报讯|记者|讯[)])|(?:日前|近日|昨日|昨天)[,,]?[^。]{0,40}(?:发布|公布|公开)|据(?:悉|了解|介绍|报道)")
HALF_YEAR = re.compile(r"上半年|[一二三四1-4]季度|1[-—至]6月")
HALF_PERIOD = re.compile(r"1月1日[^。]{0,8}(?:至|到|-|—)[^。]{0,6}(?:3月31日|6月30日|9月30日)")
MODEL = re.compile(r"范文|模板|篇[一二三1-3][::]|第[一二三1-3]篇|[(](?:精选|通用|优秀)[^)]{0,8}篇|小编|为大家(?:整理|收集)|仅供参考")

ANNUAL = re.compile(r"年度报告|年报|年度工作报告|工作报告|情况(?:的)?报告|年度总结|工作总结|总结报告|情况汇报")
ALWAYS = ("half_year", "interpretation")
NEVER_A_REPORT = ("regulation", "circular", "guide", "plan")
"""A title that ends like this names no report even if it names reports: 年度报告制度, 年度报告编制公布情况的通报."""

MINIMUM_PARTS = 2
FULL_PARTS = 4


@dataclass(frozen=True, slots=True)
class Kind:
    """`reason` is None for a report, else `code: sentence`."""

    is_report: bool
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class KindRule:
    code: str
    pattern: re.Pattern[str]
    reason: str


@cache
def title_rules() -> tuple[KindRule, ...]:
    """What titles say a text is, from the seed report_kinds."""
    return tuple(KindRule(row["kind"], re.compile(row["pattern"]), row["reason"]) for row in read_seed("report_kinds"))


@dataclass(frozen=True, slots=True)
class Marks:
    """What of a report a text has."""

    subject: int
    parts: int
    form_labels: int
    quantities: int
    reported: int
    table_figures: int

    @property
    def figures(self) -> int:
        return self.quantities + self.table_figures

    @property
    def has_body(self) -> bool:
        """It has several parts of a report and tells what happened, or carries a statutory form with figures."""
        return (self.parts >= FULL_PARTS and self.reported >= 2) or (self.form_labels >= 2 and self.table_figures >= 3)


def marks(view: View) -> Marks:
    body = view.body
    return Marks(
        subject=len(SUBJECT.findall(body)),
        parts=sum(1 for pattern in PARTS.values() if pattern.search(body)),
        form_labels=len(set(FORM_LABELS.findall(body))),
        quantities=len(QUANTITY.findall(body)),
        reported=len(REPORTED.findall(body)),
        table_figures=len(TABLE_FIGURE.findall(body)),
    )


def refuse(code: str, sentence: str) -> Kind:
    return Kind(False, f"{code}: {sentence}")


def read_kind(view: View, title: Title | None) -> Kind:
    """Whether the text is an annual report, and if not, why."""
    if len(view.body.strip()) < 20:
        return refuse("no_text", "the text is empty or has less than 20 characters")
    seen = marks(view)
    if (refusal := _by_title(_heading(view, title), title, seen)) is not None:
        return refusal
    if seen.subject == 0 and seen.form_labels < 2:
        return refuse("other_text", "the text does not speak of disclosure of government information (信息公开, 政务公开)")
    if (another := heading_of_another_kind(view)) and not seen.has_body and (refusal := _by_title(another, title, seen)) is not None:
        return refusal
    return _half_year(view, _heading(view, title), seen) or _empty(view, title, seen) or _other_body(view, title, seen) or Kind(True)


def _heading(view: View, title: Title | None) -> str:
    """The title, else the first plain line: what the text calls itself."""
    if title:
        return title.text
    for line in view.lines[:8]:
        if not line.in_chrome and 6 <= len(line.text) <= 60 and not SENTENCE.search(line.text) and not CHAPTER.match(line.text) and ">" not in line.text:
            return line.text
    return ""


def _by_title(heading: str, title: Title | None, seen: Marks) -> Kind | None:
    """A title that names another kind of text. A notice or a rule that carries a whole report behind it passes."""
    annual = bool(title and ANNUAL.search(title.text))
    for rule in title_rules():
        if not rule.pattern.search(heading) or (rule.code == "other_report" and SUBJECT.search(heading)):
            continue
        if rule.code in ALWAYS or not seen.has_body or seen.subject == 0:
            return refuse(rule.code, rule.reason)
        if title and (rule.code == "model" or not annual or (rule.code in NEVER_A_REPORT and rule.pattern.search(heading[-8:]))):
            return refuse(rule.code, rule.reason)
    return None


def _half_year(view: View, heading: str, seen: Marks) -> Kind | None:
    """No title says so, but the opening or the stated period does."""
    opening = view.body[:250]
    if HALF_PERIOD.search(view.head) and not re.search(r"12\s?月\s?31\s?日", view.body):
        return refuse("half_year", "the stated period ends before December; only annual reports are read")
    if HALF_YEAR.search(opening) and not re.search(r"年度报告|年报|全年|本年度|12月31日", view.head) and not REPORT_WORD.search(heading):
        return refuse("half_year", "the text opens with half a year or a quarter; only annual reports are read")
    return None


def _empty(view: View, title: Title | None, seen: Marks) -> Kind | None:
    """The official form or a pattern with nothing filled in."""
    placeholders = len(PLACEHOLDER.findall(view.body))
    if placeholders >= 2 and seen.quantities <= 3 and seen.table_figures < 10:
        return refuse("template", "the text is a pattern with places to fill in (××, ____), not a report")
    if seen.form_labels >= 2 and seen.figures == 0 and not _has_prose(view):
        return refuse("template", "the text is the form without a single figure or a sentence of a report")
    if MODEL.search(view.body[:400]):
        return refuse("model", "the text is a model for writing reports")
    return None


def _has_prose(view: View) -> bool:
    """Some sentences of a report: 我局, 本年, a year at the start of a sentence."""
    return len(re.findall(r"。", view.body)) >= 4 and bool(re.search(r"我(?:局|镇|乡|县|区|市|街|委|办|院|中心|州|厅|单位)|本(?:局|镇|单位|机关|年度)|20[0-3]\d年[,我全]", view.body))


def _other_body(view: View, title: Title | None, seen: Marks) -> Kind | None:
    """No other kind is named: does the body look like a report at all?"""
    if len(ARTICLE.findall(view.body)) >= 5 and seen.table_figures < 5:
        return refuse("regulation", "the text is a rule in articles (第一条, 第二条)")
    said = bool(title and title.says_report)
    if not seen.has_body and not said and len(INSTRUCTION.findall(view.body)) >= 3 and seen.form_labels < 2:
        return refuse("notice", "the text tells others how to report; it reports nothing itself")
    if not seen.has_body and REPORTER.search(view.body[:500]) and len(view.body) < 2500:
        return refuse("news", "the text is news about a report")
    if seen.form_labels >= 2 or seen.parts >= FULL_PARTS or (said and seen.parts >= 1 and seen.subject >= 2):
        return None
    if seen.parts >= MINIMUM_PARTS and seen.subject >= 3 and (said or seen.quantities >= 1):
        return None
    if _is_list_of_titles(view):
        return refuse("catalogue", "the text lists reports; it is none itself")
    return refuse("other_text", "the text names disclosure of information but has not the parts of an annual report")


def _is_list_of_titles(view: View) -> bool:
    return sum(1 for line in view.lines if len(line.text) < 60 and re.search(r"年度报告|年报", line.text) and re.search(r"20\d\d", line.text)) >= 4
