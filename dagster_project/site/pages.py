"""Rendering: the templates, the words they share, and the pages of reports, which several processes write side by side."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from dagster_project.site import formatting
from dagster_project.site.overview_pages import division_path
from dagster_project.site.reading import Row, Warehouse
from dagster_project.site.report_pages import Names, quoted_once, report_page

BATCH = 250
"""Reports read from the warehouse at once: bounds the memory."""
ALONE = 1000
"""Up to so many reports starting other processes takes longer than it saves."""
MOST_PROCESSES = 8


def _environment(manifest: dict[str, Any]) -> Environment:
    environment = Environment(
        loader=PackageLoader("dagster_project.site"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(
        zh=formatting.chinese,
        figure=formatting.figure,
        slug=formatting.slug,
        quoted_once=quoted_once,
        moment=formatting.moment,
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


class Pages:
    """Writes pages into a folder."""

    def __init__(self, folder: Path, manifest: dict[str, Any]) -> None:
        self.folder = folder
        self.templates = _environment(manifest)

    def write(self, template: str, name: str, **content: Any) -> None:
        text = self.templates.get_template(template).render(root="../" * name.count("/"), **content)
        (self.folder / name).write_text(text, encoding="utf-8")


@dataclass(frozen=True)
class ReportJob:
    """All that a process needs to write pages of reports."""

    warehouse: Path
    folder: Path
    manifest: dict[str, Any]
    agencies: dict[str, Row]


def read_names(warehouse: Warehouse) -> Names:
    return Names(
        indicators={(row["regime"], row["indicator_id"]): row for row in warehouse.rows("select * from dim_indicator")},
        applicant_types={row["applicant_type"]: row for row in warehouse.rows("select * from dim_applicant_type order by sort_order")},
        regimes={row["regime_id"]: row for row in warehouse.rows("select * from dim_regime")},
        rules={row["rule_id"]: row for row in warehouse.rows("select * from dim_rule")},
    )


def write_reports(job: ReportJob, reports: Sequence[Row]) -> None:
    """The pages of these reports."""
    pages = Pages(job.folder, job.manifest)
    with Warehouse(job.warehouse) as warehouse:
        names = read_names(warehouse)
        for first in range(0, len(reports), BATCH):
            some = reports[first : first + BATCH]
            parts = warehouse.report_parts([report["report_id"] for report in some])
            for report in some:
                content = report_page(report, parts.pop(report["report_id"]), names)
                agency = job.agencies.get(report["agency_id"])
                pages.write("report.html", f"report/{report['report_id']}.html", agency=agency, **content)


@contextmanager
def writing_reports(job: ReportJob, reports: Sequence[Row]) -> Iterator[None]:
    """Writes the pages of all reports while the body does something else; done, or failed, when the context ends."""
    processes = min(os.cpu_count() or 1, MOST_PROCESSES)
    if len(reports) <= ALONE or processes == 1:
        yield
        write_reports(job, reports)
        return
    # Spawned, never forked: DuckDB and Dagster run threads, and a forked child would inherit their locks.
    with ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn")) as pool:
        size = BATCH * 2
        futures: list[Future[None]] = [pool.submit(write_reports, job, reports[i : i + size]) for i in range(0, len(reports), size)]
        try:
            yield
            for future in futures:
                future.result()
        finally:
            pool.shutdown(cancel_futures=True)
