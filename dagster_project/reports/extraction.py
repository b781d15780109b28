"""One readable report -> its document row, reported values, number ledger and signals.

Belongs here: putting the readers together and turning their findings into rows of the lake tables. Does not belong here: reading itself.
"""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from dagster_project.reports.identifying import identify
from dagster_project.reports.model import CleanText, Identity, Span
from dagster_project.reports.prose.ledger import Ledger, Token, enumerators, shaped_tokens
from dagster_project.reports.prose.reading import ProseFact, read_prose
from dagster_project.reports.regimes import regime_of_year
from dagster_project.reports.tables import TableFact, TableReading, read_tables

_DIGITS = re.compile(r"\d+")
_NUMERALS = re.compile(r"\d[\d,.]*\d|\d")
_SOURCE_DIGITS = re.compile(r"[0-9０-９]+")
_SIX_PLACES = Decimal("0.000001")
_TOO_LARGE = Decimal(10) ** 18
"""What no column of the lake can hold is a code, and has no value."""


@dataclass
class Extraction:
    """Rows of one report, as dictionaries of the lake tables; ids and versions are put in by the pipeline."""

    identity: Identity
    regime_by_year: str | None = None
    regime_by_form: str | None = None
    values: list[dict[str, Any]] = field(default_factory=list)
    numbers: list[dict[str, Any]] = field(default_factory=list)
    signals: list[dict[str, Any]] = field(default_factory=list)


@dataclass(frozen=True)
class Report:
    """What extraction needs to know of one readable document."""

    report_id: str
    source_uri: str
    source_text: str
    clean: CleanText
    page_starts: tuple[int, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)


def extract(report: Report) -> Extraction:
    """Identity, figures, ledger and signals of one document; figures only if it is a report."""
    identity = identify(report.clean, report.source_uri, report.metadata)
    regime = regime_of_year(identity.report_year)
    result = Extraction(identity, regime_by_year=regime)
    if not identity.is_report:
        return result
    tables = read_tables(report.clean, regime)
    result.regime_by_form = tables.form
    ledger = Ledger(report.clean)
    for fact_no, fact in enumerate(tables.facts):
        result.values.append(_table_row(report, fact, identity.report_year))
        _claim_cell(ledger, report.clean, fact, fact_no)
    _claim_surplus(ledger, report.clean, tables)
    _claim_chrome(ledger, report.clean)
    for token in (*shaped_tokens(report.clean.text, tables.spans), *enumerators(report.clean.text)):
        ledger.claim(token)
    _claim_labels(ledger, report.clean, tables)
    prose = read_prose(report.clean, tables.spans, ledger, identity.report_year)
    for prose_fact in prose.facts:
        _claim_figure(ledger, prose_fact, len(result.values))
        result.values.append(_prose_row(report, prose_fact))
    for token in prose.others:
        ledger.claim(token)
    ids = [row["reported_value_id"] for row in result.values]
    tokens = ledger.close(tables.spans)
    result.numbers = [_number_row(report, token, ids) for token in tokens]
    result.numbers += _uncleaned_digits(report, result.numbers)
    result.signals = [_signal_row(report, s.rule_id, s.message, s.span) for s in tables.signals]
    result.signals += [
        _signal_row(report, s.rule_id, s.message, s.span, status=s.status, expected=s.expected, actual=s.actual) for s in prose.signals
    ]
    return result


def _value_id(report_id: str, *parts: object) -> str:
    return hashlib.blake2b("\x1f".join([report_id, *map(str, parts)]).encode(), digest_size=16).hexdigest()


def _page(report: Report, position: int) -> int | None:
    return bisect_right(report.page_starts, position) or None if report.page_starts else None


def _decimal(value: Decimal | None) -> Decimal | None:
    return None if value is None or abs(value) >= _TOO_LARGE else value.quantize(_SIX_PLACES)


def _table_row(report: Report, fact: TableFact, report_year: int | None) -> dict[str, Any]:
    start, end = report.clean.source_span(*fact.evidence)
    value_span = report.clean.source_span(*fact.value_span) if fact.value_span else (None, None)
    key = (fact.cell.indicator_id, fact.cell.applicant_type, fact.form, start, end, fact.table_no, fact.row_no, fact.column_no)
    value = _decimal(fact.value.in_unit(fact.cell.unit))
    return {
        "reported_value_id": _value_id(report.report_id, *key),
        "report_id": report.report_id,
        "indicator_id": fact.cell.indicator_id,
        "form": fact.form,
        "applicant_type": fact.cell.applicant_type,
        "qualifier": None,
        "value": value,
        "value_state": fact.value.state if value is not None or fact.value.number is None else "unparseable",
        "is_approximate": False,
        "unit": fact.cell.unit,
        "unit_printed": fact.unit_printed,
        "period_year": report_year,
        "scope": "reporting_agency",
        "source_kind": "table",
        "section": "form",
        "table_no": fact.table_no,
        "row_no": fact.row_no,
        "column_no": fact.column_no,
        "page_no": _page(report, start),
        "evidence_text": report.source_text[start:end],
        "evidence_start": start,
        "evidence_end": end,
        "value_start": value_span[0],
        "value_end": value_span[1],
        "rule_id": f"{fact.form}.{fact.table_id}",
    }


