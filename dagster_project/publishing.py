"""From the private warehouse to what readers see: stage a candidate, publish it atomically, keep versions, roll back.

A candidate is a complete version below versions/.candidate-*: nobody reads it. Once every gate has passed it becomes
versions/<version>, and its files replace those of published/ one by one by rename, the manifest last. A reader opens an old or
a new file, never a half-written one; a reader that is inside keeps the file it opened.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version as package_version
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.checks.figures import figures_of
from dagster_project.checks.results import GateResult
from dagster_project.settings import KEPT_VERSIONS, PROJECT_DIR, Home

STORAGE_VERSION = "v1.0.0"
"""The oldest DuckDB whose clients must be able to open what is published."""
CANDIDATE = ".candidate-"


class NothingToPublish(RuntimeError):
    """There is no candidate, or no such version; the message says what to do."""


class NotAudited(RuntimeError):
    """Somebody asks to publish what no gate has passed."""


@dataclass(frozen=True)
class Candidate:
    """What stands ready to be published, or is published already when nothing changed. `fingerprint` names its input."""

    version: str
    fingerprint: str


def read_manifest(path: Path) -> dict[str, Any] | None:
    """The manifest, or None where nothing was published yet."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None


def read_candidate(home: Home) -> Candidate:
    path = home.build / "candidate.json"
    try:
        return Candidate(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise NothingToPublish(f"{path} is missing: nothing was built below this home; run ogi build first") from None


def candidate_folder(home: Home) -> Path:
    """Where the candidate lies: among the versions once it was published, else beside them."""
    version = read_candidate(home).version
    kept = home.versions / version
    return kept if kept.exists() else home.versions / f"{CANDIDATE}{version}"


def is_published(home: Home, fingerprint: str) -> bool:
    """Whether a warehouse of exactly this input is what readers see, or was taken back by a rollback."""
    manifest = read_manifest(home.manifest)
    if not manifest or not home.published_warehouse.exists():
        return False
    return manifest["fingerprint"] == fingerprint or fingerprint in _held_back(home)


def stage(home: Home, fingerprint: str) -> Candidate:
    """Copies the marts of the private warehouse to a candidate version; when they are published already, that is the candidate."""
    home.versions.mkdir(parents=True, exist_ok=True)
    for leftover in home.versions.glob(f"{CANDIDATE}*"):
        shutil.rmtree(leftover)
    if is_published(home, fingerprint):
        return _remember(home, Candidate(_version_of(home, fingerprint), fingerprint))
    version = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{fingerprint[:8]}"
    folder = home.versions / f"{CANDIDATE}{version}"
    (folder / "parquet").mkdir(parents=True)
    _copy_marts(home.building_warehouse, folder)
    return _remember(home, Candidate(version, fingerprint))


def publish(home: Home, gates: dict[str, GateResult | None]) -> dict[str, Any]:
    """Makes the candidate the published version and returns its manifest; NotAudited unless every gate passed on this very data."""
    not_run = [name for name, result in gates.items() if result is None]
    blocked = [result.line() for result in gates.values() if result and not result.passed]
    if not_run or blocked:
        raise NotAudited("; ".join(blocked + [f"{name}: has not judged this data" for name in not_run]) + "; run ogi build")
    candidate = read_candidate(home)
    if not is_published(home, candidate.fingerprint):
        folder = candidate_folder(home)
        manifest = _manifest(candidate, folder, gates)
        (folder / "manifest.json").write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
        target = home.versions / candidate.version
        folder.rename(target)
        _put_in_place(home, target)
        _prune(home, candidate.version)
    manifest_now = read_manifest(home.manifest)
    assert manifest_now is not None
    return manifest_now


def rollback(home: Home, to: str | None = None) -> dict[str, Any]:
    """Publishes an earlier version again, the last but one unless named. What it replaces stays back until its input changes."""
    current = read_manifest(home.manifest)
    if not current:
        raise NothingToPublish(f"nothing is published below {home.root}; run ogi build first")
    kept = versions(home)
    earlier = [version for version in kept if version < current["version"]]
    target = to or (earlier[-1] if earlier else None)
    if target not in kept:
        raise NothingToPublish(f"version {target or 'before ' + current['version']} is not kept; kept are: {', '.join(kept) or 'none'}")
    assert target is not None
    wanted = read_manifest(home.versions / target / "manifest.json")
    assert wanted is not None
    held = (_held_back(home) | {current["fingerprint"]}) - {wanted["fingerprint"]}
    _write_json(home.versions / "held_back.json", sorted(held))
    _put_in_place(home, home.versions / target)
    return wanted


def versions(home: Home) -> list[str]:
    """The kept versions, oldest first."""
    return sorted(path.parent.name for path in home.versions.glob("*/manifest.json") if not path.parent.name.startswith("."))


def _copy_marts(source: Path, folder: Path) -> None:
    """The schema marts as a database of its own, with the comments of its tables and columns, and one Parquet file a table."""
    con = duckdb.connect()
    try:
        con.execute(f"attach '{_quoted(source)}' as warehouse (read_only)")
        con.execute(f"attach '{_quoted(folder / 'warehouse.duckdb')}' as published (storage_version '{STORAGE_VERSION}')")
        con.execute("create schema published.marts")
        tables = con.execute(
            "select table_name from information_schema.tables where table_catalog = 'warehouse' and table_schema = 'marts' order by 1"
        ).fetchall()
        for (table,) in tables:
            con.execute(f'create table published.marts."{table}" as from warehouse.marts."{table}"')
            con.execute(f"copy published.marts.\"{table}\" to '{_quoted(folder / 'parquet' / (table + '.parquet'))}' (compression zstd)")
        _copy_comments(con)
        con.execute("detach published")
    finally:
        con.close()


def _copy_comments(con: duckdb.DuckDBPyConnection) -> None:
    """Descriptions of tables and columns travel with the data: a client shows them without the project at hand."""
    rows = con.execute("""
        select table_name, null, comment from duckdb_tables() where database_name = 'warehouse' and schema_name = 'marts'
        union all select view_name, null, comment from duckdb_views() where database_name = 'warehouse' and schema_name = 'marts'
        union all select table_name, column_name, comment from duckdb_columns() where database_name = 'warehouse' and schema_name = 'marts'
    """).fetchall()
    for table, column, comment in rows:
        if comment:
            what = f'column published.marts."{table}"."{column}"' if column else f'table published.marts."{table}"'
            con.execute(f"comment on {what} is '{comment.replace(chr(39), chr(39) * 2)}'")


def table_hashes(con: duckdb.DuckDBPyConnection, schema: str = "marts") -> dict[str, str]:
    """A hash of the rows of each table, whatever their order: equal for equal tables on any machine and version."""
    tables = con.execute(
        "select table_name from information_schema.tables where table_schema = ? and table_catalog = current_database() order by 1",
        [schema],
    ).fetchall()
    found = {}
    for (table,) in tables:
        # Hashes of rows added up: no sorting, and no state beyond two numbers.
        count, total = con.execute(f'select count(*), sum(md5_number_lower(t::varchar)) from "{schema}"."{table}" as t').fetchall()[0]
        found[table] = f"{count}-{int(total or 0):x}"
    return found


def _manifest(candidate: Candidate, folder: Path, gates: dict[str, GateResult | None]) -> dict[str, Any]:
    con = duckdb.connect(str(folder / "warehouse.duckdb"), read_only=True)
    try:
        tables = [name for (name,) in con.execute("select table_name from duckdb_tables() order by 1").fetchall()]
        counts = {table: con.execute(f'select count(*) from marts."{table}"').fetchall()[0][0] for table in tables}
        figures = figures_of(con)
        hashes = table_hashes(con)
    finally:
        con.close()
    return {
        "version": candidate.version,
        "built_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "git_revision": git_revision(),
        "ogi_version": package_version("ogi"),
        "duckdb_version": duckdb.__version__,
        "storage_version": STORAGE_VERSION,
        "fingerprint": candidate.fingerprint,
        "row_counts": counts,
        "figures": figures,
        "table_hashes": hashes,
        "files": {
            str(path.relative_to(folder)): {"sha256": file_hash(path), "bytes": path.stat().st_size}
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        },
        "gates": {
            name: {
                "passed": result.passed,
                "expectations": [
                    {"about": r.about, "severity": r.severity, "success": r.success, "expected": r.expected, "observed": r.observed}
                    for r in result.results
                ],
            }
            for name, result in gates.items()
            if result
        },
    }


def _put_in_place(home: Home, version_folder: Path) -> None:
    """Replaces what is published, file by file and the manifest last; then removes what the version does not have."""
    wanted = [path.relative_to(version_folder) for path in sorted(version_folder.rglob("*")) if path.is_file()]
    wanted.sort(key=lambda path: path.name == "manifest.json")
    for name in wanted:
        target = home.published / name
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = target.with_name(f".{target.name}.{os.getpid()}.tmp")
        fresh.unlink(missing_ok=True)
        try:
            fresh.hardlink_to(version_folder / name)
        except OSError:  # a file system without hard links
            shutil.copy2(version_folder / name, fresh)
        fresh.replace(target)
    _remove_others(home.published / "parquet", {home.published / name for name in wanted})


def _remove_others(folder: Path, wanted: Iterable[Path]) -> None:
    keep = set(wanted)
    for path in folder.glob("*"):
        if path not in keep:
            path.unlink()


def _prune(home: Home, current: str) -> None:
    """Keeps the newest versions and the published one."""
    for version in versions(home)[:-KEPT_VERSIONS]:
        if version != current:
            shutil.rmtree(home.versions / version)


def _held_back(home: Home) -> set[str]:
    try:
        return set(json.loads((home.versions / "held_back.json").read_text(encoding="utf-8")))
    except FileNotFoundError:
        return set()


def _version_of(home: Home, fingerprint: str) -> str:
    """The kept version of this input; the published one where a rollback replaced it and it is no longer kept."""
    for version in reversed(versions(home)):
        if (read_manifest(home.versions / version / "manifest.json") or {}).get("fingerprint") == fingerprint:
            return version
    manifest = read_manifest(home.manifest)
    assert manifest is not None
    return manifest["version"]


def _remember(home: Home, candidate: Candidate) -> Candidate:
    path = home.build / "candidate.json"
    if not path.exists() or json.loads(path.read_text(encoding="utf-8")) != candidate.__dict__:
        _write_json(path, candidate.__dict__)
    return candidate


def _write_json(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    fresh.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    fresh.replace(path)


def git_revision() -> str | None:
    """The revision of the code that built it, or None outside a git checkout."""
    try:
        answer = subprocess.run(["git", "rev-parse", "HEAD"], cwd=PROJECT_DIR, capture_output=True, text=True, check=True, timeout=10)
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip()


def file_hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
