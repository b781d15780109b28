"""A total behind its parts: 网站发布要闻37条、动态80条,总计117条; 信函申请3件,网上申请5件,合计8件.

Only what adds up is read, and only where nothing else tells the total.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from dagster_project.reports.prose.figures import Figure, Quantity
from dagster_project.reports.prose.moved import placed, read_as_if
from dagster_project.reports.prose.parts import SPLIT, TOTAL, read_parts
from dagster_project.reports.prose.patterns import expand
from dagster_project.reports.prose.sentences import Sentence, clause_start

_SUM = re.compile(r"[,、;](?:等)?(?:以上)?(?:(?P<area>全[省市县区州盟旗])?(?:总计|共计|合计))(?:为|是)?$")
_MAY_BE_SUM = re.compile(r"计(?:为|是)?\d")
_OF_PARTS = {"n_mode_": "n_applications_received", "n_disclosed_": TOTAL}
"""What parts of one sort make together: modes of applying, channels of disclosure."""


@cache
def _verbs() -> re.Pattern[str]:
    return re.compile(expand("{PUB}(?:了)?"))


def read_sums(sentence: Sentence, quantities: Sequence[Quantity], read: dict[int, Figure]) -> list[Figure]:
    """The total of a sentence that stands behind its parts, with those that are kinds. `read`: what the patterns made of its numbers."""
    if not _MAY_BE_SUM.search(sentence.text):
        return []
    counted = [q for q in quantities if q.unit != "%"]
    told = {(f.indicator_id, f.quantity.amount) for f in read.values()}
    for number, whole in enumerate(counted):
        told_as_sum = _SUM.search(sentence.text, 0, whole.start) if whole.start not in read else None
        parts = _adding_up(counted[:number], whole) if told_as_sum else []
        total = _total(sentence, parts, whole, read, is_of_area=bool(told_as_sum and told_as_sum["area"])) if parts else None
        if total and (total.indicator_id, whole.amount) not in told:
            are_read = any(p.start in read for p in parts)
            return [total, *(() if are_read else read_parts(sentence, total, parts, read, floor=total.evidence_start))]
    return []


def _adding_up(before: list[Quantity], whole: Quantity) -> list[Quantity]:
    """The last of the quantities that make the whole together; none where they do not."""
    parts: list[Quantity] = []
    missing = whole.amount
    for part in reversed(before):
        if part.unit != whole.unit or part.amount > missing:
            break
        parts.insert(0, part)
        missing -= part.amount
        if not missing and len(parts) > 1:
            return parts
    return []


def _total(sentence: Sentence, parts: list[Quantity], whole: Quantity, read: dict[int, Figure], *, is_of_area: bool) -> Figure | None:
    """What the parts are parts of: told by what they are, or by the verb before the first one that all of them share.

    市本级收到10件,各县收到40件,全市合计50件: one thing that bodies did is a thing of their area.
    """
    start = clause_start(sentence.text, parts[0].start)
    if sentence.text[start - 1 : start] == ":":
        start = clause_start(sentence.text, start - 1)
    figures = [read[p.start] for p in parts if p.start in read]
    kinds = {(f.indicator_id, f.applicant_type) for f in figures}
    if is_of_area and len(figures) == len(parts) and len(kinds) == 1:
        for figure in figures:
            figure.scope = "sub_unit"
        return replace(figures[-1], quantity=whole, pattern_id="sum", evidence_start=start, evidence_end=whole.unit_end, scope=None)
    for sort, indicator in _OF_PARTS.items():
        if len(figures) == len(parts) and all(f.indicator_id.startswith(sort) and f.indicator_id != indicator for f in figures):
            return Figure(whole, "sum", indicator, None, start, whole.unit_end)
    verbs = list(_verbs().finditer(sentence.text, start, parts[0].start))
    if figures or not verbs:
        return None
    total = read_as_if(sentence, f"{sentence.text[: verbs[-1].end()]}信息", whole)
    return placed(total, whole, verbs[-1].end(), "sum") if total and total.indicator_id in SPLIT else None
