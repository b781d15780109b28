"""The cells of forms that one text fills, one by one."""

from typing import NamedTuple

import numpy as np

from dagster_project.reports.tables import CellColumns, TableReading
from dagster_project.reports.tables.forms import FormCell
from dagster_project.reports.tables.values import CellValue


class FilledCell(NamedTuple):
    cell: FormCell
    value: CellValue
    form: str
    other_year: int | None


def facts_of(reading: TableReading) -> list[FilledCell]:
    columns = CellColumns([reading], np.zeros(1, np.int64))
    rows = [reading.rows[number] for number in columns.row]
    return [
        FilledCell(cell, value, row.table.form, row.other_year)
        for cell, value, row in zip(columns.forms, columns.values, rows, strict=True)
    ]
