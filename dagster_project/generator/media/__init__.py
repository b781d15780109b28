"""Media: from a document model to the bytes of a file.

A medium is one function `(Document, Dress, rng) -> Rendered`, one module each. Text media keep exact spans; the others are read back by
a reader whose rendition the generator cannot know, so their truth carries evidence and values but no positions.
"""

from __future__ import annotations

import random
from collections.abc import Callable

from dagster_project.generator.documents import Document
from dagster_project.generator.media.dress import Dress, Rendered
from dagster_project.generator.media.html import web_page
from dagster_project.generator.media.pdf import pdf
from dagster_project.generator.media.text import markdown, plain_text
from dagster_project.generator.media.word import word

Medium = Callable[[Document, Dress, random.Random], Rendered]

MEDIA: dict[str, Medium] = {"txt": plain_text, "md": markdown, "html": web_page, "docx": word, "pdf": pdf}
"""File name ending -> medium."""


def render(document: Document, dress: Dress, rng: random.Random) -> Rendered:
    return MEDIA[dress.medium](document, dress, rng)


__all__ = ["MEDIA", "Dress", "Rendered", "render"]
