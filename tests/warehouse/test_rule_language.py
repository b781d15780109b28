"""The rule language and its catalogue: what it reads, what it refuses, and that a rule needs no code."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest

from dagster_project.catalogue import seed
from dagster_project.rules import ExpressionError, RuleError, compiled, parse
from dagster_project.rules.expressions import Arithmetic, Call, Comparison, Logic, Name, Number, Prose, Text


def rule(**columns):
    row = {
        "rule_id": "T-1", "regime": "r2014", "kind": "identity", "scope": "report", "evaluated_by": "compiler", "assess_when": "",
        "null_policy": "skip_if_null", "tolerance": "0", "tolerance_share": "0", "severity": "error", "explanation": "",
    }  # fmt: skip
    return row | columns


def evaluate(row, cells, *, texts=(), form="r2014", year=2016):
    """The findings of one rule on one report, as (status, actual, expected)."""
    connection = duckdb.connect()
    attributes = {"report_year": year, "agency_level": "'county'"}
    names = ("report_id", "prev_report_id", "form", "report_year", "regime_by_year", "form_regime", "prev_regime", "form_present",
             "filled_cells", "period_start_year", "period_end_year", "published_year", "published_ymd", "agency_level", "is_government",
             "rule_making_power")  # fmt: skip
    values = {"report_id": "'r'", "form": f"'{form}'", **attributes}
    connection.execute("create table reports as select " + ", ".join(f"{values.get(n, 'null')} as {n}" for n in names))
    connection.execute(
        "create table cells (report_id varchar, indicator_id varchar, applicant_type varchar, value decimal(24,6), is_unreadable boolean)"
    )
    connection.execute("create table texts (report_id varchar, indicator_id varchar, value decimal(24,6), is_approximate boolean)")
    connection.execute("create table indicators (indicator_id varchar, regime varchar, applicant_type varchar, blank_means varchar)")
    for indicator_id, value in cells.items():
        connection.execute("insert into cells values ('r', ?, null, ?, false)", [indicator_id, value])
    for indicator_id, value, approximate in texts:
        connection.execute("insert into texts values ('r', ?, ?, ?)", [indicator_id, value, approximate])
    sql = compiled([row], seed("indicators"))
    found = []
    for statement in (sql.first_stage_sql, sql.second_stage_sql):
        found += connection.execute(f"select status, actual, expected from ({statement})").fetchall()
    connection.close()
    return found


def test_an_expression_becomes_a_tree():
    assert parse("a[total] + 2 <= b@prev") == Comparison(
        "<=", Arithmetic("+", Name("a", "total"), Number(Decimal(2))), (Name("b", previous=True),)
    )
    assert parse("sum(x[p,q], y)") == Call("sum", (Name("x", "p"), Name("x", "q"), Name("y")))
    assert parse('level == "county" => text(n_a) is present') == Logic(
        "=>", Comparison("==", Name("level"), (Text("county"),)), Comparison("present", Prose("n_a"), ())
    )


@pytest.mark.parametrize("expression", ["a ==", "a == b)", "x[p,q] == 1", "unknown(a) == 1", "a $ b", "a is nice", ""])
def test_what_cannot_be_read_is_refused_with_its_place(expression):
    with pytest.raises(ExpressionError, match="at character"):
        parse(expression)


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"expression": "no_such_row == 1"}, "no_such_row is neither an indicator of r2014"),
        ({"expression": "text(n_no_such) == 1"}, "no narrative indicator"),
        ({"regime": "r2019", "expression": "outcome_granted == 1"}, "say which"),
        ({"regime": "r2019", "expression": "outcome_granted[a] == 1"}, "needs scope each_applicant_type"),
        ({"expression": "staff_total == 1", "null_policy": "maybe"}, "null_policy is 'maybe'"),
        ({"expression": "staff_total =="}, "rule T-1: cannot read"),
    ],
)
def test_a_wrong_rule_is_named(columns, message):
    with pytest.raises(RuleError, match=message):
        compiled([rule(**columns)], seed("indicators"))


@pytest.mark.parametrize(
    ("columns", "cells", "status"),
    [
        pytest.param({"expression": "trainees == training_courses * 3"}, {"trainees": 6, "training_courses": 2}, "pass", id="holds"),
        pytest.param({"expression": "trainees == 7"}, {"trainees": 6}, "fail", id="does not hold"),
        pytest.param({"expression": "trainees == 7", "tolerance": "1"}, {"trainees": 6}, "pass", id="tolerance"),
        pytest.param({"expression": "trainees == 100", "tolerance_share": "0.05"}, {"trainees": 94}, "fail", id="outside the share"),
        pytest.param({"expression": "trainees == 100", "tolerance_share": "0.1"}, {"trainees": 94}, "pass", id="inside the share"),
        pytest.param({"expression": "trainees == 7"}, {}, "not_assessable", id="nothing reported"),
        pytest.param({"expression": "trainees == 0", "null_policy": "blank_is_zero"}, {}, "not_assessable", id="all blank"),
        pytest.param(
            {"expression": "trainees == staff_total", "null_policy": "blank_is_zero"}, {"trainees": 0}, "pass", id="blank as zero"
        ),
        pytest.param(
            {"expression": "trainees == staff_total", "null_policy": "blank_is_zero"},
            {"trainees": 3},
            "not_assessable",
            id="a row is missing",
        ),
        pytest.param(
            {"expression": "trainees == staff_total", "null_policy": "blank_is_zero"},
            {"trainees": 3, "staff_total": None},
            "fail",
            id="a blank is printed",
        ),
        pytest.param({"expression": "trainees == 7", "assess_when": "trainees > 10"}, {"trainees": 6}, "not_assessable", id="guard"),
        pytest.param({"expression": "trainees in {1, 6}"}, {"trainees": 6}, "pass", id="one of several"),
        pytest.param({"expression": "trainees / staff_total between 2 and 3"}, {"trainees": 5, "staff_total": 2}, "pass", id="ratio"),
        pytest.param(
            {"expression": "trainees / staff_total between 2 and 3"}, {"trainees": 5, "staff_total": 0}, "not_assessable", id="by zero"
        ),
        pytest.param({"expression": "trainees == 0 iff staff_total == 0"}, {"trainees": 0, "staff_total": 4}, "fail", id="iff"),
        pytest.param({"expression": "trainees > 0 => staff_total > 0"}, {"trainees": 0, "staff_total": 0}, "pass", id="implied by nothing"),
        pytest.param({"expression": "trainees <= max(2, staff_total)"}, {"trainees": 3}, "not_assessable", id="max of an unknown"),
        pytest.param({"expression": 'agency_level == "county"'}, {}, "pass", id="attribute"),
    ],
)
def test_evaluation(columns, cells, status):
    assert [f[0] for f in evaluate(rule(**columns), cells)] == [status]


def test_of_several_statements_the_furthest_off_is_told():
    texts = [("n_trainees", 6, False), ("n_trainees", 9, False)]
    assert evaluate(rule(expression="text(n_trainees) == trainees"), {"trainees": 6}, texts=texts) == [("fail", 9, 6)]


def test_approximate_prose_may_be_a_tenth_off():
    near = [("n_trainees", 92, True)]
    assert evaluate(rule(expression="text(n_trainees) == trainees"), {"trainees": 100}, texts=near)[0][0] == "pass"
    assert evaluate(rule(expression="text(n_trainees) == trainees"), {"trainees": 110}, texts=near)[0][0] == "fail"


def test_the_catalogue_compiles_and_says_who_evaluates_each_rule():
    sql = compiled(seed("rules"), seed("indicators"), seed("concepts"))
    assert min(map(len, (sql.first_stage_sql, sql.second_stage_sql, sql.third_stage_sql))) > 1000
    assert {r["evaluated_by"] for r in seed("rules")} == {"compiler", "extractor", "model"}
    assert len({r["rule_id"] for r in seed("rules")}) == len(seed("rules"))


def test_the_crosswalk_names_known_concepts_and_indicators():
    import re

    known = {(r["regime"], r["indicator_id"]) for r in seed("indicators")}
    concepts = {r["concept_id"] for r in seed("concepts")}
    used = [
        (row["regime"], name)
        for row in seed("crosswalk")
        for name in re.findall(r"[a-z_]\w*", re.sub(r"\[[^\]]*\]|\bsum\(", " ", row["source_expression"]))
    ]
    assert len(used) > 300
    assert set(used) <= known
    assert {r["concept_id"] for r in seed("crosswalk")} == concepts
    assert all((r["relation"] == "none") == (r["source_expression"] == "") for r in seed("crosswalk"))
