"""Text files with some markup: Markdown, and text in which only the tables stand in tags.

Belongs here: lines of text that stay lines beside tables that become rows. Does not belong here: whole pages (html.py).
"""

from __future__ import annotations

import re

from dagster_project.reports.model import ReadDocument
from dagster_project.reports.reading.decoding import decode
from dagster_project.reports.reading.html import read_html
from dagster_project.reports.reading.plain_text import read_plain_text

MEDIA_TYPE = "text/markdown"
_TABLE = re.compile(r"(<table\b.*?(?:</table\s*>|\Z))", re.DOTALL | re.IGNORECASE)
_TABLE_BYTES = re.compile(rb"<table[\s>].*?(?:</table\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_PAGE_TAG = re.compile(rb"<(?:p|div|span|h[1-6]|ul|li|a|b|strong|font|center|section|form|img|tr|td)\b[^<>]*>", re.IGNORECASE)


def has_tables_in_tags(content: bytes) -> bool:
    """Whether tables stand in tags and nothing else does."""
    if b"<table" not in content and b"<TABLE" not in content:
        return False
    outside = _TABLE_BYTES.sub(b"", content)
    return len(outside) < len(content) and not _PAGE_TAG.search(outside)


def read_marked_text(content: bytes, name: str) -> ReadDocument:
    """The text as it is, but for tables in tags, which are read as those of a page."""
    if not has_tables_in_tags(content):
        return read_plain_text(content, name)
    text, encoding = decode(content, name)
    parts = [part if _TABLE.fullmatch(part) else f"<pre>{part.replace('<', '&lt;')}</pre>" for part in _TABLE.split(text) if part.strip()]
    page = read_html(f'<meta charset="utf-8">{"".join(parts)}'.encode(), name)
    return ReadDocument(page.text, MEDIA_TYPE, encoding)
