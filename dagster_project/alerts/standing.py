"""What is wrong without an event of Dagster: findings of the published version, deliveries that are late or lie unread."""

from __future__ import annotations

import fnmatch
import os
from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl

from dagster_project.alerts.model import FINDINGS, STALE, Alert
from dagster_project.ingest.ingest import SeenFiles
from dagster_project.ingest.scan import InboxFile, walk
from dagster_project.lake import RAW_FILES
from dagster_project.operations import Operations, Stale
from dagster_project.settings import Home
from dagster_project.site.formatting import slug
from dagster_project.storage import RAW, RAW_VERSION, Lake

NEW_FINDINGS = """
    with wrong as (
        select findings.*, coalesce(left(reports.division_code, 2), '') as province, reports.agency_name, reports.source_uri
        from marts.fct_finding as findings inner join marts.dim_report as reports using (report_id)
        where findings.status = 'fail' and findings.severity = 'error'
    )
    select rule_id, province, list(finding_id) as finding_ids, count(*) as findings, count(distinct report_id) as reports,
        arg_min(struct_pack(
            agency := agency_name, year := report_year, message := message, evidence := left_evidence, uri := source_uri
        ), finding_id) as example
    from wrong group by rule_id, province order by rule_id, province
"""
FINDINGS_REMEDY = (
    "read the sentence on the page of the report. If the report says so, the finding stays as a remark on it; if it was misread, "
    "report it with the file"
)


def findings_alerts(home: Home, site: str) -> list[Alert]:
    """An alert a rule and province: findings of severity error in the published version. Every finding is news once."""
    con = duckdb.connect(str(home.published_warehouse), read_only=True)
    try:
        rows = con.execute(NEW_FINDINGS).fetchall()
        names = dict(con.execute("select left(division_code, 2), any_value(name_zh) from marts.dim_division "
                                 "where division_code like '__0000' group by 1").fetchall())  # fmt: skip
    finally:
        con.close()
    return [_finding_alert(site, row, names.get(row[1], "")) for row in rows]


def _finding_alert(site: str, row: tuple, province_name: str) -> Alert:
    rule, province, ids, findings, reports, example = row
    where = f"{province} {province_name}".strip() or "no division known"
    told = f"{example['agency'] or example['uri']}, {example['year'] or 'no year'}: {example['message']}"
    return Alert(
        FINDINGS, "findings", rule, "error", "findings",
        what=f"{findings} finding{'s' if findings > 1 else ''} of {rule} in {reports} report{'s' if reports > 1 else ''}",
        place=where,
        remedy=FINDINGS_REMEDY,
        count=findings,
        example=told + (f" 原文：{example['evidence']}" if example["evidence"] else ""),
        link=f"{site}/rule/{slug(rule)}.html",
        region=province,
        members=frozenset(ids),
    )  # fmt: skip


def inbox_folder(operations: Operations) -> Path | None:
    """The inbox that sensors watch; None when nobody named one."""
    named = operations.inbox.folder or os.environ.get("OGI_INBOX")
    return Path(named).expanduser().resolve() if named else None


def stale_alerts(home: Home, operations: Operations, now: datetime) -> list[Alert]:
    """Files that lie unread for too long, and deliveries that brought nothing for too long."""
    stale = operations.alerts.stale
    inbox = inbox_folder(operations)
    alerts = _late(home, stale, now)
    if inbox and inbox.is_dir():
        alerts += _unread(home, inbox, stale, now)
    return alerts


def _unread(home: Home, inbox: Path, stale: Stale, now: datetime) -> list[Alert]:
    waiting: dict[str, list[InboxFile]] = defaultdict(list)
    for file in unread_files(home, inbox):
        if now.timestamp() - file.modified_ns / 1e9 > stale.unread_hours * 3600:
            waiting[file.delivery].append(file)
    return [
        Alert(
            STALE, f"delivery:{delivery}", "unread", "error", "stale",
            what=f"{len(files)} files of delivery {delivery} lie unread for more than {stale.unread_hours:g} hours",
            place=f"delivery {delivery} of the inbox",
            remedy="start the job build for it; if the sensor inbox_deliveries is on, see why its run did not start or failed",
            count=len(files),
            example=files[0].source_uri,
        )
        for delivery, files in sorted(waiting.items())
    ]  # fmt: skip


def unread_files(home: Home, inbox: Path) -> Iterable[InboxFile]:
    """Files of the inbox that no build has read as they are now."""
    lake = Lake(home.lake)
    seen = SeenFiles(lake, set(lake.report_ids(RAW, RAW_VERSION)["report_id"]))
    return (file for file in walk(inbox, skip=[home.root]) if isinstance(file, InboxFile) and not seen.is_unchanged(file))


def _late(home: Home, stale: Stale, now: datetime) -> list[Alert]:
    path = Lake(home.lake).folder(RAW_FILES) / "current.parquet"
    if not stale.deliveries or not path.exists():
        return []
    newest = dict(pl.scan_parquet(path).group_by("delivery").agg(pl.col("modified_ns").max()).collect().iter_rows())
    alerts = []
    for awaited in stale.deliveries:
        found = {name: at / 1e9 for name, at in newest.items() if fnmatch.fnmatch(name, awaited.match)}
        age = (now.timestamp() - max(found.values())) / 86400 if found else None
        if age is None or age > awaited.after_days:
            told = "has never come" if age is None else f"brought nothing new for {age:.0f} days"
            alerts.append(
                Alert(
                    STALE,
                    f"delivery:{awaited.match}",
                    "late",
                    "warning",
                    "stale",
                    what=f"delivery {awaited.match} {told}; something is due every {awaited.after_days:g} days",
                    place=f"delivery {awaited.match} of the inbox",
                    remedy="ask its sender; if it no longer comes, take it out of alerts.stale.deliveries in operations.yaml",
                    region=awaited.region or "",
                )
            )
    return alerts
