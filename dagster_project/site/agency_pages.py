"""The page of one agency: its series, its reports, what is missing and what its findings are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from dagster_project.site.charts import Breaks, Point, series_chart
from dagster_project.site.formatting import TOPICS, UNITS, chinese, escaped, relation_mark, value_words
from dagster_project.site.reading import Row

MAIN_CONCEPTS = (
    "disclosed_total",
    "normative_documents_made",
    "applications_received",
    "granted",
    "partially_granted",
    "refused",
    "cannot_provide",
    "review_total",
    "litigation_total",
    "application_fees",
    "staff_total",
    "trainings",
)
"""What gets a chart, in this order; every other concept is in the table."""


@dataclass(frozen=True)
class Series:
    """What all agencies share: the concepts, the years of a new form, and the years of a new meaning by concept."""

    concepts: dict[str, Row]
    form_changes: tuple[int, ...]
    break_years: dict[str, set[int]]


@dataclass(frozen=True)
class AgencyParts:
    """What is known of one agency: values and blanks of its series, its documents, findings and coverage."""

    values: list[Row]
    blanks: list[Row]
    reports: list[Row]
    findings: list[Row]
    coverage: list[Row]


def agency_page(agency: Row, parts: AgencyParts, shared: Series) -> dict[str, Any]:
    """What the template of an agency needs."""
    by_concept: dict[str, dict[int, Row]] = {}
    for row in [*parts.values, *parts.blanks]:
        by_concept.setdefault(row["concept_id"], {})[row["report_year"]] = row
    years = _years(parts.coverage, by_concept)
    return {
        "agency": agency,
        "years": years,
        "form_changes": [year for year in shared.form_changes if years and years[0] < year <= years[-1]],
        "charts": list(_charts(by_concept, years, shared)),
        "topics": list(_topics(by_concept, years, shared)),
        "reports": sorted(parts.reports, key=lambda r: (r["report_year"] or 0, r["report_id"])),
        "findings": parts.findings,
        "missing": [row["report_year"] for row in parts.coverage if row["expected"] and not row["received"]],
        "notes": _notes(by_concept, shared),
        "forms": sorted({row["regime"] for row in parts.values}),
        "value_count": len(parts.values),
    }


def _years(coverage: Iterable[Row], by_concept: dict[str, dict[int, Row]]) -> list[int]:
    known = {row["report_year"] for row in coverage} | {year for by_year in by_concept.values() for year in by_year}
    return list(range(min(known), max(known) + 1)) if known else []


def _breaks(by_year: dict[int, Row], break_years: set[int]) -> set[int]:
    """The years of values whose meaning differs from that of the value before."""
    years = sorted(by_year)
    return {after for before, after in pairwise(years) if any(before < year <= after for year in break_years)}


def link_to(row: Row) -> str | None:
    return f"../report/{row['report_id']}.html#v-{row['reported_value_id']}" if row["reported_value_id"] else None


def _charts(by_concept: dict[str, dict[int, Row]], years: list[int], shared: Series) -> Iterable[dict[str, Any]]:
    for concept_id in MAIN_CONCEPTS:
        by_year, concept = by_concept.get(concept_id), shared.concepts.get(concept_id)
        if not by_year or not concept:
            continue
        broken = _breaks(by_year, shared.break_years.get(concept_id, set()))
        points = [
            Point(year, row["value"], row["value_state"], row["regime"], row["relation"], year in broken, link_to(row))
            for year, row in sorted(by_year.items())
        ]
        span = (min(years[0], years[-1] - 4), years[-1])
        label = f"{concept['label_en']} {concept['label_zh']}"
        svg = series_chart(label, points, Breaks(shared.form_changes, shared.break_years.get(concept_id, ())), span)
        yield {"concept": concept, "unit": UNITS.get(concept["unit"], concept["unit"]), "svg": svg}


def _topics(by_concept: dict[str, dict[int, Row]], years: list[int], shared: Series) -> Iterable[dict[str, Any]]:
    """The table of all concepts, by topic in the order of TOPICS."""
    order = {topic: no for no, topic in enumerate(TOPICS)}
    known = sorted(
        (shared.concepts[concept_id] for concept_id in by_concept if concept_id in shared.concepts),
        key=lambda c: (order.get(c["topic"], len(order)), c["concept_id"]),
    )
    topic = None
    for concept in known:
        by_year = by_concept[concept["concept_id"]]
        broken = _breaks(by_year, shared.break_years.get(concept["concept_id"], set()))
        row = _concept_row(concept, "".join(_cell(by_year.get(year), year in broken) for year in years))
        if topic is None or topic["id"] != concept["topic"]:
            if topic:
                yield topic
            topic = {"id": concept["topic"], "title": TOPICS.get(concept["topic"], concept["topic"]), "rows": []}
        topic["rows"].append(row)
    if topic:
        yield topic


def _concept_row(concept: Row, cells: str) -> Markup:
    unit = chinese(UNITS.get(concept["unit"], concept["unit"]))
    label = f"{escaped(concept['label_en'])} {chinese(concept['label_zh'])}"
    return Markup(f'<tr><th scope="row">{label} <small>{unit}</small></th>{cells}</tr>')


def _cell(row: Row | None, is_break: bool) -> str:
    """A cell of the table with its tag; an empty one where the reports say nothing."""
    if row is None:
        return "<td></td>"
    words = str(value_words(row["value"], row["value_state"], row["is_approximate"]))
    if row["is_conflicted"]:
        words += '<abbr class="mark conflict" title="the report tells other figures too">!</abbr>'
    if row["regime"] == "narrative":
        words += '<abbr class="mark" title="told in prose">¶</abbr>'
    link = link_to(row)
    if link:
        title = ". ".join(text for text in (row["chosen_because"], row["comparability_note"]) if text) or row["regime"]
        words = f'<a href="{link}" title="{escaped(title)}">{words}</a>'
    return f"<td{' class=break' if is_break else ''}>{relation_mark(row['relation'])}{words}</td>"


def _notes(by_concept: dict[str, dict[int, Row]], shared: Series) -> list[tuple[Row, list[tuple[str, str, str]]]]:
    """By main concept: (form, years, what must be known before its values are compared)."""
    notes = []
    for concept_id in MAIN_CONCEPTS:
        told: dict[tuple[str, str], list[int]] = {}
        for year, row in sorted(by_concept.get(concept_id, {}).items()):
            if row["comparability_note"]:
                told.setdefault((row["regime"], row["comparability_note"]), []).append(year)
        if told and concept_id in shared.concepts:
            lines = [(regime, ", ".join(map(str, years)), note) for (regime, note), years in told.items()]
            notes.append((shared.concepts[concept_id], lines))
    return notes
