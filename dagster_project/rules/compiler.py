"""The rules of the catalogue as one set-based SQL statement.

The statement reads the relations `reports`, `cells`, `texts` and `indicators` (columns: see RELATIONS) and returns one row for each rule
applied to each report, by the columns RESULT_COLUMNS. Cells are pivoted once for each group of rules with the same forms and scope, never
once for each report or rule, so millions of cells stay one pass a group.

Does not belong here: sentences for readers (wording.py) and what a rule may say (rulebook.py).
"""

from __future__ import annotations

from itertools import groupby

from .expressions import Name, Prose
from .rule_sql import DERIVABLE, VERDICTS, WHOLE, RuleWriter, figure, is_cell, key
from .rulebook import ATTRIBUTES, CONCEPT_BOUNDS, Catalogue

RELATIONS = {
    "reports": ("report_id", "prev_report_id", "form", *ATTRIBUTES),
    "cells": ("report_id", "indicator_id", "applicant_type", "value", "is_unreadable"),
    "texts": ("report_id", "indicator_id", "value", "is_approximate"),
    "indicators": ("indicator_id", "regime", "applicant_type", "blank_means"),
}
RESULT_COLUMNS = (
    "rule_id",
    "report_id",
    "indicator_id",
    "applicant_type",
    "status",
    "reason",
    "comparison_no",
    "actual",
    "expected",
    "actual_text",
    "expected_text",
    "prose_value",
)
COLLAPSING_SCOPES = {"each_row", "each_cell", "each_prose_indicator", "each_concept"}
"""Where a report has very many subjects, only those that fail are told one by one; the rest is a single row a report."""

_RULE_COLUMNS = (
    "rule_id, report_id, indicator_id, applicant_type, verdict, comparison_no, actual, expected, actual_words, expected_words, prose_value"
)


def findings_sql(catalogue: Catalogue, *, stage: int) -> str:
    """All rules of a stage (Rule.stage) as one statement."""
    rules = [r for r in catalogue.rules if r.stage == stage]
    ctes: list[str] = []
    plain: list[str] = []
    spoken: list[str] = []
    collapsing: list[str] = []
    previous = sorted({key(leaf) for r in rules if r.scope in WHOLE for leaf in r.leaves() if isinstance(leaf, Name) and leaf.previous})
    if previous:
        ctes.append(f"previous as materialized ({_pivot('report', previous)})")
    grouped = sorted(rules, key=lambda r: (r.scope, r.regime, r.rule_id))
    for number, ((scope, _), members) in enumerate(groupby(grouped, key=lambda r: (r.scope, r.regime)), start=1):
        group = list(members)
        keys = sorted({key(leaf) for r in group for leaf in r.leaves() if is_cell(leaf) and not _reads_previous_pivot(leaf, scope)})
        ctes.append(f"pivot_{number} as materialized ({_pivot(scope, keys)})")
        for rule in group:
            writer = RuleWriter(rule, f"pivot_{number}")
            (collapsing if scope in COLLAPSING_SCOPES else spoken if writer.prose else plain).append(writer.select())
    parts = [*plain]
    if spoken:
        parts.append(_worst_statement("\nunion all\n".join(spoken)))
    if collapsing:
        parts.append(_collapsed("\nunion all\n".join(collapsing)))
    head = "with " + ",\n".join(ctes) + "\n" if ctes else ""
    return head + _told("\nunion all\n".join(parts) or _NOTHING)


_NOTHING = (
    "select '' as rule_id, '' as report_id, '' as indicator_id, '' as applicant_type, 0 as verdict, 0 as comparison_no, 0 as actual, "
    "0 as expected, '' as actual_words, '' as expected_words, 0 as prose_value where false"
)


def _worst_statement(union: str) -> str:
    """Where the text tells a figure several times, the statement that is furthest off."""
    order = "verdict, abs(actual - expected) desc nulls last, prose_value"
    worst = f"row_number() over (partition by rule_id, report_id, applicant_type order by {order}) = 1"
    return f"select {_RULE_COLUMNS} from ({union}) qualify {worst}"


def _collapsed(union: str) -> str:
    """Every subject that fails, and one row for all the others of a report if none does."""
    told = f"verdict <= {DERIVABLE}"
    kept = {"rule_id", "report_id", "verdict", "comparison_no"}
    columns = ", ".join(c if c in kept else f"case when {told} then {c} end as {c}" for c in _RULE_COLUMNS.split(", "))
    first = "row_number() over (partition by rule_id, report_id order by verdict, indicator_id nulls last, applicant_type nulls last) = 1"
    return f"select {columns} from ({union}) qualify {told} or {first}"


def _told(union: str) -> str:
    """Verdicts in words, and figures as people write them."""
    status = " ".join(f"when {i} then '{s}'" for i, (s, _) in enumerate(VERDICTS))
    reason = " ".join(f"when {i} then '{r}'" for i, (_, r) in enumerate(VERDICTS) if r)
    return (
        f"select rule_id, report_id, indicator_id, applicant_type, case verdict {status} end as status, "
        f"case verdict {reason} end as reason, comparison_no, actual, expected, "
        f"coalesce(actual_words, {figure('actual')}) as actual_text, coalesce(expected_words, {figure('expected')}) as expected_text, "
        f"prose_value\nfrom (\n{union}\n) as findings"
    )


def _reads_previous_pivot(leaf: Name | Prose, scope: str) -> bool:
    return scope in WHOLE and isinstance(leaf, Name) and leaf.previous


def _pivot(scope: str, keys: list[str]) -> str:
    """One row for each subject of the scope, one column for each key, the keys whose cell could not be read, and those that are printed."""
    if scope == "each_prose_indicator":
        return (
            "select report_id, indicator_id, min(value) as lowest, max(value) as highest, bool_or(is_approximate) as is_approximate "
            "from texts group by report_id, indicator_id"
        )
    if scope == "each_cell":
        return "select report_id, indicator_id, applicant_type, value, is_unreadable from cells where applicant_type is not null"
    if scope == "each_concept":
        return f"select report_id, indicator_id, value, {', '.join(CONCEPT_BOUNDS)} from cells"
    scope = "report" if scope in WHOLE else scope
    grain, key = {
        "report": ("report_id", "case when applicant_type is null then indicator_id else indicator_id || '[' || applicant_type || ']' end"),
        "each_applicant_type": ("report_id, applicant_type", "indicator_id"),
        "each_row": ("report_id, indicator_id", "applicant_type"),
    }[scope]
    columns = "".join(f", max(value) filter (key = '{k}') as \"{k}\"" for k in keys)
    wanted = ", ".join(f"'{k}'" for k in keys) or "''"
    return (
        f"select {grain}{columns}, list(key order by key) filter (is_unreadable) as unreadable, list(distinct key) as printed "
        f"from (select report_id, indicator_id, applicant_type, value, is_unreadable, {key} as key from cells"
        f"{'' if scope == 'report' else ' where applicant_type is not null'}) "
        f"where key in ({wanted}) group by {grain}"
    )
