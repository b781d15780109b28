"""Who reports: candidates for the agency's name from all over the document, and the choice between them.

Belongs here: the places where a name stands and how far each is trusted. Does not belong here: the division code
(divisions.py, place.py). Order of trust: title, self-reference, 编制, form head, signature, page metadata, contact line.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice
from typing import NamedTuple

from dagster_project.reports.identifying.divisions import NAMES_OF_SITE
from dagster_project.reports.identifying.lookup import counties_of_townships
from dagster_project.reports.identifying.names import (
    NOT_A_NAME,
    OWN_OFFICE,
    Candidate,
    candidate,
    starts_with_place,
    tidy,
    without_generic_kind,
)
from dagster_project.reports.identifying.patterns import any_of
from dagster_project.reports.identifying.signatures import Signature
from dagster_project.reports.identifying.titles import Title
from dagster_project.reports.identifying.view import View

TRUST = {
    "title": 10, "self_reference": 8, "compiled_by": 6, "form_head": 4, "signature": 4, "subject": 4, "page": 3,
    "own_rule": 3, "contact": 2, "quoted": 2,
}  # fmt: skip
TRUST_OF_PRONOUN = 3
PRESENTS = ("title", "self_reference")
"""Where the text says whose report it is."""
FIRST_PARAGRAPHS = 900
_STAMPED = re.compile(r"\d[-:./]\d|网站")
"""A line with this below a title is of the page."""

NAME = r"([一-鿿()·]{2,40}?)"
FOREIGN = r"《?(?:[A-Za-z0-9][A-Za-z0-9.-]{2,30}\.[a-z]{2,4}|[A-Za-z]{3,}\d*[^。,;:《》\n]{0,24}:)?"
"""What a hijacked copy put in the place of a county or a site: puroview.com溪下乡, xx官网@:西柳镇."""
SHORT_FORM = r"(?:\((?:以下|下|简)[^)]{0,20}\))?"
YEARS = r"(?:20[0-3]\d年?[-~至])?20[0-3]\d学?年度?"
BEFORE_SUBJECT = rf"(?:{YEARS}|关于|年度|的|本级|机关)*(?:政府信息|信息公开|政务公开|政务信息)"
GIST = any_of("认真 严格 坚持 深入 按照 在 以 全面 积极 紧紧 高度 贯彻 根据 围绕 始终 政府信息 政务公开 信息公开 切实 不断") + "|"
GIST += any_of("收到 未收到 受理 全年 累计 依托 成立 建立 持续 牢固 主动 共 把 将 继续 着力 扎实 通过 持 落实")

SELF_REFERENCE = re.compile(
    any_of(
        "现公布 现发布 现公开 特公布 特发布 特公开 兹公布 现将 现就 现把 现 向社会公布 [,。]公布 编制 编制了 编制完成 编制的 形成 为",
        "制定(?=[^。,;]{2,40}年(?:度报告|报))",
    )
    + rf"(?:了)?(?:向社会)?(?:公布|发布|公开)?(?:20[0-3]\d年度?|{YEARS})?{FOREIGN}{NAME}{SHORT_FORM}(?:于)?{BEFORE_SUBJECT}"
)
OF_AGENCY = re.compile(rf"(?:本报告|本年报|年度报告)(?:是|系|为){NAME}{BEFORE_SUBJECT}")
COMPILED_BY = re.compile(
    rf"(?:由|经){NAME}{SHORT_FORM}"
    r"(?:(?:根据|按照|综合|汇总)[^。]{0,60}|负责|组织|统一)?(?:编制|编写|撰写)"
)
GATHERED_FROM = re.compile(
    rf"(?:汇总|综合)(?:20[0-3]\d年度?)?{NAME}的政府信息公开(?:工作)?(?:年度报告|年报|报告|情况)[^。]{{0,6}}(?:编制|形成)"
)
BASED_ON = re.compile(
    rf"(?:根据|按照|结合|依据)(?:了)?(?:{YEARS})?{NAME}(?:{YEARS})?(?:政府)?信息公开(?:工作)?(?:的)?(?:实际)?(?:执行|落实|开展|进展)?情况"
)
"""根据某大学2017-2018学年信息公开工作执行情况编制."""
LEADING_GROUP = re.compile(rf"成立(?:了)?{NAME}(?:政府信息|信息公开|政务公开|政务信息)[^,。]{{0,10}}领导小组")
COMPILES_BY = re.compile(rf"(?:^|[,。\n]){NAME}(?:根据|按照|依据)[^。\n]{{0,60}}(?:编制|形成)(?:本|此|了)(?:报告|年报|年度报告)")
COMPILES = re.compile(rf"[,。\n]{NAME}(?:特|组织|认真|及时|制定)?(?:编制(?:了|本|此|20|《|完成|政府)|向社会公(?:布|开))")
CONTACT = re.compile(
    any_of("请与 可与 请联系 请致电 联系单位 联系部门 可致电 请直接与 直接与 请拨打 受理机构")
    + rf"[:]?{NAME}(?=[,。:;(\d]|\s*"
    + any_of("联系 办公室 政府信息 政务公开 信息公开 电话 咨询 反映")
    + r"|(?<=政府|事处|委会)(?:(?!街)[一-鿿]){1,6}(?:办|室|科|处))"
)
SUBJECT_OF_SENTENCE = re.compile(
    r"(?:^|\n|。)\s*(?:[(]?[一二三四五六七八九十]+[)、.][^\n]{0,12}\n?)?\s*"
    + rf"(?:20[0-3]\d年(?:度|以来|来)?[,]?|今年以来[,]?|今年来?[,]?|一年来[,]?){NAME}(?={GIST})"
)
LATER_SUBJECT = re.compile(rf"[,]{NAME}(?={GIST})")
"""Names behind a comma are looked at only to complete a name that has no place."""
FORM_HEAD = re.compile(
    any_of("填报单位 报送单位 填报机关 单位名称 填表单位 编制单位 报告单位") + r"(?:\(盖章\)|\(章\)|\(公章\))?[:|\s]*([一-鿿()]{2,30})"
)
PAGE_LABEL = re.compile(
    any_of(
        "发布机构 发布单位 信息来源 发文机关 发文单位 发布机关 责任部门 公开主体",
        "公开单位 制发机关 公开机构 来源单位 信息发布机构 作者 录入 来源",
    )
    + r"[::\s|]+([一-鿿()]{2,30})"
)
FOOT_LABEL = re.compile(any_of("版权所有 主办单位 主办") + r"[:\s|]+([一-鿿()]{2,30})")
FOOT = 600
"""So many characters at the end of a page say whose site it is."""
BETWEEN_PARTS = re.compile(r"[-_|—–>:·]+")
AFTER_PAGE_LABEL = re.compile(
    any_of(
        "文字大小 发布时间 发布日期 浏览 点击 字体 字号 阅读 时间 日期 访问 分享 责任编辑 作者 编辑 文号 主题",
        "成文 公开 索引 信息 打印 大",
    )
    + ".*$"
)
OWN_RULE = re.compile(
    rf"《{NAME}(?:人民政府)?(?:政府)?信息公开指南|"
    r"(?:制定|制订|编制|修订|出台|建立)(?:健全|并|和|了|印发|完善|下发)*《([一-鿿()·]{2,40}?)(?:政府信息|政务信息|信息公开|政务公开|依申请|网[站上])|"
    rf"《(?:20[0-3]\d年度?)?{FOREIGN[2:]}{NAME}(?:20[0-3]\d年度?)?(?:政府信息|政务|信息)公开(?:工作)?(?:年度报告|年报)》"
)
"""What a body calls itself in the names of its guide, of the rules it made and of its report."""
QUOTED = re.compile(rf"《{NAME}(?:关于|20[0-3]\d年|全面|办公室关于)")

BARE_NAME = re.compile(r"[一-鿿()]{4,30}")

PRONOUN_LEVELS = {
    **dict.fromkeys(("局", "委", "厅", "中心", "处", "所", "队", "馆", "会", "社", "站", "院", "办", "室"), "department"),
    **dict.fromkeys(("镇", "乡", "街"), "township"),
    **dict.fromkeys(("县", "区", "市", "州", "盟", "旗", "省"), "place"),
    "园": "zone",
    "校": "other",
}
INSIDE_A_PLACE = ("局", "厅", "镇", "乡", "街", "校")
WHOLE_AREA = re.compile(r"全([省市县区州盟旗镇乡])")
ZONE_SPOKEN = re.compile(r"管委会|开发区|高新区|园区")
TOWNSHIP_KIND = re.compile("镇|乡|街道|苏木")
LONGEST_TOWNSHIP = 7
NAMED_IN_FULL = re.compile(r"(?:^|[,。《、(:\n\s])([一-鿿]{2,7}(?:[镇乡]人民政府|街道办事处))")
NAMED_BODY = {
    "township": re.compile(r"(?:^|[,。《、(:\n\s]|在)([一-鿿]{2,7}(?:镇|乡|街道))"),
    "place": re.compile(r"(?:^|[,。《、(\n\s]|在|与|登录)((?:(?![在与])[一-鿿]){2,8}?[县区市旗]人民政府)"),
    "zone": re.compile(r"(?:^|[^一-鿿])([一-鿿]{2,24}?(?:开发区|高新区|示范区|园区|度假区|管委会|管理委员会))"),
}


class Agency(NamedTuple):
    """The chosen agency. `level` as in Candidate."""

    name: str | None
    level: str | None
    source: str
    passage: str


def _captured(pattern: re.Pattern[str], text: str, source: str, limit: int = 3) -> list[Candidate]:
    found = []
    for match, _ in zip(pattern.finditer(text), range(limit), strict=False):
        if made := candidate(match[match.lastindex or 0], source, match[0].strip()):
            found.append(made)
    return found


def _below(title: Title | None, view: View) -> list[Candidate]:
    """The line below the title: who signs, without a date. Without a title, the first line of the text."""
    if not title:
        top = next((line.text.strip("| ") for line in islice(view.lines(), 3) if not line.in_chrome), "")
        return [made] if BARE_NAME.fullmatch(top) and (made := candidate(top, "signature", top)) else []
    below = (line.text for line in islice(view.lines(title.start), 1, None) if not title.text.endswith(line.text))
    return [
        made for text in islice(below, 2) if len(text) <= 30 and not _STAMPED.search(text) and (made := candidate(text, "signature", text))
    ][:1]


def _of_page(view: View) -> list[Candidate]:
    names = ((AFTER_PAGE_LABEL.sub("", match[1]), match[0]) for match in PAGE_LABEL.finditer(view.text, 0, 2500))
    return [made for name, passage in names if (made := candidate(name, "page", passage))][:3]


def candidates(view: View, title: Title | None, signed: list[Signature]) -> list[Candidate]:
    """All candidates of a document, in order of trust; only the title's if it is whole and the text repeats it."""
    found: list[Candidate] = []
    if title and title.agency and (made := candidate(title.agency, "title", title.text)):
        found.append(made)
        if starts_with_place(made.name) and view.body.count(made.name) > 1:
            return found
    head = view.head
    found += _captured(SELF_REFERENCE, head, "self_reference")
    found += _captured(OF_AGENCY, head, "self_reference")
    found += _captured(COMPILED_BY, head, "compiled_by")
    found += _captured(GATHERED_FROM, head[:FIRST_PARAGRAPHS], "compiled_by")
    found += _captured(BASED_ON, head[:FIRST_PARAGRAPHS], "compiled_by")
    found += _captured(COMPILES_BY, head[:FIRST_PARAGRAPHS], "compiled_by")
    found += _captured(COMPILES, head[:FIRST_PARAGRAPHS], "compiled_by")
    found += _captured(FORM_HEAD, view.body, "form_head", 2)
    found += [made for s in signed if (made := candidate(s.name, "signature", s.passage))]
    found += _below(title, view)
    found += _captured(SUBJECT_OF_SENTENCE, head, "subject", 2)
    found += _of_page(view)
    found += _captured(CONTACT, head, "contact", 2)
    found += _captured(LEADING_GROUP, head, "contact", 1)
    found += _captured(OWN_RULE, head, "own_rule")
    found += _captured(QUOTED, head, "quoted")
    return found


