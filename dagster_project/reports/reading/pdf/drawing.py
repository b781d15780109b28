"""What a page of a PDF holds: its characters with their boxes, and its straight ruling lines. Coordinates grow right and down.

Most of the time spent on a PDF goes here, one call of the library a character: hence plain tuples and few steps.
Does not belong here: what characters and lines make together.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2 as pdfium
from pypdfium2 import raw

_SHORTEST_RULE = 5.0
_MOST_SEGMENTS = 20_000
"""Maps and pictures are drawn of more; a page with so many has no ruled table that could be told."""
_FORM_DEPTH = 4
_NO_CHARACTERS = frozenset({0xA0, 0xFFFE, 0xFFFF})
"""A blank that does not break is seen as the gap it makes; the others are what PDFium puts for a hyphen at a line end."""
_LEAST_HEIGHT, _FARTHEST = 0.5, 1e5
_STRAIGHT = 0.7
_THICKEST_RULE = 3.0
"""A filled shape that is wider is the colour behind a text, not a line."""
_RADICALS = str.maketrans(
    "⺠⻅⻆⻉⻋⻓⻔⻘⻛⻚⻜⻝⻢⻣⻤⻥⻦⻩⻬⻮⻰⻳⻄⻁⼾",
    "民见角贝车长门青风页飞食马骨鬼鱼鸟黄齐齿龙龟西虎户",
)
"""Fonts map characters to the radicals that look the same; where Unicode's own folding lacks or changes one, it is here."""

Point = tuple[float, float]
Affine = tuple[float, float, float, float, float, float]
"""(a, b, c, d, e, f): x' = a x + c y + e, y' = b x + d y + f, as PDF writes it."""


class Glyph(NamedTuple):
    """One character and its box; `spaced`: the file puts a blank before it."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    spaced: bool = False

    @property
    def size(self) -> float:
        return self.bottom - self.top

    @property
    def centre(self) -> Point:
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line: at `at`, from `start` to `end` along the other axis."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Drawing:
    """One page. `across` are horizontal rules (at = y), `down` vertical ones (at = x)."""

    width: float
    height: float
    glyphs: list[Glyph]
    across: list[Rule]
    down: list[Rule]


def draw(page: pdfium.PdfPage) -> Drawing:
    """Characters and rules of one page, turned the way a reader sees it."""
    upright = _upright(page)
    textpage = page.get_textpage()
    try:
        glyphs = list(_glyphs(textpage.raw, upright))
    finally:
        textpage.close()
    across, down = _rules(page, upright)
    width, height = page.get_size()
    return Drawing(width, height, glyphs, across, down)


def _upright(page: pdfium.PdfPage) -> Affine:
    """From the page's own coordinates (up, perhaps turned) to the reader's (down)."""
    left, bottom, right, top = page.get_cropbox()
    turns: dict[int, Affine] = {
        0: (1, 0, 0, -1, -left, top),
        90: (0, 1, 1, 0, -bottom, -left),
        180: (-1, 0, 0, 1, right, -bottom),
        270: (0, -1, -1, 0, top, right),
    }
    return turns[page.get_rotation()]


# --- characters


def _glyphs(textpage: Any, upright: Affine) -> Iterator[Glyph]:
    a, b, c, d, e, f = upright
    box = raw.FS_RECTF()
    where = ctypes.byref(box)
    unicode_of, box_of = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    pending, spaced = 0, False
    for index in range(raw.FPDFText_CountChars(textpage)):
        code = unicode_of(textpage, index)
        if code <= 32 or code in _NO_CHARACTERS:
            spaced = spaced or (code == 32 and raw.FPDFText_IsGenerated(textpage, index) != 1)
            continue
        if 0xD800 <= code < 0xE000:
            if code < 0xDC00:
                pending = code
            if code < 0xDC00 or not pending:
                continue
            code, pending = 0x10000 + ((pending - 0xD800) << 10) + (code - 0xDC00), 0
        if box_of(textpage, index, where):
            left, top, right, bottom = box.left, box.top, box.right, box.bottom
            x0, x1 = a * left + c * top + e, a * right + c * bottom + e
            y0, y1 = b * left + d * top + f, b * right + d * bottom + f
            if x0 > x1:
                x0, x1 = x1, x0
            if y0 > y1:
                y0, y1 = y1, y0
            # Damaged files place characters at infinity or give them no height; comparing with nan is false, so this drops it too.
            if y1 - y0 > _LEAST_HEIGHT and -_FARTHEST < x0 <= x1 < _FARTHEST and -_FARTHEST < y0 < y1 < _FARTHEST:
                yield Glyph(_character(code), x0, y0, x1, y1, spaced)
        spaced = False


def _character(code: int) -> str:
    """Look-alikes of the font's map folded to the character that is meant."""
    if 0x2E80 <= code <= 0x2FDF:
        return unicodedata.normalize("NFKC", chr(code).translate(_RADICALS))
    return chr(code)


