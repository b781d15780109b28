"""Whatever the bytes, a reader gives text or refuses with a reason and a remedy; and every medium tells the same."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dagster_project.generator import generate
from dagster_project.lake import RAW_DOCUMENTS
from dagster_project.reports.model import ReadDocument, Unreadable
from dagster_project.reports.pipeline import extract_batch, normalise_batch
from dagster_project.reports.reading import read_document
from dagster_project.reports.reading.detecting import detect_media_type
from tests.reports.reading.drawn_pdf import Page, pdf

NAMES = (
    "a.txt",
    "a.md",
    "a.html",
    "a.pdf",
    "a.docx",
    "a.doc",
    "a.wps",
    "a.mht",
    "a",
    "a.zip#3",
    "报告.HTM",
    "c.warc#2 http://x/a.html?b=1",
)
STARTS = (
    b"",
    b"%PDF-1.4\n",
    b"PK\x03\x04",
    b"<html><table><tr><td rowspan=9>",
    b"MIME-Version: 1.0\nContent-Type: text/html\n\n<p>",
    b"\xff\xfe",
)
QUICK = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
MEDIA = ("txt", "md", "html", "docx", "pdf")


@pytest.fixture(autouse=True)
def no_converter(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    monkeypatch.setenv("PATH", str(tmp_path_factory.mktemp("empty")))


def read_or_refuse(content: bytes, name: str) -> ReadDocument | None:
    """The document, whose text can be stored and whose pages lie in it; None when it was refused with reason and remedy."""
    try:
        document = read_document(content, name)
    except Unreadable as refused:
        assert refused.reason.replace("_", "").isalnum()
        assert str(refused).startswith(name) and len(str(refused)) > len(name) + 20
        return None
    document.text.encode()
    assert list(document.page_starts) == sorted(document.page_starts)
    assert all(0 <= start <= len(document.text) for start in document.page_starts)
    return document


@cache
def report(medium: str) -> bytes:
    return next(r.content for r in generate(20, 11, media=(medium,)) if r.document.form == "r2021" and r.document.is_report)


@QUICK
@given(st.binary(max_size=600), st.sampled_from(STARTS), st.sampled_from(NAMES))
def test_random_bytes_are_text_or_refused(content: bytes, start: bytes, name: str) -> None:
    read_or_refuse(start + content, name)


@QUICK
@given(st.text(alphabet="<>/=\"' tdrtablepspan&#;|\n一二报告0123\x00", max_size=400), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_any_tangle_of_tags_is_a_page_or_refused(page: str, encoding: str) -> None:
    read_or_refuse(f"<table>{page}".encode(encoding), "a.html")


@settings(QUICK, max_examples=60)
@given(st.sampled_from(MEDIA), st.randoms(use_true_random=False))
def test_damaged_reports_are_read_or_refused(medium: str, rng: random.Random) -> None:
    content = bytearray(report(medium))
    for _ in range(rng.choice((1, 5, 50))):
        content[rng.randrange(len(content))] = rng.randrange(256)
    if rng.random() < 0.3:
        del content[rng.randrange(len(content)) :]
    read_or_refuse(bytes(content), f"a.{medium}")


NUMBERS = st.one_of(st.floats(-1e9, 1e9, width=32), st.integers(0, 600).map(float), st.just(0.0))


@QUICK
@given(
    st.lists(st.tuples(NUMBERS, NUMBERS, st.text("报告0123 \xad⼈|", max_size=8), st.sampled_from([0, 0.01, 10, -10, 1e6])), max_size=12),
    st.lists(st.tuples(NUMBERS, NUMBERS, NUMBERS, NUMBERS, st.sampled_from(["S", "f", "n", "B"])), max_size=12),
    st.sampled_from([0, 90, 180, 270]),
)
def test_any_drawing_is_text_or_refused(
    texts: list[tuple[float, float, str, float]], boxes: list[tuple[float, float, float, float, str]], rotation: int
) -> None:
    page = Page(rotation=rotation).text(50, 600, "政府信息公开工作年度报告" * 3)
    for x, y, words, size in texts:
        page.text(x, y, words, size)
    for x, y, width, height, how in boxes:
        page.box(x, y, width, height, how=how)
    read_or_refuse(pdf(page, page), "a.pdf")


@pytest.mark.parametrize("medium", ["docx", "pdf"])
def test_half_a_report_is_refused(medium: str) -> None:
    content = report(medium)
    assert read_or_refuse(content, f"a.{medium}") is not None
    assert read_or_refuse(content[: len(content) // 2], f"a.{medium}") is None


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.txt", "empty_file"),
        (b"\0\0 \n", "a.txt", "empty_file"),
        (b"\x89PNG\r\n", "a.txt", "needs_ocr"),
        (b"\xff\xd8\xff\xe0", "scan.pdf", "needs_ocr"),
        (b"Rar!\x1a\x07", "a.zip", "unsupported_media_type"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "table.xls", "unsupported_media_type"),
        (bytes(range(256)) * 4, "a.txt", "unsupported_media_type"),
    ],
)
def test_what_no_reader_takes_is_refused_by_reason(content: bytes, name: str, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_document(content, name)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("content", "name", "media_type"),
    [
        (b"<!DOCTYPE html><p>", "report.doc", "text/html"),
        (b"{\\rtf1", "report.doc", "application/rtf"),
        (b"%PDF-1.7", "report.txt", "application/pdf"),
        (b"plain", "corpus.zip#12", "text/plain"),
        (b"plain", "a.zip#12 sub/report.md", "text/markdown"),
        ("第20条 <总计>".encode(), "page.htm", "text/html"),
        ("印发<年度报告格式>的通知\n行政许可 | 3 |".encode(), "crawl.jsonl#4 http://www.example.gov.cn/nb/t2.shtml", "text/plain"),
        ("<p>行政许可<br>".encode(), "crawl.jsonl#5 http://www.example.gov.cn/nb/t3.shtml", "text/html"),
        ("行政许可<br />3".encode(), "crawl.jsonl#6 http://www.example.gov.cn/nb/t4.shtml", "text/html"),
        ("一、总体情况".encode("utf-16"), "a", "text/plain"),
    ],
)
def test_the_bytes_tell_the_medium_before_the_name_does(content: bytes, name: str, media_type: str) -> None:
    assert detect_media_type(content, name) == media_type


Cell = tuple[str, str | None, Decimal | None]


def cells(rows: Iterable[dict[str, Any]]) -> Counter[Cell]:
    return Counter((r["indicator_id"], r["applicant_type"], r["value"]) for r in rows if r["source_kind"] == "table")


@pytest.mark.parametrize("medium", ["html", "docx", "pdf"])
def test_a_rich_medium_tells_every_cell_of_the_form(medium: str) -> None:
    made = [r for r in generate(24, 21, media=(medium,)) if r.document.is_report and r.document.form]
    assert len(made) > 10
    rows = [{"report_id": r.path, "source_uri": r.path, "delivery": ".", "content": r.content} for r in made]
    values = extract_batch(normalise_batch(RAW_DOCUMENTS.frame(rows))).reported_values
    for r in made:
        assert cells(values.filter(pl.col("report_id") == r.path).to_dicts()) == cells(r.truth_rows()), r.path
