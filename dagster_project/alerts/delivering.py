"""Delivery by Apprise. What it logs is caught, since it shows addresses; only a sentence without them comes back."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

from dagster_project.alerts.ledger import Message
from dagster_project.alerts.model import FIRING, REPEAT, RESOLVED
from dagster_project.alerts.scrubbing import scrubbed
from dagster_project.operations import Channel, Retry

NOISY = ("apprise", "urllib3", "requests", "requests_oauthlib", "oauthlib")


class _Caught(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.words: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.words.append(record.getMessage())


@contextmanager
def _quiet() -> Iterator[list[str]]:
    """Libraries of the delivery log nothing meanwhile; what they warn of is in the list."""
    caught = _Caught()
    loggers = [logging.getLogger(name) for name in NOISY]
    before = [(logger, logger.level, logger.propagate) for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.WARNING)
        logger.propagate = False
        logger.addHandler(caught)
    try:
        yield caught.words
    finally:
        for logger, level, propagate in before:
            logger.removeHandler(caught)
            logger.setLevel(level)
            logger.propagate = propagate


def send(channel: Channel, message: Message, retry: Retry, deadline: float) -> str | None:
    """Sends one message, a few times at once if need be; None when it was delivered, else why not. `deadline`: of the monotonic clock."""
    import apprise

    kind = _type(message.state, message.severity)
    address = channel.url.get_secret_value()
    with _quiet() as words:
        post = apprise.Apprise(asset=apprise.AppriseAsset(app_id="OGI", app_desc="OGI warehouse", async_mode=False))
        if not post.add(address):
            return "its address is none that Apprise understands; see docs/operations.md"
        for attempt in range(retry.at_once):
            words.clear()
            if post.notify(body=message.body, title=message.title, body_format="text", notify_type=kind, interpret_escapes=False):
                return None
            if attempt + 1 == retry.at_once or time.monotonic() + retry.pause_seconds > deadline:
                break
            time.sleep(retry.pause_seconds)
    return scrubbed("; ".join(dict.fromkeys(words)) or "the service did not take it", [address])[:300]


def _type(state: str, severity: str) -> str:
    if state == RESOLVED:
        return "success"
    if state in {FIRING, REPEAT}:
        return {"error": "failure", "warning": "warning"}.get(severity, "info")
    return "info"
