"""Forms of 2008 to 2018: one indicator a row, a unit beside it, one or several columns of years."""

import numpy as np
import pytest

from dagster_project.reports.cleaning import clean
from dagster_project.reports.tables import CellColumns, read_tables
from tests.reports.tables.filled_cells import facts_of


def test_the_year_is_taken_and_not_the_sum_of_all_years():
    rows = ["主动公开信息数", "当面申请数", "传真申请数", "网上申请数", "信函申请数", "同意公开答复数", "行政复议数", "行政诉讼数"]
    text = "指标名称\n计量单位\n2009年度\n历年累计\n" + "\n".join(f"{label}\n件\n{i + 1}\n{100 + i}" for i, label in enumerate(rows))
    reading = read_tables(clean(text).clean)
    assert [f.value.number for f in facts_of(reading)] == [1, 2, 3, 4, 5, 6, 7, 8]


STATISTICS = [
    ("（一）收到申请数", "件", "9"),
    ("1.当面申请数", "件", "1"),
    ("2.传真申请数", "件", "0"),
    ("3.网络申请数", "件", "6"),
    ("4.信函申请数", "件", "2"),
    ("（二）申请办结数", "件", "8"),
    ("1.按时办结数", "件", "7"),
    ("2.延期办结数", "件", "1"),
    ("四、行政复议数量", "件", "3"),
    ("（一）维持具体行政行为数", "件", "2"),
    ("（二）被依法纠错数", "件", "1"),
    ("（三）其他情形数", "件", "0"),
    ("五、行政诉讼数量", "件", "4"),
    ("（一）维持具体行政行为或者驳回原告诉讼请求数", "件", "1"),
    ("（二）被依法纠错数", "件", "1"),
    ("（三）其他情形数", "件", "2"),
]


def statistics(text: str, year: int = 2016) -> dict[tuple[str, int | None], int]:
    facts = facts_of(read_tables(clean(text).clean, regime_by_year="r2014", report_year=year))
    assert {fact.form for fact in facts} <= {"r2014"}
    return {(fact.cell.indicator_id, fact.other_year): int(fact.value.number) for fact in facts}


PLAIN = "\n".join(f"{label}\t{unit}\t{value}" for label, unit, value in STATISTICS)


def test_two_halves_of_a_form_printed_side_by_side_are_both_read():
    half = len(STATISTICS) // 2
    pairs = zip(STATISTICS[:half], STATISTICS[half:], strict=True)
    beside = "统计指标\t单位\t统计数\t统计指标\t单位\t统计数\n" + "\n".join("\t".join((*left, *right)) for left, right in pairs)
    assert len(statistics(PLAIN)) == len(STATISTICS)
    assert statistics(beside) == statistics(PLAIN)
    assert statistics(beside.replace("\t", "\n")) == statistics(PLAIN)


@pytest.mark.parametrize("titles", [("2015年", "2016年"), ("2015年度", "2016年度"), ("上年", "本年"), ("去年同期", "2016年")])
def test_columns_of_two_years_are_kept_apart(titles: tuple[str, str]):
    table = f"| 统计指标 | 单位 | {titles[0]} | {titles[1]} | 增减 |\n"
    table += "\n".join(f"| {label} | {unit} | 77 | {value} | 1 |" for label, unit, value in STATISTICS)
    read = statistics(table)
    assert {indicator: value for (indicator, year), value in read.items() if year is None} == {
        i: v for (i, _), v in statistics(PLAIN).items()
    }
    assert {value for (_, year), value in read.items() if year == 2015} == {77}


def test_blank_cells_below_columns_of_years_keep_their_lines():
    table = "统计指标\n单位\n2015年\n2016年\n" + "\n".join(f"{label}\n{unit}\n\u00a0\n{value}" for label, unit, value in STATISTICS)
    facts = facts_of(read_tables(clean(table).clean, report_year=2016))
    assert {f.cell.indicator_id: f.value.number for f in facts if not f.other_year} == {i: v for (i, _), v in statistics(PLAIN).items()}
    assert {f.value.state for f in facts if f.other_year} == {"blank_cell"}


def test_a_unit_that_cannot_be_read_tells_no_value():
    table = "统计指标\n单位\n统计数\n" + "\n".join(f"{label}\n\ufffd\n{value}" for label, _, value in STATISTICS)
    assert statistics(table) == statistics(PLAIN)


def test_a_row_that_lost_a_value_below_columns_of_years_tells_nothing():
    table = "统计指标\n单位\n2015年\n2016年\n" + "\n".join(f"{label}\n{unit}\n77\n{value}" for label, unit, value in STATISTICS)
    reading = read_tables(clean(table.replace("件\n77\n9", "件\n9")).clean, report_year=2016)
    assert "applications_received" not in {fact.cell.indicator_id for fact in facts_of(reading)}
    assert len(facts_of(reading)) == 2 * len(STATISTICS) - 2
    assert [signal.rule_id for signal in reading.signals] == ["TAB-ROW"]


def test_label_unit_and_value_may_stick_together():
    assert statistics("\n".join("".join(row) for row in STATISTICS)) == statistics(PLAIN)


def test_a_whole_form_may_run_together_in_one_line():
    assert statistics("统计指标单位统计数" + "".join("".join(row) for row in STATISTICS)) == statistics(PLAIN)


def test_numbers_that_count_the_rows_are_no_values():
    table = "| 序号 | 统计指标 | 单位 | 统计数 |\n" + "\n".join(f"| {i} | {' | '.join(row)} |" for i, row in enumerate(STATISTICS, start=1))
    assert statistics(table) == statistics(PLAIN)
    text = clean(table).clean
    reading = read_tables(text, report_year=2016)
    assert [text.text[start:end] for start, end in reading.codes] == [str(i) for i in range(1, len(STATISTICS) + 1)]


