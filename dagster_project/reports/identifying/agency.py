"""Who reports: candidates for the agency's name from all over the document, and the choice between them.

Belongs here: the places where a name stands and how far each is trusted. Does not belong here: the division code
(divisions.py). Order of trust: title, self-reference, "编制", form head, signature, page metadata, contact line.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass

from dagster_project.reports.identifying.divisions import mentions
from dagster_project.reports.identifying.lookup import Ending, endings, gazetteer
from dagster_project.reports.identifying.titles import YEAR_PHRASE, Title, without_loose_brackets
from dagster_project.reports.identifying.view import View

TRUST = {"title": 10, "self_reference": 8, "compiled_by": 6, "form_head": 4, "signature": 4, "subject": 4, "page": 3, "contact": 2, "quoted": 2}

ADVERTISING = re.compile(
    r"[a-z]*\d+(?:bet|体育|官网|网投)|bet\d*|皇冠|竞彩|彩票|福彩|娱乐|博彩|赌|棋牌|威廉希尔|直播|官网|官方网站|开户|投注|比分|老虎机|网投|app|c7|"
    r"\$|【|】|_|视频|在线|成人|国产|亚洲|欧美|体育(?=\d|平台|网|在线)|平台",
    re.IGNORECASE,
)
NAME = r"[一-鿿()·]{2,40}?"
BEFORE_SUBJECT = r"(?:20[0-3]\d年度?|关于|年度|的|本级|机关)*(?:政府信息|信息公开|政务公开|政务信息)"

SELF_REFERENCE = re.compile(
    rf"(?:现(?:将|就|把)?(?:向社会)?(?:公布|发布|公开)?|特向社会公布|向社会公布|[,。]公布|编制(?:了|的|完成)?|形成|为)({NAME})(?:\((?:以下|下|简)[^)]{{0,20}}\))?(?:于)?{BEFORE_SUBJECT}"
)
COMPILED_BY = re.compile(rf"(?:由|经)({NAME})(?:\((?:以下|下|简)[^)]{{0,20}}\))?(?:根据[^。]{{0,60}}|按照[^。]{{0,60}}|负责|组织|统一|综合[^。]{{0,60}}|汇总[^。]{{0,60}})?(?:编制|编写|撰写)")
COMPILES = re.compile(rf"[,。\n]({NAME})(?:特|组织|认真|及时|制定)?(?:编制(?:了|本|此|20|《|完成|政府)|向社会公(?:布|开))")
OF_AGENCY = re.compile(rf"(?:本报告|本年报|年度报告)(?:是|系|为)({NAME}){BEFORE_SUBJECT}")
CONTACT = re.compile(rf"(?:请与|可与|请联系|请致电|联系单位|联系部门|可致电|请直接与|直接与|请拨打|受理机构)[:]?({NAME})(?=联系|\(|[,。:;]|\d|办公室|政务公开|信息公开|电话|咨询|反映)")
SUBJECT_OF_SENTENCE = re.compile(
    rf"(?:^|\n|[。])\s*(?:[(]?[一二三四五六七八九十]+[)、.][^\n]{{0,12}}\n?)?\s*(?:20[0-3]\d年(?:度|以来|来)?[,]?|今年来?[,]?|一年来[,]?|今年以来[,]?)({NAME})"
    r"(?=认真|严格|坚持|深入|按照|在|以|全面|积极|紧紧|高度|贯彻|根据|围绕|始终|政府信息|政务公开|信息公开|切实|不断|持续|牢固|主动|共|把|将|继续|着力|扎实|通过|持|落实)"
)
FORM_HEAD = re.compile(r"(?:填报单位|报送单位|填报机关|单位名称|填表单位|编制单位|报告单位)(?:\(盖章\)|\(章\)|\(公章\))?[:|\s]*([一-鿿()]{2,30})")
PAGE_LABEL = re.compile(
    r"(?:发布机构|发布单位|信息来源|发文机关|发文单位|发布机关|责任部门|公开主体|公开单位|制发机关|公开机构|来源单位|信息发布机构|作者|录入|来源)[::\s|]+([一-鿿()]{2,30})"
)
PAGE_LABEL_ENDS = re.compile(r"(?:文字大小|发布时间|发布日期|浏览|点击|字体|字号|阅读|时间|日期|访问|分享|责任编辑|作者|编辑|文号|主题|成文|公开|索引|信息|打印|大中小|大|访|点).*$")
QUOTED = re.compile(rf"《({NAME})(?:关于|20[0-3]\d年|全面|办公室关于)")
DATE_ONLY = re.compile(r"^[(]?(?:20[0-3]\d[年.\-/]\d{1,2}[月.\-/]\d{1,2}日?|[二贰][^,。]{2,4}年[^,。]{1,3}月[^,。]{1,4}日|20[0-3]\d年\d{1,2}月)[)]?$")
DATE_AT_END = re.compile(r"(?:20[0-3]\d[年.\-/]\d{1,2}[月.\-/]\d{1,2}日?|[二贰][○〇零O0一二三四五六七八九]{2,3}年[一二三四五六七八九十]{1,2}月[一二三四五六七八九十]{1,3}日)$")

OFFICE = re.compile(
    r"(?:政府信息与政务公开|政府信息公开|政务信息公开|政务公开|信息公开|政务公开政务服务|政府网|门户网站)(?:工作)?(?:领导小组|协调小组|管理)?(?:办公室|办|中心|科|处|股|机构|编辑部|日常受理机构|受理机构|负责机构)?$"
)
OWN_OFFICE = re.compile(r"(?:党政综合|党政|综合|行政|秘书|政工|机关)?(?:办公室|办公厅|办|政务服务中心|信息中心|新闻中心|宣传办|政策法规科|法规科|综合科|综合部|法规股)$")
PRONOUN = re.compile(r"(?:我|本)(局|镇|乡|街|办|委|县|区|市|州|盟|旗|厅|院|中心|省|园|处|所|队|馆|会|社|站)(?!级|地|人|身|着)")
NOT_A_NAME = re.compile(
    r"^(?:概述|总体|主动|依申请|中华|国务院|政府信息|有关|以下|本|我|全|上述|各|其他|该|年|不断|进一步|为|的|和|与|及|在|对|将|从|一|通过|按|由|所|等|并|《)|"
    r"(?:条例|通知|情况|规定|要求|工作|内容|部分|报告|组成|公民|法人|申请人|社会公众|群众|信息|精神|部署|会议|平台|渠道|栏目)$"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible name, where it was found and how it ends. `ending` is None for a bare place name."""

    name: str
    source: str
    ending: Ending | None
    passage: str

    @property
    def level(self) -> str:
        """place | prefecture | township | zone | department | other"""
        return self.ending.level if self.ending else "place"


