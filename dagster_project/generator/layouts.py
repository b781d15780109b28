"""How a grid is drawn in plain text: what web pages, copies and converters leave of a table.

Each layout is a function from a grid to text lines with their marks. Every cell that is drawn has its exact span; a blank that leaves no
character is marked at its row's label.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dagster_project.catalogue import APPLICANT_TYPES
from dagster_project.generator.cells import Cell, Grid, occupied
from dagster_project.generator.text import Fact, Mark, Number, Text

Layout = Callable[["Drawing", Grid], None]
APPLICANT_COLUMNS = len(APPLICANT_TYPES)


@dataclass(slots=True)
class Drawing:
    """A text being drawn, with what the layouts may choose."""

    text: Text
    rng: random.Random
    gap: str = "\n\n"
    padding: float = 0.0
    """Share of the values with a no-break space beside them."""
    row_start: int = 0
    """Where the evidence of a row begins: its last label, or for table 4 (no label) the row above."""

    def newline(self) -> None:
        self.text.plain("\n")

    def rows(self, grid: Grid) -> Iterator[list[Cell]]:
        """The lines above the table, then each row to be drawn."""
        for line in grid.caption:
            self.text.append(line)
            self.newline()
        self.row_start = self.text.length
        for row in grid.rows:
            if row[0].kind != "value":
                self.row_start = self.text.length
            yield row

    def cell(self, cell: Cell) -> None:
        """The characters of a cell, and its fact with the row's label up to it as evidence."""
        text = self.text
        if cell.kind == "label":
            self.row_start = text.length
        pad = cell.kind == "value" and self.padding and self.rng.random() < self.padding
        before = pad and self.rng.random() < 0.5
        if before:
            text.plain("\xa0")
        start = text.length
        text.append(cell.text)
        if cell.fact:
            self.fact(cell.fact, start, text.length, cell)
        if pad and not before:
            text.plain("\xa0")

    def fact(self, fact: Fact, start: int, end: int, cell: Cell) -> None:
        if fact.value is None or not cell.text.numbers:
            self.text.facts.append(Mark(fact, self.row_start, max(end, self.row_start + 1)))
            return
        first, last = cell.text.numbers[0], cell.text.numbers[-1]
        sign = 1 if fact.value < 0 else 0
        self.text.facts.append(Mark(fact, self.row_start, end, start + first.start - sign, start + last.end))


def flattened(drawing: Drawing, grid: Grid) -> None:
    """One cell a line, blank lines between; an empty cell keeps its line (a no-break space)."""
    for row in drawing.rows(grid):
        for cell in row:
            if cell.kind == "filler" and not cell.text.length:
                continue
            if cell.kind == "unit" and not cell.text.length:
                continue
            drawing.cell(cell)
            if cell.kind == "value" and not cell.text.length:
                drawing.text.plain("\xa0")
            drawing.text.plain(drawing.gap)


def pipe(drawing: Drawing, grid: Grid) -> None:
    """`label | unit | value |`, one row a line; header rows end in `||` as converters leave them."""
    _separated(drawing, grid, " | ", " |")


def pipe_grid(drawing: Drawing, grid: Grid) -> None:
    """A full grid with leading and closing bars; what a span swallows stays empty."""
    _ruled(drawing, grid, rule=False)


def markdown(drawing: Drawing, grid: Grid) -> None:
    """The same with a ruled line under the first row."""
    _ruled(drawing, grid, rule=True)


def _ruled(drawing: Drawing, grid: Grid, *, rule: bool) -> None:
    width = max(sum(c.colspan for c in row) for row in grid.rows)
    for n, (_, placed) in enumerate(zip(drawing.rows(grid), occupied(grid), strict=True)):
        cells = dict(placed)
        drawing.text.plain("|")
        for column in range(width):
            drawing.text.plain(" ")
            if column in cells:
                drawing.cell(cells[column])
            drawing.text.plain(" |")
        drawing.newline()
        if rule and n == 0:
            drawing.text.plain("|" + " --- |" * width)
            drawing.newline()


