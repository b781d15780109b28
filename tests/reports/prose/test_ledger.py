"""Every run of digits lies in exactly one row of the ledger, with the class that its shape or its place gives it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.catalogue import seed
from dagster_project.reports.cleaning import clean
from dagster_project.reports.extraction import Report, extract
from dagster_project.reports.prose.ledger import Ledger


def classes_of(text: str) -> list[tuple[str, str]]:
    cleaned = clean(text).clean
    ledger = Ledger(cleaned)
    ledger.claim_shapes([])
    ledger.claim_enumerators()
    return [(cleaned.text[t.start : t.end], t.number_class) for t in ledger.close([])]


@pytest.mark.parametrize("row", seed("number_tokens"), ids=lambda r: f"{r['number_class']}-{r['example'][:12]}")
def test_shape_of_the_catalogue_reads_its_example(row):
    found = {number_class for _, number_class in classes_of(f"某县{row['example']}。")}
    # A date and a year are the same to a reader of figures; what counts is that neither is a quantity.
    assert row["number_class"] in found


@pytest.mark.parametrize(
    ("text", "number", "number_class"),
    [
        ("1、推进行政权力清单公开。", "1", "enumerator"),
        ("公开栏目13个。2、推进财政公开。", "2", "enumerator"),
        ("1、2020年工作完成情况", "1", "enumerator"),
        ("科长 85800000\n", "85800000", "phone"),
        ("每月5日、20日报送。", "20", "date"),
        ("12315、12345投诉热线", "12315", "name_part"),
        ("联系邮箱:abc2008 @163.com)", "2008 @163", "url_or_email"),
        ("QB0000000-2011-001\n", "0000000-2011-001", "page_chrome"),
        ("全天候受理110接处警事项", "110", "name_part"),
        ("00000000-1A/2016-00001\n", "00000000-1A/2016-00001", "page_chrome"),
        ("大厦A104,邮编:100176", "104", "name_part"),
        ("地址:某县青年大街201号,邮编:833400", "833400", "postcode"),
        ("涉及部门29个", "29", "other_statistic"),
        ("浏览次数:68\n正文", "68", "page_chrome"),
        # Copies that lost brackets, or the characters of another font: read as what they were, never as a figure.
        ("国办发【2017】15号", "2017】15", "doc_number"),
        ("省政府令305号", "305", "doc_number"),
        ("(国办公开办函〔202130)", "202130", "doc_number"),
        ("中办发﹝20168号", "20168", "doc_number"),
        ("成立于2021926日", "2021926", "date"),
        ("统计期限201711日至20171231日", "20171231", "date"),
        ("2023 11日到1231日", "1231", "date"),
        ("电话052784368216", "052784368216", "phone"),
        ("电话057********58", "057********58", "phone"),
        ("电话:0750-5500001,5500002)", "5500002", "phone"),
        ("接待群众咨询电话2600余起", "2600", "other_statistic"),
        ("对外公布了一台电话(办公室:86550000)", "86550000", "phone"),
        ("采购总金额:2035000。", "2035000", "other_statistic"),
        ("索 引 号 01606000-9-30/2021-0223001 发布机构 市政府办\n", "01606000-9-30/2021-0223001", "page_chrome"),
        ("电子邮箱:386100000@.qq.com)", "386100000", "url_or_email"),
        ("电子邮箱:QQ邮箱114000000。", "114000000", "url_or_email"),
        ("电子邮箱:abc@163。com)", "163", "url_or_email"),
        ("2009年3月\n2008年某区教育局年报", "2008", "year"),
        ("地址:东城区某某胡同3号院12号楼", "3", "address"),
        ("地址:开发区管委会302室", "302", "address"),
        ("索引号\nabcdef/2026-00012\n", "2026-00012", "page_chrome"),
        ("索引号为510822-2018-000123,共2件", "510822-2018-000123", "page_chrome"),
        ("信息索引号 A00010-0203-2017-0011。", "00010-0203-2017-0011", "page_chrome"),
        ("统一社会信用代码115108220000000X。", "115108220000000", "page_chrome"),
        ("截至202312月31日通过公众号发布", "202312月31", "date"),
        ("12345 热线咨询", "12345", "name_part"),
        ("20091120091231间,我局开展工作", "20091120091231", "date"),
    ],
)
def test_place_of_a_number_gives_its_class(text, number, number_class):
    assert (number, number_class) in classes_of(text)


def test_numbers_of_a_form_that_are_no_values_are_classed_by_what_they_are():
    head = "某县人民政府2010年政府信息公开工作年度报告\n指标名称 | 计量单位 | 代码 | 本年累计 |\n"
    labels = ("主动公开信息数", "当面申请数", "传真申请数", "网上申请数", "信函申请数", "“免予公开范围5”数", "行政诉讼数", "行政申诉数")
    rows = "".join(f"{label} | 件 | {n:02d} | {40 + n} |\n" for n, label in enumerate(labels, 1))
    text = head + rows
    cleaned = clean(text).clean
    batch = extract([Report("r", "a.txt", text, cleaned)])
    classes = {cleaned.text[t.start : t.end]: t.number_class for t in batch.tokens}
    classes |= {cleaned.text[start:end]: "table_cell" for start, end in batch.cells.numbers[batch.in_ledger]}
    assert {classes[f"{n:02d}"] for n in range(1, 9)} == {"enumerator"}
    assert {classes[str(40 + n)] for n in range(1, 9)} == {"table_cell"}
    assert classes["5"] == "name_part"


def test_numerals_of_dates_and_congresses_in_words_are_no_statistics():
    head = "某县人民政府2015年政府信息公开工作年度报告\n一、概述\n主动公开政府信息40条,收到政府信息公开申请3件。\n"
    text = head + "二○一五年三月二十日,新二十镇学习党的十八大和五届二十次全会报告,坚持“二十个代表”,整理文件三十份。"
    cleaned = clean(text).clean
    numbers = [cleaned.text[t.start : t.end] for t in extract([Report("r", "a.txt", text, cleaned)]).tokens]
    assert numbers == ["2015", "40", "3", "三十"]


@given(st.text(alphabet="0123456789年月日%〔〕号第条件、。,.:-/() 政府信息公开申请电话\n", max_size=200))
def test_every_digit_is_in_exactly_one_row(text):
    cleaned = clean(text).clean
    ledger = Ledger(cleaned)
    ledger.claim_shapes([])
    ledger.claim_enumerators()
    tokens = ledger.close([])
    covered = [position for t in tokens for position in range(t.start, t.end)]
    assert len(covered) == len(set(covered))
    assert {i for i, c in enumerate(cleaned.text) if c.isascii() and c.isdigit()} <= set(covered)
