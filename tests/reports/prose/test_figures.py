"""A sentence in, figures out: what each number of a report is, and what it is not."""

import pytest

from dagster_project.reports.cleaning import clean
from dagster_project.reports.prose.ledger import Ledger
from dagster_project.reports.prose.reading import read_prose
from tests.reports.prose.reading_fragments import facts_of, figures_of


class TestPlainCounts:
    def test_verbs_of_receiving_and_answering_are_different_measures(self):
        figures = figures_of(
            "三、依申请公开情况\n全县共收到政府信息公开申请 31 件,答复 30 件(含上年度结转申请 4 件,另有 5 件顺延到下年度答复)。"
        )
        assert figures == {
            "n_applications_received": "31",
            "n_applications_answered": "30",
            "n_applications_carried_in": "4",
            "n_carried_over": "5",
        }

    @pytest.mark.parametrize(
        ("sentence", "figures"),
        [
            ("本年主动更新并公开各类信息25条。", {"n_disclosed_total": "25"}),
            ("单位网站主动公开人事任免、采购结果、服务指南事项等共计25条。", {"n_disclosed_website": "25"}),
            ("共公布各类信息(包括公告、通知)共25条。", {"n_disclosed_total": "25"}),
            ("三、依申请公开\n“同意公开”的7宗,“不同意公开”的2宗。", {"n_outcome_granted": "7", "n_outcome_refused": "2"}),
            ("开辟了14个税务信息查阅点。", {"n_reading_points": "14"}),
            ("全年收到依申请公开来信3件次。", {"n_applications_received": "3"}),
            ("在“县政府网站—县气象局信息公开目录”发布信息25条。", {"n_disclosed_website": "25"}),
            (
                "主动公开政府信息40条,其中,门户网站气象信息25条、政务微信15条。",
                {"n_disclosed_total": "40", "n_disclosed_website": "25", "n_disclosed_wechat": "15"},
            ),
            ("主动公开政府信息40条,其中主动公开的公文类信息有25条。", {"n_disclosed_total": "40"}),
            ("部门网站(某某卫生信息网)主动公开政府信息25条。", {"n_disclosed_website": "25"}),
            ("在县政府网站政府信息公开平台上累计发布信息25条。", {"n_disclosed_website": "25"}),
            ("我局网站信息更新总量为25条。", {"n_disclosed_website": "25"}),
            ("我县通过门户网站向社会公开政府信息25条。", {"n_disclosed_website": "25"}),
            ("在“某镇安全生产”微博号发布了25条提示信息。", {"n_disclosed_microblog": "25"}),
            ("“某某城管”官方微信公众号发文25篇,点击1300次。", {"n_disclosed_wechat": "25"}),
            ("在媒体刊登各类政务信息25条次。", {"n_disclosed_media": "25"}),
            ("通过文明网等媒体主动向社会发布信息25条。", {"n_disclosed_media": "25"}),
            (
                "西柳镇微信公众账号(1个)发布信息25条;微博账号(1个)发布信息26条。",
                {"n_disclosed_wechat": "25", "n_disclosed_microblog": "26"},
            ),
            (
                "历年累计公开信息100条(2016年新增15条),答复信息公开咨询17条(2016年新增12条)。",
                {"n_disclosed_total": "15", "n_enquiries": "17"},
            ),
            ("共举办综合性及专题性培训6场。", {"n_training_courses": "6"}),
            ("全市开展政务公开类培训19场次。", {"n_training_courses": "19"}),
            ("利用电子显示屏滚动播出信息25条。", {"n_disclosed_board": "25"}),
            ("通过区信息公开平台发布信息25条,更新栏目20个。", {"n_disclosed_total": "25"}),
            ("二、主动公开情况\n全年累计发布信息25条。", {"n_disclosed_total": "25"}),
            ("四、收费及减免情况\n全年收费总额为20元。", {"n_processing_fee": "20"}),
            ("制定并发布规范性文件11件。", {"n_normative_documents_made": "11"}),
            ("累计主动公开2016年度政府信息28条。", {"n_disclosed_total": "28"}),
            ("开辟了1个查阅室和7个信息查阅点。", {"n_reading_points": "7"}),
            ("全年共发布权责清单、招标采购等公开信息46条。", {"n_disclosed_total": "46"}),
            ("三、依申请公开\n通过网上提交申请表方式提出的政府信息公开请求9件。", {"n_mode_online": "9"}),
            ("三、依申请公开\n不予处理(无正当理由大量反复提出申请)16件。", {"n_outcome_not_processed": "16"}),
            ("四、收费情况\n依申请公开收取的费用(检索费、邮寄费、复制费等)为3元。", {"n_processing_fee": "3"}),
        ],
    )
    def test_words_between_a_verb_and_its_number(self, sentence, figures):
        assert figures_of(sentence) == figures

    def test_full_width_digits_and_chinese_numerals(self):
        figures = figures_of("三、依申请公开情况\n本机关收到政府信息公开申请１２件,予以公开三件。")
        assert figures == {"n_applications_received": "12", "n_outcome_granted": "3"}

    def test_amounts_in_ten_thousands_are_a_multiplier_and_余_makes_them_approximate(self):
        (fact,) = facts_of("全市主动公开政府信息1.2万余条。", 2016)
        assert (fact.value, fact.is_approximate) == (12000, True)

    def test_fee_in_ten_thousand_yuan_is_stored_in_yuan(self):
        assert figures_of("收取政府信息公开信息处理费0.3万元。") == {"n_processing_fee": "3000"}


