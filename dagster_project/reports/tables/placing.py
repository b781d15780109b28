"""Giving the values behind a label to the cells of its row; what cannot be placed for sure is left unplaced.

Belongs here: the decision which value is which cell. It returns, for each cell of the form's row, the index of the printed cell that
fills it, or None for a cell that is blank; or Unplaced.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from dagster_project.reports.tables.cells import Cell
from dagster_project.reports.tables.values import parse_cell

BLANK = None


class Placed(NamedTuple):
    """`cells[i]` fills form cell i (None: blank). `only` holds the form cells that could be told; None means all of them."""

    cells: tuple[Cell | None, ...]
    only: frozenset[int] | None = None
    surplus: tuple[Cell, ...] = ()


class Unplaced(ValueError):
    """The number of values does not fit the row and nothing tells which is which. The message says what was printed."""


def _number(cell: Cell) -> Decimal | None:
    return cell.value.number if cell.value else None


def place(values: list[Cell], wanted: int, *, grid_start: int | None = None, has_total: bool = False, one_type: bool = False) -> Placed:
    """Place the cells printed behind a label into `wanted` form cells.

    `grid_start`: column at which the values of this grid begin, where the layout marks its cells. `has_total`: the last form cell is the
    total of the others. `one_type`: no row of the table has more than one filled cell beside its total. Raises Unplaced.
    """
    if grid_start is not None and values:
        by_column = {c.column - grid_start: c for c in values}
        outside = [c for c in values if not 0 <= c.column - grid_start < wanted and c.text]
        if not outside:
            return Placed(tuple(by_column[i] if i in by_column and by_column[i].text else BLANK for i in range(wanted)))
    printed = [c for c in values if c.text]
    if len(printed) == wanted:
        return Placed(tuple(printed))
    if not printed:
        return Placed((BLANK,) * wanted)
    if len(values) == wanted:
        return Placed(tuple(c if c.text else BLANK for c in values))
    marked = values[0].grid or all(c.closed for c in values)
    if len(values) > wanted and marked and not any(c.text for c in values[wanted:]):
        # What a column of double width swallowed stays blank behind it, and so does the pipe that begins the next row.
        return Placed(tuple(c if c.text else BLANK for c in values[:wanted]))
    if len(printed) < wanted and has_total:
        return _place_by_total(printed, wanted, one_type)
    if len(printed) > wanted and len({_number(c) for c in printed}) == 1:
        # One value too many and all the same: which one is surplus does not matter.
        return Placed(tuple(printed[:wanted]), surplus=tuple(printed[wanted:]))
    raise Unplaced(f"{len(printed)} values where the form has {wanted}: {' '.join(c.text for c in printed)}")


def _place_by_total(printed: list[Cell], wanted: int, one_type: bool) -> Placed:
    """Only filled cells were kept: the last is the total if it is the sum of the others.

    Where all applications came from one type of applicant that type is 自然人, which every agency fills; where they came from several,
    nothing tells which column a single value stood in.
    """
    numbers = [_number(c) for c in printed]
    known = [n for n in numbers if n is not None]
    if len(known) < len(numbers) or len(known) < 2 or sum(known[:-1]) != known[-1]:
        raise Unplaced(f"{len(printed)} values where the form has {wanted}: {' '.join(c.text for c in printed)}")
    cells: list[Cell | None] = [BLANK] * wanted
    cells[-1] = printed[-1]
    if len(printed) == 2 and one_type:
        cells[0] = printed[0]
        return Placed(tuple(cells), only=frozenset({0, wanted - 1}))
    return Placed(tuple(cells), only=frozenset({wanted - 1}), surplus=tuple(printed[:-1]))


def glued_values(glued: str, label: Cell, wanted: int, has_total: bool) -> list[Cell]:
    """The value, or the one-digit values, stuck to the end of a label; empty without any."""
    if not glued:
        return []
    start = label.end - len(glued)
    digits = split_glued(glued, wanted, has_total)
    if digits is None:
        return [Cell(glued, parse_cell(glued), start, label.end, label.line, label.column, grid=False)]
    return [Cell(str(d), parse_cell(str(d)), start + i, start + i + 1, label.line, label.column, grid=False) for i, d in enumerate(digits)]


def split_glued(digits: str, wanted: int, has_total: bool) -> list[int] | None:
    """Values of one digit each, printed without blanks (属于国家秘密0000000); None when the split is not certain."""
    if len(digits) != wanted or not digits.isdigit() or wanted < 2:
        return None
    numbers = [int(d) for d in digits]
    certain = not any(numbers) or (has_total and sum(numbers[:-1]) == numbers[-1])
    return numbers if certain else None
