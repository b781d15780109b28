"""The running text of a report: what it leaves out, what it joins, and the way back to the cleaned text."""

import pytest

from dagster_project.reports.model import CleanText
from dagster_project.reports.prose.negations import tellings_in
from dagster_project.reports.prose.sentences import RunningText, running_text


def _running(text: str, *tables: str, chrome: str = "") -> RunningText:
    spans = [(text.index(table), text.index(table) + len(table)) for table in tables]
    lines = ((text.index(chrome), text.index(chrome) + len(chrome)),) if chrome else ()
    return running_text(CleanText(text, range(len(text)), lines), spans)


def test_blanks_are_left_out_and_every_character_knows_its_place():
    text = "  一、总体 情况\n\n> 主动公开\t5 条。\n"
    running = _running(text)
    assert running.text == "一、总体情况\n主动公开5条。"
    assert [text[running.place(at)] for at, ink in enumerate(running.text) if ink != "\n"] == list(running.text.replace("\n", ""))


@pytest.mark.parametrize(
    ("tables", "kept"),
    [
        (("甲 | 1\n乙 | 2",), "前言。\n后语。"),
        (("1\n乙",), "前言。\n后语。"),
        (("甲 | 1\n", "乙 | 2"), "前言。\n后语。"),
        (("| 1",), "前言。\n乙|2\n后语。"),
        (("|",), "前言。\n甲|1\n乙|2\n后语。"),
    ],
)
def test_a_line_that_begins_or_ends_in_a_table_is_no_running_text(tables, kept):
    assert _running("前言。\n甲 | 1\n乙 | 2\n后语。", *tables).text == kept


def test_lines_of_the_web_page_are_no_running_text():
    assert _running("首页 > 公开\n公开5条。", chrome="首页 > 公开").text == "公开5条。"


def test_a_wrapped_line_goes_on_and_a_heading_does_not():
    text = "一、总体情况\n本年度我局通过门户网站等渠道主动公开各类政府信息共计\n35条。全年未收到申请!\n二、收费情况\n无。"
    running = _running(text)
    wrapped = running.sentence_at(running.text.index("35"))
    assert wrapped.text == "本年度我局通过门户网站等渠道主动公开各类政府信息共计35条。"
    assert text[slice(*wrapped.span(len(wrapped.text) - 4, len(wrapped.text)))] == "35条。"
    following = running.sentence_at(wrapped.end)
    assert (following.text, following.earlier, following.paragraph) == ("全年未收到申请!", wrapped.text, wrapped.paragraph)
    assert [running.text[at] for at in tellings_in(running.text)] == ["未"]
    assert [running.sentence_at(running.text.index(words)).section for words in ("35", "无。")] == ["overview", "fees"]
