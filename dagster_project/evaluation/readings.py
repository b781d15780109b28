"""What the project reads of reports: taken from a published warehouse, or read here and now.

Does not belong here: labels (labels.py) and comparing (scoring.py).
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Any

import duckdb

from dagster_project.engines.pool import Pool
from dagster_project.engines.reading import extract_run, normalise_run
from dagster_project.ingest.records import records
from dagster_project.ingest.scan import InboxFile, walk
from dagster_project.lake import DOCUMENTS, NORMALISED, NUMBERS, RAW_DOCUMENTS, REPORTED_VALUES
from dagster_project.reports.pipeline import extract_batch, normalise_batch
from dagster_project.settings import Home

BATCH = 500
"""Documents read at a time: what a batch needs in memory is a few hundred megabytes at most."""

_VALUES = (
    "report_id, indicator_id, applicant_type, value, value_state, scope, period_year, form, source_kind, "
    "evidence_text, evidence_start, evidence_end, value_start, value_end"
)
_NUMBERS = "report_id, token_start, token_end, number_class"


@dataclass(slots=True)
class Reading:
    """What was read of one file."""

    doc: str
    document: dict[str, Any]
    """A row of documents or of marts.dim_report."""
    text: str = ""
    values: list[dict[str, Any]] = field(default_factory=list)
    numbers: list[dict[str, Any]] = field(default_factory=list)


def of_home(home: Home) -> Iterator[Reading]:
    """Everything that the published warehouse of a home holds."""
    con = duckdb.connect(str(home.published_warehouse), read_only=True)
    try:
        documents = _rows(con, "select * from marts.dim_report left join marts.report_text using (report_id)")
        values = _rows(con, f"select {_VALUES} from marts.fct_reported_value")
        numbers = _rows(con, f"select {_NUMBERS} from marts.fct_number")
        yield from _readings(documents, values, numbers)
    finally:
        con.close()


def of_reports(folder: Path, *, workers: int = 2) -> Iterator[Reading]:
    """Every report below a folder, read now, without a warehouse."""
    normalise, extract = normalise_run(), extract_run()
    with Pool(normalise.function, workers=workers) as normalisers, Pool(extract.function, workers=workers) as extractors:
        source = _raw_documents(folder)
        while rows := list(islice(source, BATCH)):
            raw = RAW_DOCUMENTS.frame(rows)
            normalised = normalise.combine(raw, normalisers.map(raw))[NORMALISED.name]
            frames = extract.combine(normalised, extractors.map(normalised))
            documents = frames[DOCUMENTS.name].join(normalised.select("report_id", "source_text"), on="report_id", how="left")
            values = frames[REPORTED_VALUES.name].select(_VALUES.split(", ")).iter_rows(named=True)
            numbers = frames[NUMBERS.name].select(_NUMBERS.split(", ")).iter_rows(named=True)
            yield from _readings(documents.iter_rows(named=True), values, numbers)


def read_here(folder: Path) -> Iterator[Reading]:
    """The same without processes of its own: for a few reports that are known to be readable."""
    source = _raw_documents(folder)
    while rows := list(islice(source, BATCH)):
        normalised = normalise_batch(RAW_DOCUMENTS.frame(rows))
        found = extract_batch(normalised)
        documents = found.documents.join(normalised.select("report_id", "source_text"), on="report_id", how="left")
        yield from _readings(
            documents.iter_rows(named=True), found.reported_values.iter_rows(named=True), found.numbers.iter_rows(named=True)
        )


def _raw_documents(folder: Path) -> Iterator[dict[str, Any]]:
    seen = set()
    for found in walk(folder):
        if isinstance(found, InboxFile):
            for record in records(found.path):
                report_id = hashlib.sha256(record.content).hexdigest()
                if report_id not in seen:
                    seen.add(report_id)
                    uri = found.source_uri + record.suffix
                    yield {
                        "report_id": report_id,
                        "source_uri": uri,
                        "delivery": found.delivery,
                        "content": record.content,
                    } | record.about()


def _rows(con: duckdb.DuckDBPyConnection, sql: str) -> Iterator[dict[str, Any]]:
    answer = con.cursor().execute(sql)
    names = [column[0] for column in answer.description or []]
    while rows := answer.fetchmany(10_000):
        for row in rows:
            yield dict(zip(names, row, strict=True))


def _readings(
    documents: Iterable[dict[str, Any]], values: Iterable[dict[str, Any]], numbers: Iterable[dict[str, Any]]
) -> Iterator[Reading]:
    values_of, numbers_of = _by_report(values), _by_report(numbers)
    for row in documents:
        report_id, text = row["report_id"], row.pop("source_text") or ""
        doc = PurePosixPath(row["source_uri"]).name
        yield Reading(doc, row, text, values_of.get(report_id, []), numbers_of.get(report_id, []))


def _by_report(rows: Iterable[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        found[row["report_id"]].append(row)
    return dict(found)
