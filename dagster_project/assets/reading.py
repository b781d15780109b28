"""Normalised text and extracted figures: the two stages that read reports."""

from collections.abc import Iterator

import dagster as dg

from dagster_project.assets.metadata import lake_metadata, lake_spec, markdown
from dagster_project.engines.reading import extract_run, extractor_version, normalise_run
from dagster_project.engines.stages import StageReport, StageRun, pending_documents, run_stage
from dagster_project.lake import DOCUMENTS, NORMALISED, NUMBERS, RAW_DOCUMENTS, REPORTED_VALUES, SIGNALS
from dagster_project.progress import tell
from dagster_project.resources.workspace import Workspace
from dagster_project.storage import EXTRACTED_STAGE, NORMALISED_STAGE

RAW_KEY = dg.AssetKey(["lake", RAW_DOCUMENTS.name])
NORMALISED_KEY = dg.AssetKey(["lake", NORMALISED.name])


def _run(context: dg.AssetExecutionContext, workspace: Workspace, run: StageRun) -> StageReport:
    lake = workspace.lake
    with workspace.writing():
        total = pending_documents(lake, run)
        tell(run.stage.name, 0, total)
        report = run_stage(lake, run, workers=workspace.workers, on_documents=lambda done: tell(run.stage.name, done, total))
    context.log.info(f"{run.stage.name}: {report.documents_done} documents read, {report.documents_kept} kept from before")
    for failure in report.failures:
        context.log.warning(f"set aside: {failure}")
    return report


def _work(report: StageReport) -> dict[str, object]:
    return {
        "documents_read": report.documents_done,
        "documents_kept": report.documents_kept,
        "documents_failed": len(report.failures),
        "failures": markdown([{"failure": failure} for failure in report.failures[:20]]),
    }


@dg.multi_asset(
    specs=[lake_spec(NORMALISED, "reading", [RAW_KEY])],
    name="normalised_reports",
    description="Decodes each raw document, strips what is not the report, simplifies and folds it, with a way back to every character.",
)
def normalised_reports(context: dg.AssetExecutionContext, workspace: Workspace) -> dg.MaterializeResult:
    run = normalise_run()
    report = _run(context, workspace, run)
    metadata = lake_metadata(workspace.lake, NORMALISED_STAGE, NORMALISED, run.version)
    return dg.MaterializeResult(asset_key=NORMALISED_KEY, metadata=metadata | _work(report))


@dg.multi_asset(
    specs=[lake_spec(table, "reading", [NORMALISED_KEY]) for table in (DOCUMENTS, REPORTED_VALUES, NUMBERS, SIGNALS)],
    name="extracted",
    description="Reads identity, table cells, prose figures and the ledger of all numbers from each normalised document.",
)
def extracted(context: dg.AssetExecutionContext, workspace: Workspace) -> Iterator[dg.MaterializeResult]:
    report = _run(context, workspace, extract_run())
    for table in (DOCUMENTS, REPORTED_VALUES, NUMBERS, SIGNALS):
        metadata = lake_metadata(workspace.lake, EXTRACTED_STAGE, table, extractor_version())
        yield dg.MaterializeResult(asset_key=["lake", table.name], metadata=metadata | (_work(report) if table is DOCUMENTS else {}))
