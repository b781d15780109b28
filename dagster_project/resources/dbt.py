"""dbt, run inside this process: the project's manifest for the asset graph, and the build of the private warehouse.

Its command line would cost seconds a call and ask the network for news; `dbtRunner` does neither. Every build starts from an
empty file, so a model that was deleted leaves no table behind.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from dagster_project.alerts.history import write_history
from dagster_project.catalogue import write_seeds
from dagster_project.engines.reading import extractor_version
from dagster_project.evaluation.history import ensure_history
from dagster_project.evaluation.labelled_sets import configured_sets
from dagster_project.lake import DOCUMENTS
from dagster_project.reports import pipeline
from dagster_project.settings import DBT_DIR, PROJECT_DIR, Home, catalogue_folder
from dagster_project.storage import EXTRACTED_STAGE, Lake

MANIFEST_DIR = DBT_DIR / "target"
LIBRARIES = tuple(PROJECT_DIR / "dagster_project" / name for name in ("rules", "similarity"))
"""What the Python models call."""


class DbtFailed(RuntimeError):
    """dbt could not build a model: an error of the project. The message names the model and what the database said."""


@dataclass(frozen=True)
class Node:
    """What became of one model, seed or test. `status` is dbt's: success, pass, warn, fail, error, skipped."""

    unique_id: str
    kind: str
    name: str
    status: str
    message: str
    failures: int
    seconds: float


@dataclass(frozen=True)
class WarehouseState:
    """What the private warehouse was made from, and how its building went."""

    fingerprint: str
    nodes: list[Node]

    def save(self, home: Home) -> None:
        text = json.dumps({"fingerprint": self.fingerprint, "nodes": [asdict(node) for node in self.nodes]}, ensure_ascii=False, indent=1)
        (home.build / "warehouse.json").write_text(text, encoding="utf-8")

    @classmethod
    def load(cls, home: Home) -> WarehouseState | None:
        try:
            stored = json.loads((home.build / "warehouse.json").read_text(encoding="utf-8"))
            return cls(stored["fingerprint"], [Node(**node) for node in stored["nodes"]])
        except (OSError, ValueError, KeyError, TypeError):
            return None


@cache
def project_fingerprint() -> str:
    """Changes with every file that dbt reads, and with what its Python models call."""
    digest = hashlib.sha256(duckdb.__version__.encode())
    ours = {"target", "logs"}
    files = [p for p in DBT_DIR.rglob("*") if p.is_file() and p.relative_to(DBT_DIR).parts[0] not in ours and not p.name.startswith(".")]
    for path in sorted(files) + sorted(path for library in LIBRARIES for path in library.rglob("*.py")):
        digest.update(f"{path.relative_to(PROJECT_DIR)}\n".encode() + path.read_bytes())
    return digest.hexdigest()


def warehouse_fingerprint(home: Home) -> str:
    """Names everything that the warehouse is made from: documents, the versions that read them, catalogue, models and rules."""
    digest = hashlib.sha256(project_fingerprint().encode())
    digest.update(f"{pipeline.NORMALISER_VERSION} {extractor_version()}\n".encode())
    if added := catalogue_folder():
        for path in sorted(added.glob("*.csv")):
            digest.update(f"{path.name}\n".encode() + path.read_bytes())
    digest.update("\n".join(labelled.name for labelled in configured_sets()).encode())
    lake, version = Lake(home.lake), extractor_version()
    shards = [lake.read(DOCUMENTS, shard, version, ["report_id", "status"]) for shard in lake.shards(EXTRACTED_STAGE, version)]
    # The status too: a document that was read again, with a converter that was missing before, has the same id and another fate.
    for row in sorted(row for shard in shards for row in shard.iter_rows()):
        digest.update(f"{row[0]} {row[1]}\n".encode())
    return digest.hexdigest()


