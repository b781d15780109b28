"""Whose report is it: level, division code, name, from invented heads of every kind."""

from __future__ import annotations

import pytest
from identity_fragments import identity_of, report

from dagster_project.catalogue import seed
from dagster_project.reports.identifying.names import candidate
from dagster_project.reports.identifying.place import own_name

# head, report year, who speaks, level, division code
HEADS = [
    # Governments: the code decides what 市 is.
    ("青田县2018年政府信息公开工作年度报告", 2018, "我县", "county", "331121"),
    ("2012年度嵊州市人民政府信息公开年报", 2012, "我市", "county", "330683"),
    ("淮安市人民政府2016年政府信息公开工作年度报告", 2016, "我市", "prefecture", "320800"),
    ("吉林市人民政府2011年政府信息公开工作年度报告", 2011, "我市", "prefecture", "220200"),
    ("关于宜州市2010年度政府信息公开工作情况的报告", 2010, "我市", "county", "451281"),
    ("湖南省人民政府2017年政府信息公开工作年度报告", 2017, "我省", "province", "430000"),
    ("广西壮族自治区2016年政府信息公开工作年度报告", 2016, "全区", "province", "450000"),
    ("2022年上海市政府信息公开工作年度报告", 2022, "上海市", "province", "310000"),
    ("上海市浦东新区人民政府2014年政府信息公开工作年度报告", 2014, "我区", "county", "310115"),
    ("锡林郭勒盟行政公署2014年政府信息公开工作年度报告", 2014, "全盟", "prefecture", "152500"),
    ("科尔沁左翼中旗2019年政府信息公开工作年度报告", 2019, "我旗", "county", "150521"),
    ("大理州2015年政府信息公开工作年度报告", 2015, "全州", "prefecture", "532900"),
    ("凉山州喜德县政府信息公开工作年度报告(2015年)", 2015, "我县", "county", "513432"),
    ("潜江市人民政府2012年政府信息公开年度报告", 2012, "我市", "county", "429005"),
    ("双河市2015年政府信息公开工作年度报告", 2015, "双河市", "county", "659007"),
    # The code of the report year, not today's.
    ("曾都区人民政府2008年政府信息公开工作年度报告", 2008, "我区", "county", "421302"),
    ("随州市曾都区人民政府2010年政府信息公开工作年度报告", 2010, "我区", "county", "421303"),
    ("莱芜市人民政府2016年政府信息公开工作年度报告", 2016, "我市", "prefecture", "371200"),
    ("济南市莱芜区2019年政府信息公开工作年度报告", 2019, "我区", "county", "370116"),
    ("杭州市临平区人民政府2022年政府信息公开工作年度报告", 2022, "我区", "county", "330113"),
    ("苍南县龙港镇2012年政府信息公开年报", 2012, "我镇", "township", "330327"),
    ("龙港市人民政府2020年政府信息公开工作年度报告", 2020, "我市", "county", "330383"),
    # Departments have the place of their government.
    ("安岳县教育局2010年政府信息公开工作年度报告", 2010, "我局", "department", "512021"),
    ("故城县教育局\n2020年政府信息公开工作年度报告", 2020, "县教育局", "department", "131126"),
    ("浙江省财政厅2015年政府信息公开工作年度报告", 2015, "我厅", "department", "330000"),
    ("2020年上海市人民政府办公厅政府信息公开工作年度报告", 2020, "市政府办公厅", "department", "310000"),
    ("国家税务总局淮滨县税务局2019年政府信息公开工作年度报告", 2019, "我局", "department", "411527"),
    ("桂林市生态环境局全州分局2021年政府信息公开工作年度报告", 2021, "我局", "department", "450324"),
    ("安吉县政务服务中心2014年政府信息公开工作年度报告", 2014, "我中心", "department", "330523"),
    ("国家统计局天门调查队2018年政府信息公开年度报告", 2018, "我队", "department", "429006"),
    ("中华人民共和国宁波海关2018年政府信息公开年度报告", 2018, "本关", "department", "330200"),
    ("高新区社会发展局2022年政府信息公开工作年度报告", 2022, "我局", "department", None),
    # Townships and subdistricts have the code of their county.
    ("苍南县霞关镇2011年度政府信息公开年报", 2011, "我镇", "township", "330327"),
    ("洛浦县城区街道2020年政府信息公开工作年度报告", 2020, "我街道", "township", "653224"),
    ("东莞市长安镇2019年政府信息公开工作年度报告", 2019, "我镇", "township", "441900"),
    ("南京市鼓楼区人民政府华侨路街道办事处2021年政府信息公开年度报告", 2021, "华侨路街道", "township", "320106"),
    ("道里区通江街道办事处\n2021年政府信息公开工作年度报告", 2021, "我街道", "township", "230102"),
    ("高楼镇人民政府2018年度政府信息公开年度报告\n电话:0577-58000000", 2018, "我镇", "township", "330381"),
    ("现公布大峃镇2015年政府信息公开工作年度报告。地址:大峃镇建设路1号,电话:0577-59000000", 2015, "我镇", "township", "330328"),
    # A namesake of the only town of that name in the table.
    ("中岗镇2016年政府信息公开工作年度报告\n地址:仁寿县中岗镇富强街9号,电话:028-36000000", 2016, "我镇", "township", "511421"),
    ("佳荣里街2021年政府信息公开工作年度报告\n北辰区佳荣里街", 2021, "我街", "township", "120113"),
    # The county as it was called in the year: 上虞区 was 上虞市, 蓟州区 was 蓟县.
    ("章镇镇2010年政府信息公开年度报告", 2010, "我镇", "township", "330682"),
    ("章镇镇2016年政府信息公开年度报告", 2016, "我镇", "township", "330604"),
    ("邦均镇2012年政府信息公开年度报告", 2012, "我镇", "township", "120225"),
    # Short names in daily use.
    ("琼中县营根镇2020年政府信息公开年度报告", 2020, "我镇", "township", "469030"),
    ("乐山市市中区牟子镇2016年政府信息公开工作年度报告", 2016, "我镇", "township", "511102"),
    # 建平乡 has nothing to do with 建平县.
    ("建平乡政府2025年政府信息公开工作年度报告\n按照镇赉县有关部门的安排编制", 2025, "建平乡", "township", "220821"),
    # Zones: the code of the county or city they belong to.
    ("旌德县经济开发区管委会2019年政府信息公开工作年度报告", 2019, "我委", "zone", "341825"),
    ("连云港经济技术开发区管理委员会2019年政府信息公开工作年度报告", 2019, "开发区", "zone", "320700"),
    ("厦门市思明区工业园区管理委员会2018年政府信息公开年度报告", 2018, "园区", "zone", "350203"),
    # These committees govern no zone.
    ("北京市城市管理委员会2022年政府信息公开工作年度报告", 2022, "市城市管理委", "department", "110000"),
    ("淮安市国有资产监督管理委员会2015年政府信息公开工作年度报告", 2015, "我委", "department", "320800"),
    ("重庆两江新区管理委员会2018年政府信息公开工作年度报告", 2018, "我委", "zone", "500000"),
    # A basin is no county.
    ("太湖流域管理局2015年政府信息公开工作年度报告", 2015, "我局", "department", None),
    ("湖南衡山萱洲湿地公园管理处2020年政府信息公开年度报告", 2020, "管理处", "department", "430423"),
    # A school named after a man is in any city.
    ("中山大学附属中学2016年信息公开年度报告", 2016, "我校", "other", None),
    # National bodies have no place.
    ("海关总署2012年政府信息公开工作年度报告", 2012, "海关总署", "national", None),
    ("2010年教育部政府信息公开工作年度报告", 2010, "教育部", "national", None),
    ("海关总署(本级机关)2020年政府信息公开工作年度报告", 2020, "海关总署", "national", None),
]


