"""Media: from a document model to the bytes of a file.

A medium is one function `(Document, Dress, rng) -> Rendered`. Plain text keeps exact spans; other media are read back by a reader whose
rendition the generator cannot know, so their truth carries evidence and values but no positions.
"""

from __future__ import annotations

import html
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from dagster_project.generator.damage import damaged
from dagster_project.generator.documents import Block, Document
from dagster_project.generator.grids import Grid
from dagster_project.generator.layouts import Drawing, draw
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


@dataclass(slots=True)
class Rendered:
    """The file, and the text with its truth. `exact`: the spans count in the decoded file."""

    content: bytes
    text: Text
    exact: bool


Medium = Callable[[Document, Dress, random.Random], Rendered]


def plain_text(document: Document, dress: Dress, rng: random.Random) -> Rendered:
    """A .txt copy of a page, tables drawn in the layout of the dress."""
    text = damaged(_composed(document, dress, rng), dress.damage, rng)
    return Rendered(str(text).encode(dress.encoding), text, exact=True)


def _composed(document: Document, dress: Dress, rng: random.Random) -> Text:
    text = Text()
    for block in document.blocks:
        if block.grid:
            drawing = Drawing(text, rng, gap=dress.gap if dress.gap == "\n\n" else rng.choice(("\n", "\n\n")), padding=dress.padding)
            draw(block.grid, dress.layout, drawing)
            text.plain("\n")
            continue
        if block.kind == "paragraph":
            text.plain(dress.indent)
        text.append(block.text)
        text.plain(dress.gap)
    return text


def web_page(document: Document, dress: Dress, rng: random.Random) -> Rendered:
    """An .html page with real tables (row and column spans)."""
    parts = ['<!DOCTYPE html>\n<html lang="zh-CN"><head><meta charset="', _charset(dress.encoding), '"><title>']
    truth = Text()
    title = next((b for b in document.blocks if b.kind == "title"), None)
    parts += [html.escape(str(title.text)) if title else "", "</title></head>\n<body>\n"]
    for block in document.blocks:
        parts.append(_block(block, dress, rng, truth))
    parts.append("</body></html>\n")
    return Rendered("".join(parts).encode(dress.encoding, errors="xmlcharrefreplace"), truth, exact=False)


def _charset(encoding: str) -> str:
    return {"gb18030": "gb2312", "utf-8": "utf-8"}.get(encoding, encoding)


TAGS = {"title": "h1", "heading": "h2", "paragraph": "p", "signature": "p", "chrome_top": "div", "chrome_bottom": "div"}


def _block(block: Block, dress: Dress, rng: random.Random, truth: Text) -> str:
    if block.grid:
        return _table(block.grid, dress, rng, truth)
    text = damaged(block.text, dress.damage, rng)
    truth.append(text)
    truth.plain("\n")
    tag = TAGS[block.kind]
    return f"<{tag}>{html.escape(str(text))}</{tag}>\n"


def _table(grid: Grid, dress: Dress, rng: random.Random, truth: Text) -> str:
    parts = []
    for line in grid.caption:
        text = damaged(line, dress.damage, rng)
        truth.append(text)
        parts.append(f"<p>{html.escape(str(text))}</p>\n")
    parts.append('<table border="1">\n')
    empty = rng.choice(("", "&nbsp;"))
    for row in grid.rows:
        parts.append("<tr>")
        for cell in row:
            text = damaged(cell.text, dress.damage, rng)
            start = truth.length
            truth.append(text)
            if cell.fact:
                truth.mark(cell.fact, start, max(truth.length, start))
            spans = (f' rowspan="{cell.rowspan}"' if cell.rowspan > 1 else "") + (f' colspan="{cell.colspan}"' if cell.colspan > 1 else "")
            parts.append(f"<td{spans}>{html.escape(str(text)).replace(chr(10), '<br>') or empty}</td>")
        parts.append("</tr>\n")
        truth.plain("\n")
    parts.append("</table>\n")
    return "".join(parts)


MEDIA: dict[str, Medium] = {"txt": plain_text, "html": web_page}


def render(document: Document, dress: Dress, rng: random.Random) -> Rendered:
    return MEDIA[dress.medium](document, dress, rng)
