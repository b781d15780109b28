"""What makes two printed labels the same: their words, without numbering, blanks, punctuation and explanations in brackets."""

from __future__ import annotations

import re
from functools import lru_cache

from dagster_project.reports.model import LOST

_BRACKETS = re.compile(r"\([^()]*\)|〔[^〔〕]*〕")
_OPEN_BRACKET = re.compile(r"[(〔].*$")
_NUMBERING = re.compile(
    r"^(?:其中[:,、]?|[(〔]?[一二三四五六七八九十]{1,3}[)〕、.,]|[㈠-㈩①-⑳⑴-⒇]|\(\d{1,2}\)|\d{1,2}[.、),:](?!\d)|\d{1,2}(?=[^\d.,%年月日]))+"
)
_PUNCTUATION = re.compile(rf"[?{LOST}\s“”\"'‘’《》〈〉「」『』、,.:;。·…_*#\-/()〔〕【】]+")


@lru_cache(maxsize=50_000)
def label_key(label: str) -> str:
    """The comparable form of a printed label; empty for a text without words."""
    text = _NUMBERING.sub("", "".join(label.split()))
    if "(" in text or "〔" in text:
        text = _BRACKETS.sub("", text) or text
        text = _NUMBERING.sub("", _OPEN_BRACKET.sub("", text) or text)
    return _PUNCTUATION.sub("", text)
