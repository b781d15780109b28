"""Lists of parts: which are kinds of a total, which are channels, units of the body, or no parts at all."""

import pytest

from dagster_project.reports.cleaning import clean
from dagster_project.reports.prose.ledger import Ledger
from dagster_project.reports.prose.reading import read_prose
from tests.reports.prose.reading_fragments import facts_of, figures_of


def test_parts_by_category_after_其中():
    facts = facts_of("主动公开政府信息100条。其中,机构职能类信息60条,占60%;其他信息40条,占40%。", 2016)
    assert [(f.indicator_id, f.value, f.qualifier) for f in facts] == [
        ("n_disclosed_total", 100, None),
        ("n_disclosed_category", 60, "机构职能类"),
        ("n_disclosed_category", 40, "其他信息"),
    ]


def test_a_part_is_named_by_what_it_counts():
    text = "主动公开政府信息100条,其中市政府本级公开信息30条,市直各部门主动公开政府信息20条,各乡镇(街道)公开信息50条。"
    assert [(f.scope.scope, f.qualifier) for f in facts_of(text)[1:]] == [
        ("sub_unit", "市政府本级"),
        ("sub_unit", "市直各部门"),
        ("sub_unit", "各乡镇(街道)"),
    ]


def test_what_no_words_before_a_part_name_the_words_behind_it_do():
    facts = facts_of("主动公开政府信息50条,其中12条各科室发文,工作动态30条,包含公告类8条。", 2021)
    assert [f.qualifier for f in facts[1:]] == ["各科室发文", "工作动态", "公告类"]


@pytest.mark.parametrize(
    "sentence",
    [
        "通过县政府网站公开规划类信息7条。",
        "在政府门户网站公开重点领域信息70条。",
        "通过“某某人社”微信公众号,发布技能培训推文20篇,创业指导推文30篇,劳动维权推文10篇。",
        "此外还通过部门简报等公开各类信息70条。",
    ],
)
def test_a_part_is_not_the_whole(sentence: str):
    assert figures_of(sentence) == {}


def test_a_list_that_adds_up_badly_is_one_of_categories():
    told = "主动公开政府信息100条,其中,综合政务40条;安全监管30条;教育{}条。"
    nearly, far = (facts_of(told.format(last), 2016) for last in (35, 5))
    assert [f.value for f in nearly if f.indicator_id == "n_disclosed_category"] == [40, 30, 35]
    assert [f.value for f in far if f.indicator_id == "n_disclosed_category"] == [40, 30, 5]
    few = facts_of("主动公开政府信息100条,其中,综合政务4条;安全监管3条;教育5条。", 2016)
    assert [f.indicator_id for f in few] == ["n_disclosed_total"]


def test_columns_named_in_a_list_are_kinds_though_they_do_not_add_up():
    columns = facts_of("全年主动公开信息500条,其中“规划计划”发布量12条,“人事信息”发布量20条,“财政资金”发布量31条。")
    assert [f.value for f in columns if f.indicator_id == "n_disclosed_category"] == [12, 20, 31]


def test_a_list_that_adds_up_needs_no_units():
    text = "全年主动公开政府信息%d条,其中1.组织机构5;2.规章40;3.其他文件55。"
    found = [(f.indicator_id, f.value, f.qualifier) for f in facts_of(text % 100)]
    assert found[1:] == [("n_disclosed_category", v, n) for v, n in ((5, "组织机构"), (40, "规章"), (55, "其他文件"))]
    assert [f.value for f in facts_of(text % 120)] == [120]


def test_parts_that_add_up_may_have_units_of_their_own():
    text = "主动公开信息%d条,其中文件30件,简报6期,工作动态64条。"
    assert [f.value for f in facts_of(text % 100)] == [100, 30, 6, 64]
    assert [f.value for f in facts_of(text % 150)] == [150]


def test_parts_may_stand_in_paragraphs_of_their_own():
    text = "主动公开政府信息%d条%s\n1.机构设置12条;\n2.规划计划30条,占30%%;\n3.工作动态58条。\n三、依申请公开\n收到申请4件。"
    assert [f.value for f in facts_of(text % (100, ",其中:"))] == [100, 12, 30, 58, 4]
    assert [f.value for f in facts_of(text % (100, "。"))] == [100, 12, 30, 58, 4], "they add up"
    assert [f.value for f in facts_of(text % (120, ",其中:"))] == [120, 4]
    kinds = "主动公开政府信息120条,其中:\n(1)机构类信息12条;\n(2)规划类信息30条。"
    assert [f.qualifier for f in facts_of(kinds)] == [None, "机构类", "规划类"]