def manifest_path() -> Path:
    """The manifest of the project as it is now, parsed anew only when one of its files has changed, by one process at a time."""
    manifest, stamp = MANIFEST_DIR / "manifest.json", MANIFEST_DIR / "manifest.stamp"
    MANIFEST_DIR.mkdir(exist_ok=True)
    with (MANIFEST_DIR / "manifest.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not manifest.exists() or not stamp.exists() or stamp.read_text() != project_fingerprint():
            _invoke(["parse"], target=MANIFEST_DIR, logs=MANIFEST_DIR, environment={})
            stamp.write_text(project_fingerprint())
    return manifest


def build_warehouse(home: Home, on_node: Callable[[str, int], None] = lambda *_: None) -> WarehouseState:
    """Builds the private warehouse unless it stands already, made from the same input. `on_node` hears of each finished node."""
    fingerprint = warehouse_fingerprint(home)
    state = WarehouseState.load(home)
    if state and state.fingerprint == fingerprint and home.building_warehouse.exists():
        return state
    home.build.mkdir(parents=True, exist_ok=True)
    (home.build / "warehouse.json").unlink(missing_ok=True)
    for leftover in (home.building_warehouse, home.building_warehouse.with_name("warehouse.duckdb.wal")):
        leftover.unlink(missing_ok=True)
    write_history(home)
    ensure_history(home)
    # Unit tests are about the models, not about the data: they run in the tests of the project (tests/warehouse).
    nodes = build_models(
        home.lake,
        home.building_warehouse,
        without=("unit_test",),
        project=_project(home),
        target=home.build / "dbt",
        logs=home.build / "dbt_logs",
        on_node=on_node,
    )
    state = WarehouseState(fingerprint, nodes)
    broken = [node for node in nodes if node.status == "error" and node.kind != "test"]
    if broken:
        raise DbtFailed(
            "; ".join(f"{node.kind} {node.name}: {node.message}" for node in broken[:3]) + f"; the log is in {home.build}/dbt_logs"
        )
    state.save(home)
    return state


def build_models(
    lake: Path,
    warehouse: Path,
    *,
    without: tuple[str, ...] = (),
    project: Path = DBT_DIR,
    target: Path,
    logs: Path,
    on_node: Callable[[str, int], None] = lambda *_: None,
) -> list[Node]:
    """Builds a lake into a database file; `without` names the resource types of dbt that are left out. DbtFailed when dbt cannot start."""
    if not target.exists() and (MANIFEST_DIR / "partial_parse.msgpack").exists():
        target.mkdir(parents=True)
        shutil.copy2(MANIFEST_DIR / "partial_parse.msgpack", target)  # saves parsing the whole project a second time
    # Parsed without the name of the file, the only part of the profile that differs: for another profile dbt would parse everything anew.
    reads = {"OGI_LAKE_DIR": str(lake)}
    manifest = _invoke(["parse"], project=project, target=target, logs=logs, environment=reads).result
    build = ["build", *(word for kind in without for word in ("--exclude-resource-type", kind))]
    writes = {"OGI_WAREHOUSE_PATH": str(warehouse)}
    answer = _invoke(build, project=project, target=target, logs=logs, environment=reads | writes, manifest=manifest, on_node=on_node)
    return [
        Node(
            r.node.unique_id,
            str(r.node.resource_type),
            r.node.name,
            str(r.status),
            str(r.message or ""),
            int(r.failures or 0),
            r.execution_time,
        )
        for r in getattr(answer.result, "results", [])
    ]


def _project(home: Home) -> Path:
    """The dbt project; where a deployment adds rows to the catalogue, a copy of it with the whole seeds."""
    if not catalogue_folder():
        return DBT_DIR
    copy = home.build / "dbt_project"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(DBT_DIR, copy, ignore=shutil.ignore_patterns("target", "logs", "*.csv"))
    write_seeds(copy / "seeds")
    return copy


def _invoke(
    command: list[str],
    *,
    project: Path = DBT_DIR,
    target: Path,
    logs: Path,
    environment: dict[str, str],
    manifest: Any = None,
    on_node: Callable[[str, int], None] = lambda *_: None,
) -> Any:
    """Runs one dbt command, on a manifest that was parsed before where one is given; DbtFailed when it could not even start building."""
    from dbt.cli.main import dbtRunner

    finished = 0

    def hear(event: Any) -> None:
        nonlocal finished
        if event.info.name == "NodeFinished":
            finished += 1
            on_node(str(event.data.node_info.node_name), finished)

    arguments = [*command, "--project-dir", str(project), "--profiles-dir", str(project), "--target-path", str(target)]
    arguments += ["--log-path", str(logs), "--log-level", "none", "--quiet", "--no-use-colors", "--no-version-check"]
    with _environment({**environment, "DBT_SEND_ANONYMOUS_USAGE_STATS": "false", "DO_NOT_TRACK": "1"}):
        answer = dbtRunner(manifest=manifest, callbacks=[hear]).invoke(arguments)
    if answer.exception or (not answer.success and not getattr(answer.result, "results", None)):
        raise DbtFailed(f"dbt {command[0]}: {answer.exception or 'it failed without a reason'}; the log is in {logs}")
    return answer


@contextmanager
def _environment(values: dict[str, str]) -> Any:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