@pytest.mark.parametrize(("head", "year", "speaker", "level", "code"), HEADS)
def test_level_and_code_come_from_the_title(head: str, year: int, speaker: str, level: str, code: str | None) -> None:
    identity = identity_of(report(head, year, speaker))
    assert identity.is_report, identity.reason
    assert (identity.report_year, identity.agency_level, identity.division_code) == (year, level, code)


# Without a title: where else the agency stands.
UNTITLED = [
    ("由高楼镇人民政府编制的2018年度政府信息公开年度报告。电话:0577-58000000", "", 2018, "我镇", "township", "330381"),
    ("本报告汇总南平市各县(市、区)工作情况编制而成。电话:0599-8000000。", "", 2012, "南平市", "prefecture", "350700"),
    ("现将我县2013年政府信息公开情况报告如下:", "\n万载县人民政府\n2014年3月5日", 2013, "我县", "county", "360922"),
    ("人社局2018年政府信息公开年报", "\n仙居县人力资源和社会保障局\n2019年1月20日", 2018, "我局", "department", "331024"),
    ("请与晋城市城区市场监督管理局联系(电话:0356-2190000)。", "", 2023, "我局", "department", "140502"),
    ("发布机构:湖里区教育局\n2010年政府信息公开工作年度报告", "", 2010, "我局", "department", "350206"),
    ("工作由市政府办公厅负责,依据《上海市政府信息公开规定》。", "", 2012, "本市", "province", "310000"),
    ("完善了《卧虎沟乡政府信息主动公开目录》。", "", 2025, "我乡", "township", "211324"),
    ("来源:昌图县人民政府办公室\n昌图县七家子镇2023年工作告年度报", "", 2023, "我镇", "township", "211224"),
    # A notice of the government above is no name of the body that quotes it.
    ("根据《赣县人民政府办公室关于报送报告的通知》编制。我乡的专栏有人维护。", "", 2012, "我乡", "township", "360721"),
    ("按照《临沂市人民政府办公室关于公开工作的意见》,我局开展了工作。", "", 2014, "我局", "department", "371300"),
    ("《内蒙古自治区政务公开领导小组关于印发要点的通知》下发后,我旗及时部署。\n乌拉特前旗政府网站", "", 2021, "我旗", "county", "150823"),
    ("开发区管委会直接领导这项工作,信息登在南京经济技术开发区网站上。", "", 2013, "我委", "zone", "320100"),
]


