"""What readers see: the candidate, the published warehouse, the quarantine that goes with it, and the report site."""

import dagster as dg

from dagster_project import publishing
from dagster_project.assets.metadata import OWNERS, markdown
from dagster_project.assets.warehouse import marts_keys, warehouse_audit
from dagster_project.checks.gates import standing_results
from dagster_project.progress import tell
from dagster_project.quarantine import Quarantine, refused_documents
from dagster_project.releases import decisions
from dagster_project.resources.dbt import WarehouseState
from dagster_project.resources.site import refresh_site
from dagster_project.resources.workspace import WAREHOUSE_WRITER, Workspace


@dg.asset(
    deps=[warehouse_audit, *marts_keys()],
    group_name="publication",
    owners=OWNERS,
    kinds={"duckdb", "parquet"},
    pool=WAREHOUSE_WRITER,
    description="The marts copied to a complete version that nobody reads yet: a database for DuckDB 1.0 and later, and Parquet files.",
)
def publication_candidate(workspace: Workspace) -> dg.MaterializeResult:
    home = workspace.folder
    tell("candidate", 0)
    with workspace.writing():
        state = WarehouseState.load(home)
        if state is None:
            raise dg.Failure("the private warehouse is missing or half built; materialise the dbt models first", allow_retries=False)
        candidate = publishing.stage(home, state.fingerprint)
    return dg.MaterializeResult(
        metadata={
            "version": candidate.version,
            "published_already": publishing.is_published(home, candidate.fingerprint),
            "folder": dg.MetadataValue.path(str(publishing.candidate_folder(home))),
        }
    )


@dg.asset(
    deps=[publication_candidate],
    group_name="publication",
    owners=OWNERS,
    kinds={"duckdb", "parquet"},
    pool=WAREHOUSE_WRITER,
    description="The warehouse that readers open: replaced whole, once every gate has passed on exactly this data. Older ones are kept.",
)
def published_warehouse(context: dg.AssetExecutionContext, workspace: Workspace) -> dg.MaterializeResult:
    home = workspace.folder
    with workspace.writing():
        manifest = publishing.publish(home, standing_results(home))
        refused = Quarantine(home).replace("document", refused_documents(home, decisions(home)))
    context.log.info(f"published version {manifest['version']}; {refused} documents are in quarantine")
    return dg.MaterializeResult(
        metadata={
            "version": manifest["version"],
            "built_at": manifest["built_at"],
            "git_revision": manifest["git_revision"] or "not a git checkout",
            "warehouse": dg.MetadataValue.path(str(home.published_warehouse)),
            "dagster/row_count": sum(manifest["row_counts"].values()),
            "row_counts": markdown([{"table": table, "rows": rows} for table, rows in manifest["row_counts"].items()]),
            "quarantined": refused,
            "kept_versions": ", ".join(publishing.versions(home)),
        }
    )


@dg.asset(
    deps=[published_warehouse],
    group_name="publication",
    owners=OWNERS,
    kinds={"html"},
    description="Static pages of every report and series, made from the published warehouse.",
)
def report_site(workspace: Workspace) -> dg.MaterializeResult:
    tell("report site", 0)
    with workspace.writing():
        refresh_site(workspace.folder)
    return dg.MaterializeResult(metadata={"site": dg.MetadataValue.path(str(workspace.folder.site / "index.html"))})


ASSETS = [publication_candidate, published_warehouse, report_site]
