"""`ogi alerts` and the history in the warehouse."""

from __future__ import annotations

import json

import pytest
import yaml

from dagster_project.alerts.history import SCHEMA, history_frame
from tests.alerts.conftest import RAW, World, failure


def configured(world: World, *names: str) -> list[str]:
    channels = {name: world.channels[name] for name in names}
    world.home.root.mkdir(exist_ok=True)
    (world.home.root / "operations.yaml").write_text(yaml.safe_dump({"alerts": {"channels": channels, "retry": {"at_once": 1}}}))
    return ["--home", str(world.home.root)]


def test_what_is_wrong_can_be_listed(world: World, ogi):
    home = configured(world, "web")
    world.evaluate(RAW, failure())
    world.look()
    listed = json.loads(ogi("alerts", "list", "--format", "json", *home).stdout)
    assert [(row["severity"], row["kind"], row["count"]) for row in listed] == [("error", "gate", 3)]
    world.evaluate(RAW)
    world.look(seconds=30)
    assert json.loads(ogi("alerts", "list", "--format", "json", *home).stdout) == []
    history = json.loads(ogi("alerts", "list", "--all", "--format", "json", *home).stdout)
    assert history[0]["resolved_at"]


def test_a_dead_alerting_is_told(world: World, ogi):
    home = configured(world, "web")
    never = ogi("alerts", "status", *home)
    assert never.returncode == 1 and "never looked" in never.stdout
    world.look()
    assert ogi("alerts", "status", *home).returncode == 0


def test_channels_can_be_tested_without_showing_their_addresses(world: World, ogi):
    home = configured(world, "web", "mail")
    world.web.broken = 1
    answer = ogi("alerts", "test", *home)
    assert answer.returncode == 1
    assert "Channel mail: delivered" in answer.stdout and "Channel web: " in answer.stdout
    assert "a-token-nobody-may-see" not in answer.stdout + answer.stderr
    assert world.mail.received.titles == ["[OGI] TEST"]
    assert ogi("alerts", "test", *home).returncode == 0


def test_a_wrong_file_is_wrong_use(world: World, ogi):
    home = configured(world)
    (world.home.root / "operations.yaml").write_text("alerts: {chanels: 1}")
    answer = ogi("alerts", "list", *home)
    assert answer.returncode == 2 and "alerts.chanels" in answer.stderr


@pytest.mark.parametrize("wrong", [[True], [True, False], [True, False, True]])
def test_the_history_is_a_table(world: World, wrong):
    for bad in wrong:
        world.evaluate(RAW, *([failure()] if bad else []))
        world.look(seconds=30)
    ledger = world.ledger()
    frame = history_frame(ledger.history(), ledger.messages())
    ledger.close()
    assert frame.schema == SCHEMA
    assert frame["resolved_at"].is_not_null().to_list() == [i < wrong.count(False) for i in range(wrong.count(True))]
    assert frame["messages_delivered"].to_list()[0] == (4 if False in wrong else 2)
    assert frame["first_told_at"].is_not_null().all()
