"""The lake: whole shards or none, nothing lost and nothing twice."""

from __future__ import annotations

import polars as pl
import pytest

from dagster_project.lake import NORMALISED, RAW_DOCUMENTS, SchemaError
from dagster_project.storage import NORMALISED_STAGE, RAW, RAW_VERSION, Lake, shard_name

VERSIONS = {"raw": RAW_VERSION, "normalised": "n1", "extracted": "x1"}


def raw(*ids: str) -> dict[str, pl.DataFrame]:
    return {
        RAW_DOCUMENTS.name: RAW_DOCUMENTS.frame([{"report_id": i, "source_uri": f"{i}.txt", "delivery": ".", "content": b""} for i in ids])
    }


def normalised(*ids: str) -> dict[str, pl.DataFrame]:
    rows = [{**dict.fromkeys(NORMALISED.columns), "report_id": i, "readable": False} for i in ids]
    return {NORMALISED.name: NORMALISED.frame(rows)}


@pytest.fixture
def lake(home) -> Lake:
    return Lake(home.lake)


def test_a_shard_that_does_not_fit_the_schema_is_refused_and_leaves_nothing(lake):
    with pytest.raises(SchemaError, match="raw_documents"):
        lake.write(RAW, "a", RAW_VERSION, {RAW_DOCUMENTS.name: pl.DataFrame({"report_id": ["a"]})})
    assert lake.shards(RAW, RAW_VERSION) == []


def test_temporary_files_are_no_shards_and_are_cleared(lake):
    lake.write(RAW, "a", RAW_VERSION, raw("1"))
    (lake.folder(RAW_DOCUMENTS) / "b-x.parquet.7.tmp").write_bytes(b"half")
    assert lake.shards(RAW, RAW_VERSION) == ["a"]
    lake.retire(RAW, RAW_VERSION, ["a"])
    assert [p.name for p in lake.folder(RAW_DOCUMENTS).iterdir()] == [lake.path(RAW_DOCUMENTS, "a", RAW_VERSION).name]


def test_a_newer_version_stands_beside_the_older_until_that_is_retired(lake):
    lake.write(NORMALISED_STAGE, "a", "n1", normalised("1"))
    lake.write(NORMALISED_STAGE, "a", "n2", normalised("1"))
    assert lake.shards(NORMALISED_STAGE, "n1") == lake.shards(NORMALISED_STAGE, "n2") == ["a"]
    lake.retire(NORMALISED_STAGE, "n2", ["a"])
    assert (lake.shards(NORMALISED_STAGE, "n1"), lake.shards(NORMALISED_STAGE, "n2")) == ([], ["a"])


def test_merging_keeps_every_document_in_every_stage(lake):
    for shard, ids in (("a", ("1", "2")), ("b", ("3",))):
        lake.write(RAW, shard, RAW_VERSION, raw(*ids))
        lake.write(NORMALISED_STAGE, shard, "n1", normalised(*ids))
    merged = lake.merge(["a", "b"], VERSIONS)
    assert merged == shard_name(["1", "2", "3"])
    for stage, version in ((RAW, RAW_VERSION), (NORMALISED_STAGE, "n1")):
        assert lake.shards(stage, version) == [merged]
        assert sorted(lake.report_ids(stage, version)["report_id"]) == ["1", "2", "3"]


def test_a_merge_that_was_killed_before_it_deleted_its_sources_is_finished(lake):
    lake.write(RAW, "a", RAW_VERSION, raw("1", "2"))
    lake.write(RAW, "b", RAW_VERSION, raw("3"))
    lake.write(RAW, "m", RAW_VERSION, raw("1", "2", "3"))
    lake.drop_covered()
    assert lake.shards(RAW, RAW_VERSION) == ["m"]


def test_few_small_shards_are_left_alone_and_many_are_worth_merging(lake):
    for number in range(8):
        assert lake.small_shards() == []
        lake.write(RAW, f"s{number}", RAW_VERSION, raw(str(number)))
    assert len(lake.small_shards()) == 8
