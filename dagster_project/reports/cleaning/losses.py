"""UTF-8 that was read as GBK or Latin-1 and lost bytes on the way: 鏀垮簻淇℃伅鍏�寮� for 政府信息公开.

The bytes that are there are put together again. A character that lost one of its bytes comes back only where the words of the forms
leave one possibility; else it stays marked as lost. Does not belong here: lines whose bytes are whole (mojibake.py).
"""

from __future__ import annotations

import re

import numpy as np

from dagster_project.reports.cleaning.vocabulary import only_fitting
from dagster_project.reports.model import LOST

_GAP = -1
"""A byte that nobody knows."""
_QUESTION_MARK = ord("?")
"""What a gap becomes when the damaged text is saved once more."""
_WHOLE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xf0-\xf4][\x80-\xbf]{3}")
_NOT_OF_THREE = bytes(set(range(256)) - set(range(0xE0, 0xF0)))
_NOT_OF_TWO_OR_FOUR = bytes(range(0xC0)) + bytes(range(0xE0, 0xF0))
_LONGEST = 2
"""No two bytes of UTF-8 are ever read as a character of four bytes of GB18030."""
MOST_LOST = 4
"""One character in so many may be lost for good; where more are, the line was something else."""

_Pattern = tuple[int, int, int]


def undone_with_losses(line: str, wrong: str, most_lost: int = MOST_LOST) -> tuple[str, np.ndarray, np.ndarray] | None:
    """The right text, the first source character of each of its characters and how many there are; None if it is no such line."""
    known = _bytes(line, wrong) if _may_be_undone(line, wrong, most_lost) else None
    if known is None:
        return None
    data, sources = known
    characters, spans, patterns = _put_together(data)
    if LOST not in characters:
        return None
    for at, pattern in patterns.items():
        characters[at] = only_fitting("".join(characters[:at]), _possible(pattern), "".join(characters[at + 1 :])) or LOST
    if characters.count(LOST) * most_lost > sum(not c.isascii() for c in characters):
        return None
    firsts = np.array([sources[start] for start, _ in spans], dtype=np.int32)
    lasts = np.array([sources[end - 1] for _, end in spans], dtype=np.int32)
    return "".join(characters), firsts, lasts - firsts + 1


def _may_be_undone(line: str, wrong: str, most_lost: int) -> bool:
    """A quick look at the bytes that begin characters: nothing brings back one of two or four bytes that lost any."""
    data = line.replace(LOST, "").encode(wrong, errors="ignore")
    of_three = len(data.translate(None, _NOT_OF_THREE))
    others = len(data.translate(None, _NOT_OF_TWO_OR_FOUR))
    whole = len(_WHOLE.findall(data))
    return (others - whole) * (most_lost - 1) <= whole + of_three


def _bytes(line: str, wrong: str) -> tuple[list[int], list[int]] | None:
    """The bytes of a line, and which of its characters each comes from."""
    found: list[int] = []
    sources: list[int] = []
    for position, character in enumerate(line):
        try:
            piece = [_GAP] if character == LOST else list(character.encode(wrong))
        except UnicodeEncodeError:
            return None
        if len(piece) > _LONGEST:
            return None
        found += piece
        sources += [position] * len(piece)
    return found, sources


def _size(lead: int) -> int:
    """How many bytes a character has that begins so; 0 for what begins none."""
    if lead < 0x80:
        return 1 if lead >= 0 else 0
    return 2 if 0xC2 <= lead <= 0xDF else 3 if 0xE0 <= lead <= 0xEF else 4 if 0xF0 <= lead <= 0xF4 else 0


def _goes_on(byte: int) -> bool:
    return 0x80 <= byte <= 0xBF


def _put_together(data: list[int]) -> tuple[list[str], list[tuple[int, int]], dict[int, _Pattern]]:
    """Characters, the bytes that each takes, and what is known of those that lost one byte of three."""
    characters: list[str] = []
    spans: list[tuple[int, int]] = []
    patterns: dict[int, _Pattern] = {}
    at = 0
    while at < len(data):
        size, end = _size(data[at]), at + 1
        while end < min(at + size, len(data)) and (_goes_on(data[end]) or data[end] in (_GAP, _QUESTION_MARK)):
            end += 1
        taken = [b if b != _QUESTION_MARK else _GAP for b in data[at:end]] if size > 1 else data[at:end]
        if size and len(taken) == size and _GAP not in taken:
            characters.append(bytes(taken).decode(errors="replace")[:1])
        else:
            if size == 3 and len(taken) >= 2 and taken.count(_GAP) == len(taken) - 2:
                patterns[len(characters)] = (taken[0], taken[1], taken[2] if len(taken) == 3 else _GAP)
            while end < len(data) and (_goes_on(data[end]) or data[end] == _GAP):
                patterns.pop(len(characters), None)
                end += 1
            characters.append(LOST)
        spans.append((at, end))
        at = end
    return characters, spans, patterns


def _possible(pattern: _Pattern) -> list[str]:
    """The characters that a reader would expect where one byte of three is unknown."""
    found = []
    for byte in range(0x80, 0xC0):
        try:
            character = bytes(byte if known == _GAP else known for known in pattern).decode()
        except UnicodeDecodeError:
            continue
        if "\u4e00" <= character <= "\u9fff":
            found.append(character)
    return found
