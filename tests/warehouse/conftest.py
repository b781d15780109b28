"""One dbt build of the invented lake serves all tests of the folder; they only read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from dagster_project.resources.dbt import build_models
from tests.conftest import Once

Rows = list[tuple]


class Warehouse:
    """A built warehouse, open for reading."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection = duckdb.connect(str(path), read_only=True)
        self.connection.execute("set search_path = 'marts,intermediate,catalogue'")

    def rows(self, sql: str, *parameters: object) -> Rows:
        return self.connection.execute(sql, list(parameters)).fetchall()

    def one(self, sql: str, *parameters: object) -> tuple:
        rows = self.rows(sql, *parameters)
        assert len(rows) == 1, f"{len(rows)} rows of {sql}"
        return rows[0]


Build = Callable[[str, Callable[[Path], object]], Warehouse]


def build_warehouse(lake: Path, warehouse: Path, *, without: tuple[str, ...] = ()) -> None:
    nodes = build_models(lake, warehouse, without=without, target=warehouse.parent / "target", logs=warehouse.parent / "logs")
    assert [f"{node.name}: {node.message}" for node in nodes if node.status in {"error", "fail"}] == []


@pytest.fixture(scope="session")
def build(once: Once) -> Iterator[Build]:
    """Builds what a function writes as the lake into a warehouse, without dbt's own tests; handles are closed at the end."""
    opened: list[Warehouse] = []

    def run(name: str, write_lake: Callable[[Path], object]) -> Warehouse:
        def make(folder: Path) -> None:
            write_lake(folder / "lake")
            build_warehouse(folder / "lake", folder / "warehouse.duckdb", without=("test", "unit_test"))

        opened.append(Warehouse(once(name, make) / "warehouse.duckdb"))
        return opened[-1]

    yield run
    for warehouse in opened:
        warehouse.connection.close()


@pytest.fixture(scope="session")
def warehouse(once: Once) -> Iterator[Warehouse]:
    """The warehouse of the invented reports, built with all of dbt's own tests."""
    from invented import invented_lake

    folder = once("invented", lambda folder: build_warehouse(invented_lake().write(folder / "lake"), folder / "warehouse.duckdb"))
    warehouse = Warehouse(folder / "warehouse.duckdb")
    yield warehouse
    warehouse.connection.close()
