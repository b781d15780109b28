"""Text files, Markdown too: the text is exactly what the bytes say."""

from __future__ import annotations

from functools import partial

from dagster_project.reports.model import ReadDocument
from dagster_project.reports.reading.decoding import decode

MARKDOWN = "text/markdown"


def read_plain_text(content: bytes, name: str, media_type: str = "text/plain") -> ReadDocument:
    """A file of text as it is."""
    text, encoding = decode(content, name)
    return ReadDocument(text, media_type, encoding)


read_markdown = partial(read_plain_text, media_type=MARKDOWN)
