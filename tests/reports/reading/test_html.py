"""Fragments of web pages in, their rendition out."""

from __future__ import annotations

import pytest

from dagster_project.reports.model import ReadDocument, Unreadable
from dagster_project.reports.reading import read_document
from dagster_project.reports.reading.html import read_html

SENTENCE = "2021年，本机关主动公开政府信息12条，受理政府信息公开申请3件。"
PAGE = f"<html><head><meta charset=CHARSET><title>某县2021年政府信息公开工作年度报告</title></head><body><p>{SENTENCE}</p></body></html>"


def lines(page: str) -> list[str]:
    return read_html(page.encode(), "page.html").text.splitlines()


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "gbk", "big5", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("claimed", ["utf-8", "gb2312", "big5", "iso-8859-1", "no-such-charset"])
def test_the_bytes_tell_the_encoding_whatever_the_page_claims(encoding: str, claimed: str) -> None:
    page = PAGE.replace("CHARSET", claimed)
    if encoding == "big5":
        page = page.replace("开", "開").replace("关", "關").replace("动", "動").replace("条", "條").replace("请", "請").replace("报", "報")
        page = page.replace("县", "縣").replace("机", "機")
    document = read_document(page.encode(encoding), "page.html")
    assert "政府信息12" in document.text
    assert document.media_type == "text/html"


def test_a_torn_page_in_gbk_is_still_read_as_gbk() -> None:
    document = read_html((PAGE.encode("gb18030") + b"\xc4")[:-1] + b"<p>\xff\xff</p>", "page.html")
    assert document.encoding == "gb18030"
    assert SENTENCE in document.text


def test_each_block_is_a_line_and_spans_inside_a_sentence_are_not() -> None:
    page = "<h1>报告</h1><p>公开<span>政府<b>信息</b></span>1\n2条。</p><div>一<br>二<br/>三</div><ul><li>甲<li>乙</ul>"
    assert lines(page) == ["报告", "公开政府信息1 2条。", "一", "二", "三", "甲", "乙"]


def test_line_ends_of_the_source_between_chinese_characters_are_no_blanks() -> None:
    assert lines("<p>政府\n   信息\n公开</p>") == ["政府信息公开"]


def test_scripts_styles_navigation_and_hidden_links_are_not_text() -> None:
    text = "本机关" * 100
    page = (
        "<script>var a='<p>1024</p>'</script><style>p{}</style><nav><p>首页</p></nav><!-- 2019 --><noframes>博彩</noframes>"
        f"<div style='DISPLAY: none'>投注<div>88</div></div><select><option>2018年</select><p>{text}</p>"
    )
    assert lines(page) == [text]


def test_a_page_whose_text_waits_for_a_script_is_read_whole() -> None:
    assert lines("<div style='display:none'><p>公开12条</p></div>") == ["公开12条"]


def test_lists_of_links_to_other_pages_are_navigation_but_single_links_are_text() -> None:
    links = "".join(f"<li><a href=x>{year}年政府信息公开工作年度报告</a></li>" for year in range(2010, 2018))
    body = "本机关" * 100
    page = f"<ul>{links}</ul><div><a>首页</a> | <a>新闻</a> | <a>政务</a> | <a>互动</a></div><p>{body}<a>附件</a></p><p><a>年报.doc</a></p>"
    assert lines(page) == [f"{body}附件", "年报.doc"]


def test_spanned_cells_keep_every_column_in_its_place() -> None:
    page = """<table><tr><td rowspan=2>类别</td><td colspan=2>法人</td><td rowspan=2>总计</td></tr>
    <tr><td>商业<br>企业</td><td>其他</td></tr><tr><td>结果</td><td>0</td><td>&nbsp;</td><td>12</td></tr></table>"""
    assert lines(page) == ["| 类别 | 法人 |  | 总计 |", "|  | 商业 企业 | 其他 |  |", "| 结果 | 0 | \xa0 | 12 |"]


def test_cells_pasted_from_word_are_one_cell_each() -> None:
    cell = "<td style='border:1pt'><p class=MsoNormal><span lang=EN-US><o:p>{}</o:p></span></p></td>"
    assert lines(f"<table><tr>{cell.format('规章')}{cell.format(3)}{cell.format('')}</tr></table>") == ["| 规章 | 3 |  |"]


def test_a_title_row_over_the_whole_table_is_a_line() -> None:
    assert lines("<table><tr><td colspan=3>第二十条第（一）项</td></tr><tr><td>规章<td>1<td>2</table>") == [
        "第二十条第（一）项",
        "| 规章 | 1 | 2 |",
    ]


def test_a_table_that_only_places_the_page_is_read_block_by_block() -> None:
    page = (
        "<table><tr><td>左</td><td><h1>年报</h1><p>一、概述</p><table><tr><td>规章</td><td>2</td></tr></table><p>完</p></td></tr></table>"
    )
    assert lines(page) == ["左", "年报", "一、概述", "| 规章 | 2 |", "完"]


def test_a_form_inside_a_cell_of_a_form_keeps_its_rows() -> None:
    page = "<table><tr><td><table><tr><td>行政许可<td>5</table></td></tr><tr><td><table><tr><td>行政处罚<td>6</table></td></tr></table>"
    assert lines(page) == ["| 行政许可 | 5 |", "| 行政处罚 | 6 |"]


def test_rows_without_their_table_tag_are_rows() -> None:
    assert lines("<tr><td>规章</td><td>2</td></tr><tr><td>许可</td><td>3</td></tr><p>完</p>") == ["| 规章 | 2 |", "| 许可 | 3 |", "完"]


def test_the_table_above_a_document_is_written_a_pair_a_line() -> None:
    head = "<table><tr><td>索 引 号：</td><td>0143/2021</td><td>发布日期：</td><td>2022-01-20</td></tr></table>"
    assert lines(head) == ["索 引 号：0143/2021", "发布日期：2022-01-20"]


def test_a_bar_in_a_cell_does_not_part_it() -> None:
    assert lines("<table><tr><td>甲|乙<td>1</table>") == ["| 甲¦乙 | 1 |"]


def test_what_the_head_says_is_metadata() -> None:
    page = """<head><title> 标题 </title><meta name=ArticleTitle content=年报><meta name="PubDate" content="2022-01-20">
    <meta name=SiteIDCode content=3208000001><meta name=keywords content=x><link rel=canonical href="http://www.example.gov.cn/a"></head><p>文"""
    assert read_html(page.encode(), "page.html").metadata == {
        "title": "标题",
        "article_title": "年报",
        "published": "2022-01-20",
        "site_code": "3208000001",
        "url": "http://www.example.gov.cn/a",
    }


def test_preformatted_text_keeps_its_lines_and_gaps() -> None:
    assert lines("<pre>规章   2\n\n许可   3</pre>") == ["规章   2", "许可   3"]


@pytest.mark.parametrize("page", ["<html></html>", "<html><body><img src=a.png></body>", "<script>x()</script>"])
def test_a_page_that_shows_nothing_is_refused_with_a_remedy(page: str) -> None:
    with pytest.raises(Unreadable, match="save the page"):
        read_html(page.encode(), "page.html")


def test_hostile_depth_and_spans_are_harmless() -> None:
    deep = "<div>" * 50_000 + "<table><tr>" * 2_000 + "<td colspan=999999999 rowspan=99999999>1</td><td colspan=60000>2"
    document: ReadDocument = read_html(deep.encode(), "page.html")
    assert len(document.text) < 10_000