def _prose_row(report: Report, fact: ProseFact) -> dict[str, Any]:
    start, end = report.clean.source_span(*fact.evidence)
    value_span = report.clean.source_span(*fact.value_span) if fact.value_span else (None, None)
    return {
        "reported_value_id": _value_id(report.report_id, fact.indicator_id, fact.applicant_type, fact.qualifier, start, end, *value_span),
        "report_id": report.report_id,
        "indicator_id": fact.indicator_id,
        "form": "narrative",
        "applicant_type": fact.applicant_type,
        "qualifier": fact.qualifier,
        "value": _decimal(fact.value),
        "value_state": fact.value_state,
        "is_approximate": fact.is_approximate,
        "unit": fact.unit,
        "unit_printed": fact.unit_printed,
        "period_year": fact.scope.period_year,
        "scope": fact.scope.scope,
        "source_kind": "prose",
        "section": fact.section,
        "table_no": None,
        "row_no": None,
        "column_no": None,
        "page_no": _page(report, start),
        "evidence_text": report.source_text[start:end],
        "evidence_start": start,
        "evidence_end": end,
        "value_start": value_span[0],
        "value_end": value_span[1],
        "rule_id": fact.rule_id,
    }


def _claim_cell(ledger: Ledger, clean: CleanText, fact: TableFact, fact_no: int) -> None:
    if fact.value_span is None:
        return
    start, end = fact.value_span
    if not clean.text[start:end].isdigit():
        digits = [m.span() for m in _NUMERALS.finditer(clean.text, start, end)]
        if not digits:
            return
        start, end = digits[0][0], digits[-1][1]
    ledger.claim(Token(start, end, "table_cell", fact.value.number, fact.unit_printed, fact_no, fact.cell.indicator_id))


def _claim_surplus(ledger: Ledger, clean: CleanText, tables: TableReading) -> None:
    for signal in tables.signals:
        if signal.rule_id == "TAB-SURPLUS":
            for match in _DIGITS.finditer(clean.text, *signal.span):
                ledger.claim(Token(match.start(), match.end(), "table_cell", Decimal(match.group())))


def _claim_labels(ledger: Ledger, clean: CleanText, tables: TableReading) -> None:
    """The numbers that the form itself prints: codes of rows, and what belongs to the words of a label."""
    for spans, number_class in ((tables.codes, "enumerator"), (tables.labels, "name_part")):
        for span in spans:
            for match in _DIGITS.finditer(clean.text, *span):
                opens = not clean.text[span[0] : match.start()].strip("( ")
                ledger.claim(Token(match.start(), match.end(), "enumerator" if opens else number_class))


def _claim_chrome(ledger: Ledger, clean: CleanText) -> None:
    for start, end in clean.chrome:
        for match in _DIGITS.finditer(clean.text, start, end):
            ledger.claim(Token(match.start(), match.end(), "page_chrome"))


def _claim_figure(ledger: Ledger, fact: ProseFact, fact_no: int) -> None:
    if fact.value_span is None:
        return
    start, end = fact.value_span
    number_class = "other_statistic" if fact.scope.scope == "plan" else "indicator"
    taken = ledger.covering(start)
    if taken:
        ledger.replace(taken, Token(taken.start, taken.end, number_class, fact.value, fact.unit_printed, fact_no, fact.measure))
    else:
        ledger.claim(Token(start, end, number_class, fact.value, fact.unit_printed, fact_no, fact.measure))


def _number_row(report: Report, token: Token, ids: list[str]) -> dict[str, Any]:
    start, end = report.clean.source_span(token.start, token.end)
    return {
        "report_id": report.report_id,
        "token": report.source_text[start:end],
        "token_start": start,
        "token_end": end,
        "number_class": token.number_class,
        "value": _decimal(token.value),
        "unit": token.unit,
        "reported_value_id": ids[token.fact] if token.fact is not None else None,
        "measure_text": token.measure,
    }


def _uncleaned_digits(report: Report, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Digits of the source text that cleaning removed: they belong to no sentence, so they are chrome."""
    text, at, gaps = report.source_text, 0, []
    spans = sorted([(row["token_start"], row["token_end"]) for row in rows])
    for start, end in [*spans, (len(text), len(text))]:
        if at < start:
            gaps.append((at, start))
        at = max(at, end)
    if not _SOURCE_DIGITS.search("".join([text[start:end] for start, end in gaps])):
        return []
    return [_loose_row(report, "page_chrome", m.span()) for gap in gaps for m in _SOURCE_DIGITS.finditer(text, *gap)]


def _loose_row(report: Report, number_class: str, span: Span) -> dict[str, Any]:
    return {
        "report_id": report.report_id,
        "token": report.source_text[slice(*span)],
        "token_start": span[0],
        "token_end": span[1],
        "number_class": number_class,
        "value": None,
        "unit": None,
        "reported_value_id": None,
        "measure_text": None,
    }


def _signal_row(
    report: Report, rule_id: str, message: str, span: Span, *, status: str = "fail", expected: str | None = None, actual: str | None = None
) -> dict[str, Any]:
    start, end = report.clean.source_span(*span)
    return {
        "report_id": report.report_id,
        "rule_id": rule_id,
        "status": status,
        "expected": expected,
        "actual": actual,
        "evidence_text": report.source_text[start:end],
        "evidence_start": start,
        "evidence_end": end,
        "message": message,
    }


def evidence_json(identity: Identity) -> str:
    """Where agency, year and dates were taken from, as JSON with sorted keys."""
    return json.dumps(identity.evidence, ensure_ascii=False, sort_keys=True)
