"""The statutory tables as grids of cells, with the fact of every cell.

Labels, numbering, units and the order of rows come from the catalogue (forms.py).
"""

from __future__ import annotations

import random
from collections.abc import Callable

from dagster_project.catalogue import APPLICANT_TYPES
from dagster_project.generator.cells import Cell, Grid, label
from dagster_project.generator.forms import Row, catalogue, rows_of
from dagster_project.generator.printing import Printer, Printing, digits
from dagster_project.generator.text import Text


def list_form(form: str, title: str, reporter: str, printer: Printer) -> Grid:
    """A form of one value a row: r2008_zj, r2008_sh and r2014."""
    grid = Grid(form, "list")
    grid.caption = [Text(), Text(f"填报单位：{reporter} 审核人：")]
    _title_with_year(grid.caption[0], title)
    headers = {
        "r2008_zj": ("指标名称", "计量单位", "数据统计"),
        "r2008_sh": ("指标名称", "计量单位", "代码", "本年累计"),
        "r2014": ("统计指标", "单位", "统计数"),
    }[form]
    if printer.before:
        years = [str(printer.before.year) + "年", str(printer.figures.year) + "年"]
        headers = (*headers[:-1], *(years if printer.printing.years == "before" else reversed(years)))
    grid.rows.append([label(h, "header") for h in headers])
    printed_parents: set[str] = set()
    for row in rows_of(form):
        if form == "r2008_sh" and not row.numbering.isdigit():
            continue
        if not row.is_header and printer.printing.dropped_rows and printer.rng.random() < printer.printing.dropped_rows:
            continue
        grid.rows.append(_list_row(row, printer, printed_parents))
    if printer.printing.local_rows and form != "r2008_sh":
        for words, unit in LOCAL_ROWS[form]:
            value = label("", "filler") if unit == "——" else Cell(digits(str(printer.rng.randint(1, 40))), "value")
            grid.rows.append([label(words), label(unit, "unit"), *[value] * (2 if printer.before else 1)])
    return grid


INVENTED_ROWS = (
    ("政务数据开放目录总量", "个"),
    ("数据接口调用次数", "次"),
    ("政策文件智能问答量", "次"),
    ("企业诉求响应数量", "件"),
    ("政民互动直播次数", "次"),
    ("基层公开专区建设数", "个"),
    ("公开事项标准编制数", "项"),
    ("政策图解数量", "条"),
    ("政策视频数量", "条"),
    ("公众开放日参与数", "人次"),
    ("政策推送触达数", "次"),
    ("惠企政策兑现数", "件"),
    ("公开考核扣分项数", "项"),
    ("信息更新提醒次数", "次"),
)
"""Rows of a form that there is not."""


def invented_form(rng: random.Random) -> Grid:
    """A table of statistics whose form no catalogue has; its figures are those of no indicator."""
    grid = Grid("unknown", "list", caption=[Text("政府信息公开工作情况统计表")])
    grid.rows.append([label(h, "header") for h in rng.choice((("统计指标", "单位", "统计数"), ("指标名称", "计量单位", "数量")))])
    for words, unit in sorted(rng.sample(INVENTED_ROWS, rng.randint(10, len(INVENTED_ROWS)))):
        grid.rows.append([label(words), label(unit, "unit"), Cell(digits(str(rng.randint(0, 400))), "value")])
    return grid


LOCAL_ROWS = {
    "r2008_zj": (("九、政府信息公开宣传活动数", "次"),),
    "r2014": (("十、政府信息公开宣传情况", "——"), ("（一）开展宣传活动次数", "次"), ("（二）发放宣传资料数", "份")),
}
"""Rows of local returns (a province's additions), in no catalogue: a reader must not force them into an indicator."""


def _list_row(row: Row, printer: Printer, printed_parents: set[str]) -> list[Cell]:
    numbering = row.numbering
    if numbering == "其中：":
        numbering = "" if row.parent in printed_parents else numbering
        printed_parents.add(row.parent)
    if row.form == "r2008_sh":
        return [label(row.label), label(row.unit_zh, "unit"), label(row.numbering, "code"), printer.cell(row.indicator_id)]
    words = row.label
    if not printer.printing.short_labels:
        words = next((v for v in row.variants if v.startswith(row.label)), words)
    cells = [label(numbering + words), label(row.unit_zh, "unit")]
    if row.is_header:
        return [*cells, *[label("", "filler")] * (2 if printer.before else 1)]
    return [*cells, *printer.cells(row.indicator_id)]


def _title_with_year(text: Text, title: str) -> None:
    year, rest = title[:4], title[4:]
    text.number(year, "year")
    text.plain(rest)


TABLE_2_BLOCKS = {
    "r2019": (
        ("第二十条第（一）项", ("rules", "normative_documents"), ("made_new", "published_new", "public_total")),
        ("第二十条第（五）项", ("admin_licence", "other_management_service"), ("items_prev_year", "items_change", "decisions")),
        ("第二十条第（六）项", ("admin_penalty", "admin_coercion"), ("items_prev_year", "items_change", "decisions")),
        ("第二十条第（八）项", ("admin_fee",), ("items_prev_year", "items_change")),
        ("第二十条第（九）项", ("gov_procurement",), ("items", "amount")),
    ),
    "r2021": (
        ("第二十条第（一）项", ("rules", "normative_documents"), ("issued", "repealed", "in_force")),
        ("第二十条第（五）项", ("admin_licence",), ("decisions",)),
        ("第二十条第（六）项", ("admin_penalty", "admin_coercion"), ("decisions",)),
        ("第二十条第（八）项", ("admin_fee",), ("amount",)),
    ),
}
"""The outer shape of table 2 (formats.md of the catalogue's sources): blocks, rows and columns, by the stems of the indicator ids."""


