"""Files that hold many reports, taken apart: one record a report, whatever is wrong with its neighbours."""

from __future__ import annotations

import gzip
import io
import json
import stat
import tracemalloc
import zipfile
from pathlib import Path

import polars as pl
import pytest

from dagster_project.generator import generate
from dagster_project.generator.packing import PACKERS, pack
from dagster_project.ingest.records import Record, records

MEDIA = {"jsonl": ("txt",), "parquet": ("txt",), "zip": ("txt", "html", "md", "docx", "pdf"), "warc": ("html", "txt")}


@pytest.fixture
def split(tmp_path: Path):
    def split(content: bytes, name: str) -> list[Record]:
        path = tmp_path / name
        path.write_bytes(content)
        return list(records(path))

    return split


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return file.getvalue()


def warc(*pages: tuple[str, str, bytes]) -> bytes:
    """(address, HTTP head, body) of each response."""
    parts = []
    for address, head, body in pages:
        http = f"{head}\r\n\r\n".encode() + body
        kind = "Content-Type: application/http; msgtype=response\r\n"
        record = f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\n{kind}Content-Length: {len(http)}\r\n\r\n"
        parts.append(record.encode() + http + b"\r\n\r\n")
    return b"".join(parts)


def page(body: bytes = b"<p>x", status: str = "200 OK", media_type: str = "text/html", more: str = "") -> tuple[str, str, bytes]:
    return "http://www.example.gov.cn/a", f"HTTP/1.1 {status}\r\nContent-Type: {media_type}{more}", body


@pytest.mark.parametrize("kind", sorted(PACKERS))
def test_every_report_of_a_corpus_is_one_record(split, kind: str) -> None:
    made = list(generate(12, 3, media=MEDIA[kind]))
    content, expected = pack(made, kind, f"corpus.{kind}")
    found = split(content, f"corpus.{kind}")
    assert [f"corpus.{kind}{r.suffix}" for r in found] == [r.document.doc for r in expected]
    assert all(r.problem is None and r.name for r in found)
    texts = [str(r.text).encode() for r in made] if kind in ("jsonl", "parquet") else [r.content for r in made]
    assert [r.content for r in found] == texts


def test_a_file_that_is_one_report_is_one_record(split) -> None:
    for name, content in (("a.txt", b"text"), ("a.docx", zipped(("[Content_Types].xml", b"x"))), ("a.pdf", b"%PDF-"), ("empty.txt", b"")):
        assert split(content, name) == [Record("", content)]


def test_an_archive_is_known_by_its_bytes_and_a_document_without_its_ending_too(split) -> None:
    assert [r.content for r in split(zipped(("a.txt", b"1"), ("b.txt", b"2")), "delivery.bin")] == [b"1", b"2"]
    office = zipped(("[Content_Types].xml", b"x"), ("word/document.xml", b"y"))
    assert split(office, "report") == [Record("", office)]


# --- archives


def test_names_in_gbk_are_read_and_litter_of_desktops_is_left_out(split) -> None:
    info = zipfile.ZipInfo("报告.txt".encode("gb18030").decode("cp437"))
    found = split(zipped((info, b"1"), ("__MACOSX/._x", b"0"), (".DS_Store", b"0"), ("sub/", b"")), "a.zip")
    # zipfile writes such a name as UTF-8; the flag that says so is taken away again, as old archivers do.
    assert len(found) == 1
    content = zipped((info, b"1"))
    content = content.replace(info.filename.encode(), "报告.txt".encode("gb18030").ljust(len(info.filename.encode()), b"_"))
    for at in (6, content.index(b"PK\x01\x02") + 8):
        content = content[:at] + b"\0\0" + content[at + 2 :]
    assert split(content, "b.zip")[0].name.startswith("报告.txt")


@pytest.mark.parametrize("name", ["../../etc/cron.d/x", "/etc/passwd", "..\\x.txt", "C:\\x.txt"])
def test_a_member_that_leads_out_of_the_archive_is_refused_and_the_rest_goes_on(split, name: str) -> None:
    refused, taken = split(zipped((name, b"1"), ("b.txt", b"2")), "a.zip")
    assert refused.problem and refused.problem.startswith("path_outside") and b"1" not in refused.content.split(b"\n")
    assert (taken.suffix, taken.content, taken.problem) == ("#2", b"2", None)


def test_links_bombs_and_empty_members_are_refused_with_their_reason(split) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    tracemalloc.start()
    found = split(zipped((link, b"/etc/passwd"), ("bomb.txt", bytes(40_000_000)), ("empty.txt", b""), ("b.txt", b"2")), "a.zip")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [(r.problem or "").split(":")[0] for r in found] == ["link", "bomb", "empty_file", ""]
    assert peak < 80_000_000  # the test itself holds 40 MB


def test_a_damaged_member_is_told_and_the_rest_goes_on(split) -> None:
    content = bytearray(zipped(("a.txt", b"first" * 100), ("b.txt", b"second" * 100)))
    content[content.index(b"a.txt") + 8] ^= 0xFF
    broken, whole = split(bytes(content), "a.zip")
    assert broken.problem and "pack the archive again" in broken.problem
    assert whole.content == b"second" * 100


