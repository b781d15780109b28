"""Tags of HTML that are left in a text file: tables in tags become rows between pipes, other blocks lines of their own.

The text of such a file is what its bytes say, tags included; what is read is this text without them, each character with its place.
Does not belong here: whole pages, which have a text only once they are shown (reports/reading/html.py).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import chain

import numpy as np

from dagster_project.reports.cleaning.traced import Traced
from dagster_project.reports.reading.grids import NO_PIPE, TALLEST, WIDEST, GridCell, render_rows, span_of
from dagster_project.reports.reading.html import BLOCKS, CELLS, SOURCE_BREAK

_TAG = re.compile(
    r"<!--.*?-->|<[!?][^<>]*>|<(?P<unseen>script|style)\b.*?</(?P=unseen)\s*>"
    r"|<(?P<shuts>/?)(?P<name>[a-z][a-z0-9:]{0,15})(?P<attributes>\s[^<>]*)?/?>",
    re.DOTALL | re.IGNORECASE,
)
"""A name in Chinese is none: 印发<年度报告格式>的通知."""
_SPAN = re.compile(r"\b(colspan|rowspan)\s*=\s*[\"']?\s*(\d+)", re.IGNORECASE)
_BLANKS = " \t\r\n\f"
_WORDS_OR_GAP = re.compile(f"[{_BLANKS}]+|[^{_BLANKS}]+")
_MARKS_OF_ROWS = "| \n"


@dataclass(slots=True)
class _TaggedCell(GridCell):
    """A cell of a table in tags. `origins`: for each of its lines where its characters are in the text."""

    origins: list[list[int]] = field(default_factory=list)
    read: list[int] = field(default_factory=list)
    """The places of the line that is being read."""

    def end_line(self, written: str) -> None:
        text, line, kept = "".join([written[at] for at in self.read]), "", list[int]()
        for piece in _WORDS_OR_GAP.finditer(text):
            is_gap = piece[0][0] in _BLANKS
            if is_gap and (not kept or piece.end() == len(text) or SOURCE_BREAK.match(text, piece.start())):
                continue
            line += " " if is_gap else piece[0].replace("|", NO_PIPE)
            kept += self.read[piece.start() : piece.start() + 1 if is_gap else piece.end()]
        if kept:
            self.lines.append(line)
            self.origins.append(kept)
        self.read = []


class _Page:
    """The text without its tags, piece by piece, and the places of all its characters."""

    def __init__(self, written: str) -> None:
        self.written = written
        self.pieces: list[str] = []
        self.origins: list[np.ndarray] = []
        self.rows: list[list[_TaggedCell]] = []
        self.cell: _TaggedCell | None = None

    def words(self, start: int, end: int) -> None:
        """What stands between two tags."""
        if self.cell:
            self.cell.read += range(start, end)
        elif not self.rows or self.written[start:end].strip():
            self._end_table(start)
            self._add(self.written[start:end], np.arange(start, end))

    def tag(self, match: re.Match[str]) -> None:
        name, opens, at = (match["name"] or "").lower(), not match["shuts"], match.start()
        if name == "table":
            self._end_table(at)
        elif name == "tr" or name in CELLS:
            self._end_cell()
            if opens:
                self._open(name, match["attributes"] or "")
        elif name == "br" or name in BLOCKS:
            if self.cell:
                self.cell.end_line(self.written)
            elif not self.rows and not (name == "br" and self._in_piped_line(at)):
                self._add("\n", np.array([at]))

    def end(self) -> tuple[str, np.ndarray]:
        self._end_table(len(self.written) - 1)
        return "".join(self.pieces), np.concatenate(self.origins)

    def _add(self, text: str, origins: np.ndarray) -> None:
        self.pieces.append(text)
        self.origins.append(origins)

    def _open(self, name: str, attributes: str) -> None:
        if name == "tr" or not self.rows:
            self.rows.append([])
        if name != "tr":
            spans = {match[1].lower(): match[2] for match in _SPAN.finditer(attributes)}
            self.cell = _TaggedCell(colspan=span_of(spans.get("colspan"), WIDEST), rowspan=span_of(spans.get("rowspan"), TALLEST))

    def _end_cell(self) -> None:
        if self.cell:
            self.cell.end_line(self.written)
            self.rows[-1].append(self.cell)
            self.cell = None

    def _in_piped_line(self, at: int) -> bool:
        """Whether a cell between pipes goes on behind this place, where a line end would break it."""
        return "|" in self.written[self.written.rfind("\n", 0, at) + 1 : at]

    def _end_table(self, at: int) -> None:
        """Write the rows. The pipes between the cells stand where the words before them end."""
        self._end_cell()
        if not self.rows:
            return
        text = "\n".join(["", *render_rows(self.rows), ""])
        cells = list(chain.from_iterable(self.rows))
        lines = [line for cell in cells for line in zip(cell.lines, cell.origins, strict=True)]
        origins, begin = np.zeros(len(text), np.int64), 0
        origins[0] = lines[0][1][0] if lines else at
        for line, places in lines:
            while text[begin] in _MARKS_OF_ROWS:
                begin += 1
            origins[begin : begin + len(line)] = places
            begin += len(line)
        self._add(text, np.maximum.accumulate(origins))
        self.rows = []


def lay_out_tags(text: Traced) -> bool:
    """Take tags out and set tables and blocks as lines; true when there were any."""
    if "<" not in text.text:
        return False
    tags = list(_TAG.finditer(text.text))
    if not tags:
        return False
    page, at = _Page(text.text), 0
    for tag in tags:
        page.words(at, tag.start())
        page.tag(tag)
        at = tag.end()
    page.words(at, len(text.text))
    text.rewrite(*page.end())
    return True