def test_a_paragraph_may_name_the_kinds_of_the_total_before_it():
    text = "(一)主动公开政府信息共60条。\n(二)主动公开政府信息的主要类别情况:党政信息类17条,文件类40条,制度类4条。"
    assert [f.value for f in facts_of(text)] == [60, 17, 40, 4]


def test_what_changed_is_no_part():
    text = "主动公开政府信息50条。其中,机构职能类信息1条,业务动态类信息49条,同上年相比,增加6条。"
    assert [f.value for f in facts_of(text, 2010)] == [50, 1, 49]


def test_a_list_ends_where_it_adds_up_and_what_it_counts_closes_its_item():
    facts = facts_of("网站共发布信息90条,其中概况类20条、动态类70条;维护专栏8个,其中新开2个。共有12个栏目。")
    assert [(f.value, f.indicator_id) for f in facts] == [
        (90, "n_disclosed_website"), (20, "n_disclosed_category"), (70, "n_disclosed_category")
    ]  # fmt: skip


def test_a_channel_told_with_through_is_no_kind():
    facts = facts_of("主动公开信息60条,其中官网发布信息30条,微信公众号发布信息20条,通过短信、报刊、展板等发布信息10条。")
    assert [f.value for f in facts if f.indicator_id == "n_disclosed_category"] == []


def test_one_channel_among_kinds_is_a_kind_and_one_among_channels_is_none():
    kinds = facts_of("主动公开信息30条,其中政府文件20条,政府公报4条,会议信息6条。")
    channels = facts_of("主动公开信息30条,其中网站发布20条,公告栏4条,抖音号6条。")
    assert [f.value for f in kinds if f.indicator_id == "n_disclosed_category"] == [20, 4, 6]
    assert [(f.indicator_id, f.value) for f in channels][1:] == [("n_disclosed_website", 20), ("n_disclosed_board", 4)]


def test_interpretations_in_a_list_that_adds_up_are_a_category():
    parts = facts_of("主动公开政府信息30条,其中,工作动态20条,通知公告6条,政策解读4条。", 2016)[1:]
    assert [(f.value, f.indicator_id) for f in parts] == [(n, "n_disclosed_category") for n in (20, 6, 4)]
    apart = facts_of("主动公开政府信息30条,发布政策解读4条。", 2016)
    assert [f.indicator_id for f in apart] == ["n_disclosed_total", "n_policy_interpretations"]


def test_parts_are_counted_in_the_unit_of_their_whole():
    parts = facts_of("2016年公开政府信息共计18项,其中行政许可0项,行政处罚12项,执法计划6项。", 2016)
    assert [(f.value, f.indicator_id[2:]) for f in parts] == [
        (18, "disclosed_total"), (0, "disclosed_category"), (12, "disclosed_category"), (6, "disclosed_category")
    ]  # fmt: skip


def test_parts_by_unit_of_the_body_are_sub_units_not_totals():
    facts = facts_of("全州主动公开政府信息90条,其中,州直各单位公开信息30条,各县(市)主动公开信息60条。", 2016)
    assert [(f.value, f.scope.scope) for f in facts] == [(90, "reporting_agency"), (30, "sub_unit"), (60, "sub_unit")]


def test_a_sentence_of_its_own_may_part_a_total_by_units():
    facts = facts_of("全年主动公开政府信息90条。分单位看,政府本级公开信息30条,政府各部门公开信息60条。", 2016)
    assert [(f.value, f.scope.scope) for f in facts] == [(90, "reporting_agency"), (30, "sub_unit"), (60, "sub_unit")]


@pytest.mark.parametrize(
    "text",
    [
        "二、主动公开情况\n共主动公开政府信息30条。概况类信息4条;工作动态20条,其他6条。",
        "二、主动公开情况\n共主动公开政府信息30条,概况类信息4条,工作动态20条,其他6条。",
        "二、主动公开情况\n共主动公开政府信息30条。其中,网站公开信息25条,公报公开信息5条。在主动公开的内容中,概况信息4条,工作动态20条,其他6条。",
        "二、主动公开情况\n共主动公开政府信息30条。\n在主动公开的信息中,概况类信息4条,工作动态类信息20条,其他类信息6条。",
        "二、主动公开情况\n网站公开信息30条,其中概况4条,工作动态20条(其中会议5条,调研2条),其他6条。",
        "二、主动公开情况\n网站公开信息30条,其中概况4条,工作动态20条,其他6条;公报公开信息9条。",
        "二、主动公开情况\n在主动公开的30条信息中,概况类信息4条,工作动态类20条,其他类6条。",
    ],
)
def test_parts_of_a_total_named_before(text):
    parts = [(f.value, f.indicator_id) for f in facts_of(text, 2016) if f.value in (4, 20, 6)]
    assert parts == [(4, "n_disclosed_category"), (20, "n_disclosed_category"), (6, "n_disclosed_category")]