def choose(view: View, title: Title | None, signed: list[Signature], metadata: dict[str, str]) -> tuple[Agency, list[Candidate]]:
    """The agency that the candidates agree on most, by kind first and then by name; and all candidates. `metadata`: of the document."""
    found = candidates(view, title, signed)
    if not any(c.source in PRESENTS and OWN_OFFICE.search(c.name) for c in found):
        found = [_without_own_office(c, view) for c in found]
    found = [c for c in found if c.source not in ("own_rule", "quoted", "page") or _fits(c, view.pronouns)]
    weights = Counter[str]()
    for source, level in dict.fromkeys((c.source, c.level) for c in found):
        weights[level] += TRUST[source]
    if not weights:
        spoken = _by_voice(view)
        return (spoken if spoken.name else _of_site(view, spoken, metadata)), found
    for said, count in view.pronouns.most_common(2) if len(weights) > 1 else ():
        if count > 1 and (spoken_level := PRONOUN_LEVELS[said]) in weights:
            weights[spoken_level] += TRUST_OF_PRONOUN
    level = max(weights, key=lambda key: weights[key])
    same = [c for c in found if c.level == level]
    best = _fullest(max(same, key=lambda c: TRUST[c.source]), same)
    if not starts_with_place(best.name):
        best = _fullest(best, [c for c in _captured(LATER_SUBJECT, view.head, "subject") if c.level == level])
    return Agency(best.name, level, best.source, best.passage), found


