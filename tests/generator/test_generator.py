"""The generator's promises: the same seed gives the same corpus, the truth is exact, the figures agree with each other."""

from __future__ import annotations

import random
import re
import unicodedata
from collections import Counter
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dagster_project.catalogue import APPLICANT_TYPES
from dagster_project.generator import SampleReport, demo, generate, write_sample
from dagster_project.generator.agencies import government, place
from dagster_project.generator.choices import Choice, choose
from dagster_project.generator.corpus import write
from dagster_project.generator.damage import DAMAGES, damaged
from dagster_project.generator.documents import Wording
from dagster_project.generator.figures import History
from dagster_project.generator.forms import catalogue, rows_of
from dagster_project.generator.layouts import LAYOUTS
from dagster_project.generator.media import MEDIA, Dress
from dagster_project.generator.phrases import chinese, phrases
from dagster_project.generator.printing import Printing

CORPUS = 400
MANY = settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module")
def corpus() -> list[SampleReport]:
    return list(generate(CORPUS, seed=20, media=tuple(MEDIA)))


def read_number(words: str) -> Decimal:
    """The printed figure as a number: full width, thousands separators, a Chinese numeral."""
    plain = unicodedata.normalize("NFKC", words).replace(",", "").replace(" ", "").rstrip("%")
    numerals = {chinese(n): n for n in range(1, 100)} | {"兩": 2}
    return Decimal(numerals[plain]) if plain in numerals else Decimal(plain)


def test_a_seed_gives_the_same_corpus_whatever_its_size() -> None:
    short, long = list(generate(15, seed=3)), list(generate(40, seed=3))
    assert [(r.path, r.content) for r in short] == [(r.path, r.content) for r in long[:15]]
    assert [r.content for r in short] != [r.content for r in generate(15, seed=4)]


def test_file_names_are_unique(corpus: list[SampleReport]) -> None:
    names = Counter(r.path.rpartition("/")[2] for r in corpus)
    assert len(names) == CORPUS
    assert all(r.document.doc == r.path.rpartition("/")[2] for r in corpus)


def test_files_decode_to_the_text_of_the_truth(corpus: list[SampleReport]) -> None:
    exact = [r for r in corpus if r.exact]
    assert exact
    for report in exact:
        assert report.content.decode(report.document.encoding or "utf-8") == str(report.text)


def test_spans_read_the_value(corpus: list[SampleReport]) -> None:
    read = 0
    for report in corpus:
        if not report.exact:
            continue
        source = str(report.text)
        for mark in report.text.facts:
            assert 0 <= mark.start < mark.end <= len(source)
            if mark.value_start < 0:
                assert mark.fact.value in (None, 0)
                continue
            assert mark.start <= mark.value_start < mark.value_end <= mark.end
            if "mojibake" in "".join(report.document.contamination) and not source[mark.value_start].isdigit():
                continue
            printed = read_number(source[mark.value_start : mark.value_end])
            behind = unicodedata.normalize("NFKC", source[mark.value_end : mark.value_end + 1]).replace("萬", "万")
            garbled = "mojibake" in "".join(report.document.contamination)
            in_ten_thousands = (behind == "万" or garbled) and mark.fact.unit != "10k_yuan" and mark.fact.value != printed
            assert mark.fact.value == (printed * 10_000 if in_ten_thousands else printed), (report.path, mark)
            read += 1
    assert read > CORPUS * 20


def test_every_digit_is_in_exactly_one_number(corpus: list[SampleReport]) -> None:
    digits = 0
    for report in corpus:
        if not report.document.is_report:
            continue
        source = str(report.text)
        cover = bytearray(len(source))
        for number in report.text.numbers:
            for position in range(number.start, number.end):
                cover[position] += 1
        for match in re.finditer(r"[0-9０-９]", source):
            assert cover[match.start()] == 1, (report.path, source[match.start() - 10 : match.start() + 10])
            digits += 1
    assert digits > CORPUS * 50


FORM_YEARS = {"r2008_zj": 2012, "r2008_sh": 2012, "r2014": 2016, "r2019": 2020, "r2021": 2023}


@pytest.mark.parametrize("form", FORM_YEARS)
@pytest.mark.parametrize("layout", [*LAYOUTS, *(m for m in MEDIA if m != "txt")])
def test_every_form_is_drawn_in_every_layout_and_medium(form: str, layout: str) -> None:
    agency = government(place("331024"))
    figures = History(agency, random.Random(4)).next_year(FORM_YEARS[form])
    dress = Dress(medium=layout, layout="pipe") if layout in MEDIA else Dress(layout=layout)
    report = write(agency, figures, Choice(form, Printing(), Wording(), dress), random.Random(1))
    assert report.document.layout == layout
    drawn = {(m.fact.indicator_id, m.fact.applicant_type) for m in report.text.facts if m.fact.source_kind == "table"}
    assert len(drawn) == sum(m.fact.source_kind == "table" for m in report.text.facts)
    with_figures = {r.indicator_id for r in rows_of(form) if not r.is_header and r.numbering not in ("K1", "K2", "K3", "K4", "K5")}
    local = {"other_public_documents_made_new", "applications_outcome_group"}
    assert {i for i, _ in drawn} == {i for i in with_figures if not i.startswith("dim_")} - local