def test_what_does_not_add_up_and_is_not_announced_is_no_list():
    facts = facts_of("二、主动公开情况\n共主动公开政府信息30条。组织活动4条;编发简报20条。", 2016)
    assert [f.value for f in facts] == [30]


def test_channels_and_what_is_sent_upwards_are_no_categories():
    text = "全年主动公开政府信息60条,其中通过“县政府网站”发布信息40条、通过村务公告栏等渠道发布信息20条;向上级报送信息9条。"
    assert [(f.indicator_id, f.value) for f in facts_of(text, 2016)] == [
        ("n_disclosed_total", 60),
        ("n_disclosed_website", 40),
        ("n_disclosed_board", 20),
    ]


def test_a_list_in_the_middle_of_a_later_sentence_is_about_that_sentence():
    facts = facts_of("主动公开政府信息60条。收到申请25件,分别来自县城20件、乡下5件。", 2016)
    assert [f.value for f in facts] == [60, 25]


def test_a_total_beside_what_a_site_publishes_is_no_kind():
    assert figures_of("网站共发布信息4600条,其中主动公开政府信息2100条,市政府采用95条。") == {
        "n_disclosed_website": "4600", "n_disclosed_total": "2100"
    }  # fmt: skip


def test_what_stands_in_brackets_inside_a_list_is_no_part_beside_the_others():
    def signals(text: str) -> list[tuple[str, str]]:
        cleaned = clean(text).clean
        return [(s.rule_id, s.status) for s in read_prose(cleaned, [], Ledger(cleaned), [(0, 2020)]).signals]

    assert signals("网站发布信息42条,其中:机构信息4条,通知公告29条(其中行政处罚27条),财政信息9条。") == [("TXT-ENUM-01", "pass")]
    assert signals("网站发布信息42条(其中:机构信息4条,通知公告38条)。") == [("TXT-ENUM-01", "pass")]
    assert signals("网站发布信息42条,包括:公告11条;动态31条,包括要闻19条、通知12条。") == [("TXT-ENUM-01", "pass")]
    assert signals("收到申请12件,其中网上申请9件,其中自然人5件,法人4件。") == []
    assert signals("收到申请12件,其中网上申请9件,其中当面申请3件。") == [("TXT-ENUM-01", "pass")]
    assert signals("公开信息20条,同比增加3条。其中网站公开12条,同比减少5条,微信公开8条,同比增量2条。") == [("TXT-ENUM-01", "pass")]
    assert signals("网站发布信息46条,其中公开栏目12条,具体为:公告8条、通知4条;动态34条。") == [("TXT-ENUM-01", "pass")]
    assert signals("共有信息30条,其中主动公开30条,年度报告1条,依申请公开0条。") == []
    both = "网站公开信息700条,其他方式公开信息50条。其中,通知公告680条,工作动态70条。"
    assert signals(both) == [("TXT-ENUM-01", "pass")], "the parts of a sentence before may split all that it counts"


def test_the_last_part_of_a_list_may_say_that_it_is_a_sum() -> None:
    text = "主动公开政府信息639条,其中概况类信息110条;动态类信息289条;政府文件、财务预决算等民众关心的其他信息共计240条。"
    found = [(f.indicator_id, f.value) for f in facts_of(text, 2020)]
    assert found == [("n_disclosed_total", 639), *(("n_disclosed_category", value) for value in (110, 289, 240))]


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        (
            "网站公开信息23条(其中:工作动态18条,财政预决算5条);在“看某县”APP公开内容6条。",
            [("website", 23), ("category", 18), ("category", 5), ("other", 6)],
        ),
        (
            "全年发布政务信息940条,其中官方网站(含县政府网站)发布500条,微博“某某文旅”发布180条。",
            [("total", 940), ("website", 500), ("microblog", 180)],
        ),
        ("主动公开信息940条,其中信息公开平台发布信息215条。", [("total", 940)]),
        ("(一)本局主动公开信息21条;\n(二)公开的主要类别:在2015年度主动公开的信息中,规划类信息8条;", [("total", 21), ("category", 8)]),
        ("在市日报、省农村日报发布工作动态7条。", [("media", 7)]),
        ("主动公开信息90条。其中,网上公开20条,政务揭示板上公开70条,受理镇长信箱来信4件。", [("total", 90), ("website", 20), ("board", 70)]),
        ("通过政务网以及某某管委会公众号主动公开各类信息共65条。", [("total", 65)]),
        ("通过政府网站渠道主动公开信息共71条。", [("website", 71)]),
        ("通过新媒体(“某县交通”微博、微信公众号等)发布各类信息762条。", []),
        ("至目前,县政府网站已发布信息1420条(新增210条)。", [("website", 1420), ("website", 210)]),
        ("在2010年公开的7条信息中,文件类信息为6条。", [("total", 7), ("category", 6)]),
        ("主动公开信息40条,其中新闻发布会公开信息3条,《某某新闻》等媒体机构公开信息9条。", [("total", 40), ("media", 9)]),
        ("主动公开信息60条(多处公开的计1条),其中动态30条,公告20件,计划10份。", [("total", 60), *(("category", n) for n in (30, 20, 10))]),
        ("主动公开信息90条,其中网站20条,官方公众号70条。", [("total", 90), ("website", 20), ("wechat", 70)]),
        ("在“中国·某城”公开政府信息70条。", [("website", 70)]),
        ("公开信息90条,其中行政网站信息主动公开20条,政务微信公开信息70条。", [("total", 90), ("website", 20), ("wechat", 70)]),
        ("在某县政府网站-某某镇人民政府主动发布信息70条。", [("website", 70)]),
    ],
)
def test_channels_are_no_kinds_and_kinds_may_stand_in_brackets(sentence: str, figures: list[tuple[str, int]]) -> None:
    assert [(f.indicator_id.removeprefix("n_disclosed_"), f.value) for f in facts_of(sentence, 2015)] == figures


