"""What sentences say about their own sums: totals beside their parts, shares beside what they are shares of.

Rules TXT-ENUM-01 (total = sum of parts) and TXT-ENUM-02 (printed share = part / total, rounded or cut off as printed) of seed rules.
"""

from __future__ import annotations

import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import NamedTuple

from dagster_project.reports.model import Signal
from dagster_project.reports.prose.context import is_comparison
from dagster_project.reports.prose.figures import Quantity
from dagster_project.reports.prose.sentences import Sentence

_OPENS_LIST = re.compile(r"其中|分别为|分别是|包括")
_CONTINUES = ("其中", "包括", "分别")
_OTHER_MATTER = re.compile(r"复议|诉讼|办结|答复|回复|举报|投诉")
"""Words that say that a number behind a list is no part of it any more."""
_PART = re.compile(r"(?:包括|含|其中)[^,;。]*$")
_SHARE = re.compile(r"占(?:比)?(?:例)?(?:总数|总量|全部|的|为|约|比重|总)*$")


def _plain(value: Decimal) -> str:
    return format(value.normalize(), "f")


class Total(NamedTuple):
    """A total that its own sentence or the next one splits into parts."""

    quantity: Quantity
    sentence: Sentence


Counted = tuple[Sentence, list[Quantity]]
"""A sentence and all that it counts."""


def _counted(sentence: Sentence, quantities: list[Quantity]) -> list[Quantity]:
    """Neither shares nor changes: 123条,同比减少55条 counts one thing."""
    return [q for q in quantities if q.unit and q.unit != "%" and not is_comparison(sentence.text[: q.start])]


def _wholes(sentence: Sentence, quantities: list[Quantity]) -> list[Quantity]:
    """What a following 其中 may refer to: the last of them, an earlier one or several together."""
    counted = _counted(sentence, quantities)
    return [q for q in counted if not _PART.search(sentence.text, max(0, q.start - 30), q.start)] or counted


def check_sums(sentence: Sentence, quantities: list[Quantity], before: Counted | None) -> list[Signal]:
    """Signals of one sentence, which may go on with the parts of a total of the sentence `before` it in its paragraph."""
    opening = _OPENS_LIST.search(sentence.text)
    if not opening:
        return []
    counted = _counted(sentence, quantities)
    wholes, owner = [q for q in counted if q.unit_end <= opening.start()], sentence
    if not wholes and before and sentence.text.startswith(_CONTINUES):
        wholes, owner = _wholes(*before), before[0]
    if not wholes:
        return []
    total = Total(wholes[-1], owner)
    parts = [q for q in counted if q.start >= opening.end() and not _is_inside(sentence.text, opening.end(), q.start)]
    run: list[Quantity] = []
    for part in parts:
        noun = sentence.text[run[-1].unit_end if run else opening.end() : part.start]
        if part.unit != total.quantity.unit or (run and _OTHER_MATTER.search(noun)):
            break
        run.append(part)
        if len(run) > 1 and _sum(run) == total.quantity.amount:
            break
    candidates = [q for q in wholes if q.unit == total.quantity.unit]
    if _sum(run) not in _totals(candidates):
        run = [part for part in run if not _is_of_a_part(sentence.text, run[0].unit_end, part.start)]
    if len(run) < 2 or run[0].amount == total.quantity.amount != _sum(run):
        return []  # what stands behind a part that is all of it is no part beside it
    return [_sum_signal(sentence, total, candidates, run), *_share_signals(sentence, total, run, quantities)]


def _is_inside(text: str, begin: int, position: int) -> bool:
    """In brackets that opened inside the list: 通知29条(其中公示27条) is one part, not two."""
    return text.count("(", begin, position) > text.count(")", begin, position)


def _is_of_a_part(text: str, begin: int, position: int) -> bool:
    """Behind a second 其中 or 包括, up to the semicolon: 公告54条;动态37条,包括要闻15条、通知22条 has two parts."""
    inner = max(text.rfind(word, begin, position) for word in ("其中", "包括", "具体为", "具体是"))
    return inner >= 0 and text.find(";", inner, position) < 0


def _sum(quantities: list[Quantity]) -> Decimal:
    return sum((q.amount for q in quantities), Decimal(0))


def _totals(candidates: list[Quantity]) -> set[Decimal]:
    """What parts may add up to: the last total, an earlier one of the sentence, or several together (received 9, carried in 1: 10)."""
    return {*(q.amount for q in candidates), _sum(candidates)}


def _sum_signal(sentence: Sentence, total: Total, candidates: list[Quantity], parts: list[Quantity]) -> Signal:
    whole, stated, allowed = _sum(parts), total.quantity.amount, _totals(candidates)
    approximate = total.quantity.is_approximate or any(p.is_approximate for p in parts)
    status = "pass" if whole in allowed else "fail" if whole > max(allowed) and not approximate else "uncertain"
    relation = {"pass": "adds up to", "fail": "is more than", "uncertain": "does not reach" if whole < stated else "is not"}[status]
    shown = whole if status == "pass" else stated
    unit = total.quantity.unit or ""
    # 万元 holds its factor, so amounts are told in it: 2090万元, not 20900000万元.
    factor = total.quantity.multiplier if unit.startswith(("万", "亿")) else Decimal(1)
    added = " + ".join(_plain(p.amount / factor) for p in parts)
    message = f"{added} = {_plain(whole / factor)} {relation} the stated total of {_plain(shown / factor)}{unit}"
    start = total.quantity.start if total.sentence is sentence else 0
    return Signal("TXT-ENUM-01", status, _plain(shown), _plain(whole), message, sentence.span(start, parts[-1].unit_end))


def _share_signals(sentence: Sentence, total: Total, parts: list[Quantity], quantities: list[Quantity]) -> list[Signal]:
    signals = []
    stated_total = total.quantity.amount
    for share in quantities:
        if share.unit != "%" or not _SHARE.search(sentence.text[: share.start]) or not stated_total:
            continue
        part = next((p for p in reversed(parts) if p.unit_end <= share.start), None)
        if total.quantity.is_approximate or (part and part.is_approximate):
            continue  # the share is of the exact figure, which is not told
        if part is None or share.start - part.unit_end > 12:
            continue
        exact = Decimal(100) * part.amount / stated_total
        step = Decimal(1).scaleb(min(0, int(share.number.as_tuple().exponent)))
        rounded = exact.quantize(step, ROUND_HALF_UP)
        # 14.29 printed as 14.2 was cut off rather than rounded: no error of its author's sum.
        off = share.number not in {rounded, exact.quantize(step, ROUND_DOWN)}
        computed = _plain(exact.quantize(Decimal("0.01")))
        message = f"{_plain(part.amount)} of {_plain(stated_total)} is {computed} %, printed as {_plain(share.number)} %"
        signals.append(
            Signal(
                "TXT-ENUM-02",
                "fail" if off else "pass",
                _plain(rounded),
                _plain(share.number),
                message,
                sentence.span(part.start, share.unit_end),
            )
        )
    return signals
