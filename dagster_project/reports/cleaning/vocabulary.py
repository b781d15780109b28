"""The words that every report prints, labels of forms and names of places and bodies: they tell what a damaged place once held.

Belongs here: judging a candidate by its neighbours. Does not belong here: where the damage is (losses.py, slips.py).
"""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache, lru_cache

from dagster_project.catalogue import seed
from dagster_project.reports.model import LOST

_WORDS = re.compile(r"[\u4e00-\u9fff]{2,}")
_COLUMNS = (
    ("indicators", "label_zh"),
    ("indicators", "label_variants"),
    ("indicators", "column_label_zh"),
    ("form_tables", "header_labels"),
)
_HEADINGS = (("section_kinds", "example"), ("report_kinds", "example"))
_NAMES = (("divisions", "name_zh"), ("agency_suffixes", "ending"))
_BEHIND_A_NUMBER = frozenset("年月日条件次个篇份人元起期场项名宗例家部号万亿余多")
_REACH = 3
"""A neighbourhood that counts has so many characters, the damaged place among them."""
_LEFT = re.compile(r"[\u4e00-\u9fff]{0,2}$")
_RIGHT = re.compile(r"[\u4e00-\u9fff]{0,2}")
"""So much of a neighbourhood can stand on one side."""


@cache
def _fillings() -> dict[str, str]:
    """For whole words of two characters, and for three neighbours in a longer one, each with one place open: what fills it."""
    texts = (row.get(column) or "" for name, column in (*_COLUMNS, *_HEADINGS, *_NAMES) for row in seed(name))
    labels = set(_WORDS.findall("\n".join(texts)))
    neighbours = {label[i : i + _REACH] for label in labels for i in range(max(len(label) - _REACH, 0) + 1)}
    fillings: dict[str, str] = {}
    for word in neighbours:
        for place, character in enumerate(word):
            around = word[:place] + LOST + word[place + 1 :]
            fillings[around] = fillings.get(around, "") + character
    return fillings


def only_fitting(before: str, candidates: frozenset[str], behind: str) -> str | None:
    """The one candidate that makes a known word with what stands before and behind it, or is a unit behind a number or in a cell alone.

    None if none or several do.
    """
    if before[-1:].isdigit() or (not before.strip() and not behind.strip()):
        return _only(candidates & _BEHIND_A_NUMBER)
    return _fitting(_LEFT.search(before[-_REACH:])[0] + LOST + _RIGHT.match(behind)[0], candidates)  # type: ignore[index]


@lru_cache(maxsize=4096)
def _fitting(near: str, candidates: frozenset[str]) -> str | None:
    windows = (near[i : i + _REACH] for i in range(max(len(near) - _REACH, 0) + 1))
    return _only(candidates.intersection("".join(_fillings().get(window, "") for window in windows)))


def _only(fitting: Set[str]) -> str | None:
    return next(iter(fitting)) if len(fitting) == 1 else None