class TestZeros:
    @pytest.mark.parametrize(
        ("sentence", "indicators"),
        [
            ("三、依申请公开情况\n我局未收到依申请公开政府信息申请。", {"n_applications_received"}),
            ("三、依申请公开情况\n本年度没有接到群众要求公开政府信息的申请。", {"n_applications_received"}),
            ("四、复议情况\n未发生针对政府信息公开事务的行政复议、诉讼和申诉。", {"n_review_cases", "n_litigation_cases", "n_complaints"}),
            ("没有发生因政府信息公开申请行政复议和提起行政诉讼的情况。", {"n_review_cases", "n_litigation_cases"}),
            ("没有向依申请公开对象收取复印、邮寄等任何费用,也无减免情况。", {"n_processing_fee"}),
            ("政府信息公开行政复议、行政诉讼均为0件。", {"n_review_cases", "n_litigation_cases"}),
            ("因政府信息公开被申请行政复议和提起行政诉讼0件。", {"n_review_cases", "n_litigation_cases"}),
            ("政府信息公开收费为零。", {"n_processing_fee"}),
            ("本年度未发布政策解读稿件。", {"n_policy_interpretations"}),
            ("全年未发生电话及当面咨询。", {"n_enquiries"}),
            ("三、依申请公开\n我局全年未接到一起要求公开政府信息的申请。", {"n_applications_received"}),
            ("三、依申请公开\n2016年度,依申请公开政府信息数为0。", {"n_applications_received"}),
            ("没有单位或个人向我局提出申请信息公开事项。", {"n_applications_received"}),
            ("对申请人提出的申请暂不收取任何费用。", {"n_processing_fee"}),
            ("三、依申请公开\n我局2008年度受理信息公开申请:无。", {"n_applications_received"}),
            ("(二)与行政复议、行政诉讼有关的费用支出:无。", set()),
            ("未发生因公开不及时而产生的上访事件。", set()),
            ("未发生因政府信息公开申请引发的行政诉讼。", {"n_litigation_cases"}),
            ("没有产生与行政诉讼(行政复议)有关的各类费用。", set()),
            (
                "三、依申请公开\n未收到信函申请的政府信息公开申请,也未发生行政复议。",
                {"n_applications_received", "n_review_cases"},
            ),
        ],
    )
    def test_one_negation_governs_its_nouns_and_no_others(self, sentence, indicators):
        facts = facts_of(sentence, 2016)
        assert {f.indicator_id for f in facts} == indicators
        assert all(f.value == 0 for f in facts)

    def test_a_negation_with_a_number_is_no_zero(self):
        assert figures_of("未办结的行政复议2件。") == {"n_review_cases": "2"}


