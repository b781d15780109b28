"""Traditional to simplified script, one character for one character, and which script a text was in."""

from __future__ import annotations

import re
from typing import Literal

from dagster_project.reports.cleaning.characters import SIMPLIFIED, TRADITIONAL, converter
from dagster_project.reports.cleaning.traced import Traced

Script = Literal["simplified", "traditional", "mixed"]

# 著 stays 著 in t2s, since it is right in 著作; in converted pages it nearly always is the particle or the verb 着.
_ZHU = re.compile(r"著(?<![显卓名原专论编昭遗土巨译]著)(?![作名述称录书者])")


def to_simplified(text: Traced) -> Script:
    """Convert in place where there is something to convert, and tell the script the text was in."""
    if not text.holds(TRADITIONAL):
        return "simplified"
    # A word list of the converter may keep a traditional form that simplified text uses too, so a few hits mean nothing.
    traditional, simplified = text.count(TRADITIONAL), text.count(SIMPLIFIED)
    if traditional * 50 < simplified:
        return "simplified"
    converted = converter("t2s").convert(text.text)
    if len(converted) != len(text.text):
        converted = "".join(_same_length(line) for line in re.split(r"(\n)", text.text))
    converted = (
        _ZHU.sub("着", converted)
        .replace("谘", "咨")
        .replace("台帐", "台账")
        .replace("资讯", "信息")
        .replace("规范性档案", "规范性文件")
        .replace("复盖", "覆盖")
    )
    text.replace_same_length(converted)
    return "traditional" if traditional > simplified else "mixed"


def _same_length(line: str) -> str:
    converted = converter("t2s").convert(line)
    return converted if len(converted) == len(line) else "".join(converter("t2s").convert(c)[:1] or c for c in line)
