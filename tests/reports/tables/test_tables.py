"""A table in, cells with their indicator out, in every layout that web pages make of it."""

import pytest

from dagster_project.reports.cleaning import clean
from dagster_project.reports.tables import read_tables
from dagster_project.reports.tables.labels import label_key
from tests.reports.tables.filled_cells import facts_of

APPLICANTS = ["natural_person", "legal_commercial", "legal_research", "legal_public_welfare", "legal_law_service", "legal_other", "total"]
ROWS = {
    "一、本年新收政府信息公开申请数量": ("applications_received_new", [2, 1, 0, 0, 0, 0, 3]),
    "二、上年结转政府信息公开申请数量": ("applications_carried_in", [1, 0, 0, 0, 0, 0, 1]),
    "（一）予以公开": ("outcome_granted", [1, 1, 0, 0, 0, 0, 2]),
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": ("outcome_partially_granted", [0, 0, 0, 0, 0, 0, 0]),
    "1.属于国家秘密": ("outcome_refused_state_secret", [0, 0, 0, 0, 0, 0, 0]),
    "（六）其他处理": ("outcome_other", [1, 0, 0, 0, 0, 0, 1]),
    "（七）总计": ("applications_concluded_total", [2, 1, 0, 0, 0, 0, 3]),
    "四、结转下年度继续办理": ("applications_carried_over", [1, 0, 0, 0, 0, 0, 1]),
}
EXPECTED = {(indicator, a): v for indicator, values in ROWS.values() for a, v in zip(APPLICANTS, values, strict=True)}
HEADER = ["申请人情况", "自然人", "法人或其他组织", "总计", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]


def one_cell_a_line() -> str:
    lines = list(HEADER)
    for label, (_, values) in ROWS.items():
        lines += [label, *map(str, values)]
    return "\n\n".join(lines)


def one_cell_and_a_pipe_a_line() -> str:
    return "\n".join(f"{line} |" for line in one_cell_a_line().split("\n\n"))


def pipe_grid() -> str:
    lines = [" | ".join(["", *HEADER]) + " |"]
    lines += [f"| {label} | | " + " | ".join(map(str, values)) + " |" for label, (_, values) in ROWS.items()]
    return "\n".join(lines)


def tabs() -> str:
    return "\n".join("\t".join([label, *map(str, values)]) for label, (_, values) in ROWS.items())


def blanks() -> str:
    return "\n".join(" ".join([label, *map(str, values)]) for label, (_, values) in ROWS.items())


def glued_zeros() -> str:
    return "\n".join(label + ("0000000" if not any(values) else "\n" + "\n".join(map(str, values))) for label, (_, values) in ROWS.items())


def no_break_blanks() -> str:
    return one_cell_a_line().replace("\n0\n", "\n\u00a00\u00a0\n")


def labels_broken_in_two() -> str:
    return one_cell_a_line().replace("本年新收政府信息公开申请数量", "本年新收政府信息\n公开申请数量")


def mistyped_label() -> str:
    return one_cell_a_line().replace("结转下年度继续办理", "结转下年继续办理")


def one_long_line() -> str:
    return one_cell_a_line().replace("\n\n", " ")


LAYOUTS = [
    one_long_line,
    one_cell_a_line,
    one_cell_and_a_pipe_a_line,
    pipe_grid,
    tabs,
    blanks,
    glued_zeros,
    no_break_blanks,
    labels_broken_in_two,
    mistyped_label,
]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda f: f.__name__)
def test_layouts_give_the_same_cells(layout):
    reading = read_tables(clean(layout()).clean)
    assert {(f.cell.indicator_id, f.cell.applicant_type): f.value.number for f in facts_of(reading)} == EXPECTED
    assert reading.form == "r2019"


def values_of(text: str, year: str | None = None) -> dict[str, tuple[str, object]]:
    reading = read_tables(clean(text).clean, regime_by_year=year)
    return {
        f.cell.indicator_id: (f.value.state, f.value.number) for f in facts_of(reading) if f.cell.applicant_type in (None, "natural_person")
    }


