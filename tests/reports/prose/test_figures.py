"""A sentence in, figures out: what each number of a report is, and what it is not."""

import pytest

from tests.reports.prose.reading_fragments import facts_of, figures_of


def test_verbs_of_receiving_and_answering_are_different_measures():
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
def test_words_between_a_verb_and_its_number(sentence, figures):
    assert figures_of(sentence) == figures


def test_full_width_digits_and_chinese_numerals():
    figures = figures_of("三、依申请公开情况\n本机关收到政府信息公开申请１２件,予以公开三件。")
    assert figures == {"n_applications_received": "12", "n_outcome_granted": "3"}


def test_amounts_in_ten_thousands_are_a_multiplier_and_余_makes_them_approximate():
    (fact,) = facts_of("全市主动公开政府信息1.2万余条。", 2016)
    assert (fact.value, fact.is_approximate) == (12000, True)


def test_fee_in_ten_thousand_yuan_is_stored_in_yuan():
    assert figures_of("收取政府信息公开信息处理费0.3万元。") == {"n_processing_fee": "3000"}


def test_an_item_ends_behind_a_number_in_words_too():
    figures = figures_of("四、行政复议、行政诉讼\n受理行政复议案件一件、行政诉讼案件2件。")
    assert figures == {"n_review_cases": "1", "n_litigation_cases": "2"}
    figures = figures_of("四、行政复议、行政诉讼\n引发的行政复议案件一件、行政诉讼案件0件。")
    assert figures == {"n_review_cases": "1", "n_litigation_cases": "0"}


def test_kinds_of_enquiries_are_parts_of_their_number():
    assert figures_of("全年接受信息公开咨询30人次,其中电话咨询20人次,现场咨询10人次。") == {"n_enquiries": "30"}


def test_a_mailbox_through_which_applications_came_does_not_end_their_subject():
    figures = figures_of("收到信息公开申请9件,其中通过申请系统收到7件,局长信箱收到2件;予以公开6件,部分公开3件。")
    assert (figures["n_outcome_granted"], figures["n_outcome_partially_granted"]) == ("6", "3")


def test_appeals_that_a_body_hears_are_none_against_its_disclosure():
    assert figures_of("一、总体情况\n依法履行职责。受理行政复议申请46件,已办结31件。") == {}


def test_results_belong_to_the_case_named_before_them():
    figures = figures_of("四、行政复议、行政诉讼\n行政复议3件,其中结果维持2件;行政诉讼1件,其中结果维持1件。")
    assert figures == {"n_review_cases": "3", "n_review_upheld": "2", "n_litigation_cases": "1", "n_litigation_upheld": "1"}


def test_numbers_parted_by_blanks_are_not_one_number():
    assert figures_of("三、依申请公开情况\n收到政府信息公开申请 11   0   0  1  12") == {}
    assert "n_applications_received" not in figures_of("三、依申请公开情况\n收到政府信息公开申请11 0件。")
    cells = "三、依申请公开情况\n收到政府信息公开申请50\n7755\n12"
    assert figures_of(cells).get("n_applications_received") in (None, "50")


def test_partly_granted_is_not_granted():
    figures = figures_of("三、依申请公开情况\n办理申请8件:予以公开6件;部分予以公开2件。")
    assert (figures["n_outcome_granted"], figures["n_outcome_partially_granted"]) == ("6", "2")


def test_a_blank_before_its_multiplier_parts_no_number():
    assert figures_of("政府网站公开政府信息超过 3 万条,内容不断拓展。") == {"n_disclosed_website": "30000"}


def test_a_number_may_run_over_the_end_of_a_line_or_be_spaced_out_like_its_words():
    text = "三、依申请公开情况\n本机关在本年度按照规定共收到公民和法人提出的政府信息公开申请1\n2件。"
    assert figures_of(text) == {"n_applications_received": "12"}
    spaced = " ".join("收到政府信息公开申请12件。")
    assert figures_of(f"三、依申请公开情况\n{spaced}") == {"n_applications_received": "12"}


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
def test_quantities_of_other_matters_are_no_figures(sentence):
    assert figures_of(sentence) == {}


