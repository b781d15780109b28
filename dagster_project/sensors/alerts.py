"""The sensor of the alerts: looks at checks, runs, deliveries and findings, and tells who must know. It starts no runs."""

from __future__ import annotations

import json

import dagster as dg

from dagster_project.alerts.ledger import keeping
from dagster_project.alerts.look import look
from dagster_project.operations import read_operations
from dagster_project.sensors import OPERATIONS, sensor_status
from dagster_project.settings import Home


@dg.sensor(
    name="alerts",
    minimum_interval_seconds=OPERATIONS.alerts.every_seconds,
    default_status=sensor_status(OPERATIONS.alerts.enabled),
    description="Tells the channels of operations.yaml what is wrong, once, and when it is over; its cursor moves past what was delivered.",
)
def alerts(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    home = Home.resolve()
    operations = read_operations(home)
    assert context.repository_def is not None
    keys = context.repository_def.asset_graph.asset_check_keys
    cursor = json.loads(context.cursor)["delivered_to"] if context.cursor else None
    with keeping(home) as ledger:
        if ledger is None:
            return dg.SkipReason("another process is looking already")
        report = look(home, ledger, operations, instance=context.instance, check_keys=keys, cursor=cursor)
    context.update_cursor(json.dumps({"delivered_to": report.position}))
    for channel, error in report.failures.items():
        context.log.warning(f"channel {channel} did not take a message: {error}")
    channels = "" if operations.alerts.channels else "; no channel is configured, see docs/operations.md"
    return dg.SkipReason(f"{report.firing} alerts firing, {report.delivered} messages delivered, {report.waiting} waiting{channels}")
