"""The pages about the whole warehouse: start, findings by rule, dictionary; and the index of the search box."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from dagster_project.site.charts import year_bars
from dagster_project.site.reading import Row, Warehouse

FORMS = ("r2008_zj", "r2008_sh", "r2014", "r2019", "r2021", "narrative")
SEVERITIES = ("error", "warning", "info")
NO_DIVISION = "No division known 未定区划"


@dataclass
class Region:
    """A node of the list of agencies: a province, prefecture or county with what lies below it."""

    name: str
    code: str
    regions: dict[str, Region] = field(default_factory=dict)
    agencies: list[Row] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.agencies) + sum(region.count for region in self.regions.values())


def division_path(agency: Row) -> list[tuple[str, str]]:
    """(code, name) of province, prefecture and county of the agency, as far as it has them."""
    code = agency["division_code"]
    if not code:
        return [("", NO_DIVISION)]
    name, province, parent = agency["division_name"] or code, agency["province_name"], agency["parent_name"]
    if code.endswith("0000"):
        return [(code, name)]
    path = [(code[:2] + "0000", province or code[:2] + "0000")]
    if not code.endswith("00") and parent and parent != province:
        path.append((code[:4] + "00", parent))
    return [*path, (code, name)]


def region_tree(agencies: Iterable[Row]) -> Region:
    root = Region("", "")
    for agency in agencies:
        node = root
        for code, name in division_path(agency):
            node = node.regions.setdefault(f"{code} {name}", Region(name, code))
        node.agencies.append(agency)
    return root


def start_page(warehouse: Warehouse, reports: list[Row], agencies: list[Row]) -> dict[str, Any]:
    by_year: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for report in reports:
        if report["status"] == "accepted" and report["report_year"]:
            by_year[report["report_year"]][report["regime_by_form"] or "narrative"] += 1
    findings = warehouse.rows("select severity, status, count(*) as findings from fct_finding group by all")
    states = warehouse.rows("select value_state, count(*) as figures from fct_reported_value group by all order by all")
    return {
        "statuses": Counter(report["status"] for report in reports),
        "forms": Counter(report["regime_by_form"] or "narrative" for report in reports if report["status"] == "accepted"),
        "years": sorted(by_year),
        "bars": year_bars("Accepted reports by year and form", by_year, FORMS),
        "form_order": FORMS,
        "findings": {(row["severity"], row["status"]): row["findings"] for row in findings},
        "severities": SEVERITIES,
        "states": states,
        "tree": region_tree(agencies),
        "agency_count": len(agencies),
        "report_count": len(reports),
    }


def search_index(agencies: list[Row]) -> str:
    """The agencies as a script, so that the search works from a folder: name, where it lies, level, years, reports, page."""
    entries = [
        [
            a["agency_name"],
            " › ".join(name for _, name in division_path(a)),
            a["agency_level"] or "",
            a["years"],
            a["report_count"],
            a["agency_id"],
        ]
        for a in agencies
    ]
    return "window.OGI_AGENCIES = " + json.dumps(entries, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c") + ";\n"


def findings_page(warehouse: Warehouse) -> list[Row]:
    """One row a rule that was applied: its severity and how often it holds, fails, is uncertain or cannot be assessed."""
    rows = warehouse.rows("""
        select rule_id, min(severity) as severity,
            count(*) filter (status = 'fail') as fails, count(*) filter (status = 'uncertain') as uncertain,
            count(*) filter (status = 'pass') as holds, count(*) filter (status = 'not_assessable') as not_assessable
        from fct_finding group by rule_id
        order by case min(severity) when 'error' then 1 when 'warning' then 2 else 3 end, fails desc, uncertain desc, rule_id
    """)
    rules = {rule["rule_id"]: rule for rule in warehouse.rows("select * from dim_rule")}
    return [{**row, "rule": rules.get(row["rule_id"], {"rule_id": row["rule_id"], "explanation": ""})} for row in rows]


def rule_findings(warehouse: Warehouse) -> dict[str, list[Row]]:
    """What fails or is uncertain, by rule."""
    rows = warehouse.rows("""
        select findings.rule_id, findings.report_id, findings.report_year, findings.status, findings.severity,
            findings.expected, findings.actual, findings.message, reports.agency_id, reports.agency_name
        from fct_finding as findings inner join dim_report as reports using (report_id)
        where findings.status in ('fail', 'uncertain')
        order by findings.rule_id, findings.status, reports.division_code, reports.agency_name, findings.report_year, findings.finding_id
    """)
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row["rule_id"]].append(row)
    return found


def coverage_state(row: Row) -> str:
    """accepted (with figures) | empty (accepted, no figure) | refused (received only) | missing (expected, not received)."""
    if row["accepted"]:
        return "accepted" if row["analysable"] else "empty"
    return "refused" if row["received"] else "missing"


def dictionary_page(warehouse: Warehouse) -> dict[str, Any]:
    """Tables and columns with the comments that travel with the data, and the catalogue behind the figures."""
    columns = warehouse.rows("""
        select columns.table_name, columns.column_name, columns.data_type, columns.comment, entries.unit, entries.warning
        from duckdb_columns() as columns
        left join data_dictionary as entries on columns.table_name = entries.table_name and columns.column_name = entries.column_name
        where columns.database_name = current_database() and columns.schema_name = 'marts' order by columns.table_name, columns.column_index
    """)
    by_table: dict[str, list[Row]] = defaultdict(list)
    for column in columns:
        by_table[column["table_name"]].append(column)
    tables = warehouse.rows("""
        select tables.table_name, tables.estimated_size as row_count, tables.comment, entries.grain, entries.warning
        from duckdb_tables() as tables
        left join data_dictionary as entries on tables.table_name = entries.table_name and entries.column_no = 0
        where tables.database_name = current_database() and tables.schema_name = 'marts' order by tables.table_name
    """)
    feeds: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in warehouse.rows(
        "select distinct form, indicator_id, concept_id from dictionary_label where concept_id is not null order by all"
    ):
        feeds[row["form"], row["indicator_id"]].append(row["concept_id"])
    bridge: dict[str, list[Row]] = defaultdict(list)
    for row in warehouse.rows("select * from bridge_concept_indicator where relation <> 'none' order by concept_id, regime"):
        bridge[row["concept_id"]].append(row)
    return {
        "tables": [{**table, "columns": by_table[table["table_name"]]} for table in tables],
        "concepts": warehouse.rows("select * from dim_concept order by topic, concept_id"),
        "bridge": bridge,
        "indicators": warehouse.rows("select * from dim_indicator order by regime, section, indicator_id"),
        "feeds": feeds,
        "regimes": warehouse.rows("select * from dim_regime order by first_year, regime_id"),
        "applicant_types": warehouse.rows("select * from dim_applicant_type order by sort_order"),
    }