class TestLists:
    def test_parts_by_category_after_其中(self):
        facts = facts_of("主动公开政府信息100条。其中,机构职能类信息60条,占60%;其他信息40条,占40%。", 2016)
        assert [(f.indicator_id, f.value, f.qualifier) for f in facts] == [
            ("n_disclosed_total", 100, None),
            ("n_disclosed_category", 60, "机构职能类信息"),
            ("n_disclosed_category", 40, "其他信息"),
        ]

    def test_a_list_that_adds_up_badly_is_one_of_categories(self):
        told = "主动公开政府信息100条,其中,综合政务40条;安全监管30条;教育{}条。"
        nearly, far = (facts_of(told.format(last), 2016) for last in (35, 5))
        assert [f.value for f in nearly if f.indicator_id == "n_disclosed_category"] == [40, 30, 35]
        assert [f.value for f in far if f.indicator_id == "n_disclosed_category"] == [40, 30, 5]
        few = facts_of("主动公开政府信息100条,其中,综合政务4条;安全监管3条;教育5条。", 2016)
        assert [f.indicator_id for f in few] == ["n_disclosed_total"]

    def test_columns_named_in_a_list_are_kinds_though_they_do_not_add_up(self):
        columns = facts_of("全年主动公开信息500条,其中“规划计划”发布量12条,“人事信息”发布量20条,“财政资金”发布量31条。")
        assert [f.value for f in columns if f.indicator_id == "n_disclosed_category"] == [12, 20, 31]

    def test_a_list_that_adds_up_needs_no_units(self):
        text = "全年主动公开政府信息%d条,其中1.组织机构5;2.规章40;3.其他文件55。"
        found = [(f.indicator_id, f.value, f.qualifier) for f in facts_of(text % 100)]
        assert found[1:] == [("n_disclosed_category", v, n) for v, n in ((5, "组织机构"), (40, "规章"), (55, "其他文件"))]
        assert [f.value for f in facts_of(text % 120)] == [120]

    def test_parts_that_add_up_may_have_units_of_their_own(self):
        text = "主动公开信息%d条,其中文件30件,简报6期,工作动态64条。"
        assert [f.value for f in facts_of(text % 100)] == [100, 30, 6, 64]
        assert [f.value for f in facts_of(text % 150)] == [150]

    def test_parts_may_stand_in_paragraphs_of_their_own(self):
        text = "主动公开政府信息%d条%s\n1.机构设置12条;\n2.规划计划30条,占30%%;\n3.工作动态58条。\n三、依申请公开\n收到申请4件。"
        assert [f.value for f in facts_of(text % (100, ",其中:"))] == [100, 12, 30, 58, 4]
        assert [f.value for f in facts_of(text % (100, "。"))] == [100, 12, 30, 58, 4], "they add up"
        assert [f.value for f in facts_of(text % (120, ",其中:"))] == [120, 4]
        kinds = "主动公开政府信息120条,其中:\n(1)机构类信息12条;\n(2)规划类信息30条。"
        assert [f.qualifier for f in facts_of(kinds)] == [None, "机构类信息", "规划类信息"]

    def test_a_paragraph_may_name_the_kinds_of_the_total_before_it(self):
        text = "(一)主动公开政府信息共60条。\n(二)主动公开政府信息的主要类别情况:党政信息类17条,文件类40条,制度类4条。"
        assert [f.value for f in facts_of(text)] == [60, 17, 40, 4]

    def test_what_changed_is_no_part(self):
        text = "主动公开政府信息50条。其中,机构职能类信息1条,业务动态类信息49条,同上年相比,增加6条。"
        assert [f.value for f in facts_of(text, 2010)] == [50, 1, 49]

    def test_a_list_ends_where_it_adds_up_and_what_it_counts_closes_its_item(self):
        facts = facts_of("网站共发布信息90条,其中概况类20条、动态类70条;维护专栏8个,其中新开2个。共有12个栏目。")
        assert [(f.value, f.indicator_id) for f in facts] == [
            (90, "n_disclosed_website"), (20, "n_disclosed_category"), (70, "n_disclosed_category")
        ]  # fmt: skip

    def test_a_channel_told_with_through_is_no_kind(self):
        facts = facts_of("主动公开信息60条,其中官网发布信息30条,微信公众号发布信息20条,通过短信、报刊、展板等发布信息10条。")
        assert [f.value for f in facts if f.indicator_id == "n_disclosed_category"] == []

    def test_one_channel_among_kinds_is_a_kind_and_one_among_channels_is_none(self):
        kinds = facts_of("主动公开信息30条,其中政府文件20条,政府公报4条,会议信息6条。")
        channels = facts_of("主动公开信息30条,其中网站发布20条,公告栏4条,抖音号6条。")
        assert [f.value for f in kinds if f.indicator_id == "n_disclosed_category"] == [20, 4, 6]
        assert [(f.indicator_id, f.value) for f in channels][1:] == [("n_disclosed_website", 20), ("n_disclosed_board", 4)]

    def test_interpretations_in_a_list_that_adds_up_are_a_category(self):
        parts = facts_of("主动公开政府信息30条,其中,工作动态20条,通知公告6条,政策解读4条。", 2016)[1:]
        assert [(f.value, f.indicator_id) for f in parts] == [(n, "n_disclosed_category") for n in (20, 6, 4)]
        apart = facts_of("主动公开政府信息30条,发布政策解读4条。", 2016)
        assert [f.indicator_id for f in apart] == ["n_disclosed_total", "n_policy_interpretations"]

    def test_parts_are_counted_in_the_unit_of_their_whole(self):
        parts = facts_of("2016年公开政府信息共计18项,其中行政许可0项,行政处罚12项,执法计划6项。", 2016)
        assert [(f.value, f.indicator_id[2:]) for f in parts] == [
            (18, "disclosed_total"), (0, "disclosed_category"), (12, "disclosed_category"), (6, "disclosed_category")
        ]  # fmt: skip

    def test_parts_by_unit_of_the_body_are_sub_units_not_totals(self):
        facts = facts_of("全州主动公开政府信息90条,其中,州直各单位公开信息30条,各县(市)主动公开信息60条。", 2016)
        assert [(f.value, f.scope.scope) for f in facts] == [(90, "reporting_agency"), (30, "sub_unit"), (60, "sub_unit")]

    def test_a_sentence_of_its_own_may_part_a_total_by_units(self):
        facts = facts_of("全年主动公开政府信息90条。分单位看,政府本级公开信息30条,政府各部门公开信息60条。", 2016)
        assert [(f.value, f.scope.scope) for f in facts] == [(90, "reporting_agency"), (30, "sub_unit"), (60, "sub_unit")]

    def test_an_item_ends_behind_a_number_in_words_too(self):
        figures = figures_of("四、行政复议、行政诉讼\n受理行政复议案件一件、行政诉讼案件2件。")
        assert figures == {"n_review_cases": "1", "n_litigation_cases": "2"}
        figures = figures_of("四、行政复议、行政诉讼\n引发的行政复议案件一件、行政诉讼案件0件。")
        assert figures == {"n_review_cases": "1", "n_litigation_cases": "0"}

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
    def test_parts_of_a_total_named_before(self, text):
        parts = [(f.value, f.indicator_id) for f in facts_of(text, 2016) if f.value in (4, 20, 6)]
        assert parts == [(4, "n_disclosed_category"), (20, "n_disclosed_category"), (6, "n_disclosed_category")]

    def test_what_does_not_add_up_and_is_not_announced_is_no_list(self):
        facts = facts_of("二、主动公开情况\n共主动公开政府信息30条。组织活动4条;编发简报20条。", 2016)
        assert [f.value for f in facts] == [30]

    def test_channels_and_what_is_sent_upwards_are_no_categories(self):
        text = "全年主动公开政府信息60条,其中通过“县政府网站”发布信息40条、通过村务公告栏等渠道发布信息20条;向上级报送信息9条。"
        assert [(f.indicator_id, f.value) for f in facts_of(text, 2016)] == [
            ("n_disclosed_total", 60),
            ("n_disclosed_website", 40),
            ("n_disclosed_board", 20),
        ]

    def test_a_list_in_the_middle_of_a_later_sentence_is_about_that_sentence(self):
        facts = facts_of("主动公开政府信息60条。收到申请25件,分别来自县城20件、乡下5件。", 2016)
        assert [f.value for f in facts] == [60, 25]

    def test_kinds_of_enquiries_are_parts_of_their_number(self):
        assert figures_of("全年接受信息公开咨询30人次,其中电话咨询20人次,现场咨询10人次。") == {"n_enquiries": "30"}

    def test_nouns_first_numbers_later(self):
        figures = figures_of("三、依申请公开情况\n当面、网络、信函申请分别为3件、5件和2件。")
        assert figures == {"n_mode_in_person": "3", "n_mode_online": "5", "n_mode_letter": "2"}

    def test_what_was_done_may_stand_between_the_nouns_and_their_numbers(self):
        figures = figures_of("“某县环保”微信、微博分别发布信息320条、415条。")
        assert figures == {"n_disclosed_wechat": "320", "n_disclosed_microblog": "415"}

    def test_nouns_and_numbers_of_different_count_are_not_paired(self):
        assert "n_mode_in_person" not in figures_of("三、依申请公开情况\n当面、网络、信函申请分别为3件、5件。")

    def test_what_a_body_of_the_area_received_is_a_part_of_what_the_area_did(self):
        facts = facts_of("三、依申请公开\n全区共受理政府信息公开申请85件,其中区住建部门受理31件,自然人申请60件。", 2016)
        assert [(f.value, f.scope.scope) for f in facts] == [(85, "reporting_agency"), (31, "sub_unit"), (60, "reporting_agency")]

    def test_a_total_beside_what_a_site_publishes_is_no_kind(self):
        assert figures_of("网站共发布信息4600条,其中主动公开政府信息2100条,市政府采用95条。") == {
            "n_disclosed_website": "4600", "n_disclosed_total": "2100"
        }  # fmt: skip

    def test_a_mailbox_through_which_applications_came_does_not_end_their_subject(self):
        figures = figures_of("收到信息公开申请9件,其中通过申请系统收到7件,局长信箱收到2件;予以公开6件,部分公开3件。")
        assert (figures["n_outcome_granted"], figures["n_outcome_partially_granted"]) == ("6", "3")

    def test_appeals_that_a_body_hears_are_none_against_its_disclosure(self):
        assert figures_of("一、总体情况\n依法履行职责。受理行政复议申请46件,已办结31件。") == {}

    def test_results_belong_to_the_case_named_before_them(self):
        figures = figures_of("四、行政复议、行政诉讼\n行政复议3件,其中结果维持2件;行政诉讼1件,其中结果维持1件。")
        assert figures == {"n_review_cases": "3", "n_review_upheld": "2", "n_litigation_cases": "1", "n_litigation_upheld": "1"}


