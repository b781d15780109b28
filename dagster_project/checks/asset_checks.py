"""The gates as blocking asset checks: what failed, with examples and the remedy, where the data is shown."""

import dagster as dg

from dagster_project.checks.gates import GATES, Gate, run_gate
from dagster_project.checks.results import GateResult, markdown_examples, markdown_table, told_failures
from dagster_project.checks.suites import load_suite
from dagster_project.commands.homes import WrongUse, built_home
from dagster_project.operations import readable_operations
from dagster_project.progress import tell
from dagster_project.resources.workspace import Workspace
from dagster_project.settings import Home

FULL_CHECK = "full_check"


def build_check(gate: Gate) -> dg.AssetChecksDefinition:
    @dg.asset_check(name=f"{gate.name}_gate", asset=dg.AssetKey(list(gate.asset_key)), blocking=True, description=_description(gate))
    def check(context: dg.AssetCheckExecutionContext, workspace: Workspace) -> dg.AssetCheckResult:
        tell(f"{gate.name} gate", 0)
        asked_for = _asked_for(context.run)
        if asked_for:
            _refuse_other_version(workspace.folder)
        with workspace.writing():
            return as_check_result(run_gate(gate, workspace.folder, again=asked_for), workspace.folder)

    return check


def _asked_for(run: dg.DagsterRun) -> bool:
    """Whether somebody started the check itself, and not a build that passes through it: then it judges again what was judged before."""
    return run.job_name == FULL_CHECK or bool(run.asset_check_selection and not run.asset_selection)


def _refuse_other_version(home: Home) -> None:
    """After an upgrade nothing is there that the readers of today wrote, which is no fault of the data."""
    try:
        built_home(home.root)
    except WrongUse as error:
        raise dg.Failure(str(error), allow_retries=False) from error


def _description(gate: Gate) -> str:
    reasons = [
        f"* {e['meta'].get('about') or e['kwargs'].get('column', 'table')} ({e['severity']}): {e['meta']['reason']}"
        for e in load_suite(gate.name)["expectations"]
    ]
    return f"{gate.about} Blocks what follows.\n\n" + "\n".join(reasons)


def quality_page(home: Home) -> dg.MetadataValue:
    """Where the quality page is: an address where the deployment serves the site, else the file."""
    site = readable_operations(home).links.site.rstrip("/")
    return dg.MetadataValue.url(f"{site}/quality.html") if site else dg.MetadataValue.path(str(home.site / "quality.html"))


def as_check_result(result: GateResult, home: Home | None = None) -> dg.AssetCheckResult:
    """Passed when nothing critical fails; a failed warning is shown and blocks nothing."""
    warned = result.passed and bool(result.failures)
    return dg.AssetCheckResult(
        passed=not result.failures,
        severity=dg.AssetCheckSeverity.WARN if warned else dg.AssetCheckSeverity.ERROR,
        description=result.line() if result.failures else None,
        metadata={
            "gate": result.gate,
            "expectations": len(result.results),
            "expectations_held": sum(r.success for r in result.results),
            "expectations_failed": sum(not r.success for r in result.results),
            "rows_failed": sum(r.failed for r in result.failures),
            "quality_page": quality_page(home or Home.resolve()),
            "errors_of_ours": sum(bool(r.error) for r in result.results),
            "failed": dg.MetadataValue.md(markdown_table(result.failures)) if result.failures else dg.MetadataValue.md("nothing"),
            "example": next((text for failure in told_failures(result.failures) for text in failure["examples"]), "none"),
            "examples_of_failing_rows": dg.MetadataValue.md(markdown_examples(result.failures)),
            "remedy": "; ".join(dict.fromkeys(r.remedy for r in result.failures)) or "none needed",
            "failures": dg.MetadataValue.json(told_failures(result.failures)),
            "observed_against_expected": dg.MetadataValue.md(markdown_table(result.results)),
        },
    )


CHECKS = [build_check(gate) for gate in GATES]
full_check = dg.define_asset_job(
    FULL_CHECK,
    description="Judges what is there by every gate again, whether it changed or not. Builds and publishes nothing.",
    selection=dg.AssetSelection.checks(*CHECKS),
)
