"""Text files: the text is exactly what the bytes say."""

from __future__ import annotations

from dagster_project.reports.model import ReadDocument
from dagster_project.reports.reading.decoding import decode


def read_plain_text(content: bytes, name: str) -> ReadDocument:
    """A .txt or .md file as it is."""
    text, encoding = decode(content, name)
    return ReadDocument(text, "text/plain", encoding)
