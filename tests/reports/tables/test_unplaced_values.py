"""What no cell of a form holds, or nobody can place, is told and not guessed."""

import pytest

from dagster_project.reports.cleaning import clean
from dagster_project.reports.extraction import Report, extract
from dagster_project.reports.tables import read_tables
from tests.reports.tables.filled_cells import facts_of
from tests.reports.tables.printed_tables import APPLICANTS, CHALLENGES, EXPECTED, LOCAL_FORM, ROWS, one_cell_a_line, pipe_grid


class TestUnplacedValues:
    def test_a_value_stuck_to_the_label_is_surplus_when_seven_follow(self):
        text = one_cell_a_line().replace("1.属于国家秘密", "1.属于国家秘密0")
        reading = read_tables(clean(text).clean)
        assert len(facts_of(reading)) == len(EXPECTED)
        assert [s.rule_id for s in reading.signals] == ["TAB-SURPLUS"]

    def test_a_row_that_lost_cells_is_signalled_and_not_guessed(self):
        text = one_cell_a_line().replace("（一）予以公开\n\n1\n\n1\n\n0\n\n0\n\n0\n\n0\n\n2", "（一）予以公开\n\n1\n\n4\n\n2")
        reading = read_tables(clean(text).clean)
        assert not [f for f in facts_of(reading) if f.cell.indicator_id == "outcome_granted"]
        assert [s.rule_id for s in reading.signals] == ["TAB-ROW"]

    def test_a_row_that_no_form_knows_is_signalled(self):
        text = one_cell_a_line().replace("（七）总计", "（六之二）本地特殊处理事项\n\n3\n\n0\n\n0\n\n0\n\n0\n\n0\n\n3\n\n（七）总计")
        reading = read_tables(clean(text).clean)
        assert [s.rule_id for s in reading.signals] == ["TAB-LABEL"]
        assert {(f.cell.indicator_id, f.cell.applicant_type): f.value.number for f in facts_of(reading)} == EXPECTED

    def test_rows_added_below_the_last_one_are_signalled_and_belong_to_the_table(self):
        text = LOCAL_FORM.format("5") + "\n(三)宣传活动次数 | 次 | 14 |\n(四)宣传资料数 | 份 | 40 |\n五、存在的问题"
        reading = read_tables(clean(text).clean)
        signalled = [s.message.split()[-1] for s in reading.signals if s.rule_id == "TAB-LABEL"]
        assert signalled == ["(三)宣传活动次数", "(四)宣传资料数"]
        assert text[slice(*reading.spans[0])].endswith("40")

    def test_a_row_that_lost_a_blank_cell_behind_the_label_of_its_group_is_not_shifted(self):
        text = "".join(
            f"三、本年度办理结果 | {label} | " + " | ".join(map(str, values[1:] if indicator == "outcome_granted" else values)) + " |\n"
            for label, (indicator, values) in ROWS.items()
        )
        facts = facts_of(read_tables(clean(text).clean))
        got = {(f.cell.indicator_id, f.cell.applicant_type): f.value.number for f in facts}
        assert got.keys() & {("outcome_granted", a) for a in APPLICANTS[:-1]} == set()
        assert {k: v for k, v in EXPECTED.items() if k[0] != "outcome_granted"}.items() <= got.items()