def tabbed(drawing: Drawing, grid: Grid) -> None:
    """Cells separated by tabs, as pasted from a spreadsheet."""
    _separated(drawing, grid, "\t", "")


def spaced(drawing: Drawing, grid: Grid) -> None:
    """Cells separated by several blanks; only safe where no cell is empty."""
    _separated(drawing, grid, "    ", "")


def _separated(drawing: Drawing, grid: Grid, separator: str, end: str) -> None:
    for row in drawing.rows(grid):
        cells = [c for c in row if not (c.kind == "filler" and not c.text.length)]
        for n, cell in enumerate(cells):
            drawing.cell(cell)
            if n < len(cells) - 1:
                drawing.text.plain(separator)
        if len(cells) < len(row) and end:
            drawing.text.plain(" |")
        drawing.text.plain(end)
        drawing.newline()


def glued(drawing: Drawing, grid: Grid) -> None:
    """One cell a line, but the first value of each row sticks to its label."""
    for row in drawing.rows(grid):
        for n, cell in enumerate(row):
            if cell.kind in ("filler", "unit"):
                continue
            drawing.cell(cell)
            if cell.kind == "value" and not cell.text.length:
                drawing.text.plain("\xa0")
            after = next((c for c in row[n + 1 :] if c.kind != "unit"), None)
            if not (cell.kind == "label" and after is not None and after.kind == "value" and after.text.length):
                drawing.newline()


def filled_only(drawing: Drawing, grid: Grid) -> None:
    """Empty cells vanish: `3 | 3 |` is left of a row of seven. What cannot be placed any more is not strict.

    Where lines stand close, pipes make each as wide as the table (`3 | 3 | |||||`), as one converter has it.
    """
    width = max(sum(c.colspan for c in row) for row in grid.rows) if drawing.gap == "\n" else 0
    for row in drawing.rows(grid):
        values = [c for c in row if c.kind == "value"]
        printed = 0
        for cell in row:
            if cell.kind == "value" and not cell.text.length:
                continue
            if cell.kind not in ("filler",):
                drawing.cell(cell)
                drawing.text.plain(" | ")
                printed += 1
        drawing.text.plain("|" * max(0, width - printed))
        _unplaced(drawing, values)
        drawing.newline()


def _unplaced(drawing: Drawing, values: list[Cell]) -> None:
    """Strictness of a row whose empty cells vanished: only a total beside the parts that make it up can be told for sure."""
    filled = [c for c in values if c.text.length]
    empty = [c for c in values if not c.text.length]
    facts = drawing.text.facts
    if empty and filled:
        n = len(filled)
        kept = facts[-1:] if len(values) == APPLICANT_COLUMNS and n > 1 and filled[-1] is values[-1] else []
        others = facts[-n:-1] if kept else facts[-n:]
        note = "cannot be placed: empty cells of the row vanished"
        facts[-n:] = [*(m._replace(fact=m.fact._replace(strict=0, notes=note)) for m in others), *kept]
    for cell in empty:
        if cell.fact:
            vanished = cell.fact._replace(strict=0, notes="empty cell that left no trace")
            facts.append(Mark(vanished, drawing.row_start, drawing.row_start + 1))


LAYOUTS: dict[str, Layout] = {
    "flattened": flattened,
    "pipe": pipe,
    "pipe_grid": pipe_grid,
    "tabbed": tabbed,
    "spaced": spaced,
    "glued": glued,
    "filled_only": filled_only,
}

NEEDS_FULL_CELLS = frozenset({"spaced"})
"""Layouts that only make sense where every cell holds something."""

SHOWS_VANISHED = frozenset({"filled_only"})
"""Layouts whose point is that empty cells vanish."""


def draw(grid: Grid, layout: str, drawing: Drawing) -> None:
    """The grid in a layout, or as Markdown has it."""
    (markdown if layout == "markdown" else LAYOUTS[layout])(drawing, grid)


__all__ = ["LAYOUTS", "NEEDS_FULL_CELLS", "SHOWS_VANISHED", "Drawing", "Fact", "Number", "draw"]
