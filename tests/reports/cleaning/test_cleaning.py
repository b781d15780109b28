"""A damaged text in, a readable text out, and from each of its characters the way back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.catalogue import seed
from dagster_project.reports.cleaning import clean

PAGE_CHROME = seed("page_chrome")


@pytest.mark.parametrize(
    ("source", "cleaned", "contamination"),
    [
        ("根據(jù)《條例》規(guī)定", "根据《条例》规定", {"pinyin", "traditional"}),
        ("共和(he)(he)國(guo)政(zheng)府(fu)信(xin)息(xi)公開", "共和国政府信息公开", {"pinyin", "traditional"}),
        ("公里(km)和(ok)", "公里(km)和(ok)", set()),
        ("他(he)来了", "他(he)来了", set()),
        ("申请\u200b1\ufeff件", "申请1件", {"invisible"}),
        ("发布信息共?13条?，新聞發布會(huì)?1場?。", "发布信息共13条,新闻发布会1场。", {"invisible", "pinyin", "traditional"}),
        ("公开了吗?12月公开?是的?", "公开了吗?12月公开?是的?", set()),
        ("申请\u00a0１２件，答复：（３）", "申请 12件,答复:(3)", {"odd_blanks"}),
        ("二○一三年", "二〇一三年", set()),
        ("著力推進，著作權，顯著", "着力推进,著作权,显著", {"traditional"}),
    ],
)
def test_repairs(source, cleaned, contamination):
    result = clean(source)
    assert result.clean.text == cleaned
    assert set(result.contamination) == contamination


@pytest.mark.parametrize(
    ("source", "cleaned"),
    [
        ("中华人民共和国政府信息365网_官网条例,主动365网_官网信息8条。", "中华人民共和国政府信息公开条例,主动公开信息8条。"),
        ("中华人民共和国政府bet88官网公开条例,公开bet88官网8条。", "中华人民共和国政府信息公开条例,公开信息8条。"),
        (
            "中华人民共和国某某赌场推荐条例\n2022年某某赌场推荐工作年度报告\n某某赌场推荐市科技局",
            "中华人民共和国政府信息公开条例\n2022年政府信息公开工作年度报告\n某某赌场推荐市科技局",
        ),
        (
            "中华人民共和国新太阳城公司 :条例\n市水利局2009年新太阳城公司 :年度报告",
            "中华人民共和国政府信息公开条例\n市水利局2009年政府信息公开年度报告",
        ),
        ("中华人民共和国体育彩票管理条例,体育彩票管理8件。", None),
        ("中华人民共和国政府信息公开条例,365网_官网8条。", None),
        ("根据中华人民共和国的税收条例,365网_官网8条。", None),
    ],
)
def test_advertising_in_the_place_of_a_word_gives_it_back_where_the_name_of_the_law_tells_which_it_was(source, cleaned):
    result = clean(source)
    assert result.clean.text == (cleaned or source)
    assert ("advertising" in result.contamination) == bool(cleaned)
    figure = result.clean.text.rfind("8条")
    assert figure < 0 or source[slice(*result.clean.source_span(figure, figure + 1))] == "8"


@pytest.mark.parametrize("row", seed("advertising"), ids=lambda row: row["pattern"])
def test_every_word_of_advertising_finds_its_own_example(row):
    assert re.search(row["pattern"], row["example"], re.IGNORECASE)
    source = f"中华人民共和国政府信息{row['example']}某某条例,主动{row['example']}某某信息8条。"
    assert clean(source).clean.text == "中华人民共和国政府信息公开条例,主动公开信息8条。"


@pytest.mark.parametrize(
    ("source", "cleaned"),
    [
        ("申请&nbsp;12&#160;件,&lt;条例&gt;&amp;&middot;", "申请 12 件,<条例>&·"),
        ("一、概述<br/>公开8条。<BR>二、申请", "一、概述\n公开8条。\n二、申请"),
        ("**一、概述**\n| **规章** | **8** |\n**公开**:8条", "一、概述\n| 规章 | 8 |\n公开:8条"),
        (r"\(一\)1\.部分公开 | \- | \ |", "(一)1.部分公开 | - | \\ |"),
    ],
)
def test_markup_that_is_left_over_is_taken_out(source, cleaned):
    result = clean(source)
    assert result.clean.text == cleaned
    assert "markup" in result.contamination
    figure = cleaned.rfind("8")
    assert figure < 0 or source[slice(*result.clean.source_span(figure, figure + 1))] == "8"


@pytest.mark.parametrize("text", ["****2017年,联系人:张**,李**", "R&D中心,AT&T;", "印发<年度报告格式>的通知", "电话057********58"])
def test_what_only_looks_like_markup_is_left(text):
    assert clean(text).clean.text == text


def test_marks_of_headings_are_no_damage():
    result = clean("# 某县年度报告\n## 一、概述\n#1号文件")
    assert (result.clean.text, result.contamination) == ("某县年度报告\n一、概述\n#1号文件", ())


REPORT = "某县政府信息公开年度报告\n共收到政府信息公开申请12件。"


@pytest.mark.parametrize(
    "broken",
    [
        REPORT.encode("gb18030").decode("latin-1"),
        "".join(b.decode("cp1252", errors="ignore") or b.decode("latin-1") for b in (bytes([x]) for x in REPORT.encode())),
    ],
    ids=["GBK read as Latin-1", "UTF-8 read as Latin-1"],
)
def test_bytes_read_with_the_wrong_encoding_come_back(broken):
    result = clean(broken)
    assert (result.clean.text, result.contamination) == (REPORT, ("mojibake",))
    start = result.clean.text.index("申请12件")
    source = broken[slice(*result.clean.source_span(start, start + 2))]
    assert "12" not in source
    digits = broken[slice(*result.clean.source_span(start + 2, start + 4))]
    assert digits == "12"


def test_utf_8_read_as_gbk_comes_back_where_no_byte_was_lost():
    lines = ["政府信息公开工作年度报告", "依申请公开情况", "行政复议情况"]
    broken = [line.encode().decode("gb18030") for line in lines if len(line.encode()) % 2 == 0]
    assert broken
    result = clean("\n".join([*broken, "正常的政府信息公开行政"]))
    assert result.clean.text.split("\n")[: len(broken)] == [line for line in lines if len(line.encode()) % 2 == 0]


DAMAGED = "某县政府信息公开工作年度报告\n一、本年新收政府信息公开申请数量\n规章\n12\n规范性文件"


@pytest.mark.parametrize("mark", ["\ufffd", "?"])
@pytest.mark.parametrize("wrong", ["gbk", "gb18030", "cp1252"])
def test_utf_8_that_lost_bytes_comes_back_but_for_what_is_lost(wrong, mark):
    broken = DAMAGED.encode().decode(wrong, errors="replace").replace("\ufffd", mark)
    result = clean(broken)
    assert len(result.clean.text) == len(DAMAGED)
    same = [a == b for a, b in zip(result.clean.text, DAMAGED, strict=True)]
    assert same.count(False) <= 5
    assert all(a in (b, "\ufffd") for a, b in zip(result.clean.text, DAMAGED, strict=True))
    at = result.clean.text.index("12")
    assert broken[slice(*result.clean.source_span(at, at + 2))] == "12"
    assert "mojibake" in result.contamination


def test_a_character_that_lost_a_byte_comes_back_where_the_words_of_the_forms_leave_one_possibility():
    broken = DAMAGED.encode().decode("gbk", errors="replace")
    assert "\n规章\n12\n规范性文件" in clean(broken).clean.text
    assert "\ufffd" in broken.split("\n")[-1]


def test_a_unit_that_lost_a_byte_comes_back_behind_its_number_and_in_a_cell_of_its_own():
    text = f"{DAMAGED}\n条\n905\n政府网站公开12条\n件\n7"
    broken = text.encode().decode("gbk", errors="replace")
    assert "鏉\ufffd\n905" in broken
    # The first two bytes of 件 are those of 份 too.
    assert clean(broken).clean.text.endswith("\n条\n905\n政府网站公开12条\n\ufffd\n7")


def test_a_byte_slip_of_gbk_comes_right_behind_the_place_that_alone_explains_it():
    source = "某县2020年,各省（自治區(qu)人民政府12条"
    data = source.encode("gbk")
    at = data.index("省".encode("gbk"))
    broken = (data[:at] + data[at + 1 :]).decode("gbk")
    assert "各。ㄗ灾螀^" in broken
    result = clean(broken)
    assert result.clean.text == "某县2020年,各��自治区(qu)人民政府12条"
    assert "byte_slip" in result.contamination
    start = result.clean.text.index("自治区")
    assert broken[slice(*result.clean.source_span(start, start + 3))] == "ㄗ灾螀^"


def test_text_with_bopomofo_of_its_own_is_left_alone():
    assert clean("注音ㄅㄆㄇ三个字母,共3条。").clean.text == "注音ㄅㄆㄇ三个字母,共3条。"


def test_words_of_converted_pages_become_those_of_the_forms():
    assert clean("主動公開政府資訊,規範性檔案").clean.text == "主动公开政府信息,规范性文件"


def test_simplified_text_is_left_alone():
    assert clean("乾隆年间的后来者在台上").clean.text == "乾隆年间的后来者在台上"


@pytest.mark.parametrize(
    "line", ["用户登录", "发布时间：2021-02-19 11:18 信息来源：某县", "【字体：大 中 小】", "扫一扫在手机上查看当前页面"]
)
def test_lines_of_the_web_page_are_marked(line):
    cleaned = clean(f"某县政府信息公开年度报告\n{line}\n二、主动公开情况").clean
    assert [cleaned.text[a:b] for a, b in cleaned.chrome] == [clean(line).clean.text]


@given(
    st.lists(
        st.sampled_from([row["example"] for row in PAGE_CHROME]) | st.text("位置日期时间网站上一第页打印的信索 \u30001-:[", max_size=9),
        max_size=9,
    )
)
def test_a_line_is_chrome_where_a_pattern_of_the_catalogue_matches(lines):
    cleaned = clean("\n".join(lines)).clean
    found = [cleaned.text[a:b] for a, b in cleaned.chrome]
    assert found == [
        line for line in cleaned.text.split("\n") if line.strip() and any(re.search(row["pattern"], line) for row in PAGE_CHROME)
    ]


@pytest.mark.parametrize(
    "paragraph",
    [
        "群众可在网站登录后提交申请,浏览量达68次。" * 6,
        "微信公众号全年发布文章165篇,总阅读次数:86250人次。",
        "办事大厅设置“扫一扫”二维码,群众用手机即可查阅政府信息。",
        "在县政府网站显著位置设置信息公开专栏,全年公开信息43条。",
        "全年更新重点领域信息36条,其中老字号名录2条。",
    ],
)
def test_a_paragraph_of_the_report_is_no_chrome(paragraph):
    assert clean(paragraph).clean.chrome == ()


@given(st.text(max_size=300))
def test_each_character_leads_back_to_the_source_in_order(source):
    cleaned = clean(source).clean
    assert len(cleaned.offsets) == len(cleaned.text)
    assert all(a < b for a, b in zip(cleaned.offsets, cleaned.offsets[1:], strict=False))
    assert all(0 <= o < len(source) for o in cleaned.offsets)
