"""One readable report -> its identity, facts, number ledger and signals.

Belongs here: putting the readers together. Does not belong here: reading itself, or making rows of what was found (rows.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal

from dagster_project.reports.identifying import identify
from dagster_project.reports.model import CleanText, Identity, Signal, Span
from dagster_project.reports.prose.ledger import Ledger, Token
from dagster_project.reports.prose.reading import ProseFact, read_prose
from dagster_project.reports.regimes import regime_of_year
from dagster_project.reports.tables import TableFact, TableReading, read_tables

_NUMERALS = re.compile(r"\d[\d,.]*\d|\d")
_SOURCE_DIGITS = re.compile(r"[0-9０-９]+")


UNKNOWN_FORM = (
    "unknown_form: its table of statistics has the row {row} and others that no form of the catalogue has; "
    "describe the form in the catalogue (docs/adding-a-form.md) and build again"
)


@dataclass(frozen=True)
class Report:
    """What extraction needs to know of one readable document."""

    report_id: str
    source_uri: str
    source_text: str
    clean: CleanText
    page_starts: tuple[int, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass
class Extraction:
    """What was found in one report. Places are those of the cleaned text, except `removed_digits`, which are of the source."""

    report: Report
    identity: Identity
    regime_by_year: str | None = None
    regime_by_form: str | None = None
    table_facts: list[TableFact] = field(default_factory=list)
    prose_facts: list[ProseFact] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    """Token.fact counts the facts of tables first, then those of prose."""
    removed_digits: list[Span] = field(default_factory=list)
    signals: list[Signal] = field(default_factory=list)
    refused: str | None = None
    """Why a report is set aside although it is one."""


def extract(report: Report) -> Extraction:
    """Identity, figures, ledger and signals of one document; figures only if it is a report."""
    clean = report.clean
    identity = identify(clean, report.source_uri, report.metadata)
    regime = regime_of_year(identity.report_year)
    if not identity.is_report:
        return Extraction(report, identity, regime)
    tables = read_tables(clean, regime, identity.report_year)
    if tables.unknown:
        return Extraction(report, identity, regime, refused=UNKNOWN_FORM.format(row=tables.unknown))
    ledger = Ledger(clean)
    _claim_cells(ledger, clean, tables.facts)
    _claim_surplus(ledger, clean, tables)
    _claim_chrome(ledger, clean)
    ledger.claim_shapes(tables.spans)
    ledger.claim_enumerators()
    _claim_labels(ledger, clean, tables)
    prose = read_prose(clean, tables.spans, ledger, identity.report_year)
    for fact_no, prose_fact in enumerate(prose.facts, start=len(tables.facts)):
        _claim_figure(ledger, prose_fact, fact_no)
    for token in prose.others:
        ledger.claim(token)
    tokens = ledger.close(tables.spans)
    return Extraction(
        report,
        identity,
        regime,
        tables.form,
        tables.facts,
        prose.facts,
        tokens,
        _removed_digits(report, tokens),
        tables.signals + prose.signals,
    )


def _claim_cells(ledger: Ledger, clean: CleanText, facts: list[TableFact]) -> None:
    tokens = []
    for fact_no, fact in enumerate(facts):
        span, number = fact.value_span, fact.value.number
        if span is None or number is None:
            continue
        if not clean.text[span[0] : span[1]].isdigit():
            digits = [m.span() for m in _NUMERALS.finditer(clean.text, *span)]
            if not digits:
                continue
            span = digits[0][0], digits[-1][1]
        tokens.append(Token(*span, "table_cell", number, fact.unit_printed, fact_no, fact.cell.indicator_id))
    ledger.claim_all(tokens)


def _claim_surplus(ledger: Ledger, clean: CleanText, tables: TableReading) -> None:
    for signal in tables.signals:
        if signal.rule_id == "TAB-SURPLUS":
            for start, end in ledger.digits_in(*signal.span):
                ledger.claim(Token(start, end, "table_cell", Decimal(clean.text[start:end])))


def _claim_labels(ledger: Ledger, clean: CleanText, tables: TableReading) -> None:
    """The numbers that the form itself prints: codes of rows, and what belongs to the words of a label."""
    for spans, number_class in ((tables.codes, "enumerator"), (tables.labels, "name_part")):
        for span in spans:
            for start, end in ledger.digits_in(*span):
                opens = not clean.text[span[0] : start].strip("( ")
                ledger.claim(Token(start, end, "enumerator" if opens else number_class))


def _claim_chrome(ledger: Ledger, clean: CleanText) -> None:
    for line in clean.chrome:
        for start, end in ledger.digits_in(*line):
            ledger.claim(Token(start, end, "page_chrome"))


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


def _removed_digits(report: Report, tokens: list[Token]) -> list[Span]:
    """Digits of the source text that cleaning took out; none where it took out nothing, since the ledger has every digit."""
    clean, text = report.clean, report.source_text
    if len(clean.text) == len(text) and not clean.widths:
        return []
    at, gaps = 0, []
    for start, end in [*(clean.source_span(token.start, token.end) for token in tokens), (len(text), len(text))]:
        if at < start:
            gaps.append((at, start))
        at = max(at, end)
    if not _SOURCE_DIGITS.search("".join([text[start:end] for start, end in gaps])):
        return []
    return [match.span() for gap in gaps for match in _SOURCE_DIGITS.finditer(text, *gap)]
