"""The five labelled reports: who, where, which year."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from dagster_project.reports.cleaning import clean
from dagster_project.reports.identifying import identify

SHARED = Path(os.environ.get("OGI_SHARED") or Path(__file__).resolve().parents[4] / "shared")
GOLD = SHARED / "gold" / "documents.csv"


def gold_rows() -> list[dict[str, str]]:
    if not GOLD.exists():
        return []
    with GOLD.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.skipif(not GOLD.exists(), reason="the labelled reports are not beside the checkout (../shared or $OGI_SHARED)")
def test_there_are_labelled_reports() -> None:
    assert len(gold_rows()) >= 5


@pytest.mark.parametrize("row", gold_rows(), ids=lambda row: row["doc"][:3])
def test_identity_agrees_with_the_labels(row: dict[str, str]) -> None:
    text = (SHARED / "reports" / row["doc"]).read_bytes().decode("utf-8")
    identity = identify(clean(text).clean, row["doc"], {})
    assert identity.is_report, identity.reason
    assert (str(identity.report_year), identity.division_code, identity.agency_level) == (
        row["report_year"],
        row["division_code"],
        row["agency_level"],
    )
    assert (identity.period_start.isoformat() if identity.period_start else "") == row["period_start"]
    assert (identity.period_end.isoformat() if identity.period_end else "") == row["period_end"]
    assert identity.published_on is not None
    assert identity.published_on.isoformat() == row["publish_or_signed_date"]
