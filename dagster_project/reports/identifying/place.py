"""From the name of an agency to its level, its full name and its division code.

Belongs here: the rules that join name, place and pronouns. Does not belong here: finding names (agency.py) or places
(divisions.py).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from dagster_project.reports.identifying.agency import Agency
from dagster_project.reports.identifying.divisions import PlaceEvidence, from_text, in_agency_name, mentions_in_name, of_township
from dagster_project.reports.identifying.lookup import Division, gazetteer
from dagster_project.reports.identifying.names import Candidate, is_whole_division, starts_with_place
from dagster_project.reports.identifying.view import View

NATIONAL = re.compile(r"^(?:国务院|中华人民共和国|国家|中国)(?!级)")
BRANCH = re.compile(r"局([一-鿿]{2,4})(?:分局|监管局|管理局|管理处|支局)$")
VERTICAL = re.compile(r"^(?:国家统计局|国家税务总局|国家外汇管理局|国家金融监督管理总局|中国人民银行|中国气象局)(?=.{3})")
"""The head office before the place of a branch: 国家统计局天门调查队."""
MINISTRY = re.compile(r"^[一-鿿]{2,12}(?:部|总署|总局)$|^审计署$")
LEVEL_BY_LAST = {
    **dict.fromkeys("省", "province"),
    **dict.fromkeys("州盟", "prefecture"),
    **dict.fromkeys("县区旗", "county"),
    **dict.fromkeys("镇乡", "township"),
}
SHORT_GOVERNMENT = re.compile(r"(?<=[省市县区州盟旗镇乡木])政府$")
"""唐村镇政府 is 唐村镇人民政府."""
GOVERNMENT = re.compile(r"(?:人民政府|政府)$")
PLACE_KINDS = ("县", "区", "市", "州", "盟", "旗", "省")


class Located(NamedTuple):
    """The agency with its place."""

    agency_name: str | None
    own_name: str | None
    level: str | None
    division_code: str | None
    evidence: str


def locate(agency: Agency, candidates: list[Candidate], year: int | None, evidence: PlaceEvidence, view: View) -> Located:
    """Level, full name and code of the chosen agency."""
    if not agency.name:
        kind = _kind_spoken(view)
        division = from_text(kind, year, evidence)
        level = _level_of_place(agency.level, division, "", view)
        code, note = (division.code, "text") if division else (None, "")
        if division and agency.level == "place" and kind and division.name.endswith(kind):
            return Located(f"{division.name}人民政府", "人民政府", level, code, note)  # 我旗 is the government of the one that it can be
        return Located(None, None, level, code, note)
    if _is_national(agency.name):
        return Located(agency.name, agency.name, "national", None, "national body")
    options, division = in_agency_name(VERTICAL.sub("", agency.name), year, evidence, short_names=agency.level != "township")
    how = "name of the agency"
    if division and (branch := _branch(agency.name, division, year)):
        division, how = branch, "branch in the name of the agency"
    if not options:
        division, how = _place_elsewhere(agency, candidates, year, evidence, view)
        options = (division,) if division else ()
    elif agency.level == "township" and options[0].level == "prefecture":
        division = of_township(agency.name, year, evidence) or division
    level = _level_of_place(agency.level, division or (options[0] if _same_level(options) else None), agency.name, view)
    note = f"{how}: {division.name}" if division else "ambiguous: " + "/".join(d.code for d in options) if options else ""
    code, name = division.code if division else None, _full_name(agency, division, level)
    return Located(name, own_name(name, code), level, code, f"{note} {evidence.notes or ''}".strip())


def _branch(name: str, division: Division, year: int | None) -> Division | None:
    """邵阳市公安局大祥分局 is in 大祥区: a short name between the bureau and 分局."""
    match = BRANCH.search(name)
    if not match or division.level == "county":
        return None
    inside = [d for d in gazetteer().shortened(match[1], year) if d.parent == division.code]
    return inside[0] if len(inside) == 1 else None


def _same_level(options: tuple[Division, ...]) -> bool:
    return len({d.level for d in options}) == 1


def _is_national(name: str) -> bool:
    return (
        not VERTICAL.match(name)
        and not mentions_in_name(name)
        and bool(NATIONAL.match(name) or MINISTRY.match(name))
        and not name.startswith("中国共产党")
    )


def _kind_spoken(view: View) -> str | None:
    kinds = Counter({kind: view.pronouns[kind] for kind in PLACE_KINDS if view.pronouns[kind]})
    return kinds.most_common(1)[0][0] if kinds else None


def _place_elsewhere(
    agency: Agency, candidates: list[Candidate], year: int | None, evidence: PlaceEvidence, view: View
) -> tuple[Division | None, str]:
    """The place of a body that is named without one: from other names, from the table of townships, from the text."""
    name = agency.name or ""
    if agency.level == "township" and (division := of_township(name, year, evidence)):
        return division, "table of townships"
    kind = name[0] if name[:1] in ("县", "市", "区", "州", "旗", "盟", "省") else None
    for other in candidates:
        if other.name != name and other.level == agency.level and starts_with_place(other.name):
            _, division = in_agency_name(other.name, year, evidence)
            if division and (kind is None or division.name.endswith(kind)):
                return division, f"other name {other.name}"
    if kind is None:
        kind = _kind_of_government(evidence) if agency.level in ("department", "township", "zone") else _kind_spoken(view)
    division = from_text(kind, year, evidence)
    if division is None and kind not in (None, "区", "县", "旗"):
        division = from_text(None, year, evidence)
    return division, "text" if division else ""


def _kind_of_government(evidence: PlaceEvidence) -> str | None:
    """县 where the text speaks of 县委 or 县政府: the lowest kind of government spoken of without a name."""
    return next((kind for kind in ("县", "旗", "区") if evidence.governments[kind]), None)


def _level_of_place(level: str | None, division: Division | None, name: str, view: View) -> str | None:
    """Governments take the level of their code; 市 alone says nothing."""
    if level != "place":
        return level
    if division:
        return division.level
    bare = GOVERNMENT.sub("", name)
    if bare and bare[-1] in LEVEL_BY_LAST:
        return LEVEL_BY_LAST[bare[-1]]
    return LEVEL_BY_LAST.get(_kind_spoken(view) or "")


def _full_name(agency: Agency, division: Division | None, level: str | None) -> str:
    """The name as full as the document tells: 县教育局 becomes 安岳县教育局, 谢家集区 becomes 谢家集区人民政府."""
    name = SHORT_GOVERNMENT.sub("人民政府", agency.name or "")
    if division and not starts_with_place(name) and name[:1] in ("县", "市", "区", "州", "旗", "盟") and len(name) > 2:
        wanted = gazetteer().name_of(division.code, None) or division.name
        if wanted.endswith(name[0]):
            name = division.name + name[1:]
    if level in ("province", "prefecture", "county") and is_whole_division(name) and not name.endswith("政府"):
        name += "人民政府"
    if level == "township" and name.endswith(("镇", "乡", "苏木")):
        name += "人民政府"
    if level == "township" and name.endswith("街道"):
        name += "办事处"
    return name


def own_name(name: str, code: str | None) -> str:
    """What the agency is called inside its division: 教育局 of 安岳县, 人民政府 of the division itself, 横溪镇人民政府.

    Only places that the division lies in, or that bear its short name (阳东县 while 阳东区 is meant), are left out, so a
    body stays the same when its county becomes a district or a report names the province too.
    """
    if not code:
        return name
    places, end = gazetteer(), 0
    inside = {code, *places.ancestors(code)}
    shorts = {division.short for division in places.by_code.get(code, ())}
    for mention in mentions_in_name(name):
        named = places.by_name.get(mention.name, ())
        if mention.start != end or not any(d.code in inside or (d.short in shorts and d.code[:2] == code[:2]) for d in named):
            break
        end = mention.end
    return name[end:] or "人民政府"
