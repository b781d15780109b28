"""What is printed behind the label of a row: which of the cells there are values, a unit or a code. Their kinds alone tell.

Belongs here: what is seen in the kinds of cells. Does not belong here: what depends on columns or numbers (placing.py).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from dagster_project.reports.tables.cell import BLANK, BLANK_LINE, FILLED, ILLEGIBLE, UNIT
from dagster_project.reports.tables.facts import UNFILLED
from dagster_project.reports.tables.forms import FormTable

_ROW_CODE = "c"
"""In the kinds of one row the cell that is its code."""
_WIDEST_ROW = 16
_VALUES = f"[{FILLED}{BLANK}{BLANK_LINE}]*"
_BEHIND = re.compile(f"{_VALUES}(?:{UNIT}{_VALUES})?")


class Behind(NamedTuple):
    """Cells behind a label, counted from 0: values, those of them that are filled, unit and code of the row, and the first that is none.

    `last`: the last value or code; -1, the label itself, if there is neither.
    `placed`: which of them fill the cells of the form (UNFILLED: none), where their number alone tells; `in_order`: the same if no columns
    are marked.
    """

    values: tuple[int, ...]
    filled: tuple[int, ...]
    unit: int | None
    code: int | None
    stop: int
    last: int
    placed: tuple[int, ...] | None = None
    in_order: tuple[int, ...] | None = None


def behind_label(kinds: str, start: int, limit: int, wanted: int, table: FormTable, *, grid: bool, codes: str) -> Behind:
    """What cells from `start` to `limit` are to the label before them, whose row has `wanted` cells. The first of the kinds `codes` is
    the code of the row."""
    if limit - start > _WIDEST_ROW and (found := _BEHIND.match(kinds, start, limit)):
        limit = found.end()
    read = _seen_behind if limit - start <= _WIDEST_ROW else _behind
    return read(kinds[start:limit], wanted, grid, table.has_unit_column, codes)


def _behind(kinds: str, wanted: int, grid: bool, has_unit_column: bool, codes: str) -> Behind:
    if (code := next((at for at, kind in enumerate(kinds) if kind in codes), -1)) >= 0:
        kinds = kinds[:code] + _ROW_CODE + kinds[code + 1 :]
    match = _row_pattern(has_unit_column).match(kinds)
    assert match
    unit, stop = match.start(1), match.end()
    code = kinds.find(_ROW_CODE, 0, stop)
    values = [(at, kind) for at, kind in enumerate(match[2], match.start(2)) if at != code]
    filled = tuple(at for at, kind in values if kind in FILLED)
    while values and values[-1][1] == BLANK_LINE and len(filled) >= wanted:
        values.pop()
    if not grid and sum(kind != BLANK_LINE for _, kind in values) >= wanted:
        values = [(at, kind) for at, kind in values if kind != BLANK_LINE]
    placed: tuple[int, ...] | None = None
    if len(filled) == wanted:
        placed = filled
    elif not filled:
        placed = (UNFILLED,) * wanted
    in_order = tuple(at if kind in FILLED else UNFILLED for at, kind in values) if len(values) == wanted else placed
    numbers = tuple(at for at, _ in values)
    last = max(code, *numbers[-1:], -1)
    return Behind(numbers, filled, unit if unit >= 0 else None, code if code >= 0 else None, stop, last, placed, in_order)


_seen_behind = lru_cache(maxsize=20_000)(_behind)
"""Rows come in few shapes."""


@cache
def _row_pattern(has_unit_column: bool) -> re.Pattern[str]:
    """A unit and values. Where the unit has a column it may be illegible: then it tells no value."""
    blanks = f"[{BLANK}{BLANK_LINE}{_ROW_CODE}]*"
    lost_unit = rf"(?:{blanks}\{ILLEGIBLE})?" if has_unit_column else ""
    return re.compile(f"{lost_unit}(?:{blanks}({UNIT}))?([{FILLED}{BLANK}{BLANK_LINE}{_ROW_CODE}]*)")
