"""Second stage: all other rules, on cells whose blanks count as zero where the first stage showed that they do."""

from dagster_project import rules


def model(dbt, session):
    # The names are those the compiled statement reads.
    reports = dbt.ref("int_rule_report")  # noqa: F841
    cells = dbt.ref("int_resolved_cell")  # noqa: F841
    texts = dbt.ref("int_prose_statement")  # noqa: F841
    indicators = dbt.ref("indicators")
    seeds = [dbt.ref("rules").to_arrow_table().to_pylist(), indicators.to_arrow_table().to_pylist()]
    return session.sql(rules.compiled(*seeds).second_stage_sql)
