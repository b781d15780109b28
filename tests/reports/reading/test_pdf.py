"""Pages of PDF files in, their rendition out."""

from __future__ import annotations

import pytest

from dagster_project.reports.model import ReadDocument, Unreadable
from dagster_project.reports.reading import read_document
from tests.reports.reading.drawn_pdf import Page, pdf

FILLER = "本机关认真贯彻落实中华人民共和国政府信息公开条例及有关规定并按要求编制本报告"
"""As wide as the text."""


def read(*pages: Page) -> ReadDocument:
    return read_document(pdf(*pages), "report.pdf")


def lines(*pages: Page) -> list[str]:
    pages[0].text(50, 660, f"{FILLER}。")
    return read(*pages).text.splitlines()[1:]


def test_a_sentence_that_was_only_wrapped_is_one_line() -> None:
    page = Page().text(70, 600, FILLER[:36]).text(50, 580, "公开信息12条。").text(70, 560, "受理申请3件。")
    assert lines(page) == [FILLER[:36] + "公开信息12条。", "受理申请3件。"]


def test_an_item_begins_a_line_even_where_the_line_before_is_full() -> None:
    assert lines(Page().text(50, 600, FILLER).text(50, 580, "（二）依申请公开"))[-1] == "（二）依申请公开"


def test_ruled_cells_are_rows_between_pipes_and_blank_cells_stay() -> None:
    page = Page().table(500, [["类别", "件数", "备注"], ["规章", "2", ""], ["行政许可", "", "无"]])
    assert lines(page) == ["| 类别 | 件数 | 备注 |", "| 规章 | 2 |  |", "| 行政许可 |  | 无 |"]


def test_one_character_alone_in_its_cell_is_not_lost_without_its_font() -> None:
    assert lines(Page().table(500, [["甲", "件"], ["乙", "无"]])) == ["| 甲 | 件 |", "| 乙 | 无 |"]


def test_a_label_over_many_rows_and_titles_over_many_columns_keep_the_columns() -> None:
    page = Page().box(50, 400, 60, 40).text(52, 425, "结").text(52, 405, "果")
    page.table(440, [["维持", "1"], ["纠正", "2"]], left=110)
    page.box(50, 440, 60, 20).text(52, 446, "项目").box(110, 440, 120, 20).text(112, 446, "行政复议")
    assert lines(page) == ["| 项目 | 行政复议 |", "| 结果 | 维持 | 1 |", "|  | 纠正 | 2 |"]


def test_words_and_numbers_wrapped_inside_a_cell_are_whole_again() -> None:
    page = Page().table(500, [["织", "45"], ["规章", "7"]], height=40)
    page.text(52, 480, "社会公益组").text(112, 480, "12345678901")
    assert lines(page)[0] == "| 社会公益组织 | 1234567890145 |"


def test_two_numbers_below_one_another_in_a_cell_stay_two() -> None:
    page = Page().table(500, [["规章", "45"], ["许可", "7"]], height=40).text(112, 480, "12")
    assert lines(page)[0] == "| 规章 | 12 45 |"


def test_a_table_over_a_page_break_is_not_torn_by_the_page_number() -> None:
    first = Page().table(100, [["规章", "1"]]).text(240, 20, "- 1 -")
    second = Page().table(660, [["许可", "2"]]).text(50, 600, "以上。").text(240, 20, "2")
    text = lines(first, second)
    assert text == ["| 规章 | 1 |", "| 许可 | 2 |", "- 1 -", "以上。", "- 2 -"]


@pytest.mark.parametrize("values_first", [True, False])
def test_a_row_torn_by_a_page_break_is_one_row(values_first: bool) -> None:
    values, blanks = ["1", "2"], ["", ""]
    first = Page().table(100, [["1.秘密", "", "4"], ["2.禁止", *(values if values_first else blanks)]])
    second = Page().table(660, [["公开", *(blanks if values_first else values)], ["3.危及", "", ""]])
    assert lines(first, second) == ["| 1.秘密 |  | 4 |", "| 2.禁止公开 | 1 | 2 |", "| 3.危及 |  |  |"]


