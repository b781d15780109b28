"""The home of one warehouse, as a Dagster resource."""

from __future__ import annotations

from contextlib import AbstractContextManager

import dagster as dg
from pydantic import Field

from dagster_project.locking import writing
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

    def writing(self) -> AbstractContextManager[None]:
        """Waits until nobody else writes below this home."""
        return writing(self.folder)
