"""Readable reports -> their identity, facts, number ledger and signals.

Belongs here: putting the readers together. Does not belong here: reading itself, or making rows of what was found (rows.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from dagster_project.reports.identifying import identify
from dagster_project.reports.model import CleanText, Identity, Signal, Span
from dagster_project.reports.prose.ledger import Ledger, Token
from dagster_project.reports.prose.reading import ProseFact, read_prose
from dagster_project.reports.regimes import regime_of_year
from dagster_project.reports.tables import CellColumns, TableReading, read_tables

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
    tables: TableReading = field(default_factory=TableReading)
    prose_facts: list[ProseFact] = field(default_factory=list)
    tokens: list[Token] = field(default_factory=list)
    """The ledger but for the numbers of tables. Token.fact counts the facts of prose."""
    removed_digits: list[Span] = field(default_factory=list)
    signals: list[Signal] = field(default_factory=list)
    refused: str | None = None
    """Why a report is set aside although it is one."""


@dataclass(frozen=True)
class Batch:
    """What was found in some reports; `in_ledger` tells for each of the cells whether its number is one of the ledger."""

    reports: list[Extraction]
    cells: CellColumns
    in_ledger: np.ndarray


def extract(reports: Iterable[Report]) -> Batch:
    """Identity, figures, ledger and signals of some documents; figures only of those that are reports."""
    found = list(map(_begin, reports))
    cells = CellColumns([one.tables for one in found])
    in_ledger = cells.numbers[:, 0] >= 0
    for one, start, end in zip(found, cells.bounds, cells.bounds[1:], strict=False):
        if one.identity.is_report and not one.refused:
            _read_text(one, cells.numbers[start:end], in_ledger[start:end])
    return Batch(found, cells, in_ledger)


def _begin(report: Report) -> Extraction:
    """Whose report it is, and its tables."""
    identity = identify(report.clean, report.source_uri, report.metadata)
    regime = regime_of_year(identity.report_year)
    if not identity.is_report:
        return Extraction(report, identity, regime)
    tables = read_tables(report.clean, regime, identity.report_year)
    if tables.unknown:
        return Extraction(report, identity, regime, refused=UNKNOWN_FORM.format(row=tables.unknown))
    return Extraction(report, identity, regime, tables)


def _read_text(found: Extraction, numbers: np.ndarray, in_ledger: np.ndarray) -> None:
    """The ledger and the prose around the tables. `numbers`: where those of the cells stand; `in_ledger` is told which are entered."""
    clean, tables = found.report.clean, found.tables
    ledger = Ledger(clean)
    in_ledger[in_ledger] = ledger.claim_cells(*numbers[in_ledger].T)
    _claim_surplus(ledger, clean, tables)
    _claim_chrome(ledger, clean)
    ledger.claim_shapes(tables.spans)
    ledger.claim_enumerators()
    _claim_labels(ledger, clean, tables)
    prose = read_prose(clean, tables.spans, ledger, found.identity.report_year)
    for fact_no, prose_fact in enumerate(prose.facts):
        _claim_figure(ledger, prose_fact, fact_no)
    for token in prose.others:
        ledger.claim(token)
    found.prose_facts, found.tokens = prose.facts, ledger.close(tables.spans)
    found.removed_digits = _removed_digits(found.report, found.tokens, numbers[in_ledger])
    found.signals = tables.signals + prose.signals


def _claim_surplus(ledger: Ledger, clean: CleanText, tables: TableReading) -> None:
    surplus = [signal.span for signal in tables.signals if signal.rule_id == "TAB-SURPLUS"]
    for _, start, end in ledger.digits_of(surplus):
        ledger.claim(Token(start, end, "table_cell", Decimal(clean.text[start:end])))


def _claim_labels(ledger: Ledger, clean: CleanText, tables: TableReading) -> None:
    """The numbers that the form itself prints: codes of rows, and what belongs to the words of a label."""
    for spans, number_class in ((tables.codes, "enumerator"), (tables.labels, "name_part")):
        for span, start, end in ledger.digits_of(spans):
            opens = start == span[0] or not clean.text[span[0] : start].strip("( ")
            ledger.claim(Token(start, end, "enumerator" if opens else number_class))


def _claim_chrome(ledger: Ledger, clean: CleanText) -> None:
    for _, start, end in ledger.digits_of(clean.chrome):
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


def _removed_digits(report: Report, tokens: list[Token], cell_numbers: np.ndarray) -> list[Span]:
    """Digits of the source text that cleaning took out; none where it took out nothing, since the ledger has every digit."""
    clean, text = report.clean, report.source_text
    if len(clean.text) == len(text) and not clean.widths:
        return []
    spans = sorted([*map(tuple, cell_numbers.tolist()), *(token[:2] for token in tokens)])
    at, gaps = 0, []
    for start, end in [*(clean.source_span(*span) for span in spans), (len(text), len(text))]:
        if at < start:
            gaps.append((at, start))
        at = max(at, end)
    if not _SOURCE_DIGITS.search("".join([text[start:end] for start, end in gaps])):
        return []
    return [match.span() for gap in gaps for match in _SOURCE_DIGITS.finditer(text, *gap)]
