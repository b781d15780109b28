"""What the gates of the lake measure, shard by shard: are the bytes those of the hash? is the evidence what stands in the text?"""

from __future__ import annotations

import hashlib
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from dagster_project.catalogue import seed
from dagster_project.checks.audits import Audit, as_frame, audit_shards, summed
from dagster_project.engines.reading import READER_FAILED, READING_CONTRADICTS_ITSELF, extractor_version
from dagster_project.engines.record_audit import audit_reports
from dagster_project.lake import DOCUMENTS, NORMALISED, NUMBERS, RAW_DOCUMENTS, REPORTED_VALUES
from dagster_project.reports import pipeline
from dagster_project.settings import Home
from dagster_project.storage import EXTRACTED_STAGE, NORMALISED_STAGE, RAW, RAW_VERSION, Lake

if TYPE_CHECKING:
    import pandas as pd

WITH_VALUE = ["number", "explicit_zero", "zero_from_negation"]
ZEROS = ["explicit_zero", "zero_from_negation"]
FIRST_YEAR, LAST_YEAR = 1990, 2100


@cache
def indicator_ids() -> frozenset[str]:
    """Every indicator id of the catalogue."""
    return frozenset(row["indicator_id"] for row in seed("indicators"))


@cache
def forms() -> frozenset[str]:
    """Every form of the catalogue, and `narrative`."""
    return frozenset(row["regime"] for row in seed("indicators"))


def raw_audit(home: Home, *, again: bool) -> pd.DataFrame:
    """Measures of the raw documents: keys, origin, and whether the stored bytes have the hash they are stored under."""
    lake = Lake(home.lake)

    def audit(shard: str) -> pl.DataFrame:
        frame = lake.read(RAW_DOCUMENTS, shard, RAW_VERSION)
        hashes = [hashlib.sha256(content).hexdigest() for content in frame["content"]]
        seen = frame.with_columns(pl.Series("bytes_hash", hashes, dtype=pl.String), pl.col("content").bin.size().alias("size"))
        of = Audit(seen.drop("content"), ("report_id", "source_uri"))
        return pl.concat(
            [
                of.total("documents"),
                of.wrong("report_id is no hash", ~pl.col("report_id").str.contains("^[0-9a-f]{64}$")),
                of.wrong("report_id twice", pl.col("report_id").is_duplicated()),
                of.wrong("bytes differ from their hash", pl.col("report_id") != pl.col("bytes_hash")),
                of.wrong("no source_uri", pl.col("source_uri").is_null()),
                of.wrong("no delivery", pl.col("delivery").is_null()),
                of.wrong("empty file", pl.col("size") == 0),
                of.wrong("record cannot be taken out of its file", pl.col("problem").is_not_null()),
            ]
        )

    shards = {shard: [lake.path(RAW_DOCUMENTS, shard, RAW_VERSION)] for shard in lake.shards(RAW, RAW_VERSION)}
    return as_frame(summed(audit_shards(home, "raw", shards, audit, again=again)))


