"""What a cell says: a number with its unit, a zero, a dash, nothing."""

import pytest

from dagster_project.reports.cleaning import clean
from dagster_project.reports.tables import read_tables
from tests.reports.tables.filled_cells import facts_of
from tests.reports.tables.printed_tables import HEADER, LOCAL_FORM, ROWS, one_cell_a_line, values_of

OTHER_LABELS = [
    "其他法律行政法规禁止公开",
    "保护第三方合法权益",
    "属于三类内部事务信息",
    "属于四类过程性信息",
    "属于行政执法案卷",
    "属于行政查询事项",
]


class TestBlanksAndZeros:
    def test_blank_zero_dash_and_number_are_four_things(self):
        values = values_of(LOCAL_FORM.format(" "))
        assert values["disclosed_total"] == ("blank_cell", None)
        assert values["disclosed_channel_website"] == ("number", 7)
        assert values["press_conferences"] == ("explicit_zero", 0)
        assert values["applications_total"] == ("dash", None)
        assert values["applications_mode_in_person"] == ("dash", None)
        assert values["applications_mode_fax"] == ("blank_cell", None)

    def test_header_rows_have_no_cells(self):
        assert "applications_by_mode_group" not in values_of(LOCAL_FORM.format("5"))

    def test_a_row_without_values_is_blank_not_zero(self):
        text = one_cell_a_line().replace("1.属于国家秘密\n\n0\n\n0\n\n0\n\n0\n\n0\n\n0\n\n0", "1.属于国家秘密")
        assert values_of(text)["outcome_refused_state_secret"] == ("blank_cell", None)

    def test_a_row_of_a_text_without_the_lines_that_repeat_is_not_blank(self):
        labels = [*ROWS, *(f"{n}.{words}" for n, words in enumerate(OTHER_LABELS, start=2))]
        lines = [
            "规章",
            "0",
            "行政规范性文件",
            "2",
            "行政许可",
            "31",
            *HEADER,
            "行政强制",
            *labels,
            *(f"第{n}段内容如下。" for n in range(12)),
        ]
        reading = read_tables(clean("\n".join(lines)).clean, regime_by_year="r2019")
        assert {f.cell.indicator_id for f in facts_of(reading)} <= {"admin_licence_decisions"}
        assert {signal.rule_id for signal in reading.signals} == {"TAB-ROW"}
        kept = read_tables(clean("\n".join([*lines, "信息内容", "信息内容"])).clean, regime_by_year="r2019")
        assert {f.value.state for f in facts_of(kept) if f.cell.indicator_id == "applications_carried_in"} == {"blank_cell"}

    def test_what_is_left_of_a_lost_no_break_space_is_no_value(self):
        values = values_of(LOCAL_FORM.format("?12").replace("传真申请数 | 件 | |", "传真申请数 | 件 | ? |"))
        assert values["disclosed_total"] == ("number", 12)
        assert values["applications_mode_fax"] == ("blank_cell", None)


@pytest.mark.parametrize(
    ("cell", "unit", "value"),
    [
        ("1814万元", "yuan", 18140000),
        ("251000元", "yuan", 251000),
        ("20.5", "10k_yuan", 20.5),
        ("4万元", "10k_yuan", 4),
        ("+2", "count", 2),
        ("-1", "count", -1),
    ],
)
def test_a_cell_may_carry_its_unit(cell, unit, value):
    from dagster_project.reports.tables.values import parse_cell

    parsed = parse_cell(cell)
    assert parsed is not None
    assert float(parsed.in_unit(unit)) == value


@pytest.mark.parametrize("word", ["不涉及", "未涉及", "不适用", "没有", "无此项"])
def test_a_word_for_nothing_is_no_zero_and_no_blank(word: str):
    table = f"规章 | {word} | 0 | 2 |\n行政规范性文件 | 1 | 0 | 4 |\n行政许可 | {word} |\n行政处罚 | 3 |\n行政强制 | 0 |"
    values = {f.cell.indicator_id: f.value.state for f in facts_of(read_tables(clean(table).clean, regime_by_year="r2021"))}
    assert (values["rules_issued"], values["rules_repealed"], values["admin_licence_decisions"]) == ("dash", "explicit_zero", "dash")
