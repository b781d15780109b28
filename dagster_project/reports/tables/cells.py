"""A text as a stream of cells, whatever the layout: one cell a line, pipes, tabs, or several blanks between cells.

Belongs here: where a cell begins and ends. Does not belong here: what it means.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from dagster_project.reports.model import CleanText, Span
from dagster_project.reports.tables.forms import printed_labels
from dagster_project.reports.tables.values import parse_cell

_LONGEST_LINE = 400
"""A longer line without pipes or tabs is a paragraph, not a row of cells."""
_LONGEST_LABELLED = 60
"""A longer line is a row of cells only if it ends with a value or has wide gaps."""
_ENDS_LIKE_A_VALUE = re.compile(r"[\d\-/〇零无元件条项个次人 ]")
_FEWEST_LABELS = 6
_LINE = re.compile(r"[^\n]+")
_BLANKS = re.compile(r"[ \t]{2,}|\t")
_WORD = re.compile(r"\S+")
_RULE = re.compile(r"[\s|:\-+=]*")


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: `text` = clean.text[start:end], blanks at its ends left out. `grid`: its line marks the cells, so a blank one is seen.

    `column` counts the cells of the line from 0. A blank cell has start == end.
    """

    text: str
    start: int
    end: int
    line: int
    column: int
    grid: bool
    blank_line: bool = False


def _cell(text: str, span: Span, line: int, column: int, grid: bool) -> Cell:
    start, end = span
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    stripped = piece.strip()
    at = start + left if stripped else start
    return Cell(stripped, at, at + len(stripped), line, column, grid)


def _split(text: str, start: int, end: int, separator: str, line: int) -> list[Cell]:
    """Cells between separators; what stands outside the outer pipes is no cell. A blank before the first pipe is a blank cell."""
    bounds = [start - 1, *(i for i in range(start, end) if text[i] == separator), end]
    spans = [(a + 1, b) for a, b in pairwise(bounds)]
    if separator == "|":
        if len(spans) > 1 and not text[spans[0][0] : spans[0][1]].strip() and text[start] == "|":
            spans = spans[1:]
        if len(spans) > 1 and not text[spans[-1][0] : spans[-1][1]].strip():
            spans = spans[:-1]
    return [_cell(text, (a, b), line, column, grid=True) for column, (a, b) in enumerate(spans)]


def _loose(text: str, start: int, end: int, line: int) -> list[Cell]:
    """Cells of a line without separators: parted by wide gaps, or a label followed by values."""
    if end - start > _LONGEST_LABELLED and not _ENDS_LIKE_A_VALUE.match(text, end - 1) and not _BLANKS.search(text, start, end):
        return [_cell(text, (start, end), line, 0, grid=False)]
    spans, at = [], start
    for gap in _BLANKS.finditer(text, start, end):
        spans.append((at, gap.start()))
        at = gap.end()
    spans.append((at, end))
    spans = [(a, b) for a, b in spans if text[a:b].strip()]
    pieces: list[tuple[int, int]] = []
    for a, b in spans:
        words = [(m.start(), m.end()) for m in _WORD.finditer(text, a, b)]
        values = 0
        while values < len(words) and parse_cell(text[slice(*words[-1 - values])]) is not None:
            values += 1
        if values == len(words) or (values and len(words) > 1):
            label = words[: len(words) - values]
            pieces += [(label[0][0], label[-1][1])] if label else []
            pieces += words[len(words) - values :]
        else:
            pieces.append((a, b))
    return [_cell(text, (a, b), line, column, grid=False) for column, (a, b) in enumerate(pieces)]


def _run_on(text: str, start: int, end: int, line: int) -> list[Cell]:
    """Cells of a whole table that lost its line ends: labels of the forms one after the other, values between them; else empty."""
    labels = [m.span() for m in printed_labels().finditer(text, start, end)]
    if len(labels) < _FEWEST_LABELS or sum(b - a for a, b in labels) * 3 < end - start:
        return []
    spans: list[Span] = []
    at = start
    for (a, b), (following, _) in pairwise([*labels, (end, end)]):
        spans += [m.span() for m in _WORD.finditer(text, at, a)]
        at = b
        while at < following and text[at].isdigit():
            at += 1  # a value stuck to its label stays with it
        spans.append((a, at))
    spans += [m.span() for m in _WORD.finditer(text, at, end)]
    return [_cell(text, span, line, column, grid=False) for column, span in enumerate(spans)]


def _piped(text: str, start: int, end: int, line: int) -> list[Cell]:
    """Cells of a line with pipes. One cell and its closing pipe is a table with one cell a line: it marks no grid."""
    stripped = text[start:end].strip()
    if stripped == "|":
        return [Cell("", start, start, line, 0, grid=False, blank_line=True)]
    if not stripped.strip(" |") or _RULE.fullmatch(stripped):
        return []
    if stripped.count("|") == 1 and stripped[-1] == "|":
        return [_cell(text, (start, start + text[start:end].rindex("|")), line, 0, grid=False)]
    return _split(text, start, end, "|", line)


def cells_of(clean: CleanText) -> list[Cell]:
    """All cells of the text outside page chrome, in reading order; a line of blanks only is one blank cell."""
    text, cells = clean.text, []
    chrome_starts = {start for start, _ in clean.chrome}
    for number, match in enumerate(_LINE.finditer(text)):
        start, end = match.span()
        stripped_start = start + len(match.group()) - len(match.group().lstrip())
        if start in chrome_starts or stripped_start in chrome_starts:
            continue
        line = match.group()
        if not line.strip():
            cells.append(Cell("", start, start, number, 0, grid=False, blank_line=True))
        elif "|" in line:
            cells += _piped(text, start, end, number)
        elif "\t" in line.strip():
            cells += _split(text, start, end, "\t", number)
        elif end - start > _LONGEST_LABELLED and (run_on := _run_on(text, start, end, number)):
            cells += run_on
        elif end - start <= _LONGEST_LINE:
            cells += _loose(text, start, end, number)
    return cells
