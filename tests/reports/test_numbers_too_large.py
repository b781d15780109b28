"""Codes as long as a line are no figures: they stay in the ledger, and nothing breaks."""

from __future__ import annotations

import polars as pl
import pytest

from dagster_project.reports.pipeline import extract_batch, normalise_batch

HEAD = "苍南县人民政府2020年政府信息公开工作年度报告\n一、总体情况\n2020年，我县主动公开政府信息100条。\n"
TABLE = "三、收到和处理政府信息公开申请情况\n一、本年新收政府信息公开申请数量\n{0}\n0\n0\n0\n0\n0\n{0}\n二、上年结转政府信息公开申请数量\n0\n0\n0\n0\n0\n0\n0\n（一）予以公开\n{0}\n0\n0\n0\n0\n0\n{0}\n"


@pytest.mark.parametrize("number", ["9" * 20, "9" * 26, "9" * 300, "9" * 18 + "万元", "1," + "999," * 12 + "999", "9" * 28 + "%"])
@pytest.mark.parametrize("place", ["本年度共收到政府信息公开申请{0}件，答复率{0}。\n", TABLE])
def test_a_number_that_no_column_can_hold(number: str, place: str) -> None:
    content = (HEAD + place.format(number)).encode()
    raw = pl.DataFrame([{"report_id": "a" * 64, "source_uri": "x.txt", "delivery": ".", "content": content}])
    extracted = extract_batch(normalise_batch(raw))
    assert extracted.documents["status"].to_list() == ["accepted"]
    assert extracted.reported_values.filter(pl.col("value") == 100).height == 1
    assert extracted.reported_values.filter(pl.col("value") >= 10**18).is_empty()
    assert extracted.reported_values.filter((pl.col("value_state") == "number") & pl.col("value").is_null()).is_empty()
    assert extracted.numbers.filter(pl.col("token").str.contains("99")).height > 0
