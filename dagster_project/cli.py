"""The command line. Options and exit status live here; what a command does lives in commands/, imported when it is called.

Exit status: 0 published · 1 a gate blocked the publication · 2 wrong use or an unreadable home or inbox · 3 internal error.
"""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from dagster_project.settings import Home

PUBLISHED, BLOCKED, WRONG_USE, INTERNAL_ERROR = 0, 1, 2, 3
app = typer.Typer(
    help="A data warehouse of China's government information disclosure annual reports (政府信息公开工作年度报告).",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
alerts_app = typer.Typer(help="What is wrong, and who hears of it.", no_args_is_help=True)
app.add_typer(alerts_app, name="alerts")
quarantine_app = typer.Typer(help="What was refused and why, and what can be done about it.", no_args_is_help=True)
app.add_typer(quarantine_app, name="quarantine")
errors = Console(stderr=True)
HomeOption = Annotated[Path | None, typer.Option("--home", help="Folder of the warehouse; default: $OGI_HOME, then ./var")]


class Format(StrEnum):
    table = "table"
    csv = "csv"
    json = "json"


@app.command()
def build(
    inbox: Annotated[Path | None, typer.Option(help="Folder with reports; default: $OGI_INBOX, then the bundled sample reports")] = None,
    home: HomeOption = None,
    delivery: Annotated[list[str] | None, typer.Option(help="Only this top-level folder of the inbox; can be given several times")] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes that read reports")] = 2,
    verbose: Annotated[bool, typer.Option("--verbose", help="Show the log of the run")] = False,
) -> None:
    """Read every report below the inbox and publish a warehouse below the home. Files that were read before are not read again."""
    from dagster_project.commands import build as job
    from dagster_project.commands.homes import usable_inbox, writable_home
    from dagster_project.commands.sql import wide_console
    from dagster_project.commands.summary import print_blocked, print_summary

    deliveries = delivery or []
    folder = writable_home(home)
    outcome = job.build(folder, usable_inbox(inbox, folder, deliveries), deliveries, workers=workers, console=errors, verbose=verbose)
    if outcome.error:
        raise RuntimeError(outcome.error)
    if outcome.blocked:
        print_blocked(outcome.blocked, folder, errors)
        raise typer.Exit(BLOCKED)
    print_summary(folder, wide_console(), changed=outcome.changed, documents_read=outcome.documents_read)


@app.command()
def sql(
    query: Annotated[str, typer.Argument(help="For example: select report_year, count(*) from marts.dim_report group by all")],
    home: HomeOption = None,
    how: Annotated[Format, typer.Option("--format", help="How to print the answer")] = Format.table,
) -> None:
    """Answer a read-only query on the published warehouse."""
    from dagster_project.commands.homes import published_home
    from dagster_project.commands.sql import run_sql

    run_sql(query, published_home(home), how.value)


@app.command()
def dictionary(
    word: Annotated[str, typer.Argument(help="A table, a column, a concept, or a printed label such as 予以公开")],
    home: HomeOption = None,
    limit: Annotated[int, typer.Option(min=1, help="How many entries of a kind to show")] = 30,
) -> None:
    """Say what a table, a column or a printed Chinese label means, and which tables hold its figures."""
    from dagster_project.commands.dictionary import run_dictionary
    from dagster_project.commands.homes import WrongUse, published_home
    from dagster_project.commands.sql import wide_console

    if not run_dictionary(word, published_home(home), wide_console(), limit=limit):
        raise WrongUse(f"{word}: neither a table, a column nor a label holds this; try a shorter word")


@app.command()
def check(home: HomeOption = None) -> None:
    """Run the gates on what is there, and print one line a gate."""
    from dagster_project.checks.gates import GATES, run_gate
    from dagster_project.commands.homes import built_home
    from dagster_project.commands.summary import print_blocked
    from dagster_project.locking import writing

    folder = built_home(home)
    blocked = []
    with writing(folder):
        for gate in GATES:
            result = run_gate(gate, folder, again=True)
            print(result.line(), flush=True)
            if not result.passed:
                blocked.append(result)
    if blocked:
        print_blocked(blocked, folder, errors)
        raise typer.Exit(BLOCKED)


@app.command()
def rollback(
    to: Annotated[str | None, typer.Option(help="Version to publish again; default: the one before the published one")] = None,
    home: HomeOption = None,
) -> None:
    """Publish an earlier version again. What it replaces stays back until its input changes."""
    from dagster_project import publishing
    from dagster_project.commands.homes import WrongUse, published_home
    from dagster_project.locking import writing
    from dagster_project.resources.site import refresh_site

    try:
        folder = published_home(home)
        with writing(folder):
            manifest = publishing.rollback(folder, to)
            refresh_site(folder)
    except publishing.NothingToPublish as error:
        raise WrongUse(str(error)) from error
    print(f"version {manifest['version']}, built at {manifest['built_at']}, is published again")


EntryName = Annotated[str, typer.Argument(help="Id or file, as `ogi quarantine list` shows it; the beginning of the id is enough")]


@quarantine_app.command("list")
def list_quarantine(
    home: HomeOption = None, how: Annotated[Format, typer.Option("--format", help="How to print the answer")] = Format.table
) -> None:
    """What was refused, with the reason and the remedy."""
    from dagster_project.commands import quarantine

    quarantine.list_entries(Home.resolve(home), how.value)


@quarantine_app.command("show")
def show_quarantined(name: EntryName, home: HomeOption = None) -> None:
    """Everything about one: the reason, where its bytes are, how they begin, and what can be done."""
    from dagster_project.commands import quarantine

    quarantine.show_entry(Home.resolve(home), name, Console())


@quarantine_app.command("release")
def release_quarantined(
    name: EntryName,
    file: Annotated[Path | None, typer.Option(help="The mended copy that takes its place")] = None,
    note: Annotated[str, typer.Option(help="Why; needed when there is no mended copy and it stays refused")] = "",
    home: HomeOption = None,
) -> None:
    """Put a mended copy in its place, or note that it was rightly refused. The next build publishes the copy."""
    from dagster_project.commands import quarantine

    quarantine.release_entry(Home.resolve(home), name, file, note, Console())


@quarantine_app.command("retry")
def retry_quarantined(
    names: Annotated[list[str] | None, typer.Argument(help="Ids or files; all when none is named")] = None, home: HomeOption = None
) -> None:
    """Have them read again by the next build, after a converter or a newer ogi was installed."""
    from dagster_project.commands import quarantine

    quarantine.retry_entries(Home.resolve(home), names or [], Console())


@alerts_app.command("list")
def list_alerts(
    home: HomeOption = None,
    everything: Annotated[bool, typer.Option("--all", help="Those that are over too")] = False,
    how: Annotated[Format, typer.Option("--format", help="How to print the answer")] = Format.table,
) -> None:
    """What is wrong now."""
    from dagster_project.commands import alerts

    alerts.list_alerts(Home.resolve(home), how.value, everything=everything)


@alerts_app.command("status")
def alerts_status(home: HomeOption = None) -> None:
    """Whether somebody looks, and what waits for delivery. Exit status 1 when the alerting is dead."""
    from dagster_project.commands import alerts

    if not alerts.print_status(Home.resolve(home), Console()):
        raise typer.Exit(BLOCKED)


@alerts_app.command("test")
def test_alerts(home: HomeOption = None) -> None:
    """Send a test message to every channel. Exit status 1 when one does not take it."""
    from dagster_project.commands import alerts

    if not alerts.test_channels(Home.resolve(home), Console()):
        raise typer.Exit(BLOCKED)


@app.command()
def sample(
    out: Annotated[Path, typer.Option(help="Folder to write to")],
    reports: Annotated[int, typer.Option(min=1, help="How many reports")] = 100,
    seed: Annotated[int, typer.Option(help="The same seed gives the same reports")] = 1,
    every_medium: Annotated[bool, typer.Option(help="Web pages, Word, PDF, archives and corpora too, not only text")] = False,
) -> None:
    """Write generated reports, and beside them the truth of what they say."""
    from dagster_project import generator

    write = generator.sample_of_every_medium if every_medium else generator.sample
    summary = write(out, reports, seed)
    print(f"{summary.files} files, {summary.reports} of them reports, {summary.facts} facts: {summary.folder}")


@app.command()
def bench(
    reports: Annotated[int, typer.Option(min=1, help="How many reports to generate and read")] = 1_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same reports")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print figures as JSON")] = False,
    write: Annotated[Path | None, typer.Option(help="Write the figures as a Markdown page too")] = None,
) -> None:
    """Measure how fast reports are read, beside OpenCC alone on the same text."""
    from dagster_project.bench import run_bench

    run_bench(reports, seed=seed, as_json=as_json, page=write)


