"""An alert: one thing that is wrong, with all that a reader of the message needs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field

GATE, OUR_ERROR, CHECK, RUN = "gate", "our_error", "check", "run"
FINDINGS, STALE, DUE, CHANNEL, CONFIGURATION = "findings", "stale_delivery", "reports_due", "channel", "configuration"
KINDS = {
    GATE: "an expectation of a gate does not hold",
    OUR_ERROR: "an expectation could not be evaluated",
    CHECK: "a test of the warehouse fails",
    RUN: "a run failed",
    FINDINGS: "reports contradict themselves or the rules",
    STALE: "a delivery is late or lies unread",
    DUE: "reports are overdue",
    CHANNEL: "a channel of the alerts does not work",
    CONFIGURATION: "operations.yaml cannot be used",
}
SEVERITIES = ("info", "warning", "error")

FIRING, REPEAT, RESOLVED, HEARTBEAT = "firing", "repeat", "resolved", "heartbeat"


def rank(severity: str) -> int:
    return SEVERITIES.index(severity) if severity in SEVERITIES else 0


@dataclass(frozen=True)
class Problem:
    """What a reader of a message is told. `cause` groups what has one remedy; `name` tells it from others of the cause.

    `stage` orders causes along the way of the data (a failed gate makes everything behind it fail), 0 outside of it. `source` names what
    resolves it: the check, run step or look that found it.
    """

    kind: str
    cause: str
    name: str
    severity: str
    source: str
    what: str
    place: str
    remedy: str
    count: int = 1
    example: str = ""
    link: str = ""
    region: str = ""
    stage: int = 0
    run_id: str = ""


@dataclass(frozen=True)
class Alert(Problem):
    """One thing that is wrong now. `members` are ids of which each new one is news of its own."""

    members: frozenset[str] = field(default_factory=frozenset)

    @property
    def fingerprint(self) -> str:
        """The same for the same problem in every run and on every machine: no count, time, run or example goes into it."""
        return hashlib.sha256("\n".join((self.kind, self.cause, self.name, self.region)).encode()).hexdigest()[:16]