def test_where_one_kind_is_named_as_such_its_neighbours_are_kinds_too() -> None:
    text = "主动公开政府信息90条,其中规章文件4条,规划5条,其他文件4条,政务动态信息%d条,年度报告1条。"
    assert [f.value for f in facts_of(text % 3) if f.indicator_id == "n_disclosed_category"] == [4, 5, 4, 3, 1]
    of_another = facts_of("公开信息20条,包括网站5条,公众号240条,其中乡村类228条,民政45条,党建58条。")
    assert [f.value for f in of_another if f.qualifier in ("民政", "党建")] == [], "more than the whole is no list of its kinds"


def test_a_column_is_a_kind_of_what_its_site_publishes() -> None:
    facts = facts_of("在局门户网站主动公开信息41条,其中发布工作动态等信息30条,政府信息公开专栏发布信息8条,更新领导简历3条。")
    assert [(f.value, f.indicator_id) for f in facts] == [
        (41, "n_disclosed_website"), *((value, "n_disclosed_category") for value in (30, 8, 3))
    ]  # fmt: skip


def test_a_list_inside_a_list_splits_its_item_and_not_the_whole() -> None:
    text = "主动公开政府信息100条,其中文件类20条(包括法规5条、通知15条),动态类60条,其中会议25条、调研35条,其他20条。"
    assert [f.value for f in facts_of(text)] == [100, 20, 60, 20]


def test_a_list_may_go_on_in_the_next_sentence_where_that_makes_it_whole() -> None:
    text = "主动公开政府信息100条,其中文件类20条,动态类50条。公告类20条,其他类%d条。"
    assert [f.value for f in facts_of(text % 10)] == [100, 20, 50, 20, 10]
    assert [f.value for f in facts_of(text % 60)] == [100, 20, 50]


def test_what_splits_a_channel_inside_the_whole_is_a_list_of_that_channel() -> None:
    text = "主动公开信息90条,其中网站主动公开信息50条,具体为:公告类信息20条、政策解读类信息8条、其他类信息22条;公示栏公开信息40条。"
    assert [(f.indicator_id.removeprefix("n_disclosed_"), f.value) for f in facts_of(text)] == [
        ("total", 90), ("website", 50), *(("category", value) for value in (20, 8, 22)), ("board", 40)
    ]  # fmt: skip


def test_a_total_that_is_told_again_with_its_kinds_is_no_kind_of_itself() -> None:
    text = "(一)全年主动公开政府信息60条。\n(二)公开的主要类别情况:公开各类政府信息60条;其中,业务类信息主动公开50条,文件类10条。"
    assert [(f.indicator_id.removeprefix("n_disclosed_"), f.value) for f in facts_of(text)] == [
        ("total", 60), ("total", 60), ("category", 50), ("category", 10)
    ]  # fmt: skip


def test_what_a_total_holds_in_brackets_opens_no_list() -> None:
    text = "主动公开政府信息60条(含区政府文号文件),其中,机构职能类信息40条,政策文件类信息12条,其他类信息8条。"
    assert [f.value for f in facts_of(text)] == [60, 40, 12, 8]
    in_a_catalogue = facts_of("公开各类信息90条,其中业务类信息40条,工作类信息30条,纳入政府信息公开目录17条。")
    assert [f.value for f in in_a_catalogue] == [90, 40, 30]
