"""Reading the sentences of one report: every quantity gets its class, those with an indicator become facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import chain, pairwise
from typing import NamedTuple

import numpy as np

from dagster_project.reports.model import CleanText, Signal, Span, new
from dagster_project.reports.prose.arithmetic import check_sums
from dagster_project.reports.prose.context import Scope, scope_of, subject_of, tells_of_the_year
from dagster_project.reports.prose.facts import OF_OTHERS, TOLD_OF_OTHERS, ProseFact, settled
from dagster_project.reports.prose.figures import Figure, Quantity, quantities_in, quantity_of, read_quantity
from dagster_project.reports.prose.headings import channel_above
from dagster_project.reports.prose.ledger import Ledger, Token
from dagster_project.reports.prose.moved import read_moved
from dagster_project.reports.prose.negations import ToldZero, tellings_in, told_zeros
from dagster_project.reports.prose.parts import NAMES_THE_TOTAL, OPENS_INNER, OPENS_SENTENCE, SPLIT, TOTAL, read_parts, read_points
from dagster_project.reports.prose.patterns import standard_unit
from dagster_project.reports.prose.respectively import read_respectively
from dagster_project.reports.prose.sentences import WRAPPED, RunningText, Sentence, running_text
from dagster_project.reports.prose.sums import read_sums


@dataclass
class ProseReading:
    """Facts, and the ledger tokens of the quantities that are none."""

    facts: list[ProseFact] = field(default_factory=list)
    others: list[Token] = field(default_factory=list)
    signals: list[Signal] = field(default_factory=list)


class _Telling(NamedTuple):
    """A sentence that counts something, and what it counts; `may_tell`: it may tell a zero in words."""

    sentence: Sentence
    quantities: list[Quantity]
    may_tell: bool


def read_prose(clean: CleanText, table_spans: Sequence[Span], ledger: Ledger, reports: Sequence[tuple[int, int | None]]) -> ProseReading:
    """Facts of all sentences outside the tables. Numbers that the ledger knows by their shape are not read again.

    `reports`: where in the text each report begins, and its year.
    """
    running = running_text(clean, table_spans)
    telling = _telling_sentences(running, clean.text, ledger)
    zeros = [told_zeros(sentence) if may_tell else [] for sentence, _, may_tell in telling]
    figures = list(map(_figures, telling, zeros))
    signals = list(chain.from_iterable(map(_check_sums, telling, [None, *telling])))
    places = running.places([sentence.start for sentence, _, _ in telling])
    bounds = [*np.searchsorted(places, [begin for begin, _ in reports]).tolist(), len(telling)]
    of_reports = [(slice(*some), year) for some, (_, year) in zip(pairwise(bounds), reports, strict=True)]
    for some, _ in of_reports:
        _read_lists(telling[some], figures[some])
    others = [token for found in map(_others, telling, figures, zeros) for token in found]
    facts = [fact for some, year in of_reports for fact in _facts(zip(telling[some], figures[some], zeros[some], strict=True), year)]
    others += [_told_of_others(fact) for fact in facts if fact.scope.scope == OF_OTHERS]
    return ProseReading([fact for fact in facts if fact.scope.scope != OF_OTHERS], others, signals)


_Figures = dict[int, Figure]
"""The figures of a sentence, by the place of their numbers."""


def _figures(telling: _Telling, zeros: list[ToldZero]) -> _Figures:
    """What the patterns read in one sentence."""
    sentence, quantities, _ = telling
    zero_starts = [zero.value[0] for zero in zeros if zero.value] if zeros else ()
    figures = {}
    for quantity in quantities:
        if quantity.start not in zero_starts and (read := read_quantity(sentence, quantity)):
            figures[quantity.start] = read
    if len(quantities) > 1 or (not figures and ")" in sentence.text):
        for start, moved in read_moved(sentence, quantities, figures).items():
            if moved:
                figures[start] = moved
            else:
                figures.pop(start, None)
    if len(quantities) > 1:
        for figure in (*read_respectively(sentence, quantities), *read_sums(sentence, quantities, figures)):
            figures[figure.quantity.start] = figure
    return figures


def _check_sums(telling: _Telling, before: _Telling | None) -> list[Signal]:
    if len(telling.quantities) < 2:
        return []
    goes_on = before and before.sentence.end == telling.sentence.start
    return check_sums(telling.sentence, telling.quantities, before[:2] if before and goes_on else None)


def _others(telling: _Telling, figures: _Figures, zeros: list[ToldZero]) -> Iterator[Token]:
    """What the ledger keeps of the quantities that are no figures."""
    read = {*figures, *(zero.value[0] for zero in zeros if zero.value)} if zeros else figures
    for quantity in telling.quantities:
        if quantity.start not in read and (token := _other(telling.sentence, quantity)):
            yield token


def _facts(read: Iterable[tuple[_Telling, _Figures, list[ToldZero]]], report_year: int | None) -> list[ProseFact]:
    """The facts of one report."""
    facts: list[ProseFact] = []
    for (sentence, quantities, _), figures, zeros in read:
        facts += [_fact(sentence, figures[quantity.start], report_year) for quantity in quantities if quantity.start in figures]
        facts += [_zero(sentence, zero, report_year) for zero in zeros]
    return settled(facts)


def _told_of_others(fact: ProseFact) -> Token:
    start, end = fact.value_span or fact.evidence
    return Token(start, end, "other_statistic", fact.value, fact.unit_printed, None, fact.measure[-_CLAUSE_REACH:])


def _telling_sentences(running: RunningText, text: str, ledger: Ledger) -> list[_Telling]:
    """In order the sentences that count something, with what they count, and those that may tell a zero; all others are passed over.

    `text` is the cleaned one.
    """
    told: dict[int, tuple[Sentence, list[Quantity]]] = {}
    matches = list(quantities_in(running.text))
    places = running.places([match.start() for match in matches])
    begin = end = -1
    for number in np.flatnonzero(ledger.are_free(places)).tolist():
        match, place = matches[number], int(places[number])
        if match.start() >= end:
            sentence = running.sentence_at(match.start())
            begin, end = sentence.start, sentence.end
            told[begin] = sentence, (counted := [])
        before = matches[number - 1] if number and matches[number - 1].start() >= begin else None
        quantity = quantity_of(match, sentence, before)
        if quantity and (
            sentence.place is not None
            or text.startswith(match[0], place)
            or _is_whole(quantity.start, match.end(1) - begin, sentence, text)
        ):
            counted.append(quantity)
    may_tell = set()
    for telling in tellings_in(running.text):
        sentence = running.sentence_at(telling)
        if sentence.section != "problems_plans":
            may_tell.add(sentence.start)
            told.setdefault(sentence.start, (sentence, []))
    return [new(_Telling, (*told[start], start in may_tell)) for start in sorted(told)]


def _is_whole(start: int, end: int, sentence: Sentence, text: str) -> bool:
    """Blanks part the digits, but of one number: 11  0  1 of a row of a table is no 1101. A number may run over the end of a line."""
    gaps = [(a + 1, b) for a, b in pairwise(_places(sentence, start, end)) if b > a + 1]
    return all(_is_end_of_line(text, *gap) for gap in gaps) or _is_spaced_out(sentence)


def _places(sentence: Sentence, start: int, end: int) -> list[int]:
    return [sentence.running.place(sentence.start + at) for at in range(start, end)]


def _is_end_of_line(text: str, start: int, end: int) -> bool:
    """A full line ends here, and the next one goes on with more than a number: 50 above 7755 are two cells of a table."""
    full = start - text.rfind("\n", 0, start) > WRAPPED
    return full and text[start:end].strip(" ") == "\n" and _GOES_ON.match(text, end) is not None


def _is_spaced_out(sentence: Sentence) -> bool:
    """A line in which nearly every character has a blank behind it."""
    places = _places(sentence, 0, len(sentence.text))
    return sum(b == a + 2 for a, b in pairwise(places)) * 4 > len(places) * 3


_GOES_ON = re.compile(r"[\d.,]*[^\d\s.,]")


def _read_lists(telling: Sequence[_Telling], figures: Sequence[_Figures]) -> None:
    """Add the figures of the lists of parts behind the disclosed totals of one report."""
    pending: _Pending | None = None
    for number, ((sentence, quantities, _), read) in enumerate(zip(telling, figures, strict=True)):
        if pending or read:
            pending = _read_list(sentence, quantities, read, pending)
            if pending and pending.paragraph == sentence.paragraph:
                following = slice(number + 1, number + 1 + _MOST_POINTS)
                _read_points(pending.total, sentence, telling[following], figures[following])


class _Pending(NamedTuple):
    """A total that a list of parts may go on with; `missing`: what the parts read so far lack of it, 0 where there are none."""

    total: Figure
    paragraph: int
    missing: Decimal


_POINTS_TOO = {TOTAL, "n_disclosed_category"}
_MOST_POINTS = 20


def _read_points(total: Figure, sentence: Sentence, following: Sequence[_Telling], figures: Sequence[_Figures]) -> None:
    """Add what the paragraphs behind a total count, one thing each, where these are its kinds."""
    points: list[tuple[Sentence, Quantity]] = []
    for point, quantities, _ in following:
        counted = [q for q in quantities if q.unit != "%"]
        if (
            point.start != point.paragraph
            or len(counted) != 1
            or counted[0].unit != total.quantity.unit
            or point.section != sentence.section
        ):
            break
        points.append((point, counted[0]))
    for read, figure in zip(figures, read_points(total, sentence.text.endswith((":", "其中")), points), strict=False):
        if read.get(figure.quantity.start, figure).indicator_id in _POINTS_TOO:
            read[figure.quantity.start] = figure


def _read_list(sentence: Sentence, quantities: list[Quantity], figures: _Figures, pending: _Pending | None) -> _Pending | None:
    """Read the list of parts behind a disclosed total, in its sentence or in the next one when that opens with 其中 or goes on with it."""
    totals = [f for f in figures.values() if f.indicator_id in SPLIT] if figures else []
    goes_on = pending is not None and (pending.paragraph == sentence.paragraph or _names_the_total(sentence))
    missing = Decimal(0)
    says_it_again = pending is not None and any(f.quantity.amount == pending.total.quantity.amount for f in totals)
    if pending and goes_on and (not totals or (OPENS_SENTENCE.match(sentence.text) and not says_it_again)):
        total, floor = pending.total, 0
        missing = pending.missing
    elif totals:
        total = min(totals, key=lambda f: f.quantity.start)
        floor = total.quantity.unit_end
    else:
        return pending
    parts = read_parts(sentence, total, quantities, figures, floor=floor)
    if not parts and missing:
        rest = replace(total, quantity=total.quantity._replace(amount=missing))
        parts = read_parts(sentence, rest, quantities, figures, floor=floor)
    told = sum((part.quantity.amount for part in parts), Decimal(0))
    for inner in totals:
        if inner is not total and OPENS_INNER.match(sentence.text, inner.quantity.unit_end):
            parts += read_parts(sentence, inner, quantities, figures, floor=inner.quantity.unit_end)
    for part in parts:
        figures[part.quantity.start] = part
    return _Pending(total, sentence.paragraph, total.quantity.amount - told if told else missing)


def _names_the_total(sentence: Sentence) -> bool:
    """This sentence does, or one before it in the paragraph."""
    return NAMES_THE_TOTAL.search(sentence.running.text, sentence.paragraph, sentence.end) is not None


def _fact(sentence: Sentence, figure: Figure, report_year: int | None) -> ProseFact:
    quantity, text, indicator_id = figure.quantity, sentence.text, figure.indicator_id
    if indicator_id in _CARRIED and report_year:
        indicator_id = _carried(text[figure.evidence_start : quantity.start], report_year) or indicator_id
    start, value, unit = quantity.start, quantity.amount, standard_unit()[indicator_id]
    if unit == "10k_yuan" and quantity.unit and quantity.unit.endswith("元"):
        value /= 10_000
    is_total = indicator_id == TOTAL
    scope = scope_of(sentence, start, report_year)
    channel = channel_above(sentence) if is_total and not figure.scope else None
    if channel is not None:
        indicator_id, scope = channel or TOTAL, scope if channel else Scope(OF_OTHERS, scope.period_year)
    if figure.scope and scope.scope == "reporting_agency":
        scope = Scope(figure.scope, scope.period_year)
    return new(
        ProseFact,
        (
            indicator_id,
            figure.pattern_id,
            figure.applicant_type,
            figure.qualifier,
            value,
            "number" if value else "explicit_zero",
            quantity.is_approximate,
            unit,
            quantity.unit,
            scope,
            sentence.section,
            sentence.span(figure.evidence_start, figure.evidence_end),
            sentence.span(start, quantity.end),
            text[figure.evidence_start : start],
            is_total and _AS_OF.search(text, 0, start) is not None and not tells_of_the_year(sentence, start),
            subject_of(sentence, start) if indicator_id in TOLD_OF_OTHERS else "",
        ),
    )


_AS_OF = re.compile(r"(?:截[至止]|目前|迄今)(?<![^,;]..)|[条件],已?累计")
_CARRIED = "n_applications_carried_in", "n_carried_over"
_CARRIED_OF = re.compile(r"结转(?:到|至|入)?(20\d\d)年")


def _carried(words: str, report_year: int) -> str | None:
    """结转2024年度2件 was carried in or over: the year tells, and None where none is named."""
    named = _CARRIED_OF.search(words)
    return _CARRIED[int(named[1]) > report_year] if named else None


_ZERO = Decimal(0)


def _zero(sentence: Sentence, zero: ToldZero, report_year: int | None) -> ProseFact:
    return ProseFact(
        indicator_id=zero.indicator_id,
        rule_id=f"zero.{zero.negation_id}",
        applicant_type=None,
        qualifier=None,
        value=_ZERO,
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
_WORDS_OF_A_NAME = re.compile(
    "[年月日届镇乡村门]|次(?:全会|会议|代表)|家子|大(?!类|项|块|方面|部分|板块|件|要素|领域|栏目|平台|任务|重点|举措)|条(?:规定|要求)"
)
"""Behind a numeral in words: a date, a congress, an article."""
_IDLE = {"一"}
"""一个, 一次 … are words more than quantities unless a pattern reads them."""
_CLAUSE_REACH = 16
"""So many characters before such a quantity are kept."""


def _other(sentence: Sentence, quantity: Quantity) -> Token | None:
    """What the ledger keeps of a quantity that is no figure; None where it keeps nothing."""
    text, start, end = sentence.text, quantity.start, quantity.end
    if quantity.chinese:
        if quantity.unit is None or text[start:end] in _IDLE or _WORDS_OF_A_NAME.match(text, end) or text[start - 1 : start] == "“":
            return None  # “三个代表”
    elif quantity.unit is None and _LIKE_A_YEAR.fullmatch(text, start, end):
        return None
    number_class = "percentage" if quantity.unit == "%" else "other_statistic"
    clause = text[max(0, start - _CLAUSE_REACH) : start]
    return new(Token, (*sentence.span(start, end), number_class, quantity.amount, quantity.unit, None, clause))
