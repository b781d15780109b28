"""The language of the expressions in the rule catalogue: text in, syntax tree out.

    applications_received_new[total]     a cell of the report's form, by applicant type
    disclosed_total                      a cell of a form without applicant types
    outcome_granted[a]                   the same row, for the applicant type the rule is being evaluated for
    x[total], x                          in rules over rows or cells: the row or cell itself
    rules_in_force@prev                  the same agency, one report year earlier
    text(n_review_cases)                 a figure told in prose, each different statement in turn
    report_year, published_ymd           attributes of the report (ATTRIBUTES in rulebook.py)
    sum(..) min(..) max(..) abs(..) floor(..) coalesce(..) ymd(year, month, day)
    == != <= >= < >   in {a, b}   between a and b   is present   is missing
    not, and, or, => (implies), iff

Does not belong here: what ids exist (rulebook.py) and SQL (compiler.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal


class ExpressionError(ValueError):
    """An expression of the catalogue cannot be read; the message quotes it and points at the place."""


@dataclass(frozen=True)
class Number:
    value: Decimal


@dataclass(frozen=True)
class Text:
    value: str


@dataclass(frozen=True)
class Name:
    """A cell, or an attribute of the report; `applicant` is an applicant type, `a` for the current one, or None."""

    name: str
    applicant: str | None = None
    previous: bool = False


@dataclass(frozen=True)
class Prose:
    indicator_id: str


@dataclass(frozen=True)
class Call:
    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Arithmetic:
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Negative:
    operand: Node


@dataclass(frozen=True)
class Comparison:
    """`operator` is one of == != <= >= < > in between present missing; the last two have no `right`."""

    operator: str
    left: Node
    right: tuple[Node, ...]


@dataclass(frozen=True)
class Not:
    operand: Node


@dataclass(frozen=True)
class Logic:
    """`operator` is one of and, or, =>, iff."""

    operator: str
    left: Node
    right: Node


Node = Number | Text | Name | Prose | Call | Arithmetic | Negative | Comparison | Not | Logic

FUNCTIONS = {"sum", "min", "max", "abs", "floor", "coalesce", "ymd"}
_TOKEN = re.compile(r"""\s*(?:(\d+(?:\.\d+)?)|"([^"]*)"|([A-Za-z_]\w*)|(@prev|=>|==|!=|<=|>=|[-<>+*/(){}\[\],]))""")


def parse(expression: str) -> Node:
    """The syntax tree of a whole expression."""
    parser = _Parser(expression)
    node = parser.implication()
    parser.expect_end()
    return node


def children(node: Node) -> tuple[Node, ...]:
    match node:
        case Call(_, arguments):
            return arguments
        case Arithmetic(_, left, right) | Logic(_, left, right):
            return (left, right)
        case Negative(operand) | Not(operand):
            return (operand,)
        case Comparison(_, left, right):
            return (left, *right)
        case _:
            return ()


def leaves(node: Node) -> list[Name | Prose]:
    """Every cell, attribute and prose figure that the expression uses, in reading order, each once."""
    found: dict[Name | Prose, None] = {}
    stack = [node]
    while stack:
        current = stack.pop(0)
        if isinstance(current, Name | Prose):
            found[current] = None
        stack[:0] = children(current)
    return list(found)


def uses_comparison(node: Node) -> bool:
    """Whether the expression decides something rather than computes a number."""
    return isinstance(node, Comparison | Not | Logic)