class TestBlanksAndZeros:
    ROWS = "指标名称 | 计量单位 | 数据统计 |\n一、主动公开数量 | 条 | {0} |\n(一)通过政府网站公开数 | 条 | 7 |\n(二)召开新闻发布会次数 | 次 | 0 |\n二、依申请公开数量 | 件 | / |\n(一)依申请方式 | ||\n1、当面申请数 | 件 | 无 |\n2、传真申请数 | 件 | |"

    def test_blank_zero_dash_and_number_are_four_things(self):
        values = values_of(self.ROWS.format(" "))
        assert values["disclosed_total"] == ("blank_cell", None)
        assert values["disclosed_channel_website"] == ("number", 7)
        assert values["press_conferences"] == ("explicit_zero", 0)
        assert values["applications_total"] == ("dash", None)
        assert values["applications_mode_in_person"] == ("dash", None)
        assert values["applications_mode_fax"] == ("blank_cell", None)

    def test_header_rows_have_no_cells(self):
        assert "applications_by_mode_group" not in values_of(self.ROWS.format("5"))

    def test_a_row_without_values_is_blank_not_zero(self):
        text = one_cell_a_line().replace("1.属于国家秘密\n\n0\n\n0\n\n0\n\n0\n\n0\n\n0\n\n0", "1.属于国家秘密")
        assert values_of(text)["outcome_refused_state_secret"] == ("blank_cell", None)

    def test_what_is_left_of_a_lost_no_break_space_is_no_value(self):
        values = values_of(self.ROWS.format("?12").replace("传真申请数 | 件 | |", "传真申请数 | 件 | ? |"))
        assert values["disclosed_total"] == ("number", 12)
        assert values["applications_mode_fax"] == ("blank_cell", None)


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
        text = TestBlanksAndZeros.ROWS.format("5") + "\n(三)宣传活动次数 | 次 | 14 |\n(四)宣传资料数 | 份 | 40 |\n五、存在的问题"
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


class TestFormIsToldByItsColumns:
    BLOCK = "第二十条第（一）项\n信息内容\n{0}\n规章\n0\n0\n0\n{1}\n3\n1\n12"

    def test_columns_of_2021(self):
        values = values_of(self.BLOCK.format("本年制发件数\n本年废止件数\n现行有效件数", "行政规范性文件"))
        assert values["normative_documents_in_force"] == ("number", 12)

    def test_columns_of_2019_win_over_the_year(self):
        values = values_of(self.BLOCK.format("本年新\n制作数量\n本年新\n公开数量\n对外公开总数量", "规范性文件"), "r2021")
        assert values["normative_documents_public_total"] == ("number", 12)


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


def test_prose_with_words_of_the_form_is_no_table():
    reading = read_tables(clean("行政许可\n\n行政处罚事项已在网站公开。\n\n规章制度健全。").clean)
    assert (facts_of(reading), reading.form) == ([], None)


@pytest.mark.parametrize(
    ("printed", "same_as"),
    [
        ("3.危及“三安全一稳定”", "危及三安全一稳定"),
        ("（二）部分公开（区分处理的，只计这一情形）", "部分公开"),
        ("其中：1、商业 企 业", "商业企业"),
        ("其中:涉及国家秘密", "涉及国家秘密"),
    ],
)
def test_labels_are_the_same_without_numbering_blanks_and_punctuation(printed, same_as):
    assert label_key(clean(printed).clean.text) == same_as


def test_the_year_is_taken_and_not_the_sum_of_all_years():
    rows = ["主动公开信息数", "当面申请数", "传真申请数", "网上申请数", "信函申请数", "同意公开答复数", "行政复议数", "行政诉讼数"]
    text = "指标名称\n计量单位\n2009年度\n历年累计\n" + "\n".join(f"{label}\n件\n{i + 1}\n{100 + i}" for i, label in enumerate(rows))
    reading = read_tables(clean(text).clean)
    assert [f.value.number for f in facts_of(reading)] == [1, 2, 3, 4, 5, 6, 7, 8]


def test_digits_run_together_are_parted_only_when_their_sum_proves_it():
    sure = "".join(label + ("0000000" if not any(values) else "2000002") for label, (_, values) in ROWS.items())
    facts = facts_of(read_tables(clean(sure).clean))
    assert {f.value.number for f in facts if f.cell.applicant_type in ("natural_person", "total")} == {0, 2}
    assert len(facts) == len(EXPECTED)
    unsure = read_tables(clean(sure.replace("2000002", "2100002")).clean)
    assert {f.value.number for f in facts_of(unsure)} == {0}
    assert {s.rule_id for s in unsure.signals} == {"TAB-ROW"}


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


