"""How well the reader of today reads: labelled sets evaluated anew whenever it has changed, with its figures over time."""

from typing import Any

import dagster as dg

from dagster_project.assets.metadata import OWNERS, markdown
from dagster_project.evaluation.history import ensure_history, is_known, read_history, record
from dagster_project.evaluation.labelled_sets import LabelledSet, configured_sets
from dagster_project.evaluation.labels import LabelError
from dagster_project.evaluation.printing import all_tables, markdown_table
from dagster_project.evaluation.summary import Evaluation
from dagster_project.evaluation.tabulating import error_lines
from dagster_project.progress import tell
from dagster_project.reports.pipeline import EXTRACTOR_VERSION, NORMALISER_VERSION
from dagster_project.resources.workspace import Workspace

WORST = 5


@dg.asset(
    key=["operations", "evaluations"],
    group_name="ingest",
    owners=OWNERS,
    kinds={"parquet", "polars"},
    description="Precision and recall of the reader on labelled sets: generated reports, and the folder of $OGI_GOLD where that is set. "
    "A set is evaluated once for each version of the reader; marts.fct_evaluation has the results of all versions.",
)
def evaluations(context: dg.AssetExecutionContext, workspace: Workspace) -> dg.MaterializeResult:
    home, versions = workspace.folder, (NORMALISER_VERSION, EXTRACTOR_VERSION)
    metadata: dict[str, Any] = {}
    with workspace.writing():
        ensure_history(home)
        for labelled in configured_sets():
            if is_known(read_history(home), labelled.name, versions):
                continue
            tell("evaluation", 0)
            if evaluation := _evaluated(labelled, context):
                record(home, labelled.name, versions, evaluation)
                metadata |= _metadata(labelled, evaluation)
        latest = read_history(home).filter(slice_kind="in all").sort("sequence")
    context.log.info(f"{latest.height} evaluations are known")
    return dg.MaterializeResult(
        metadata={"dagster/row_count": read_history(home).height, "evaluations": markdown(latest.to_dicts()), **metadata}
    )


def _evaluated(labelled: LabelledSet, context: dg.AssetExecutionContext) -> Evaluation | None:
    """None when the labels cannot be had: that is no reason to stop a build."""
    try:
        return labelled.evaluate()
    except (LabelError, OSError) as error:
        context.log.warning(f"{labelled.name} was not evaluated: {error}")
        return None


def _metadata(labelled: LabelledSet, evaluation: Evaluation) -> dict[str, Any]:
    """Figures that the UI draws over time, all tables, and the worst reports with each error beside its sentence."""
    prefix = "generated" if labelled.generated else "gold"
    figures = {f"{prefix}_{name}": value for name, value in evaluation.summary().items()}
    tables = "\n\n".join(f"### {table.title}\n\n{markdown_table(table)}" for table in all_tables(evaluation))
    worst = [
        {"report": score.label.doc, "error": kind, "what": what, "sentence": sentence}
        for score in evaluation.worst(WORST)
        for kind, what, sentence in error_lines(score)
    ]
    return figures | {f"{prefix}_slices": dg.MetadataValue.md(tables), f"{prefix}_worst": markdown(worst)}