def test_a_group_torn_with_its_row_goes_on_too() -> None:
    first = Page().table(100, [["(二)部分", "1.秘密", "4"], ["(三", "2.禁", "5"]])
    second = Page().table(660, [[")不予", "止公开", ""], ["", "3.危及", "6"]])
    assert lines(first, second) == ["| (二)部分 | 1.秘密 | 4 |", "| (三)不予 | 2.禁止公开 | 5 |", "|  | 3.危及 | 6 |"]


def test_a_header_torn_by_a_page_break_is_one_header() -> None:
    first = Page().table(100, [["维", "纠", "其", "未", "总计", "维", "纠", "其"]])
    second = Page().table(660, [["持", "正", "他", "结", "", "持", "正", "他"], list("12345678")])
    titles = "| 维持 | 纠正 | 其他 | 未结 | 总计 | 维持 | 纠正 | 其他 |"
    assert lines(first, second) == [titles, "| 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 |"]


def test_blank_rows_at_a_page_break_stay_rows() -> None:
    first, second = Page().table(100, [["1.秘密", ""], ["2.禁止", ""]]), Page().table(660, [["3.危及", "7"], ["规章", "8"]])
    assert lines(first, second) == ["| 1.秘密 |  |", "| 2.禁止 |  |", "| 3.危及 | 7 |", "| 规章 | 8 |"]


def test_a_sentence_over_a_page_break_is_not_torn_and_pages_are_known() -> None:
    first, second = Page().text(50, 60, FILLER).text(240, 20, "—1—"), Page().text(50, 660, "公开12条。").text(50, 600, "完")
    first.text(70, 80, "一、概述")
    document = read(first, second)
    assert FILLER + "公开12条。\n—1—\n" in document.text
    assert [document.text[start:][:2] for start in document.page_starts] == ["一、", "公开"]


def test_thin_filled_bars_are_rules_and_colours_behind_words_are_not() -> None:
    coloured = (
        Page().box(50, 590, 400, 30, how="f").text(50, 600, "一、总体情况").box(50, 560, 400, 30, how="f").text(50, 570, "二、主动公开")
    )
    assert lines(coloured) == ["一、总体情况", "二、主动公开"]
    barred = Page().text(52, 506, "规章").text(112, 506, "2").text(52, 486, "许可").text(112, 486, "3")
    for y in (480, 500, 520):
        barred.box(50, y, 120, 0.5, how="f")
    for x in (50, 110, 170):
        barred.box(x, 480, 0.5, 40, how="f")
    assert lines(barred) == ["| 规章 | 2 |", "| 许可 | 3 |"]


def test_values_without_rules_are_parted_by_gaps() -> None:
    assert lines(Page().text(50, 600, "行政许可").text(200, 600, "12").text(300, 600, "0")) == ["行政许可   12   0"]


def test_characters_printed_twice_for_boldness_count_once() -> None:
    assert lines(Page().text(50, 600, "总体情况").text(50.3, 600, "总体情况")) == ["总体情况"]


def test_radicals_of_the_font_map_are_the_characters_that_are_meant() -> None:
    assert lines(Page().text(50, 600, "⼈⺠政府⼯作")) == ["人民政府工作"]


def test_a_page_that_is_turned_is_read_the_way_it_is_shown() -> None:
    page = Page(rotation=90).text(0, 0, "")
    turned = [f"0 1 -1 0 {x} {y} Tm" for x, y in ((100, 50), (130, 50))]
    for matrix, words in zip(turned, (FILLER, "公开信息12条。"), strict=True):
        page.operations.append(f"BT /F1 10 Tf {matrix} <{words.encode('utf-16-be').hex()}> Tj ET")
    assert read(page).text.splitlines() == [FILLER + "公开信息12条。"]


def test_pages_without_text_need_recognition() -> None:
    with pytest.raises(Unreadable, match="character recognition") as refused:
        read(Page().box(50, 50, 400, 600), Page())
    assert refused.value.reason == "needs_ocr"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_torn_file_is_refused_and_not_read_in_part(share: float) -> None:
    content = pdf(Page().text(50, 660, FILLER), Page().text(50, 660, FILLER))
    with pytest.raises(Unreadable, match="fetch it again"):
        read_document(content[: int(len(content) * share)], "report.pdf")


def test_bytes_before_the_mark_do_not_matter() -> None:
    assert FILLER in read_document(b"\r\n\r\n" + pdf(Page().text(50, 660, FILLER)), "report.pdf").text
