"""Frames in, frames out: the readers of reports/ over a batch of documents, in the schemas of the lake.

Belongs here: batches and versions. Does not belong here: where frames come from and go to (engines, assets), or how a report is read.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from itertools import chain
from operator import attrgetter
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from dagster_project.catalogue import code_digest, seeds_digest
from dagster_project.lake import DOCUMENTS, NORMALISED, REPORTED_VALUES, LakeTable
from dagster_project.reports.cleaning import Cleaning, clean_all
from dagster_project.reports.extraction import Extraction, Report, extract
from dagster_project.reports.model import CleanText, ReadDocument, Unreadable
from dagster_project.reports.reading import read_document
from dagster_project.reports.rows import Rows

_NORMALISER_SEEDS = "advertising agency_suffixes divisions form_tables indicators page_chrome report_kinds section_kinds"
NORMALISER_VERSION = f"n-{code_digest('reports/reading', 'reports/cleaning')}-{seeds_digest(*_NORMALISER_SEEDS.split())}"
_READER_SEEDS = (
    "advertising agency_area_codes agency_postcodes agency_suffixes divisions form_tables indicators number_tokens page_chrome "
    "prose_channels prose_negation_nouns prose_negations prose_patterns prose_topics prose_units prose_words regimes "
    "report_kinds section_kinds townships"
)
EXTRACTOR_VERSION = f"x-{code_digest('reports')}-{seeds_digest(*_READER_SEEDS.split())}"
"""Versions follow the code and the catalogue: what an older version wrote is read again."""

_MAPS = ("clean_offsets", "clean_widths")
"""The way from clean text back to the source, a number for each character: carried as arrays, never as lists of Python numbers."""
_KNOWN = ("report_id", "source_uri", "delivery", "media_type", "encoding", "script", "contamination")
"""What DOCUMENTS takes from NORMALISED."""
_as_json = json.JSONEncoder(ensure_ascii=False, sort_keys=True).encode


@dataclass(frozen=True)
class Extracted:
    """The four tables that extraction writes for a batch."""

    documents: pl.DataFrame
    reported_values: pl.DataFrame
    numbers: pl.DataFrame
    signals: pl.DataFrame


@contextmanager
def _no_search_for_cycles() -> Iterator[None]:
    """A batch makes many objects and no cycles; to search them all for some, again and again, takes a fifth of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass(slots=True)
class _Normalised:
    """What NORMALISED says of a document beside what is known of its file. As it is here: it could not be read."""

    media_type: str | None = None
    encoding: str | None = None
    script: str | None = None
    contamination: Sequence[str] = ()
    source_text: str | None = None
    clean_text: str | None = None
    clean_offsets: Sequence[int] = ()
    clean_widths: Sequence[int] = ()
    chrome: Sequence[int] = ()
    page_starts: Sequence[int] = ()
    metadata: str | None = None
    readable: bool = False
    reason: str | None = None


@_no_search_for_cycles()
def normalise_batch(raw_documents: pl.DataFrame) -> pl.DataFrame:
    """RAW_DOCUMENTS -> NORMALISED, one row for one row. A document that cannot be read keeps its reason, never raises."""
    rows = list(raw_documents.iter_rows(named=True))
    documents = list(map(_read, rows))
    cleanings = iter(clean_all(document.text for document in documents if isinstance(document, ReadDocument)))
    found = [
        _normalised(row, document, next(cleanings)) if isinstance(document, ReadDocument) else _Normalised(reason=document)
        for row, document in zip(rows, documents, strict=True)
    ]
    columns = {name: raw_documents[name] for name in ("report_id", "source_uri", "delivery")}
    columns |= _columns(found, _Normalised.__slots__, NORMALISED)
    return NORMALISED.conform(pl.DataFrame(columns).with_columns(normaliser_version=pl.lit(NORMALISER_VERSION)))


def _columns(rows: Sequence[object], names: Iterable[str], table: LakeTable) -> dict[str, pl.Series]:
    return {name: _column(list(map(attrgetter(name), rows)), table.schema[name]) for name in names}


def _column(values: list[Any], dtype: pl.DataType) -> pl.Series:
    if not isinstance(dtype, pl.List):
        return pl.Series(values, dtype=dtype)
    # One list for each document, without a Python number for each member of an array.
    ends = np.cumsum([0, *map(len, values)], dtype=np.int64)
    if dtype.inner == pl.String:
        members = pa.array(chain.from_iterable(values), pa.large_string())
    else:
        members = np.concatenate([(), *values], dtype=np.int32, casting="unsafe")
    return pl.Series(pl.from_arrow(pa.LargeListArray.from_arrays(ends, members)))


