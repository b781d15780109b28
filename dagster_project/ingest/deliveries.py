"""Deliveries of an inbox as a whole: which of them hold something unread, and are they complete?

A delivery is a top-level folder of the inbox, or the files that lie directly in it. It is complete when it carries a marker that is as new
as its files, or when nothing about it changed for a while; never while it holds files that a copy has not finished.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dagster_project.ingest.ingest import SeenFiles
from dagster_project.ingest.scan import MARKERS, TOP_LEVEL, InboxFile, walk
from dagster_project.storage import RAW, RAW_VERSION, Lake

UNFINISHED = (".part", ".partial", ".filepart", ".crdownload", ".tmp", ".temp", ".download", ".aria2", "~")
"""Endings of files that are still being copied."""


@dataclass
class Delivery:
    """What lies in one delivery now. `signature` changes with every name, size and time in it."""

    name: str
    files: list[InboxFile] = field(default_factory=list)
    unread: int = 0
    unfinished: int = 0

    @property
    def signature(self) -> str:
        digest = hashlib.sha256()
        for file in self.files:
            digest.update(f"{file.source_uri}\n{file.size_bytes} {file.modified_ns}\n".encode())
        return digest.hexdigest()[:32]

    def is_marked(self, inbox: Path) -> bool:
        """Whether a marker was written after the last file."""
        folder = inbox if self.name == TOP_LEVEL else inbox / self.name
        markers = [folder / name for name in MARKERS if (folder / name).is_file()]
        if not markers:
            return False
        newest = max(_changed(file.path) for file in self.files)
        return max(_changed(path) for path in markers) >= newest


def _changed(path: Path) -> int:
    """When this machine last changed the file: a copy that keeps the times of its origin does not change that."""
    try:
        return path.stat().st_ctime_ns
    except OSError:
        return 0


def look_at(inbox: Path, lake: Lake, skip: Collection[Path] = ()) -> dict[str, Delivery]:
    """Every delivery that holds a file, by name."""
    seen = SeenFiles(lake, set(lake.report_ids(RAW, RAW_VERSION)["report_id"]))
    deliveries: dict[str, Delivery] = {}
    for file in walk(inbox, skip=skip):
        if isinstance(file, InboxFile):
            delivery = deliveries.setdefault(file.delivery, Delivery(file.delivery))
            delivery.files.append(file)
            delivery.unread += not seen.is_unchanged(file)
            delivery.unfinished += file.path.name.lower().endswith(UNFINISHED)
    return deliveries


@dataclass(frozen=True)
class Known:
    """What the sensor remembers of a delivery: since when it looks like this, and whether a run was asked for."""

    signature: str
    since: float
    asked: bool = False


@dataclass(frozen=True)
class Decision:
    """`ready`: deliveries to start a run for now. `waiting`: name -> why it is not ready."""

    ready: tuple[Delivery, ...]
    waiting: dict[str, str]
    known: dict[str, Known]


def decide(inbox: Path, found: Mapping[str, Delivery], known: Mapping[str, Known], now: float, stable_seconds: float) -> Decision:
    """Which deliveries are complete, unread and not asked for yet."""
    ready, waiting, remembered = [], {}, {}
    for name, delivery in sorted(found.items()):
        before = known.get(name)
        memory = before if before and before.signature == delivery.signature else Known(delivery.signature, now)
        if delivery.unread and not memory.asked:
            marked = delivery.is_marked(inbox)
            if delivery.unfinished:
                waiting[name] = f"{delivery.unfinished} files are still being copied"
            elif marked or now - memory.since >= stable_seconds:
                ready.append(delivery)
                memory = Known(memory.signature, memory.since, asked=True)
            else:
                waiting[name] = f"it has changed within the last {stable_seconds:g} seconds and carries no marker ({' or '.join(MARKERS)})"
        remembered[name] = memory
    return Decision(tuple(ready), waiting, remembered)
