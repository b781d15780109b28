"""Rules over what counts for agencies and years, and rules over texts: each finds what was planted for it, and holds elsewhere."""

from __future__ import annotations

import re

import pytest

from dagster_project.catalogue import seed
from dagster_project.settings import DBT_DIR, PROJECT_DIR


def failing(warehouse, rule_id):
    return warehouse.rows(
        "select r.agency_name, f.report_year, f.indicator_id, f.actual, f.expected, f.message from fct_finding f join dim_report r using (report_id) "
        "where f.rule_id = ? and f.status = 'fail' order by all",
        rule_id,
    )


def test_a_jump_over_five_times_is_told_of_the_later_year(warehouse):
    assert [r[:3] for r in failing(warehouse, "AY-JUMP-01")] == [
        ("壬家镇人民政府", 2017, "disclosed_total"),
        ("青禾县人民政府", 2020, "admin_licence_decisions"),
    ]


def test_a_zero_where_peers_report_hundreds_is_told(warehouse):
    ((agency, year, concept_id, actual, _, message),) = failing(warehouse, "AY-ZERO-01")
    assert (agency, year, concept_id, actual) == ("辛11镇人民政府", 2017, "disclosed_total", "0")
    assert message == "主动公开政府信息数 is 0; it should be more than 0."


def test_units_that_sum_to_more_than_twice_their_area_are_told(warehouse):
    ((agency, _, concept_id, actual, expected, _),) = failing(warehouse, "XA-AGG-01")
    assert (agency, concept_id, actual, expected) == ("辛家县人民政府", "disclosed_total", "900", "200")


def test_a_contradiction_shows_both_statements(warehouse):
    rows = warehouse.rows(
        "select f.left_evidence, f.right_evidence, len(f.left_reported_value_ids), len(f.right_reported_value_ids) from fct_finding f "
        "join dim_report r using (report_id) where f.rule_id = 'AY-CONF-01' and f.status = 'fail' and r.agency_name = '白石街道办事处'"
    )
    assert rows == [("共收到申请4件", "全年受理申请3件", 1, 1)]


def test_every_conflict_has_its_finding(warehouse):
    conflicted = warehouse.rows("select report_id, concept_id from fct_concept_value where is_conflicted order by all")
    told = warehouse.rows("select report_id, indicator_id from fct_finding where rule_id = 'AY-CONF-01' and status = 'fail' order by all")
    assert conflicted == told != []


@pytest.mark.parametrize(
    ("rule_id", "words"),
    [
        ("REP-TMPL-01", "文字描述"),
        ("REP-REG-02", "form of other years"),
        ("TXT-RATE-01", "105 %"),
        ("TXT-GROW-01", "a growth of 20 % is stated; against the year before it is 50"),
    ],
)
def test_what_a_text_gets_wrong_is_told_once(warehouse, rule_id, words):
    ((agency, year, *_, message),) = failing(warehouse, rule_id)
    assert (agency, year) == ("庚家镇人民政府", 2022)
    assert words in message


def test_a_text_taken_over_from_another_agency_is_told(warehouse):
    ((agency, year, _, actual, _, message),) = failing(warehouse, "REP-DUP-01")
    assert (agency, year) == ("戊家镇人民政府", 2017)
    assert int(actual) >= 90
    assert "丁家镇人民政府" in message


def test_similarity_knows_last_year_and_neighbours_and_nobody_else(warehouse):
    rows = warehouse.rows(
        "select kind, a.agency_name, b.agency_name, b.report_year from fct_text_similarity s join dim_report a using (report_id) "
        "join dim_report b on s.other_report_id = b.report_id where is_near_duplicate order by all"
    )
    assert rows == [
        ("last_year", "丁家镇人民政府", "丁家镇人民政府", 2016),
        ("neighbour", "戊家镇人民政府", "丁家镇人民政府", 2017),
    ]


def test_rules_that_hold_are_told_too(warehouse):
    passed = {r for (r,) in warehouse.rows("select rule_id from fct_finding where status = 'pass'")}
    assert passed >= {"AY-JUMP-01", "AY-CONF-01", "REP-TMPL-01", "REP-AGG-01", "TXT-YEAR-01", "AY-RATE-01"}


def test_every_rule_has_its_reason_and_is_evaluated_by_who_says_so():
    rules = seed("rules")
    assert [r["rule_id"] for r in rules if not r["explanation"]] == []
    assert {r["evaluated_by"] for r in rules} == {"compiler", "model", "extractor"}
    in_models = set(
        re.findall(r"'([A-Z0-9]+-[A-Z]+(?:-\d+)?)'", (DBT_DIR / "models/intermediate/int_text_statement.sql").read_text("utf-8"))
    )
    readers = "".join(p.read_text("utf-8") for p in (PROJECT_DIR / "dagster_project" / "reports").rglob("*.py"))
    by_model = {r["rule_id"] for r in rules if r["evaluated_by"] == "model"}
    assert by_model <= in_models
    assert {r["rule_id"] for r in rules if r["evaluated_by"] == "extractor"} == set(
        re.findall(r'"((?:TXT|TAB|REP)-[A-Z]+(?:-\d+)?)"', readers)
    )
