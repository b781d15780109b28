"""The numbers that Word prints before paragraphs and does not keep in their text: 一、 （二） 1.

Does not belong here: numbers that the author typed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from lxml import etree

_CHINESE_DIGITS = "〇一二三四五六七八九"
_CHINESE = frozenset({"chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "taiwaneseCounting"})
_CHINESE |= {"taiwaneseCountingThousand", "chineseLegalSimplified", "japaneseDigitalTenThousand", "koreanDigital2"}
_CIRCLED = frozenset({"decimalEnclosedCircle", "decimalEnclosedCircleChinese"})
_PLACE = re.compile(r"%([1-9])")


def local(element: etree._Element) -> str:
    """An element's name without its namespace; '' for comments and the like."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: etree._Element | None, name: str) -> str | None:
    """An attribute by its name without namespace, since Word knows two namespaces."""
    return None if element is None else next((v for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name), None)


@dataclass(frozen=True, slots=True)
class _Level:
    style: str
    pattern: str
    start: int


class Numbering:
    """Counts the numbered paragraphs of one document. `part`: its numbering.xml; None when it has none."""

    def __init__(self, part: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._counts: dict[str, dict[int, int]] = defaultdict(dict)
        if part is None:
            return
        patterns = {attribute(a, "abstractNumId") or "": _levels(a) for a in part.iterfind("{*}abstractNum")}
        for number in part.iterfind("{*}num"):
            pattern = attribute(number.find("{*}abstractNumId"), "val") or ""
            self._levels[attribute(number, "numId") or ""] = patterns.get(pattern, {})

    def label(self, paragraph: etree._Element) -> str:
        """What Word prints before this paragraph; '' for one without a number. To be asked once for each paragraph, in order."""
        properties = paragraph.find("{*}pPr/{*}numPr")
        number, depth = (attribute(properties.find(p), "val") for p in ("{*}numId", "{*}ilvl")) if properties is not None else (None, None)
        levels = self._levels.get(number or "")
        at = int(depth) if depth and depth.isdigit() else 0
        if not levels or number is None or at not in levels:
            return ""
        counts = self._counts[number]
        counts[at] = counts.get(at, levels[at].start - 1) + 1
        for deeper in [level for level in counts if level > at]:
            del counts[deeper]

        def shown(match: re.Match[str]) -> str:
            level = int(match[1]) - 1
            return _written(counts.get(level, levels[level].start), levels[level].style) if level in levels else ""

        return _PLACE.sub(shown, levels[at].pattern)


def _levels(abstract: etree._Element) -> dict[int, _Level]:
    levels = {}
    for level in abstract.iterfind("{*}lvl"):
        at, start = attribute(level, "ilvl") or "", attribute(level.find("{*}start"), "val") or "1"
        style, pattern = attribute(level.find("{*}numFmt"), "val") or "decimal", attribute(level.find("{*}lvlText"), "val") or ""
        # Bullets come from symbol fonts: what they would print is no text.
        if at.isdigit() and style not in ("bullet", "none"):
            levels[int(at)] = _Level(style, pattern, int(start) if start.isdigit() else 1)
    return levels


def _written(number: int, style: str) -> str:
    if style in _CHINESE and 0 < number < 100:
        tens, ones = divmod(number, 10)
        return ("" if tens == 0 else "十" if tens == 1 else _CHINESE_DIGITS[tens] + "十") + (_CHINESE_DIGITS[ones] if ones else "")
    if style in _CIRCLED and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    if style in ("upperLetter", "lowerLetter") and 0 < number <= 26:
        return chr((65 if style == "upperLetter" else 97) + number - 1)
    return str(number)
