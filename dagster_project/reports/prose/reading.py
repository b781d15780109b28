"""Reading the sentences of one report: every quantity gets its class, those with an indicator become facts."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from dagster_project.reports.model import CleanText, Signal, Span
from dagster_project.reports.prose.arithmetic import Total, check_sums
from dagster_project.reports.prose.context import Scope, scope_of, tells_of_the_year
from dagster_project.reports.prose.figures import Figure, Quantity, quantities_of, read_quantity
from dagster_project.reports.prose.ledger import Ledger, Token
from dagster_project.reports.prose.negations import ToldZero, told_zeros
from dagster_project.reports.prose.parts import NAMES_THE_TOTAL, OPENS_SENTENCE, read_parts
from dagster_project.reports.prose.patterns import standard_unit
from dagster_project.reports.prose.respectively import read_respectively
from dagster_project.reports.prose.sentences import WRAPPED, Sentence, sentences_of


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
    """The sentence gives the state of a day (截至年底) before the figure."""
    is_of_units: bool = False
    """The subject of the sentence is what lies below the body (各乡镇, 所属各单位)."""


@dataclass
class ProseReading:
    """Facts, and the ledger tokens of the quantities that are none."""

    facts: list[ProseFact] = field(default_factory=list)
    others: list[Token] = field(default_factory=list)
    signals: list[Signal] = field(default_factory=list)


def read_prose(clean: CleanText, table_spans: list[Span], ledger: Ledger, report_year: int | None) -> ProseReading:
    """Facts of all sentences outside the tables. Numbers that the ledger knows by their shape are not read again."""
    reading = ProseReading()
    earlier: dict[int, str] = {}
    pending: tuple[Figure, int] | None = None
    total: Total | None = None
    for sentence in sentences_of(clean, table_spans):
        before = earlier.get(sentence.paragraph, "")
        quantities = [q for q in quantities_of(sentence.text) if _is_free(q, sentence, ledger) and _is_whole(q, sentence, clean.text)]
        zeros = told_zeros(sentence, before) if sentence.section != "problems_plans" else []
        if not (quantities or zeros or pending):
            total, earlier = None, {sentence.paragraph: before + sentence.text}
            continue
        zero_spans = {z.value[0] for z in zeros if z.value}
        figures = {q.start: f for q in quantities if q.start not in zero_spans and (f := read_quantity(sentence, q, before))}
        figures |= {f.quantity.start: f for f in read_respectively(sentence, quantities, before)}
        pending = _read_lists(sentence, quantities, figures, pending)
        signals, total = check_sums(sentence, quantities, total if not sentence.first else None)
        reading.signals += signals
        for quantity in quantities:
            figure = figures.get(quantity.start)
            if figure:
                reading.facts.append(_fact(sentence, figure, report_year, before))
            elif quantity.start not in zero_spans:
                _note_other(reading, sentence, quantity)
        reading.facts += [_zero(sentence, zero, report_year) for zero in zeros]
        earlier = {sentence.paragraph: before + sentence.text}
    _stock_beside_flow(reading.facts)
    _units_beside_whole(reading.facts)
    reading.facts = _without_denied(reading.facts)
    return reading


_AS_OF = re.compile(r"(?:^|[,;])(?:截[至止]|目前|迄今)")


def _stock_beside_flow(facts: list[ProseFact]) -> None:
    """截至年底,已公开8400条 behind 本年公开1192条: the larger one is what all years have published."""
    totals = [f for f in facts if f.indicator_id == "n_disclosed_total" and f.scope.scope == "reporting_agency"]
    flows = [f.value for f in totals if not f.is_as_of]
    for number, fact in enumerate(facts):
        if fact.is_as_of and fact in totals and flows and fact.value > max(flows):
            facts[number] = fact._replace(scope=Scope("cumulative", None))


_UNITS = re.compile(r"^(?:所属|下属|辖区)?各(?:乡镇|镇|街道|部门|单位|科室|站所|村|社区)[^,;]{0,8}(?:公开|发布)")


def _units_beside_whole(facts: list[ProseFact]) -> None:
    """所属各单位公开156条 behind 我局全年公开623条: a part of it. Alone, or larger, it is the whole of the area."""
    totals = [f for f in facts if f.indicator_id == "n_disclosed_total" and f.scope.scope == "reporting_agency" and not f.qualifier]
    own = [f.value for f in totals if not f.is_of_units]
    for number, fact in enumerate(facts):
        if fact.is_of_units and fact in totals and own and fact.value < max(own):
            facts[number] = fact._replace(scope=Scope("sub_unit", fact.scope.period_year))


def _without_denied(facts: list[ProseFact]) -> list[ProseFact]:
    """受理申请5件 … 未产生申请案例: where a section counts a thing, what it says did not happen is of another kind."""
    counted = {(f.indicator_id, f.section) for f in facts if f.value and f.scope.scope == "reporting_agency" and not f.applicant_type}
    return [f for f in facts if f.value_state != "zero_from_negation" or (f.indicator_id, f.section) not in counted]


def _is_free(quantity: Quantity, sentence: Sentence, ledger: Ledger) -> bool:
    token = ledger.covering(sentence.positions[quantity.start])
    return token is None or token.number_class == "percentage"


def _is_whole(quantity: Quantity, sentence: Sentence, text: str) -> bool:
    """One number, not several that only blanks part: 11  0  1 of a row of a table is no 1101. A number may run over the end of a line."""
    places = sentence.positions[quantity.start : quantity.end]
    if places[-1] - places[0] == len(places) - 1:
        return True
    gaps = [(a + 1, b) for a, b in pairwise(places) if b > a + 1]
    return all(_is_end_of_line(text, *gap) for gap in gaps) or _is_spaced_out(sentence)


def _is_end_of_line(text: str, start: int, end: int) -> bool:
    """A full line ends here, and the next one goes on with more than a number: 50 above 7755 are two cells of a table."""
    full = start - text.rfind("\n", 0, start) > WRAPPED
    return full and text[start:end].strip(" ") == "\n" and _GOES_ON.match(text, end) is not None


def _is_spaced_out(sentence: Sentence) -> bool:
    """A line in which nearly every character has a blank behind it."""
    places = sentence.positions
    return sum(b == a + 2 for a, b in pairwise(places)) * 4 > len(places) * 3


_GOES_ON = re.compile(r"[\d.,]*[^\d\s.,]")
_SPLIT = ("n_disclosed_total", "n_disclosed_website")
"""Totals that reports split into categories or units; what stands first in the sentence is the whole."""


def _read_lists(
    sentence: Sentence, quantities: list[Quantity], figures: dict[int, Figure], pending: tuple[Figure, int] | None
) -> tuple[Figure, int] | None:
    """Read the list of parts behind a disclosed total, in its sentence or in the next one when that opens with 其中."""
    if pending is None and not figures:
        return None
    totals = sorted((f for f in figures.values() if f.indicator_id in _SPLIT), key=lambda f: f.quantity.start)
    goes_on = pending is not None and (pending[1] == sentence.paragraph or NAMES_THE_TOTAL.match(sentence.text) is not None)
    opens = OPENS_SENTENCE.match(sentence.text) is not None
    if pending and goes_on and (not totals or opens):
        total, floor = pending[0], 0
    elif totals:
        total, floor = totals[0], totals[0].quantity.unit_end
    else:
        return pending
    for part in read_parts(sentence, total, quantities, figures, floor=floor, announced=floor > 0 or opens):
        figures[part.quantity.start] = part
    return total, sentence.paragraph


def _value(figure: Figure, unit: str) -> Decimal:
    quantity = figure.quantity
    value = quantity.number * quantity.multiplier
    return value / 10_000 if unit == "10k_yuan" and quantity.unit and quantity.unit.endswith("元") else value


def _fact(sentence: Sentence, figure: Figure, report_year: int | None, earlier: str) -> ProseFact:
    quantity = figure.quantity
    unit = standard_unit()[figure.indicator_id]
    value = _value(figure, unit)
    scope = scope_of(sentence, quantity.start, report_year, earlier)
    if figure.scope and scope.scope == "reporting_agency":
        scope = Scope(figure.scope, scope.period_year)
    return ProseFact(
        indicator_id=figure.indicator_id,
        rule_id=figure.pattern_id,
        applicant_type=figure.applicant_type,
        qualifier=figure.qualifier,
        value=value,
        value_state="number" if value else "explicit_zero",
        is_approximate=quantity.is_approximate,
        unit=unit,
        unit_printed=quantity.unit,
        scope=scope,
        section=sentence.section,
        evidence=sentence.span(figure.evidence_start, figure.evidence_end),
        value_span=sentence.span(quantity.start, quantity.end),
        measure=sentence.text[figure.evidence_start : quantity.start],
        is_of_units=_UNITS.match(sentence.text, 0, quantity.start) is not None,
        is_as_of=_AS_OF.search(sentence.text, 0, quantity.start) is not None and not tells_of_the_year(sentence, quantity.start),
    )


def _zero(sentence: Sentence, zero: ToldZero, report_year: int | None) -> ProseFact:
    return ProseFact(
        indicator_id=zero.indicator_id,
        rule_id=f"zero.{zero.negation_id}",
        applicant_type=None,
        qualifier=None,
        value=Decimal(0),
        value_state="explicit_zero" if zero.value else "zero_from_negation",
        is_approximate=False,
        unit=standard_unit()[zero.indicator_id],
        unit_printed=None,
        scope=scope_of(sentence, zero.end, report_year),
        section=sentence.section,
        evidence=sentence.span(zero.start, zero.end),
        value_span=sentence.span(*zero.value) if zero.value else None,
        measure=sentence.text[zero.start : zero.end],
    )


_LIKE_A_YEAR = re.compile("(?:19|20)[0-9]{2}")
_WORDS_OF_A_NAME = re.compile("[年月日届镇乡村]|大(?!类|项|块|方面|部分|板块|件|要素|领域|栏目|平台|任务|重点|举措)|条(?:规定|要求)")
"""Behind a numeral in words: a date, a congress, an article."""
_IDLE = {"一"}
"""一个, 一次 … are words more than quantities unless a pattern reads them."""


def _note_other(reading: ProseReading, sentence: Sentence, quantity: Quantity) -> None:
    printed = sentence.text[quantity.start : quantity.end]
    if (quantity.chinese and (quantity.unit is None or printed in _IDLE)) or (quantity.unit is None and _LIKE_A_YEAR.fullmatch(printed)):
        return
    if quantity.chinese and _WORDS_OF_A_NAME.match(sentence.text, quantity.end):
        return
    start, end = sentence.span(quantity.start, quantity.end)
    clause = sentence.text[max(0, quantity.start - 16) : quantity.start]
    number_class = "percentage" if quantity.unit == "%" else "other_statistic"
    reading.others.append(Token(start, end, number_class, quantity.number * quantity.multiplier, quantity.unit, None, clause))
