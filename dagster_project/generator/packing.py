"""Corpora as researchers have them: many reports in one file (JSON lines, Parquet, a crawl's WARC, a ZIP archive).

A record is numbered from 1; its document is called `<file>#<number>`, as in the source_uri of the warehouse.
"""

from __future__ import annotations

import io
import json
import random
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

import polars as pl

from dagster_project.generator.truth import SampleFile, SampleReport

IN_ONE_FILE = 8
"""So many reports lie in one packed file."""
PACKED_MEDIA = {
    "zip": frozenset({"txt", "md", "html", "docx", "pdf"}),
    "jsonl": frozenset({"txt", "md"}),
    "parquet": frozenset({"txt", "md"}),
    "warc": frozenset({"txt", "html"}),
}
"""Kind of packed file -> the media that it holds in real life."""


def packed(source: Iterable[SampleReport], rng: random.Random, share: float) -> Iterator[SampleFile]:
    """The reports as files: a `share` of them in archives, corpora and crawls, the others each on its own."""
    waiting: dict[str, list[SampleReport]] = {kind: [] for kind in PACKED_MEDIA}
    counts = dict.fromkeys(PACKED_MEDIA, 0)

    def close(kind: str) -> SampleFile:
        counts[kind] += 1
        name = f"{kind}_{counts[kind]}.{kind}"
        content, records = pack(waiting[kind], kind, name)
        waiting[kind] = []
        return SampleFile(f"packed/{name}", content, tuple(records))

    for report in source:
        fitting = [kind for kind, media in PACKED_MEDIA.items() if report.content and report.document.medium in media]
        if not fitting or rng.random() >= share:
            yield SampleFile.of(report)
            continue
        kind = rng.choice(fitting)
        waiting[kind].append(report)
        if len(waiting[kind]) == IN_ONE_FILE:
            yield close(kind)
    yield from (close(kind) for kind, reports in waiting.items() if reports)


def pack(reports: Sequence[SampleReport], kind: str, name: str) -> tuple[bytes, list[SampleReport]]:
    """The bytes of one corpus file called `name`, and its records with their truth under their new names."""
    records = []
    for number, report in enumerate(reports, 1):
        doc = f"{name}#{number}"
        records.append(replace(report, path=doc, document=replace(report.document, doc=doc, delivery=".", container=kind)))
    return PACKERS[kind](reports), records


def _url(report: SampleReport) -> str:
    return f"http://www.example.gov.cn/{report.path}"


def _rows(reports: Sequence[SampleReport]) -> list[dict[str, str]]:
    """Text and address, the two columns every such corpus has. Reports must be of a medium with exact text."""
    if not all(r.exact for r in reports):
        raise ValueError("JSON lines and Parquet hold plain texts: generate the reports with media=('txt',)")
    return [{"url": _url(r), "text": str(r.text)} for r in reports]


def _json_lines(reports: Sequence[SampleReport]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in _rows(reports)).encode()


def _parquet(reports: Sequence[SampleReport]) -> bytes:
    file = io.BytesIO()
    pl.DataFrame(_rows(reports), schema={"url": pl.String, "text": pl.String}).write_parquet(file)
    return file.getvalue()


def _zip(reports: Sequence[SampleReport]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for report in reports:
            archive.writestr(zipfile.ZipInfo(report.path), report.content)
    return file.getvalue()


def _warc(reports: Sequence[SampleReport]) -> bytes:
    """WARC/1.0: one response record a report, with its HTTP head."""
    parts = []
    for number, report in enumerate(reports, 1):
        kind = "text/html" if report.document.medium == "html" else "text/plain"
        http = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(report.content)}\r\n\r\n".encode() + report.content
        head = (
            f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{number:012d}>\r\n"
            f"WARC-Target-URI: {_url(report)}\r\nWARC-Date: 2024-05-01T00:00:00Z\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
        )
        parts.append(head.encode() + http + b"\r\n\r\n")
    return b"".join(parts)


PACKERS: dict[str, Callable[[Sequence[SampleReport]], bytes]] = {"jsonl": _json_lines, "parquet": _parquet, "zip": _zip, "warc": _warc}
"""Ending of the corpus file -> its packer."""
