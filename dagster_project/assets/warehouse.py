"""The private warehouse: dbt's models as assets, and the audit of what went in against what came out."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import dagster as dg
import duckdb
from dagster_dbt import DagsterDbtTranslator, dbt_assets
from dagster_dbt.asset_utils import get_asset_check_key_for_test

from dagster_project.assets.metadata import OWNERS, PREVIEW_ROWS, markdown
from dagster_project.checks.relations import relations_audit
from dagster_project.progress import tell
from dagster_project.resources.dbt import Node, build_warehouse, manifest_path
from dagster_project.resources.workspace import WAREHOUSE_WRITER, Workspace

MANIFEST: Mapping[str, Any] = json.loads(manifest_path().read_text(encoding="utf-8"))
PASSED = {"pass", "success", "warn"}


ALERT_HISTORY = dg.AssetSpec(
    ["operations", "alerts"],
    description="History of the alerts, which the sensor `alerts` writes and every build copies into the warehouse.",
    group_name="ingest",
    owners=OWNERS,
    kinds={"parquet"},
)


class Translator(DagsterDbtTranslator):
    """Groups follow dbt's layers; every table has an owner."""

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        return "catalogue" if dbt_resource_props["resource_type"] == "seed" else dbt_resource_props["fqn"][1]

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        return OWNERS


TRANSLATOR = Translator()


@dbt_assets(manifest=MANIFEST, dagster_dbt_translator=TRANSLATOR, name="dbt_models", pool=WAREHOUSE_WRITER)
def dbt_models(context: dg.AssetExecutionContext, workspace: Workspace) -> Iterator[dg.MaterializeResult | dg.AssetCheckResult]:
    """Builds the whole private warehouse, whatever was selected: a half-new warehouse would pass no audit."""
    home = workspace.folder
    total = sum(node["resource_type"] in {"model", "seed", "test"} for node in MANIFEST["nodes"].values())
    with workspace.writing():
        state = build_warehouse(home, lambda _, done: tell("warehouse", done, total))
        rows = _row_counts_and_previews(str(home.building_warehouse))
    selected, checks = context.selected_asset_keys, context.selected_asset_check_keys
    for node in state.nodes:
        if node.kind == "test":
            key = get_asset_check_key_for_test(MANIFEST, TRANSLATOR, node.unique_id, None)
            if key and key in checks:
                yield _check_result(key, node)
        elif node.unique_id in MANIFEST["nodes"]:
            asset_key = TRANSLATOR.get_asset_spec(MANIFEST, node.unique_id, None).key
            if asset_key in selected:
                yield dg.MaterializeResult(asset_key=asset_key, metadata={"seconds": node.seconds, **rows.get(node.name, {})})


def _check_result(key: dg.AssetCheckKey, node: Node) -> dg.AssetCheckResult:
    return dg.AssetCheckResult(
        check_name=key.name,
        asset_key=key.asset_key,
        passed=node.status in PASSED,
        severity=dg.AssetCheckSeverity.WARN if node.status == "warn" else dg.AssetCheckSeverity.ERROR,
        metadata={"status": node.status, "failing_rows": node.failures, "message": node.message or "none", "seconds": node.seconds},
    )


def _row_counts_and_previews(path: str) -> dict[str, dict[str, Any]]:
    """Table name -> metadata; staging views only repeat the lake and are left out."""
    con = duckdb.connect(path, read_only=True)
    try:
        tables = con.execute(
            "select table_schema, table_name from information_schema.tables "
            "where table_catalog = current_database() and table_schema <> 'staging'"
        ).fetchall()
        found = {}
        for schema, table in tables:
            count = con.execute(f'select count(*) from "{schema}"."{table}"').fetchall()[0][0]
            head = con.execute(f'from "{schema}"."{table}" limit {PREVIEW_ROWS}')
            names = [column[0] for column in head.description or []]
            preview = [dict(zip(names, row, strict=True)) for row in head.fetchall()]
            found[table] = {"dagster/row_count": count, "preview": markdown(preview)}
    finally:
        con.close()
    return found


def marts_keys() -> list[dg.AssetKey]:
    """The published tables."""
    return sorted(key for key in dbt_models.keys if dbt_models.group_names_by_key[key] == "marts")


@dg.asset(
    deps=marts_keys(),
    group_name="publication",
    owners=OWNERS,
    kinds={"duckdb"},
    description="The relations between the stages, counted by SQL: what went in, what came out, and where they differ.",
)
def warehouse_audit(workspace: Workspace) -> dg.MaterializeResult:
    with workspace.writing():
        frame = relations_audit(workspace.folder)
    path = workspace.folder.build / "warehouse_audit.json"
    frame.to_json(path, orient="records", force_ascii=False, indent=1)
    rows = frame.to_dict("records")
    return dg.MaterializeResult(
        metadata={
            "dagster/row_count": len(rows),
            "relations_that_hold": int((frame["expected"] == frame["actual"]).sum()),
            "relations": markdown([{str(k): v for k, v in row.items()} for row in rows]),
            "file": dg.MetadataValue.path(str(path)),
        }
    )
