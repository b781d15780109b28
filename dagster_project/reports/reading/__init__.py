"""Raw bytes -> faithful text, one reader for each media type.

A reader is a function `(content: bytes, name: str) -> ReadDocument` that raises Unreadable. Which reader takes a document follows from its
bytes first and its name second, since county web sites name things as they like. Files that hold many reports are taken apart before
(dagster_project/ingest).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from dagster_project.reports.model import ReadDocument, Unreadable
from dagster_project.reports.reading import docx, plain_text
from dagster_project.reports.reading.converting import convert_and_read
from dagster_project.reports.reading.detecting import detect_media_type
from dagster_project.reports.reading.html import read_html
from dagster_project.reports.reading.mhtml import read_mhtml
from dagster_project.reports.reading.pdf import read_pdf

Reader = Callable[[bytes, str], ReadDocument]

READERS: dict[str, Reader] = {
    "text/plain": plain_text.read_plain_text,
    plain_text.MARKDOWN: plain_text.read_markdown,
    "text/html": read_html,
    "multipart/related": read_mhtml,
    "application/pdf": read_pdf,
    docx.MEDIA_TYPE: docx.read_docx,
    **{
        media_type: partial(convert_and_read, media_type)
        for media_type in ("application/msword", "application/rtf", "application/vnd.oasis.opendocument.text")
    },
}
_REMEDIES = {
    "image/png": ("needs_ocr", "a picture; run it through character recognition and deliver the text"),
    "image/jpeg": ("needs_ocr", "a picture; run it through character recognition and deliver the text"),
    "image/gif": ("needs_ocr", "a picture; run it through character recognition and deliver the text"),
    "image/tiff": ("needs_ocr", "a picture; run it through character recognition and deliver the text"),
    "application/vnd.ms-excel": ("unsupported_media_type", "a spreadsheet; save it as .docx or .html"),
}


def read_document(content: bytes, name: str) -> ReadDocument:
    """The text of a document. Raises Unreadable with a reason and the remedy."""
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf"):
        raise Unreadable("empty_file", f"{name}: the file is empty; fetch it again from its source")
    media_type = detect_media_type(content, name)
    reader = READERS.get(media_type)
    if reader is None:
        reason, what = _REMEDIES.get(
            media_type, ("unsupported_media_type", f"{media_type} cannot be read; convert it to text, HTML, PDF or .docx")
        )
        raise Unreadable(reason, f"{name}: {what}")
    return reader(content, name)