def _fits(found: Candidate, spoken: Counter[str]) -> bool:
    """A government is quoted by its bureaus and townships too, and owns their page: 我局 or 我旗 is no 人民政府 of a province."""
    said = next((s for s, _ in spoken.most_common(1)), "")
    if said in INSIDE_A_PLACE:
        return found.level == PRONOUN_LEVELS[said]
    if said in ("县", "区", "市", "州", "盟", "旗", "省") and found.level == "place":
        return re.sub("(?:人民)?政府$", "", found.name).endswith(said)
    return found.level != "place" or found.source != "quoted"


def _without_own_office(found: Candidate, view: View) -> Candidate:
    """随县人民政府办公室 that signs or answers the telephone stands for its government, unless the text says 我办, or tells what the
    office did and nothing of 我县 or 全县."""
    shorter = OWN_OFFICE.sub("", found.name)
    if shorter == found.name or len(shorter) < 3 or (view.pronouns["办"] > 1 and not found.name.endswith("中心")):
        return found
    if found.source == "subject" and not _speaks_of_its_area(view):
        return found
    return candidate(shorter, found.source, found.passage) or found


def _speaks_of_its_area(view: View) -> bool:
    return any(PRONOUN_LEVELS.get(said) == "place" for said in view.pronouns) or bool(WHOLE_AREA.search(view.body))


