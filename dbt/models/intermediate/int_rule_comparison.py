"""Rows of the rule compiler: each comparison of a rule in the labels of the forms."""

from dagster_project.rules import compiled_from


def model(dbt, session):
    # dbt finds references only in plain assignments.
    rules = dbt.ref("rules")
    indicators = dbt.ref("indicators")
    concepts = dbt.ref("concepts")
    return session.sql(compiled_from(rules, indicators, concepts).comparisons_sql)