def test_the_mixture_reaches_every_form_layout_and_damage() -> None:
    agency, rng = government(place("331024")), random.Random(6)
    years = [History(agency, random.Random(y)).next_year(y) for y in range(2008, 2025)]
    choices = [choose(agency, figures, rng, tuple(MEDIA)) for figures in years for _ in range(150)]
    assert {c.form for c in choices} >= {None, "r2008_zj", "r2014", "r2019", "r2021"}
    assert {c.dress.layout for c in choices} == set(LAYOUTS)
    assert {c.dress.medium for c in choices} == set(MEDIA)
    assert {d for c in choices for d in c.dress.damage} == set(DAMAGES)


def test_no_indicator_outside_the_catalogue(corpus: list[SampleReport]) -> None:
    used = {(m.fact.form, m.fact.indicator_id) for r in corpus for m in r.text.facts}
    assert used <= set(catalogue())
    told = {i.split("/")[0] for topic in phrases().values() for p in topic for i in p.needs | p.zeros}
    assert {("narrative", i) for i in told} <= set(catalogue())


def test_common_indicators_have_many_phrasings() -> None:
    count = Counter(i.split("/")[0] for topic in phrases().values() for p in topic for i in p.needs | p.zeros)
    for indicator in (
        "n_disclosed_total",
        "n_applications_received",
        "n_applications_answered",
        "n_outcome_granted",
        "n_review_cases",
        "n_litigation_cases",
        "n_training_courses",
        "n_policy_interpretations",
        "n_processing_fee",
        "n_complaints",
    ):
        assert count[indicator] >= 8, indicator


def table(report: SampleReport) -> dict[tuple[str, str | None], int]:
    """The form's figures; a blank is a zero where the generator prints zeros as blanks."""
    return {(m.fact.indicator_id, m.fact.applicant_type): m.fact.value or 0 for m in report.text.facts if m.fact.source_kind == "table"}


@MANY
@given(st.integers(0, 10**9))
def test_figures_obey_the_identities_of_the_forms(seed: int) -> None:
    checked = 0
    for report in generate(12, seed):
        cells = table(report)
        if report.document.form not in ("r2019", "r2021") or report.document.planted or report.document.medium != "txt":
            continue
        for applicant in APPLICANT_TYPES:
            leaves = sum(v for (i, a), v in cells.items() if a == applicant and i.startswith("outcome_"))
            done, over = cells["applications_concluded_total", applicant], cells["applications_carried_over", applicant]
            assert done == leaves
            assert cells["applications_received_new", applicant] + cells["applications_carried_in", applicant] == done + over
        for indicator in {i for i, a in cells if a}:
            assert cells[indicator, "total"] == sum(cells[indicator, a] for a in APPLICANT_TYPES[:-1])
        for block in ("review", "litigation_direct", "litigation_after_review"):
            parts = ("upheld", "corrected", "other_result", "pending")
            assert cells[f"{block}_total", None] == sum(cells[f"{block}_{p}", None] for p in parts)
        checked += 1
    assert checked or seed >= 0


@MANY
@given(st.integers(0, 10**9))
def test_what_a_year_carries_over_the_next_carries_in(seed: int) -> None:
    reports = [r for r in generate(25, seed, negative_share=0) if r.document.form in ("r2019", "r2021") and not r.document.planted]
    for a, b in pairwise(reports):
        if a.document.agency_zh != b.document.agency_zh or b.document.report_year != (a.document.report_year or 0) + 1:
            continue
        for applicant in APPLICANT_TYPES:
            assert table(a)["applications_carried_over", applicant] == table(b)["applications_carried_in", applicant]


@pytest.mark.parametrize("kind", sorted(DAMAGES))
def test_damage_moves_the_truth_with_the_text(kind: str) -> None:
    changed = 0
    for report in generate(6, seed=11, negative_share=0):
        if not report.exact or report.document.contamination:
            continue
        after = damaged(report.text, {kind, "traditional"} if kind == "pinyin" else {kind}, random.Random(1))
        changed += str(after) != str(report.text)
        before_text, after_text = str(report.text), str(after)
        for old, new in zip(report.text.numbers, after.numbers, strict=True):
            token = before_text[old.start : old.end]
            if token.isascii():
                assert unicodedata.normalize("NFKC", after_text[new.start : new.end]) == token
    assert changed or kind == "folded_punctuation"


def test_the_demo_county_reports_every_year_through_every_regime() -> None:
    reports = list(demo())
    county = [r.document for r in reports if r.document.agency_zh == "仙居县人民政府"]
    assert [d.report_year for d in county] == list(range(2009, 2025))
    assert {d.regime for d in county} == {"r2008", "r2014", "r2019", "r2021"}
    assert {r.document.form for r in reports} >= {"r2008_zj", "r2008_sh", "r2014", "r2019", "r2021"}
    assert {r.document.expected_status for r in reports} == {"accepted", "not_a_report", "quarantined"}
    assert [r.document.planted for r in reports if r.document.planted], "the demo has no finding to show"


def test_a_sample_on_disk_carries_its_truth(tmp_path) -> None:
    import polars as pl

    summary = write_sample(tmp_path, 30, seed=2)
    documents = pl.read_parquet(tmp_path / "truth_documents.parquet")
    truth = pl.read_parquet(tmp_path / "truth.parquet")
    assert documents.height == summary.files == 30
    assert truth.height == summary.facts > 0
    for row in documents.iter_rows(named=True):
        assert (tmp_path / row["delivery"] / row["doc"]).is_file()
    assert set(truth["doc"]) <= set(documents.filter("is_report")["doc"])
    numbers = pl.read_parquet(tmp_path / "truth_numbers.parquet")
    assert numbers.height == summary.numbers > truth.height
