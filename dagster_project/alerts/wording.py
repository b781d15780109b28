"""The words of a message: what, where, since when, how many, an example with its sentence, the remedy, and where to look."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from dagster_project.alerts.ledger import Standing
from dagster_project.alerts.model import FIRING, REPEAT, RESOLVED, rank
from dagster_project.alerts.planning import Due
from dagster_project.alerts.scrubbing import scrubbed

HEADS = {FIRING: "FIRING", REPEAT: "STILL FIRING", RESOLVED: "RESOLVED"}
MOST_ALERTS = 8
LONGEST_EXAMPLE = 400
LONGEST_TITLE = 120


def title(due: Due) -> str:
    first = due.alerts[0]
    others = f" (and {len(due.alerts) - 1} more)" if len(due.alerts) > 1 else ""
    head = f"[OGI] {HEADS[due.state]} {due.severity}: {scrubbed(subject(first))}"
    return head[: LONGEST_TITLE - len(others)] + others


def subject(alert: Standing) -> str:
    """What is wrong, short enough for a subject."""
    return f"{alert.place}: {alert.what}" if alert.kind not in {"run", "channel"} else alert.what


def body(due: Due, zone: ZoneInfo, quality_page: str) -> str:
    """The message as plain text. A message that all is over is short."""
    since = min(alert.since for alert in due.alerts)
    if due.state == RESOLVED:
        ended = max((alert.resolved_at or "" for alert in due.alerts), default="")
        lines = ["It is over.", *(f"What: {_line(alert.what)}" for alert in due.alerts[:MOST_ALERTS])]
        lines += [f"Where: {due.alerts[0].place}", f"Since: {moment(since, zone)} until {moment(ended, zone)}"]
    else:
        lines = _firing(due.alerts, since, zone)
        if due.explained:
            lines.append(f"Follows from it and is not told apart: {', '.join(dict.fromkeys(a.place for a in due.explained))}")
        lines.append(f"Link: {due.alerts[0].link}" if due.alerts[0].link else "Link: none")
        lines.append(f"Quality page: {quality_page}")
    lines.append(f"Alert: {due.cause} {' '.join(sorted(alert.fingerprint for alert in due.alerts)[:MOST_ALERTS])}")
    return "\n".join(lines)


def _firing(alerts: Sequence[Standing], since: str, zone: ZoneInfo) -> list[str]:
    worst = sorted(alerts, key=lambda alert: (-rank(alert.severity), alert.since))
    lines = []
    for alert in worst[:MOST_ALERTS]:
        lines.append(f"What: {_line(alert.what)} [{alert.severity}]")
        if alert.example:
            lines.append(f"Example: {_line(alert.example)}")
    if len(worst) > MOST_ALERTS:
        lines.append(f"... and {len(worst) - MOST_ALERTS} more of the same cause")
    lines.append(f"Where: {', '.join(dict.fromkeys(alert.place for alert in worst[:MOST_ALERTS]))}")
    lines.append(f"Since: {moment(since, zone)}")
    lines.append(f"How many: {sum(alert.count for alert in alerts)} in {len(alerts)} alert{'s' if len(alerts) > 1 else ''} of one cause")
    lines += [f"Remedy: {_line(remedy)}" for remedy in dict.fromkeys(alert.remedy for alert in worst[:MOST_ALERTS])]
    return lines


def heartbeat(firing: int, pending: int, now: datetime, zone: ZoneInfo, every_hours: float) -> tuple[str, str]:
    """Title and text of the sign of life."""
    words = "nothing is wrong" if not firing else f"{firing} alert{'s' if firing > 1 else ''} firing"
    text = (
        f"The alerting works: {words}, {pending} messages wait for delivery, at {moment(now.isoformat(), zone)}.\n"
        f"The next sign of life comes in {every_hours:g} hours. When it stays away the alerting is dead: see docs/runbook.md, No heartbeat."
    )
    return f"[OGI] HEARTBEAT: {words}", text


def moment(at: str, zone: ZoneInfo) -> str:
    return datetime.fromisoformat(at).astimezone(zone).strftime("%Y-%m-%d %H:%M %Z") if at else "now"


def _line(text: str) -> str:
    return scrubbed(" ".join(text.split()))[:LONGEST_EXAMPLE]
