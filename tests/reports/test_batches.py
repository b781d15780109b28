"""What is read of a report does not depend on those that are read with it."""

from __future__ import annotations

import polars as pl
import pytest

from dagster_project.generator import generate
from dagster_project.lake import RAW_DOCUMENTS
from dagster_project.reports.pipeline import Extracted, extract_batch, normalise_batch

TABLES = ("documents", "reported_values", "numbers", "signals")


def read(contents: list[bytes]) -> Extracted:
    rows = [{"report_id": f"r{number}", "source_uri": f"{number}.txt", "delivery": "."} for number in range(len(contents))]
    rows = [row | {"content": content} for row, content in zip(rows, contents, strict=True)]
    return extract_batch(normalise_batch(RAW_DOCUMENTS.frame(rows)))


@pytest.fixture(scope="module")
def reports() -> list[bytes]:
    """Reports of every form and layout with all kinds of damage, and texts that are none."""
    return [report.content for report in generate(60, 5, negative_share=0.1)]


def test_reports_read_together_say_what_each_says_alone(reports: list[bytes]):
    together = read(reports)
    assert together.reported_values.height > 1000
    backwards = read(reports[::-1])
    names = {f"r{number}": f"r{len(reports) - 1 - number}" for number in range(len(reports))}
    keys = ("report_id", "source_uri", "reported_value_id")
    for table in TABLES:
        one, other = getattr(together, table), getattr(backwards, table).with_columns(pl.col("report_id").replace(names))
        for report_id in names:
            these, those = (frame.filter(pl.col("report_id") == report_id).drop(keys, strict=False) for frame in (one, other))
            assert these.equals(those), (table, report_id)


@pytest.mark.parametrize(
    ("end", "start"),
    [
        ("全年主动公开政府信息40条。", "其中公开规范性文件3条、人事信息2条。"),
        ("收到政府信息公开申请4", "件信访由信访局办理,已办结3件。"),
        ("全年未收到", "政府信息公开申请已经办结。"),
        ("四、收到政府信息公开申请的情况", "全年办结5件。"),
        ("联系电话:0571-", "88880000件"),
    ],
    ids=["list", "number", "negation", "section", "telephone"],
)
def test_no_sentence_goes_on_in_the_next_report(end: str, start: str):
    head = "某县人民政府2016年政府信息公开工作年度报告\n统计期限自2016年1月1日至2016年12月31日。\n一、概述\n"
    body = "主动公开政府信息30条,收到政府信息公开申请8件。\n二、其他\n2016年召开新闻发布会6次。\n"
    texts = [f"{head}{body}{end}".encode(), f"{start}\n{head}{body}".encode()]
    together, alone = read(texts), [read([text]) for text in texts]
    assert together.documents["status"].to_list() == ["accepted", "accepted"]
    for table in TABLES[1:]:
        found = getattr(together, table).drop("report_id", "reported_value_id", strict=False)
        expected = pl.concat([getattr(one, table) for one in alone]).drop("report_id", "reported_value_id", strict=False)
        assert found.equals(expected), table
