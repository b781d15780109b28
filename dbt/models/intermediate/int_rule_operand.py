"""Rows of the rule compiler: the cells and prose figures behind each side of a comparison."""

from dagster_project.rules import compiled_from


def model(dbt, session):
    # dbt finds references only in plain assignments.
    rules = dbt.ref("rules")
    indicators = dbt.ref("indicators")
    concepts = dbt.ref("concepts")
    return session.sql(compiled_from(rules, indicators, concepts).operands_sql)
