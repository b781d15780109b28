"""First stage: the rules that read blanks as zero, on what the reports print."""

from dagster_project import rules


def model(dbt, session):
    # The names are those the compiled statement reads.
    reports = dbt.ref("int_rule_report")  # noqa: F841
    cells = dbt.ref("int_cell")  # noqa: F841
    texts = dbt.ref("int_prose_statement")  # noqa: F841
    indicators = dbt.ref("indicators")
    seeds = [dbt.ref("rules").to_arrow_table().to_pylist(), indicators.to_arrow_table().to_pylist()]
    return session.sql(rules.compiled(*seeds).first_stage_sql)
