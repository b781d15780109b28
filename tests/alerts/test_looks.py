"""Looks at what happened: who is told what, how often, and what happens when a channel fails or a look is killed."""

from __future__ import annotations

import logging

import pytest

from dagster_project.alerts import look as look_module
from dagster_project.alerts.ledger import keeping
from tests.alerts.conftest import RAW, TESTS, VALUES, World, failure


def states(titles: list[str]) -> list[str]:
    return [title.split("] ")[1].split(" error")[0].split(" warning")[0] for title in titles]


def test_bad_bad_good_is_one_firing_and_one_resolved_on_each_channel(world: World):
    for wrong in (True, True, False, False):
        world.evaluate(RAW, *([failure()] if wrong else []))
        world.look(seconds=30)
    for sink in (world.web, world.mail):
        assert states(sink.received.titles) == ["FIRING", "RESOLVED"]


def test_the_same_when_everything_happened_between_two_looks(world: World):
    for wrong in (True, True, False):
        world.evaluate(RAW, *([failure()] if wrong else []))
    world.look()
    assert states(world.web_titles) == ["FIRING", "RESOLVED"]


def test_a_message_says_what_where_since_how_many_with_example_remedy_and_link(world: World):
    world.evaluate(RAW, failure())
    world.look()
    _, text = world.web.received[0]
    for words in (
        "What: hash of the stored bytes: expected equal, observed 3 of 59",
        "Where: raw gate of lake/raw_documents",
        "Since: 20",
        "How many: 3",
        "Example: 受理申请12件",
        "Remedy: read the raw documents anew",
        "Link: http://127.0.0.1:3000/assets/lake/raw_documents?view=checks",
        "Quality page: file://",
    ):
        assert words in text


def test_ten_failing_checks_of_one_cause_are_one_message(world: World):
    for key in TESTS:
        world.evaluate(key, passed=False)
    world.look()
    assert len(world.web_titles) == 1
    assert "(and 9 more)" in world.web_titles[0]
    world.look(seconds=30)
    assert len(world.web_titles) == 1
    for key in TESTS[:-1]:
        world.evaluate(key)
    world.look(seconds=30)
    assert len(world.web_titles) == 1, "one of them still fails"
    world.evaluate(TESTS[-1])
    world.look(seconds=30)
    assert states(world.web_titles) == ["FIRING", "RESOLVED"]


def test_ten_failing_expectations_of_a_gate_are_one_message(world: World):
    world.evaluate(RAW, *(failure(f"expectation {number}") for number in range(10)))
    world.look()
    assert len(world.web_titles) == 1
    assert "How many: 30 in 10 alerts of one cause" in world.web.received[0][1]


def test_what_follows_from_a_failed_gate_is_not_told_until_that_is_mended(world: World):
    world.evaluate(RAW, failure())
    world.evaluate(VALUES, failure("evidence equals the source"))
    world.look()
    assert len(world.web_titles) == 1 and "raw gate" in world.web_titles[0]
    world.evaluate(RAW)
    world.look(seconds=30)
    assert [t for t in world.web_titles if "reported values gate" in t and "FIRING" in t]


def test_it_is_repeated_after_the_interval_and_not_before(world: World):
    world.evaluate(RAW, failure())
    world.look()
    world.look(hours=23)
    assert states(world.web_titles) == ["FIRING"]
    world.look(hours=2)
    assert states(world.web_titles) == ["FIRING", "STILL FIRING"]


def test_a_problem_that_grows_worse_is_told_again(world: World):
    world.evaluate(RAW, failure("share of empty files", "warning"))
    world.look()
    world.evaluate(RAW, failure("share of empty files", "warning"), failure())
    world.look(seconds=30)
    assert [title.split("] ")[1].split(":")[0] for title in world.web_titles] == ["FIRING warning", "FIRING error"]


def test_a_silence_keeps_back_and_its_end_tells_what_still_stands(world: World):
    world.settings["silences"] = [{"reason": "the disk is changed", "match": {"cause": "gate:raw"}, "until": world.now.isoformat()}]
    world.settings["silences"][0]["until"] = world.now.replace(year=world.now.year + 1).isoformat()
    world.evaluate(RAW, failure())
    world.look()
    assert world.web_titles == []
    del world.settings["silences"]
    world.look(minutes=1)
    assert states(world.web_titles) == ["FIRING"]


