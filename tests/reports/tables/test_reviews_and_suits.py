"""The table of reviews and suits: one row of fifteen values, or what pages make of it."""

import pytest

from dagster_project.reports.cleaning import clean
from dagster_project.reports.tables import read_tables
from tests.reports.tables.filled_cells import facts_of
from tests.reports.tables.printed_tables import CHALLENGES


def test_a_text_that_ends_below_the_titles_of_a_row_has_no_row():
    text = "行政复议\n行政诉讼\n未经复议直接起诉\n复议后起诉\n" + "\n".join(CHALLENGES * 3)
    reading = read_tables(clean(text).clean, regime_by_year="r2021", report_year=2022)
    assert not facts_of(reading)
    assert [signal.rule_id for signal in reading.signals] == ["TAB-ROW"]


def challenge_values(text: str) -> list[int]:
    reading = read_tables(clean("行政复议\n行政诉讼\n" + text).clean, regime_by_year="r2021", report_year=2022)
    assert not reading.signals
    return [int(fact.value.number) for fact in facts_of(reading)]


def test_the_table_of_one_row_is_read_below_its_titles_and_beside_them():
    values = [1, 0, 0, 1, 2, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1]
    titles = ["未经复议直接起诉", "复议后起诉", *CHALLENGES * 3]
    assert challenge_values(" ".join(titles) + "\n" + " ".join(map(str, values))) == values
    pairs = [f"{title}\n{value}" for title, value in zip(CHALLENGES * 3, values, strict=True)]
    beside = [*pairs[:5], "未经复议直接起诉", *pairs[5:10], "复议后起诉", *pairs[10:]]
    assert challenge_values("\n".join(beside)) == values


HALVES = ["结果 结果 其他 尚未 总", "维持 纠正 结果 审结 计"]


APART = [
    "结果  结果  其他结  尚未",
    "",
    "总计",
    "",
    "结 果 结果  其他  尚未",
    "维持  纠正  果    审结",
    "",
    "总计",
    "",
    "维持  纠正  结果  审结",
]


QUARTERS = ["结 结 其 尚 总", "果 果 他 未 计", "维 纠 结 审", "持 正 果 结"]


@pytest.mark.parametrize(
    "header",
    [
        [HALVES[0], *[f"{HALVES[1]} {HALVES[0]}"] * 2, HALVES[1]],
        [HALVES[0], f"{HALVES[1]} {HALVES[0]} {HALVES[0]}", f"{HALVES[1]} {HALVES[1]}"],
        [*QUARTERS, *[f"{quarter} {quarter}" for quarter in QUARTERS]],
        ["结 结 其 尚", "果 果 他 未", "总计", *QUARTERS[2:], *QUARTERS, *QUARTERS],
    ],
)
def test_titles_that_narrow_columns_broke_over_lines_are_known_by_all_their_characters(header: list[str]):
    values = [4, 1, 0, 2, 7, 0, 3, 0, 0, 3, 1, 0, 0, 5, 6]
    row = "\n" + " ".join(map(str, values))
    assert challenge_values("\n".join(header) + row) == values
    assert challenge_values("\n".join(header[1:]) + row) == [], "a title is lost: nothing tells which"


@pytest.mark.parametrize("cell_end", ["\n", " | "])
def test_the_table_of_one_row_may_be_printed_in_pieces(cell_end: str):
    values = [3, 0, 1, 0, 4, 1, 0, 0, 0, 1, 0, 2, 0, 0, 2]
    heads = ["行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）"]
    pieces = [
        f"{head}\n{cell_end.join(CHALLENGES)}\n{cell_end.join(map(str, values[n * 5 : n * 5 + 5]))}\n" for n, head in enumerate(heads)
    ]
    assert challenge_values("\n".join(pieces)) == values
    reading = read_tables(clean("\n".join(pieces[:2])).clean, regime_by_year="r2021", report_year=2022)
    assert not facts_of(reading), "which group of columns was lost, nothing tells"
    assert [signal.rule_id for signal in reading.signals] == ["TAB-ROW"]


GROUPS = ["review", "litigation_direct", "litigation_after_review"]
THREE_ROWS = [[1, 0, 0, 2, 3], [4, 0, 1, 0, 5], [0, 0, 0, 1, 1]]


@pytest.mark.parametrize(
    "names",
    [
        ["行政复议", "未经复议直接起诉", "复议后起诉"],
        ["行政复议案件", "行政诉讼（未经复议）", "行政诉讼（经行政复议后起诉）"],
        ["一、行政复议", "二、行政诉讼（未经行政复议直接起诉）", "三、行政诉讼（复议后）"],
    ],
)
@pytest.mark.parametrize("cell_end", [" | ", "\n"])
def test_rows_for_each_kind_of_case_below_one_group_of_titles_are_those_that_their_names_tell(names: list[str], cell_end: str):
    lines = [["类型", *CHALLENGES], *([name, *map(str, row)] for name, row in zip(names, THREE_ROWS, strict=True))]
    reading = read_tables(clean("\n".join(cell_end.join(line) for line in lines)).clean, regime_by_year="r2021", report_year=2022)
    assert [int(f.value.number) for f in facts_of(reading)] == [value for row in THREE_ROWS for value in row]
    assert [f.cell.indicator_id for f in facts_of(reading)][4::5] == [f"{group}_total" for group in GROUPS]
    assert not reading.signals


def test_titles_and_values_may_run_together():
    titles = "".join(CHALLENGES)
    header = f"行政复议行政诉讼\n{titles}未经复议直接起诉复议后起诉\n{titles}{titles}\n"

    def read(values: str):
        return read_tables(clean(f"{header}{values}\n五、存在的问题").clean, regime_by_year="r2021", report_year=2022)

    assert [int(f.value.number) for f in facts_of(read("100120000010001"))] == [1, 0, 0, 1, 2, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1]
    unproven = read("100110000010001")
    assert not facts_of(unproven)
    assert [signal.rule_id for signal in unproven.signals] == ["TAB-ROW"]


