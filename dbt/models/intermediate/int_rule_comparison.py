"""Rows of the rule compiler: each comparison of a rule in the labels of the forms."""

import pyarrow as pa
from dagster_project import rules


def model(dbt, session):
    seeds = [dbt.ref("rules").to_arrow_table().to_pylist(), dbt.ref("indicators").to_arrow_table().to_pylist()]
    columns = rules.COMPARISON_COLUMNS
    rows = rules.compiled(*seeds).comparisons
    return pa.table({name: [row[i] for row in rows] for i, name in enumerate(columns)})