SHANGHAI = ["主动公开信息数", "当面申请数", "传真申请数", "网上申请数", "信函申请数", "同意公开答复数", "行政复议数", "行政诉讼数"]


@pytest.mark.parametrize(
    "layout", ["{label} | {unit} | {code} | {value} |", "{label}\n{unit}\n{code}\n{value}", "{label} | {unit} | {value} |"]
)
def test_values_of_two_digits_are_no_codes_of_rows_unless_they_count_them(layout: str):
    values = [17, 40, 12, 0, 99, 10, 25, 31]
    rows = [layout.format(label=label, unit="件", code=f"{n:02d}", value=values[n - 1]) for n, label in enumerate(SHANGHAI, start=1)]
    reading = read_tables(clean("\n".join(rows)).clean, regime_by_year="r2008")
    assert [f.value.number for f in facts_of(reading)] == values


@pytest.mark.parametrize(
    "layout", ["{label} | {unit} | {code} | {value} |", "{label}\n{unit}\n{code}\n{value}", "{label},{code},{unit},{value}"]
)
@pytest.mark.parametrize("code", ["{0}", "{0:02d}", "1{0:02d}"])
def test_a_column_that_counts_the_rows_of_a_form_without_codes_is_no_value(layout: str, code: str):
    rows = [layout.format(label=row[0], unit=row[1], value=row[2], code=code.format(n)) for n, row in enumerate(STATISTICS, start=1)]
    assert statistics("\n".join(rows)) == statistics(PLAIN)


def test_codes_below_their_title_are_none_although_all_else_is_blank():
    blank = "统计指标 | 单位 | {} | 统计数 |\n" + "\n".join(f"{row[0]} | {row[1]} | {n} | |" for n, row in enumerate(STATISTICS, start=1))
    read = [facts_of(read_tables(clean(blank.format(title)).clean, regime_by_year="r2014")) for title in ("代码", "上年数")]
    assert [{fact.value.number for fact in facts} for facts in read] == [{None}, set(range(1, len(STATISTICS) + 1))]


def test_a_blank_column_for_remarks_is_not_the_one_that_counts():
    rows = [f"{label} | 件 | {n} | |" for n, label in enumerate(SHANGHAI, start=1)]
    reading = read_tables(clean("指标名称 | 单位 | 统计数 | 备注 |\n" + "\n".join(rows)).clean, regime_by_year="r2008")
    assert [f.value.number for f in facts_of(reading)] == [1, 2, 3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize("row", ["{0}：{2}{1}", "{0} {1} {2}", "{0}（{1}）：{2}"])
def test_a_row_may_be_a_line_of_text(row: str):
    assert statistics("\n".join(row.format(*printed) for printed in STATISTICS)) == statistics(PLAIN)


NUMBERED = [("序号", "统计指标", "单位", "统计数"), *((str(n), *row) for n, row in enumerate(STATISTICS, start=1))]


@pytest.mark.parametrize("cell_end", [",", ";", " ", "\n"])
def test_the_number_of_a_row_is_no_value_of_the_row_before_it(cell_end: str):
    assert statistics("\n".join(cell_end.join(row) for row in NUMBERED)) == statistics(PLAIN)
    without_zeros = [[cell for cell in row if cell != "0"] for row in NUMBERED]
    told = {key: value for key, value in statistics(PLAIN).items() if value}
    reading = read_tables(clean("\n".join("\n".join(row) for row in without_zeros)).clean, regime_by_year="r2014", report_year=2016)
    assert {(f.cell.indicator_id, None): f.value.number for f in facts_of(reading) if f.value.number is not None} == told


def test_values_that_the_number_of_the_next_row_sticks_to_are_told_and_not_read():
    reading = read_tables(clean("".join("".join(row) for row in NUMBERED)).clean, regime_by_year="r2014")
    assert {f.value.number for f in facts_of(reading)} <= {None}
    assert "TAB-ROW" in {signal.rule_id for signal in reading.signals}


@pytest.mark.parametrize("cell_end", [" ", ""])
def test_a_form_inside_the_one_line_of_a_whole_report_is_read(cell_end: str):
    prose = "今年以来，各部门认真落实条例，公开的内容更加全面，渠道更加多样。下一步将继续努力，提高公开质量，让群众满意。" * 15
    table = cell_end.join(["统计指标", "单位", "统计数", *(cell for row in STATISTICS for cell in row)])
    assert statistics(f"{prose} {table} {prose}") == statistics(PLAIN)
    run_into_a_year = read_tables(clean(f"{prose} {table}2017年，{prose}").clean, regime_by_year="r2014", report_year=2016)
    assert statistics(PLAIN).keys() - {(f.cell.indicator_id, None) for f in facts_of(run_into_a_year)} == {("litigation_cases_other", None)}
    assert "TAB-ROW" in {signal.rule_id for signal in run_into_a_year.signals}


def test_a_value_stuck_to_a_label_keeps_its_place_where_an_explanation_stands_below():
    lines = [f"{label}{value}" for label, _, value in STATISTICS]
    lines[4] += "\n(本列数据的勾稽关系为:各方式之和等于收到申请数)"
    text = clean("\n".join(lines)).clean
    columns = CellColumns([read_tables(text, regime_by_year="r2014", report_year=2016)], np.zeros(1, np.int64))
    assert [text.text[start:end] for start, end in columns.spans] == [value for _, _, value in STATISTICS]
