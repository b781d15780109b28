"""The quality page: what was judged of each version, how its figures moved, what fails where, how well it reads, and what went wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup, escape

from dagster_project.alerts.history import history_frame
from dagster_project.alerts.ledger import reading
from dagster_project.checks.figures import share
from dagster_project.publishing import read_manifest, versions
from dagster_project.settings import Home
from dagster_project.site.overview_pages import coverage_state, division_path
from dagster_project.site.reading import Row, Warehouse

SHOWN_ALERTS = 100
WIDTH, HEIGHT = 200, 44
TRENDS = ("documents", "quarantined", "not a report", "conflicted", "findings of severity error")


@dataclass(frozen=True)
class Surroundings:
    """What is known outside of the warehouse: manifests of the kept versions, oldest first, alerts, and files that could not be read."""

    versions: Sequence[dict[str, Any]] = ()
    alerts: Sequence[Row] = ()
    unreadable: Sequence[Row] = field(default_factory=tuple)


def surroundings_of(home: Home, unreadable: Sequence[Row]) -> Surroundings:
    """What the home knows of its versions and alerts."""
    manifests = [read_manifest(home.versions / version / "manifest.json") for version in versions(home)]
    with reading(home) as ledger:
        history = history_frame(ledger.history(), ledger.messages()).reverse().head(SHOWN_ALERTS).to_dicts() if ledger else []
    return Surroundings([manifest for manifest in manifests if manifest], history, unreadable)


def quality_page(
    warehouse: Warehouse,
    manifest: dict[str, Any],
    *,
    reports: list[Row],
    agencies: list[Row],
    coverage: dict[str, list[Row]],
    around: Surroundings,
) -> dict[str, Any]:
    """Everything that the template shows."""
    refused = [report for report in reports if report["status"] != "accepted"]
    return {
        "gates": manifest.get("gates", {}),
        "row_counts": manifest.get("row_counts", {}),
        "refused": sorted(refused, key=lambda r: (r["status"], r["source_uri"])),
        "unreadable": around.unreadable,
        "versions": [_version(told) for told in reversed(around.versions)],
        "trends": _trends(around.versions),
        "accuracy": _accuracy(warehouse),
        "failing": _failing(warehouse),
        "alerts": around.alerts,
        **_coverage(agencies, coverage),
    }


def _version(manifest: dict[str, Any]) -> Row:
    """One row of the table of versions: which gates passed, which only with warnings, and the figures."""
    gates = manifest.get("gates", {})
    warned = [name for name, gate in gates.items() if gate["passed"] and not all(row["success"] for row in gate["expectations"])]
    return {
        "version": manifest["version"],
        "built_at": manifest["built_at"],
        "passed": sum(gate["passed"] for gate in gates.values()),
        "gates": len(gates),
        "warned": warned,
        "figures": {name: manifest.get("figures", {}).get(name) for name in TRENDS if name != "documents"},
        "documents": manifest.get("row_counts", {}).get("dim_report"),
    }


def _trends(manifests: Sequence[dict[str, Any]]) -> list[tuple[str, Markup, str]]:
    """A small chart of each figure over the kept versions, with its newest value in words."""
    found = []
    for name in TRENDS:
        if name == "documents":
            values = [(m["version"], float(m.get("row_counts", {}).get("dim_report", 0))) for m in manifests]
            words = f"{values[-1][1]:,.0f}" if values else ""
        else:
            known = [(m["version"], share(m.get("figures", {}).get(name))) for m in manifests]
            values = [(version, value) for version, value in known if value is not None]
            words = f"{values[-1][1]:.1%}" if values else ""
        if values:
            found.append((name, trend(name, values), words))
    return found


def trend(label: str, values: Sequence[tuple[str, float]]) -> Markup:
    """A line over the versions; the axis begins at zero."""
    top = max(value for _, value in values) or 1.0
    step = (WIDTH - 16) / max(1, len(values) - 1)
    points = [(8 + step * i, round(HEIGHT - 8 - (HEIGHT - 16) * value / top, 1)) for i, (_, value) in enumerate(values)]
    line = " ".join(f"{x:.1f},{y}" for x, y in points)
    dots = "".join(
        f'<g><title>{escape(version)}: {value:g}</title><circle class="dot" cx="{x:.1f}" cy="{y}" r="2.5"/></g>'
        for (x, y), (version, value) in zip(points, values, strict=True)
    )
    return Markup(
        f'<svg class="trend" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{escape(label)} over the versions">'
        f'<polyline class="line" points="{line}"/>{dots}</svg>'
    )


def _accuracy(warehouse: Warehouse) -> list[Row]:
    """The newest evaluation of each labelled set: in all, by form and by where the figures stand."""
    return warehouse.rows("""
        select labelled_set, slice_kind, slice, documents, labelled_count, recall, precision from fct_evaluation
        where is_latest and slice_kind in ('in all', 'regime', 'source kind')
        order by labelled_set, slice_kind = 'in all' desc, slice_kind, slice
    """)


def _failing(warehouse: Warehouse) -> dict[str, Any]:
    """Findings that fail, by rule and province."""
    rows = warehouse.rows("""
        with failing as (
            select findings.rule_id, findings.severity, coalesce(left(reports.division_code, 2), '') as province
            from fct_finding as findings inner join dim_report as reports using (report_id)
            where findings.status = 'fail'
        )
        select rule_id, severity, province, count(*) as findings
        from failing
        group by rule_id, severity, province
        order by severity = 'error' desc, severity = 'warning' desc, rule_id, province
    """)
    names = {
        row["province"]: row["name"]
        for row in warehouse.rows("""
            select left(division_code, 2) as province, any_value(name_zh) as name from dim_division
            where division_code like '__0000' group by 1
        """)
    }
    by_rule: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    for row in rows:
        by_rule[row["severity"], row["rule_id"]][row["province"]] = row["findings"]
    provinces = sorted({row["province"] for row in rows})
    return {"provinces": [(code, names.get(code) or code or "no division") for code in provinces], "rules": by_rule}


def _coverage(agencies: list[Row], coverage: dict[str, list[Row]]) -> dict[str, Any]:
    known = [row["report_year"] for rows in coverage.values() for row in rows]
    years = list(range(min(known), max(known) + 1)) if known else []
    by_province: dict[str, list[dict[str, Any]]] = defaultdict(list)
    totals = {year: Counter[str]() for year in years}
    for agency in agencies:
        states = {row["report_year"]: coverage_state(row) for row in coverage.get(agency["agency_id"], [])}
        if not states:
            continue
        for year, state in states.items():
            totals[year][state] += 1
        by_province[division_path(agency)[0][1]].append({"agency": agency, "states": [states.get(year, "") for year in years]})
    return {"coverage_years": years, "coverage": by_province, "coverage_totals": totals}
