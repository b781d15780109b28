"""Which value counts for an agency, a year and a concept."""

from __future__ import annotations

from decimal import Decimal

import pytest

COLUMNS = "value, value_state, regime, relation, source_kind, is_conflicted, candidate_count"


def concept(warehouse, agency, year, concept_id):
    return warehouse.rows(
        f"select {COLUMNS}, chosen_because from fct_concept_value v join dim_agency a using (agency_id) "
        "where a.agency_name = ? and v.report_year = ? and v.concept_id = ?",
        agency,
        year,
        concept_id,
    )


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        pytest.param(("青禾县人民政府", 2012, "disclosed_total"), (80, "number", "r2008_zj", "closeMatch"), id="old form"),
        pytest.param(("青禾县人民政府", 2012, "application_fees"), (2000, "number", "r2008_zj", "closeMatch"), id="万元 becomes yuan"),
        pytest.param(("青禾县人民政府", 2016, "granted"), (7, "derived", "r2014", "closeMatch"), id="sum of two cells"),
        pytest.param(("青禾县人民政府", 2016, "applications_carried_over"), (1, "derived", "r2014", "closeMatch"), id="difference"),
        pytest.param(("青禾县人民政府", 2019, "applications_received"), (5, "number", "r2019", "exactMatch"), id="total column"),
        pytest.param(
            ("青禾县人民政府", 2019, "applications_carried_in"), (0, "blank_read_as_zero", "r2019", "exactMatch"), id="blank is zero"
        ),
        pytest.param(("青禾县人民政府", 2019, "refused"), (1, "derived_with_blanks", "r2019", "exactMatch"), id="sum over blanks"),
        pytest.param(("青禾县人民政府", 2019, "cannot_provide"), (0, "blank_read_as_zero", "r2019", "exactMatch"), id="sum of blanks only"),
        pytest.param(("青禾县人民政府", 2019, "already_public"), (3, "number", "r2019", "broadMatch"), id="upper bound"),
        pytest.param(
            ("青禾县人民政府", 2019, "review_corrected"), (0, "blank_read_as_zero", "r2019", "exactMatch"), id="block with a filled cell"
        ),
        pytest.param(("白石街道办事处", 2016, "review_total"), (0, "zero_from_negation", "narrative", "closeMatch"), id="told by negation"),
        pytest.param(("云溪区人民政府", 2020, "disclosed_total"), (21, "number", "narrative", "closeMatch"), id="the later publication"),
    ],
)
def test_value(warehouse, where, expected):
    ((value, state, regime, relation, *_),) = concept(warehouse, *where)
    assert (value, state, regime, relation) == (Decimal(expected[0]), *expected[1:])


@pytest.mark.parametrize(
    ("agency", "year", "concept_id"),
    [
        pytest.param("青禾县人民政府", 2012, "applications_received", id="a blank of the old form"),
        pytest.param("青禾县人民政府", 2012, "applications_concluded", id="a sum with a blank operand"),
        pytest.param("青禾县人民政府", 2012, "staff_total", id="a blank total"),
        pytest.param("青禾县人民政府", 2016, "applications_carried_in", id="the form has no such row"),
        pytest.param("青禾县人民政府", 2019, "litigation_direct", id="a block that is blank throughout"),
        pytest.param("青禾县人民政府", 2019, "applicants_legal", id="columns that are blank throughout"),
        pytest.param("青禾县人民政府", 2021, "applications_received", id="no table"),
        pytest.param("双林镇人民政府", 2022, "granted", id="a blank total whose parts are filled"),
        pytest.param("白石街道办事处", 2016, "disclosed_total", id="a cumulative figure"),
        pytest.param("白石街道办事处", 2016, "trainings", id="a figure of another year"),
    ],
)
def test_nothing_is_made_up(warehouse, agency, year, concept_id):
    assert concept(warehouse, agency, year, concept_id) == []


def test_table_comes_before_prose_and_the_contradiction_is_told(warehouse):
    ((value, _, regime, _, source_kind, conflicted, count, because),) = concept(warehouse, "青禾县人民政府", 2016, "applications_received")
    assert (value, regime, source_kind, conflicted, count) == (9, "r2014", "table", True, 2)
    assert because == "cell of the form; 1 of 1 other candidates differ"


def test_the_sentence_in_its_section_comes_before_the_overview(warehouse):
    ((value, *_, conflicted, count, because),) = concept(warehouse, "白石街道办事处", 2016, "applications_received")
    assert (value, conflicted, count) == (4, True, 2)
    assert "section of the subject" in because


def test_applications_are_told_by_applicant_type_and_never_summed_into_the_total(warehouse):
    rows = warehouse.rows(
        "select applicant_type, value from fct_application v join dim_agency a using (agency_id) "
        "where a.agency_name = '青禾县人民政府' and v.report_year = 2019 and outcome = 'received' order by 1"
    )
    assert rows == [("natural_person", 5), ("total", 5)]


def test_legal_challenges_have_route_and_outcome(warehouse):
    rows = warehouse.rows(
        "select route, outcome, value from fct_legal_challenge v join dim_agency a using (agency_id) "
        "where a.agency_name = '青禾县人民政府' and v.report_year < 2020 and route = 'review' and outcome = 'upheld' order by value"
    )
    assert rows == [("review", "upheld", 1), ("review", "upheld", 2)]


def test_proactive_disclosure_has_item_and_measure(warehouse):
    rows = warehouse.rows(
        "select report_year, value, unit from fct_proactive_disclosure v join dim_agency a using (agency_id) "
        "where a.agency_name = '青禾县人民政府' and item = 'admin_licence' and measure = 'decisions' order by 1"
    )
    assert rows == [(2019, 150, "case"), (2020, 1000, "case"), (2021, 1100, "case")]


def test_series_shows_breaks_and_the_sentence(warehouse):
    rows = warehouse.rows(
        "select report_year, value, is_break, evidence_text from mart_series "
        "where agency_name = '青禾县人民政府' and concept_id = 'normative_documents_stock' order by 1"
    )
    assert [(r[0], r[1], r[2]) for r in rows] == [(2020, 10, False), (2021, 12, True)]
    assert rows[1][3] == "normative_documents_in_force | 12"


def test_each_concept_value_leads_back_to_reported_values(warehouse):
    orphans = warehouse.rows(
        "select concept_value_id from (select concept_value_id, unnest(reported_value_ids) as id from fct_concept_value) v "
        "where id not in (select reported_value_id from fct_reported_value)"
    )
    assert orphans == []
    assert warehouse.one("select min(len(reported_value_ids)) >= 1 from fct_concept_value") == (True,)
