"""The pandas frames that the gates judge: one a shard for lake tables, an audit computed by SQL for the warehouse.

Rows carry what an expectation compares (is the hash right? is the evidence what stands in the text?), so that the
expectations themselves stay simple. Columns with long texts are left out.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from dagster_project.engines.reading import READER_FAILED, READING_CONTRADICTS_ITSELF, extractor_version
from dagster_project.engines.record_audit import audit_reports
from dagster_project.lake import DOCUMENTS, NORMALISED, NUMBERS, RAW_DOCUMENTS, REPORTED_VALUES
from dagster_project.reports import pipeline
from dagster_project.settings import SEEDS_DIR, Home
from dagster_project.storage import EXTRACTED_STAGE, NORMALISED_STAGE, RAW, RAW_VERSION, Lake

if TYPE_CHECKING:
    import pandas as pd

NUMBER_CLASSES = frozenset(NUMBERS.columns["number_class"][1].replace(" ", "").split("|"))


@cache
def indicator_ids() -> frozenset[str]:
    """Every indicator id of the catalogue."""
    with (SEEDS_DIR / "indicators.csv").open(encoding="utf-8") as file:
        return frozenset(row["indicator_id"] for row in csv.DictReader(file))


def raw_frames(home: Home) -> Iterator[pd.DataFrame]:
    """A row a document: is what is stored under its hash really what has that hash?"""
    lake = Lake(home.lake)
    for shard in lake.shards(RAW, RAW_VERSION):
        frame = lake.read(RAW_DOCUMENTS, shard, RAW_VERSION)
        hashes = [hashlib.sha256(content).hexdigest() for content in frame["content"]]
        yield (
            frame.with_columns(pl.Series("bytes_hash", hashes, dtype=pl.String), pl.col("content").bin.size().alias("size_bytes"))
            .drop("content")
            .to_pandas()
        )


def normalised_frames(home: Home) -> Iterator[pd.DataFrame]:
    """A row a raw document: was it normalised, and does its way back to the source hold?"""
    lake = Lake(home.lake)
    version = pipeline.NORMALISER_VERSION
    done = set(lake.shards(NORMALISED_STAGE, version))
    for shard in lake.shards(RAW, RAW_VERSION):
        raw = lake.read(RAW_DOCUMENTS, shard, RAW_VERSION, ["report_id", "source_uri"])
        rows = lake.read(NORMALISED, shard, version) if shard in done else NORMALISED.frame([])
        judged = rows.select(
            "report_id",
            "media_type",
            "script",
            "readable",
            "reason",
            pl.col("source_text").str.len_chars().alias("source_length"),
            pl.col("clean_text").str.len_chars().alias("clean_length"),
            pl.col("clean_offsets").list.len().alias("offsets"),
            pl.col("clean_offsets").list.max().alias("last_offset"),
            (~pl.col("reason").fill_null("").str.starts_with(READER_FAILED)).alias("reader_survived"),
            pl.lit(True).alias("normalised"),
        )
        frame = raw.join(judged, on="report_id", how="left", maintain_order="left").with_columns(pl.col("normalised").fill_null(False))
        yield frame.with_columns(
            (~pl.col("readable") | (pl.col("offsets") == pl.col("clean_length"))).alias("every_character_has_an_offset"),
            (~pl.col("readable") | (pl.col("last_offset").fill_null(-1) < pl.col("source_length"))).alias("offsets_inside_source"),
            (pl.col("readable") | pl.col("reason").is_not_null()).alias("refusal_has_reason"),
        ).to_pandas()


def reported_value_frames(home: Home) -> Iterator[pd.DataFrame]:
    """A row a reported value, with what it is compared with in its report."""
    lake, version = Lake(home.lake), extractor_version()
    for shard in lake.shards(EXTRACTED_STAGE, version):
        texts = lake.read(NORMALISED, shard, pipeline.NORMALISER_VERSION, ["report_id", "source_text"])
        accepted = lake.read(DOCUMENTS, shard, version, ["report_id", "status"]).filter(pl.col("status") == "accepted")
        values = lake.read(REPORTED_VALUES, shard, version)
        text_of = dict(texts.iter_rows())
        spans = values.select("report_id", "evidence_start", "evidence_end").iter_rows()
        found = [(text_of.get(report_id) or "")[start:end] if start is not None else None for report_id, start, end in spans]
        yield (
            values.with_columns(
                pl.Series("source_slice", found, dtype=pl.String),
                pl.col("indicator_id").is_in(sorted(indicator_ids())).alias("indicator_known"),
                pl.col("report_id").is_in(accepted["report_id"].to_list()).alias("report_accepted"),
                (pl.col("value").is_not_null() == pl.col("value_state").is_in(["number", "explicit_zero", "zero_from_negation"])).alias(
                    "value_fits_state"
                ),
                (pl.col("value_state").is_in(["explicit_zero", "zero_from_negation"]) <= (pl.col("value") == 0).fill_null(False)).alias(
                    "zero_is_zero"
                ),
                pl.col("value").cast(pl.Float64).alias("value"),
            )
            .drop("extractor_version", "rule_id", "section", "qualifier")
            .to_pandas()
        )


def number_ledger_frames(home: Home) -> Iterator[pd.DataFrame]:
    """A row a document: for accepted ones the counts of the record audit, for all of them whether the audit set them aside."""
    lake, version = Lake(home.lake), extractor_version()
    for shard in lake.shards(EXTRACTED_STAGE, version):
        documents = lake.read(DOCUMENTS, shard, version, ["report_id", "source_uri", "status", "status_reason"])
        texts = lake.read(NORMALISED, shard, pipeline.NORMALISER_VERSION, ["report_id", "source_text"])
        numbers = lake.read(NUMBERS, shard, version)
        accepted = documents.filter(pl.col("status") == "accepted").select("report_id").join(texts, on="report_id", how="left")
        audit = audit_reports(
            accepted.with_columns(pl.col("source_text").fill_null("")), lake.read(REPORTED_VALUES, shard, version), numbers
        )
        unknown = numbers.filter(~pl.col("number_class").is_in(sorted(NUMBER_CLASSES))).group_by("report_id").len("unknown_classes")
        yield (
            documents.join(audit, on="report_id", how="left", maintain_order="left")
            .join(unknown, on="report_id", how="left", maintain_order="left")
            .with_columns(
                pl.when(pl.col("status") == "accepted").then(pl.col("unknown_classes").fill_null(0)).alias("unknown_classes"),
                pl.col("status_reason")
                .fill_null("")
                .str.contains_any([READING_CONTRADICTS_ITSELF, READER_FAILED])
                .alias("set_aside_by_audit"),
            )
            .to_pandas()
        )
