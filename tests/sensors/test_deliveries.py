"""When a delivery starts its run: once, and not before it is complete."""

from __future__ import annotations

import json
import os
from pathlib import Path

import dagster as dg
import pytest

from dagster_project.ingest.deliveries import decide, look_at
from dagster_project.ingest.ingest import ingest
from dagster_project.sensors.deliveries import inbox_deliveries
from dagster_project.settings import Home
from dagster_project.storage import Lake


@pytest.fixture
def inbox(home: Home, tmp_path: Path, monkeypatch) -> Path:
    folder = tmp_path / "inbox"
    (folder / "2024").mkdir(parents=True)
    (folder / "2024" / "a.txt").write_text("one")
    home.root.mkdir()
    monkeypatch.setenv("OGI_HOME", str(home.root))
    monkeypatch.setenv("OGI_INBOX", str(folder))
    return folder


class Clock:
    """Looks at the inbox at chosen times, with what was remembered."""

    def __init__(self, inbox: Path, home: Home) -> None:
        self.inbox, self.lake, self.known, self.now = inbox, Lake(home.lake), {}, 0.0

    def ready(self, seconds_later: float) -> list[str]:
        self.now += seconds_later
        decision = decide(self.inbox, look_at(self.inbox, self.lake), self.known, self.now, stable_seconds=120)
        self.known = decision.known
        return [delivery.name for delivery in decision.ready]


def test_a_delivery_starts_once_when_nothing_changed_for_a_while(inbox: Path, home: Home):
    clock = Clock(inbox, home)
    assert clock.ready(0) == []
    assert clock.ready(60) == []
    (inbox / "2024" / "b.txt").write_text("two")
    assert clock.ready(60) == [], "it changed"
    assert clock.ready(60) == []
    assert clock.ready(61) == ["2024"]
    assert clock.ready(1000) == [], "its run was asked for"


def test_a_marker_says_that_it_is_complete(inbox: Path, home: Home):
    clock = Clock(inbox, home)
    (inbox / "2024" / "_READY").touch()
    assert clock.ready(0) == ["2024"]
    assert clock.ready(10) == []


def test_a_marker_older_than_the_files_says_nothing(inbox: Path, home: Home):
    clock = Clock(inbox, home)
    (inbox / "2024" / "_READY").touch()
    os.utime(inbox / "2024" / "_READY")
    late = inbox / "2024" / "b.txt"
    while not late.exists() or late.stat().st_ctime_ns <= (inbox / "2024" / "_READY").stat().st_ctime_ns:
        late.write_text("two")
    assert clock.ready(0) == []


def test_a_copy_that_is_under_way_is_waited_for(inbox: Path, home: Home):
    clock = Clock(inbox, home)
    part = inbox / "2024" / "b.txt.part"
    part.write_text("tw")
    assert clock.ready(0) == clock.ready(1000) == []
    part.rename(inbox / "2024" / "b.txt")
    assert clock.ready(10) == []
    assert clock.ready(121) == ["2024"]


def test_what_was_read_starts_nothing_and_other_deliveries_do_not_start_it_again(inbox: Path, home: Home):
    clock = Clock(inbox, home)
    clock.ready(0)
    assert clock.ready(121) == ["2024"]
    (inbox / "2025").mkdir()
    (inbox / "2025" / "c.txt").write_text("three")
    clock.ready(10)
    assert clock.ready(121) == ["2025"], "the run of 2024 has not even begun"
    ingest(inbox, Lake(home.lake))
    fresh = Clock(inbox, home)
    fresh.ready(0)
    assert fresh.ready(1000) == []


def test_a_changed_delivery_starts_again(inbox: Path, home: Home):
    clock = Clock(inbox, home)
    clock.ready(0)
    assert clock.ready(121) == ["2024"]
    (inbox / "2024" / "a.txt").write_text("corrected")
    clock.ready(10)
    assert clock.ready(121) == ["2024"]


def tick(cursor: str | None, instance: dg.DagsterInstance) -> tuple[list, str | None]:
    with dg.build_sensor_context(instance=instance, cursor=cursor) as context:
        data = inbox_deliveries.evaluate_tick(context)
    return [*(data.run_requests or [])], data.cursor


def test_the_sensor_asks_for_a_build_of_this_delivery_only(inbox: Path, home: Home):
    (inbox / "2024" / "_SUCCESS").touch()
    (inbox / "2023").mkdir()
    (inbox / "2023" / "old.txt").write_text("still being copied")
    instance = dg.DagsterInstance.ephemeral()
    requests, cursor = tick(None, instance)
    assert [request.run_config["ops"]["ingest"]["config"] for request in requests] == [{"inbox": str(inbox), "deliveries": ["2024"]}]
    assert requests[0].run_key
    assert json.loads(cursor or "{}")["2024"]["asked"]
    again, _ = tick(cursor, instance)
    assert again == []


def test_markers_are_no_reports(inbox: Path, home: Home):
    (inbox / "2024" / "_READY").write_text("done")
    assert ingest(inbox, Lake(home.lake)).files_seen == 1
