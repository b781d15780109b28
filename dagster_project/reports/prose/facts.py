"""What the figures of one report tell of one another: a stock beside a flow, a part beside its whole, a zero beside a count.

Belongs here: what only all facts of a report together can decide. Does not belong here: what a sentence says by itself.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

from dagster_project.reports.model import Span
from dagster_project.reports.prose.context import Scope
from dagster_project.reports.prose.parts import SPLIT, TOTAL


class ProseFact(NamedTuple):
    """A figure told in a sentence; spans count code points of the cleaned text, `value_span` is None for a negation."""

    indicator_id: str
    rule_id: str
    applicant_type: str | None
    qualifier: str | None
    value: Decimal
    value_state: str
    is_approximate: bool
    unit: str
    unit_printed: str | None
    scope: Scope
    section: str
    evidence: Span
    value_span: Span | None
    measure: str
    is_as_of: bool = False
    """Of a disclosed total: the sentence gives the state of a day (截至年底) before the figure."""
    subject: str = ""
    """Of what is told of other bodies too: who did it; see subject_of."""


TOLD_OF_OTHERS = {TOTAL, "n_applications_received", "n_applications_answered"}
"""What reports tell of the area, of its office or of units beside the body's own."""
OF_OTHERS = "of_others"
"""The scope of what is no figure of the body nor of a part of it."""


def settled(facts: list[ProseFact]) -> list[ProseFact]:
    """The facts of one report with what the others say of each."""
    if any(fact.is_as_of or fact.subject or fact.value_span is None for fact in facts):
        _stock_beside_flow(facts)
        _share_beside_whole(facts)
        _area_beside_body(facts)
        facts = _without_denied(facts)
    _parts_of_stocks(facts)
    _sites_of_units(facts)
    _handled_beside_received(facts)
    return facts


def _totals(facts: list[ProseFact]) -> list[tuple[int, ProseFact]]:
    """What the body says that it disclosed, and where it stands in the list."""
    return [(n, f) for n, f in enumerate(facts) if f.indicator_id == TOTAL and f.scope.scope == "reporting_agency"]


def _stock_beside_flow(facts: list[ProseFact]) -> None:
    """截至年底,已公开8400条 (or 累计公开8400条) behind 本年公开1192条: the larger one is what all years have published."""
    totals = _totals(facts)
    largest = max((f.value for _, f in totals if not f.is_as_of), default=None)
    for number, fact in totals:
        if fact.is_as_of and largest is not None and fact.value > largest:
            facts[number] = fact._replace(scope=Scope("cumulative", None))


_SHARES = {"units": "sub_unit", "place": OF_OTHERS}
"""Who discloses a part where something else is the whole, and the scope of that part."""


def _share_beside_whole(facts: list[ProseFact]) -> None:
    """所属各单位公开156条, or 公开目录公开69条, behind 我局全年公开623条: a part of it. Alone, or larger, it is the whole."""
    totals = [(number, fact) for number, fact in _totals(facts) if not fact.qualifier]
    largest = max((f.value for _, f in totals if f.subject not in _SHARES), default=None)
    for number, fact in totals:
        if fact.subject in _SHARES and largest is not None and fact.value < largest:
            facts[number] = fact._replace(scope=Scope(_SHARES[fact.subject], fact.scope.period_year))


def _area_beside_body(facts: list[ProseFact]) -> None:
    """我局公开120条 … 全县各部门公开4500条: what a bureau tells of its area is not its own. 县政府办公室受理12件 … 全县受理35件: the report
    is the area's, and its office a part of it."""
    told = [
        (n, f) for n, f in enumerate(facts) if f.subject and f.scope.scope == "reporting_agency" and not (f.qualifier or f.applicant_type)
    ]
    for number, fact in told if any(f.subject == "area" for _, f in told) else ():
        others = [f for _, f in told if f.indicator_id == fact.indicator_id]
        if fact.subject == "area" and any(f.subject == "own" and f.value < fact.value for f in others):
            facts[number] = fact._replace(scope=Scope(OF_OTHERS, fact.scope.period_year))
        elif fact.subject == "office" and any(f.subject == "area" and f.value > fact.value for f in others):
            facts[number] = fact._replace(scope=Scope("sub_unit", fact.scope.period_year))


_YEARS_OWN = re.compile(r"[本当今]年|年度|20\d\d年")


def _parts_of_stocks(facts: list[ProseFact]) -> None:
    """到年底累计公开401条,其中公文类150条: what is a part of all years is theirs too."""
    stock: Scope | None = None
    for number, fact in enumerate(facts):
        if fact.indicator_id in SPLIT:
            stock = fact.scope if fact.scope.scope == "cumulative" else None
        elif stock and fact.rule_id.endswith(".part") and fact.scope.scope == "reporting_agency" and not _YEARS_OWN.search(fact.measure):
            facts[number] = fact._replace(scope=stock)


_SITE_OF_A_UNIT = re.compile(
    r"(?P<all>各(?:乡镇|镇|街道|部门|单位|科室|区|县)[^,;:]{0,12}网站)|(?:[书物案化术技育]馆|(?:服务|疾控|控制|保健|监测|检测|研究)中心|学校|中学|小学|学院|医院|公司|协会|研究所)[”\"]?(?:官方|门户|信息)?(?:官?网)"
)


def _sites_of_units(facts: list[ProseFact]) -> None:
    """局网站公开220条 … 图书馆网站公开35条: the smaller site of an institution is that of a part of the body, as are those of all units."""
    sites = [(n, f, _SITE_OF_A_UNIT.search(f.measure)) for n, f in enumerate(facts) if f.indicator_id == "n_disclosed_website"]
    largest = max((f.value for _, f, of_unit in sites if not of_unit and f.scope.scope == "reporting_agency"), default=Decimal(0))
    for number, fact, of_unit in sites:
        if of_unit and largest and (of_unit["all"] or fact.value < largest) and fact.scope.scope == "reporting_agency":
            facts[number] = fact._replace(scope=Scope("sub_unit", fact.scope.period_year))


def _without_denied(facts: list[ProseFact]) -> list[ProseFact]:
    """受理申请5件 … 未产生申请案例: where a section counts a thing, what it says did not happen is of another kind."""
    counted = {(f.indicator_id, f.section) for f in facts if f.value and f.scope.scope == "reporting_agency" and not f.applicant_type}
    return [f for f in facts if f.value_state != "zero_from_negation" or (f.indicator_id, f.section) not in counted]


_HANDLED = "received_handled"


def _handled_beside_received(facts: list[ProseFact]) -> None:
    """收到申请27件,依法办理申请25件: what was handled is what was received only where nothing else tells that."""
    handled = [(n, f) for n, f in enumerate(facts) if f.rule_id == _HANDLED]
    for number, fact in handled:
        if any(
            f.indicator_id == fact.indicator_id
            and f.rule_id != _HANDLED
            and (f.section, f.scope, f.applicant_type) == (fact.section, fact.scope, None)
            and f.value > fact.value
            for f in facts
        ):
            facts[number] = fact._replace(indicator_id="n_applications_answered")