def test_numbers_that_count_the_rows_are_no_values():
    table = "| 序号 | 统计指标 | 单位 | 统计数 |\n" + "\n".join(f"| {i} | {' | '.join(row)} |" for i, row in enumerate(STATISTICS, start=1))
    assert statistics(table) == statistics(PLAIN)
    text = clean(table).clean
    reading = read_tables(text, report_year=2016)
    assert [text.text[start:end] for start, end in reading.codes] == [str(i) for i in range(1, len(STATISTICS) + 1)]


def test_a_pipe_alone_is_a_blank_cell_where_every_cell_ends_with_a_pipe():
    table = (
        one_cell_and_a_pipe_a_line()
        .replace("0 |\n四、", "|\n四、")
        .replace("（一）予以公开 |\n1 |\n1 |\n0 |", "（一）予以公开 |\n|\n1 |\n0 |")
    )
    reading = read_tables(clean(table).clean, regime_by_year="r2021", report_year=2022)
    granted = {f.cell.applicant_type: f.value.number for f in facts_of(reading) if f.cell.indicator_id == "outcome_granted"}
    assert granted["natural_person"] is None
    assert (granted["legal_commercial"], granted["total"]) == (1, 2)


def test_pipes_that_only_make_a_line_as_wide_as_the_table_are_no_blank_cells():
    table = """第二十条第（一）项 | |||
信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |
规章 | |||
行政规范性文件 | 5 | 12 | |
三、收到和处理政府信息公开申请情况
一、本年新收政府信息公开申请数量 | 3 | 1 | 4 | ||||||
二、上年结转政府信息公开申请数量 | |||||||||
三、本年度办理结果 | （一）予以公开 | 2 | 1 | 3 | |||||
（二）部分公开（区分处理的，只计这一情形，不计其他情形） | 1 | 0 | 0 | 0 | 0 | 0 | 1 | |
（七）总计 | 3 | 1 | 4 | |||||
四、结转下年度继续办理 | 0 | ||||||||"""
    reading = read_tables(clean(table).clean, regime_by_year="r2021", report_year=2022)
    told = {(f.cell.indicator_id, f.cell.applicant_type): f.value.number for f in facts_of(reading) if f.value.number is not None}
    whole = {("outcome_partially_granted", a): v for a, v in zip(APPLICANTS, [1, 0, 0, 0, 0, 0, 1], strict=True)}
    totals = {"applications_received_new": 4, "outcome_granted": 3, "applications_concluded_total": 4}
    assert told == whole | {(indicator, "total"): value for indicator, value in totals.items()}
    assert {"5 12", "3", "0"} <= {s.message.split(": ")[-1].split(" belongs")[0] for s in reading.signals}
    blanks = {f.cell.indicator_id for f in facts_of(reading) if f.value.state == "blank_cell"}
    assert blanks == {"rules_issued", "rules_repealed", "rules_in_force", "applications_carried_in"}
    # A blank cell that is kept where it is says that those at the end are kept too.
    kept = read_tables(clean(table.replace("5 | 12 | |", "5 | | 12 |")).clean, regime_by_year="r2021", report_year=2022)
    assert {f.cell.indicator_id: f.value.number for f in facts_of(kept) if f.cell.indicator_id.startswith("normative")} == {
        "normative_documents_issued": 5,
        "normative_documents_repealed": None,
        "normative_documents_in_force": 12,
    }


def test_a_blank_cell_in_a_line_of_its_own_is_one_although_lines_are_filled_up():
    rows = [f"{label} |\n" + "|\n" * 6 + "2 |\n||" for label in ROWS if not label.startswith("四")]
    reading = read_tables(clean("信息内容 |\n本年处理决定数量 |\n||\n" + "\n".join(rows)).clean, regime_by_year="r2021", report_year=2023)
    assert {f.cell.applicant_type: f.value.number for f in facts_of(reading)} == dict.fromkeys(APPLICANTS) | {"total": 2}


def test_a_text_that_ends_below_the_titles_of_a_row_has_no_row():
    text = "行政复议\n行政诉讼\n未经复议直接起诉\n复议后起诉\n" + "\n".join(CHALLENGES * 3)
    reading = read_tables(clean(text).clean, regime_by_year="r2021", report_year=2022)
    assert not facts_of(reading)
    assert [signal.rule_id for signal in reading.signals] == ["TAB-ROW"]


