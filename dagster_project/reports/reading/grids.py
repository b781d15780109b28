"""Tables of rich formats as lines of text: one row a line, its cells between pipes, every cell in its column.

Belongs here: row and column spans, and the decision whether a row is data or only the page's way of placing paragraphs. Does not belong
here: what any cell means (dagster_project/reports/tables).
"""

from __future__ import annotations

from dataclasses import dataclass, field

WIDEST, TALLEST = 100, 1000
"""Bounds of a span: a hostile page may claim millions."""
_LONG_CELL = 220
"""A cell with more characters holds paragraphs: its row is written as running text."""


@dataclass(slots=True)
class GridCell:
    """One cell as it stands in the source. `lines`: its text, one block a line. `is_flow`: it holds headings or a table of its own."""

    lines: list[str] = field(default_factory=list)
    colspan: int = 1
    rowspan: int = 1
    is_flow: bool = False

    @property
    def text(self) -> str:
        return " ".join(line.replace("|", "｜") for line in self.lines)

    def is_running_text(self) -> bool:
        return self.is_flow or sum(map(len, self.lines)) > _LONG_CELL


def span_of(written: str | None, most: int) -> int:
    """A span as written in the source, made harmless."""
    digits = (written or "").strip()
    return min(int(digits), most) or 1 if digits.isascii() and digits.isdigit() and len(digits) < 8 else 1


def render_rows(rows: list[list[GridCell]]) -> list[str]:
    """The lines of a table. A spanned cell's text stands in its first column and row; the other places are blank.

    Rows stay as wide as they are in the source: a row with a missing cell must not look like one with a blank. Of a last cell that spans
    several columns only the first is written, since its other columns are nobody's blanks.
    """
    lines: list[str] = []
    placed = _placed(rows)
    width = max((len(row) for row in placed), default=0)
    for row, cells in zip(placed, rows, strict=True):
        if not any(cell.lines for cell in cells):
            if width > 1 and cells:
                lines.append(_piped(row, cells))
        elif any(cell.is_running_text() for cell in cells) or width == 1:
            lines += [line for cell in cells for line in cell.lines]
        elif len(cells) == 1 and cells[0].colspan == len(row) == width:
            lines.append(" ".join(cells[0].lines))
        else:
            lines.append(_piped(row, cells))
    return lines


def _piped(row: list[str], cells: list[GridCell]) -> str:
    residue = cells[-1].colspan - 1
    # A row may also end below a cell of the row above: then nothing is left over.
    written = row[:-residue] if residue and row[-residue - 1] == cells[-1].text else row
    return f"| {' | '.join(written)} |"


def _placed(rows: list[list[GridCell]]) -> list[list[str]]:
    """For each row the text of each of its columns."""
    below: dict[int, int] = {}
    grid = []
    for cells in rows:
        taken, below = below, {column: left - 1 for column, left in below.items() if left > 1}
        row: list[str] = []
        for cell in cells:
            while len(row) in taken:
                row.append("")
            if cell.rowspan > 1:
                below.update(dict.fromkeys(range(len(row), len(row) + cell.colspan), cell.rowspan - 1))
            row += [cell.text, *[""] * (cell.colspan - 1)]
        while len(row) in taken:
            row.append("")
        grid.append(row)
    return grid
