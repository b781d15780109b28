"""Files that hold many reports: archives, JSON lines, Parquet, crawls. Each splitter streams; none writes to disk.

A record that is broken or harmful is told with its problem and the next one is read. Does not belong here: opening what a record holds
(dagster_project/reports/reading).
"""

from __future__ import annotations

import json
import stat
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import IO, Any

import pyarrow.parquet as pq
from warcio.archiveiterator import ArchiveIterator

_TEXT_COLUMNS = ("text", "content", "html", "body", "raw_text", "full_text", "markdown", "正文", "内容", "全文", "文本")
_ADDRESS_COLUMNS = ("url", "link", "source_url", "uri", "href", "source", "网址", "链接", "地址", "来源")
_LARGEST_RECORD = 100_000_000
_WORST_PACKING, _HARMLESS = 300, 5_000_000
"""What unpacks to so many times its size is a bomb, unless it stays small."""
_MOST_MEMBERS = 1_000_000
_ROWS_AT_ONCE = 256
_RECORD_TYPES = frozenset({"response", "resource", "conversion"})
_PAGE_TYPES = (
    "text/html",
    "text/plain",
    "application/xhtml",
    "application/pdf",
    "application/msword",
    "application/vnd",
    "application/wps",
)
_NO_TYPE = ("", "application/octet-stream", "unk", "application/x-download", "application/force-download")
_NOT_REPORTS = (".js", ".css", ".json", ".xml", ".ico", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".woff", ".woff2", ".ttf", ".mp4", ".swf")


class BrokenFile(ValueError):
    """The file is not what its name says; the message tells why."""


@dataclass(frozen=True, slots=True)
class Found:
    """One record. `name`: its address or path; `problem`: why it cannot be read, with the remedy."""

    content: bytes
    name: str | None = None
    problem: str | None = None


def zip_members(file: IO[bytes]) -> Iterator[Found]:
    """The files in a ZIP archive."""
    with zipfile.ZipFile(file) as archive:
        members = [m for m in archive.infolist() if not m.is_dir() and not _is_litter(m.filename)]
        if len(members) > _MOST_MEMBERS:
            raise BrokenFile(f"{len(members)} files in one archive; deliver it in parts")
        for member in members:
            name = _member_name(member)
            if refused := _why_not(member, name):
                yield Found(_stand_in(name, refused), name, refused)
                continue
            try:
                with archive.open(member) as packed:
                    content = packed.read(_LARGEST_RECORD + 1)
            except Exception as error:  # a damaged member raises whatever its packing method raises
                refused = f"broken_record: {name} cannot be unpacked ({error}); pack the archive again"
                yield Found(_stand_in(name, refused), name, refused)
            else:
                yield _bounded(content, name)


def _is_litter(name: str) -> bool:
    """What archivers of desktops add."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return any((part.startswith(".") and part not in (".", "..")) or part in ("__MACOSX", "Thumbs.db", "desktop.ini") for part in parts)


def _member_name(member: zipfile.ZipInfo) -> str:
    """Archives made on Chinese Windows write names in GBK without saying so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def _why_not(member: zipfile.ZipInfo, name: str) -> str | None:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or name[1:2] == ":":
        return f"path_outside: {name} leads out of the archive; pack it again with plain names"
    if stat.S_ISLNK(member.external_attr >> 16):
        return f"link: {name} is a link, not a file; pack the file itself"
    if member.flag_bits & 0x1:
        return f"encrypted: {name} wants a password; pack the archive again without one"
    if member.file_size > _LARGEST_RECORD:
        return f"too_large: {name} unpacks to {member.file_size} bytes; no report is so large"
    if member.file_size > _HARMLESS and member.file_size > _WORST_PACKING * max(1, member.compress_size):
        return f"bomb: {name} unpacks to {member.file_size // max(1, member.compress_size)} times its size; it is no report"
    return None


def json_lines(file: IO[bytes]) -> Iterator[Found]:
    """One JSON object a line, with a text and perhaps an address."""
    while line := file.readline(_LARGEST_RECORD + 1):
        if len(line) > _LARGEST_RECORD:
            raise BrokenFile("a line without end; deliver one JSON object a line")
        if not (stripped := line.strip(b"\xef\xbb\xbf \t\r\n")):
            continue
        try:
            row = json.loads(stripped)
        except (ValueError, RecursionError) as error:
            yield Found(stripped, problem=f"broken_record: the line is no JSON object ({error}); export the corpus again")
        else:
            yield _of_row(row, stripped)


