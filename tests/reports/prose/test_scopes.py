"""Whose a figure is, and of which year."""

import pytest

from dagster_project.reports.cleaning import clean
from dagster_project.reports.prose.ledger import Ledger
from dagster_project.reports.prose.reading import read_prose
from tests.reports.prose.reading_fragments import facts_of, figures_of


@pytest.mark.parametrize(
    ("sentence", "scope", "year"),
    [
        ("2016年主动公开政府信息80条。", "reporting_agency", 2016),
        ("2015年主动公开政府信息80条。", "other_year", 2015),
        ("2017年计划主动公开政府信息80条。", "plan", 2017),
        ("自2008年以来,主动公开政府信息80条。", "cumulative", None),
        ("从历年情况看,2014年主动公开政府信息80条。", "other_year", 2014),
        ("截至年底,累计主动公开政府信息80条,其中本年度新增主动公开政府信息20条。", "cumulative", 2016),
        ("全年累计主动公开政府信息80条。", "reporting_agency", 2016),
        ("2016年主动公开政府信息80条,2015年主动公开政府信息70条。", "reporting_agency", 2016),
        ("近四年累计主动公开政府信息80条。", "cumulative", None),
        ("2016年1月至今,主动公开政府信息80条。", "reporting_agency", 2016),
        ("2014年1月至今,主动公开政府信息80条。", "cumulative", None),
        ("从2009年1月1日起开始开展这项工作,主动公开政府信息80条。", "reporting_agency", 2016),
        ("截至年末,本年度主动公开政府信息80条。各乡镇主动公开政府信息30条。", "reporting_agency", 2016),
        ("申请比2015年(31件)减少三成,主动公开政府信息80条。", "reporting_agency", 2016),
        ("1件申请结转2017年度继续办理,主动公开政府信息80条。", "reporting_agency", 2016),
        ("截至2016年底,我局累计主动公开政府信息80条,全文电子化率100%。", "cumulative", 2016),
        ("本镇到2016年底累计主动公开政府信息80条。", "cumulative", 2016),
        ("通过目录系统累计主动公开政府信息已达80条。", "cumulative", 2016),
        ("截至2016年底,本年度累计主动公开政府信息80条。", "reporting_agency", 2016),
        ("截至2016年12月31日,累计主动公开2016年以来的政府信息80条。", "reporting_agency", 2016),
        ("2016年度及历年来,我镇主动公开政府信息80条。", "reporting_agency", 2016),
        ("截至2016年底,主动公开政府信息历年累计80条,其中2016年新增主动公开政府信息20条。", "cumulative", None),
        ("自条例实施以来,截至2016年底,我局主动公开政府信息80条。", "cumulative", None),
        ("自2016年1月1日起至2016年12月31日止,主动公开政府信息80条。", "reporting_agency", 2016),
        ("一、2016年政务公开工作要点落实情况\n主动公开政府信息80条。", "reporting_agency", 2016),
        ("梳理文件30份,历年累计101份,主动公开政府信息80条。", "reporting_agency", 2016),
        ("根据《2015年政务公开要点》,主动公开政府信息80条。", "reporting_agency", 2016),
    ],
)
def test_whose_and_which_year(sentence, scope, year):
    fact = facts_of(sentence, 2016)[0]
    assert (fact.scope.scope, fact.scope.period_year) == (scope, year)


def test_what_stands_at_the_end_of_the_year_beside_the_flow_of_the_year_is_a_stock():
    facts = facts_of("2016年,主动公开政府信息80条。\n截至2016年12月底,已主动公开政府信息900条。", 2016)
    assert [(f.value, f.scope.scope) for f in facts] == [(80, "reporting_agency"), (900, "cumulative")]


def test_what_is_added_up_behind_the_number_of_the_year_is_a_stock():
    facts = facts_of("本年度主动公开政府信息80条,已累计公开政府信息900条。", 2016)
    assert [(f.value, f.scope.scope) for f in facts] == [(80, "reporting_agency"), (900, "cumulative")]


