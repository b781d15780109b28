"""A byte lost in GBK: each character behind it is made of the wrong halves up to the next ASCII character.

各省（自治區 without one byte reads 各。ㄗ灾螀^. Put right only where one place alone makes common characters of all that follows; the
character that lost its byte comes back where the words of the forms leave one possibility, else it stays marked as lost.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np

from dagster_project.reports.cleaning.characters import SLIPPED, converter
from dagster_project.reports.cleaning.traced import Traced
from dagster_project.reports.cleaning.vocabulary import only_fitting
from dagster_project.reports.model import LOST

_STRETCH = re.compile(r"[^\x00-\x7f\ufffd]*[\u3105-\u3129][^\x00-\x7f\ufffd]*[\x40-\x7e\ufffd]?")
"""From the ASCII character before a slip to what ends it: an ASCII character that may be half of one, or a byte that fits no other."""
_ANY_LEAD = 0xB0
_LEADS = range(0x81, 0xFF)
_UNKNOWN = b"\xff"
_LONGEST = 400
_FEWEST = 3
"""So many characters must come right: fewer prove nothing."""

Mended = tuple[str, np.ndarray, np.ndarray]


def mend_slips(text: Traced) -> bool:
    """Repair in place; true when something was repaired. Only before any other edit but the undoing of whole encodings."""
    if not text.holds(SLIPPED) or text.widths is not None:
        return False
    found = []
    for match in _STRETCH.finditer(text.text):
        if match.end() - match.start() <= _LONGEST and (mended := _mended(match.group(), text.text[: match.start()])):
            found.append((match.span(), mended))
    text.replace_spans(found)
    return bool(found)


@cache
def _common() -> frozenset[str]:
    """The characters of everyday text: the first level of GB 2312, its punctuation and digits, and their traditional forms."""
    first = [bytes([a, b]) for a in (*range(0xA1, 0xA4), *range(0xB0, 0xD8)) for b in range(0xA1, 0xFF)]
    simplified = {c for pair in first if (c := pair.decode("gb2312", errors="ignore"))}
    return frozenset(simplified | set(converter("s2t").convert("".join(sorted(simplified)))))


def _mended(stretch: str, before: str) -> Mended | None:
    try:
        pieces = [_UNKNOWN if c == LOST else c.encode("gbk") for c in stretch]
    except UnicodeEncodeError:
        return None
    if len(b"".join(pieces)) % 2 == 0 and len(pieces[-1]) == 1:
        pieces = pieces[:-1]  # the ASCII character stands for itself
    data = b"".join(pieces)
    if len(data) % 2 == 0:
        return None
    places = [at for at in range(0, len(data), 2) if _is_common(data, at)]
    if not places or len(data) - places[-1] < 2 * _FEWEST:
        return None
    fitting = {at: fit for at in places if (fit := _fitting(data, at, before))}
    lost_at = next(iter(fitting)) if len(fitting) == 1 else places[-1]
    characters = _characters(data, lost_at)
    if fitting.keys() == {lost_at}:
        characters[lost_at // 2] = fitting[lost_at]
    else:
        # The places differ in what stands between them and in nothing else.
        characters[places[0] // 2 : lost_at // 2 + 1] = LOST * (lost_at // 2 - places[0] // 2 + 1)
    return _traced(stretch, pieces, characters, lost_at)


def _characters(data: bytes, lost_at: int) -> list[str]:
    """The characters with any byte put in; the one that it belongs to is not the right one."""
    whole = data[:lost_at] + bytes([_ANY_LEAD]) + data[lost_at:]
    return [whole[i : i + 2].decode("gbk", errors="replace")[:1] for i in range(0, len(whole), 2)]


def _is_common(data: bytes, lost_at: int) -> bool:
    """Whether all characters are those of everyday text if a byte was lost here."""
    characters = _characters(data, lost_at)
    known = len(characters) - data.endswith(_UNKNOWN)
    return all(c in _common() for i, c in enumerate(characters[:known]) if i != lost_at // 2)


def _fitting(data: bytes, lost_at: int, before: str) -> str | None:
    characters, at = _characters(data, lost_at), lost_at // 2
    leads = [bytes([lead, data[lost_at]]).decode("gbk", errors="ignore") for lead in _LEADS]
    return only_fitting(before[-3:] + "".join(characters[:at]), [c for c in leads if c in _common()], "".join(characters[at + 1 :]))


def _traced(stretch: str, pieces: list[bytes], characters: list[str], lost_at: int) -> Mended:
    """The right characters with the damaged ones that each is made of."""
    sources = [n for n, piece in enumerate(pieces) for _ in piece]
    sources.insert(lost_at, sources[lost_at])
    firsts = np.array(sources[0::2], dtype=np.int32)
    lasts = np.array(sources[1::2], dtype=np.int32)
    text = "".join(characters)
    rest = len(stretch) - len(pieces)
    kept = np.arange(len(pieces), len(pieces) + rest, dtype=np.int32)
    return text + stretch[len(pieces) :], np.append(firsts, kept), np.append(lasts - firsts + 1, np.ones(rest, np.int32))
