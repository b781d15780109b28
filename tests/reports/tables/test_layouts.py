"""The same table in every layout that web pages make of it gives the same cells."""

import pytest

from dagster_project.reports.cleaning import clean
from dagster_project.reports.tables import read_tables
from dagster_project.reports.tables.labels import label_key
from dagster_project.reports.tables.lines import read_line
from dagster_project.reports.tables.placing import split_glued
from tests.reports.tables.filled_cells import facts_of
from tests.reports.tables.printed_tables import (
    APPLICANTS,
    EXPECTED,
    ROWS,
    blanks,
    one_cell_a_line,
    one_cell_and_a_pipe_a_line,
    pipe_grid,
    tabs,
)


def glued_zeros() -> str:
    return "\n".join(label + ("0000000" if not any(values) else "\n" + "\n".join(map(str, values))) for label, (_, values) in ROWS.items())


def no_break_blanks() -> str:
    return one_cell_a_line().replace("\n0\n", "\n\u00a00\u00a0\n")


def labels_broken_in_two() -> str:
    return one_cell_a_line().replace("本年新收政府信息公开申请数量", "本年新收政府信息\n公开申请数量")


def labels_broken_in_three_behind_a_label() -> str:
    """本年新 is the title of a column too."""
    return one_cell_a_line().replace("一、本年新收政府信息公开申请数量", "一、本年新\n收政府信息\n公开申请数量")


def lines_of_a_csv_file() -> str:
    return "\n".join(",".join([label, *map(str, values)]) for label, (_, values) in ROWS.items())


def lines_parted_by_semicolons() -> str:
    return lines_of_a_csv_file().replace(",", ";")


def lines_of_a_csv_file_in_quotation_marks() -> str:
    return "\n".join(",".join(["", f'"{label}"', *(f'"{value}"' for value in values)]) for label, (_, values) in ROWS.items())


def everything_run_together() -> str:
    """Lines of a page of which only the words of its cells are left."""
    groups = {"（一）予以公开": "三、本年度办理结果", "1.属于国家秘密": "（三）不予公开"}
    rows = [groups.get(label, "") + label + "".join(map(str, values)) for label, (_, values) in ROWS.items()]
    return "\n".join(["自然人法人或其他组织总计", "商业企业科研机构社会公益组织法律服务机构其他", *rows])


def labels_around_their_values() -> str:
    """As a PDF prints narrow cells line by line, what runs down beside the rows between them."""
    lines = []
    for label, (_, values) in ROWS.items():
        half, row = len(label) // 2 + 1, " ".join(map(str, values))
        lines += [f"{label[:half]}\n予公开\n果 {row}\n{label[half:]}"] if "本年新收" in label or "结转下" in label else [f"{label} {row}"]
    return "\n".join(["申请人情况", *lines])


def mistyped_label() -> str:
    return one_cell_a_line().replace("结转下年度继续办理", "结转下年继续办理")


def one_long_line() -> str:
    return one_cell_a_line().replace("\n\n", " ")


def repeated_groups() -> str:
    """What a merged cell holds stands in each of its columns."""
    rows = [["申请人情况"] * 10, *([label] * 3 + list(map(str, values)) for label, (_, values) in ROWS.items())]
    return "\n".join(" | ".join(["", *row, ""]) for row in rows)


def groups_before_their_labels() -> str:
    groups = {"1.属于国家秘密": "三、本年度办理结果（三）不予公开", "（一）予以公开": "三、本年度办理结果 "}
    return "\n".join(" | ".join(["", groups.get(label, "") + label, *map(str, values), ""]) for label, (_, values) in ROWS.items())


def explanation_in_a_line_of_its_own() -> str:
    return one_cell_a_line().replace("（区分", "\n\n（区分")


def label_and_explanation_in_three_lines() -> str:
    return one_cell_a_line().replace("（二）部分公开（区分处理的，", "（二）部分\n公开（区分\n处理的，")


def total_in_front() -> str:
    titles = ["项目", "总计", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    rows = [titles, *([label, str(values[-1]), *map(str, values[:-1])] for label, (_, values) in ROWS.items())]
    return "\n".join(" | ".join(["", *row, ""]) for row in rows)


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
    labels_around_their_values,
    everything_run_together,
    labels_broken_in_three_behind_a_label,
    lines_of_a_csv_file,
    lines_of_a_csv_file_in_quotation_marks,
    lines_parted_by_semicolons,
    mistyped_label,
    repeated_groups,
    groups_before_their_labels,
    explanation_in_a_line_of_its_own,
    label_and_explanation_in_three_lines,
    total_in_front,
]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda f: f.__name__)
def test_layouts_give_the_same_cells(layout):
    reading = read_tables(clean(layout()).clean)
    assert {(f.cell.indicator_id, f.cell.applicant_type): f.value.number for f in facts_of(reading)} == EXPECTED
    assert reading.form == "r2019"


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


def test_digits_run_together_are_parted_only_when_their_sum_proves_it():
    sure = "".join(label + ("0000000" if not any(values) else "2000002") for label, (_, values) in ROWS.items())
    facts = facts_of(read_tables(clean(sure).clean))
    assert {f.value.number for f in facts if f.cell.applicant_type in ("natural_person", "total")} == {0, 2}
    assert len(facts) == len(EXPECTED)
    unsure = read_tables(clean(sure.replace("2000002", "2100002")).clean)
    assert {f.value.number for f in facts_of(unsure)} == {0}
    assert {s.rule_id for s in unsure.signals} == {"TAB-ROW"}


@pytest.mark.parametrize(
    ("digits", "parted"),
    [
        ("2000002", [2, 0, 0, 0, 0, 0, 2]),
        ("374663001923830", [3746, 63, 0, 0, 19, 2, 3830]),
        ("12100013", None),  # 12 + 1 is 13, and so is 1 + 2 + 10
        ("2000003", None),
        ("200002", None),
    ],
)
def test_digits_of_several_numbers_run_together_are_parted_where_one_way_alone_adds_up(digits: str, parted: list[int] | None):
    found = split_glued(digits, 7, has_total=True)
    assert (found and list(map(int, found))) == parted


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


def test_one_wrong_character_in_a_label_of_seven_is_a_slip():
    table = "规章 | 0 | 0 | 0 |\n行政规范性文件 | 1 | 0 | 4 |\n行政许可 | 12 |\n行政处罚 | 3 |\n行政强制 | 0 |\n行政事业型收费 | 2.5 |"
    values = {fact.cell.indicator_id: fact.value.number for fact in facts_of(read_tables(clean(table).clean, regime_by_year="r2021"))}
    assert str(values["admin_fee_amount"]) == "2.5"


def test_an_explanation_that_goes_on_in_the_next_line_belongs_to_its_label():
    text = blanks().replace("（区分处理的，只计这一情形，不计其他情形） 0 0", "（区分处理的，只计这一情\n形，不计其他情形） 5 0")
    reading = read_tables(clean(text).clean)
    values = {(f.cell.indicator_id, f.cell.applicant_type): f.value.number for f in facts_of(reading)}
    assert values["outcome_partially_granted", "natural_person"] == 5
    assert not reading.signals


@pytest.mark.parametrize(
    "sentence",
    ["收到申请12件,其中予以公开5件,不予公开7", "本年新收政府信息公开申请数量,12件,较上年增加,3", "全年举办培训班,3次", "总计,其他"],
)
def test_commas_of_a_sentence_part_no_cells(sentence: str):
    assert read_line(sentence).kinds in ("t", "o", "T")