def test_evidence_is_the_clause_and_holds_the_number():
    text = "二、主动公开情况\n全年平稳,我局主动公开政府信息58条,反响良好。"
    (fact,) = facts_of(text, 2016)
    assert text[slice(*fact.evidence)] == "我局主动公开政府信息58条"
    assert text[slice(*fact.value_span)] == "58"


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
        ("政府网站:发布信息18条,涵盖工作动态等。", {"n_disclosed_website": "18"}),
        ("微信公众号:发布信息21条,及时推送服务指南。", {"n_disclosed_wechat": "21"}),
        ("在微信公众号《某州文旅》发布文旅惠民等各类信息56条。", {"n_disclosed_wechat": "56"}),
        ("政府信息公示专栏公开政府信息18条。", {"n_disclosed_board": "18"}),
        ("通过主页要闻、公告、新闻等栏目公开信息94项。", {"n_disclosed_website": "94"}),
        ("我中心累计主动编发信息30条。", {"n_disclosed_total": "30"}),
        ("聚焦重点领域,主动发布权威信息20条。", {"n_disclosed_total": "20"}),
        ("通过政务信息系统公开政府文件、政务信息76条。", {"n_disclosed_total": "76"}),
        ("全年共公开部门预决算、审计报告、执法程序等相关信息26条。", {"n_disclosed_total": "26"}),
        ("二、主动公开情况\n聚焦重点项目,全年政务公开信息共44条。", {"n_disclosed_total": "44"}),
        ("主动公开政府信息情况某县林业和草原局2016年共发布信息61条。", {"n_disclosed_total": "61"}),
        ("依托公示公告栏、各级新闻媒体等平台发布信息50余条。", {}),
        ("转发中央、应急管理部和省级政府网站信息19条。", {}),
        ("出台《健康环境行动方案(2025-2030年)》等行政规范性文件4件。", {"n_normative_documents_made": "4"}),
        ("全年共制发解读材料90条,发布政策图解2篇。", {"n_policy_interpretations": "2"}),
        ("网站发布政策解读或图解13次。", {"n_policy_interpretations": "13"}),
        ("微信公众号“某某之声”主动发布工作动态47条。", {"n_disclosed_wechat": "47"}),
        ("点击量2万次、微博账号累计推送信息92条,点击量4万次。", {"n_disclosed_microblog": "92"}),
        ("加强全区5个新媒体的管理,全年累计发布各类信息900条。", {}),
        ("三、依申请公开\n受理依申请公开3件,办毕2件。", {"n_applications_received": "3", "n_applications_answered": "2"}),
        ("“美丽某镇”微信公众号发布政策法规、工作动态等内容41条。", {"n_disclosed_wechat": "41"}),
        ("在《某某日报》《某某晚报》等市、区级平台发布信息23条。", {"n_disclosed_media": "23"}),
        ("通过政府门户主动公开动态信息61条。", {"n_disclosed_website": "61"}),
        ("公布调查结果5期;开展线上访谈7期。", {"n_online_interviews": "7"}),
        ("三、依申请公开\n2016年度某市水利局依申请公开政务信息数3件,均已办理。", {"n_applications_received": "3"}),
        ("未受到公民、法人申请公开政府信息,信息公开暂不收费。", {"n_applications_received": "0", "n_processing_fee": "0"}),
    ],
)
def test_what_real_reports_say_of_sites_and_others(sentence: str, figures: dict[str, str]) -> None:
    assert figures_of(sentence) == figures


def test_what_was_handled_is_received_only_where_nothing_else_tells_that() -> None:
    text = "三、依申请公开\n2016年,共收到政府信息公开申请27件,依法办理政府信息公开申请25件。"
    assert figures_of(text) == {"n_applications_received": "27", "n_applications_answered": "25"}
    assert figures_of("三、依申请公开\n2016年,依法办理政府信息公开申请25件。") == {"n_applications_received": "25"}


