"""What a page of a PDF holds: its characters with their boxes, and its straight ruling lines. Coordinates grow right and down.

Does not belong here: what characters and lines make together.
"""

from __future__ import annotations

import ctypes
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2 as pdfium
from pypdfium2 import raw

_SHORTEST_RULE = 5.0
_MOST_SEGMENTS = 20_000
"""Maps and pictures are drawn of more; a page with so many has no ruled table that could be told."""
_FORM_DEPTH = 4
_NO_CHARACTERS = frozenset({0xA0, 0xAD, 0xFFFE, 0xFFFF})
"""Soft hyphens and what PDFium puts in their place; a blank that does not break is seen as the gap it makes."""
_STRAIGHT = 0.7
_THICKEST_RULE = 3.0
"""A filled shape that is wider is the colour behind a text, not a line."""
_RADICALS = str.maketrans(
    "⺠⻅⻆⻉⻋⻓⻔⻘⻛⻚⻜⻝⻢⻣⻤⻥⻦⻩⻬⻮⻰⻳⻄⻁⼾",
    "民见角贝车长门青风页飞食马骨鬼鱼鸟黄齐齿龙龟西虎户",
)
"""Fonts map characters to the radicals that look the same; where Unicode's own folding lacks or changes one, it is here."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Glyph:
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
        glyphs = list(_glyphs(textpage, upright))
    finally:
        textpage.close()
    across, down = _rules(page, upright)
    width, height = page.get_size()
    return Drawing(width, height, glyphs, across, down)


def _upright(page: pdfium.PdfPage) -> Callable[[float, float], Point]:
    """From the page's own coordinates (up, perhaps turned) to the reader's (down)."""
    left, bottom, right, top = page.get_cropbox()
    turns: dict[int, Callable[[float, float], Point]] = {
        0: lambda x, y: (x - left, top - y),
        90: lambda x, y: (y - bottom, x - left),
        180: lambda x, y: (right - x, y - bottom),
        270: lambda x, y: (top - y, right - x),
    }
    return turns[page.get_rotation()]


def _glyphs(textpage: pdfium.PdfTextPage, upright: Callable[[float, float], Point]) -> Iterator[Glyph]:
    box, handle = raw.FS_RECTF(), textpage.raw
    where = ctypes.byref(box)
    pending, spaced = 0, False
    for index in range(raw.FPDFText_CountChars(handle)):
        code = raw.FPDFText_GetUnicode(handle, index)
        if code <= 32 or code in _NO_CHARACTERS:
            spaced = spaced or (code == 32 and raw.FPDFText_IsGenerated(handle, index) != 1)
            continue
        if 0xD800 <= code < 0xDC00:
            pending = code
            continue
        if 0xDC00 <= code < 0xE000:
            if not pending:
                continue
            code, pending = 0x10000 + ((pending - 0xD800) << 10) + (code - 0xDC00), 0
        if raw.FPDFText_GetLooseCharBox(handle, index, where):
            (x0, y0), (x1, y1) = upright(box.left, box.top), upright(box.right, box.bottom)
            yield Glyph(_character(chr(code)), min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1), spaced)
        spaced = False


def _character(character: str) -> str:
    """Look-alikes of the font's map folded to the character that is meant."""
    if "⺀" <= character <= "⿟":
        return unicodedata.normalize("NFKC", character.translate(_RADICALS))
    return character


def _rules(page: pdfium.PdfPage, upright: Callable[[float, float], Point]) -> tuple[list[Rule], list[Rule]]:
    across: list[Rule] = []
    down: list[Rule] = []
    seen = 0
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=_FORM_DEPTH):
        seen += max(0, raw.FPDFPath_CountSegments(item))
        if seen > _MOST_SEGMENTS:
            return [], []
        for (x0, y0), (x1, y1) in _straight_lines(item):
            (left, top), (right, bottom) = upright(x0, y0), upright(x1, y1)
            if abs(top - bottom) < _STRAIGHT and abs(left - right) >= _SHORTEST_RULE:
                across.append(Rule((top + bottom) / 2, min(left, right), max(left, right)))
            elif abs(left - right) < _STRAIGHT and abs(top - bottom) >= _SHORTEST_RULE:
                down.append(Rule((left + right) / 2, min(top, bottom), max(top, bottom)))
    return across, down


def _straight_lines(item: pdfium.PdfObject) -> Iterator[tuple[Point, Point]]:
    """The straight pieces of a path in page coordinates. Of a shape that is only filled: its middle line if it is thin, or else nothing."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke))
    for points in _outlines(item):
        if stroke.value:
            yield from pairwise(points)
            continue
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, right, low, high = min(xs), max(xs), min(ys), max(ys)
        if high - low <= _THICKEST_RULE:
            yield (left, (low + high) / 2), (right, (low + high) / 2)
        elif right - left <= _THICKEST_RULE:
            yield ((left + right) / 2, low), ((left + right) / 2, high)


def _outlines(item: pdfium.PdfObject) -> Iterator[list[Point]]:
    """The corners of each part of a path, in page coordinates; a closed part ends where it began."""
    matrix = item.get_matrix()
    container = item.container
    while container is not None:
        matrix = matrix.multiply(container.get_matrix())
        container = container.container
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    for index in range(raw.FPDFPath_CountSegments(item)):
        segment = raw.FPDFPath_GetPathSegment(item, index)
        if not segment or not raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            return
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(matrix.on_point(x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points
