"""The invented reports that most tests of the warehouse share: one scene an agency."""

from __future__ import annotations

from datetime import date

from lake_builder import Lake
from scenes import add_scenes


def invented_lake() -> Lake:
    lake = Lake()
    _county_through_the_forms(lake)
    _town_with_errors(lake)
    _prose_only(lake)
    _versions(lake)
    _renamed_county(lake)
    _county_that_became_a_district(lake)
    _refused(lake)
    add_scenes(lake)
    return lake


def _county_through_the_forms(lake: Lake) -> None:
    """青禾县: r2008_zj, r2014, r2019 and r2021, with a blank that means zero and one that does not."""
    old = lake.report("青禾县人民政府", 2012, "r2008_zj")
    for indicator_id, printed in {
        "disclosed_total": "80",
        "disclosed_channel_website": "95",
        "staff_total": "",
        "staff_full_time": "3",
        "staff_part_time": "4",
        "applications_total": "",
        "application_fees_collected": "0.2",
        "applications_concluded_on_time": "6",
        "applications_concluded_extended": "",
    }.items():
        old.cell(indicator_id, printed)
    national = lake.report("青禾县人民政府", 2016, "r2014")
    for indicator_id, printed in {
        "disclosed_total": "400",
        "applications_received": "9",
        "applications_concluded": "8",
        "applications_concluded_on_time": "8",
        "applications_concluded_extended": "0",
        "answered_granted": "5",
        "answered_already_public": "2",
        "review_cases": "1",
        "review_cases_upheld": "1",
        "review_cases_corrected": "0",
        "review_cases_other": "0",
        "staff_total": "9",
        "staff_full_time": "4",
        "staff_part_time": "4",
    }.items():
        national.cell(indicator_id, printed)
    national.prose("n_applications_received", "10", "共收到申请10件", "applications")
    column = {"natural_person": "5", "total": "5"}
    first = lake.report("青禾县人民政府", 2019, "r2019").table3(
        {
            "applications_received_new": column,
            "outcome_granted": {"natural_person": "3", "total": "3"},
            "outcome_refused_state_secret": {"natural_person": "1", "total": "1"},
            "applications_concluded_total": {"natural_person": "4", "total": "4"},
            "applications_carried_over": {"natural_person": "1", "total": "1"},
        }
    )
    for block in ("review", "litigation_direct", "litigation_after_review"):
        for part in ("upheld", "corrected", "other_result", "pending", "total"):
            first.cell(f"{block}_{part}", "2" if (block, part) in {("review", "upheld"), ("review", "total")} else "")
    first.cell("admin_licence_decisions", "150").cell("gov_procurement_items", "2").cell("gov_procurement_amount", "300000")
    second = lake.report("青禾县人民政府", 2020, "r2019").table3(
        {
            "applications_received_new": column,
            "applications_carried_in": {"natural_person": "2", "total": "2"},
            "outcome_granted": {"natural_person": "7", "total": "7"},
            "applications_concluded_total": {"natural_person": "7", "total": "7"},
        }
    )
    second.cell("normative_documents_public_total", "10").cell("admin_licence_decisions", "1000")
    second.prose("n_normative_documents_made", "6", "出台规范性文件6件").cell("normative_documents_made_new", "5")
    last = lake.report("青禾县人民政府", 2021, "r2021")
    last.cell("normative_documents_issued", "4").cell("normative_documents_repealed", "1").cell("normative_documents_in_force", "12")
    last.cell("admin_licence_decisions", "1100")


def _town_with_errors(lake: Lake) -> None:
    """双林镇: a wrong total, a decimal, a blank total that its parts give, and a cell that cannot be read."""
    town = lake.report("双林镇人民政府", 2022, "r2021", agency_level="township")
    town.table3(
        {
            "applications_received_new": {"natural_person": "3", "legal_commercial": "1", "total": "5"},
            "outcome_granted": {"natural_person": "3", "legal_commercial": "1", "total": ""},
            "outcome_partially_granted": {"legal_research": "1.5"},
            "applications_concluded_total": {"natural_person": "3", "legal_commercial": "?", "total": "4"},
        }
    )
    town.cell("admin_penalty_decisions", "7")
    lake.signal(town, "TXT-ENUM-02", actual="72", expected="71.4", evidence_text="占72%", evidence_start=1, evidence_end=5)


def _prose_only(lake: Lake) -> None:
    """白石街道: what counts when only the text tells it."""
    street = lake.report("白石街道办事处", 2016, agency_level="township")
    street.prose("n_applications_received", "3", "全年受理申请3件")
    street.prose("n_applications_received", "4", "共收到申请4件", "applications")
    street.prose("n_disclosed_total", "900", "历年累计公开900条", scope="cumulative")
    street.prose("n_disclosed_website", "120", "网站公开120余条", is_approximate=True)
    street.prose("n_disclosed_category", "30", "机构职能类30条", qualifier="机构职能")
    street.prose("n_training_courses", "2", "2017年举办培训2期", period_year=2017)
    street.prose("n_review_cases", "0", "未发生行政复议", "review_litigation", value_state="zero_from_negation")
    street.prose("n_processing_fee", "0", "未收取任何费用", "other", value_state="zero_from_negation")


def _versions(lake: Lake) -> None:
    """云溪区: a mirror of the same text, a correction, and a year without a report."""
    for uri, day in (("a/云溪区-2018.txt", 5), ("b/云溪区-2018.txt", 9)):
        report = lake.report("云溪区人民政府", 2018, uri=uri, text="云溪区公开信息10条，二〇一九年。", published_on=date(2019, 3, day))
        report.prose("n_disclosed_total", "10", "公开信息10条")
    for uri, day, total in (("云溪区-2020-1.txt", 1, "20"), ("云溪区-2020-2.txt", 20, "21")):
        report = lake.report("云溪区人民政府", 2020, uri=uri, published_on=date(2021, 2, day))
        report.prose("n_disclosed_total", total, f"公开信息{total}条")


def _renamed_county(lake: Lake) -> None:
    """A town of 苍山县, which became 兰陵县 in 2014 under the same code."""
    for year in (2012, 2013, 2014, 2016):
        town = lake.report("柳岸镇人民政府", year, agency_level="township", division_code="371324")
        town.prose("n_disclosed_total", str(year - 2000), f"公开信息{year - 2000}条")


def _county_that_became_a_district(lake: Lake) -> None:
    """增城市 440183 went on as 增城区 440118 in 2014; its bureau of education is the same body."""
    for year, county, code in ((2013, "增城市", "440183"), (2015, "增城区", "440118")):
        for body, own in ((f"{county}人民政府", "人民政府"), (f"广州市{county}教育局", "教育局")):
            report = lake.report(body, year, agency_own_name=own, division_code=code)
            report.prose("n_disclosed_total", str(year), f"公开信息{year}条")


def _refused(lake: Lake) -> None:
    lake.report("无名", 2020, uri="空.txt", agency_name=None, report_year=None, status="quarantined", status_reason="empty")
    lake.report("菜谱", 2020, uri="菜谱.txt", agency_name=None, report_year=None, status="not_a_report", status_reason="a recipe")
