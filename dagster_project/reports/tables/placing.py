"""Giving the values behind a label to the cells of its row; what cannot be placed for sure is left unplaced.

Belongs here: the decision which value is which cell. It returns, for each cell of the form's row, the number of the printed cell that
fills it, UNFILLED for a cell that is blank, UNTOLD for one of which nothing is known; or Unplaced.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, combinations, pairwise
from typing import NamedTuple

from dagster_project.reports.tables.cells import Cells
from dagster_project.reports.tables.facts import UNFILLED, UNTOLD

_LONGEST_GLUED = 16
"""So many digits without a blank may be the values of a row: there are some thousand ways to part them."""


class Placed(NamedTuple):
    """`cells[i]` fills form cell i."""

    cells: Sequence[int]
    surplus: Sequence[int] = ()

    @property
    def lost_cells(self) -> bool:
        """Whether cells of the form could not be told."""
        return UNTOLD in self.cells


class Unplaced(ValueError):
    """The number of values does not fit the row and nothing tells which is which. The message says what was printed."""


def place(
    cells: Cells, values: Sequence[int], wanted: int, *, grid_start: int | None = None, has_total: bool = False, one_type: bool = False
) -> Placed:
    """Place the cells printed behind a label into `wanted` form cells.

    `grid_start`: column at which the values of this grid begin, where the layout marks its cells. `has_total`: the last form cell is the
    total of the others. `one_type`: no row of the table has more than one filled cell beside its total. Raises Unplaced.
    """
    printed = [v for v in values if cells.all[v].text]
    if len(printed) == wanted:
        return Placed(printed)
    if not printed:
        return Placed((UNFILLED,) * wanted)
    if grid_start is not None:
        by_column = {cells.column(v) - grid_start: v for v in printed}
        if min(by_column) >= 0 and max(by_column) < wanted:
            return Placed([by_column.get(column, UNFILLED) for column in range(wanted)])
    if len(values) == wanted:
        return Placed([v if cells.all[v].text else UNFILLED for v in values])
    marked = cells.in_grid(values[0]) or all(map(cells.is_closed, values))
    if len(values) > wanted and marked and printed[-1] in values[:wanted]:
        # What a column of double width swallowed stays blank behind it, and so does the pipe that begins the next row.
        return Placed([v if cells.all[v].text else UNFILLED for v in values[:wanted]])
    if len(printed) < wanted and has_total:
        return _place_by_total(cells, printed, wanted, one_type)
    if len(printed) > wanted and len({_number(cells, v) for v in printed}) == 1:
        # One value too many and all the same: which one is surplus does not matter.
        return Placed(printed[:wanted], surplus=printed[wanted:])
    if len(printed) == wanted + 1 and has_total and (found := _without_a_stranger(cells, printed)):
        return found
    raise _unplaced(cells, printed, wanted)


def _number(cells: Cells, number: int) -> Decimal | None:
    value = cells.all[number].value
    return value.number if value else None


def _unplaced(cells: Cells, printed: list[int], wanted: int) -> Unplaced:
    return Unplaced(f"{len(printed)} values where the form has {wanted}: {' '.join(cells.all[v].text for v in printed)}")


def _without_a_stranger(cells: Cells, printed: list[int]) -> Placed | None:
    """One value too many, such as the number of a page: that without which the last is the sum of the others, if nothing else adds up."""
    numbers = [_number(cells, v) for v in printed]
    if None in numbers:
        return None
    shorter = {at: (*numbers[:at], *numbers[at + 1 :]) for at in range(len(numbers))}
    adds_up = {at: rest for at, rest in shorter.items() if sum(filter(None, rest[:-1])) == rest[-1]}
    if len(set(adds_up.values())) != 1:
        return None
    at = max(adds_up)
    return Placed(printed[:at] + printed[at + 1 :], surplus=[printed[at]])


def _place_by_total(cells: Cells, printed: list[int], wanted: int, one_type: bool) -> Placed:
    """Only filled cells were kept: the last is the total if it is the sum of the others.

    Where all applications came from one type of applicant that type is 自然人, which every agency fills; where they came from several,
    nothing tells which column a single value stood in.
    """
    known = [n for n in (_number(cells, v) for v in printed) if n is not None]
    if len(known) < len(printed) or len(known) < 2 or sum(known[:-1]) != known[-1]:
        raise _unplaced(cells, printed, wanted)
    placed = [UNTOLD] * (wanted - 1) + printed[-1:]
    if len(printed) == 2 and one_type:
        placed[0] = printed[0]
        return Placed(placed)
    return Placed(placed, surplus=printed[:-1])


def glued_values(cells: Cells, label: int, glued: str, wanted: int, has_total: bool) -> list[int]:
    """The value, or the values without blanks between them, stuck to the end of a label."""
    start = len(cells.all[label].text) - len(glued)
    pieces = split_glued(glued, wanted, has_total) or [glued]
    places = accumulate(map(len, pieces[:-1]), initial=start)
    return [cells.add_part(piece, label, at) for piece, at in zip(pieces, places, strict=True)]


def split_glued(digits: str, wanted: int, has_total: bool) -> list[str] | None:
    """Values printed without blanks (属于国家秘密0000000, 予以公开12100013); None when nothing proves how to part them."""
    if wanted < 2 or not wanted <= len(digits) <= _LONGEST_GLUED or not digits.isdecimal():
        return None
    if not has_total:
        return list(digits) if len(digits) == wanted and not digits.strip("0") else None
    ways = [way for way in _ways_to_part(digits, wanted) if sum(map(int, way[:-1])) == int(way[-1])]
    return ways[0] if len(ways) == 1 else None


def _ways_to_part(digits: str, wanted: int) -> Iterator[list[str]]:
    """All ways to part digits into so many numbers, none of which begins with a zero but zero itself."""
    for cuts in combinations(range(1, len(digits)), wanted - 1):
        pieces = [digits[a:b] for a, b in pairwise((0, *cuts, len(digits)))]
        if not any(len(piece) > 1 and piece[0] == "0" for piece in pieces):
            yield pieces
