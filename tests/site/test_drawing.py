"""The parts of a page that think: lines between points, passages of the text, words for figures."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal

import pytest

from dagster_project.site.charts import Breaks, Point, round_top, series_chart
from dagster_project.site.formatting import chinese, figure, moment, value_words
from dagster_project.site.passages import Place, text_with_anchors
from dagster_project.site.report_pages import quoted_once


def point(year: int, value: int | None, state: str = "number", regime: str = "r2021", breaks: bool = False) -> Point:
    return Point(year, None if value is None else Decimal(value), state, regime, "exactMatch", breaks, None)


def lines(points: list[Point], form: tuple[int, ...] = (), meaning: tuple[int, ...] = ()) -> list[str]:
    drawn = series_chart("test", points, Breaks(form, meaning), (2015, 2025))
    return re.findall(r'<line class="(joined[^"]*)"', drawn)


@pytest.mark.parametrize(
    ("points", "form", "meaning", "expected"),
    [
        ([point(2021, 1), point(2022, 2)], (), (), ["joined"]),
        ([point(2020, 1, regime="r2019"), point(2021, 2)], (2021,), (), ["joined dotted"]),
        ([point(2020, 1, regime="narrative"), point(2021, 2, regime="narrative")], (2021,), (), ["joined dotted"]),
        ([point(2020, 1, regime="r2019"), point(2021, 2, breaks=True)], (2021,), (2021,), []),
        ([point(2021, 1), point(2023, 2)], (), (), []),
        ([point(2021, 1), point(2022, None, "blank_cell"), point(2023, 2)], (), (), []),
        ([point(2021, 1), point(2022, 0, "blank_read_as_zero"), point(2023, 2)], (), (), []),
    ],
    ids=[
        "same form",
        "new form",
        "prose over a new form",
        "new meaning",
        "a year is missing",
        "a blank between",
        "a blank whose sums hold",
    ],
)
def test_a_line_joins_only_what_can_be_compared(points, form, meaning, expected):
    assert lines(points, form, meaning) == expected


def test_breaks_are_marked_at_the_first_year_of_the_new_form():
    drawn = series_chart("test", [point(2018, 1), point(2022, 2)], Breaks((2014, 2019, 2021), (2019,)), (2015, 2025))
    assert re.findall(r'class="break (\w+)"><title>(\d+)', drawn) == [("meaning", "2019"), ("form", "2021")]


def test_a_blank_is_drawn_below_the_axis_and_a_negated_zero_as_a_ring():
    drawn = series_chart("test", [point(2021, None, "blank_cell"), point(2022, 0, "zero_from_negation")], Breaks((), ()), (2020, 2024))
    axis = float(re.search(r'class="gridline" x1="\d+" y1="([\d.]+)"', drawn)[1])
    blank = float(re.search(r'<rect class="dot blank" x="[\d.]+" y="([\d.]+)"', drawn)[1])
    assert blank > axis
    assert 'class="dot r2021 negation"' in drawn
    assert "2021: blank" in drawn


@pytest.mark.parametrize(
    ("highest", "top"), [("0", "1"), ("1", "1"), ("3", "5"), ("5", "5"), ("11", "20"), ("6992.04", "10000"), ("100", "100")]
)
def test_the_axis_ends_at_a_round_number(highest, top):
    assert round_top(Decimal(highest)) == Decimal(top)


@pytest.mark.parametrize(
    ("value", "shown"), [("1814000.000000", "1,814,000"), ("190.457379", "190.457379"), ("0.000000", "0"), ("100.000000", "100")]
)
def test_figures_keep_their_places_and_lose_idle_zeros(value, shown):
    assert figure(Decimal(value)) == shown


@pytest.mark.parametrize("state", ["blank_cell", "dash", "unparseable", "blank_read_as_zero"])
def test_states_without_a_figure_are_words(state):
    for value in (None, Decimal(0)):
        shown = re.sub(r"<[^>]*>", "", value_words(value, state))
        assert shown and not re.search(r"\d", shown)


def test_an_approximate_figure_says_so():
    assert "ca." in value_words(Decimal(700), "number", True)


def test_chinese_parts_are_marked_and_markup_is_not():
    assert chinese("a <b> 公开 件") == 'a &lt;b&gt; <span lang="zh">公开</span> <span lang="zh">件</span>'


@pytest.mark.parametrize("at", ["2026-01-02T11:04:05.6+08:00", datetime(2026, 1, 2, 3, 4, 5)])
def test_times_are_told_to_the_minute_in_utc(at):
    assert moment(at).striptags() == "2026-01-02 03:04 UTC"


def test_values_that_share_a_row_share_a_passage():
    text = "维持 | 3 | 0 |"
    places = [Place("a", 0, 6, 5, 6, "figure"), Place("b", 0, 10, 9, 10, "figure"), Place("c", 0, 10, 10, 10, "blank")]
    assert text_with_anchors(text, places) == (
        '<span class="passage">维持 | <a class="figure" id="v-a" href="#f-a">3</a> | <a class="figure" id="v-b" href="#f-b">0</a>'
        '<a class="blank" id="v-c" href="#f-c"></a></span> |'
    )


def test_values_on_one_figure_and_beside_each_other_keep_the_text_as_it_is():
    text = "各3件<无>"
    places = [Place("a", 0, 3, 1, 2, "figure"), Place("b", 0, 3, 1, 2, "figure"), Place("c", 3, 6, 3, 3, "negation")]
    drawn = text_with_anchors(text, places)
    assert re.sub(r"<[^>]*>", "", drawn).replace("&lt;", "<").replace("&gt;", ">") == text
    assert drawn.count('class="passage"') == 2
    assert re.findall(r'id="v-(\w)"', drawn) == ["a", "b", "c"]


def test_figures_that_overlap_lose_no_character():
    drawn = text_with_anchors("12345", [Place("a", 0, 4, 0, 3, "figure"), Place("b", 2, 5, 2, 5, "figure")])
    assert re.sub(r"<[^>]*>", "", drawn) == "12345"


def test_evidence_of_a_row_is_quoted_once():
    assert quoted_once("其他 | 0 … 其他 | 0 | 1 … 其他 | 0 … 总计 | 1") == "其他 | 0 | 1 … 总计 | 1"
    assert quoted_once(None) is None
