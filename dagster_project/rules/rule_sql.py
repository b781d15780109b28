"""One rule as one SELECT, in three layers: the two sides of each comparison, what they decide, and the verdict.

Does not belong here: how the rules of a stage are put together (compiler.py).
"""

from __future__ import annotations

import re
from dataclasses import replace

from dagster_project.catalogue import APPLICANT_TYPES

from .expressions import Arithmetic, Call, Comparison, Logic, Name, Negative, Node, Not, Number, Prose, Text, children
from .rulebook import ATTRIBUTES, CONCEPT_BOUNDS, PROSE_BOUNDS, Rule

Focuses = list[tuple[Node | None, Comparison]]
"""Comparisons that a finding may be told by, each with the condition that makes it the one when it does not hold."""

TEXT_ATTRIBUTES = {"regime_by_year", "form_regime", "prev_regime", "agency_level"}
APPROXIMATE_SHARE = "0.1"
"""Prose that says 余, 多, 约 may be this share off."""

WHOLE = {"report", "agency_year"}
"""Scopes whose cells are pivoted into one row a report."""
BOUNDS = {*PROSE_BOUNDS, *CONCEPT_BOUNDS}

_SUBJECT_INDICATOR = {"each_row": "subject.indicator_id"} | dict.fromkeys(
    ("each_cell", "each_prose_indicator", "each_concept"), "cur.indicator_id"
)
_SUBJECT_APPLICANT = {"each_applicant_type": "subject.applicant_type", "each_cell": "cur.applicant_type"}

VERDICTS = (
    ("fail", None),
    ("uncertain", "the total is blank and follows from its parts"),
    ("pass", None),
    ("not_assessable", "a figure is not reported"),
    ("not_assessable", "all cells are blank"),
    ("not_assessable", "the rule does not apply to such figures"),
    ("not_assessable", "no report of the year before"),
    ("not_assessable", "a cell could not be read"),
    ("not_assessable", "a row is missing"),
)
"""Status and reason of each outcome, the gravest first: where several compete for one row, the first in this list is told."""
FAIL, DERIVABLE, PASS, NOT_REPORTED, BLANK, NOT_MEANT, NO_PREVIOUS, UNREADABLE, UNPRINTED = range(len(VERDICTS))


def is_cell(leaf: Name | Prose) -> bool:
    return isinstance(leaf, Name) and leaf.name not in ATTRIBUTES and leaf.name not in BOUNDS


def key(leaf: Name | Prose) -> str:
    """The name of the pivoted column a reference reads."""
    assert isinstance(leaf, Name)
    if leaf.name == "x":
        return leaf.applicant or "value"
    return leaf.name if leaf.applicant in {None, "a"} else f"{leaf.name}[{leaf.applicant}]"


