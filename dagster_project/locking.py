"""One build of a home at a time. The lock belongs to the process: it goes with it, so a killed build leaves none behind."""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from dagster_project.settings import Home

_held: set[Path] = set()


@contextmanager
def writing(home: Home, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Waits until nobody else writes below the home; `on_wait` hears of it when somebody does. Free to enter again from inside."""
    home.build.mkdir(parents=True, exist_ok=True)
    path = home.build / "lock"
    if path in _held:
        yield
        return
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(file, fcntl.LOCK_EX)
        _held.add(path)
        try:
            yield
        finally:
            _held.discard(path)
