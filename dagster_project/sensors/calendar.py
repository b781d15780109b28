"""What the calendar brings: the nightly full check, and the reports that are due after 31 January and 31 March."""

from __future__ import annotations

from datetime import datetime

import dagster as dg

from dagster_project.alerts.due import overdue_alerts
from dagster_project.alerts.ledger import keeping
from dagster_project.checks.asset_checks import full_check
from dagster_project.operations import read_operations
from dagster_project.publishing import read_manifest
from dagster_project.sensors import OPERATIONS, sensor_status
from dagster_project.settings import Home

nightly_full_check = dg.ScheduleDefinition(
    name="nightly_full_check",
    job=full_check,
    cron_schedule=OPERATIONS.nightly.cron,
    execution_timezone=OPERATIONS.timezone,
    default_status=dg.DefaultScheduleStatus.RUNNING if OPERATIONS.nightly.enabled else dg.DefaultScheduleStatus.STOPPED,
    description="Judges what is stored and published by every gate again, every night: disks rot, and people edit.",
)


@dg.sensor(
    name="reports_due",
    minimum_interval_seconds=OPERATIONS.reports_due.every_seconds,
    default_status=sensor_status(OPERATIONS.reports_due.enabled),
    description="After 31 January (departments) and 31 March (governments) names the agencies whose report of last year has not come.",
)
def reports_due(context: dg.SensorEvaluationContext) -> dg.SkipReason:
    home = Home.resolve()
    operations = read_operations(home)
    manifest = read_manifest(home.manifest)
    if manifest is None:
        return dg.SkipReason("nothing is published yet; run the job build")
    now = datetime.now(operations.zone)
    looked = f"{now.date()} {manifest['version']}"
    if context.cursor == looked:
        return dg.SkipReason(f"looked already on {looked}")
    alerts = overdue_alerts(home, now.date(), operations.links.site.rstrip("/") or home.site.resolve().as_uri())
    with keeping(home) as ledger:
        if ledger is None:
            return dg.SkipReason("the alerts are being looked at; again at the next tick")
        with ledger.transaction():
            ledger.set_firing("reports_due", alerts, now.isoformat(timespec="seconds"))
    context.update_cursor(looked)
    return dg.SkipReason(f"{sum(alert.count for alert in alerts)} reports are overdue on {now.date()}")
