"""The marts for analysts: wide rows, provinces with their guards, earlier states, timeliness, lineage and the dictionary."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from dagster_project.catalogue import seed


def test_the_wide_mart_has_a_column_for_every_concept(warehouse):
    columns = {c for (c,) in warehouse.rows("select column_name from duckdb_columns() where table_name = 'mart_agency_year'")}
    assert {r["concept_id"] for r in seed("concepts")} <= columns


def test_a_wide_row_repeats_what_counts_and_keeps_what_nobody_reported_empty(warehouse):
    row = warehouse.one(
        "select applications_received, granted, refused, litigation_direct, grant_rate, regime, conflicted_count from mart_agency_year "
        "where agency_name = '青禾县人民政府' and report_year = 2019"
    )
    assert row == (5, 3, 1, None, Decimal("75.00"), "r2019", 0)
    wide = warehouse.one("select sum(concept_count) from mart_agency_year")
    assert wide == warehouse.one("select count(*) from fct_concept_value")


def test_a_rate_needs_its_numerator_and_a_denominator_above_zero(warehouse):
    rows = warehouse.rows(
        "select review_total, review_corrected, review_correction_rate from mart_agency_year where review_total is not null"
    )
    assert rows
    assert all((r[2] is None) == (r[1] is None or r[0] == 0) for r in rows)


def test_a_province_shows_rates_only_with_enough_agencies_and_cases(warehouse):
    row = warehouse.one(
        "select province_name, agencies_analysable, grant_rate_agencies, grant_rate, refusal_rate, in_time_share, review_correction_rate, "
        "is_representative, divisions_expected > 80 and coverage < 0.1 from mart_province_year "
        "where province_code = '620000' and report_year = 2020 and agency_level = 'county'"
    )
    assert row == ("甘肃省", 6, 6, Decimal("25.00"), Decimal("75.00"), Decimal("83.33"), None, False, True)
    few = warehouse.rows("select grant_rate from mart_province_year where agencies_analysable < 5")
    assert few
    assert {r[0] for r in few} == {None}


def test_levels_are_never_mixed(warehouse):
    assert warehouse.one("select count(*) = count(distinct (province_code, report_year, agency_level)) from mart_province_year") == (True,)
    assert {a for (a,) in warehouse.rows("select distinct agency_level from mart_province_year")} >= {"county", "township"}


def test_an_earlier_state_can_be_asked_for(warehouse):
    def as_of(day):
        return warehouse.rows(
            "select value from fct_concept_value_history h join dim_agency a using (agency_id) where a.agency_name = '云溪区人民政府' "
            "and h.report_year = 2020 and concept_id = 'disclosed_total' and known_from <= ? and (known_to is null or known_to > ?)",
            day,
            day,
        )

    assert as_of(date(2021, 1, 31)) == []
    assert as_of(date(2021, 2, 10)) == [(20,)]
    assert as_of(date(2021, 6, 1)) == [(21,)]


def test_the_current_part_of_the_history_is_what_counts(warehouse):
    current = warehouse.rows(
        "select agency_id, report_year, concept_id, value, report_id from fct_concept_value_history where is_current order by all"
    )
    assert current == warehouse.rows("select agency_id, report_year, concept_id, value, report_id from fct_concept_value order by all")
    assert warehouse.one("select count(*) from fct_concept_value_history where not is_current") == (1,)


def test_departments_are_due_in_january_since_2019(warehouse):
    rows = warehouse.rows(
        "select due_on, days_after_due, timeliness from fct_timeliness t join dim_report r using (report_id) where r.agency_name = '癸家县教育局'"
    )
    assert rows == [(date(2021, 1, 31), 3, "late")]
    rows = warehouse.rows(
        "select t.report_year, due_on, timeliness from fct_timeliness t join dim_report r using (report_id) where r.agency_name = '云溪区人民政府'"
    )
    assert rows == [(2018, date(2019, 3, 31), "in_time"), (2020, date(2021, 3, 31), "in_time")]


def test_coverage_says_what_became_of_each_year(warehouse):
    rows = warehouse.rows(
        "select c.report_year, state from fct_coverage c join dim_agency a using (agency_id) where agency_name = '云溪区人民政府' order by 1"
    )
    assert rows == [(2018, "analysable"), (2019, "missing"), (2020, "analysable")]


def test_every_value_of_a_mart_leads_to_reported_values(warehouse):
    for table, key in (
        ("fct_concept_value", "concept_value_id"),
        ("fct_concept_value_history", "concept_value_version_id"),
        ("mart_series", "concept_value_id"),
        ("fct_application", "application_id"),
        ("fct_legal_challenge", "legal_challenge_id"),
        ("fct_proactive_disclosure", "proactive_disclosure_id"),
    ):
        orphans = warehouse.one(
            f"select count(*), (select count(*) from marts.{table}) > 0 from marts.{table} "
            f"where {key} not in (select mart_key from bridge_lineage where mart_table = '{table}')"
        )
        assert orphans == (0, True), table
    told = "select concept_value_id, unnest(reported_value_ids) from fct_concept_value order by all"
    assert warehouse.rows(
        "select mart_key, reported_value_id from bridge_lineage where mart_table = 'fct_concept_value' order by all"
    ) == warehouse.rows(told)


def test_a_passage_leads_to_every_row_that_it_feeds(warehouse):
    rows = warehouse.rows(
        "select distinct mart_table, mart_column from bridge_lineage l join dim_report r using (report_id) "
        "where r.agency_name = '青禾县人民政府' and r.report_year = 2019 and evidence_start = "
        "(select evidence_start from fct_reported_value where report_id = l.report_id and indicator_id = 'outcome_granted' and applicant_type = 'total') "
        "order by all"
    )
    assert rows == [
        ("fct_application", "value"),
        ("fct_concept_value", "value"),
        ("fct_concept_value_history", "value"),
        ("mart_agency_year", "already_public"),
        ("mart_agency_year", "granted"),
        ("mart_series", "value"),
    ]


def test_the_dictionary_knows_every_column(warehouse):
    known = warehouse.rows("select table_name, column_name from data_dictionary where column_name is not null order by all")
    there = warehouse.rows("select table_name, column_name from duckdb_columns() where schema_name = 'marts' order by all")
    assert known == there
    grains = warehouse.rows("select table_name from data_dictionary where column_no = 0 and grain is null")
    assert grains == []


def test_a_chinese_label_leads_to_its_tables(warehouse):
    rows = warehouse.rows(
        "select distinct form, indicator_id, concept_id, relation from dictionary_label where label = '予以公开' and form = 'r2021' order by all"
    )
    assert ("r2021", "outcome_granted", "granted", "exactMatch") in rows
    tables = warehouse.one("select tables from dictionary_label where label = '予以公开' and form = 'r2021' and concept_id = 'granted'")[0]
    assert {"fct_reported_value", "fct_concept_value", "fct_application", "mart_agency_year"} <= set(tables)


def test_divisions_say_what_became_of_them(warehouse):
    rows = warehouse.rows(
        "select from_code, to_code, changed_in, change from bridge_division_change where from_code in ('330327', '371202', '421302', '371203') order by all"
    )
    assert rows == [
        ("330327", "330383", 2019, "split_off"),
        ("371202", "370116", 2019, "continued"),
        ("371203", "370117", 2019, "recoded"),
        ("421302", "421303", 2009, "recoded"),
        ("421302", "421321", 2009, "split_off"),
    ]
    parents = warehouse.rows("select valid_from, parent_code from dim_division where root_code = '371203' order by 1")
    assert parents == [(date(1992, 1, 1), "371200"), (date(2019, 1, 1), "370100")]