CHALLENGES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


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


def test_rows_for_each_kind_of_case_below_one_group_of_titles_are_told():
    rows = "\n".join(f"{head} | 1 | 0 | 0 | 2 | 3" for head in ["行政复议", "未经复议直接起诉", "复议后起诉"])
    reading = read_tables(clean("类型 | " + " | ".join(CHALLENGES) + "\n" + rows).clean, regime_by_year="r2021", report_year=2022)
    assert not facts_of(reading)
    assert [signal.rule_id for signal in reading.signals] == ["TAB-ROW"]


@pytest.mark.parametrize("word", ["不涉及", "未涉及", "不适用", "没有", "无此项"])
def test_a_word_for_nothing_is_no_zero_and_no_blank(word: str):
    table = f"规章 | {word} | 0 | 2 |\n行政规范性文件 | 1 | 0 | 4 |\n行政许可 | {word} |\n行政处罚 | 3 |\n行政强制 | 0 |"
    values = {f.cell.indicator_id: f.value.state for f in facts_of(read_tables(clean(table).clean, regime_by_year="r2021"))}
    assert (values["rules_issued"], values["rules_repealed"], values["admin_licence_decisions"]) == ("dash", "explicit_zero", "dash")


def test_a_table_whose_rows_and_columns_changed_places_is_refused_and_told():
    turned = "| 申请人 | " + " | ".join(ROWS) + " |\n"
    for place, applicant in enumerate(["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]):
        turned += f"| {applicant} | " + " | ".join(str(values[place]) for _, values in ROWS.values()) + " |\n"
    reading = read_tables(clean(turned).clean, regime_by_year="r2021")
    assert not facts_of(reading)
    assert [signal.rule_id for signal in reading.signals] == ["TAB-ROW"]
    assert reading.spans == [(turned.index("一、"), len(turned) - 3)]


def test_a_row_of_numbers_below_the_last_known_row_is_told():
    text = pipe_grid().replace("四、结转下年度继续办理", "四、留待明年")
    reading = read_tables(clean(text).clean)
    assert [signal.message for signal in reading.signals] == ["no form of the catalogue has a row 四、留待明年"]
    assert not read_tables(clean(pipe_grid()).clean).signals


def test_one_wrong_character_in_a_label_of_seven_is_a_slip():
    table = "规章 | 0 | 0 | 0 |\n行政规范性文件 | 1 | 0 | 4 |\n行政许可 | 12 |\n行政处罚 | 3 |\n行政强制 | 0 |\n行政事业型收费 | 2.5 |"
    values = {fact.cell.indicator_id: fact.value.number for fact in facts_of(read_tables(clean(table).clean, regime_by_year="r2021"))}
    assert str(values["admin_fee_amount"]) == "2.5"


def test_a_sentence_that_lists_the_outcomes_is_no_table() -> None:
    text = (
        "受理公民、法人提出的政府信息公开申请35宗,予以公开4件,保护第三方合法权益3件,属于行政执法案卷1件,属于行政查询事项2件,"
        "本机关不掌握相关政府信息9件,没有现成信息需要另行制作5件,重复申请2件,无正当理由大量反复申请6件。"
    )
    reading = read_tables(clean(text).clean)
    assert (reading.form, facts_of(reading), reading.signals) == (None, [], [])


def test_an_explanation_that_goes_on_in_the_next_line_belongs_to_its_label():
    text = blanks().replace("（区分处理的，只计这一情形，不计其他情形） 0 0", "（区分处理的，只计这一情\n形，不计其他情形） 5 0")
    reading = read_tables(clean(text).clean)
    values = {(f.cell.indicator_id, f.cell.applicant_type): f.value.number for f in facts_of(reading)}
    assert values["outcome_partially_granted", "natural_person"] == 5
    assert not reading.signals


@pytest.mark.parametrize(("titles", "form"), [("本年处理决定数量", "r2021"), ("上一年项目数量 本年增/减 处理决定数量", "r2019")])
def test_titles_of_columns_that_single_blanks_part_tell_the_form(titles: str, form: str):
    values = "1 0 2" if form == "r2019" else "1"
    text = f"信息内容 {titles}\n行政处罚 {values}\n行政强制 {values}\n"
    assert read_tables(clean(text).clean).form == form
