"""Invented reports for what compares agencies and reads texts: peers, units of an area, copies, late and suspicious reports."""

from __future__ import annotations

from datetime import date

from lake_builder import Lake

PARAGRAPHS = (
    "按照上级部署，我们把公开透明作为法治建设的重要内容，完善领导机制，明确专人负责，做到工作有人抓、事情有人管、责任有人担。",
    "围绕群众关心的教育、医疗、住房、就业等领域，及时发布权威信息，主动解读重要举措，稳妥回应社会关切，努力提升服务水平。",
    "规范依申请公开办理流程，健全登记、审核、答复、归档环节，注重与申请人沟通，依法依规作出答复，切实保障公众知情权利。",
    "加强门户网站建设，优化栏目设置，清理陈旧内容，严格审查程序，落实保密要求，确保发布内容准确、完整、安全、可靠。",
    "同时也清醒看到，队伍力量还显薄弱，业务培训不够经常，主动公开的深度和广度仍需拓展，今后将采取有力措施逐步改进提高。",
)


def add_scenes(lake: Lake) -> None:
    _province(lake)
    _copies(lake)
    _texts(lake)
    _area_and_units(lake)


def _province(lake: Lake) -> None:
    """Six counties of 甘肃省 in 2020 with the whole applications table; one more with a bound only."""
    for number, code in enumerate(("620121", "620122", "620123", "620321", "620421", "620422")):
        county = lake.report(
            f"省内{number}县人民政府", 2020, "r2019", division_code=code, published_on=date(2021, 4 if number == 5 else 3, 2)
        )
        county.table3(
            {
                "applications_received_new": {"natural_person": "10", "total": "10"},
                "outcome_granted": {"natural_person": str(number), "total": str(number)},
                "outcome_partially_granted": {"natural_person": "0", "total": "0"},
                "outcome_refused_state_secret": {"natural_person": str(10 - number), "total": str(10 - number)},
                "applications_concluded_total": {"natural_person": "10", "total": "10"},
                "applications_carried_over": {"natural_person": "0", "total": "0"},
            }
        )


def _copies(lake: Lake) -> None:
    """丁家镇 writes the same text every year, and 戊家镇 takes it over."""
    text = "\n".join(PARAGRAPHS)
    for agency, year in (("丁家镇人民政府", 2016), ("丁家镇人民政府", 2017), ("戊家镇人民政府", 2017)):
        day = 2 if agency.startswith("丁") else 9
        own = f"{agency}{year}年报告。\n{text}".replace("我们", agency)
        town = lake.report(agency, year, agency_level="township", division_code="331024", text=own, published_on=date(year + 1, 3, day))
        town.prose("n_disclosed_total", "120", "公开信息120条")
    other = "\n".join(p[::-1] for p in PARAGRAPHS).replace("。", "") + "。"
    lake.report("己家镇人民政府", 2017, agency_level="township", division_code="331024", text=other.replace("，", "，\n甲。"))


def _texts(lake: Lake) -> None:
    """庚家镇 leaves words of the template, cites the old notice, prints an impossible rate and a wrong growth."""
    lake.report("庚家镇人民政府", 2021, agency_level="township").prose("n_disclosed_total", "100", "公开信息100条")
    text = "根据国办公开办函〔2019〕60号编制。\n（文字描述）\n按时答复率为105%。公开信息150条，同比增长20%。"
    town = lake.report("庚家镇人民政府", 2022, agency_level="township", text=text)
    place = text.index("150条")
    town.prose("n_disclosed_total", "150", "公开信息150条", value_start=place, value_end=place + 3)
    for token, number_class in (("105%", "percentage"), ("20%", "percentage")):
        lake.number(town, text, token, number_class)


def _area_and_units(lake: Lake) -> None:
    """辛家县 speaks for its area, and its three towns together tell far more; one of eleven towns of a province tells nothing."""
    county = lake.report("辛家县人民政府", 2017, division_code="511381", area_scope="area")
    county.prose("n_disclosed_total", "200", "公开信息200条")
    for number in range(12):
        town = lake.report(f"辛{number}镇人民政府", 2017, agency_level="township", division_code="511381" if number < 3 else "511325")
        town.prose("n_disclosed_total", "0" if number == 11 else "300", "公开信息")
    for year, value in ((2016, "100"), (2017, "700")):
        town = lake.report("壬家镇人民政府", year, agency_level="township")
        town.prose("n_disclosed_total", value, f"公开信息{value}条")
    late = lake.report("癸家县教育局", 2020, agency_level="department", published_on=date(2021, 2, 3))
    late.prose("n_disclosed_total", "50", "公开信息50条")
