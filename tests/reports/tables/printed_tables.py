"""Tables as web pages print them, and what is read of them."""

from dagster_project.reports.cleaning import clean
from dagster_project.reports.tables import read_tables
from tests.reports.tables.filled_cells import facts_of

APPLICANTS = ["natural_person", "legal_commercial", "legal_research", "legal_public_welfare", "legal_law_service", "legal_other", "total"]


ROWS = {
    "一、本年新收政府信息公开申请数量": ("applications_received_new", [2, 1, 0, 0, 0, 0, 3]),
    "二、上年结转政府信息公开申请数量": ("applications_carried_in", [1, 0, 0, 0, 0, 0, 1]),
    "（一）予以公开": ("outcome_granted", [1, 1, 0, 0, 0, 0, 2]),
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": ("outcome_partially_granted", [0, 0, 0, 0, 0, 0, 0]),
    "1.属于国家秘密": ("outcome_refused_state_secret", [0, 0, 0, 0, 0, 0, 0]),
    "（六）其他处理": ("outcome_other", [1, 0, 0, 0, 0, 0, 1]),
    "（七）总计": ("applications_concluded_total", [2, 1, 0, 0, 0, 0, 3]),
    "四、结转下年度继续办理": ("applications_carried_over", [1, 0, 0, 0, 0, 0, 1]),
}


EXPECTED = {(indicator, a): v for indicator, values in ROWS.values() for a, v in zip(APPLICANTS, values, strict=True)}


HEADER = ["申请人情况", "自然人", "法人或其他组织", "总计", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
LOCAL_FORM = "指标名称 | 计量单位 | 数据统计 |\n一、主动公开数量 | 条 | {0} |\n(一)通过政府网站公开数 | 条 | 7 |\n(二)召开新闻发布会次数 | 次 | 0 |\n二、依申请公开数量 | 件 | / |\n(一)依申请方式 | ||\n1、当面申请数 | 件 | 无 |\n2、传真申请数 | 件 | |"
CHALLENGES = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]


def one_cell_a_line() -> str:
    lines = list(HEADER)
    for label, (_, values) in ROWS.items():
        lines += [label, *map(str, values)]
    return "\n\n".join(lines)


def one_cell_and_a_pipe_a_line() -> str:
    return "\n".join(f"{line} |" for line in one_cell_a_line().split("\n\n"))


def pipe_grid() -> str:
    lines = [" | ".join(["", *HEADER]) + " |"]
    lines += [f"| {label} | | " + " | ".join(map(str, values)) + " |" for label, (_, values) in ROWS.items()]
    return "\n".join(lines)


def tabs() -> str:
    return "\n".join("\t".join([label, *map(str, values)]) for label, (_, values) in ROWS.items())


def blanks() -> str:
    return "\n".join(" ".join([label, *map(str, values)]) for label, (_, values) in ROWS.items())


def values_of(text: str, year: str | None = None) -> dict[str, tuple[str, object]]:
    reading = read_tables(clean(text).clean, regime_by_year=year)
    return {
        f.cell.indicator_id: (f.value.state, f.value.number) for f in facts_of(reading) if f.cell.applicant_type in (None, "natural_person")
    }
