"""source_text -> clean text with the way back, and what was wrong with it.

Order of repair: bytes read with the wrong encoding, invisible characters, left-over markup, pinyin glosses, script, width and punctuation,
words replaced by advertising, chrome.
Each repair that changed something is named in `contamination`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from dagster_project.reports.cleaning.adverts import restore_words
from dagster_project.reports.cleaning.chrome import chrome_spans
from dagster_project.reports.cleaning.glosses import remove_glosses
from dagster_project.reports.cleaning.invisible import fold, remove_invisible
from dagster_project.reports.cleaning.markup import remove_markup
from dagster_project.reports.cleaning.mojibake import undo_mojibake
from dagster_project.reports.cleaning.script import Script, to_simplified
from dagster_project.reports.cleaning.slips import mend_slips
from dagster_project.reports.cleaning.traced import Traced
from dagster_project.reports.model import CleanText


@dataclass(frozen=True, slots=True)
class Cleaning:
    """The cleaned text, the script it came in, and the kinds of damage repaired or set aside."""

    clean: CleanText
    script: Script
    contamination: tuple[str, ...]


def clean(source_text: str) -> Cleaning:
    """Repair, simplify and fold a text. Never fails: what cannot be repaired stays as it is."""
    return clean_all([source_text])[0]


def clean_all(source_texts: Iterable[str]) -> list[Cleaning]:
    """The same for many texts, one repair after the other: what a repair looks up is then at hand for all of them."""
    texts = list(map(Traced, source_texts))
    found: list[list[str]] = [[] for _ in texts]

    def note(damage: str, are_damaged: Iterable[bool]) -> None:
        for names, is_damaged in zip(found, are_damaged, strict=True):
            if is_damaged:
                names.append(damage)

    note("mojibake", map(undo_mojibake, texts))
    note("byte_slip", map(mend_slips, texts))
    note("invisible", map(remove_invisible, texts))
    note("markup", map(remove_markup, texts))
    note("pinyin", map(remove_glosses, texts))
    scripts = list(map(to_simplified, texts))
    note("traditional", (script != "simplified" for script in scripts))
    note("odd_blanks", map(fold, texts))
    note("advertising", map(restore_words, texts))
    chromes = [chrome_spans(text.text) for text in texts]
    note("chrome", map(bool, chromes))
    return [
        Cleaning(CleanText(text.text, text.offsets.data, chrome, text.widths.data if text.widths is not None else ()), script, tuple(names))
        for text, chrome, script, names in zip(texts, chromes, scripts, found, strict=True)
    ]
