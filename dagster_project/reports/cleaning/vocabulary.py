"""The words that every report prints, labels of forms and names of places and bodies: they tell what a damaged place once held.

Belongs here: judging a candidate by its neighbours. Does not belong here: where the damage is (losses.py, slips.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from dagster_project.catalogue import seed

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
"""So many characters on each side are looked at."""


@cache
def _words() -> frozenset[str]:
    """Whole labels, and each pair of neighbours with a third: 政府信 and 府信息 of 政府信息."""
    texts = [row.get(column) or "" for name, column in (*_COLUMNS, *_HEADINGS, *_NAMES) for row in seed(name)]
    labels = {word for text in texts for word in _WORDS.findall(text)}
    return frozenset(labels | {label[i : i + _REACH] for label in labels for i in range(len(label) - _REACH + 1)})


def only_fitting(before: str, candidates: Iterable[str], behind: str) -> str | None:
    """The one candidate that makes a known word with what stands before and behind it, or is a unit behind a number or in a cell alone.

    None if none or several do.
    """
    candidates = list(candidates)
    alone = not before.strip() and not behind.strip()
    if before[-1:].isdigit() or alone:
        units = [c for c in candidates if c in _BEHIND_A_NUMBER]
        return units[0] if len(units) == 1 else None
    left = re.search(r"[\u4e00-\u9fff]*$", before)[0]  # type: ignore[index]
    right = re.match(r"[\u4e00-\u9fff]*", behind)[0]  # type: ignore[index]
    known = _words()
    fitting = []
    for candidate in candidates:
        near = left[-_REACH + 1 :] + candidate + right[: _REACH - 1]
        windows = {near[i : i + _REACH] for i in range(len(near) - _REACH + 1)}
        if left + candidate + right in known or windows & known:
            fitting.append(candidate)
    return fitting[0] if len(fitting) == 1 else None
