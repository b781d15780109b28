"""Columns of a table that are years: 2015年 beside 2016年, 上年 beside 本年. Figures of other years are kept apart.

Belongs here: what the title of a column says of its year. Does not belong here: which value stands in which column.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from dagster_project.reports.tables.cells import Cells

_YEAR = re.compile(r"(20[0-3]\d)年?度?(?:统计|全年|实际)?(?:数据|数量|数值|数|情况)?")
_RELATIVE = re.compile(r"(?P<before>上一?年度?|去年|上年同期|去年同期)(?:数据?|数量)?|(?P<this>本年度?|今年|当年|本年实际)(?:数据?|数量)?")
_CHANGE = re.compile(r"(?:同比|比上年|较上年|环比)?(?:增减|增长|增幅|变化|升降)(?:率|数|量|情况|幅度|\(%\)|%)*|同比(?:\(%\)|%)?")
_FARTHEST = 12
"""So many cells above the first row may be the header."""
Year = int | None


@lru_cache(maxsize=10_000)
def title_year(text: str, report_year: int | None) -> tuple[bool, Year]:
    """Whether the text is the title of a column of a year, or of a change between years; and the year (None: a change)."""
    if match := _YEAR.fullmatch(text):
        return True, int(match[1])
    if report_year and (match := _RELATIVE.fullmatch(text)):
        return True, report_year - 1 if match["before"] else report_year
    return bool(_CHANGE.fullmatch(text)), None


def column_years(cells: Cells, first: int, is_header: Callable[[int], bool], report_year: int | None) -> tuple[Year, ...]:
    """The years of the value columns, in printed order, from the header above cell `first`; empty unless two years are named."""
    found: list[Year] = []
    for at in range(first - 1, max(first - 1 - _FARTHEST, -1), -1):
        is_title, year = title_year(cells.all[at].text, report_year)
        if is_title:
            found.append(year)
        elif not is_header(at):
            break
    years = {year for year in found if year}
    return tuple(reversed(found)) if len(years) > 1 else ()
