"""Tables of rich formats as lines of text: one row a line, its cells between pipes, every cell in its column.

Belongs here: row and column spans, and the decision whether a row is data or only the page's way of placing paragraphs. Does not belong
here: what any cell means (dagster_project/reports/tables).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

WIDEST, TALLEST = 100, 1000
"""Bounds of a span: a hostile page may claim millions."""
NO_PIPE = "¦"
"""In place of a pipe inside a cell, which would end it."""
_LONG_CELL = 220
"""A cell with more characters holds paragraphs: its row is written as running text."""


_HEAD_LABEL = re.compile(
    r"\s*(?:索\s*引\s*号|主题(?:分类|词)|信息(?:分类|名称|来源)|发布(?:机构|日期|时间|单位)|发文(?:机关|字号|日期)|成文日期|公开(?:日期|方式|范围)|"
    r"生成日期|名\s*称|标\s*题|文\s*号|时\s*效|有\s*效\s*性|体裁分类|组配分类|服务对象|内容概述|关\s*键\s*词|来\s*源)\s*[:：]"
)
"""What government pages print above a document, often in a table of its own."""


@dataclass(slots=True)
class GridCell:
    """One cell as it stands in the source. `lines`: its text, one block a line. `is_flow`: it holds headings or a table of its own."""

    lines: list[str] = field(default_factory=list)
    colspan: int = 1
    rowspan: int = 1
    is_flow: bool = False

    @property
    def text(self) -> str:
        return " ".join(line.replace("|", NO_PIPE) for line in self.lines)

    def is_running_text(self) -> bool:
        return self.is_flow or sum(map(len, self.lines)) > _LONG_CELL


def span_of(written: str | None, most: int) -> int:
    """A span as written in the source, made harmless."""
    digits = (written or "").strip()
    return min(int(digits), most) or 1 if digits.isascii() and digits.isdigit() and len(digits) < 8 else 1


def render_rows(rows: Sequence[Sequence[GridCell]]) -> list[str]:
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
        elif _HEAD_LABEL.match(cells[0].text):
            lines += _pairs([cell.text for cell in cells])
        elif len(cells) == 1 and cells[0].colspan == len(row) == width:
            lines.append(" ".join(cells[0].lines))
        else:
            lines.append(_piped(row, cells))
    return lines


def _pairs(texts: list[str]) -> list[str]:
    """索引号： | 0143 | 发布日期： | 2022-01-20: labels with what stands behind them, a pair a line, as pages without tables write it."""
    lines: list[str] = []
    for text in texts:
        if not lines or text.endswith((":", "：")):
            lines.append(text)
        else:
            lines[-1] += text
    return [line for line in lines if line]


def _piped(row: list[str], cells: Sequence[GridCell]) -> str:
    residue = cells[-1].colspan - 1
    # A row may also end below a cell of the row above: then nothing is left over.
    written = row[:-residue] if residue and row[-residue - 1] == cells[-1].text else row
    return f"| {' | '.join(written)} |"


def _placed(rows: Sequence[Sequence[GridCell]]) -> list[list[str]]:
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
