"""From characters with boxes to lines of text, on a page or inside a cell.

Does not belong here: which lines make a sentence (flowing.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from dagster_project.reports.reading.pdf.drawing import Glyph

_BLANK_GAP, _WORD_GAP, _COLUMN_GAP = 0.12, 0.6, 2.2
"""Gaps in character heights: the least where the file has a blank, the least without one, and what parts columns."""
_SAME_PLACE = 0.25
"""A character printed twice nearer than this (heights) is one in bold."""
_CHINESE = re.compile(r"[一-鿿　-〿！-～]")


@dataclass(frozen=True, slots=True)
class TextLine:
    """Characters at one height, from left to right; `size` is the height of most of them."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float


def text_lines(glyphs: Iterable[Glyph]) -> list[TextLine]:
    """Lines from top to bottom; blanks are taken from the gaps and from the file."""
    rows: list[list[Glyph]] = []
    middle, height = 0.0, 0.0
    for glyph in sorted((g for g in glyphs if not g.text.isspace() or g.text == "　"), key=lambda g: g.centre[1]):
        if rows and glyph.centre[1] - middle < 0.5 * min(height, glyph.size):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
            middle, height = glyph.centre[1], glyph.size
    return [line for row in rows if (line := _line(sorted(row, key=lambda g: g.left))).text]


def _line(row: list[Glyph]) -> TextLine:
    sizes = sorted(g.size for g in row)
    size = sizes[len(sizes) // 2]
    parts: list[str] = []
    last: Glyph | None = None
    for glyph in row:
        if last is not None:
            if (
                glyph.text == last.text
                and abs(glyph.left - last.left) < _SAME_PLACE * size
                and abs(glyph.top - last.top) < _SAME_PLACE * size
            ):
                continue
            gap = glyph.left - last.right
            if gap > _COLUMN_GAP * size:
                parts.append("   ")
            elif gap > (_BLANK_GAP if glyph.spaced else _WORD_GAP) * size:
                parts.append(" ")
        parts.append(glyph.text)
        last = glyph
    text = "".join(parts).strip()
    return TextLine(text, row[0].left, row[-1].right, min(g.top for g in row), max(g.bottom for g in row), size)


def joined(lines: list[TextLine], right: float) -> str:
    """The lines of a cell that ends at `right` as one text: words and numbers that were only wrapped are whole again."""
    text = ""
    for before, line in zip([None, *lines], lines, strict=False):
        text += seam(text, line.text, is_full=before is not None and right - before.right < before.size) + line.text
    return text


def seam(before: str, after: str, *, is_full: bool) -> str:
    """What belongs between two pieces of a wrapped text. `is_full`: the first line had no room for another character.

    Numbers, addresses and glosses are broken anywhere; whole Latin words, whose blank would be lost here, are rare in these texts.
    """
    if is_full or not before or not after or _CHINESE.match(before[-1]) or _CHINESE.match(after[0]):
        return ""
    return " "
