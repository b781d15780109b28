"""Documents, their versions, agencies and coverage."""

from __future__ import annotations

from datetime import date


def statuses(warehouse, where):
    return dict(warehouse.rows(f"select source_uri, status from dim_report where {where} order by 1"))


def test_of_equal_texts_the_first_publication_stays(warehouse):
    assert statuses(warehouse, "report_year = 2018") == {"a/云溪区-2018.txt": "accepted", "b/云溪区-2018.txt": "duplicate"}


def test_a_later_publication_with_other_figures_supersedes(warehouse):
    assert statuses(warehouse, "source_uri like '云溪区-2020%'") == {"云溪区-2020-1.txt": "superseded", "云溪区-2020-2.txt": "accepted"}
    reason, replaced_by = warehouse.one(
        "select status_reason, replaced_by_report_id from dim_report where source_uri = '云溪区-2020-1.txt'"
    )
    assert "2021-02-20" in reason
    assert warehouse.one("select source_uri from dim_report where report_id = ?", replaced_by) == ("云溪区-2020-2.txt",)


def test_facts_of_replaced_reports_stay_but_do_not_count(warehouse):
    rows = warehouse.rows(
        "select v.value, v.is_candidate from fct_reported_value v join dim_report r using (report_id) "
        "where r.source_uri like '云溪区-2020%' order by 1"
    )
    assert rows == [(20, False), (21, True)]


def test_refused_documents_are_kept_with_their_reason(warehouse):
    assert statuses(warehouse, "status in ('quarantined', 'not_a_report')") == {"空.txt": "quarantined", "菜谱.txt": "not_a_report"}
    assert warehouse.one("select count(*) from report_text") == warehouse.one("select count(*) from dim_report")


def test_coverage_shows_the_missing_year(warehouse):
    rows = warehouse.rows(
        "select report_year, expected, received, accepted, analysable from fct_coverage c join dim_agency a using (agency_id) "
        "where a.agency_name = '云溪区人民政府' order by 1"
    )
    assert rows == [(2018, 1, 2, 1, 1), (2019, 1, 0, 0, 0), (2020, 1, 2, 1, 1)]


def test_the_same_agency_has_one_key_and_one_current_row(warehouse):
    rows = warehouse.rows("select agency_id, count(*), count(*) filter (is_current) from dim_agency group by 1")
    assert len(rows) > 20
    assert {r[2] for r in rows} == {1}


def test_a_renamed_county_gives_its_agencies_a_new_version(warehouse):
    rows = warehouse.rows(
        "select division_name, province_name, valid_from, valid_to, is_current from dim_agency where agency_name = '柳岸镇人民政府' order by 3"
    )
    assert rows == [
        ("苍山县", "山东省", date(2012, 1, 1), date(2013, 12, 31), False),
        ("兰陵县", "山东省", date(2014, 1, 1), None, True),
    ]


def test_bodies_of_a_county_go_on_under_the_code_of_the_district_it_became(warehouse):
    rows = warehouse.rows(
        "select list(agency_name order by valid_from), list(division_code order by valid_from), count(distinct agency_id) "
        "from dim_agency where agency_name like '%增城%' group by agency_id order by 1"
    )
    assert rows == [
        (["增城市人民政府", "增城区人民政府"], ["440183", "440118"], 1),
        (["广州市增城市教育局", "广州市增城区教育局"], ["440183", "440118"], 1),
    ]
    series = warehouse.rows(
        "select report_year, value from mart_series where agency_name like '%增城%政府' and concept_id = 'disclosed_total' order by 1"
    )
    assert series == [(2013, 2013), (2015, 2015)]


def test_divisions_tell_what_they_were_and_became(warehouse):
    rows = warehouse.rows(
        "select division_code, predecessor_code, successor_code, root_code from dim_division where short_name = '增城' order by 1"
    )
    assert rows == [("440118", "440183", None, "440183"), ("440183", None, "440118", "440183")]
    roots = warehouse.rows(
        "select name_zh, division_code = root_code from dim_division where name_zh in ('随县', '莱芜区', '龙港市') order by 1"
    )
    assert roots == [("莱芜区", False), ("随县", True), ("龙港市", True)]


def test_each_point_of_a_series_meets_one_version_of_its_agency(warehouse):
    assert warehouse.one("select count(*) from mart_series") == warehouse.one("select count(*) from fct_concept_value")
    assert warehouse.one("select count(*) from mart_series where agency_name is null") == (0,)
