"""The corpus: which reports are made, in which dress, and their truth as tables.

`generate` is the fuzzer's and the benchmark's entry, `write_sample` puts a corpus on disk. Everything follows from the seed: each agency has
its own random.Random, so report n of a seed is the same whatever the size of the corpus.
Does not belong here: how a single report is written (documents.py).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from dagster_project.generator.agencies import Agency, agencies
from dagster_project.generator.documents import Document, Wording, Writer
from dagster_project.generator.figures import Figures, History
from dagster_project.generator.grids import Printing
from dagster_project.generator.layouts import LAYOUTS
from dagster_project.generator.media import Dress, Rendered, render
from dagster_project.generator.text import Fact, Mark, Text

LAST_YEAR = 2024

MONEY_AND_COUNTS = pl.Decimal(24, 6)
TRUTH_SCHEMA = pl.Schema(
    {
        "doc": pl.String,
        "form": pl.String,
        "indicator_id": pl.String,
        "applicant_type": pl.String,
        "qualifier": pl.String,
        "value": MONEY_AND_COUNTS,
        "value_state": pl.String,
        "is_approximate": pl.Boolean,
        "unit": pl.String,
        "unit_zh": pl.String,
        "period_year": pl.Int32,
        "scope": pl.String,
        "source_kind": pl.String,
        "evidence": pl.String,
        "raw_start": pl.Int32,
        "raw_end": pl.Int32,
        "value_start": pl.Int32,
        "value_end": pl.Int32,
        "strict": pl.Int8,
        "notes": pl.String,
    }
)
DOCUMENT_SCHEMA = pl.Schema(
    {
        "doc": pl.String,
        "delivery": pl.String,
        "is_report": pl.Boolean,
        "expected_status": pl.String,
        "kind": pl.String,
        "agency_zh": pl.String,
        "agency_level": pl.String,
        "division_code": pl.String,
        "report_year": pl.Int32,
        "regime": pl.String,
        "form": pl.String,
        "script": pl.String,
        "medium": pl.String,
        "layout": pl.String,
        "encoding": pl.String,
        "contamination": pl.List(pl.String),
        "published_on": pl.Date,
        "period_start": pl.Date,
        "period_end": pl.Date,
        "planted": pl.List(pl.String),
    }
)
NUMBER_SCHEMA = pl.Schema({"doc": pl.String, "token": pl.String, "start": pl.Int32, "end": pl.Int32, "class": pl.String})


@dataclass(frozen=True, slots=True)
class DocumentTruth:
    """What is true of a document as a whole. `expected_status`: accepted | not_a_report | quarantined."""

    doc: str
    delivery: str
    kind: str = "report"
    expected_status: str = "accepted"
    agency_zh: str | None = None
    agency_level: str | None = None
    division_code: str | None = None
    report_year: int | None = None
    regime: str | None = None
    form: str | None = None
    script: str | None = None
    medium: str | None = None
    layout: str | None = None
    encoding: str | None = None
    contamination: tuple[str, ...] = ()
    published_on: date | None = None
    period_start: date | None = None
    period_end: date | None = None
    planted: tuple[str, ...] = ()

    @property
    def is_report(self) -> bool:
        return self.expected_status == "accepted"

    def row(self) -> dict[str, object]:
        names = [n for n in DOCUMENT_SCHEMA if n != "is_report"]
        row: dict[str, object] = {n: getattr(self, n) for n in names}
        return row | {"is_report": self.is_report, "contamination": list(self.contamination), "planted": list(self.planted)}


@dataclass(frozen=True, slots=True)
class SampleReport:
    """One file of a corpus and the truth of it. `text` holds facts and numbers with their spans."""

    path: str
    content: bytes
    document: DocumentTruth
    text: Text = field(default_factory=Text)
    exact: bool = True

    def truth_rows(self) -> list[dict[str, object]]:
        """Rows of truth.parquet."""
        source = str(self.text)
        return [_fact_row(self.document.doc, m, source, self.exact) for m in self.text.facts]

    def number_rows(self) -> list[dict[str, object]]:
        """Rows of truth_numbers.parquet; only where positions are those of the file."""
        if not self.exact:
            return []
        source, doc = str(self.text), self.document.doc
        return [{"doc": doc, "token": source[n.start : n.end], "start": n.start, "end": n.end, "class": n.number_class} for n in self.text.numbers]


def _fact_row(doc: str, mark: Mark, source: str, exact: bool) -> dict[str, object]:
    f: Fact = mark.fact
    valued = exact and mark.value_start >= 0
    return {
        "doc": doc,
        "form": f.form,
        "indicator_id": f.indicator_id,
        "applicant_type": f.applicant_type,
        "qualifier": f.qualifier,
        "value": f.value,
        "value_state": f.value_state,
        "is_approximate": f.is_approximate,
        "unit": f.unit,
        "unit_zh": f.unit_zh,
        "period_year": f.period_year,
        "scope": f.scope,
        "source_kind": f.source_kind,
        "evidence": source[mark.start : mark.end],
        "raw_start": mark.start if exact else None,
        "raw_end": mark.end if exact else None,
        "value_start": mark.value_start if valued else None,
        "value_end": mark.value_end if valued else None,
        "strict": f.strict,
        "notes": f.notes,
    }


@dataclass(frozen=True, slots=True)
class Choice:
    """Everything that is decided about one report before it is written."""

    form: str | None
    printing: Printing
    wording: Wording
    dress: Dress
    planted: tuple[str, ...] = ()


Chooser = Callable[[Agency, Figures, random.Random], Choice]


def form_of(agency: Agency, year: int, rng: random.Random, prose_share: float = 0.35) -> str | None:
    """The table that a body prints in a year; None for prose only."""
    if year >= 2019:
        return ("r2019" if year <= 2020 else "r2021") if rng.random() > prose_share * 0.15 else None
    if rng.random() < prose_share:
        return None
    return "r2014" if year >= 2014 else agency.local_form


def choose(agency: Agency, figures: Figures, rng: random.Random) -> Choice:
    """The mixture of a corpus: every form, layout, medium and damage, the plain ones more often."""
    form = form_of(agency, figures.year, rng)
    layouts = list(LAYOUTS)
    layout = rng.choices(layouts, weights=[6 if x == "flattened" else 4 if x.startswith("pipe") else 2 for x in layouts])[0]
    dress = Dress(medium=rng.choices(("txt", "html"), weights=(85, 15))[0], layout=layout)
    printing = choose_printing(form, layout, rng)
    wording = Wording(
        filler=rng.randint(6, 16),
        noise=rng.randint(1, 7),
        chrome=rng.random() < 0.4,
        title_style=rng.choice((0, 0, 0, 1, 1, 2, 3)),
        signature=rng.choice(("end", "end", "end", "top", "none")),
        lost_digits=rng.random() < 0.05,
    )
    dress.gap = rng.choice(("\n", "\n", "\n\n"))
    dress.indent = rng.choice(("", "", "　　"))
    dress.padding = rng.choice((0.0, 0.0, 0.0, 0.4))
    _choose_damage(dress, rng)
    return Choice(form, printing, wording, dress)


def choose_printing(form: str | None, layout: str, rng: random.Random) -> Printing:
    printing = Printing(
        enumerator=rng.choice((".", ".", ".", "、")),
        short_labels=rng.random() < 0.3,
        quotes=rng.choice(("“”", "“”", "\"\"", "「」")),
        split_headers=layout == "flattened" and rng.random() < 0.3,
        dropped_rows=rng.choice((0.0, 0.0, 0.0, 0.1)) if form in ("r2019", "r2021") else 0.0,
    )
    if layout == "spaced":
        return printing
    if layout == "filled_only" or rng.random() < 0.25:
        printing.zero, printing.zero_share = "", 1.0 if layout == "filled_only" else rng.choice((1.0, 0.6))
    elif rng.random() < 0.1:
        printing.zero, printing.zero_share = rng.choice(("-", "—", "/")), rng.choice((1.0, 0.5))
    if form in ("r2008_zj", "r2008_sh", "r2014") and rng.random() < 0.2:
        printing.unreported_share = rng.choice((0.1, 0.5, 0.85))
    return printing


def _choose_damage(dress: Dress, rng: random.Random) -> None:
    if rng.random() < 0.6:
        dress.damage.add("folded_punctuation")
    if rng.random() < 0.15:
        dress.damage.add("traditional")
        if rng.random() < 0.4:
            dress.damage |= {"pinyin", "folded_punctuation"}
    elif rng.random() < 0.05:
        dress.damage |= {"pinyin_untoned", "folded_punctuation"}
    if rng.random() < 0.06:
        dress.damage.add("wide_digits")
    if rng.random() < 0.06:
        dress.damage.add("invisible")
    if rng.random() < 0.03 and dress.medium == "txt":
        dress.damage.add(rng.choice(("mojibake_gbk", "mojibake_utf8")))
    elif rng.random() < 0.12 and "invisible" not in dress.damage:
        dress.encoding = "gb18030"


def generate(
    reports: int,
    seed: int,
    chooser: Chooser = choose,
    first_year: int = 2008,
    last_year: int = LAST_YEAR,
    negative_share: float = 0.03,
) -> Iterator[SampleReport]:
    """`reports` files with their truth: agencies in random order, each with a run of consecutive years; a small share is no report at all."""
    from dagster_project.generator.negatives import blank_template, negative

    order = random.Random(f"{seed}/agencies")
    made = 0
    for number, agency in enumerate(agencies(order)):
        if made >= reports:
            return
        rng = random.Random(f"{seed}/{number}")
        years = _years(agency, rng, first_year, last_year)
        for report in history(agency, years, rng, chooser):
            if made >= reports:
                return
            made += 1
            yield report
        if rng.random() < negative_share * 2.7 and made < reports:
            made += 1
            make = negative if rng.random() < 0.9 else blank_template
            yield make(agency, years[0], rng, f"no_report_{number}")


def _years(agency: Agency, rng: random.Random, first_year: int, last_year: int) -> range:
    """A run of one to six years within what the agency and the forms cover."""
    earliest = max(first_year, agency.first_year)
    start = rng.randint(min(earliest, last_year), last_year)
    return range(start, min(last_year, start + rng.choice((0, 0, 1, 2, 3, 5))) + 1)


def history(
    agency: Agency, years: Iterable[int], rng: random.Random, chooser: Chooser = choose, shape: Mapping[int, float] | None = None
) -> Iterator[SampleReport]:
    """The reports of one agency, year after year, from one simulation."""
    past = History(agency, rng, shape)
    before: Figures | None = None
    for year in years:
        figures = past.next_year(year)
        yield write(agency, figures, before, chooser(agency, figures, rng), rng)
        before = figures


def write(agency: Agency, figures: Figures, before: Figures | None, choice: Choice, rng: random.Random, name: str | None = None) -> SampleReport:
    """One report in its dress."""
    document = Writer(agency, figures, before, choice.form, choice.printing, choice.wording, rng).write()
    rendered = render(document, choice.dress, rng)
    doc = f"{name or file_stem(agency, figures.year)}.{choice.dress.medium}"
    delivery = f"{figures.year + 1}"
    return SampleReport(f"{delivery}/{doc}", rendered.content, _document_truth(doc, delivery, document, choice, rendered), rendered.text, rendered.exact)


def file_stem(agency: Agency, year: int) -> str:
    """Unique over the corpus: one agency has one report a year."""
    body = agency.short if agency.kind in ("township", "zone") else agency.name.removesuffix("人民政府")
    return f"{agency.division_code}_{body}_{year}"


def _document_truth(doc: str, delivery: str, document: Document, choice: Choice, rendered: Rendered) -> DocumentTruth:
    agency, dress = document.agency, choice.dress
    damage = {d for d in dress.damage if d != "folded_punctuation"}
    damage |= {"chrome"} if choice.wording.chrome else set()
    damage |= {"lost_digits"} if choice.wording.lost_digits and document.year >= 2019 else set()
    return DocumentTruth(
        doc=doc,
        delivery=delivery,
        agency_zh=agency.name,
        agency_level=agency.level,
        division_code=agency.division_code,
        report_year=document.year,
        regime=document.regime,
        form=choice.form,
        script="traditional" if "traditional" in dress.damage else "simplified",
        medium=dress.medium,
        layout=dress.layout if choice.form and dress.medium == "txt" else ("html" if choice.form else "prose"),
        encoding=dress.encoding,
        contamination=tuple(sorted(damage)),
        published_on=document.published_on if document.date_shown else None,
        period_start=document.period[0] if document.period else None,
        period_end=document.period[1] if document.period else None,
        planted=choice.planted,
    )


@dataclass(frozen=True, slots=True)
class SampleSummary:
    """What was written."""

    folder: Path
    files: int
    reports: int
    bytes: int
    facts: int
    numbers: int


BATCH = 500


def write_sample(out: Path, reports: int, seed: int, source: Iterable[SampleReport] | None = None) -> SampleSummary:
    """Writes a corpus below `out`: deliveries as folders, and truth.parquet, truth_documents.parquet, truth_numbers.parquet beside them."""
    out.mkdir(parents=True, exist_ok=True)
    tables = _TruthTables(out)
    files = real = size = 0
    for report in source if source is not None else generate(reports, seed):
        target = out / report.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(report.content)
        tables.add(report)
        files, real, size = files + 1, real + report.document.is_report, size + len(report.content)
    facts, numbers = tables.close()
    return SampleSummary(out, files, real, size, facts, numbers)


class _TruthTables:
    """The truth on disk, written in batches so that a large corpus does not fill the memory."""

    def __init__(self, out: Path) -> None:
        import pyarrow.parquet as pq

        self.out = out
        self.schemas = {"truth": TRUTH_SCHEMA, "truth_documents": DOCUMENT_SCHEMA, "truth_numbers": NUMBER_SCHEMA}
        self.waiting: dict[str, list[dict[str, object]]] = {n: [] for n in self.schemas}
        self.counts = dict.fromkeys(self.schemas, 0)
        self.writers = {n: pq.ParquetWriter(out / f"{n}.parquet", pl.DataFrame(schema=s).to_arrow().schema) for n, s in self.schemas.items()}
        self.documents = 0

    def add(self, report: SampleReport) -> None:
        if report.document.is_report:
            self.waiting["truth"] += report.truth_rows()
            self.waiting["truth_numbers"] += report.number_rows()
        self.waiting["truth_documents"].append(report.document.row())
        self.documents += 1
        if self.documents % BATCH == 0:
            self._flush()

    def _flush(self) -> None:
        for name, rows in self.waiting.items():
            if rows:
                frame = pl.DataFrame(rows, schema=self.schemas[name])
                self.writers[name].write_table(frame.to_arrow())
                self.counts[name] += len(rows)
                rows.clear()

    def close(self) -> tuple[int, int]:
        self._flush()
        for writer in self.writers.values():
            writer.close()
        return self.counts["truth"], self.counts["truth_numbers"]


__all__ = ["Choice", "DocumentTruth", "SampleReport", "SampleSummary", "generate", "history", "write", "write_sample"]
