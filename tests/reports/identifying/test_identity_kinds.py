"""What is a report, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from identity_fragments import identity_of, report

from dagster_project.catalogue import seed
from dagster_project.reports.identifying.kind import title_rules

EMPTY_FORM = """一、总体情况
二、主动公开政府信息情况
第二十条第(一)项
信息内容
本年制发件数
本年废止件数
现行有效件数
规章
行政规范性文件
三、收到和处理政府信息公开申请情况
一、本年新收政府信息公开申请数量
二、上年结转政府信息公开申请数量
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
六、其他需要报告的事项"""

OUTLINE = "报告应包括主动公开政府信息情况、依申请公开情况、收费及减免情况、行政复议和行政诉讼情况、存在的主要问题及改进情况。"

NOT_REPORTS = {
    "recipe": ("红烧肉的做法\n一、五花肉500克切块。\n二、小火炒糖色。\n三、加水炖40分钟,最后收汁。", "other_text"),
    "blank": ("\n \n", "no_text"),
    "notice": (f"关于做好2017年政府信息公开工作年度报告\n编制和公布工作的通知\n各县(市)人民政府:\n{OUTLINE}请于2月20日前报送。", "notice"),
    "notice that names rows of the form": (
        f"办公室关于做好2025年政府信息公开工作年度报告编制和发布工作的通知\n各单位:\n认真填写本年制发件数、现行有效件数。{OUTLINE}",
        "notice",
    ),
    "circular": (f"关于2009年政府信息公开工作年度报告编制公布情况的通报\n各市:\n{OUTLINE}截至4月9日,12个单位未公布。", "circular"),
    "rule": (f"政府信息公开工作年度报告制度(试行)\n第一条 制定本制度。\n第二条 {OUTLINE}\n第三条 自印发之日起施行。", "regulation"),
    "rule without a title": (
        f"第一条 各科室应报送政府信息公开年度报告。\n第二条 {OUTLINE}\n第三条 按期报送。\n第四条 追究责任。\n第五条 由办公室解释。",
        "regulation",
    ),
    "half year": (report("普陀区2022年上半年政府信息公开工作情况报告", 2022), "half_year"),
    "quarter": (report("2016年第三季度政务公开工作总结", 2016), "half_year"),
    "explanation": (f"关于历城区2023年政府信息公开工作年度报告的解读\n一、编制背景\n二、主要内容\n{OUTLINE}", "interpretation"),
    "explanation of a whole report": (f"《随县2010年政府信息公开年度报告》全文解读\n一、报告概述\n{OUTLINE}", "interpretation"),
    "guide": (f"随县人民政府信息公开指南\n为了方便公众,编制本指南。\n{OUTLINE}受理机构电话:0722-3000000。", "guide"),
    "guide of a body that calls it by its short name": (
        "为提供服务,本机关编制了《合肥海关政府信息公开指南》(以下简称《指南》),供需要的公民参阅。\n一、主动公开\n在网站公开。\n"
        "二、依申请公开\n可以提出信息公开申请。不予公开的有国家秘密。三、收费\n按规定收取。对答复不服的可以申请行政复议。",
        "guide",
    ),
    "essay": (
        "【摘要】依申请公开的行为才能申请行政复议、提起行政诉讼。【关键词】信息公开\n一、主动公开\n信息公开条例第33条规定了救济,"
        "存在的问题有三。信息公开申请的拒绝理由应当法定。信息公开收费不当。",
        "other_text",
    ),
    "guide without a title": (f"为方便公众获取政府信息,编制本指南。信息公开受理机构如下。{OUTLINE}政府信息公开申请表可下载。", "guide"),
    "pattern": (f"××县2021年政府信息公开工作年度报告\n统计期限自20××年1月1日起。主动公开信息××条。\n{OUTLINE}", "template"),
    "pattern that kept the figures of the report it was made of": (
        report("", 201).replace("201年", "201x年") + "XX县的工作有序,XX县的群众满意。",
        "template",
    ),
    "document offered for sale": (report("《2015环保局信息公开年度报告.doc》由会员分享,可在线阅读\n", 2015), "model"),
    "empty form": (EMPTY_FORM, "template"),
    "news": ("我市发布2020年政府信息公开年报\n本报讯(记者 王某)近日,我市发布了年报,依申请公开560件。", "news"),
    "news without a reporter": (
        "某省发布2016年政府信息公开工作年度报告\n报告显示,全省主动公开政府信息615万条,收到政府信息公开申请5319件。",
        "news",
    ),
    "news with the figures of all parts": (
        "首页 | 天气预报 | 网站投稿 | 上传图片 | 资源搜索 | 意见反馈\n《某省旅游局2013年政府信息公开工作年度报告》发布\n信息公开工作取得明显进步\n"
        "某报·某网讯(记者 张三)3月26日发布的报告显示,主动公开方面,利用网站发布信息1202条。依申请公开方面,收到政府信息公开申请3起。"
        "行政复议2起,没有提起行政诉讼。没有收取费用。报告提出,将改进工作。",
        "news",
    ),
    "plan": ("2019年政务公开工作要点\n一、推进主动公开。二、规范依申请公开。三、改进平台。", "plan"),
    "model": (report("2021年政府信息公开工作年度报告范文(精选3篇)", 2021), "model"),
    "collection of models": (report("2021年政务公开工作总结汇编(30篇)", 2021), "model"),
    "model of a series": (report("政务公开工作总结(22)", 2021), "model"),
    "another report": ("2020年法治政府建设年度报告\n我局主动公开政府信息20条,行政复议2件。下一步改进。", "other_report"),
    "web site report": ("2021年政府网站工作年度报表\n信息公开目录信息更新量 56条\n依申请公开 是", "other_report"),
    "list of reports": (
        "信息公开年报\n" + "\n".join(f"随县{y}年政府信息公开工作年度报告 {y + 1}-03-01" for y in range(2014, 2019)),
        "catalogue",
    ),
    "rule without a title, cut behind its second article": (
        f"第一条 本单位各科室于12月底前报送政府信息公开年度报告。\n第二条 {OUTLINE}\n1.受理申请件数;\n2.收费总数;",
        "regulation",
    ),
    "work summary of 政务公开": (
        "清河市2019年政务公开工作总结\n2019年,我市全面推进政务公开,主动公开政府信息26万条,依申请公开23条。\n一、主要做法\n"
        "印发《关于做好政务公开工作的通知》,开展信息公开培训65场。",
        "work_summary",
    ),
    "summary offered as a model": (
        report("2023年办公室信息公开工作总结供借鉴\n", 2023),
        "model",
    ),
    "summary with its figures left out": (
        "2023年,我办落实政务公开工作部署。\n一、主动公开\n共发布信息*万余条,解读*篇。\n二、依申请公开\n信息公开申请*件。三、存在的问题\n人手不足。",
        "template",
    ),
    "work summary": ("2014年工作总结\n我办处理文件560件,政务公开信息230条,督查38次。存在的问题是人手不足。", "other_text"),
}


@pytest.mark.parametrize("name", NOT_REPORTS)
def test_what_only_looks_like_a_report_is_refused_with_its_reason(name: str) -> None:
    text, code = NOT_REPORTS[name]
    identity = identity_of(text)
    assert not identity.is_report
    assert identity.reason is not None
    assert identity.reason.split(": ", 1)[0] == code


REPORTS = {
    "with a title": report("随县2017年政府信息公开工作年度报告\n", 2017),
    "without a title": report("", 2017),
    "published by a notice that carries it": report("关于公布贺州市2009年度政府信息公开工作年度报告的通知\n各县:\n现予公布。\n", 2009),
    "with a wrapped line that ends with the name of a rule": "2012年赣州市卫生局政府信息公开工作年度报告\n赣州市卫生局\n一、概述\n"
    "2012年,我局积极贯彻实施《条例》、《赣州市政府信息公开规定》\n等要求,做好信息公开工作。",
    "whose first line tells of its guide": report("引言\n从制度建设上,2008年我局出台了信息公开指南、信息公开目录\n", 2013),
    "called a summary": report("万载县2010年政府信息公开工作总结\n", 2010),
    "called a summary of 政务公开": report("万载县2010年政务公开工作总结\n", 2010),
    "called an annual report of 政务公开": report("万载县2015年政务公开工作年度报告\n", 2015),
    "first in a page with navigation": report("首页 > 信息公开指南 > 年报\n登录 注册\n【字体:大 中 小】\n", 2017),
    "that speaks of 规范文件 and of the pattern it follows": report(
        "万载县2010年政府信息公开工作年度报告\n按照省里的模板编制。规范文件及时公开。\n", 2010
    ),
    "with a plan in its title": report("万载县2010年政府信息公开工作总结及2011年工作计划\n", 2010),
    "sent to its superior by a letter": "渭南市水务局关于2014年度政府信息公开年度报告的函\n市信息化办公室:\n"
    "我局认真做好信息公开工作,政务公开得到群众好评,主动公开及时。",
    "that quotes what a survey shows": report(
        "某署发布2012年政府信息公开工作年度报告\n据某校发布的《透明度观察报告》显示,某署的透明度居前。\n", 2012
    ),
    "with masked names": report("****2017年政府信息公开工作年度报告\n", 2017).replace("我单位", "****"),
    "with the plans of next year": report("万载县2015年政府信息公开工作年度报告\n", 2015, tail="\n2016年上半年将完成培训,第一季度开会。"),
    "form of a village town with every cell empty": "2022年政府信息公开工作年度报告\n佳县某镇2022年,我镇认真开展工作。我镇公开及时。\n"
    "群众满意。我镇会继续努力。效果很好。\n" + EMPTY_FORM,
    "of a bureau that sends its figures by a day of the month": "永春县卫生局2011年政府信息公开工作年度报告\n我局高度重视政府信息公开,"
    "每月5日前以书面方式向县里报告公开数据。\n一、概述\n政府信息公开工作有序。",
    "cut at both ends": "公开不够及时,政务公开栏目更新慢。\n注:本年报数据的统计期限自2017年1月1日起,至2017年12月31日止。信息公开继续推进。",
    "below the menu of its site": "政府信息\n公开指南\n政府信息\n公开制度\n麟游县林业局2019年政府信息公开工作年度报告\n"
    "2019年我局公开政府信息74条。\n二、主动公开政府信息情况\n政府信息公开有专人。",
    "below the menu of a school": "学校信息公开目录\n重点领域信息公开\n学校信息公开指南\n依申请公开\n文澜大学2016年信息公开工作年度报告\n"
    "文澜大学坚持信息公开,信息公开有专人。\n一、概述",
    "of a school year told by nobody": "现编制2016至2017学年文澜大学信息公开工作年度报告。内容包括主动公开、依申请公开、存在问题。\n一、概述\n"
    "2016至2017学年,文澜大学的信息公开有专人。",
    "of a bureau of audit, its name in the first line": "阜南县审计局\n二、主动公开政府信息情况\n2015年我局主动公开信息,政务公开及时,"
    "信息公开有专人。\n三、依申请公开\n没有收到申请。\n五、存在的问题\n公开不够及时。",
    "of a school that counts its school year": "信息公开统计数据的期限自2016年9月1日起至2017年8月31日止。\n学校的信息公开有专人。\n"
    "清单所列的内容已经公开。",
    "that is presented and speaks of nobody": "根据《政府信息公开条例》,特向社会公布《丰县信访局2020年政府信息公开工作年度报告》。本报告包括主动公开"
    "政府信息情况、收到和处理政府信息公开申请情况、行政复议情况、存在的主要问题等。\n一、总体情况\n信访局公开信息173条。",
    "of one short page": "道县2013年度信息公开工作\n年度报告\n一、主动公开政府信息的情况:\n主动公开信息5条;\n二、依申请公开的情况\n没有。",
}


@pytest.mark.parametrize("name", REPORTS)
def test_reports_in_any_shape_are_accepted(name: str) -> None:
    identity = identity_of(REPORTS[name])
    assert identity.is_report, identity.reason


def test_every_rule_of_titles_finds_its_own_example() -> None:
    examples = {row["kind"]: row["example"] for row in seed("report_kinds")}
    assert len(examples) >= 8
    for rule in title_rules():
        assert rule.pattern.search(examples[rule.code]), rule.code


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.text(
        alphabet=st.sampled_from("政府信息公开年度报告二○一三〇年月日0123456789市县区镇局随州我自至起第条,。:;()|《》\n ×_>"), max_size=400
    )
)
def test_no_text_makes_it_fail(text: str) -> None:
    identity = identity_of(text)
    assert identity.is_report or identity.reason


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.text(max_size=60), st.dictionaries(st.text(max_size=8), st.text(max_size=40), max_size=3))
def test_no_address_or_metadata_makes_it_fail(text: str, uri: str, metadata: dict[str, str]) -> None:
    identity = identity_of(report(text, 2015), uri, **metadata)
    assert identity.is_report or identity.reason


@pytest.mark.parametrize("separator", ["\n", "\t", " ", " | "])
def test_a_filled_form_with_little_prose_is_a_report_however_its_cells_are_parted(separator: str) -> None:
    rows = ["规章", "行政规范性文件", "一、本年新收政府信息公开申请数量", "二、上年结转政府信息公开申请数量"]
    text = "云和县2022年政府信息公开工作年度报告\n" + EMPTY_FORM
    for row in rows:
        text = text.replace(row, separator.join([row, "3", "0", "0", "4"]))
    assert identity_of(text).is_report
