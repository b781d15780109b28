"""Quantities in sentences: digits or Chinese numerals, with 万/亿, 余/多/约 and a unit."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache

from dagster_project.reports.screens import one_of

_DIGIT = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "○": 0}
_PLACE = {"十": 10, "百": 100, "千": 1000}
BIG = {
    "万": Decimal(10_000),
    "亿": Decimal(100_000_000),
    "千万": Decimal(10_000_000),
    "百万": Decimal(1_000_000),
    None: Decimal(1),
}
PLAIN = BIG[None]

_LONGEST = 15
"""A longer run of digits is a code, and no column of the warehouse holds it as a number."""

CHINESE = "零〇一二两三四五六七八九十百千"


@lru_cache(maxsize=4096)
def chinese_number(text: str) -> int | None:
    """The value of a Chinese numeral below ten thousand (十二, 一百二十, 二〇); None if it is none."""
    if not text or any(c not in CHINESE for c in text):
        return None
    if not any(c in _PLACE for c in text):
        digits = [_DIGIT[c] for c in text]
        return int("".join(map(str, digits)))
    total, digit = 0, None
    for c in text:
        if c in _PLACE:
            total += (1 if digit is None else digit) * _PLACE[c]
            digit = None
        else:
            digit = _DIGIT[c]
    return total + (digit or 0)


def number_of(text: str) -> Decimal | None:
    """Digits with separators, or a Chinese numeral; None for what is no quantity."""
    if len(text) > _LONGEST:
        return None
    if text.isdecimal():
        return Decimal(text)
    return Decimal(chinese_number(text) or 0) if text[0] in CHINESE else Decimal(text.replace(",", ""))


_DIGITS = "".join(filter(str.isdecimal, map(chr, range(0x10000))))
"""Told one by one, since a search for a class with a category in it is slower by half."""


def quantity_pattern(units: Iterable[str]) -> re.Pattern[str]:
    """A quantity with its unit. Groups: number, and all that stands behind it, which `behind_pattern` takes apart.

    It opens with one class of characters, and what may not stand before is looked at behind it: that makes the search quick.
    """
    unit = one_of(units)
    digits = r"(?<=\d)(?<![\d.A-Za-z]\d)(?:\d{0,2}(?:,\d{3})+(?:\.\d+)?(?!\d)|\d*(?:\.\d+)?)"
    chinese = rf"(?<=[{CHINESE}])(?<![第{CHINESE}].)[{CHINESE}]*(?=[余多来]?[万亿]?[余多]?{unit})"
    return re.compile(f"([{_DIGITS}{CHINESE}](?:{digits}|{chinese}))({_behind(unit, '(?:')})")


def behind_pattern(units: Iterable[str]) -> re.Pattern[str]:
    """What stands behind a number. Groups: 余 before the multiplier, the multiplier, 余 behind it, the unit, 以上 behind that."""
    return re.compile(_behind(one_of(units), "("))


def _behind(unit: str, group: str) -> str:
    return f"{group}余|多|来|几)?{group}千万|百万|万|亿)?{group}余|多|几)?(?:{group}{unit}){group}以上|左右|有余)?)?"
