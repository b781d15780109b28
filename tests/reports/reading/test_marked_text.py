"""Text in which only the tables stand in tags: its lines stay lines, its tables become rows."""

import pytest

from dagster_project.reports.reading import read_document

TABLE = (
    '<table border="1">\n<tr><td rowspan="2">（三）不予公开</td><td>1.属于国家秘密</td><td>2</td></tr>\n'
    "<tr><td>8.属于行政\n查询事项</td><td></td></tr>\n</table>"
)
TEXT = "# 某县2023年年度报告\n\n按照印发<年度报告格式>的通知编制，\n公开&nbsp;3条。\n\n"


@pytest.mark.parametrize("name", ["report.md", "report.txt"])
@pytest.mark.parametrize("before", [0, 400], ids=["near the top", "far below"])
def test_tables_in_tags_are_read_and_the_lines_around_them_kept(name: str, before: int) -> None:
    document = read_document(f"{TEXT}{'本县的情况如下。' * before}\n{TABLE}\n\n二、其他\n无。\n".encode(), name)
    assert document.media_type == "text/markdown"
    lines = document.text.split("\n")
    assert lines[:2] == ["# 某县2023年年度报告", "按照印发<年度报告格式>的通知编制，"]
    assert "二、其他" in lines
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    assert rows == [["（三）不予公开", "1.属于国家秘密", "2"], ["", "8.属于行政查询事项", ""]]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_encoding_is_that_of_the_file(encoding: str) -> None:
    document = read_document(f"{TEXT}{TABLE}".encode(encoding), "report.md")
    assert (document.encoding, document.text[:6]) == (encoding, "# 某县20")


@pytest.mark.parametrize("page", [f"<div>某县年度报告</div>{TABLE}", f"<p class=t>某县</p>\n{TABLE}", TABLE])
def test_a_page_or_a_piece_of_one_is_none(page: str) -> None:
    assert read_document(page.encode(), "report.txt").media_type == "text/html"


def test_text_without_tables_is_as_it_is() -> None:
    assert read_document(TEXT.encode(), "report.md").text == TEXT
