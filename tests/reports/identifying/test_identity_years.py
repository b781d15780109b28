"""Report year, stated period, date of publication."""

from __future__ import annotations

from datetime import date

import pytest
from identity_fragments import identity_of, report

from dagster_project.reports.identifying.dates import chinese_number, dates_in, periods_in, year_places, years_in

TITLE = "青田县政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("title", "years"),
    [
        ("2018年政府信息公开年报", [2018]),
        ("政府信息公开年报(2009年度)", [2009]),
        ("二○一二年政府信息公开年报", [2012]),
        ("二〇〇九年度报告", [2009]),
        ("二O一O年报告", [2010]),
        ("二一一年三月", [2011]),  # its 〇 is lost
        ("2021政府信息公开年报", [2021]),
        ("国办发〔202130号", []),
    ],
)
def test_years_of_titles(title: str, years: list[int]) -> None:
    assert years_in(title) == years


@pytest.mark.parametrize(("text", "number"), [("十二", 12), ("三十一", 31), ("十", 10), ("元", 1), ("廿八", 28), ("九", 9), ("7", 7)])
def test_chinese_months_and_days(text: str, number: int) -> None:
    assert chinese_number(text) == number


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2013年3月18日", date(2013, 3, 18)),
        ("二○一三年三月十八日", date(2013, 3, 18)),
        ("二〇一一年十二月二十五日", date(2011, 12, 25)),
        ("2021-02-19 11:18", date(2021, 2, 19)),
        ("2021/2/9", date(2021, 2, 9)),
    ],
)
def test_dates(text: str, day: date) -> None:
    assert [found.value for found in dates_in(text, year_places(text))] == [day]


@pytest.mark.parametrize("text", ["2021926", "2020年13月45日", "2017210日", "国办发〔2017〕15号", "0722-3567882"])
def test_what_is_no_date(text: str) -> None:
    assert dates_in(text, year_places(text)) == []


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("自2017年1月1日起至2017年12月31日止", "2017-01-01", "2017-12-31"),
        ("自2017年1月1日之日起,至2017年12月31日止", "2017-01-01", "2017-12-31"),
        ("从2012年1月1日到12月31日止", "2012-01-01", "2012-12-31"),
        ("2012年1月1日----2012年12月31日", "2012-01-01", "2012-12-31"),
        ("2008年5月1日至2008年12月31日", "2008-05-01", "2008-12-31"),
        ("2017.1.1-2017.12.31", "2017-01-01", "2017-12-31"),
        ("自201711日至20171231日", "2017-01-01", "2017-12-31"),
        ("自 2010 年 1 月 1 日起至2010  年 12  月 31 日", "2010-01-01", "2010-12-31"),
        ("自2023 11日到1231日", "2023-01-01", "2023-12-31"),
        ("自20231月1 日至202312月31 日止", "2023-01-01", "2023-12-31"),
        ("统计时限为20231月1日至202312月31日", "2023-01-01", "2023-12-31"),
        ("自200911日起,至20091231止", "2009-01-01", "2009-12-31"),
        ("自2008年5月1日《条例》实施之日起,至2008年12月31日止", "2008-05-01", "2008-12-31"),
    ],
)
def test_periods(text: str, first: str, last: str) -> None:
    assert [(p.first.isoformat(), p.last.isoformat()) for p in periods_in(text, year_places(text))] == [(first, last)]


def test_the_stated_period_outweighs_a_title_that_carries_the_year_of_publication() -> None:
    head = "青田县2018年政府信息公开工作年度报告\n统计期限自2017年1月1日起至2017年12月31日止。"
    identity = identity_of(report(head, 2017, "我县", "\n青田县人民政府办公室\n2018年3月12日"))
    assert (identity.report_year, identity.period_end) == (2017, date(2017, 12, 31))


def test_the_day_of_publication_in_a_title_is_not_its_year() -> None:
    head = "上海市发展和改革委员会2013年政府信息公开年报(2014年02月25日)\n"
    assert identity_of("随县2013年政府信息公开年报(2014年2月25日)\n一、主动公开政府信息情况\n主动公开政府信息20条。").report_year == 2013
    assert identity_of(report(head, 2013, "我委")).report_year == 2013


