"""Peak memory and processor time of this process and its children: what something costs, whoever else is at work.

Memory is sampled while something runs. The kernel knows the peak of each process, but not of all of them at the same moment, so they
are added up several times a second. Shared pages count in each process: the figure is an upper bound. Without /proc the figures are
those of this process alone.
"""

from __future__ import annotations

import os
import resource
import sys
import threading
import time
from pathlib import Path

EVERY_SECONDS = 0.05
_PROC = Path("/proc")


class MemoryWatch:
    """Context manager; `peak_bytes` holds the largest sum seen so far."""

    def __init__(self) -> None:
        self.peak_bytes = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> MemoryWatch:
        self._look()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()
        self._look()

    def _watch(self) -> None:
        while not self._stop.wait(EVERY_SECONDS):
            self._look()

    def _look(self) -> None:
        self.peak_bytes = max(self.peak_bytes, memory_of_tree(os.getpid()) or _own_peak())


def processor_seconds() -> float:
    """Processor time that this process and its living children have used so far; of this process alone without /proc."""
    children = sum(map(_ticks_of_tree, _children(os.getpid())))
    return time.process_time() + children / os.sysconf("SC_CLK_TCK")


def _ticks_of_tree(pid: int) -> int:
    try:
        # The second field is the name of the program in brackets, and may hold blanks.
        fields = (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12]) + sum(map(_ticks_of_tree, _children(pid)))


def memory_of_tree(pid: int) -> int:
    """Resident bytes of a process and all below it; 0 where the system does not tell."""
    return _resident(pid) + sum(memory_of_tree(child) for child in _children(pid))


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in _PROC.glob(f"{pid}/task/*/children"):
        try:
            found += map(int, task.read_text().split())
        except OSError:
            continue
    return found


def _resident(pid: int) -> int:
    try:
        pages = (_PROC / str(pid) / "statm").read_text().split()[1]
    except OSError:
        return 0
    return int(pages) * resource.getpagesize()


def _own_peak() -> int:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
