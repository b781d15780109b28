"""Who is told what now: routing, grouping by cause, repeats, silences, and what a failure further up explains.

Pure: from what stands in the ledger and what was told to the messages that are due.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dagster_project.alerts.ledger import Message, Standing
from dagster_project.alerts.model import CHANNEL, FINDINGS, FIRING, GATE, REPEAT, RESOLVED, STALE, rank
from dagster_project.operations import Alerts, Channel, Match, Operations, is_silent

TOLD_ONCE = frozenset({FINDINGS})
"""Kinds that are never repeated: a finding is a fact about a report, and nobody can mend the past."""


@dataclass(frozen=True)
class Due:
    """A message to be written: about these alerts, and these that they explain."""

    channel: str
    cause: str
    state: str
    alerts: tuple[Standing, ...]
    explained: tuple[Standing, ...] = ()
    told_before: frozenset[str] = frozenset()

    @property
    def severity(self) -> str:
        return max((alert.severity for alert in self.alerts), key=rank)

    @property
    def told(self) -> frozenset[str]:
        return self.told_before | {alert.version for alert in (*self.alerts, *self.explained)}


def due_messages(
    channel: str,
    firing: Sequence[Standing],
    *,
    last: Mapping[str, Message],
    known: Mapping[str, Standing],
    operations: Operations,
    now: datetime,
) -> list[Due]:
    """The messages that the channel must get now. `last`: cause -> the newest message; `known`: alert id -> every alert told before."""
    alerts = operations.alerts
    mine = [alert for alert in firing if takes(channel, alert, alerts)]
    explained = {alert.alert_id: by for alert in mine if (by := explanation(alert, firing))}
    heard = [alert for alert in mine if alert.alert_id not in explained and not silenced(alert, operations, now)]
    due = []
    for cause in dict.fromkeys(alert.cause for alert in heard):
        group = tuple(alert for alert in heard if alert.cause == cause)
        state = _state(group, last.get(cause), known, alerts, now)
        if state:
            behind = tuple(alert for alert in mine if alert.alert_id in explained and explained[alert.alert_id].cause == cause)
            before = last[cause].told if cause in last and last[cause].state != RESOLVED else frozenset()
            due.append(Due(channel, cause, state, _news(group, before), behind, before))
    unresolved = {alert.cause for alert in mine}
    for cause, message in last.items():
        over = tuple(known[v.rpartition(":")[0]] for v in sorted(message.told) if v.rpartition(":")[0] in known)
        own = tuple(alert for alert in over if alert.cause == cause)
        if message.state != RESOLVED and cause not in unresolved and own and not any(silenced(a, operations, now) for a in own):
            due.append(Due(channel, cause, RESOLVED, own))
    return due


def _news(group: tuple[Standing, ...], before: frozenset[str]) -> tuple[Standing, ...]:
    """Of findings only what is new is told again."""
    fresh = tuple(alert for alert in group if alert.version not in before)
    return fresh if fresh and all(alert.kind in TOLD_ONCE for alert in group) else group


def _state(group: Sequence[Standing], last: Message | None, known: Mapping[str, Standing], alerts: Alerts, now: datetime) -> str | None:
    """firing: nobody was told, or it grew worse, or brought news; repeat: it was told long ago; None: nothing to say."""
    if last is None or last.state == RESOLVED:
        return FIRING
    told = {version.rpartition(":")[0] for version in last.told}
    if any(alert.kind in TOLD_ONCE and alert.version not in last.told for alert in group):
        return FIRING
    loudest = max((rank(known[alert_id].severity) for alert_id in told if alert_id in known), default=-1)
    if any(alert.alert_id not in told and rank(alert.severity) > loudest for alert in group):
        return FIRING
    repeated = any(alert.kind not in TOLD_ONCE for alert in group)
    long_ago = now - datetime.fromisoformat(last.created_at) >= timedelta(hours=alerts.repeat_hours)
    return REPEAT if repeated and long_ago else None


def takes(name: str, alert: Standing, alerts: Alerts) -> bool:
    """Whether the channel is for this alert. What has no region goes to channels of all regions, or to all where there is none."""
    channel = alerts.channels[name]
    if alert.severity not in channel.severities or (channel.kinds and alert.kind not in channel.kinds):
        return False
    if alert.kind == CHANNEL and alert.cause == f"channel:{name}":
        return False
    if not channel.regions:
        return True
    if alert.region:
        return any(alert.region.startswith(region) for region in channel.regions)
    return not any(_is_for_everything(other) for other in alerts.channels.values())


def _is_for_everything(channel: Channel) -> bool:
    return not channel.regions and not channel.kinds


def silenced(alert: Standing, operations: Operations, now: datetime) -> bool:
    return any(_matches(s.match, alert) and is_silent(s, now, operations.zone) for s in operations.alerts.silences)


def _matches(match: Match, alert: Standing) -> bool:
    return (
        match.cause in (None, alert.cause)
        and match.kind in (None, alert.kind)
        and match.severity in (None, alert.severity)
        and (match.region is None or alert.region.startswith(match.region))
    )


def explanation(alert: Standing, firing: Iterable[Standing]) -> Standing | None:
    """The failure further up that this one follows from: a gate that blocked before its stage, or the gate that stopped its delivery."""
    upstream = [o for o in firing if o.kind == GATE and o.severity == "error"]
    if alert.stage:
        return min((o for o in upstream if o.stage < alert.stage), key=lambda o: o.stage, default=None)
    if alert.kind == STALE:
        return next(iter(upstream), None)
    return None