# --- rules


def _rules(page: pdfium.PdfPage, upright: Affine) -> tuple[list[Rule], list[Rule]]:
    across: list[Rule] = []
    down: list[Rule] = []
    seen = 0
    for path, matrix in _paths(page.raw, raw.FPDFPage_CountObjects, raw.FPDFPage_GetObject, upright, 0):
        seen += max(0, raw.FPDFPath_CountSegments(path))
        if seen > _MOST_SEGMENTS:
            return [], []
        for (x0, y0), (x1, y1) in _straight_lines(path, matrix):
            if not max(abs(x0), abs(x1), abs(y0), abs(y1)) < _FARTHEST:
                continue
            if abs(y0 - y1) < _STRAIGHT and abs(x0 - x1) >= _SHORTEST_RULE:
                across.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
            elif abs(x0 - x1) < _STRAIGHT and abs(y0 - y1) >= _SHORTEST_RULE:
                down.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
    return across, down


def _paths(holder: Any, count: Any, get: Any, outer: Affine, depth: int) -> Iterator[tuple[Any, Affine]]:
    """The paths of a page or form, each with the way from its own coordinates to the reader's."""
    for index in range(count(holder)):
        item = get(holder, index)
        kind = raw.FPDFPageObj_GetType(item)
        if kind == raw.FPDF_PAGEOBJ_PATH:
            yield item, _within(outer, item)
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _FORM_DEPTH:
            yield from _paths(item, raw.FPDFFormObj_CountObjects, raw.FPDFFormObj_GetObject, _within(outer, item), depth + 1)


def _within(outer: Affine, item: Any) -> Affine:
    own = raw.FS_MATRIX()
    raw.FPDFPageObj_GetMatrix(item, ctypes.byref(own))
    a, b, c, d, e, f = outer
    return (
        a * own.a + c * own.b,
        b * own.a + d * own.b,
        a * own.c + c * own.d,
        b * own.c + d * own.d,
        a * own.e + c * own.f + e,
        b * own.e + d * own.f + f,
    )


def _straight_lines(path: Any, matrix: Affine) -> Iterator[tuple[Point, Point]]:
    """The straight pieces of a path. Of a shape that is only filled: its middle line if it is thin, or else nothing."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    for points in _outlines(path, matrix):
        if stroke.value:
            yield from pairwise(points)
            continue
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, right, low, high = min(xs), max(xs), min(ys), max(ys)
        if high - low <= _THICKEST_RULE:
            yield (left, (low + high) / 2), (right, (low + high) / 2)
        elif right - left <= _THICKEST_RULE:
            yield ((left + right) / 2, low), ((left + right) / 2, high)


def _outlines(path: Any, matrix: Affine) -> Iterator[list[Point]]:
    """The corners of each part of a path; a closed part ends where it began."""
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    x_at, y_at = ctypes.byref(x), ctypes.byref(y)
    points: list[Point] = []
    for index in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        if not segment or not raw.FPDFPathSegment_GetPoint(segment, x_at, y_at):
            return
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points