def normalised_audit(home: Home, *, again: bool) -> pd.DataFrame:
    """Measures over the raw documents: was each normalised, and does its way back to the source hold?"""
    lake, version = Lake(home.lake), pipeline.NORMALISER_VERSION
    done = set(lake.shards(NORMALISED_STAGE, version))
    readable = pl.col("readable").fill_null(False)

    def audit(shard: str) -> pl.DataFrame:
        raw = lake.read(RAW_DOCUMENTS, shard, RAW_VERSION, ["report_id", "source_uri"])
        rows = lake.read(NORMALISED, shard, version) if shard in done else NORMALISED.frame([])
        judged = rows.select(
            *("report_id", "media_type", "script", "readable", "reason"),
            pl.col("source_text").str.len_chars().alias("source_length"),
            pl.col("clean_text").str.len_chars().alias("clean_length"),
            pl.col("clean_offsets").list.len().alias("offsets"),
            pl.col("clean_offsets").list.max().alias("last_offset"),
            pl.lit(True).alias("normalised"),
        )
        frame = raw.join(judged, on="report_id", how="left", maintain_order="left")
        of = Audit(frame, ("report_id", "source_uri", "reason"))
        texts = Audit(frame.filter(readable), ("report_id", "source_uri"))
        return pl.concat(
            [
                of.total("documents"),
                of.wrong("not normalised", pl.col("normalised").is_null()),
                of.wrong("no media type", pl.col("media_type").is_null(), readable),
                of.wrong("readable without a text", pl.col("source_length").is_null(), readable),
                texts.occurring("script", "script"),
                of.wrong("character without its place in the source", pl.col("offsets") != pl.col("clean_length"), readable),
                of.wrong("place outside of the source", pl.col("last_offset").fill_null(-1) >= pl.col("source_length"), readable),
                of.wrong("refused without a reason", pl.col("reason").is_null(), ~readable & pl.col("normalised").is_not_null()),
                of.wrong("the normaliser failed on it", pl.col("reason").fill_null("").str.starts_with(READER_FAILED)),
                of.wrong("refused", ~readable),
            ]
        )

    shards = {
        shard: [lake.path(RAW_DOCUMENTS, shard, RAW_VERSION), lake.path(NORMALISED, shard, version)]
        for shard in lake.shards(RAW, RAW_VERSION)
    }
    return as_frame(summed(audit_shards(home, "normalised", shards, audit, again=again)))


def reported_values_audit(home: Home, *, again: bool) -> pd.DataFrame:
    """Measures of the reported values: domains, blanks against zeros, and each evidence against the text it is taken from."""
    lake, version = Lake(home.lake), extractor_version()

    def audit(shard: str) -> pl.DataFrame:
        texts = lake.read(NORMALISED, shard, pipeline.NORMALISER_VERSION, ["report_id", "source_text"])
        accepted = lake.read(DOCUMENTS, shard, version, ["report_id", "status"]).filter(pl.col("status") == "accepted")
        values = lake.read(REPORTED_VALUES, shard, version)
        frame = values.with_columns(pl.Series("evidence_is_there", _evidence_is_there(values, texts), dtype=pl.Boolean))
        of = Audit(frame, ("report_id", "indicator_id", "evidence_text"))
        state = pl.col("value_state").fill_null("")
        cells = Audit(frame.filter(pl.col("source_kind") == "table"), ("report_id", "indicator_id", "evidence_text"))
        has_value = cells.frame.with_columns(pl.when(state.is_in([*WITH_VALUE, "blank_cell", "dash"])).then(True).alias("readable_cell"))
        return pl.concat(
            [
                of.total("reported values"),
                of.wrong("no reported_value_id", pl.col("reported_value_id").is_null()),
                of.wrong("reported_value_id twice", pl.col("reported_value_id").is_duplicated()),
                of.wrong("of a report that is not accepted", ~pl.col("report_id").is_in(accepted["report_id"].implode())),
                of.wrong("indicator is not in the catalogue", ~pl.col("indicator_id").is_in(sorted(indicator_ids()))),
                of.wrong("form is not in the catalogue", ~pl.col("form").is_in(sorted(forms()))),
                of.occurring("value_state", "value_state"),
                of.occurring("scope", "scope"),
                of.occurring("source_kind", "source_kind"),
                of.occurring("applicant_type", "applicant_type", nulls=False),
                of.wrong("value against its state", pl.col("value").is_not_null() != state.is_in(WITH_VALUE)),
                of.wrong("told zero is not 0", (pl.col("value") != 0).fill_null(True), state.is_in(ZEROS)),
                of.wrong("no evidence", pl.col("evidence_text").is_null()),
                of.wrong("evidence differs from the source", ~pl.col("evidence_is_there")),
                of.wrong("negative value", pl.col("value") < 0, pl.col("value").is_not_null()),
                of.wrong("year out of time", ~pl.col("period_year").is_between(FIRST_YEAR, LAST_YEAR), pl.col("period_year").is_not_null()),
                Audit(has_value, cells.key).filled("cells that could be read", "readable_cell", by="form"),
            ]
        )

    shards = {
        shard: [lake.path(NORMALISED, shard, pipeline.NORMALISER_VERSION)]
        + [lake.path(table, shard, version) for table in (DOCUMENTS, REPORTED_VALUES)]
        for shard in lake.shards(EXTRACTED_STAGE, version)
    }
    return as_frame(summed(audit_shards(home, "reported_values", shards, audit, again=again)))


