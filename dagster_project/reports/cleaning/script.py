"""Traditional to simplified script, one character for one character, and which script a text was in."""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Literal

from dagster_project.reports.cleaning.traced import Traced

Script = Literal["simplified", "traditional", "mixed"]

# 著 stays 著 in t2s, since it is right in 著作; in converted pages it nearly always is the particle or the verb 着.
_ZHU = re.compile(r"(?<![显卓名原专论编昭遗土巨译])著(?![作名述称录书者])")


@cache
def _converter(name: str) -> Any:
    import opencc

    return opencc.OpenCC(name)


@cache
def _one_sided() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Characters found only in traditional, and only in simplified text."""
    characters = [chr(c) for c in range(0x4E00, 0x9FA6)]
    joined = "\n".join(characters)
    to_simplified = _converter("t2s").convert(joined).split("\n")
    to_traditional = _converter("s2t").convert(joined).split("\n")
    traditional = [c for c, s in zip(characters, to_simplified, strict=True) if s != c]
    simplified = [c for c, t in zip(characters, to_traditional, strict=True) if t != c]
    return re.compile(f"[{''.join(traditional)}]"), re.compile(f"[{''.join(simplified)}]")


def to_simplified(text: Traced) -> Script:
    """Convert in place where there is something to convert, and tell the script the text was in."""
    only_traditional, only_simplified = _one_sided()
    # A word list of the converter may keep a traditional form that simplified text uses too, so a few hits mean nothing.
    traditional = len(only_traditional.findall(text.text))
    if not traditional:
        return "simplified"
    simplified = len(only_simplified.findall(text.text))
    if traditional * 50 < simplified:
        return "simplified"
    converted = _converter("t2s").convert(text.text)
    if len(converted) != len(text.text):
        converted = "".join(_same_length(line) for line in re.split(r"(\n)", text.text))
    converted = _ZHU.sub("着", converted).replace("谘", "咨").replace("台帐", "台账").replace("资讯", "信息").replace("复盖", "覆盖")
    text.replace_same_length(converted)
    return "traditional" if traditional > simplified else "mixed"


def _same_length(line: str) -> str:
    converted = _converter("t2s").convert(line)
    return converted if len(converted) == len(line) else "".join(_converter("t2s").convert(c)[:1] or c for c in line)
