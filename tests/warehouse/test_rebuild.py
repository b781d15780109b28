"""Two builds of one lake give the same tables; a new report changes only rows of its agency and what compares or adds agencies."""

from __future__ import annotations

import shutil

import pytest
from conftest import Warehouse
from invented import invented_lake

from dagster_project.publishing import table_hashes

NEW_AGENCY = "新桥镇人民政府"
ACROSS_AGENCIES = {
    "mart_province_year": "adds agencies",
    "fct_text_similarity": "compares texts of agencies",
    "bridge_lineage": "names the rows of mart_province_year",
}
"""Tables whose rows are about several agencies, and why."""


def contents(warehouse: Warehouse) -> dict[str, set[tuple]]:
    tables = [t for (t,) in warehouse.rows("select table_name from information_schema.tables where table_schema = 'marts' order by 1")]
    return {t: {str(r) for r in warehouse.rows(f"select * from marts.{t}")} for t in tables}


@pytest.fixture(scope="module")
def grown(build) -> Warehouse:
    """The invented lake with one report more, of an agency of its own."""
    lake = invented_lake()
    report = lake.report(NEW_AGENCY, 2017, "r2014", agency_level="township", division_code="511325")
    report.cell("staff_total", "9").cell("staff_full_time", "4").cell("staff_part_time", "4").prose(
        "n_disclosed_total", "310", "公开信息310条"
    )
    return build("grown", lake.write)


def test_a_rebuild_gives_identical_tables(warehouse, build):
    again = build("rebuilt", lambda lake: shutil.copytree(warehouse.path.parent / "lake", lake))
    first, second = table_hashes(warehouse.connection), table_hashes(again.connection)
    assert len(first) >= 25
    assert first == second


def test_hashes_tell_tables_apart_that_differ(warehouse, grown):
    first, second = table_hashes(warehouse.connection), table_hashes(grown.connection)
    assert first["dim_indicator"] == second["dim_indicator"]
    assert first["fct_reported_value"] != second["fct_reported_value"]


def test_a_new_report_changes_only_rows_of_its_agency(warehouse, grown):
    (agency_id,) = grown.one("select distinct agency_id from dim_agency where agency_name = ?", NEW_AGENCY)
    (report_id,) = grown.one("select report_id from dim_report where agency_name = ?", NEW_AGENCY)
    before, after = contents(warehouse), contents(grown)
    changed = {table: before[table] ^ after[table] for table in before if before[table] != after[table]}
    assert {"dim_agency", "dim_report", "fct_reported_value", "fct_concept_value", "fct_finding", "mart_province_year"} <= set(changed)
    foreign = {table: rows for table, found in changed.items() if (rows := {r for r in found if agency_id not in r and report_id not in r})}
    # Rules over peers may see others differently once one more agency reports; here the median stays.
    assert set(foreign) <= set(ACROSS_AGENCIES)