def test_archives_in_archives_are_opened_but_not_for_ever(split) -> None:
    content = zipped(("deep.txt", b"x"))
    for depth in range(6):
        content = zipped((f"{depth}.zip", content), (f"beside{depth}.txt", str(depth).encode()))
    found = split(content, "a.zip")
    assert [r.suffix for r in found if r.content.isdigit()] == ["#1#1#1#2", "#1#1#2", "#1#2", "#2"]
    assert any(r.content.startswith(b"PK") for r in found)


def test_a_corpus_inside_an_archive_is_taken_apart(split) -> None:
    inner = b'{"text": "one", "url": "http://a"}\n{"text": "two"}\n'
    found = split(zipped(("x/corpus.jsonl", inner)), "a.zip")
    assert [(r.suffix, r.content, r.name) for r in found] == [
        ("#1#1", b"one", "x/corpus.jsonl/http://a"),
        ("#1#2", b"two", "x/corpus.jsonl"),
    ]


def test_a_packed_file_is_what_it_unpacks_to(split) -> None:
    assert split(gzip.compress(b"text"), "a.txt.gz")[0].content == b"text"
    assert [r.content for r in split(gzip.compress(b'{"text":"one"}\n'), "a.jsonl.gz")] == [b"one"]


# --- corpora


def test_broken_lines_of_a_corpus_are_told_and_the_rest_goes_on(split) -> None:
    lines = ['{"text": "one"}', "{broken", "[1]", '{"url": "http://a"}', '{"text": "  "}', "", '{"content": "two", "link": "http://b"}']
    found = split("\n".join(lines).encode(), "a.jsonl")
    assert [(r.problem or "").split(":")[0] for r in found] == ["", "broken_record", "broken_record", "no_text", "no_text", ""]
    assert [r.suffix for r in found] == [f"#{n}" for n in range(1, 7)]
    assert found[-1] == Record("#6", b"two", "http://b")


def test_a_list_of_objects_is_a_corpus_too_and_so_are_lines_named_json(split) -> None:
    rows = [{"正文": "一", "网址": "http://a"}, {"正文": "二"}]
    assert [r.content.decode() for r in split(json.dumps(rows).encode(), "a.json")] == ["一", "二"]
    assert [r.content.decode() for r in split("\n".join(map(json.dumps, rows)).encode(), "b.json")] == ["一", "二"]


def test_rows_of_a_table_without_text_are_told(split, tmp_path: Path) -> None:
    pl.DataFrame({"URL": ["http://a", "http://b"], "Text": ["one", None]}).write_parquet(tmp_path / "x")
    one, none = split((tmp_path / "x").read_bytes(), "a.parquet")
    assert (one.content, one.name) == (b"one", "http://a")
    assert none.problem and none.problem.startswith("no_text")


def test_a_table_without_a_column_of_text_names_its_columns(split, tmp_path: Path) -> None:
    pl.DataFrame({"id": [1], "summary": ["x"]}).write_parquet(tmp_path / "x")
    (refused,) = split((tmp_path / "x").read_bytes(), "a.parquet")
    assert refused.problem and "id, summary" in refused.problem


# --- crawls


def test_only_pages_and_documents_that_were_delivered_are_records(split) -> None:
    crawl = warc(
        page(status="404 Not Found"),
        page(media_type="text/css"),
        page(b"\x89PNG", media_type="image/png"),
        page(b"<p>1"),
        page(b"%PDF-", media_type="application/pdf"),
        ("http://a/x.js", "HTTP/1.1 200 OK\r\nServer: x", b"var"),
    )
    assert [(r.suffix, r.content) for r in split(crawl, "a.warc")] == [("#1", b"<p>1"), ("#2", b"%PDF-")]


def test_transfer_encodings_are_undone(split) -> None:
    packed = gzip.compress(b"<p>1")
    chunked = b"4\r\n<p>2\r\n0\r\n\r\n"
    crawl = warc(page(packed, more="\r\nContent-Encoding: gzip"), page(chunked, more="\r\nTransfer-Encoding: chunked"))
    assert [r.content for r in split(crawl, "a.warc")] == [b"<p>1", b"<p>2"]


def test_a_crawl_packed_record_by_record_is_read(split) -> None:
    crawl = b"".join(gzip.compress(warc(page(body))) for body in (b"<p>1", b"<p>2"))
    assert [r.content for r in split(crawl, "a.warc.gz")] == [b"<p>1", b"<p>2"]


# --- torn files


@pytest.mark.parametrize("kind", sorted(PACKERS))
@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.999])
def test_of_a_torn_file_the_whole_records_are_kept_and_the_rest_is_told(split, kind: str, share: float) -> None:
    made = list(generate(8, 3, media=MEDIA[kind]))
    content, _ = pack(made, kind, f"corpus.{kind}")
    whole = {r.content for r in split(content, f"whole.{kind}")}
    found = split(content[: int(len(content) * share)], f"corpus.{kind}")
    assert any(r.problem for r in found)
    assert {r.content for r in found if not r.problem} <= whole


def test_what_is_not_what_its_name_says_is_told(split) -> None:
    for name in ("a.zip", "a.parquet", "a.warc", "a.warc.gz", "a.jsonl", "a.txt.gz"):
        found = split(b"\x01\x02 no archive", name)
        assert found and all(r.problem for r in found), name