class TestScope:
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
            ("2016年度及历年来,我镇主动公开政府信息80条。", "reporting_agency", 2016),
            ("截至2016年底,主动公开政府信息历年累计80条,其中2016年新增主动公开政府信息20条。", "cumulative", None),
            ("自条例实施以来,截至2016年底,我局主动公开政府信息80条。", "cumulative", None),
            ("自2016年1月1日起至2016年12月31日止,主动公开政府信息80条。", "reporting_agency", 2016),
            ("一、2016年政务公开工作要点落实情况\n主动公开政府信息80条。", "reporting_agency", 2016),
            ("梳理文件30份,历年累计101份,主动公开政府信息80条。", "reporting_agency", 2016),
            ("根据《2015年政务公开要点》,主动公开政府信息80条。", "reporting_agency", 2016),
        ],
    )
    def test_whose_and_which_year(self, sentence, scope, year):
        fact = facts_of(sentence, 2016)[0]
        assert (fact.scope.scope, fact.scope.period_year) == (scope, year)

    def test_what_stands_at_the_end_of_the_year_beside_the_flow_of_the_year_is_a_stock(self):
        facts = facts_of("2016年,主动公开政府信息80条。\n截至2016年12月底,已主动公开政府信息900条。", 2016)
        assert [(f.value, f.scope.scope) for f in facts] == [(80, "reporting_agency"), (900, "cumulative")]

    def test_what_is_added_up_behind_the_number_of_the_year_is_a_stock(self):
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
    def test_parts_of_a_stock_are_of_all_years(self, sentence, scopes):
        assert [f.scope.scope for f in facts_of(sentence, 2016)] == scopes

    def test_the_office_of_a_government_is_a_part_of_its_area(self):
        facts = facts_of("三、依申请公开\n全省共受理政府信息公开申请900件。省政府办公厅受理政府信息公开申请80件。", 2016)
        assert [(f.value, f.scope.scope) for f in facts] == [(900, "reporting_agency"), (80, "sub_unit")]

    def test_what_is_carried_in_from_last_year_is_of_this_year(self):
        (fact,) = facts_of("三、依申请公开\n结转上年度政府信息公开申请3件。", 2016)
        assert (fact.indicator_id, fact.scope.period_year) == ("n_applications_carried_in", 2016)

    def test_years_beside_what_is_carried_over_are_no_periods(self):
        facts = facts_of("三、依申请公开\n全年收到申请10件,2015年结转2件,共办结9件,结转2017年度继续办理3件。", 2016)
        assert [(f.indicator_id, f.value) for f in facts] == [
            ("n_applications_received", 10),
            ("n_applications_carried_in", 2),
            ("n_applications_answered", 9),
            ("n_carried_over", 3),
        ]
        assert {f.scope.period_year for f in facts} == {2016}

    def test_sections_of_problems_and_plans_give_no_figures_of_the_year(self):
        assert figures_of("五、存在的问题和改进措施\n举办政务公开培训班2期。") == {}


