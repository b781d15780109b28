"""A statutory table as a grid of cells: what an HTML page would hold, rows of cells with row and column spans.

Layouts (layouts.py) and media (media/) draw it. Does not belong here: which cells a form has (grids.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from dagster_project.generator.text import Fact, Text

LABEL_NUMBERS = re.compile(
    r"(?P<law>第[二三四]十?[一二三四五六七八九十]*条第（[一二三四五六七八九]）项)|(?P<enum>^(?:[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|[0-9]+[.、])|^\d\d$|第[一二三四]项)"
    r"|(?P<year>20[0-3][0-9])(?=年)|(?P<name>三安全一稳定|三类|四类|计[0-9]条|计[0-9]次|范围[0-9])"
)
CLASS_OF = {"year": "year", "law": "law_article", "enum": "enumerator", "name": "name_part"}


class Cell(NamedTuple):
    """One cell. `kind`: title | header | label | unit | code | value | filler."""

    text: Text
    kind: str
    rowspan: int = 1
    colspan: int = 1
    fact: Fact | None = None


@dataclass(slots=True)
class Grid:
    """A table: caption lines above it, and rows of cells."""

    form: str
    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    caption: list[Text] = field(default_factory=list)


@lru_cache(maxsize=4096)
def label_text(label: str) -> Text:
    """A printed label; the numbers in it are enumerators, articles of law or parts of fixed terms."""
    text, at = Text(), 0
    for match in LABEL_NUMBERS.finditer(label):
        text.plain(label[at : match.start()])
        text.classed(match.group(), CLASS_OF[match.lastgroup or "enum"])
        at = match.end()
    text.plain(label[at:])
    return text


def label(words: str, kind: str = "label", rowspan: int = 1, colspan: int = 1) -> Cell:
    return Cell(label_text(words), kind, rowspan, colspan)


def occupied(grid: Grid) -> list[list[tuple[int, Cell]]]:
    """Each row's cells with the column they begin in, once the row spans above them are taken into account."""
    taken: dict[int, set[int]] = {}
    rows = []
    for n, row in enumerate(grid.rows):
        column, placed = 0, []
        for cell in row:
            while column in taken.get(n, ()):
                column += 1
            placed.append((column, cell))
            for below in range(1, cell.rowspan):
                taken.setdefault(n + below, set()).update(range(column, column + cell.colspan))
            column += cell.colspan
        rows.append(placed)
    return rows
