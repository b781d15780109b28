"""Rows of the rule compiler: the cells and prose figures behind each side of a comparison."""

import pyarrow as pa
from dagster_project import rules


def model(dbt, session):
    seeds = [dbt.ref("rules").to_arrow_table().to_pylist(), dbt.ref("indicators").to_arrow_table().to_pylist()]
    columns = rules.OPERAND_COLUMNS
    rows = rules.compiled(*seeds).operands
    return pa.table({name: [row[i] for row in rows] for i, name in enumerate(columns)})
