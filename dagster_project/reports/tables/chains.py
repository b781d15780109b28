"""Finding the rows of a form in the stream of cells: by label and by position in the form, never by counting numbers."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from rapidfuzz import fuzz, process

from dagster_project.reports.tables.cell import BLANK_LINE, FILLED, LABEL, OPENING, TEXT, UNIT, WORDS, glued_value
from dagster_project.reports.tables.cells import Cells
from dagster_project.reports.tables.forms import (
    SHORTEST_OPENING,
    FormTable,
    known_labels,
    label_openings,
    opening_labels,
    pieces_of_titles,
    tables_of_one_row,
)
from dagster_project.reports.tables.labels import label_key

_WIDEST_ROW = 10
"""So many cells a row may have in which two halves of a form stand side by side."""
_GAP = 60
"""So many cells may lie between two rows of one table: longer breaks part two tables."""
_SIMILAR = 85
"""Least likeness (0-100) of a mistyped label to the one meant."""
_MOST_PIECES = 4
"""A label is broken over so many cells at most."""
_FARTHEST_PIECE = 16
"""So many cells away may be the last piece of a label whose values stand between its pieces."""
_SHORTEST_EXPLANATION = 8
"""(二) alone begins a label."""
_MAY_EXPLAIN = frozenset((OPENING, TEXT))
_MAY_BE_LABEL = re.compile(f"{LABEL}|[{OPENING}{UNIT}](?=[{WORDS}])|{OPENING}(?=[{FILLED}])")
_WORDS = re.compile(f"[{WORDS}]")
_BELOW_WORDS = re.compile(f"(?<=[{WORDS}{BLANK_LINE}])[{FILLED}]{{8}}")
"""A row of values and no label between them."""


class LabelHit(NamedTuple):
    """Cells first..last print the label of row `row`; `glued` is the text of a value stuck to the first of them."""

    first: int
    last: int
    row: int
    glued: str = ""


class Labels(NamedTuple):
    """The labels in a text that any form knows: for the cell that begins each its key, and its last cell if it is broken over several."""

    keys: dict[int, str]
    last: dict[int, int]

    def only(self, numbers: list[int]) -> Labels:
        """Those that begin with one of these cells."""
        return Labels({number: self.keys[number] for number in numbers}, self.last)


def label_cells(cells: Cells) -> Labels:
    """All labels of the text, in reading order."""
    labels = Labels({}, {})
    for match in _MAY_BE_LABEL.finditer(cells.kinds):
        number = match.start()
        key = cells.all[number].key
        broken = None if key and key not in opening_labels() else _broken_label(cells, number)
        if not key and not broken:
            broken = _label_around_values(cells, number)
        if broken:
            labels.keys[number], last = broken
        elif key:
            if labels.keys.get(number - 1) == key and cells.in_grid(number) and cells.lines[number - 1] == cells.lines[number]:
                del labels.keys[number - 1]  # what a merged cell holds is printed for each column that it spans
            labels.keys[number] = key
            last = number
        else:
            continue
        if cells.kinds[last + 1 : last + 2] in _MAY_EXPLAIN:
            last = _closing_cell(cells, number, last) or last
        if last > number:
            labels.last[number] = last
    for match in _BELOW_WORDS.finditer(cells.kinds):
        _label_broken_titles(cells, labels, match.start())
    return labels


def _label_broken_titles(cells: Cells, labels: Labels, first_value: int) -> None:
    """Narrow columns broke the titles of a row of values, and their pieces stand line by line above it.

    Pieces that have the very characters of all titles of a form are these titles, which have one order. The last of them stand for the
    titles, one for each.
    """
    pieces, found = pieces_of_titles(), list[int]()
    for number in range(first_value - 1, -1, -1):
        if "".join(cells.all[number].text.split()) in pieces:
            found.insert(0, number)
        elif cells.kinds[number] != BLANK_LINE:
            break
    printed = Counter("".join(["".join(cells.all[number].text.split()) for number in found]))
    for table in tables_of_one_row():
        titles = table.rows[0].column_keys
        whole = sum(labels.keys.get(number) in table.titles for number in found)
        if len(found) > len(titles) and whole < len(titles) and printed == Counter("".join(titles)):
            for number in found:
                labels.keys.pop(number, None)
                labels.last.pop(number, None)
            labels.keys.update(zip(found[-len(titles) :], titles, strict=True))
            return


def _closing_cell(cells: Cells, first: int, last: int) -> int | None:
    """The cell that ends the explanation of a label printed by cells first..last: (区分处理的,只计这一情 + 形,不计其他情形).

    The label opens it, or the line below does. None if there is none, or the label closes it itself.
    """
    explanation = "".join([cell.text for cell in cells.all[first : last + 1]]) if last > first else cells.all[last].text
    if explanation.count("(") <= explanation.count(")"):
        explanation = ""
    for number in range(last + 1, min(last + _MOST_PIECES, len(cells))):
        cell = cells.all[number]
        if cell.kind not in WORDS or cell.kind == LABEL or cells.lines[number] == cells.lines[first]:
            return None
        if not explanation and not cell.text.startswith("("):
            return None
        explanation += cell.text
        if explanation.count("(") == explanation.count(")"):
            return number if explanation.endswith(")") and len(explanation) >= _SHORTEST_EXPLANATION else None
    return None


def _broken_label(cells: Cells, first: int) -> tuple[str, int] | None:
    """The key of the label that this cell and those behind it print together, and its last cell."""
    known = known_labels()
    joined = cells.all[first].text
    for last in range(first + 1, min(first + _MOST_PIECES, len(cells))):
        cell = cells.all[last]
        if cell.kind not in WORDS or (cells.in_grid(last) and cells.lines[last] == cells.lines[first]):
            break
        joined += cell.text
        if (key := label_key(joined)) in known:
            return key, last
    return None


def _label_around_values(cells: Cells, first: int) -> tuple[str, int] | None:
    """The key of a label that goes on behind its values, as narrow cells do that a PDF prints line by line, and the cell before these.

    What a cell beside it has in the lines between (予处理 of a group) is passed over: it does not go on with the label.
    """
    joined = label_key(cells.all[first].text)
    if len(joined) < SHORTEST_OPENING or joined not in label_openings():
        return None
    before_values = -1
    for number in range(first + 1, min(first + _FARTHEST_PIECE, len(cells))):
        cell = cells.all[number]
        if cell.kind in FILLED:
            before_values = number - 1 if before_values < 0 else before_values
        elif cell.kind == LABEL:
            return None
        elif (longer := joined + label_key(cell.text)) in label_openings():
            joined = longer
            if before_values >= 0 and joined in known_labels():
                return joined, before_values
    return None


def best_chain(table: FormTable, labels: Labels, cells: Cells, *, after: int = -1) -> list[LabelHit]:
    """The longest run of rows of `table` (those behind row `after`) in printed order; empty if none."""
    rows, last_of = table.rows_by_key, labels.last
    hits = [(i, last_of.get(i, i), row) for i, key in labels.keys.items() if key in rows for row in rows[key][::-1] if row > after]
    if not hits:
        return []
    length, before, most = [1] * len(hits), [-1] * len(hits), [1] * len(hits)
    best = 0
    for b, (first, _, row) in enumerate(hits):
        longest, link, row_before = 1, -1, -1
        for a in range(b - 1, -1, -1):
            _, last, earlier_row = hits[a]
            # So far back nothing ends a longer chain, nor one as long with a row nearer in the form.
            if first - last > _GAP or most[a] + (row_before < row - 1) < longest:
                break
            # Later rows win ties only when they are nearer in the form, so that a repeated label falls to its own block.
            if earlier_row < row and last < first and (length[a] >= longest or (length[a] + 1 == longest and earlier_row > row_before)):
                longest, link, row_before = length[a] + 1, a, earlier_row
        length[b], before[b] = longest, link
        most[b] = longest if longest > most[b - 1] else most[b - 1]
        if longest > length[best] or (longest == length[best] and row < hits[best][2] and link >= 0):
            best = b
    chain, at = [], best
    while at >= 0:
        first, last, row = hits[at]
        chain.append(LabelHit(first, last, row, cells.all[first].glued))
        at = before[at]
    return chain[::-1]


def whole_chain(table: FormTable, chain: list[LabelHit], cells: Cells, labels: Labels) -> list[LabelHit]:
    """The chain with its mistyped rows; of a form whose halves are printed side by side, the rows of both, in reading order."""
    first, last = chain[0].first - _WIDEST_ROW, chain[-1].last + _WIDEST_ROW
    rows = table.rows_by_key
    near = [number for number, key in labels.keys.items() if key in rows and first <= number <= last]
    if len(near) >= len(chain) + table.min_rows:
        left = _left_half(near, cells)
        upper = best_chain(table, labels.only([number for number in near if number in left]), cells)
        rest = labels.only([number for number in near if number not in left])
        lower = best_chain(table, rest, cells, after=upper[-1].row if upper else -1)
        if len(upper) + len(lower) >= len(chain) + table.min_rows:
            halves = (_mended(table, half, cells, labels) for half in (upper, lower))
            return sorted((hit for half in halves for hit in half), key=lambda hit: hit.first)
    return _mended(table, chain, cells, labels)


def _left_half(near: list[int], cells: Cells) -> set[int]:
    """Labels of the left half: by their column, and where columns are not marked every other one."""
    if all(cells.in_grid(number) for number in near):
        columns = [cells.column(number) for number in near]
        middle = (min(columns) + max(columns)) / 2
        return {number for number, column in zip(near, columns, strict=True) if column < middle}
    return set(near[::2])


def _mended(table: FormTable, chain: list[LabelHit], cells: Cells, labels: Labels) -> list[LabelHit]:
    """Add the rows whose label is mistyped: a text between two rows that is like the label of a row missing between them."""
    mended: list[LabelHit] = []
    bounds = [*chain[1:], LabelHit(min(len(cells), chain[-1].last + _GAP), 0, len(table.rows))]
    for hit, following in zip(chain, bounds, strict=True):
        mended.append(hit)
        row = hit.row
        missing = {key: r.number for r in table.rows[row + 1 : following.row] for key in r.keys}
        if not missing:
            continue
        for match in _WORDS.finditer(cells.kinds, hit.last + 1, following.first):
            number = match.start()
            text = cells.all[number].text
            if number in labels.keys or len(text) < 4 or not missing:
                continue
            glued = glued_value(text)
            found = process.extractOne(label_key(text[: len(text) - len(glued)]), missing.keys(), scorer=fuzz.ratio, score_cutoff=_SIMILAR)
            if found and missing[found[0]] > row:
                row = missing[found[0]]
                mended.append(LabelHit(number, number, row, glued))
                missing = {key: later for key, later in missing.items() if later > row}
    return mended
