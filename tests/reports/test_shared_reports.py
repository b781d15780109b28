"""The five labelled reports, and the same reports damaged: the same facts come out.

They lie beside the checkout and are not part of the project; without them these tests are skipped.
"""

import re
from pathlib import Path

import opencc
import polars as pl
import pytest

from dagster_project.reports.pipeline import Extracted, extract_batch, normalise_batch

FACT = ("indicator_id", "applicant_type", "value", "value_state", "scope")


def read(texts: dict[str, str]) -> Extracted:
    raw = pl.DataFrame([{"report_id": name, "source_uri": name, "delivery": ".", "content": text.encode()} for name, text in texts.items()])
    return extract_batch(normalise_batch(raw))


def facts(extracted: Extracted, name: str) -> set[tuple]:
    return set(extracted.reported_values.filter(pl.col("report_id") == name).select(FACT).iter_rows())


@pytest.fixture(scope="module")
def texts(shared: Path) -> dict[str, str]:
    return {p.name: p.read_bytes().decode() for p in sorted((shared / "reports").glob("*.txt"))}


@pytest.fixture(scope="module")
def plain(texts) -> Extracted:
    return read(texts)


def to_traditional(text: str) -> str:
    return opencc.OpenCC("s2t").convert(text)


def with_glosses(text: str) -> str:
    return re.sub(r"[信条公]", lambda m: m.group() + {"信": "(xìn)", "条": "(tiáo)", "公": "(gōng)"}[m.group()], text)


def with_full_width_digits(text: str) -> str:
    return text.translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)})


def with_no_break_blanks(text: str) -> str:
    return re.sub(r"^(\d+)$", "\u00a0\\1\u00a0", text, flags=re.MULTILINE)


def with_chrome(text: str) -> str:
    return f"首页 > 政务公开 > 年度报告\n【字体：大 中 小】 打印 收藏\n{text}\n扫一扫在手机上查看当前页面\n主办单位：某某人民政府办公室 网站标识码：1410240020\n"


def as_windows_text(text: str) -> str:
    return text.replace("\n", "\r\n")


def with_zero_width(text: str) -> str:
    return text.replace("申请", "申\u200b请").replace("条", "条\ufeff")


DAMAGES = [to_traditional, with_glosses, with_full_width_digits, with_no_break_blanks, with_chrome, as_windows_text, with_zero_width]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda f: f.__name__)
def test_damage_does_not_change_the_facts(damage, texts, plain):
    damaged = read({name: damage(text) for name, text in texts.items()})
    for name in texts:
        assert facts(damaged, name) == facts(plain, name)


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda f: f.__name__)
def test_damage_does_not_change_whose_report_it_is(damage, texts, plain):
    identity = ("source_uri", "division_code", "agency_level", "report_year", "regime_by_form", "status")
    damaged = read({name: damage(text) for name, text in texts.items()})
    assert damaged.documents.select(identity).rows() == plain.documents.select(identity).rows()


def test_a_table_as_pipes_gives_the_facts_of_the_same_table_one_cell_a_line(texts, plain):
    name = next(n for n in texts if n.startswith("002"))
    head, table = re.split(r"(?=第二十条第\(一\)项)", texts[name], maxsplit=1)
    piped = "\n".join(
        f"{line.strip()} |" if line.strip() and len(line) < 40 else line for line in re.sub(r"\n\s*\n", "\n", table).split("\n")
    )
    assert facts(read({name: head + piped}), name) == facts(plain, name)


def test_every_figure_shows_its_place(texts, plain):
    for row in plain.reported_values.iter_rows(named=True):
        text = texts[row["report_id"]]
        assert text[row["evidence_start"] : row["evidence_end"]] == row["evidence_text"]
        if row["value_start"] is not None:
            assert row["evidence_start"] <= row["value_start"] < row["value_end"] <= row["evidence_end"]


def test_every_digit_is_accounted_for_once(texts, plain):
    for name, text in texts.items():
        rows = plain.numbers.filter(pl.col("report_id") == name)
        covered = [i for s, e in rows.select("token_start", "token_end").iter_rows() for i in range(s, e)]
        assert len(covered) == len(set(covered))
        assert {m.start() for m in re.finditer(r"[0-9]", text)} <= set(covered)
