"""What a cell says: a number with its unit, a zero, a dash, nothing, or something that is no value."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from dagster_project.reports.model import LOST

_NUMBER = re.compile(
    r"(?P<sign>[+-]|增加|减少|增|减)?\s?(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)\s?(?P<big>万|亿)?\s?"
    r"(?P<unit>元|人次|家次|件次|条|件|份|起|个|次|篇|期|场|人|名|项|宗|户|%)?"
)
_ZERO = re.compile(r"[〇零](?P<unit>条|件|份|起|个|次|篇|人次|人|项|元|万元)?")
_NONE = re.compile(r"-{1,4}|/{1,2}|\\|无|N/A|n/a|—{1,2}|\.{1}|空|暂无|无此项|[不未]涉及|不适用|没有|未发生")
_LOST = "?" + LOST
"""Beside a value or in place of a blank: what is left of the no-break space of a web page where the encoding had none."""
_LONGEST = 24
"""A longer run of digits, separators and unit is a code and no value: no column of the warehouse could hold it."""
_BIG = {"万": Decimal(10_000), "亿": Decimal(100_000_000), "": Decimal(1), None: Decimal(1)}


@dataclass(frozen=True, slots=True)
class CellValue:
    """`state` as in marts.fct_reported_value; `number` in the printed unit without its 万/亿, `multiplier` what these stand for."""

    state: str
    number: Decimal | None = None
    multiplier: Decimal = Decimal(1)
    unit: str | None = None

    def with_column_unit(self, unit: str) -> CellValue:
        """The same value with the unit that the form prints in a column of its own."""
        return CellValue(self.state, self.number, _BIG.get(unit[:1], Decimal(1)), unit)

    def in_unit(self, unit: str) -> Decimal | None:
        """The value in the indicator's standard unit: 1814万元 is 18140000 yuan, or 1814 in 10k_yuan."""
        if self.number is None:
            return None
        value = self.number * self.multiplier
        return value / 10_000 if unit == "10k_yuan" and self.unit and self.unit.endswith("元") else value


BLANK = CellValue("blank_cell")
UNREADABLE = CellValue("unparseable")


def value_of(text: str) -> CellValue | None:
    """The value of a cell, or None when the text is no value at all (a label, a sentence)."""
    stripped = text.strip().strip(_LOST).strip()
    if not stripped:
        return UNREADABLE if LOST in text else BLANK
    if len(stripped) > _LONGEST:
        return None
    if match := _NUMBER.fullmatch(stripped):
        number = Decimal(match["digits"].replace(",", ""))
        if match["sign"] in ("-", "减少", "减"):
            number = -number
        unit = (match["big"] or "") + (match["unit"] or "")
        return CellValue("number" if number else "explicit_zero", number, _BIG[match["big"]], unit or None)
    if match := _ZERO.fullmatch(stripped):
        return CellValue("explicit_zero", Decimal(0), unit=match["unit"])
    if _NONE.fullmatch(stripped):
        return CellValue("dash")
    return None


@lru_cache(maxsize=20_000)
def parse_cell(text: str) -> CellValue | None:
    """As `value_of`, for short texts: nearly all were seen before."""
    return value_of(text)


@lru_cache(maxsize=20_000)
def value_in_column(text: str, unit: str) -> CellValue:
    """The value of a cell that is one, with the unit that the form prints in a column of its own unless it has its own."""
    value = parse_cell(text) or BLANK
    return value if value.unit else value.with_column_unit(unit)
