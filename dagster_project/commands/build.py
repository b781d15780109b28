"""`ogi build`: the same Dagster job as in the UI, run in this process, with progress in the terminal."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from dagster_project import publishing
from dagster_project.checks.gates import BY_NAME, results_folder, standing_results
from dagster_project.checks.results import GateResult
from dagster_project.engines.reading import extract_run, normalise_run
from dagster_project.ingest.ingest import SeenFiles
from dagster_project.ingest.scan import InboxFile, walk
from dagster_project.locking import writing
from dagster_project.progress import listening
from dagster_project.quarantine import Quarantine
from dagster_project.releases import DELIVERY
from dagster_project.resources.dbt import warehouse_fingerprint
from dagster_project.resources.site import site_is_current
from dagster_project.settings import Home
from dagster_project.storage import RAW, RAW_VERSION, Lake

GATE_ENDING = "_gate"


@dataclass
class BuildOutcome:
    """How a build went. `blocked` are the gates that stopped it, `error` what went wrong with the program."""

    changed: bool = True
    documents_read: int = 0
    files_read: int = 0
    blocked: list[GateResult] = field(default_factory=list)
    error: str | None = None


def is_up_to_date(home: Home, inbox: Path, deliveries: list[str]) -> bool:
    """Whether a build would find nothing to do: no new or changed file, no newer reader or model, every gate passed, all published."""
    lake = Lake(home.lake)
    seen = SeenFiles(lake, set(lake.report_ids(RAW, RAW_VERSION)["report_id"]))
    delivered = chain(walk(inbox, deliveries, [home.root]), walk(home.mended, [DELIVERY]) if home.mended.exists() else ())
    if not all(isinstance(found, InboxFile) and seen.is_unchanged(found) for found in delivered):
        return False
    if any(entry.kind == "file" for entry in Quarantine(home).entries()):
        return False  # what could not be read then may be gone or readable now
    for run in (normalise_run(), extract_run()):
        if lake.shards(run.stage, run.version) != lake.shards(run.source_stage, run.source_version):
            return False
    if not publishing.is_published(home, warehouse_fingerprint(home)) or not site_is_current(home):
        return False
    return all(result and result.passed for result in standing_results(home).values())


def build(home: Home, inbox: Path, deliveries: list[str], *, workers: int, console: Console, verbose: bool = False) -> BuildOutcome:
    """Brings the published warehouse up to date with the inbox."""
    with writing(home, on_wait=lambda: console.print(f"waiting for another build of {home.root} ...", highlight=False)):
        if is_up_to_date(home, inbox, deliveries):
            return BuildOutcome(changed=False)
        with _progress(console) as listener, listening(listener):
            listener("starting", 0, None)
            result = _run_job(home, inbox, deliveries, workers, verbose)
        return _outcome(home, result)


def _run_job(home: Home, inbox: Path, deliveries: list[str], workers: int, verbose: bool) -> Any:
    if not verbose:
        warnings.simplefilter("ignore")
    from dagster_project.resources.instance import prepare_instance

    prepare_instance(home)
    import dagster as dg

    from dagster_project.definitions import defs

    config = {
        "ops": {"ingest": {"config": {"inbox": str(inbox), "deliveries": deliveries}}},
        "resources": {"workspace": {"config": {"home": str(home.root), "workers": workers}}},
        "loggers": {"console": {"config": {"log_level": "INFO" if verbose else "CRITICAL"}}},
    }
    with dg.DagsterInstance.get() as instance:
        return defs.resolve_job_def("build").execute_in_process(run_config=config, instance=instance, raise_on_error=False)


def _outcome(home: Home, result: Any) -> BuildOutcome:
    outcome = BuildOutcome()
    for event in result.get_asset_materialization_events():
        materialisation = event.step_materialization_data.materialization
        if materialisation.asset_key.path == ["lake", "raw_files"]:
            outcome.files_read = materialisation.metadata["files_read"].value
        if materialisation.asset_key.path == ["lake", "documents"]:
            outcome.documents_read = materialisation.metadata["documents_read"].value
    for evaluation in result.get_asset_check_evaluations():
        gate = evaluation.check_name.removesuffix(GATE_ENDING)
        stored = GateResult.load(results_folder(home), gate) if gate in BY_NAME else None
        if stored and not stored.passed:
            outcome.blocked.append(stored)
    if not result.success and not outcome.blocked:
        causes = dict.fromkeys(_root_cause(event) for event in result.all_events if event.is_step_failure)
        outcome.error = "\n".join(causes) or "the run failed"
    return outcome


def _root_cause(event: Any) -> str:
    error = event.step_failure_data.error
    while error and error.cause:
        error = error.cause
    return f"step {event.step_key}: {error.message.strip() if error else 'unknown'}"


class _progress:
    """A line a stage in the terminal, and nothing where there is none."""

    def __init__(self, console: Console) -> None:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
        self.bars = Progress(*columns, console=console, transient=True, disable=not console.is_terminal)
        self.tasks: dict[str, Any] = {}

    def __enter__(self) -> Callable[[str, int, int | None], None]:
        self.bars.start()
        return self.hear

    def __exit__(self, *_: object) -> None:
        self.bars.stop()

    def hear(self, stage: str, done: int, total: int | None) -> None:
        if stage not in self.tasks:
            for task in self.tasks.values():
                self.bars.stop_task(task)
            self.tasks[stage] = self.bars.add_task(stage, total=total)
        self.bars.update(self.tasks[stage], completed=done, total=total)


def serve_ui(home: Home, port: int) -> None:
    """Replaces this process by `dagster dev` on the loopback address."""
    import sys

    from dagster_project.resources.instance import prepare_instance
    from dagster_project.settings import PROJECT_DIR

    prepare_instance(home)
    dagster = Path(sys.executable).with_name("dagster")
    arguments = ["dagster", "dev", "-w", str(PROJECT_DIR / "workspace.yaml"), "-h", "127.0.0.1", "-p", str(port)]
    os.chdir(PROJECT_DIR)
    os.execv(dagster, arguments)