@pytest.mark.parametrize("case", UNTITLED, ids=lambda case: case[0][:12])
def test_without_a_title_the_rest_of_the_text_tells(case: tuple[str, str, int, str, str, str]) -> None:
    head, tail, year, speaker, level, code = case
    identity = identity_of(report(head, year, speaker, tail))
    assert (identity.report_year, identity.agency_level, identity.division_code) == (year, level, code)


def test_an_ambiguous_name_gets_no_code_without_evidence_for_its_parent() -> None:
    head = "鼓楼区人民政府2014年政府信息公开工作年度报告"
    assert identity_of(report(head, 2014, "我区")).division_code is None
    assert identity_of(report(head, 2014, "我区")).agency_level == "county"


@pytest.mark.parametrize(
    ("evidence", "code"),
    [
        ("联系电话:0591-87000000", "350102"),
        ("徐州市市场监管等部门参加了会议", "320302"),
        ("网站标识码:4102040001", "410204"),
    ],
)
def test_an_ambiguous_name_gets_the_code_of_the_parent_the_text_speaks_for(evidence: str, code: str) -> None:
    head = f"鼓楼区人民政府2014年政府信息公开工作年度报告\n{evidence}"
    assert identity_of(report(head, 2014, "我区")).division_code == code


def test_the_place_in_the_address_of_the_page_counts() -> None:
    text = report("鼓楼区人民政府2014年政府信息公开工作年度报告", 2014, "我区")
    assert identity_of(text, url="http://example.cn/report.jsp?area=320302&year=2014").division_code == "320302"


def test_the_code_under_which_a_body_is_registered_in_the_address_of_the_page_counts() -> None:
    text = report("2014年度我局政府信息公开工作年度报告", 2014, "我局")
    assert identity_of(text, url="http://example.cn/report.jsp?area=11370881004330001X&year=2014").division_code == "370881"
    assert identity_of(text, url="http://example.cn/report.jsp?id=113708810043").division_code is None


