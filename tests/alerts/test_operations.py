"""The one file of configuration: defaults, secrets from the environment, and messages that tell the place and never the value."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dagster_project.alerts.scrubbing import scrubbed
from dagster_project.operations import OperationsError, Silence, is_silent, read_operations
from dagster_project.settings import Home


def write(home: Home, text: str) -> Home:
    home.root.mkdir(parents=True, exist_ok=True)
    (home.root / "operations.yaml").write_text(text, encoding="utf-8")
    return home


def test_without_a_file_everything_is_off(home: Home):
    operations = read_operations(home)
    assert not operations.alerts.channels
    assert not any(part.enabled for part in (operations.alerts, operations.inbox, operations.nightly, operations.reports_due))


def test_the_file_that_ogi_writes_can_be_read(home: Home, monkeypatch):
    from dagster_project.operations import TEMPLATE

    monkeypatch.setenv("OGI_ALERT_MAIL", "mailto://office.example.org")
    monkeypatch.setenv("OGI_ALERT_DINGTALK", "dingtalk://token")
    assert read_operations(write(home, TEMPLATE)) == read_operations(Home(home.root / "none"))
    opened = "\n".join(line.removeprefix("# ") for line in TEMPLATE.splitlines()[3:])
    operations = read_operations(write(home, opened))
    assert operations.alerts.enabled and set(operations.alerts.channels) == {"office", "zhejiang"}


def test_addresses_come_from_the_environment_and_are_not_shown(home: Home, monkeypatch):
    monkeypatch.setenv("HOOK", "json://example.org/very-secret")
    operations = read_operations(write(home, 'alerts: {channels: {hook: {url: "${HOOK}"}}}'))
    assert operations.alerts.channels["hook"].url.get_secret_value().endswith("very-secret")
    assert "very-secret" not in f"{operations} {operations!r} {operations.model_dump_json()}"
    monkeypatch.setenv("OGI_ALERT_URLS", "json://one json://two")
    assert list(read_operations(write(home, "timezone: UTC")).alerts.channels) == ["channel_1", "channel_2"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("alerts: [", "no YAML"),
        ("alerts: {chanels: {}}", "alerts.chanels"),
        ('alerts: {channels: {hook: {url: "json://x/very-secret", severity: error}}}', "alerts.channels.hook.severity"),
        ('alerts: {channels: {hook: {url: "${NOT_SET}"}}}', "NOT_SET is not set"),
        ("alerts: {repeat_hours: -1}", "alerts.repeat_hours"),
        ("timezone: Mars/Olympus", "timezone"),
    ],
)
def test_a_wrong_file_is_told_without_its_secrets(home: Home, text, told):
    with pytest.raises(OperationsError, match=told) as error:
        read_operations(write(home, text))
    assert "operations.yaml" in str(error.value) and "very-secret" not in str(error.value)


@pytest.mark.parametrize(
    ("span", "hour", "silent"),
    [
        ({"between": ["22:00", "06:00"]}, 23, True),
        ({"between": ["22:00", "06:00"]}, 5, True),
        ({"between": [22 * 60, 6 * 60]}, 23, True),
        ({"between": ["22:00", "06:00"]}, 12, False),
        ({"between": ["22:00", "06:00"], "days": ["sat"]}, 5, True),
        ({"between": ["22:00", "06:00"], "days": ["sun"]}, 5, False),
        ({"days": ["sun"]}, 12, True),
        ({"until": "2026-11-22T11:00:00"}, 12, False),
        ({"start": "2026-11-22T11:00:00", "until": "2026-11-22T13:00:00"}, 12, True),
        ({"start": "2026-11-22T13:00:00"}, 12, False),
    ],
)
def test_silences_last_their_hours(span, hour, silent):
    from zoneinfo import ZoneInfo

    sunday = datetime(2026, 11, 22, hour, tzinfo=UTC)
    assert is_silent(Silence.model_validate({"reason": "a test", **span}), sunday, ZoneInfo("UTC")) is silent


def test_secrets_are_taken_out_of_texts():
    address = "mailto://user:pass%20word@smtp.example.org?to=office@example.org"
    text = f"could not reach {address}: login user:pass word refused; token=abcdef http://hooks.example.org/services/T0/B0/xyz"
    told = scrubbed(text, [address])
    for secret in ("pass word", "pass%20word", "abcdef", "T0/B0"):
        assert secret not in told
    assert "hooks.example.org" in told