def table_2(form: str, printer: Printer) -> Grid:
    """主动公开政府信息情况."""
    grid = Grid(form, "table2")
    for title, stems, columns in TABLE_2_BLOCKS[form]:
        first = [catalogue()[(form, f"{stems[0]}_{c}")] for c in columns]
        grid.rows.append([label(title, "title", colspan=4)])
        span = 3 // len(columns)
        grid.rows.append([label("信息内容", "header"), *(label(_header(r, printer.printing), "header", colspan=span) for r in first)])
        for stem in stems:
            words = catalogue()[(form, f"{stem}_{columns[0]}")].label
            if stem == "normative_documents" and printer.printing.short_labels:
                words = "规范性文件"
            cells = [printer.cell(f"{stem}_{c}") for c in columns]
            grid.rows.append([label(words), *(c._replace(colspan=span) for c in cells)])
    return grid


def _header(row: Row, printing: Printing) -> str:
    words = row.column_label
    if printing.loose_headers:
        words = " ".join((words[:2], words[2:]))
    return f"{words[:3]}\n{words[3:]}" if printing.split_headers and words.startswith("本年新") else words


def table_3(form: str, printer: Printer) -> Grid:
    """收到和处理政府信息公开申请情况: seven value columns."""
    grid = Grid(form, "table3")
    grid.rows += [
        [
            label("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "header", rowspan=3, colspan=3),
            label("申请人情况", "header", colspan=7),
        ],
        [label("自然人", "header", rowspan=2), label("法人或其他组织", "header", colspan=5), label("总计", "header", rowspan=2)],
        [label(w, "header") for w in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")],
    ]
    rows = [r for r in rows_of(form, "table3") if r.indicator_id != "applications_outcome_group"]
    outcome_rows = [r for r in rows if r.parent in ("applications_outcome_group",) or r.parent.startswith("outcome_")]
    kept = [r for r in rows if r.is_header or not _dropped(r, printer)]
    group_sizes = {r.indicator_id: sum(k.parent == r.indicator_id for k in kept) for r in rows if r.is_header}
    all_outcomes = sum(1 for r in kept if r in outcome_rows and not r.is_header)
    before: list[Cell] = []
    group_open = False
    for row in kept:
        if row.is_header:
            if group_sizes[row.indicator_id]:
                before.append(label(row.numbering + row.label, rowspan=group_sizes[row.indicator_id]))
            continue
        if row in outcome_rows and not group_open:
            before.insert(0, label("三、本年度办理结果", rowspan=all_outcomes))
            group_open = True
        width = 3 if row not in outcome_rows else 2 if row.parent == "applications_outcome_group" else 1
        grid.rows.append([*before, label(_row_label(row, printer.printing), colspan=width), *_seven(row.indicator_id, printer)])
        before = []
    return grid


def _dropped(row: Row, printer: Printer) -> bool:
    """A leaf without any case may be missing from the printed table."""
    share = printer.printing.dropped_rows
    values = printer.figures.applicants.get(row.indicator_id, [])
    return bool(share) and row.indicator_id.startswith("outcome_") and not any(values) and printer.rng.random() < share


def _row_label(row: Row, printing: Printing) -> str:
    words = row.label.replace("“", printing.quotes[:1]).replace("”", printing.quotes[-1:])
    if (
        printing.short_labels
        and row.variants
        and len(row.variants[0]) > 3
        and "…" not in row.variants[0]
        and row.numbering.startswith("（")
    ):
        words = row.variants[0]
    return row.numbering.replace(".", printing.enumerator) + words


def _seven(indicator_id: str, printer: Printer) -> list[Cell]:
    values = printer.figures.applicants[indicator_id]
    return [printer.cell(indicator_id, a, v) for a, v in zip(APPLICANT_TYPES, [*values, sum(values)], strict=True)]


RESULTS = (("结果维持", "upheld"), ("结果纠正", "corrected"), ("其他结果", "other_result"), ("尚未审结", "pending"), ("总计", "total"))


def table_4(form: str, printer: Printer) -> Grid:
    """政府信息公开行政复议、行政诉讼情况: one row of fifteen values."""
    grid = Grid(form, "table4")
    names = [w[:2] + " " + w[2:] if printer.printing.loose_headers and len(w) > 2 else w for w, _ in RESULTS]
    five = [label(w, "header") for w in names]
    upright = [label(w, "header", rowspan=2) for w in names]
    grid.rows += [
        [label("行政复议", "header", colspan=5), label("行政诉讼", "header", colspan=10)],
        [*upright, label("未经复议直接起诉", "header", colspan=5), label("复议后起诉", "header", colspan=5)],
        [*five, *five],
    ]
    blocks = ("review", "litigation_direct", "litigation_after_review")
    grid.rows.append([printer.cell(f"{b}_{r}") for b in blocks for _, r in RESULTS])
    return grid


def form_tables(form: str) -> dict[str, Callable[[str, Printer], Grid]]:
    """The tables that stand in their chapters in the forms from 2019 on."""
    return {"table2": table_2, "table3": table_3, "table4": table_4} if form in ("r2019", "r2021") else {}
