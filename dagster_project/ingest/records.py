"""From one file to its records. Most files are one report; a corpus file holds many.

A splitter for a new kind of corpus is one function in `SPLITTERS`. A record of a corpus has `#<number>` behind its path.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Record:
    """The bytes of one report and where they stand in the file ('' when the file is the report)."""

    suffix: str
    content: bytes


Splitter = Callable[[Path], Iterator[Record]]

SPLITTERS: dict[str, Splitter] = {}
"""File name ending -> splitter. Files without an entry are one record."""


def whole_file(path: Path) -> Iterator[Record]:
    yield Record("", path.read_bytes())


def records(path: Path) -> Iterator[Record]:
    """The records of a file; OSError when its bytes cannot be had."""
    yield from SPLITTERS.get(path.suffix.lower(), whole_file)(path)
