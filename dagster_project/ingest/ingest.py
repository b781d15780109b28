"""Reads what is new in an inbox into the lake: raw_documents (bytes by hash) and raw_files (what was seen where)."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from dagster_project.ingest.records import Record, records
from dagster_project.ingest.scan import InboxFile, UnreadableFile, walk, why_unreadable
from dagster_project.lake import RAW_DOCUMENTS, RAW_FILES
from dagster_project.storage import RAW, RAW_VERSION, Lake, shard_name, write_parquet

SHARD_DOCUMENTS = 2_000
SHARD_BYTES = 32_000_000
REMEMBER_EVERY = 25
"""Shards after which the list of seen files is saved in between: a killed run then does not read them all again."""


@dataclass
class IngestReport:
    """What one look at the inbox found."""

    files_seen: int = 0
    files_unchanged: int = 0
    files_read: int = 0
    bytes_read: int = 0
    documents_new: int = 0
    documents_known: int = 0
    unreadable: list[UnreadableFile] = field(default_factory=list)
    deliveries: Counter[str] = field(default_factory=Counter)

    def add(self, other: IngestReport) -> None:
        """Counts another look too."""
        for name in ("files_seen", "files_unchanged", "files_read", "bytes_read", "documents_new", "documents_known"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        self.unreadable += other.unreadable
        self.deliveries += other.deliveries


class SeenFiles:
    """The table raw_files: one row a path, the newest look wins."""

    def __init__(self, lake: Lake, known: Collection[str]) -> None:
        """`known`: documents that the lake holds. A file whose document is gone counts as never seen, and is read again."""
        self.path = lake.folder(RAW_FILES) / "current.parquet"
        frame = RAW_FILES.conform(pl.read_parquet(self.path)) if self.path.exists() else RAW_FILES.frame([])
        self.rows: dict[str, dict] = {row["source_uri"]: row for row in frame.iter_rows(named=True) if row["report_id"] in known}
        self.stamps = {uri.split("#")[0]: (row["size_bytes"], row["modified_ns"]) for uri, row in self.rows.items()}
        self.changed = not self.path.exists()

    def is_unchanged(self, file: InboxFile) -> bool:
        return self.stamps.get(file.source_uri) == (file.size_bytes, file.modified_ns)

    def remember(self, file: InboxFile, suffix: str, report_id: str) -> None:
        uri = file.source_uri + suffix
        self.rows[uri] = {
            "source_uri": uri,
            "delivery": file.delivery,
            "size_bytes": file.size_bytes,
            "modified_ns": file.modified_ns,
            "report_id": report_id,
        }
        self.changed = True

    def save(self) -> None:
        if self.changed:
            write_parquet(RAW_FILES.conform(RAW_FILES.frame(list(self.rows.values()))).sort("source_uri"), self.path)
            self.changed = False


class ShardWriter:
    """Collects new documents and stores them a shard at a time."""

    def __init__(self, lake: Lake, seen: SeenFiles, known: set[str]) -> None:
        self.lake, self.seen, self.known = lake, seen, known
        self.rows: list[dict] = []
        self.bytes = 0
        self.written = 0

    def add(self, report_id: str, file: InboxFile, record: Record) -> None:
        self.known.add(report_id)
        where = {"report_id": report_id, "source_uri": file.source_uri + record.suffix, "delivery": file.delivery}
        self.rows.append({**where, "content": record.content, **record.about()})
        self.bytes += len(record.content)
        if len(self.rows) >= SHARD_DOCUMENTS or self.bytes >= SHARD_BYTES:
            self.flush()

    def flush(self) -> None:
        """Documents first, the memory of having read them afterwards: a killed run reads a file again rather than lose it."""
        if self.rows:
            name = shard_name(row["report_id"] for row in self.rows)
            self.lake.write(RAW, name, RAW_VERSION, {RAW_DOCUMENTS.name: RAW_DOCUMENTS.frame(self.rows)})
            self.rows, self.bytes, self.written = [], 0, self.written + 1
            if self.written % REMEMBER_EVERY == 0:
                self.seen.save()


def ingest(
    inbox: Path,
    lake: Lake,
    *,
    deliveries: Collection[str] = (),
    skip: Collection[Path] = (),
    on_file: Callable[[int], None] = lambda _: None,
) -> IngestReport:
    """Brings the lake up to date with the inbox. Files that left the inbox stay in the lake; `on_file` hears the number of files so far."""
    lake.drop_covered()
    report = IngestReport()
    known = set(lake.report_ids(RAW, RAW_VERSION)["report_id"])
    seen = SeenFiles(lake, known)
    writer = ShardWriter(lake, seen, known)
    for found in walk(inbox, deliveries, skip):
        if isinstance(found, UnreadableFile):
            report.unreadable.append(found)
            continue
        report.files_seen += 1
        report.deliveries[found.delivery] += 1
        if seen.is_unchanged(found):
            report.files_unchanged += 1
        else:
            _read(found, seen, writer, report)
        on_file(report.files_seen)
    writer.flush()
    seen.save()
    return report


def _read(file: InboxFile, seen: SeenFiles, writer: ShardWriter, report: IngestReport) -> None:
    try:
        for record in records(file.path):
            report_id = hashlib.sha256(record.content).hexdigest()
            if report_id in writer.known:
                report.documents_known += 1
            else:
                report.documents_new += 1
                writer.add(report_id, file, record)
            seen.remember(file, record.suffix, report_id)
            report.bytes_read += len(record.content)
    except OSError as error:
        report.unreadable.append(UnreadableFile(file.source_uri, *why_unreadable(error)))
        return
    report.files_read += 1
