"""What a document is, from its first bytes and, where these do not tell, from its name."""

from __future__ import annotations

from pathlib import PurePosixPath

_MAGIC = (
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
    (b"{\\rtf", "application/rtf"),
    (b"\x89PNG", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"PAR1", "application/vnd.apache.parquet"),
    (b"\x1f\x8b", "application/gzip"),
    (b"WARC/", "application/warc"),
)
_HTML_MARKS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<table", b"<div", b"<p>", b"<meta")
_BY_NAME = {".md": "text/markdown", ".markdown": "text/markdown"}


def detect_media_type(content: bytes, name: str) -> str:
    """A media type; `application/octet-stream` for bytes that are no text."""
    for magic, media_type in _MAGIC:
        if content.startswith(magic):
            return media_type
    suffix = PurePosixPath(name.split("#", maxsplit=1)[0]).suffix.lower()
    head = content[:4096].lower()
    if any(mark in head for mark in _HTML_MARKS) or (suffix in (".html", ".htm") and b"<" in head):
        return "text/html"
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "text/plain"
    sample = content[:65536]
    control = sum(sample.count(c) for c in range(32) if c not in (9, 10, 12, 13, 27))
    if control > len(sample) // 100:
        return "application/octet-stream"
    return _BY_NAME.get(suffix, "text/plain")
