"""Plain text and Markdown: the media whose spans are exact."""

from __future__ import annotations

import random

from dagster_project.generator.damage import damaged, wrapped
from dagster_project.generator.documents import Block, Document
from dagster_project.generator.layouts import Drawing, draw
from dagster_project.generator.media.dress import Dress, Rendered
from dagster_project.generator.text import Text


def plain_text(document: Document, dress: Dress, rng: random.Random) -> Rendered:
    """A .txt copy of a page, tables drawn in the layout of the dress."""
    text = Text()
    gap = dress.gap if dress.gap == "\n\n" else rng.choice(("\n", "\n\n"))
    for block in document.blocks:
        if block.grid:
            draw(block.grid, dress.layout, Drawing(text, rng, gap=gap, padding=dress.padding))
            text.plain("\n")
            continue
        text.plain(dress.indent if block.kind == "paragraph" else "")
        text.append(wrapped(block.text, rng) if dress.wrapped and block.kind == "paragraph" else block.text)
        text.plain(dress.gap)
    return _encoded(text, dress, rng)


def markdown(document: Document, dress: Dress, rng: random.Random) -> Rendered:
    """A .md rendition: headings with #, tables as grids of bars with a ruled line under the first row."""
    text = Text()
    for block in document.blocks:
        if block.grid:
            draw(block.grid, "markdown", Drawing(text, rng, padding=dress.padding))
            text.plain("\n")
            continue
        text.plain(_mark(block))
        text.append(block.text)
        text.plain("\n\n")
    return _encoded(text, dress, rng)


def _mark(block: Block) -> str:
    return {"title": "# ", "heading": "## "}.get(block.kind, "")


def _encoded(text: Text, dress: Dress, rng: random.Random) -> Rendered:
    text = damaged(text, dress.damage, rng)
    return Rendered(str(text).encode(dress.encoding), text, exact=True)
