"""How a deployment runs: who hears of what, when jobs start, which deliveries are awaited. Read from one file of the home.

<home>/operations.yaml, or the file that $OGI_OPERATIONS names. Everything has a default, so the file may be absent. Addresses of channels
hold secrets: write them as ${NAME} and keep the secret in the environment. Belongs here: reading and checking the file.
"""

from __future__ import annotations

import os
import re
from datetime import datetime, time
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

import yaml  # type: ignore[import-untyped]
from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator

from dagster_project.settings import Home

Severity = Literal["error", "warning", "info"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
VARIABLE = re.compile(r"\$\{(\w+)\}")
URLS_VARIABLE = "OGI_ALERT_URLS"

TEMPLATE = """\
# How this warehouse is run. Written by ogi when the home was first used; edit it freely. docs/operations.md explains every line.
# Secrets stay out of this file: ${NAME} is replaced by the environment variable NAME.
#
# alerts:
#   enabled: true
#   channels:
#     office: {url: "${OGI_ALERT_MAIL}", severities: [error, warning]}
#     zhejiang: {url: "${OGI_ALERT_DINGTALK}", severities: [error], regions: ["33"]}
# inbox:
#   enabled: true
#   folder: /data/inbox
"""


class OperationsError(ValueError):
    """The file cannot be used; the message names it, the place and the remedy. It never repeats a value, which may be a secret."""


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Channel(_Part):
    """Where messages go: an Apprise address, and what it is for."""

    url: SecretStr
    severities: tuple[Severity, ...] = ("error", "warning")
    regions: tuple[str, ...] = ()
    """First digits of division codes, such as "33" for Zhejiang; empty: every region, and what has none."""
    kinds: tuple[str, ...] = ()
    """Kinds of alerts (docs/runbook.md); empty: all."""


class Match(_Part):
    """Which alerts a silence is about; what is left out matches everything."""

    cause: str | None = None
    kind: str | None = None
    severity: Severity | None = None
    region: str | None = None


class Silence(_Part):
    """A span of time, or hours that come back every day or on some weekdays, in which matching alerts are kept back."""

    reason: str
    match: Match = Match()
    start: datetime | None = None
    until: datetime | None = None
    days: tuple[Weekday, ...] = ()
    between: tuple[time, time] | None = None

    @field_validator("between", mode="before")
    @classmethod
    def _hours(cls, told: Any) -> Any:
        """YAML reads 22:00 without quotes as the number 1320."""
        return [f"{t // 60:02}:{t % 60:02}" if isinstance(t, int) else t for t in told] if isinstance(told, list) else told


class Heartbeat(_Part):
    """A message that all is well. Whoever watches the channel notices when it stays away."""

    every_hours: float = Field(default=24, gt=0)
    channels: tuple[str, ...] = ()


class AwaitedDelivery(_Part):
    """Deliveries (a pattern such as `zhejiang*`) that should bring something new at least every so many days."""

    match: str
    after_days: float = Field(gt=0)
    region: str | None = None


class Stale(_Part):
    unread_hours: float = Field(default=24, gt=0)
    """A file that lies in the inbox for so long without being read is stale."""
    deliveries: tuple[AwaitedDelivery, ...] = ()


class Retry(_Part):
    at_once: int = Field(default=3, ge=1, le=5)
    pause_seconds: float = Field(default=1, ge=0, le=5)
    later_seconds: float = Field(default=60, gt=0)
    """First wait after a look that delivered nothing; it doubles up to an hour."""
    report_after: int = Field(default=3, ge=1)
    give_up_hours: float = Field(default=72, gt=0)


class Alerts(_Part):
    enabled: bool = False
    """On from the start; the switch in the UI overrules it."""
    every_seconds: int = Field(default=30, ge=1)
    repeat_hours: float = Field(default=24, gt=0)
    channels: dict[str, Channel] = {}
    silences: tuple[Silence, ...] = ()
    heartbeat: Heartbeat = Heartbeat()
    stale: Stale = Stale()
    retry: Retry = Retry()


class Inbox(_Part):
    enabled: bool = False
    folder: str = ""
    """Empty: $OGI_INBOX."""
    every_seconds: int = Field(default=60, ge=1)
    stable_seconds: float = Field(default=120, ge=0)
    """A delivery without a marker is complete when nothing about it changed for so long."""


class Links(_Part):
    dagster: str = "http://127.0.0.1:3000"
    site: str = ""
    """Address under which published/site is served; empty: the folder itself."""


class Nightly(_Part):
    enabled: bool = False
    cron: str = "30 2 * * *"


class ReportsDue(_Part):
    enabled: bool = False
    every_seconds: int = Field(default=3600, ge=1)


class Operations(_Part):
    timezone: str = "Asia/Shanghai"
    links: Links = Links()
    alerts: Alerts = Alerts()
    inbox: Inbox = Inbox()
    nightly: Nightly = Nightly()
    reports_due: ReportsDue = ReportsDue()

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)


