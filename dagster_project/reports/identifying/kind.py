"""Is it an annual report? If not, what is it, in one sentence.

Belongs here: the marks of annual reports and of the texts that look like them. Does not belong here: whose report it is.

A false refusal costs every fact of a report, a false acceptance adds a document without facts. So a text that has the parts
of a report is refused only for a plain reason: its title names another kind, it is an empty form, or it covers half a year.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, cached_property
from itertools import chain, islice
from typing import NamedTuple

from dagster_project.catalogue import seed
from dagster_project.reports.identifying.patterns import any_of
from dagster_project.reports.identifying.titles import (
    CHAPTER,
    REPORT_WORD,
    SENTENCE,
    SUBJECT,
    Title,
    heading_of_another_kind,
)
from dagster_project.reports.identifying.view import View

PARTS = (
    ("主动公开",),
    ("申请公开", "信息公开申请"),
    ("行政复议", "行政诉讼", "复议、诉讼", "复议和诉讼", "提起诉讼"),
    ("减免", "收取", "收费", "信息处理费"),
    ("存在的", "存在问题", "存在主要问题", "改进", "下一步", "下步"),
    ("概述", "总体情况", "基本情况", "工作情况", "组织领导"),
    ("统计期限", "统计时限", "统计时间", "统计的期限", "编制本", "编制此", "编制了", "本报告", "本年度报告", "本年报", "如下:"),
)
"""The parts of a report, in the order of the law: each is there if one of its words is."""
FORM_LABELS = (
    "本年新收政府信息公开申请", "上年结转政府信息公开申请", "对外公开总数量", "本年制发件数", "现行有效件", "主动公开政府信息数",
    "通过政府网站公开", "依申请公开数量", "依申请受理数", "从事政府信息公开工作人员数", "结果维持", "结果纠正", "本年新制作数量",
    "统计指标", "指标名称",
)  # fmt: skip
ABOUT_DISCLOSURE = re.compile(any_of("信息公开 政务公开 公开信息 公开政府信息 主动公开 申请公开 公开申请"))
UNIT = any_of("条 件 篇 次 份 人次 期 个 人 万 场 项 起 宗 例 %")
QUANTITY = re.compile(rf"[0-9]\s?(?:余|多)?{UNIT}")
TOLD_OF = re.compile(any_of("公开 发布 受理 收到 办理 申请 复议 诉讼 答复 公布 信息") + r"[^。;\n]*$")
NONE_TOLD = re.compile("[未没无](?:有)?" + any_of("收到 接到 发生 受理 收取 产生 出现 申请 人申请"))
TOLD_BEFORE = 28
"""What a report tells: so many published, so many applications, none received."""
TABLE_FIGURE = re.compile(r"[\n|\t \xa0]\d+(?:\.\d+)?(?=$|[\n|\t \xa0])")
PLACEHOLDER = re.compile(
    r"(?:20)?[×xXＸ]{2,}(?=[年月日县市区局镇条件省人]|单位|政府|街道|部门)|_{3,}|年_+"
    r"|[(（](?:单位名称|机关名称|此处|填写)[^)）]*[)）]|\*{3,}(?:年|条|件)|(?<!\*)\*(?=万?余?[条件个次篇份期])|○○+(?=[县市局镇年])|[…\.]{6,}(?=条|件)"
)
UNNAMED = re.compile(r"20\d?[×xXＸ]{1,2}年|(?<![A-Za-z])[×xXＸ]{2,}\s?[省市县区镇乡]")
"""Who reports and of which year, left out. A pattern that is passed on may keep the figures of the report it was made of."""
ENOUGH_UNNAMED = 3
ARTICLE = re.compile(r"(?:^|\n)\s*第[一二三四五六七八九十]{1,3}条[ \s　]")
FIRST_ARTICLE = re.compile(r"\s*第一条")
INSTRUCTION = re.compile(
    any_of("请各 请于 请将 请认真 请按 请在 务必 逾期 联系人 通知如下 报送至 报送到 报送我 报送市 报送县 报送区")
    + r"|各(?:县|区|乡|镇|单位|部门|地)[^。]{0,30}(?:要|应|须)(?:认真|高度|按|严格|切实|在|于|对|把|将)"
)
REPORTER = re.compile(
    r"^[^。]{0,60}(?:本报讯|记者|讯[)])|(?:(?<![\d工])日前|近日|昨日|昨天)[,,]?[^。]{0,40}(?:发布|公布|公开)|据(?:悉|了解|介绍|报道)|(?:年报|报告)显示[,:]|年度报告》显示[,:]|[(]记者|网讯[(]"
)
PUBLISHED = re.compile(r"(?:报告|年报)》?(?:正式|今日|对外)?(?:发布|公布|出炉)$")
"""A title of news: 《某局2013年政府信息公开工作年度报告》发布."""
HALF_YEAR = re.compile(r"上半年|[一二三四1-4]季度|1[-—至]6月")
HALF_YEAR_WORDS = ("半年", "季度", "6月")
"""Every match of HALF_YEAR holds one of them."""
HALF_PERIOD = re.compile(r"1月1日[^。]{0,8}(?:至|到|-|—)[^。]{0,6}(?:3月31日|6月30日|9月30日)")
END_OF_YEAR = re.compile(r"12\s?月\s?31\s?日")
WHOLE_YEAR = re.compile(r"12\s?月\s?31\s?日|年度报告|年报|全年|本年度")
STATED_YEAR = re.compile(r"统计[^。]{0,12}(?:期限|时限|时间|期间)[^。]{0,40}(?:12\s?月\s?31|8\s?月\s?31)\s?日")
"""Of a calendar year, or of a school year."""
MODEL = re.compile(r"范文(?<!规范文)(?!件)|篇[一1][::]|小编|为大家(?:整理|收集)|[(](?:精选|通用|优秀)[^)]{0,8}篇")
"""Only what no report says: 规范文件 holds 范文, and reports follow a 模板."""
VOICE = re.compile(
    r"[我本](?:[局镇乡县区市街委办院州厅队园旗盟处所校]|中心|单位|机关|年度)|20[0-3]\d\s?年[,我全]|学年,|全年|一年来|今年|[现特]向社会公[布开]"
)
"""Somebody reports on a year: words that forms, instructions and essays do not have."""
ESSAY = re.compile(r"摘要[】:]|关键词[】:]|原告|被告|论文|判决|作者简介")
GUIDE = re.compile(r"本指南|信息公开指南》\([^)]{0,8}《?指南》?\),(?:供|需要)")
"""A guide speaks of itself, or of who may need it."""
ANNUAL = re.compile(any_of("年度报告 年报 年度工作报告 工作报告 情况报告 情况的报告 年度总结 工作总结 总结报告 情况汇报"))

ALWAYS = ("half_year", "interpretation")
"""Kinds that a title settles, whatever stands below."""
NEVER_A_REPORT = ("regulation", "circular", "guide")
"""A title that ends like this names no report even if it names reports: 年度报告制度, 年度报告编制公布情况的通报."""

MINIMUM_PARTS = 2
MINIMUM_FORM_LABELS = 2
ENOUGH_TABLE_FIGURES = 10
ENOUGH_QUANTITIES = 4
FULL_PARTS = 4


class Kind(NamedTuple):
    """`reason` is None for a report, else `code: sentence`."""

    is_report: bool
    reason: str | None = None


class KindRule(NamedTuple):
    """A pattern of titles and what it says the text is."""

    code: str
    pattern: re.Pattern[str]
    reason: str


@cache
def title_rules() -> tuple[KindRule, ...]:
    """What titles say a text is, from the seed report_kinds."""
    return tuple(KindRule(row["kind"], re.compile(row["pattern"]), row["reason"]) for row in seed("report_kinds"))


class Marks:
    """What of a report a text has. Each mark is looked for when it is asked for, and counted no further than is asked for."""

    def __init__(self, body: str) -> None:
        self._body = body

    @cached_property
    def has_form(self) -> bool:
        return _first((label for label in FORM_LABELS if label in self._body), MINIMUM_FORM_LABELS) == MINIMUM_FORM_LABELS

    @cached_property
    def subject(self) -> int:
        """How often it speaks of disclosure."""
        return _count(ABOUT_DISCLOSURE, self._body, 3)

    @cached_property
    def parts(self) -> int:
        return _first((words for words in PARTS if any(word in self._body for word in words)), FULL_PARTS)

    @cached_property
    def _quantities(self) -> list[int]:
        return [match.start() for match in islice(QUANTITY.finditer(self._body), ENOUGH_QUANTITIES)]

    @property
    def quantities(self) -> int:
        return len(self._quantities)

    @cached_property
    def reported(self) -> int:
        """How many quantities of disclosure the text tells, none included."""
        body, known = self._body, self._quantities
        further = (match.start() for match in QUANTITY.finditer(body, known[-1] + 1)) if known else ()
        told = (at for at in chain(known, further) if TOLD_OF.search(body, max(0, at - TOLD_BEFORE), at))
        return _first(chain(told, NONE_TOLD.finditer(body)), 2)

    @cached_property
    def table_figures(self) -> int:
        return _count(TABLE_FIGURE, self._body, ENOUGH_TABLE_FIGURES)

    @cached_property
    def has_body(self) -> bool:
        """It has several parts of a report and tells what happened, or carries a statutory form with figures."""
        return (self.parts >= FULL_PARTS and self.reported >= 2) or (self.has_form and self.table_figures >= 3)


def _count(pattern: re.Pattern[str], text: str, enough: int) -> int:
    """How often the pattern is found, counting no further than `enough`."""
    return _first(pattern.finditer(text), enough)


def _first(found: Iterable[object], enough: int) -> int:
    return len(list(islice(found, enough)))


def refuse(code: str, sentence: str) -> Kind:
    return Kind(False, f"{code}: {sentence}")


def read_kind(view: View, title: Title | None) -> Kind:
    """Whether the text is an annual report, and if not, why."""
    if len(view.body.strip()) < 20:
        return refuse("no_text", "the text is empty or has less than 20 characters")
    seen = Marks(view.body)
    heading = _heading(view, title)
    if refusal := _by_title(heading, title, seen):
        return refusal
    if seen.subject == 0 and not seen.has_form:
        return refuse("other_text", "the text does not speak of disclosure of government information (信息公开, 政务公开)")
    if not seen.has_body and (refusal := _by_title(heading_of_another_kind(view, title), title, seen)):
        return refusal
    return _half_year(view, heading) or _empty(view, title, seen) or _other_body(view, title, seen) or Kind(True)


def _heading(view: View, title: Title | None) -> str:
    """The title, else the first plain line: what the text calls itself."""
    if title:
        return title.text
    for line in islice(view.lines(), 8):
        is_sentence = SENTENCE.search(line.text) or CHAPTER.match(line.text) or ">" in line.text
        if not line.in_chrome and 6 <= len(line.text) <= 60 and not is_sentence and "," not in line.text:
            return line.text
    return ""


def _by_title(heading: str, title: Title | None, seen: Marks) -> Kind | None:
    """A title that names another kind of text. A notice or a rule that carries a whole report behind it passes."""
    for rule in title_rules():
        if not rule.pattern.search(heading) or (rule.code == "other_report" and SUBJECT.search(heading)):
            continue
        if rule.code in ALWAYS or not seen.has_body or seen.subject == 0:
            return refuse(rule.code, rule.reason)
        if not title and rule.code == "other_report" and heading.endswith(("报告", "总结", "报表")):
            return refuse(rule.code, rule.reason)
        names_no_report = not (title and ANNUAL.search(title.text)) or (rule.code in NEVER_A_REPORT and rule.pattern.search(heading[-8:]))
        if title and (rule.code == "model" or names_no_report):
            return refuse(rule.code, rule.reason)
    return None


def _half_year(view: View, heading: str) -> Kind | None:
    """No title says so, but the opening or the stated period does."""
    if HALF_PERIOD.search(view.head) and not END_OF_YEAR.search(view.body):
        return refuse("half_year", "the stated period ends before December; only annual reports are read")
    opening = view.body[:250]
    if (
        any(word in opening for word in HALF_YEAR_WORDS)
        and HALF_YEAR.search(opening)
        and not WHOLE_YEAR.search(view.head)
        and not REPORT_WORD.search(heading)
    ):
        return refuse("half_year", "the text opens with half a year or a quarter; only annual reports are read")
    return None


def _empty(view: View, title: Title | None, seen: Marks) -> Kind | None:
    """The official form or a pattern with nothing filled in."""
    is_filled = seen.quantities == ENOUGH_QUANTITIES or seen.table_figures == ENOUGH_TABLE_FIGURES
    if not is_filled and _count(PLACEHOLDER, view.body, 2) >= 2:
        return refuse("template", "the text is a pattern with places to fill in (××, ____), not a report")
    if not (title and title.agency and title.year) and _count(UNNAMED, view.body, ENOUGH_UNNAMED) == ENOUGH_UNNAMED:
        return refuse("template", "the text leaves out who reports or of which year (××市, 201×年)")
    if not (seen.quantities or seen.table_figures) and seen.has_form and not (view.body.count("。") >= 4 and VOICE.search(view.body)):
        return refuse("template", "the text is the form without a single figure or a sentence of a report")
    if MODEL.search(view.body[:400]):
        return refuse("model", "the text is a model for writing reports")
    return None


def _other_body(view: View, title: Title | None, seen: Marks) -> Kind | None:
    """No other kind is named: does the body look like a report at all?"""
    said = bool(title and title.says_report)
    in_articles = FIRST_ARTICLE.match(view.body) or ("第三条" in view.body and _count(ARTICLE, view.body, 5) >= 5)
    if in_articles and seen.table_figures < 5:
        return refuse("regulation", "the text is a rule in articles (第一条, 第二条)")
    if not seen.has_body and not said and not seen.has_form and _count(INSTRUCTION, view.body, 3) >= 3:
        return refuse("notice", "the text tells others how to report; it reports nothing itself")
    tells_of_one = not seen.has_body or (title and PUBLISHED.search(title.text))
    if tells_of_one and len(view.body) < 2500 and REPORTER.search(view.body[:500]):
        return refuse("news", "the text is news about a report")
    if not said and GUIDE.search(view.body, 0, 800):
        return refuse("guide", "the text is a guide to disclosure, not a report of it")
    if _reports_something(view, seen, said):
        return None
    if _is_list_of_titles(view):
        return refuse("catalogue", "the text lists reports; it is none itself")
    return refuse("other_text", "the text names disclosure of information but has not the parts of an annual report")


def _reports_something(view: View, seen: Marks, said: bool) -> bool:
    """Enough of a report: a form, a title and a part, a stated year, or several parts told by somebody."""
    if (said and seen.parts >= 1 and seen.subject >= 2) or seen.has_form or (seen.subject >= 2 and STATED_YEAR.search(view.body)):
        return True
    if not VOICE.search(view.body) or (seen.reported < 2 and ESSAY.search(view.body)):
        return False
    enough_told = said or seen.quantities >= 1 or seen.parts > MINIMUM_PARTS
    return seen.parts >= FULL_PARTS or (seen.parts >= MINIMUM_PARTS and seen.subject >= 3 and enough_told)


def _is_list_of_titles(view: View) -> bool:
    titles = [line for line in view.lines() if len(line.text) < 60 and ("年度报告" in line.text or "年报" in line.text)]
    return sum(1 for line in titles if "20" in line.text) >= 4
