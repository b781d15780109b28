"""What a finding is called for a reader: both sides of a comparison in the labels of the form, and the cells behind each side.

Both become tables of the warehouse and are joined to the results, so no sentence is built in Python for a single report.
`{x}` and `{a}` stand for the row and the applicant type a finding is about.
"""

from __future__ import annotations

from .expressions import Arithmetic, Call, Comparison, Logic, Name, Negative, Node, Number, Prose, Text, leaves
from .rule_sql import focus
from .rulebook import AGENCY_SCOPES, ATTRIBUTES, CONCEPT_BOUNDS, PROSE_BOUNDS, Catalogue, Rule

OPERATORS = {
    "==": ("equal", "equals"),
    "!=": ("differ from", "differs from"),
    "<=": ("be at most", "is at most"),
    ">=": ("be at least", "is at least"),
    "<": ("be less than", "is less than"),
    ">": ("be more than", "is more than"),
    "in": ("be", "agrees with"),
    "between": ("lie between", "lies between"),
    "present": ("be told in the text", "is told in the text"),
    "missing": ("be absent from the text", "is absent from the text"),
}
"""How a comparison is told when it does not hold (behind "should") and when it does."""

MONTHS = ("January", "February", "March", "April", "May", "June",
          "July", "August", "September", "October", "November", "December")  # fmt: skip
LONG_SUM = 4
"""From this many operands on a sum is told by its first and last label."""


def comparisons_sql(catalogue: Catalogue) -> str:
    """Each comparison that a finding may be told by; one inside a condition says nothing by itself when the rule holds."""
    columns = {
        "rule_id": "varchar",
        "comparison_no": "integer",
        "should_words": "varchar",
        "holds_words": "varchar",
        "left_label": "varchar",
        "right_label": "varchar",
        "is_conditional": "boolean",
    }
    return _table(columns, comparisons(catalogue))


def operands_sql(catalogue: Catalogue) -> str:
    """The cells and prose figures behind each side of these comparisons."""
    columns = {
        "rule_id": "varchar",
        "comparison_no": "integer",
        "side": "varchar",
        "indicator_id": "varchar",
        "applicant_type": "varchar",
        "is_previous": "boolean",
        "is_prose": "boolean",
        "is_concept": "boolean",
    }
    return _table(columns, operands(catalogue))


def _table(columns: dict[str, str], rows: list[tuple[object, ...]]) -> str:
    """Rows as a SELECT with declared types."""

    def literal(value: object) -> str:
        return "null" if value is None else "'" + str(value).replace("'", "''") + "'"

    casts = ", ".join(f"cast({name} as {kind}) as {name}" for name, kind in columns.items())
    values = ",\n".join("(" + ", ".join(map(literal, row)) + ")" for row in rows)
    return f"select {casts} from (values\n{values}\n) as v ({', '.join(columns)})"


def comparisons(catalogue: Catalogue) -> list[tuple[object, ...]]:
    """Rows of comparisons_sql."""
    rows: list[tuple[object, ...]] = []
    for rule in catalogue.rules:
        for number, (_, node) in enumerate(focus(rule.expression), start=1):
            joint = " and " if node.operator == "between" else " or "
            right = joint.join(label(catalogue, rule, r) for r in node.right)
            left = label(catalogue, rule, node.left)
            rows.append((rule.rule_id, number, *OPERATORS[node.operator], left, right, _is_conditional(rule.expression)))
    return rows


def _is_conditional(node: Node) -> bool:
    """Whether the expression is more than comparisons that must all hold."""
    match node:
        case Logic("and", left, right):
            return _is_conditional(left) or _is_conditional(right)
        case _:
            return not isinstance(node, Comparison)


def operands(catalogue: Catalogue) -> list[tuple[object, ...]]:
    """Rows of operands_sql; indicator `x` and applicant type `a` stand for those of the finding."""
    rows: dict[tuple[object, ...], None] = {}
    for rule in catalogue.rules:
        for number, (_, node) in enumerate(focus(rule.expression), start=1):
            for side, nodes in (("left", (node.left,)), ("right", node.right)):
                for leaf in (leaf for n in nodes for leaf in leaves(n)):
                    if isinstance(leaf, Prose):
                        rows[(rule.rule_id, number, side, leaf.indicator_id, None, False, True, False)] = None
                    elif leaf.name in PROSE_BOUNDS:
                        rows[(rule.rule_id, number, side, "x", leaf.name, False, True, False)] = None
                    elif leaf.name == "contradictions":
                        # The chosen statement on one side, those against it on the other.
                        rows[(rule.rule_id, number, "left", "x", None, False, False, True)] = None
                        rows[(rule.rule_id, number, "right", "x", leaf.name, False, False, True)] = None
                    elif leaf.name not in ATTRIBUTES and leaf.name not in CONCEPT_BOUNDS:
                        applicant = "x" if rule.scope == "each_cell" else leaf.applicant
                        about_concept = rule.scope in AGENCY_SCOPES
                        rows[(rule.rule_id, number, side, leaf.name, applicant, leaf.previous, False, about_concept)] = None
    return list(rows)


def label(catalogue: Catalogue, rule: Rule, node: Node) -> str:
    """A side of a comparison in the words of the form."""
    match node:
        case Number(value):
            return str(value)
        case Text(value):
            return value
        case Prose(indicator_id):
            return f"{catalogue.label(indicator_id, ['narrative'])} in the text"
        case Name():
            return _name(catalogue, rule, node)
        case Negative(operand):
            return f"-{label(catalogue, rule, operand)}"
        case Arithmetic(operator, left, right):
            return f"{label(catalogue, rule, left)} {operator} {label(catalogue, rule, right)}"
        case Call("sum", arguments) if len(arguments) >= LONG_SUM:
            first, last = label(catalogue, rule, arguments[0]), label(catalogue, rule, arguments[-1])
            return f"the sum of {len(arguments)} cells from {first} to {last}"
        case Call("sum", arguments):
            return " + ".join(label(catalogue, rule, a) for a in arguments)
        case Call("ymd", (_, Number(month), Number(day))):
            return f"{day} {MONTHS[int(month) - 1]} of the year after"
        case Call("coalesce", arguments):
            return " or ".join(label(catalogue, rule, a) for a in arguments)
        case Call(function, arguments):
            return f"{function} of {', '.join(label(catalogue, rule, a) for a in arguments)}"
        case _:
            return "the condition"


def _name(catalogue: Catalogue, rule: Rule, node: Name) -> str:
    if node.name in ATTRIBUTES:
        return ATTRIBUTES[node.name]
    if node.name in PROSE_BOUNDS:
        return f"{PROSE_BOUNDS[node.name]} of {{x}}"
    if node.name in CONCEPT_BOUNDS:
        return CONCEPT_BOUNDS[node.name]
    text = "{x}" if node.name == "x" else catalogue.label(node.name, rule.label_forms)
    if rule.scope == "each_cell" or node.applicant == "a":
        text += "（{a}）"
    elif node.applicant is not None:
        text += f"（{_APPLICANT_LABELS[node.applicant]}）"
    return f"{text} of the year before" if node.previous else text


_APPLICANT_LABELS = {
    "natural_person": "自然人",
    "legal_commercial": "商业企业",
    "legal_research": "科研机构",
    "legal_public_welfare": "社会公益组织",
    "legal_law_service": "法律服务机构",
    "legal_other": "其他",
    "total": "总计",
}
