"""What looks like a report and is none: recipes, news, guides, notices, half-year reports, blank templates, broken files.

Texts are data (data/negatives.csv), in the phrase language. A warehouse must keep all of them out: `not_a_report` for what can be read,
`quarantined` for what cannot.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import lru_cache

from dagster_project.generator.agencies import DATA_DIR, Agency, read_csv
from dagster_project.generator.figures import Figures
from dagster_project.generator.forms import catalogue
from dagster_project.generator.grids import form_tables
from dagster_project.generator.layouts import Drawing, draw
from dagster_project.generator.phrases import Phrase, Story, parse, tell
from dagster_project.generator.printing import Printer, Printing
from dagster_project.generator.text import Text
from dagster_project.generator.truth import DocumentTruth, SampleReport


@lru_cache(maxsize=1)
def negative_texts() -> tuple[tuple[str, tuple[Phrase, ...]], ...]:
    """(kind, paragraphs) of each text."""
    texts: dict[str, tuple[str, list[Phrase]]] = {}
    for row in read_csv(DATA_DIR / "negatives.csv"):
        texts.setdefault(row["number"], (row["kind"], []))[1].append(parse(row["kind"], "", row["text"]))
    return tuple((kind, tuple(paragraphs)) for kind, paragraphs in texts.values())


def negative(agency: Agency, year: int, rng: random.Random, stem: str, number: int | None = None) -> SampleReport:
    """One readable text that is no report."""
    texts = negative_texts()
    kind, paragraphs = texts[number % len(texts)] if number is not None else rng.choice(texts)
    story = Story(agency, year, {}, {}, {}, rng)
    text = Text()
    for paragraph in paragraphs:
        text.append(tell(paragraph, story))
        text.plain("\n")
    return _sample(text, str(text).encode(), f"{stem}_{kind}.txt", year=year, kind=kind, status="not_a_report")


def blank_template(agency: Agency, year: int, rng: random.Random, stem: str) -> SampleReport:
    """The prescribed form with nothing filled in."""
    form = "r2021" if year >= 2021 else "r2019"
    empty = Figures(year, {}, {i: [0] * 6 for f, i in catalogue() if f == form})
    printer = Printer(form, empty, Printing(zero=""), rng)
    text = Text("政府信息公开工作年度报告格式\n")
    titles = (
        "总体情况",
        "主动公开政府信息情况",
        "收到和处理政府信息公开申请情况",
        "政府信息公开行政复议、行政诉讼情况",
        "存在的主要问题及改进情况",
        "其他需要报告的事项",
    )
    tables = {1: "table2", 2: "table3", 3: "table4"}
    for n, title in enumerate(titles):
        text.classed("一二三四五六"[n] + "、", "enumerator")
        text.plain(title + "\n")
        if n in tables:
            draw(form_tables(form)[tables[n]](form, printer), "pipe", Drawing(text, rng))
        else:
            text.plain("（文字描述）\n")
    text.facts.clear()
    return _sample(text, str(text).encode(), f"{stem}_template.txt", year=year, kind="template", status="not_a_report")


def broken(agency: Agency, year: int, rng: random.Random) -> Iterator[SampleReport]:
    """Files that cannot be read: nothing in it, nothing but blanks, random bytes."""
    yield _sample(Text(), b"", "empty.txt", year=year, kind="empty", status="quarantined")
    yield _sample(Text(), rng.randbytes(4096), "random_bytes.txt", year=year, kind="random_bytes", status="quarantined")


def _sample(text: Text, content: bytes, doc: str, *, year: int, kind: str, status: str) -> SampleReport:
    delivery = str(year + 1)
    truth = DocumentTruth(doc=doc, delivery=delivery, kind=kind, expected_status=status, medium="txt", encoding="utf-8")
    return SampleReport(f"{delivery}/{doc}", content, truth, text)
