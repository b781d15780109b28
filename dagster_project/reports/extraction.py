"""Readable reports -> their identity, facts, number ledger and signals.

Belongs here: putting the readers together. Does not belong here: reading itself, or making rows of what was found (rows.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import chain

import numpy as np

from dagster_project.reports.identifying import Document, identify_all
from dagster_project.reports.model import CleanText, Identity, Signal, Span, joined
from dagster_project.reports.prose.facts import ProseFact
from dagster_project.reports.prose.ledger import Ledger, Token
from dagster_project.reports.prose.reading import read_prose
from dagster_project.reports.regimes import regime_of_year
from dagster_project.reports.tables import CellColumns, TableReading, Text, read_all_tables

UNKNOWN_FORM = (
    "unknown_form: its table of statistics has the row {row} and others that no form of the catalogue has; "
    "describe the form in the catalogue (docs/adding-a-form.md) and build again"
)


_BETWEEN_CELLS = " \t\n|,-"
_BEHIND_LABEL = re.compile(r"[^\u4e00-\u9fff]*(?:[\u4e00-\u9fff]{1,2}[^\u4e00-\u9fff]+)?")
"""The values behind the label of a row, and its unit."""


@dataclass(frozen=True)
class Report:
    """What extraction needs to know of one readable document."""

    report_id: str
    source_uri: str
    source_text: str
    clean: CleanText
    page_starts: tuple[int, ...] = ()
    metadata: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Extraction:
    """Whose report a document is, and its tables. Places are those of its own cleaned text."""

    report: Report
    identity: Identity
    regime_by_year: str | None = None
    tables: TableReading = field(default_factory=TableReading)
    refused: str | None = None
    """Why a report is set aside although it is one."""

    @property
    def has_figures(self) -> bool:
        """Whether its figures are read: those of documents that are no reports, or are set aside, are not."""
        return self.identity.is_report and not self.refused


@dataclass(frozen=True)
class Batch:
    """What was found in some documents. The cleaned texts of the reports among them stand in `clean` as one, and all places are in that."""

    documents: list[Extraction]
    reports: list[Extraction]
    """Those of the documents whose figures were read, in the order of the text."""
    clean: CleanText
    begins: np.ndarray
    """Where the text of each of these reports begins."""
    cells: CellColumns
    in_ledger: np.ndarray
    """For each of the cells whether its number is one of the ledger."""
    prose_facts: list[ProseFact]
    tokens: list[Token]
    """The ledger but for the numbers of tables. Token.fact counts the facts of prose."""
    signals: list[Signal]


def extract(reports: Iterable[Report]) -> Batch:
    """Identity, figures, ledger and signals of some documents; figures only of those that are reports."""
    documents = _begin(list(reports))
    read = [document for document in documents if document.has_figures]
    clean, begins = joined([document.report.clean for document in read])
    readings = [document.tables for document in read]
    tables, cells = _JoinedTables(readings, begins), CellColumns(readings, begins)
    ledger = Ledger(clean)
    in_ledger = cells.numbers[:, 0] >= 0
    in_ledger[in_ledger] = ledger.claim_cells(*cells.numbers[in_ledger].T)
    _claim_surplus(ledger, tables.signals)
    _claim_chrome(ledger)
    ledger.claim_shapes(tables.spans)
    ledger.claim_enumerators()
    _claim_labels(ledger, tables)
    years = [document.identity.report_year for document in read]
    prose = read_prose(clean, tables.spans, ledger, list(zip(begins.tolist(), years, strict=True)))
    for fact_no, fact in enumerate(prose.facts):
        _claim_figure(ledger, fact, fact_no)
    for token in prose.others:
        ledger.claim(token)
    tokens = ledger.close(tables.spans)
    signals = tables.signals + _rows_of_nothing(tokens, tables.signals, clean.text) + prose.signals
    return Batch(documents, read, clean, begins, cells, in_ledger, prose.facts, tokens, signals)


def _begin(reports: list[Report]) -> list[Extraction]:
    """Whose reports they are, and their tables."""
    identities = identify_all([Document(report.clean, report.source_uri, report.metadata) for report in reports])
    regimes = [regime_of_year(identity.report_year) for identity in identities]
    ours = [number for number, identity in enumerate(identities) if identity.is_report]
    texts = [Text(reports[n].clean, regimes[n], identities[n].report_year) for n in ours]
    tables = dict(zip(ours, read_all_tables(texts), strict=True))
    read = map(tables.get, range(len(reports)))
    return list(map(_begun, reports, identities, regimes, read))


def _begun(report: Report, identity: Identity, regime: str | None, tables: TableReading | None) -> Extraction:
    if tables and tables.unknown:
        return Extraction(report, identity, regime, refused=UNKNOWN_FORM.format(row=tables.unknown))
    return Extraction(report, identity, regime, tables or TableReading())


class _JoinedTables:
    """What the tables of some reports say, with the places of their joined text."""

    def __init__(self, readings: Sequence[TableReading], begins: np.ndarray) -> None:
        self.spans = _moved([reading.spans for reading in readings], begins)
        self.labels = _moved([reading.labels for reading in readings], begins)
        self.codes = _moved([reading.codes for reading in readings], begins)
        self.signals = [
            replace(signal, span=(signal.span[0] + begin, signal.span[1] + begin))
            for reading, begin in zip(readings, begins.tolist(), strict=True)
            for signal in reading.signals
        ]


def _moved(spans: Sequence[Sequence[Span]], begins: np.ndarray) -> list[Span]:
    """Spans of some texts as those of all."""
    flat = np.fromiter(chain.from_iterable(chain.from_iterable(spans)), np.int64).reshape(-1, 2)
    return list(map(tuple, (flat + np.repeat(begins, list(map(len, spans)))[:, None]).tolist()))


def _claim_surplus(ledger: Ledger, signals: Sequence[Signal]) -> None:
    surplus = [signal.span for signal in signals if signal.rule_id == "TAB-SURPLUS"]
    for _, start, end in ledger.digits_of(surplus):
        ledger.claim(Token(start, end, "table_cell", Decimal(ledger.text[start:end])))


def _rows_of_nothing(tokens: Sequence[Token], told: Sequence[Signal], text: str) -> list[Signal]:
    """Signals for numbers inside tables that are no cell of a form and that no other signal tells of, those of a row together."""
    left = [(token.start, token.end) for token in tokens if token.number_class == "table_cell"]
    if not left:
        return []
    places = np.zeros(len(text) + 1, np.int32)
    for signal in told:
        behind = _BEHIND_LABEL.match(text, signal.span[1]) if signal.rule_id == "TAB-LABEL" else None
        places[signal.span[0]] += 1
        places[behind.end() if behind else signal.span[1]] -= 1
    is_told = np.cumsum(places) > 0
    rows: list[Span] = []
    for start, end in left:
        if is_told[start]:
            continue
        if rows and not text[rows[-1][1] : start].strip(_BETWEEN_CELLS):
            rows[-1] = rows[-1][0], end
        else:
            rows.append((start, end))
    return [Signal("TAB-ROW", "fail", None, None, "numbers of a table that stand in no row of its form", row) for row in rows]


def _claim_chrome(ledger: Ledger) -> None:
    for _, start, end in ledger.digits_of(ledger.chrome):
        ledger.claim(Token(start, end, "page_chrome"))


def _claim_labels(ledger: Ledger, tables: _JoinedTables) -> None:
    """The numbers that the form itself prints: codes of rows, and what belongs to the words of a label."""
    for spans, number_class in ((tables.codes, "enumerator"), (tables.labels, "name_part")):
        for (begin, _), start, end in ledger.digits_of(spans):
            opens = start == begin or not ledger.text[begin:start].strip("( ")
            ledger.claim(Token(start, end, "enumerator" if opens else number_class))


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
