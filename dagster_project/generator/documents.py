"""A whole report as a model: blocks of text and grids, each with its truth, in the order of the page.

A `Document` is free of any medium; layouts and media make bytes of it. Does not belong here: what is written (writing.py, surroundings.py).
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from dagster_project.generator.agencies import Agency
from dagster_project.generator.cells import Grid
from dagster_project.generator.figures import Value
from dagster_project.generator.text import Text


@dataclass(slots=True)
class Block:
    """One piece of a document. `kind`: title | paragraph | heading | table | signature | chrome_top | chrome_bottom."""

    kind: str
    text: Text = field(default_factory=Text)
    grid: Grid | None = None


@dataclass(slots=True)
class Document:
    """A report before it becomes bytes, with what is true of it as a whole."""

    agency: Agency
    year: int
    form: str | None
    published_on: date
    blocks: list[Block] = field(default_factory=list)
    date_shown: bool = False

    @property
    def regime(self) -> str:
        return regime_of(self.year)

    @property
    def period(self) -> tuple[date, date]:
        return date(self.year, 1, 1), date(self.year, 12, 31)

    def add(self, kind: str, text: Text | None = None, grid: Grid | None = None) -> None:
        self.blocks.append(Block(kind, text or Text(), grid))

    def grids(self) -> Iterator[Grid]:
        yield from (b.grid for b in self.blocks if b.grid)


@dataclass(slots=True)
class Wording:
    """The choices of one report: what is told, how long it is, what surrounds it."""

    filler: int = 9
    noise: int = 4
    chrome: bool = False
    title_style: int = 0
    signature: str = "end"
    """end | top | none."""
    lost_digits: bool = False
    advertising: bool = False
    """Lines of a hijacked site around the report."""
    hijacked_name: bool = False
    """Advertising in the place of the name in the title."""
    period_year: int | None = None
    """A wrong year in the stated period: an error planted on purpose."""
    told: dict[str, Value | None] = field(default_factory=dict)
    """Figures told in prose otherwise than they are (None: not told)."""
    forced: tuple[str, ...] = ()
    """Topics that must be told."""


def regime_of(year: int) -> str:
    return "r2008" if year <= 2013 else "r2014" if year <= 2018 else "r2019" if year <= 2020 else "r2021"


def publication_date(agency: Agency, year: int, rng: random.Random) -> date:
    """Within the statutory term, now and then a little after it."""
    last = date(year + 1, 3, 31) if year < 2019 or agency.kind == "government" else date(year + 1, 1, 31)
    first = date(year + 1, 1, 5)
    return first + timedelta(days=rng.randint(0, (last - first).days + (12 if rng.random() < 0.05 else 0)))
