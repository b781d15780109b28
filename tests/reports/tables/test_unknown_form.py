"""A table of statistics that follows no form of the catalogue: set aside and told, not forced into the newest form."""

from dagster_project.reports.cleaning import clean
from dagster_project.reports.extraction import Report, extract
from dagster_project.reports.tables import read_tables
from tests.reports.tables.printed_tables import LOCAL_FORM

INVENTED = (
    ("政务数据开放目录总量", "个"), ("数据接口调用次数", "次"), ("政策文件智能问答量", "次"), ("企业诉求响应数量", "件"),
    ("政民互动直播次数", "次"), ("基层公开专区建设数", "个"), ("公开事项标准编制数", "项"), ("政策图解数量", "条"), ("政策视频数量", "条"),
)  # fmt: skip


class TestUnknownForm:
    HEAD = "政府信息公开情况统计表\n统计指标 | 单位 | 统计数 |\n"
    ROWS = "".join(f"{words} | {unit} | {n} |\n" for n, (words, unit) in enumerate(INVENTED, 3))

    def test_a_table_of_which_no_form_has_the_rows_is_told_and_gives_no_facts(self):
        reading = read_tables(clean(self.HEAD + self.ROWS).clean)
        assert reading.unknown == INVENTED[0][0]
        assert reading.rows == []

    def test_rows_added_to_a_known_form_make_it_no_unknown_one(self):
        known = LOCAL_FORM.format("5")
        assert read_tables(clean(known + "\n" + self.ROWS).clean).unknown is None

    def test_a_list_of_offices_and_their_counts_is_no_form(self):
        offices = "".join(
            f"县{name}局 | {n} |\n" for n, name in enumerate(["教育", "民政", "财政", "水利", "农业", "审计", "统计", "林业", "卫生"], 3)
        )
        assert read_tables(clean("各部门政府信息公开情况统计表\n单位 | 数量 |\n" + offices).clean).unknown is None


def test_a_report_with_an_unknown_form_is_set_aside_with_the_remedy():
    head = "随县人民政府2025年政府信息公开工作年度报告\n统计期限自2025年1月1日至2025年12月31日。\n一、概述\n主动公开政府信息30条,依申请公开3件。\n"
    text = head + TestUnknownForm.HEAD + TestUnknownForm.ROWS
    batch = extract([Report("r", "a.txt", text, clean(text).clean)])
    found = batch.documents[0]
    assert found.identity.is_report
    assert found.refused is not None
    assert found.refused.startswith("unknown_form: ")
    assert "adding-a-form" in found.refused
    assert not batch.cells.rows and not batch.prose_facts
