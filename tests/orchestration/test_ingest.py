"""Ingest: every byte once, nothing read twice, nothing lost because a neighbour cannot be read."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import polars as pl
import pytest

from dagster_project.ingest import ingest as module
from dagster_project.ingest.inbox import InboxError, choose_inbox
from dagster_project.ingest.ingest import ingest
from dagster_project.ingest.records import Record
from dagster_project.ingest.scan import UnreadableFile, walk
from dagster_project.lake import RAW_DOCUMENTS, RAW_FILES
from dagster_project.storage import RAW, RAW_VERSION, Lake


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    for name, text in {"b/2.txt": "two", "a/1.txt": "one", "top.txt": "top", ".hidden": "no", "a/.hidden/x.txt": "no"}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


@pytest.fixture
def lake(home) -> Lake:
    return Lake(home.lake)


def documents(lake: Lake) -> pl.DataFrame:
    return pl.concat([lake.read(RAW_DOCUMENTS, shard, RAW_VERSION) for shard in lake.shards(RAW, RAW_VERSION)])


def test_files_come_in_sorted_order_with_their_delivery_and_without_hidden_ones(inbox):
    found = [(f.source_uri, f.delivery) for f in walk(inbox)]
    assert found == [("top.txt", "."), ("a/1.txt", "a"), ("b/2.txt", "b")]


def test_a_delivery_can_be_chosen(inbox):
    assert [f.source_uri for f in walk(inbox, ["b"])] == ["b/2.txt"]


def test_the_home_inside_the_inbox_is_not_read(inbox):
    assert "a/1.txt" not in [f.source_uri for f in walk(inbox, skip=[inbox / "a"])]


def test_bytes_are_kept_unchanged_under_their_hash(inbox, lake):
    content = bytes(range(256))
    (inbox / "bytes.bin").write_bytes(content)
    ingest(inbox, lake)
    kept = {row["source_uri"]: row for row in documents(lake).iter_rows(named=True)}["bytes.bin"]
    assert kept["content"] == content
    assert kept["report_id"] == hashlib.sha256(content).hexdigest()


def test_an_unchanged_file_is_not_read_again(inbox, lake, monkeypatch):
    ingest(inbox, lake)
    monkeypatch.setattr(module, "records", lambda path: pytest.fail(f"{path} was read again"))
    again = ingest(inbox, lake)
    assert (again.files_seen, again.files_unchanged, again.files_read) == (3, 3, 0)


def test_a_new_and_a_changed_file_are_read_and_nothing_else(inbox, lake):
    ingest(inbox, lake)
    (inbox / "b/3.txt").write_text("three")
    (inbox / "a/1.txt").write_text("one, corrected")
    report = ingest(inbox, lake)
    assert (report.files_read, report.documents_new, report.files_unchanged) == (2, 2, 2)
    assert documents(lake).height == 5  # what was delivered once stays


def test_the_same_bytes_twice_are_one_document_seen_at_two_places(inbox, lake):
    (inbox / "b/copy.txt").write_text("one")
    report = ingest(inbox, lake)
    assert (report.documents_new, report.documents_known) == (3, 1)
    assert documents(lake)["report_id"].is_unique().all()
    seen = pl.read_parquet(lake.folder(RAW_FILES) / "current.parquet")
    assert seen.filter(pl.col("report_id") == hashlib.sha256(b"one").hexdigest())["source_uri"].to_list() == ["a/1.txt", "b/copy.txt"]


def test_a_file_that_cannot_be_read_is_told_with_its_remedy_and_the_rest_goes_on(inbox, lake, monkeypatch):
    (inbox / "a/gone.txt").symlink_to(inbox / "nowhere")
    os.mkfifo(inbox / "a/pipe")

    def records(path: Path):
        if path.name == "2.txt":
            raise PermissionError(13, "Permission denied")
        yield Record("", path.read_bytes())

    monkeypatch.setattr(module, "records", records)
    report = ingest(inbox, lake)
    refused = {f.source_uri: f for f in report.unreadable}
    assert set(refused) == {"a/gone.txt", "a/pipe", "b/2.txt"}
    assert "permission" in refused["b/2.txt"].reason and "chmod" in refused["b/2.txt"].remedy
    assert report.files_read == 2
    monkeypatch.undo()
    assert ingest(inbox, lake).documents_new == 1  # once it can be read it is read


def test_a_name_that_is_not_utf8_is_told_with_its_bytes_escaped(inbox, lake):
    (inbox / os.fsdecode("报告.txt".encode("gbk"))).write_text("gbk")
    ingest(inbox, lake)
    assert "\\xb1\\xa8\\xb8\\xe6.txt" in documents(lake)["source_uri"].to_list()


def test_a_document_whose_shard_was_lost_is_read_again(inbox, lake):
    ingest(inbox, lake)
    for shard in lake.shards(RAW, RAW_VERSION):
        lake.path(RAW_DOCUMENTS, shard, RAW_VERSION).unlink()
    assert ingest(inbox, lake).documents_new == 3


def test_large_inboxes_are_cut_into_shards(inbox, lake, monkeypatch):
    monkeypatch.setattr(module, "SHARD_DOCUMENTS", 2)
    ingest(inbox, lake)
    assert len(lake.shards(RAW, RAW_VERSION)) == 2
    assert documents(lake).height == 3


def test_a_folder_that_cannot_be_listed_is_told(inbox, monkeypatch):
    def scandir(path):
        if str(path).endswith("/b"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    real = os.scandir
    monkeypatch.setattr(os, "scandir", scandir)
    refused = [f for f in walk(inbox) if isinstance(f, UnreadableFile)]
    assert [f.source_uri for f in refused] == ["b/"]


@pytest.mark.parametrize(("named", "words"), [("missing", "no such folder"), ("top.txt", "name the folder")])
def test_an_inbox_that_is_none_is_refused_with_a_remedy(inbox, home, named, words):
    with pytest.raises(InboxError, match=words):
        choose_inbox(inbox / named, home)
