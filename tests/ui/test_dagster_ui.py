"""What a person does on a fresh clone: opens the UI, looks at the graph, clicks, and has a warehouse."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from dagster_project.settings import Home

GROUPS = ["ingest", "reading", "catalogue", "staging", "intermediate", "marts", "publication"]


@pytest.mark.timeout(1200)
def test_one_click_publishes_a_warehouse(page, dagster_ui: str, home: Home, tmp_path: Path):
    page.goto(f"{dagster_ui}/asset-groups")
    for group in GROUPS:
        page.get_by_role("button", name=group).first.wait_for()
    page.screenshot(path=tmp_path / "graph.png")

    page.get_by_role("button", name="Materialize all").click()
    page.get_by_text(re.compile("Launched run")).first.wait_for()
    page.goto(f"{dagster_ui}/runs")
    page.get_by_text("Success", exact=True).first.wait_for(timeout=600_000)
    page.screenshot(path=tmp_path / "run.png")
    con = duckdb.connect(str(home.published_warehouse), read_only=True)
    assert con.execute("select count(*) from marts.dim_report where status = 'accepted'").fetchall()[0][0] > 10
    con.close()

    page.goto(f"{dagster_ui}/assets/lake/reported_values?view=checks")
    page.get_by_text("reported_values_gate").first.wait_for()
    page.get_by_text(re.compile("Every figure has its evidence")).first.wait_for()
    page.screenshot(path=tmp_path / "gate.png")

    page.goto(f"{dagster_ui}/assets/marts/fct_reported_value")
    page.get_by_text("evidence_text").first.wait_for()  # its columns
    page.screenshot(path=tmp_path / "table.png")
