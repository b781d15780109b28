"""From pages to one text: tables as rows, wrapped lines as paragraphs, page numbers on lines of their own.

A paragraph or a table that runs over a page break stays whole: the page number between its halves follows behind it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import accumulate, groupby, pairwise

from dagster_project.reports.reading.grids import GridCell, render_rows
from dagster_project.reports.reading.pdf.drawing import Drawing, Glyph
from dagster_project.reports.reading.pdf.lines import TextLine, joined, seam, text_lines
from dagster_project.reports.reading.pdf.ruling import RuledTable, find_tables

_MARGIN_ZONE = 0.1
"""Share of the page's height at its two ends in which page numbers stand."""
_SAME_COLUMN = 3.0
_WIDE = 8
"""A header of so many columns is so narrow that its titles break over lines."""
_PAGE_NUMBER = re.compile(r"[-—–－―·~～\s]*(?:第\s*)?\d{1,3}(?:\s*页)?(?:[\s,，/／]*(?:共\s*)?\d{1,3}(?:\s*页)?)?[-—–－―·~～\s]*")
_SENTENCE_END = re.compile(r"[。！？!?；;：:]$")
_NEW_ITEM = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[（(]?\d{1,2}(?:[）)、．]|\.(?!\d))|第[一二三四五六七八九十]{1,3}[章节部]"
)


@dataclass(slots=True)
class _Page:
    """One page cut up. `body`: lines and tables from top to bottom; `rows`: of each table by its id; `furniture`: its page numbers."""

    body: list[TextLine | RuledTable]
    rows: dict[int, list[list[GridCell]]]
    furniture: list[str]


def flow(drawings: Iterable[Drawing]) -> tuple[str, tuple[int, ...]]:
    """The text of all pages and the position in it at which each page begins."""
    pages = [_cut_up(drawing) for drawing in drawings]
    for page, following in pairwise(pages):
        _mend_torn_row(page, following)
    writer = _Writer(*_margins(pages))
    for page in pages:
        writer.page(page)
    return writer.finish()


def _cut_up(drawing: Drawing) -> _Page:
    tables = find_tables(drawing)
    inside: dict[tuple[int, int], list[Glyph]] = {}
    outside: list[Glyph] = []
    for glyph in drawing.glyphs:
        for number, table in enumerate(tables):
            cell = table.cell_at(glyph.centre)
            if cell is not None:
                inside.setdefault((number, cell), []).append(glyph)
                break
        else:
            outside.append(glyph)
    body: list[TextLine | RuledTable] = list(tables)
    furniture = []
    for line in text_lines(outside):
        if _is_page_number(line, drawing.height):
            furniture.append(_marked(line.text))
        else:
            body.append(line)
    body.sort(key=lambda piece: piece.top)
    rows = {id(table): _grid(table, number, inside) for number, table in enumerate(tables)}
    return _Page(body, rows, furniture)


def _is_page_number(line: TextLine, height: float) -> bool:
    in_margin = line.top > height * (1 - _MARGIN_ZONE) or line.bottom < height * _MARGIN_ZONE
    return in_margin and bool(_PAGE_NUMBER.fullmatch(line.text))


def _marked(number: str) -> str:
    """A bare page number would look like a figure."""
    return f"- {number} -" if number.isdigit() else number


def _grid(table: RuledTable, number: int, inside: dict[tuple[int, int], list[Glyph]]) -> list[list[GridCell]]:
    """The rows of a table. A cell's text stands in its first row; a row in which no cell begins is none."""
    rows: list[list[GridCell]] = []
    begun: set[int] = set()
    for row_no, held in enumerate(table.rows):
        row: list[GridCell] = []
        for cell, places in groupby(held):
            text = "" if cell in begun else joined(text_lines(inside.get((number, cell), ())), table.right_of(cell))
            row.append(GridCell([text] if text else [], colspan=len(list(places))))
        if row_no in table.open_ended and len(row) > 1 and not row[-1].lines:
            row.pop()
        if not begun.issuperset(held):
            rows.append(row)
        begun.update(held)
    return rows


def _mend_torn_row(page: _Page, following: _Page) -> None:
    """Put together a row, or a header, that goes on on the next page."""
    above, below = page.body[-1] if page.body else None, following.body[0] if following.body else None
    if not isinstance(above, RuledTable) or not isinstance(below, RuledTable):
        return
    upper, lower = page.rows[id(above)][-1], following.rows[id(below)][0]
    edges = list(zip(_edges(above, upper), _edges(below, lower), strict=False))
    if len(upper) != len(lower) or any(abs(a - b) > _SAME_COLUMN for a, b in edges):
        return
    if _is_torn_row(upper, lower):
        halves = list(zip(upper, lower, strict=True))
    elif _is_torn_header(upper, lower):
        halves = [(_begun_at(edge, above, page.rows[id(above)]), cell) for (edge, _), cell in zip(edges, lower, strict=True)]
    else:
        return
    for over, under in halves:
        over.lines = ["".join((*over.lines, *under.lines))] if over.lines or under.lines else []
    del following.rows[id(below)][0]


