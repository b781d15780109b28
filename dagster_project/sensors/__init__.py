"""Sensors and schedules: when things run by themselves. All are off until operations.yaml or the UI turns them on.

Belongs here: asking Dagster for a run, or looking at what happened. Does not belong here: what a run does (assets/, checks/), or who is
told of what (alerts/).
"""

from __future__ import annotations

import dagster as dg

from dagster_project.operations import readable_operations
from dagster_project.settings import Home

OPERATIONS = readable_operations(Home.resolve())
"""As they were when the code location was loaded: what Dagster must know before anything runs."""


def sensor_status(enabled: bool) -> dg.DefaultSensorStatus:
    return dg.DefaultSensorStatus.RUNNING if enabled else dg.DefaultSensorStatus.STOPPED
