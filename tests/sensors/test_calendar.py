"""Which reports are overdue on which day, and that nothing runs by itself until it is turned on."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import dagster as dg
import duckdb
import pytest

from dagster_project.alerts.due import overdue_alerts
from dagster_project.alerts.ledger import reading
from dagster_project.definitions import defs
from dagster_project.sensors.calendar import reports_due
from dagster_project.settings import Home

AGENCIES = [("gov", "某县人民政府", "county", "330726"), ("dep", "某县财政局", "department", "330726"), ("new", "某镇", "township", None)]
REPORTS = [("gov", 2022), ("dep", 2023), ("new", 2024)]


@pytest.fixture
def published(home: Home) -> Home:
    home.published.mkdir(parents=True)
    con = duckdb.connect(str(home.published_warehouse))
    con.execute("create schema marts")
    con.execute("create table marts.dim_agency (agency_id text, agency_name text, agency_level text, division_code text, valid_from date)")
    con.executemany("insert into marts.dim_agency values (?, ?, ?, ?, date '2008-01-01')", AGENCIES)
    con.execute("create table marts.dim_report (agency_id text, report_year int, status text)")
    con.executemany("insert into marts.dim_report values (?, ?, 'accepted')", REPORTS)
    con.close()
    home.manifest.write_text('{"version": "one"}')
    return home


@pytest.mark.parametrize(
    ("day", "overdue"),
    [
        (date(2025, 1, 31), []),
        (date(2025, 2, 1), ["departments"]),
        (date(2025, 3, 31), ["departments"]),
        (date(2024, 4, 1), ["governments"]),
        (date(2026, 2, 1), ["departments"]),
        (date(2028, 4, 1), []),
    ],
)
def test_who_is_late_on_which_day(published: Home, day, overdue):
    assert [alert.name for alert in overdue_alerts(published, day, "site")] == overdue


def test_before_2019_departments_had_the_date_of_governments(published: Home):
    con = duckdb.connect(str(published.published_warehouse))
    con.execute("update marts.dim_report set report_year = 2017")
    con.close()
    assert overdue_alerts(published, date(2019, 3, 31), "site") == []
    late = overdue_alerts(published, date(2019, 4, 1), "site")
    assert "departments" in {alert.name for alert in late}
    assert all("31 March" in alert.what for alert in late)


def test_the_sensor_writes_into_the_ledger_of_alerts(published: Home, monkeypatch):
    monkeypatch.setenv("OGI_HOME", str(published.root))
    con = duckdb.connect(str(published.published_warehouse))
    con.execute("update marts.dim_report set report_year = ?", [datetime.now().year - 2])
    con.close()
    with dg.build_sensor_context(instance=dg.DagsterInstance.ephemeral()) as context:
        reports_due.evaluate_tick(context)
    today = datetime.now() + timedelta(hours=8)
    expected = len(overdue_alerts(published, today.date(), "site"))
    with reading(published) as ledger:
        assert ledger is not None
        assert len([alert for alert in ledger.firing() if alert.kind == "reports_due"]) == expected


def test_nothing_runs_by_itself_until_it_is_turned_on():
    assert {sensor.name: sensor.default_status.value for sensor in defs.sensors or []} == {
        "alerts": "STOPPED",
        "inbox_deliveries": "STOPPED",
        "reports_due": "STOPPED",
    }
    assert [(s.name, s.default_status.value, s.job_name) for s in defs.schedules or []] == [("nightly_full_check", "STOPPED", "full_check")]
