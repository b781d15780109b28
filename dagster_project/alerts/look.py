"""One look: read what happened, write down what is wrong, decide who is told, deliver, and say how far everything is delivered.

Everything that was read is in the ledger before anything is sent, and every delivery is in the ledger before the next one: a look
that is killed at any point is taken up by the next one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import dagster as dg

from dagster_project.alerts import planning, standing, wording
from dagster_project.alerts.delivering import send
from dagster_project.alerts.events import (
    alerts_of_evaluation,
    batches,
    mark_run_ends,
    new_evaluations,
    new_run_ends,
    record_run_end,
)
from dagster_project.alerts.ledger import Ledger, Message
from dagster_project.alerts.model import CHANNEL, HEARTBEAT, Alert
from dagster_project.operations import Operations
from dagster_project.publishing import read_manifest
from dagster_project.settings import Home

LOOK_SECONDS = 45
"""A look ends before Dagster would end it; what is left is sent by the next one."""
FILES_EVERY_SECONDS = 300
"""An inbox may hold a million files: they are not listed at every look."""
LONGEST_WAIT = 3600


@dataclass
class Report:
    """What one look did. `position`: everything that happened before it has been delivered."""

    position: float
    delivered: int = 0
    waiting: int = 0
    firing: int = 0
    failures: dict[str, str] = field(default_factory=dict)


@dataclass
class Look:
    """The parts of one look, sharing ledger, settings and the clock."""

    home: Home
    ledger: Ledger
    operations: Operations
    now: datetime

    @property
    def at(self) -> str:
        return self.now.isoformat(timespec="seconds")

    @property
    def site(self) -> str:
        return self.operations.links.site.rstrip("/") or self.home.site.resolve().as_uri()

    def take(self, instance: dg.DagsterInstance, check_keys: Iterable[dg.AssetCheckKey], since: float | None) -> None:
        """Writes down what happened since the last look. At the very first look only what is wrong now is told."""
        links = self.operations.links
        known = self.ledger.fact("position") is not None or since is not None
        for batch in batches(new_evaluations(instance, check_keys, self.ledger, since or 0)):
            with self.ledger.transaction():
                for evaluation in batch:
                    self.ledger.set_firing(evaluation.source, alerts_of_evaluation(evaluation, links), _moment(evaluation.at))
                    self.ledger.remember(evaluation.source, evaluation.at)
                    self._reach(evaluation.at)
                if known:
                    self.plan()
        for end in new_run_ends(instance, self.ledger, since or 0):
            with self.ledger.transaction():
                record_run_end(self.ledger, end, links, _moment(end.at))
                mark_run_ends(self.ledger, [end])
                self._reach(end.at)
                if known:
                    self.plan()

    def _reach(self, at: float) -> None:
        self.ledger.remember("position", max(at, self.ledger.fact("position") or 0))

    def watch(self) -> None:
        """Writes down what is wrong without an event."""
        version = (read_manifest(self.home.manifest) or {}).get("version")
        with self.ledger.transaction():
            if version and version != self.ledger.fact("findings_version"):
                self.ledger.set_firing("findings", standing.findings_alerts(self.home, self.site), self.at)
                self.ledger.remember("findings_version", version)
            if self.now.timestamp() - (self.ledger.fact("files_seen_at") or 0) >= FILES_EVERY_SECONDS:
                self.ledger.set_firing("stale", standing.stale_alerts(self.home, self.operations, self.now), self.at)
                self.ledger.remember("files_seen_at", self.now.timestamp())

    def plan(self) -> None:
        """Writes the messages that are due."""
        firing, known = self.ledger.firing(), {alert.alert_id: alert for alert in self.ledger.history()}
        position = self.ledger.fact("position") or 0.0
        for channel in self.operations.alerts.channels:
            last = self.ledger.last_messages(channel)
            for due in planning.due_messages(channel, firing, last=last, known=known, operations=self.operations, now=self.now):
                text = wording.body(due, self.operations.zone, f"{self.site}/quality.html")
                self.ledger.add_message(
                    channel,
                    due.cause,
                    due.state,
                    severity=due.severity,
                    title=wording.title(due),
                    body=text,
                    told=due.told,
                    at=self.at,
                    position=position,
                )

    def heartbeat(self) -> None:
        """A sign of life for each channel that wants one, when it is time."""
        every = self.operations.alerts.heartbeat.every_hours
        for channel in self.operations.alerts.heartbeat.channels:
            last = self.ledger.fact(f"heartbeat:{channel}")
            if channel in self.operations.alerts.channels and (last is None or self.now.timestamp() - last >= every * 3600):
                title, text = wording.heartbeat(
                    len(self.ledger.firing()), len(self.ledger.pending()), self.now, self.operations.zone, every
                )  # fmt: skip
                with self.ledger.transaction():
                    self.ledger.add_message(
                        channel, HEARTBEAT, HEARTBEAT, severity="info", title=title, body=text, told=(), at=self.at, position=0
                    )
                    self.ledger.remember(f"heartbeat:{channel}", self.now.timestamp())

    def deliver(self, deadline: float, report: Report) -> None:
        """Sends what waits, channel by channel and in order. A channel that fails keeps its messages and is told of elsewhere."""
        for name in self.operations.alerts.channels:
            for message in self.ledger.pending(name):
                waits = message.next_try_at and datetime.fromisoformat(message.next_try_at) > self.now
                if waits or time.monotonic() > deadline:
                    break
                error = send(self.operations.alerts.channels[name], message, self.operations.alerts.retry, deadline)
                if error:
                    report.failures[name] = error
                    self._failed(name, message, error)
                    break
                report.delivered += 1
                with self.ledger.transaction():
                    self.ledger.delivered(message, _moment(time.time()))
                    self.ledger.set_firing(f"channel:{name}", [], self.at)

    def _failed(self, name: str, message: Message, error: str) -> None:
        retry = self.operations.alerts.retry
        wait = min(LONGEST_WAIT, retry.later_seconds * 2**message.attempts)
        too_old = self.now - datetime.fromisoformat(message.created_at) > timedelta(hours=retry.give_up_hours)
        with self.ledger.transaction():
            self.ledger.failed(message, error, None if too_old else (self.now + timedelta(seconds=wait)).isoformat())
            if message.attempts + 1 >= retry.report_after:
                self.ledger.set_firing(f"channel:{name}", [_broken_channel(name, error, len(self.ledger.pending(name)))], self.at)


def _broken_channel(name: str, error: str, waiting: int) -> Alert:
    return Alert(
        CHANNEL, f"channel:{name}", name, "error", f"channel:{name}",
        what=f"the alert channel {name} delivers nothing: {error}",
        place=f"alert channel {name}",
        remedy="check its address and credentials, try `ogi alerts test`; what waits is sent as soon as it works again",
        count=max(1, waiting),
    )  # fmt: skip


def look(
    home: Home,
    ledger: Ledger,
    operations: Operations,
    *,
    instance: dg.DagsterInstance,
    check_keys: Iterable[dg.AssetCheckKey],
    cursor: float | None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Report:
    """One look at everything. `cursor` is the position that the last look returned, None at the first one."""
    deadline = time.monotonic() + LOOK_SECONDS
    part = Look(home, ledger, operations, clock())
    part.take(instance, check_keys, cursor)
    part.watch()
    with ledger.transaction():
        part.plan()
        if ledger.fact("position") is None:
            ledger.remember("position", 0.0)
    part.heartbeat()
    report = Report(0.0)
    part.deliver(deadline, report)
    with ledger.transaction():
        part.plan()  # a channel that broke or works again
    part.deliver(deadline, report)
    ledger.remember("looked_at", part.now.timestamp())
    waiting = [message for message in ledger.pending() if message.channel in operations.alerts.channels and message.state != HEARTBEAT]
    report.waiting, report.firing = len(waiting), len(ledger.firing())
    reached = ledger.fact("position") or 0.0
    report.position = min([reached, *(message.position - 1e-6 for message in waiting if message.position)])
    return report


def _moment(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat(timespec="seconds")
