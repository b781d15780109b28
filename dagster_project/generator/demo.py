"""The bundled sample: what a fresh clone builds its first warehouse from.

One county with a report for every year from 2009 to 2024, through all regimes, two of its bureaus and one of its towns, a county with
the other local form, some strangers, and a few files that must not become reports. The places exist; the figures are invented.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from dagster_project.generator import corpus
from dagster_project.generator.agencies import Agency, bureau, bureaus, government, place, township
from dagster_project.generator.choices import Choice
from dagster_project.generator.documents import Wording
from dagster_project.generator.figures import Figures
from dagster_project.generator.media import Dress
from dagster_project.generator.negatives import blank_template, broken, negative, negative_texts
from dagster_project.generator.printing import Printing
from dagster_project.generator.truth import SampleReport

DEMO_COUNTY = "331024"
"""仙居县 in Zhejiang, whose bodies used the form r2008_zj before 2014; its code did not change in these years."""
OTHER_COUNTY = "621122"
"""陇西县 in Gansu, with the form r2008_sh."""
SHAPE = {2013: 1.5, 2016: 1.4, 2020: 0.55, 2022: 1.6}
"""A rise before 2014 and after 2021, and a dip in 2020."""

WITH_AN_ERROR = "财政局"
"""The body whose last report breaks a rule on purpose, so that the first warehouse has a finding to show."""

LAYOUTS = ("pipe", "flattened", "pipe_grid", "tabbed", "glued")


def demo(seed: int = 1) -> Iterator[SampleReport]:
    """About sixty files."""
    county, other = place(DEMO_COUNTY), place(OTHER_COUNTY)
    kinds = {b["name"]: b for b in bureaus()}
    plan: list[tuple[Agency, range]] = [
        (government(county), range(2009, 2025)),
        (bureau(county, kinds["教育局"]), range(2015, 2025)),
        (bureau(county, kinds["财政局"]), range(2018, 2025)),
        (township(county, "横溪镇"), range(2017, 2025)),
        (government(other), range(2010, 2015)),
    ]
    for agency, years in plan:
        planted = 1.0 if agency.name.endswith(WITH_AN_ERROR) else 0.0
        yield from corpus.history(agency, years, random.Random(f"{seed}/{agency.name}"), _choose, shape=SHAPE, planted_share=planted)
    yield from corpus.generate(6, seed, negative_share=0, planted_share=0)
    yield from _no_reports(seed)


def _choose(agency: Agency, figures: Figures, rng: random.Random) -> Choice:
    """Every year has its table; the dress changes from year to year and is mostly mild."""
    year = figures.year
    form = (
        "r2021" if year >= 2021 else "r2019" if year >= 2019 else "r2014" if year >= 2014 else agency.local_form if year >= 2010 else None
    )
    dress = Dress(medium="txt", layout=LAYOUTS[year % len(LAYOUTS)], indent="　　" if year % 3 else "")
    if form == "r2008_sh":
        dress.layout = "pipe"
    dress.damage = {"folded_punctuation"} if year % 2 else set()
    if year in (2016, 2017):
        dress.damage |= {"traditional", "folded_punctuation"} | ({"pinyin"} if year == 2017 else set())
    dress.encoding = "gb18030" if year in (2011, 2014) else "utf-8"
    printing = Printing(zero="" if year == 2022 and agency.kind != "government" else "0", split_headers=year == 2020)
    wording = Wording(filler=8, noise=3, chrome=year % 3 == 0, signature="end")
    return Choice(form, printing, wording, dress)


def _no_reports(seed: int) -> Iterator[SampleReport]:
    rng = random.Random(f"{seed}/no reports")
    county = government(place(DEMO_COUNTY))
    wanted = {"recipe", "half_year", "notice", "news"}
    for number, (kind, _) in enumerate(negative_texts()):
        if kind in wanted:
            wanted.remove(kind)
            yield negative(county, 2023, rng, f"demo_{number}", number)
    yield blank_template(county, 2023, rng, "demo")
    yield from broken(county, 2023, rng)
