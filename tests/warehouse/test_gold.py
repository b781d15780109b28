"""What the authors of the five labelled reports got wrong is found, and their figures become the concept values."""

from __future__ import annotations

import csv
import hashlib
import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import Warehouse
from lake_builder import Lake

from dagster_project.catalogue import seed
from dagster_project.settings import PROJECT_DIR

SHARED = Path(os.environ.get("OGI_SHARED", PROJECT_DIR.parent / "shared"))


def labelled_lake() -> Lake:
    """The labels as the extractor would deliver them; labels whose id is not in the catalogue (judgement calls) are left out."""
    lake = Lake()
    known = {r["indicator_id"] for r in seed("indicators")}
    values = [v for v in _rows("reported_values.csv") if v["indicator_id"] in known]
    for document in _rows("documents.csv"):
        raw = (SHARED / "reports" / document["doc"]).read_bytes()
        own = [v for v in values if v["doc"] == document["doc"]]
        form = next((v["form"] for v in own if v["form"] != "narrative"), None)
        report = lake.report(
            document["agency_zh"],
            int(document["report_year"]),
            form,
            report_id=hashlib.sha256(raw).hexdigest(),
            uri=document["doc"],
            text=raw.decode(),
            division_code=document["division_code"],
            agency_level=document["agency_level"],
            published_on=date.fromisoformat(document["publish_or_signed_date"]),
        )
        for value in own:
            report._value(
                indicator_id=value["indicator_id"],
                form=value["form"],
                applicant_type=value["applicant_type"] or None,
                qualifier=value["qualifier"] or None,
                value=Decimal(value["value"]) if value["value"] else None,
                value_state=value["value_state"],
                unit=value["unit"],
                period_year=int(value["period_year"]),
                scope=value["scope"],
                source_kind=value["source_kind"],
                section="form" if value["source_kind"] == "table" else "overview",
                evidence_text=value["evidence"],
            )
    return lake


def _rows(name: str) -> list[dict[str, str]]:
    with (SHARED / "gold" / name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def labelled(build) -> Warehouse:
    if not (SHARED / "gold" / "reported_values.csv").exists():
        pytest.skip("the labelled reports are not here; set OGI_SHARED to the folder that holds gold/ and reports/")
    return build("labelled", lambda lake: labelled_lake().write(lake))


@pytest.mark.parametrize(
    ("document", "rule_id", "status", "figures"),
    [
        ("003", "R08-01", "fail", ("298", "289")),
        ("003", "R08-08", "uncertain", (None, "3")),
        ("002", "R19-TXT-07", "fail", ("4", "2")),
        ("002", "TXT-NORM-01", "fail", ("2", "4")),
    ],
)
def test_errors_of_the_authors_are_found(labelled, document, rule_id, status, figures):
    row = labelled.one(
        "select f.status, f.actual, f.expected, f.left_evidence is not null from fct_finding f join dim_report r using (report_id) "
        "where r.source_uri like ? and rule_id = ?",
        f"{document}%",
        rule_id,
    )
    assert row == (status, *figures, True)


def test_no_other_rule_fails(labelled):
    failed = {r for (r,) in labelled.rows("select rule_id from fct_finding where status in ('fail', 'uncertain')")}
    assert failed == {"R08-01", "R08-08", "R19-TXT-07", "TXT-NORM-01", "AY-CONF-01"}


def test_the_contradiction_about_normative_documents_is_the_only_one(labelled):
    rows = labelled.rows(
        "select indicator_id, left_evidence, right_evidence from fct_finding where rule_id = 'AY-CONF-01' and status = 'fail'"
    )
    assert [r[0] for r in rows] == ["normative_documents_made"]
    assert "出台规范性文件4件" in rows[0][2]


def test_the_applications_table_holds_in_every_column(labelled):
    assert labelled.one("select count(*) from fct_finding where rule_id = 'R19-APP-01' and status = 'pass'") == (7,)


def test_concept_values(labelled):
    rows = labelled.rows(
        "select r.source_uri[1:3], v.concept_id, v.value from fct_concept_value v join dim_report r using (report_id) where v.concept_id "
        "in ('applications_received', 'disclosed_total', 'procurement_amount', 'normative_documents_made') order by all"
    )
    assert ("002", "procurement_amount", Decimal(18140000)) in rows
    assert ("002", "normative_documents_made", Decimal(2)) in rows
    assert ("003", "disclosed_total", Decimal(289)) in rows
    assert ("001", "disclosed_total", Decimal(16499)) in rows
    assert ("004", "applications_received", Decimal(0)) in rows
    assert not [r for r in rows if r[:2] == ("003", "applications_received")]
