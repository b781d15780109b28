"""Third stage: rules about what counts for an agency and year, told of the report that leads it."""

from dagster_project.rules import compiled_from


def model(dbt, session):
    # The names are those the compiled statement reads.
    reports = dbt.ref("int_rule_report").filter("is_leader")  # noqa: F841
    cells = dbt.ref("int_rule_concept")  # noqa: F841
    indicators = dbt.ref("indicators")
    concepts = dbt.ref("concepts")
    rules = dbt.ref("rules")
    # dbt would bind a relation three times, and binding this statement takes longer than running it on a small warehouse.
    statement = compiled_from(rules, indicators, concepts).third_stage_sql
    session.sql(f"create or replace temp table int_agency_rule_result_once as {statement}")
    return session.table("int_agency_rule_result_once")
