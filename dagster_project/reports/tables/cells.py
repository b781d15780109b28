"""A text as a stream of cells, whatever the layout: one cell a line, pipes, tabs, or several blanks between cells.

Belongs here: where a cell begins and ends. Does not belong here: what it means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from dagster_project.reports.model import CleanText, Span
from dagster_project.reports.tables.forms import known_labels, printed_labels, words_of_labels
from dagster_project.reports.tables.labels import label_key
from dagster_project.reports.tables.values import CellValue, parse_cell

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


class Cell(NamedTuple):
    """One cell: `text` = clean.text[start:end], blanks at its ends left out. `grid`: its line marks the cells, so a blank one is seen.

    `column` counts the cells of the line from 0. A blank cell has start == end. `value`: what the text says as a value, if it is one.
    """

    text: str
    value: CellValue | None
    start: int
    end: int
    line: int
    column: int
    grid: bool
    blank_line: bool = False
    closed: bool = False
    """It has a line of its own and a pipe that ends it, so a pipe alone is a blank cell."""


_Piece = tuple[str, CellValue | None, int, int]


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of one line: text, value, and start and end inside the line. The same lines come again and again in reports."""

    cells: Sequence[_Piece] = ()
    grid: bool = False
    blank: bool = False
    closed: bool = False


def _cell(text: str, start: int, end: int) -> _Piece:
    piece = text[start:end]
    stripped = piece.strip()
    start += piece.find(stripped)
    return stripped, parse_cell(stripped), start, start + len(stripped)


_BLANK_LINE = _Row((_cell("", 0, 0),), blank=True)
_PIPE_ALONE = _Row((_cell("", 0, 0),), blank=True, closed=True)


def _split(text: str, separator: str) -> _Row:
    """Cells between separators; what stands outside the outer pipes is no cell. A blank before the first pipe is a blank cell."""
    cells, at = [], 0
    for piece in text.split(separator):
        stripped = piece.strip()
        start = at + piece.find(stripped)
        cells.append((stripped, parse_cell(stripped), start, start + len(stripped)))
        at += len(piece) + 1
    if separator == "|":
        if len(cells) > 1 and not cells[0][0] and text[0] == "|":
            cells = cells[1:]
        if len(cells) > 1 and not cells[-1][0]:
            cells = cells[:-1]
    return _Row(cells, grid=True)


def _loose(text: str) -> _Row:
    """Cells of a line without separators: parted by wide gaps, or a label followed by values."""
    if len(text) > _LONGEST_LABELLED and not _ENDS_LIKE_A_VALUE.match(text, len(text) - 1) and not _BLANKS.search(text):
        return _Row((_cell(text, 0, len(text)),))
    spans, at = [], 0
    for gap in _BLANKS.finditer(text):
        spans.append((at, gap.start()))
        at = gap.end()
    spans.append((at, len(text)))
    pieces: list[tuple[int, int]] = []
    for a, b in spans:
        words = [m.span() for m in _WORD.finditer(text, a, b)]
        if not words:
            continue
        values = 0
        while values < len(words) and parse_cell(text[slice(*words[-1 - values])]) is not None:
            values += 1
        if values == len(words) or (values and len(words) > 1):
            label = words[: len(words) - values]
            pieces += [(label[0][0], label[-1][1])] if label else []
            pieces += words[len(words) - values :]
        else:
            pieces.append((a, b))
    return _Row(tuple(_cell(text, a, b) for a, b in pieces))


def _run_on(text: str) -> _Row | None:
    """Cells of a whole table that lost its line ends: labels of the forms one after the other, values between them; else None."""
    if len(words_of_labels().findall(text)) * 2 < _FEWEST_LABELS:
        return None
    labels = [m.span() for m in printed_labels().finditer(text)]
    if len(labels) < _FEWEST_LABELS or sum(b - a for a, b in labels) * 3 < len(text):
        return None
    spans: list[Span] = []
    at, end = 0, len(text)
    for (a, b), (following, _) in pairwise([*labels, (end, end)]):
        spans += [m.span() for m in _WORD.finditer(text, at, a)]
        at = b
        while at < following and text[at].isdigit():
            at += 1  # a value stuck to its label stays with it
        spans.append((a, at))
    spans += [m.span() for m in _WORD.finditer(text, at, end)]
    return _Row(tuple(_cell(text, a, b) for a, b in spans))


def _words(text: str) -> _Row | None:
    """Cells of a line in which single blanks part nothing but labels and values; else None."""
    if len(text.split()) < _FEWEST_LABELS:
        return None
    words = [m.span() for m in _WORD.finditer(text)]
    known = known_labels()
    strangers = sum(label_key(text[a:b]) not in known and parse_cell(text[a:b]) is None for a, b in words)
    return _Row(tuple(_cell(text, a, b) for a, b in words)) if strangers * 5 <= len(words) else None


def _piped(text: str) -> _Row:
    """Cells of a line with pipes. One cell and its closing pipe is a table with one cell a line: it marks no grid."""
    stripped = text.strip()
    if stripped == "|":
        return _PIPE_ALONE
    if not stripped.strip(" |") or _RULE.fullmatch(stripped):
        return _Row()
    if stripped.count("|") == 1 and stripped[-1] == "|":
        return _Row((_cell(text, 0, text.rindex("|")),), closed=True)
    return _split(text, "|")


def _row(text: str) -> _Row:
    if "|" in text:
        return _piped(text)
    stripped = text.strip()
    if not stripped:
        return _BLANK_LINE
    if "\t" in stripped:
        return _split(text, "\t")
    if words := _words(text):
        return words
    if len(text) > _LONGEST_LABELLED and (run_on := _run_on(text)):
        return run_on
    return _loose(text) if len(text) <= _LONGEST_LINE else _Row()


@lru_cache(maxsize=20_000)
def _short_row(text: str) -> _Row:
    """Lines that are as short as a label are nearly always labels or values, so most of them were seen before."""
    return _row(text)


def cells_of(clean: CleanText) -> list[Cell]:
    """All cells of the text outside page chrome, in reading order; a line of blanks only is one blank cell."""
    cells: list[Cell] = []
    chrome_starts = {start for start, _ in clean.chrome}
    start = 0
    number = -1
    for line in clean.text.split("\n"):
        if line:
            number += 1
            if start not in chrome_starts and (line[0] > " " or start + len(line) - len(line.lstrip()) not in chrome_starts):
                row = _short_row(line) if len(line) <= _LONGEST_LABELLED else _row(line)
                cells += [
                    Cell(text, value, start + first, start + end, number, column, row.grid, row.blank, row.closed)
                    for column, (text, value, first, end) in enumerate(row.cells)
                ]
        start += len(line) + 1
    return cells
