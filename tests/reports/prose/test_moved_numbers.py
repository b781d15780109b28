"""Numbers that do not stand behind their words."""

import pytest

from tests.reports.prose.reading_fragments import facts_of, figures_of


def test_nouns_first_numbers_later():
    figures = figures_of("三、依申请公开情况\n当面、网络、信函申请分别为3件、5件和2件。")
    assert figures == {"n_mode_in_person": "3", "n_mode_online": "5", "n_mode_letter": "2"}


def test_what_was_done_may_stand_between_the_nouns_and_their_numbers():
    figures = figures_of("“某县环保”微信、微博分别发布信息320条、415条。")
    assert figures == {"n_disclosed_wechat": "320", "n_disclosed_microblog": "415"}


def test_nouns_and_numbers_of_different_count_are_not_paired():
    assert "n_mode_in_person" not in figures_of("三、依申请公开情况\n当面、网络、信函申请分别为3件、5件。")


def test_a_count_of_issues_may_stand_before_that_of_items():
    assert figures_of("二、主动公开情况\n全年累计公开信息31期96条。") == {"n_disclosed_total": "96"}
    assert figures_of("举办政务公开培训班3期,编印资料3期40册。") == {"n_training_courses": "3"}


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        (
            "二、主动公开情况\n公开信息由上年的35条增加到52条。",
            [("n_disclosed_total", 35, "other_year", 2015), ("n_disclosed_total", 52, "reporting_agency", 2016)],
        ),
        (
            "网站公开信息数量由2014年的66条减少到41条。",
            [("n_disclosed_website", 66, "other_year", 2014), ("n_disclosed_website", 41, "reporting_agency", 2016)],
        ),
    ],
)
def test_both_ends_of_a_change_are_figures_of_their_years(sentence, figures):
    facts = facts_of(sentence, 2016)
    assert [(f.indicator_id, f.value, f.scope.scope, f.scope.period_year) for f in facts] == figures


def test_a_long_aside_does_not_part_a_number_from_its_words():
    kinds = "、".join(
        ["机构设置", "领导分工", "规划计划", "财政预算决算", "重大项目进展", "应急预案", "行政许可结果", "人事招考", "工作动态"]
    )
    assert figures_of(f"全年主动公开政府信息(包括{kinds}以及其他按规定应当公开的各种内容)共计72条。") == {"n_disclosed_total": "72"}
    modes = "其中当面申请2件,通过信函方式申请3件,通过传真提交1件,主要涉及征地补偿、房屋拆迁安置和企业改制等方面的内容"
    assert figures_of(f"全年收到政府信息公开申请({modes})共6件。") == {
        "n_applications_received": "6", "n_mode_in_person": "2", "n_mode_letter": "3", "n_mode_fax": "1"
    }  # fmt: skip


class TestSumsBehindTheirParts:
    def test_the_verb_before_the_first_part_tells_what_they_are_parts_of(self):
        text = "二、主动公开情况\n另通过某某教育信息网发布要闻37条、学校动态80条、视频26条,总计%d条。"
        facts = [(f.indicator_id, f.value, f.qualifier) for f in facts_of(text % 143)]
        assert facts[-1] == ("n_disclosed_website", 143, None)
        assert facts[:-1] == [("n_disclosed_category", v, n) for v, n in ((37, "要闻"), (80, "学校动态"), (26, "视频"))]
        assert facts_of(text % 150) == []

    def test_modes_make_applications_and_channels_make_the_whole(self):
        figures = figures_of("三、依申请公开\n信函申请3件,网上申请5件,合计8件。")
        assert figures == {"n_mode_letter": "3", "n_mode_online": "5", "n_applications_received": "8"}
        figures = figures_of("门户网站公开信息12条、微信公众号发布信息20条,共计32条。")
        assert figures == {"n_disclosed_website": "12", "n_disclosed_wechat": "20", "n_disclosed_total": "32"}

    def test_a_total_that_was_told_before_is_not_told_again(self):
        facts = facts_of("主动公开政府信息32条,其中概况类12条,动态类20条,合计32条。", 2016)
        assert [f.value for f in facts] == [32, 12, 20]


def test_a_sum_may_stand_behind_a_list_that_a_colon_opens() -> None:
    facts = facts_of("主动公开信息数量:机构职能类12条,法规文件类80条,业务动态类8条,合计100条。", 2012)
    assert [(f.indicator_id.removeprefix("n_disclosed_"), f.value) for f in facts] == [
        ("category", 12), ("category", 80), ("category", 8), ("total", 100)
    ]  # fmt: skip
