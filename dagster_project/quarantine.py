"""The quarantine folder: a copy of everything that was refused, and beside it the reason and the remedy.

The folder shows the present state: what a later build accepts, or somebody released (releases.py), disappears from it. Belongs here:
reading and writing these files. Does not belong here: deciding what is refused (reports/, checks/).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from dagster_project.engines.reading import READING_CONTRADICTS_ITSELF
from dagster_project.ingest.scan import UnreadableFile
from dagster_project.lake import RAW_DOCUMENTS
from dagster_project.settings import Home
from dagster_project.storage import RAW, RAW_VERSION, Lake

REASON_ENDING = ".reason.json"
LONGEST_NAME = 120


@dataclass(frozen=True)
class Refused:
    """One refused file or document. `prefix` makes its name unique: the beginning of its hash, or of that of its path."""

    prefix: str
    source_uri: str
    reason: str
    remedy: str
    report_id: str | None = None
    content: bytes | None = None

    @property
    def file_name(self) -> str:
        plain = self.source_uri.rstrip("/").rpartition("/")[2].replace("#", "_")
        return f"{self.prefix}_{plain[-LONGEST_NAME:]}"


class NotInQuarantine(LookupError):
    """There is no such entry, or it cannot be treated so; the message says what to do."""


@dataclass(frozen=True)
class Entry:
    """One refused file or document as it lies in quarantine. `copy` holds its bytes, where they could be had."""

    id: str
    kind: str
    file: str
    report_id: str | None
    reason: str
    remedy: str
    copy: Path | None

    @property
    def code(self) -> str:
        """The first word of the reason, which programs can go by."""
        head = self.reason.partition(":")[0]
        return head if head.replace("_", "").isalnum() and head.islower() else "misread" if self.report_id else "unreadable_file"

    @property
    def expectation(self) -> str:
        """What was expected of the document and did not hold."""
        if self.reason.startswith(READING_CONTRADICTS_ITSELF):
            return "what was read of it agrees with its source (evidence, digits, number ledger)"
        if self.kind == "file":
            return "its bytes can be read"
        return "it can be read as a report of a known form"


class Quarantine:
    """The folder <home>/quarantine. Entries of kind `file` could not be read at all, those of kind `document` were read and refused."""

    def __init__(self, home: Home) -> None:
        self.folder = home.quarantine

    def replace(self, kind: str, refused: Iterable[Refused]) -> int:
        """Makes these the entries of the kind; returns how many."""
        self.folder.mkdir(parents=True, exist_ok=True)
        before = {path for path in self.folder.glob(f"*{REASON_ENDING}") if self._kind(path) == kind}
        now: set[Path] = set()
        for entry in refused:
            reason_file = self.folder / f"{entry.file_name}{REASON_ENDING}"
            now.add(reason_file)
            if entry.content is not None:
                (self.folder / entry.file_name).write_bytes(entry.content)
            told = {"kind": kind, "file": entry.source_uri, "report_id": entry.report_id, "reason": entry.reason, "remedy": entry.remedy}
            reason_file.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        for path in before - now:
            path.unlink()
            path.with_name(path.name.removesuffix(REASON_ENDING)).unlink(missing_ok=True)
        return len(now)

    def entries(self) -> list[Entry]:
        """What lies in quarantine, sorted by file."""
        found = []
        for path in self.folder.glob(f"*{REASON_ENDING}"):
            told = json.loads(path.read_text(encoding="utf-8"))
            copy = path.with_name(path.name.removesuffix(REASON_ENDING))
            name = told["report_id"] or path.name
            found.append(Entry(name[:12], copy=copy if copy.exists() else None, **told))
        return sorted(found, key=lambda entry: entry.file)

    def find(self, name: str) -> Entry:
        """The entry whose id begins so, or whose file is called so; NotInQuarantine when there is none, or more than one."""
        found = [e for e in self.entries() if name in (e.file, e.report_id)]
        found = found or [e for e in self.entries() if e.id.startswith(name)]
        if len(found) == 1:
            return found[0]
        why = "several entries begin so" if found else "no such entry"
        raise NotInQuarantine(f"{name}: {why}; `ogi quarantine list` shows them")

    def remove(self, entry: Entry) -> None:
        """Takes one entry out."""
        for path in self.folder.glob(f"{entry.id}_*"):
            path.unlink()

    @staticmethod
    def _kind(path: Path) -> str | None:
        try:
            return json.loads(path.read_text(encoding="utf-8")).get("kind")
        except ValueError:
            return None


def refused_files(unreadable: Iterable[UnreadableFile]) -> list[Refused]:
    """Files whose bytes could not be had: only the reason can be kept."""
    return [Refused(hashlib.sha256(f.source_uri.encode()).hexdigest()[:12], f.source_uri, f.reason, f.remedy) for f in unreadable]


def refused_documents(home: Home, released: Collection[str] = ()) -> list[Refused]:
    """The quarantined documents of the private warehouse with their bytes, without those that somebody released."""
    con = duckdb.connect(str(home.building_warehouse), read_only=True)
    try:
        rows = con.execute("select report_id, source_uri, status_reason from marts.dim_report where status = 'quarantined'").fetchall()
    finally:
        con.close()
    rows = [row for row in rows if row[0] not in released]
    bytes_of = _contents(home, [report_id for report_id, _, _ in rows])
    return [
        Refused(report_id[:12], source_uri, *_split(reason or "no reason given"), report_id, bytes_of.get(report_id))
        for report_id, source_uri, reason in rows
    ]


def _contents(home: Home, report_ids: list[str]) -> dict[str, bytes]:
    lake = Lake(home.lake)
    paths = [lake.path(RAW_DOCUMENTS, shard, RAW_VERSION) for shard in lake.shards(RAW, RAW_VERSION)]
    if not report_ids or not paths:
        return {}
    wanted = pl.scan_parquet(paths).filter(pl.col("report_id").is_in(report_ids)).select("report_id", "content").collect()
    return dict(wanted.iter_rows())


def _split(reason: str) -> tuple[str, str]:
    """A reason of the readers is "what is wrong; what to do"."""
    why, _, remedy = reason.partition("; ")
    return why, remedy or "look at the file; if it is a report, please report it with the file"
