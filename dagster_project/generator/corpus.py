"""The corpus: which agencies report, in which years, as a stream of files with their truth.

`generate` is the entry of the fuzzer and the benchmark. Everything follows from the seed: each agency has its own random.Random, so
report n of a seed is the same whatever the size of the corpus. Does not belong here: how a single report is written (writing.py).
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from dagster_project.generator.agencies import Agency, agencies
from dagster_project.generator.choices import Choice, Chooser, choose
from dagster_project.generator.documents import Block, Document, Wording, regime_of
from dagster_project.generator.figures import Figures, History
from dagster_project.generator.grids import invented_form
from dagster_project.generator.media import Dress, render
from dagster_project.generator.packing import packed
from dagster_project.generator.planting import plant
from dagster_project.generator.printing import Printing
from dagster_project.generator.truth import DocumentTruth, SampleReport, SampleSummary, write_files
from dagster_project.generator.writing import Writer

LAST_YEAR = 2024
DEFAULT_MEDIA = ("txt", "md")
"""What a corpus is written in unless asked otherwise: the media with exact spans. `MEDIA` has the others."""


def generate(
    reports: int,
    seed: int,
    *,
    media: Sequence[str] = DEFAULT_MEDIA,
    first_year: int = 2008,
    last_year: int = LAST_YEAR,
    negative_share: float = 0.03,
    planted_share: float = 0.12,
) -> Iterator[SampleReport]:
    """`reports` files with their truth: agencies in random order, each with a run of consecutive years; a share is no report."""
    from dagster_project.generator.negatives import blank_template, negative

    chooser = partial(choose, media=tuple(media))
    order = random.Random(f"{seed}/agencies")
    made = 0
    for number, agency in enumerate(agencies(order)):
        if made >= reports:
            return
        rng = random.Random(f"{seed}/{number}")
        years = _years(agency, rng, first_year, last_year)
        for report in history(agency, years, rng, chooser, planted_share=planted_share):
            if made >= reports:
                return
            made += 1
            yield report
        if rng.random() < negative_share * 2.7 and made < reports:
            made += 1
            make = rng.choices((negative, blank_template, unknown_form), weights=(8, 1, 2))[0]
            yield make(agency, years[0], rng, f"no_report_{number}")


def _years(agency: Agency, rng: random.Random, first_year: int, last_year: int) -> range:
    """A run of one to six years within what the agency and the forms cover."""
    earliest = max(first_year, agency.first_year)
    start = rng.randint(min(earliest, last_year), last_year)
    return range(start, min(last_year, start + rng.choice((0, 0, 1, 2, 3, 5))) + 1)


def history(
    agency: Agency,
    years: Sequence[int],
    rng: random.Random,
    chooser: Chooser = choose,
    *,
    shape: Mapping[int, float] | None = None,
    planted_share: float = 0.0,
) -> Iterator[SampleReport]:
    """The reports of one agency, year after year, from one simulation. An error is planted in the last year only."""
    past = History(agency, rng, shape)
    before: Figures | None = None
    for year in years:
        figures = past.next_year(year)
        choice = chooser(agency, figures, rng)
        if year == years[-1] and rng.random() < planted_share:
            choice = plant(choice, figures, rng)
        yield write(agency, figures, choice, rng, before=before)
        before = figures


def write(agency: Agency, figures: Figures, choice: Choice, rng: random.Random, *, before: Figures | None = None) -> SampleReport:
    """One report in its dress."""
    if before is None or regime_of(before.year) != regime_of(figures.year):
        choice.printing.years = ""
    writer = Writer(agency, figures, before=before, form=choice.form, printing=choice.printing, wording=choice.wording, rng=rng)
    document = writer.write()
    rendered = render(document, choice.dress, rng)
    doc = f"{file_stem(agency, figures.year)}.{choice.dress.medium}"
    delivery = f"{figures.year + 1}"
    told_wrong = {k for k, v in choice.wording.told.items() if v is not None}
    planted = () if told_wrong - writer.story.told else choice.planted
    truth = _document_truth(doc, document, choice, planted)
    return SampleReport(f"{delivery}/{doc}", rendered.content, truth, rendered.text, rendered.exact)


def unknown_form(agency: Agency, year: int, rng: random.Random, stem: str) -> SampleReport:
    """A report with a table of statistics that no form of the catalogue describes: to be set aside, not forced into one that it is not."""
    figures = History(agency, rng, None).next_year(year)
    choice = choose(agency, figures, rng)
    writer = Writer(agency, figures, before=None, form=None, printing=Printing(), wording=Wording(signature="none"), rng=rng)
    document = writer.write()
    document.blocks.append(Block("table", grid=invented_form(rng)))
    dress = Dress(layout=rng.choice(("pipe", "pipe_grid", "tabbed", "flattened")), gap=choice.dress.gap)
    rendered = render(document, dress, rng)
    doc = f"{stem}_unknown_form.txt"
    truth = DocumentTruth(
        doc=doc, delivery=str(year + 1), kind="unknown_form", expected_status="quarantined", medium="txt", encoding="utf-8"
    )
    return SampleReport(f"{year + 1}/{doc}", rendered.content, truth, rendered.text)


def file_stem(agency: Agency, year: int) -> str:
    """Unique over the corpus: one agency has one report a year."""
    body = agency.short if agency.kind in ("township", "zone") else agency.name.removesuffix("人民政府")
    return f"{agency.division_code}_{body}_{year}"


def _document_truth(doc: str, document: Document, choice: Choice, planted: tuple[str, ...]) -> DocumentTruth:
    agency, dress = document.agency, choice.dress
    damage = {d for d in dress.damage if d != "folded_punctuation"}
    damage |= {"line_wrap"} if dress.wrapped else set()
    damage |= {"advertising"} if choice.wording.advertising else set()
    damage |= {"chrome"} if choice.wording.chrome else set()
    damage |= {"lost_digits"} if choice.wording.lost_digits else set()
    damage |= {"hijacked_name"} if choice.wording.hijacked_name else set()
    damage |= {"two_years"} if choice.printing.years else set()
    return DocumentTruth(
        doc=doc,
        delivery=f"{document.year + 1}",
        agency_zh=agency.name,
        agency_level=agency.level,
        division_code=agency.division_code,
        report_year=document.year,
        regime=document.regime,
        form=choice.form,
        script="traditional" if dress.damage & {"traditional", "over_converted"} else "simplified",
        medium=dress.medium,
        layout=(dress.layout if dress.medium == "txt" else dress.medium) if choice.form else "prose",
        encoding=dress.encoding,
        contamination=tuple(sorted(damage)),
        published_on=document.published_on if document.date_shown else None,
        period_start=document.period[0],
        period_end=document.period[1],
        planted=planted,
    )


def write_sample(out: Path, reports: int, seed: int, *, media: Sequence[str] = DEFAULT_MEDIA, packed_share: float = 0.0) -> SampleSummary:
    """A corpus on disk; a share of its reports lies in archives, corpora and crawls."""
    made = generate(reports, seed, media=media)
    return write_files(out, packed(made, random.Random(f"{seed}/packing"), packed_share))
