"""What people decided about refused documents: a mended copy takes its place, it may stay refused, or it is read once more.

A mended copy lies below <home>/mended and is read by every build beside the inbox; the refused document keeps its status and says no
more than before, but leaves the quarantine. Decisions are kept in <home>/mended/decisions.json. Does not belong here: deciding.
"""

from __future__ import annotations

import getpass
import hashlib
import json
import shutil
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from dagster_project.engines.reading import stage_versions
from dagster_project.quarantine import Entry, NotInQuarantine
from dagster_project.settings import Home
from dagster_project.storage import EXTRACTED_STAGE, NORMALISED_STAGE, RAW, RAW_VERSION, Lake

DELIVERY = "mended"


@dataclass(frozen=True)
class Decision:
    """What was decided about one refused document. `mended`: the id of the copy that takes its place, None when it stays refused."""

    report_id: str
    source_uri: str
    mended: str | None
    note: str
    by: str
    at: str


def decisions(home: Home) -> dict[str, Decision]:
    """Report id -> what was decided about it."""
    try:
        told = json.loads((home.mended / "decisions.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return {row["report_id"]: Decision(**row) for row in told}


def release(home: Home, entry: Entry, mended: Path | None, note: str) -> Decision:
    """Takes a refused document out of the quarantine, with a mended copy in its place when there is one."""
    if entry.report_id is None:
        raise NotInQuarantine(f"{entry.file}: its bytes could not be read at all; mend the file in the inbox, the next build reads it")
    copy_id = None
    if mended:
        content = mended.read_bytes()
        copy_id = hashlib.sha256(content).hexdigest()
        target = home.mended / DELIVERY / _safe(entry.file, mended.suffix)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(mended, target)
    decision = Decision(entry.report_id, entry.file, copy_id, note, getpass.getuser(), datetime.now(UTC).isoformat(timespec="seconds"))
    home.mended.mkdir(parents=True, exist_ok=True)
    known = decisions(home) | {decision.report_id: decision}
    fresh = home.mended / ".decisions.json"
    fresh.write_text(json.dumps([asdict(d) for d in known.values()], ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    fresh.replace(home.mended / "decisions.json")
    return decision


def _safe(uri: str, suffix: str) -> str:
    """A path for the copy that tells its origin and leads nowhere else."""
    parts = [part for part in PurePosixPath(uri.replace("#", "_")).parts if part not in ("..", "/", ".")]
    return str(PurePosixPath(*parts).with_suffix(suffix or ".txt"))


def forget_reading(home: Home, report_ids: set[str]) -> int:
    """Makes the next build read these documents again, with all that were read together with them; returns how many documents that are."""
    lake, versions = Lake(home.lake), stage_versions()
    where = lake.report_ids(RAW, RAW_VERSION)
    shards = {shard for report_id, shard in where.iter_rows() if report_id in report_ids}
    for stage in (EXTRACTED_STAGE, NORMALISED_STAGE):
        for table in reversed(stage.tables):
            for shard in shards:
                lake.path(table, shard, versions[stage.name]).unlink(missing_ok=True)
    return where.filter(where["shard"].is_in(list(shards))).height
