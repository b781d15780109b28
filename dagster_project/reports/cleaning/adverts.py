"""Advertising that a hijacked copy put in the place of a word wherever the word stood: the name of the law tells which word it was.

中华人民共和国政府信息bet官网条例 was 中华人民共和国政府信息公开条例, so bet官网 was 公开 everywhere. Does not belong here: advertising in
the place of names, which nothing in the text tells (identifying/names.py).
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from dagster_project.catalogue import seed
from dagster_project.reports.cleaning.traced import Traced

_LAW = "政府信息公开"
_NAMED_LAW = re.compile(r"中华人民共和国(?!政府信息公开条例)([^\n。《》]{2,80}?)条例")
_WORDS = re.compile("(政府(?:信息)?)?(.+?)((?:信息)?公开)?")
"""The words of the law's name that are left, and what stands between them."""
_PLACE_BEHIND = "(?![省市县区州盟旗镇乡])"
"""Before one of these the same advertising stands for the name of a place."""


@cache
def advertising() -> re.Pattern[str]:
    """Matches the words of advertising that hijacked copies put in the place of others."""
    return re.compile(f"(?i:{'|'.join(row['pattern'] for row in seed('advertising'))})")


class _Replaced(NamedTuple):
    """What stands in the text, and the word that stood there."""

    advertising: str
    word: str


def restore_words(text: Traced) -> bool:
    """Put the words of the law back in place; true when some were replaced."""
    restored = False
    while found := next(filter(None, map(_replaced, _NAMED_LAW.finditer(text.text))), None):
        _restore(text, found)
        restored = True
    return restored


def _replaced(named: re.Match[str]) -> _Replaced | None:
    """What is not of the law's name in the middle of it; None if that is the name of another law."""
    words = _WORDS.fullmatch(named[1])
    if not words:
        return None
    before, replaced, behind = words[1] or "", words[2], words[3] or ""
    word = _LAW.removeprefix(before).removesuffix(behind)
    if len(replaced) < len(word) or not advertising().search(replaced):
        return None
    is_of_this_law = before or behind or re.search(re.escape(replaced) + "(?:工作)?年度报告", named.string)
    return _Replaced(replaced, word) if is_of_this_law else None


def _restore(text: Traced, found: _Replaced) -> None:
    size, removed, pieces, at = len(found.word), [], [], 0
    for match in re.finditer(re.escape(found.advertising) + _PLACE_BEHIND, text.text):
        start, end = match.span()
        pieces += [text.text[at:start], found.word, text.text[start + size : end]]
        removed.append((start + size, end))
        at = end
    text.replace_same_length("".join([*pieces, text.text[at:]]))
    text.remove(removed)
