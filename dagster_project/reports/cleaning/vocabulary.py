"""The words that every report prints, from the labels of the forms: what tells which character a damaged place once held.

Belongs here: judging a candidate by its neighbours. Does not belong here: where the damage is (losses.py, slips.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from dagster_project.catalogue import seed

LOST = "\ufffd"
_WORDS = re.compile(r"[\u4e00-\u9fff]{2,}")
_COLUMNS = (
    ("indicators", "label_zh"),
    ("indicators", "label_variants"),
    ("indicators", "column_label_zh"),
    ("form_tables", "header_labels"),
)
_HEADINGS = (("section_kinds", "example"), ("report_kinds", "example"))
_REACH = 3
"""So many characters on each side are looked at."""


@cache
def _words() -> frozenset[str]:
    """Whole labels, and each pair of neighbours with a third: 政府信 and 府信息 of 政府信息."""
    texts = [row.get(column) or "" for name, column in (*_COLUMNS, *_HEADINGS) for row in seed(name)]
    labels = {word for text in texts for word in _WORDS.findall(text)}
    return frozenset(labels | {label[i : i + _REACH] for label in labels for i in range(len(label) - _REACH + 1)})


def only_fitting(before: str, candidates: Iterable[str], behind: str) -> str | None:
    """The one candidate that makes a known word with what stands before and behind it; None if none or several do."""
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
