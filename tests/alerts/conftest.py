"""Sinks, and a small world in which checks are evaluated and looks are taken at chosen times."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import dagster as dg
import pytest

from dagster_project.alerts.ledger import Ledger, keeping
from dagster_project.alerts.look import Report, look
from dagster_project.operations import Operations
from dagster_project.settings import Home
from tests.alerts.sinks import MailSink, WebSink

RAW = dg.AssetCheckKey(dg.AssetKey(["lake", "raw_documents"]), "raw_gate")
VALUES = dg.AssetCheckKey(dg.AssetKey(["lake", "reported_values"]), "reported_values_gate")
TESTS = [dg.AssetCheckKey(dg.AssetKey(["marts", "fct_number"]), f"test_{number}") for number in range(10)]


def failure(about: str = "hash of the stored bytes", severity: str = "critical", **more: Any) -> dict[str, Any]:
    told = {"expectation": "expect_column_pair_values_to_be_equal", "about": about, "severity": severity, "error": None, "failed": 3}
    words = {
        "sentence": f"{about}: expected equal, observed 3 of 59",
        "remedy": "read the raw documents anew",
        "examples": ["受理申请12件"],
    }
    return told | words | more


class World:
    """Evaluations go into an instance of its own; `look` looks at them at the time `now`."""

    def __init__(self, home: Home, web: WebSink, mail: MailSink) -> None:
        self.home, self.web, self.mail = home, web, mail
        self.instance = dg.DagsterInstance.ephemeral()
        self.now = datetime.now(UTC)
        self.settings: dict[str, Any] = {"retry": {"at_once": 1, "later_seconds": 60}}
        self.channels: dict[str, Any] = {"web": {"url": web.url}, "mail": {"url": mail.url}}
        self.cursor: float | None = 0.0

    def evaluate(self, key: dg.AssetCheckKey, *failures: dict[str, Any], passed: bool | None = None) -> None:
        critical = any(f["severity"] == "critical" for f in failures)
        self.instance.report_runless_asset_event(
            dg.AssetCheckEvaluation(
                asset_key=key.asset_key,
                check_name=key.name,
                passed=not failures if passed is None else passed,
                severity=dg.AssetCheckSeverity.ERROR if critical or not failures else dg.AssetCheckSeverity.WARN,
                metadata={"failures": dg.MetadataValue.json(list(failures))} if key.name.endswith("_gate") else {},
            )
        )

    def operations(self) -> Operations:
        return Operations.model_validate({"alerts": self.settings | {"channels": self.channels}})

    def look(self, **later: float) -> Report:
        self.now += timedelta(**later)
        with keeping(self.home) as ledger:
            assert ledger is not None
            report = look(
                self.home, ledger, self.operations(), instance=self.instance, check_keys=[RAW, VALUES, *TESTS],
                cursor=self.cursor, clock=lambda: self.now,
            )  # fmt: skip
        self.cursor = report.position
        return report

    def ledger(self) -> Ledger:
        return Ledger(self.home.root / "alerts" / "ledger.sqlite")

    @property
    def web_titles(self) -> list[str]:
        return self.web.received.titles


@pytest.fixture
def web() -> Iterator[WebSink]:
    sink = WebSink()
    yield sink
    sink.close()


@pytest.fixture
def mail() -> Iterator[MailSink]:
    sink = MailSink()
    yield sink
    sink.close()


@pytest.fixture
def world(home: Home, web: WebSink, mail: MailSink) -> World:
    return World(home, web, mail)