def _speaker(view: View) -> str:
    """局 of 我局: what is said most; but a bureau says 我市 of its city too, while no city says 我局."""
    spoken = view.pronouns or Counter(WHOLE_AREA.findall(view.body))
    below = Counter({said: count for said, count in spoken.items() if said in INSIDE_A_PLACE})
    return next((said for said, _ in (below or spoken).most_common(1)), "")


def _by_voice(view: View) -> Agency:
    """No name where names are expected: the pronoun tells the level, and the body of that level named most is it."""
    said = _speaker(view)
    level = PRONOUN_LEVELS.get(said)
    if said in ("委", "区") and ZONE_SPOKEN.search(view.head):
        level = "zone"
    if not said and len(full := Counter(tidy(m[1]) for m in NAMED_IN_FULL.finditer(view.body))) == 1 and full.total() > 1:
        return Agency(name := next(iter(full)), "township", "text", name)
    counts = Counter[str]()
    if level in NAMED_BODY:
        names = (tidy(m[1]) for m in NAMED_BODY[level].finditer(view.body))
        counts.update(name for name in names if len(name) > 2 and not NOT_A_NAME.search(name))
    if level == "township":
        counts = Counter(_known_township(name) or name for name in counts.elements())
        ends = [match.end() for match in TOWNSHIP_KIND.finditer(view.body)] if not counts else []
        counts.update(filter(None, (_known_township(view.body[max(0, at - LONGEST_TOWNSHIP) : at]) for at in ends)))
    if level == "zone":
        counts = Counter({_from_its_place(name): count for name, count in counts.items()})
    if level == "place":
        counts = Counter({name: count for name, count in counts.items() if name.endswith(said + "人民政府") and starts_with_place(name)})
    if counts:
        name = max(counts, key=lambda n: (starts_with_place(n) or level == "township", counts[n]))
        return Agency(name, level, "text", name)
    return Agency(None, level, "pronoun" if said else "none", f"我{said}" if said else "")


def _of_site(view: View, spoken: Agency, metadata: dict[str, str]) -> Agency:
    """What the page around the report names, where the text says no more than 我旗 or 我局: a body of that kind."""
    parts = [part for key in NAMES_OF_SITE for part in BETWEEN_PARTS.split(metadata.get(key, ""))]
    parts += [match[1] for match in FOOT_LABEL.finditer(view.text, max(0, len(view.text) - FOOT))]
    made = (candidate(name, "page", name) for name in dict.fromkeys(map(str.strip, parts)))
    known = [c for c in made if c and c.level == spoken.level and _fits(c, view.pronouns) and starts_with_place(c.name)]
    return Agency(known[0].name, spoken.level, "page", known[0].passage) if known else spoken


def _known_township(words: str) -> str | None:
    """横山镇 of 健全了横山镇: nothing parts a name from the words before it, but the names of the table are known."""
    shorter = (words[-length:] for length in range(min(LONGEST_TOWNSHIP, len(words)), 2, -1))
    return next((name for name in shorter if name in counties_of_townships()), None)


def _from_its_place(name: str) -> str:
    """信息登在南京经济技术开发区 from 南京 on."""
    return next((name[i:] for i in range(len(name) - 4) if starts_with_place(name[i:])), name)


def _fullest(best: Candidate, same: list[Candidate]) -> Candidate:
    """教育局 in the title is 安岳县教育局 elsewhere: the longest name that ends like it and begins with a place."""
    if starts_with_place(best.name):
        return best
    core = without_generic_kind(best.name)
    kind = best.name[: len(best.name) - len(core)]
    placed = [c for c in same if len(c.name) > len(core) and starts_with_place(c.name)]
    fuller = [c for c in placed if c.name.endswith(core) and c.name[: -len(core)].endswith(kind)] or [
        c for c in placed if c.level == "zone" and core in c.name
    ]
    return max(fuller, key=lambda c: (TRUST[c.source], len(c.name)), default=best)
