"""Raw bytes -> faithful text, one reader for each media type.

A reader is a function `(content: bytes, name: str) -> ReadDocument` that raises Unreadable. Which reader takes a document follows from its
bytes first and its name second, since county web sites name things as they like.
"""

from __future__ import annotations

from collections.abc import Callable

from dagster_project.reports.model import ReadDocument, Unreadable
from dagster_project.reports.reading.detecting import detect_media_type
from dagster_project.reports.reading.html import read_html
from dagster_project.reports.reading.pdf import read_pdf
from dagster_project.reports.reading.plain_text import read_plain_text

Reader = Callable[[bytes, str], ReadDocument]

READERS: dict[str, Reader] = {
    "text/plain": read_plain_text,
    "text/markdown": read_plain_text,
    "text/html": read_html,
    "application/pdf": read_pdf,
}


def read_document(content: bytes, name: str) -> ReadDocument:
    """The text of a document. Raises Unreadable with a reason and the remedy."""
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("empty_file", f"{name}: the file is empty; fetch it again from its source")
    media_type = detect_media_type(content, name)
    reader = READERS.get(media_type)
    if reader is None:
        readable = ", ".join(sorted(READERS))
        raise Unreadable("unsupported_media_type", f"{name}: {media_type} cannot be read; convert it to one of: {readable}")
    return reader(content, name)
