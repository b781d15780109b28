"""The pool: what one document does to a process must not cost its neighbours anything."""

from __future__ import annotations

import os
import time

import polars as pl
import pytest

from dagster_project.engines.pool import Pool, ReaderBroken
from dagster_project.engines.reading import combine_extracted, combine_normalised
from dagster_project.engines.record_audit import audit_reports, failing
from dagster_project.lake import NUMBERS, RAW_DOCUMENTS, REPORTED_VALUES
from dagster_project.reports import pipeline


def shout(frame: pl.DataFrame) -> list[str]:
    """A reader with a document for every way to fail."""
    for text in frame["text"]:
        if text == "crash":
            os._exit(9)
        if text == "hang":
            time.sleep(600)
        if text == "raise":
            raise ValueError("no such form")
    return [text.upper() for text in frame["text"]]


def always_fails(frame: pl.DataFrame) -> None:
    raise RuntimeError("broken reader")


def frame(*texts: str) -> pl.DataFrame:
    return pl.DataFrame({"text": list(texts)})


def test_results_come_in_the_order_of_the_frame():
    with Pool(shout, workers=2, chunk_rows=2) as pool:
        outcomes = pool.map(frame("a", "b", "c", "d", "e"))
    assert [text for outcome in outcomes for text in outcome.result] == list("ABCDE")


@pytest.mark.parametrize(
    ("bad", "reason"), [("crash", "ended with status 9"), ("hang", "longer than its time limit"), ("raise", "ValueError: no such form")]
)
def test_a_bad_document_loses_only_itself(bad, reason):
    with Pool(shout, workers=2, chunk_rows=3, chunk_seconds=2, document_seconds=1.5) as pool:
        outcomes = pool.map(frame("a", bad, "c", "d"))
    told = [pair for o in outcomes for pair in zip(o.chunk["text"], o.result or [None], strict=True)]
    assert told == [("a", "A"), (bad, None), ("c", "C"), ("d", "D")]
    assert [o.failure for o in outcomes if o.failure and reason in o.failure]


def test_a_reader_that_fails_on_everything_is_our_error_not_theirs():
    with Pool(always_fails, workers=1, chunk_rows=50) as pool, pytest.raises(ReaderBroken, match="broken reader"):
        pool.map(frame(*"abcdefghijklmnopqrstuvwxyz"))


def test_a_document_the_normaliser_fails_on_is_refused_with_its_reason_and_reaches_the_warehouse():
    source = RAW_DOCUMENTS.frame([{"report_id": "1", "source_uri": "a/x.txt", "delivery": "a", "content": b""}])
    with Pool(always_fails, workers=1) as pool:
        outcomes = pool.map(source)
    row = combine_normalised(source, outcomes)["normalised"].to_dicts()[0]
    assert (row["report_id"], row["readable"]) == ("1", False)
    assert "broken reader" in row["reason"]


@pytest.fixture(scope="module")
def read(sample_inbox):
    """One accepted report of the sample with figures: its normalised row and what is read of it."""
    for path in sorted(sample_inbox.rglob("*.txt")):
        raw = RAW_DOCUMENTS.frame([{"report_id": "1", "source_uri": "x.txt", "delivery": ".", "content": path.read_bytes()}])
        normalised = pipeline.normalise_batch(raw)
        extracted = pipeline.extract_batch(normalised)
        if extracted.documents["status"].to_list() == ["accepted"] and extracted.reported_values.height > 20:
            return normalised, extracted
    raise AssertionError("the sample holds no accepted report with figures")


def damaged(read, **changes):
    """The reports that the audit complains about, after a change of what was read."""
    normalised, extracted = read
    values = changes.get("values", lambda f: f)(extracted.reported_values)
    numbers = changes.get("numbers", lambda f: f)(extracted.numbers)
    return failing(audit_reports(normalised, REPORTED_VALUES.conform(values), NUMBERS.conform(numbers)))


def test_a_sound_reading_passes_the_record_audit(read):
    assert damaged(read) == {}


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"values": lambda f: f.with_columns(pl.lit("made up").alias("evidence_text"))}, "evidence texts are not"),
        ({"values": lambda f: f.with_columns(pl.col("value_start") + 10_000)}, "outside their evidence"),
        ({"numbers": lambda f: f.slice(3)}, "digits are in the number ledger"),
        ({"numbers": lambda f: pl.concat([f, f.head(1)])}, "overlap"),
        ({"numbers": lambda f: f.with_columns(pl.col("token_start") - 1)}, "are not what stands in the source"),
        ({"numbers": lambda f: f.with_columns(pl.lit("nowhere").alias("reported_value_id"))}, "point to a value that is not there"),
    ],
)
def test_a_reading_that_contradicts_its_source_is_noticed(read, changes, complaint):
    assert complaint in damaged(read, **changes)["1"]


def test_a_misread_report_is_quarantined_and_its_figures_are_left_out(read):
    normalised, extracted = read
    wrong = pipeline.Extracted(
        extracted.documents,
        extracted.reported_values.with_columns(pl.lit("made up").alias("evidence_text")),
        extracted.numbers,
        extracted.signals,
    )

    class Done:
        result, failure = wrong, None

    frames = combine_extracted(normalised, [Done])
    document = frames["documents"].to_dicts()[0]
    assert document["status"] == "quarantined" and "made up" in document["status_reason"]
    assert frames["reported_values"].is_empty() and frames["numbers"].is_empty()
