"""Text whose bytes were read with the wrong encoding once: 鏀垮簻 for 政府, Õþ¸® for 政府, æ”¿åºœ for 政府.

Undone line by line, only where the bytes come back whole and the result reads like a report. What was saved with replacement
characters (锟斤拷, �) is lost and stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dagster_project.reports.cleaning.traced import Traced
from dagster_project.reports.model import Span

# Letters that UTF-8 Chinese makes when it is read as GBK, and the Latin letters that Chinese makes when it is read as Latin-1.
_AS_GBK = re.compile(r"[鏀鍏鐨锛銆鍙鍔鎵浠戝姟鎯呭骞鏈鍜]")
_AS_LATIN = re.compile(r"[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{2}")
_NOT_LATIN = re.compile(r"[^\x00-\xff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")
_EXPECTED = re.compile("信息|公开|政府|公開|申请|申請|年度|情况|行政")
_FEWEST_WORDS = 3


def _latin_bytes(text: str) -> list[bytes] | None:
    """The byte of each character in cp1252, with the holes of cp1252 as Latin-1 has them; None if a character has none."""
    if _NOT_LATIN.search(text):
        return None
    found = []
    for c in text:
        try:
            found.append(c.encode("cp1252"))
        except UnicodeEncodeError:
            if ord(c) > 0xFF:
                return None
            found.append(c.encode("latin-1"))
    return found


def _gbk_bytes(text: str) -> list[bytes] | None:
    try:
        return [c.encode("gb18030") for c in text]
    except UnicodeEncodeError:
        return None


_WAYS = (
    (_AS_GBK, _gbk_bytes, "utf-8"),
    (_AS_LATIN, _latin_bytes, "utf-8"),
    (_AS_LATIN, _latin_bytes, "gb18030"),
)


def _decoded(pieces: list[bytes], encoding: str) -> tuple[str, list[int], list[int]] | None:
    """The right text, with the first source character of each of its characters and how many there are; None if it does not decode."""
    whole = b"".join(pieces)
    try:
        text = whole.decode(encoding)
    except UnicodeDecodeError:
        return None
    source_of_byte = [i for i, piece in enumerate(pieces) for _ in piece]
    starts, widths, at = [], [], 0
    for c in text:
        size = len(c.encode(encoding))
        starts.append(source_of_byte[at])
        widths.append(source_of_byte[at + size - 1] - source_of_byte[at] + 1)
        at += size
    return text, starts, widths


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
    suspected = {suspicious for suspicious in (_AS_GBK, _AS_LATIN) if suspicious.search(text.text)}
    for suspicious, to_bytes, encoding in _WAYS:
        if suspicious not in suspected:
            continue
        repaired = []
        for start, end in _lines_with(suspicious, text.text):
            pieces = to_bytes(text.text[start:end])
            decoded = _decoded(pieces, encoding) if pieces else None
            if decoded and not suspicious.search(decoded[0]):
                repaired.append(((start, end), decoded))
        if sum(len(_EXPECTED.findall(decoded[0])) for _, decoded in repaired) >= _FEWEST_WORDS:
            text.replace_spans(repaired)
            return True
    return False
