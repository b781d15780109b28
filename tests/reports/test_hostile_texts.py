"""Whatever comes in, no figure is invented: what is told stands in the text, whole reports are refused with a reason, nothing raises or hangs."""

from __future__ import annotations

import html
import random
import re
import unicodedata
from decimal import Decimal
from functools import cache
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dagster_project.generator import SampleReport, generate
from dagster_project.lake import RAW_DOCUMENTS
from dagster_project.reports.pipeline import Extracted, extract_batch, normalise_batch
from dagster_project.reports.prose.numerals import BIG, chinese_number

QUICK = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
MEDIA = ("txt", "md", "html", "docx", "pdf")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")
_SIMPLIFIED = str.maketrans("兩萬億", "两万亿")
_MULTIPLIERS = {Decimal(1), Decimal(10_000), 1 / Decimal(10_000), *BIG.values()}


def read(contents: dict[str, bytes]) -> tuple[dict[str, str], Extracted]:
    """The texts and what was found, by name."""
    rows = [{"report_id": name, "source_uri": name, "delivery": ".", "content": content} for name, content in contents.items()]
    normalised = normalise_batch(RAW_DOCUMENTS.frame(rows))
    return dict(normalised.select("report_id", pl.col("source_text").fill_null("")).iter_rows()), extract_batch(normalised)


def stands_there(value: Decimal, printed: str) -> bool:
    """The printed characters say the value, in digits or in words, in its unit or in ten thousands of it."""
    plain = unicodedata.normalize("NFKC", html.unescape(printed).replace("\n", "")).translate(_SIMPLIFIED)
    told = {Decimal(n.replace(",", "")) for n in _NUMBER.findall(plain)}
    words = "".join(c for c in plain if c in "零〇○一二两三四五六七八九十百千")
    if words and (number := chinese_number(words)) is not None:
        told.add(Decimal(number))
    return any(abs(value) == t * m for t in told for m in _MULTIPLIERS)


def nothing_is_invented(texts: dict[str, str], found: Extracted) -> None:
    statuses = dict(found.documents.select("report_id", "status").iter_rows())
    for row in found.documents.iter_rows(named=True):
        assert row["status"] in ("accepted", "not_a_report", "quarantined")
        assert row["status"] == "accepted" or len(row["status_reason"]) > 20
    for row in found.reported_values.iter_rows(named=True):
        text = texts[row["report_id"]]
        assert statuses[row["report_id"]] == "accepted"
        assert text[row["evidence_start"] : row["evidence_end"]] == row["evidence_text"]
        if row["value_state"] == "number" or (row["value_state"] == "explicit_zero" and row["value_start"] is not None):
            assert stands_there(row["value"], text[row["value_start"] : row["value_end"]]), row
        elif row["value_state"] not in ("explicit_zero", "zero_from_negation"):
            assert row["value"] is None
    for name, text in texts.items():
        if statuses[name] == "accepted":
            digits_are_accounted_for(text, found.numbers.filter(pl.col("report_id") == name))


def digits_are_accounted_for(text: str, numbers: pl.DataFrame) -> None:
    covered = [at for start, end in numbers.select("token_start", "token_end").iter_rows() for at in range(start, end)]
    assert len(covered) == len(set(covered))
    assert {m.start() for m in re.finditer("[0-9０-９]", text)} <= set(covered)


@cache
def made(medium: str) -> tuple[SampleReport, ...]:
    reports = (r for r in generate(24, 77, media=(medium,), negative_share=0) if not r.document.planted)
    return tuple(r for r in reports if not any(damage.startswith("mojibake") for damage in r.document.contamination))


@QUICK
@given(st.randoms(use_true_random=False))
def test_interleaved_reports_invent_nothing(rng: random.Random) -> None:
    one, other = rng.sample(made("txt"), 2)
    lines = [*str(one.text).split("\n"), *str(other.text).split("\n")]
    how = rng.choice(("mixed", "alternating", "spliced"))
    if how == "mixed":
        rng.shuffle(lines)
    elif how == "alternating":
        lines = lines[::2] + lines[1::2]
    else:
        lines = lines[: rng.randrange(len(lines))] + lines[rng.randrange(len(lines)) :]
    nothing_is_invented(*read({"a.txt": "\n".join(lines).encode()}))