def _evidence_is_there(values: pl.DataFrame, texts: pl.DataFrame) -> list[bool]:
    """For each value: does its evidence stand in the text at that place? Cut in Python, where any place of a text is reached at once."""
    text_of = dict(texts.iter_rows())
    columns = (values[name].to_list() for name in ("report_id", "evidence_start", "evidence_end", "evidence_text"))
    return [
        start is not None and (text_of.get(report_id) or "")[start:end] == evidence
        for report_id, start, end, evidence in zip(*columns, strict=True)
    ]


def number_ledger_audit(home: Home, *, again: bool) -> pd.DataFrame:
    """Measures of the documents and of their ledgers: every digit once, and how many were set aside."""
    lake, version = Lake(home.lake), extractor_version()

    def audit(shard: str) -> pl.DataFrame:
        columns = ["report_id", "source_uri", "status", "status_reason", "regime_by_year", "agency_name", "report_year", "division_code"]
        documents = lake.read(DOCUMENTS, shard, version, columns)
        texts = lake.read(NORMALISED, shard, pipeline.NORMALISER_VERSION, ["report_id", "source_text"])
        numbers = lake.read(NUMBERS, shard, version)
        accepted = documents.filter(pl.col("status") == "accepted")
        with_texts = accepted.select("report_id").join(texts, on="report_id", how="left").with_columns(pl.col("source_text").fill_null(""))
        counted = audit_reports(with_texts, lake.read(REPORTED_VALUES, shard, version), numbers)
        reason = pl.col("status_reason").fill_null("")
        of = Audit(documents, ("report_id", "source_uri", "status_reason"))
        reports = Audit(accepted.join(counted, on="report_id", how="left"), ("report_id", "source_uri", "example"))
        known = Audit(accepted, ("report_id", "source_uri"))
        return pl.concat(
            [
                of.occurring("status", "status"),
                of.wrong("not accepted without a reason", pl.col("status_reason").is_null(), pl.col("status") != "accepted"),
                reports.wrong("digits not in the ledger", pl.col("digits_in_text") != pl.col("digits_in_ledger")),
                reports.wrong("ledger rows overlap", pl.col("tokens_overlapping") > 0),
                reports.wrong("ledger row differs from the source", pl.col("tokens_wrong") > 0),
                reports.wrong("ledger row points to no value", pl.col("links_broken") > 0),
                Audit(numbers, ("report_id", "token")).occurring("number_class", "number_class"),
                of.wrong("set aside: its reading contradicts it", reason.str.contains_any([READING_CONTRADICTS_ITSELF, READER_FAILED])),
                of.wrong("quarantined", pl.col("status") == "quarantined"),
                known.filled("agency known", "agency_name", by="regime_by_year"),
                known.filled("year known", "report_year", by="regime_by_year"),
                known.filled("division known", "division_code", by="regime_by_year"),
            ]
        )

    shards = {
        shard: [lake.path(NORMALISED, shard, pipeline.NORMALISER_VERSION)]
        + [lake.path(table, shard, version) for table in (DOCUMENTS, REPORTED_VALUES, NUMBERS)]
        for shard in lake.shards(EXTRACTED_STAGE, version)
    }
    return as_frame(summed(audit_shards(home, "number_ledger", shards, audit, again=again)))
