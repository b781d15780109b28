"""Invented reports: a head of one's own above a body that every report has."""

from __future__ import annotations

from dagster_project.reports.cleaning import clean
from dagster_project.reports.identifying import identify
from dagster_project.reports.model import Identity

BODY = """
一、概述
{year}年,{speaker}认真落实政府信息公开的各项规定,健全了工作机制。
二、主动公开政府信息情况
全年主动公开政府信息214条,其中工作动态120条。
三、依申请公开政府信息情况
{year}年收到公开申请3件,均已答复。
四、收费及减免情况
没有收取任何费用。
五、行政复议、行政诉讼情况
行政复议0件,行政诉讼0件。
六、存在的主要问题和改进措施
更新还不够快,下一步将增加人手。
"""


def report(head: str, year: int, speaker: str = "我单位", tail: str = "") -> str:
    """A whole invented report."""
    return head + BODY.format(year=year, speaker=speaker) + tail


def identity_of(text: str, uri: str = "a.txt", **metadata: str) -> Identity:
    return identify(clean(text).clean, uri, metadata)
