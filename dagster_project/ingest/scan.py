"""Which files an inbox holds, and which of them are new or changed since the last look."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

TOP_LEVEL = "."
"""Delivery of the files that lie directly in the inbox."""
MARKERS = ("_READY", "_SUCCESS", "_COMPLETE")
"""Files that say of a delivery that it is complete."""
NO_DELIVERY = frozenset({"truth.parquet", "truth_documents.parquet", "truth_numbers.parquet", "Thumbs.db", "desktop.ini", *MARKERS})
"""Files that lie in inboxes and are nobody's report: the answers beside a generated sample, markers, and what desktops leave behind."""


@dataclass(frozen=True)
class InboxFile:
    """One file of an inbox."""

    path: Path
    source_uri: str
    delivery: str
    size_bytes: int
    modified_ns: int


@dataclass(frozen=True)
class UnreadableFile:
    """A file whose bytes could not be had. `reason` is a plain sentence, `remedy` says what to do."""

    source_uri: str
    reason: str
    remedy: str


def printable(path: str) -> str:
    """A path as text: bytes that are not UTF-8 are escaped, since file names of old archives are often GBK."""
    return os.fsencode(path).decode("utf-8", "backslashreplace").replace(os.sep, "/")


def why_unreadable(error: OSError) -> tuple[str, str]:
    """Reason and remedy for an error of the file system."""
    if isinstance(error, PermissionError):
        return "no permission to read it", "give the user that runs the build read permission (chmod u+r), then build again"
    if isinstance(error, FileNotFoundError):
        return "it vanished while it was read, or is a link to nothing", "deliver the file itself, then build again"
    return f"the file system says: {error.strerror or error}", "copy the file again from its origin, then build again"


def walk(inbox: Path, deliveries: Collection[str] = (), skip: Collection[Path] = ()) -> Iterator[InboxFile | UnreadableFile]:
    """Every file below the inbox in sorted order, hidden ones left out. `deliveries` limits it to some top-level folders.

    Folders in `skip` are not entered: the home may lie inside the inbox.
    """
    refused: list[OSError] = []
    for folder, folders, names in os.walk(inbox, onerror=refused.append, followlinks=False):
        below = Path(folder).relative_to(inbox)
        folders[:] = sorted(f for f in folders if not f.startswith(".") and Path(folder, f) not in skip)
        if deliveries and not below.parts:
            folders[:] = [f for f in folders if printable(f) in deliveries]
        delivery = printable(below.parts[0]) if below.parts else TOP_LEVEL
        if not deliveries or delivery in deliveries:
            for name in sorted(n for n in names if not n.startswith(".") and n not in NO_DELIVERY):
                yield _look_at(Path(folder, name), printable(str(below / name)), delivery)
    for error in refused:
        reason, remedy = why_unreadable(error)
        yield UnreadableFile(printable(os.path.relpath(error.filename, inbox)) + "/", f"folder: {reason}", remedy)


def _look_at(path: Path, source_uri: str, delivery: str) -> InboxFile | UnreadableFile:
    try:
        status = path.stat()
    except OSError as error:
        return UnreadableFile(source_uri, *why_unreadable(error))
    if not stat.S_ISREG(status.st_mode):
        return UnreadableFile(source_uri, "it is a pipe, socket or device, not a file", "deliver regular files only")
    return InboxFile(path, source_uri, delivery, status.st_size, status.st_mtime_ns)