def test_a_table_whose_rows_and_columns_changed_places_is_refused_and_told():
    turned = "| 申请人 | " + " | ".join(ROWS) + " |\n"
    for place, applicant in enumerate(["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]):
        turned += f"| {applicant} | " + " | ".join(str(values[place]) for _, values in ROWS.values()) + " |\n"
    reading = read_tables(clean(turned).clean, regime_by_year="r2021")
    assert not facts_of(reading)
    assert [signal.rule_id for signal in reading.signals] == ["TAB-ROW"]
    assert reading.spans == [(turned.index("一、"), len(turned) - 3)]


def test_the_number_of_a_page_inside_a_row_is_left_out_where_only_that_makes_the_sum_right():
    row = "（一）予以公开 1 1 {}0 0 0 0 2{}".replace(" ", "\n\n")
    plain = one_cell_a_line()
    reading = read_tables(clean(plain.replace(row.format("", ""), row.format("4\n\n", ""))).clean)
    assert {(f.cell.indicator_id, f.cell.applicant_type): f.value.number for f in facts_of(reading)} == EXPECTED
    assert [signal.message for signal in reading.signals] == ["予以公开: 4 belongs to no cell of the row"]
    reading = read_tables(clean(plain.replace(row.format("", ""), row.format("", "\n\n3"))).clean)  # without a 1 it adds up too
    assert not [f for f in facts_of(reading) if f.cell.indicator_id == "outcome_granted"]
    assert [s.rule_id for s in reading.signals] == ["TAB-ROW"]


def test_a_form_is_there_though_none_of_its_rows_could_be_read():
    titles = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
    lines = [" | ".join(["申请人情况", *titles]), *(f"| {label} | 3 | 7 |" for label in ROWS)]
    reading = read_tables(clean("\n".join(lines)).clean, regime_by_year="r2019")
    assert (facts_of(reading), reading.form) == ([], "r2019")
    assert len(reading.signals) == len(ROWS)


def test_numbers_of_a_row_whose_label_is_lost_are_told_and_those_behind_a_told_label_are_not_told_again():
    def signals(text: str) -> list[tuple[str, str]]:
        read = extract([Report("r", "r.txt", text, clean(f"某县2020年政府信息公开工作年度报告\n{text}").clean)])
        return [(signal.rule_id, read.clean.text[slice(*signal.span)]) for signal in read.signals if signal.rule_id.startswith("TAB")]

    plain = one_cell_a_line()
    assert signals(plain) == []
    assert signals(plain.replace("（六）其他处理", "□□")) == [("TAB-LABEL", "□□")]
    damaged = LOCAL_FORM.format("5").replace("二、依申请公开数量 | 件 | / |", "\ufffd\ufffd")
    assert signals(damaged.replace("\ufffd\ufffd", "某数9\n")) == [("TAB-ROW", "9")]


def test_a_row_of_numbers_below_the_last_known_row_is_told():
    text = pipe_grid().replace("四、结转下年度继续办理", "四、留待明年")
    reading = read_tables(clean(text).clean)
    assert [signal.message for signal in reading.signals] == ["no form of the catalogue has a row 四、留待明年"]
    assert not read_tables(clean(pipe_grid()).clean).signals


def test_numbers_beside_a_heading_that_has_none_in_the_form_are_told():
    text = pipe_grid().replace("| 1.属于国家秘密", "| （三）不予公开 | | 2 | 1 | 3 |\n| 1.属于国家秘密")
    reading = read_tables(clean(text).clean)
    assert [(signal.rule_id, text[slice(*signal.span)]) for signal in reading.signals] == [("TAB-ROW", "（三）不予公开 | | 2 | 1 | 3")]
    assert len(facts_of(reading)) == len(EXPECTED)
    assert not read_tables(clean(text.replace("2 | 1 | 3", "- | - | ")).clean).signals


@pytest.mark.parametrize("run_together", ["件5221904", "1361225204512832140691234567890"])
def test_a_row_is_not_blank_where_its_value_runs_together_with_what_follows(run_together: str):
    text = LOCAL_FORM.format("5").replace("二、依申请公开数量 | 件 | / |", f"二、依申请公开数量\n{run_together}")
    reading = read_tables(clean(text).clean)
    assert "applications_public_total" not in {f.cell.indicator_id for f in facts_of(reading)}
    assert "TAB-ROW" in {signal.rule_id for signal in reading.signals}


def test_a_row_of_reviews_that_runs_together_is_not_blank():
    text = "行政复议\n行政诉讼\n" + "\n".join([*CHALLENGES, "未经复议直接起诉", "复议后起诉", *CHALLENGES * 2])
    reading = read_tables(clean(f"{text}\n3769719612179016112275674130511561\n五、存在的问题").clean, regime_by_year="r2021")
    assert not facts_of(reading)
    assert [signal.rule_id for signal in reading.signals] == ["TAB-ROW"]


def test_a_blank_line_below_a_row_is_no_blank_cell_of_it():
    rows = [f"{label}    {'    '.join(map(str, [*values[:2], *values[3:]]))}\n" for label, (_, values) in ROWS.items()]
    reading = read_tables(clean("\n".join(rows)).clean)
    assert all(f.cell.applicant_type == "total" for f in facts_of(reading))
    assert {f.cell.indicator_id: f.value.number for f in facts_of(reading)} == {name: values[-1] for name, values in ROWS.values()}


@pytest.mark.parametrize("column_by_column", [True, False])
def test_rows_that_print_nothing_are_not_blank_where_numbers_that_may_be_theirs_stand_in_no_row(column_by_column: bool):
    labels, numbers = list(ROWS), [[str(v) for v in values] for _, values in ROWS.values()]
    if column_by_column:
        lines = [*labels, *(row[at] for at in range(7) for row in numbers)]
    else:
        lines = [line for label, row in zip(labels, numbers, strict=True) for line in (label, "另有说明 " + " ".join(row))]
    reading = read_tables(clean("\n".join(["申请人情况", *lines])).clean)
    assert not [f for f in facts_of(reading) if f.value.number is None]
    assert "TAB-ROW" in {signal.rule_id for signal in reading.signals}
    nothing = read_tables(clean("\n".join(["申请人情况", *labels])).clean)
    assert {f.value.state for f in facts_of(nothing)} == {"blank_cell"}


def test_titles_of_reviews_above_a_line_without_values_are_told():
    text = f"| 行政复议 |{' |' * 4} 行政诉讼 |{' |' * 9}\n2016年{'--- | ' * 12}\n另有说明"
    reading = read_tables(clean(text).clean, regime_by_year="r2021")
    assert not facts_of(reading)
    assert [signal.rule_id for signal in reading.signals] == ["TAB-ROW"]