def test_a_university_is_of_no_county_of_its_name() -> None:
    identity = identity_of(report("南华大学2018-2019学年信息公开工作年度报告", 2019, "我校"))
    assert (identity.agency_name, identity.division_code) == ("南华大学", None)


def test_a_former_namesake_does_not_make_a_name_ambiguous() -> None:
    assert identity_of(report("新市区人民政府2017年政府信息公开工作年度报告", 2017, "我区")).division_code == "650104"
    assert identity_of(report("新市区人民政府2012年政府信息公开工作年度报告", 2012, "我区")).division_code is None


def test_a_city_named_only_in_the_page_chrome_does_not_win() -> None:
    tail = "\n随县人民政府办公室\n2018年2月8日\n您访问的链接即将离开“随州市人民政府”门户网站,是否继续?"
    identity = identity_of(report("现公布随县人民政府(以下简称县政府)2017年政府信息公开工作年度报告。", 2017, "县政府", tail))
    assert (identity.agency_name, identity.division_code) == ("随县人民政府", "421321")


@pytest.mark.parametrize(
    ("agency", "text", "code"),
    [
        ("临高山旅游局", "按照大同市人民政府办公室的通知,我局的情况如下。", "140200"),
        ("临高山旅游局", "按照海南省人民政府办公厅的通知,我局的情况如下。", "469024"),
        ("东平湖管理局", "按照泰安市人民政府办公室的通知,我局的情况如下。", "370923"),
    ],
)
def test_a_mountain_or_a_lake_is_of_the_county_its_name_begins_with_unless_all_that_the_text_names_is_elsewhere(
    agency: str, text: str, code: str
) -> None:
    identity = identity_of(report(f"{agency}2020年政府信息公开工作年度报告\n{text}", 2020, "我局"))
    assert (identity.agency_name, identity.division_code) == (agency, code)


def test_advertising_in_the_place_of_a_name_is_no_name() -> None:
    head = "皇冠竞彩网【官网娱乐平台】市皇冠竞彩网2015年政府信息公开工作年度报告"
    identity = identity_of(report(head, 2015, "我镇", "\n我镇将继续努力,我镇的各个部门也将配合。"))
    assert identity.agency_level == "township"
    assert "竞彩" not in (identity.agency_name or "")
    assert identity.division_code is None


def test_the_office_that_signs_stands_for_its_government() -> None:
    identity = identity_of(report("2016年政府信息公开工作年度报告", 2016, "我县", "\n广饶县人民政府办公室\n2017年3月1日"))
    assert (identity.agency_name, identity.agency_level) == ("广饶县人民政府", "county")


def test_the_line_below_the_title_names_who_reports() -> None:
    identity = identity_of(report("2015年度政府信息公开工作报告\n开封市人民政府办公室\n", 2015, "全市"))
    assert (identity.agency_name, identity.agency_level, identity.division_code) == ("开封市人民政府", "prefecture", "410200")


def test_an_office_that_presents_its_own_report_is_a_department() -> None:
    head = "现公布台山市人民政府办公室(以下简称市政府办公室)2008年政府信息公开工作年度报告。"
    identity = identity_of(report(head, 2008, "市政府办公室"))
    assert (identity.agency_name, identity.agency_level) == ("台山市人民政府办公室", "department")


def test_an_office_with_a_report_of_its_own_is_a_department() -> None:
    identity = identity_of(report("广饶县人民政府办公室2016年政府信息公开工作年度报告", 2016, "我办"))
    assert (identity.agency_name, identity.agency_level) == ("广饶县人民政府办公室", "department")


def test_who_is_not_named_is_not_the_government_that_is_quoted() -> None:
    identity = identity_of(report("按照《广东省人民政府关于转发要点的通知》,我室的工作有序。", 2018, "我室"))
    assert (identity.agency_name, identity.agency_level) == (None, "department")


