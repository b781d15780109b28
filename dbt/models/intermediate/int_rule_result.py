"""Second stage: all other rules, on cells whose blanks count as zero where the first stage showed that they do."""

from dagster_project.rules import compiled_from


def model(dbt, session):
    # The names are those the compiled statement reads.
    reports = dbt.ref("int_rule_report")  # noqa: F841
    cells = dbt.ref("int_resolved_cell")  # noqa: F841
    texts = dbt.ref("int_prose_statement")  # noqa: F841
    indicators = dbt.ref("indicators")
    concepts = dbt.ref("concepts")
    rules = dbt.ref("rules")
    # dbt would bind a relation three times, and binding this statement takes longer than running it on a small warehouse.
    statement = compiled_from(rules, indicators, concepts).second_stage_sql
    session.sql(f"create or replace temp table int_rule_result_once as {statement}")
    return session.table("int_rule_result_once")
