"""Writes the site: reads the warehouse in bulk, renders one page after the other, and puts the finished folder in place.

The same warehouse and manifest give the same bytes: nothing here looks at a clock, and every list is sorted.
"""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from dagster_project.publishing import read_manifest
from dagster_project.quarantine import Quarantine
from dagster_project.settings import Home
from dagster_project.site import formatting
from dagster_project.site.agency_pages import AgencyParts, Series, agency_page
from dagster_project.site.overview_pages import (
    FORMS,
    dictionary_page,
    division_path,
    findings_page,
    quality_page,
    rule_findings,
    search_index,
    start_page,
)
from dagster_project.site.reading import Row, Warehouse
from dagster_project.site.report_pages import Names, quoted_once, report_page

BATCH = 500
"""Reports read from the warehouse at once: bounds the memory."""


@dataclass(frozen=True)
class SiteSummary:
    """What was written."""

    folder: Path
    pages: int
    reports: int
    agencies: int


def build_site(home: Home) -> SiteSummary:
    """(Re)builds the site of the published warehouse below `<home>/published/site`; the old one stays until the new one is complete."""
    unreadable = [entry for entry in Quarantine(home).entries() if entry.get("kind") == "file"]
    return write_site(home.published_warehouse, read_manifest(home.manifest) or {}, home.site, unreadable)


def write_site(warehouse: Path, manifest: dict[str, Any], out: Path, unreadable: Sequence[Row] = ()) -> SiteSummary:
    """All pages of a warehouse in the folder `out`, replacing it. `unreadable`: files that are in no table, with file, reason, remedy."""
    fresh = out.with_name(f".{out.name}.{os.getpid()}.tmp")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    try:
        with Warehouse(warehouse) as opened:
            summary = _Writer(opened, manifest, fresh).write(unreadable)
        _replace(out, fresh)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return SiteSummary(out, summary.pages, summary.reports, summary.agencies)


def _replace(out: Path, fresh: Path) -> None:
    """Puts the new folder in place of the old one by two renames."""
    old = out.with_name(f".{out.name}.{os.getpid()}.old")
    if out.exists():
        out.rename(old)
    fresh.rename(out)
    shutil.rmtree(old, ignore_errors=True)


def _environment(manifest: dict[str, Any]) -> Environment:
    environment = Environment(
        loader=PackageLoader("dagster_project.site"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(
        zh=formatting.chinese,
        figure=formatting.figure,
        slug=formatting.slug,
        quoted_once=quoted_once,
        printable=lambda text: formatting.printable(text or ""),
    )
    environment.globals.update(
        manifest=manifest,
        UNITS=formatting.UNITS,
        RELATIONS=formatting.RELATIONS,
        STATES=formatting.STATES,
        STATUSES=formatting.STATUSES,
        SCOPES=formatting.SCOPES,
        LEVELS=formatting.LEVELS,
        TOPICS=formatting.TOPICS,
        FINDING_STATUSES=formatting.FINDING_STATUSES,
        division_path=division_path,
    )
    return environment


class _Writer:
    """One site being written."""

    def __init__(self, warehouse: Warehouse, manifest: dict[str, Any], folder: Path) -> None:
        self.warehouse = warehouse
        self.manifest = manifest
        self.folder = folder
        self.templates = _environment(manifest)
        self.pages = 0

    def write(self, unreadable: Sequence[Row]) -> SiteSummary:
        for name in ("report", "agency", "rule"):
            (self.folder / name).mkdir()
        with as_file(files("dagster_project.site") / "static") as static:
            shutil.copytree(static, self.folder / "static")
        self._overview(unreadable)
        self._rules()
        self._agencies()
        self._reports()
        return SiteSummary(self.folder, self.pages, len(self.reports), len(self.agencies))

    @cached_property
    def reports(self) -> list[Row]:
        return self.warehouse.reports()

    @cached_property
    def reports_by_agency(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for report in self.reports:
            if report["agency_id"]:
                found[report["agency_id"]].append(report)
        return found

    @cached_property
    def agencies(self) -> list[Row]:
        """The agencies with the years and the number of their reports."""
        agencies = self.warehouse.agencies()
        for agency in agencies:
            own = self.reports_by_agency.get(agency["agency_id"], [])
            years = sorted({report["report_year"] for report in own if report["report_year"]})
            agency["report_count"] = len(own)
            agency["years"] = "" if not years else str(years[0]) if len(years) == 1 else f"{years[0]}–{years[-1]}"
        return agencies

    @cached_property
    def coverage(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.warehouse.rows("select * from fct_coverage order by agency_id, report_year"):
            found[row["agency_id"]].append(row)
        return found

    @cached_property
    def names(self) -> Names:
        read = self.warehouse.rows
        return Names(
            indicators={(row["regime"], row["indicator_id"]): row for row in read("select * from dim_indicator")},
            applicant_types={row["applicant_type"]: row for row in read("select * from dim_applicant_type order by sort_order")},
            regimes={row["regime_id"]: row for row in read("select * from dim_regime")},
            rules={row["rule_id"]: row for row in read("select * from dim_rule")},
        )

    def _page(self, template: str, name: str, **content: Any) -> None:
        root = "../" * name.count("/")
        text = self.templates.get_template(template).render(root=root, **content)
        (self.folder / name).write_text(text, encoding="utf-8")
        self.pages += 1

    def _overview(self, unreadable: Sequence[Row]) -> None:
        self._page("index.html", "index.html", **start_page(self.warehouse, self.reports, self.agencies))
        (self.folder / "search.js").write_text(search_index(self.agencies), encoding="utf-8")
        quality = quality_page(self.manifest, self.reports, self.agencies, self.coverage)
        self._page("quality.html", "quality.html", unreadable=unreadable, **quality)
        self._page("dictionary.html", "dictionary.html", form_order=FORMS, **dictionary_page(self.warehouse))

    def _rules(self) -> None:
        rules = findings_page(self.warehouse, self.names.rules)
        self._page("findings.html", "findings.html", rules=rules)
        found = rule_findings(self.warehouse)
        for row in rules:
            self._page("rule.html", f"rule/{formatting.slug(row['rule_id'])}.html", row=row, findings=found.get(row["rule_id"], []))

    def _agencies(self) -> None:
        concepts = self.warehouse.rows("select * from dim_concept")
        changes = self.warehouse.rows("select report_year from dim_year where is_break order by report_year")
        shared = Series(
            concepts={row["concept_id"]: row for row in concepts},
            form_changes=tuple(row["report_year"] for row in changes),
            break_years=self.warehouse.break_years(),
        )
        series, blanks, findings = self.warehouse.series(), self.warehouse.blanks(), self.warehouse.agency_findings()
        for agency in self.agencies:
            key = agency["agency_id"]
            parts = AgencyParts(
                values=series.get(key, []),
                blanks=blanks.get(key, []),
                reports=self.reports_by_agency.get(key, []),
                findings=findings.get(key, []),
                coverage=self.coverage.get(key, []),
            )
            self._page("agency.html", f"agency/{key}.html", **agency_page(agency, parts, shared))

    def _reports(self) -> None:
        known = {agency["agency_id"]: agency for agency in self.agencies}
        for first in range(0, len(self.reports), BATCH):
            some = self.reports[first : first + BATCH]
            parts = self.warehouse.report_parts([report["report_id"] for report in some])
            for report in some:
                content = report_page(report, parts.pop(report["report_id"]), self.names)
                self._page("report.html", f"report/{report['report_id']}.html", agency=known.get(report["agency_id"]), **content)
