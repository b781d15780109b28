"""Every medium holds the same report: its words and cells can be found in the file."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
import zlib
from xml.etree import ElementTree

import polars as pl
import pytest

from dagster_project.generator import SampleReport, generate
from dagster_project.generator.packing import PACKERS, pack


def reports(medium: str, count: int = 8) -> list[SampleReport]:
    return list(generate(count, seed=31, media=(medium,), negative_share=0))


def shown(report: SampleReport, medium: str) -> str:
    """The characters of the file, without its mark-up."""
    if medium == "docx":
        with zipfile.ZipFile(io.BytesIO(report.content)) as archive:
            return "".join(ElementTree.fromstring(archive.read("word/document.xml")).itertext())
    if medium == "pdf":
        streams = re.findall(rb"stream\n(.*?)\nendstream", report.content, re.DOTALL)
        words = b"".join(re.findall(rb"<([0-9a-f]+)> Tj", b"".join(zlib.decompress(s) for s in streams)))
        return bytes.fromhex(words.decode()).decode("utf-16-be")
    text = report.content.decode(report.document.encoding or "utf-8")
    return html.unescape(re.sub(r"<[^>]+>", "", text)) if medium == "html" else text


@pytest.mark.parametrize("medium", ["txt", "md", "html", "docx", "pdf"])
def test_the_file_shows_what_the_truth_says(medium: str) -> None:
    facts = 0
    for report in reports(medium):
        text = re.sub(r"\s", "", shown(report, medium))
        source = str(report.text)
        for mark in report.text.facts:
            words = re.sub(r"\s", "", source[mark.start : mark.end])
            if mark.fact.source_kind == "table" or len(words) <= 30:
                assert medium == "txt" or mark.fact.source_kind == "prose" or words in text
                facts += 1
        title = re.sub(r"\s", "", source.strip().split("\n")[0])[:8]
        assert title in text
    assert facts > 100


@pytest.mark.parametrize("medium", ["html", "docx", "pdf"])
def test_media_without_exact_text_claim_no_positions(medium: str) -> None:
    for report in reports(medium, 3):
        rows = report.truth_rows()
        assert rows
        assert all(r["raw_start"] is None and r["value_start"] is None for r in rows)
        assert report.number_rows() == []


@pytest.mark.parametrize("kind", sorted(PACKERS))
def test_a_corpus_file_holds_every_report(kind: str) -> None:
    made = reports("txt")
    content, records = pack(made, kind, f"corpus.{kind}")
    assert [r.document.doc for r in records] == [f"corpus.{kind}#{n}" for n in range(1, len(made) + 1)]
    if kind == "jsonl":
        texts = [json.loads(line)["text"] for line in content.decode().splitlines()]
        assert texts == [str(r.text) for r in made]
    elif kind == "parquet":
        assert pl.read_parquet(io.BytesIO(content))["text"].to_list() == [str(r.text) for r in made]
    elif kind == "zip":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            assert [archive.read(n) for n in archive.namelist()] == [r.content for r in made]
    else:
        assert all(r.content in content for r in made)
        assert content.count(b"WARC/1.0\r\n") == len(made)
