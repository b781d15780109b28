"""What a document is, from its first bytes and, where these do not tell, from its name."""

from __future__ import annotations

import io
import re
import zipfile
from posixpath import splitext

from dagster_project.reports.reading.docx import MEDIA_TYPE as DOCX
from dagster_project.reports.reading.docx import ZIP_DAMAGE
from dagster_project.reports.reading.plain_text import MARKDOWN

_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"PAR1", "application/vnd.apache.parquet"),
    (b"\x1f\x8b", "application/gzip"),
    (b"Rar!", "application/vnd.rar"),
    (b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
    (b"WARC/", "application/warc"),
    (b"MIME-Version:", "multipart/related"),
)
_MAGIC_BYTES = tuple(magic for magic, _ in _MAGIC)
_PDF_HEAD = 1024
"""Some servers put bytes of their own before a PDF; readers look for its mark so far in."""
_SPREADSHEETS = (".xls", ".xlsx", ".et")
_PAGE_MARKS = (b"<!doctype html", b"<html", b"<head", b"<body")
_HTML_MARKS = (*_PAGE_MARKS, b"<table", b"<div", b"<p>", b"<meta")
_TABLE = re.compile(rb"<table[\s>].*?(?:</table\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_TAG_OF_PAGE = re.compile(rb"<(?:p|div|span|h[1-6]|ul|li|a|b|strong|font|center|section|form|img|tr|td)\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(rb"<(?:[!?]|/?[a-z][a-z0-9:]*[\s/>])")
"""A record of a crawl may hold the text of the page at its address, where 印发<年度报告格式>的通知 is no tag."""
_CONTROL = bytes(set(range(32)) - {9, 10, 12, 13, 27})
_RECORD_NUMBER = re.compile(r"#\d+$")
_BY_NAME = {".txt": "text/plain", ".text": "text/plain", ".md": MARKDOWN, ".markdown": MARKDOWN}
"""A file that calls itself text is one, though it may have some tags, unless it is a whole page."""


def detect_media_type(content: bytes, name: str) -> str:
    """A media type; `application/octet-stream` for bytes that are no text."""
    suffix = splitext(_RECORD_NUMBER.sub("", name).rstrip("/"))[1].lower()
    start = content[:_PDF_HEAD].lstrip(b"\xef\xbb\xbf \r\n\t")
    if start.startswith(_MAGIC_BYTES):
        media_type = next(media_type for magic, media_type in _MAGIC if start.startswith(magic))
        if suffix in _SPREADSHEETS and media_type in ("application/msword", "application/zip"):
            return "application/vnd.ms-excel"
        return _kind_of_zip(content, suffix) if media_type == "application/zip" else media_type
    if b"%PDF-" in content[:_PDF_HEAD]:
        return "application/pdf"
    head = content[:4096].lower().replace(b"\0", b"")
    if any(mark in head for mark in _PAGE_MARKS) or (suffix not in _BY_NAME and _is_piece_of_page(content, head, name, suffix)):
        return "text/html"
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "text/plain"
    sample = content[:65536]
    control = len(sample) - len(sample.translate(None, _CONTROL))
    if control > len(sample) // 100 and not _looks_like_utf16(sample):
        return "application/octet-stream"
    return _BY_NAME.get(suffix, "text/plain")


def _is_piece_of_page(content: bytes, head: bytes, name: str, suffix: str) -> bool:
    """Whether a text without the head of a page has the tags of one, and not only those of tables."""
    if b"<" not in head:
        return False
    if not head.lstrip().startswith(b"<") and _TABLE.search(content) and not _TAG_OF_PAGE.search(_TABLE.sub(b"", content)):
        return False
    calls_itself_one = suffix in (".html", ".htm", ".shtml") and ("://" not in name or _TAG.search(head))
    return bool(calls_itself_one) or any(mark in head for mark in _HTML_MARKS)


def _looks_like_utf16(sample: bytes) -> bool:
    """Text in UTF-16 without a mark has zero bytes at line ends and digits, nowhere else."""
    return (b"\n\0" in sample or b"\0\n" in sample) and len(sample) % 2 == 0


def _kind_of_zip(content: bytes, suffix: str) -> str:
    """Office documents are ZIP archives; what is inside tells which. A torn one goes by its name."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return archive.read("mimetype").decode("ascii", "replace").strip()
    except ZIP_DAMAGE:
        return DOCX if suffix in (".docx", ".doc", ".wps") else "application/zip"
    if "[Content_Types].xml" in names:
        return "application/vnd.ms-excel" if any(n.startswith("xl/") for n in names) else DOCX
    return "application/zip"
