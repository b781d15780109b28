"""The history of the alerts as a table of the lake, from which dbt makes marts.fct_alert."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime

import polars as pl

from dagster_project.alerts.ledger import DELIVERED, Message, Standing, reading
from dagster_project.settings import Home
from dagster_project.storage import write_parquet

SCHEMA = pl.Schema(
    dict.fromkeys(("alert_id", "fingerprint", "kind", "cause", "name", "severity", "region", "what", "place"), pl.String)
    | {"count": pl.Int64, "example": pl.String, "remedy": pl.String, "run_id": pl.String, "times_seen": pl.Int64}
    | dict.fromkeys(("first_seen_at", "last_seen_at", "resolved_at", "first_told_at"), pl.Datetime("us"))
    | {"messages_delivered": pl.Int64}
)


def write_history(home: Home) -> None:
    """Stores the history below the lake; an empty one where alerts were never looked at."""
    with reading(home) as ledger:
        frame = history_frame(ledger.history(), ledger.messages()) if ledger else history_frame([], [])
    write_parquet(frame, home.lake / "alerts" / "history.parquet")


def history_frame(alerts: Sequence[Standing], messages: Sequence[Message]) -> pl.DataFrame:
    """One row an alert, in the columns of SCHEMA."""
    told: dict[str, list[str]] = defaultdict(list)
    for message in messages:
        if message.status == DELIVERED and message.delivered_at:
            for alert_id in {version.rpartition(":")[0] for version in message.told}:
                told[alert_id].append(message.delivered_at)
    rows = [
        {name: getattr(alert, name) for name in SCHEMA if hasattr(alert, name)}
        | {
            "first_seen_at": _utc(alert.since),
            "last_seen_at": _utc(alert.last_seen),
            "resolved_at": _utc(alert.resolved_at),
            "first_told_at": _utc(min(told[alert.alert_id], default=None)),
            "messages_delivered": len(told[alert.alert_id]),
        }
        for alert in alerts
    ]
    return pl.DataFrame(rows, schema=SCHEMA)


def _utc(moment: str | None) -> datetime | None:
    return datetime.fromisoformat(moment).astimezone(UTC).replace(tzinfo=None) if moment else None
