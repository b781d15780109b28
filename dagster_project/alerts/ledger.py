"""The ledger of alerts: what is wrong since when, which message went to which channel, and how far the events were read.

One SQLite file, <home>/alerts/ledger.sqlite. Each delivery is written down the moment it succeeded, so whoever is killed sends
nothing twice. Belongs here: storing. Does not belong here: deciding who is told (planning.py).
"""

from __future__ import annotations

import fcntl
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from dagster_project.alerts.model import Alert, Problem
from dagster_project.settings import Home

SCHEMA = """
create table if not exists alert (
    alert_id text primary key, fingerprint text not null, kind text not null, cause text not null, name text not null,
    severity text not null, source text not null, what text not null, place text not null, remedy text not null, count integer not null,
    example text not null, link text not null, region text not null, stage integer not null, run_id text not null,
    since text not null, last_seen text not null, times_seen integer not null, news integer not null, resolved_at text);
create unique index if not exists alert_firing on alert (fingerprint) where resolved_at is null;
create table if not exists member (fingerprint text, member text, primary key (fingerprint, member)) without rowid;
create table if not exists message (
    message_id integer primary key, channel text not null, cause text not null, state text not null, severity text not null,
    title text not null, body text not null, told text not null, created_at text not null, status text not null,
    attempts integer not null default 0, error text, next_try_at text, delivered_at text, position real not null default 0);
create index if not exists message_of_channel on message (channel, cause, message_id);
create table if not exists fact (name text primary key, value text not null);
"""
PENDING, DELIVERED, GIVEN_UP = "pending", "delivered", "given_up"


@dataclass(frozen=True, kw_only=True)
class Standing(Problem):
    """An alert as the ledger has it. `news` grows when it gets new members."""

    alert_id: str
    fingerprint: str
    since: str
    last_seen: str
    times_seen: int
    news: int
    resolved_at: str | None

    @property
    def version(self) -> str:
        """Names the alert and the news that it brought."""
        return f"{self.alert_id}:{self.news}"


@dataclass(frozen=True)
class Message:
    """One message to one channel. `told` are the versions of the alerts that it speaks of."""

    message_id: int
    channel: str
    cause: str
    state: str
    severity: str
    title: str
    body: str
    told: frozenset[str]
    created_at: str
    status: str
    attempts: int
    error: str | None
    next_try_at: str | None
    delivered_at: str | None
    position: float