def test_what_a_section_counts_did_happen_whatever_else_it_says_did_not():
    text = "三、依申请公开\n2016年,我局接到依申请公开事项5项,未产生依申请公开典型案例。"
    assert figures_of(text) == {"n_applications_received": "5"}


class TestNumbersAndBlanks:
    def test_numbers_parted_by_blanks_are_not_one_number(self):
        assert figures_of("三、依申请公开情况\n收到政府信息公开申请 11   0   0  1  12") == {}
        assert "n_applications_received" not in figures_of("三、依申请公开情况\n收到政府信息公开申请11 0件。")
        cells = "三、依申请公开情况\n收到政府信息公开申请50\n7755\n12"
        assert figures_of(cells).get("n_applications_received") in (None, "50")

    def test_a_number_may_run_over_the_end_of_a_line_or_be_spaced_out_like_its_words(self):
        text = "三、依申请公开情况\n本机关在本年度按照规定共收到公民和法人提出的政府信息公开申请1\n2件。"
        assert figures_of(text) == {"n_applications_received": "12"}
        spaced = " ".join("收到政府信息公开申请12件。")
        assert figures_of(f"三、依申请公开情况\n{spaced}") == {"n_applications_received": "12"}


class TestDistractors:
    @pytest.mark.parametrize(
        "sentence",
        [
            "较上年增长25件。",
            "年内通过微博、微信公开政府信息25条。",
            "其中,发布原创微博25条。",
            "全年新增公开栏3个。",
            "接受信息公开现场咨询30人次、电话咨询60人次、网上咨询25人次。",
            "四、收费及减免情况\n收费标准为每页2元。",
            "在网站上主动公开的政府信息中便民服务信息6条。",
            "通过新媒体发布各类信息25条。",
            "二、主动公开情况\n本年新增信息公开栏目3个。",
            "三、依申请公开\n县档案馆接收公开信息件25份。",
            "三、依申请公开\n予以公开及部分公开25件。",
            "官方微博、微信两个自媒体运行良好。",
            "不予公开信息有10条,主要是人事安排。",
            "抖音公众号发布稿件25条。",
            "三、依申请公开\n已主动公开或同意公开的25件。",
            "三、依申请公开\n通过网上及电子邮件申请的25件。",
            "其他应公开1条。",
            "全面公开收支账目,全年共发布收支账目、欠款还款、工程进度等信息77条。",
            "在国民经济统计公报上公开数据6条。",
            "二、主动公开情况\n年内向区图书馆报送主动公开的政府信息25件。",
            "收到咨询和投诉36条,均涉及信息公开。",
            "受理群众价格举报、投诉156件。",
            "办理人大代表建议70件、政协委员提案77件,答复率100%。",
            "每季度开展1次政务公开培训。",
            "根据国办公开办函〔2019〕60号文件,按照第二十条规定办理。",
            "在5个工作日内予以答复。",
            "出动执法人员45400人次,检查企业21234家次。",
        ],
    )
    def test_quantities_of_other_matters_are_no_figures(self, sentence):
        assert figures_of(sentence) == {}


