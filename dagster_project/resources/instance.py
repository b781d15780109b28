"""The Dagster instance of a home: its settings, written once, with everything off that would talk to the outside."""

from __future__ import annotations

import os

from dagster_project.operations import TEMPLATE, operations_path
from dagster_project.settings import Home

DAGSTER_YAML = """\
# Written by ogi when this home was first used; edit it freely.
telemetry:
  enabled: false
nux:
  enabled: false
# Runs that write the warehouse wait for each other: DuckDB allows one writer.
concurrency:
  pools:
    granularity: run
    default_limit: 1
"""


def prepare_instance(home: Home) -> None:
    """Makes <home>/dagster the DAGSTER_HOME of this process and of those it starts."""
    home.dagster.mkdir(parents=True, exist_ok=True)
    settings = home.dagster / "dagster.yaml"
    if not settings.exists():
        settings.write_text(DAGSTER_YAML, encoding="utf-8")
    if not operations_path(home).exists():
        operations_path(home).write_text(TEMPLATE, encoding="utf-8")
    os.environ["DAGSTER_HOME"] = str(home.dagster)
    os.environ["OGI_HOME"] = str(home.root)