class Ledger:
    """An open ledger. Every method is one transaction."""

    def __init__(self, path: Path) -> None:
        self.con = sqlite3.connect(path, isolation_level=None, timeout=30)
        self.con.row_factory = sqlite3.Row
        self.con.execute("pragma journal_mode = wal")
        self.con.executescript(SCHEMA)

    def close(self) -> None:
        self.con.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        self.con.execute("begin immediate")
        try:
            yield
            self.con.execute("commit")
        except BaseException:
            self.con.execute("rollback")
            raise

    def fact(self, name: str) -> Any:
        """A remembered value, None when there is none."""
        row = self.con.execute("select value from fact where name = ?", [name]).fetchone()
        return json.loads(row["value"]) if row else None

    def remember(self, name: str, value: Any) -> None:
        self.con.execute("insert or replace into fact values (?, ?)", [name, json.dumps(value)])

    def facts(self, prefix: str) -> dict[str, Any]:
        rows = self.con.execute("select name, value from fact where substr(name, 1, ?) = ?", [len(prefix), prefix])
        return {row["name"].removeprefix(prefix): json.loads(row["value"]) for row in rows}

    def set_firing(self, source: str, alerts: Iterable[Alert], at: str) -> None:
        """Makes these all that is wrong by this source: known ones are seen again, new ones begin, others are resolved."""
        wrong = {alert.fingerprint: alert for alert in alerts}
        standing = {s.fingerprint: s for s in self.firing()}
        for fingerprint, known in standing.items():
            if known.source == source and fingerprint not in wrong:
                self._resolve(known, at)
        for fingerprint, alert in wrong.items():
            self._see(alert, standing.get(fingerprint), at)

    def _see(self, alert: Alert, standing: Standing | None, at: str) -> None:
        known = {m for (m,) in self.con.execute("select member from member where fingerprint = ?", [alert.fingerprint])}
        fresh = alert.members - known
        self.con.executemany("insert into member values (?, ?)", [(alert.fingerprint, member) for member in sorted(fresh)])
        gone = known - alert.members
        self.con.executemany("delete from member where fingerprint = ? and member = ?", [(alert.fingerprint, m) for m in sorted(gone)])
        values = {k: v for k, v in asdict(alert).items() if k != "members"} | {"fingerprint": alert.fingerprint, "last_seen": at}
        if standing:
            values |= {"times_seen": standing.times_seen + 1, "news": standing.news + bool(fresh)}
            assignments = ", ".join(f"{column} = :{column}" for column in values)
            self.con.execute(f"update alert set {assignments} where alert_id = :alert_id", values | {"alert_id": standing.alert_id})
        else:
            episode = self.con.execute("select count(*) from alert where fingerprint = ?", [alert.fingerprint]).fetchone()[0] + 1
            values |= {"alert_id": f"{alert.fingerprint}-{episode}", "since": at, "times_seen": 1, "news": 0}
            columns = ", ".join(values)
            self.con.execute(f"insert into alert ({columns}) values ({', '.join(f':{column}' for column in values)})", values)

    def _resolve(self, standing: Standing, at: str) -> None:
        self.con.execute("update alert set resolved_at = ? where alert_id = ?", [at, standing.alert_id])
        self.con.execute("delete from member where fingerprint = ?", [standing.fingerprint])

    def firing(self) -> list[Standing]:
        """What is wrong now, the oldest first."""
        return self._alerts("where resolved_at is null")

    def history(self) -> list[Standing]:
        """Every alert that ever was, the oldest first."""
        return self._alerts("")

    def by_version(self, versions: Iterable[str]) -> list[Standing]:
        wanted = {version.rpartition(":")[0] for version in versions}
        return [standing for standing in self.history() if standing.alert_id in wanted]

    def _alerts(self, where: str) -> list[Standing]:
        return [Standing(**dict(row)) for row in self.con.execute(f"select * from alert {where} order by since, alert_id")]

    def add_message(
        self, channel: str, cause: str, state: str, *, severity: str, title: str, body: str, told: Iterable[str], at: str, position: float
    ) -> None:
        """Queues a message. `position`: how far the events had been read when it was written."""
        self.con.execute(
            "insert into message (channel, cause, state, severity, title, body, told, created_at, status, position) "
            "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [channel, cause, state, severity, title, body, json.dumps(sorted(told)), at, PENDING, position],
        )

    def last_messages(self, channel: str) -> dict[str, Message]:
        """Cause -> the newest message about it to the channel."""
        newest = "select max(message_id) from message where channel = ? and state <> 'heartbeat' group by cause"
        return {message.cause: message for message in self._messages(f"where message_id in ({newest})", [channel])}

    def pending(self, channel: str | None = None) -> list[Message]:
        """What is still to be delivered, in the order in which it was written."""
        return self._messages("where status = ? and channel = coalesce(?, channel) order by message_id", [PENDING, channel])

    def messages(self) -> list[Message]:
        return self._messages("order by message_id", [])

    def delivered(self, message: Message, at: str) -> None:
        self.con.execute(
            "update message set status = ?, delivered_at = ?, attempts = attempts + 1, error = null where message_id = ?",
            [DELIVERED, at, message.message_id],
        )

    def failed(self, message: Message, error: str, next_try_at: str | None) -> None:
        """`next_try_at` None: it is given up."""
        self.con.execute(
            "update message set status = ?, attempts = attempts + 1, error = ?, next_try_at = ? where message_id = ?",
            [PENDING if next_try_at else GIVEN_UP, error, next_try_at, message.message_id],
        )

    def _messages(self, where: str, values: list[Any]) -> list[Message]:
        rows = self.con.execute(f"select * from message {where}", values)
        return [Message(**(dict(row) | {"told": frozenset(json.loads(row["told"]))})) for row in rows]


def ledger_path(home: Home) -> Path:
    return home.root / "alerts" / "ledger.sqlite"


@contextmanager
def reading(home: Home) -> Iterator[Ledger | None]:
    """The ledger to look at; None where there never was an alert."""
    if not ledger_path(home).exists():
        yield None
        return
    ledger = Ledger(ledger_path(home))
    try:
        yield ledger
    finally:
        ledger.close()


@contextmanager
def keeping(home: Home) -> Iterator[Ledger | None]:
    """The ledger for one look at a time; None while another process is at it, as after a restart of the daemon."""
    path = ledger_path(home)
    path.parent.mkdir(parents=True, exist_ok=True)
    with (path.parent / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield None
            return
        ledger = Ledger(path)
        try:
            yield ledger
        finally:
            ledger.close()
