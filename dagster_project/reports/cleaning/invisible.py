"""Characters that a reader does not see or takes for another: removed or folded to one form.

The order of repair is that of the domain notes: bytes, invisible characters, glosses, script, chrome.
"""

from __future__ import annotations

import re

import numpy as np

from dagster_project.reports.cleaning.characters import FOLDED, INVISIBLE, ODD_BLANK, folding
from dagster_project.reports.cleaning.traced import Traced

_SAVED_AS_QUESTION = re.compile(r"\?(?<=[㐀-鿿)）].)(?<![吗呢么].)(?=\d+[㐀-鿿])|\?(?<=\d[㐀-鿿].)(?=[，。；、,;])")
"""共?13条?，: what nobody sees became a question mark when the text was saved; no question ends before a number or a comma."""


def remove_invisible(text: Traced) -> bool:
    """Take out what nobody sees, and the carriage return of a line end; true when there was any."""
    saved = [match.span() for match in _SAVED_AS_QUESTION.finditer(text.text)] if "?" in text.text else []
    if saved:
        text.remove(saved)
    if not text.holds(INVISIBLE) and "\r" not in text.text:
        return bool(saved)
    wanted = text.kinds & INVISIBLE == 0
    ends = np.flatnonzero(text.codes == ord("\r"))
    if len(ends):
        wanted[ends] &= np.append(text.codes, 0)[ends + 1] != ord("\n")
    return text.keep(wanted) > 0 or bool(saved)


def fold(text: Traced) -> bool:
    """Full-width to half-width, look-alikes to one form; true when non-breaking or ideographic blanks were among them."""
    odd_blanks = text.holds(ODD_BLANK)
    if text.holds(FOLDED):
        text.fold(folding())
    return odd_blanks