def test_a_bureau_that_speaks_of_its_city_more_than_of_itself_is_a_bureau() -> None:
    tail = "\n我市的水源得到保护,我市的条例已经修改,我局参加了审查。"
    assert identity_of(report("现就2018年政务公开情况报告如下:", 2018, "各科室", tail)).agency_level == "department"


def test_an_office_that_tells_what_itself_did_and_nothing_of_its_area_is_a_department() -> None:
    head = "2015年,万载县政府办公室坚持公开为常态。"
    assert identity_of(report(head, 2015)).agency_name == "万载县政府办公室"
    assert identity_of(report(head, 2015, "全县")).agency_name == "万载县人民政府"


@pytest.mark.parametrize(
    ("head", "speaker", "name"),
    [
        ("县教育局2014年政府信息公开年度报告\n万载县教育局", "我局", "万载县教育局"),
        ("谢家集区2015年政府信息公开工作年度报告", "我区", "谢家集区人民政府"),
        ("螺洋街道2021年度信息公开年度报告", "我街道", "螺洋街道办事处"),
        ("网站支持IPv6\n谢家集区人民政府2015年政府信息公开工作年度报告", "我区", "谢家集区人民政府"),
        ("为做好工作,现编制花溪区2015年政府信息公开工作年度报告。", "我区", "花溪区人民政府"),
        ("现向社会公布2015年度嵊泗县民政局信息公开年度报告。", "我局", "嵊泗县民政局"),
        ("开发区网站及时更新。信息登在南京经济技术开发区网站上。", "我区", "南京经济技术开发区"),
        ("2015年,台安县交通运输局收到公开申请2件。\n", "我局", "台安县交通运输局"),
        ("文件名称:\n信息名称:\n义乌市交通运输局2015年政府信息公开工作年度报告", "我局", "义乌市交通运输局"),
        ("广州海关2015年海关政府信息公开年度报告", "我关", "广州海关"),
        ("example.com沙头镇2015年政府信息公开工作年度报告", "我镇", "沙头镇人民政府"),
        ("永嘉县统计局 |||||||\n根据要求,现报告如下:", "我局", "永嘉县统计局"),
        ("水利部2015年政府信息公开工作年度报告\n丹江口水库门户网站 时间:2016-1-6 来源:水利部", "我部", "水利部"),
        ("按照通知要求,建平县公安局以便民为宗旨开展工作。\n2015年,公安局主动公开了职责。", "我局", "建平县公安局"),
        ("一、引言\n2015年,全县公开了信息。电子版可在万载县人民政府门户网站下载。", "全县", "万载县人民政府"),
        ("特公布2015年度仙居县卫生健康局信息公开工作年度报告。请联系仙居县卫健局。", "我局", "仙居县卫生健康局"),
        ("为切实推进我镇政府信息公开工作,特作报告。成立沙塘镇政务公开工作领导小组。", "我镇", "沙塘镇人民政府"),
        ("如有疑问请与开平市沙塘镇政府党建办公室联系。", "我镇", "开平市沙塘镇人民政府"),
        ("本报告汇总2015年度嵊泗县民政局的政府信息公开年度报告编制而成。", "我局", "嵊泗县民政局"),
        ("政务公开年报\n万载县人民政府根据各单位的材料,汇总形成本报告,数据按2015年度统计。", "我县", "万载县人民政府"),
        ("镇政府编制了2015年度政府信息公开年报。\n沙塘镇在开平市南边,人口不多", "我镇", "沙塘镇人民政府"),
        ("我局编制了《平阳县公安局信息公开指南》。成立公安局信息公开领导小组。", "我局", "平阳县公安局"),
        ("根据《瑞安市人民政府办公室关于报告的通知》,我局制定了《瑞安市气象局政府信息公开实施办法》。", "我局", "瑞安市气象局"),
        (
            "市气象局2015年政府信息公开工作报告\n按照《安徽省气象局办公室关于印发要点的通知》和《宣城市人民政府办公室关于报告的通知》。",
            "我局",
            "宣城市气象局",
        ),
        ("由外办编制。请联系:上海市外办信息中心。我办网站可下载,我办有专人。", "我办", "上海市外办"),
        ("海关总署2015年海关信息公开工作年度报告", "我署", "海关总署"),
        ("有效性\n有效\n弥勒市林业和草原局2015年政府信息公开工作年度报告", "我局", "弥勒市林业和草原局"),
        ("县二中[2016]3号 签发人:王某某 2015年永嘉县第二中学政府信息公开工作年度报告", "我校", "永嘉县第二中学"),
        ("正文\n2015年如东县农业局政府信息\n公开工作年度报告", "我局", "如东县农业局"),
        ("发布单位: 县农业局\n\n如东县农业局2015年政府信息公开工作年度报告", "我局", "如东县农业局"),
        ("五 台 县 人 民 政 府 2 0 1 5 年政府信息公开工作年度报告", "我县", "五台县人民政府"),
        ("根据条例,现公布kuaile88.com沙塘镇2015年政府信息公开工作年度报告。", "我镇", "沙塘镇人民政府"),
        ("现编制形成了《winbet体育_winbet平台@:沙塘镇人民政府2015年政府信息公开工作年度报告》。", "我单位", "沙塘镇人民政府"),
        ("《2015年度如东县农业局信息公开工作年度报告》已经局务会研究同意。", "我单位", "如东县农业局"),
        ("为规范公开,建立了《铜仁市民政局网上信息公开审查制度》。", "我局", "铜仁市民政局"),
        ("根据条例规定,特制定如东县农业局2015年政府信息公开工作年度报告。", "我单位", "如东县农业局"),
        ("如东县农业局2015政务信息公开年报", "我局", "如东县农业局"),
        ("如有疑问,请与万载县人民政府信息公开工作办公室联系。", "我县", "万载县人民政府"),
        ("文澜大学2014-2015学年信息公开年度报告\n按照《教育部关于公布清单的通知》编制。", "我校", "文澜大学"),
        ("根据文澜大学2014-2015学年度信息公开工作执行情况编制本报告。", "我校", "文澜大学"),
        ("根据有关要求,现编制2014至2015学年文澜大学信息公开工作年度报告。", "学校", "文澜大学"),
        ("根据2015年度如东县农业局信息公开工作落实情况,形成本报告。", "我单位", "如东县农业局"),
        (
            "现向社会公开《万载县人民政府办公室2015年政府信息公开工作年度报告》。\n2015年,县政府办公室继续努力。",
            "全县",
            "万载县人民政府办公室",
        ),
        ("(图文版)2015年如东县农业局政府信息公开工作年度报告", "我局", "如东县农业局"),
        ("健全完善盖北镇信息公开工作机制,加强了督查。", "我镇", "盖北镇人民政府"),
        ("为做好公开,沙塘镇人民政府网站设了专栏。\n沙塘镇人民政府利用公告栏公开。\n沙塘镇人民政府有专人。", "我单位", "沙塘镇人民政府"),
    ],
)
def test_names_are_as_full_as_the_text_tells(head: str, speaker: str, name: str) -> None:
    assert identity_of(report(head, 2015, speaker)).agency_name == name


