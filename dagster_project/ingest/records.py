"""From one file to its records. Most files are one report; an archive, a corpus or a crawl holds many.

A splitter for a new kind of corpus is one function in `SPLITTERS`. A record has `#<number>` behind the path of its file. What cannot be
taken out of a file becomes a record with its problem, so that it is quarantined by name and the rest goes on.
"""

from __future__ import annotations

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import IO, Any

import pyarrow as pa
from warcio.exceptions import ArchiveLoadFailed

from dagster_project.ingest.corpora import BrokenFile, Found, json_array, json_lines, parquet_rows, warc_responses, zip_members

_DEEPEST = 3
"""Archives inside archives inside archives are still opened."""
_LARGEST_UNPACKED = 4_000_000_000
_KEPT_OF_BROKEN = 32_000_000
"""So many bytes of a file that holds no readable record are kept beside the reason."""
_DAMAGE = (BrokenFile, zipfile.BadZipFile, zlib.error, gzip.BadGzipFile, EOFError, pa.ArrowException, ArchiveLoadFailed, UnicodeError)


@dataclass(frozen=True)
class Record:
    """The bytes of one report and where they stand in the file ('' when the file is the report).

    `name` is the record's own address (crawl, corpus) or path (archive). `problem`: why it cannot be read, with the remedy; its content is
    then what there is of it.
    """

    suffix: str
    content: bytes
    name: str | None = None
    problem: str | None = None

    def about(self) -> dict[str, Any]:
        """The columns of the lake table raw_documents that a record knows beside its content."""
        return {"record_name": self.name, "problem": self.problem}


Splitter = Callable[[IO[bytes]], Iterator[Found]]

SPLITTERS: dict[str, Splitter] = {
    ".zip": zip_members,
    ".jsonl": json_lines,
    ".ndjson": json_lines,
    ".json": json_array,
    ".parquet": parquet_rows,
    ".warc": warc_responses,
    ".warc.gz": warc_responses,
}
"""File name ending -> splitter. Files without an entry are one record."""
_MAGIC = ((b"PK\x03\x04", ".zip"), (b"PAR1", ".parquet"), (b"WARC/", ".warc"))
_OFFICE = (".docx", ".xlsx", ".pptx", ".wps", ".et", ".doc", ".odt", ".ofd")
"""Packed like archives, but one document each."""


def records(path: Path) -> Iterator[Record]:
    """The records of a file; OSError when its bytes cannot be had."""
    with path.open("rb") as file:
        yield from _records(file, path.name, 0)


def _records(file: IO[bytes], name: str, depth: int) -> Iterator[Record]:
    kind = _kind(file, name)
    if kind == ".gz":
        yield from _unpacked(file, name, depth)
    elif kind in SPLITTERS:
        yield from _split(SPLITTERS[kind], file, depth)
    else:
        yield Record("", file.read())


def _kind(file: IO[bytes], name: str) -> str:
    """The ending that tells the splitter: of the name, or else what the first bytes say."""
    lowered = name.lower()
    ending = ".warc.gz" if lowered.endswith(".warc.gz") else PurePosixPath(lowered).suffix
    head = file.read(4)
    file.seek(0)
    if ending in _OFFICE:
        return ending
    told = next((kind for magic, kind in _MAGIC if head.startswith(magic[:4])), "")
    if told == ".zip" and ending != ".zip" and _is_office(file):
        return ".docx"
    return told if told and ending not in SPLITTERS else ending


def _is_office(file: IO[bytes]) -> bool:
    try:
        with zipfile.ZipFile(file) as archive:
            names = set(archive.namelist())
        return bool(names & {"[Content_Types].xml", "mimetype", "OFD.xml"})
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False
    finally:
        file.seek(0)


def _split(splitter: Splitter, file: IO[bytes], depth: int) -> Iterator[Record]:
    number = 0
    try:
        for number, found in enumerate(splitter(file), start=1):
            yield from _nested(Record(f"#{number}", found.content, found.name, found.problem), depth)
    except _DAMAGE as error:
        yield _broken(file, f"#{number + 1}" if number else "", str(error) or type(error).__name__)
        return
    if not number:
        yield _broken(file, "", "it holds no record")


def _nested(record: Record, depth: int) -> Iterator[Record]:
    """A record that is itself an archive or a corpus, taken apart."""
    if record.problem or not record.name or depth >= _DEEPEST:
        yield record
        return
    inner = io.BytesIO(record.content)
    if _kind(inner, PurePosixPath(record.name.split("?")[0]).name) not in {*SPLITTERS, ".gz"}:
        yield record
        return
    for found in _records(inner, record.name, depth + 1):
        name = f"{record.name}/{found.name}" if found.name else record.name
        yield replace(found, suffix=record.suffix + found.suffix, name=name)


def _unpacked(file: IO[bytes], name: str, depth: int) -> Iterator[Record]:
    """A file packed by gzip is what it unpacks to."""
    try:
        with gzip.open(file) as packed:
            content = packed.read(_LARGEST_UNPACKED if depth == 0 else _KEPT_OF_BROKEN)
    except _DAMAGE as error:
        yield _broken(file, "", str(error))
        return
    yield from _records(io.BytesIO(content), name[: -len(".gz")], depth + 1)


def _broken(file: IO[bytes], suffix: str, reason: str) -> Record:
    """The record that stands for what cannot be read of a file."""
    file.seek(0)
    content = file.read(_KEPT_OF_BROKEN) if not suffix else f"{reason}\n".encode(errors="replace")
    where = "the rest of the file" if suffix else "the file"
    return Record(suffix, content, problem=f"broken_file: {where} cannot be taken apart ({reason}); fetch it again from its source")
