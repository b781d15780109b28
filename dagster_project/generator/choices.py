"""What is decided about a report before it is written: form, printing, wording, dress.

The mixture of a corpus: every form, layout, medium and damage, the plain ones more often. Does not belong here: carrying it out.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dagster_project.generator.agencies import Agency
from dagster_project.generator.documents import Wording
from dagster_project.generator.figures import Figures
from dagster_project.generator.layouts import LAYOUTS
from dagster_project.generator.media import Dress
from dagster_project.generator.printing import Printing


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
    if year >= 2014:
        return "r2014"
    return agency.local_form or rng.choice((None, "r2008_zj", "r2008_sh"))


YEARS_SIDE_BY_SIDE = ("pipe", "pipe_grid", "tabbed", "flattened")
"""Layouts in which two values of a row can be told apart."""
GLOSSED = {"pinyin", "pinyin_untoned", "wide_digits", "invisible"}
MEDIUM_WEIGHTS = {"txt": 75, "html": 12, "md": 4, "docx": 5, "pdf": 4}


def choose(agency: Agency, figures: Figures, rng: random.Random, media: Sequence[str] = ("txt",)) -> Choice:
    """The mixture of a corpus: every form, layout, medium and damage, the plain ones more often."""
    form = form_of(agency, figures.year, rng)
    layouts = list(LAYOUTS)
    layout = rng.choices(layouts, weights=[6 if x == "flattened" else 4 if x.startswith("pipe") else 2 for x in layouts])[0]
    dress = Dress(medium=rng.choices(media, weights=[MEDIUM_WEIGHTS[m] for m in media])[0], layout=layout)
    printing = choose_printing(form, layout, rng)
    wording = Wording(
        filler=rng.randint(8, 40),
        noise=rng.randint(1, 10),
        chrome=rng.random() < 0.4,
        title_style=rng.choice((0, 0, 0, 1, 1, 2, 3)),
        signature=rng.choice(("end", "end", "end", "top", "none")),
        lost_digits=rng.random() < 0.05,
        advertising=rng.random() < 0.03,
        hijacked_name=rng.random() < 0.02,
    )
    if wording.hijacked_name:
        wording.signature = "end"
    dress.gap = rng.choice(("\n", "\n", "\n\n"))
    dress.indent = rng.choice(("", "", "　　"))
    dress.padding = rng.choice((0.0, 0.0, 0.0, 0.4))
    _choose_damage(dress, rng)
    return Choice(form, printing, wording, dress)


def choose_printing(form: str | None, layout: str, rng: random.Random) -> Printing:
    printing = Printing(
        enumerator=rng.choice((".", ".", ".", "、")),
        short_labels=rng.random() < 0.3,
        quotes=rng.choice(("“”", "“”", '""', "「」")),
        split_headers=layout == "flattened" and rng.random() < 0.3,
        loose_headers=rng.random() < 0.1,
        unit_in_cell=layout != "glued" and rng.random() < 0.06,
        local_rows=rng.random() < 0.08,
        dropped_rows=rng.choice((0.0, 0.0, 0.0, 0.1)) if form in ("r2019", "r2021") else 0.0,
    )
    if layout == "spaced":
        return printing
    if layout == "filled_only" or rng.random() < 0.25:
        printing.zero, printing.zero_share = "", 1.0 if layout == "filled_only" else rng.choice((1.0, 0.6))
    elif rng.random() < 0.1:
        printing.zero, printing.zero_share = rng.choice(("-", "—", "/")), rng.choice((1.0, 0.5))
    if form in ("r2008_zj", "r2014") and layout in YEARS_SIDE_BY_SIDE and rng.random() < 0.08:
        printing.years = rng.choice(("before", "behind"))
    if form in ("r2008_zj", "r2008_sh", "r2014") and rng.random() < 0.2:
        printing.unreported_share = rng.choice((0.1, 0.5, 0.85))
    return printing


def _choose_damage(dress: Dress, rng: random.Random) -> None:
    if rng.random() < 0.6:
        dress.damage.add("folded_punctuation")
    if rng.random() < 0.15:
        dress.damage.add("traditional" if rng.random() < 0.75 else "over_converted")
        if rng.random() < 0.4:
            dress.damage |= {"pinyin", "folded_punctuation"}
    elif rng.random() < 0.05:
        dress.damage |= {"pinyin_untoned", "folded_punctuation"}
    if rng.random() < 0.06:
        dress.damage.add("wide_digits")
    if rng.random() < 0.06:
        dress.damage.add("invisible")
    if rng.random() < 0.06:
        dress.damage.add("lost_characters")
    if rng.random() < 0.03 and dress.damage <= {"folded_punctuation"}:
        dress.damage.add("byte_slip")
    dress.wrapped = dress.medium == "txt" and rng.random() < 0.07
    if rng.random() < 0.03 and dress.medium in ("txt", "md"):
        kinds = ["mojibake_gbk", "mojibake_utf8"]
        if not dress.damage & GLOSSED:
            kinds += ["mojibake_lossy"]  # brackets and full-width digits between all characters leave nothing whole
        dress.damage.add(rng.choice(kinds))
    elif rng.random() < 0.12 and "invisible" not in dress.damage and dress.medium in ("txt", "md", "html"):
        dress.encoding = "gb18030"
