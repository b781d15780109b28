"""What is a table, and which form it follows."""

import pytest

from dagster_project.reports.cleaning import clean
from dagster_project.reports.tables import read_tables
from tests.reports.tables.filled_cells import facts_of
from tests.reports.tables.printed_tables import APPLICANTS, ROWS, values_of


class TestFormIsToldByItsColumns:
    BLOCK = "第二十条第（一）项\n信息内容\n{0}\n规章\n0\n0\n0\n{1}\n3\n1\n12"

    def test_columns_of_2021(self):
        values = values_of(self.BLOCK.format("本年制发件数\n本年废止件数\n现行有效件数", "行政规范性文件"))
        assert values["normative_documents_in_force"] == ("number", 12)

    def test_columns_of_2019_win_over_the_year(self):
        values = values_of(self.BLOCK.format("本年新\n制作数量\n本年新\n公开数量\n对外公开总数量", "规范性文件"), "r2021")
        assert values["normative_documents_public_total"] == ("number", 12)


def test_prose_with_words_of_the_form_is_no_table():
    reading = read_tables(clean("行政许可\n\n行政处罚事项已在网站公开。\n\n规章制度健全。").clean)
    assert (facts_of(reading), reading.form) == ([], None)


def test_a_sentence_that_lists_the_outcomes_is_no_table() -> None:
    text = (
        "受理公民、法人提出的政府信息公开申请35宗,予以公开4件,保护第三方合法权益3件,属于行政执法案卷1件,属于行政查询事项2件,"
        "本机关不掌握相关政府信息9件,没有现成信息需要另行制作5件,重复申请2件,无正当理由大量反复申请6件。"
    )
    reading = read_tables(clean(text).clean)
    assert (reading.form, facts_of(reading), reading.signals) == (None, [], [])


@pytest.mark.parametrize(("titles", "form"), [("本年处理决定数量", "r2021"), ("上一年项目数量 本年增/减 处理决定数量", "r2019")])
def test_titles_of_columns_that_single_blanks_part_tell_the_form(titles: str, form: str):
    values = "1 0 2" if form == "r2019" else "1"
    text = f"信息内容 {titles}\n行政处罚 {values}\n行政强制 {values}\n"
    assert read_tables(clean(text).clean).form == form


@pytest.mark.parametrize("count", [1, 2, 4])
def test_few_rows_of_a_form_are_enough_where_their_labels_are_of_no_other_table(count: int):
    rows = dict(list(ROWS.items())[-count:])
    text = "\n".join(" | ".join(["", label, *map(str, values), ""]) for label, (_, values) in rows.items())
    reading = read_tables(clean(text).clean, regime_by_year="r2019")
    assert {(f.cell.indicator_id, f.cell.applicant_type): f.value.number for f in facts_of(reading)} == {
        (indicator, a): v for indicator, values in rows.values() for a, v in zip(APPLICANTS, values, strict=True)
    }


def test_a_row_of_a_form_left_alone_without_all_its_values_is_told():
    reading = read_tables(clean("四、结转下年度继续办理\n5\n3\n6\n存在的问题").clean, regime_by_year="r2021")
    assert not facts_of(reading)
    assert [signal.rule_id for signal in reading.signals] == ["TAB-ROW"]


@pytest.mark.parametrize("text", ["重复申请\n0\n0\n0\n0\n0\n0\n2", "一、本年新收政府信息公开申请数量\n本年度未收到申请。"])
def test_words_of_a_form_alone_are_no_table(text: str):
    reading = read_tables(clean(text).clean, regime_by_year="r2021")
    assert (facts_of(reading), reading.signals) == ([], [])