def json_array(file: IO[bytes]) -> Iterator[Found]:
    """A JSON file: a list of objects, one object, or lines in spite of its name."""
    content = file.read(_LARGEST_RECORD * 10)
    try:
        rows = json.loads(content.lstrip(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):
        file.seek(0)
        yield from json_lines(file)
        return
    for row in rows if isinstance(rows, list) else [rows]:
        yield _of_row(row, json.dumps(row, ensure_ascii=False).encode(errors="replace"))


def parquet_rows(file: IO[bytes]) -> Iterator[Found]:
    """One report a row."""
    table = pq.ParquetFile(file)
    names = table.schema_arrow.names
    columns = [name for name in names if name.lower() in (*_TEXT_COLUMNS, *_ADDRESS_COLUMNS)]
    if not any(name.lower() in _TEXT_COLUMNS for name in columns):
        raise BrokenFile(f"no column holds the text, there are only {', '.join(names)}; name it text")
    for batch in table.iter_batches(batch_size=_ROWS_AT_ONCE, columns=columns):
        for row in batch.to_pylist():
            yield _of_row(row, repr(row).encode(errors="replace"))


def warc_responses(file: IO[bytes]) -> Iterator[Found]:
    """The pages and documents of a crawl that the server delivered; style sheets, pictures and errors are none."""
    for record in ArchiveIterator(file):
        if record.rec_type not in _RECORD_TYPES:
            continue
        address = record.rec_headers.get_header("WARC-Target-URI")
        if record.http_headers is not None and record.http_headers.get_statuscode() != "200":
            continue
        if not _may_be_report(record.http_headers or record.rec_headers, address or ""):
            continue
        content = record.content_stream().read(_LARGEST_RECORD + 1)
        promised = int(record.rec_headers.get_header("Content-Length") or 0)
        if getattr(record.raw_stream, "limit", 0) > 0 and promised and len(content) <= _LARGEST_RECORD:
            raise BrokenFile("the crawl ends in the middle of a record")
        yield _bounded(content, address)


def _may_be_report(headers: Any, address: str) -> bool:
    media_type = (headers.get_header("Content-Type") or "").split(";")[0].strip().lower()
    if media_type in _NO_TYPE:
        return not address.split("?", maxsplit=1)[0].lower().endswith(_NOT_REPORTS)
    return media_type.startswith(_PAGE_TYPES) and not media_type.startswith(("application/vnd.ms-font", "application/vnd.apple"))


def _of_row(row: Any, original: bytes) -> Found:
    """A row of a corpus: its text as bytes. `original` stands for it when it has none."""
    if not isinstance(row, Mapping):
        return Found(original, problem="broken_record: the record is no object with a text; export the corpus again")
    lowered = {str(key).lower(): value for key, value in row.items()}
    address = next((lowered[c] for c in _ADDRESS_COLUMNS if isinstance(lowered.get(c), str) and lowered[c].strip()), None)
    for column in _TEXT_COLUMNS:
        value = lowered.get(column)
        content = value.encode(errors="replace") if isinstance(value, str) else value
        if isinstance(content, bytes) and content.strip():
            return _bounded(content, address)
    asked = ", ".join(_TEXT_COLUMNS[:4])
    return Found(original, address, f"no_text: the record has no text in any of the columns {asked}; export the corpus with its texts")


def _bounded(content: bytes, name: str | None) -> Found:
    if len(content) > _LARGEST_RECORD:
        refused = f"too_large: {name or 'the record'} has more than {_LARGEST_RECORD} bytes; no report is so large"
        return Found(_stand_in(name, refused), name, refused)
    if not content.strip():
        refused = f"empty_file: {name or 'the record'} is empty; fetch it again from its source"
        return Found(_stand_in(name, refused), name, refused)
    return Found(content, name)


def _stand_in(name: str | None, refused: str) -> bytes:
    """What is kept of a record whose bytes are not taken: its name and why."""
    return f"{name or ''}\n{refused}\n".encode(errors="replace")
