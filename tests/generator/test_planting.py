"""Every planted error breaks the rules it names, and nothing else of its table."""

from __future__ import annotations

import csv
import random

import pytest

from dagster_project.generator import generate
from dagster_project.generator.agencies import government, place
from dagster_project.generator.choices import Choice
from dagster_project.generator.documents import Wording
from dagster_project.generator.figures import Figures, History
from dagster_project.generator.media import Dress
from dagster_project.generator.planting import PLANTS
from dagster_project.generator.printing import Printing
from dagster_project.settings import SEEDS_DIR

YEARS = {None: 2016, "r2008_zj": 2012, "r2008_sh": 2012, "r2014": 2016, "r2019": 2020, "r2021": 2023}


def figures_of(year: int, seed: int) -> Figures:
    past = History(government(place("331024")), random.Random(seed))
    return [past.next_year(y) for y in range(year - 2, year + 1)][-1]


@pytest.mark.parametrize("form", [f or "prose" for f in PLANTS])
def test_each_kind_of_error_finds_its_occasion_and_names_rules_of_the_catalogue(form: str) -> None:
    with (SEEDS_DIR / "rules.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    known = {r.get("rule_id") or r["id"] for r in rows}
    key = None if form == "prose" else form
    for attempt in PLANTS[key]:
        named: set[str] = set()
        for seed in range(12):
            choice = Choice(key, Printing(), Wording(), Dress())
            named |= set(attempt(choice, figures_of(YEARS[key], seed), random.Random(seed)))
        assert named, attempt
        assert named <= known


def test_planted_reports_are_the_last_of_their_agency() -> None:
    last: dict[str | None, int] = {}
    planted: dict[str | None, int] = {}
    for report in generate(200, seed=8, planted_share=0.5, negative_share=0):
        document = report.document
        last[document.agency_zh] = document.report_year or 0
        if document.planted:
            planted[document.agency_zh] = document.report_year or 0
    assert len(planted) > 20
    assert all(last[agency] == year for agency, year in planted.items())


def test_a_planted_row_total_is_printed_wrong() -> None:
    seen = 0
    for report in generate(300, seed=12, planted_share=0.8, negative_share=0, first_year=2019):
        if "R21-APP-03" not in report.document.planted or not report.exact:
            continue
        cells = {
            (m.fact.indicator_id, m.fact.applicant_type): m.fact.value or 0 for m in report.text.facts if m.fact.source_kind == "table"
        }
        wrong = [
            i
            for i in {i for i, a in cells if a == "total"}
            if cells[i, "total"] != sum(v for (j, a), v in cells.items() if j == i and a not in ("total", None))
        ]
        assert len(wrong) == 1
        seen += 1
    assert seen
