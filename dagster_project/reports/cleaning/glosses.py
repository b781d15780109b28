"""Pinyin that site converters put behind characters: 根據(jù) → 根據, 共和(he)(he)國 → 共和國.

A gloss with a tone mark is always one. Without tone marks `(he)` may be real text, so untoned glosses go only where they are many.
"""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

from dagster_project.reports.cleaning.traced import Traced

_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ"

# Initials and finals of standard Chinese; a bracket whose letters are no such syllable is not a gloss: (km), (ppp), (ok).
_SYLLABLE = re.compile(
    r"(?:[bpmf]?(?:a|o|ai|ei|ao|ou|an|en|ang|eng)|[bpm]?(?:i|ie|iao|ian|in|ing)|miu|[bpmf]u|"
    r"[dtnl](?:a|e|ai|ei|ao|ou|an|en|ang|eng|ong|i|ia|ie|iao|iu|ian|in|iang|ing|u|uo|ui|uan|un|ü|v|üe|ve|ue)|"
    r"[gkh](?:a|e|ai|ei|ao|ou|an|en|ang|eng|ong|u|ua|uo|uai|ui|uan|un|uang)|"
    r"[jqx](?:i|ia|ie|iao|iu|ian|in|iang|ing|iong|u|ue|uan|un|ü|üe|üan|ün)|"
    r"(?:zh|ch|sh|r|z|c|s)(?:i|a|e|ai|ei|ao|ou|an|en|ang|eng|ong|u|ua|uo|uai|ui|uan|un|uang)|"
    r"y(?:i|a|o|e|ao|ou|an|in|ang|ing|ong|u|ue|uan|un|üe|üan|ün|ai)|w(?:u|a|o|ai|ei|an|en|ang|eng)|er|e|n|ng|m)"
)

_ONE_GLOSS = rf"\s*[a-z{_TONED}]{{1,6}}\s*[)）]"
_INSIDE = re.compile(_ONE_GLOSS)
_GLOSSES = re.compile(rf"([(（](?<=[㐀-鿿々〇].){_ONE_GLOSS}(?:[(（]{_ONE_GLOSS})*)")
# A damaged gloss: its opening bracket became a question mark, and the character before it may be lost.
_DAMAGED = re.compile(rf"[?？](?=[a-z]*[{_TONED}])[a-z{_TONED}]{{1,6}}[)）]")
_INNER = re.compile(rf"[a-z{_TONED}]+")
_HAS_TONE = re.compile(rf"[{_TONED}]")
_SURE = -1
_FEW = 5
"""Fewer untoned single brackets than this are taken for real text."""


@lru_cache(maxsize=4096)
def _syllables(gloss: str) -> int:
    """How many syllables without tone mark the brackets hold; 0 if they are no gloss, _SURE if there is a tone mark."""
    if _HAS_TONE.search(gloss):
        return _SURE
    syllables = _INNER.findall(gloss)
    return len(syllables) if all(map(_SYLLABLE.fullmatch, syllables)) else 0


def remove_glosses(text: Traced) -> bool:
    """Take the glosses out; true when there were any."""
    behind_brackets = text.text.replace("（", "(").split("(")[1:]
    if not any(map(_INSIDE.match, behind_brackets)):
        return False
    pieces = _GLOSSES.split(text.text)
    syllables = np.zeros(len(pieces), np.int32)
    syllables[1::2] = list(map(_syllables, pieces[1::2]))
    if syllables.sum() < _FEW and _SURE not in syllables:
        return False
    wanted = np.repeat(syllables == 0, np.fromiter(map(len, pieces), np.intp, len(pieces)))
    if "?" in text.text or "？" in text.text:
        for damaged in _DAMAGED.finditer(text.text):
            wanted[damaged.start() : damaged.end()] = False
    return text.keep(wanted) > 0
