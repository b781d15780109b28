"""A font of boxes for PDFium, so that what is read from a file does not depend on the fonts of the machine.

Many reports name a Chinese font and do not hold it. PDFium then looks for one on the machine, and a character that no font can draw has no
width: alone in its cell, it is dropped without a word. So PDFium is given one font in which every glyph is a box of the usual size.
Does not belong here: anything about text; the file itself says which characters it means.
"""

from __future__ import annotations

import ctypes
import struct
from functools import cache

from pypdfium2 import raw

_GLYPHS = 65_535
"""As many as a font may have: some files name glyphs by number, of a font that is not there."""
_UNIT, _ASCENT, _DESCENT = 1000, 880, -120
_DRAWN = 100
"""The boxes are drawn narrow: the file says how far the next character is, and a wider drawing would reach into it."""
_LAST_CHARACTER = 0x2FFFF
_ANY_HANDLE = 1
_GB2312_CHARSET = 134


def box_font() -> bytes:
    """A TrueType font of equal boxes, for every character and every glyph number."""
    corners = struct.pack(">4h", 0, 0, _DRAWN, 0) + struct.pack(">4h", _DESCENT, _ASCENT - _DESCENT, 0, _DESCENT - _ASCENT)
    outline = struct.pack(">5hHH4B", 1, 0, _DESCENT, _DRAWN, _ASCENT, 3, 0, 1, 1, 1, 1) + corners
    outline += bytes(-len(outline) % 4)
    hinting_free = (4, 1, 0, 0, 1, *[0] * 8)
    box = (0, _DESCENT, _DRAWN, _ASCENT)
    metrics = (3, _UNIT, 400, 5, 0)
    heights = (64, 32, 65535, _ASCENT, _DESCENT, 0, _ASCENT, -_DESCENT)
    tables = {
        b"OS/2": struct.pack(">HhHHH", *metrics) + bytes(52) + struct.pack(">3H3h2H", *heights) + bytes(18),
        b"cmap": struct.pack(">HHHHL", 0, 1, 3, 10, 12) + struct.pack(">HHLLLLLL", 13, 0, 28, 0, 1, 32, _LAST_CHARACTER, 1),
        b"glyf": outline * _GLYPHS,
        b"head": struct.pack(">LLLLHHqq4hHHhhh", 0x10000, 0x10000, 0, 0x5F0F3CF5, 11, _UNIT, 0, 0, *box, 0, 8, 2, 1, 0),
        b"hhea": struct.pack(">LhhhH11hH", 0x10000, _ASCENT, _DESCENT, 0, _UNIT, 0, 0, _UNIT, 1, *[0] * 7, 1),
        b"hmtx": struct.pack(">Hh", _UNIT, 0) + bytes(2 * (_GLYPHS - 1)),
        b"loca": b"".join(struct.pack(">L", i * len(outline)) for i in range(_GLYPHS + 1)),
        b"maxp": struct.pack(">LH13H", 0x10000, _GLYPHS, *hinting_free),
        b"name": struct.pack(">3H", 0, 0, 6),
        b"post": struct.pack(">LLhhLLLLL", 0x30000, *[0] * 8),
    }
    head = struct.pack(">LHHHH", 0x10000, len(tables), 128, 3, len(tables) * 16 - 128)
    at, directory, body = len(head) + 16 * len(tables), b"", b""
    for tag, data in tables.items():
        directory += struct.pack(">4sLLL", tag, 0, at + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    return head + directory + body


@cache
def use_box_font() -> object:
    """Make PDFium take the box font wherever a file does not bring its own. Returns what must stay alive as long as the process."""
    font, name = box_font(), b"Boxes\0"

    def copied(data: bytes, buffer: int | None, size: int) -> int:
        if buffer and size >= len(data):
            ctypes.memmove(buffer, data, len(data))
        return len(data)

    kinds = dict(field[:2] for field in raw.FPDF_SYSFONTINFO._fields_)
    callbacks = {
        "Release": lambda _: None,
        "EnumFonts": lambda *_: None,
        "MapFont": lambda *_: _ANY_HANDLE,
        "GetFont": lambda *_: _ANY_HANDLE,
        "GetFontData": lambda _, __, table, buffer, size: copied(font, buffer, size) if table == 0 else 0,
        "GetFaceName": lambda _, __, buffer, size: copied(name, buffer, size),
        "GetFontCharset": lambda *_: _GB2312_CHARSET,
        "DeleteFont": lambda *_: None,
    }
    info = raw.FPDF_SYSFONTINFO(version=1, **{key: kinds[key](function) for key, function in callbacks.items()})
    raw.FPDF_SetSystemFontInfo(ctypes.byref(info))
    return info
