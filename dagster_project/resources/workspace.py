"""The home of one warehouse, as a Dagster resource, and the lock that keeps two builds of one home apart."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

import dagster as dg
from pydantic import Field

from dagster_project.settings import Home
from dagster_project.storage import Lake

WAREHOUSE_WRITER = "warehouse_writer"
"""Dagster pool of the steps that write DuckDB files: one at a time, over all runs."""


class Workspace(dg.ConfigurableResource):
    """Where a run reads and writes. Empty: $OGI_HOME, then ./var."""

    home: str = Field(default="", description="Folder of the warehouse home; empty: $OGI_HOME, then ./var")
    workers: int = Field(default=2, description="Processes that read reports")

    @property
    def folder(self) -> Home:
        return Home.resolve(self.home or None)

    @property
    def lake(self) -> Lake:
        return Lake(self.folder.lake)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Waits until nobody else writes below this home. The lock goes with the process: a killed build leaves none behind."""
        self.folder.build.mkdir(parents=True, exist_ok=True)
        with (self.folder.build / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
