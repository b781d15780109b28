"""One document: what was read of it beside what it is labelled with.

Figures are compared as sets of (indicator, applicant type, value), so that a figure told twice counts once. A label that is not
strict, or that belongs to another scope, neither rewards nor punishes. Does not belong here: adding documents up (summary.py).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from dagster_project.evaluation.labels import IDENTITY_COLUMNS, LabelledDocument, LabelledFact, LabelledNumber, canonical_value
from dagster_project.evaluation.readings import Reading

_DIGIT = re.compile("[0-9０-９]")
_ONE_OF_THE_REPORT = frozenset({"", "total"})
"""A form without applicant types and the 总计 column say the same."""

_SAME_CLASS = (
    frozenset({"year", "date", "page_chrome"}),
    frozenset({"indicator", "table_cell"}),
    frozenset({"indicator", "percentage"}),
    frozenset({"phone", "page_chrome"}),
    frozenset({"postcode", "address"}),
)
"""Classes between which people who label disagree as well."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that is labelled, or was read. `indicator` is the first id of a label with several."""

    indicator: str
    applicant: str
    value: str
    form: str
    source_kind: str
    evidence: str


@dataclass(slots=True)
class DocumentScore:
    """What is right and wrong in one document."""

    label: LabelledDocument
    reading: Reading | None
    hits: list[Figure] = field(default_factory=list)
    missed: list[Figure] = field(default_factory=list)
    found_right: list[Figure] = field(default_factory=list)
    invented: list[Figure] = field(default_factory=list)
    classes: Counter[tuple[str, str]] = field(default_factory=Counter)
    """(class it is labelled with, class it was given) -> tokens."""
    class_errors: list[tuple[LabelledNumber, str]] = field(default_factory=list)
    identity: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Column of the labels -> (labelled, read)."""
    evidence: tuple[int, int] = (0, 0)
    digits: tuple[int, int] = (0, 0)

    @property
    def is_accepted(self) -> bool:
        return self.reading is not None and self.reading.document["status"] == "accepted"

    @property
    def errors(self) -> int:
        return len(self.missed) + len(self.invented)


def score_document(label: LabelledDocument, reading: Reading | None) -> DocumentScore:
    """Everything that can be compared of one document; what was not read at all is missed."""
    score = DocumentScore(label, reading)
    _score_figures(score)
    _score_classes(score)
    if label.is_report:
        document = reading.document if reading else {}
        score.identity = {c: (told, str(document.get(IDENTITY_COLUMNS[c]))) for c, told in label.identity.items()}
    if reading:
        score.evidence = _exact_evidence(reading)
        score.digits = _digits_accounted(reading)
    return score


def is_same_class(labelled: str, given: str) -> bool:
    return labelled == given or any({labelled, given} <= pair for pair in _SAME_CLASS)


def _score_figures(score: DocumentScore) -> None:
    own = [fact for fact in score.label.facts if fact.is_own]
    found = _found(score.reading)
    values_found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for figure in found:
        values_found[figure.indicator, figure.value].add(figure.applicant)
    for target in _targets(own):
        hit = any(_same_applicant(target.applicant, a) for i in target.indicators for a in values_found.get((i, target.value), ()))
        (score.hits if hit else score.missed).append(_labelled_figure(target))

    labelled: dict[tuple[str, str], set[str]] = defaultdict(set)
    for fact in own:
        for indicator in fact.indicators:
            labelled[indicator, fact.value].add(fact.applicant)
    # A figure that is labelled for another scope is no invention, whatever scope is claimed for it.
    elsewhere = {(i, fact.value) for fact in score.label.facts if not fact.is_own for i in fact.indicators}
    for figure in found:
        key = (figure.indicator, figure.value)
        right = key in elsewhere or any(_same_applicant(figure.applicant, a) for a in labelled.get(key, ()))
        (score.found_right if right else score.invented).append(figure)


def _targets(own: list[LabelledFact]) -> list[LabelledFact]:
    """The strict labels, each once; a figure in a table and in prose counts as one of the table."""
    once: dict[tuple[tuple[str, ...], str, str], LabelledFact] = {}
    for fact in own:
        key = (fact.indicators, fact.applicant, fact.value)
        if fact.is_strict and (key not in once or (fact.source_kind == "table" != once[key].source_kind)):
            once[key] = fact
    return list(once.values())


def _labelled_figure(fact: LabelledFact) -> Figure:
    return Figure(fact.indicators[0], fact.applicant, fact.value, fact.form, fact.source_kind, fact.evidence)


def _found(reading: Reading | None) -> list[Figure]:
    """Figures read for the reporting agency in the report year, each once, those of tables first."""
    if reading is None:
        return []
    year = reading.document["report_year"]
    once: dict[tuple[str, str, str], Figure] = {}
    for row in sorted(reading.values, key=lambda row: row["source_kind"] != "table"):
        if row["scope"] == "reporting_agency" and (year is None or row["period_year"] in (None, year)):
            key = (row["indicator_id"], row["applicant_type"] or "", canonical_value(row["value"], row["value_state"] or ""))
            once.setdefault(key, Figure(*key, row["form"], row["source_kind"], row["evidence_text"] or ""))
    return list(once.values())


def _same_applicant(one: str, other: str) -> bool:
    return one == other or {one, other} <= _ONE_OF_THE_REPORT


def _score_classes(score: DocumentScore) -> None:
    rows = sorted(score.reading.numbers, key=lambda row: row["token_start"]) if score.reading else []
    starts = [row["token_start"] for row in rows]
    for number in score.label.numbers:
        if not any(c.isdigit() for c in number.token):
            continue
        at = bisect_right(starts, number.start) - 1
        given = rows[at]["number_class"] if at >= 0 and number.start < rows[at]["token_end"] else "nothing"
        score.classes[number.number_class, given] += 1
        if not is_same_class(number.number_class, given):
            score.class_errors.append((number, given))


def _exact_evidence(reading: Reading) -> tuple[int, int]:
    """Spans that hold what they claim, spans."""
    return sum(_is_exact(row, reading.text) for row in reading.values), len(reading.values)


def _is_exact(row: dict[str, Any], text: str) -> bool:
    start, end = row["evidence_start"], row["evidence_end"]
    if start is None or text[start:end] != row["evidence_text"]:
        return False
    if row["value_state"] not in ("number", "explicit_zero") or row["value_start"] is None:
        return True
    return start <= row["value_start"] < row["value_end"] <= end


def _digits_accounted(reading: Reading) -> tuple[int, int]:
    """Digits of the text that lie in exactly one row of the ledger, digits. Only accepted reports have a ledger."""
    if reading.document["status"] != "accepted":
        return 0, 0
    covered: Counter[int] = Counter()
    for row in reading.numbers:
        covered.update(range(row["token_start"], row["token_end"]))
    digits = [match.start() for match in _DIGIT.finditer(reading.text)]
    return sum(covered[at] == 1 for at in digits), len(digits)