@QUICK
@given(st.randoms(use_true_random=False))
def test_a_report_cut_off_says_no_more_than_the_whole(rng: random.Random) -> None:
    report = rng.choice(made("txt"))
    text = str(report.text)
    kept = text[: text.rfind("\n", 0, rng.randrange(200, len(text))) + 1]
    texts, found = read({"a.txt": kept.encode()})
    nothing_is_invented(texts, found)
    labelled = {(row["indicator_id"], row["value"]) for row in report.truth_rows()}
    read_values = found.reported_values.filter(pl.col("value").is_not_null(), source_kind="table", form=report.document.form or "")
    assert {(i, v) for i, v in read_values.select("indicator_id", "value").iter_rows()} <= labelled


HOSTILE = (
    "统计指标 | 单位 | 统计数 |\n",
    "（一）予以公开" * 40,
    "| " * 500 + "\n",
    "1" * 400 + "件",
    "9" * 30 + "," * 30 + "元。",
    "收到政府信息公开申请" * 30 + "3件。",
    "(" * 300 + "一" + ")" * 300,
    "未收到" * 100 + "申请。",
    "主动公开政府信息٣٤条，依申请公开²件。",
    "\u202e。件3请申到收\u202c",
    "公开政府信息1e9条，-0条，0x1F条，1_000条，１．２．３条。",
    "２０２１年" * 60,
    "其中，" * 200 + "2条。",
    "\ud7ff\ue000\ufffd?" * 50,
    "鏀垮簻淇℃伅鍏�寮�" * 20 + "\n",
    "各。ㄗ灾螀^" * 30 + "\n",
    "规章\t\t\t\n" * 40,
)
HEAD = "随县人民政府2021年政府信息公开工作年度报告\n统计期限自2021年1月1日至2021年12月31日。\n一、总体情况\n主动公开政府信息12条。\n"


@settings(QUICK, max_examples=60)
@given(st.lists(st.sampled_from(HOSTILE) | st.text(max_size=30), max_size=8), st.booleans())
def test_hostile_texts_invent_nothing_and_end(pieces: list[str], with_head: bool) -> None:
    text = (HEAD if with_head else "") + "".join(pieces)
    nothing_is_invented(*read({"a.txt": text.encode("utf-8", "surrogatepass").replace(b"\xed", b"?")}))


INSERTED = (
    *"²①½Ⅳ٣|\t\n\u3000，。：；（）《年万元件0-",
    "9" * 5000,
    "〇" * 5000,
    "其中",
    "分别为",
    "合计",
    "<td>",
    "</table>",
    "&#50;",
    "**",
    "#",
)


@settings(QUICK, max_examples=40)
@given(st.sampled_from(("txt", "md")), st.randoms(use_true_random=False))
def test_hostile_pieces_inside_a_report_invent_nothing(medium: str, rng: random.Random) -> None:
    text = str(rng.choice(made(medium)).text)
    for _ in range(rng.choice((1, 5, 40))):
        at = rng.randrange(len(text))
        at = text.rfind("\n", 0, at) + 1 if rng.random() < 0.4 else at
        text = text[:at] + rng.choice(INSERTED) + text[at + rng.choice((0, 0, 1, 3, 20)) :]
    nothing_is_invented(*read({f"a.{medium}": text.encode()}))


@settings(QUICK, max_examples=25)
@given(st.sampled_from(MEDIA), st.randoms(use_true_random=False))
def test_damaged_files_of_every_medium_invent_nothing(medium: str, rng: random.Random) -> None:
    content = bytearray(rng.choice(made(medium)).content)
    for _ in range(rng.choice((0, 3, 30))):
        content[rng.randrange(len(content))] = rng.randrange(256)
    cut = rng.randrange(len(content)) if rng.random() < 0.4 else len(content)
    nothing_is_invented(*read({f"a.{medium}": bytes(content[:cut])}))


@pytest.mark.parametrize("text", ["", " ", "\n" * 50, "锟斤拷" * 400, "\ufffd" * 300, "政" * 50_000, "1 " * 20_000])
def test_texts_without_a_report_are_refused_with_the_reason(text: str) -> None:
    _, found = read({"a.txt": text.encode()})
    (row,) = found.documents.to_dicts()
    assert row["status"] != "accepted"
    assert re.fullmatch(r"[a-z_]+: .{15,}", row["status_reason"], re.DOTALL)


def test_the_check_sees_an_invention() -> None:
    texts, found = read({"a.txt": HEAD.encode()})
    nothing_is_invented(texts, found)
    wrong: dict[str, Any] = {"value": found.reported_values["value"] + Decimal(1)}
    with pytest.raises(AssertionError):
        nothing_is_invented(texts, Extracted(found.documents, found.reported_values.with_columns(**wrong), found.numbers, found.signals))