def test_a_stale_period_does_not_outweigh_title_sentences_and_signature() -> None:
    head = "青田县2020年政府信息公开工作年度报告\n统计期限自2019年1月1日起至2019年12月31日止。"
    identity = identity_of(report(head, 2020, "我县", "\n青田县人民政府办公室\n2021年1月28日"))
    # The dates stay as they are stated: that they contradict the year is a finding (REP-YEAR-01), not ours to hide.
    assert identity.report_year == 2020
    assert identity.period_start is not None and identity.period_start.year != 2020


def test_without_any_stated_year_it_is_the_year_before_the_signature() -> None:
    text = report(TITLE, 0, "我县", "\n青田县人民政府办公室\n二○一三年三月十八日").replace("0年,", "今年来,").replace("0年收到", "收到")
    assert identity_of(text).report_year == 2012


def test_a_signature_of_december_belongs_to_its_own_year() -> None:
    text = report(TITLE, 0, "我县", "\n青田县人民政府办公室\n2009年12月28日").replace("0年,", "今年来,").replace("0年收到", "收到")
    identity = identity_of(text)
    assert (identity.report_year, identity.published_on) == (2009, date(2009, 12, 28))


@pytest.mark.parametrize(
    ("before", "after", "published"),
    [
        ("", "\n青田县人民政府\n2016年2月26日", date(2016, 2, 26)),
        ("\n青田县人民政府\n2016年2月26日\n", "", date(2016, 2, 26)),
        ("\n发布时间:2016-03-02 10:11 来源:县府办\n", "\n青田县人民政府\n2016年2月26日", date(2016, 2, 26)),
        ("\n发布时间:2016-03-02 10:11 来源:县府办\n", "", date(2016, 3, 2)),
        ("\n2021年8月20日 星期五\n发布时间:2016-03-02\n", "", date(2016, 3, 2)),  # today's date of a crawler
        ("\n2016-03-02 10:11  来源:县府办\n", "", date(2016, 3, 2)),
        ("\n2016年03月02日 (点击: )\n", "", date(2016, 3, 2)),
        ("\n2016年03月02日 (点击: ) |" + "|" * 90 + "\n", "", date(2016, 3, 2)),
        ("\n主动公开\n无\n2016.03.02\n本报告由青田县编制。", "", date(2016, 3, 2)),
        ("\n2016-03-02 10:11\n", "", date(2016, 3, 2)),
        ("\n2016年3月2日来源于群众的建议有3条。\n", "", None),
        ("\n发布时间:2023-08-20\n", "", None),  # the date of a move of the site
        ("\n发布时间:2015-01-25\n", "", None),  # before the year was over
        ("", "\n青田县人民政府\n2016226日", None),  # damaged
        ("", "", None),
    ],
)
def test_publication_is_the_earliest_plausible_date(before: str, after: str, published: date | None) -> None:
    identity = identity_of(report(f"青田县2015年政府信息公开工作年度报告{before}", 2015, "我县", after))
    assert (identity.report_year, identity.published_on) == (2015, published)


def test_other_years_in_the_text_do_not_win() -> None:
    head = "青田县政府信息公开工作年度报告\n根据国办发〔2016〕80号和2010年、2011年、2012年的工作要点编制。"
    tail = "\n与2013年相比增长12%,比2013年多3件。2015年我县将继续努力。"
    assert identity_of(report(head, 2014, "我县", tail)).report_year == 2014


def test_a_school_year_is_of_the_year_in_which_it_ends() -> None:
    text = report("本报告的统计期限自2016年9月1日起至2017年8月31日止。", 2016, "2016年我校") + "2016年10月,2016年11月都有培训。"
    identity = identity_of(text.replace("2016年收到", "全年收到"))
    assert identity.report_year == 2017
    assert (identity.period_start, identity.period_end) == (date(2016, 9, 1), date(2017, 8, 31))


@pytest.mark.parametrize("year_phrase", ["2017-2018学年", "2017~2018学年度"])
def test_the_report_of_a_school_year_is_published_in_the_autumn_in_which_it_ends(year_phrase: str) -> None:
    identity = identity_of(report(f"文澜大学{year_phrase}信息公开工作年度报告\n发布时间:2018-10-30", 2018, "我校"))
    assert (identity.report_year, identity.published_on) == (2018, date(2018, 10, 30))
