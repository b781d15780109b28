"""The compiled rules on invented reports: what must be found, what must not, and how it is told."""

from __future__ import annotations

from decimal import Decimal

import pytest


def findings(warehouse, rule_id, agency, year, status=None):
    return warehouse.rows(
        "select f.status, f.applicant_type, f.indicator_id, f.actual, f.expected, f.message, "
        "f.left_evidence, f.right_evidence, f.difference "
        "from fct_finding f join dim_report r using (report_id) where f.rule_id = ? and r.agency_name = ? and r.report_year = ? "
        "and f.status = coalesce(?, f.status) order by f.applicant_type, f.indicator_id",
        rule_id,
        agency,
        year,
        status,
    )


@pytest.mark.parametrize(
    ("where", "status", "actual", "expected"),
    [
        pytest.param(("R08-01", "青禾县人民政府", 2012), "fail", "95", "80", id="part larger than the total"),
        pytest.param(("R08-08", "青禾县人民政府", 2012), "uncertain", None, "7", id="blank total, filled parts"),
        pytest.param(("R14-12", "青禾县人民政府", 2016), "fail", "9", "8", id="staff total is not the sum"),
        pytest.param(("R14-10", "青禾县人民政府", 2016), "pass", "1", "1", id="review sum holds"),
        pytest.param(("R14-06", "青禾县人民政府", 2016), "not_assessable", None, None, id="an operand is missing"),
        pytest.param(("R19-TXT-07", "青禾县人民政府", 2020), "fail", "6", "5", id="text against table"),
        pytest.param(("R19-PROC-01", "青禾县人民政府", 2019), "pass", "150000", None, id="a ratio inside its bounds"),
        pytest.param(("XR-DEC-admin_licence", "青禾县人民政府", 2020), "fail", None, None, id="a jump over five times"),
        pytest.param(("XR-DEC-admin_licence", "青禾县人民政府", 2021), "pass", "1.1", None, id="over the change of the form"),
        pytest.param(
            ("R21-DOC-normative_documents-1", "青禾县人民政府", 2021), "not_assessable", None, None, id="stock is not chained over 2021"
        ),
        pytest.param(("XR-DOC-normative_documents", "青禾县人民政府", 2021), "pass", "12", "14", id="stock against the old form"),
        pytest.param(("TXT-DUP-01", "白石街道办事处", 2016), "fail", "3", "4", id="two figures for one thing"),
        pytest.param(("REP-TIME-02", "青禾县人民政府", 2020), "pass", "2021-03-01", "2021-03-31", id="published in time"),
    ],
)
def test_rule_decides(warehouse, where, status, actual, expected):
    found = findings(warehouse, *where)
    assert [f[0] for f in found] == [status]
    if actual is not None:
        assert found[0][3] == actual
    if expected is not None:
        assert found[0][4] == expected


def test_carry_over_is_followed_for_each_applicant_type(warehouse):
    found = {f[1]: f[0] for f in findings(warehouse, "R19-APP-07", "青禾县人民政府", 2020)}
    assert found["natural_person"] == found["total"] == "fail"
    assert found["legal_research"] == "not_assessable"


def test_column_with_blanks_holds_when_one_operand_is_filled(warehouse):
    found = {f[1]: f[0] for f in findings(warehouse, "R19-APP-01", "青禾县人民政府", 2019)}
    assert found["natural_person"] == "pass"
    assert found["legal_other"] == "not_assessable"
    assert len(found) == 7


def test_row_totals_tell_only_rows_that_fail(warehouse):
    found = findings(warehouse, "R21-APP-03", "双林镇人民政府", 2022)
    assert {(f[0], f[2]) for f in found} >= {("fail", "applications_received_new"), ("uncertain", "outcome_granted")}
    assert not [f for f in found if f[0] == "pass"]


def test_whole_cells(warehouse):
    found = findings(warehouse, "R21-APP-05", "双林镇人民政府", 2022)
    assert [(f[0], f[1], f[2], f[3]) for f in found] == [("fail", "legal_research", "outcome_partially_granted", "1.5")]


def test_a_cell_that_cannot_be_read_makes_its_rules_not_assessable(warehouse):
    found = {f[1]: (f[0], f[5]) for f in findings(warehouse, "R21-APP-01", "双林镇人民政府", 2022)}
    assert found["legal_commercial"][0] == "not_assessable"
    assert "could not be read" in found["legal_commercial"][1]


def test_a_finding_shows_both_sides_in_the_words_of_the_form(warehouse):
    (finding,) = findings(warehouse, "R08-01", "青禾县人民政府", 2012)
    assert finding[5] == "通过政府网站公开数 is 95; it should be at most 主动公开数量, which is 80."
    assert finding[6:8] == ("disclosed_channel_website | 95", "disclosed_total | 80")
    assert finding[8] == Decimal(15)


def test_evidence_of_text_against_table_is_the_sentence_and_the_cell(warehouse):
    (finding,) = findings(warehouse, "R19-TXT-07", "青禾县人民政府", 2020)
    assert finding[6:8] == ("出台规范性文件6件", "normative_documents_made_new | 5")


def test_signals_of_the_readers_become_findings(warehouse):
    (finding,) = findings(warehouse, "TXT-ENUM-02", "双林镇人民政府", 2022)
    assert finding[0] == "fail"
    assert finding[6] == "占72%"
    assert finding[8] == Decimal("0.6")


def test_only_accepted_reports_are_judged(warehouse):
    assert warehouse.rows("select distinct r.status from fct_finding f join dim_report r using (report_id)") == [("accepted",)]
