"""Writes the site: reads the warehouse in bulk, renders one page after the other, and puts the finished folder in place.

The same warehouse and manifest give the same bytes: nothing here looks at a clock, and every list is sorted.
"""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from dataclasses import asdict, dataclass
from functools import cached_property
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from dagster_project.publishing import read_manifest
from dagster_project.quarantine import Quarantine
from dagster_project.settings import Home
from dagster_project.site.agency_pages import AgencyParts, Series, agency_page
from dagster_project.site.formatting import slug
from dagster_project.site.overview_pages import (
    FORMS,
    dictionary_page,
    findings_page,
    rule_findings,
    search_index,
    start_page,
)
from dagster_project.site.pages import Pages, ReportJob, writing_reports
from dagster_project.site.quality_pages import Surroundings, quality_page, surroundings_of
from dagster_project.site.reading import Row, Warehouse


@dataclass(frozen=True)
class SiteSummary:
    """What was written."""

    folder: Path
    reports: int
    agencies: int


def build_site(home: Home) -> SiteSummary:
    """(Re)builds the site of the published warehouse below `<home>/published/site`; the old one stays until the new one is complete."""
    unreadable = [asdict(entry) for entry in Quarantine(home).entries() if entry.kind == "file"]
    return write_site(home.published_warehouse, read_manifest(home.manifest) or {}, home.site, surroundings_of(home, unreadable))


def write_site(warehouse: Path, manifest: dict[str, Any], out: Path, around: Surroundings | None = None) -> SiteSummary:
    """All pages of a warehouse in the folder `out`, replacing it. `around`: what its home knows beside it."""
    _remove_leftovers(out)
    fresh = out.with_name(f".{out.name}.{os.getpid()}.tmp")
    fresh.mkdir(parents=True)
    try:
        with Warehouse(warehouse) as opened:
            writer = _Writer(opened, manifest, fresh)
            writer.write(around or Surroundings())
        _replace(out, fresh)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return SiteSummary(out, len(writer.reports), len(writer.agencies))


def _remove_leftovers(out: Path) -> None:
    """Half-written or replaced sites of processes that were killed."""
    for folder in out.parent.glob(f".{out.name}.*.*"):
        try:
            os.kill(int(folder.suffixes[-2].lstrip(".")), 0)
        except (ValueError, ProcessLookupError):
            shutil.rmtree(folder, ignore_errors=True)
        except PermissionError:
            continue  # the process of somebody else is still there


def _replace(out: Path, fresh: Path) -> None:
    """Puts the new folder in place of the old one by two renames."""
    old = out.with_name(f".{out.name}.{os.getpid()}.old")
    if out.exists():
        out.rename(old)
    fresh.rename(out)
    shutil.rmtree(old, ignore_errors=True)


class _Writer:
    """One site being written."""

    def __init__(self, warehouse: Warehouse, manifest: dict[str, Any], folder: Path) -> None:
        self.warehouse = warehouse
        self.manifest = manifest
        self.folder = folder
        self.pages = Pages(folder, manifest)

    def write(self, around: Surroundings) -> None:
        for name in ("report", "agency", "rule"):
            (self.folder / name).mkdir()
        with as_file(files("dagster_project.site") / "static") as static:
            shutil.copytree(static, self.folder / "static")
        known = {agency["agency_id"]: agency for agency in self.agencies}
        with writing_reports(ReportJob(self.warehouse.path, self.folder, self.manifest, known), self.reports):
            self._overview(around)
            self._rules()
            self._agencies()

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

    def _overview(self, around: Surroundings) -> None:
        self.pages.write("index.html", "index.html", **start_page(self.warehouse, self.reports, self.agencies))
        (self.folder / "search.js").write_text(search_index(self.agencies), encoding="utf-8")
        quality = quality_page(
            self.warehouse, self.manifest, reports=self.reports, agencies=self.agencies, coverage=self.coverage, around=around
        )
        self.pages.write("quality.html", "quality.html", **quality)
        self.pages.write("dictionary.html", "dictionary.html", form_order=FORMS, **dictionary_page(self.warehouse))

    def _rules(self) -> None:
        rules = findings_page(self.warehouse)
        self.pages.write("findings.html", "findings.html", rules=rules)
        found = rule_findings(self.warehouse)
        for row in rules:
            self.pages.write("rule.html", f"rule/{slug(row['rule_id'])}.html", row=row, findings=found.get(row["rule_id"], []))

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
            self.pages.write("agency.html", f"agency/{key}.html", **agency_page(agency, parts, shared))
