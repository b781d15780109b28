"""Kinds of characters: one look at the code points of a text tells which repairs it needs at all.

Belongs here: which characters are of which kind. Does not belong here: what is done about them.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np

INVISIBLE, FOLDED, ODD_BLANK, GARBLED, ACCENTED, TRADITIONAL, SIMPLIFIED, SLIPPED, LATIN = (1 << n for n in range(9))
CODE_POINTS = 0x110000

_INVISIBLE = [0xAD, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065), 0xFEFF]
_INVISIBLE += [*range(9), 0x0B, 0x0C, *range(0x0E, 0x20), 0x7F]
"""Soft hyphen, zero-width characters, bidi marks, byte-order mark, and control characters that are no line or cell break."""

_BLANKS = dict.fromkeys([0x00A0, 0x3000, 0x1680, 0x202F, 0x205F, *range(0x2000, 0x200B)], " ") | {
    0x0D: "\n",
    0x85: "\n",
    0x2028: "\n",
    0x2029: "\n",
}

_LOOK_ALIKE_GROUPS = {
    "-": "–—―﹣‐‑‒−─━",
    ":": "∶﹕",
    ";": "﹔",
    ",": "﹐",
    "〔": "﹝［〖",
    "〕": "﹞］〗",
    "〇": "○◯Ｏ",
    "|": "│┃丨∣￨",
    "(": "﹙",
    ")": "﹚",
    "%": "﹪",
}
_LOOK_ALIKES = {ord(c): one for one, others in _LOOK_ALIKE_GROUPS.items() for c in others}
_FULL_WIDTH = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}

FOLDING: dict[int, str] = {**_FULL_WIDTH, **_LOOK_ALIKES, **_BLANKS}
"""One character to one character, so that offsets survive."""

GARBLED_HANZI = "鏀鍏鐨锛銆鍙鍔鎵浠戝姟鎯呭骞鏈鍜"
"""What the commonest characters of a report in UTF-8 become when they are read as GBK. ACCENTED are the Latin letters of which no word
of a report that was read as Latin-1 is free: they stand for the first bytes of its characters, in UTF-8 (E4-E9) and in GBK (B8-FF).
SLIPPED is Bopomofo, which no report prints: punctuation of GBK that is read one byte off."""

LATIN_LETTERS = "".join(map(chr, range(0x80, 0x100))) + "ŒœŠšŸŽžƒˆ˜" + "".join(map(chr, range(0x2013, 0x203B))) + "€™"
"""What stands for a byte that was read as Latin-1 or cp1252."""


@cache
def converter(name: str) -> Any:
    """A converter of OpenCC."""
    import opencc

    return opencc.OpenCC(name)


def code_points(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def text_of(codes: np.ndarray) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


def look_up(table: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """What a table says of each code point. Numpy takes by indices of its own width three times as quickly."""
    return table.take(codes.astype(np.intp))


@cache
def kinds() -> np.ndarray:
    """The kinds of each code point, one bit a kind."""
    table = np.zeros(CODE_POINTS, np.uint16)
    hanzi = np.arange(0x4E00, 0x9FA6, dtype=np.uint32)
    in_lines = "\n".join(map(chr, hanzi))
    to_simplified = converter("t2s").convert(in_lines).split("\n")
    to_traditional = converter("s2t").convert(in_lines).split("\n")
    members = {
        INVISIBLE: _INVISIBLE,
        FOLDED: list(FOLDING),
        ODD_BLANK: [0x00A0, 0x3000],
        GARBLED: list(map(ord, GARBLED_HANZI)),
        LATIN: list(map(ord, LATIN_LETTERS)),
        SLIPPED: list(range(0x3105, 0x312A)),
        ACCENTED: list(range(0xB8, 0x100)),
        TRADITIONAL: [c for c, s in zip(hanzi, to_simplified, strict=True) if s != chr(c)],
        SIMPLIFIED: [c for c, t in zip(hanzi, to_traditional, strict=True) if t != chr(c)],
    }
    for kind, codes in members.items():
        table[codes] |= kind
    return table


@cache
def folding() -> np.ndarray:
    """For each code point the one it is folded to."""
    table = np.arange(CODE_POINTS, dtype=np.uint32)
    table[list(FOLDING)] = list(map(ord, FOLDING.values()))
    return table
