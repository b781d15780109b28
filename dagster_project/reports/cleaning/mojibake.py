"""Text whose bytes were read with the wrong encoding once: 鏀垮簻 for 政府, Õþ¸® for 政府, æ”¿åºœ for 政府.

Undone line by line, only where the bytes come back and the result reads like a report; what lost some of its bytes is the matter of
losses.py. What was saved as 锟斤拷 is lost and stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

import numpy as np

from dagster_project.reports.cleaning.characters import (
    ACCENTED,
    CODE_POINTS,
    GARBLED,
    GARBLED_HANZI,
    LATIN,
    LATIN_LETTERS,
    code_points,
    look_up,
    text_of,
)
from dagster_project.reports.cleaning.losses import MOST_LOST, undone_with_losses
from dagster_project.reports.cleaning.traced import Traced
from dagster_project.reports.model import LOST, Span

# Letters that UTF-8 Chinese makes when it is read as GBK, and the Latin letters that Chinese makes when it is read as Latin-1.
_AS_GBK = re.compile(f"[{GARBLED_HANZI}]")
_AS_LATIN = re.compile(rf"[{LATIN_LETTERS}]{{2}}")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_EXPECTED = re.compile("信息|公开|政府|公開|申请|申請|年度|情况|行政")
_FEWEST_WORDS = 3
_MOST_LOST_BESIDE = 2
"""Lines of a text of which it is known what happened to it may have lost every second character,"""
_A_CELL = 3
"""and cells that hold nothing but a unit all of it."""
_CP1252 = {ord(bytes([b]).decode("cp1252")): b for b in range(0x80, 0xA0) if b not in (0x81, 0x8D, 0x8F, 0x90, 0x9D)}
"""The characters of cp1252 that Latin-1 has not, and their bytes."""
_Way = tuple[re.Pattern[str], str, str]

# The kind of character without which there is nothing to undo, what suspicious lines hold, the encoding the bytes were read with, and
# the right one. Latin-1 stands for cp1252 with its holes filled.
_WAYS = (
    (GARBLED, (_AS_GBK, "gb18030", "utf-8")),
    (ACCENTED, (_AS_LATIN, "latin-1", "utf-8")),
    (ACCENTED, (_AS_LATIN, "latin-1", "gb18030")),
)


@cache
def _sizes_in(encoding: str) -> np.ndarray:
    """How many bytes each code point takes."""
    if encoding == "latin-1":
        return np.ones(CODE_POINTS, np.uint8)
    sizes = np.full(CODE_POINTS, 4, np.uint8)
    sizes[:0x80] = 1
    if encoding == "utf-8":
        sizes[0x80:0x800], sizes[0x800:0x10000] = 2, 3
        return sizes
    leads, trails = np.arange(0x81, 0xFF, dtype=np.uint8), np.delete(np.arange(0x40, 0xFF, dtype=np.uint8), 0x7F - 0x40)
    pairs = np.stack([leads.repeat(len(trails)), np.tile(trails, len(leads))], axis=1).tobytes()
    sizes[code_points(pairs.decode(encoding))] = 2
    return sizes


def _without_cp1252(codes: np.ndarray) -> np.ndarray:
    """The characters of the same bytes in Latin-1."""
    table = np.arange(max(_CP1252) + 1, dtype=np.uint32)
    table[list(_CP1252)] = list(_CP1252.values())
    return np.where(codes < len(table), table[np.minimum(codes, len(table) - 1)], codes)


Undone = tuple[str, tuple[tuple[int, int], ...]]
"""The right text of a line, and where it has damaged characters how many bytes there are of each."""


def _undone(line: str, wrong: str, right: str, most_lost: int) -> Undone | None:
    """None if the bytes of the line do not make a text."""
    try:
        return line.encode(wrong).decode(right), ()
    except UnicodeEncodeError:
        if LOST not in line:
            return None
    except UnicodeDecodeError:
        pass
    return undone_with_losses(line, wrong, most_lost) if right == "utf-8" else None


def _lines_with(suspicious: re.Pattern[str], text: str) -> Iterator[Span]:
    """Lines in which the pattern is found."""
    end = -1
    while match := suspicious.search(text, end + 1):
        start = text.rfind("\n", 0, match.start()) + 1
        end = text.find("\n", match.start())
        end = len(text) if end < 0 else end
        yield start, end


def _repaired(text: str, misread: str, lines: Iterable[Span], way: _Way, *, beside: bool = False) -> dict[Span, Undone]:
    """The lines that can be put right. `beside`: others of the text were already, so it is known what happened to it."""
    suspicious, wrong, right = way
    repaired = {}
    for start, end in lines:
        most_lost = MOST_LOST if not beside else 1 if end - start <= _A_CELL else _MOST_LOST_BESIDE
        undone = _undone(misread[start:end], wrong, right, most_lost)
        if undone and right != "utf-8" and suspicious.search(undone[0]):
            continue  # nearly all bytes make characters of GBK, right or wrong
        if undone and len(_EXPECTED.findall(undone[0])) >= len(_EXPECTED.findall(text, start, end)):
            repaired[start, end] = undone
    return repaired


def _traced(misread: np.ndarray, repaired: list[tuple[Span, Undone]], wrong: str, right: str) -> tuple[np.ndarray, np.ndarray]:
    """For each character of the repaired lines its first source character, and how many there are."""
    is_repaired = np.zeros(len(misread), bool)
    for (start, end), _ in repaired:
        is_repaired[start:end] = True
    places = np.flatnonzero(is_repaired).astype(np.int32)
    misread = misread[places]
    character_of_byte = np.repeat(places, np.where(misread == ord(LOST), 1, look_up(_sizes_in(wrong), misread)))
    sizes = look_up(_sizes_in(right), code_points("".join(text for _, (text, _) in repaired))).astype(np.int64)
    begin = 0
    for _, (text, damaged) in repaired:
        for at, size in damaged:
            sizes[begin + at] = size
        begin += len(text)
    ends = np.cumsum(sizes)
    firsts = character_of_byte[ends - sizes]
    return firsts, character_of_byte[ends - 1] - firsts + 1


def undo_mojibake(text: Traced) -> bool:
    """Repair in place; true when something was repaired."""
    if not text.holds(GARBLED | ACCENTED):
        return False
    for kind, way in _WAYS:
        suspicious, wrong, right = way
        # Each word that was read as Latin-1 has such a pair; pinyin has none, nor the punctuation of Chinese that cp1252 has too.
        if not (text.holds_pair(ACCENTED, LATIN) if wrong == "latin-1" else text.holds(kind)):
            continue
        codes = _without_cp1252(text.codes) if wrong == "latin-1" else text.codes
        misread = text_of(codes) if wrong == "latin-1" else text.text
        repaired = _repaired(text.text, misread, _lines_with(suspicious, text.text), way)
        if sum(len(_EXPECTED.findall(undone)) for undone, _ in repaired.values()) >= _FEWEST_WORDS:
            if right == "utf-8":
                # What happened to these lines happened to the others too.
                others = (line for line in _lines_with(_NOT_ASCII, text.text) if line not in repaired)
                repaired |= _repaired(text.text, misread, others, way, beside=True)
            in_order = sorted(repaired.items())
            text.replace_spans([(span, undone) for span, (undone, _) in in_order], *_traced(codes, in_order, wrong, right))
            return True
    return False