@pytest.mark.parametrize("cell_end", [" | ", "\n", ","])
def test_a_table_whose_titles_became_rows_is_read_where_each_column_is_named(cell_end: str):
    names = ["未经复议直接起诉", "行政复议", "行政诉讼（复议后）"]
    lines = [["结果", *names], *([title, *map(str, row)] for title, row in zip(CHALLENGES, zip(*THREE_ROWS, strict=True), strict=True))]
    text = "\n".join(cell_end.join(line) for line in lines)
    reading = read_tables(clean(text).clean, regime_by_year="r2021", report_year=2022)
    got = {f.cell.indicator_id: f.value.number for f in facts_of(reading)}
    assert [int(got[f"{group}_total"]) for group in (GROUPS[1], GROUPS[0], GROUPS[2])] == [row[-1] for row in THREE_ROWS]
    assert (len(got), reading.signals) == (15, [])
    unnamed = read_tables(clean(text.replace("行政复议", "某类案件")).clean, regime_by_year="r2021", report_year=2022)
    assert not facts_of(unnamed)
    assert [signal.rule_id for signal in unnamed.signals] == ["TAB-ROW"]


def test_a_row_of_cases_whose_name_tells_no_group_of_columns_is_told_and_not_placed():
    text = "类型 | " + " | ".join(CHALLENGES) + "\n行政复议 | 1 | 0 | | 2 | 3\n行政诉讼 | 1 | 0 | 0 | 2 | 3\n五、存在的问题"
    reading = read_tables(clean(text).clean, regime_by_year="r2021", report_year=2022)
    assert {f.cell.indicator_id: f.value.number for f in facts_of(reading)} == {
        "review_upheld": 1,
        "review_corrected": 0,
        "review_other_result": None,
        "review_pending": 2,
        "review_total": 3,
    }
    assert [signal.rule_id for signal in reading.signals] == ["TAB-ROW"]
    assert text[slice(*reading.spans[0])].endswith("行政诉讼 | 1 | 0 | 0 | 2 | 3")


HEADINGS = [
    "四、政府信息公开行政复议、行政诉讼情况",
    "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况\n行政复议行政诉讼",
    "行政复议\n行政诉讼",
]


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("cell_end", [" | ", "\n"])
def test_a_row_that_lost_its_titles_is_read_where_its_sums_prove_it(heading: str, cell_end: str):
    values = [19, 5, 0, 4, 28, 0, 0, 0, 0, 0, 1, 0, 7, 0, 8]

    def read(values: list[int]):
        text = f"{heading}\n{cell_end.join(map(str, values))}\n五、存在的主要问题"
        return read_tables(clean(text).clean, regime_by_year="r2021", report_year=2022)

    assert [int(f.value.number) for f in facts_of(read(values))] == values
    assert not read(values).signals
    for unproven in ([*values[:4], 27, *values[5:]], values[:-1], [*values, 0]):
        reading = read(unproven)
        assert not facts_of(reading)
        assert [signal.rule_id for signal in reading.signals] == ["TAB-ROW"]


def test_a_heading_with_prose_or_few_figures_below_it_is_no_table():
    for below in ["本年度没有发生行政复议。", "1\n0", "本年度没有发生行政复议。" * 9 + "\n1\n0\n0\n0\n1\n0\n0"]:
        reading = read_tables(clean(f"四、政府信息公开行政复议、行政诉讼情况\n{below}").clean, regime_by_year="r2021")
        assert (facts_of(reading), reading.signals, reading.spans) == ([], [], [])


def test_names_of_rows_of_cases_may_stand_in_two_columns():
    names = [("行政复议", ""), ("行政诉讼", "未经复议直接起诉"), ("行政诉讼", "复议后起诉")]
    rows = [[*pair, *map(str, row)] for pair, row in zip(names, THREE_ROWS, strict=True)]
    text = "\n".join(" | ".join(["", *row, ""]) for row in [["类型", "", *CHALLENGES], *rows])
    reading = read_tables(clean(text).clean, regime_by_year="r2021", report_year=2022)
    assert [int(f.value.number) for f in facts_of(reading)] == [value for row in THREE_ROWS for value in row]


def test_values_in_one_line_with_their_titles_or_stuck_to_them_are_read():
    values = [1, 0, 0, 1, 2, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1]
    assert challenge_values(" ".join(["未经复议直接起诉", "复议后起诉", *CHALLENGES * 3, *map(str, values)])) == values
    stuck = [f"{title}:{value}" for title, value in zip(CHALLENGES * 3, values, strict=True)]
    text = "\n".join([*stuck[:5], "未经复议直接起诉", *stuck[5:10], "复议后起诉", *stuck[10:], "五、存在的主要问题"])
    assert challenge_values(text) == values


def test_titles_that_name_their_group_too_are_those_of_the_form_where_the_sums_prove_it():
    titles = [f"{group}{title}" for group in ("行政复议", "未经复议直接起诉", "复议后起诉") for title in CHALLENGES]
    values = [19, 5, 0, 4, 28, 0, 0, 0, 0, 0, 1, 0, 7, 0, 8]
    text = "四、政府信息公开行政复议、行政诉讼情况\n" + " | ".join(titles) + "\n" + " | ".join(map(str, values))
    reading = read_tables(clean(text).clean, regime_by_year="r2021", report_year=2022)
    assert [int(f.value.number) for f in facts_of(reading)] == values
