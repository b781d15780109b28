"""Finding the header of a table of one row: its column titles, or what else tells that a row of values stands below it.

Belongs here: where such a table begins. Does not belong here: which of its values is which (single_row.py).
"""

from __future__ import annotations

from dagster_project.reports.tables.cell import BLANK, BLANK_LINE, FILLED, PARAGRAPH
from dagster_project.reports.tables.cells import Cells
from dagster_project.reports.tables.chains import LabelHit, Labels
from dagster_project.reports.tables.forms import FormTable

_HEADER_GAP = 4
"""So many cells may lie between two column titles of one header."""
_FEWEST_TITLES = 8
_FARTHEST_VALUES = 24
"""So many cells may lie between a heading and a row of values that lost its titles."""


def header_chain(table: FormTable, labels: Labels, cells: Cells) -> list[LabelHit]:
    """The header of a table of one row: the run of cells that holds its column titles, as often as the form prints them.

    Where the row is printed in pieces, each group of columns below the one before, there is a run for each of them that is there.
    """
    titles = table.titles
    header = table.header_keys | titles.keys()
    runs: list[list[int]] = []
    for number, key in labels.keys.items():
        if key in header:
            if runs and number - runs[-1][-1] <= _HEADER_GAP:
                runs[-1].append(number)
            else:
                runs.append([number])
    fewest = max(_FEWEST_TITLES, sum(titles.values()) // 2)
    enough = [run for run in runs if sum(labels.keys[number] in titles for number in run) >= fewest]
    if enough:
        longest = max(enough, key=len)
        return [LabelHit(longest[0], longest[-1], 0)]
    group = table.rows[0].group_titles
    pieces = [(run[0], found) for run in runs if (found := [number for number in run if labels.keys[number] in titles])]
    groups = [LabelHit(first, found[-1], 0) for first, found in pieces if [labels.keys[number] for number in found] == group]
    if groups:
        return groups[: titles.total() // len(group)]
    headings = [run[-1] for run in runs if titles.keys().isdisjoint([labels.keys[number] for number in run])]
    return next(filter(None, (_without_titles(heading, len(group), labels, cells.kinds) for heading in headings)), [])


def _without_titles(heading: int, fewest: int, labels: Labels, kinds: str) -> list[LabelHit]:
    """The heading of a row of values whose titles were lost: so many values or more stand below it, and no other label between."""
    last = heading
    for number in range(heading + 1, min(heading + 1 + _FARTHEST_VALUES, len(kinds) - fewest + 1)):
        if kinds[number] in FILLED:
            return [LabelHit(heading, last, 0)] if not kinds[number : number + fewest].strip(FILLED) else []
        if kinds[number] == PARAGRAPH or number in labels.keys:
            break
        last = last if kinds[number] in BLANK + BLANK_LINE else number
    return []