class _Parser:
    def __init__(self, expression: str) -> None:
        self.expression = expression
        self.tokens: list[tuple[str, str, int]] = []
        self.position = 0
        at = 0
        while at < len(expression.rstrip()):
            match = _TOKEN.match(expression, at)
            if match is None:
                raise ExpressionError(f"cannot read {expression!r} at character {at + 1}: {expression[at : at + 20]!r}")
            kind = ("number", "text", "word", "sign")[(match.lastindex or 1) - 1]
            self.tokens.append((kind, match.group(match.lastindex or 1), match.start()))
            at = match.end()

    def peek(self, *values: str) -> bool:
        return self.position < len(self.tokens) and self.tokens[self.position][0] != "text" and self.tokens[self.position][1] in values

    def take(self, *values: str) -> str | None:
        if self.peek(*values):
            self.position += 1
            return self.tokens[self.position - 1][1]
        return None

    def expect(self, value: str) -> None:
        if self.take(value) is None:
            self.fail(f"expected {value!r}")

    def expect_end(self) -> None:
        if self.position < len(self.tokens):
            self.fail("expected the end")

    def fail(self, what: str) -> None:
        here = self.tokens[self.position][2] if self.position < len(self.tokens) else len(self.expression)
        raise ExpressionError(f"cannot read {self.expression!r} at character {here + 1}: {what}")

    def implication(self) -> Node:
        left = self.disjunction()
        operator = self.take("=>", "iff")
        return Logic(operator, left, self.disjunction()) if operator else left

    def disjunction(self) -> Node:
        node = self.conjunction()
        while self.take("or"):
            node = Logic("or", node, self.conjunction())
        return node

    def conjunction(self) -> Node:
        node = self.negation()
        while self.take("and"):
            node = Logic("and", node, self.negation())
        return node

    def negation(self) -> Node:
        return Not(self.negation()) if self.take("not") else self.comparison()

    def comparison(self) -> Node:
        left = self.addition()
        if operator := self.take("==", "!=", "<=", ">=", "<", ">"):
            return Comparison(operator, left, (self.addition(),))
        if self.take("in"):
            self.expect("{")
            items = self.list_until("}")
            return Comparison("in", left, items)
        if self.take("between"):
            low = self.addition()
            self.expect("and")
            return Comparison("between", left, (low, self.addition()))
        if self.take("is"):
            what = self.take("present", "missing")
            if what is None:
                self.fail("expected 'present' or 'missing'")
            return Comparison(str(what), left, ())
        return left

    def addition(self) -> Node:
        node = self.product()
        while operator := self.take("+", "-"):
            node = Arithmetic(operator, node, self.product())
        return node

    def product(self) -> Node:
        node = self.atom()
        while operator := self.take("*", "/"):
            node = Arithmetic(operator, node, self.atom())
        return node

    def atom(self) -> Node:
        if self.take("-"):
            return Negative(self.atom())
        if self.take("("):
            node = self.implication()
            self.expect(")")
            return node
        if self.position >= len(self.tokens):
            self.fail("the expression stops short")
        kind, value, _ = self.tokens[self.position]
        self.position += 1
        if kind == "number":
            return Number(Decimal(value))
        if kind == "text":
            return Text(value)
        if kind != "word":
            self.position -= 1
            self.fail("expected a number, an id or a function")
        if self.peek("("):
            return self.call(value)
        names = self.names(value)
        if len(names) != 1:
            self.fail("several applicant types are only allowed inside sum(..)")
        return names[0]

    def call(self, function: str) -> Node:
        self.expect("(")
        if function == "text":
            indicator_id = self.tokens[self.position][1]
            self.position += 1
            self.expect(")")
            return Prose(indicator_id)
        if function not in FUNCTIONS:
            self.fail(f"unknown function {function!r}; known are {', '.join(sorted(FUNCTIONS))} and text")
        return Call(function, self.list_until(")"))

    def list_until(self, end: str) -> tuple[Node, ...]:
        items: list[Node] = []
        while True:
            items.extend(self.list_item())
            if self.take(end):
                return tuple(items)
            self.expect(",")

    def list_item(self) -> list[Node]:
        """One argument; `x[a1,a2]` standing alone counts as several."""
        start = self.position
        if self.tokens[start : start + 1] and self.tokens[start][0] == "word" and self.tokens[start][1] not in {*FUNCTIONS, "text", "not"}:
            self.position += 1
            names: list[Node] = list(self.names(self.tokens[start][1]))
            if self.peek(",", ")", "}"):
                return names
        self.position = start
        return [self.addition()]

    def names(self, name: str) -> list[Name]:
        """A reference with its optional `[types]` and `@prev`, in either order."""
        previous = self.take("@prev") is not None
        applicants: list[str | None] = [None]
        if self.take("["):
            applicants = []
            while not self.take("]"):
                applicants.append(self.tokens[self.position][1] if self.position < len(self.tokens) else None)
                self.position += 1
                if not self.peek("]"):
                    self.expect(",")
        previous = self.take("@prev") is not None or previous
        return [replace(Name(name), applicant=applicant, previous=previous) for applicant in applicants]
