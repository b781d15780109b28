"""What Dagster recorded since the last look: evaluations of checks and ends of runs, as alerts.

Evaluations are followed by check and by time, since ids of an event log on SQLite are not in the order in which things happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import dagster as dg
from dagster._core.storage.dagster_run import FINISHED_STATUSES

from dagster_project.alerts.ledger import Ledger
from dagster_project.alerts.model import CHECK, GATE, OUR_ERROR, RUN, Alert
from dagster_project.alerts.scrubbing import scrubbed
from dagster_project.checks.gates import GATES
from dagster_project.operations import Links

STAGES = {gate.name: number for number, gate in enumerate(GATES, start=1)}
WAREHOUSE_CAUSE = "gate:warehouse"
AFTER_GATES = len(GATES) + 1
SEVERITY_OF = {"critical": "error", "warning": "warning", "info": "info"}
PAGE = 50
RUNS_AT_ONCE = 200
OUR_REMEDY = "correct the expectation in expectations/: until then the gate cannot be trusted, and the data is not to blame"


@dataclass(frozen=True)
class Evaluation:
    """One evaluation of one check."""

    source: str
    asset_key: tuple[str, ...]
    check: str
    passed: bool
    severity: str
    description: str
    metadata: dict[str, Any]
    run_id: str
    at: float


@dataclass(frozen=True)
class RunEnd:
    """A run that ended: which steps went well, which failed and why."""

    run_id: str
    job: str
    success: bool
    done: frozenset[str]
    failed: dict[str, str]
    at: float


def new_evaluations(instance: dg.DagsterInstance, keys: Iterable[dg.AssetCheckKey], ledger: Ledger, since: float) -> list[Evaluation]:
    """Evaluations that the ledger has not seen, in the order of time. `since` counts where the ledger knows nothing of a check."""
    seen = ledger.facts("check:")
    latest = instance.event_log_storage.get_latest_asset_check_execution_by_key(list(keys))
    found: list[Evaluation] = []
    for key, record in latest.items():
        read_to = seen.get(_name(key), since)
        if record.create_timestamp and (record.event is None or record.event.timestamp > read_to):
            found += _history(instance, key, read_to)
    return sorted(found, key=lambda evaluation: evaluation.at)


def _history(instance: dg.DagsterInstance, key: dg.AssetCheckKey, read_to: float) -> Iterator[Evaluation]:
    cursor: int | None = None
    while True:
        records = instance.event_log_storage.get_asset_check_execution_history(key, limit=PAGE, cursor=cursor)
        for record in records:
            event = record.event
            if event is None or event.dagster_event is None or not event.dagster_event.event_specific_data:
                continue  # planned, not evaluated yet
            if event.timestamp <= read_to:
                return
            told: Any = event.dagster_event.event_specific_data
            if hasattr(told, "passed"):
                yield Evaluation(
                    f"check:{_name(key)}", tuple(key.asset_key.path), key.name, bool(told.passed), told.severity.value,
                    told.description or "", {k: v.value for k, v in told.metadata.items()}, event.run_id or "", event.timestamp,
                )  # fmt: skip
        if len(records) < PAGE:
            return
        cursor = records[-1].id


def _name(key: dg.AssetCheckKey) -> str:
    return f"{'/'.join(key.asset_key.path)}:{key.name}"


def batches(evaluations: Iterable[Evaluation]) -> Iterator[list[Evaluation]]:
    """Evaluations of one run together: whoever is told hears of them in one message."""
    batch: list[Evaluation] = []
    for evaluation in evaluations:
        again = any(known.source == evaluation.source for known in batch)
        if batch and (again or evaluation.run_id != batch[-1].run_id):
            yield batch
            batch = []
        batch.append(evaluation)
    if batch:
        yield batch


def alerts_of_evaluation(evaluation: Evaluation, links: Links) -> list[Alert]:
    """What is wrong by one evaluation: an alert an expectation for a gate, one for any other check, none when it passed."""
    gate = evaluation.check.removesuffix("_gate")
    place = f"{evaluation.check.replace('_', ' ')} of {'/'.join(evaluation.asset_key)}"
    link = f"{links.dagster}/assets/{'/'.join(evaluation.asset_key)}?view=checks&checkDetail={evaluation.check}"
    where: dict[str, Any] = {"source": evaluation.source, "place": place, "link": link, "run_id": evaluation.run_id}
    if gate in STAGES and isinstance(evaluation.metadata.get("failures"), list):
        return [_of_expectation(gate, failure, where) for failure in evaluation.metadata["failures"]]
    if evaluation.passed:
        return []
    told = evaluation.metadata
    of_warehouse = evaluation.asset_key[0] in {"marts", "intermediate", "staging", "seeds", "lake"}
    return [
        Alert(
            CHECK,
            str(told.get("cause") or (WAREHOUSE_CAUSE if of_warehouse else f"asset:{'/'.join(evaluation.asset_key)}")),
            _name(dg.AssetCheckKey(dg.AssetKey(list(evaluation.asset_key)), evaluation.check)),
            "warning" if evaluation.severity == "WARN" else "error",
            what=evaluation.description or f"the test {evaluation.check} fails: {told.get('message') or 'no message'}",
            count=_whole(told.get("failing_rows")),
            example=str(told.get("example") or ""),
            remedy=str(told.get("remedy") or "look at the rows that fail in the private warehouse; docs/runbook.md says how"),
            stage=STAGES["warehouse"] if of_warehouse else AFTER_GATES,
            **where,
        )
    ]


def _of_expectation(gate: str, failure: dict[str, Any], where: dict[str, Any]) -> Alert:
    ours = bool(failure.get("error"))
    return Alert(
        OUR_ERROR if ours else GATE,
        f"gate:{gate}",
        f"{failure['about']}: {failure['expectation']}",
        SEVERITY_OF.get(failure["severity"], "error"),
        what=failure["sentence"],
        count=_whole(failure.get("failed")),
        example="; ".join(failure.get("examples") or []),
        remedy=OUR_REMEDY if ours else failure["remedy"],
        stage=STAGES[gate],
        **where,
    )


def _whole(value: Any) -> int:
    return value if isinstance(value, int) and value > 0 else 1


def new_run_ends(instance: dg.DagsterInstance, ledger: Ledger, since: float) -> list[RunEnd]:
    """Runs that ended and that the ledger has not seen, the oldest first."""
    read_to = ledger.fact("runs_to") or since
    seen = set(ledger.fact("runs_seen") or [])
    records = instance.get_run_records(
        dg.RunsFilter(statuses=list(FINISHED_STATUSES), updated_after=datetime.fromtimestamp(max(0, read_to - 1), UTC)),
        order_by="update_timestamp",
        ascending=True,
        limit=RUNS_AT_ONCE,
    )
    ends = []
    for record in records:
        run = record.dagster_run
        if run.run_id not in seen and run.status != dg.DagsterRunStatus.CANCELED:
            done, failed = _steps(instance, run.run_id)
            ends.append(RunEnd(run.run_id, run.job_name, run.is_success, done, failed, record.update_timestamp.timestamp()))
    return ends


def mark_run_ends(ledger: Ledger, ends: Iterable[RunEnd]) -> None:
    """Remembers that these were seen; runs of the last second are remembered by id, since the storage keeps whole moments."""
    for end in ends:
        kept = ledger.fact("runs_seen") or []
        ledger.remember("runs_seen", [*kept, end.run_id][-2 * RUNS_AT_ONCE :])
        ledger.remember("runs_to", max(end.at, ledger.fact("runs_to") or 0))


def _steps(instance: dg.DagsterInstance, run_id: str) -> tuple[frozenset[str], dict[str, str]]:
    """Steps that went well, and those that failed with the cause at the bottom of their error."""
    kinds = {dg.DagsterEventType.STEP_SUCCESS, dg.DagsterEventType.STEP_FAILURE}
    done, failed = set(), {}
    for record in instance.get_records_for_run(run_id, of_type=kinds).records:
        event = record.event_log_entry.dagster_event
        if event is None or event.step_key is None:
            continue
        if event.is_step_success:
            done.add(event.step_key)
        else:
            error = event.step_failure_data.error
            while error and error.cause:
                error = error.cause
            failed[event.step_key] = scrubbed(error.message.strip() if error else "no message")
    return frozenset(done), failed


def record_run_end(ledger: Ledger, end: RunEnd, links: Links, at: str) -> None:
    """A failed step is an alert until that step goes well; a run that failed outside of its steps, until its job does.

    A run that a gate stopped failed as it should: the alert is the gate's.
    """
    link = f"{links.dagster}/runs/{end.run_id}"
    stopped = any(standing.run_id == end.run_id and standing.kind != RUN for standing in ledger.firing())
    for step in end.done:
        ledger.set_firing(f"step:{step}", [], at)
    if end.success:
        ledger.set_firing(f"job:{end.job}", [], at)
        return
    if stopped:
        return
    for step, error in end.failed.items():
        ledger.set_firing(f"step:{step}", [_failure(f"step:{step}", f"step {step} of job {end.job}", error, end.run_id, link)], at)
    if not end.failed:
        reason = "it ended without a failed step: the process was ended, or could not start"
        ledger.set_firing(f"job:{end.job}", [_failure(f"job:{end.job}", f"job {end.job}", reason, end.run_id, link)], at)


def _failure(source: str, place: str, error: str, run_id: str, link: str) -> Alert:
    remedy = "open the run: its last lines name the cause; mend it and start the job again (docs/runbook.md, A run failed)"
    what = f"a run failed: {error.splitlines()[0][:300] if error else 'no message'}"
    return Alert(RUN, source, source, "error", source, what, place, remedy, link=link, run_id=run_id, stage=AFTER_GATES)