def test_answers_counted_by_their_channel_are_no_answers_of_all() -> None:
    text = "三、依申请公开\n收到政府信息公开申请30件,答复30件,其中通过网站答复4件、邮寄答复26件。"
    assert [(f.indicator_id, f.value) for f in facts_of(text, 2016)] == [
        ("n_applications_received", 30),
        ("n_applications_answered", 30),
    ]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("1.政府网站信息公开\n全年公开信息18条。", {"n_disclosed_website": "18"}),
        ("1.固定宣传栏信息公开。宣传栏每季更新一次,全年公开信息18条。", {"n_disclosed_board": "18"}),
        ("(三)政务新媒体公开情况\n全年公开信息18条。", {}),
        ("1.政府网站信息公开\n全年通过微信、网站主动公开政府信息18条。", {"n_disclosed_total": "18"}),
        ("1.政府网站、公示栏公开情况\n全年主动公开政府信息18条。", {"n_disclosed_total": "18"}),
        ("某县政府网站\n全年主动公开政府信息18条。", {"n_disclosed_total": "18"}),
    ],
)
def test_what_is_told_below_the_heading_of_one_channel_is_of_that_channel(text: str, figures: dict[str, str]) -> None:
    assert figures_of(f"二、主动公开政府信息情况\n{text}") == figures


def test_a_suit_that_has_another_cause_is_none_about_disclosure() -> None:
    told = "四、行政复议、行政诉讼情况\n因%s被提起行政诉讼2起。"
    assert figures_of(told % "具体行政行为") == {}
    assert figures_of(told % "政府信息公开") == figures_of(told % "不服答复") == {"n_litigation_cases": "2"}


def test_reviews_may_be_told_with_the_body_that_decides_them() -> None:
    text = "四、行政复议、行政诉讼情况\n行政复议3件,其中1件被复议机关撤销,2件正在复议机关审理中。"
    assert figures_of(text) == {"n_review_cases": "3", "n_review_corrected": "1", "n_review_pending": "2"}


def test_what_is_excepted_because_it_was_carried_over_is_told() -> None:
    text = "三、依申请公开\n受理政府信息公开申请92件,除5件结转办理外,其余87件均已答复。"
    assert figures_of(text)["n_carried_over"] == "5"


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        ("答复申请14件:“同意公开”答复9件,“非本机关政府信息”答复5件。", {"n_applications_answered": "14", "n_outcome_granted": "9"}),
        ("收到申请4件,其中:信函、传真、电子邮件形式申请1件,当面申请3件。", {"n_applications_received": "4", "n_mode_in_person": "3"}),
        ("收到申请14件(含去年结转2件)。", {"n_applications_received": "14", "n_applications_carried_in": "2"}),
        ("行政复议纠错案件0件,行政诉讼败诉案件0件。", {"n_review_corrected": "0", "n_litigation_corrected": "0"}),
        ("处理申请14件,其中处理政务网平台申请5件;接待群众来访10余次。", {"n_mode_online": "5"}),
        ("收到政府信息公开申请14件,上年度继续办理申请2件。", {"n_applications_received": "14", "n_applications_carried_in": "2"}),
        ("收到申请2件,因行政复议被撤销具体行政行为的0件。", {"n_applications_received": "2", "n_review_corrected": "0"}),
        ("受理政府信息公开申请14件,14件全部办结。", {"n_applications_received": "14", "n_applications_answered": "14"}),
        ("收到政府信息公开申请14件,1件延期至2017年答复。", {"n_applications_received": "14", "n_carried_over": "1"}),
        ("共收取依申请公开信息检索、复制、邮寄等费用12.5元。", {"n_processing_fee": "12.5"}),
    ],
)
def test_what_became_of_applications(sentence: str, figures: dict[str, str]) -> None:
    assert figures_of(f"三、依申请公开\n{sentence}", 2016) == figures


def test_what_is_left_behind_channels_is_no_kind() -> None:
    facts = facts_of("公开各类政府信息62条。其中:网站48条,政务微信9条,其他5条。")
    assert [(f.indicator_id.removeprefix("n_disclosed_"), f.value) for f in facts] == [("total", 62), ("website", 48), ("wechat", 9)]


@pytest.mark.parametrize(
    ("sentence", "figures"),
    [
        (
            "全局公开信息25条,分别是门户网站20条、微信5条。",
            {"n_disclosed_total": "25", "n_disclosed_website": "20", "n_disclosed_wechat": "5"},
        ),
        ("全年累计主动公开信息量为25条,平均每月2条。", {"n_disclosed_total": "25"}),
        ("共发布微信公众号图文信息25条,其中原创9条;政务微博发布博文7条。", {"n_disclosed_wechat": "25", "n_disclosed_microblog": "7"}),
    ],
)
def test_wordings_of_what_was_disclosed(sentence: str, figures: dict[str, str]) -> None:
    assert figures_of(f"二、主动公开情况\n{sentence}", 2016) == figures