def test_the_title_that_a_page_has_beside_its_text_tells_whose_report_it_is_where_no_line_does() -> None:
    page = {"title": "丽水市民政局2015年政府信息公开年度报告 - 丽水市人民政府"}
    told = identity_of(report("本报告数据按全年统计。", 2015, "我局"), **page)
    assert (told.agency_name, told.report_year, told.division_code) == ("丽水市民政局", 2015, "331100")
    assert identity_of(report("万载县教育局2015年政府信息公开年度报告", 2015, "我局"), **page).agency_name == "万载县教育局"
    assert identity_of(report("本报告数据按全年统计。", 2015, "我局"), title="政府信息公开 - 丽水市人民政府").title is None


def test_a_page_of_a_book_is_told_without_the_number_of_the_page() -> None:
    identity = identity_of(report("Page 6 - 如东县农业局2015年政府信息公开年度报告\nP. 6", 2015, "我局"))
    assert (identity.title, identity.agency_name) == ("如东县农业局2015年政府信息公开年度报告", "如东县农业局")


def test_the_title_of_a_file_is_told_without_the_kind_of_file() -> None:
    assert identity_of(report("如东县农业局2015年政府信息公开年报.docx", 2015)).title == "如东县农业局2015年政府信息公开年报"


@pytest.mark.parametrize(
    "behind", ["一、概述", " 根据《条例》编制本报告。", "  2015年,我局高度重视。", " 发布时间:2016-01-14 来源:办公室 一、概述"]
)
@pytest.mark.parametrize("before", ["", "政务公开 > 年报 > "])
def test_a_title_may_stand_in_one_line_with_its_text(before: str, behind: str) -> None:
    text = "全年公开政府信息30条,没有收到政府信息公开申请,没有行政复议和行政诉讼。存在的问题是人手不足。" * 3
    identity = identity_of(f"{before}如东县农业局2015年政府信息公开工作年度报告{behind}{text}")
    assert (identity.title, identity.agency_name) == ("如东县农业局2015年政府信息公开工作年度报告", "如东县农业局")
    sentence = f"为做好工作,如东县农业局及时向社会公布政府信息公开工作年度报告,根据《条例》编制。{text}"
    assert identity_of(sentence).title is None


