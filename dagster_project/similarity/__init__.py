"""How alike two texts are when names and digits do not count: a sketch of each text, and nothing of files or databases.

The sketch is a one-permutation MinHash of the runs of five characters: the share of equal places in two sketches estimates the share of
runs that the texts have in common (Jaccard), to about four points. Runs of places (bands) are equal with high probability where texts are
near duplicates, so that candidates are found by a join and never by comparing every text with every other.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

import numpy as np

PLACES = 128
BAND = 4
"""Places of one band: two texts that share 80 % of their runs agree in one of the 32 bands almost surely, at 30 % in one of four."""
RUN = 5
FEWEST_RUNS = 150
"""A text with less prose than this is like every other of its kind and tells nothing."""

_NOT_HAN = re.compile(r"[^\u4e00-\u9fff]+")
_NUMERALS = re.compile(r"[〇零一二三四五六七八九十百千万亿两]+")
_EMPTY = np.uint64(2**64 - 1)
_MIX = np.uint64(0x9E3779B97F4A7C15)


def prose(text: str) -> str:
    """The lines that hold sentences; what forms print is the same in every report."""
    return "\n".join(line for line in text.splitlines() if "。" in line and line.count("|") < 3)


def without_names_and_digits(text: str, names: Iterable[str]) -> str:
    """Chinese characters only: no digits, numerals, punctuation, and none of the names (longest first)."""
    for name in sorted({n for n in names if len(n) > 1}, key=len, reverse=True):
        text = text.replace(name, "")
    return _NUMERALS.sub("", _NOT_HAN.sub("", text))


def sketch(text: str, names: Iterable[str] = ()) -> list[int] | None:
    """The places of a text, or None where it has too little prose."""
    letters = without_names_and_digits(prose(text), names)
    codes = np.frombuffer(letters.encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    if len(codes) < FEWEST_RUNS + RUN:
        return None
    with np.errstate(over="ignore"):
        runs = np.zeros(len(codes) - RUN + 1, dtype=np.uint64)
        for offset in range(RUN):
            runs = runs * np.uint64(1_000_003) + codes[offset : offset + len(runs)]
        mixed = np.unique(_mixed(runs))
    lowest = np.full(PLACES, _EMPTY, dtype=np.uint64)
    np.minimum.at(lowest, (mixed % np.uint64(PLACES)).astype(np.int64), mixed // np.uint64(PLACES))
    return [int(value) & 0x7FFFFFFF for value in _densified(lowest)]


def bands(places: list[int]) -> list[int]:
    """One number for each run of BAND places."""
    return [hash((start, *places[start : start + BAND])) & 0x7FFFFFFFFFFFFFFF for start in range(0, PLACES, BAND)]


def _mixed(values: np.ndarray) -> np.ndarray:
    """Spreads close numbers over the whole range (the finaliser of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return (values ^ (values >> np.uint64(31))) * _MIX


def _densified(lowest: np.ndarray) -> np.ndarray:
    """An empty place takes the value of the next filled one, so that short texts can be compared."""
    filled = np.flatnonzero(lowest != _EMPTY)
    following = np.searchsorted(filled, np.arange(PLACES)) % len(filled)
    return lowest[filled[following]]
