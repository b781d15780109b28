"""source_text -> clean text with the way back, and what was wrong with it.

Order of repair: bytes read with the wrong encoding, invisible characters, pinyin glosses, script, width and punctuation, words replaced by
advertising, chrome.
Each repair that changed something is named in `contamination`.
"""

from __future__ import annotations

from dataclasses import dataclass

from dagster_project.reports.cleaning.adverts import restore_words
from dagster_project.reports.cleaning.chrome import chrome_spans
from dagster_project.reports.cleaning.glosses import remove_glosses
from dagster_project.reports.cleaning.invisible import fold, remove_invisible
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
    text = Traced(source_text)
    found: list[str] = []
    if undo_mojibake(text):
        found.append("mojibake")
    if mend_slips(text):
        found.append("byte_slip")
    if remove_invisible(text):
        found.append("invisible")
    if remove_glosses(text):
        found.append("pinyin")
    script = to_simplified(text)
    if script != "simplified":
        found.append("traditional")
    if fold(text):
        found.append("odd_blanks")
    if restore_words(text):
        found.append("advertising")
    chrome = chrome_spans(text.text)
    if chrome:
        found.append("chrome")
    return Cleaning(
        CleanText(text.text, text.offsets.data, chrome, text.widths.data if text.widths is not None else ()),
        script,
        tuple(found),
    )
