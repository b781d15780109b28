"""The quarantine folder: a copy of everything that was refused, and beside it the reason and the remedy.

The folder shows the present state: what a later build accepts disappears from it. Belongs here: writing these files. Does not
belong here: deciding what is refused (reports/, checks/).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

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

    def entries(self) -> list[dict]:
        """What lies in quarantine: kind, file, report_id, reason, remedy; sorted by file."""
        found = [json.loads(path.read_text(encoding="utf-8")) for path in self.folder.glob(f"*{REASON_ENDING}")]
        return sorted(found, key=lambda entry: entry["file"])

    @staticmethod
    def _kind(path: Path) -> str | None:
        try:
            return json.loads(path.read_text(encoding="utf-8")).get("kind")
        except ValueError:
            return None


def refused_files(unreadable: Iterable[UnreadableFile]) -> list[Refused]:
    """Files whose bytes could not be had: only the reason can be kept."""
    return [Refused(hashlib.sha256(f.source_uri.encode()).hexdigest()[:12], f.source_uri, f.reason, f.remedy) for f in unreadable]


def refused_documents(home: Home) -> list[Refused]:
    """The quarantined documents of the private warehouse, with their bytes."""
    con = duckdb.connect(str(home.building_warehouse), read_only=True)
    try:
        rows = con.execute("select report_id, source_uri, status_reason from marts.dim_report where status = 'quarantined'").fetchall()
    finally:
        con.close()
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