def test_the_label_of_a_title_is_no_part_of_it_where_a_bullet_stands_before_it() -> None:
    identity = identity_of(report("  • 名称:如东县农业局2015年政府信息公开年报\n  • 文号:\n", 2015))
    assert identity.title == "如东县农业局2015年政府信息公开年报"


def test_what_was_published_on_the_site_of_a_government_is_no_name() -> None:
    text = report("如有疑问,请与青田县教育局联系(电话:0578-6800000)。", 2015, "我局", "\n清单57项,权力清单在县政府门户网站向社会公布。")
    assert identity_of(text).agency_name == "青田县教育局"


def test_a_body_that_looks_after_a_lottery_does_not_advertise() -> None:
    name = "江苏省体育彩票管理中心"
    assert identity_of(report(f"{name}2015年政府信息公开工作年度报告", 2015)).agency_name == name


@pytest.mark.parametrize(
    "heading", ["二 政府信息主动公开情况", "主题分类：综合政务/政府信息公开年报", "分类 | 政府信息公开年报 综合政务,文秘 |"]
)
def test_a_heading_or_a_subject_is_no_title(heading: str) -> None:
    assert identity_of(report(f"本报告由武进区湖塘镇人民政府编制。\n{heading}", 2015, "我镇")).title is None


@pytest.mark.parametrize("agency", ["和平县人民政府", "将乐县人民政府", "全州县教育局", "从江县财政局", "本溪市人民政府", "特克斯县民政局"])
def test_a_place_may_begin_with_a_word_that_no_name_begins_with(agency: str) -> None:
    text = report(f"{agency}2018年政府信息公开工作年度报告\n现将{agency}2018年政府信息公开工作年度报告公布如下。", 2018)
    assert identity_of(text).agency_name == agency


def test_no_division_loses_its_name() -> None:
    names = {row["name_zh"] for row in seed("divisions")}
    lost = [n for n in names if (found := candidate(f"{n}人民政府", "title", n)) is None or found.name != f"{n}人民政府"]
    assert len(names) > 3000
    assert not lost


def test_a_suburb_of_a_city_is_no_namesake_whose_name_holds_the_last_character_of_the_city() -> None:
    identity = identity_of(report("佳木斯市郊区人民政府2020年政府信息公开工作年度报告", 2020, "我区"))
    assert identity.division_code == "230811"


def test_figures_of_a_government_are_of_its_area_and_those_of_a_bureau_its_own() -> None:
    government = identity_of(report("万载县2015年政府信息公开工作年度报告\n综合各乡镇、各部门的报告编制而成。", 2015, "我县"))
    bureau = identity_of(report("万载县教育局2015年政府信息公开工作年度报告", 2015, "我局"))
    assert (government.area_scope, bureau.area_scope) == ("area", "own")


