"""The rules of the catalogue as one set-based SQL statement.

The statement reads the relations `reports`, `cells`, `texts` and `indicators` (columns: see RELATIONS) and returns one row for each rule
applied to each report, by the columns RESULT_COLUMNS. Cells are pivoted once for each group of rules with the same forms and scope, never
once for each report or rule, so millions of cells stay one pass a group.

Does not belong here: sentences for readers (wording.py) and what a rule may say (catalogue.py).
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby

from .catalogue import APPLICANT_TYPES, ATTRIBUTES, PROSE_BOUNDS, Catalogue, Rule
from .expressions import Arithmetic, Call, Comparison, Logic, Name, Negative, Node, Not, Number, Prose, Text

Focuses = list[tuple[Node | None, Comparison]]
"""Comparisons that a finding may be told by, each with the condition that makes it the one when it does not hold."""

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
TEXT_ATTRIBUTES = {"regime_by_year", "form_regime", "prev_regime", "agency_level"}
APPROXIMATE_SHARE = "0.1"
"""Prose that says 余, 多, 约 may be this share off."""

COLLAPSING_SCOPES = {"each_row", "each_cell", "each_prose_indicator"}
"""Where a report has very many subjects, only those that fail are told one by one; the rest is a single row a report."""

_SUBJECT_INDICATOR = {"each_row": "subject.indicator_id", "each_cell": "cur.indicator_id", "each_prose_indicator": "cur.indicator_id"}
_SUBJECT_APPLICANT = {"each_applicant_type": "subject.applicant_type", "each_cell": "cur.applicant_type"}
_STATUS_ORDER = "case status when 'fail' then 0 when 'uncertain' then 1 when 'pass' then 2 else 3 end"


def findings_sql(catalogue: Catalogue, *, first_stage: bool) -> str:
    """All rules of a stage as one statement. The first stage judges what is printed, the second reads blanks as the first one allows."""
    rules = [r for r in catalogue.rules if r.is_first_stage == first_stage]
    ctes: list[str] = []
    selects: list[str] = []
    previous = sorted({_key(leaf) for r in rules if r.scope == "report" for leaf in r.leaves() if isinstance(leaf, Name) and leaf.previous})
    if previous:
        ctes.append(f"previous as materialized ({_pivot('report', previous)})")
    grouped = sorted(rules, key=lambda r: (r.scope, r.regime, r.rule_id))
    for number, ((scope, _), members) in enumerate(groupby(grouped, key=lambda r: (r.scope, r.regime)), start=1):
        group = list(members)
        cte = f"pivot_{number}"
        keys = sorted({_key(leaf) for r in group for leaf in r.leaves() if _is_cell(leaf) and not _reads_previous_pivot(leaf, scope)})
        ctes.append(f"{cte} as materialized ({_pivot(scope, keys)})")
        selects.extend(_RuleWriter(rule, cte).select() for rule in group)
    if not selects:
        selects = ["select " + ", ".join(f"cast(null as {_result_type(c)}) as {c}" for c in RESULT_COLUMNS) + " where false"]
    head = "with " + ",\n".join(ctes) + "\n" if ctes else ""
    return head + "\nunion all\n".join(selects)


def _result_type(column: str) -> str:
    if column in {"actual", "expected", "prose_value"}:
        return "decimal(24,6)"
    return "integer" if column == "comparison_no" else "varchar"


def _is_cell(leaf: Name | Prose) -> bool:
    return isinstance(leaf, Name) and leaf.name not in ATTRIBUTES and leaf.name not in PROSE_BOUNDS


def _reads_previous_pivot(leaf: Name | Prose, scope: str) -> bool:
    return scope == "report" and isinstance(leaf, Name) and leaf.previous


def _key(leaf: Name | Prose) -> str:
    """The name of the pivoted column a reference reads."""
    assert isinstance(leaf, Name)
    if leaf.name == "x":
        return leaf.applicant or "value"
    return leaf.name if leaf.applicant in {None, "a"} else f"{leaf.name}[{leaf.applicant}]"


def _pivot(scope: str, keys: list[str]) -> str:
    """One row for each subject of the scope, one column for each key, and the keys whose cell could not be read."""
    if scope == "each_prose_indicator":
        return (
            "select report_id, indicator_id, min(value) as lowest, max(value) as highest, bool_or(is_approximate) as is_approximate "
            "from texts group by report_id, indicator_id"
        )
    if scope == "each_cell":
        return "select report_id, indicator_id, applicant_type, value, is_unreadable from cells where applicant_type is not null"
    grain, key = {
        "report": ("report_id", "case when applicant_type is null then indicator_id else indicator_id || '[' || applicant_type || ']' end"),
        "each_applicant_type": ("report_id, applicant_type", "indicator_id"),
        "each_row": ("report_id, indicator_id", "applicant_type"),
    }[scope]
    columns = "".join(f", max(value) filter (key = '{k}') as \"{k}\"" for k in keys)
    wanted = ", ".join(f"'{k}'" for k in keys) or "''"
    return (
        f"select {grain}{columns}, list(key order by key) filter (is_unreadable) as unreadable "
        f"from (select report_id, indicator_id, applicant_type, value, is_unreadable, {key} as key from cells"
        f"{'' if scope == 'report' else ' where applicant_type is not null'}) "
        f"where key in ({wanted}) group by {grain}"
    )


class _RuleWriter:
    """Writes the SELECT of one rule."""

    def __init__(self, rule: Rule, pivot: str) -> None:
        self.rule = rule
        self.pivot = pivot
        leaves = rule.leaves()
        self.prose = list(dict.fromkeys(leaf.indicator_id for leaf in leaves if isinstance(leaf, Prose)))
        self.own = [leaf for leaf in leaves if _is_cell(leaf) and isinstance(leaf, Name) and not leaf.previous]
        self.earlier = [leaf for leaf in leaves if isinstance(leaf, Name) and leaf.previous]
        self.zero_for_blank = rule.blank_is_zero

    # -- values

    def value(self, node: Node) -> str:
        """SQL of a number or text; null when an operand is not reported."""
        match node:
            case Number(value):
                return str(value)
            case Text(value):
                return "'" + value.replace("'", "''") + "'"
            case Prose(indicator_id):
                return f"t{self.prose.index(indicator_id)}.value"
            case Name():
                return self.reference(node)
            case Negative(operand):
                return f"(-{self.value(operand)})"
            case Arithmetic("/", left, right):
                return f"({self.value(left)} / nullif({self.value(right)}, 0))"
            case Arithmetic(operator, left, right):
                return f"({self.value(left)} {operator} {self.value(right)})"
            case Call():
                return self.call(node)
            case _:
                raise TypeError(f"rule {self.rule.rule_id}: {node} decides something and cannot be used as a number")

    def reference(self, name: Name) -> str:
        if name.name in ATTRIBUTES:
            return f"rep.{name.name}"
        if name.name in PROSE_BOUNDS:
            return f"cur.{name.name}"
        column = f'{"prev" if name.previous else "cur"}."{_key(name)}"'
        return f"coalesce({column}, 0)" if self.zero_for_blank and not name.previous else column

    def call(self, call: Call) -> str:
        arguments = [self.value(a) for a in call.arguments]
        match call.function:
            case "sum":
                return "(" + " + ".join(arguments) + ")"
            case "min" | "max":
                # SQL's least and greatest skip nulls; here an unknown operand makes the result unknown.
                function = "least" if call.function == "min" else "greatest"
                return f"case when {' or '.join(f'{a} is null' for a in arguments)} then null else {function}({', '.join(arguments)}) end"
            case "ymd":
                year, month, day = arguments
                return f"({year} * 10000 + {month} * 100 + {day})"
            case function:
                return f"{function}({', '.join(arguments)})"

    # -- conditions

    def condition(self, node: Node) -> str:
        """SQL that is true, false, or null when it cannot be decided."""
        match node:
            case Not(operand):
                return f"(not {self.condition(operand)})"
            case Logic("=>", left, right):
                return f"((not {self.condition(left)}) or {self.condition(right)})"
            case Logic("iff", left, right):
                return f"({self.condition(left)} = {self.condition(right)})"
            case Logic(operator, left, right):
                return f"({self.condition(left)} {operator} {self.condition(right)})"
            case Comparison():
                return self.comparison(node)
            case _:
                raise TypeError(f"rule {self.rule.rule_id}: {node} is a number where a comparison is needed")

    def comparison(self, node: Comparison) -> str:
        left = self.value(node.left)
        right = [self.value(r) for r in node.right]
        match node.operator:
            case "present":
                return f"({left} is not null)"
            case "missing":
                return f"({left} is null)"
            case "between":
                return f"({left} between {right[0]} and {right[1]})"
            case "in":
                return "(" + " or ".join(self.equal(left, r, is_text(node)) for r in right) + ")"
            case "==":
                return self.equal(left, right[0], is_text(node))
            case "!=":
                return f"(not {self.equal(left, right[0], is_text(node))})"
            case "<=" | "<":
                return f"({left} {node.operator} {right[0]}{self.plus_slack(right[0], ' + ')})"
            case operator:
                return f"({left} {operator} {right[0]}{self.plus_slack(right[0], ' - ')})"

    def equal(self, left: str, right: str, text: bool) -> str:
        slack = "" if text else self.slack(right)
        return f"(abs({left} - {right}) <= {slack})" if slack else f"({left} = {right})"

    def plus_slack(self, right: str, sign: str) -> str:
        slack = self.slack(right)
        return f"{sign}{slack}" if slack else ""

    def slack(self, reference: str) -> str:
        """The allowed difference; empty when none is."""
        parts = [str(self.rule.tolerance)] if self.rule.tolerance else []
        if self.rule.tolerance_share:
            parts.append(f"{self.rule.tolerance_share} * abs({reference})")
        approximate = [f"t{i}.is_approximate" for i in range(len(self.prose))]
        if self.rule.scope == "each_prose_indicator":
            approximate = ["cur.is_approximate"]
        if approximate:
            said = " or ".join(f"coalesce({a}, false)" for a in approximate)
            parts.append(f"case when {said} then {APPROXIMATE_SHARE} * abs({reference}) else 0 end")
        return "" if not parts else parts[0] if len(parts) == 1 else f"greatest({', '.join(parts)})"

    # -- the statement

    def select(self) -> str:
        rule = self.rule
        focuses = focus(rule.expression)
        status, reason = self.status()
        inner = ",\n    ".join(
            (
                f"'{rule.rule_id}' as rule_id",
                "rep.report_id",
                f"{_SUBJECT_INDICATOR.get(rule.scope, 'cast(null as varchar)')} as indicator_id",
                f"{_SUBJECT_APPLICANT.get(rule.scope, 'cast(null as varchar)')} as applicant_type",
                f"{status} as status",
                f"{reason} as reason",
                f"{self.by_focus(focuses, None)} as comparison_no",
                f"try_cast({self.by_focus(focuses, self.actual)} as decimal(24,6)) as actual",
                f"try_cast({self.by_focus(focuses, self.expected)} as decimal(24,6)) as expected",
                f"{self.by_focus(focuses, self.actual_text)} as actual_text",
                f"{self.by_focus(focuses, self.expected_text)} as expected_text",
                f"{'t0.value' if self.prose else 'cast(null as decimal(24,6))'} as prose_value",
            )
        )
        where = f"where rep.form in ({', '.join(repr(f) for f in rule.forms)})" if rule.forms else ""
        statement = f"select {inner}\n  from {self.source()} {where}"
        return self.reduced(statement)

    def reduced(self, statement: str) -> str:
        """One row for each report and subject: of several statements in prose the worst; of many subjects those that fail."""
        columns = ", ".join(RESULT_COLUMNS)
        if self.rule.scope in COLLAPSING_SCOPES:
            told = "status in ('fail', 'uncertain')"
            kept = {"rule_id", "report_id", "status", "reason", "comparison_no"}
            columns = ", ".join(c if c in kept else f"case when {told} then {c} end as {c}" for c in RESULT_COLUMNS)
            order = f"{_STATUS_ORDER}, indicator_id nulls last, applicant_type nulls last"
            return f"select {columns} from ({statement}) qualify {told} or row_number() over (partition by report_id order by {order}) = 1"
        if self.prose:
            order = f"{_STATUS_ORDER}, abs(actual - expected) desc nulls last, prose_value"
            worst = f"row_number() over (partition by report_id, applicant_type order by {order}) = 1"
            return f"select {columns} from ({statement}) qualify {worst}"
        return f"select {columns} from ({statement})"

    def status(self) -> tuple[str, str]:
        """CASE expressions for the status and, where it is not assessable, the reason."""
        rule = self.rule
        cases: list[tuple[str, str, str]] = []
        unreadable = self.unreadable()
        if unreadable:
            cases.append((unreadable, "not_assessable", "a cell could not be read"))
        if self.earlier:
            cases.append(("rep.prev_report_id is null", "not_assessable", "no report of the year before"))
        if rule.assess_when is not None:
            unmet = f"not coalesce({self.condition(rule.assess_when)}, false)"
            cases.append((unmet, "not_assessable", "the rule does not apply to such figures"))
        filled = "coalesce(" + ", ".join(f'cur."{_key(leaf)}"' for leaf in self.own) + ") is null" if self.own else ""
        if rule.blank_is_zero and filled:
            cases.append((filled, "not_assessable", "all cells are blank"))
        if rule.derives_left:
            cases.append((self.derivable(), "uncertain", "the total is blank and follows from its parts"))
        condition = self.condition(rule.expression)
        cases += [(f"{condition} is null", "not_assessable", "a figure is not reported"), (condition, "pass", "")]
        status = "case " + " ".join(f"when {when} then '{then}'" for when, then, _ in cases) + " else 'fail' end"
        reasons = " ".join(f"when {when} then {repr(why) if why else 'null'}" for when, _, why in cases)
        return status, f"case {reasons} end"

    def derivable(self) -> str:
        """The left side is blank, the right side is reported."""
        assert isinstance(self.rule.expression, Comparison)
        right = self.value(self.rule.expression.right[0])
        self.zero_for_blank = False
        left = self.value(self.rule.expression.left)
        self.zero_for_blank = self.rule.blank_is_zero
        return f"({left} is null and {right} is not null)"

    def unreadable(self) -> str:
        if self.rule.scope == "each_cell":
            return "coalesce(cur.is_unreadable, false)"
        keys = sorted({_key(leaf) for leaf in self.own})
        if not keys or self.rule.scope == "each_prose_indicator":
            return ""
        return f"coalesce(list_has_any(cur.unreadable, {keys!r}), false)"

    def source(self) -> str:
        """FROM: every report of the forms, its cells, the cells of the year before, and each different statement in prose."""
        scope = self.rule.scope
        joins = ["reports as rep"]
        on = "cur.report_id = rep.report_id"
        if scope == "each_applicant_type":
            joins.append(f"cross join (select unnest({list(APPLICANT_TYPES)!r}) as applicant_type) as subject")
            on += " and cur.applicant_type = subject.applicant_type"
        if scope == "each_row":
            joins.append(
                "join (select regime, indicator_id from indicators where applicant_type = '*' and blank_means = 'zero') as subject "
                "on subject.regime = rep.form"
            )
            on += " and cur.indicator_id = subject.indicator_id"
        joins.append(f"left join {self.pivot} as cur on {on}")
        if self.earlier and scope == "report":
            joins.append("left join previous as prev on prev.report_id = rep.prev_report_id")
        elif self.earlier:
            same_type = "prev.report_id = rep.prev_report_id and prev.applicant_type = subject.applicant_type"
            joins.append(f"left join {self.pivot} as prev on {same_type}")
        joins += [
            f"left join texts as t{i} on t{i}.report_id = rep.report_id and t{i}.indicator_id = '{indicator_id}'"
            for i, indicator_id in enumerate(self.prose)
        ]
        return "\n  ".join(joins)

    # -- what is told about the comparison that failed

    def by_focus(self, focuses: Focuses, render: Callable[[Comparison], str] | None) -> str:
        """`render` (else the number) of the comparison that decides: the first conjunct that does not hold, else the first one."""
        told = [(render(c) if render else str(i), when) for i, (when, c) in enumerate(focuses, start=1)]
        if len(told) == 1:
            return told[0][0]
        cases = " ".join(f"when {self.condition(when)} = false then {text}" for text, when in told if when is not None)
        return f"case {cases} else {told[0][0]} end"

    def actual(self, node: Comparison) -> str:
        return "null" if is_text(node) else self.unzeroed(node.left)

    def unzeroed(self, node: Node) -> str:
        """The value, but null and not 0 for a lone blank cell."""
        if isinstance(node, Name) and self.rule.derives_left:
            self.zero_for_blank = False
            sql = self.value(node)
            self.zero_for_blank = self.rule.blank_is_zero
            return sql
        return self.value(node)

    def expected(self, node: Comparison) -> str:
        return self.value(node.right[0]) if node.right and node.operator != "between" and not is_text(node) else "null"

    def actual_text(self, node: Comparison) -> str:
        return self.value(node.left) if is_text(node) else figure(self.unzeroed(node.left))

    def expected_text(self, node: Comparison) -> str:
        values = [self.value(r) if is_text(node) else figure(self.value(r)) for r in node.right]
        match node.operator:
            case "between":
                return f"{values[0]} || ' to ' || {values[1]}"
            case "in":
                return " || ' or ' || ".join(values)
            case "present" | "missing":
                return "'a figure'" if node.operator == "present" else "'no figure'"
            case _:
                return values[0]


def is_text(node: Comparison) -> bool:
    """Whether the comparison is between texts and not between numbers."""
    sides = (node.left, *node.right)
    return any(isinstance(s, Text) or (isinstance(s, Name) and s.name in TEXT_ATTRIBUTES) for s in sides)


def figure(sql: str) -> str:
    """SQL of a number as people write it: no trailing zeros."""
    return f"rtrim(rtrim(cast(try_cast({sql} as decimal(38,6)) as varchar), '0'), '.')"


def focus(node: Node) -> Focuses:
    """The comparisons that a finding is told by, each with the condition that, when false, makes it the one to tell."""
    match node:
        case Logic("and", left, right):
            return [(when or part, c) for part in (left, right) for when, c in focus(part)]
        case Logic(_, _, right):
            return [(None, focus(right)[0][1])]
        case Not(operand):
            return [(None, focus(operand)[0][1])]
        case Comparison():
            return [(None, node)]
        case _:
            raise TypeError(f"{node} is no comparison")
