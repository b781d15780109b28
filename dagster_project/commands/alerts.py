"""`ogi alerts`: what is wrong now, whether the alerting is alive, and whether the channels work."""

from __future__ import annotations

import time
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from rich.console import Console

from dagster_project.alerts.delivering import send
from dagster_project.alerts.ledger import PENDING, Ledger, Message, reading
from dagster_project.alerts.model import HEARTBEAT
from dagster_project.alerts.wording import moment
from dagster_project.commands.homes import WrongUse
from dagster_project.commands.sql import print_rows
from dagster_project.operations import Operations, OperationsError, read_operations
from dagster_project.settings import Home

DEAD_AFTER_LOOKS = 10
COLUMNS = ("since", "resolved_at", "severity", "kind", "place", "what", "count", "remedy", "fingerprint")


def usable_operations(home: Home) -> Operations:
    try:
        return read_operations(home)
    except OperationsError as error:
        raise WrongUse(str(error)) from error


def list_alerts(home: Home, how: str, *, everything: bool) -> None:
    """Prints what is wrong now, or all that ever was."""
    zone = usable_operations(home).zone
    with reading(home) as ledger:
        alerts = [] if ledger is None else ledger.history() if everything else ledger.firing()
    names = list(COLUMNS) if everything else [column for column in COLUMNS if column != "resolved_at"]
    rows: list[tuple[Any, ...]] = []
    for alert in alerts:
        told = asdict(alert) | {
            "since": moment(alert.since, zone),
            "resolved_at": moment(alert.resolved_at, zone) if alert.resolved_at else "",
        }
        rows.append(tuple(told[name] for name in names))
    print_rows(names, rows, how)


def print_status(home: Home, console: Console) -> bool:
    """Prints when somebody last looked and what waits; whether the alerting is alive."""
    operations = usable_operations(home)
    with reading(home) as ledger:
        looked = ledger.fact("looked_at") if ledger else None
        lines = [] if ledger is None else _lines(ledger, operations)
    age = time.time() - looked if looked else None
    alive = age is not None and age < DEAD_AFTER_LOOKS * max(operations.alerts.every_seconds, 5)
    if age is None:
        told = "The sensor `alerts` has never looked; turn it on in the UI, or set alerts.enabled in operations.yaml."
    else:
        told = f"The sensor `alerts` last looked {age:.0f} seconds ago" + ("." if alive else ": it is dead; start the Dagster daemon.")
    for line in [told, *lines]:
        console.print(line, markup=False, highlight=False, soft_wrap=True)
    return alive


def _lines(ledger: Ledger, operations: Operations) -> list[str]:
    lines = [f"{len(ledger.firing())} alerts are firing."]
    for name in operations.alerts.channels:
        waiting = [message for message in ledger.pending(name) if message.status == PENDING]
        errors = [message.error for message in waiting if message.error]
        lines.append(f"Channel {name}: {len(waiting)} messages wait" + (f"; {errors[0]}" if errors else ""))
    return lines or ["No channel is configured."]


def test_channels(home: Home, console: Console) -> bool:
    """Sends a test message to every channel; whether all took it."""
    operations = usable_operations(home)
    if not operations.alerts.channels:
        raise WrongUse("no channel is configured; name one in operations.yaml, or set OGI_ALERT_URLS (docs/operations.md)")
    at = datetime.now(UTC).isoformat()
    title, body = "[OGI] TEST", f"A test of the alerts of {home.root}. Nothing is wrong."
    test = Message(0, "", HEARTBEAT, HEARTBEAT, "info", title, body, frozenset(), at, PENDING, 0, None, None, None, 0.0)
    failed = False
    for name, channel in operations.alerts.channels.items():
        error = send(channel, test, operations.alerts.retry, time.monotonic() + 30)
        failed = failed or bool(error)
        console.print(f"Channel {name}: {error or 'delivered'}", markup=False, highlight=False, soft_wrap=True)
    return not failed
