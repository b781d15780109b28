"""Tables of the statutory forms in a cleaned text -> cells of forms with their values, and what could not be used.

Source of the forms: notices 国办发〔2014〕32号, 国办公开办函〔2019〕60号, 国办公开办函〔2021〕30号 and local forms of 2008-2013, as the
catalogue holds them.
"""

from dagster_project.reports.tables.columns import CellColumns
from dagster_project.reports.tables.facts import TableReading
from dagster_project.reports.tables.reading import Text, read_all_tables, read_tables

__all__ = ["CellColumns", "TableReading", "Text", "read_all_tables", "read_tables"]