@dataclass(frozen=True, slots=True)
class Agency:
    """The chosen agency. `level` as in Candidate; `kind` the last character of its place or of its pronoun (县, 市, 镇, ...)."""

    name: str | None
    level: str | None
    source: str
    passage: str


def ending_of(name: str) -> Ending | None:
    """The longest known ending; brackets at the end are looked through (国家高新区(新材料科技城))."""
    bare = re.sub(r"\([^()]*\)$", "", name)
    for ending in endings():
        if bare.endswith(ending.text) and (len(bare) > len(ending.text) or len(bare) > 3):
            return ending
    return None


def tidy(raw: str) -> str:
    """A captured name without year, connecting words and offices of disclosure."""
    name = without_loose_brackets(YEAR_PHRASE.sub("", raw).strip("、·,:;-—的 "))
    name = OFFICE.sub("", name) or name
    return re.sub(r"^(?:关于|公布|发布|公开|将|就|现|把|特|了|中共)+|(?:关于|的|本级|全年|年度|机关|盖章|\(章\))+$", "", name)


def is_whole_division(name: str) -> bool:
    """随县, 福州市晋安区, 高新区(新市区): a place and nothing else."""
    found = mentions(name, is_name=True)
    return bool(found) and (found[-1].end == len(name) or (name.endswith(")") and found[-1].end == len(name) - 1))


def candidate(raw: str, source: str, passage: str) -> Candidate | None:
    """A name worth keeping, or None. Advertising before a real ending is cut off with everything before it."""
    name = tidy(raw)
    advertising = list(ADVERTISING.finditer(name))
    if advertising:
        name = name[advertising[-1].end() :]
    if not 2 <= len(name) <= 40 or NOT_A_NAME.search(name) or "、" in name:
        return None
    ending = None if is_whole_division(name) and not name.endswith(("政府", "街道")) else ending_of(name)
    if ending is None and not is_whole_division(name):
        return None
    return Candidate(name, "quoted" if advertising else source, ending, passage[:80])


def _captured(pattern: re.Pattern[str], text: str, source: str, limit: int = 3) -> list[Candidate]:
    found = []
    for i, match in enumerate(pattern.finditer(text)):
        if i >= limit:
            break
        if made := candidate(match[1], source, match[0].strip()):
            found.append(made)
    return found


def _signatures(view: View) -> list[Candidate]:
    """Names that stand before (or in) a line that is a date, near the top or in the last lines."""
    found = []
    lines = [line for line in view.lines if not line.in_chrome]
    top, bottom = lines[:8], lines[-40:] if len(lines) > 48 else lines[8:]
    for group in (top, bottom):
        for before, line in zip([None, *group], group, strict=False):
            if DATE_ONLY.match(line.text) and before and len(before.text) <= 40:
                name = before.text
            elif (match := DATE_AT_END.search(line.text)) and 4 <= match.start() <= 40 and "。" not in line.text:
                name = line.text[: match.start()]
            else:
                continue
            if made := candidate(name, "signature", f"{name} {line.text}"):
                found.append(made)
    return found


def _of_page(view: View) -> list[Candidate]:
    found = []
    for match in PAGE_LABEL.finditer(view.text[:2500]):
        name = PAGE_LABEL_ENDS.sub("", match[1])
        if made := candidate(name, "page", match[0]):
            found.append(made)
    return found[:3]


