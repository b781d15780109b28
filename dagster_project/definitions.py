"""All that Dagster sees is assembled here, and nothing else happens here."""

from __future__ import annotations

import dagster as dg

from dagster_project.assets import evaluation, publication, raw, reading, warehouse
from dagster_project.checks.asset_checks import CHECKS, full_check
from dagster_project.resources.workspace import Workspace
from dagster_project.sensors.alerts import alerts
from dagster_project.sensors.calendar import nightly_full_check, reports_due
from dagster_project.sensors.deliveries import inbox_deliveries

build = dg.define_asset_job("build", description="Everything from the inbox to the published warehouse.", selection=dg.AssetSelection.all())

defs = dg.Definitions(
    assets=[
        raw.raw_documents,
        reading.normalised_reports,
        reading.extracted,
        warehouse.ALERT_HISTORY,
        evaluation.evaluations,
        warehouse.dbt_models,
        warehouse.warehouse_audit,
        *publication.ASSETS,
    ],
    asset_checks=CHECKS,
    jobs=[build, full_check],
    sensors=[alerts, inbox_deliveries, reports_due],
    schedules=[nightly_full_check],
    resources={"workspace": Workspace()},
    # One process a run: steps share what they have imported, and runs are kept apart by the pool and the lock of the home.
    executor=dg.in_process_executor,
)
