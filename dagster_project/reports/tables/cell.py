"""One cell: its text, and what that text says by itself. Nothing of the line and the report it stands in.

Belongs here: what depends on the text of a cell alone. Does not belong here: where cells begin and end in a line (lines.py).
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from dagster_project.reports.model import LOST
from dagster_project.reports.screens import one_of
from dagster_project.reports.tables.forms import SHORTEST_OPENING, known_labels, label_openings, units
from dagster_project.reports.tables.labels import label_key
from dagster_project.reports.tables.values import CellValue, value_of

VALUE, CODE, DASH, ILLEGIBLE = "v", "d", "n", "?"
"""A text that is a value: any; of two digits, so that it may be the code of a row; a mark for nothing; of which nothing can be read."""
BLANK, BLANK_LINE = "b", " "
UNIT, LABEL, OPENING, TEXT = "u", "L", "o", "t"
"""A text that is no value: a unit of a form; the label of a row or column; what a label broken over several cells may open with; other."""
PARAGRAPH = "T"
"""A text that is too long to be any of these."""
FILLED = VALUE + CODE + DASH + ILLEGIBLE
WORDS = LABEL + OPENING + UNIT + TEXT
_LONGEST_LABEL = 90
_NUMERALS = re.compile(r"\d[\d,.]*\d|\d")
_NUMBERED = re.compile(r"(?<=[\u4e00-\u9fff])\s*(?=(?:\d[.、](?!\d)|\([一二三四五六七]\))[\u4e00-\u9fff])")
"""Where a numbered label begins behind another."""
_GLUED_DASH = re.compile(r'(?<=[\u4e00-\u9fff)”"」』》])(?:-{1,2}|/)$')


class Cell(NamedTuple):
    """A text as it stands between two cells, and what it says. `text` = raw[start:end], blanks at its ends left out.

    `key`: that of the known label it prints, else empty. `glued`: the text of a value stuck to its end. Of a blank cell start == end.
    `spans`: start and end in raw, then those of what lies between the first digit of a number and its last one; -1 for what is not there.
    """

    text: str
    kind: str
    value: CellValue | None
    key: str
    glued: str
    start: int
    end: int
    spans: tuple[int, int, int, int]


def cell_of(raw: str) -> Cell:
    """The cell that stands in `raw`. Labels and values come again in every report, paragraphs do not."""
    return _short_cell(raw) if len(raw) <= _LONGEST_LABEL else _cell(raw)


def _cell(raw: str) -> Cell:
    text = raw.strip()
    start = raw.find(text)
    kind, value, key, glued = _said(text)
    end = start + len(text)
    digits = [m.span() for m in _NUMERALS.finditer(raw)] if value and value.number is not None else []
    return Cell(text, kind, value, key, glued, start, end, (start, end, digits[0][0], digits[-1][1]) if digits else (start, end, -1, -1))


NO_CELL = Cell("", BLANK, None, "", "", -1, -1, (-1, -1, -1, -1))
"""What stands for a cell that a text does not have."""
_short_cell = lru_cache(maxsize=50_000)(_cell)


def _said(text: str) -> tuple[str, CellValue | None, str, str]:
    """Kind, value, key and glued value of a text."""
    if value := value_of(text):
        return _kind_of_value(text, value), value, "", ""
    if len(text) > _LONGEST_LABEL:
        return PARAGRAPH, None, "", ""
    key, glued = _label(text)
    if is_unit(text):
        return UNIT, None, key, glued
    return LABEL if key else OPENING if _may_open_label(text) else TEXT, None, key, glued


def _kind_of_value(text: str, value: CellValue) -> str:
    if not text:
        return BLANK
    if text == LOST:
        return ILLEGIBLE
    if value.state == "dash":
        return DASH
    return CODE if len(text) == 2 and text.isdigit() else VALUE


def is_unit(text: str) -> bool:
    """Whether the text is a unit that a form prints in a cell of its own, in brackets or not."""
    return text.strip("()") in units()


def glued_value(text: str) -> str:
    """The number stuck to the end of words, with its unit; empty if there is none."""
    found = _glued().search(text)
    return found.group() if found else ""


@cache
def _glued() -> re.Pattern[str]:
    return re.compile(rf"(?<=[^\d.,+\-])[+-]?\d[\d.,]*{one_of(units())}?$")


@cache
def stuck_value() -> re.Pattern[str]:
    """Matches a number, or a unit and a number, where it begins."""
    return re.compile(rf"{one_of(units() - {'元'})}?\d+(?:\.\d+)?")


def _label(text: str) -> tuple[str, str]:
    """The key of a text that is a known label by itself, or behind those of the groups it is in, and a value glued to its end."""
    key = label_key(text)
    if key not in known_labels():
        text = _without_groups(text)
        key = label_key(text)
    if key in known_labels():
        dash = _GLUED_DASH.search(text)
        return key, dash.group() if dash else ""
    if (glued := glued_value(text)) and (key := _key_before(text[: -len(glued)])):
        return key, glued
    return "", ""


def _without_groups(text: str) -> str:
    """1.属于国家秘密 of (三)不予公开1.属于国家秘密: the label behind those of its groups, if all of them are labels."""
    parts = _NUMBERED.split(text)
    return parts[-1] if len(parts) > 1 and all(label_key(part) in known_labels() for part in parts) else text


def _key_before(label: str) -> str:
    """The key of a label that a value sticks to, its unit (收到申请数件9) or its groups left out; empty if it is none."""
    unit = _unit_at_end().search(label)
    shorter = [label, _without_groups(label), *([label[: unit.start()]] if unit else [])]
    return next((key for key in map(label_key, shorter) if key in known_labels()), "")


@cache
def _unit_at_end() -> re.Pattern[str]:
    """元 alone is left on: a form that counts in 万元 would read it ten thousand times too large."""
    return re.compile(f"{one_of(units() - {'元'})}$")


def _may_open_label(text: str) -> bool:
    """Whether the text can be the first cell of a label that is broken over several. Brackets may hide what is behind them."""
    key = label_key(text)
    return len(key) < SHORTEST_OPENING or key in label_openings() or "(" in text or "〔" in text
