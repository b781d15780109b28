"""Signature blocks: a name, and a date that ends a line.

Reports are signed at the end, under the title, or between the prose and the form. Does not belong here: which of several
signatures is the agency's, and whether the date fits the year.
"""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from dagster_project.reports.identifying.dates import dates_in
from dagster_project.reports.identifying.patterns import any_of
from dagster_project.reports.identifying.view import View

LONGEST_LINE = 60
LONGEST_NAME = 40
LINE_END = re.compile(r"[ \t\r)\]。]*(?:\n|$)")
NOT_A_SIGNATURE = re.compile(r"\||" + any_of("。 统计 至 到 截止 截至 时间 日期 发布 来源 浏览 点击 访问 索引 更新 今天是 时效 〔 《"))


class Signature(NamedTuple):
    """`name` is what stands in the line before the date, or before it in the same line; it may be empty."""

    name: str
    signed_on: date
    passage: str


def signatures(view: View) -> list[Signature]:
    """All dates that end a line of the body and what stands before them, in order of place."""
    body, found = view.body, []
    for day in dates_in(body, view.years):
        if not LINE_END.match(body, day.end):
            continue
        line_start = body.rfind("\n", 0, day.start) + 1
        before = "".join(body[line_start : day.start].split())
        if len(before) > LONGEST_LINE or NOT_A_SIGNATURE.search(before):
            continue
        name = before.strip("([:,") or _line_before(body, line_start)
        name = name if len(name) <= LONGEST_NAME else ""
        found.append(Signature(name, day.value, f"{name} {day.value}".strip()))
    return found


def _line_before(body: str, line_start: int) -> str:
    """The last line with text before this position, without blanks."""
    end = line_start - 1
    while end > 0:
        start = body.rfind("\n", 0, end) + 1
        if text := "".join(body[start:end].split()):
            return text
        end = start - 1
    return ""