class RuleWriter:
    """Writes the SELECT of one rule, in three layers: the two sides of each comparison, what they decide, and the verdict."""

    def __init__(self, rule: Rule, pivot: str) -> None:
        self.rule = rule
        self.pivot = pivot
        leaves = rule.leaves()
        self.prose = list(dict.fromkeys(leaf.indicator_id for leaf in leaves if isinstance(leaf, Prose)))
        self.own = [leaf for leaf in leaves if is_cell(leaf) and isinstance(leaf, Name) and not leaf.previous]
        self.earlier = [leaf for leaf in leaves if isinstance(leaf, Name) and leaf.previous]
        self.comparisons = comparisons(rule.expression)

    # -- first layer: values

    def value(self, node: Node, *, blank_is_zero: bool) -> str:
        """SQL of a number or text; null when an operand is not reported."""
        match node:
            case Number(value):
                return str(value)
            case Text(value):
                return "'" + value.replace("'", "''") + "'"
            case Prose(indicator_id):
                return f"t{self.prose.index(indicator_id)}.value"
            case Name():
                return self.reference(node, blank_is_zero)
            case Negative(operand):
                return f"(-{self.value(operand, blank_is_zero=blank_is_zero)})"
            case Arithmetic(operator, left, right):
                first, second = (self.value(n, blank_is_zero=blank_is_zero) for n in (left, right))
                return f"({first} / nullif({second}, 0))" if operator == "/" else f"({first} {operator} {second})"
            case Call(function, arguments):
                return self.call(function, [self.value(a, blank_is_zero=blank_is_zero) for a in arguments])
            case _:
                raise TypeError(f"rule {self.rule.rule_id}: {node} decides something and cannot be used as a number")

    def reference(self, name: Name, blank_is_zero: bool) -> str:
        if name.name in ATTRIBUTES:
            return f"rep.{name.name}"
        if name.name in BOUNDS:
            return f"cur.{name.name}"
        column = f'{"prev" if name.previous else "cur"}."{key(name)}"'
        return f"coalesce({column}, 0)" if blank_is_zero and not name.previous else column

    def call(self, function: str, arguments: list[str]) -> str:
        match function:
            case "sum":
                return "(" + " + ".join(arguments) + ")"
            case "min" | "max":
                # SQL's least and greatest skip nulls; here an unknown operand makes the result unknown.
                chosen = "least" if function == "min" else "greatest"
                return f"case when {' or '.join(f'{a} is null' for a in arguments)} then null else {chosen}({', '.join(arguments)}) end"
            case "ymd":
                year, month, day = arguments
                return f"({year} * 10000 + {month} * 100 + {day})"
            case _:
                return f"{function}({', '.join(arguments)})"

    def sides(self) -> list[str]:
        """`l1`, `r1_0`, `r1_1`, `l2`, ...: both sides of every comparison."""
        zero = self.rule.blank_is_zero
        columns = []
        for number, node in enumerate(self.comparisons, start=1):
            left = self.value(node.left, blank_is_zero=zero and not self.rule.derives_left)
            columns.append(f"{left} as l{number}")
            columns += [f"{self.value(r, blank_is_zero=zero)} as r{number}_{i}" for i, r in enumerate(node.right)]
        return columns

    def flags(self) -> list[tuple[str, int]]:
        """Conditions that settle the verdict before the expression is looked at."""
        rule = self.rule
        found: list[tuple[str, int]] = []
        keys = sorted({key(leaf) for leaf in self.own})
        if rule.scope == "each_cell":
            found.append(("coalesce(cur.is_unreadable, false)", UNREADABLE))
        elif keys and rule.scope not in {"each_prose_indicator", "each_concept"}:
            found.append((f"coalesce(list_has_any(cur.unreadable, {keys!r}), false)", UNREADABLE))
        if self.earlier:
            found.append(("rep.prev_report_id is null", NO_PREVIOUS))
        if rule.assess_when is not None:
            guard = RuleWriter(replace(rule, expression=rule.assess_when, assess_when=None, null_policy="skip_if_null"), self.pivot)
            guard.prose = self.prose
            found.append((f"not coalesce({guard.inline(rule.assess_when)}, false)", NOT_MEANT))
        if rule.blank_is_zero and keys:
            found.append(("coalesce(" + ", ".join(f'cur."{k}"' for k in keys) + ") is null", BLANK))
        return found

    def unprinted(self) -> str:
        """SQL that is true where a cell that would be read as zero was not printed at all; empty for rules that read no blanks."""
        keys = sorted({key(leaf) for leaf in self.own})
        if not self.rule.blank_is_zero or not keys:
            return ""
        return f"not coalesce(list_has_all(cur.printed, {keys!r}), false)"

    def inline(self, node: Node) -> str:
        """A condition in a single layer, for guards."""
        columns: dict[str, str] = {}
        for column in self.sides():
            sql, _, name = column.rpartition(" as ")
            columns[name] = sql
        return re.sub(r"\b[lr]\d+(?:_\d+)?\b", lambda m: columns[m.group()], self.condition(node, slack=False))

    # -- second layer: conditions over the sides

    def condition(self, node: Node, *, slack: bool = True) -> str:
        """SQL that is true, false, or null when it cannot be decided."""
        match node:
            case Not(operand):
                return f"(not {self.condition(operand, slack=slack)})"
            case Logic(operator, left, right):
                first, second = self.condition(left, slack=slack), self.condition(right, slack=slack)
                if operator == "=>":
                    return f"((not {first}) or {second})"
                return f"({first} {'=' if operator == 'iff' else operator} {second})"
            case Comparison():
                return self.comparison(node, slack=slack)
            case _:
                raise TypeError(f"rule {self.rule.rule_id}: {node} is a number where a comparison is needed")

    def comparison(self, node: Comparison, *, slack: bool) -> str:
        number = self.comparisons.index(node) + 1
        left, right = f"l{number}", [f"r{number}_{i}" for i in range(len(node.right))]
        match node.operator:
            case "present":
                return f"({left} is not null)"
            case "missing":
                return f"({left} is null)"
            case "between":
                return f"({left} between {right[0]} and {right[1]})"
            case "in":
                return "(" + " or ".join(self.equal(left, r, slack and not is_text(node)) for r in right) + ")"
            case "==":
                return self.equal(left, right[0], slack and not is_text(node))
            case "!=":
                return f"(not {self.equal(left, right[0], slack and not is_text(node))})"
            case operator:
                allowed = self.slack(right[0]) if slack else ""
                sign = "+" if operator in {"<=", "<"} else "-"
                return f"({left} {operator} {right[0]}{f' {sign} {allowed}' if allowed else ''})"

    def equal(self, left: str, right: str, slack: bool) -> str:
        allowed = self.slack(right) if slack else ""
        return f"(abs({left} - {right}) <= {allowed})" if allowed else f"({left} = {right})"

    def slack(self, reference: str) -> str:
        """The allowed difference; empty when none is."""
        parts = [str(self.rule.tolerance)] if self.rule.tolerance else []
        if self.rule.tolerance_share:
            parts.append(f"{self.rule.tolerance_share} * abs({reference})")
        if self.approximate():
            parts.append(f"case when is_approximate then {APPROXIMATE_SHARE} * abs({reference}) else 0 end")
        return "" if not parts else parts[0] if len(parts) == 1 else f"greatest({', '.join(parts)})"

    def approximate(self) -> str:
        """Whether a figure told in prose is approximate; empty for rules without one."""
        flags = [f"t{i}.is_approximate" for i in range(len(self.prose))]
        if self.rule.scope == "each_prose_indicator":
            flags = ["cur.is_approximate"]
        return " or ".join(f"coalesce({f}, false)" for f in flags)

    # -- third layer: the statement

    def select(self) -> str:
        rule = self.rule
        flags = self.flags() or [("false", UNREADABLE)]
        columns = [
            f"'{rule.rule_id}' as rule_id",
            "rep.report_id",
            f"{_SUBJECT_INDICATOR.get(rule.scope, 'cast(null as varchar)')} as indicator_id",
            f"{_SUBJECT_APPLICANT.get(rule.scope, 'cast(null as varchar)')} as applicant_type",
            f"{'t0.value' if self.prose else 'cast(null as decimal(24,6))'} as prose_value",
            f"case {' '.join(f'when {sql} then {verdict}' for sql, verdict in flags)} end as settled"
            if flags
            else "cast(null as integer) as settled",
            *self.sides(),
        ]
        if unprinted := self.unprinted():
            columns.append(f"{unprinted} as is_incomplete")
        if self.approximate():
            columns.append(f"({self.approximate()}) as is_approximate")
        where = f" where rep.form in ({', '.join(repr(f) for f in rule.forms)})" if rule.forms else ""
        sides = f"select {', '.join(columns)}\n  from {self.source()}{where}"
        decided = f"select *, {self.condition(rule.expression)} as holds from ({sides})"
        derivable = f"when l1 is null and r1_0 is not null then {DERIVABLE} " if rule.derives_left else ""
        # A row that was lost on its page is no blank: with it the rule might hold.
        incomplete = f"when is_incomplete then {UNPRINTED} " if unprinted else ""
        verdict = (
            f"coalesce(settled, case {derivable}when holds is null then {NOT_REPORTED} when holds then {PASS} {incomplete}else {FAIL} end)"
        )
        told = [(self.comparisons.index(c) + 1, c, when) for when, c in focus(rule.expression)]
        return (
            f"select rule_id, report_id, indicator_id, applicant_type, {verdict} as verdict, "
            f"{self.by_focus([(str(place), when) for place, (_, _, when) in enumerate(told, start=1)])} as comparison_no, "
            f"try_cast({self.by_focus([(self.actual(n, c), w) for n, c, w in told])} as decimal(24,6)) as actual, "
            f"try_cast({self.by_focus([(self.expected(n, c), w) for n, c, w in told])} as decimal(24,6)) as expected, "
            f"cast({self.by_focus([(self.actual_words(n, c), w) for n, c, w in told])} as varchar) as actual_words, "
            f"cast({self.by_focus([(self.expected_words(n, c), w) for n, c, w in told])} as varchar) as expected_words, prose_value\n"
            f"from ({decided})"
        )

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
        if self.earlier and scope in WHOLE:
            joins.append("left join previous as prev on prev.report_id = rep.prev_report_id")
        elif self.earlier and scope == "each_concept":
            joins.append(f"left join {self.pivot} as prev on prev.report_id = rep.prev_report_id and prev.indicator_id = cur.indicator_id")
        elif self.earlier:
            same_type = "prev.report_id = rep.prev_report_id and prev.applicant_type = subject.applicant_type"
            joins.append(f"left join {self.pivot} as prev on {same_type}")
        joins += [
            f"left join texts as t{i} on t{i}.report_id = rep.report_id and t{i}.indicator_id = '{indicator_id}'"
            for i, indicator_id in enumerate(self.prose)
        ]
        return "\n  ".join(joins)

    # -- what is told about the comparison that failed

    def by_focus(self, told: list[tuple[str, Node | None]]) -> str:
        """The SQL of the comparison that decides: the first conjunct that does not hold, else the first one."""
        if len({sql for sql, _ in told}) == 1:
            return told[0][0]
        cases = " ".join(f"when {self.condition(when)} = false then {sql}" for sql, when in told if when is not None)
        return f"case {cases} else {told[0][0]} end"

    def actual(self, number: int, node: Comparison) -> str:
        return "null" if is_text(node) or is_date(node) else f"l{number}"

    def actual_words(self, number: int, node: Comparison) -> str:
        return f"l{number}" if is_text(node) else day(f"l{number}") if is_date(node) else "null"

    def expected(self, number: int, node: Comparison) -> str:
        return f"r{number}_0" if node.right and node.operator != "between" and not is_text(node) and not is_date(node) else "null"

    def expected_words(self, number: int, node: Comparison) -> str:
        values = [f"r{number}_{i}" if is_text(node) else figure(f"r{number}_{i}") for i in range(len(node.right))]
        match node.operator:
            case "between":
                return f"{values[0]} || ' to ' || {values[1]}"
            case "in":
                return " || ' or ' || ".join(values)
            case "present" | "missing":
                return "'a figure'" if node.operator == "present" else "'no figure'"
            case _:
                return values[0] if is_text(node) else day(f"r{number}_0") if is_date(node) else "null"


def comparisons(node: Node) -> list[Comparison]:
    """Every comparison of an expression, in reading order."""
    if isinstance(node, Comparison):
        return [node]
    return [c for child in children(node) for c in comparisons(child)]


def is_text(node: Comparison) -> bool:
    """Whether the comparison is between texts and not between numbers."""
    sides = (node.left, *node.right)
    return any(isinstance(s, Text) or (isinstance(s, Name) and s.name in TEXT_ATTRIBUTES) for s in sides)


def is_date(node: Comparison) -> bool:
    """Whether the comparison is between dates, written yyyymmdd."""
    return any(isinstance(s, Call) and s.function == "ymd" for s in node.right)


def day(sql: str) -> str:
    """SQL of a date written yyyymmdd as people write it."""
    return f"strftime(try_strptime(cast({sql} as varchar), '%Y%m%d'), '%Y-%m-%d')"


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