@app.command()
def evaluate(
    *,
    gold: Annotated[Path | None, typer.Option(help="Folder with labels, or with a generated sample")] = None,
    reports: Annotated[Path | None, typer.Option(help="Folder with the labelled reports, to be read now")] = None,
    home: HomeOption = None,
    generated: Annotated[int | None, typer.Option(min=1, help="Generate so many reports and compare with their truth")] = None,
    seed: Annotated[int, typer.Option(help="Seed of the generated reports")] = 1,
    worst: Annotated[int, typer.Option(min=0, help="How many of the worst reports to show with their errors")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON")] = False,
    write: Annotated[Path | None, typer.Option(help="Write the figures as a Markdown page too")] = None,
    min_recall: Annotated[float, typer.Option(help="Least recall; exit status 1 below it")] = 0.0,
    min_precision: Annotated[float, typer.Option(help="Least precision; exit status 1 below it")] = 0.0,
    min_classes: Annotated[float, typer.Option(help="Least share of right number classes; exit status 1 below it")] = 0.0,
    workers: Annotated[int, typer.Option(min=1, help="Processes that read reports")] = 2,
) -> None:
    """Compare what is read of reports with labels: precision and recall by slice, and the worst reports with their errors."""
    from dagster_project.commands.evaluate import Source, run_evaluation, shortfalls, show

    source = Source(gold, reports, home, generated, seed)
    evaluation = run_evaluation(source, workers=workers)
    show(evaluation, source, json=as_json, worst=worst, page=write)
    below = shortfalls(evaluation, {"recall": min_recall, "precision": min_precision, "number_classes": min_classes})
    for sentence in below:
        errors.print(f"ogi: {sentence}", markup=False, highlight=False, soft_wrap=True)
    if below:
        raise typer.Exit(BLOCKED)


@app.command()
def site(home: HomeOption = None) -> None:
    """Build the static report site from the published warehouse."""
    from dagster_project.commands.homes import published_home
    from dagster_project.locking import writing
    from dagster_project.site import build_site

    folder = published_home(home)
    with writing(folder):
        build_site(folder)
    print(folder.site / "index.html")


@app.command()
def ui(home: HomeOption = None, port: Annotated[int, typer.Option(help="Port on 127.0.0.1")] = 3000) -> None:
    """Open the Dagster UI on http://127.0.0.1:3000 with everything loaded."""
    from dagster_project.commands.build import serve_ui
    from dagster_project.commands.homes import writable_home

    serve_ui(writable_home(home), port)


def main() -> None:
    """Entry point: every error becomes a message and an exit status."""
    try:
        app()
    except Exception as error:
        status = _status(error)
        errors.print(
            f"ogi: {error}" if status == WRONG_USE else f"ogi: internal error: {error}", markup=False, highlight=False, soft_wrap=True
        )
        if status == INTERNAL_ERROR:
            errors.print("Please report it with the output of the same command and --verbose.", markup=False)
            if "--verbose" in sys.argv:
                raise
        sys.exit(status)


def _status(error: Exception) -> int:
    from dagster_project.commands.homes import WrongUse
    from dagster_project.ingest.inbox import InboxError

    return WRONG_USE if isinstance(error, WrongUse | InboxError) else INTERNAL_ERROR


if __name__ == "__main__":
    main()
