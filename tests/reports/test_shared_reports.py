"""The five labelled reports, and the same reports damaged: the same facts come out.

They lie beside the checkout and are not part of the project; without them these tests are skipped.
"""

import html
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


def to_simplified(text: str) -> str:
    return opencc.OpenCC("t2s").convert(text)


def without_glosses(text: str) -> str:
    return re.sub(r"(?<=[一-鿿])(?:\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,6}\))+", "", text)


_CHAPTER = re.compile(r"^(?=[ \t\u3000\xa0]*[一二三四五六七八九]、(?!本年|上年|结转|[^\n]*\|))", re.MULTILINE)
"""Headings of chapters; rows of the forms are numbered in the same way."""


def with_chapters_in_another_order(text: str) -> str:
    """The chapters between the first and the last one the other way round; head, tail and what is in a chapter stay."""
    head, *chapters = _CHAPTER.split(text)
    return head + "".join([*chapters[:1], *reversed(chapters[1:-1]), *chapters[-1:]]) if len(chapters) > 3 else text


DAMAGES = [
    to_traditional,
    to_simplified,
    with_glosses,
    without_glosses,
    with_full_width_digits,
    with_no_break_blanks,
    with_chrome,
    with_chapters_in_another_order,
    as_windows_text,
    with_zero_width,
]


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


_VALUE = re.compile(r"[ \t\xa0]*-?\d+(?:\.\d+)?(?:万?元)?[ \t\xa0]*")
_WIDEST_ROW = 7


def table_of_cells(text: str) -> list[list[str]]:
    """One cell a line as rows: a label and the values behind it; a row of values that is too long for any label stands alone."""
    rows: list[list[str]] = []
    for line in filter(str.strip, text.split("\n")):
        if rows and _VALUE.fullmatch(line):
            rows[-1].append(line.strip())
        else:
            rows.append([line.strip()])
    parted = [[row[:1], row[1:]] if len(row) > _WIDEST_ROW + 2 else [row] for row in rows]
    return [row for rows_of_one in parted for row in rows_of_one]


def table_of_pipes(text: str) -> list[list[str]]:
    """Cells between pipes; the bars at both ends of a line are its frame."""
    return [re.sub(r"^\|| *\|$", "", line.strip()).split("|") for line in text.split("\n") if line.strip()]


def tagged_table(rows: list[list[str]]) -> str:
    lines = ("<tr>" + "".join(f"<td>{html.escape(c.strip()) or '&nbsp;'}</td>" for c in row) + "</tr>\n" for row in rows)
    return f"<table>\n{''.join(lines)}</table>"


def web_page(head: str, rows: list[list[str]], tail: str) -> str:
    def words(text: str) -> str:
        return "".join(f"<p>{html.escape(line)}</p>\n" for line in text.split("\n") if line.strip())

    return f"<html><head><meta charset='utf-8'></head><body>{words(head)}{tagged_table(rows)}{words(tail)}</body></html>"


def around_table(text: str, first: str, behind: str) -> tuple[str, str, str]:
    start, end = text.index(first), text.index(behind, text.index(first))
    return text[:start], text[start:end], text[end:]


def test_a_table_one_cell_a_line_gives_the_facts_of_the_same_table_on_a_web_page(texts, plain):
    name = next(n for n in texts if n.startswith("002"))
    head, table, tail = around_table(texts[name], "第二十条第(一)项", "五、")
    rows = table_of_cells(table)
    found = read({"page.html": web_page(head, rows, tail), "tagged.txt": f"{head}\n{tagged_table(rows)}\n{tail}"})
    assert facts(found, "page.html") == facts(plain, name)
    assert facts(found, "tagged.txt") == facts(plain, name)


def test_a_table_of_pipes_gives_the_facts_of_the_same_table_on_a_web_page_and_one_cell_a_line(texts, plain):
    name = next(n for n in texts if n.startswith("003"))
    lines = texts[name].split("\n")
    piped = [n for n, line in enumerate(lines) if "|" in line]
    head, tail = "\n".join(lines[: piped[0]]), "\n".join(lines[piped[-1] + 1 :])
    rows = table_of_pipes("\n".join(lines[piped[0] : piped[-1] + 1]))
    assert len(rows) > 30
    flat = head + "\n" + "\n\n".join(cell.strip() or "\u00a0" for row in rows for cell in row) + "\n\n" + tail
    tagged = f"{head}\n{tagged_table(rows)}\n{tail}"
    found = read({"page.html": web_page(head, rows, tail), "flat.txt": flat, "tagged.txt": tagged})
    assert facts(found, "page.html") == facts(plain, name)
    assert facts(found, "tagged.txt") == facts(plain, name)
    assert facts(found, "flat.txt") == facts(plain, name)


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


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda f: f.__name__)
def test_each_damage_changes_some_report(damage, texts):
    assert any(damage(text) != text for text in texts.values())
