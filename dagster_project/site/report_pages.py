"""The page of one report: its figures where the form prints them, its findings, its ledger of numbers and its text."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from markupsafe import Markup

from dagster_project.site.formatting import SCOPES, SECTIONS, UNITS, chinese, escaped, value_words
from dagster_project.site.passages import place_of, text_with_anchors
from dagster_project.site.reading import ReportParts, Row

LONGEST_REFUSED_TEXT = 20_000
"""Characters shown of a text that was not accepted: nothing links into it."""
LONGEST_QUOTE = 160


@dataclass(frozen=True)
class Names:
    """Labels of the catalogue, for all pages."""

    indicators: dict[tuple[str, str], Row]
    applicant_types: dict[str, Row]
    regimes: dict[str, Row]
    rules: dict[str, Row]

    def indicator(self, form: str, indicator_id: str) -> Row:
        return self.indicators.get((form, indicator_id)) or {"label_zh": indicator_id, "column_label_zh": None, "section": None}


def report_page(report: Row, parts: ReportParts, names: Names) -> dict[str, Any]:
    """What the template of a report needs."""
    in_tables = [value for value in parts.values if value["source_kind"] == "table"]
    in_prose = [value for value in parts.values if value["source_kind"] != "table"]
    return {
        "report": report,
        "evidence": identity_evidence(report.get("identity_evidence")),
        "tables": [table_block(no, list(rows), names) for no, rows in groupby(in_tables, key=lambda v: v["table_no"])],
        "prose": prose_blocks(in_prose, names),
        "findings": findings_blocks(parts.findings),
        "finding_counts": parts.finding_counts,
        "rules": names.rules,
        "ledger": parts.ledger,
        "numbers": sum(row["numbers"] for row in parts.ledger),
        "numbers_reported": sum(row["reported"] for row in parts.ledger),
        "other_statistics": parts.other_statistics,
        "value_count": len(parts.values),
        "text": source_text(report, parts),
        "text_is_cut": report["status"] != "accepted" and not parts.values and len(parts.text or "") > LONGEST_REFUSED_TEXT,
    }


def source_text(report: Row, parts: ReportParts) -> Markup | None:
    if parts.text is None:
        return None
    if parts.values:
        return text_with_anchors(parts.text, (place_of(value) for value in parts.values))
    return Markup(escaped(parts.text if report["status"] == "accepted" else parts.text[:LONGEST_REFUSED_TEXT]))


def identity_evidence(told: str | None) -> list[tuple[str, str]]:
    try:
        content = json.loads(told or "{}")
    except ValueError:
        return [("evidence", told or "")]
    return [(str(key).replace("_", " "), str(passage)) for key, passage in content.items()] if isinstance(content, dict) else []


def table_block(table_no: int | None, values: list[Row], names: Names) -> dict[str, Any]:
    """One printed table: its rows by applicant type where the form has such columns, else one figure a row."""
    form = values[0]["form"]
    return {
        "table_no": table_no,
        "form": names.regimes.get(form, {"regime_id": form, "label_zh": "", "label_en": form}),
        "matrix": matrix([value for value in values if value["applicant_type"]], names),
        "rows": Markup("\n".join(table_row(value, names) for value in values if not value["applicant_type"])),
    }


def matrix(values: list[Row], names: Names) -> dict[str, Any] | None:
    """Rows of the form against applicant types; a cell holds every figure printed for it."""
    if not values:
        return None
    used = {value["applicant_type"] for value in values}
    types = [t for t in names.applicant_types if t in used] + sorted(used - set(names.applicant_types))
    rows: dict[str, dict[str, list[str]]] = {}
    for value in values:
        rows.setdefault(value["indicator_id"], {}).setdefault(value["applicant_type"], []).append(cell(value))
    form = values[0]["form"]
    lines = (
        f'<tr><th scope="row">{chinese(names.indicator(form, indicator_id)["label_zh"])}</th>'
        + "".join(f"<td>{' / '.join(cells.get(t, ()))}</td>" for t in types)
        + "</tr>"
        for indicator_id, cells in rows.items()
    )
    return {"types": [names.applicant_types.get(t, {"label_zh": t, "label_en": t}) for t in types], "rows": Markup("\n".join(lines))}


def cell(value: Row) -> str:
    """The figure as a link to its place in the text, itself a place to link to."""
    value_id = value["reported_value_id"]
    words = value_words(value["value"], value["value_state"], value["is_approximate"])
    return f'<a id="f-{value_id}" href="#v-{value_id}">{words}</a>'


def unit_words(value: Row) -> Markup:
    return chinese(UNITS.get(value["unit"], value["unit"] or ""))


def table_row(value: Row, names: Names) -> str:
    """Label, column, figure and unit of one cell of a form."""
    indicator = names.indicator(value["form"], value["indicator_id"])
    column = " ".join(part for part in (indicator["column_label_zh"], value["qualifier"]) if part)
    printed = f" <small>printed {chinese(value['unit_printed'])}</small>" if value["unit_printed"] else ""
    return (
        f'<tr><th scope="row">{chinese(indicator["label_zh"])}</th><td>{chinese(column)}</td>'
        f'<td class="num">{cell(value)}</td><td>{unit_words(value)}{printed}</td></tr>'
    )


def prose_row(value: Row, names: Names) -> str:
    """What a sentence counts, the figure, and the sentence."""
    about = [chinese(names.indicator(value["form"], value["indicator_id"])["label_zh"])]
    if value["applicant_type"]:
        label = names.applicant_types.get(value["applicant_type"], {}).get("label_zh") or value["applicant_type"]
        about.append(Markup(f"<small>{chinese(label)}</small>"))
    if value["qualifier"]:
        about.append(Markup(f"<small>{chinese(value['qualifier'])}</small>"))
    scope = SCOPES.get(value["scope"], value["scope"])
    if value["scope"] == "other_year" and value["period_year"]:
        scope = f"the year {value['period_year']}"
    tag = f'<br><span class="tag scope">{scope}</span>' if scope else ""
    return (
        f'<tr><th scope="row">{" ".join(about)}</th><td class="num">{cell(value)} <small>{unit_words(value)}</small>{tag}</td>'
        f"<td>{quote(value)}</td></tr>"
    )


def quote(value: Row) -> str:
    """The evidence with the figure in it marked; a long one is cut around the figure."""
    text, begin = value["evidence_text"] or "", value["evidence_start"]
    if value["value_start"] is None or not begin <= value["value_start"] <= begin + len(text):
        return f'<span lang="zh">{escaped(text if len(text) <= LONGEST_QUOTE else text[:LONGEST_QUOTE] + " …")}</span>'
    first, last = value["value_start"] - begin, value["value_end"] - begin
    before, after = text[:first], text[last:]
    if len(text) > LONGEST_QUOTE:
        before = before if len(before) <= 80 else "… " + before[-80:]
        after = after if len(after) <= 60 else after[:60] + " …"
    return f'<span lang="zh">{escaped(before)}<mark>{escaped(text[first:last])}</mark>{escaped(after)}</span>'


def prose_blocks(values: Iterable[Row], names: Names) -> list[dict[str, Any]]:
    """Figures told in sentences, by section in the order of the text."""
    blocks: dict[str, list[str]] = {}
    for value in sorted(values, key=lambda v: (v["evidence_start"], v["value_start"] or v["evidence_start"])):
        blocks.setdefault(value["section"] or "other", []).append(prose_row(value, names))
    return [{"title": SECTIONS.get(section, section), "rows": Markup("\n".join(rows))} for section, rows in blocks.items()]


def quoted_once(evidence: str | None) -> str | None:
    """Passages joined by ' … ', without those that another one begins with: the cells of a row repeat its label."""
    if not evidence:
        return None
    passages = list(dict.fromkeys(evidence.split(" … ")))
    return " … ".join(p for p in passages if not any(other is not p and other.startswith(p) for other in passages))


def findings_blocks(findings: list[Row]) -> list[dict[str, Any]]:
    """Findings by status and rule: a rule over many rows of a table says its explanation once."""
    return [
        {"status": status, "rule_id": rule_id, "findings": list(rows)}
        for (status, rule_id), rows in groupby(findings, key=lambda f: (f["status"], f["rule_id"]))
    ]
