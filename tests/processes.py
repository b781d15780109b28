"""Processes that tests start: ports for them, and their end by process id."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from pathlib import Path


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def descendants(pid: int) -> list[int]:
    """Ids of the process and of everything it started, children after parents."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        parents.setdefault(int(fields[1]), []).append(int(entry.parent.name))
    found, waiting = [], [pid]
    while waiting:
        found.append(waiting.pop(0))
        waiting += parents.get(found[-1], [])
    return found


def end(process: subprocess.Popen, first: signal.Signals = signal.SIGTERM) -> None:
    """Ends a process and all that it started, and nothing else."""
    started = descendants(process.pid)
    for number in (first, signal.SIGKILL):
        for pid in started:
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue
        deadline = time.monotonic() + 15
        while time.monotonic() < deadline and any(Path(f"/proc/{pid}").exists() and pid != process.pid for pid in started):
            time.sleep(0.1)
            process.poll()
    process.wait(timeout=30)
