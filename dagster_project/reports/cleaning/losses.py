"""UTF-8 that was read as GBK or Latin-1 and lost bytes on the way: 鏀垮簻淇℃伅鍏�寮� for 政府信息公开.

The bytes that are there are put together again. A character that lost one of its bytes comes back only where the words of the forms
leave one possibility; else it stays marked as lost. Does not belong here: lines whose bytes are whole (mojibake.py).
"""

from __future__ import annotations

import re
from functools import lru_cache

from dagster_project.reports.cleaning.vocabulary import only_fitting
from dagster_project.reports.model import LOST

_GAP = b"\xff"
"""Stands for a byte that nobody knows. Such a gap may have become a question mark when the damaged text was saved once more."""
_LIKE_A_GAP = "\xff", "\xf5"
"""The Latin letter of that byte, and another that neither begins nor ends a character of UTF-8."""
_WHOLE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{3}")
_NOT_OF_THREE = bytes(set(range(256)) - set(range(0xE0, 0xF0)))
_NOT_OF_TWO_OR_FOUR = bytes(range(0xC0)) + bytes(range(0xE0, 0xF0))
MOST_LOST = 4
"""One character in so many may be lost for good; where more are, the line was something else."""

# What the bytes of a line are, from left to right: whole characters; one of three bytes of which one is missing; and what nothing brings
# back, with the ends of characters behind it.
_PIECES = re.compile(
    rb"((?:[\x00-\x7f]|[\xe1-\xec\xee\xef][\x80-\xbf]{2}|[\xc2-\xdf][\x80-\xbf]|\xe0[\xa0-\xbf][\x80-\xbf]|\xed[\x80-\x9f][\x80-\xbf]|"
    rb"\xf0[\x90-\xbf][\x80-\xbf]{2}|[\xf1-\xf3][\x80-\xbf]{3}|\xf4[\x80-\x8f][\x80-\xbf]{2})+)|"
    rb"([\xe0-\xef](?:[\x80-\xbf](?![\x80-\xbf\xff?])|(?:[\x80-\xbf][\xff?]|[\xff?][\x80-\xbf])(?![\x80-\xbf\xff])))|"
    rb"[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}|"
    rb"(?:[\xc2-\xdf][\x80-\xbf\xff?]?|[\xe0-\xef][\x80-\xbf\xff?]{0,2}|[\xf0-\xf4][\x80-\xbf\xff?]{0,3}|.)[\x80-\xbf\xff]*",
    re.DOTALL,
)
_RIGHT, _DAMAGED = 1, 2


@lru_cache(maxsize=4096)
def undone_with_losses(line: str, wrong: str, most_lost: int = MOST_LOST) -> tuple[str, tuple[tuple[int, int], ...]] | None:
    """The right text, and where it has damaged characters how many bytes there are of each; None if it is no such line."""
    data = _bytes(line, wrong)
    if data is None or not _may_be_undone(data.replace(_GAP, b""), most_lost):
        return None
    pieces: list[str] = []
    damaged: list[tuple[int, int]] = []
    unsure: list[tuple[int, bytes]] = []
    length = 0
    for match in _PIECES.finditer(data):
        if match.lastindex == _RIGHT:
            piece = match[0].decode()
        else:
            piece = LOST
            damaged.append((length, match.end() - match.start()))
            if match.lastindex == _DAMAGED:
                unsure.append((length, match[0]))
        pieces.append(piece)
        length += len(piece)
    text = "".join(pieces)
    for at, known in unsure:
        before, behind = text[:at], text[at + 1 :]
        if found := only_fitting(before, _possible(known), behind):
            text = before + found + behind
    return (text, tuple(damaged)) if damaged and text.count(LOST) * most_lost <= length - _ascii_in(text) else None


def _ascii_in(text: str) -> int:
    return len(text.encode("ascii", "ignore"))


def _bytes(line: str, wrong: str) -> bytes | None:
    """The bytes of a line that was read with the wrong encoding, gaps among them."""
    parts = line.replace(*_LIKE_A_GAP).split(LOST) if wrong == "latin-1" else line.split(LOST)
    try:
        data = _GAP.join([part.encode(wrong) for part in parts])
    except UnicodeEncodeError:
        return None
    # No bytes of UTF-8 are ever read as a character of four bytes of GB18030; all others but ASCII have two.
    return data if len(data) <= 2 * len(line) - _ascii_in(line) - len(parts) + 1 else None


def _may_be_undone(data: bytes, most_lost: int) -> bool:
    """A quick look at the bytes that begin characters: nothing brings back one of two or four bytes that lost any."""
    of_three = len(data.translate(None, _NOT_OF_THREE))
    others = len(data.translate(None, _NOT_OF_TWO_OR_FOUR))
    whole = len(_WHOLE.findall(data))
    return (others - whole) * (most_lost - 1) <= whole + of_three


@lru_cache(maxsize=4096)
def _possible(known: bytes) -> frozenset[str]:
    """The characters that a reader would expect where one byte of three is unknown."""
    known = known.replace(b"?", _GAP).ljust(3, _GAP)
    characters = (known.replace(_GAP, bytes([byte])).decode(errors="replace") for byte in range(0x80, 0xC0))
    return frozenset(c for c in characters if "\u4e00" <= c <= "\u9fff")
