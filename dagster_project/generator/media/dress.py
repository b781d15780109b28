"""What a medium gets and what it gives; shared by all media."""

from __future__ import annotations

import random
from dataclasses import dataclass, field

from dagster_project.generator.cells import Cell
from dagster_project.generator.damage import damaged
from dagster_project.generator.text import Text


@dataclass(slots=True)
class Dress:
    """How a report is delivered: medium, layout of its tables, encoding, damage."""

    medium: str = "txt"
    layout: str = "flattened"
    encoding: str = "utf-8"
    damage: set[str] = field(default_factory=set)
    gap: str = "\n"
    indent: str = ""
    padding: float = 0.0
    wrapped: bool = False
    """Paragraphs with hard line ends."""


@dataclass(slots=True)
class Rendered:
    """The file, and the text with its truth. `exact`: the spans count in the decoded file."""

    content: bytes
    text: Text
    exact: bool


class Truth:
    """The truth of a medium without exact spans: the damaged text of each piece, in reading order."""

    def __init__(self, dress: Dress, rng: random.Random) -> None:
        self.text, self.dress, self.rng = Text(), dress, rng

    def words(self, text: Text) -> str:
        """The damaged text, entered as it is written."""
        changed = damaged(text, self.dress.damage, self.rng)
        self.text.append(changed)
        self.text.plain("\n")
        return str(changed)

    def cell(self, cell: Cell) -> str:
        start = self.text.length
        words = self.words(cell.text)
        if cell.fact:
            self.text.mark(cell.fact, start, self.text.length - 1)
        return words
