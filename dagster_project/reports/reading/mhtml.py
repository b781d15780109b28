"""Web pages saved with their pictures in one file (.mht), which Word and browsers also write under the name .doc.

Does not belong here: the page itself (html.py).
"""

from __future__ import annotations

from email import message_from_bytes

from dagster_project.reports.model import ReadDocument, Unreadable
from dagster_project.reports.reading.html import read_html


def read_mhtml(content: bytes, name: str) -> ReadDocument:
    """The first page inside the file. Raises Unreadable."""
    for part in message_from_bytes(content).walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            if isinstance(page, bytes) and page.strip():
                return read_html(page, name)
    raise Unreadable("no_text", f"{name}: the saved page holds no text; save the page again as .html")
