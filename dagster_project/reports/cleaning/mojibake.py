"""Text whose bytes were read with the wrong encoding once: 鏀垮簻 for 政府, Õþ¸® for 政府, æ”¿åºœ for 政府.

Undone line by line, only where the bytes come back whole and the result reads like a report. What was saved with replacement
characters (锟斤拷, �) is lost and stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import numpy as np

from dagster_project.reports.cleaning.characters import ACCENTED, CODE_POINTS, GARBLED, GARBLED_HANZI, code_points
from dagster_project.reports.cleaning.traced import Traced
from dagster_project.reports.model import Span

# Letters that UTF-8 Chinese makes when it is read as GBK, and the Latin letters that Chinese makes when it is read as Latin-1.
_AS_GBK = re.compile(f"[{GARBLED_HANZI}]")
_AS_LATIN = re.compile(r"[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{2}")
_EXPECTED = re.compile("信息|公开|政府|公開|申请|申請|年度|情况|行政")
_FEWEST_WORDS = 3
_CP1252 = {ord(bytes([b]).decode("cp1252")): b for b in range(0x80, 0xA0) if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
"""The characters of cp1252 that Latin-1 has not, and their bytes."""

# The kind of character without which there is nothing to undo, what suspicious lines hold, the encoding the bytes were read with, and
# the right one. Latin-1 stands for cp1252 with its holes filled.
_WAYS = (
    (GARBLED, _AS_GBK, "gb18030", "utf-8"),
    (ACCENTED, _AS_LATIN, "latin-1", "utf-8"),
    (ACCENTED, _AS_LATIN, "latin-1", "gb18030"),
)


@cache
def _sizes_in(encoding: str) -> np.ndarray:
    """How many bytes each code point takes."""
    if encoding == "latin-1":
        return np.ones(CODE_POINTS, np.uint8)
    sizes = np.full(CODE_POINTS, 4, np.uint8)
    sizes[:0x10000] = [len(chr(code).encode(encoding, "surrogatepass" if encoding == "utf-8" else "replace")) for code in range(0x10000)]
    return sizes


Undone = tuple[str, np.ndarray, np.ndarray]
"""The right text, the first source character of each of its characters, and how many there are."""


def _undone(line: str, wrong: str, right: str) -> Undone | None:
    """None if the bytes of the line do not make a text."""
    misread = line.translate(_CP1252) if wrong == "latin-1" else line
    try:
        text = misread.encode(wrong).decode(right)
    except UnicodeError:
        return None
    character_of_byte = np.repeat(np.arange(len(line)), _sizes_in(wrong)[code_points(misread)])
    sizes = _sizes_in(right)[code_points(text)]
    ends = np.cumsum(sizes)
    firsts = character_of_byte[ends - sizes]
    return text, firsts, character_of_byte[ends - 1] - firsts + 1


def _lines_with(suspicious: re.Pattern[str], text: str) -> Iterator[Span]:
    """Lines in which the pattern is found."""
    end = -1
    while match := suspicious.search(text, end + 1):
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.start())
        end = len(text) if end < 0 else end
        yield start, end


def undo_mojibake(text: Traced) -> bool:
    """Repair in place; true when something was repaired."""
    if not text.holds(GARBLED | ACCENTED):
        return False
    for kind, suspicious, wrong, right in _WAYS:
        if not text.holds(kind):
            continue
        repaired = []
        for start, end in _lines_with(suspicious, text.text):
            undone = _undone(text.text[start:end], wrong, right)
            if undone and not suspicious.search(undone[0]):
                repaired.append(((start, end), undone))
        if sum(len(_EXPECTED.findall(undone[0])) for _, undone in repaired) >= _FEWEST_WORDS:
            text.replace_spans(repaired)
            return True
    return False
