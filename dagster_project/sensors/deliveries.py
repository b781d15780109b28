"""The sensor of the inbox: a complete new delivery starts its run, once."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from dataclasses import asdict

import dagster as dg

from dagster_project.alerts.standing import inbox_folder
from dagster_project.ingest.deliveries import Known, decide, look_at
from dagster_project.operations import read_operations
from dagster_project.sensors import OPERATIONS, sensor_status
from dagster_project.settings import Home
from dagster_project.storage import Lake


@dg.sensor(
    name="inbox_deliveries",
    job_name="build",
    minimum_interval_seconds=OPERATIONS.inbox.every_seconds,
    default_status=sensor_status(OPERATIONS.inbox.enabled),
    description="Starts a build for each delivery that is complete (it carries a marker, or is stable) and holds something unread.",
)
def inbox_deliveries(context: dg.SensorEvaluationContext) -> Iterator[dg.RunRequest | dg.SkipReason]:
    home = Home.resolve()
    operations = read_operations(home)
    inbox = inbox_folder(operations)
    if inbox is None or not inbox.is_dir():
        named = f"the inbox {inbox} is no folder" if inbox else "no inbox is named"
        yield dg.SkipReason(f"{named}; set inbox.folder in operations.yaml, or OGI_INBOX")
        return
    known = {name: Known(**told) for name, told in json.loads(context.cursor or "{}").items()}
    found = look_at(inbox, Lake(home.lake), skip=[home.root])
    decision = decide(inbox, found, known, time.time(), operations.inbox.stable_seconds)
    context.update_cursor(json.dumps({name: asdict(memory) for name, memory in decision.known.items()}))
    if decision.ready:
        names = [delivery.name for delivery in decision.ready]
        signature = hashlib.sha256("\n".join(f"{d.name} {d.signature}" for d in decision.ready).encode()).hexdigest()
        config = {"ops": {"ingest": {"config": {"inbox": str(inbox), "deliveries": names}}}}
        yield dg.RunRequest(run_key=signature, run_config=config, tags={"ogi/deliveries": ", ".join(names)[:200]})
        return
    told = "; ".join(f"{name}: {why}" for name, why in decision.waiting.items())
    yield dg.SkipReason(told or "nothing new lies in the inbox, or its run was asked for already")