def operations_path(home: Home) -> Path:
    return Path(os.environ.get("OGI_OPERATIONS") or home.root / "operations.yaml")


def read_operations(home: Home) -> Operations:
    """What the file of the home says, with defaults for the rest; OperationsError when it cannot be used."""
    path = operations_path(home)
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    except FileNotFoundError:
        told = {}
    except OSError as error:
        raise OperationsError(f"{path}: {error.strerror}; give this user read permission") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" near line {mark.line + 1}" if mark else ""
        raise OperationsError(f"{path}: it is no YAML{where}; see docs/operations.md") from None
    try:
        operations = Operations.model_validate(_with_variables(told, path))
        operations.zone  # noqa: B018  an unknown time zone shall be told now
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors(include_input=False, include_url=False))
        raise OperationsError(f"{path}: {wrong}; see docs/operations.md") from None
    except (KeyError, ValueError) as error:
        raise error if isinstance(error, OperationsError) else OperationsError(f"{path}: timezone: no such time zone") from None
    return _with_channels_of_environment(operations)


def readable_operations(home: Home) -> Operations:
    """The operations, or the defaults while the file is wrong: the code location loads, and the sensor tells what is wrong."""
    try:
        return read_operations(home)
    except OperationsError:
        return Operations()


def _with_variables(told: Any, path: Path) -> Any:
    """The same with ${NAME} replaced."""
    if isinstance(told, dict):
        return {key: _with_variables(value, path) for key, value in told.items()}
    if isinstance(told, list):
        return [_with_variables(value, path) for value in told]
    if not isinstance(told, str):
        return told

    def value_of(found: re.Match[str]) -> str:
        if found[1] not in os.environ:
            raise OperationsError(f"{path}: the environment variable {found[1]} is not set; set it where the Dagster daemon is started")
        return os.environ[found[1]]

    return VARIABLE.sub(value_of, told)


def _with_channels_of_environment(operations: Operations) -> Operations:
    """Without channels in the file, each address in $OGI_ALERT_URLS is one."""
    urls = os.environ.get(URLS_VARIABLE, "").split()
    if operations.alerts.channels or not urls:
        return operations
    channels = {f"channel_{number}": Channel(url=SecretStr(url)) for number, url in enumerate(urls, start=1)}
    return operations.model_copy(update={"alerts": operations.alerts.model_copy(update={"channels": channels})})


def is_silent(silence: Silence, now: datetime, zone: ZoneInfo) -> bool:
    """Whether the silence lasts at this moment."""
    local = now.astimezone(zone)
    if silence.start and local < _in_zone(silence.start, zone):
        return False
    if silence.until and local >= _in_zone(silence.until, zone):
        return False
    if silence.between is None:
        return not silence.days or WEEKDAYS[local.weekday()] in silence.days
    begin, end = silence.between
    at, day = local.time(), local.weekday()
    inside = begin <= at < end if begin <= end else at >= begin or at < end
    if begin > end and at < end:
        day = (day - 1) % 7  # hours after midnight belong to the evening before
    return inside and (not silence.days or WEEKDAYS[day] in silence.days)


def _in_zone(moment: datetime, zone: ZoneInfo) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)
