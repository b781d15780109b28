"""The asset graph is reviewed like code, and the readers know nothing of it."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import pytest

from dagster_project.lake import LAKE_TABLES
from dagster_project.settings import PROJECT_DIR

SNAPSHOT = Path(__file__).with_name("asset_graph.txt")
ORCHESTRATORS = {"dagster", "dagster_dbt", "dbt", "great_expectations", "pyspark", "typer", "rich"}
OUR_ORCHESTRATION = {
    "assets",
    "checks",
    "resources",
    "sensors",
    "engines",
    "ingest",
    "commands",
    "definitions",
    "cli",
    "storage",
    "publishing",
}


@pytest.fixture(scope="module")
def graph():
    from dagster_project.definitions import defs

    return defs.resolve_asset_graph()


def as_text(graph) -> str:
    """One paragraph an asset: group, what it is made from, its checks (a star marks those that block)."""
    checks: dict = {}
    for key in sorted(graph.asset_check_keys, key=lambda k: (k.asset_key, k.name)):
        star = "*" if graph.get(key).blocking else ""
        checks.setdefault(key.asset_key, []).append(f"  check {key.name}{star}")
    lines = []
    for key in sorted(graph.get_all_asset_keys()):
        node = graph.get(key)
        lines.append(f"{key.to_user_string()} [{node.group_name}]")
        lines += [f"  from {parent.to_user_string()}" for parent in sorted(node.parent_keys)]
        lines += checks.get(key, [])
    return "\n".join(lines) + "\n"


def test_the_asset_graph_is_the_reviewed_one(graph):
    text = as_text(graph)
    if os.environ.get("OGI_UPDATE_SNAPSHOTS"):
        SNAPSHOT.write_text(text, encoding="utf-8")
    assert text == SNAPSHOT.read_text(encoding="utf-8"), (
        "the graph changed; if that is meant: OGI_UPDATE_SNAPSHOTS=1 make test, and review the diff"
    )


def test_every_asset_says_what_it_is_and_whose(graph):
    for key in graph.get_all_asset_keys():
        node = graph.get(key)
        assert node.description, key
        assert node.owners, key
        assert node.group_name != "default", key


def test_every_lake_table_shows_its_columns(graph):
    for name, table in LAKE_TABLES.items():
        shown = graph.get(__import__("dagster").AssetKey(["lake", name])).metadata["dagster/column_schema"]
        assert [column.name for column in shown.columns] == list(table.columns)


def test_every_gate_blocks(graph):
    gates = [key for key in graph.asset_check_keys if key.name.endswith("_gate")]
    assert len(gates) == 6
    assert all(graph.get(key).blocking for key in gates)


def test_nothing_is_partitioned(graph):
    assert not any(graph.get(key).is_partitioned for key in graph.get_all_asset_keys())


def imports_of(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def test_the_readers_import_no_orchestrator():
    files = sorted((PROJECT_DIR / "dagster_project/reports").rglob("*.py"))
    assert len(files) > 10
    for path in files:
        imported = imports_of(path)
        assert not {name.split(".")[0] for name in imported} & ORCHESTRATORS, path
        ours = {name.split(".")[1] for name in imported if name.startswith("dagster_project.")}
        assert not ours & OUR_ORCHESTRATION, path


def test_definitions_only_assemble():
    tree = ast.parse((PROJECT_DIR / "dagster_project/definitions.py").read_text(encoding="utf-8"))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.For | ast.If | ast.With)]
