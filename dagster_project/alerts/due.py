"""Which reports of last year are overdue: of departments after 31 January, of governments after 31 March.

Departments have their own date since the regulation of 2019 (第四十九条), which first held for report year 2019. An agency is expected
to report when it did so in one of the two years before.
"""

from __future__ import annotations

from datetime import date

import duckdb

from dagster_project.alerts.model import DUE, Alert
from dagster_project.settings import Home

DEPARTMENTS_FROM = 2019
OVERDUE = """
    with current as (
        select agency_id, last(agency_name order by valid_from) as agency_name, last(agency_level order by valid_from) as agency_level,
            last(division_code order by valid_from) as division_code
        from marts.dim_agency group by agency_id
    ),
    expected as (
        select distinct agency_id from marts.dim_report
        where report_year in ($year - 1, $year - 2) and status in ('accepted', 'superseded', 'duplicate')
    )
    select coalesce(left(division_code, 2), '') as province, count(*) as agencies, list(agency_name order by agency_name)[:3] as examples
    from current semi join expected using (agency_id)
        anti join (select agency_id from marts.dim_report where report_year = $year) using (agency_id)
    where (agency_level is not distinct from 'department') = $departments
    group by province order by province
"""


def overdue_alerts(home: Home, today: date, site: str) -> list[Alert]:
    """An alert a province for each date that has passed this year."""
    year = today.year - 1
    passed = [(date(today.year, 3, 31), "31 March", "governments", False)]
    own_date = year >= DEPARTMENTS_FROM
    passed.append((date(today.year, 1 if own_date else 3, 31), "31 January" if own_date else "31 March", "departments", True))
    alerts = []
    con = duckdb.connect(str(home.published_warehouse), read_only=True)
    try:
        for last_day, words, who, departments in passed:
            if today > last_day:
                rows = con.execute(OVERDUE, {"year": year, "departments": departments}).fetchall()
                alerts += [_alert(year, words, who, row, site) for row in rows]
    finally:
        con.close()
    return alerts


def _alert(year: int, words: str, who: str, row: tuple[str, int, list[str]], site: str) -> Alert:
    province, agencies, examples = row
    return Alert(
        DUE, f"reports_due:{year}", who, "warning", "reports_due",
        what=f"reports of {year} due on {words} have not come: {agencies} of {who}",
        place=f"province {province}" if province else "no division known",
        remedy="fetch them from the web sites of the agencies; what was published nowhere is itself a finding (marts.fct_coverage)",
        count=agencies,
        example=", ".join(examples),
        link=f"{site}/quality.html#coverage",
        region=province,
    )  # fmt: skip