def _read(row: dict[str, Any]) -> ReadDocument | str:
    """The document, or the reason why it cannot be read."""
    if row.get("problem"):
        return str(row["problem"])
    record_name = row.get("record_name")
    try:
        return read_document(row["content"], f"{row['source_uri']} {record_name}" if record_name else row["source_uri"])
    except Unreadable as error:
        return f"{error.reason}: {error}"


def _normalised(row: dict[str, Any], document: ReadDocument, cleaning: Cleaning) -> _Normalised:
    return _Normalised(
        media_type=document.media_type,
        encoding=document.encoding,
        script=cleaning.script,
        contamination=cleaning.contamination,
        source_text=document.text,
        clean_text=cleaning.clean.text,
        clean_offsets=cleaning.clean.offsets,
        clean_widths=cleaning.clean.widths,
        chrome=tuple(chain.from_iterable(cleaning.clean.chrome)),
        page_starts=document.page_starts,
        metadata=_metadata_json(document.metadata, row.get("record_name")),
        readable=True,
    )


def _metadata_json(metadata: dict[str, str], record_name: str | None) -> str | None:
    """What the medium says of the document, and where a crawl or corpus found it."""
    if record_name:
        metadata = metadata | {"url" if "://" in record_name else "path": record_name}
    return _as_json(metadata) if metadata else None


@_no_search_for_cycles()
def extract_batch(normalised: pl.DataFrame) -> Extracted:
    """NORMALISED -> documents, reported values, number ledger and signals."""
    known = list(normalised.drop(_MAPS).iter_rows(named=True))
    maps = (normalised[name] for name in _MAPS)
    batch = extract(_report(row, *places) for row, *places in zip(known, *maps, strict=True) if row["readable"])
    found = iter(batch.documents)
    documents = [_document(next(found)) if row["readable"] else _Document(status_reason=row["reason"]) for row in known]
    rows = Rows(batch)
    return Extracted(
        documents=_documents(normalised, documents),
        reported_values=REPORTED_VALUES.conform(rows.reported_values().with_columns(extractor_version=pl.lit(EXTRACTOR_VERSION))),
        numbers=rows.numbers(),
        signals=rows.signals(),
    )


def _report(row: dict[str, Any], offsets: pl.Series, widths: pl.Series) -> Report:
    chrome = tuple(zip(row["chrome"][::2], row["chrome"][1::2], strict=True))
    clean_text = CleanText(row["clean_text"], offsets.to_numpy().data, chrome, widths.to_numpy().data)
    metadata = json.loads(row["metadata"]) if row["metadata"] else {}
    return Report(row["report_id"], row["source_uri"], row["source_text"], clean_text, tuple(row["page_starts"]), metadata)


@dataclass(slots=True)
class _Document:
    """What DOCUMENTS says beside what normalisation knows. As it is here: it could not be read."""

    title: str | None = None
    agency_name: str | None = None
    agency_level: str | None = None
    agency_own_name: str | None = None
    division_code: str | None = None
    report_year: int | None = None
    period_start: date | None = None
    period_end: date | None = None
    published_on: date | None = None
    regime_by_year: str | None = None
    regime_by_form: str | None = None
    form_present: bool = False
    area_scope: str | None = None
    status: str = "quarantined"
    status_reason: str | None = None
    identity_evidence: str | None = None


def _document(found: Extraction) -> _Document:
    identity = found.identity
    return _Document(
        title=identity.title,
        agency_name=identity.agency_name,
        agency_level=identity.agency_level,
        agency_own_name=identity.agency_own_name,
        division_code=identity.division_code,
        report_year=identity.report_year,
        period_start=identity.period_start,
        period_end=identity.period_end,
        published_on=identity.published_on,
        regime_by_year=found.regime_by_year,
        regime_by_form=found.tables.form,
        form_present=found.tables.form is not None,
        area_scope=identity.area_scope,
        status="quarantined" if found.refused else "accepted" if identity.is_report else "not_a_report",
        status_reason=found.refused or identity.reason,
        identity_evidence=_as_json(identity.evidence),
    )


def _documents(normalised: pl.DataFrame, found: list[_Document]) -> pl.DataFrame:
    columns = {name: normalised[name] for name in _KNOWN} | _columns(found, _Document.__slots__, DOCUMENTS)
    return DOCUMENTS.conform(pl.DataFrame(columns).with_columns(extractor_version=pl.lit(EXTRACTOR_VERSION)))
