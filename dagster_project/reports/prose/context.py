"""What a figure in a sentence is about beside its indicator: topic, year, scope. Decided, not guessed: see scope_of."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from dagster_project.reports.prose.patterns import topics
from dagster_project.reports.prose.sentences import Sentence, clause_start

_SECTION_TOPICS = {"applications": "applications", "review_litigation": "review", "proactive": "proactive"}
_PLAN = re.compile(
    r"(?:下一步|明年|来年|今后|接下来)|(?:我们?|我[局县市区镇乡委办州省]|政府|单位|单位将|还)?(?:拟(?=于|在|将|开展|组织|举办|建|对)|力争|计划(?=于|在|将|开展|组织|举办|建|用|对|今年|明年|年内)|争取)|将(?:继续|进一步|严格|重点|加大|加强|举办|开展|组织|着力|不断|从|按|在|对|于|以|全面|认真)"
)
_CUMULATIVE = re.compile(
    r"(?<![及和与])历年|(?:20|19)\d\d年(?:\d{1,2}月)?(?:\d{1,2}日)?(?:以来|来|至今|起(?!,?[至到]|[^,;。]{0,10}(?:开始|正式)))|近[两三四五六七八九十\d]年(?:来)?(?:共|累计)|(?:开通|成立|运行|上线|实施|施行|开设)以来|至今|截[至止][^,;。]{0,20}(?:累计|总共|共有)|(?<![全今当本])(?<!年度)累计(?:主动公开|公开|发布)[^,;。]{0,14}(?:总数|总量)"
)
_STOCK = re.compile(
    r"(?:截[至止]到?|到)[^,;。]{0,16}(?:[底末日]|目前),?[^,;。]{0,6}累计(?:主动)?公开|累计(?:主动)?公开[^,;。\d]{0,10}已达$"
)
"""What all years have disclosed by the end of this one."""
_THIS_YEAR = re.compile(r"全年|今年|本年|当年|年内|一年来|年度内|新增")
_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?:年|年度)(?!(?:\d{1,2}月)?(?:\d{1,2}日)?(?:以来|来|起|至今)|度?(?:部门|财政|预算|决算|目标|年报|报告|度报告|政府信息公开(?:工作)?年度报告))"
)
_QUOTED = re.compile(
    r"(?:19|20)\d{2}年度?(?=结转|遗留|转入|转来|顺延)|(?<=转)(?:到|至|入)?(?:19|20)\d{2}年度?|"
    r"《[^《》]*》|“[^“”]*”|〔[^〔〕]*〕|\((?:自|从)?(?:20|19)\d\d年[^()]{0,12}\)"
)
"""A year inside a name belongs to the name, and a year that something is carried over from or to says nothing of whose year it is."""
_COUNTED = re.compile(r"\d(?:余|多)?[条件份篇个次宗起]")
"""A clause with a count of its own: its 累计 is about that count."""
_ASIDE = re.compile(
    r"(?:比|较|与)(?:(?:19|20)\d{2}年|上年|去年)[^,;。]*(?=[,;])|(?:结转|顺延|转|延续)(?:到|至|入)?(?:19|20)\d{2}年[^,;。]*(?=[,;])|"
    r"(?:由|从)[^,;。]{0,20}\d[^,;。\d]{0,4}(?:增加|增长|提高|提升|上升|扩大|减少|下降|降低)(?:到|至|为)"
)
"""Clauses that name another year in passing; what follows their comma is about the report year again, and so is what a figure became."""
_LAST_YEAR = re.compile(r"去年(?!(?:结转|遗留|转来|转入))|(?<!结转)(?<!遗留)上一?年(?!度?(?:结转|转|遗留|顺延|继续办理))")
_COMPARED = re.compile(
    r"(?:比|较|同比|与)[^,;。]{0,14}(?:增长|增加|上升|提高|减少|下降|增|减|多|少|翻)[^,;。\d]{0,6}$|(?:同比|环比)(?:增长|增加|上升|提高|减少|下降|增|减)[^,;。\d]{0,4}$|(?:增加|增长|减少|下降|上升)(?:了)?$"
)
_COMPARED_REACH = 24


_REGULATION = 2008
"""In its first year all that was done since the Regulation came into force was done in that year."""


class Scope(NamedTuple):
    """`scope` as in marts.fct_reported_value and the year the figure belongs to (None: undecided)."""

    scope: str
    period_year: int | None


def topic_before(sentence: Sentence, end: int, wanted: str) -> bool:
    """Whether `wanted` is what is being talked of at position `end`: named after every rival, here or in the sentences before.

    The section decides where nothing is named.
    """
    told = _told(wanted, sentence.text[:end]) or _told(wanted, sentence.earlier)
    if told:
        return told > 0
    section = _SECTION_TOPICS.get(sentence.section)
    return section == wanted or (wanted == "litigation" and section == "review")


@lru_cache(maxsize=512)
def _told(wanted: str, text: str) -> int:
    """1: the topic is what a text talks of last, -1: a rival of it is, 0: neither is named."""
    topic = topics()[wanted]
    if not topic.any_rival.search(text):
        return topic.pattern.search(text) is not None
    own = _last(topic.pattern, text)
    rival = max(_last(pattern, text) for pattern in topic.rivals)
    return (own > rival) - (own < rival)


def _last(pattern: re.Pattern[str], text: str) -> int:
    """End of the last match; -1 if there is none."""
    end = -1
    for match in pattern.finditer(text):
        end = match.end()
    return end


def is_comparison(left: str) -> bool:
    """The number before which `left` stands is a change against another year, not a level."""
    return _COMPARED.search(left, max(0, len(left) - _COMPARED_REACH)) is not None


_WHOLE_AREA = re.compile(r"全[省市县区州盟旗](?![面体部文])")
_OWN_OFFICE = re.compile(
    r"^(?:其中)?(?:[省市县区州盟旗](?:人民)?政府办公[厅室]|[省市县区州盟旗](?:(?:人民)?政府)?(?:本级|直机关|直部门|直各[^\d]{0,6}))"
)
"""The office of a government that reports on its whole area."""
_OF_A_UNIT = re.compile(
    r"^(?:其中)?(?![我本全])[^,;:\d]{1,14}?(?:部门|单位|局|委|厅|处|办公室|镇|乡|街道|本级|[县市区州]政府|市县|县区|区县|各?[省市县区州]|各地)"
    r"(?:共|累计|新)*(?:受理|收到|接收|办理|答复)[^,;:\d]{0,10}(?P<count>\d{0,15})"
)
"""其中市住建部门受理120件: behind 其中 a body with a verb of its own is a part of the whole."""
_WITHOUT_SUBJECT = re.compile(
    r"^(?:均?已|共|全部|按[时期]|依法)*(?:受理|收到|接收|办理|办结|答复|回复|予以公开|同意公开|部分公开|不予公开)"
)
_NUMBER = re.compile(r"\d{0,15}")


def _is_of_a_unit(clauses: list[str], number: str) -> bool:
    """The last of some clauses, behind which a number stands, goes on with what a body does that one of them names behind 其中."""
    for place in reversed(range(len(clauses))):
        unit = _OF_A_UNIT.match(clauses[place])
        if unit:
            is_less = place + 1 == len(clauses) or int(number or 0) <= int(unit["count"] or 0)
            return is_less and any(clause.startswith("其中") for clause in clauses[: place + 1])
        if not _WITHOUT_SUBJECT.match(clauses[place]):
            return False
    return False


_SUBJECTS = re.compile(
    r"(?P<units>^(?:所属|下属|辖区)?各(?:乡镇|镇|街道|部门|单位|科室|站所|村|社区)[^,;:]{0,8}(?:公开|发布))|"
    r"(?P<area>^[^,;:]{0,10}全[省市县区州盟旗](?:各[^,;:\d]{1,14}|[^,;:\d]{0,6}?(?:部门|单位|机关))?"
    r"(?:(?:19|20)\d\d年度?|共|累计|合计|总计|全年|主动|依法|新)*(?:公开|发布|受理|收到|接到|接收|办理|答复))|"
    r"(?P<place>^[^,;:]{0,24}(?:信息公开|公开信息)(?:目录|专栏|平台|系统|网)(?:上|中|内)?(?:共|累计|合计|全年|及时|主动)*(?:公开|发布|更新))|"
    r"(?P<office>^[^,;:]{0,10}(?:(?<!全)[省市县区州盟旗](?:人民)?政府办公?[厅室]?|[我本]办(?:公室)?|本级)[^,;:]{0,16}(?:公开|发布|受理|收到|接到|接收|办理|答复))"
)
_OF_OURS = re.compile(r"[我本](?:局|委|厅|院|站|所|中心|镇|乡|街道|单位|机关|部门|处|分局|公司|校)(?!的上级)")


def subject_of(sentence: Sentence, number_start: int) -> str:
    """Who did what is counted at `number_start`: area, office (of its government), units (below the body), place
    (where it was published), own or nobody that is named."""
    text = sentence.text
    begin = clause_start(text, number_start)
    named = _SUBJECTS.search(text[begin:number_start])
    if named:
        return str(named.lastgroup)
    return "own" if _OF_OURS.search(text, 0, number_start) else ""


def tells_of_the_year(sentence: Sentence, number_start: int) -> bool:
    """The clause of the number says that it counts the year of the report: 截至年末,本年度公开12条 is no stock."""
    return _THIS_YEAR.search(re.split(r"[,;:]", sentence.text[:number_start])[-1]) is not None


@lru_cache(maxsize=64)
def _ordinary(report_year: int | None) -> tuple[Scope, re.Pattern[str]]:
    """The scope of most figures, and what stands before every other: words of a plan, another year, a sum of years or a part of the area.

    Each branch opens with a rare character, so that the search is one for a class of characters.
    """
    years = "" if report_year is None else rf"|2(?!{report_year % 1000:03})0\d\d年|1(?!{report_year % 1000:03})9\d\d年"
    words = (
        "拟|将|争(?<=力争)|争取|划(?<=计划)|下一步|明年|来年|今后|接下来|历年|来(?<=[以年月日》”〕)]来)|起(?<=[年月日》”〕)]起)|今(?<=至今)|年(?<=近[两三四五六七八九十0-9]年)|截|"
        "去年|上一?年|累计(?=.*(?:总[数量]|已达))|到(?=(?:20[0-9][0-9])?年[底末]|目前)|级(?<=本级)|直(?=机关|部门|各)|办公(?<=政府办公)|其中(?=[^;。0-9]*(?:受理|收到|接收|办理|答复))"
    )
    return Scope("reporting_agency", report_year), re.compile(words + years)


def _is_of_first_year(since: str, words: str, report_year: int | None) -> bool:
    """What counts since a day of the report year counts that year."""
    in_force = report_year == _REGULATION and since.startswith(("实施", "施行"))
    return since.startswith(str(report_year)) or (in_force and "历年" not in words)


def scope_of(sentence: Sentence, number_start: int, report_year: int | None) -> Scope:
    """Scope and year of a figure at `number_start`, from the words before it and from the earlier sentences of the paragraph.

    Order of decision: a section or clause of plans; a named other year; cumulative words; a part of the area; else the report year.
    """
    ordinary, other_words = _ordinary(report_year)
    if sentence.section != "problems_plans" and not other_words.search(sentence.text, 0, number_start):
        return ordinary
    before = _ASIDE.sub("", _QUOTED.sub("", sentence.text[:number_start]))
    clauses = re.split(r"[,;:]", before)
    clause = clauses[-1]
    nearby = ",".join([c for c in clauses[-3:-1] if not _COUNTED.search(c)] + [clause])
    years = [int(y) for y in _YEAR.findall(before)]
    named = years[-1] if years else None
    if sentence.section == "problems_plans" or _PLAN.search(before):
        return Scope("plan", named if named and report_year and named > report_year else None)
    since = _CUMULATIVE.search(clause if _YEAR.search(clause) else nearby)
    if since and not _is_of_first_year(since[0], nearby, report_year) and not _THIS_YEAR.search(clause):
        return Scope("cumulative", None)
    if not since and _STOCK.search(nearby) and not _THIS_YEAR.search(clause):
        return Scope("cumulative", report_year)
    if named and report_year and named != report_year and not _THIS_YEAR.search(clause):
        # 截至上年底 in a copied sentence: the figure belongs to the year it names.
        return Scope("plan" if named > report_year else "other_year", named)
    if _LAST_YEAR.search(clause):
        return Scope("other_year", report_year - 1 if report_year else None)
    if "其中" in before and _is_of_a_unit(clauses, _NUMBER.match(sentence.text, number_start)[0]):  # type: ignore[index]
        return Scope("sub_unit", report_year)
    if _OWN_OFFICE.match(clause) and _WHOLE_AREA.search(sentence.earlier + before):
        return Scope("sub_unit", report_year)
    return ordinary
