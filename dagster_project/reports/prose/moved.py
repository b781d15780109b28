"""Numbers that do not stand behind their words, read as if they did.

A count of issues before that of items (编发信息17期60条); both ends of a change (公开信息由上年的35条增加到52条); a number behind a long
aside. See also sums.py, and respectively.py for nouns that all stand before their numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from dagster_project.reports.prose.figures import Figure, Quantity, read_quantity
from dagster_project.reports.prose.patterns import unit_sets
from dagster_project.reports.prose.sentences import Sentence, clause_start
from dagster_project.reports.prose.words import words_before

_ISSUES = {"期", "批"}
_FROM = re.compile(r"(?:由|从)[^,;:。\d]{0,6}(?:20\d\d年度?)?[^,;:。\d]{0,6}$")
_TO = re.compile(r"(?:增加|增长|提高|提升|上升|扩大|减少|下降|降低)(?:到|至|为)(?:了)?(?:[今本当]年|20\d\d年)?的?")
_LONG_ASIDE = re.compile(r"\([^()]{30,}\)(?P<behind>[^,;。()\d]{0,6})$")
_MAY_BE_MOVED = re.compile(r"[期批加长高升大少降低][\d到至为]")
"""What no sentence with one of the first two is without."""


def read_as_if(sentence: Sentence, words: str, number: Quantity) -> Figure | None:
    """What `number` would tell if it stood behind these words. Its evidence is still to be told."""
    printed = sentence.text[number.start : number.unit_end]
    start = len(words)
    moved = number._replace(
        start=start,
        end=start + number.end - number.start,
        unit_end=start + len(printed),
        words=words_before(words + printed, start),
    )
    return read_quantity(sentence._replace(text=words + printed), moved)


def read_moved(sentence: Sentence, quantities: list[Quantity], read: dict[int, Figure]) -> dict[int, Figure | None]:
    """What such numbers of a sentence tell, by their places; None: what a pattern `read` there is not what is counted."""
    found: dict[int, Figure | None] = {}
    if len(quantities) > 1 and _MAY_BE_MOVED.search(sentence.text):
        for first, second in pairwise(quantities):
            found.update(_issues_and_items(sentence, first, second))
            found.update(_both_ends(sentence, first, second))
    if ")" in sentence.text:
        found.update(_behind_asides(sentence, [q for q in quantities if q.start not in read]))
    return found


def placed(figure: Figure, number: Quantity, start: int, kind: str) -> Figure:
    """A figure that was read as if, told of the place where its number stands; its evidence begins at `start`."""
    return replace(figure, quantity=number, pattern_id=f"{figure.pattern_id}.{kind}", evidence_start=start, evidence_end=number.unit_end)


def _issues_and_items(sentence: Sentence, issues: Quantity, items: Quantity) -> Iterator[tuple[int, Figure | None]]:
    if issues.unit in _ISSUES and items.unit in unit_sets()["piece"] and issues.unit_end == items.start:
        figure = read_as_if(sentence, sentence.text[: issues.start], items)
        if figure:
            yield issues.start, None
            yield items.start, placed(figure, items, clause_start(sentence.text, issues.start), "items")


def _both_ends(sentence: Sentence, before: Quantity, now: Quantity) -> Iterator[tuple[int, Figure]]:
    text = sentence.text
    opening = _FROM.search(text, 0, before.start)
    if opening and before.unit in {now.unit, None} and _TO.fullmatch(text, before.unit_end, now.start):
        start = clause_start(text, opening.start())
        for number, scope in ((before, "other_year"), (now, None)):
            figure = read_as_if(sentence, text[: opening.start()], number)
            if figure:
                yield number.start, replace(placed(figure, number, start, "change"), scope=scope)


def _behind_asides(sentence: Sentence, quantities: list[Quantity]) -> Iterator[tuple[int, Figure]]:
    text = sentence.text
    for number in quantities:
        aside = _LONG_ASIDE.search(text, 0, number.start)
        figure = read_as_if(sentence, text[: aside.start()] + aside["behind"], number) if aside else None
        if aside and figure:
            yield number.start, placed(figure, number, clause_start(text, aside.start()), "aside")
