"""The two reading stages: which function of dagster_project/reports they run, and what becomes of a document it fails on."""

from __future__ import annotations

import polars as pl

from dagster_project.engines.pool import Outcome
from dagster_project.engines.record_audit import audit_reports, failing
from dagster_project.engines.stages import Frames, StageRun
from dagster_project.lake import DOCUMENTS, NORMALISED, NUMBERS, RAW_DOCUMENTS, REPORTED_VALUES, SIGNALS
from dagster_project.reports import pipeline
from dagster_project.storage import EXTRACTED_STAGE, NORMALISED_STAGE, RAW, RAW_VERSION

TELL_US = "it is set aside until a newer reader can take it; please report it with the file"
READER_FAILED = "the reader failed on it"
READING_CONTRADICTS_ITSELF = "what was read of it contradicts the source"


def extractor_version() -> str:
    """What the extracted shards depend on: the extractor, and the normaliser whose text it reads."""
    return f"{pipeline.NORMALISER_VERSION} {pipeline.EXTRACTOR_VERSION}"


def stage_versions() -> dict[str, str]:
    """Stage name -> version of what it writes today."""
    return {RAW.name: RAW_VERSION, NORMALISED_STAGE.name: pipeline.NORMALISER_VERSION, EXTRACTED_STAGE.name: extractor_version()}


def normalise_run() -> StageRun:
    return StageRun(
        NORMALISED_STAGE, pipeline.NORMALISER_VERSION, RAW_DOCUMENTS, RAW, RAW_VERSION, pipeline.normalise_batch, combine_normalised
    )


def extract_run() -> StageRun:
    return StageRun(
        EXTRACTED_STAGE,
        extractor_version(),
        NORMALISED,
        NORMALISED_STAGE,
        pipeline.NORMALISER_VERSION,
        pipeline.extract_batch,
        combine_extracted,
    )


def combine_normalised(source: pl.DataFrame, outcomes: list[Outcome]) -> Frames:
    """The shard's frame; a document the normaliser failed on is unreadable, with the reason."""
    frames = [outcome.result for outcome in outcomes if outcome.result is not None]
    failed = [
        {
            "report_id": outcome.chunk["report_id"][0],
            "source_uri": outcome.chunk["source_uri"][0],
            "delivery": outcome.chunk["delivery"][0],
            "contamination": [],
            "page_starts": [],
            "readable": False,
            "reason": f"{READER_FAILED}: {outcome.failure}; {TELL_US}",
            "normaliser_version": pipeline.NORMALISER_VERSION,
        }
        for outcome in outcomes
        if outcome.failure
    ]
    return {NORMALISED.name: pl.concat([*frames, _filled(NORMALISED.schema, failed)])}


def combine_extracted(source: pl.DataFrame, outcomes: list[Outcome]) -> Frames:
    """The shard's four frames. A document the extractor failed on, or misread, is quarantined and its figures are left out."""
    results = [outcome.result for outcome in outcomes if outcome.result is not None]
    failed = {outcome.chunk["report_id"][0]: f"{READER_FAILED}: {outcome.failure}; {TELL_US}" for outcome in outcomes if outcome.failure}
    identity = ["report_id", "source_uri", "delivery", "media_type", "encoding", "script", "contamination"]
    given_up = source.filter(pl.col("report_id").is_in(list(failed))).select(identity).to_dicts()
    rows = [
        {**row, "form_present": False, "area_scope": "unknown", "status": "quarantined", "status_reason": failed[row["report_id"]]}
        | {"extractor_version": pipeline.EXTRACTOR_VERSION}
        for row in given_up
    ]
    documents = pl.concat([*(r.documents for r in results), _filled(DOCUMENTS.schema, rows)])
    frames = {
        REPORTED_VALUES.name: pl.concat([*(r.reported_values for r in results), REPORTED_VALUES.frame([])]),
        NUMBERS.name: pl.concat([*(r.numbers for r in results), NUMBERS.frame([])]),
        SIGNALS.name: pl.concat([*(r.signals for r in results), SIGNALS.frame([])]),
    }
    accepted = documents.filter(pl.col("status") == "accepted").select("report_id").join(source, on="report_id")
    misread = failing(audit_reports(accepted, frames[REPORTED_VALUES.name], frames[NUMBERS.name]))
    if misread:
        documents = set_aside(documents, misread)
        frames = {name: frame.filter(~pl.col("report_id").is_in(list(misread))) for name, frame in frames.items()}
    return {**frames, DOCUMENTS.name: documents}


def set_aside(documents: pl.DataFrame, reasons: dict[str, str]) -> pl.DataFrame:
    """The documents with these reports quarantined."""
    told = {report_id: f"{READING_CONTRADICTS_ITSELF}: {reason}; {TELL_US}" for report_id, reason in reasons.items()}
    concerned = pl.col("report_id").is_in(list(told))
    return documents.with_columns(
        pl.when(concerned).then(pl.lit("quarantined")).otherwise("status").alias("status"),
        pl.when(concerned).then(pl.col("report_id").replace_strict(told, default=None)).otherwise("status_reason").alias("status_reason"),
    )


def _filled(schema: pl.Schema, rows: list[dict]) -> pl.DataFrame:
    """Rows as a frame of the schema; what a row does not say is null."""
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)
