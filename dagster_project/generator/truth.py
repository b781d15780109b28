"""The truth of a corpus as tables: what each file says, as a whole, figure by figure and number by number.

Does not belong here: how the files are made (corpus.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl
import pyarrow.parquet as pq

from dagster_project.generator.text import Mark, Text

MONEY_AND_COUNTS = pl.Decimal(24, 6)
_Columns = dict[str, pl.DataType | type[pl.DataType]]

_TRUTH: _Columns = {
    "doc": pl.String,
    "form": pl.String,
    "indicator_id": pl.String,
    "applicant_type": pl.String,
    "qualifier": pl.String,
    "value": MONEY_AND_COUNTS,
    "value_state": pl.String,
    "is_approximate": pl.Boolean,
    "unit": pl.String,
    "unit_zh": pl.String,
    "period_year": pl.Int32,
    "scope": pl.String,
    "source_kind": pl.String,
    "evidence": pl.String,
    "raw_start": pl.Int32,
    "raw_end": pl.Int32,
    "value_start": pl.Int32,
    "value_end": pl.Int32,
    "strict": pl.Int8,
    "notes": pl.String,
}
_DOCUMENTS: _Columns = {
    "doc": pl.String,
    "delivery": pl.String,
    "is_report": pl.Boolean,
    "expected_status": pl.String,
    "kind": pl.String,
    "agency_zh": pl.String,
    "agency_level": pl.String,
    "division_code": pl.String,
    "report_year": pl.Int32,
    "regime": pl.String,
    "form": pl.String,
    "script": pl.String,
    "medium": pl.String,
    "layout": pl.String,
    "encoding": pl.String,
    "container": pl.String,
    "contamination": pl.List(pl.String),
    "published_on": pl.Date,
    "period_start": pl.Date,
    "period_end": pl.Date,
    "planted": pl.List(pl.String),
}
_NUMBERS: _Columns = {"doc": pl.String, "token": pl.String, "start": pl.Int32, "end": pl.Int32, "class": pl.String}

TRUTH_SCHEMA, DOCUMENT_SCHEMA, NUMBER_SCHEMA = pl.Schema(_TRUTH), pl.Schema(_DOCUMENTS), pl.Schema(_NUMBERS)


@dataclass(frozen=True, slots=True)
class DocumentTruth:
    """What is true of a document as a whole. `expected_status`: accepted | not_a_report | quarantined."""

    doc: str
    delivery: str
    kind: str = "report"
    expected_status: str = "accepted"
    agency_zh: str | None = None
    agency_level: str | None = None
    division_code: str | None = None
    report_year: int | None = None
    regime: str | None = None
    form: str | None = None
    script: str | None = None
    medium: str | None = None
    layout: str | None = None
    encoding: str | None = None
    container: str | None = None
    """Kind of the file of many reports that this one lies in."""
    contamination: tuple[str, ...] = ()
    published_on: date | None = None
    period_start: date | None = None
    period_end: date | None = None
    planted: tuple[str, ...] = ()

    @property
    def is_report(self) -> bool:
        return self.expected_status == "accepted"

    def row(self) -> dict[str, object]:
        names = [n for n in DOCUMENT_SCHEMA if n != "is_report"]
        row: dict[str, object] = {n: getattr(self, n) for n in names}
        return row | {"is_report": self.is_report, "contamination": list(self.contamination), "planted": list(self.planted)}


@dataclass(frozen=True, slots=True)
class SampleReport:
    """One file of a corpus and the truth of it. `text` holds facts and numbers with their spans."""

    path: str
    content: bytes
    document: DocumentTruth
    text: Text = field(default_factory=Text)
    exact: bool = True

    def truth_rows(self) -> list[dict[str, object]]:
        """Rows of truth.parquet."""
        source = str(self.text)
        return [_fact_row(self.document.doc, m, source, self.exact) for m in self.text.facts]

    def number_rows(self) -> list[dict[str, object]]:
        """Rows of truth_numbers.parquet; only where positions are those of the file."""
        if not self.exact:
            return []
        source, doc = str(self.text), self.document.doc
        return [
            {"doc": doc, "token": source[n.start : n.end], "start": n.start, "end": n.end, "class": n.number_class}
            for n in self.text.numbers
        ]


def _fact_row(doc: str, mark: Mark, source: str, exact: bool) -> dict[str, object]:
    f = mark.fact
    valued = exact and mark.value_start >= 0
    return {
        "doc": doc,
        "form": f.form,
        "indicator_id": f.indicator_id,
        "applicant_type": f.applicant_type,
        "qualifier": f.qualifier,
        "value": f.value,
        "value_state": f.value_state,
        "is_approximate": f.is_approximate,
        "unit": f.unit,
        "unit_zh": f.unit_zh,
        "period_year": f.period_year,
        "scope": f.scope,
        "source_kind": f.source_kind,
        "evidence": source[mark.start : mark.end],
        "raw_start": mark.start if exact else None,
        "raw_end": mark.end if exact else None,
        "value_start": mark.value_start if valued else None,
        "value_end": mark.value_end if valued else None,
        "strict": f.strict,
        "notes": f.notes,
    }


@dataclass(frozen=True, slots=True)
class SampleFile:
    """What lies on disk: one report, or many in one file."""

    path: str
    content: bytes
    reports: tuple[SampleReport, ...]

    @classmethod
    def of(cls, report: SampleReport) -> SampleFile:
        return cls(report.path, report.content, (report,))


@dataclass(frozen=True, slots=True)
class SampleSummary:
    """What was written."""

    folder: Path
    files: int
    reports: int
    bytes: int
    facts: int
    numbers: int


BATCH = 500


def write_files(out: Path, source: Iterable[SampleFile]) -> SampleSummary:
    """Files below `out`, deliveries as folders; truth.parquet, truth_documents.parquet and truth_numbers.parquet beside them."""
    out.mkdir(parents=True, exist_ok=True)
    tables = _TruthTables(out)
    files = real = size = 0
    for file in source:
        target = out / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(file.content)
        for report in file.reports:
            tables.add(report)
            real += report.document.is_report
        files, size = files + 1, size + len(file.content)
    facts, numbers = tables.close()
    return SampleSummary(out, files, real, size, facts, numbers)


class _TruthTables:
    """The truth on disk, written in batches so that a large corpus does not fill the memory."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.schemas = {"truth": TRUTH_SCHEMA, "truth_documents": DOCUMENT_SCHEMA, "truth_numbers": NUMBER_SCHEMA}
        self.waiting: dict[str, list[dict[str, object]]] = {n: [] for n in self.schemas}
        self.counts = dict.fromkeys(self.schemas, 0)
        self.writers = {
            n: pq.ParquetWriter(out / f"{n}.parquet", pl.DataFrame(schema=s).to_arrow().schema) for n, s in self.schemas.items()
        }
        self.documents = 0

    def add(self, report: SampleReport) -> None:
        if report.document.is_report:
            self.waiting["truth"] += report.truth_rows()
            self.waiting["truth_numbers"] += report.number_rows()
        self.waiting["truth_documents"].append(report.document.row())
        self.documents += 1
        if self.documents % BATCH == 0:
            self._flush()

    def _flush(self) -> None:
        for name, rows in self.waiting.items():
            if rows:
                frame = pl.DataFrame(rows, schema=self.schemas[name])
                self.writers[name].write_table(frame.to_arrow())
                self.counts[name] += len(rows)
                rows.clear()

    def close(self) -> tuple[int, int]:
        self._flush()
        for writer in self.writers.values():
            writer.close()
        return self.counts["truth"], self.counts["truth_numbers"]
