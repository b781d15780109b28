"""What a finding is called for a reader: both sides of a comparison in the labels of the form, and the cells behind each side.

Rows of `comparisons` and `operands` become tables of the warehouse and are joined to the results, so no sentence is built in Python for a
single report. `{x}` and `{a}` stand for the row and the applicant type a finding is about.
"""

from __future__ import annotations

from .catalogue import ATTRIBUTES, PROSE_BOUNDS, Catalogue, Rule
from .compiler import focus
from .expressions import Arithmetic, Call, Name, Negative, Node, Number, Prose, Text, leaves

OPERATORS = {
    "==": "equal",
    "!=": "differ from",
    "<=": "be at most",
    ">=": "be at least",
    "<": "be less than",
    ">": "be more than",
    "in": "be",
    "between": "lie between",
    "present": "be told in the text",
    "missing": "be absent from the text",
}
LONG_SUM = 4
"""From this many operands on a sum is told by its first and last label."""

COMPARISON_COLUMNS = ("rule_id", "comparison_no", "words", "left_label", "right_label")
OPERAND_COLUMNS = ("rule_id", "comparison_no", "side", "indicator_id", "applicant_type", "is_previous", "is_prose")


def comparisons(catalogue: Catalogue) -> list[tuple[object, ...]]:
    """Rows of COMPARISON_COLUMNS."""
    rows: list[tuple[object, ...]] = []
    for rule in catalogue.rules:
        for number, (_, node) in enumerate(focus(rule.expression), start=1):
            joint = " and " if node.operator == "between" else " or "
            right = joint.join(label(catalogue, rule, r) for r in node.right)
            rows.append((rule.rule_id, number, OPERATORS[node.operator], label(catalogue, rule, node.left), right))
    return rows


def operands(catalogue: Catalogue) -> list[tuple[object, ...]]:
    """Rows of OPERAND_COLUMNS; indicator `x` and applicant type `a` stand for those of the finding."""
    rows: dict[tuple[object, ...], None] = {}
    for rule in catalogue.rules:
        for number, (_, node) in enumerate(focus(rule.expression), start=1):
            for side, nodes in (("left", (node.left,)), ("right", node.right)):
                for leaf in (leaf for n in nodes for leaf in leaves(n)):
                    if isinstance(leaf, Prose):
                        rows[(rule.rule_id, number, side, leaf.indicator_id, None, False, True)] = None
                    elif leaf.name in PROSE_BOUNDS:
                        rows[(rule.rule_id, number, side, "x", leaf.name, False, True)] = None
                    elif leaf.name not in ATTRIBUTES:
                        applicant = "x" if rule.scope == "each_cell" else leaf.applicant
                        rows[(rule.rule_id, number, side, leaf.name, applicant, leaf.previous, False)] = None
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
        case Call("ymd", (_, month, day)):
            return f"the date with month {label(catalogue, rule, month)} and day {label(catalogue, rule, day)} of the year after"
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
    text = "{x}" if node.name == "x" else catalogue.label(node.name, rule.forms)
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
