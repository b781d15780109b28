"""One dbt build of the invented lake serves all tests of the folder; they only read."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

sys.path.insert(0, str(Path(__file__).parent))

from dagster_project.settings import DBT_DIR

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


Build = Callable[..., Warehouse]


def run_dbt(lake: Path, warehouse: Path, *arguments: str) -> None:
    from dbt.cli.main import dbtRunner

    before = {name: os.environ.get(name) for name in ("OGI_LAKE_DIR", "OGI_WAREHOUSE_PATH")}
    os.environ.update(OGI_LAKE_DIR=str(lake), OGI_WAREHOUSE_PATH=str(warehouse))
    folders = ["--project-dir", DBT_DIR, "--profiles-dir", DBT_DIR, "--target-path", warehouse.parent / "target"]
    try:
        result = dbtRunner().invoke(["--quiet", "--log-path", str(warehouse.parent), *(arguments or ("build",)), *map(str, folders)])
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
    bad = [f"{r.node.name}: {r.message}" for r in getattr(result.result, "results", []) if r.status in {"error", "fail"}]
    assert result.success, result.exception or "\n".join(bad)


@pytest.fixture(scope="session")
def build() -> Iterator[Build]:
    """Builds a lake into a warehouse file, without dbt's own tests unless asked; handles are closed at the end."""
    opened: list[Warehouse] = []

    def run(lake: Path, path: Path, *, tested: bool = False) -> Warehouse:
        run_dbt(lake, path, "build", *([] if tested else ["--exclude-resource-type", "test", "unit_test"]))
        opened.append(Warehouse(path))
        return opened[-1]

    yield run
    for warehouse in opened:
        warehouse.connection.close()


@pytest.fixture(scope="session")
def invented_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from invented import invented_lake

    return invented_lake().write(tmp_path_factory.mktemp("lake"))


@pytest.fixture(scope="session")
def warehouse(build: Build, invented_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Warehouse:
    return build(invented_folder, tmp_path_factory.mktemp("invented") / "warehouse.duckdb", tested=True)
