"""The rule catalogue as typed rows, checked: every id an expression uses exists in the form the rule is for.

Belongs here: what a rule may say. Does not belong here: the language itself (expressions.py), SQL (compiler.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from dagster_project.catalogue import APPLICANT_TYPES

from .expressions import ExpressionError, Name, Node, Prose, leaves, parse

AGENCY_SCOPES = ("agency_year", "each_concept")
"""Rules over what counts for an agency and year: names are concepts, compared over forms and years."""
SCOPES = ("report", "each_applicant_type", "each_row", "each_cell", "each_prose_indicator", *AGENCY_SCOPES, "table", "sentence")
NULL_POLICIES = ("skip_if_null", "skip_if_null_derive_left", "blank_is_zero", "blank_is_zero_derive_left", "none")
EVALUATORS = ("compiler", "extractor", "model")

ATTRIBUTES = {
    "report_year": "the report year",
    "regime_by_year": "the regime of the report year",
    "form_regime": "the regime of the printed form",
    "prev_regime": "the form of the report of the year before",
    "form_present": "a statutory form is present (1 or 0)",
    "filled_cells": "the number of filled cells",
    "period_start_year": "the first year of the stated period",
    "period_end_year": "the last year of the stated period",
    "published_year": "the year of publication",
    "published_ymd": "the date of publication",
    "agency_level": "the level of the agency",
    "is_government": "the agency is a local government (1 or 0)",
    "rule_making_power": "the agency may make 规章 (1 or 0)",
    "is_area": "the figures are those of the whole area (1 or 0)",
}
"""Attributes of a report that expressions may use; int_rule_report provides the columns."""

PROSE_BOUNDS = {"lowest": "the lowest statement", "highest": "the highest statement"}
"""Only in rules over prose indicators: the bounds of the different statements of one figure."""
CONCEPT_BOUNDS = {
    "peer_median": "the median of the agencies of this level, province and year",
    "peer_count": "the number of these agencies",
    "contradictions": "the number of statements that contradict {x}",
    "is_count": "the concept counts cases, items or persons (1 or 0)",
    "is_break": "the form changed its meaning since the year before (1 or 0)",
    "units_sum": "the sum of the departments and townships of the area",
    "units_count": "the number of these departments and townships",
    "units_missing": "the number of these that are known and did not report",
}
"""Only in rules over each concept; int_rule_concept provides the columns."""
CONCEPT = "concept"
"""Stands for the form where a name is a concept."""


SHORT_LABEL = 2
"""A row label of so few characters (总计, 其他) says nothing without its parent."""


class RuleError(ValueError):
    """A row of the rule catalogue is wrong; the message names the rule, what is wrong and what is allowed."""


@dataclass(frozen=True)
class Indicator:
    indicator_id: str
    regime: str
    label_zh: str
    has_applicant_types: bool


@dataclass(frozen=True)
class Rule:
    """One rule that the compiler evaluates. `forms` is empty for a rule that applies to every report."""

    rule_id: str
    regime: str
    kind: str
    scope: str
    expression: Node
    assess_when: Node | None
    null_policy: str
    tolerance: Decimal
    tolerance_share: Decimal

    @property
    def forms(self) -> tuple[str, ...]:
        return () if self.regime in {"all", "narrative"} else tuple(self.regime.split("|"))

    @property
    def label_forms(self) -> tuple[str, ...]:
        """Where the labels of its cells are looked up."""
        return (CONCEPT,) if self.scope in AGENCY_SCOPES else self.forms

    @property
    def blank_is_zero(self) -> bool:
        return self.null_policy.startswith("blank_is_zero")

    @property
    def derives_left(self) -> bool:
        return self.null_policy.endswith("derive_left")

    @property
    def stage(self) -> int:
        """1: rules that read blanks as zero, on what is printed; their outcome decides which blanks count as zero. 2: all other rules
        about a report. 3: rules about what counts for an agency and year, when that is chosen."""
        return 1 if self.blank_is_zero else 3 if self.scope in AGENCY_SCOPES else 2

    def leaves(self) -> list[Name | Prose]:
        return list(dict.fromkeys(leaves(self.expression) + (leaves(self.assess_when) if self.assess_when else [])))


@dataclass(frozen=True)
class Catalogue:
    rules: tuple[Rule, ...]
    indicators: tuple[Indicator, ...]

    def label(self, indicator_id: str, forms: Iterable[str]) -> str:
        wanted = set(forms)
        labels = [i.label_zh for i in self.indicators if i.indicator_id == indicator_id and (i.regime in wanted or not wanted)]
        return labels[0] if labels else next((i.label_zh for i in self.indicators if i.indicator_id == indicator_id), indicator_id)


Rows = Iterable[Mapping[str, object]]


def build(rule_rows: Rows, indicator_rows: Rows, concept_rows: Rows = ()) -> Catalogue:
    """The catalogue from the rows of the seeds `rules`, `indicators` and `concepts`; rules of other evaluators are checked and left out."""
    indicators = _indicators([r for r in indicator_rows if not str(r["section"]).startswith("dimension")])
    indicators += tuple(Indicator(str(r["concept_id"]), CONCEPT, str(r["label_zh"]), False) for r in concept_rows)
    rules = []
    for row in rule_rows:
        _check_domains(row)
        if row["evaluated_by"] == "compiler":
            rule = _rule(row)
            _check_ids(rule, indicators)
            rules.append(rule)
    return Catalogue(tuple(sorted(rules, key=lambda r: r.rule_id)), indicators)


def _indicators(rows: list[Mapping[str, object]]) -> tuple[Indicator, ...]:
    """Indicators with labels a reader can tell apart: column and parent are added where the row label alone is not enough."""
    columns = Counter((regime, label) for regime, label, _ in {(r["regime"], r["label_zh"], r.get("column_label_zh")) for r in rows})
    parents = Counter((regime, label) for regime, label, _ in {(r["regime"], r["label_zh"], r.get("parent_indicator_id")) for r in rows})
    labels = {(r["regime"], r["indicator_id"]): str(r["label_zh"]) for r in rows}
    found = []
    for r in rows:
        key = (r["regime"], r["label_zh"])
        label = str(r["label_zh"])
        parent = labels.get((r["regime"], r.get("parent_indicator_id")))
        if columns[key] > 1 and r.get("column_label_zh"):
            label = f"{label}·{r['column_label_zh']}"
        elif parent and (parents[key] > 1 or len(label) <= SHORT_LABEL):
            label = f"{parent}·{label}"
        found.append(Indicator(str(r["indicator_id"]), str(r["regime"]), label, r.get("applicant_type") == "*"))
    return tuple(found)


def _check_domains(row: Mapping[str, object]) -> None:
    for column, allowed in (("scope", SCOPES), ("null_policy", NULL_POLICIES), ("evaluated_by", EVALUATORS)):
        if row[column] not in allowed:
            raise RuleError(f"rule {row['rule_id']}: {column} is {row[column]!r}; use one of {', '.join(allowed)}")


def _rule(row: Mapping[str, object]) -> Rule:
    try:
        expression = parse(str(row["expression"]))
        guard = parse(str(row["assess_when"])) if row.get("assess_when") else None
    except ExpressionError as error:
        raise RuleError(f"rule {row['rule_id']}: {error}") from error
    return Rule(
        rule_id=str(row["rule_id"]),
        regime=str(row["regime"]),
        kind=str(row["kind"]),
        scope=str(row["scope"]),
        expression=expression,
        assess_when=guard,
        null_policy=str(row["null_policy"]),
        tolerance=Decimal(str(row.get("tolerance") or 0)),
        tolerance_share=Decimal(str(row.get("tolerance_share") or 0)),
    )


def _check_ids(rule: Rule, indicators: tuple[Indicator, ...]) -> None:
    for leaf in rule.leaves():
        problem = _problem(leaf, rule, indicators)
        if problem:
            raise RuleError(f"rule {rule.rule_id}: {problem}")


def _problem(leaf: Name | Prose, rule: Rule, indicators: tuple[Indicator, ...]) -> str | None:
    if isinstance(leaf, Prose) and rule.scope in AGENCY_SCOPES:
        return f"text({leaf.indicator_id}) cannot be used in a rule about concepts"
    if isinstance(leaf, Prose):
        known = any(i.indicator_id == leaf.indicator_id and i.regime == "narrative" for i in indicators)
        return None if known else f"text({leaf.indicator_id}) is no narrative indicator of the catalogue"
    if leaf.name in ATTRIBUTES or (leaf.name == "x" and rule.scope in {"each_row", "each_cell", "each_concept"}):
        return None
    if leaf.name in CONCEPT_BOUNDS and rule.scope == "each_concept":
        return None
    if leaf.name in PROSE_BOUNDS and rule.scope == "each_prose_indicator":
        return None
    # A value of the year before may stand in an older form; a rule for all reports may name cells of any form.
    forms = set() if leaf.previous or not rule.forms else set(rule.forms)
    about_concepts = rule.scope in AGENCY_SCOPES
    named = [i for i in indicators if i.indicator_id == leaf.name and (i.regime == CONCEPT) == about_concepts]
    candidates = [i for i in named if about_concepts or not forms or i.regime in forms]
    if not candidates:
        kind = "a concept" if about_concepts else f"an indicator of {rule.regime}"
        return f"{leaf.name} is neither {kind} nor an attribute ({', '.join(ATTRIBUTES)})"
    if leaf.applicant not in {None, "a", *APPLICANT_TYPES}:
        return f"{leaf.name}[{leaf.applicant}]: unknown applicant type"
    if candidates[0].has_applicant_types and leaf.applicant is None:
        return f"{leaf.name} has one cell for each applicant type; say which, for instance {leaf.name}[total]"
    if leaf.applicant == "a" and rule.scope != "each_applicant_type":
        return f"{leaf.name}[a] needs scope each_applicant_type"
    return None
