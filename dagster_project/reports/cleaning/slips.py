"""A byte lost in GBK: each character behind it is made of the wrong halves up to the next ASCII character.

各省（自治區 without one byte reads 各。ㄗ灾螀^. Put right only where one place alone makes common characters of all that follows; the
character that lost its byte comes back where the words of the forms leave one possibility, else it stays marked as lost.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

import numpy as np

from dagster_project.reports.cleaning.characters import SLIPPED, converter
from dagster_project.reports.cleaning.traced import Traced
from dagster_project.reports.cleaning.vocabulary import only_fitting
from dagster_project.reports.model import LOST

_SLIP = re.compile(r"[\u3105-\u3129]")
_STRETCH = re.compile(r"[^\x00-\x7f\ufffd]+[\x40-\x7e\ufffd]?")
"""From the ASCII character before a slip to what ends it: an ASCII character that may be half of one, or a byte that fits no other."""
_LEADS = range(0x81, 0xFF)
_UNKNOWN = b"\xff"
_LONGEST = 400
_BEFORE = 3
"""So much of what stands before a stretch may make a word with its beginning."""
_FEWEST = 3
"""So many characters must come right: fewer prove nothing."""

_NONE = np.empty(0, np.int32)
Mended = tuple[str, np.ndarray, np.ndarray]


def mend_slips(text: Traced) -> bool:
    """Repair in place; true when something was repaired. Only before any other edit but the undoing of whole encodings."""
    if not text.holds(SLIPPED) or text.widths is not None:
        return False
    spans, firsts, widths = [], [_NONE], [_NONE]
    for match in _STRETCH.finditer(text.text):
        start, end = match.span()
        if end - start <= _LONGEST and _SLIP.search(match[0]) and (mended := _mended(match[0], text.text[max(start - _BEFORE, 0) : start])):
            spans.append((match.span(), mended[0]))
            firsts.append(start + mended[1])
            widths.append(mended[2])
    text.replace_spans(spans, np.concatenate(firsts), np.concatenate(widths))
    return bool(spans)


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
    aligned, shifted = _characters(data[:-1]), _characters(data[1:])
    # Where one character lost its byte, those before it are whole and those behind it begin a byte early.
    first = next((n for n, c in enumerate(shifted[::-1]) if not (c in _common() or (n == 0 and data.endswith(_UNKNOWN)))), len(shifted))
    last = next((n for n, c in enumerate(aligned) if c not in _common()), len(aligned))
    places = range(len(shifted) - first, last + 1)
    if not places or len(data) - 2 * places[-1] < 2 * _FEWEST:
        return None
    fitting = {}
    for at in places:
        fit = only_fitting(before + "".join(aligned[:at]), _with_any_lead(data[2 * at]), "".join(shifted[at:]))
        if fit:
            fitting[at] = fit
    if len(fitting) == 1:
        ((at, lost),) = fitting.items()
    else:
        # The places differ in what stands between them and in nothing else.
        at, lost = places[-1], LOST * len(places)
        aligned = aligned[: places[0]]
    return _traced(stretch, pieces, "".join([*aligned[:at], lost, *shifted[at:]]), 2 * at)


def _characters(data: bytes) -> list[str]:
    return [data[i : i + 2].decode("gbk", errors="replace")[:1] for i in range(0, len(data), 2)]


@lru_cache(maxsize=256)
def _with_any_lead(trail: int) -> frozenset[str]:
    """The common characters whose second byte this is."""
    characters = (bytes([lead, trail]).decode("gbk", errors="ignore") for lead in _LEADS)
    return frozenset(c for c in characters if c in _common())


def _traced(stretch: str, pieces: list[bytes], text: str, lost_at: int) -> Mended:
    """The right characters with the damaged ones that each is made of."""
    sources = [n for n, piece in enumerate(pieces) for _ in piece]
    sources.insert(lost_at, sources[lost_at])
    firsts = np.array(sources[0::2], dtype=np.int32)
    lasts = np.array(sources[1::2], dtype=np.int32)
    rest = len(stretch) - len(pieces)
    kept = np.arange(len(pieces), len(pieces) + rest, dtype=np.int32)
    return text + stretch[len(pieces) :], np.append(firsts, kept), np.append(lasts - firsts + 1, np.ones(rest, np.int32))