@pytest.mark.parametrize(
    ("sentence", "scopes"),
    [
        ("本所到2016年底累计主动公开政府信息80条,其中通知类信息30条。", ["cumulative", "cumulative"]),
        ("自2009年以来累计主动公开政府信息80条。其中,通知类信息30条。", ["cumulative", "cumulative"]),
        ("全年累计主动公开政府信息80条,其中通知类信息30条。", ["reporting_agency", "reporting_agency"]),
    ],
)
def test_parts_of_a_stock_are_of_all_years(sentence, scopes):
    assert [f.scope.scope for f in facts_of(sentence, 2016)] == scopes


def test_the_office_of_a_government_is_a_part_of_its_area():
    facts = facts_of("三、依申请公开\n全省共受理政府信息公开申请900件。省政府办公厅受理政府信息公开申请80件。", 2016)
    assert [(f.value, f.scope.scope) for f in facts] == [(900, "reporting_agency"), (80, "sub_unit")]


def test_what_is_carried_in_from_last_year_is_of_this_year():
    (fact,) = facts_of("三、依申请公开\n结转上年度政府信息公开申请3件。", 2016)
    assert (fact.indicator_id, fact.scope.period_year) == ("n_applications_carried_in", 2016)


def test_years_beside_what_is_carried_over_are_no_periods():
    facts = facts_of("三、依申请公开\n全年收到申请10件,2015年结转2件,共办结9件,结转2017年度继续办理3件。", 2016)
    assert [(f.indicator_id, f.value) for f in facts] == [
        ("n_applications_received", 10),
        ("n_applications_carried_in", 2),
        ("n_applications_answered", 9),
        ("n_carried_over", 3),
    ]
    assert {f.scope.period_year for f in facts} == {2016}


def test_sections_of_problems_and_plans_give_no_figures_of_the_year():
    assert figures_of("五、存在的问题和改进措施\n举办政务公开培训班2期。") == {}


def test_what_a_body_of_the_area_received_is_a_part_of_what_the_area_did():
    facts = facts_of("三、依申请公开\n全区共受理政府信息公开申请85件,其中区住建部门受理31件,自然人申请60件。", 2016)
    assert [(f.value, f.scope.scope) for f in facts] == [(85, "reporting_agency"), (31, "sub_unit"), (60, "reporting_agency")]


def test_bodies_named_one_after_another_behind_其中_are_all_parts_with_what_else_they_did():
    text = "三、依申请公开\n全县共受理政府信息公开申请50件,其中县政府办公室受理14件,办结13件,县直部门受理30件,乡镇受理6件,办结%d件。"
    of_units = [f.scope.scope for f in facts_of(text % 5, 2016)]
    assert of_units == ["reporting_agency", *["sub_unit"] * 5]
    assert facts_of(text % 49, 2016)[-1].scope.scope == "reporting_agency", "more than the last of them received"


def test_the_figures_of_an_area_are_not_those_of_a_bureau_in_it():
    text = "我局全年主动公开政府信息90条。全县各部门主动公开政府信息4100条。"
    assert figures_of(text) == {"n_disclosed_total": "90"}
    cleaned = clean(text).clean
    others = read_prose(cleaned, [], Ledger(cleaned), [(0, 2016)]).others
    assert [(o.value, o.number_class) for o in others] == [(4100, "other_statistic")]


def test_the_office_of_a_government_is_a_part_of_what_is_told_of_the_area_behind_it():
    facts = facts_of("县政府办公室主动公开政府信息210条,全县共主动公开政府信息7300条。", 2016)
    assert [(f.value, f.scope.scope) for f in facts] == [(210, "sub_unit"), (7300, "reporting_agency")]


def test_the_site_of_an_institution_is_that_of_a_part_beside_the_site_of_the_body():
    beside = facts_of("市文旅局网站发布信息140条,市图书馆网站发布信息30条。", 2016)
    assert [(f.value, f.scope.scope) for f in beside] == [(140, "reporting_agency"), (30, "sub_unit")]
    assert figures_of("市图书馆网站发布信息30条。") == {"n_disclosed_website": "30"}
    of_units = facts_of("区政府网站共发布信息140条,各街道子网站共发布信息300条。", 2016)
    assert [(f.value, f.scope.scope) for f in of_units] == [(140, "reporting_agency"), (300, "sub_unit")]