def test_evidence_is_the_clause_and_holds_the_number():
    text = "二、主动公开情况\n全年平稳,我局主动公开政府信息58条,反响良好。"
    (fact,) = facts_of(text, 2016)
    assert text[slice(*fact.evidence)] == "我局主动公开政府信息58条"
    assert text[slice(*fact.value_span)] == "58"


def test_what_units_publish_is_a_part_beside_the_whole_and_the_whole_alone():
    beside = facts_of("我局全年公开各类信息623条。所属各单位公开政府信息156条。", 2022)
    assert [(f.value, f.scope.scope) for f in beside if f.indicator_id == "n_disclosed_total"] == [
        (623, "reporting_agency"),
        (156, "sub_unit"),
    ]
    alone = facts_of("各部门共公开政府信息3000条。", 2022)
    assert [f.scope.scope for f in alone if f.indicator_id == "n_disclosed_total"] == ["reporting_agency"]


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


APPLICATIONS = "三、依申请公开情况\n收到政府信息公开申请9件,"


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            APPLICATIONS + "其中2件予以公开,1件部分公开,1件决定不予公开,3件均属于本机关不掌握相关信息,无法提供,1件不予处理。",
            {"granted": "2", "partially_granted": "1", "refused": "1", "cannot_provide": "3", "not_processed": "1"},
        ),
        (APPLICATIONS + "予以公开3件,部分公开2件,不予公开1件。", {"granted": "3", "partially_granted": "2", "refused": "1"}),
        (
            APPLICATIONS + "属于信访事项不作为政府信息公开申请处理4件,逾期不补正、不再处理其政府信息公开申请2件。",
            {"not_processed": "4", "other": "2"},
        ),
    ],
)
def test_outcomes_stand_behind_their_number_too_and_are_not_received_again(text: str, figures: dict[str, str]) -> None:
    assert figures_of(text) == {"n_applications_received": "9"} | {f"n_outcome_{name}": value for name, value in figures.items()}


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("县门户网站采用信息228条,省局采用信息45条。", {}),
        ("全年在网站和微信平台公布信息158条。", {"n_disclosed_total": "158"}),
        ("在政府网站上共公开174条信息。", {"n_disclosed_website": "174"}),
        ("建立微信公众服务号,发布民政信息112条。", {"n_disclosed_wechat": "112"}),
        ("依托门户网站及时公开机构设置、财政预决算、工作动态等政府信息106条。", {"n_disclosed_website": "106"}),
        ("其中网站公布94条;召开新闻发布会2次。", {"n_disclosed_website": "94", "n_press_conferences": "2"}),
        ("全年未发生因信息公开引起的行政复议被改变或行政诉讼败诉情形。", {"n_review_corrected": "0", "n_litigation_corrected": "0"}),
        ("共接到城市规划、供热等方面的咨询电话约300人次,均已答复。", {"n_enquiries": "300"}),
        ("全市共收到申请政府信息公开26件(次)。", {"n_applications_received": "26"}),
        ("四、收费情况\n受理依申请公开的信息均未收费。", {"n_processing_fee": "0"}),
        ("通过“某区政府在线”公布信息共357条。", {"n_disclosed_website": "357"}),
        ("四、收费情况\n政府信息公开不收取费用。", {"n_processing_fee": "0"}),
        ("四、收费情况\n条例虽许收取成本费用,本厅决定不收取任何费用。", {"n_processing_fee": "0"}),
        ("通过领导信箱和网上咨询等形式回应事件4次。", {"n_responses_other": "4"}),
        ("微信订阅号“印象某镇”(微信号:mz20156)公开信息34条。", {"n_disclosed_wechat": "34"}),
        ("门户网站(www.moxian35.gov.cn)主动公开信息62条。", {"n_disclosed_website": "62"}),
        ("主动公开政府信息(含转发12条)共70条。", {"n_disclosed_total": "70"}),
        ("政务公开办指定3人(兼职)负责信息公开日常工作。", {"n_staff_part_time": "3"}),
        ("区内各部门有16名政务公开工作兼职人员。", {"n_staff_part_time": "16"}),
        ("政务公开工作由各科室配备1名兼职人员。", {}),
        ("在门户网站通过通知公告、年度报告等栏目主动公开政府信息230余", {"n_disclosed_website": "230"}),
        ("及时公开政府信息2015年版目录。", {}),
        ("举办信息公开培训班1期,机关各科室的54名干部参加培训。", {"n_training_courses": "1", "n_trainees": "54"}),
        ("我局共公布政府信息、工作动态信息128余条。", {"n_disclosed_total": "128"}),
        ("未受到公民、法人申请公开政府信息,信息公开暂不收费。", {"n_applications_received": "0", "n_processing_fee": "0"}),
    ],
)
def test_what_real_reports_say_of_sites_and_others(sentence: str, figures: dict[str, str]) -> None:
    assert figures_of(sentence) == figures


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
    ],
)
def test_channels_are_no_kinds_and_kinds_may_stand_in_brackets(sentence: str, figures: list[tuple[str, int]]) -> None:
    assert [(f.indicator_id.removeprefix("n_disclosed_"), f.value) for f in facts_of(sentence, 2015)] == figures


def test_the_year_of_a_report_that_was_published_is_not_the_year_of_the_figure() -> None:
    text = "公开了某局2020年政府信息公开工作年度报告,发布政策解读信息29条。"
    assert [(f.value, f.scope.scope) for f in facts_of(text, 2021)] == [(29, "reporting_agency")]
