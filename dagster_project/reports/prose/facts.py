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
    is_of_units: bool = False
    """Of a disclosed total: the subject of the sentence is what lies below the body (各乡镇, 所属各单位)."""


def settled(facts: list[ProseFact]) -> list[ProseFact]:
    """The facts of one report with what the others say of each."""
    if any(fact.is_as_of or fact.is_of_units or fact.value_span is None for fact in facts):
        _stock_beside_flow(facts)
        _units_beside_whole(facts)
        facts = _without_denied(facts)
    _parts_of_stocks(facts)
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


def _units_beside_whole(facts: list[ProseFact]) -> None:
    """所属各单位公开156条 behind 我局全年公开623条: a part of it. Alone, or larger, it is the whole of the area."""
    totals = [(number, fact) for number, fact in _totals(facts) if not fact.qualifier]
    largest = max((f.value for _, f in totals if not f.is_of_units), default=None)
    for number, fact in totals:
        if fact.is_of_units and largest is not None and fact.value < largest:
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