def _is_torn_row(upper: list[GridCell], lower: list[GridCell]) -> bool:
    """A label goes on below, and with it perhaps its group; the values stand in one half."""
    labels = [i for i, cell in enumerate(upper) if _NEW_ITEM.match(cell.text)]
    if not labels or not lower[labels[-1]].text or _NEW_ITEM.match(lower[labels[-1]].text):
        return False
    at = labels[-1]
    groups = zip(upper[:at], lower[:at], strict=True)
    if any(under.text and (not over.text or _NEW_ITEM.match(under.text)) for over, under in groups):
        return False
    return not all(any(cell.text for cell in half[at + 1 :]) for half in (upper, lower))


def _is_torn_header(upper: list[GridCell], lower: list[GridCell]) -> bool:
    """Column titles whose last words stand on the next page: words in both halves, no number and no label of a row."""
    words = [cell.text for cell in (*upper, *lower) if cell.text]
    plain = not any(_NEW_ITEM.match(word) or any(map(str.isdigit, word)) for word in words)
    return len(upper) >= _WIDE and plain and any(over.text and under.text for over, under in zip(upper, lower, strict=True))


def _begun_at(edge: float, table: RuledTable, rows: list[list[GridCell]]) -> GridCell:
    """The last cell with words that begins at an edge, in whatever row; else the cell of the last row."""
    last: GridCell | None = None
    for row in reversed(rows):
        for cell, left in zip(row, _edges(table, row), strict=True):
            if abs(left - edge) <= _SAME_COLUMN:
                last = last or cell
                if cell.text:
                    return cell
    assert last
    return last


def _edges(table: RuledTable, row: list[GridCell]) -> list[float]:
    """Where the cells of a row begin."""
    return [table.xs[at] for at in accumulate([0, *(cell.colspan for cell in row[:-1])])]


def _margins(pages: list[_Page]) -> tuple[float, float]:
    """Where the lines of the text begin and end, for most of them."""
    lines = [piece for page in pages for piece in page.body if isinstance(piece, TextLine)]
    if not lines:
        return 0.0, 0.0
    lefts, rights = sorted(line.left for line in lines), sorted(line.right for line in lines)
    return lefts[len(lefts) // 20], rights[-1 - len(rights) // 20]


@dataclass(slots=True)
class _Writer:
    """Puts pages behind one another. `left`, `right`: edges of the text."""

    left: float
    right: float
    text: str = ""
    page_starts: list[int] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)
    """Page numbers that come after what is being written."""
    last: TextLine | RuledTable | None = None

    def page(self, page: _Page) -> None:
        starts = False
        for piece in page.body:
            continues = self._continues(piece)
            if self.last is not None and not continues:
                self.text += "\n"
                if not (isinstance(self.last, RuledTable) and isinstance(piece, RuledTable)):
                    self._write_waiting()
            if not starts:
                self.page_starts.append(len(self.text))
                starts = True
            if isinstance(piece, RuledTable):
                self.text += "\n".join(render_rows(page.rows[id(piece)]))
            elif continues:
                assert isinstance(self.last, TextLine)
                self.text += seam(self.text, piece.text, is_full=self.right - self.last.right < self.last.size) + piece.text
            else:
                self.text += piece.text
            self.last = piece
        if not starts:
            self.page_starts.append(len(self.text))
        self.waiting += page.furniture

    def finish(self) -> tuple[str, tuple[int, ...]]:
        self.text += "\n" if self.text else ""
        self._write_waiting()
        return self.text, tuple(self.page_starts)

    def _write_waiting(self) -> None:
        self.text += "".join(f"{number}\n" for number in self.waiting)
        self.waiting = []

    def _continues(self, piece: TextLine | RuledTable) -> bool:
        """The line goes on with the sentence of the line before it."""
        before = self.last
        if not isinstance(before, TextLine) or not isinstance(piece, TextLine) or "   " in before.text or "   " in piece.text:
            return False
        if not 0.65 < before.size / piece.size < 1.55 or _SENTENCE_END.search(before.text):
            return False
        is_full = before.right > self.right - 2.5 * before.size
        if _NEW_ITEM.match(piece.text) and not before.text.endswith(("，", ",", "、")):
            return False
        indent = piece.left - self.left
        if indent < 1.2 * piece.size:
            return is_full
        # A title over two lines stands in the middle of the page.
        middle = (self.left + self.right) / 2
        centred = all(abs((line.left + line.right) / 2 - middle) < 1.5 * line.size for line in (before, piece))
        return centred and is_full and 0 < piece.top - before.top < 2.5 * before.size
