"""Codes as long as a line are no figures: they stay in the ledger, and nothing breaks."""

from __future__ import annotations

import polars as pl
import pytest

from dagster_project.reports.pipeline import Extracted, extract_batch, normalise_batch

HEAD = "苍南县人民政府2020年政府信息公开工作年度报告\n一、总体情况\n2020年，我县主动公开政府信息100条。\n"
TABLE = "三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公开申请数量\n{0}\n0\n0\n0\n0\n0\n{0}\n二、上年结转政府信息公开申请数量\n0\n0\n0\n0\n0\n0\n0\n（一）予以公开\n{0}\n0\n0\n0\n0\n0\n{0}\n"


def read(text: str) -> Extracted:
    row = {"report_id": "a" * 64, "source_uri": "x.txt", "delivery": ".", "content": text.encode()}
    return extract_batch(normalise_batch(pl.DataFrame([row])))


@pytest.mark.parametrize("number", ["9" * 20, "9" * 26, "9" * 300, "9" * 18 + "万元", "1," + "999," * 12 + "999", "9" * 28 + "%"])
@pytest.mark.parametrize("place", ["本年度共收到政府信息公开申请{0}件，答复率{0}。\n", TABLE])
def test_a_number_that_no_column_can_hold(number: str, place: str) -> None:
    extracted = read(HEAD + place.format(number))
    assert extracted.documents["status"].to_list() == ["accepted"]
    assert extracted.reported_values.filter(pl.col("value") == 100).height == 1
    assert extracted.reported_values.filter(pl.col("value") >= 10**18).is_empty()
    assert extracted.reported_values.filter((pl.col("value_state") == "number") & pl.col("value").is_null()).is_empty()
    assert extracted.numbers.filter(pl.col("token").str.contains("99")).height > 0


ROWS = [
    "（一）收到申请数",
    "1.当面申请数",
    "2.传真申请数",
    "3.网络申请数",
    "4.信函申请数",
    "（二）申请办结数",
    "1.按时办结数",
    "2.延期办结数",
]
HEAD_OF_2016 = HEAD.replace("2020", "2016")


@pytest.mark.parametrize("number", ["9" * 5000, "²", "٣" * 30])
@pytest.mark.parametrize(
    "line", ["| {number} | {label} | 件 | {value} |", "{number}\n{label}\n件\n{value}", "{label}\n件\n{number}\n{value}"]
)
def test_what_cannot_number_a_row_breaks_nothing(line: str, number: str) -> None:
    table = "\n".join(line.format(number=number, label=label, value=value) for value, label in enumerate(ROWS))
    documents = read(f"{HEAD_OF_2016}{table}\n").documents
    assert documents.select("status", "regime_by_form").rows() == [("accepted", "r2014")]


def test_a_body_beside_a_number_of_any_length_breaks_nothing() -> None:
    values = read(f"{HEAD}全年收到申请5件，其中县住建局受理{'9' * 5000}件，办结{'9' * 5000}件。\n").reported_values
    assert values.filter(pl.col("indicator_id") == "n_applications_received").select("value").to_series().to_list() == [5]