def test_channels_hear_of_their_severities_and_regions_only(world: World):
    world.channels = {"web": {"url": world.web.url, "severities": ["warning"]}, "mail": {"url": world.mail.url, "regions": ["33"]}}
    world.evaluate(RAW, failure())
    world.look()
    assert world.web_titles == []
    assert world.mail.received == [], "the other channel is for all regions, so this one is for its own only"
    world.channels = {"mail": world.channels["mail"]}
    world.look(seconds=30)
    assert states(world.mail.received.titles) == ["FIRING"], "somebody must hear of it"


def test_a_channel_that_refuses_twice_gets_the_message_once(world: World):
    world.web.broken = 2
    world.evaluate(RAW, failure())
    first = world.look()
    assert first.waiting == 1 and "web" in first.failures
    world.look(minutes=1)
    third = world.look(minutes=5)
    assert third.waiting == 0 and third.position > first.position
    world.look(minutes=10)
    assert world.web.refused == 2
    assert states(world.web_titles) == states(world.mail.received.titles) == ["FIRING"]


def test_a_channel_that_is_broken_for_long_is_reported_on_the_others(world: World):
    world.web.broken = 4
    world.evaluate(RAW, failure())
    for _ in range(8):
        world.look(hours=1)
    about = [title for title in world.mail.received.titles if "alert channel web" in title]
    assert states(about) == ["FIRING", "RESOLVED"]
    assert "a-token-nobody-may-see" not in str(world.mail.received)
    assert states(world.web_titles) == ["FIRING"], "what waited was delivered"


def test_a_look_that_is_killed_between_two_deliveries_sends_nothing_twice(world: World, monkeypatch):
    world.evaluate(RAW, failure())
    real, sent = look_module.send, []

    def send_one_and_die(channel, message, retry, deadline):
        if sent:
            raise KeyboardInterrupt
        sent.append(message.channel)
        return real(channel, message, retry, deadline)

    with monkeypatch.context() as patch:
        patch.setattr(look_module, "send", send_one_and_die)
        with pytest.raises(KeyboardInterrupt):
            world.look()
    assert len(world.web_titles) + len(world.mail.received) == 1
    world.look(seconds=30)
    assert states(world.web_titles) == states(world.mail.received.titles) == ["FIRING"]


def test_two_looks_at_once_do_not_happen(world: World):
    with keeping(world.home) as first, keeping(world.home) as second:
        assert first is not None
        assert second is None


def test_an_error_of_ours_is_told_apart_from_bad_data(world: World):
    world.evaluate(RAW, failure(error="no such column", sentence="it could not be evaluated"))
    world.look()
    assert "the data is not to blame" in world.web.received[0][1]
    ledger = world.ledger()
    assert [alert.kind for alert in ledger.firing()] == ["our_error"]
    ledger.close()


def test_the_heartbeat_comes_when_it_is_time(world: World):
    world.settings["heartbeat"] = {"every_hours": 6, "channels": ["mail"]}
    world.look()
    world.look(hours=5)
    assert world.mail.received.count("HEARTBEAT") == 1
    world.look(hours=2)
    assert world.mail.received.count("HEARTBEAT: nothing is wrong") == 2
    assert world.web_titles == []


def test_old_problems_that_are_over_are_not_told_when_the_sensor_is_turned_on(world: World):
    world.evaluate(RAW, failure())
    world.evaluate(RAW)
    world.evaluate(VALUES, failure("evidence equals the source"))
    world.cursor = None
    world.look()
    assert states(world.web_titles) == ["FIRING"]
    assert "reported values" in world.web_titles[0]


def test_the_history_keeps_each_time_it_happened(world: World):
    for wrong in (True, False, True):
        world.evaluate(RAW, *([failure()] if wrong else []))
        world.look(seconds=30)
    ledger = world.ledger()
    history = ledger.history()
    ledger.close()
    assert [bool(alert.resolved_at) for alert in history] == [True, False]
    assert len({alert.fingerprint for alert in history}) == 1, "the same problem has the same fingerprint"
    assert len({alert.alert_id for alert in history}) == 2


def test_no_address_is_logged(world: World, caplog):
    caplog.set_level(logging.DEBUG)
    world.web.broken = 1
    world.evaluate(RAW, failure())
    world.look()
    world.look(minutes=5)
    assert states(world.web_titles) == ["FIRING"]
    assert "a-token-nobody-may-see" not in caplog.text
    ledger = world.ledger()
    assert "a-token-nobody-may-see" not in str(ledger.messages()) + str(ledger.history())
    ledger.close()
