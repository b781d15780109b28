"""How far a stage has come, told to whoever listens: the log in the UI, a bar in the terminal. Nobody has to listen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

Listener = Callable[[str, int, int | None], None]
"""Called with the name of the stage, what is done, and what there is to do in all (None: unknown)."""
_listeners: list[Listener] = []


def tell(stage: str, done: int, total: int | None = None) -> None:
    for listener in _listeners:
        listener(stage, done, total)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)