def test_what_units_publish_is_a_part_beside_the_whole_and_the_whole_alone():
    beside = facts_of("我局全年公开各类信息623条。所属各单位公开政府信息156条。", 2022)
    assert [(f.value, f.scope.scope) for f in beside if f.indicator_id == "n_disclosed_total"] == [
        (623, "reporting_agency"),
        (156, "sub_unit"),
    ]
    alone = facts_of("各部门共公开政府信息3000条。", 2022)
    assert [f.scope.scope for f in alone if f.indicator_id == "n_disclosed_total"] == ["reporting_agency"]


def test_what_one_place_of_publication_holds_is_no_total_beside_a_larger_one():
    assert figures_of("全年主动公开政府信息460条。政府信息公开目录主动公开政府信息70条。") == {"n_disclosed_total": "460"}
    assert figures_of("全年政府信息公开目录主动公开政府信息70条。") == {"n_disclosed_total": "70"}


def test_the_year_of_a_report_that_was_published_is_not_the_year_of_the_figure() -> None:
    text = "公开了某局2020年政府信息公开工作年度报告,发布政策解读信息29条。"
    assert [(f.value, f.scope.scope) for f in facts_of(text, 2021)] == [(29, "reporting_agency")]


def test_the_year_tells_whether_something_was_carried_in_or_over():
    told = "三、依申请公开\n收到政府信息公开申请31件,办结29件,结转%d年度2件。"
    indicators = [[f.indicator_id for f in facts_of(told % year, 2021) if f.value == 2] for year in (2020, 2022)]
    assert indicators == [["n_applications_carried_in"], ["n_carried_over"]]


def test_what_goes_over_to_the_next_year_is_of_this_one() -> None:
    facts = facts_of("三、依申请公开\n收到政府信息公开申请5件,办结4件,转入2017年办理1件。", 2016)
    assert [(f.indicator_id, f.scope) for f in facts][-1] == ("n_carried_over", ("reporting_agency", 2016))


def test_what_bodies_of_an_area_did_makes_together_what_the_area_did() -> None:
    facts = facts_of("三、依申请公开\n市本级收到申请10件,各县区收到申请40件,全市合计50件。", 2016)
    assert [(f.indicator_id, f.value, f.scope.scope) for f in facts] == [
        ("n_applications_received", 10, "sub_unit"),
        ("n_applications_received", 40, "sub_unit"),
        ("n_applications_received", 50, "reporting_agency"),
    ]


def test_the_year_that_something_comes_from_is_not_the_year_of_what_follows() -> None:
    facts = facts_of("三、依申请公开\n受理政府信息公开申请11件,其中2件为2015年度转来,全部答复,结果为:同意公开11件。", 2016)
    assert [(f.indicator_id, f.value) for f in facts][1:] == [("n_applications_carried_in", 2), ("n_outcome_granted", 11)]
    assert {f.scope.period_year for f in facts} == {2016}


def test_what_each_year_disclosed_is_of_that_year_and_the_whole_of_all() -> None:
    facts = facts_of("截至目前,共公开信息90条,其中2008年公开30条,2009年公开60条。", 2009)
    assert facts[0].scope.scope == "cumulative"
    assert [(f.indicator_id, f.value, f.scope) for f in facts] == [
        ("n_disclosed_total", 90, facts[0].scope),
        ("n_disclosed_total", 30, ("other_year", 2008)),
        ("n_disclosed_total", 60, ("reporting_agency", 2009)),
    ]


def test_in_the_first_year_of_the_regulation_all_since_it_came_into_force_is_of_the_year() -> None:
    told = "自《条例》实施以来,我局共主动公开政府信息31条。"
    assert [facts_of(told, year)[0].scope.scope for year in (2008, 2010)] == ["reporting_agency", "cumulative"]
    assert facts_of("自《条例》实施以来,历年累计主动公开政府信息31条。", 2008)[0].scope.scope == "cumulative"