def test_evidence_says_where_each_part_was_read() -> None:
    evidence = identity_of(report("万载县教育局2015年政府信息公开工作年度报告", 2015, "我局")).evidence
    assert evidence["agency"].startswith("title:")
    assert "万载县" in evidence["division"]
    assert "2015" in evidence["year_title"]


@pytest.mark.parametrize(
    ("name", "code", "own"),
    [
        ("安岳县教育局", "512021", "教育局"),
        ("抚松县松江河镇人民政府", "220621", "松江河镇人民政府"),
        ("松江河镇人民政府", "220621", "松江河镇人民政府"),
        ("广东省阳江市阳东县人民政府", "441704", "人民政府"),
        ("仙居县人民政府", None, "仙居县人民政府"),
        ("邵阳市公安局大祥分局", "430503", "公安局大祥分局"),
        ("国家税务总局淮滨县税务局", "411527", "国家税务总局淮滨县税务局"),
    ],
)
def test_a_body_is_called_the_same_inside_its_division_however_its_place_is_told(name: str, code: str | None, own: str) -> None:
    assert own_name(name, code) == own


def test_a_government_written_short_has_its_whole_name() -> None:
    assert identity_of(report("唐村镇政府2020年政府信息公开工作年度报告", 2020, "我镇")).agency_name == "唐村镇人民政府"


@pytest.mark.parametrize(
    ("speaker", "metadata", "foot", "name"),
    [
        ("我旗", {"site_name": "巴林左旗人民政府"}, "", "巴林左旗人民政府"),
        ("我旗", {"title": "我旗2015年政府信息公开工作年度报告_巴林左旗政府网"}, "", "巴林左旗人民政府"),
        ("我局", {"title": "2015年政府信息公开工作年度报告_信息公开_曲周县水务局"}, "", "曲周县水务局"),
        ("我局", {}, "版权所有：东山县环境保护局 地址：东山县西埔镇", "东山县环境保护局"),
        ("我局", {"site_name": "东山县人民政府"}, "", None),
        ("我镇", {"site_name": "东山县人民政府"}, "主办单位：东山县人民政府办公室", None),
    ],
)
def test_what_the_page_names_counts_where_the_report_only_speaks_of_us(
    speaker: str, metadata: dict[str, str], foot: str, name: str | None
) -> None:
    text = report("2015年政府信息公开工作年度报告", 2015, speaker) + foot
    assert identity_of(text, **metadata).agency_name == name


def test_us_is_the_government_of_the_only_place_that_the_text_speaks_of() -> None:
    text = report("2015年政府信息公开工作年度报告", 2015, "我旗") + "\n本报告可在巴林左旗政务中心查阅，巴林左旗档案馆也备有。"
    assert identity_of(text).agency_name == "巴林左旗人民政府"


def test_a_bureau_is_of_the_place_whose_site_it_reports_on() -> None:
    text = report("区教育局2015年政府信息公开工作年度报告", 2015, "我局")
    read = identity_of(text, site_name="合肥市庐阳区人民政府")
    assert (read.agency_name, read.division_code) == ("庐阳区教育局", "340103")


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("首页 > 政务公开 > 年报 > 正文 庐阳区教育局2015年政府信息公开工作年度报告 发布日期：2016-03-02 根据条例编制。", "庐阳区教育局"),
        ("首页 政务公开 庐阳区教育局2015年政府信息公开工作年度报告 根据条例编制本报告，统计期限为全年。", "庐阳区教育局"),
        ("当前位置：首页>信息公开>庐阳区教育局2015年政府信息公开工作年度报告\n发布日期：2016-03-02", "庐阳区教育局"),
        ("2015年政府信息公开工作年度报告\n发布机构：沁水县民政局", "沁水县民政局"),
        ("2015年政府信息公开工作年度报告\n联系单位：沁水县民政局  电话：0356-7000000", "沁水县民政局"),
    ],
)
def test_labels_and_breadcrumbs_are_no_part_of_a_name(head: str, name: str) -> None:
    assert identity_of(report(head, 2015, "我局")).agency_name == name
