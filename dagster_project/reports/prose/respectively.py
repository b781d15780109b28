"""Nouns first, numbers later: 当面、网络、信函申请分别为3件、5件和2件; 微信、微博分别发布信息120条、85条.

They are paired in order, and only when there are as many of the ones as of the others.
"""

from __future__ import annotations

import re

from dagster_project.reports.prose.figures import Figure, Quantity
from dagster_project.reports.prose.moved import placed, read_as_if
from dagster_project.reports.prose.sentences import Sentence, clause_start

_RESPECTIVELY = re.compile(r"分别(?:(?:为|是|有|达到?|共)$|(?P<done>[^,;:。、\d]{0,10}))$")
_WORD = "分别"
_BETWEEN_NOUNS = re.compile(r"、|和|及|以及|与")
_BETWEEN_NUMBERS = re.compile(r"(?:、|,|和|及|以及)+")
_LONGEST_TAIL = 16


def read_respectively(sentence: Sentence, quantities: list[Quantity]) -> list[Figure]:
    """Figures of all lists of this kind in a sentence."""
    figures: list[Figure] = []
    if _WORD not in sentence.text:
        return figures
    for first, quantity in enumerate(quantities):
        word = _RESPECTIVELY.search(sentence.text[: quantity.start])
        if not word:
            continue
        run = [quantity]
        for following in quantities[first + 1 :]:
            if not _BETWEEN_NUMBERS.fullmatch(sentence.text[run[-1].unit_end : following.start]) or following.unit != quantity.unit:
                break
            run.append(following)
        begin = clause_start(sentence.text, word.start())
        nouns = [n for n in _BETWEEN_NOUNS.split(sentence.text[begin : word.start()]) if n][-len(run) :]
        if len(nouns) == len(run) > 1:
            for noun, number in zip(nouns, run, strict=True):
                figure = _read_pair(sentence, noun, nouns[-1], number, begin=begin, done=word["done"] or "")
                if figure:
                    figures.append(figure)
    return figures


def _read_pair(sentence: Sentence, noun: str, last: str, number: Quantity, *, begin: int, done: str) -> Figure | None:
    """Read noun + number as if they stood side by side; the words behind the last noun may belong to all of them, what was `done` does."""
    tails = [""] if noun == last else ["", *(last[-length:] for length in range(2, min(_LONGEST_TAIL, len(last))))]
    for tail in tails:
        read = read_as_if(sentence, f"{sentence.text[:begin]}{noun}{tail}{done}", number)
        if read:
            return placed(read, number, begin, "respectively")
    return None
