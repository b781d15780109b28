"""The gates as blocking asset checks: what failed, with examples and the remedy, where the data is shown."""

import dagster as dg

from dagster_project.checks.gates import GATES, Gate, run_gate
from dagster_project.checks.results import GateResult, markdown_examples, markdown_table
from dagster_project.checks.suites import load_suite
from dagster_project.progress import tell
from dagster_project.resources.workspace import Workspace


def build_check(gate: Gate) -> dg.AssetChecksDefinition:
    @dg.asset_check(name=f"{gate.name}_gate", asset=dg.AssetKey(list(gate.asset_key)), blocking=True, description=_description(gate))
    def check(workspace: Workspace) -> dg.AssetCheckResult:
        tell(f"{gate.name} gate", 0)
        with workspace.writing():
            return as_check_result(run_gate(gate, workspace.folder))

    return check


def _description(gate: Gate) -> str:
    reasons = [
        f"* {e['meta'].get('about') or e['kwargs'].get('column', 'table')} ({e['severity']}): {e['meta']['reason']}"
        for e in load_suite(gate.name)["expectations"]
    ]
    return f"{gate.about} Blocks what follows.\n\n" + "\n".join(reasons)


def as_check_result(result: GateResult) -> dg.AssetCheckResult:
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
            "errors_of_ours": sum(bool(r.error) for r in result.results),
            "failed": dg.MetadataValue.md(markdown_table(result.failures)) if result.failures else dg.MetadataValue.md("nothing"),
            "examples_of_failing_rows": dg.MetadataValue.md(markdown_examples(result.failures)),
            "remedy": "; ".join(dict.fromkeys(r.remedy for r in result.failures)) or "none needed",
            "observed_against_expected": dg.MetadataValue.md(markdown_table(result.results)),
        },
    )


CHECKS = [build_check(gate) for gate in GATES]
