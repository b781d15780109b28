"""What is a name of an agency: cleaning a captured string, its ending, its place.

Belongs here: judging one string. Does not belong here: where in a document names stand (agency.py).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from dagster_project.reports.cleaning.adverts import advertising
from dagster_project.reports.identifying.divisions import mentions_in_name
from dagster_project.reports.identifying.lookup import Ending, counties_of_townships, endings, gazetteer
from dagster_project.reports.identifying.patterns import any_of
from dagster_project.reports.identifying.titles import YEAR_PHRASE, without_loose_brackets
from dagster_project.reports.screens import edge

OFFICE = re.compile(
    any_of("政府信息与政务公开 政府信息公开 政务信息公开 政务公开 信息公开 政务公开政务服务 政府网 门户网站")
    + r"(?:工作)?(?:领导小组|协调小组|管理)?"
    + any_of("办公室 办 中心 科 处 股 机构 编辑部 日常受理机构 受理机构 负责机构 $")
    + r"?$"
)
"""The office that looks after disclosure inside an agency."""
OWN_OFFICE = re.compile(
    any_of("党政综合 党政 综合 行政 秘书 政工 机关 电子政务")
    + "?"
    + any_of("办公室 办公厅 办 政务服务中心 信息中心 新闻中心 宣传办 政策法规科 法规科 综合科 综合部 法规股")
    + "$"
)
"""The office that signs or answers the telephone for its government."""
NOT_A_NAME = re.compile(
    "^"
    + any_of(
        "概述 总体 主动 依申请 中华 国务院 政府信息 有关 以下 本 我 全 上述 各 其他 该 年 不断 进一步",
        "为 因 结合 的 和 与 及 在 对 将 从 一 通过 按 由 所 等 并 《",
    )
    + "|"
    + any_of(
        "条例 通知 情况 规定 要求 工作 内容 部分 报告 组成 公民 法人 申请人 社会公众 群众 信息 精神 部署 会议 平台 渠道 栏目 网站 门户"
    )
    + "$|^[镇乡](?:人民)?政府$|.在[省市县区州盟旗镇乡本](?:人民)?政府|^政府办(?:公室|公厅)?$|我[镇乡局县市区街办委厅州旗]"
)
FRONT_EDGE = re.compile(
    r"[A-Za-z0-9.-]+\.[a-z]{2,3}(?=[一-鿿])|中华人民共和国(?=.)|关于|公布|发布|公开|编制|编写|形成|将|就|现|把|特|了|中共|\([^()]{1,8}\)(?=.)"
)
LABEL = re.compile(r"^[一-鿿]{0,8}(?:机构|单位|机关|主体|部门)(?:名称)?:")
END_EDGES = re.compile(r"(?:关于|的|本级|全年|年度|机关|盖章|\((?:章|本级|机关|本级机关)\))+$")
TWICE = re.compile(r"([一-鿿]{2,6})((?:总署|总局)?)\1$")
"""广州海关2015年海关政府信息公开年报 names its kind twice, and so does 海关总署."""
TOWNSHIP = re.compile(r"([一-鿿]{1,6}?(?:街道|镇|乡|苏木))(?:人民政府|政府|办事处)?$")
GENERIC_KIND = re.compile(r"^[县市区州旗盟](?=.{2})")
SHORT_PLACE = re.compile(r"^(?!公安(?:局|厅|处|分局|部门))[一-鿿]{2}(?![省市县区州镇乡街])")
"""南京经济技术开发区."""
IN_BRACKETS = re.compile(r"\([^()]*\)$")
LONGEST_NAME = 40
NO_NAME = frozenset("、:")
"""What lists names, or tells who they are (抄送:县政府办公室)."""


class Candidate(NamedTuple):
    """A possible name, where it was found and how it ends. `ending` is None for a bare place name."""

    name: str
    source: str
    ending: Ending | None
    passage: str

    @property
    def level(self) -> str:
        """place | prefecture | township | zone | department | other"""
        return self.ending.level if self.ending else "place"


def tidy(raw: str) -> str:
    """A captured name without year, connecting words and offices of disclosure.

    随县人民 is what a pattern leaves of 随县人民政府信息公开.
    """
    raw = LABEL.sub("", raw)
    name = without_loose_brackets(YEAR_PHRASE.sub("", raw).strip("、·,:;-—的 "))
    name = END_EDGES.sub("", OFFICE.sub("", name) or name)
    name += "政府" if name.endswith("人民") else ""
    while (edge := FRONT_EDGE.match(name)) and not opens_with_place(name):
        name = name[edge.end() :]
    twice = TWICE.search(name)
    return name[: twice.end(2)] if twice else name


def opens_with_place(name: str) -> bool:
    """将乐县, 和平镇: the whole name of a division or a known township, so its first character is no other word."""
    found = mentions_in_name(name)
    if found and found[0].start == 0:
        return True
    township = TOWNSHIP.match(name)
    return township is not None and township[1] in counties_of_townships()


@lru_cache(maxsize=4096)
def ending_of(name: str) -> Ending | None:
    """The longest known ending; brackets at the end are looked through (国家高新区(新材料科技城))."""
    bare = IN_BRACKETS.sub("", name) if name.endswith(")") else name
    possible = endings().get(bare[-1:], ())
    return next((e for e in possible if bare.endswith(e.text) and (len(bare) > len(e.text) or len(bare) > 3)), None)


def is_whole_division(name: str) -> bool:
    """随县, 福州市晋安区, 高新区(新市区): a place and nothing else."""
    found = mentions_in_name(name)
    return bool(found) and (found[-1].end == len(name) or (name.endswith(")") and found[-1].end == len(name) - 1))


@lru_cache(maxsize=8192)
def starts_with_place(name: str) -> bool:
    """安岳县教育局, 南京经济技术开发区."""
    found = mentions_in_name(name)
    if found and found[0].start == 0:
        return True
    return bool(SHORT_PLACE.match(name)) and name[:2] in gazetteer().by_short


def without_generic_kind(name: str) -> str:
    """县教育局 is 教育局 of a county."""
    return GENERIC_KIND.sub("", name)


class _Judged(NamedTuple):
    """A captured string that is a name. `is_advertised`: advertising stood before it."""

    name: str
    ending: Ending | None
    is_advertised: bool


@cache
def _advertising_begins() -> frozenset[str] | None:
    """What words of advertising begin with, which most names have none of; None if that may be anything."""
    return edge(advertising().pattern, last=False)


def candidate(raw: str, source: str, passage: str) -> Candidate | None:
    """A name worth keeping, or None."""
    judged = _judge(raw)
    return judged and Candidate(judged.name, "quoted" if judged.is_advertised else source, judged.ending, passage[:80])


@lru_cache(maxsize=8192)
def _judge(raw: str) -> _Judged | None:
    """A document names its agency several times, and an agency reports every year. Advertising before a real ending is cut off with
    everything before it."""
    name, is_advertised = tidy(raw), False
    begins = _advertising_begins()
    may_advertise = begins is None or not begins.isdisjoint(name.lower())
    if may_advertise and (found := list(advertising().finditer(name))):
        name, is_advertised = name[found[-1].end() :], True
    if not 2 <= len(name) <= LONGEST_NAME or not NO_NAME.isdisjoint(name):
        return None
    no_name = NOT_A_NAME.search(name)
    if no_name and (no_name.start() or not opens_with_place(name)):
        return None
    whole = is_whole_division(name)
    ending = None if whole and not name.endswith(("政府", "街道")) else ending_of(name)
    return _Judged(name, ending, is_advertised) if ending or whole else None
