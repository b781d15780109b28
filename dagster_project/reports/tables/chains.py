"""Finding the rows of a form in the stream of cells: by label and by position in the form, never by counting numbers."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz, process

from dagster_project.reports.tables.cells import Cell
from dagster_project.reports.tables.forms import SHORTEST_OPENING, FormTable, known_labels, label_openings, units
from dagster_project.reports.tables.labels import label_key

_WIDEST_ROW = 10
"""So many cells a row may have in which two halves of a form stand side by side."""
_GAP = 60
"""So many cells may lie between two rows of one table: longer breaks part two tables."""
_SIMILAR = 85
"""Least likeness (0-100) of a mistyped label to the one meant."""
_GLUED = re.compile(r"(?<=[^\d.,+\-])[+-]?\d[\d.,]*$")
_GLUED_DASH = re.compile(r'(?<=[\u4e00-\u9fff)”"」』》])(?:-{1,2}|/)$')
_LONGEST_LABEL = 90


class LabelHit(NamedTuple):
    """Cells first..last print the label of row `row`; `glued` is the text of a value stuck to the label's end."""

    first: int
    last: int
    row: int
    glued: str = ""
    exact: bool = True


class CellLabel(NamedTuple):
    """What a cell (or two or three of them joined) is a label of."""

    key: str
    last: int
    glued: str


def _looks_like_text(cell: Cell) -> bool:
    return cell.value is None and len(cell.text) <= _LONGEST_LABEL


@lru_cache(maxsize=50_000)
def _label_alone(text: str) -> tuple[str, str] | None:
    """The key of a text that is a known label by itself, and a value glued to its end."""
    known = known_labels()
    if (key := label_key(text)) in known:
        dash = _GLUED_DASH.search(text)
        return key, dash.group() if dash else ""
    if (glued := _GLUED.search(text)) and (before := _key_before(text[: glued.start()])):
        return before, glued.group()
    return None


@lru_cache(maxsize=50_000)
def _may_open_label(text: str) -> bool:
    """Whether the text can be the first cell of a label that is broken over several. Brackets may hide what is behind them."""
    key = label_key(text)
    return len(key) < SHORTEST_OPENING or key in label_openings() or "(" in text or "〔" in text


def label_cells(cells: list[Cell]) -> dict[int, CellLabel]:
    """For each cell that begins a label known to any form: its key, its last cell and a glued value."""
    known = known_labels()
    found: dict[int, CellLabel] = {}
    for i, cell in enumerate(cells):
        if cell.value is not None or len(cell.text) > _LONGEST_LABEL:
            continue
        if alone := _label_alone(cell.text):
            found[i] = CellLabel(alone[0], i, alone[1])
            continue
        if not _may_open_label(cell.text):
            continue
        joined = cell.text
        for j in range(i + 1, min(i + 4, len(cells))):
            if not _looks_like_text(cells[j]) or (cells[j].grid and cells[j].line == cell.line):
                break
            joined += cells[j].text
            if (key := label_key(joined)) in known:
                found[i] = CellLabel(key, j, "")
                break
    return found


def _key_before(label: str) -> str | None:
    """The key of a label that a value sticks to, its unit between them left out (收到申请数件9)."""
    known = known_labels()
    if (key := label_key(label)) in known:
        return key
    unit = _unit_at_end().search(label)
    key = label_key(label[: unit.start()]) if unit else ""
    return key if key in known else None


@cache
def _unit_at_end() -> re.Pattern[str]:
    """元 alone is left on: a form that counts in 万元 would read it ten thousand times too large."""
    return re.compile(f"(?:{'|'.join(sorted(units() - {'元'}, key=len, reverse=True))})$")


def best_chain(table: FormTable, labels: dict[int, CellLabel], *, after: int = -1) -> list[LabelHit]:
    """The longest run of rows of `table` (those behind row `after`) in printed order; empty if none."""
    hits = [(i, label.last, row) for i, label in labels.items() for row in reversed(table.rows_by_key.get(label.key, ())) if row > after]
    if not hits:
        return []
    length, before = [1] * len(hits), [-1] * len(hits)
    best = 0
    for b, (first, _, row) in enumerate(hits):
        longest, link, row_before = 1, -1, -1
        for a in range(b - 1, -1, -1):
            _, last, earlier_row = hits[a]
            if first - last > _GAP:
                break
            # Later rows win ties only when they are nearer in the form, so that a repeated label falls to its own block.
            if earlier_row < row and last < first and (length[a] >= longest or (length[a] + 1 == longest and earlier_row > row_before)):
                longest, link, row_before = length[a] + 1, a, earlier_row
        length[b], before[b] = longest, link
        if longest > length[best] or (longest == length[best] and row < hits[best][2] and link >= 0):
            best = b
    chain, at = [], best
    while at >= 0:
        first, last, row = hits[at]
        chain.append(LabelHit(first, last, row, labels[first].glued))
        at = before[at]
    return chain[::-1]


def whole_chain(table: FormTable, chain: list[LabelHit], cells: list[Cell], labels: dict[int, CellLabel]) -> list[LabelHit]:
    """The chain with its mistyped rows; of a form whose halves are printed side by side, the rows of both, in reading order."""
    first, last = chain[0].first - _WIDEST_ROW, chain[-1].last + _WIDEST_ROW
    near = [i for i, label in labels.items() if first <= i <= last and label.key in table.rows_by_key]
    if len(near) >= len(chain) + table.min_rows:
        left = _left_half(near, cells)
        upper = best_chain(table, {i: labels[i] for i in near if i in left})
        lower = best_chain(table, {i: labels[i] for i in near if i not in left}, after=upper[-1].row if upper else -1)
        if len(upper) + len(lower) >= len(chain) + table.min_rows:
            halves = (mend_chain(table, half, cells, labels) for half in (upper, lower))
            return sorted((hit for half in halves for hit in half), key=lambda hit: hit.first)
    return mend_chain(table, chain, cells, labels)


def _left_half(near: list[int], cells: list[Cell]) -> set[int]:
    """Labels of the left half: by their column, and where columns are not marked every other one."""
    if all(cells[i].grid for i in near):
        columns = [cells[i].column for i in near]
        return {i for i in near if cells[i].column < (min(columns) + max(columns)) / 2}
    return set(near[::2])


def mend_chain(table: FormTable, chain: list[LabelHit], cells: list[Cell], labels: dict[int, CellLabel]) -> list[LabelHit]:
    """Add the rows whose label is mistyped: a text between two rows that is like the label of a row missing between them."""
    mended: list[LabelHit] = []
    bounds = [*chain, LabelHit(min(len(cells), chain[-1].last + _GAP), 0, len(table.rows))]
    for hit, following in zip(chain, bounds[1:], strict=True):
        mended.append(hit)
        row = hit.row
        missing = {key: r.number for r in table.rows[row + 1 : following.row] for key in r.keys}
        if not missing:
            continue
        for i in range(hit.last + 1, following.first):
            if i in labels or not _looks_like_text(cells[i]) or len(cells[i].text) < 4 or not missing:
                continue
            match = process.extractOne(label_key(_GLUED.sub("", cells[i].text)), missing.keys(), scorer=fuzz.ratio, score_cutoff=_SIMILAR)
            if match and missing[match[0]] > row:
                row = missing[match[0]]
                glued = _GLUED.search(cells[i].text)
                mended.append(LabelHit(i, i, row, glued.group() if glued else "", exact=False))
                missing = {key: number for key, number in missing.items() if number > row}
    return mended
