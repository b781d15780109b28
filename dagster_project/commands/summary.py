"""What a build says at its end: what was read, what was refused and why, what was found, where the warehouse is, one answered question."""

from __future__ import annotations

import sys

import duckdb
from rich.console import Console
from rich.table import Table

from dagster_project.checks.results import GateResult
from dagster_project.publishing import read_manifest
from dagster_project.quarantine import Quarantine
from dagster_project.settings import Home

LONGEST_LINE = 300
MOST_REASONS = 8


def print_summary(home: Home, console: Console, *, changed: bool, documents_read: int) -> None:
    con = duckdb.connect(str(home.published_warehouse), read_only=True)
    try:
        console.print(_counts(home, con, changed, documents_read))
        _line(console, f"Warehouse: {home.published_warehouse}")
        _refusals(home, con, console)
        _question(home, con, console)
    finally:
        con.close()


def print_blocked(blocked: list[GateResult], home: Home, console: Console) -> None:
    """Which gate stopped the publication, what failed with examples, and the remedy."""
    for gate in blocked:
        console.print(f"[bold red]Gate {gate.gate} blocked the publication.[/]", highlight=False)
        for failure in gate.failures:
            console.print(f"  {failure.severity}: {failure.sentence()}", markup=False, highlight=False, soft_wrap=True)
            console.print(f"    why it must hold: {failure.reason}", markup=False, highlight=False, soft_wrap=True)
            for example in failure.examples[:3]:
                told = ", ".join(f"{k}={str(v)[:80]}" for k, v in example.items())
                console.print(f"    for example: {told}", markup=False, highlight=False, soft_wrap=True)
            console.print(f"    remedy: {failure.remedy}", markup=False, highlight=False, soft_wrap=True)
    manifest = read_manifest(home.manifest)
    stays = f"Version {manifest['version']} stays published." if manifest else "Nothing is published yet."
    console.print(stays, highlight=False)


def _counts(home: Home, con: duckdb.DuckDBPyConnection, changed: bool, documents_read: int) -> Table:
    manifest = read_manifest(home.manifest) or {}
    status = dict(con.execute("select status, count(*) from marts.dim_report group by 1").fetchall())
    findings = con.execute("select severity, count(*) from marts.fct_finding where status = 'fail' group by 1 order by 1").fetchall()
    facts, numbers = (con.execute(f"select count(*) from marts.{table}").fetchall()[0][0] for table in ("fct_reported_value", "fct_number"))
    table = Table(title="Warehouse published" if changed else "Nothing new: the published warehouse stays as it is", title_justify="left")
    table.add_column("what")
    table.add_column("how many", justify="right")
    rows = [("documents, of all builds", sum(status.values())), ("documents read by this build", documents_read)]
    rows += [(f"  {name.replace('_', ' ')}", status[name]) for name in sorted(status)]
    rows += [("reported values", facts), ("numbers in the ledger", numbers)]
    rows += [(f"findings of severity {severity}", count) for severity, count in findings]
    for name, count in rows:
        table.add_row(name, f"{count:,}")
    table.add_row("version", str(manifest.get("version", "")))
    return table


def _refusals(home: Home, con: duckdb.DuckDBPyConnection, console: Console) -> None:
    entries = Quarantine(home).entries()
    if entries:
        console.print(f"In quarantine ({home.quarantine}), the reason beside each file:", highlight=False, soft_wrap=True)
    for entry in entries[:MOST_REASONS]:
        _line(console, f"  {entry.file}: {entry.reason} -> {entry.remedy}")
    if len(entries) > MOST_REASONS:
        console.print(f"  ... and {len(entries) - MOST_REASONS} more")
    sql = "select source_uri, status_reason from marts.dim_report where status = 'not_a_report' order by 1"
    others = con.execute(sql).fetchall()
    if others:
        console.print("Not reports:")
    for uri, reason in others[:MOST_REASONS]:
        _line(console, f"  {uri}: {reason}")
    if len(others) > MOST_REASONS:
        console.print(f"  ... and {len(others) - MOST_REASONS} more")


def _line(console: Console, text: str) -> None:
    console.print(text[:LONGEST_LINE], markup=False, highlight=False, soft_wrap=True)


def _question(home: Home, con: duckdb.DuckDBPyConnection, console: Console) -> None:
    """The longest series in the warehouse, as a query to start from."""
    longest = con.execute(
        "select agency_id, concept_id from marts.fct_concept_value group by all "
        "order by count(*) desc, count(distinct regime) desc, agency_id, concept_id limit 1"
    ).fetchall()
    if not longest:
        return
    agency, concept = longest[0]
    sql = (
        "select report_year, regime, value, unit, relation from marts.mart_series "
        f"where agency_id = '{agency}' and concept_id = '{concept}' order by report_year"
    )
    console.print("For example:", highlight=False)
    console.print(f'  {_program()} sql "{sql}" --home {home.root}', markup=False, highlight=False, soft_wrap=True)
    answer = con.execute(sql)
    table = Table()
    for column in answer.description or []:
        table.add_column(column[0], justify="right" if column[0] == "value" else "left")
    for row in answer.fetchall():
        table.add_row(*("" if value is None else f"{value.normalize():f}" if hasattr(value, "normalize") else str(value) for value in row))
    console.print(table)


def _program() -> str:
    """How the user called us, so that the example can be pasted."""
    return sys.argv[0] if sys.argv[0].endswith("ogi") else "ogi"
