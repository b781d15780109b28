"""Text files with tags: the text is what the bytes say, and is read as if tables in tags stood in pipes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dagster_project.reports.cleaning import Cleaning, clean
from dagster_project.reports.reading import read_document

TABLE = (
    '<table border="1">\n<tr><td rowspan="2">（三）不予公开</td><td>1.属于<b>国家</b>秘密</td><td>2</td></tr>\n'
    "<tr><td><p>8.属于行政\n查询事项</p></td><td></td></tr>\n</table>"
)
TEXT = "# 某县2023年年度报告\n\n按照印发<年度报告格式>的通知编制，\n公开&nbsp;3条。\n\n"


def rows(found: Cleaning) -> list[list[str]]:
    lines = [line for line in found.clean.text.split("\n") if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def quoted(source: str, found: Cleaning, words: str) -> str:
    """What the source has in the place of some words of the cleaned text."""
    at, widths = found.clean.text.index(words), found.clean.widths
    last = at + len(words) - 1
    return source[found.clean.offsets[at] : found.clean.offsets[last] + (widths[last] if widths else 1)]


@pytest.mark.parametrize(("name", "media_type"), [("report.md", "text/markdown"), ("report.txt", "text/plain")])
@pytest.mark.parametrize("before", [0, 400], ids=["near the top", "far below"])
def test_a_text_with_tables_in_tags_is_text_and_its_tables_are_rows(name: str, media_type: str, before: int) -> None:
    source = f"{TEXT}{'本县的情况如下。' * before}\n{TABLE}\n\n二、其他\n无。\n"
    document = read_document(source.encode(), name)
    assert (document.media_type, document.text) == (media_type, source)
    found = clean(source)
    lines = found.clean.text.split("\n")
    assert lines[:3] == ["某县2023年年度报告", "", "按照印发<年度报告格式>的通知编制,"]
    assert "二、其他" in lines
    assert rows(found) == [["(三)不予公开", "1.属于国家秘密", "2"], ["", "8.属于行政查询事项", ""]]
    assert "markup" in found.contamination


def test_every_cell_leads_back_to_its_place_in_the_file() -> None:
    source = f"{TEXT}{TABLE}\n共4件。"
    found = clean(source)
    assert quoted(source, found, "不予公开") == "不予公开"
    assert quoted(source, found, "1.属于国家秘密") == "1.属于<b>国家</b>秘密"
    assert quoted(source, found, "8.属于行政查询") == "8.属于行政\n查询"
    assert quoted(source, found, "共4件") == "共4件"


def test_an_entity_stands_for_its_character_and_takes_its_whole_place() -> None:
    source = f"{TABLE}公开&nbsp;1&#50;条。"
    assert quoted(source, clean(source), "12") == "1&#50;"


@pytest.mark.parametrize(
    ("source", "cleaned"),
    [
        ("<p>公开5条。</p><p>其中<span style='x'>网站</span>3条。</p>", "公开5条。\n其中网站3条。"),
        ("第一行<br/>第二行", "第一行\n第二行"),
        ("| 本年<br>制发件数 | 8 |", "| 本年制发件数 | 8 |"),
        ("<script>var a = 7;</script>公开5条<!-- 6 -->。", "公开5条。"),
        ("<tr><td>申请</td><td>3</td></tr>其余略。", "| 申请 | 3 |\n其余略。"),
        ("<table><tr><td>甲</td></tr><tr><td><table><tr><td>乙</td><td>1</td></tr></table></td></tr></table>", "甲\n| 乙 | 1 |"),
        ("<table><tr><td colspan=2>合计|总数</td><td>1<br>0</td></tr></table>", "| 合计¦总数 |  | 1 0 |"),
        ("大于3<5的数", "大于3<5的数"),
    ],
)
def test_tags_are_set_as_lines_and_rows(source: str, cleaned: str) -> None:
    found = clean(source).clean.text
    assert "\n".join(line for line in found.split("\n") if line.strip()) == cleaned


@given(
    st.lists(
        st.sampled_from(
            [
                "<table>",
                "</table>",
                "<tr>",
                "</tr>",
                "<td>",
                "<td&nbsp;rowspan=9>",
                "</td>",
                "<p>",
                "<br>",
                "|",
                "甲",
                "\u3000",
                "12",
                "\n",
                "<",
                ">",
                "<td",
            ]
        ),
        max_size=30,
    )
)
def test_any_tags_leave_every_character_in_its_place(pieces: list[str]) -> None:
    source = "".join(pieces).replace("&nbsp;", " ")
    clean_text = clean(source).clean
    assert list(clean_text.offsets) == sorted(clean_text.offsets)
    assert "".join(filter(str.isdigit, clean_text.text)) == "12" * source.replace("rowspan=9", "").count("12")
    assert all(source[at] == character for at, character in zip(clean_text.offsets, clean_text.text, strict=True) if character.isalnum())


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_the_encoding_is_that_of_the_file(encoding: str) -> None:
    document = read_document(f"{TEXT}{TABLE}".encode(encoding), "report.md")
    assert (document.encoding, document.text[:6]) == (encoding, "# 某县20")


@pytest.mark.parametrize("page", [f"<div>某县年度报告</div>{TABLE}", f"<p class=t>某县</p>\n{TABLE}", TABLE])
def test_a_piece_of_a_page_in_a_corpus_is_a_page(page: str) -> None:
    assert read_document(page.encode(), "corpus.jsonl#3").media_type == "text/html"
    assert read_document(page.encode(), "report.txt").media_type == "text/plain"


def test_a_whole_page_is_one_under_any_name() -> None:
    page = f"<html><body>{TABLE}<div>{'某县公开了政府信息。' * 30}</div></body></html>"
    assert read_document(page.encode(), "report.txt").media_type == "text/html"