def candidates(view: View, title: Title | None) -> list[Candidate]:
    """All candidates of a document, in order of trust."""
    found: list[Candidate] = []
    if title and title.agency and (made := candidate(title.agency, "title", title.text)):
        found.append(made)
    for pattern, source in ((SELF_REFERENCE, "self_reference"), (OF_AGENCY, "self_reference"), (COMPILED_BY, "compiled_by"), (COMPILES, "compiled_by")):
        found += _captured(pattern, view.head, source)
    found += _captured(FORM_HEAD, view.body, "form_head", 2)
    found += _signatures(view)
    found += _captured(SUBJECT_OF_SENTENCE, view.head, "subject", 2)
    found += _of_page(view)
    found += _captured(CONTACT, view.head, "contact", 2)
    found += _captured(QUOTED, view.head, "quoted", 3)
    return found


def pronouns(view: View) -> Counter[str]:
    """我局, 本镇 and the like, counted by their last character."""
    return Counter(PRONOUN.findall(view.body))


PRONOUN_LEVELS = {
    **dict.fromkeys(("局", "委", "厅", "中心", "处", "所", "队", "馆", "会", "社", "站", "院", "办"), "department"),
    **dict.fromkeys(("镇", "乡", "街"), "township"),
    **dict.fromkeys(("县", "区", "市", "州", "盟", "旗", "省"), "place"),
    "园": "zone",
}


ZONE_SPOKEN = re.compile(r"管委会|开发区|高新区|园区")
NAMED_BODY = {
    "township": re.compile(r"(?:^|[,。《、\n\s]|在)([一-鿿]{2,5}(?:镇|乡|街道))(?=[^村一-龥]|政府|人民政府|办事处|党|[一-鿿])"),
    "zone": re.compile(r"(?:^|[,。《、\n\s和])([一-鿿]{2,14}(?:开发区|高新区|示范区|园区|度假区|管委会|管理委员会))"),
}


def _without_own_office(found: Candidate, spoken: Counter[str]) -> Candidate:
    """随县人民政府办公室 that signs or answers the telephone stands for its government, unless the text says 我办."""
    if found.source == "title" or spoken["办"] > 1:
        return found
    shorter = OWN_OFFICE.sub("", found.name)
    if shorter == found.name or len(shorter) < 3:
        return found
    made = candidate(shorter, found.source, found.passage)
    return made if made else found


def choose(view: View, title: Title | None) -> tuple[Agency, list[Candidate]]:
    """The agency that the candidates agree on most, by kind first and then by name."""
    spoken = pronouns(view)
    found = [_without_own_office(c, spoken) for c in candidates(view, title)]
    weights: dict[str, int] = defaultdict(int)
    seen: set[tuple[str, str]] = set()
    for c in found:
        if (c.source, c.level) not in seen:
            seen.add((c.source, c.level))
            weights[c.level] += TRUST[c.source]
    for said, count in spoken.most_common(2):
        if count > 1 and (level := PRONOUN_LEVELS.get(said)) and level in weights:
            weights[level] += 3
    if not weights:
        return _by_voice(view, spoken), found
    level = max(weights, key=lambda key: weights[key])
    same = [c for c in found if c.level == level]
    best = max(same, key=lambda c: TRUST[c.source])
    best = _fullest(best, same)
    return Agency(best.name, level, best.source, best.passage), found


def _by_voice(view: View, spoken: Counter[str]) -> Agency:
    """No name where names are expected: the pronoun tells the level, and the body most often named of that level is it."""
    said = next((s for s, _ in spoken.most_common(1)), None)
    level = PRONOUN_LEVELS.get(said or "")
    if said in ("委", "区") and ZONE_SPOKEN.search(view.head):
        level = "zone"
    named = NAMED_BODY.get(level or "")
    counts = Counter(name for m in named.finditer(view.body) if (name := tidy(m[1])) and not NOT_A_NAME.search(name)) if named else Counter()
    if counts:
        name = max(counts, key=lambda n: (starts_with_place(n) or level == "township", counts[n]))
        return Agency(name, level, "text", name)
    return Agency(None, level, "pronoun" if said else "none", f"我{said}" if said else "")


def _fullest(best: Candidate, same: list[Candidate]) -> Candidate:
    """教育局 in the title is 安岳县教育局 elsewhere: the longest name that ends like it and begins with a place."""
    if starts_with_place(best.name):
        return best
    core = re.sub(r"^[县市区州旗盟](?=.{2})", "", best.name)
    fuller = [c for c in same if c.name.endswith(core) and len(c.name) > len(best.name) and starts_with_place(c.name)]
    fuller += [c for c in same if not fuller and c.level == "zone" and core in c.name and starts_with_place(c.name)]
    return max(fuller, key=lambda c: (TRUST[c.source], len(c.name))) if fuller else best


SHORT_PLACE = re.compile(r"^[一-鿿]{2}(?!省|市|县|区|州|镇|乡|街)")
"""南京经济技术开发区."""


def starts_with_place(name: str) -> bool:
    found = mentions(name, is_name=True)
    return (bool(found) and found[0].start == 0) or bool(SHORT_PLACE.match(name) and name[:2] in gazetteer().by_short)
